/* client.h - how a writing subcommand gets its changes made: by itself when no server runs, else by the server.
 *
 * One process writes (design section 6). When DIR/lock is free this process becomes the writer, with the index beside
 * it. When a server holds it, the same commands go through DIR/kb.sock, where the server runs them in its own queue.
 *
 * On the socket, both ways: a frame is one letter, a count in 4 bytes (big end first), and so many messages, each
 * behind its length in 4 bytes. 'c' holds commands (kb/service/command.h) and is answered by as many answers; 'w' waits
 * until the index stands where the store stands; 'r' rebuilds the index. 'w' and 'r' hold none and are answered by one.
 */
#ifndef KB_CLI_CLIENT_H
#define KB_CLI_CLIENT_H

#include "kb/cli/cli.h"
#include "kb/service/command.h"

#ifdef __cplusplus
extern "C" {
#endif

enum {
    FRAME_COMMANDS = 'c',
    FRAME_WAIT = 'w',
    FRAME_REBUILD = 'r',
    FRAME_MESSAGES_MAX = 64,
    FRAME_BYTES_MAX = 24 * 1024 * 1024
};

struct client;

/* ERR_NOT_FOUND when there is no store; ERR_BUSY when the lock is held and nobody answers on the socket. */
MUST_CHECK err_code client_open(struct client **out, struct cli *cli, kb_err *err);

/* Runs one command; `key` names the value of its answer that is wanted (NULL: none). Results live in the cli's arena.
 */
MUST_CHECK err_code client_command(struct client *c, const char *json, const char *key, const char **value,
                                   kb_err *err);

/* Runs up to FRAME_MESSAGES_MAX imports in one transaction, each with its own result or failure (results[i] counts when
 * errs[i].code is OK). An error is only returned when the whole batch failed. */
MUST_CHECK err_code client_import(struct client *c, const struct svc_import *items, size_t n,
                                  enum svc_import_result *results, kb_err *errs, kb_err *err);

/* Returns when the index is true up to all that was done. */
MUST_CHECK err_code client_settle(struct client *c, kb_err *err);

/* Rebuilds the index beside the one in use. *practices is 0 when the server did it. */
MUST_CHECK err_code client_rebuild(struct client *c, const struct cli *cli, size_t *practices, kb_err *err);

void client_close(struct client *c);
void client_close_p(struct client **c);

/* ---- Frames, for both ends ---- */

struct frame {
    char kind;
    text *messages;
    size_t n;
};

/* Reads a frame whole. ERR_IO at the end of the stream, ERR_TOO_LARGE over the ceilings. */
MUST_CHECK err_code frame_read(int fd, arena *a, struct frame *out, kb_err *err);
MUST_CHECK err_code frame_write(int fd, const struct frame *frame, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
