#include "search/vocabulary.h"

#include "kb/base/arena.h"
#include "kb/base/cleanup.h"
#include "kb/base/embed.h"

#include <stdlib.h>

extern const struct embedded_file search_vocabulary[];
extern const size_t search_vocabulary_count;

enum { ALIKE_MAX = 16 /* sides of one line */, ARENA_BYTES = 16 * 1024 * 1024 };

/* One side as it is met, and what it means: places in the list of sides. */
struct row {
    text met, folded; /* as it stands in the source, and folded */
    const struct vocabulary_word *words;
    size_t n_words, n; /* in all; without function words */
    size_t first;      /* place of the first that is no function word */
    const text *means; /* of the line: of what is alike, the side itself among them */
    size_t n_means;
    enum vocabulary_kind kind;
};

/* Words that stay as they are, folded. */
struct kept {
    text at[VOCABULARY_KEPT_MAX];
    size_t n;
};

struct vocabulary {
    arena *arena;
    struct row *rows; /* by the first word that is no function word, longer ones first */
    size_t n;
    text *words; /* of the sides that are met, sorted, each once */
    size_t n_words;
    struct kept whole, spelling;
};

text vocabulary_shipped(void)
{
    if (!search_vocabulary_count) return text_str("");
    return text_of((const char *)search_vocabulary[0].bytes, search_vocabulary[0].len);
}

/* ---- Reading ---- */

struct asking {
    arena *arena;
    struct vocabulary_asked *asked;
};

static void take_word(void *ctx, const struct analysed *w)
{
    const struct asking *asking = ctx;
    struct vocabulary_asked *asked = asking->asked;
    bool has_no_stem = w->number || w->stop;
    if (w->part || w->kind != (has_no_stem ? ANALYSE_EXACT : ANALYSE_STEM) || asked->n == VOCABULARY_ASKED_MAX) return;
    asked->words[asked->n++] = (struct vocabulary_word){arena_text(asking->arena, w->term), w->stop};
    asked->ranking += !w->stop;
}

void vocabulary_ask(arena *a, struct analyser *an, text words, struct vocabulary_asked *asked)
{
    struct asking asking = {a, asked};
    analyse(an, words, &(struct analyse_sink){.emit = take_word, .ctx = &asking, .stems_only = true});
}

static bool add_row(struct vocabulary *v, struct analyser *an, text met, const text *means, size_t n_means,
                    enum vocabulary_kind kind)
{
    struct vocabulary_asked side = {.n = 0};
    vocabulary_ask(v->arena, an, met, &side);
    if (side.ranking == 0 || side.ranking > VOCABULARY_SIDE_MAX || v->n == VOCABULARY_ROWS_MAX) return true;
    struct vocabulary_word *words = ARENA_ARRAY(v->arena, struct vocabulary_word, side.n);
    if (!words) return false;
    memcpy(words, side.words, side.n * sizeof *words);
    struct row *row = &v->rows[v->n++];
    *row = (struct row){.met = met,
                        .words = words,
                        .n_words = side.n,
                        .n = side.ranking,
                        .means = means,
                        .n_means = n_means,
                        .kind = kind};
    while (words[row->first].stop) row->first++;
    row->folded = fold_words(v->arena, met);
    return !arena_failed(v->arena);
}

/* Adds the sides of the line to the n there are. */
static size_t split(text line, char by, text sides[ALIKE_MAX], size_t n)
{
    for (text side; n < ALIKE_MAX && text_next(&line, by, &side);)
        if (text_trim(side).len) sides[n++] = text_trim(side);
    return n;
}

/* Sides that mean the same, "overleden | dood = overlijden" among them. */
static size_t split_both(text line, text sides[ALIKE_MAX])
{
    text alike[ALIKE_MAX];
    size_t n = 0, n_alike = split(line, '=', alike, 0);
    for (size_t i = 0; n_alike > 1 && i < n_alike; i++) n = split(alike[i], '|', sides, n);
    return n;
}

/* "Wrb", "AOW", "Wet RO": a name in short has a capital and few letters. */
static bool is_short(text side)
{
    enum { SHORT_MAX = 8 };
    bool capital = false;
    for (size_t i = 0; i < side.len; i++) capital |= side.ptr[i] >= 'A' && side.ptr[i] <= 'Z';
    return capital && side.len <= SHORT_MAX;
}

/* The words behind "heel:" or "goed:"; false for another line. */
static bool add_kept(struct vocabulary *v, struct kept *kept, const char *mark, text line)
{
    line = text_trim(line);
    if (!text_starts(line, text_str(mark))) return false;
    text word = text_trim(text_slice(line, strlen(mark), SIZE_MAX));
    if (word.len && kept->n < COUNT_OF(kept->at)) kept->at[kept->n++] = fold_words(v->arena, word);
    return true;
}

