#include "kb/service/indexing.h"

#include "kb/base/cleanup.h"
#include "kb/base/clock.h"
#include "kb/service/indexer.h"
#include "kb/store/store.h"

#include <errno.h>
#include <pthread.h>
#include <time.h>

enum { TICK_MS = 1000, RETRY_MS = 5000 };

struct indexing {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t changed; /* anything below */
    struct store *store;    /* the thread's own */
    char *dir;
    const struct kb_log *log;
    struct search_shared *shared;
    struct indexing_state state;
    bool stopping, letting_go, rebuild_asked;
    uint64_t failures;
    kb_err failure; /* the last one */
    int resting;    /* the thread's own: so many rounds before what was redacted is rebuilt again */
};

static struct timespec after_ms(int ms)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    t.tv_sec += ms / 1000;
    t.tv_nsec += (long)(ms % 1000) * 1000000;
    if (t.tv_nsec >= 1000000000) {
        t.tv_sec++;
        t.tv_nsec -= 1000000000;
    }
    return t;
}

static void tell(struct indexing *i, bool ready, int64_t seq)
{
    pthread_mutex_lock(&i->lock);
    i->state.ready = ready;
    if (seq >= 0) i->state.seq = seq;
    pthread_cond_broadcast(&i->changed);
    pthread_mutex_unlock(&i->lock);
}

static void fail(struct indexing *i, const kb_err *err)
{
    log_line(i->log, KB_LOG_ERROR, "index.failed", "error=%s cause=%s", err_slug(err->code), err->cause);
    pthread_mutex_lock(&i->lock);
    i->failures++;
    i->failure = *err;
    pthread_cond_broadcast(&i->changed);
    pthread_mutex_unlock(&i->lock);
}

static bool is_stopping(struct indexing *i)
{
    pthread_mutex_lock(&i->lock);
    bool stopping = i->stopping;
    pthread_mutex_unlock(&i->lock);
    return stopping;
}

/* Sleeps until woken for news, a rebuild or the end, at most ms. */
static void wait_for_work(struct indexing *i, int ms)
{
    struct timespec until = after_ms(ms);
    pthread_mutex_lock(&i->lock);
    while (!i->stopping && !i->rebuild_asked && i->state.wanted <= i->state.seq)
        if (pthread_cond_timedwait(&i->changed, &i->lock, &until) == ETIMEDOUT) break;
    pthread_mutex_unlock(&i->lock);
}

static void pause_after_failure(struct indexing *i)
{
    struct timespec until = after_ms(RETRY_MS);
    pthread_mutex_lock(&i->lock);
    while (!i->stopping)
        if (pthread_cond_timedwait(&i->changed, &i->lock, &until) == ETIMEDOUT) break;
    pthread_mutex_unlock(&i->lock);
}

static err_code ask_when_redacted(struct indexing *i, const struct search_writer *w, kb_err *err)
{
    bool redacted;
    if (i->resting && i->resting--) return OK;
    ERR_TRY(indexer_redacted(i->store, (int64_t)search_writer_seq(w), &redacted, err));
    if (!redacted) return OK;
    pthread_mutex_lock(&i->lock);
    i->rebuild_asked = true;
    pthread_mutex_unlock(&i->lock);
    return OK;
}

static void rebuilt(struct indexing *i, size_t practices)
{
    log_line(i->log, KB_LOG_INFO, "index.rebuilt", "practices=%zu", practices);
    pthread_mutex_lock(&i->lock);
    i->state.rebuilds++;
    pthread_cond_broadcast(&i->changed);
    pthread_mutex_unlock(&i->lock);
}

static bool take_asked(struct indexing *i)
{
    pthread_mutex_lock(&i->lock);
    bool asked = i->rebuild_asked;
    i->rebuild_asked = false;
    pthread_mutex_unlock(&i->lock);
    return asked;
}

/* One that fails leaves the index that is in use. */
static err_code rebuild_when_asked(struct indexing *i, struct search_writer **w, kb_err *err)
{
    if (!take_asked(i)) return OK;
    size_t practices;
    kb_err why = {0};
    search_writer_abandon(TAKE(*w));
    bool done = indexer_rebuild(i->store, i->dir, i->log, NULL, &practices, &why) == OK;
    ERR_TRY(search_writer_open(w, i->dir, err));
    i->resting = done ? 0 : RETRY_MS / TICK_MS;
    if (done)
        rebuilt(i, practices);
    else
        fail(i, &why);
    return OK;
}

/* When it fails the first question waits a little. */
static void warm_up(struct indexing *i)
{
    kb_err err = {0};
    if (search_shared_warm(i->shared, &err) != OK) log_line(i->log, KB_LOG_WARN, "index.cold", "cause=%s", err.cause);
}

