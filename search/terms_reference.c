/* References that a question says (reference.h): what texts are found by, whether any of them has it, and where a text
 * cites it. */
#include "search/fold.h"
#include "search/terms_internal.h"

#include "kb/base/cleanup.h"

struct asking {
    struct reference_scan scan;
    void (*boost)(void *ctx, text unit);
    void *ctx;
    arena *a;
    const struct query *q;
    struct plan *plan;
    size_t before; /* references that were planned before these words were read */
};

/* Only whole words as they were written: the dear part of analysis is not needed. */
static bool exact_only(void *ctx, text folded)
{
    (void)ctx;
    (void)folded;
    return false;
}

static void read_word(void *ctx, const struct analysed *w)
{
    if (w->kind == ANALYSE_EXACT && !w->part) reference_word(ctx, w->term, w->from, w->to);
}

static void scan_references(struct analyser *an, struct reference_scan *scan)
{
    analyse(an, scan->source, &(struct analyse_sink){.emit = read_word, .wanted = exact_only, .ctx = scan});
    reference_end(scan);
}

static bool is_of_any_law(text unit)
{
    return text_starts(unit, TEXT("* "));
}

/* ---- Planning ---- */

/* The words of the question stand in one line, a space behind each clause. */
static void find_clauses(const struct query *q, struct plan_reference *r, size_t from, size_t to)
{
    size_t at = 0;
    r->first = r->last = 0;
    for (size_t i = 0; i < q->n; i++) {
        if (!query_is_wanted(&q->clauses[i])) continue;
        size_t end = at + q->clauses[i].words.len;
        if (at < to && end > from) {
            if (!r->last) r->first = i;
            r->last = i + 1;
        }
        at = end + 1;
    }
}

static struct plan_reference *reference_at(const struct asking *k)
{
    struct plan *plan = k->plan;
    struct plan_reference found = {.words = text_of(NULL, 0)};
    find_clauses(k->q, &found, k->scan.from, k->scan.to);
    for (size_t i = 0; i < plan->n_references; i++) {
        struct plan_reference *r = &plan->references[i];
        if (r->first >= found.last || found.first >= r->last) continue;
        return i < k->before ? NULL : r;
    }
    if (plan->n_references == PLAN_REFERENCES_MAX || !found.last) return NULL;
    found.words = text_slice(k->scan.source, k->scan.from, k->scan.to - k->scan.from);
    found.sure = true;
    found.named = k->scan.whose.len > 0;
    plan->references[plan->n_references] = found;
    return &plan->references[plan->n_references++];
}

/* "7:1 Awb" is not held where a text cites 7:1 BW; a number without a law is taken for one of the BW. */
static bool stands_for(const struct reference_scan *scan, text unit)
{
    return !is_of_any_law(unit) || !scan->whose.len || text_is(scan->whose, "bw");
}

static void take_unit(void *ctx, text unit)
{
    struct asking *k = ctx;
    k->boost(k->ctx, unit);
    struct plan_reference *r = reference_at(k);
    if (!r) return;
    r->sure = r->sure && k->scan.sure;
    r->number = reference_is_number(unit);
    if (!stands_for(&k->scan, unit)) return;
    if (r->n_units < COUNT_OF(r->units))
        r->units[r->n_units++] = arena_text(k->a, unit);
    else
        r->sure = false; /* not all of it is known: nothing can be said of what no text has */
}

void terms__plan_references(arena *a, struct analyser *an, const struct query *q, text typed, struct plan *plan,
                            void (*boost)(void *ctx, text unit), void *ctx)
{
    struct asking k = {.boost = boost, .ctx = ctx, .a = a, .q = q, .plan = plan, .before = plan->n_references};
    k.scan = (struct reference_scan){
        .laws = analyser_laws(an), .source = typed, .asking = true, .emit = take_unit, .ctx = &k};
    k.scan.home = reference_home(k.scan.laws, fold_words(a, typed));
    scan_references(an, &k.scan);
}

/* ---- The words that say it ---- */

static bool says(const struct plan_reference *r, const struct plan_word *w)
{
    text word = w->any[0].term;
    if (!r->sure) return reference_announces(word);
    return r->number || reference_is_said_by(word);
}

/* A word goes with its parts. */
static void leave_out(const struct plan_reference *r, struct plan_clause *c)
{
    struct plan_word *words = (struct plan_word *)c->words;
    bool out = false;
    size_t n = 0;
    for (size_t i = 0; i < c->n_words; i++) {
        if (!words[i].part) out = words[i].n_any && says(r, &words[i]);
        if (!out) words[n++] = words[i];
    }
    c->n_words = n;
}

