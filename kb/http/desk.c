#include "kb/http/desk.h"

#include "kb/base/cleanup.h"
#include "kb/base/clock.h"

#include <pthread.h>
#include <stdbool.h>

struct slot {
    struct desk desk; /* first, so that a desk is its slot */
    bool open, busy;
    bool viewing; /* between begin and end */
    bool old;     /* somebody began or ended writing since; guarded by the lock, as busy is */
};

struct desk_pool {
    struct desk_maker maker;
    int wait_ms;
    pthread_mutex_t lock;
    pthread_cond_t free_one;
    size_t n, busy;
    bool writing;
    struct slot slots[];
};

/* By the user of the slot, or under the lock when nobody uses it. */
static void end_view(struct desk_pool *pool, struct slot *s)
{
    if (s->viewing && pool->maker.end) pool->maker.end(pool->maker.ctx, &s->desk);
    s->viewing = false;
}

err_code desk_pool_new(struct desk_pool **out, const struct desk_maker *maker, size_t max, int wait_ms, kb_err *err)
{
    struct desk_pool *pool = calloc(1, sizeof *pool + max * sizeof pool->slots[0]);
    if (!pool) return err_set(err, ERR_NOMEM, "no memory for the desks");
    pool->maker = *maker;
    pool->wait_ms = wait_ms;
    pool->n = max;
    pthread_condattr_t attr;
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_mutex_init(&pool->lock, NULL);
    pthread_cond_init(&pool->free_one, &attr);
    pthread_condattr_destroy(&attr);
    *out = pool;
    return OK;
}

void desk_pool_free(struct desk_pool *pool)
{
    if (!pool) return;
    for (size_t i = 0; i < pool->n; i++) {
        end_view(pool, &pool->slots[i]);
        if (pool->slots[i].open) pool->maker.close(pool->maker.ctx, &pool->slots[i].desk);
    }
    pthread_cond_destroy(&pool->free_one);
    pthread_mutex_destroy(&pool->lock);
    free(pool);
}

/* An open desk that is free, else one to be opened. */
static struct slot *find_free(struct desk_pool *pool)
{
    struct slot *closed = NULL;
    for (size_t i = 0; i < pool->n; i++) {
        struct slot *s = &pool->slots[i];
        if (s->busy) continue;
        if (s->open) return s;
        if (!closed) closed = s;
    }
    return closed;
}

static struct slot *take_slot(struct desk_pool *pool)
{
    int64_t until = clock_monotonic_ms() + pool->wait_ms;
    struct timespec at = {until / MS_SECOND, (until % MS_SECOND) * 1000000};
    struct slot *s;
    pthread_mutex_lock(&pool->lock);
    while (!(s = find_free(pool)))
        if (pthread_cond_timedwait(&pool->free_one, &pool->lock, &at) != 0) break;
    if (!s) s = find_free(pool);
    if (s) {
        s->busy = true;
        pool->busy++;
    }
    pthread_mutex_unlock(&pool->lock);
    return s;
}

static void give_slot(struct desk_pool *pool, struct slot *s)
{
    pthread_mutex_lock(&pool->lock);
    if (s->old || pool->writing) end_view(pool, s);
    s->busy = s->old = false;
    pool->busy--;
    pthread_cond_signal(&pool->free_one);
    pthread_mutex_unlock(&pool->lock);
}

/* The slot is ours alone here. */
static err_code ready_slot(struct desk_pool *pool, struct slot *s, kb_err *err)
{
    struct desk_maker *maker = &pool->maker;
    if (!s->open) {
        s->desk = (struct desk){0};
        ERR_TRY(maker->open(maker->ctx, &s->desk, err));
        s->open = true;
    }
    if (maker->ready) maker->ready(maker->ctx, &s->desk);
    if (s->viewing || !maker->begin) return OK;
    err_code code = maker->begin(maker->ctx, &s->desk, err);
    s->viewing = code == OK;
    if (code == OK) return OK;
    maker->close(maker->ctx, &s->desk);
    s->open = false;
    return code;
}

err_code desk_borrow(struct desk_pool *pool, struct desk **desk, kb_err *err)
{
    struct slot *s = take_slot(pool);
    if (!s) return err_set(err, ERR_BUSY, "no desk came free");
    err_code code = ready_slot(pool, s, err);
    if (code != OK) {
        give_slot(pool, s);
        return code;
    }
    *desk = &s->desk;
    return OK;
}

void desk_return(struct desk_pool *pool, struct desk *desk)
{
    if (pool->maker.pause) pool->maker.pause(pool->maker.ctx, desk);
    give_slot(pool, (struct slot *)(void *)desk);
}

void desk_pool_writing(struct desk_pool *pool, bool writing)
{
    pthread_mutex_lock(&pool->lock);
    pool->writing = writing;
    for (size_t i = 0; i < pool->n; i++) {
        struct slot *s = &pool->slots[i];
        s->old = s->busy;
        if (!s->busy) end_view(pool, s);
    }
    pthread_mutex_unlock(&pool->lock);
}

size_t desk_pool_busy(struct desk_pool *pool)
{
    pthread_mutex_lock(&pool->lock);
    size_t busy = pool->busy;
    pthread_mutex_unlock(&pool->lock);
    return busy;
}
