/* Finding: from a question to the best documents of one or two databases (search.h). */
#include "search/fold.h"
#include "search/near.hh"
#include "search/query.hh"
#include "search/scores.hh"

#include <algorithm>
#include <string_view>
#include <unordered_set>

using namespace kb_search;
using Xapian::Query;

/* Nearly every word of a law stands in its transitional provisions as well, and hardly anybody looks for those. */
static const double CLOSING = 0.9;

/* An overview of a law has the words of all its parts, which say more: it is what was asked for when only the law was
 * named. */
static const double WHOLE = 0.85;

/* Fetching a thousand documents costs more than finding them, so a reader remembers those it met, by number, for as
 * long as it looks at the same state of the index. */
static const size_t KNOWN_MAX = 16 * 1024;

/* ---- Running it ---- */

struct candidate {
    text id; /* in the arena */
    double score;
    enum search_audience audience;
    kb_time date;
    struct search_sketch sketch;
};

static bool better(const candidate &a, const candidate &b)
{
    if (a.score != b.score) return a.score > b.score;
    return a.date != b.date ? a.date > b.date : text_cmp(a.id, b.id) < 0;
}

static bool newer(const candidate &a, const candidate &b)
{
    return a.date != b.date ? a.date > b.date : better(a, b);
}

static card fetch(const Xapian::Database &db, Xapian::docid number)
{
    return card_unpack(db.get_document(number, Xapian::DOC_ASSUME_VALID).get_data());
}

/* Lives until the next look; `room` is for a document that is not kept. */
static const card &look_up(search_reader *r, enum search_audience audience, Xapian::docid number, card &room)
{
    std::vector<card> &known = r->known[audience];
    if (number >= KNOWN_MAX) return room = fetch(r->db[audience], number);
    if (known.size() <= number) known.resize(number + 1);
    if (known[number].id.empty()) known[number] = fetch(r->db[audience], number);
    return known[number];
}

/* Where a document number of what was asked comes from: of two databases as one, numbers alternate. */
struct origin {
    enum search_audience first, second;
    bool both;
    double counts[LAW_PART__COUNT]; /* of a text that is that of a law */
};

static candidate candidate_of(search_reader *r, const origin &from, Xapian::docid number, double score, arena *a)
{
    enum search_audience audience = from.both && number % 2 == 0 ? from.second : from.first;
    card room;
    const card &d = look_up(r, audience, from.both ? (number - 1) / 2 + 1 : number, room);
    return {arena_text(a, view(d.id)), score * from.counts[d.of_law], audience, d.date, d.sketch};
}

static std::vector<candidate> candidates(search_reader *r, const origin &from, const Xapian::MSet &found, arena *a)
{
    std::vector<candidate> all;
    all.reserve(found.size());
    for (auto at = found.begin(); at != found.end(); ++at)
        all.push_back(candidate_of(r, from, *at, at.get_weight(), a));
    return all;
}

/* A document on its way to a wider index stands in two: keeps the better placed one. */
static void drop_doubles(std::vector<candidate> &all)
{
    std::unordered_set<std::string_view> ids(2 * all.size());
    auto seen = [&](const candidate &c) { return !ids.insert(std::string_view(c.id.ptr, c.id.len)).second; };
    all.erase(std::remove_if(all.begin(), all.end(), seen), all.end());
}

static err_code hand_out(const std::vector<candidate> &all, arena *a, struct search_hits *out, kb_err *err)
{
    out->items = ARENA_ARRAY(a, struct search_hit, all.size());
    for (size_t i = 0; i < all.size() && out->items; i++)
        out->items[i] = {all[i].id, all[i].score, all[i].audience, all[i].date, all[i].sketch};
    out->n = all.size();
    return arena_failed(a) ? err_set(err, ERR_NOMEM, "search: hits") : OK;
}

static size_t bounded(size_t limit)
{
    return limit == 0 || limit > SEARCH_LIMIT_MAX ? (size_t)SEARCH_LIMIT_MAX : limit;
}

