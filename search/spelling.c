#include "search/spelling.h"

#include "kb/base/cleanup.h"

enum { WHOLE = 2, HALF = 1 };

unsigned spelling_forgiven(size_t letters)
{
    if (letters < SPELLING_LEAST) return 0;
    return letters < 8 ? WHOLE : 2 * WHOLE;
}

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* Letters that are heard as one sound: one for both. */
static char heard(char c)
{
    switch (c) {
    case 'k': return 'c';
    case 'z': return 's';
    case 'v': return 'f';
    case 't': return 'd';
    case 'y': return 'i';
    case 'h': return 'g';
    default: return c;
    }
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

/* Two letters that are heard as one sound of one or two others: ei and ij, ch and g. */
static const struct sound sounds[][2] = {{{"ei", 2}, {"ij", 2}}, {{"au", 2}, {"ou", 2}}, {{"ch", 2}, {"g", 1}},
                                         {{"ie", 2}, {"i", 1}},  {{"ij", 2}, {"y", 1}},  {{"ks", 2}, {"x", 1}},
                                         {{"kw", 2}, {"qu", 2}}};

/* Their last letters: a sieve before the dear look. */
static bool ends_sound(char c)
{
    switch (c) {
    case 'e':
    case 'g':
    case 'h':
    case 'i':
    case 'j':
    case 's':
    case 'u':
    case 'w':
    case 'x':
    case 'y': return true;
    default: return false;
    }
}

/* Which of the sounds the text ends with here: a bit for each side of each row. */
static unsigned sounds_at(text t, size_t end)
{
    unsigned found = 0;
    if (!ends_sound(t.ptr[end - 1])) return 0;
    for (size_t s = 0; s < 2 * COUNT_OF(sounds); s++)
        if (ends_with(t, end, &sounds[s / 2][s % 2])) found |= 1U << s;
    return found;
}

/* The row of distances at hand, the two before it, and the sounds that its word ends with there. */
struct row {
    unsigned *now;
    const unsigned *before, *earlier;
    unsigned sounds;
};

/* The cheapest way to reach k in this row by such a change. */
static unsigned by_sound(const struct row *r, text b, size_t k)
{
    unsigned best = SPELLING_FAR;
    for (unsigned left = r->sounds; left; left &= left - 1) {
        unsigned s = (unsigned)__builtin_ctz(left);
        const struct sound *from = &sounds[s / 2][s % 2], *to = &sounds[s / 2][!(s % 2)];
        if (ends_with(b, k, to)) best = least(best, (from->n == 2 ? r->earlier : r->before)[k - to->n] + HALF);
    }
    return best;
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
    return heard(a) == heard(b) ? HALF : WHOLE;
}

static bool swapped(text a, size_t i, text b, size_t k)
{
    return i > 1 && k > 1 && a.ptr[i - 1] == b.ptr[k - 2] && a.ptr[i - 2] == b.ptr[k - 1] &&
           a.ptr[i - 1] != a.ptr[i - 2];
}

/* The cheapest way to reach (i, k) from what is known before it. */
static unsigned cheapest(text a, size_t i, text b, size_t k, const struct row *r)
{
    unsigned cost = r->before[k - 1] + swap_cost(a.ptr[i - 1], b.ptr[k - 1]);
    cost = least(cost, r->before[k] + drop_cost(a, i - 1));
    cost = least(cost, r->now[k - 1] + drop_cost(b, k - 1));
    if (swapped(a, i, b, k)) cost = least(cost, r->earlier[k - 2] + WHOLE);
    if (r->sounds && ends_sound(b.ptr[k - 1])) cost = least(cost, by_sound(r, b, k));
    return cost;
}

/* ---- Many words to one ---- */

void spelling_begin(struct spelling *s, text typed, unsigned most)
{
    s->typed = typed;
    s->most = most;
    s->n = s->done = 0;
    s->dead = false;
    s->rows[0][0] = 0;
    for (size_t k = 1; k <= typed.len && typed.len <= SPELLING_LETTERS_MAX; k++)
        s->rows[0][k] = s->rows[0][k - 1] + drop_cost(typed, k - 1);
}

/* How many rows of the word before hold for this one: a row knows one letter more than it has come to. */
static size_t shared_rows(const struct spelling *s, text word)
{
    size_t common = 0;
    while (common < s->n && common < word.len && s->letters[common] == word.ptr[common]) common++;
    size_t rows = common ? common - 1 : 0;
    return rows < s->done ? rows : s->done;
}

/* The row behind letter i of the word; its least distance. What is further from the diagonal than `most` cannot be
 * near: each letter that one word has more costs a half. Only that band is filled, with a wall on either side. */
static unsigned fill_row(struct spelling *s, text word, size_t i)
{
    const struct row r = {s->rows[i], s->rows[i - 1], s->rows[i > 1 ? i - 2 : 0], sounds_at(word, i)};
    size_t from = i > s->most ? i - s->most : 1, to = i + s->most < s->typed.len ? i + s->most : s->typed.len;
    unsigned best = r.now[from - 1] = from == 1 ? r.before[0] + drop_cost(word, i - 1) : SPELLING_FAR;
    for (size_t k = from; k <= to; k++) best = least(best, r.now[k] = cheapest(word, i, s->typed, k, &r));
    r.now[to + 1] = SPELLING_FAR;
    return best;
}

/* The rows of this word, as far as they are not too far everywhere. */
static void fill_rows(struct spelling *s, text word)
{
    size_t rows = shared_rows(s, word);
    if (s->dead && rows == s->done) return;
    memcpy(s->letters, word.ptr, word.len);
    s->n = word.len;
    s->dead = false;
    for (s->done = rows; s->done < word.len && !s->dead; s->done++) s->dead = fill_row(s, word, s->done + 1) > s->most;
}

/* Of a word with this many letters: may it be near? */
static bool may_be_near(const struct spelling *s, size_t letters)
{
    size_t longer = letters > s->typed.len ? letters - s->typed.len : s->typed.len - letters;
    return letters <= SPELLING_LETTERS_MAX && s->typed.len <= SPELLING_LETTERS_MAX && longer * HALF <= s->most;
}

unsigned spelling_to(struct spelling *s, text word)
{
    if (!may_be_near(s, word.len)) return SPELLING_FAR;
    fill_rows(s, word);
    unsigned distance = s->dead ? SPELLING_FAR : s->rows[word.len][s->typed.len];
    return distance > s->most ? SPELLING_FAR : distance;
}

unsigned spelling_to_beginning(struct spelling *s, text word)
{
    size_t longest = s->typed.len + s->most / HALF;
    text head = text_slice(word, 0, longest < SPELLING_LETTERS_MAX ? longest : SPELLING_LETTERS_MAX);
    if (!may_be_near(s, head.len)) return SPELLING_FAR;
    fill_rows(s, head);
    unsigned best = SPELLING_FAR;
    for (size_t i = s->typed.len > s->most ? s->typed.len - s->most : 0; i <= s->done; i++)
        best = least(best, s->rows[i][s->typed.len]);
    return best > s->most ? SPELLING_FAR : best;
}

unsigned spelling_distance(text a, text b, unsigned most)
{
    struct spelling s;
    spelling_begin(&s, b, most);
    return spelling_to(&s, a);
}
