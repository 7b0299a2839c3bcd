#include "search/terms.h"

#include "search/fold.h"
#include "search/lexicon.h"
#include "search/reference.h"
#include "search/terms_internal.h"

#include "kb/base/buf.h"
#include "kb/base/cleanup.h"

/* How much each form of a word counts. The exact form on top of the stem: so a text with the very word comes first.
 * When coordinating (no statistics), a word found is one point, in the title another, in its exact form a little more.
 */
struct form_weights {
    double exact, stem;
    double title;   /* the stem in a title, on top: the title says what a text is about, however long the text */
    double derived; /* a word made from it, or a compound with it: huurder and huurprijs for huur */
    double root;    /* the word it was made from: huur for huurder */
    double part;    /* a part of it that stands alone: huur for huurprijs */
    double law;     /* a text that is about the law that was named */
};
static const struct form_weights RANKED = {0.4, 1.0, 0.6, 0.5, 0.6, 0.4, 1.0};
/* A word that was not typed: what is made from it, and what it was made from, is too far away. */
static const struct form_weights MEANT = {0.4, 1.0, 0.6, 0, 0, 0.4, 0};
static const struct form_weights COORDINATED = {0.2, 1.0, 1.0, 0, 0, 0, 0};

static const double BOOST = 10;         /* exact title, number or article: before everything else */
static const double REFERENCE = 4;      /* "art. 12 Wrb": texts that cite it */
static const double BOOST_SEGMENT = 2;  /* exact part of a title */
static const double BOOST_LAW_PART = 3; /* the same of the law that was named: then it is the one that was meant */

static const double ASKING = 0.2; /* what a word that people ask with counts beside what they ask about */

enum { WORDS_PER_CLAUSE = 64 };

struct planner {
    arena *a;
    const struct form_weights *weights;
    struct plan *plan;
    struct plan_word *words; /* of the clause at hand, room for WORDS_PER_CLAUSE */
    size_t n;
    const struct vocabulary *vocabulary; /* or NULL */
    bool whole;                          /* the word at hand is asked for without its parts */
};

/* `near`: see struct plan_term. */
static void add_term(struct planner *p, struct plan_word *w, const char *prefix, text rest, double weight, int near)
{
    if (weight <= 0 || w->n_any == COUNT_OF(w->any)) return;
    w->any[w->n_any++] = (struct plan_term){.term = term__with_prefix(p->a, prefix, rest),
                                            .weight = weight,
                                            .flat = prefix[0] == 'T',
                                            .near = (unsigned char)near};
}

/* The number of a part that comes behind these. */
static int next_part(const struct plan_word *w)
{
    int last = 1;
    for (size_t i = 0; i < w->n_any; i++)
        if (w->any[i].near > last) last = w->any[i].near;
    return last + 1;
}

static void add_boost(struct plan *plan, text term, double weight)
{
    for (size_t i = 0; i < plan->n_boosts; i++)
        if (text_eq(plan->boosts[i].term, term)) return; /* planned before the question was corrected */
    if (term.len && weight > 0 && plan->n_boosts < COUNT_OF(plan->boosts))
        plan->boosts[plan->n_boosts++] = (struct plan_term){.term = term, .weight = weight, .flat = true};
}

static void add_exact(struct planner *p, const struct analysed *form)
{
    if (!form->part) p->whole = p->vocabulary && vocabulary_keeps_whole(p->vocabulary, form->term);
    if (form->part && p->whole) return;
    if (form->part && form->unit) return; /* "271" of "7:271": who asks for the whole does not want every 271 */
    if (p->n == WORDS_PER_CLAUSE) {
        p->n++; /* full: marks the stem that follows as not wanted either */
        return;
    }
    if (form->part && p->n) {
        struct plan_word *before = &p->words[p->n - 1];
        if (!before->part) before->in_line = false;
    }
    struct plan_word *w = &p->words[p->n++];
    *w = (struct plan_word){.stop = form->stop, .part = form->part, .number = form->number, .in_line = true};
    bool no_stem = form->stop || form->number;
    double weight = p->weights->exact + (no_stem ? p->weights->stem : 0);
    add_term(p, w, "", form->term, weight * form->weight, 0);
}

