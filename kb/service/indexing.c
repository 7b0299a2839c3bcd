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
    bool stopping, rebuild_asked;
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
    ERR_TRY(indexer_redacted(i->store, (int64_t)search_writer_seq(w), &redacted, err));
    if (!redacted) return OK;
    pthread_mutex_lock(&i->lock);
    i->rebuild_asked = true;
    pthread_mutex_unlock(&i->lock);
    return OK;
}

static err_code rebuild_when_asked(struct indexing *i, struct search_writer **w, kb_err *err)
{
    pthread_mutex_lock(&i->lock);
    bool asked = i->rebuild_asked;
    pthread_mutex_unlock(&i->lock);
    if (!asked) return OK;
    size_t practices;
    search_writer_abandon(TAKE(*w));
    ERR_TRY(indexer_rebuild(i->store, i->dir, i->log, NULL, &practices, err));
    ERR_TRY(search_writer_open(w, i->dir, err));
    log_line(i->log, KB_LOG_INFO, "index.rebuilt", "practices=%zu", practices);
    pthread_mutex_lock(&i->lock);
    i->rebuild_asked = false;
    i->state.rebuilds++;
    pthread_cond_broadcast(&i->changed);
    pthread_mutex_unlock(&i->lock);
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
        log_line(i->log, KB_LOG_ERROR, "index.failed", "error=%s cause=%s", err_slug(err.code), err.cause);
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

bool indexing_wait(struct indexing *i, int64_t seq, int timeout_ms)
{
    struct timespec until = after_ms(timeout_ms);
    bool reached = true;
    pthread_mutex_lock(&i->lock);
    if (seq > i->state.wanted) i->state.wanted = seq;
    pthread_cond_broadcast(&i->changed);
    while (reached && (!i->state.ready || i->state.seq < seq))
        reached = pthread_cond_timedwait(&i->changed, &i->lock, &until) != ETIMEDOUT;
    pthread_mutex_unlock(&i->lock);
    return reached;
}

err_code indexing_rebuild(struct indexing *i, int timeout_ms, kb_err *err)
{
    struct timespec until = after_ms(timeout_ms);
    bool done = true;
    pthread_mutex_lock(&i->lock);
    i->rebuild_asked = true;
    pthread_cond_broadcast(&i->changed);
    while (done && i->rebuild_asked && !i->stopping)
        done = pthread_cond_timedwait(&i->changed, &i->lock, &until) != ETIMEDOUT;
    done = !i->rebuild_asked;
    pthread_mutex_unlock(&i->lock);
    return done ? OK : err_set(err, ERR_BUSY, "the rebuild has not ended yet");
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
