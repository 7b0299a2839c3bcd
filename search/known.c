#include "search/known.h"

#include "kb/base/cleanup.h"

#include <pthread.h>
#include <stdalign.h>
#include <stdatomic.h>

enum { SLOTS = 32768, TRIES = 4, ROOM = 2 * 1024 * 1024 };

static _Atomic(const struct known *) slots[SLOTS];
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static alignas(8) char room[ROOM]; /* pages that hold nothing yet take no memory */
static size_t used[2];             /* of it, by words of Dutch and by others */

const struct known *known_find(text word, bool whole)
{
    uint32_t h = text_hash(word);
    for (unsigned i = 0; i < TRIES; i++) {
        const struct known *k = atomic_load_explicit(&slots[(h + i) % SLOTS], memory_order_acquire);
        if (!k) return NULL;
        if ((k->whole || !whole) && text_eq(known_word(k), word)) return k;
    }
    return NULL;
}

/* The free slot for the word; NULL when there is none, or it is there already. */
static _Atomic(const struct known *) *free_slot(const struct known *k)
{
    uint32_t h = text_hash(known_word(k));
    if (known_find(known_word(k), k->whole)) return NULL;
    for (unsigned i = 0; i < TRIES; i++)
        if (!atomic_load_explicit(&slots[(h + i) % SLOTS], memory_order_relaxed)) return &slots[(h + i) % SLOTS];
    return NULL;
}

static const struct known *copy(const struct known *k, bool dutch)
{
    size_t bytes = sizeof *k + known_letters(k), whole = (bytes + 7) / 8 * 8;
    if (used[0] + used[1] + whole > ROOM || (!dutch && used[1] + whole > ROOM / 4)) return NULL;
    char *at = room + used[0] + used[1];
    used[!dutch] += whole;
    return memcpy(at, k, bytes);
}

const struct known *known_keep(const struct known *k, bool dutch)
{
    const struct known *kept = NULL;
    pthread_mutex_lock(&lock);
    _Atomic(const struct known *) *slot = free_slot(k);
    if (slot) kept = copy(k, dutch);
    if (kept) atomic_store_explicit(slot, kept, memory_order_release);
    pthread_mutex_unlock(&lock);
    return kept;
}
