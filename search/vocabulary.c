#include "search/vocabulary.h"

#include "kb/base/arena.h"
#include "kb/base/cleanup.h"
#include "kb/base/embed.h"

#include <stdlib.h>

extern const struct embedded_file search_vocabulary[];
extern const size_t search_vocabulary_count;

enum { ARENA_BYTES = 16 * 1024 * 1024 };

static const uint32_t NONE = UINT32_MAX; /* no row, no word */

/* One side as it is met, and what it means. */
struct row {
    text met; /* as it stands in the source */
    struct side side;
    text first;        /* of its forms the first that is no function word, where it has one */
    const text *means; /* of the line: of what is alike, the side itself among them */
    size_t n_means;
    enum vocabulary_kind kind;
    uint32_t next; /* row with the same first form, or one that falls in the same place */
};

/* Words that stay as they are, folded. */
struct kept {
    text at[VOCABULARY_KEPT_MAX];
    size_t n;
};

struct vocabulary {
    arena *arena;
    struct row *rows;
    size_t n;
    uint32_t *heads; /* of rows, by the hash of their first form; a power of two */
    size_t n_heads;
    text *words; /* of the sides that are met, each once */
    size_t n_words;
    uint32_t *word_at; /* places in `words`, by hash; a power of two, never full */
    size_t n_word_at;
    struct kept whole, spelling;
};

text vocabulary_shipped(void)
{
    if (!search_vocabulary_count) return text_str("");
    return text_of((const char *)search_vocabulary[0].bytes, search_vocabulary[0].len);
}

/* ---- Reading ---- */

void vocabulary_ask(arena *a, struct analyser *an, text words, struct vocabulary_asked *asked)
{
    struct side side;
    if (!side_make(a, an, words, &side)) return;
    for (struct vocabulary_word w; asked->n < VOCABULARY_ASKED_MAX && side_next(&side.forms, &w.form, &w.stop);) {
        asked->words[asked->n++] = w;
        asked->ranking += !w.stop;
    }
}

static bool add_row(struct vocabulary *v, struct analyser *an, text met, const text *means, size_t n_means,
                    enum vocabulary_kind kind)
{
    struct row *row = &v->rows[v->n];
    *row = (struct row){.met = met, .means = means, .n_means = n_means, .kind = kind, .next = NONE};
    if (!side_shipped(met, &row->side) && !side_make(v->arena, an, met, &row->side)) return false;
    if (row->side.rank > VOCABULARY_SIDE_MAX || (row->side.rank == 0 && row->side.words < 2)) return true;
    text forms = row->side.forms;
    for (bool stop = true; stop && side_next(&forms, &row->first, &stop);)
        if (row->side.rank == 0) break;
    v->n++;
    return true;
}

/* Adds the sides of the line to the n there are. */
static size_t split(text line, char by, text sides[VOCABULARY_LINE_MAX], size_t n)
{
    for (text side; n < VOCABULARY_LINE_MAX && text_next(&line, by, &side);)
        if (text_trim(side).len) sides[n++] = text_trim(side);
    return n;
}

/* Sides that mean the same, "overleden | dood = overlijden" among them. */
static size_t split_both(text line, text sides[VOCABULARY_LINE_MAX])
{
    text alike[VOCABULARY_LINE_MAX];
    size_t n = 0, n_alike = split(line, '=', alike, 0);
    for (size_t i = 0; n_alike > 1 && i < n_alike; i++) n = split(alike[i], '|', sides, n);
    return n > 1 ? n : 0;
}

bool vocabulary_is_short(text side)
{
    enum { SHORT_MAX = 8 };
    bool capital = false;
    for (size_t i = 0; i < side.len; i++) capital |= side.ptr[i] >= 'A' && side.ptr[i] <= 'Z';
    return capital && side.len <= SHORT_MAX;
}

static void keep_word(struct vocabulary *v, struct kept *kept, text word)
{
    if (word.len && kept->n < COUNT_OF(kept->at)) kept->at[kept->n++] = fold_words(v->arena, word);
}

/* What all sides of a line share. */
static const text *keep_sides(struct vocabulary *v, const text *sides, size_t n)
{
    text *kept = ARENA_ARRAY(v->arena, text, n);
    if (kept && n) memcpy(kept, sides, n * sizeof *kept);
    return kept;
}

text vocabulary_bare(text line)
{
    size_t remark = text_find_byte(line, '#', 0);
    return text_trim(text_slice(line, 0, remark));
}

