/* titles.hh - what was typed, looked up in the titles of texts: what goes on like it. Private to search/.
 *
 * A title of the adopted index stands there from each of its words to its end (README.md, terms NT and NW), so that
 * what goes on like something is a range of terms: a few blocks are read, however many texts there are.
 */
#ifndef KB_SEARCH_TITLES_HH
#define KB_SEARCH_TITLES_HH

#include "search/near.hh"

namespace kb_search
{

/* At most `most` texts in whose title these folded words stand in a row, the last of them not finished unless `ended`.
 * Titles that begin so come first; of those, and of the others, where the last word is whole, then the shortest. */
std::vector<Xapian::docid> titles_with(const Xapian::Database &db, text folded, bool ended, size_t most);

/* Words that begin so and stand in titles behind the longest end of the folded words `before` that any word follows.
 * The most frequent first; function words too. */
std::vector<suggestion> words_following(const Xapian::Database &db, text before, text begun);

} // namespace kb_search

#endif
