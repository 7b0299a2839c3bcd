#include "kb/http/resets.h"

#include "kb/base/cleanup.h"

#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

struct resets {
    pthread_mutex_t lock;
    size_t n;
    struct place {
        enum resets_what what;
        char name[RESETS_NAME_MAX];
    } places[RESETS_PLACES];
};

err_code resets_new(struct resets **out, kb_err *err)
{
    struct resets *r = calloc(1, sizeof *r);
    if (!r) return err_set(err, ERR_NOMEM, "no memory for forgotten passwords");
    pthread_mutex_init(&r->lock, NULL);
    *out = r;
    return OK;
}

void resets_free(struct resets *r)
{
    if (!r) return;
    pthread_mutex_destroy(&r->lock);
    sodium_memzero(r, sizeof *r);
    free(r);
}

static bool waits(const struct resets *r, enum resets_what what, text name)
{
    for (size_t i = 0; i < r->n; i++)
        if (r->places[i].what == what && text_is(name, r->places[i].name)) return true;
    return false;
}

void resets_ask(struct resets *r, enum resets_what what, text name)
{
    if (!name.len || name.len >= RESETS_NAME_MAX) return;
    pthread_mutex_lock(&r->lock);
    if (r->n < RESETS_PLACES && !waits(r, what, name)) {
        r->places[r->n].what = what;
        memcpy(r->places[r->n++].name, name.ptr, name.len);
    }
    pthread_mutex_unlock(&r->lock);
}

bool resets_any(struct resets *r)
{
    pthread_mutex_lock(&r->lock);
    bool any = r->n > 0;
    pthread_mutex_unlock(&r->lock);
    return any;
}

size_t resets_take(struct resets *r, arena *a, struct resets_asked asked[RESETS_PLACES])
{
    size_t taken = 0;
    pthread_mutex_lock(&r->lock);
    for (size_t i = 0; i < r->n; i++) {
        const char *name = arena_text_str(a, text_str(r->places[i].name));
        if (name) asked[taken++] = (struct resets_asked){r->places[i].what, name};
    }
    sodium_memzero(r->places, sizeof r->places); /* also ends the next ones that stand there */
    r->n = 0;
    pthread_mutex_unlock(&r->lock);
    return taken;
}

static bool passes(err_code code)
{
    return err_http_status(code) > err_http_status(ERR_INTERNAL);
}

err_code resets_each(struct resets *r, resets_help *help, void *ctx, kb_err *err)
{
    enum { ROOM = RESETS_PLACES * RESETS_NAME_MAX };
    struct resets_asked asked[RESETS_PLACES];
    err_code first = OK;
    _cleanup_(arena_free_p)
    arena *a = arena_new(ROOM);
    if (!a) return err_set(err, ERR_NOMEM, "no memory for forgotten passwords");
    size_t n = resets_take(r, a, asked);
    for (size_t i = 0; i < n; i++) {
        kb_err said = {0};
        err_code code = help(ctx, &asked[i], &said);
        if (passes(code)) resets_ask(r, asked[i].what, text_str(asked[i].name));
        if (code == OK || first != OK) continue;
        first = code;
        if (err) *err = said;
    }
    return first;
}
