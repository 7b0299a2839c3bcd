#include "kb/http/pool.h"

#include "kb/base/cleanup.h"

#include <pthread.h>

struct task {
    void (*run)(void *ctx);
    void *ctx;
};

struct pool {
    pthread_mutex_t lock; /* guards what follows but the threads */
    pthread_cond_t work;
    struct task *queue;
    size_t max, first, waiting;
    bool stopping;
    pthread_t *threads;
    size_t n_threads;
};

static bool take_task(struct pool *p, struct task *task)
{
    pthread_mutex_lock(&p->lock);
    while (!p->waiting && !p->stopping) pthread_cond_wait(&p->work, &p->lock);
    bool any = p->waiting > 0;
    if (any) {
        *task = p->queue[p->first];
        p->first = (p->first + 1) % p->max;
        p->waiting--;
    }
    pthread_mutex_unlock(&p->lock);
    return any;
}

static void *pool_main(void *arg)
{
    struct task task;
    while (take_task(arg, &task)) task.run(task.ctx);
    return NULL;
}

err_code pool_start(struct pool **out, size_t threads, size_t queue_max, kb_err *err)
{
    struct pool *p = calloc(1, sizeof *p);
    if (!p) return err_set(err, ERR_NOMEM, "no memory for the worker pool");
    pthread_mutex_init(&p->lock, NULL);
    pthread_cond_init(&p->work, NULL);
    p->max = queue_max;
    p->queue = calloc(queue_max, sizeof *p->queue);
    p->threads = calloc(threads, sizeof *p->threads);
    while (p->queue && p->threads && p->n_threads < threads) {
        if (pthread_create(&p->threads[p->n_threads], NULL, pool_main, p) != 0) break;
        p->n_threads++;
    }
    if (p->n_threads == threads) {
        *out = p;
        return OK;
    }
    pool_stop(p);
    return err_set(err, ERR_NOMEM, "the worker threads did not start");
}

err_code pool_submit(struct pool *p, void (*run)(void *ctx), void *ctx, kb_err *err)
{
    pthread_mutex_lock(&p->lock);
    bool taken = !p->stopping && p->waiting < p->max;
    if (taken) {
        p->queue[(p->first + p->waiting++) % p->max] = (struct task){run, ctx};
        pthread_cond_signal(&p->work);
    }
    pthread_mutex_unlock(&p->lock);
    return taken ? OK : err_set(err, ERR_BUSY, "the worker queue is full or closed");
}

size_t pool_waiting(struct pool *p)
{
    pthread_mutex_lock(&p->lock);
    size_t n = p->waiting;
    pthread_mutex_unlock(&p->lock);
    return n;
}

void pool_stop(struct pool *p)
{
    if (!p) return;
    pthread_mutex_lock(&p->lock);
    p->stopping = true;
    pthread_cond_broadcast(&p->work);
    pthread_mutex_unlock(&p->lock);
    for (size_t i = 0; i < p->n_threads; i++) pthread_join(p->threads[i], NULL);
    pthread_cond_destroy(&p->work);
    pthread_mutex_destroy(&p->lock);
    free(p->queue);
    free(p->threads);
    free(p);
}
