#include "kb/http/shares.h"

#include "kb/base/cleanup.h"

#include <pthread.h>

struct place {
    bool taken;
    size_t len;
    char name[SHARES_NAME_MAX];
};

struct shares {
    size_t in_all, of_one;
    pthread_mutex_t lock; /* guards the places */
    struct place places[];
};

err_code shares_new(struct shares **out, size_t in_all, size_t of_one, kb_err *err)
{
    struct shares *s = calloc(1, sizeof *s + in_all * sizeof s->places[0]);
    if (!s) return err_set(err, ERR_NOMEM, "no memory for shares");
    s->in_all = in_all;
    s->of_one = of_one;
    pthread_mutex_init(&s->lock, NULL);
    *out = s;
    return OK;
}

void shares_free(struct shares *s)
{
    if (!s) return;
    pthread_mutex_destroy(&s->lock);
    free(s);
}

/* Holds the lock. in_all when there is none for this name. */
static size_t find(const struct shares *s, text name)
{
    size_t found = s->in_all, same = 0;
    for (size_t i = 0; i < s->in_all; i++) {
        const struct place *p = &s->places[i];
        if (!p->taken)
            found = i;
        else
            same += name.len && text_eq(text_of(p->name, p->len), name);
    }
    return same < s->of_one ? found : s->in_all;
}

bool shares_take(struct share *share, struct shares *s, text name)
{
    name = text_slice(name, 0, SHARES_NAME_MAX);
    pthread_mutex_lock(&s->lock);
    size_t at = find(s, name);
    if (at < s->in_all) {
        struct place *p = &s->places[at];
        p->taken = true;
        p->len = name.len;
        memcpy(p->name, name.ptr, name.len);
        *share = (struct share){s, at};
    }
    pthread_mutex_unlock(&s->lock);
    return at < s->in_all;
}

void shares_give(struct share *share)
{
    struct shares *s = share->of;
    if (!s) return;
    pthread_mutex_lock(&s->lock);
    s->places[share->at].taken = false;
    pthread_mutex_unlock(&s->lock);
    *share = (struct share){0};
}