struct vocabulary_line vocabulary_line(text line)
{
    static const struct {
        text mark;
        enum vocabulary_says says;
    } marks[] = {{TEXT("heel:"), VOCABULARY_SAYS_WHOLE}, {TEXT("goed:"), VOCABULARY_SAYS_SPELLING}};
    line = vocabulary_bare(line);
    for (size_t i = 0; i < COUNT_OF(marks); i++)
        if (text_starts(line, marks[i].mark))
            return (struct vocabulary_line){.says = marks[i].says,
                                            .left = text_trim(text_slice(line, marks[i].mark.len, SIZE_MAX))};
    size_t arrow = text_find_byte(line, '>', 0), at = arrow == SIZE_MAX ? text_find_byte(line, '=', 0) : arrow;
    if (at == SIZE_MAX) return (struct vocabulary_line){.says = VOCABULARY_SAYS_NOTHING};
    return (struct vocabulary_line){.says = at == arrow ? VOCABULARY_SAYS_MEANS : VOCABULARY_SAYS_ALIKE,
                                    .left = text_trim(text_slice(line, 0, at)),
                                    .right = text_trim(text_slice(line, at + 1, SIZE_MAX))};
}

size_t vocabulary_sides(text line, text sides[VOCABULARY_LINE_MAX])
{
    struct vocabulary_line l = vocabulary_line(line);
    if (l.says == VOCABULARY_SAYS_MEANS) return split(l.left, '|', sides, 0);
    return l.says == VOCABULARY_SAYS_ALIKE ? split_both(vocabulary_bare(line), sides) : 0;
}

static bool add_one_way(struct vocabulary *v, struct analyser *an, const struct vocabulary_line *l)
{
    text lefts[VOCABULARY_LINE_MAX], rights[VOCABULARY_LINE_MAX];
    size_t n_lefts = split(l->left, '|', lefts, 0), n = split(l->right, '|', rights, 0);
    const text *means = keep_sides(v, rights, n);
    for (size_t i = 0; i < n_lefts; i++)
        if (!add_row(v, an, lefts[i], means, n, VOCABULARY_MEANS)) return false;
    return true;
}

static bool add_alike(struct vocabulary *v, struct analyser *an, text line)
{
    text sides[VOCABULARY_LINE_MAX];
    size_t n = split_both(line, sides);
    const text *means = keep_sides(v, sides, n);
    for (size_t i = 0; i < n; i++)
        if (!add_row(v, an, sides[i], means, n,
                     vocabulary_is_short(sides[i]) ? VOCABULARY_ABBREVIATION : VOCABULARY_ALIKE))
            return false;
    return true;
}

static bool add_line(struct vocabulary *v, struct analyser *an, text line)
{
    struct vocabulary_line l = vocabulary_line(line);
    switch (l.says) {
    case VOCABULARY_SAYS_WHOLE: keep_word(v, &v->whole, l.left); break;
    case VOCABULARY_SAYS_SPELLING: keep_word(v, &v->spelling, l.left); break;
    case VOCABULARY_SAYS_MEANS: return add_one_way(v, an, &l);
    case VOCABULARY_SAYS_ALIKE: return add_alike(v, an, vocabulary_bare(line));
    default: break;
    }
    return !arena_failed(v->arena);
}

/* ---- Its tables ---- */

/* Room for n things of which at most half are taken. */
static uint32_t *table_for(struct vocabulary *v, size_t n, size_t *room)
{
    for (*room = 64; *room < 2 * n;) *room *= 2;
    uint32_t *table = ARENA_ARRAY(v->arena, uint32_t, *room);
    for (size_t i = 0; table && i < *room; i++) table[i] = NONE;
    return table;
}

/* The rows of one first form in the order of the source. */
static bool list_rows(struct vocabulary *v)
{
    v->heads = table_for(v, v->n, &v->n_heads);
    for (size_t i = v->n; v->heads && i-- > 0;) {
        uint32_t *head = &v->heads[text_hash(v->rows[i].first) & (v->n_heads - 1)];
        v->rows[i].next = *head;
        *head = (uint32_t)i;
    }
    return v->heads != NULL;
}

/* The place of the word in the table, or where it would stand. */
static uint32_t *place_of(const struct vocabulary *v, text word)
{
    size_t k = text_hash(word) & (v->n_word_at - 1);
    while (v->word_at[k] != NONE && !text_eq(v->words[v->word_at[k]], word)) k = (k + 1) & (v->n_word_at - 1);
    return &v->word_at[k];
}

