/* batch.h - group commit: many changes, one transaction, one sync of the disk.
 *
 * The writer thread drains its queue into store_batch_run. Each job runs in a savepoint of its own: a job that refuses
 * (returns an error) is undone and its neighbours stay. Then there is one COMMIT for all.
 *
 * What an answer means. Until store_batch_run returns, nobody is told anything. Afterwards results[i].code is
 *   OK          the job is on the disk;
 *   its refusal the job changed nothing, and the transaction of the batch stood until its end;
 *   ERR_IO, ERR_FULL, ERR_NOMEM, ERR_BUSY or ERR_CORRUPT, the same for every job of the batch, refusals included: the
 *               transaction was lost or COMMIT failed. Nothing of the batch is on the disk and nothing is run again. A
 *               refusal may have rested on what a lost neighbour wrote, so it is not given as an answer either.
 * Jobs check rights and read what they decide on themselves, through the same store: they see all earlier jobs.
 */
#ifndef KB_STORE_BATCH_H
#define KB_STORE_BATCH_H

#include "kb/base/err.h"

#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

struct store;

/* One thing somebody does. Runs in a transaction, begins and ends none itself, and keeps no borrowed column. */
struct store_job {
    err_code (*run)(struct store *s, void *ctx, kb_err *err);
    void *ctx;
};

enum { STORE_BATCH_MAX = 256 };

/* Runs n (1..STORE_BATCH_MAX) jobs; results[n] are overwritten. Returns the fate of the transaction: OK when it was
 * committed, whatever the jobs said. */
err_code store_batch_run(struct store *s, const struct store_job *jobs, size_t n, kb_err *results);

/* Called by each store_batch_run of this writer, with true before its transaction begins and with false once that has
 * ended, before anybody is told how their job went. In between nobody should keep a view of the data that they do not
 * use (store_read_pause): as long as it is looked at the write-ahead log cannot begin anew, and each commit would try
 * again and sync twice more; nor can words that were taken out leave the disk. On the thread that runs the batch;
 * quick, and nothing of this store. */
void store_on_batch(struct store *s, void (*told)(void *ctx, bool begins), void *ctx);

/* Inside a job: a part of it, in a savepoint within that of the job. What the part refuses is undone, *result tells why
 * (code OK when it did not) and the job may go on. Fails when the store itself is in trouble, whatever the part made of
 * that: then the job must fail too. */
MUST_CHECK err_code store_part(struct store *s, const struct store_job *part, kb_err *result, kb_err *err);

/* One job by itself: for the command line and tests. */
MUST_CHECK err_code store_run(struct store *s, err_code (*run)(struct store *s, void *ctx, kb_err *err), void *ctx,
                              kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
