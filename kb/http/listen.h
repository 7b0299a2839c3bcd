/* listen.h - inside kb/http: a listening socket, or one clear line why there is none. */
#ifndef KB_HTTP_LISTEN_H
#define KB_HTTP_LISTEN_H

#include "kb/base/err.h"

enum { LISTEN_BACKLOG = 1024 };

/* A listening descriptor, close-on-exec and non-blocking; the caller closes. address: IPv4 or IPv6 in numbers, or
 * "localhost". port 0 takes any free one; *taken (may be NULL) says which. ERR_CONFLICT: in use. */
MUST_CHECK err_code listen_tcp(int *fd, const char *address, int port, int *taken, kb_err *err);

/* A unix socket, 0660. A stale one that nobody listens on is replaced. */
MUST_CHECK err_code listen_unix(int *fd, const char *path, kb_err *err);

#endif