/* The best candidates, one more than the limit so that it shows whether there are more. Without words to rank by the
 * newest come first. Equal scores are put in order by the caller: reading the date of every match cost a quarter of
 * all searches. */
static Xapian::MSet run(const Xapian::Database &db, const Query &query, bool by_words, const Xapian::Weight &weight,
                        size_t limit)
{
    if (query.empty()) return {};
    Xapian::Enquire enquire(db);
    enquire.set_query(query);
    if (by_words) {
        enquire.set_weighting_scheme(weight);
        enquire.set_sort_by_relevance();
    } else {
        enquire.set_weighting_scheme(Xapian::BoolWeight());
        enquire.set_sort_by_value(0, true);
    }
    return enquire.get_mset(0, (Xapian::doccount)limit + 1);
}

/* Sorted by date, a text that barely touches the question must not come first: what scores under a fifth of the best
 * goes. */
static void keep_relevant(std::vector<candidate> &all)
{
    double best = 0;
    for (const candidate &c : all) best = std::max(best, c.score);
    auto weak = [&](const candidate &c) { return c.score < best / 5; };
    all.erase(std::remove_if(all.begin(), all.end(), weak), all.end());
}

static err_code answer(search_reader *r, const origin &from, const Xapian::MSet &found, enum search_sort sort,
                       size_t limit, arena *a, struct search_hits *out, kb_err *err)
{
    std::vector<candidate> all = candidates(r, from, found, a);
    out->more = all.size() > limit;
    std::sort(all.begin(), all.end(), better);
    if (from.both) drop_doubles(all);
    if (all.size() > limit) all.resize(limit);
    if (sort == SEARCH_BY_DATE) {
        keep_relevant(all);
        std::sort(all.begin(), all.end(), newer);
    }
    return hand_out(all, a, out, err);
}

/* ---- What was typed means besides ---- */

/* Each once, and nothing that was typed. */
static void tell(arena *a, const struct query *typed, struct search_hits *out, text word)
{
    text folded = fold_words(a, word);
    for (size_t i = 0; i < out->n_meant; i++)
        if (text_eq(fold_words(a, out->meant[i]), folded)) return;
    for (size_t i = 0; i < typed->n; i++)
        if (text_eq(fold_words(a, typed->clauses[i].words), folded)) return;
    if (out->n_meant < SEARCH_MEANT_MAX) out->meant[out->n_meant++] = word;
}

/* The question with its broken words made whole, and told. */
static const struct query *unbroken_query(const search_reader *r, arena *a, Xapian::Database &db,
                                          const struct query *typed, struct search_hits *out)
{
    struct query *whole = ARENA_NEW(a, struct query);
    if (!whole || !terms_unbroken(a, r->analyser, typed, holds_term, &db, whole)) return typed;
    for (size_t i = 0, k = 0; i < whole->n; i++, k++) {
        if (text_eq(whole->clauses[i].words, typed->clauses[k].words)) continue;
        tell(a, typed, out, whole->clauses[i].words);
        k++;
    }
    return whole;
}

/* The question as it is after correction: the nearest word in the place of each misspelt one. */
static const struct query *corrected_query(arena *a, const struct query *typed, const struct search_hits *out)
{
    if (!out->n_corrected) return typed;
    struct query *q = ARENA_NEW(a, struct query);
    if (!q) return typed;
    *q = *typed;
    for (size_t i = 0; i < q->n; i++) {
        text folded = fold_words(a, q->clauses[i].words);
        for (size_t k = out->n_corrected; k-- > 0;) /* the first of several is the nearest: it goes last */
            if (text_eq(out->corrected[k].typed, folded)) q->clauses[i].words = out->corrected[k].used;
    }
    return q;
}

static bool has_words(const struct query *q, text words)
{
    for (size_t i = 0; i < q->n; i++)
        if (text_eq(q->clauses[i].words, words)) return true;
    return false;
}

/* What passages are marked for: the question as it was typed, with the broken words made whole (`whole`) and what was
 * tried for misspelt ones beside it. */
