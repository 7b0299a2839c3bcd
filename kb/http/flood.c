#include "kb/http/flood.h"

#include "kb/http/caller.h"

#include <sodium.h>
#include <stdatomic.h>
#include <stdlib.h>

enum { ROWS = 4096, WAYS = 4, TRIES = 8, TIME_BITS = 48, SECOND_US = 1000000 };

#define TIME_MASK ((UINT64_C(1) << TIME_BITS) - 1)

struct flood {
    int64_t each_us, slack_us; /* between two requests in the long run; how far ahead one may be */
    unsigned char key[crypto_shorthash_KEYBYTES];
    atomic_uint_fast64_t rows[ROWS][WAYS]; /* the mark of a place, then the moment it has made up; 0: free */
};

err_code flood_new(struct flood **out, size_t rate, size_t burst, kb_err *err)
{
    if (!rate) return OK;
    struct flood *f = calloc(1, sizeof *f);
    if (!f) return err_set(err, ERR_NOMEM, "no memory to count requests");
    f->each_us = rate < SECOND_US ? SECOND_US / (int64_t)rate : 1;
    f->slack_us = f->each_us * (int64_t)(burst ? burst - 1 : 0);
    crypto_shorthash_keygen(f->key);
    *out = f;
    return OK;
}

void flood_free(struct flood *f)
{
    free(f);
}

static bool is_of(uint64_t word, uint64_t mark)
{
    return word && word >> TIME_BITS == mark;
}

static int64_t made_up(uint64_t word)
{
    return (int64_t)(word & TIME_MASK);
}

/* The word of this place; another one, the one that made up first, when there is none. */
static size_t find(atomic_uint_fast64_t *row, uint64_t mark, uint64_t *word)
{
    size_t first = 0;
    *word = atomic_load_explicit(&row[0], memory_order_relaxed);
    for (size_t i = 0; i < WAYS; i++) {
        uint64_t other = atomic_load_explicit(&row[i], memory_order_relaxed);
        bool found = is_of(other, mark);
        if (found || made_up(other) < made_up(*word)) {
            *word = other;
            first = i;
        }
        if (found) break;
    }
    return first;
}

int flood_ask(struct flood *f, text address, int64_t now_us)
{
    unsigned char place[CALLER_PLACE_BYTES];
    uint64_t hash;
    if (!f || !caller_place(address, place)) return 0;
    crypto_shorthash((unsigned char *)&hash, place, sizeof place, f->key);
    atomic_uint_fast64_t *row = f->rows[hash % ROWS];
    uint64_t mark = hash >> TIME_BITS;
    for (int i = 0; i < TRIES; i++) { /* who meets others every time is let in */
        uint64_t word;
        size_t way = find(row, mark, &word);
        int64_t then = is_of(word, mark) && made_up(word) > now_us ? made_up(word) : now_us;
        int64_t ahead = then - now_us - f->slack_us;
        if (ahead > 0) return (int)((ahead + SECOND_US - 1) / SECOND_US);
        uint_fast64_t seen = word, next = mark << TIME_BITS | ((uint64_t)(then + f->each_us) & TIME_MASK);
        if (atomic_compare_exchange_strong_explicit(&row[way], &seen, next, memory_order_relaxed, memory_order_relaxed))
            return 0;
    }
    return 0;
}