/* One life of an open index: until the end, or until it fails. */
static err_code follow(struct indexing *i, struct search_writer **w, kb_err *err)
{
    for (bool moved, cold = true;; cold = false) {
        ERR_TRY(ask_when_redacted(i, *w, err));
        ERR_TRY(rebuild_when_asked(i, w, err));
        ERR_TRY(indexer_follow(i->store, *w, i->log, &moved, err));
        tell(i, true, (int64_t)search_writer_seq(*w));
        if (cold) warm_up(i);
        if (is_stopping(i)) return OK;
        wait_for_work(i, TICK_MS);
    }
}

static err_code live(struct indexing *i, kb_err *err)
{
    _cleanup_(search_writer_abandon_p)
    struct search_writer *w = NULL;
    ERR_TRY(indexer_open(&w, i->store, i->dir, i->log, err));
    ERR_TRY(follow(i, &w, err));
    return search_writer_stop(&w, err);
}

static void *run(void *ctx)
{
    struct indexing *i = ctx;
    for (;;) {
        kb_err err = {0};
        if (live(i, &err) == OK) break;
        tell(i, false, -1);
        fail(i, &err);
        pause_after_failure(i);
        if (is_stopping(i)) break;
    }
    return NULL;
}

static void release(struct indexing *i)
{
    pthread_cond_destroy(&i->changed);
    pthread_mutex_destroy(&i->lock);
    store_close(i->store);
    free(i->dir);
    free(i);
}

err_code indexing_start(struct indexing **out, struct store *store, struct search_shared *shared, const char *dir,
                        const struct kb_log *log, kb_err *err)
{
    struct indexing *i = calloc(1, sizeof *i);
    if (i) i->dir = strdup(dir);
    if (!i || !i->dir) {
        free(i);
        store_close(store);
        return err_set(err, ERR_NOMEM, "indexing");
    }
    i->store = store;
    i->shared = shared;
    i->log = log;
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_mutex_init(&i->lock, NULL);
    pthread_cond_init(&i->changed, &monotonic);
    pthread_condattr_destroy(&monotonic);
    if (pthread_create(&i->thread, NULL, run, i) != 0) {
        release(i);
        return err_set(err, ERR_NOMEM, "the indexing thread did not start");
    }
    *out = i;
    return OK;
}

void indexing_wake(struct indexing *i, int64_t seq)
{
    pthread_mutex_lock(&i->lock);
    if (seq > i->state.wanted) i->state.wanted = seq;
    pthread_cond_broadcast(&i->changed);
    pthread_mutex_unlock(&i->lock);
}

struct indexing_state indexing_state(struct indexing *i)
{
    pthread_mutex_lock(&i->lock);
    struct indexing_state state = i->state;
    pthread_mutex_unlock(&i->lock);
    return state;
}

static bool is_true_up_to(const struct indexing *i, int64_t seq)
{
    return i->state.ready && i->state.seq >= seq;
}

static bool is_rebuilt(const struct indexing *i, int64_t before)
{
    return (int64_t)i->state.rebuilds > before;
}

/* Waits, with the lock, until `reached`. */
static err_code wait_until(struct indexing *i, bool (*reached)(const struct indexing *i, int64_t n), int64_t n,
                           int timeout_ms, kb_err *err)
{
    struct timespec until = after_ms(timeout_ms);
    const uint64_t failures = i->failures;
    int waited = 0;
    pthread_cond_broadcast(&i->changed);
    while (!reached(i, n) && waited != ETIMEDOUT && !i->letting_go && i->failures == failures)
        waited = pthread_cond_timedwait(&i->changed, &i->lock, &until);
    if (reached(i, n)) return OK;
    if (i->failures != failures) return err_set(err, i->failure.code, "%s", i->failure.cause);
    return err_set(err, ERR_BUSY, i->letting_go ? "the server ends" : "the index is still behind");
}

err_code indexing_wait(struct indexing *i, int64_t seq, int timeout_ms, kb_err *err)
{
    pthread_mutex_lock(&i->lock);
    if (seq > i->state.wanted) i->state.wanted = seq;
    err_code code = wait_until(i, is_true_up_to, seq, timeout_ms, err);
    pthread_mutex_unlock(&i->lock);
    return code;
}

err_code indexing_rebuild(struct indexing *i, int timeout_ms, kb_err *err)
{
    pthread_mutex_lock(&i->lock);
    i->rebuild_asked = true;
    err_code code = wait_until(i, is_rebuilt, (int64_t)i->state.rebuilds, timeout_ms, err);
    pthread_mutex_unlock(&i->lock);
    return code;
}

void indexing_let_go(struct indexing *i)
{
    pthread_mutex_lock(&i->lock);
    i->letting_go = true;
    pthread_cond_broadcast(&i->changed);
    pthread_mutex_unlock(&i->lock);
}

void indexing_stop(struct indexing *i)
{
    if (!i) return;
    pthread_mutex_lock(&i->lock);
    i->stopping = true;
    pthread_cond_broadcast(&i->changed);
    pthread_mutex_unlock(&i->lock);
    pthread_join(i->thread, NULL);
    release(i);
}