static void add_form(void *ctx, const struct analysed *form)
{
    struct planner *p = ctx;
    if (p->n > WORDS_PER_CLAUSE) return;
    if (form->part && p->whole && form->kind != ANALYSE_EXACT) return;
    if (form->kind == ANALYSE_EXACT) {
        add_exact(p, form);
        return;
    }
    if (!p->n) return;
    struct plan_word *w = &p->words[p->n - 1];
    if (form->kind == ANALYSE_RELATED) {
        double weight = (form->part ? p->weights->part : p->weights->root) * form->weight;
        int near = form->part ? next_part(w) : 1;
        add_term(p, w, "Z", form->term, weight, near);
        add_term(p, w, "P", form->term, weight * p->weights->derived, near);
        return;
    }
    add_term(p, w, "Z", form->term, p->weights->stem * form->weight, 0);
    add_term(p, w, "P", form->term, p->weights->derived * form->weight, 0);
    add_term(p, w, "T", form->term, p->weights->title * form->weight, 0);
}

static void plan_words(struct planner *p, struct analyser *an, const struct query_clause *c, struct plan_clause *out)
{
    struct plan_word room[WORDS_PER_CLAUSE + 1];
    p->words = room;
    p->n = 0;
    p->whole = false;
    analyse(an, c->words, &(struct analyse_sink){.emit = add_form, .ctx = p});
    if (p->n > WORDS_PER_CLAUSE) p->n = WORDS_PER_CLAUSE;
    struct plan_word *kept = ARENA_ARRAY(p->a, struct plan_word, p->n);
    if (kept && p->n) memcpy(kept, room, p->n * sizeof *kept);
    out->words = kept;
    out->n_words = kept ? p->n : 0;
}

bool terms_is_asking(const struct analyser *an, const struct plan_word *w)
{
    return w->n_any > 1 && analyse_is_asking(an, text_slice(w->any[1].term, 1, SIZE_MAX));
}

/* Is there, among the words that rank, any that says what is asked about? */
static bool says_what(const struct analyser *an, const struct plan *plan)
{
    for (size_t i = 0; i < plan->n; i++)
        for (size_t k = 0; plan->clauses[i].need == QUERY_ANY && k < plan->clauses[i].n_words; k++) {
            const struct plan_word *w = &plan->clauses[i].words[k];
            if (!w->stop && !w->part && !terms_is_asking(an, w)) return true;
        }
    return false;
}

/* "Hoeveel krijg ik": these words say little beside the others. */
static void ease_asking(const struct analyser *an, struct plan *plan)
{
    if (!plan->n_references && !says_what(an, plan)) return;
    for (size_t i = 0; i < plan->n; i++)
        for (size_t k = 0; plan->clauses[i].shape == QUERY_WORD && k < plan->clauses[i].n_words; k++) {
            struct plan_word *w = (struct plan_word *)&plan->clauses[i].words[k];
            for (size_t f = 0; terms_is_asking(an, w) && f < w->n_any; f++) w->any[f].weight *= ASKING;
        }
}

/* Is there, among the words that rank, any that is not a function word? */
static bool only_stop_words(const struct plan *plan)
{
    for (size_t i = 0; i < plan->n; i++) {
        const struct plan_clause *c = &plan->clauses[i];
        if (c->shape == QUERY_FILTER || c->need == QUERY_NOT) continue;
        for (size_t k = 0; k < c->n_words; k++)
            if (!c->words[k].stop) return false;
    }
    return true;
}

static const double SAID_COUNTS = 0.5; /* what was said about a text, of what counts in it */
static const double JOINED = 1;        /* huurtoeslag for "toeslag voor de huur" */
static const double APART = 0.6;       /* and then toeslag and huur, of what they count else */
static const double UNUSED_PARTS = 2;  /* of what parts count else: those of a compound that no text has */
static const double WIDENED[] = {[VOCABULARY_ALIKE] = 0.3, [VOCABULARY_MEANS] = 0.6, [VOCABULARY_ABBREVIATION] = 0.8};
static const double SEVERAL = 5.0 / 3; /* of what several words mean together: they hardly mean anything else */
static const double REPEATED = 0.3;    /* of what is meant once more */

/* Is this the stem of a word that is asked for already? */
static bool asks_for(const struct plan *plan, text stem)
{
    for (size_t i = 0; i < plan->n; i++)
        for (size_t k = 0; k < plan->clauses[i].n_words; k++) {
            const struct plan_word *w = &plan->clauses[i].words[k];
            if (!w->stop && w->n_any > 1 && text_eq(w->any[1].term, stem)) return true;
        }
    return false;
}

