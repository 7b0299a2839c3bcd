/* Words that say where a text holds or whose it is ("huur in amsterdam", "werkgroep migratie"): a text seldom says so
 * itself, and it is written beside it all the same. */
#include "search/terms_internal.h"

#include "kb/base/cleanup.h"

static const double PLACE = 1; /* counts like the word in a title: by how few texts hold there */

static void add_place(arena *a, struct plan_word *w, enum query_field field, bool (*holds)(void *ctx, text term),
                      void *ctx)
{
    if (w->n_any == COUNT_OF(w->any)) return;
    text term = term__of_filter(a, field, w->any[0].term);
    if (term.len && holds(ctx, term)) w->any[w->n_any++] = (struct plan_term){.term = term, .weight = PLACE, .flat = true};
}

void terms_add_places(arena *a, struct plan *plan, bool (*holds)(void *ctx, text term), void *ctx)
{
    static const enum query_field fields[] = {QUERY_APPLIES, QUERY_ORGANISATION, QUERY_FROM, QUERY_GROUP};
    for (size_t i = 0; i < plan->n; i++) {
        struct plan_clause *c = &plan->clauses[i];
        if (c->shape != QUERY_WORD || c->need == QUERY_NOT || !c->n_words) continue;
        struct plan_word *w = (struct plan_word *)&c->words[0];
        if (w->stop || w->number || !w->n_any) continue;
        for (size_t k = 0; k < COUNT_OF(fields); k++) add_place(a, w, fields[k], holds, ctx);
    }
}
