/* encode.h - content encodings: which one a reader takes, and making it. */
#ifndef KB_HTTP_ENCODE_H
#define KB_HTTP_ENCODE_H

#include "kb/base/text.h"

#ifdef __cplusplus
extern "C" {
#endif

enum encoding { ENCODING_NONE, ENCODING_GZIP, ENCODING_BR, ENCODING__COUNT };

enum { ENCODE_LEAST = 860 }; /* shorter bodies are sent as they are */

/* What Accept-Encoding allows (RFC 9110 section 12.5.3): br before gzip, unless its q is lower or 0. */
enum encoding encoding_choose(text accept_encoding);

/* "br", "gzip" or NULL. */
const char *encoding_name(enum encoding e);

/* Text of some kind: worth encoding. */
bool encoding_helps(const char *content_type);

/* The encoded bytes (malloc), or NULL when it failed or did not become shorter. `once`: this answer is for one reader,
 * so speed goes before size. */
char *encode_bytes(enum encoding e, const void *bytes, size_t len, bool once, size_t *out_len);

#ifdef __cplusplus
}
#endif
#endif
