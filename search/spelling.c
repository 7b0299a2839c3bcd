#include "search/spelling.h"

enum { LETTERS_MAX = 40, WHOLE = 2, HALF = 1 };

unsigned spelling_forgiven(size_t letters)
{
    if (letters < SPELLING_LEAST) return 0;
    return letters < 8 ? WHOLE : 2 * WHOLE;
}

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* Letters that are heard as one sound. */
static bool sound_alike(char a, char b)
{
    static const char pairs[][2] = {{'c', 'k'}, {'s', 'z'}, {'f', 'v'}, {'d', 't'}, {'i', 'y'}, {'g', 'h'}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if ((a == pairs[i][0] && b == pairs[i][1]) || (a == pairs[i][1] && b == pairs[i][0])) return true;
    return false;
}

/* One or two letters. */
struct sound {
    char letters[3];
    size_t n;
};

static bool ends_with(text t, size_t end, const struct sound *s)
{
    return end >= s->n && t.ptr[end - 1] == s->letters[s->n - 1] && (s->n == 1 || t.ptr[end - 2] == s->letters[0]);
}

/* Two letters that are heard as one sound of one or two others: ei and ij, ch and g. Of the rows of distances, the
 * cheapest way to reach (i, k) by such a change. */
static unsigned by_sound(text a, size_t i, text b, size_t k, const unsigned *before, const unsigned *earlier)
{
    static const struct sound sounds[][2] = {{{"ei", 2}, {"ij", 2}}, {{"au", 2}, {"ou", 2}}, {{"ch", 2}, {"g", 1}},
                                             {{"ie", 2}, {"i", 1}},  {{"ij", 2}, {"y", 1}},  {{"ks", 2}, {"x", 1}},
                                             {{"kw", 2}, {"qu", 2}}};
    unsigned best = SPELLING_FAR;
    for (size_t s = 0; s < sizeof sounds / sizeof *sounds; s++)
        for (size_t side = 0; side < 2; side++) {
            const struct sound *from = &sounds[s][side], *to = &sounds[s][!side];
            if (!ends_with(a, i, from) || !ends_with(b, k, to)) continue;
            best = least(best, (from->n == 2 ? earlier : before)[k - to->n] + HALF);
        }
    return best;
}

/* The last letters of those sounds: a sieve before the dear look. */
static bool ends_sound(char c)
{
    return strchr("eghijsuwxy", c) != NULL;
}

/* Leaving out the letter at i: cheap when its neighbour is the same. */
static unsigned drop_cost(text t, size_t i)
{
    bool doubled = (i > 0 && t.ptr[i - 1] == t.ptr[i]) || (i + 1 < t.len && t.ptr[i + 1] == t.ptr[i]);
    return doubled ? HALF : WHOLE;
}

static unsigned swap_cost(char a, char b)
{
    if (a == b) return 0;
    return sound_alike(a, b) ? HALF : WHOLE;
}

static bool swapped(text a, size_t i, text b, size_t k)
{
    return i > 1 && k > 1 && a.ptr[i - 1] == b.ptr[k - 2] && a.ptr[i - 2] == b.ptr[k - 1] &&
           a.ptr[i - 1] != a.ptr[i - 2];
}

/* The cheapest way to reach (i, k) from what is known before it. */
static unsigned cheapest(text a, size_t i, text b, size_t k, const unsigned *now, const unsigned *before,
                         const unsigned *earlier)
{
    unsigned cost = before[k - 1] + swap_cost(a.ptr[i - 1], b.ptr[k - 1]);
    cost = least(cost, before[k] + drop_cost(a, i - 1));
    cost = least(cost, now[k - 1] + drop_cost(b, k - 1));
    if (swapped(a, i, b, k)) cost = least(cost, earlier[k - 2] + WHOLE);
    if (ends_sound(a.ptr[i - 1]) && ends_sound(b.ptr[k - 1])) cost = least(cost, by_sound(a, i, b, k, before, earlier));
    return cost;
}

/* What is further from the diagonal than `most` cannot be near: each letter that one word has more costs a half. Only
 * that band of each row is filled, with a wall on either side. */
unsigned spelling_distance(text a, text b, unsigned most)
{
    unsigned rows[3][LETTERS_MAX + 2];
    size_t longer = a.len > b.len ? a.len - b.len : b.len - a.len;
    if (a.len > LETTERS_MAX || b.len > LETTERS_MAX || longer * HALF > most) return SPELLING_FAR;
    rows[0][0] = 0;
    for (size_t k = 1; k <= b.len; k++) rows[0][k] = rows[0][k - 1] + drop_cost(b, k - 1);
    for (size_t i = 1; i <= a.len; i++) {
        unsigned *now = rows[i % 3], *before = rows[(i + 2) % 3], *earlier = rows[(i + 1) % 3];
        size_t from = i > most ? i - most : 1, to = i + most < b.len ? i + most : b.len;
        unsigned best = now[from - 1] = from == 1 ? before[0] + drop_cost(a, i - 1) : SPELLING_FAR;
        for (size_t k = from; k <= to; k++) best = least(best, now[k] = cheapest(a, i, b, k, now, before, earlier));
        now[to + 1] = SPELLING_FAR;
        if (best > most) return SPELLING_FAR;
    }
    unsigned distance = rows[a.len % 3][b.len];
    return distance > most ? SPELLING_FAR : distance;
}
