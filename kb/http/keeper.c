#include "kb/http/keeper.h"

#include "kb/base/cleanup.h"
#include "kb/base/clock.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

struct keeper {
    const struct keeper_task *tasks;
    size_t n;
    void *ctx;
    const struct kb_log *log;
    int64_t due[KEEPER_TASKS_MAX]; /* monotonic ms; the thread's own */
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t stop;
    bool stopping;
};

static size_t next_task(const struct keeper *k)
{
    size_t best = 0;
    for (size_t i = 1; i < k->n; i++)
        if (k->due[i] < k->due[best]) best = i;
    return best;
}

/* False when we stop. */
static bool sleep_until(struct keeper *k, int64_t ms)
{
    struct timespec at = {ms / MS_SECOND, (ms % MS_SECOND) * 1000000};
    pthread_mutex_lock(&k->lock);
    while (!k->stopping && clock_monotonic_ms() < ms) pthread_cond_timedwait(&k->stop, &k->lock, &at);
    bool go_on = !k->stopping;
    pthread_mutex_unlock(&k->lock);
    return go_on;
}

static void *keeper_main(void *arg)
{
    struct keeper *k = arg;
    for (;;) {
        size_t i = next_task(k);
        if (!sleep_until(k, k->due[i])) return NULL;
        kb_err err = {0};
        if (k->tasks[i].run(k->ctx, &err) != OK)
            log_line(k->log, KB_LOG_WARN, "keeper.failed", "task=%s code=%s cause=%s", k->tasks[i].name,
                     err_slug(err.code), err.cause);
        k->due[i] = clock_monotonic_ms() + k->tasks[i].every_ms;
    }
}

err_code keeper_start(struct keeper **out, const struct keeper_task *tasks, size_t n, void *ctx,
                      const struct kb_log *log, kb_err *err)
{
    if (n == 0 || n > KEEPER_TASKS_MAX) return err_set(err, ERR_INTERNAL, "%zu keeper tasks", n);
    struct keeper *k = calloc(1, sizeof *k);
    if (!k) return err_set(err, ERR_NOMEM, "no memory for the keeper");
    *k = (struct keeper){.tasks = tasks, .n = n, .ctx = ctx, .log = log};
    for (size_t i = 0; i < n; i++) k->due[i] = clock_monotonic_ms() + tasks[i].every_ms;
    pthread_condattr_t attr;
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_mutex_init(&k->lock, NULL);
    pthread_cond_init(&k->stop, &attr);
    pthread_condattr_destroy(&attr);
    if (pthread_create(&k->thread, NULL, keeper_main, k) != 0) {
        free(k);
        return err_set(err, ERR_NOMEM, "the keeper thread did not start");
    }
    *out = k;
    return OK;
}

void keeper_stop(struct keeper *k)
{
    if (!k) return;
    pthread_mutex_lock(&k->lock);
    k->stopping = true;
    pthread_cond_broadcast(&k->stop);
    pthread_mutex_unlock(&k->lock);
    pthread_join(k->thread, NULL);
    pthread_cond_destroy(&k->stop);
    pthread_mutex_destroy(&k->lock);
    free(k);
}
