/* indexer.h - the index follows the log: what changed is read from the store and put into, or taken out of, the index.
 *
 * The index is derived: a lost, damaged or outdated one is built again from the store alone. Each change of a practice
 * names it in the log; indexing it anew from what the store says now is idempotent, so that it does not matter how
 * often a row is followed or whether later rows were already seen.
 *
 * A practice that cannot be read or put is left out, and said so in `log` (may be NULL): the others are found.
 */
#ifndef KB_SERVICE_INDEXER_H
#define KB_SERVICE_INDEXER_H

#include "kb/base/err.h"
#include "kb/base/log.h"
#include "search/search.h"

#ifdef __cplusplus
extern "C" {
#endif

struct store;

/* Follows the log from the writer's seq to the end of it, and commits. `store` is any connection outside a transaction.
 * *moved tells whether there was anything to do. */
MUST_CHECK err_code indexer_follow(struct store *store, struct search_writer *w, const struct kb_log *log, bool *moved,
                                   kb_err *err);

/* Were words taken out of a text behind this number of the log? Then the index is built anew: what is taken out of an
 * index stays in its file for a while. */
MUST_CHECK err_code indexer_redacted(struct store *store, int64_t after, bool *redacted, kb_err *err);

/* Called now and then while building; may be NULL. */
struct indexer_progress {
    void (*tell)(void *ctx, size_t done);
    void *ctx;
};

/* Builds a new index of everything beside the old one and puts it in its place (search_rebuild_finish). */
MUST_CHECK err_code indexer_rebuild(struct store *store, const char *dir, const struct kb_log *log,
                                    const struct indexer_progress *progress, size_t *practices, kb_err *err);

/* Opens the index of a data directory for writing, such that it is true: checks it first (deep when it was not stopped
 * cleanly) and rebuilds it when that is needed. Says so in the log. The caller stops or abandons the writer. */
MUST_CHECK err_code indexer_open(struct search_writer **out, struct store *store, const char *dir,
                                 const struct kb_log *log, kb_err *err);

/* Does the index hold exactly what the store says? Compares every practice; *wrong counts those that differ. */
MUST_CHECK err_code indexer_verify(struct store *store, struct search_reader *reader, size_t *compared, size_t *wrong,
                                   kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
