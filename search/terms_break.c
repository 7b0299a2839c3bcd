/* One word that was typed in two: "re integratie", "be edigd", "e mail". Spell checkers and telephones break words so,
 * where texts have a hyphen or a diaeresis. The pieces are no words, so the whole takes their place. */
#include "search/fold.h"
#include "search/terms_internal.h"
#include "search/words.h"

struct breaks {
    arena *a;
    const struct analyser *an;
    bool (*holds)(void *ctx, text term);
    void *ctx;
};

/* Nobody asks for this by itself: a letter, a prefix of Dutch, or what is no word and stands in no text. */
static bool is_splinter(const struct breaks *b, text word, bool first)
{
    if (analyse_is_stop(b->an, word)) return false;
    if (first && (word.len == 1 || word_is_prefix(word))) return true;
    return !terms_in_lexicon(word) && !b->holds(b->ctx, word);
}

/* Two words as the one that texts have; empty when they are two. */
static text unbroken(const struct breaks *b, const struct query_clause *first, const struct query_clause *last)
{
    text none = text_of(NULL, 0);
    if (first->shape != QUERY_WORD || last->shape != QUERY_WORD || first->need != last->need) return none;
    text before = fold_words(b->a, first->words), after = fold_words(b->a, last->words);
    if (!before.len || !after.len || !text_is_a_to_z(before) || !text_is_a_to_z(after) ||
        before.len + after.len > ANALYSE_WORD_MAX)
        return none;
    if (!is_splinter(b, before, true) && !is_splinter(b, after, false)) return none;
    text whole = text_str(arena_printf(b->a, "%.*s%.*s", TEXT_FMT(before), TEXT_FMT(after)));
    return b->holds(b->ctx, whole) ? whole : none;
}

size_t terms_unbroken(arena *a, const struct analyser *an, const struct query *typed,
                      bool (*holds)(void *ctx, text term), void *ctx, struct query *out)
{
    const struct breaks b = {a, an, holds, ctx};
    size_t mended = 0;
    *out = *typed;
    out->n = 0;
    for (size_t i = 0; i < typed->n; i++) {
        text whole = i + 1 < typed->n ? unbroken(&b, &typed->clauses[i], &typed->clauses[i + 1]) : text_of(NULL, 0);
        out->clauses[out->n] = typed->clauses[i];
        if (whole.len) {
            out->clauses[out->n].words = whole;
            i++;
            mended++;
        }
        out->n++;
    }
    return mended;
}
