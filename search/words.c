#include "search/words.h"

#include "search/fold.h"

#include "kb/base/cleanup.h"

/* Before a hyphen these are no words of their own: "re-integratie" is "reintegratie". */
static const char prefixes[] = " re co ex pre de anti semi sub non pro inter ";

text word_tables(void)
{
    return text_str(prefixes);
}

/* One character of the text: its class, its folded letters, and where the next one is. */
struct mark {
    enum fold_class class;
    char bytes[FOLD_BYTES];
    size_t n, next;
};

static bool read_mark(const struct word_scan *s, size_t at, struct mark *m)
{
    uint32_t c;
    m->next = at;
    if (!utf8_next(s->t, &m->next, &c)) return false;
    m->class = fold(c, m->bytes, &m->n);
    return true;
}

static bool in_word(enum fold_class class)
{
    return class == FOLD_LETTER || class == FOLD_DIGIT;
}

/* The class of what stands at `at`, past marks. */
static enum fold_class class_at(const struct word_scan *s, size_t at)
{
    struct mark m;
    while (read_mark(s, at, &m)) {
        if (m.class != FOLD_NOTHING) return m.class;
        at = m.next;
    }
    return FOLD_OTHER;
}

static void append(struct word *w, const char *bytes, size_t n)
{
    if (w->len + n > sizeof w->folded) return; /* the rest of a word this long says nothing more */
    memcpy(w->folded + w->len, bytes, n);
    w->len += n;
}

static void begin_part(struct word *w)
{
    struct word_part *last = &w->parts[w->n_parts - 1];
    last->len = w->len - last->from;
    if (w->n_parts == ANALYSE_PARTS_MAX) return;
    w->parts[w->n_parts++] = (struct word_part){.from = w->len};
}

bool word_is_prefix(text folded)
{
    char needle[16] = " ";
    if (!folded.len || folded.len + 2 >= sizeof needle) return false;
    memcpy(needle + 1, folded.ptr, folded.len);
    needle[1 + folded.len] = ' ';
    return text_find(text_str(prefixes), text_of(needle, folded.len + 2), 0) != SIZE_MAX;
}

static void end_parts(struct word *w)
{
    struct word_part *last = &w->parts[w->n_parts - 1];
    last->len = w->len - last->from;
    if (w->number || w->n_parts < 2 || !word_is_prefix(text_of(w->folded + w->parts[0].from, w->parts[0].len))) return;
    w->parts[1] = (struct word_part){.from = 0, .len = w->parts[1].from + w->parts[1].len};
    memmove(w->parts, w->parts + 1, --w->n_parts * sizeof w->parts[0]);
}

/* At an apostrophe: does 's end the word here? Then the position behind the s, else 0. */
static size_t behind_genitive(const struct word_scan *s, size_t apostrophe_end)
{
    struct mark m;
    if (!read_mark(s, apostrophe_end, &m) || m.n != 1 || m.bytes[0] != 's') return 0;
    return in_word(class_at(s, m.next)) ? 0 : m.next;
}

/* A hyphen or joint between what was read and what follows: does the word go on? */
static bool joins(struct word *w, const struct word_scan *s, const struct mark *m, enum fold_class before)
{
    enum fold_class after = class_at(s, m->next);
    bool digits = before == FOLD_DIGIT && after == FOLD_DIGIT;
    if (!in_word(after) || (m->class == FOLD_JOINT && !digits)) return false;
    if (!digits) {
        begin_part(w);
        return true;
    }
    w->unit = true;
    w->parts[w->n_parts - 1].len = w->len - w->parts[w->n_parts - 1].from;
    size_t part = w->n_parts;
    begin_part(w);
    append(w, m->class == FOLD_HYPHEN ? "-" : m->bytes, 1);
    if (w->n_parts > part) w->parts[part].from = w->len;
    return true;
}

static void read_word(struct word_scan *s, struct word *w)
{
    struct mark m;
    enum fold_class before = FOLD_OTHER;
    for (; read_mark(s, s->at, &m); s->at = m.next) {
        if (in_word(m.class)) {
            append(w, m.bytes, m.n);
            w->number = w->number || m.class == FOLD_DIGIT;
            before = m.class;
        } else if (m.class == FOLD_HYPHEN || m.class == FOLD_JOINT) {
            if (!joins(w, s, &m, before)) break;
        } else if (m.class == FOLD_APOSTROPHE) {
            size_t behind = behind_genitive(s, m.next);
            if (behind) s->at = behind;
            break;
        } else if (m.class != FOLD_NOTHING) {
            break;
        }
    }
    end_parts(w);
}

/* "https" right before "://": not a word, and a path follows the host. */
static bool is_scheme(struct word_scan *s, const struct word *w)
{
    text folded = text_of(w->folded, w->len);
    if (!text_is(folded, "http") && !text_is(folded, "https")) return false;
    if (!text_starts(text_slice(s->t, s->at, 3), TEXT("://"))) return false;
    s->at += 3;
    s->host = true;
    return true;
}

/* Behind the host of an address: moves past its path. */
static void skip_path(struct word_scan *s)
{
    while (s->at < s->t.len && !strchr(" \t\r\n)>]\"'<", s->t.ptr[s->at])) s->at++;
    s->host = false;
}

/* Moves to where a word begins; false at the end. */
static bool find_word(struct word_scan *s)
{
    struct mark m;
    while (read_mark(s, s->at, &m)) {
        if (in_word(m.class)) return true;
        char c = s->t.ptr[s->at];
        if (s->host && strchr("/?#", c))
            skip_path(s);
        else
            s->at = m.next;
        if (c <= ' ' && c >= 0) s->host = false;
    }
    return false;
}

bool word_next(struct word_scan *s, struct word *w)
{
    while (find_word(s)) {
        w->len = 0;
        w->number = w->unit = false;
        w->n_parts = 1;
        w->parts[0] = (struct word_part){0};
        w->from = s->at;
        read_word(s, w);
        w->to = s->at;
        if (!is_scheme(s, w) && w->len) return true;
    }
    return false;
}
