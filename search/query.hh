/* query.hh - from the plan of a question (terms.h) to the query that the library runs. Private to search/. */
#ifndef KB_SEARCH_QUERY_HH
#define KB_SEARCH_QUERY_HH

#include "search/terms.h"

#include <map>
#include <vector>
#include <xapian.h>

namespace kb_search
{

Xapian::Query any_of(const std::vector<Xapian::Query> &queries);

/* A word in any of its forms. */
Xapian::Query of_forms(const plan_word &w);

/* The clauses, sorted by what they do. */
struct gathered {
    std::vector<plan_term> any; /* what ranks */
    std::vector<Xapian::Query> must, unwanted;
    std::map<enum query_field, std::vector<Xapian::Query>> filters;
    bool words_asked = false;
};

gathered gather(const plan &p);

/* Any of these terms. */
Xapian::Query any_term(const std::vector<plan_term> &terms);

/* The query, with one of its ranking words; empty when words were asked and none of them is a word. */
Xapian::Query query_of(const gathered &g, const Xapian::Query &any);

/* For the planner, which asks whether the database that is `ctx` has a term. */
bool holds_term(void *ctx, text term);

/* terms_coverage by the texts of a database. */
coverage coverage_of(arena *a, const analyser *an, Xapian::Database &db, const plan *p, const query *typed);

} // namespace kb_search

#endif
