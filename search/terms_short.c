/* Short names that texts explain (short_name.h), and the questions that say one or the other. A text that explains one
 * has two terms for it, each the name as it may be asked for and behind a space the other:
 *
 *     Awsnp wet schuldsanering natuurlijke personen      Bwetschuldsaneringnatuurlijkperson wsnp */
#include "search/short_name.h"

#include "search/fold.h"
#include "search/terms_internal.h"

#include "kb/base/cleanup.h"

enum { WORDS_MAX = 12, RUN_MAX = 5 /* words of a question that may be a full name */ };

static text joined_term(arena *a, const char *prefix, text asked, text other)
{
    const char *words = arena_printf(a, "%.*s %.*s", TEXT_FMT(asked), TEXT_FMT(other));
    return words ? term__with_prefix(a, prefix, text_str(words)) : text_of(NULL, 0);
}

bool terms__of_short_name(arena *a, struct analyser *an, const struct short_name *name, text terms[2])
{
    text brief = fold_words(a, name->brief), full = fold_words(a, name->full), key = term__of_title(a, an, "", full);
    if (!brief.len || !key.len || full.len + brief.len + key.len > TERM_BYTES_MAX - 8) return false;
    terms[0] = joined_term(a, "A", brief, full);
    terms[1] = joined_term(a, "B", key, brief);
    return terms[0].len && terms[1].len;
}

struct asking {
    arena *a;
    text stems[WORDS_MAX];
    size_t n;
};

static void take_stem(void *ctx, const struct analysed *w)
{
    struct asking *s = ctx;
    if (w->part || w->stop || w->kind != (w->number ? ANALYSE_EXACT : ANALYSE_STEM)) return;
    if (s->n < WORDS_MAX) s->stems[s->n++] = arena_text(s->a, w->term);
}

static bool is_sign(char c)
{
    return !((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'));
}

/* "(SVB)?" is typed for SVB. */
static text without_signs(text typed)
{
    size_t from = 0, to = typed.len;
    while (from < to && is_sign(typed.ptr[from])) from++;
    while (to > from && is_sign(typed.ptr[to - 1])) to--;
    return text_slice(typed, from, to - from);
}

/* Each run of the words, as a full name would begin. */
static void look_for_names(const struct asking *s, void (*look)(void *ctx, text beginning, bool whole), void *ctx)
{
    for (size_t i = 0; i < s->n; i++) {
        text run = text_of("B", 1);
        for (size_t k = i; k < s->n && k < i + RUN_MAX; k++) {
            run = text_str(arena_printf(s->a, "%.*s%.*s", TEXT_FMT(run), TEXT_FMT(s->stems[k])));
            text beginning = text_str(arena_printf(s->a, "%.*s ", TEXT_FMT(run)));
            if (beginning.len > 1) look(ctx, beginning, i == 0 && k + 1 == s->n);
        }
    }
}

void terms_short_names(arena *a, struct analyser *an, const struct vocabulary *v, const struct query *q,
                       void (*look)(void *ctx, text beginning, bool whole), void *ctx)
{
    struct asking asking = {.a = a};
    for (size_t i = 0; i < q->n; i++) {
        const struct query_clause *c = &q->clauses[i];
        if (c->shape != QUERY_WORD || c->need == QUERY_NOT) continue;
        analyse(an, c->words, &(struct analyse_sink){.emit = take_stem, .ctx = &asking, .stems_only = true});
        text name = without_signs(c->words), word = fold_words(a, name);
        if (!short_name_may_be(analyser_lexicon(an), name) || (v && vocabulary_has_word(v, word))) continue;
        text beginning = text_str(arena_printf(a, "A%.*s ", TEXT_FMT(word)));
        if (beginning.len > 1) look(ctx, beginning, q->n == 1);
    }
    look_for_names(&asking, look, ctx);
}