/* Who asks for boete is asked for geldboete besides, and not for geld; who asks for "toeslag voor de huur" for
 * huurtoeslag, and for its parts as they were typed: a compound with a word that is asked for says nothing more by its
 * parts. */
static void drop_other_parts(const struct plan *plan, struct plan_word *w)
{
    bool asked = false;
    for (size_t i = 0; i < w->n_any; i++) asked |= !terms_is_own(w, i) && asks_for(plan, w->any[i].term);
    while (asked && w->n_any > 1 && !terms_is_own(w, w->n_any - 1)) w->n_any--;
}

/* Asks for these words beside the question, at this weight. */
static void add_beside(arena *a, struct analyser *an, const struct vocabulary *v, struct plan *plan,
                       const struct form_weights *weights, text words, double weight)
{
    if (plan->n == COUNT_OF(plan->clauses)) return;
    struct planner p = {.a = a, .plan = plan, .weights = weights, .vocabulary = v};
    struct query_clause clause = {.shape = QUERY_WORD, .need = QUERY_ANY, .words = words};
    struct plan_clause *c = &plan->clauses[plan->n];
    *c = (struct plan_clause){.shape = QUERY_WORD, .need = QUERY_ANY};
    plan_words(&p, an, &clause, c);
    for (size_t i = 0; i < c->n_words; i++) drop_other_parts(plan, (struct plan_word *)&c->words[i]);
    for (size_t i = 0; i < c->n_words; i++)
        for (size_t k = 0; k < c->words[i].n_any; k++) ((struct plan_word *)c->words)[i].any[k].weight *= weight;
    if (c->n_words) plan->n++;
}

/* The name of a law is what was asked for; that of somebody else ("UWV", beside other words) says where. */
static bool is_besides(arena *a, struct analyser *an, const struct vocabulary_meaning *meaning)
{
    return meaning->kind == VOCABULARY_ABBREVIATION && !meaning->whole &&
           !reference_home(analyser_laws(an), fold_words(a, meaning->words)).law.len;
}

static void add_meaning(arena *a, struct analyser *an, const struct vocabulary *v, struct plan *plan,
                        const struct vocabulary_meaning *meaning)
{
    if (is_besides(a, an, meaning)) {
        terms_add_name(a, an, v, plan, meaning->words, false);
        return;
    }
    if (meaning->whole && meaning->kind == VOCABULARY_ABBREVIATION)
        add_boost(plan, term__of_title(a, an, "XT", meaning->words), BOOST);
    add_beside(a, an, v, plan, &MEANT, meaning->words, WIDENED[meaning->kind] * (meaning->several ? SEVERAL : 1));
}

/* Its words weigh together like one, however common each of them is: else texts that have some of them come before the
 * few that have the short name. */
void terms_add_name(arena *a, struct analyser *an, const struct vocabulary *v, struct plan *plan, text name, bool whole)
{
    double words = 1;
    for (size_t i = 0; i < name.len; i++) words += name.ptr[i] == ' ';
    if (whole) add_boost(plan, term__of_title(a, an, "XT", name), BOOST);
    add_beside(a, an, v, plan, &MEANT, name, WIDENED[VOCABULARY_ABBREVIATION] / words);
}

/* Of two words with one stem the one that counts less adds little. */
static void ease_lesser(struct plan_word *a, struct plan_word *b)
{
    if (a->stop || b->stop || a->n_any < 2 || b->n_any < 2 || !text_eq(a->any[1].term, b->any[1].term)) return;
    struct plan_word *lesser = a->any[1].weight < b->any[1].weight ? a : b;
    for (size_t i = 0; i < lesser->n_any; i++) lesser->any[i].weight *= REPEATED;
}

/* What several agreements mean alike would else come before what was typed. */
static void ease_repeated(struct plan *plan, size_t from)
{
    for (size_t i = from; i < plan->n; i++)
        for (size_t j = from; j < i; j++)
            for (size_t k = 0; k < plan->clauses[i].n_words; k++)
                for (size_t l = 0; l < plan->clauses[j].n_words; l++)
                    ease_lesser((struct plan_word *)&plan->clauses[j].words[l],
                                (struct plan_word *)&plan->clauses[i].words[k]);
}