static const struct query *marked_query(arena *a, const struct query *typed, const struct query *whole,
                                        const struct search_hits *out)
{
    struct query *q = whole != typed || out->n_corrected ? ARENA_NEW(a, struct query) : nullptr;
    if (!q) return typed;
    *q = *typed;
    for (size_t i = 0; i < whole->n; i++)
        if (!has_words(typed, whole->clauses[i].words))
            query_add_words(q, QUERY_WORD, QUERY_ANY, whole->clauses[i].words);
    for (size_t i = 0; i < out->n_corrected; i++) query_add_words(q, QUERY_WORD, QUERY_ANY, out->corrected[i].used);
    return q->cut && !typed->cut ? corrected_query(a, whole, out) : q; /* no room beside it: in its place */
}

/* ---- What was said about texts ---- */

/* A word that few remarks have may stand in many texts: it is as rare as texts and remarks together make it. */
static double weight_of_said(void *ctx, text main, text said)
{
    const Xapian::Database &db = *static_cast<const Xapian::Database *>(ctx);
    Xapian::doccount n = db.get_termfreq(str(said)), all = db.get_doccount();
    return n ? rarity(all, std::min(all, n + db.get_termfreq(str(main)))) / rarity(all, n) : 0;
}

/* Of drafts a point counts a point. */
static double is_said(void *ctx, text, text said)
{
    return static_cast<const Xapian::Database *>(ctx)->term_exists(str(said));
}

/* ---- What counts alike wherever it stands ---- */

/* Most names that a question could be are those of no text: weight 0 leaves them out (gather). */
static void weigh_by_rarity(const Xapian::Database &db, plan_term &t)
{
    if (!t.flat) return;
    Xapian::doccount n = db.get_termfreq(str(t.term));
    t.weight = n ? t.weight * rarity(db.get_doccount(), n) : 0;
}

/* Such a term counts by how rare it is and by nothing else: BM25 would make much of it in short texts. */
static void weigh_flat(const Xapian::Database &db, plan *plan)
{
    for (size_t i = 0; i < plan->n; i++)
        for (size_t k = 0; k < plan->clauses[i].n_words; k++) {
            plan_word &w = const_cast<plan_word &>(plan->clauses[i].words[k]);
            for (size_t f = 0; f < w.n_any; f++) weigh_by_rarity(db, w.any[f]);
        }
    for (size_t i = 0; i < plan->n_boosts; i++) weigh_by_rarity(db, plan->boosts[i]);
}

/* ---- Short names that texts explain ---- */

struct naming {
    search_reader *r;
    const Xapian::Database &db;
    arena *a;
    const struct query *q;
    struct plan *plan;
    struct search_hits *out;
};

/* The name that most texts give, behind this beginning of a term. */
static void look_up_name(void *ctx, text beginning, bool whole)
{
    const naming &n = *static_cast<const naming *>(ctx);
    const std::string begins = str(beginning);
    std::string best;
    Xapian::doccount most = 0;
    for (auto t = n.db.allterms_begin(begins); t != n.db.allterms_end(begins); ++t) {
        if (t.get_termfreq() <= most) continue;
        most = t.get_termfreq();
        best = (*t).substr(begins.size());
    }
    text name = arena_text(n.a, view(best));
    if (!most || vocabulary_has_word(n.r->vocabulary(), name)) return;
    terms_add_name(n.a, n.r->analyser, n.r->vocabulary(), n.plan, name, whole);
    tell(n.a, n.q, n.out, name);
}

/* By compounds of what was typed. */
static void widen_joined(search_reader *r, Xapian::Database &db, arena *a, const struct query *q, struct plan *plan,
                         struct search_hits *out)
{
    enum { JOINED_MAX = 4 };
    struct terms_join joined[JOINED_MAX];
    size_t n = terms_joined(a, r->analyser, q, holds_term, &db, joined, JOINED_MAX);
    for (size_t i = 0; i < n; i++) {
        terms_add_joined(a, r->analyser, r->vocabulary(), q, plan, &joined[i]);
        tell(a, q, out, joined[i].word);
    }
    terms_ease_apart(a, q, plan, joined, n);
}

