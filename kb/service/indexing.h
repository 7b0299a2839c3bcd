/* indexing.h - the thread that keeps the index true while the server runs.
 *
 * It opens the index (checking or rebuilding it first, while search answers ERR_SEARCH_DOWN), and then follows the log
 * each time it is woken by a commit, and once a second in any case. An index that turns out damaged is rebuilt by
 * itself; a rebuild that fails leaves the one that is in use.
 */
#ifndef KB_SERVICE_INDEXING_H
#define KB_SERVICE_INDEXING_H

#include "kb/base/err.h"
#include "kb/base/log.h"

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct store;
struct search_shared;
struct indexing;

/* Starts the thread. The store is a read-only connection that the thread owns from here until indexing_stop. `shared`
 * is warmed up once the index can be searched. */
MUST_CHECK err_code indexing_start(struct indexing **out, struct store *store, struct search_shared *shared,
                                   const char *dir, const struct kb_log *log, kb_err *err);

/* There is something new up to this number of the log. Any thread; never waits. */
void indexing_wake(struct indexing *i, int64_t seq);

struct indexing_state {
    bool ready;     /* the index can be searched */
    int64_t seq;    /* up to which it is true */
    int64_t wanted; /* the highest number it was woken with */
    uint64_t rebuilds;
};
struct indexing_state indexing_state(struct indexing *i);

/* Waits until the index is true up to seq. ERR_BUSY when that takes longer than timeout_ms, and when the server ends;
 * the error of a try that fails meanwhile. */
MUST_CHECK err_code indexing_wait(struct indexing *i, int64_t seq, int timeout_ms, kb_err *err);

/* Asks for a rebuild beside the index in use, and waits for its end. When that fails the index in use stays. Errors as
 * above. */
MUST_CHECK err_code indexing_rebuild(struct indexing *i, int timeout_ms, kb_err *err);

/* The end is near: who waits is let go, now and from now on. Any thread. */
void indexing_let_go(struct indexing *i);

/* Follows what is left, writes the clean-stop marker and ends the thread. NULL is allowed. */
void indexing_stop(struct indexing *i);

#ifdef __cplusplus
}
#endif
#endif
