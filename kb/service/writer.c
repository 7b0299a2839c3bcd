#include "kb/service/writer.h"

#include "kb/base/cleanup.h"
#include "kb/store/store.h"

#include <pthread.h>
#include <string.h>

enum { QUEUE_MAX = 64, NOTES_MAX = 1024, NOTE_MS = 1000 };

struct writer {
    struct store *store;
    struct writer_config config;
    pthread_t thread;

    pthread_mutex_t lock; /* guards all that follows */
    pthread_cond_t work;  /* something waits, or we stop */
    pthread_cond_t room;  /* the queue was emptied */
    struct writer_job *queue;
    size_t first, waiting;
    struct writer_note *notes;
    size_t waiting_notes;
    int64_t notes_due; /* monotonic ms, when waiting_notes > 0 */
    bool stopping;
    struct writer_stats stats;

    /* The batch in hand: the thread's own. */
    struct writer_job *batch;
    struct store_job *store_jobs;
    kb_err *results;
    struct writer_note *batch_notes;
    size_t n_batch_notes, n_failed_notes;
};

static void wait_until(pthread_cond_t *cond, pthread_mutex_t *lock, int64_t monotonic_ms)
{
    struct timespec at = {monotonic_ms / MS_SECOND, (monotonic_ms % MS_SECOND) * 1000000};
    pthread_cond_timedwait(cond, lock, &at);
}

static bool notes_are_due(const struct writer *w)
{
    return w->waiting_notes && (w->stopping || clock_monotonic_ms() >= w->notes_due);
}

/* Waits for work; false when there is none left and we stop. Holds the lock. */
static bool wait_for_work(struct writer *w)
{
    while (!w->waiting && !notes_are_due(w)) {
        if (w->stopping) return false;
        if (w->waiting_notes)
            wait_until(&w->work, &w->lock, w->notes_due);
        else
            pthread_cond_wait(&w->work, &w->lock);
    }
    return true;
}

/* Takes all that waits out of the queue. Holds the lock. */
static size_t take_batch(struct writer *w)
{
    size_t n = w->waiting;
    for (size_t i = 0; i < n; i++) w->batch[i] = w->queue[(w->first + i) % w->config.queue_max];
    w->first = (w->first + n) % w->config.queue_max;
    w->waiting = 0;
    if (n) pthread_cond_broadcast(&w->room);
    return n;
}

static void take_notes(struct writer *w)
{
    if (!notes_are_due(w)) return;
    struct writer_note *mine = w->batch_notes;
    w->batch_notes = w->notes;
    w->notes = mine;
    w->n_batch_notes = w->waiting_notes;
    w->waiting_notes = 0;
}

/* What was taken out and could not leave the disk is tried again and again; until then it can be read there. */
static void tell_untidy(struct writer *w)
{
    kb_err why;
    if (store_untidy(w->store, &why) != OK)
        log_line(w->config.log, KB_LOG_ERROR, "store.not-taken-out", "code=%s cause=%s", err_slug(why.code), why.cause);
}

/* Learns where the log stands and tells the hook, when it moved. */
static void tell_committed(struct writer *w)
{
    int64_t seq = 0;
    if (store_seq(w->store, &seq, NULL) != OK) return;
    pthread_mutex_lock(&w->lock);
    bool moved = seq != w->stats.last_seq;
    w->stats.last_seq = seq;
    pthread_mutex_unlock(&w->lock);
    if (moved && w->config.on_committed) w->config.on_committed(w->config.ctx, seq);
}

static void count(struct writer *w, err_code fate, size_t jobs, size_t notes, size_t notes_lost)
{
    pthread_mutex_lock(&w->lock);
    w->stats.jobs += jobs;
    w->stats.notes += notes;
    w->stats.notes_lost += notes_lost;
    ++*(fate == OK ? &w->stats.commits : &w->stats.failed_commits);
    pthread_mutex_unlock(&w->lock);
}

static void run_batch(struct writer *w, size_t n)
{
    for (size_t i = 0; i < n; i++) w->store_jobs[i] = (struct store_job){w->batch[i].run, w->batch[i].ctx};
    err_code fate = store_batch_run(w->store, w->store_jobs, n, w->results);
    count(w, fate, n, 0, 0);
    tell_untidy(w);
    if (fate == OK)
        tell_committed(w);
    else
        log_line(w->config.log, KB_LOG_ERROR, "writer.lost", "jobs=%zu code=%s cause=%s", n, err_slug(fate),
                 w->results[0].cause);
    for (size_t i = 0; i < n; i++) w->batch[i].done(w->batch[i].ctx, w->results[i].code, &w->results[i]);
}

