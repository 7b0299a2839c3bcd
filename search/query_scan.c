#include "search/query_scan.h"

#include <strings.h>

/* One pass, left to right; `at` only ever grows, so time is linear in what is read. */
struct scan {
    text typed;
    size_t at;
    struct query *q;
};

static uint32_t peek(const struct scan *s, size_t *next)
{
    size_t at = s->at;
    uint32_t c = 0;
    if (!utf8_next(s->typed, &at, &c)) c = 0;
    *next = at;
    return c;
}

static bool is_space(uint32_t c)
{
    return c <= 0x20 || (c >= 0x7F && c <= 0xA0) || c == 0xFFFD || (c >= 0x2000 && c <= 0x200B) || c == 0x3000;
}

static bool is_quote(uint32_t c)
{
    return c == '"' || c == 0x201C || c == 0x201D || c == 0x201E || c == 0x201F || c == 0xAB || c == 0xBB;
}

static bool is_minus(uint32_t c)
{
    return c == '-' || c == 0x2212 || c == 0x2013;
}

/* Reads up to white space or a quote. A quote inside a word ends it. */
static text read_word(struct scan *s)
{
    size_t from = s->at, next;
    while (s->at < s->typed.len) {
        uint32_t c = peek(s, &next);
        if (is_space(c) || is_quote(c)) break;
        s->at = next;
    }
    return text_slice(s->typed, from, s->at - from);
}

/* At a quote: the words up to its partner, and moves behind that. False when there is none; then at stays. Only the
 * last quote of a text can lack a partner, so looking ahead in vain happens once. */
static bool read_quoted(struct scan *s, text *inside)
{
    size_t start = s->at, next;
    if (s->at >= s->typed.len || !is_quote(peek(s, &next))) return false;
    s->at = next;
    size_t from = s->at;
    while (s->at < s->typed.len) {
        uint32_t c = peek(s, &next);
        if (is_quote(c)) {
            *inside = text_slice(s->typed, from, s->at - from);
            s->at = next;
            return true;
        }
        s->at = next;
    }
    s->at = start;
    return false;
}

static bool add_filter(struct query *q, enum query_field field, enum query_need need, text value)
{
    if (need == QUERY_MUST) need = QUERY_ANY; /* a filter is always required */
    if (field == QUERY_YEAR) return query_add_years(q, need, value);
    return query_add_filter(q, field, need, value);
}

static void skip_spaces(struct scan *s)
{
    size_t next;
    while (s->at < s->typed.len && is_space(peek(s, &next))) s->at = next;
}

static bool is_english(text name, enum query_field field)
{
    const char *english = query_field_name_en(field);
    return name.len == strlen(english) && !strncasecmp(name.ptr, english, name.len);
}

/* The value behind "field:" when nothing stands right behind it: in quotes, or the next word. Nothing in quotes right
 * there says that there is none (query_typed). Of an English name only in quotes right there: "kind: " is more often a
 * word of Dutch. */
static bool read_behind(struct scan *s, enum query_field field, text name, text *value)
{
    if (read_quoted(s, value)) return value->len > 0;
    if (is_english(name, field)) return false;
    skip_spaces(s);
    if (!read_quoted(s, value)) *value = read_word(s);
    return value->len > 0;
}

/* "field:value" within one word, or the value behind it. False when it is neither. */
static bool take_filter(struct scan *s, enum query_need need, text word)
{
    size_t colon = text_find_byte(word, ':', 0);
    enum query_field field;
    text name = text_slice(word, 0, colon);
    if (colon == SIZE_MAX || !query_field_find(name, &field)) return false;
    text value = text_slice(word, colon + 1, SIZE_MAX);
    if (value.len) return add_filter(s->q, field, need, value);
    size_t start = s->at;
    if (read_behind(s, field, name, &value) && add_filter(s->q, field, need, value)) return true;
    s->at = start;
    return false;
}

/* A sign counts only right before a word or quote. */
static enum query_need read_need(struct scan *s)
{
    size_t next, start = s->at;
    uint32_t c = peek(s, &next);
    if (c != '+' && !is_minus(c)) return QUERY_ANY;
    s->at = next;
    uint32_t behind = peek(s, &next);
    if (s->at < s->typed.len && !is_space(behind) && behind != '+' && !is_minus(behind))
        return c == '+' ? QUERY_MUST : QUERY_NOT;
    s->at = start;
    return QUERY_ANY;
}

static void skip_one(struct scan *s)
{
    size_t next;
    peek(s, &next);
    s->at = next;
}

static void scan_clause(struct scan *s)
{
    enum query_need need = read_need(s);
    text words;
    if (read_quoted(s, &words)) {
        query_add_words(s->q, QUERY_PHRASE, need, words);
        return;
    }
    words = read_word(s);
    if (!words.len)
        skip_one(s); /* a quote without partner */
    else if (!take_filter(s, need, words))
        query_add_words(s->q, QUERY_WORD, need, words);
}

void query_scan_more(struct query *q, text typed)
{
    text read = utf8_clip(typed, QUERY_BYTES_MAX);
    q->cut |= read.len < typed.len;
    struct scan s = {.typed = read, .q = q};
    while (s.at < read.len && q->n < QUERY_CLAUSES_MAX) {
        size_t next;
        if (is_space(peek(&s, &next)))
            s.at = next;
        else
            scan_clause(&s);
    }
    if (text_trim(text_slice(read, s.at, SIZE_MAX)).len) q->cut = true;
}

struct query *query_scan(arena *a, text typed)
{
    struct query *q = query_new(a);
    if (q) query_scan_more(q, typed);
    return arena_failed(a) ? NULL : q;
}
