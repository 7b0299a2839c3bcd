#include "search/scores.hh"

#include "search/cited.hh"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

using namespace kb_search;

/* ---- What each word gives ---- */

double kb_search::rarity(double all, double n)
{
    double w = (all - n + 0.5) / (n + 0.5);
    return std::log(w < 2 ? w / 2 + 1 : w);
}

/* A term with its weight for the question and for the scope. */
struct scored_term {
    std::string term;
    double weight;
    bool flat;
};

/* Words of one question share parts and meanings: each term is read once. In one order, so that texts with the same
 * words have exactly the same score. */
static std::vector<scored_term> each_once(const Xapian::Database &db, const std::vector<plan_term> &terms)
{
    std::map<std::string, plan_term> once;
    for (const plan_term &t : terms) {
        auto added = once.insert({str(t.term), t});
        if (!added.second) added.first->second.weight += t.weight;
    }
    std::vector<scored_term> out;
    for (const auto &one : once) {
        const plan_term &t = one.second;
        Xapian::doccount n = db.get_termfreq(one.first);
        double weight = t.flat ? t.weight : t.weight * (BM25_K1 + 1) * rarity(db.get_doccount(), n);
        if (n) out.push_back({one.first, weight, t.flat});
    }
    return out;
}

/* How a text's length slows a word's weight: what is added to the number of times that it stands there. */
class slowing
{
    static constexpr double LEAST = 0.5; /* of the mean: a shorter text counts as if it were so long */
    const double fixed, by_length, least;

  public:
    explicit slowing(double mean_length)
        : fixed(BM25_K1 * (1 - BM25_B)), by_length(BM25_K1 * BM25_B / mean_length), least(LEAST * mean_length)
    {
    }
    double of(double length) const
    {
        return fixed + by_length * std::max(length, least);
    }
};

/* The scores of the texts of one database, by number. */
struct scores {
    std::string database; /* its name for the library */
    std::vector<double> of;
    double most = 0;
    Xapian::doccount found = 0;
};

/* Lengths are looked up once for a state of the index. */
static Xapian::termcount length_of(Xapian::termcount &known, const Xapian::PostingIterator &at)
{
    if (!known) known = at.get_doclength();
    return known;
}

static void add_term(const Xapian::Database &db, const scored_term &t, const slowing &slow,
                     std::vector<Xapian::termcount> &lengths, std::vector<double> &to)
{
    const auto end = db.postlist_end(t.term);
    for (auto at = db.postlist_begin(t.term); at != end; ++at) {
        const Xapian::docid number = *at;
        if (number >= to.size()) throw Xapian::DatabaseCorruptError("a posting of a document that cannot be");
        if (t.flat) {
            to[number] += t.weight;
            continue;
        }
        const double wdf = at.get_wdf();
        to[number] += t.weight * wdf / (slow.of(length_of(lengths[number], at)) + wdf);
    }
}

static scores scores_of(search_reader *r, enum search_audience audience, const std::vector<scored_term> &terms,
                        const slowing &slow, const citations &cited)
{
    scores s;
    const Xapian::Database &db = r->db[audience];
    std::vector<Xapian::termcount> &lengths = r->lengths[audience];
    s.database = db.get_uuid();
    s.of.resize(size_t{db.get_lastdocid()} + 1);
    lengths.resize(s.of.size());
    for (const scored_term &t : terms) add_term(db, t, slow, lengths, s.of);
    for (const auto &text : cited.given[audience])
        if (text.first < s.of.size() && s.of[text.first] > 0) s.of[text.first] += text.second;
    for (double score : s.of) {
        s.most = std::max(s.most, score);
        s.found += score > 0;
    }
    return s;
}

/* ---- As the library wants to be told ---- */

/* The library makes one for each database and tells it which. */
class score_source : public Xapian::PostingSource
{
    const std::shared_ptr<const std::vector<scores>> all;
    const scores *here = nullptr;
    Xapian::docid at = 0;

    bool counts(double least) const
    {
        return here->of[at] > 0 && here->of[at] >= least;
    }

  public:
    explicit score_source(std::shared_ptr<const std::vector<scores>> of) : all(std::move(of))
    {
    }
    score_source *clone() const override
    {
        return new score_source(all);
    }
    void init(const Xapian::Database &db) override
    {
        const std::string name = db.get_uuid();
        for (const scores &s : *all)
            if (s.database == name) here = &s;
        if (!here) throw Xapian::InvalidOperationError("scores of another database");
        at = 0;
        set_maxweight(here->most);
    }
    Xapian::doccount get_termfreq_min() const override
    {
        return here->found;
    }
    Xapian::doccount get_termfreq_est() const override
    {
        return here->found;
    }
    Xapian::doccount get_termfreq_max() const override
    {
        return here->found;
    }
    double get_weight() const override
    {
        return here->of[at];
    }
    Xapian::docid get_docid() const override
    {
        return at;
    }
    bool at_end() const override
    {
        return at >= here->of.size();
    }
    void next(double least) override
    {
        skip_to(at + 1, least);
    }
    void skip_to(Xapian::docid number, double least) override
    {
        at = std::max(at, number);
        while (!at_end() && !counts(least)) at++;
    }
    bool check(Xapian::docid number, double least) override
    {
        at = number;
        return at_end() || counts(least);
    }
};

Xapian::Query kb_search::scored(search_reader *r, enum search_scope scope, const std::vector<plan_term> &terms,
                                text articles)
{
    const Xapian::Database db = scope_of(r, scope);
    const std::vector<scored_term> once = each_once(db, terms);
    if (once.empty()) return Xapian::Query();
    const slowing slow(db.get_avlength());
    const citations &cited = citations_of(r, scope, articles);
    auto all = std::make_shared<std::vector<scores>>();
    all->push_back(scores_of(r, SEARCH_ADOPTED, once, slow, cited));
    if (scope == SEARCH_AS_MEMBER) all->push_back(scores_of(r, SEARCH_MEMBERS, once, slow, cited));
    return Xapian::Query((new score_source(all))->release());
}
