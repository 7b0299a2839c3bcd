/* What a question writes apart and texts write as one word: "toeslag voor de huur" is huurtoeslag, "zegt de huur op" is
 * opzegt, "verbod om in te reizen" both: inreisverbod, "onder toezicht stellen" ondertoezichtstelling. Only words that
 * the index holds come of it. */
#include "search/compound.h"
#include "search/dutch.h"
#include "search/stem.h"
#include "search/terms_internal.h"

#include "kb/base/cleanup.h"

#include <stdio.h>

enum { WORDS_MAX = 12, FORMS_MAX = 6 };

/* How far what belongs together may stand apart: ranking words, a verb from its particle, a verb from its phrase. */
enum { APART_MAX = 2, VERB_APART_MAX = 6, PHRASE_APART_MAX = 3 };

struct apart {
    text typed, stem;
    text forms[FORMS_MAX]; /* as the first part of a compound: typed, stem, plural, and those of a separable verb */
    size_t n_forms;
    bool stop;
};

struct joining {
    arena *a;
    struct analyser *an;
    struct apart words[WORDS_MAX];
    size_t n;
    bool (*holds)(void *ctx, text term);
    void *ctx;
    struct terms_join *out;
    size_t n_out, max;
};

static void add_form(struct apart *w, text form)
{
    for (size_t i = 0; i < w->n_forms; i++)
        if (text_eq(w->forms[i], form)) return;
    if (w->n_forms < FORMS_MAX) w->forms[w->n_forms++] = form;
}

static text before_vowel(arena *a, text stem)
{
    struct stem spelled;
    stem_before_vowel(stem, &spelled);
    return arena_text(a, stem_text(&spelled));
}

static void take_word(void *ctx, const struct analysed *w)
{
    struct joining *j = ctx;
    if (w->part || w->number) return;
    if (w->kind == ANALYSE_EXACT && j->n < WORDS_MAX) {
        struct apart *word = &j->words[j->n++];
        *word = (struct apart){.typed = arena_text(j->a, w->term), .stop = w->stop};
        word->stem = word->typed;
        add_form(word, word->typed);
    } else if (w->kind == ANALYSE_STEM && j->n) {
        struct apart *word = &j->words[j->n - 1];
        word->stem = arena_text(j->a, w->term);
        add_form(word, word->stem);
        add_form(word, before_vowel(j->a, word->stem));
    }
}

static void found(struct joining *j, text first, text last, text word)
{
    for (size_t i = 0; i < j->n_out; i++)
        if (text_eq(j->out[i].word, word)) return;
    for (size_t i = 0; i < j->n; i++)
        if (text_eq(j->words[i].typed, word)) return; /* asked already */
    if (j->n_out < j->max) j->out[j->n_out++] = (struct terms_join){word, first, last};
}

/* ---- Separable verbs ---- */

static bool is_particle(text word)
{
    size_t len;
    for (size_t i = 0; (len = dutch_separable(word, i)); i++)
        if (len == word.len) return true;
    return false;
}

static void take_stem(void *ctx, const struct analysed *w)
{
    if (w->kind == ANALYSE_STEM && !w->part) *(text *)ctx = w->term;
}

/* The particle and the verb as one word: asked for when some text has a form of it, part of a compound when Dutch has.
 */
static void join_verb(struct joining *j, text particle, struct apart *verb, bool sure)
{
    text whole = text_str(arena_printf(j->a, "%.*s%.*s", TEXT_FMT(particle), TEXT_FMT(verb->typed)));
    text bare = verb->stem, stem = text_of(NULL, 0);
    if (verb->stop || verb->typed.len < 3 || is_particle(verb->typed) || !whole.len) return;
    analyse(j->an, whole, &(struct analyse_sink){.emit = take_stem, .ctx = &stem});
    bool asked = stem.len && j->holds(j->ctx, term__with_prefix(j->a, "Z", stem));
    if (asked) found(j, particle, verb->typed, whole);
    if (asked || sure || terms_in_lexicon(whole))
        add_form(verb, text_str(arena_printf(j->a, "%.*s%.*s", TEXT_FMT(particle), TEXT_FMT(bare))));
}

