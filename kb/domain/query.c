#include "kb/domain/query.h"

#include "kb/base/buf.h"
#include "kb/base/cleanup.h"

/* clang-format off */
static const struct {
    const char *nl, *en, *also[2];
} fields[QUERY_FIELD__COUNT] = {
    [QUERY_LEGAL_FIELD]  = {"rechtsgebied", "field",      {"gebied", "legal-field"}},
    [QUERY_GROUP]        = {"werkgroep",    "group",      {"working-group"}},
    [QUERY_STAGE]        = {"fase",         "stage",      {NULL}},
    [QUERY_KIND]         = {"soort",        "kind",       {NULL}},
    [QUERY_ORGANISATION] = {"geldt-bij",    "adopted-by", {"geldt bij"}},
    [QUERY_FROM]         = {"komt-uit",     "from",       {"komt uit"}},
    [QUERY_APPLIES]      = {"geldt-in",     "applies-in", {"geldt in"}},
    [QUERY_YEAR]         = {"jaar",         "year",       {NULL}},
};
/* clang-format on */

const char *query_field_name_nl(enum query_field field)
{
    return (unsigned)field < QUERY_FIELD__COUNT ? fields[field].nl : "";
}

const char *query_field_name_en(enum query_field field)
{
    return (unsigned)field < QUERY_FIELD__COUNT ? fields[field].en : "";
}

static bool same_letters(text a, const char *b)
{
    if (!b || a.len != strlen(b)) return false;
    for (size_t i = 0; i < a.len; i++) {
        char c = a.ptr[i];
        if (c >= 'A' && c <= 'Z') c = (char)(c + 32);
        if (c != b[i]) return false;
    }
    return true;
}

bool query_field_find(text name, enum query_field *field)
{
    for (unsigned f = 0; f < QUERY_FIELD__COUNT; f++) {
        if (!same_letters(name, fields[f].nl) && !same_letters(name, fields[f].en) &&
            !same_letters(name, fields[f].also[0]) && !same_letters(name, fields[f].also[1]))
            continue;
        *field = (enum query_field)f;
        return true;
    }
    return false;
}

/* The base letter of U+00C0 ... U+00FF, '-' where there is none; slugs hold Dutch words, which use no other marks. */
static const char latin_base[] = "aaaaaaaceeeeiiiidnooooo-ouuuuy-saaaaaaaceeeeiiiidnooooo-ouuuuy-y";

static char slug_byte(uint32_t c)
{
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) return (char)c;
    if (c >= 'A' && c <= 'Z') return (char)(c + 32);
    if (c >= 0xC0 && c <= 0xFF) return latin_base[c - 0xC0];
    return '-';
}

text query_slug(text value, char out[QUERY_VALUE_BYTES])
{
    size_t n = 0, at = 0;
    uint32_t c;
    bool gap = false;
    while (utf8_next(value, &at, &c)) {
        if (c >= 0x300 && c <= 0x36F) continue; /* a mark on the letter before it */
        char byte = slug_byte(c);
        if (byte == '-') {
            gap = n > 0;
            continue;
        }
        if (n + gap + 1 > QUERY_VALUE_BYTES) return TEXT("");
        if (gap) out[n++] = '-';
        gap = false;
        out[n++] = byte;
    }
    return text_of(out, n);
}

struct query *query_new(arena *a)
{
    struct query *q = ARENA_NEW(a, struct query);
    if (q) q->home = a;
    return q;
}

static void add(struct query *q, struct query_clause clause)
{
    char *copy = q->n < QUERY_CLAUSES_MAX ? arena_text_str(q->home, clause.words) : NULL;
    if (!copy) {
        q->cut = true;
        return;
    }
    clause.words.ptr = copy;
    q->clauses[q->n++] = clause;
}

/* A code point that may stand in a clause as it is. C0, DEL, C1 and the replacement for invalid bytes may not. */
static bool is_plain(uint32_t c)
{
    return c >= 0x20 && !(c >= 0x7F && c < 0xA0) && c != 0xFFFD;
}

static void add_phrase(struct query *q, struct query_clause phrase)
{
    size_t n = 0;
    for (size_t i = 0; i < q->n; i++) {
        const struct query_clause *c = &q->clauses[i];
        if (c->shape != QUERY_PHRASE) continue;
        if (c->need == phrase.need && text_eq(c->words, phrase.words)) return; /* asks for nothing more */
        n++;
    }
    if (n < QUERY_PHRASES_MAX)
        add(q, phrase);
    else
        q->cut = true;
}

