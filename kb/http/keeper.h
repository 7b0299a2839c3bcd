/* keeper.h - what must happen now and then, as a table; one thread walks it.
 *
 *     const struct keeper_task chores[CHORES] = {
 *         {"head", MS_MINUTE, keep_head},
 *         {"forget-old", 10 * MS_MINUTE, keep_forgetting},
 *     };
 *
 * A task is due `every_ms` after its last end; the first time right after the start plus its interval. A task that
 * fails is logged and tried again at its next turn. Tasks are short: they hand work to the writer and return.
 */
#ifndef KB_HTTP_KEEPER_H
#define KB_HTTP_KEEPER_H

#include "kb/base/err.h"
#include "kb/base/log.h"

#ifdef __cplusplus
extern "C" {
#endif

struct keeper_task {
    const char *name;
    int every_ms;
    err_code (*run)(void *ctx, kb_err *err);
};

enum { KEEPER_TASKS_MAX = 32 };

struct keeper;

/* The table outlives the keeper; ctx is handed to every task. */
MUST_CHECK err_code keeper_start(struct keeper **out, const struct keeper_task *tasks, size_t n, void *ctx,
                                 const struct kb_log *log, kb_err *err);

/* Waits for the task in hand. NULL is allowed. */
void keeper_stop(struct keeper *k);

#ifdef __cplusplus
}
#endif
#endif