/* "in te reizen", and "zegt de huur op" at the end of what was asked. */
static void join_verbs(struct joining *j)
{
    for (size_t i = 0; i < j->n; i++) {
        if (!is_particle(j->words[i].typed)) continue;
        bool to = i + 2 < j->n && text_is(j->words[i + 1].typed, "te");
        if (to) join_verb(j, j->words[i].typed, &j->words[i + 2], true);
        for (size_t back = 1; !to && i + 1 == j->n && back <= VERB_APART_MAX && back <= i; back++)
            join_verb(j, j->words[i].typed, &j->words[i - back], false);
    }
}

/* ---- Compounds ---- */

static bool is_plain(text word)
{
    enum { LEAST = 3 };
    return word.len >= LEAST && text_is_a_to_z(word);
}

static void try_joints(struct joining *j, const struct apart *first, text form, text last)
{
    static const char *const joints[] = {"", "s", "en", "n", "ings"}; /* ings: inburger + ings + plicht */
    for (size_t i = 0; i < COUNT_OF(joints); i++) {
        text whole = text_str(arena_printf(j->a, "%.*s%s%.*s", TEXT_FMT(form), joints[i], TEXT_FMT(last)));
        if (whole.len && whole.len <= ANALYSE_WORD_MAX && j->holds(j->ctx, whole)) found(j, first->typed, last, whole);
    }
}

static void join_pair(struct joining *j, const struct apart *first, const struct apart *last)
{
    for (size_t i = 0; i < first->n_forms; i++)
        if (is_plain(first->forms[i]) && is_plain(last->typed)) try_joints(j, first, first->forms[i], last->typed);
}

static void join_pairs(struct joining *j)
{
    for (size_t i = 0; i < j->n; i++) {
        size_t ranking = 0;
        for (size_t k = i + 1; !j->words[i].stop && k < j->n && ranking < APART_MAX; k++) {
            if (j->words[k].stop) continue;
            ranking++;
            join_pair(j, &j->words[i], &j->words[k]);
            join_pair(j, &j->words[k], &j->words[i]);
        }
    }
}

/* ---- Phrases ---- */

/* What is done is named by the verb's stem and -ing: stelling, neming, rekening. */
static void join_deed(struct joining *j, text before, text noun, const struct apart *verb, text stem)
{
    text whole = text_str(arena_printf(j->a, "%.*s%.*s%.*sing", TEXT_FMT(before), TEXT_FMT(noun), TEXT_FMT(stem)));
    if (whole.len && whole.len <= ANALYSE_WORD_MAX && j->holds(j->ctx, whole)) found(j, noun, verb->typed, whole);
}

static void join_phrase(struct joining *j, text before, const struct apart *noun, const struct apart *verb)
{
    if (verb->stop || !is_plain(noun->typed) || !is_plain(verb->stem)) return;
    join_deed(j, before, noun->typed, verb, before_vowel(j->a, verb->stem));
    join_deed(j, before, noun->typed, verb, verb->stem);
}

/* "onder toezicht stellen", "het kind is geplaatst uit huis": the noun right behind its preposition, the verb near. */
static void join_phrases(struct joining *j)
{
    for (size_t i = 0; i + 1 < j->n; i++) {
        const struct apart *before = &j->words[i], *noun = &j->words[i + 1];
        if (!compound_begins_phrase(before->typed) || noun->stop) continue;
        for (size_t k = i > PHRASE_APART_MAX ? i - PHRASE_APART_MAX : 0; k < j->n && k <= i + 1 + PHRASE_APART_MAX; k++)
            if (k != i && k != i + 1) join_phrase(j, before->typed, noun, &j->words[k]);
    }
}

size_t terms_joined(arena *a, struct analyser *an, const struct query *q, bool (*holds)(void *ctx, text term),
                    void *ctx, struct terms_join *out, size_t max)
{
    struct joining j = {.a = a, .an = an, .holds = holds, .ctx = ctx, .out = out, .max = max};
    for (size_t i = 0; i < q->n; i++)
        if (q->clauses[i].shape == QUERY_WORD && q->clauses[i].need != QUERY_NOT)
            analyse(an, q->clauses[i].words, &(struct analyse_sink){.emit = take_word, .ctx = &j});
    join_verbs(&j);
    join_phrases(&j);
    join_pairs(&j);
    return arena_failed(a) ? 0 : j.n_out;
}
