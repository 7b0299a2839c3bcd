/* desk.h - what one request needs to read: borrowed, used, given back (design section 6).
 *
 * A desk is a read-only store connection with its prepared statements, and index readers. Opening one takes
 * milliseconds, so a bounded pool keeps them; there is no per-thread context in libmicrohttpd to hang them on.
 * A desk has one user at a time and is not shared between threads while borrowed.
 */
#ifndef KB_HTTP_DESK_H
#define KB_HTTP_DESK_H

#include "kb/base/err.h"

#ifdef __cplusplus
extern "C" {
#endif

struct store;
struct search_reader;

struct desk {
    struct store *store;          /* read-only */
    struct search_reader *search; /* NULL while the index is being rebuilt: then answer ERR_SEARCH_DOWN */
};

/* How desks are made: given by whoever starts the server. `open` fills a new desk and `close` empties it. `begin` is
 * called at each borrow and `end` at each return: one unmoving view of the data from the one to the other, and the
 * place to reopen an index that was swapped. begin and end may be NULL. A desk whose begin fails is closed and thrown
 * away. */
struct desk_maker {
    err_code (*open)(void *ctx, struct desk *desk, kb_err *err);
    void (*close)(void *ctx, struct desk *desk);
    err_code (*begin)(void *ctx, struct desk *desk, kb_err *err);
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

/* Desks borrowed now. */
size_t desk_pool_busy(struct desk_pool *pool);

#ifdef __cplusplus
}
#endif
#endif
