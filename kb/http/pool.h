/* pool.h - the small pool for slow work (argon2, conversion): a few threads and a short queue (design section 6). */
#ifndef KB_HTTP_POOL_H
#define KB_HTTP_POOL_H

#include "kb/base/err.h"

#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

struct pool;

MUST_CHECK err_code pool_start(struct pool **out, size_t threads, size_t queue_max, kb_err *err);

/* ERR_BUSY when the queue is full or the pool stops; then run is never called. */
MUST_CHECK err_code pool_submit(struct pool *pool, void (*run)(void *ctx), void *ctx, kb_err *err);

/* Waiting in the queue now. */
size_t pool_waiting(struct pool *pool);

/* Refuses new work, does all that waits, ends the threads. NULL is allowed. */
void pool_stop(struct pool *pool);

#ifdef __cplusplus
}
#endif
#endif
