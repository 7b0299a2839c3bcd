#include "content/wording.h"

#include "kb/base/cleanup.h"

enum { WORD_CODE_POINTS = 40, PARTS_MAX = 3 /* that one word is written in */ };

/* ---- Words ---- */

struct word {
    uint16_t at[WORD_CODE_POINTS]; /* folded; a longer word is compared by its bytes */
    size_t n;
    text source;
    bool exact; /* a number or a live contact: compared as it stands */
};

struct words {
    struct word *at;
    size_t n;
};

static uint32_t fold(uint32_t c)
{
    if (c >= 'A' && c <= 'Z') return c + 32;
    return c >= 0xC0 && c <= 0xDE && c != 0xD7 ? c + 32 : c; /* Latin-1: what Dutch is written in */
}

static bool is_digit(uint32_t c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(uint32_t c)
{
    bool ascii = fold(c) >= 'a' && fold(c) <= 'z';
    bool mark = (c >= 0x80 && c < 0xC0) || (c >= 0x2000 && c <= 0x206F); /* Latin-1 signs, general punctuation */
    return ascii || is_digit(c) || (c >= 0x80 && !mark);
}

/* The code point at `at`, 0 at the end; *next behind it. */
static uint32_t look(text t, size_t at, size_t *next)
{
    uint32_t c = 0;
    *next = at;
    return utf8_next(t, next, &c) ? c : 0;
}

/* A point, comma or colon between two digits belongs to the number: 1.000, 7:271. */
static bool joins(text t, size_t at)
{
    char c = at < t.len ? t.ptr[at] : '\0';
    return (c == '.' || c == ',' || c == ':') && at && is_digit((unsigned char)t.ptr[at - 1]) && at + 1 < t.len &&
           is_digit((unsigned char)t.ptr[at + 1]);
}

static size_t take_word(text t, size_t at, struct word *out)
{
    size_t from = at, next;
    *out = (struct word){0};
    for (uint32_t c; (c = look(t, at, &next)) && (is_letter(c) || joins(t, at)); at = next) {
        out->exact |= is_digit(c);
        if (out->n < WORD_CODE_POINTS) out->at[out->n] = (uint16_t)fold(c);
        out->n++;
        out->exact |= c > UINT16_MAX;
    }
    out->source = text_slice(t, from, at - from);
    out->exact |= out->n > WORD_CODE_POINTS;
    return at;
}

/* Behind what is no word: the target of a link, a bare address. `at` when there is none. */
static size_t skip_target(text t, size_t at)
{
    static const text starts[] = {{"http://", 7}, {"https://", 8}, {"mailto:", 7}, {"tel:", 4}};
    text rest = text_slice(t, at, SIZE_MAX);
    if (text_starts(rest, TEXT("]("))) {
        size_t end = text_find_byte(t, ')', at);
        return end == SIZE_MAX ? at : end + 1;
    }
    for (size_t i = 0; i < COUNT_OF(starts); i++) {
        if (!text_starts(rest, starts[i])) continue;
        while (at < t.len && !strchr(" \t\r\n>)", t.ptr[at])) at++;
        return at;
    }
    return at;
}

static size_t take_contact(text t, size_t at, struct word *out)
{
    size_t end = text_find_byte(t, '}', at);
    if (t.ptr[at] != '{' || end == SIZE_MAX) return at;
    *out = (struct word){.source = text_slice(t, at, end + 1 - at), .exact = true};
    return end + 1;
}

static void take_words(text t, struct words *out)
{
    for (size_t at = 0; at < t.len;) {
        size_t next = skip_target(t, at);
        if (next == at && (next = take_contact(t, at, &out->at[out->n])) != at) out->n++;
        if (next == at && (next = take_word(t, at, &out->at[out->n])) != at) out->n++;
        if (next == at) (void)look(t, at, &next);
        at = next;
    }
}

static bool is_heading(text line)
{
    line = text_trim(line);
    size_t marks = 0;
    while (marks < line.len && line.ptr[marks] == '#') marks++;
    return marks >= 1 && marks <= 6 && (marks == line.len || line.ptr[marks] == ' ');
}

/* No more words than there are bytes that are no plain letter, and one. */
static size_t words_most(text t)
{
    size_t n = 2;
    for (size_t i = 0; i < t.len; i++)
        n += !(fold((unsigned char)t.ptr[i]) >= 'a' && fold((unsigned char)t.ptr[i]) <= 'z');
    return n;
}

static err_code words_of(text t, bool headings, arena *a, struct words *out, kb_err *err)
{
    text rest = t;
    *out = (struct words){.at = ARENA_ARRAY(a, struct word, words_most(t))};
    if (!out->at) return err_set(err, ERR_NOMEM, "no room for words");
    for (text line; text_next(&rest, '\n', &line);)
        if (headings || !is_heading(line)) take_words(line, out);
    return OK;
}

/* ---- Two words ---- */

static bool is_one_of(const struct word *w, const char *list)
{
    text rest = text_str(list);
    for (text one; text_next(&rest, ' ', &one);) {
        size_t at = 0, i = 0;
        for (uint32_t c; i < w->n && utf8_next(one, &at, &c) && c == w->at[i]; i++) {}
        if (i == w->n && at == one.len) return true;
    }
    return false;
}

static bool same(const struct word *a, const struct word *b)
{
    if (a->exact || b->exact) return text_eq(a->source, b->source);
    return a->n == b->n && !memcmp(a->at, b->at, a->n * sizeof *a->at);
}

static bool grammar(const struct word *a, const struct word *b)
{
    static const char *const choices[] = {"de het", "die dat",  "deze dit",    "als dan", "hun hen ze",
                                          "u uw",   "jou jouw", "me mij mijn", "wie die", "wat dat"};
    for (size_t i = 0; i < COUNT_OF(choices); i++)
        if (is_one_of(a, choices[i]) && is_one_of(b, choices[i])) return true;
    return false;
}

/* Letters to add, leave out, change or swap; more than `most` is `most` + 1. */
static unsigned distance(const struct word *a, const struct word *b, unsigned most)
{
    unsigned rows[3][WORD_CODE_POINTS + 1];
    for (size_t j = 0; j <= b->n; j++) rows[0][j] = (unsigned)j;
    for (size_t i = 1; i <= a->n; i++) {
        unsigned *now = rows[i % 3], *up = rows[(i + 2) % 3], *upup = rows[(i + 1) % 3];
        now[0] = (unsigned)i;
        for (size_t j = 1; j <= b->n; j++) {
            bool equal = a->at[i - 1] == b->at[j - 1];
            unsigned best = up[j - 1] + (equal ? 0 : 1);
            if (up[j] + 1 < best) best = up[j] + 1;
            if (now[j - 1] + 1 < best) best = now[j - 1] + 1;
            bool swapped = i > 1 && j > 1 && a->at[i - 1] == b->at[j - 2] && a->at[i - 2] == b->at[j - 1];
            if (swapped && upup[j - 2] + 1 < best) best = upup[j - 2] + 1;
            now[j] = best;
        }
    }
    unsigned d = rows[a->n % 3][b->n];
    return d > most ? most + 1 : d;
}

/* "on" before a word says the opposite. */
static bool is_denial(const struct word *a, const struct word *b)
{
    const struct word *longer = a->n > b->n ? a : b, *shorter = a->n > b->n ? b : a;
    return longer->n == shorter->n + 2 && longer->at[0] == 'o' && longer->at[1] == 'n' &&
           !memcmp(longer->at + 2, shorter->at, shorter->n * sizeof *shorter->at);
}

static bool near(const struct word *a, const struct word *b)
{
    enum { SHORT = 4, LONG = 10 };
    static const char turning[] = "niet niets geen een nooit ooit altijd wel zonder eerste tweede "
                                  "werkgever werknemer werkgevers werknemers";
    if (a->exact || b->exact) return false;
    if (grammar(a, b)) return true;
    size_t longest = a->n > b->n ? a->n : b->n;
    if (longest < SHORT || a->at[0] != b->at[0] || is_denial(a, b)) return false;
    if (is_one_of(a, turning) || is_one_of(b, turning)) return false;
    unsigned most = longest < LONG ? 1 : 2;
    return distance(a, b, most) <= most;
}

/* ---- Two rows of words ---- */

/* In how many of `parts` from `at` on is `whole` written? 0: it is not. */
static size_t in_parts(const struct word *whole, const struct words *parts, size_t at)
{
    size_t n = 0;
    for (size_t i = at; i < parts->n && i < at + PARTS_MAX; i++) {
        const struct word *p = &parts->at[i];
        if (p->exact || whole->exact || n + p->n > whole->n) return 0;
        if (memcmp(whole->at + n, p->at, p->n * sizeof *p->at) != 0) return 0;
        n += p->n;
        if (n == whole->n) return i + 1 - at;
    }
    return 0;
}

static bool align(const struct words *before, const struct words *after)
{
    size_t i = 0, j = 0, parts;
    while (i < before->n && j < after->n) {
        const struct word *a = &before->at[i], *b = &after->at[j];
        if (same(a, b))
            i++, j++;
        else if ((parts = in_parts(a, after, j)))
            i++, j += parts;
        else if ((parts = in_parts(b, before, i)))
            i += parts, j++;
        else if (i && same(a, &before->at[i - 1]))
            i++; /* it stood there twice */
        else if (near(a, b))
            i++, j++;
        else
            return false;
    }
    while (i && i < before->n && same(&before->at[i], &before->at[i - 1])) i++;
    return i == before->n && j == after->n;
}

static err_code compare(text before, text after, bool headings, arena *a, bool *same_words, kb_err *err)
{
    struct words was, is;
    ERR_TRY(words_of(before, headings, a, &was, err));
    ERR_TRY(words_of(after, headings, a, &is, err));
    *same_words = align(&was, &is);
    return OK;
}

err_code wording_same(text before, text after, bool headings, arena *a, bool *same_words, kb_err *err)
{
    ERR_TRY(compare(before, after, true, a, same_words, err));
    return *same_words || !headings ? OK : compare(before, after, false, a, same_words, err);
}