/* By what it means. */
static void widen_meant(search_reader *r, Xapian::Database &db, arena *a, const struct query *q, terms_meant which,
                        struct plan *plan, struct search_hits *out)
{
    const terms_held held = held_by(db);
    naming names = {r, db, a, q, plan, out};
    terms_short_names(a, r->analyser, r->vocabulary(), q, look_up_name, &names);
    struct vocabulary_meaning meant[VOCABULARY_MEANT_MAX];
    size_t n = terms_widen(a, r->analyser, r->vocabulary(), q, which, &held, plan, meant);
    for (size_t i = 0; i < n; i++) tell(a, q, out, arena_text(a, meant[i].words));
}

/* What was asked, without what was added since. */
struct asked_so_far {
    size_t clauses, boosts, told;
};

static asked_so_far so_far(const struct plan *plan, const struct search_hits *out)
{
    return {plan->n, plan->n_boosts, out->n_meant};
}

static void go_back(const asked_so_far &to, struct plan *plan, struct search_hits *out)
{
    plan->n = to.clauses;
    plan->n_boosts = to.boosts;
    out->n_meant = to.told;
}

/* Where texts lack a word of the question and all of what it means, less of it may be meant: "terugbetalen" where no
 * text is about "bijstand terugbetalen". Some of a meaning is no answer ("werk" for the WIA); its chief word is near
 * where nothing of what was typed is held ("WSNP", where texts say schuldsanering). */
static coverage widen(search_reader *r, Xapian::Database &db, arena *a, const struct query *q,
                      const struct query *corrected, struct plan *plan, struct search_hits *out)
{
    const terms_held held = held_by(db);
    widen_joined(r, db, a, corrected, plan, out);
    const asked_so_far before = so_far(plan, out);
    widen_meant(r, db, a, corrected, TERMS_MEANT_ALL, plan, out);
    coverage c = terms_coverage(a, r->analyser, plan, q, &held);
    const search_hits all = *out;
    if (c.unheld && !c.meant) {
        go_back(before, plan, out);
        widen_meant(r, db, a, corrected, TERMS_MEANT_HELD, plan, out);
        c = terms_coverage(a, r->analyser, plan, q, &held);
    }
    out->n_tried = out->n_meant;
    if (!c.unheld || c.meant) return c;
    go_back(before, plan, out);
    if (!c.held) widen_meant(r, db, a, corrected, TERMS_MEANT_NEAR, plan, out);
    std::copy_n(all.meant, all.n_meant, out->meant);
    out->n_tried = all.n_meant;
    return c;
}

/* The plan of a question as it is asked in the end; `out` is told what was made of it. */
static err_code plan_question(search_reader *r, Xapian::Database &db, arena *a, const struct search_ask *ask,
                              struct plan **out_plan, struct search_hits *out, kb_err *err)
{
    struct plan *plan;
    ERR_TRY(need_vocabulary(r, err));
    const terms_held held = held_by(db);
    const struct query *query = ask->as_typed ? ask->query : unbroken_query(r, a, db, ask->query, out);
    ERR_TRY(terms_of_query(a, r->analyser, ask->as_typed ? nullptr : r->vocabulary(), query, false, &plan, err));
    terms_add_places(a, plan, holds_term, &db);
    coverage c;
    if (ask->as_typed) {
        c = terms_coverage(a, r->analyser, plan, query, &held);
    } else {
        correct(r, ask->scope, query, plan, a, out);
        const struct query *corrected = corrected_query(a, query, out);
        if (out->n_corrected) terms_add_named(a, r->analyser, r->vocabulary(), corrected, plan);
        terms_lean_on_parts(plan, r->vocabulary(), holds_term, &db);
        c = widen(r, db, a, query, terms_unreferenced(a, plan, corrected), plan, out);
    }
    if (ask->itself) terms_only_held(plan);
    out->asked = marked_query(a, ask->query, query, out);
    out->n_unheld = std::min<size_t>(c.unheld, SEARCH_UNHELD_MAX);
    out->only_near = out->n_unheld && c.unheld >= c.held;
    std::copy_n(c.words, out->n_unheld, out->unheld);
    *out_plan = plan;
    return OK;
}

