/* known.h - a device on which somebody signed in before: strangers who guess at their name do not make them wait
 * (backoff.h).
 *
 * A cookie that lives for a year and goes to the pages for signing in only: 16 random bytes that name the device, and
 * for each of at most five persons a proof that they signed in on it, the last one first: desks are shared. A proof is
 * a keyed hash of the device and the person's id; the key comes from DIR/secret.key. The cookie tells nobody who that
 * was, nothing of it lies on the server, and it opens nothing: whoever steals it may guess a little, as a device that
 * is known.
 */
#ifndef KB_HTTP_KNOWN_H
#define KB_HTTP_KNOWN_H

#include "kb/http/request.h"
#include "kb/http/response.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { KNOWN_KEY_BYTES = 32, KNOWN_PERSONS = 5 };

#define KNOWN_COOKIE       "__Secure-known"
#define KNOWN_COOKIE_PLAIN "known"

/* What the device is told by, in the arena of the request; "" when it is not known to be of this person. NULL is
 * nobody: no device is known. */
text known_device(const kb_req *req, const unsigned char key[KNOWN_KEY_BYTES], const char *person);

/* Makes it known, beside the others that were. */
void known_device_add(const kb_req *req, kb_res *res, const unsigned char key[KNOWN_KEY_BYTES], const char *person);

#ifdef __cplusplus
}
#endif
#endif