/* What all sides of a line share. */
static const text *keep_sides(struct vocabulary *v, const text *sides, size_t n)
{
    text *kept = ARENA_ARRAY(v->arena, text, n);
    if (kept && n) memcpy(kept, sides, n * sizeof *kept);
    return kept;
}

static bool add_line(struct vocabulary *v, struct analyser *an, text line)
{
    text left, sides[ALIKE_MAX];
    size_t remark = text_find_byte(line, '#', 0);
    if (remark != SIZE_MAX) line = text_slice(line, 0, remark);
    if (add_kept(v, &v->whole, "heel:", line) || add_kept(v, &v->spelling, "goed:", line))
        return !arena_failed(v->arena);
    if (text_find_byte(line, '>', 0) != SIZE_MAX) {
        text_next(&line, '>', &left);
        text lefts[ALIKE_MAX];
        size_t n = split(line, '|', sides, 0), n_lefts = split(left, '|', lefts, 0);
        const text *means = keep_sides(v, sides, n);
        for (size_t i = 0; i < n_lefts; i++)
            if (!add_row(v, an, lefts[i], means, n, VOCABULARY_MEANS)) return false;
        return true;
    }
    size_t n = split_both(line, sides);
    const text *means = keep_sides(v, sides, n);
    for (size_t i = 0; n > 1 && i < n; i++)
        if (!add_row(v, an, sides[i], means, n, is_short(sides[i]) ? VOCABULARY_ABBREVIATION : VOCABULARY_ALIKE))
            return false;
    return true;
}

static text begins_with(const struct row *row)
{
    return row->words[row->first].form;
}

static int by_stem(const void *a, const void *b)
{
    const struct row *x = a, *y = b;
    int order = text_cmp(begins_with(x), begins_with(y));
    if (order) return order;
    return x->n == y->n ? 0 : x->n > y->n ? -1 : 1;
}

static int by_letters(const void *a, const void *b)
{
    return text_cmp(*(const text *)a, *(const text *)b);
}

static size_t words_of(text folded)
{
    size_t n = folded.len > 0;
    for (size_t i = 0; i < folded.len; i++) n += folded.ptr[i] == ' ';
    return n;
}

/* The words of all rows, each once, at their places. */
static size_t place_words(const struct vocabulary *v, text *at, size_t room)
{
    size_t n = 0;
    for (size_t i = 0; i < v->n; i++)
        for (text side = v->rows[i].folded, word; text_next(&side, ' ', &word);) {
            size_t k = text_hash(word) & (room - 1);
            while (at[k].len && !text_eq(at[k], word)) k = (k + 1) & (room - 1);
            n += !at[k].len;
            at[k] = word;
        }
    return n;
}

static bool list_words(struct vocabulary *v)
{
    size_t words = 0, room = 64;
    for (size_t i = 0; i < v->n; i++) words += words_of(v->rows[i].folded);
    while (room < 2 * words) room *= 2;
    text *at = calloc(room, sizeof *at);
    if (!at) return false;
    text *kept = v->words = ARENA_ARRAY(v->arena, text, place_words(v, at, room));
    for (size_t i = 0; kept && i < room; i++)
        if (at[i].len) kept[v->n_words++] = at[i];
    free(at);
    if (kept) qsort(kept, v->n_words, sizeof *kept, by_letters);
    return kept != NULL;
}

static size_t lines_of(text source)
{
    size_t n = 1;
    for (size_t i = 0; i < source.len; i++) n += source.ptr[i] == '\n';
    return n;
}

err_code vocabulary_new(struct vocabulary **out, struct analyser *an, text source, kb_err *err)
{
    struct vocabulary *v = calloc(1, sizeof *v);
    if (!v) return err_set(err, ERR_NOMEM, "vocabulary");
    size_t room = lines_of(source) * 4 + ALIKE_MAX;
    v->arena = arena_new(ARENA_BYTES);
    v->rows =
        v->arena ? ARENA_ARRAY(v->arena, struct row, room < VOCABULARY_ROWS_MAX ? room : VOCABULARY_ROWS_MAX) : NULL;
    bool well = v->rows != NULL;
    for (text line; well && text_next(&source, '\n', &line);) well = v->n + ALIKE_MAX > room || add_line(v, an, line);
    well = well && list_words(v);
    if (!well) {
        vocabulary_free(v);
        return err_set(err, ERR_NOMEM, "vocabulary");
    }
    qsort(v->rows, v->n, sizeof *v->rows, by_stem);
    *out = v;
    return OK;
}

void vocabulary_free(struct vocabulary *v)
{
    if (!v) return;
    arena_free(v->arena);
    free(v);
}