void terms__ease_references(struct plan *plan)
{
    for (size_t i = 0; i < plan->n_references; i++) {
        const struct plan_reference *r = &plan->references[i];
        for (size_t k = r->first; k < r->last && k < plan->n; k++) {
            struct plan_clause *c = &plan->clauses[k];
            if (c->shape == QUERY_WORD && c->need == QUERY_ANY) leave_out(r, c);
        }
    }
}

const struct query *terms_unreferenced(arena *a, const struct plan *plan, const struct query *q)
{
    struct query *rest = plan->n_references ? ARENA_NEW(a, struct query) : NULL;
    if (!rest) return q;
    *rest = *q;
    for (size_t i = 0; i < plan->n_references; i++)
        for (size_t k = plan->references[i].first; plan->references[i].sure && k < plan->references[i].last; k++)
            if (query_is_wanted(&rest->clauses[k])) rest->clauses[k].words = text_of(NULL, 0);
    return rest;
}

/* ---- Held ---- */

bool terms__is_cited(arena *a, const struct plan_reference *r, const struct terms_held *held)
{
    static const char *const prefixes[] = {"R", TERMS_IS};
    for (size_t i = 0; i < r->n_units; i++) {
        for (size_t k = 0; k < COUNT_OF(prefixes); k++)
            if (held->term(held->ctx, term__with_prefix(a, prefixes[k], r->units[i]))) return true;
        text number = text_slice(r->units[i], strlen("bp "), SIZE_MAX);
        if (text_starts(r->units[i], TEXT("bp ")) && held->term(held->ctx, term__with_prefix(a, "XN", number)))
            return true;
    }
    return false;
}

/* ---- Where a text cites it ---- */

struct citing {
    const struct plan *plan;
    struct reference_scan scan;
    size_t base, told; /* where the line begins; behind the last place that was told */
    void (*found)(void *ctx, const struct terms_cited *);
    void *ctx;
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* "7:271 Awb" is not where a text cites 7:271 BW. */
static bool is_asked(const struct citing *c, const struct plan_reference *r, text unit)
{
    if (r->named && c->scan.whose.len && is_of_any_law(unit)) return false;
    for (size_t i = 0; i < r->n_units; i++)
        if (text_eq(r->units[i], unit)) return true;
    return false;
}

static void tell_place(void *ctx, text unit)
{
    struct citing *c = ctx;
    for (size_t i = 0; i < c->plan->n_references; i++) {
        size_t from = c->base + c->scan.from, to = c->base + c->scan.to;
        if (from < c->told || !is_asked(c, &c->plan->references[i], unit)) continue;
        c->told = to;
        c->found(c->ctx, &(struct terms_cited){.reference = i, .from = from, .to = to});
    }
}

/* The last figure of a unit, as a text may write it: 271 of "bw 7:271a", 1 of "bp 2026-001". */
static text last_figure(text unit)
{
    size_t to = unit.len;
    while (to && !is_digit(unit.ptr[to - 1])) to--;
    size_t from = to;
    while (from && is_digit(unit.ptr[from - 1])) from--;
    while (from + 1 < to && unit.ptr[from] == '0') from++;
    return text_slice(unit, from, to - from);
}

/* "10 tot en met 14", "10-14" */
static bool has_range(text line)
{
    static const char *const signs[] = {"tot en met", "t/m", "\xE2\x80\x93"};
    for (size_t i = 0; i < COUNT_OF(signs); i++)
        if (text_find(line, text_str(signs[i]), 0) != SIZE_MAX) return true;
    for (size_t at = 0; (at = text_find_byte(line, '-', at)) != SIZE_MAX; at++)
        if (at + 1 < line.len && is_digit(line.ptr[at + 1])) return true;
    return false;
}

/* Reading words is dear: most lines have neither the figure nor a range that it may lie in. */
static bool may_cite(const struct plan *plan, text line)
{
    text before = text_of(NULL, 0);
    for (size_t i = 0; i < plan->n_references; i++)
        for (size_t k = 0; k < plan->references[i].n_units; k++) {
            text figure = last_figure(plan->references[i].units[k]);
            if (!text_eq(figure, before) && text_find(line, figure, 0) != SIZE_MAX) return true;
            before = figure;
        }
    return has_range(line);
}

void terms_cited(struct analyser *an, const struct plan *plan, const struct reference_home *home, text body,
                 void (*found)(void *ctx, const struct terms_cited *), void *ctx)
{
    struct citing c = {.plan = plan, .found = found, .ctx = ctx};
    c.scan = (struct reference_scan){.laws = analyser_laws(an), .home = *home, .emit = tell_place, .ctx = &c};
    text rest = body;
    for (text line; plan->n_references && text_next(&rest, '\n', &line);) {
        if (!may_cite(plan, line)) continue;
        c.base = (size_t)(line.ptr - body.ptr);
        c.scan.source = line;
        scan_references(an, &c.scan);
    }
}