static err_code run_note(struct store *store, void *ctx, kb_err *err)
{
    const struct writer_note *note = ctx;
    return note->run(store, note, err);
}

/* All notes are one job, each in a savepoint of its own: a note that fails is no reason to lose its neighbours, and
 * nobody waits for it. */
static err_code run_notes_job(struct store *store, void *ctx, kb_err *err)
{
    struct writer *w = ctx;
    for (size_t i = 0; i < w->n_batch_notes; i++) {
        kb_err why;
        ERR_TRY(store_part(store, &(struct store_job){run_note, &w->batch_notes[i]}, &why, err));
        if (why.code == OK) continue;
        w->n_failed_notes++;
        log_line(w->config.log, KB_LOG_WARN, "writer.note", "code=%s cause=%s", err_slug(why.code), why.cause);
    }
    return OK;
}

static void run_notes(struct writer *w)
{
    kb_err result = {0};
    size_t n = w->n_batch_notes;
    w->n_failed_notes = 0;
    err_code fate = store_batch_run(w->store, &(struct store_job){run_notes_job, w}, 1, &result);
    size_t lost = result.code == OK ? w->n_failed_notes : n;
    if (result.code != OK)
        log_line(w->config.log, KB_LOG_ERROR, "writer.lost", "notes=%zu code=%s cause=%s", n, err_slug(result.code),
                 result.cause);
    tell_untidy(w);
    if (fate == OK) tell_committed(w);
    count(w, fate, 0, n - lost, lost);
    w->n_batch_notes = 0;
}

static void *writer_main(void *arg)
{
    struct writer *w = arg;
    pthread_mutex_lock(&w->lock);
    while (wait_for_work(w)) {
        size_t n = take_batch(w);
        take_notes(w);
        pthread_mutex_unlock(&w->lock);
        if (n) run_batch(w, n);
        if (w->n_batch_notes) run_notes(w);
        pthread_mutex_lock(&w->lock);
    }
    pthread_mutex_unlock(&w->lock);
    return NULL;
}

static void writer_release(struct writer *w)
{
    pthread_cond_destroy(&w->work);
    pthread_cond_destroy(&w->room);
    pthread_mutex_destroy(&w->lock);
    free(w->queue);
    free(w->notes);
    free(w->batch);
    free(w->store_jobs);
    free(w->results);
    free(w->batch_notes);
    free(w);
}

static void writer_locks_init(struct writer *w)
{
    pthread_condattr_t attr;
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_mutex_init(&w->lock, NULL);
    pthread_cond_init(&w->work, &attr);
    pthread_cond_init(&w->room, &attr);
    pthread_condattr_destroy(&attr);
}

static struct writer *writer_new(struct store *store, const struct writer_config *config)
{
    struct writer *w = calloc(1, sizeof *w);
    if (!w) return NULL;
    w->store = store;
    w->config = *config;
    if (!w->config.queue_max) w->config.queue_max = QUEUE_MAX;
    if (w->config.queue_max > STORE_BATCH_MAX) w->config.queue_max = STORE_BATCH_MAX;
    if (!w->config.notes_max) w->config.notes_max = NOTES_MAX;
    if (!w->config.note_ms) w->config.note_ms = NOTE_MS;
    writer_locks_init(w);
    size_t queue = w->config.queue_max, notes = w->config.notes_max;
    w->queue = calloc(queue, sizeof *w->queue);
    w->batch = calloc(queue, sizeof *w->batch);
    w->store_jobs = calloc(queue, sizeof *w->store_jobs);
    w->results = calloc(queue, sizeof *w->results);
    w->notes = calloc(notes, sizeof *w->notes);
    w->batch_notes = calloc(notes, sizeof *w->batch_notes);
    if (w->queue && w->batch && w->store_jobs && w->results && w->notes && w->batch_notes) return w;
    writer_release(w);
    return NULL;
}

