/* What the texts hold of a question. A word of several parts is held where one text has all of them: "huurovereenkomst"
 * where it says huur and overeenkomst, but not where one text says huur and another overeenkomst. */
#include "search/terms_internal.h"

#include "kb/base/cleanup.h"

/* Words that one text may have, each with the terms that it may be found by. Some kilobytes, of which only what is used
 * is filled: it begins with `n` 0. */
struct company {
    struct plan_word words[PLAN_FORMS_MAX];
    size_t n;
};

static struct plan_word *one_more(struct company *c)
{
    if (c->n == COUNT_OF(c->words)) return NULL;
    c->words[c->n] = (struct plan_word){.n_any = 0};
    return &c->words[c->n++];
}

static bool is_in_some_text(const struct plan_word *w, const struct terms_held *held)
{
    for (size_t i = 0; i < w->n_any; i++)
        if (held->term(held->ctx, w->any[i].term)) return true;
    return false;
}

static bool are_in_one_text(const struct company *c, const struct terms_held *held)
{
    for (size_t i = 0; i < c->n; i++)
        if (!is_in_some_text(&c->words[i], held)) return false;
    return c->n < 2 || held->together(held->ctx, c->words, c->n);
}

static void add_word(struct company *c, const struct plan_word *w)
{
    struct plan_word *own = one_more(c);
    for (size_t i = 0; own && i < w->n_any; i++)
        if (term__stands_for(w, i)) own->any[own->n_any++] = w->any[i];
}

/* The words of the clause, or (`parts`) the parts of one that is written with hyphens. A word was corrected to one that
 * texts have. */
bool term__has_words(const struct plan_clause *clause, bool parts, const struct terms_held *held)
{
    struct company c;
    c.n = 0;
    bool any = false;
    for (size_t k = 0; k < clause->n_words; k++) {
        const struct plan_word *w = &clause->words[k];
        if (!w->n_any || w->stop || w->part != parts) continue;
        if (!w->corrected) add_word(&c, w);
        any = true;
    }
    return any && are_in_one_text(&c, held);
}

/* The parts of a word that is written as one; a text may have them in other words as well. */
static bool has_parts(const struct plan_word *w, const struct terms_held *held)
{
    struct company c;
    c.n = 0;
    for (size_t i = 0; i < w->n_any; i++) {
        char kind = w->any[i].term.ptr[0];
        if (terms_is_own(w, i) || (kind != 'Z' && kind != 'P')) continue;
        struct plan_word *part = kind == 'Z' || !c.n ? one_more(&c) : &c.words[c.n - 1]; /* "P" stands behind its "Z" */
        if (part) part->any[part->n_any++] = w->any[i];
    }
    return c.n > 1 && are_in_one_text(&c, held);
}

static bool is_found(const struct plan_clause *c, const struct terms_held *held)
{
    if (c->shape != QUERY_WORD || term__has_words(c, false, held) || has_parts(&c->words[0], held)) return true;
    return !c->words[0].number && term__has_words(c, true, held);
}

static void keep_own(struct plan_word *w)
{
    size_t n = 0;
    for (size_t i = 0; i < w->n_any; i++) {
        const struct plan_term form = w->any[i];
        if (!i || term__stands_for(w, i)) w->any[n++] = form;
    }
    w->n_any = n;
}

void terms_only_held(struct plan *plan)
{
    for (size_t i = 0; i < plan->n; i++) {
        struct plan_clause *c = &plan->clauses[i];
        if (c->shape != QUERY_WORD || c->need == QUERY_NOT || !c->n_words || c->words[0].stop) continue;
        for (size_t k = 0; k < c->n_words; k++) keep_own((struct plan_word *)&c->words[k]);
        c->need = QUERY_MUST;
    }
}

static bool is_told(const struct analyser *an, const struct plan_clause *c)
{
    return c->need != QUERY_NOT && c->shape != QUERY_FILTER && c->n_words && !c->words[0].stop &&
           !terms_is_asking(an, &c->words[0]) && !reference_announces(c->words[0].any[0].term);
}

static const struct plan_reference *reference_of(const struct plan *plan, size_t clause)
{
    for (size_t i = 0; i < plan->n_references; i++)
        if (clause >= plan->references[i].first && clause < plan->references[i].last) return &plan->references[i];
    return NULL;
}

static void miss(struct coverage *c, text words)
{
    if (c->unheld++ < SEARCH_UNHELD_MAX) c->words[c->unheld - 1] = words;
}

struct coverage terms_coverage(arena *a, const struct analyser *an, const struct plan *plan, const struct query *typed,
                               const struct terms_held *held)
{
    struct coverage c = {0};
    for (size_t i = typed->n; i < plan->n && !c.meant; i++) c.meant = term__has_words(&plan->clauses[i], false, held);
    for (size_t i = 0; i < typed->n && !plan->all_stop; i++) {
        const struct plan_reference *r = reference_of(plan, i);
        bool cited = r && terms__is_cited(a, r, held);
        if (r && (cited || r->sure)) {
            c.held += cited;
            if (!cited) miss(&c, r->words);
            i = r->last - 1;
        } else if (is_told(an, &plan->clauses[i])) {
            if (is_found(&plan->clauses[i], held))
                c.held++;
            else if (!c.meant)
                miss(&c, typed->clauses[i].words);
        }
    }
    return c;
}
