#include "search/sketch.h"

/* Nearly equal: at most this many of 128 bits differ. Of texts that share nine tenths of their runs of words about two
 * in three are taken, of those that share three quarters (two laws with one provision) one in a hundred. One more than
 * this is the number of bands: two sketches that differ less are the same in at least one. */
enum { ALIKE_BITS = 7, BANDS = ALIKE_BITS + 1, SLOTS = 1024 };

static const uint32_t NONE = UINT32_MAX; /* of a share without runs */

static uint64_t mix(uint64_t x)
{
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9u; /* the finaliser of splitmix64 */
    x = (x ^ x >> 27) * 0x94d049bb133111ebu;
    return x ^ x >> 31;
}

static uint64_t hash_of(text t)
{
    uint64_t h = 14695981039346656037u;
    for (size_t i = 0; i < t.len; i++) h = (h ^ (unsigned char)t.ptr[i]) * 1099511628211u;
    return h;
}

void sketch_begin(struct sketching *s)
{
    *s = (struct sketching){0};
    memset(s->least, 0xff, sizeof s->least); /* NONE */
}

static void take_run(struct sketching *s, uint64_t run)
{
    run = mix(run);
    uint32_t *least = &s->least[run % SKETCH_BITS], place = (uint32_t)(run >> 32);
    if (place < *least) *least = place;
}

void sketch_word(struct sketching *s, text folded)
{
    uint64_t word = hash_of(folded);
    if (++s->words >= 3) take_run(s, mix(mix(s->before[0]) + s->before[1]) + word);
    s->before[0] = s->before[1];
    s->before[1] = word;
}

/* The share that bit i speaks of: its own, or the first with a run on its own way past all of them. */
static uint32_t least_for(const struct sketching *s, unsigned i)
{
    unsigned share = i, step = (unsigned)mix(i + 1) | 1; /* odd: comes by all 128 */
    while (s->least[share] == NONE) share = (share + step) % SKETCH_BITS;
    return s->least[share];
}

struct search_sketch sketch_end(struct sketching *s)
{
    struct search_sketch out = {{0}};
    if (!s->words) return out;
    if (s->words < 3) take_run(s, mix(s->before[0]) + s->before[1]);
    for (unsigned i = 0; i < SKETCH_BITS; i++)
        out.bits[i / 64] |= (mix(least_for(s, i) + ((uint64_t)i << 32)) & 1) << i % 64;
    return out;
}

unsigned sketch_distance(const struct search_sketch *a, const struct search_sketch *b)
{
    return (unsigned)(__builtin_popcountll(a->bits[0] ^ b->bits[0]) + __builtin_popcountll(a->bits[1] ^ b->bits[1]));
}

/* ---- Which of many are alike ---- */

/* The first ones of their kind, found by the bits of a band; 0 is none, else one more than its place. */
struct firsts {
    const struct search_sketch *at;
    uint16_t by_band[BANDS][SLOTS], next[SEARCH_LIMIT_MAX][BANDS];
};

static unsigned slot(const struct search_sketch *s, unsigned band)
{
    return (unsigned)(s->bits[band / 4] >> band % 4 * 16) % SLOTS;
}

static size_t first_like(const struct firsts *f, size_t i)
{
    for (unsigned b = 0; b < BANDS; b++)
        for (size_t k = f->by_band[b][slot(&f->at[i], b)]; k; k = f->next[k - 1][b])
            if (sketch_distance(&f->at[k - 1], &f->at[i]) <= ALIKE_BITS) return k - 1;
    return i;
}

static void add_first(struct firsts *f, size_t i)
{
    for (unsigned b = 0; b < BANDS; b++) {
        uint16_t *head = &f->by_band[b][slot(&f->at[i], b)];
        f->next[i][b] = *head;
        *head = (uint16_t)(i + 1);
    }
}

void search_alike(const struct search_sketch *sketches, size_t n, uint16_t *first)
{
    struct firsts f = {.at = sketches};
    for (size_t i = 0; i < n; i++) {
        bool blank = !sketches[i].bits[0] && !sketches[i].bits[1];
        first[i] = (uint16_t)(blank ? i : first_like(&f, i));
        if (first[i] == i && !blank) add_first(&f, i);
    }
}
