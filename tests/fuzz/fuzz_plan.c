/* Whatever is asked, the plan of it stays within its ceilings: every step of planning in the order of search_find, with
 * the shipped vocabulary, of an index that holds every second term. */
#include "tests/fuzz/fuzz.h"

#include "search/query_scan.h"
#include "search/terms.h"
#include "search/vocabulary.h"

#include <math.h>

static bool holds(void *ctx, text term)
{
    uint32_t sum = 2166136261u; /* FNV-1a */
    (void)ctx;
    for (size_t i = 0; i < term.len; i++) sum = (sum ^ (unsigned char)term.ptr[i]) * 16777619u;
    return sum & 1;
}

static bool holds_together(void *ctx, const struct plan_word *words, size_t n)
{
    (void)ctx;
    for (size_t i = 0; i < n; i++) MUST_HOLD(words[i].n_any <= PLAN_FORMS_MAX);
    return n < 3;
}

static double halve(void *ctx, text main, text said)
{
    return holds(ctx, main) && said.len ? 0.5 : 0;
}

struct planning {
    arena *a;
    struct analyser *an;
    const struct vocabulary *v;
    const struct query *q;
    struct plan *plan;
};

static void look_up_name(void *ctx, text beginning, bool whole)
{
    struct planning *p = ctx;
    if (holds(NULL, beginning)) terms_add_name(p->a, p->an, p->v, p->plan, TEXT("sociale verzekeringsbank"), whole);
}

static void add_joined(struct planning *p)
{
    enum { MAX = 4 };
    struct terms_join joined[MAX];
    size_t n = terms_joined(p->a, p->an, p->q, holds, NULL, joined, MAX);
    MUST_HOLD(n <= MAX);
    for (size_t i = 0; i < n; i++) terms_add_joined(p->a, p->an, p->v, p->q, p->plan, &joined[i]);
    terms_ease_apart(p->a, p->q, p->plan, joined, n);
}

static void widen(struct planning *p)
{
    struct vocabulary_meaning meant[VOCABULARY_MEANT_MAX];
    terms_add_places(p->a, p->plan, holds, NULL);
    terms_lean_on_parts(p->plan, p->v, holds, NULL);
    add_joined(p);
    terms_short_names(p->a, p->an, p->v, p->q, look_up_name, p);
    const struct terms_held held = {holds, holds_together, NULL};
    const enum terms_meant which = (enum terms_meant)(p->q->n % 3);
    MUST_HOLD(terms_widen(p->a, p->an, p->v, p->q, which, &held, p->plan, meant) <= VOCABULARY_MEANT_MAX);
}

static void tell_unheld(struct planning *p)
{
    const struct terms_held held = {holds, holds_together, NULL};
    struct coverage c = terms_coverage(p->a, p->an, p->plan, p->q, &held);
    MUST_HOLD(c.held + c.unheld <= p->q->n);
    for (size_t i = 0; i < c.unheld && i < SEARCH_UNHELD_MAX; i++) MUST_HOLD(c.words[i].len && utf8_valid(c.words[i]));
}

static void check_term(const struct plan_term *t)
{
    MUST_HOLD(t->term.len && t->term.len <= TERM_BYTES_MAX);
    MUST_HOLD(isfinite(t->weight) && t->weight >= 0 && t->weight < 100);
}

static void check(const struct plan *plan)
{
    MUST_HOLD(plan->n <= QUERY_CLAUSES_MAX && plan->n_boosts <= sizeof plan->boosts / sizeof *plan->boosts);
    for (size_t i = 0; i < plan->n_boosts; i++) check_term(&plan->boosts[i]);
    for (size_t i = 0; i < plan->n; i++)
        for (size_t k = 0; k < plan->clauses[i].n_words; k++) {
            const struct plan_word *w = &plan->clauses[i].words[k];
            MUST_HOLD(w->n_any && w->n_any <= PLAN_FORMS_MAX);
            for (size_t f = 0; f < w->n_any; f++) check_term(&w->any[f]);
        }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    static struct analyser *an;
    static struct vocabulary *v;
    kb_err err = {0};
    if (!an) MUST_HOLD(analyser_open(&an, &err) == OK && vocabulary_new(&v, an, vocabulary_shipped(), &err) == OK);
    _cleanup_(arena_free_p)
    arena *a = arena_new((size_t)64 << 20);
    const struct query *typed = a ? query_scan(a, text_of((const char *)bytes, len)) : NULL;
    struct query *whole = a ? query_new(a) : NULL;
    if (!typed || !whole) return 0;
    struct planning p = {a, an, v, terms_unbroken(a, an, typed, holds, NULL, whole) ? whole : typed, NULL};
    MUST_HOLD(terms_of_query(a, an, v, p.q, false, &p.plan, &err) == OK);
    const struct query *asked = p.q;
    p.q = terms_unreferenced(a, p.plan, asked);
    widen(&p);
    p.q = asked;
    tell_unheld(&p);
    terms_add_said(a, p.plan, halve, NULL);
    check(p.plan);
    return 0;
}
