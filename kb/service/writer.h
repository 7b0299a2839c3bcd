/* writer.h - the one thread that changes anything (design section 6, "Threads").
 *
 * The writer owns the only connection that commits. Whoever wants to change something hands it a job: a function that
 * does its work on the store inside a savepoint of its own. The thread takes everything that waits in the queue, runs
 * it as one transaction, commits once, and only then tells every waiter how its job went (group commit). Rights are
 * checked inside the job, so what was allowed is what was written.
 *
 *     HTTP:     writer_submit(w, &(struct writer_job){ do_it, tell_me, request }, err)   returns at once
 *     CLI:      writer_call(w, do_it, ctx, err)                                          waits for the commit
 *     readers:  writer_note(w, &note)                                                    never waits, may be lost
 *
 * When the commit fails, or the transaction was lost on the way, every job of the batch is answered with that failure
 * and none is run again (kb/store/batch.h). After a commit that wrote something, on_committed is called with the log's
 * highest seq, before the waiters hear of it: that wakes the indexer.
 *
 * Ceilings: queue_max jobs wait, at most as many form one batch, notes_max notes wait. A full queue is ERR_BUSY; a note
 * too many is counted and dropped.
 */
#ifndef KB_SERVICE_WRITER_H
#define KB_SERVICE_WRITER_H

#include "kb/base/clock.h"
#include "kb/base/err.h"
#include "kb/base/log.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct store;
struct writer;

/* Runs on the writer thread, inside the savepoint of this job. A failure rolls back what this job did, and no more. */
typedef err_code writer_run(struct store *store, void *ctx, kb_err *err);

/* Runs on the writer thread after the commit (or its failure): quick, no store. `err` says why when code is not OK. */
typedef void writer_done(void *ctx, err_code code, const kb_err *err);

struct writer_job {
    writer_run *run;
    writer_done *done;
    void *ctx; /* kept alive by the caller until done was called */
};

enum { NOTE_WORD_MAX = 120 };

/* Something a reader noticed in passing: last seen, a click, a search word. Copied; run later in a batch of notes, in a
 * savepoint of its own: one that fails is counted as lost and takes no other along. */
struct writer_note {
    err_code (*run)(struct store *store, const struct writer_note *note, kb_err *err);
    kb_time at;
    int64_t number;
    unsigned char key[32];
    char word[NOTE_WORD_MAX];
};

struct writer_config {
    size_t queue_max;                             /* 0: 64 */
    size_t notes_max;                             /* 0: 1024 */
    int note_ms;                                  /* notes are written each so many ms; 0: 1000 */
    void (*on_committed)(void *ctx, int64_t seq); /* NULL: nobody is told */
    void *ctx;
    const struct kb_log *log;
};

/* Starts the thread. From here until writer_stop the store belongs to it alone; the caller closes it afterwards. */
MUST_CHECK err_code writer_start(struct writer **out, struct store *store, const struct writer_config *config,
                                 kb_err *err);

/* Queues a job. ERR_BUSY when the queue is full or the writer is stopping; then done is never called. */
MUST_CHECK err_code writer_submit(struct writer *w, const struct writer_job *job, kb_err *err);

/* Queues a job, waits for room and for its commit, and returns how it went. Not from the writer thread itself. */
MUST_CHECK err_code writer_call(struct writer *w, writer_run *run, void *ctx, kb_err *err);

/* False when the note was dropped; it is counted then. */
bool writer_note(struct writer *w, const struct writer_note *note);

struct writer_stats {
    uint64_t jobs, commits, failed_commits; /* since the start */
    uint64_t notes, notes_lost;
    size_t waiting, waiting_notes; /* now */
    int64_t last_seq;              /* of the log, after the latest commit */
};
struct writer_stats writer_stats(struct writer *w);

/* Refuses new work, runs all that waits, notes included, ends the thread and frees it. NULL is allowed. */
void writer_stop(struct writer *w);

/* For _cleanup_(writer_stop_p). */
void writer_stop_p(struct writer **w);

#ifdef __cplusplus
}
#endif
#endif