/* A meaning that one text has all of, or (`near`) the chief word of. */
struct held_meaning {
    struct planner p;
    struct analyser *an;
    const struct terms_held *held;
    bool near;
};

/* The longest word says what a meaning is about: schuldsanering of "schuldsanering natuurlijke personen". Empty where
 * that is no long word. */
static text chief_word(text meaning)
{
    enum { LONG = 10 };
    text chief = text_of(NULL, 0);
    for (text word; text_next(&meaning, ' ', &word);)
        if (word.len > chief.len) chief = word;
    return chief.len < LONG ? text_of(NULL, 0) : chief;
}

static bool is_held(void *ctx, text meaning)
{
    struct held_meaning *m = ctx;
    struct query_clause words = {
        .shape = QUERY_WORD, .need = QUERY_ANY, .words = m->near ? chief_word(meaning) : meaning};
    if (!words.words.len) return false;
    struct plan_clause c = {.shape = QUERY_WORD, .need = QUERY_ANY};
    plan_words(&m->p, m->an, &words, &c);
    return term__has_words(&c, false, m->held);
}

size_t terms_widen(arena *a, struct analyser *an, const struct vocabulary *v, const struct query *q,
                   enum terms_meant which, const struct terms_held *held, struct plan *plan,
                   struct vocabulary_meaning meant[VOCABULARY_MEANT_MAX])
{
    struct planner p = {.a = a, .plan = plan, .weights = &MEANT, .vocabulary = v};
    struct held_meaning by = {p, an, held, which == TERMS_MEANT_NEAR};
    struct vocabulary_wanted wanted = {is_held, &by};
    struct vocabulary_asked asked = {.n = 0};
    for (size_t i = 0; i < q->n; i++)
        if (q->clauses[i].shape == QUERY_WORD && q->clauses[i].need != QUERY_NOT)
            vocabulary_ask(a, an, q->clauses[i].words, &asked);
    size_t n = vocabulary_meant(v, &asked, which == TERMS_MEANT_ALL ? NULL : &wanted, meant);
    size_t first = plan->n;
    for (size_t i = 0; i < n; i++) add_meaning(a, an, v, plan, &meant[i]);
    ease_repeated(plan, first);
    return n;
}

bool terms_is_own(const struct plan_word *w, size_t form)
{
    text stem = text_slice(w->any[w->n_any > 1].term, 1, SIZE_MAX);
    return form == 0 || w->any[form].term.ptr[0] == 'F' || text_eq(text_slice(w->any[form].term, 1, SIZE_MAX), stem);
}

bool term__stands_for(const struct plan_word *w, size_t form)
{
    return terms_is_own(w, form) && w->any[form].term.ptr[0] != 'P';
}

void terms_correct(arena *a, struct analyser *an, struct plan_word *w, text word)
{
    struct plan none = {.n = 0};
    struct plan_word room[WORDS_PER_CLAUSE + 1];
    struct planner p = {.a = a, .plan = &none, .weights = &RANKED, .words = room};
    analyse(an, word, &(struct analyse_sink){.emit = add_form, .ctx = &p});
    while (w->n_any && !w->corrected && !terms_is_own(w, w->n_any - 1)) w->n_any--;
    w->corrected = true;
    for (size_t i = 0; p.n && i < room[0].n_any && w->n_any < COUNT_OF(w->any); i++)
        w->any[w->n_any++] = room[0].any[i];
}

static bool is_word_held(const struct plan_word *w, bool (*holds)(void *ctx, text term), void *ctx)
{
    for (size_t i = 0; i < w->n_any; i++)
        if (term__stands_for(w, i) && holds(ctx, w->any[i].term)) return true;
    return false;
}

void terms_lean_on_parts(struct plan *plan, const struct vocabulary *v, bool (*holds)(void *ctx, text term), void *ctx)
{
    for (size_t i = 0; i < plan->n; i++)
        for (size_t k = 0; k < plan->clauses[i].n_words; k++) {
            struct plan_word *w = (struct plan_word *)&plan->clauses[i].words[k];
            if (!w->n_any || w->corrected || vocabulary_has_word(v, w->any[0].term) || is_word_held(w, holds, ctx))
                continue;
            for (size_t f = 0; f < w->n_any; f++)
                if (!terms_is_own(w, f)) w->any[f].weight *= UNUSED_PARTS;
        }
}

