/* scores.hh - what the ranking words of a question give each text. Private to search/.
 *
 * The library goes from text to text and asks each word what it gives there; what it knows of the most that a word can
 * give is too much for leaving any out (docs/scaling.md). Here one word is read after the other, its texts in a row,
 * and each adds to the sums of its texts: the same answers for less than a third. What must be there, filters and the
 * best thousand remain the library's: it is told the sums as those of one word. */
#ifndef KB_SEARCH_SCORES_HH
#define KB_SEARCH_SCORES_HH

#include "search/reader.hh"

namespace kb_search
{

/* BM25: how fast a repeated word stops counting (k1), and how much a long text is marked down (b). README.md has the
 * measurements. */
static const double BM25_K1 = 4, BM25_B = 0.5;

/* As BM25 weighs a term that n of all documents have. */
double rarity(double all, double n);

/* The texts of the scope that have any of these terms, and what the terms give them together; empty when none has.
 * `articles`: of the law that was named (plan), whose texts count the more the more others cite them; may be empty. */
Xapian::Query scored(search_reader *r, enum search_scope scope, const std::vector<plan_term> &terms, text articles);

} // namespace kb_search

#endif
