/* csrf.h - a change must come from a page of ours (design section 9).
 *
 * Every POST needs all of:
 *   1. Origin, equal to our own (scheme, host, port). Browsers send it on every POST; absent, "null" or other: refused.
 *   2. Sec-Fetch-Site, where present: same-origin.
 *   3. signed in: the token of the session in field `csrf`. The token is a random mask and the session's secret under
 *      that mask, so that it differs in every answer and compression tells nothing (BREACH). The secret is random and
 *      stands beside the session in the store.
 * Signed out (sign-in, one-time links; ROUTE_SIGNED_OUT) there is no session to bind a token to. A double-submitted
 * cookie would prove no more than Origin does: whoever can forge Origin is not a browser and has no victim's cookies.
 * So there 1 and 2 are the whole proof, and routes without that flag are refused when signed out.
 */
#ifndef KB_HTTP_CSRF_H
#define KB_HTTP_CSRF_H

#include "kb/base/arena.h"
#include "kb/base/text.h"

#ifdef __cplusplus
extern "C" {
#endif

#define CSRF_FIELD "csrf"
enum { CSRF_SECRET_LEN = 32, CSRF_TOKEN_LEN = 86 };

/* The secret of a new session. */
void csrf_secret_new(unsigned char secret[CSRF_SECRET_LEN]);

/* A fresh masked token: 64 bytes as 86 characters of base64url, in the arena. */
const char *csrf_token(const unsigned char secret[CSRF_SECRET_LEN], arena *a);

/* True when the token holds this secret. Constant time in the secret. */
bool csrf_token_ok(const unsigned char secret[CSRF_SECRET_LEN], text token);

/* Rules 1 and 2. own_host is the Host of the request after the guard accepted it. */
bool csrf_origin_ok(text origin, text sec_fetch_site, bool https, text own_host);

#ifdef __cplusplus
}
#endif
#endif