static void add_said(arena *a, struct plan_word *w, double (*weigh)(void *ctx, text main, text said), void *ctx)
{
    for (size_t k = 0, n = w->n_any; k < n && w->n_any < COUNT_OF(w->any); k++) {
        text main = w->any[k].term;
        if (main.ptr[0] != 'Z' && !(w->number && k == 0)) continue;
        text said = term__with_prefix(a, TERMS_SAID, text_slice(main, main.ptr[0] == 'Z', SIZE_MAX));
        double weight = said.len ? weigh(ctx, main, said) : 0;
        if (weight <= 0) continue;
        struct plan_term *of_said = &w->any[w->n_any++];
        *of_said = w->any[k];
        of_said->term = said;
        of_said->weight *= SAID_COUNTS * weight;
        of_said->flat = false;
    }
}

void terms_add_said(arena *a, struct plan *plan, double (*weigh)(void *ctx, text main, text said), void *ctx)
{
    for (size_t i = 0; i < plan->n; i++)
        for (size_t k = 0; k < plan->clauses[i].n_words; k++)
            add_said(a, (struct plan_word *)&plan->clauses[i].words[k], weigh, ctx);
}

bool terms_in_lexicon(text folded)
{
    struct lexicon lexicon = lexicon_shipped();
    return lexicon_has(&lexicon, folded);
}

bool terms_begins_lexicon(text folded)
{
    struct lexicon lexicon = lexicon_shipped();
    return lexicon_begins(&lexicon, folded);
}

/* A reference of the question in its one spelling; a practice's number is also that of the practice itself. */
static void boost_reference(void *ctx, text unit)
{
    struct planner *p = ctx;
    add_boost(p->plan, term__with_prefix(p->a, "R", unit), REFERENCE);
    add_boost(p->plan, term__with_prefix(p->a, TERMS_IS, unit), BOOST);
    if (text_starts(unit, TEXT("bp ")))
        add_boost(p->plan, term__with_prefix(p->a, "XN", text_slice(unit, 3, SIZE_MAX)), BOOST);
}

/* "Ofw ", and of a book "Obw 7:". */
static text articles_of(struct planner *p, const struct reference_home *home)
{
    const char *beginning = arena_printf(p->a, home->book[0] ? "%.*s %s:" : "%.*s ", TEXT_FMT(home->law), home->book);
    return beginning ? term__with_prefix(p->a, TERMS_IS, text_str(beginning)) : text_of(NULL, 0);
}

/* The law that the question names: texts that are about it by their title. What it says besides may be the name of a
 * part of it: "Faillissementswet akkoord". */
static void plan_law(struct planner *p, struct analyser *an, text typed)
{
    text folded = fold_words(p->a, typed);
    struct reference_home home = reference_home(analyser_laws(an), folded);
    if (!home.law.len) return;
    add_boost(p->plan, term__with_prefix(p->a, "L", home.law), p->weights->law);
    if (home.book[0]) add_boost(p->plan, term__of_book(p->a, &home), p->weights->law);
    const char *besides = arena_printf(p->a, "%.*s%.*s", TEXT_FMT(text_slice(folded, 0, home.from)),
                                       TEXT_FMT(text_slice(folded, home.to, SIZE_MAX)));
    if (!besides) return;
    text part = term__of_law_part(p->a, an, &home, text_str(besides));
    p->plan->whole_law = !part.len;
    p->plan->articles = articles_of(p, &home);
    add_boost(p->plan, part, BOOST_LAW_PART);
}

static void plan_title(struct planner *p, struct analyser *an, text title)
{
    add_boost(p->plan, term__of_title(p->a, an, "XT", title), BOOST);
    add_boost(p->plan, term__of_title(p->a, an, "XS", title), BOOST_SEGMENT);
}

/* The words of the question in one line. */
static text typed_words(arena *a, const struct query *q)
{
    struct buf all = buf_new(QUERY_BYTES_MAX * 2);
    for (size_t i = 0; i < q->n; i++) {
        if (!query_is_wanted(&q->clauses[i])) continue;
        buf_put(&all, q->clauses[i].words);
        buf_byte(&all, ' ');
    }
    text words = all.failed ? text_of(NULL, 0) : arena_text(a, buf_text(&all));
    buf_release(&all);
    return words;
}

