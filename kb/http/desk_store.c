#include "kb/http/desk_store.h"

#include "kb/store/store.h"
#include "search/search.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

struct desk_source {
    _Atomic uint64_t index_number;
    char *dir;
};

err_code desk_source_new(struct desk_source **out, const char *dir, kb_err *err)
{
    struct desk_source *s = calloc(1, sizeof *s);
    if (s) s->dir = strdup(dir);
    if (!s || !s->dir) {
        free(s);
        return err_set(err, ERR_NOMEM, "no memory for the desks");
    }
    *out = s;
    return OK;
}

void desk_source_free(struct desk_source *source)
{
    if (!source) return;
    free(source->dir);
    free(source);
}

/* Without an index a desk still reads; pages that search answer ERR_SEARCH_DOWN. */
static void open_search(struct desk_source *source, struct desk *desk, uint64_t number)
{
    search_reader_close_p(&desk->search);
    desk->search = NULL;
    desk->index_number = number;
    if (search_reader_open(&desk->search, source->dir, NULL) != OK) desk->search = NULL;
}

static err_code open_desk(void *ctx, struct desk *desk, kb_err *err)
{
    struct desk_source *source = ctx;
    ERR_TRY(store_open_reader(&desk->store, &(struct store_options){.dir = source->dir}, err));
    open_search(source, desk, atomic_load(&source->index_number));
    return OK;
}

static void close_desk(void *ctx, struct desk *desk)
{
    (void)ctx;
    search_reader_close_p(&desk->search);
    store_close_p(&desk->store);
    *desk = (struct desk){0};
}

static err_code begin_desk(void *ctx, struct desk *desk, kb_err *err)
{
    struct desk_source *source = ctx;
    uint64_t number = atomic_load(&source->index_number);
    if (number != desk->index_number) open_search(source, desk, number);
    return store_read_begin(desk->store, err);
}

static void end_desk(void *ctx, struct desk *desk)
{
    (void)ctx;
    store_read_end(desk->store);
}

struct desk_maker desk_source_maker(struct desk_source *source)
{
    return (struct desk_maker){open_desk, close_desk, begin_desk, end_desk, source};
}

void desk_source_index_changed(struct desk_source *source)
{
    atomic_fetch_add(&source->index_number, 1);
}
