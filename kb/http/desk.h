/* desk.h - what one request needs to read: borrowed, used, given back (design section 6).
 *
 * A desk is a read-only store connection with its prepared statements, and index readers. Opening one takes
 * milliseconds, so a bounded pool keeps them; there is no per-thread context in libmicrohttpd to hang them on.
 * A desk has one user at a time and is not shared between threads while borrowed.
 *
 * A desk keeps its view of the data for the next user as long as nobody writes: then most of what a page asks
 * needs no transaction, and no lock that all readers share (a signed-in page took a tenth less time).
 */
#ifndef KB_HTTP_DESK_H
#define KB_HTTP_DESK_H

#include "kb/base/err.h"

#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

struct store;
struct search_reader;

struct desk {
    struct store *store;          /* read-only */
    struct search_reader *search; /* NULL while the index is being rebuilt: then answer ERR_SEARCH_DOWN */
};

/* How desks are made. `open` fills a new desk and `close` empties it. From `begin` to `end` a desk has one unmoving
 * view of the data, for one user or several, each of whom gives it back with `pause`. `ready` is called at each borrow:
 * the place to reopen an index that was swapped. A desk whose begin fails is closed and thrown away. Without a `begin`
 * there is no view; ready, pause and end may be NULL. */
struct desk_maker {
    err_code (*open)(void *ctx, struct desk *desk, kb_err *err);
    void (*close)(void *ctx, struct desk *desk);
    void (*ready)(void *ctx, struct desk *desk);
    err_code (*begin)(void *ctx, struct desk *desk, kb_err *err);
    void (*pause)(void *ctx, struct desk *desk);
    void (*end)(void *ctx, struct desk *desk);
    void *ctx;
};

struct desk_pool;

/* A pool of at most max desks, opened when first needed. Borrowing waits at most wait_ms for one to come free. */
MUST_CHECK err_code desk_pool_new(struct desk_pool **out, const struct desk_maker *maker, size_t max, int wait_ms,
                                  kb_err *err);

/* Closes all desks; none may be borrowed. NULL is allowed. */
void desk_pool_free(struct desk_pool *pool);

/* ERR_BUSY when none came free in time. Give back exactly once, by the thread that borrowed. */
MUST_CHECK err_code desk_borrow(struct desk_pool *pool, struct desk **desk, kb_err *err);
void desk_return(struct desk_pool *pool, struct desk *desk);

/* Somebody begins to write, or has ended. In between no view is kept: desks that nobody uses end theirs now, the others
 * when they come back; what was seen before the end is never kept behind it. Any thread. */
void desk_pool_writing(struct desk_pool *pool, bool writing);

/* Desks borrowed now. */
size_t desk_pool_busy(struct desk_pool *pool);

#ifdef __cplusplus
}
#endif
#endif
