/* kept.h - a form that was sent after its session had ended: it waits until the person has signed in again.
 *
 * Everything that was typed is sealed (sealed.h) and goes along with the sign-in page in
 * a hidden field, so that no draft lies on the server of somebody who never comes back, and nobody can make such a form
 * for another. After signing in, a page shows one button that sends the form as it was. The token against cross-site
 * requests is left out and made anew, and so are fields of FIELD_SECRET and files.
 *
 * A kept form is good for a day. What is too large for the sign-in form (KEPT_MAX) is not kept: then "" comes out.
 */
#ifndef KB_HTTP_KEPT_H
#define KB_HTTP_KEPT_H

#include "kb/http/request.h"
#include "kb/http/sealed.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { KEPT_MAX = 900 * 1024 /* bytes of the sealed form */ };

struct kept {
    const char *path; /* where it was sent to; begins with one / */
    const struct form_pair *pairs;
    size_t n;
};

/* The form of this request, sealed, as base64url; "" when there is none or it is too large. In the arena. */
text kept_seal(const kb_req *req, const unsigned char key[SEALED_KEY_LEN]);

/* False when it was not sealed here, or too long ago. The pairs live in the arena. */
bool kept_open(text sealed, const unsigned char key[SEALED_KEY_LEN], kb_time now, arena *a, struct kept *out);

#ifdef __cplusplus
}
#endif
#endif