static err_code find(search_reader *r, arena *a, const struct search_ask *ask, struct search_hits *out, kb_err *err)
{
    struct plan *plan;
    Xapian::Database db = scope_of(r, ask->scope);
    ERR_TRY(plan_question(r, db, a, ask, &plan, out, err));
    if (ask->said && ask->scope == SEARCH_AS_MEMBER) terms_add_said(a, plan, weight_of_said, &db);
    weigh_flat(db, plan);
    gathered g = gather(*plan);
    const origin from = {SEARCH_ADOPTED,
                         SEARCH_MEMBERS,
                         ask->scope == SEARCH_AS_MEMBER,
                         {1, plan->closing ? 1 : CLOSING, plan->whole_law ? 1 : WHOLE}};
    Xapian::MSet found = run(db, query_of(g, scored(r, ask->scope, g.any, plan->articles)), g.words_asked,
                             Xapian::BM25Weight(BM25_K1, 0, 1, BM25_B, 0.5), bounded(ask->limit));
    return answer(r, from, found, ask->sort, bounded(ask->limit), a, out, err);
}

err_code search_find(struct search_reader *r, arena *a, const struct search_ask *ask, struct search_hits *out,
                     kb_err *err)
{
    return guarded(err, [&] {
        return on_one_state(r, err, [&] {
            *out = {};
            return find(r, a, ask, out, err);
        });
    });
}

static err_code mend(search_reader *r, arena *a, const struct search_ask *ask, struct search_hits *out, kb_err *err)
{
    struct plan *plan;
    Xapian::Database db = scope_of(r, ask->scope);
    return plan_question(r, db, a, ask, &plan, out, err);
}

err_code search_mend(struct search_reader *r, arena *a, const struct search_ask *ask, struct search_hits *out,
                     kb_err *err)
{
    return guarded(err, [&] {
        return on_one_state(r, err, [&] {
            *out = {};
            return mend(r, a, ask, out, err);
        });
    });
}

static err_code find_groups(search_reader *r, arena *a, const struct query *query, const text *groups, size_t n_groups,
                            size_t limit, struct search_hits *out, kb_err *err)
{
    struct plan *plan;
    ERR_TRY(terms_of_query(a, r->analyser, nullptr, query, true, &plan, err));
    terms_add_said(a, plan, is_said, &r->db[SEARCH_GROUPS]);
    std::vector<Query> mine;
    for (size_t i = 0; i < std::min<size_t>(n_groups, SEARCH_GROUPS_MAX); i++)
        mine.push_back(Query(str(term_of_group(a, groups[i]))));
    gathered g = gather(*plan);
    Query q = query_of(g, any_term(g.any));
    if (!q.empty()) q = Query(Query::OP_FILTER, q, any_of(mine));
    const origin from = {SEARCH_GROUPS, SEARCH_GROUPS, false, {1, 1, 1}};
    Xapian::MSet found = run(r->db[SEARCH_GROUPS], q, g.words_asked, Xapian::CoordWeight(), bounded(limit));
    return answer(r, from, found, SEARCH_BY_RELEVANCE, bounded(limit), a, out, err);
}

err_code search_find_groups(struct search_reader *r, arena *a, const struct query *query, const text *groups,
                            size_t n_groups, size_t limit, struct search_hits *out, kb_err *err)
{
    struct search_hits none = {};
    none.asked = query;
    *out = none;
    if (n_groups == 0) return OK;
    return guarded(err, [&] {
        return on_one_state(r, err, [&] {
            *out = none;
            return find_groups(r, a, query, groups, n_groups, limit, out, err);
        });
    });
}