static size_t words_of(text folded)
{
    size_t n = folded.len > 0;
    for (size_t i = 0; i < folded.len; i++) n += folded.ptr[i] == ' ';
    return n;
}

static bool list_words(struct vocabulary *v)
{
    size_t all = 0;
    for (size_t i = 0; i < v->n; i++) all += words_of(v->rows[i].side.folded);
    v->words = ARENA_ARRAY(v->arena, text, all);
    v->word_at = table_for(v, all, &v->n_word_at);
    if (!v->words || !v->word_at) return false;
    for (size_t i = 0; i < v->n; i++)
        for (text rest = v->rows[i].side.folded, word; text_next(&rest, ' ', &word);) {
            uint32_t *at = place_of(v, word);
            if (*at != NONE) continue;
            *at = (uint32_t)v->n_words;
            v->words[v->n_words++] = word;
        }
    return true;
}

/* No more than there are lines and signs between sides. */
static size_t rows_at_most(text source)
{
    size_t n = 1;
    for (size_t i = 0; i < source.len; i++) n += source.ptr[i] == '\n' || source.ptr[i] == '|' || source.ptr[i] == '=';
    return n < VOCABULARY_ROWS_MAX ? n : VOCABULARY_ROWS_MAX;
}

err_code vocabulary_new(struct vocabulary **out, struct analyser *an, text source, kb_err *err)
{
    struct vocabulary *v = calloc(1, sizeof *v);
    if (!v) return err_set(err, ERR_NOMEM, "vocabulary");
    v->arena = arena_new(ARENA_BYTES);
    v->rows = v->arena ? ARENA_ARRAY(v->arena, struct row, rows_at_most(source) + VOCABULARY_LINE_MAX) : NULL;
    bool well = v->rows != NULL;
    for (text line; well && text_next(&source, '\n', &line);)
        well = v->n >= VOCABULARY_ROWS_MAX || add_line(v, an, line);
    if (!well || !list_rows(v) || !list_words(v) || arena_failed(v->arena)) {
        vocabulary_free(v);
        return err_set(err, ERR_NOMEM, "vocabulary");
    }
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
        if (text_eq(v->rows[i].side.folded, folded)) return true;
    return keeps(&v->whole, folded) || keeps(&v->spelling, folded);
}

const text *vocabulary_words(const struct vocabulary *v, size_t *n)
{
    *n = v->n_words;
    return v->words;
}

bool vocabulary_has_word(const struct vocabulary *v, text folded)
{
    return *place_of(v, folded) != NONE;
}

size_t vocabulary_rows(const struct vocabulary *v)
{
    return v->n;
}

static bool is_among(text side, const text *sides, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (text_eq(sides[i], side)) return true;
    return false;
}

size_t vocabulary_begin(const struct vocabulary *v, text folded, text *out, size_t max)
{
    size_t n = 0;
    for (int several = 0; several <= 1; several++)
        for (size_t i = 0; i < v->n && n < max; i++) {
            const struct row *row = &v->rows[i];
            if ((row->side.words > 1) != several || !text_starts(row->side.folded, folded)) continue;
            if (!is_among(row->met, out, n)) out[n++] = row->met;
        }
    return n;
}

/* ---- Meeting ---- */

/* The words of the side stand from `at` on in a row, and nothing else does. */
static bool is_met_in_row(const struct row *row, const struct vocabulary_asked *asked, size_t at)
{
    text forms = row->side.forms, form;
    for (bool stop; side_next(&forms, &form, &stop); at++)
        if (at >= asked->n || !text_eq(form, asked->words[at].form)) return false;
    return true;
}

/* So they do around `at`, where the one stands that is no function word. */
static bool is_met_whole(const struct row *row, const struct vocabulary_asked *asked, size_t at)
{
    text forms = row->side.forms, form;
    for (bool stop; side_next(&forms, &form, &stop) && stop;)
        if (at-- == 0) return false;
    return is_met_in_row(row, asked, at);
}

/* They stand from `at` on in their order, function words aside. */
static bool is_met_in_line(const struct row *row, const struct vocabulary_asked *asked, size_t at)
{
    text forms = row->side.forms;
    if (row->side.rank == 1 && row->side.words > 1) return is_met_whole(row, asked, at);
    bool stop;
    for (text form; side_next(&forms, &form, &stop);) {
        if (stop) continue;
        while (at < asked->n && asked->words[at].stop) at++;
        if (at == asked->n || !text_eq(form, asked->words[at++].form)) return false;
    }
    return true;
}