void query_add_words(struct query *q, enum query_shape shape, enum query_need need, text words)
{
    if (shape == QUERY_PHRASE && need == QUERY_ANY) need = QUERY_MUST;
    char clean[QUERY_CLAUSE_BYTES];
    size_t n = 0, at = 0;
    uint32_t c;
    while (utf8_next(words, &at, &c)) {
        char bytes[4];
        size_t len = utf8_put(is_plain(c) ? c : ' ', bytes);
        if (n + len > sizeof clean) {
            q->cut = true;
            break;
        }
        memcpy(clean + n, bytes, len);
        n += len;
    }
    struct query_clause clause = {.shape = shape, .need = need, .words = text_trim(text_of(clean, n))};
    if (!clause.words.len) return;
    if (shape == QUERY_PHRASE)
        add_phrase(q, clause);
    else
        add(q, clause);
}

static size_t find_filter(const struct query *q, enum query_field field, text value)
{
    for (size_t i = 0; i < q->n; i++) {
        const struct query_clause *c = &q->clauses[i];
        if (c->shape == QUERY_FILTER && c->field == field && text_eq(c->words, value)) return i;
    }
    return SIZE_MAX;
}

bool query_add_filter(struct query *q, enum query_field field, enum query_need need, text value)
{
    char bytes[QUERY_VALUE_BYTES];
    text slug = query_slug(value, bytes);
    if (!slug.len || (unsigned)field >= QUERY_FIELD__COUNT) return false;
    size_t i = find_filter(q, field, slug);
    if (i != SIZE_MAX && q->clauses[i].need == need) return true;
    add(q, (struct query_clause){.shape = QUERY_FILTER, .need = need, .field = field, .words = slug});
    return true;
}

static bool read_year(text t, uint64_t *year)
{
    return t.len == 4 && text_to_u64(t, 9999, year) && *year >= 1000;
}

bool query_add_years(struct query *q, enum query_need need, text years)
{
    text from = years, to = years;
    if (years.len == 9 && years.ptr[4] == '-') {
        from = text_slice(years, 0, 4);
        to = text_slice(years, 5, 4);
    }
    uint64_t first = 0, last = 0;
    if (!read_year(from, &first) || !read_year(to, &last)) return false;
    if (last < first || last - first >= QUERY_YEARS_MAX) return false;
    for (uint64_t y = first; y <= last; y++) {
        char digits[4];
        for (uint64_t i = 0, rest = y; i < 4; i++, rest /= 10) digits[3 - i] = (char)('0' + rest % 10);
        query_add_filter(q, QUERY_YEAR, need, text_of(digits, 4));
    }
    return true;
}

bool query_is_empty(const struct query *q)
{
    return q->n == 0;
}

bool query_is_wanted(const struct query_clause *c)
{
    return c->shape != QUERY_FILTER && c->need != QUERY_NOT;
}

bool query_has_words(const struct query *q)
{
    for (size_t i = 0; i < q->n; i++)
        if (query_is_wanted(&q->clauses[i])) return true;
    return false;
}

bool query_has_filter(const struct query *q, enum query_field field, text value)
{
    size_t i = find_filter(q, field, value);
    return i != SIZE_MAX && q->clauses[i].need != QUERY_NOT;
}

/* The name of a field as plain text; what stands behind it must not become its value. */
static bool looks_like_field(const struct query_clause *c)
{
    enum query_field ignored;
    size_t last = c->words.len - 1;
    return c->shape == QUERY_WORD && c->words.ptr[last] == ':' &&
           query_field_find(text_slice(c->words, 0, last), &ignored);
}

static void write_clause(struct buf *b, const struct query_clause *c)
{
    if (b->len) buf_byte(b, ' ');
    if (c->need == QUERY_NOT) buf_byte(b, '-');
    if (c->need == QUERY_MUST && c->shape == QUERY_WORD) buf_byte(b, '+');
    if (c->shape == QUERY_FILTER) {
        buf_str(b, query_field_name_nl(c->field));
        buf_byte(b, ':');
    }
    if (c->shape == QUERY_PHRASE) buf_byte(b, '"');
    buf_put(b, c->words);
    if (c->shape == QUERY_PHRASE) buf_byte(b, '"');
    if (looks_like_field(c)) buf_str(b, "\"\"");
}

const char *query_typed(arena *a, const struct query *q)
{
    _cleanup_(buf_release)
    struct buf b = buf_new((size_t)QUERY_CLAUSES_MAX * (QUERY_CLAUSE_BYTES + 32));
    for (size_t i = 0; i < q->n; i++) write_clause(&b, &q->clauses[i]);
    return b.failed ? NULL : arena_text_str(a, buf_text(&b));
}
