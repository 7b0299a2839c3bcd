#include "kb/http/reaper.h"

#include "kb/base/cleanup.h"
#include "kb/base/clock.h"

#include <pthread.h>
#include <stdatomic.h>
#include <sys/socket.h>

struct reaper_entry {
    struct reaper_entry *next, **link; /* under the lock */
    int fd;
    _Atomic int64_t deadline; /* monotonic ms; INT64_MAX: none */
};

struct reaper {
    pthread_mutex_t lock;
    pthread_cond_t stop;
    struct reaper_entry *first;
    size_t n;
    uint64_t ended;
    int step_ms;
    bool stopping;
    pthread_t thread;
};

/* Holds the lock. The entry stays in the list until the library tells that the connection is closed. */
static void end_late_ones(struct reaper *r, int64_t now)
{
    for (struct reaper_entry *e = r->first; e; e = e->next) {
        if (atomic_load_explicit(&e->deadline, memory_order_relaxed) > now) continue;
        shutdown(e->fd, SHUT_RDWR);
        atomic_store_explicit(&e->deadline, INT64_MAX, memory_order_relaxed);
        r->ended++;
    }
}

static void *reaper_main(void *arg)
{
    struct reaper *r = arg;
    pthread_mutex_lock(&r->lock);
    while (!r->stopping) {
        int64_t now = clock_monotonic_ms(), until = now + r->step_ms;
        end_late_ones(r, now);
        struct timespec at = {until / MS_SECOND, (until % MS_SECOND) * 1000000};
        pthread_cond_timedwait(&r->stop, &r->lock, &at);
    }
    pthread_mutex_unlock(&r->lock);
    return NULL;
}

err_code reaper_start(struct reaper **out, int step_ms, kb_err *err)
{
    struct reaper *r = calloc(1, sizeof *r);
    if (!r) return err_set(err, ERR_NOMEM, "no memory for the reaper");
    r->step_ms = step_ms;
    pthread_condattr_t attr;
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_mutex_init(&r->lock, NULL);
    pthread_cond_init(&r->stop, &attr);
    pthread_condattr_destroy(&attr);
    if (pthread_create(&r->thread, NULL, reaper_main, r) != 0) {
        free(r);
        return err_set(err, ERR_NOMEM, "the reaper thread did not start");
    }
    *out = r;
    return OK;
}

struct reaper_entry *reaper_add(struct reaper *r, int fd, int ms)
{
    struct reaper_entry *e = calloc(1, sizeof *e);
    if (!e) return NULL;
    e->fd = fd;
    atomic_init(&e->deadline, clock_monotonic_ms() + ms);
    pthread_mutex_lock(&r->lock);
    e->next = r->first;
    e->link = &r->first;
    if (e->next) e->next->link = &e->next;
    r->first = e;
    r->n++;
    pthread_mutex_unlock(&r->lock);
    return e;
}

void reaper_deadline(struct reaper_entry *e, int64_t ms)
{
    int64_t at = ms < 0 ? INT64_MAX : clock_monotonic_ms() + ms;
    atomic_store_explicit(&e->deadline, at, memory_order_relaxed);
}

void reaper_sooner(struct reaper_entry *e, int64_t ms)
{
    int64_t at = clock_monotonic_ms() + ms;
    if (at < atomic_load_explicit(&e->deadline, memory_order_relaxed))
        atomic_store_explicit(&e->deadline, at, memory_order_relaxed);
}

void reaper_remove(struct reaper *r, struct reaper_entry *e)
{
    if (!e) return;
    pthread_mutex_lock(&r->lock);
    *e->link = e->next;
    if (e->next) e->next->link = e->link;
    r->n--;
    pthread_mutex_unlock(&r->lock);
    free(e);
}

size_t reaper_connections(struct reaper *r)
{
    pthread_mutex_lock(&r->lock);
    size_t n = r->n;
    pthread_mutex_unlock(&r->lock);
    return n;
}

uint64_t reaper_ended(struct reaper *r)
{
    pthread_mutex_lock(&r->lock);
    uint64_t n = r->ended;
    pthread_mutex_unlock(&r->lock);
    return n;
}

void reaper_stop(struct reaper *r)
{
    pthread_mutex_lock(&r->lock);
    r->stopping = true;
    pthread_cond_broadcast(&r->stop);
    pthread_mutex_unlock(&r->lock);
    pthread_join(r->thread, NULL);
}

void reaper_free(struct reaper *r)
{
    if (!r) return;
    pthread_cond_destroy(&r->stop);
    pthread_mutex_destroy(&r->lock);
    free(r);
}
