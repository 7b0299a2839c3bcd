/* dutch.h - what no rule of Dutch can know, as tables. Private to search/. */
#ifndef KB_SEARCH_DUTCH_H
#define KB_SEARCH_DUTCH_H

#include "kb/base/text.h"

/* All tables, ready to be looked up; made in a tenth of a millisecond, and never changed: threads may share them. NULL
 * when there is no memory. */
struct dutch_forms;
struct dutch_forms *dutch_forms_new(void);
void dutch_forms_free(struct dutch_forms *forms);

/* The stem of an irregular form ("kinderen" -> "kind", "genomen" -> "neem"), or a word that only looks like a form and
 * is its own stem ("regen"). False when the table does not hold it. */
bool dutch_irregular(const struct dutch_forms *forms, text form, text *stem);

/* The same by the end of a word: "-leden" -> "-lid". On true, the first `cut` letters and then *tail are the stem. */
bool dutch_irregular_tail(const struct dutch_forms *forms, text form, size_t *cut, text *tail);

/* The root of a stem where it is not to be seen from the letters: "hulp" -> "help". */
bool dutch_irregular_root(const struct dutch_forms *forms, text stem, text *root);

/* Is this a function word ("de", "van")? And all of them, for the analyser's id. */
bool dutch_is_stop(const struct dutch_forms *forms, text word);
text dutch_stops(void);

/* Is this the stem of a word that people ask with ("hoeveel krijg ik") and that says little about what? */
bool dutch_is_asking(const struct dutch_forms *forms, text stem);

/* How long is the separable ("op|zeggen") or fixed ("ver|huren") verb prefix at the start; 0 for none. `next` counts
 * from 0: there can be several ("aan", "aanbe"). */
size_t dutch_separable(text word, size_t nth);
size_t dutch_fixed(text word, size_t nth);

/* May this be a part of a compound? Function words, prefixes and suffixes may not, and of the words of three letters
 * only those of a list. */
bool dutch_may_be_part(const struct dutch_forms *forms, text word, bool first);

/* Is this a word never to split (dutch/wholes.txt)? */
bool dutch_is_whole(const struct dutch_forms *forms, text word);

/* That list, for the analyser's id. */
text dutch_wholes(void);

#endif
