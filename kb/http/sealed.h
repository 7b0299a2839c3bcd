/* sealed.h - what goes to the browser and must come back unread and unchanged: in a hidden field, so that nothing of
 * somebody who never comes back lies on the server.
 *
 * Sealed with a key of this run of the program (XChaCha20-Poly1305); `purpose` is part of the seal, so that what was
 * sealed for one page opens on no other. Whoever holds it can send it twice: what may happen once is the store's to
 * say.
 */
#ifndef KB_HTTP_SEALED_H
#define KB_HTTP_SEALED_H

#include "kb/base/arena.h"
#include "kb/base/text.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { SEALED_KEY_LEN = 32 };

void sealed_key_new(unsigned char key[SEALED_KEY_LEN]);

/* As base64url in the arena; "" when it would be over `max` bytes or there is no room. */
text sealed_make(const unsigned char key[SEALED_KEY_LEN], const char *purpose, text plain, size_t max, arena *a);

/* False when it was not sealed here, or for another purpose. */
bool sealed_open(const unsigned char key[SEALED_KEY_LEN], const char *purpose, text sealed, arena *a, text *plain);

#ifdef __cplusplus
}
#endif
#endif
