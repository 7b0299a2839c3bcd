/* cited.hh - of the texts that are articles of a law, what others make of them by citing those. Private to search/.
 *
 * Who names a law, with or without a word more, is helped best with what it turns on; and what that is, its own
 * articles and all other texts tell by referring to it. */
#ifndef KB_SEARCH_CITED_HH
#define KB_SEARCH_CITED_HH

#include "search/reader.hh"

namespace kb_search
{

/* `articles`: how the terms of the law's articles begin (terms.h, plan); of none nothing is given. Only texts of the
 * scope are looked at. Remembered, within bounds: of the Burgerlijk Wetboek it takes 5 ms. Lives until the next call.
 */
const citations &citations_of(search_reader *r, enum search_scope scope, text articles);

} // namespace kb_search

#endif
