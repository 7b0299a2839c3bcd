#include "search/ellipsis.h"

#include "search/compound.h"
#include "search/dutch.h"

#include "kb/base/cleanup.h"

enum { LINKS_MAX = 2 /* dan wel */, PART_MIN = 3, SUFFIX_MIN = 4 };

static text letters_of(const struct ellipsis_word *w)
{
    return text_of(w->letters, w->len);
}

static bool is_link(text word)
{
    if (word.len > 3) return false;
    return text_is(word, "en") || text_is(word, "of") || text_is(word, "dan") || text_is(word, "wel");
}

static bool is_plain(const struct word *w)
{
    for (size_t i = 0; i < w->len; i++)
        if (w->folded[i] < 'a' || w->folded[i] > 'z') return false;
    return w->len >= PART_MIN && w->n_parts == 1;
}

/* "reis-" */
static bool is_open(text source, const struct word *w)
{
    return w->to < source.len && source.ptr[w->to] == '-';
}

/* "-verwerking", which is no "x -1" and no dash: those have white space behind them */
static bool hangs(text source, const struct word *w)
{
    if (w->from == 0 || source.ptr[w->from - 1] != '-') return false;
    return w->from > 1 && (unsigned char)source.ptr[w->from - 2] <= ' ';
}

/* ---- What the whole is ---- */

/* Letters that may begin a compound: a word, or a word and a joint. */
static bool may_begin(const struct lexicon *lex, text letters)
{
    for (size_t i = 0; i < COMPOUND_JOINTS; i++) {
        text joint = compound_joints[i];
        if (letters.len < joint.len + PART_MIN || !text_ends(letters, joint)) continue;
        text word = text_slice(letters, 0, letters.len - joint.len);
        if (lexicon_has(lex, word) && dutch_may_be_part(lex->forms, word, true)) return true;
    }
    return false;
}

struct whole {
    char letters[LEXICON_WORD_MAX];
    size_t len;
};

static bool join(struct whole *out, text first, text last)
{
    if (first.len + last.len > sizeof out->letters) return false;
    memcpy(out->letters, first.ptr, first.len);
    memcpy(out->letters + first.len, last.ptr, last.len);
    out->len = first.len + last.len;
    return true;
}

static bool is_known(const struct lexicon *lex, const struct whole *w)
{
    return lexicon_has(lex, text_of(w->letters, w->len));
}

/* reis- with verblijfkosten: the longest end that makes a word of the lexicon, else the last part. */
static bool complete_open(const struct lexicon *lex, text open, text word, struct whole *out)
{
    struct compound c;
    for (size_t cut = 1; cut + SUFFIX_MIN <= word.len; cut++)
        if (join(out, open, text_slice(word, cut, SIZE_MAX)) && is_known(lex, out)) return true;
    if (!compound_split(lex, word, &c) || !may_begin(lex, open)) return false;
    return join(out, open, text_slice(word, c.parts[c.n - 1].from, SIZE_MAX));
}

/* gegevensverstrekking with -verwerking: the same the other way round. */
static bool complete_hanging(const struct lexicon *lex, text word, text hanging, struct whole *out)
{
    struct compound c;
    for (size_t end = word.len - 1; end >= PART_MIN; end--)
        if (join(out, text_slice(word, 0, end), hanging) && is_known(lex, out)) return true;
    if (!compound_split(lex, word, &c) || !lexicon_has(lex, hanging)) return false;
    return join(out, text_slice(word, 0, c.parts[c.n - 1].from), hanging);
}

/* ---- Words one by one ---- */

static void meet(struct ellipsis_word *met, const struct word *w, unsigned position)
{
    memcpy(met->letters, w->folded, w->len);
    met->len = w->len;
    met->position = position;
    met->from = w->from;
    met->to = w->to;
}

static void tell(const struct ellipsis *e, const struct whole *whole, const struct ellipsis_word *met)
{
    e->found(e->ctx, text_of(whole->letters, whole->len), met);
}

static void tell_open(const struct ellipsis *e, text word)
{
    struct whole whole;
    for (size_t i = 0; i < e->n_open; i++)
        if (complete_open(e->lexicon, letters_of(&e->open[i]), word, &whole)) tell(e, &whole, &e->open[i]);
}

static void tell_hanging(const struct ellipsis *e, text source, const struct word *w, unsigned position)
{
    struct whole whole;
    struct ellipsis_word met;
    struct word last;
    struct word_scan again = {.t = text_slice(source, e->last_from, e->last_to - e->last_from)};
    if (!word_next(&again, &last) || !is_plain(&last)) return;
    meet(&met, w, position);
    if (complete_hanging(e->lexicon, text_of(last.folded, last.len), letters_of(&met), &whole)) tell(e, &whole, &met);
}

static void begin_again(struct ellipsis *e, size_t last_from, size_t last_to)
{
    e->n_open = 0;
    e->links = 0;
    e->last_from = last_from;
    e->last_to = last_to;
}

/* Most words of a text are neither left open nor linked to what is, and pass by here with a look at their ends. */
void ellipsis_next(struct ellipsis *e, text source, const struct word *w, unsigned position)
{
    text word = text_of(w->folded, w->len);
    if (is_link(word) && ++e->links <= LINKS_MAX) return;
    bool linked = e->links > 0 && e->links <= LINKS_MAX;
    if (is_open(source, w) && is_plain(w)) {
        if (e->n_open < ELLIPSIS_OPEN_MAX) meet(&e->open[e->n_open++], w, position);
        e->links = 0;
        e->last_to = 0;
        return;
    }
    if (linked && e->n_open && is_plain(w)) tell_open(e, word);
    if (linked && e->last_to && hangs(source, w) && is_plain(w)) tell_hanging(e, source, w, position);
    begin_again(e, w->from, w->to);
}