static bool is_asked(const struct vocabulary_asked *asked, text form)
{
    for (size_t i = 0; i < asked->n; i++)
        if (!asked->words[i].stop && text_eq(asked->words[i].form, form)) return true;
    return false;
}

/* Several words say enough wherever they stand. */
static bool is_met_apart(const struct row *row, const struct vocabulary_asked *asked)
{
    text forms = row->side.forms;
    bool stop;
    if (row->side.rank == 1 || row->side.rank > asked->ranking) return false;
    for (text form; side_next(&forms, &form, &stop);)
        if (!stop && !is_asked(asked, form)) return false;
    return true;
}

/* A question, and what it was found to mean. */
struct meeting {
    const struct vocabulary_asked *asked;
    const struct vocabulary_wanted *wanted; /* or NULL */
    struct vocabulary_meaning *meant;       /* room for VOCABULARY_MEANT_MAX */
    size_t n;
};

static bool is_wanted(const struct meeting *m, text meaning)
{
    return !m->wanted || m->wanted->wants(m->wanted->ctx, meaning);
}

/* Whether any meaning of the row is wanted. */
static bool mean(struct meeting *m, const struct row *row, bool whole)
{
    bool several = row->side.rank > 1 && row->kind != VOCABULARY_ABBREVIATION, any = false;
    for (size_t k = 0; k < row->n_means; k++) {
        size_t i = 0;
        if (text_eq(row->means[k], row->met)) continue;
        while (i < m->n && !text_eq(m->meant[i].words, row->means[k])) i++;
        if (i == m->n && !is_wanted(m, row->means[k])) continue;
        any = true;
        if (i < m->n || m->n == VOCABULARY_MEANT_MAX) continue;
        m->meant[m->n++] = (struct vocabulary_meaning){row->means[k], row->kind, several, whole};
    }
    return any;
}

/* Adds what begins with the word at `at`, the longest first, and gives how many words, function words aside, the
 * longest takes that stands there in a row. A single word within it, or within one before (`within`), is part of that,
 * but an abbreviation is its name there too; several count wherever they stand. */
static size_t mean_at(const struct vocabulary *v, struct meeting *m, size_t at, bool within)
{
    const struct vocabulary_asked *asked = m->asked;
    text word = asked->words[at].form;
    size_t taken = 0;
    for (size_t rank = VOCABULARY_SIDE_MAX; rank > 0; rank--)
        for (uint32_t i = v->heads[text_hash(word) & (v->n_heads - 1)]; i != NONE; i = v->rows[i].next) {
            const struct row *row = &v->rows[i];
            if (row->side.rank != rank || !text_eq(row->first, word)) continue;
            bool name = rank == 1 && row->kind == VOCABULARY_ABBREVIATION;
            bool in_line = (name || (!within && rank >= taken)) && is_met_in_line(row, asked, at);
            if (!in_line && !is_met_apart(row, asked)) continue;
            if (mean(m, row, rank == asked->ranking) && in_line && rank > taken) taken = rank;
        }
    return taken ? taken : 1;
}

/* Adds what is said in function words alone, from `at` on in a row: "niet mee eens". */
static void mean_by_function_words(const struct vocabulary *v, struct meeting *m, size_t at)
{
    text word = m->asked->words[at].form;
    for (uint32_t i = v->heads[text_hash(word) & (v->n_heads - 1)]; i != NONE; i = v->rows[i].next) {
        const struct row *row = &v->rows[i];
        if (row->side.rank == 0 && text_eq(row->first, word) && is_met_in_row(row, m->asked, at))
            mean(m, row, m->asked->ranking == 0);
    }
}

static bool stood_before(const struct vocabulary_asked *asked, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (text_eq(asked->words[i].form, asked->words[at].form)) return true;
    return false;
}

size_t vocabulary_meant(const struct vocabulary *v, const struct vocabulary_asked *asked,
                        const struct vocabulary_wanted *wanted, struct vocabulary_meaning meant[VOCABULARY_MEANT_MAX])
{
    struct meeting m = {.asked = asked, .wanted = wanted, .meant = meant};
    size_t within = 0;
    for (size_t at = 0; at < asked->n && m.n < VOCABULARY_MEANT_MAX; at++) {
        if (asked->words[at].stop) {
            mean_by_function_words(v, &m, at);
            continue;
        }
        size_t taken = stood_before(asked, at) ? 1 : mean_at(v, &m, at, within > 0);
        if (within == 0) within = taken;
        within--;
    }
    return m.n;
}
