/* guard.h - what is refused before anybody reads it: a request on which two programs could disagree.
 *
 * libmicrohttpd takes two Content-Length headers, Content-Length with Transfer-Encoding, spaces behind header names and
 * more (measured), each of which lets a proxy in front and us see different requests. This guard looks at the raw
 * pieces and knows no library, so every rule has a test. Its answer is always final: 4xx and the connection is closed.
 */
#ifndef KB_HTTP_GUARD_H
#define KB_HTTP_GUARD_H

#include "kb/base/text.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { GUARD_URI_MAX = 8 * 1024, GUARD_HEADERS_MAX = 32 * 1024, GUARD_HEADERS_COUNT = 100 };

struct raw_header {
    text name, value;
};

struct raw_request {
    text method, uri, version;
    size_t uri_len; /* as sent; the text may have been cut behind GUARD_URI_MAX */
    const struct raw_header *headers;
    size_t n_headers;
};

/* Which Host values are ours. */
struct guard_hosts {
    const char *const *names; /* host or host:port, lower case; n 0: none configured */
    size_t n;
    bool loopback_only; /* none configured and listening on loopback: localhost, 127.x.x.x and [::1] (DNS rebinding) */
};

struct guard_verdict {
    int status;      /* 0: go on; else 400, 413, 414, 417, 431 or 505 */
    const char *why; /* static, for log and test */
    bool has_body;   /* Transfer-Encoding, or a Content-Length over 0 */
    uint64_t length; /* Content-Length, 0 when absent */
};

/* body_max: the largest Content-Length any route takes. */
struct guard_verdict guard_check(const struct raw_request *raw, const struct guard_hosts *hosts, uint64_t body_max);

/* The parts of it, for tests and for whoever reads a header. */
bool guard_is_token(text name);    /* RFC 9110 section 5.6.2 */
bool guard_host_syntax(text host); /* host[:port] */
bool guard_host_ours(text host, const struct guard_hosts *hosts);
const char *guard_uri(text uri); /* NULL when good, else why not */

/* ASCII without regard to case, for header names and values. */
bool text_eq_ascii(text a, const char *b);

#ifdef __cplusplus
}
#endif
#endif
