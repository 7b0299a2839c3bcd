#include "search/query.hh"

#include "search/reader.hh"

using namespace kb_search;
using Xapian::Query;

static Query of_term(const plan_term &t)
{
    Query term(str(t.term));
    if (t.flat)
        return Query(Query::OP_FILTER, Query((new Xapian::FixedWeightPostingSource(t.weight))->release()), term);
    return t.weight == 1 ? term : Query(Query::OP_SCALE_WEIGHT, term, t.weight);
}

Query kb_search::any_of(const std::vector<Query> &queries)
{
    return queries.empty() ? Query() : Query(Query::OP_OR, queries.begin(), queries.end());
}

Query kb_search::any_term(const std::vector<plan_term> &terms)
{
    std::vector<Query> queries;
    queries.reserve(terms.size());
    for (const plan_term &t : terms) queries.push_back(of_term(t));
    return any_of(queries);
}

static void add_forms(const plan_word &w, std::vector<plan_term> &to)
{
    for (size_t i = 0; i < w.n_any; i++)
        if (w.any[i].weight > 0) to.push_back(w.any[i]);
}

Query kb_search::of_forms(const plan_word &w)
{
    std::vector<plan_term> forms;
    add_forms(w, forms);
    return any_term(forms);
}

/* What is near the word in this way: 0 is the word itself, in any form. */
static Query of_near(const plan_word &w, unsigned near)
{
    std::vector<plan_term> forms;
    for (size_t i = 0; i < w.n_any; i++)
        if (w.any[i].weight > 0 && w.any[i].near == near) forms.push_back(w.any[i]);
    return any_term(forms);
}

static std::vector<Query> parts_of(const plan_word &w)
{
    std::vector<Query> parts;
    for (unsigned part = 2;; part++) {
        Query one = of_near(w, part);
        if (one.empty()) return parts;
        parts.push_back(one);
    }
}

/* A whole word, or all of its parts in its place, written as one or with hyphens: one of them says nothing about
 * whether the word is there. Nor is a text kept out because all stand in it, each for itself. Moves i behind its
 * parts. */
static Query of_whole_word(const plan_clause &c, size_t &i)
{
    const plan_word &w = c.words[i];
    std::vector<Query> any{of_near(w, 0)}, hyphened;
    while (++i < c.n_words && c.words[i].part) hyphened.push_back(of_near(c.words[i], 0));
    if (c.need == QUERY_NOT) return any[0];
    for (const std::vector<Query> &parts : {parts_of(w), hyphened})
        if (parts.size() > 1) any.push_back(Query(Query::OP_AND, parts.begin(), parts.end()));
    return any_of(any);
}

static Query all_words(const plan_clause &c)
{
    std::vector<Query> words;
    for (size_t i = 0; i < c.n_words;) words.push_back(of_whole_word(c, i));
    return words.empty() ? Query() : Query(Query::OP_AND, words.begin(), words.end());
}

static Query phrase(const plan_clause &c)
{
    std::vector<std::string> terms;
    for (size_t i = 0; i < c.n_words; i++)
        if (c.words[i].in_line) terms.push_back(str(c.words[i].any[0].term));
    if (terms.size() < 2) return all_words(c);
    return Query(Query::OP_PHRASE, terms.begin(), terms.end(), (Xapian::termcount)terms.size());
}

static void gather_words(const plan &p, const plan_clause &c, gathered &g)
{
    if (c.need == QUERY_NOT) {
        Query q = c.shape == QUERY_PHRASE ? phrase(c) : all_words(c);
        if (!q.empty()) g.unwanted.push_back(q);
        return;
    }
    g.words_asked = true;
    if (c.need == QUERY_MUST) {
        Query q = c.shape == QUERY_PHRASE ? phrase(c) : all_words(c);
        if (!q.empty()) g.must.push_back(q);
        return;
    }
    for (size_t i = 0; i < c.n_words; i++)
        if (!c.words[i].stop || p.all_stop) add_forms(c.words[i], g.any);
}

gathered kb_search::gather(const plan &p)
{
    gathered g;
    for (size_t i = 0; i < p.n; i++) {
        const plan_clause &c = p.clauses[i];
        if (c.shape != QUERY_FILTER)
            gather_words(p, c, g);
        else if (c.need == QUERY_NOT)
            g.unwanted.push_back(Query(str(c.filter)));
        else
            g.filters[c.field].push_back(Query(str(c.filter)));
    }
    bool asked = !g.any.empty() || !g.must.empty() || p.n_references; /* that no word is asked for may be on purpose */
    for (size_t i = 0; i < p.n_boosts && asked; i++)
        if (p.boosts[i].weight > 0) g.any.push_back(p.boosts[i]);
    return g;
}

static Query all_texts()
{
    return Query(Query::OP_AND_NOT, Query::MatchAll, Query(str(term_of_said())));
}

Query kb_search::query_of(const gathered &g, const Query &any)
{
    if (g.words_asked && any.empty() && g.must.empty()) return Query();
    Query q = g.words_asked ? any : all_texts();
    if (!g.must.empty()) {
        Query must(Query::OP_AND, g.must.begin(), g.must.end());
        q = any.empty() ? must : Query(Query::OP_AND_MAYBE, must, q);
    }
    for (const auto &field : g.filters) q = Query(Query::OP_FILTER, q, any_of(field.second));
    if (!g.unwanted.empty()) q = Query(Query::OP_AND_NOT, q, any_of(g.unwanted));
    return q;
}

bool kb_search::holds_term(void *ctx, text term)
{
    return static_cast<const Xapian::Database *>(ctx)->term_exists(str(term));
}

static bool holds_together(void *ctx, const struct plan_word *words, size_t n)
{
    std::vector<Query> all;
    for (size_t i = 0; i < n; i++) {
        std::vector<std::string> any;
        for (size_t k = 0; k < words[i].n_any; k++) any.push_back(str(words[i].any[k].term));
        all.emplace_back(Query::OP_OR, any.begin(), any.end());
    }
    Xapian::Enquire enquire(*static_cast<const Xapian::Database *>(ctx));
    enquire.set_query(Query(Query::OP_AND, all.begin(), all.end()));
    enquire.set_weighting_scheme(Xapian::BoolWeight());
    return !enquire.get_mset(0, 1).empty();
}

terms_held kb_search::held_by(Xapian::Database &db)
{
    return {holds_term, holds_together, &db};
}
