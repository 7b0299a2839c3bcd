/* bearer.h - a program that asks with a token of a person sends it in the header Authorization (RFC 6750, section 2.1):
 *
 *     Authorization: Bearer kb_Zm9v...
 *
 * and nowhere else: an address stands in histories and logs. Another scheme is somebody else's, for instance that of a
 * proxy in front, and is passed over. Where a token is taken is a column of the table (routes.h); whose it is, the
 * service says (svc_token_look).
 */
#ifndef KB_HTTP_BEARER_H
#define KB_HTTP_BEARER_H

#include "kb/base/text.h"

#ifdef __cplusplus
extern "C" {
#endif

/* True when the header is of this scheme. *token borrows from it: what was sent, whether it looks like a token or not;
 * its ptr is never NULL then. */
bool bearer_read(text authorization, text *token);

#ifdef __cplusplus
}
#endif
#endif
