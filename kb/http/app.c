#include "kb/http/app.h"

#include "kb/store/store.h"
#include "search/search.h"

/* ---- What moves ---- */

void app_committed(void *ctx, int64_t seq)
{
    struct app *app = ctx;
    __atomic_fetch_add(&app->epoch, 1, __ATOMIC_RELAXED);
    if (app->indexing) indexing_wake(app->indexing, seq);
}

/* Pages depend on the store and on the index, and both only go forward. */
int64_t app_epoch(void *ctx)
{
    struct app *app = ctx;
    return __atomic_load_n(&app->epoch, __ATOMIC_RELAXED) + indexing_state(app->indexing).seq;
}

void app_health(void *ctx, struct http_health *out)
{
    struct app *app = ctx;
    struct indexing_state state = indexing_state(app->indexing);
    *out =
        (struct http_health){.ready = state.ready, .why = state.ready ? NULL : "index-rebuild", .index_seq = state.seq};
    out->seq = state.wanted > state.seq ? state.wanted : state.seq;
}

void app_metrics(void *ctx, struct buf *out)
{
    struct app *app = ctx;
    struct indexing_state state = indexing_state(app->indexing);
    buf_printf(out, "# TYPE kb_index_ready gauge\nkb_index_ready %d\n", state.ready);
    buf_printf(out, "# TYPE kb_index_rebuilds_total counter\nkb_index_rebuilds_total %llu\n",
               (unsigned long long)state.rebuilds);
}

/* ---- Desks ---- */

/* Search comes and goes with the index: a desk has a reader only while the index can be searched. */
static void ready_desk(void *ctx, struct desk *desk)
{
    struct app *app = ctx;
    bool ready = indexing_state(app->indexing).ready;
    kb_err ignored = {0};
    if (!ready && desk->search) {
        search_reader_close(desk->search);
        desk->search = NULL;
    }
    if (!ready || desk->search) return;
    if (search_reader_open(&desk->search, app->dir, &ignored) == OK)
        search_reader_share(desk->search, app->shared);
    else
        desk->search = NULL;
}

static err_code open_desk(void *ctx, struct desk *desk, kb_err *err)
{
    struct app *app = ctx;
    struct store_options options = {.dir = app->dir};
    return store_open_reader(&desk->store, &options, err);
}

/* One view of the data from borrowing to giving back: rights and what they protect are of one moment. */
static err_code begin_desk(void *ctx, struct desk *desk, kb_err *err)
{
    (void)ctx;
    return store_read_begin(desk->store, err);
}

static void pause_desk(void *ctx, struct desk *desk)
{
    (void)ctx;
    store_read_pause(desk->store);
}

static void end_desk(void *ctx, struct desk *desk)
{
    (void)ctx;
    store_read_end(desk->store);
}

static void close_desk(void *ctx, struct desk *desk)
{
    (void)ctx;
    search_reader_close(desk->search);
    store_close(desk->store);
    *desk = (struct desk){0};
}

static void tell_desks(void *ctx, bool begins)
{
    desk_pool_writing(ctx, begins);
}

err_code app_open_desks(struct app *app, struct store *writes, const struct http_limits *limits, kb_err *err)
{
    const struct desk_maker maker = {.open = open_desk,
                                     .close = close_desk,
                                     .ready = ready_desk,
                                     .begin = begin_desk,
                                     .pause = pause_desk,
                                     .end = end_desk,
                                     .ctx = app};
    ERR_TRY(desk_pool_new(&app->desks, &maker, http_desks(limits), limits->desk_wait_ms, err));
    store_on_batch(writes, tell_desks, app->desks);
    return OK;
}