err_code writer_start(struct writer **out, struct store *store, const struct writer_config *config, kb_err *err)
{
    struct writer *w = writer_new(store, config);
    if (!w) return err_set(err, ERR_NOMEM, "no memory for the writer");
    err_code code = store_seq(store, &w->stats.last_seq, err);
    if (code == OK && pthread_create(&w->thread, NULL, writer_main, w) != 0)
        code = err_set(err, ERR_NOMEM, "the writer thread did not start");
    if (code != OK) {
        writer_release(w);
        return code;
    }
    *out = w;
    return OK;
}

/* Holds the lock; there is room. */
static void put_job(struct writer *w, const struct writer_job *job)
{
    w->queue[(w->first + w->waiting++) % w->config.queue_max] = *job;
    pthread_cond_signal(&w->work);
}

err_code writer_submit(struct writer *w, const struct writer_job *job, kb_err *err)
{
    pthread_mutex_lock(&w->lock);
    bool taken = !w->stopping && w->waiting < w->config.queue_max;
    if (taken) put_job(w, job);
    pthread_mutex_unlock(&w->lock);
    return taken ? OK : err_set(err, ERR_BUSY, "the write queue is full or closed");
}

/* Somebody waiting for one job. */
struct call {
    pthread_mutex_t lock;
    pthread_cond_t ended;
    bool done;
    kb_err result;
    writer_run *run;
    void *ctx;
};

static err_code call_run(struct store *store, void *ctx, kb_err *err)
{
    struct call *call = ctx;
    return call->run(store, call->ctx, err);
}

static void call_done(void *ctx, err_code code, const kb_err *err)
{
    struct call *call = ctx;
    pthread_mutex_lock(&call->lock);
    call->result = *err;
    call->result.code = code;
    call->done = true;
    pthread_cond_signal(&call->ended);
    pthread_mutex_unlock(&call->lock);
}

static bool submit_waiting(struct writer *w, const struct writer_job *job)
{
    pthread_mutex_lock(&w->lock);
    while (!w->stopping && w->waiting == w->config.queue_max) pthread_cond_wait(&w->room, &w->lock);
    bool taken = !w->stopping;
    if (taken) put_job(w, job);
    pthread_mutex_unlock(&w->lock);
    return taken;
}

err_code writer_call(struct writer *w, writer_run *run, void *ctx, kb_err *err)
{
    struct call call = {.lock = PTHREAD_MUTEX_INITIALIZER, .ended = PTHREAD_COND_INITIALIZER, .run = run, .ctx = ctx};
    if (!submit_waiting(w, &(struct writer_job){call_run, call_done, &call}))
        return err_set(err, ERR_BUSY, "the writer is stopping");
    pthread_mutex_lock(&call.lock);
    while (!call.done) pthread_cond_wait(&call.ended, &call.lock);
    pthread_mutex_unlock(&call.lock);
    pthread_cond_destroy(&call.ended);
    pthread_mutex_destroy(&call.lock);
    if (call.result.code != OK && err) *err = call.result;
    return call.result.code;
}

bool writer_note(struct writer *w, const struct writer_note *note)
{
    pthread_mutex_lock(&w->lock);
    bool taken = !w->stopping && w->waiting_notes < w->config.notes_max;
    if (taken) {
        if (!w->waiting_notes) {
            w->notes_due = clock_monotonic_ms() + w->config.note_ms;
            pthread_cond_signal(&w->work);
        }
        w->notes[w->waiting_notes++] = *note;
    } else {
        w->stats.notes_lost++;
    }
    pthread_mutex_unlock(&w->lock);
    return taken;
}

struct writer_stats writer_stats(struct writer *w)
{
    pthread_mutex_lock(&w->lock);
    struct writer_stats stats = w->stats;
    stats.waiting = w->waiting;
    stats.waiting_notes = w->waiting_notes;
    pthread_mutex_unlock(&w->lock);
    return stats;
}

void writer_stop(struct writer *w)
{
    if (!w) return;
    pthread_mutex_lock(&w->lock);
    w->stopping = true;
    pthread_cond_broadcast(&w->work);
    pthread_cond_broadcast(&w->room);
    pthread_mutex_unlock(&w->lock);
    pthread_join(w->thread, NULL);
    writer_release(w);
}

void writer_stop_p(struct writer **w)
{
    writer_stop(*w);
}