/* Titles are compared in one word: one of the question that stays whole would be the title that has its parts. */
static bool stays_whole(const struct planner *p, text typed)
{
    text rest = p->vocabulary ? fold_words(p->a, typed) : text_of(NULL, 0);
    for (text word; text_next(&rest, ' ', &word);)
        if (vocabulary_keeps_whole(p->vocabulary, word)) return true;
    return false;
}

static void plan_named(struct planner *p, struct analyser *an, const struct query *q)
{
    text typed = typed_words(p->a, q);
    if (!typed.len) return;
    p->plan->closing = p->plan->closing || term__closes_a_law(fold_words(p->a, typed));
    if (!stays_whole(p, typed)) plan_title(p, an, typed);
    terms__plan_references(p->a, an, q, typed, p->plan, boost_reference, p);
    plan_law(p, an, typed);
}

/* "Wet op de arbeidsongeschiktheid verzekering" is the title "Wet op de arbeidsongeschiktheidsverzekering". */
static void plan_joined_title(struct planner *p, struct analyser *an, const struct query *q,
                              const struct terms_join *join)
{
    struct query *joined = ARENA_NEW(p->a, struct query);
    if (!joined) return;
    *joined = *q;
    for (size_t i = 0; i + 1 < q->n; i++) {
        text first = fold_words(p->a, q->clauses[i].words), last = fold_words(p->a, q->clauses[i + 1].words);
        if (!text_eq(first, join->first) || !text_eq(last, join->last)) continue;
        joined->clauses[i].words = join->word;
        joined->clauses[i + 1].words = text_of(NULL, 0);
        plan_title(p, an, typed_words(p->a, joined));
    }
}

void terms_add_joined(arena *a, struct analyser *an, const struct vocabulary *v, const struct query *q,
                      struct plan *plan, const struct terms_join *join)
{
    add_beside(a, an, v, plan, &RANKED, join->word, JOINED);
    plan_joined_title(&(struct planner){.a = a, .weights = &RANKED, .plan = plan}, an, q, join);
}

static bool is_joined(const struct terms_join *joins, size_t n, text word)
{
    for (size_t i = 0; i < n; i++)
        if (text_eq(word, joins[i].first) || text_eq(word, joins[i].last)) return true;
    return false;
}

void terms_ease_apart(arena *a, const struct query *q, struct plan *plan, const struct terms_join *joins, size_t n)
{
    for (size_t i = 0; i < q->n && i < plan->n; i++) {
        const struct plan_clause *c = &plan->clauses[i];
        if (c->shape != QUERY_WORD || !is_joined(joins, n, fold_words(a, q->clauses[i].words))) continue;
        for (size_t k = 0; k < c->n_words; k++)
            for (size_t f = 0; f < c->words[k].n_any; f++) ((struct plan_word *)c->words)[k].any[f].weight *= APART;
    }
}

void terms_add_named(arena *a, struct analyser *an, const struct vocabulary *v, const struct query *corrected,
                     struct plan *plan)
{
    plan_named(&(struct planner){.a = a, .weights = &RANKED, .plan = plan, .vocabulary = v}, an, corrected);
    terms__ease_references(plan);
}

err_code terms_of_query(arena *a, struct analyser *an, const struct vocabulary *v, const struct query *q,
                        bool coordinate, struct plan **out, kb_err *err)
{
    struct plan *plan = ARENA_NEW(a, struct plan);
    if (!plan) return err_set(err, ERR_NOMEM, "search: plan");
    struct planner p = {.a = a, .plan = plan, .weights = coordinate ? &COORDINATED : &RANKED, .vocabulary = v};
    plan_named(&p, an, q);
    for (size_t i = 0; i < q->n; i++) {
        const struct query_clause *from = &q->clauses[i];
        struct plan_clause *c = &plan->clauses[plan->n++];
        *c = (struct plan_clause){.shape = from->shape, .need = from->need, .field = from->field};
        if (from->shape == QUERY_FILTER)
            c->filter = term__of_filter(a, from->field, from->words);
        else
            plan_words(&p, an, from, c);
    }
    terms__ease_references(plan);
    plan->all_stop = !plan->n_references && only_stop_words(plan);
    if (!coordinate) ease_asking(an, plan);
    *out = plan;
    return arena_failed(a) ? err_set(err, ERR_NOMEM, "search: plan") : OK;
}
