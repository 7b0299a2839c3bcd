/* Any bytes are words: each lies in the text, in its order, is folded and short; analysed again it is itself; and the
 * terms and references that a document and a question of these bytes get stay within their ceilings. */
#include "tests/fuzz/fuzz.h"

#include "search/query_scan.h"
#include "search/terms.h"

struct seen {
    size_t from, words;
    unsigned position;
    text source;
};

static void look(void *ctx, const struct analysed *w)
{
    struct seen *s = ctx;
    MUST_HOLD(w->from >= s->from && w->to > w->from && w->to <= s->source.len);
    MUST_HOLD(w->term.len > 0 && w->term.len <= ANALYSE_WORD_MAX && utf8_valid(w->term));
    MUST_HOLD(w->position >= 1 && w->weight > 0 && w->weight <= 1);
    if (w->kind == ANALYSE_EXACT && !w->part) {
        MUST_HOLD(w->position > s->position || s->words == 0);
        s->position = w->position;
        s->words++;
    }
    s->from = w->from;
}

static void index_it(arena *a, struct analyser *an, text source)
{
    struct search_section section = {TEXT("Artikel 1"), source};
    struct search_doc doc = {
        .id = TEXT("x:adopted"), .title = utf8_clip(source, 300), .sections = &section, .n_sections = 1};
    struct postings postings;
    kb_err err = {0};
    MUST_HOLD(terms_of_doc(a, an, &doc, &postings, &err) == OK);
    for (size_t i = 0; i < postings.n; i++)
        MUST_HOLD(postings.items[i].term.len && postings.items[i].term.len <= TERM_BYTES_MAX);
}

static void ask_it(arena *a, struct analyser *an, text source)
{
    const struct query *q = query_scan(a, source);
    struct plan *plan;
    kb_err err = {0};
    MUST_HOLD(q && terms_of_query(a, an, NULL, q, false, &plan, &err) == OK);
    MUST_HOLD(plan->n <= QUERY_CLAUSES_MAX);
    for (size_t i = 0; i < plan->n_boosts; i++) MUST_HOLD(plan->boosts[i].term.len <= TERM_BYTES_MAX);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    static struct analyser *an; /* one for all runs: what it remembers of words must not matter */
    kb_err err = {0};
    if (!an) MUST_HOLD(analyser_open(&an, &err) == OK);
    _cleanup_(arena_free_p)
    arena *a = arena_new((size_t)256 << 20);
    struct seen seen = {.source = text_of((const char *)bytes, len)};
    unsigned last = analyse(an, seen.source, &(struct analyse_sink){.emit = look, .ctx = &seen});
    MUST_HOLD(last >= seen.words || last >= seen.position);
    index_it(a, an, seen.source);
    ask_it(a, an, seen.source);
    return 0;
}
