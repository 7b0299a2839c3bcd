/* socket.h - the server's end of DIR/kb.sock (client.h has the frames): commands of the command line run in the
 * server's own queue. The socket is 0600 and the peer must be the same user, or root. */
#ifndef KB_CLI_SOCKET_H
#define KB_CLI_SOCKET_H

#include "kb/base/clock.h"
#include "kb/base/err.h"
#include "kb/base/log.h"
#include "kb/service/indexing.h"
#include "kb/service/writer.h"

#ifdef __cplusplus
extern "C" {
#endif

struct socket_config {
    const char *dir;
    struct writer *writer;
    struct indexing *indexing;
    struct kb_clock clock;
    const struct kb_log *log;
};

struct socket_server;

/* Listens; an old socket file is taken away (the lock is held, so nobody serves on it). */
MUST_CHECK err_code socket_start(struct socket_server **out, const struct socket_config *config, kb_err *err);

/* Ends the connection in hand and removes the file. NULL is allowed. */
void socket_stop(struct socket_server *s);

#ifdef __cplusplus
}
#endif
#endif
