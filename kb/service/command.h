/* command.h - the use cases that the command line can ask for, by name, with their arguments as JSON.
 *
 * A writing subcommand becomes the writer itself when no server runs; otherwise it sends the same command through the
 * server's socket (DIR/kb.sock). Both ways end in command_run, so both do exactly the same.
 *
 *     {"do": "org.add", "name": "Juridisch Loket", "slug": "hjl"}        ->  {"ok": true, "slug": "hjl"}
 *                                                                         or {"ok": false, "error": "conflict", ...}
 *
 * A command has two halves. `prepare` needs no store: it reads the arguments and does the slow work (a password's hash,
 * a text's rendering) before the queue. `run` works in the writer's transaction.
 */
#ifndef KB_SERVICE_COMMAND_H
#define KB_SERVICE_COMMAND_H

#include "kb/service/service.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { COMMAND_BYTES_MAX = 1024 * 1024 };

struct command;

/* Reads and prepares a command; it lives in the arena. ERR_INVALID names each argument that is missing, wrong or
 * unknown. */
MUST_CHECK err_code command_prepare(struct command **out, arena *a, text json, kb_err *err);

/* Runs it in the writer's transaction and leaves its answer. */
MUST_CHECK err_code command_run(struct command *command, struct store *store, kb_time now, kb_err *err);

/* The answer as JSON, of a command that ran, or of a failure. In the arena. */
const char *command_answer(struct command *command, arena *a);
const char *command_failure(arena *a, const kb_err *err);

/* Reads an answer back: OK and the value of one key (NULL when it has none), or the failure. `reason` strings of err
 * live in the arena. */
MUST_CHECK err_code command_read_answer(arena *a, text json, const char *key, const char **value, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