static bool keeps(const struct kept *kept, text folded)
{
    for (size_t i = 0; i < kept->n; i++)
        if (text_eq(kept->at[i], folded)) return true;
    return false;
}

bool vocabulary_keeps_whole(const struct vocabulary *v, text folded)
{
    return keeps(&v->whole, folded);
}

bool vocabulary_keeps_spelling(const struct vocabulary *v, text folded)
{
    return keeps(&v->spelling, folded);
}

bool vocabulary_has(const struct vocabulary *v, text folded)
{
    for (size_t i = 0; i < v->n; i++)
        if (text_eq(v->rows[i].folded, folded)) return true;
    return keeps(&v->whole, folded) || keeps(&v->spelling, folded);
}

const text *vocabulary_words(const struct vocabulary *v, size_t *n)
{
    *n = v->n_words;
    return v->words;
}

bool vocabulary_has_word(const struct vocabulary *v, text folded)
{
    return bsearch(&folded, v->words, v->n_words, sizeof *v->words, by_letters) != NULL;
}

size_t vocabulary_rows(const struct vocabulary *v)
{
    return v->n;
}

/* Puts the side in its place, the shortest first; the longest goes when there are too many. */
static size_t put_side(text side, text *out, size_t n, size_t max)
{
    size_t at = 0;
    while (at < n && (out[at].len < side.len || (out[at].len == side.len && text_cmp(out[at], side) < 0))) at++;
    if (at == max || (at < n && text_eq(out[at], side))) return n;
    if (n < max) n++;
    memmove(&out[at + 1], &out[at], (n - at - 1) * sizeof *out);
    out[at] = side;
    return n;
}

size_t vocabulary_begin(const struct vocabulary *v, text folded, text *out, size_t max)
{
    size_t n = 0;
    for (size_t i = 0; i < v->n; i++)
        if (text_starts(v->rows[i].folded, folded)) n = put_side(v->rows[i].met, out, n, max);
    return n;
}

/* ---- Meeting ---- */

/* Its words stand at `at` in a row, and nothing else does. */
static bool is_met_whole(const struct row *row, const struct vocabulary_asked *asked, size_t at)
{
    if (at < row->first || at - row->first + row->n_words > asked->n) return false;
    for (size_t i = 0; i < row->n_words; i++)
        if (!text_eq(row->words[i].form, asked->words[at - row->first + i].form)) return false;
    return true;
}

/* Its words stand from `at` on in their order, function words aside. */
static bool is_met(const struct row *row, const struct vocabulary_asked *asked, size_t at)
{
    if (row->n == 1 && row->n_words > 1) return is_met_whole(row, asked, at);
    for (size_t i = row->first; i < row->n_words; i++) {
        if (row->words[i].stop) continue;
        while (at < asked->n && asked->words[at].stop) at++;
        if (at == asked->n || !text_eq(row->words[i].form, asked->words[at++].form)) return false;
    }
    return true;
}

static void mean(const struct row *row, bool whole, struct vocabulary_meaning meant[VOCABULARY_MEANT_MAX], size_t *n)
{
    for (size_t k = 0; k < row->n_means; k++) {
        size_t i = 0;
        while (i < *n && !text_eq(meant[i].words, row->means[k])) i++;
        if (i < *n || *n == VOCABULARY_MEANT_MAX || text_eq(row->means[k], row->met)) continue;
        meant[(*n)++] = (struct vocabulary_meaning){row->means[k], row->kind, whole};
    }
}

/* The first row that begins with this stem. */
static size_t first_row(const struct vocabulary *v, text stem)
{
    size_t from = 0, to = v->n;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (text_cmp(begins_with(&v->rows[middle]), stem) < 0)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

/* Adds what stands at `at`, and gives how many words, function words aside, it took. */
static size_t mean_at(const struct vocabulary *v, const struct vocabulary_asked *asked, size_t at,
                      struct vocabulary_meaning meant[VOCABULARY_MEANT_MAX], size_t *n)
{
    text word = asked->words[at].form;
    size_t longest = 0;
    for (size_t i = first_row(v, word); i < v->n && text_eq(begins_with(&v->rows[i]), word); i++) {
        const struct row *row = &v->rows[i];
        if (row->n < longest || !is_met(row, asked, at)) continue;
        longest = row->n;
        mean(row, row->n == asked->ranking, meant, n);
    }
    return longest ? longest : 1;
}

size_t vocabulary_meant(const struct vocabulary *v, const struct vocabulary_asked *asked,
                        struct vocabulary_meaning meant[VOCABULARY_MEANT_MAX])
{
    size_t found = 0;
    for (size_t at = 0, passed = 0; at < asked->n; at++) {
        if (asked->words[at].stop) continue;
        if (passed == 0) passed = mean_at(v, asked, at, meant, &found);
        passed--;
    }
    return found;
}
