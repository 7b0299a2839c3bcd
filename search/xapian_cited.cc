#include "search/cited.hh"

#include "search/scores.hh"

#include <algorithm>

using namespace kb_search;

/* What the text gets that is cited most, of what a rare word counts; the others in proportion. */
static const double MOST_CITED = 1;

static const size_t REMEMBERED_MAX = 64 * 1024; /* texts of all laws, 16 bytes each, and laws */

/* How often each text is cited, by number. */
using counts = std::map<Xapian::docid, double>;

/* How many texts of the scope cite an article of the law, but for those that are it. */
static double cited_by(const Xapian::Database &scope, const std::string &article, Xapian::doccount are_it)
{
    const double all = scope.get_termfreq("R" + article.substr(1));
    return std::max(0.0, all - are_it);
}

static void count(const Xapian::Database &db, const std::string &article, double by, counts &to)
{
    for (auto at = db.postlist_begin(article); at != db.postlist_end(article); ++at) to[*at] += by;
}

/* From how often each is cited to what it gets. */
static citations weighed(const counts (&counted)[2], double texts)
{
    citations c;
    double most = 0;
    for (const counts &of : counted)
        for (const auto &text : of) most = std::max(most, text.second);
    if (most <= 0) return c;
    const double weight = MOST_CITED * rarity(texts, counted[0].size() + counted[1].size()) / most;
    for (size_t i = 0; i < 2; i++)
        for (const auto &text : counted[i]) c.given[i].push_back({text.first, text.second * weight});
    return c;
}

static citations count_all(const search_reader *r, enum search_scope scope, const std::string &articles)
{
    if (articles.empty()) return {};
    counts counted[2];
    const Xapian::Database db = scope_of(r, scope);
    for (auto at = db.allterms_begin(articles); at != db.allterms_end(articles); ++at) {
        const double by = cited_by(db, *at, at.get_termfreq());
        count(r->db[SEARCH_ADOPTED], *at, by, counted[SEARCH_ADOPTED]);
        if (scope == SEARCH_AS_MEMBER) count(r->db[SEARCH_MEMBERS], *at, by, counted[SEARCH_MEMBERS]);
    }
    return weighed(counted, db.get_doccount());
}

const citations &kb_search::citations_of(search_reader *r, enum search_scope scope, text articles)
{
    std::map<std::string, citations> &known = r->cited[scope];
    const auto found = known.find(str(articles));
    if (found != known.end()) return found->second;
    if (r->cited_texts > REMEMBERED_MAX) {
        for (auto &of_scope : r->cited) of_scope.clear();
        r->cited_texts = 0;
    }
    citations fresh = count_all(r, scope, str(articles));
    r->cited_texts += 1 + fresh.given[0].size() + fresh.given[1].size();
    return known[str(articles)] = std::move(fresh);
}
