#include "search/known.h"

#include "kb/base/cleanup.h"

#include <pthread.h>
#include <stdalign.h>
#include <stdatomic.h>
#include <stdlib.h>

enum { SLOTS = 32768, TRIES = 4, ROOM = 2 * 1024 * 1024 };

struct known_words {
    _Atomic(const struct known *) slots[SLOTS];
    pthread_mutex_t lock;
    size_t used[2];             /* of the room, by words of Dutch and by others */
    alignas(8) char room[ROOM]; /* pages that hold nothing yet take no memory */
};

struct known_words *known_new(void)
{
    struct known_words *w = calloc(1, sizeof *w);
    if (w) pthread_mutex_init(&w->lock, NULL);
    return w;
}

void known_free(struct known_words *w)
{
    if (w) pthread_mutex_destroy(&w->lock);
    free(w);
}

const struct known *known_find(const struct known_words *w, text word, bool whole)
{
    uint32_t h = text_hash(word);
    for (unsigned i = 0; i < TRIES; i++) {
        const struct known *k = atomic_load_explicit(&w->slots[(h + i) % SLOTS], memory_order_acquire);
        if (!k) return NULL;
        if ((k->whole || !whole) && text_eq(known_word(k), word)) return k;
    }
    return NULL;
}

/* The free slot for the word; NULL when there is none, or it is there already. */
static _Atomic(const struct known *) *free_slot(struct known_words *w, const struct known *k)
{
    uint32_t h = text_hash(known_word(k));
    if (known_find(w, known_word(k), k->whole)) return NULL;
    for (unsigned i = 0; i < TRIES; i++)
        if (!atomic_load_explicit(&w->slots[(h + i) % SLOTS], memory_order_relaxed)) return &w->slots[(h + i) % SLOTS];
    return NULL;
}

static const struct known *copy(struct known_words *w, const struct known *k, bool dutch)
{
    size_t bytes = sizeof *k + known_letters(k), whole = (bytes + 7) / 8 * 8;
    if (w->used[0] + w->used[1] + whole > ROOM || (!dutch && w->used[1] + whole > ROOM / 4)) return NULL;
    char *at = w->room + w->used[0] + w->used[1];
    w->used[!dutch] += whole;
    return memcpy(at, k, bytes);
}

const struct known *known_keep(struct known_words *w, const struct known *k, bool dutch)
{
    const struct known *kept = NULL;
    pthread_mutex_lock(&w->lock);
    _Atomic(const struct known *) *slot = free_slot(w, k);
    if (slot) kept = copy(w, k, dutch);
    if (kept) atomic_store_explicit(slot, kept, memory_order_release);
    pthread_mutex_unlock(&w->lock);
    return kept;
}
