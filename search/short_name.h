/* short_name.h - the short names that texts give: "de Sociale Verzekeringsbank (SVB)", "Wet schuldsanering natuurlijke
 * personen (hierna: Wsnp)". Who asks for the one should find the other. Private to search/; pure.
 *
 * A short name has three to eight letters of which the first is a capital, between brackets; it is no word of Dutch,
 * unless it has more capitals. Its letters are those that the words of the full name begin with, or the parts of its
 * compounds, in their order: the shortest end of the sentence so far that reads so is the name. */
#ifndef KB_SEARCH_SHORT_NAME_H
#define KB_SEARCH_SHORT_NAME_H

#include "search/lexicon.h"

enum { SHORT_NAME_MIN = 3, SHORT_NAME_MAX = 8, SHORT_NAME_WORDS = 12 };

struct short_name {
    text brief, full; /* of the source, as they stand there */
};

/* The next one behind `*at`; false at the end. */
bool short_name_next(const struct lexicon *lex, text source, size_t *at, struct short_name *out);

/* May this word of a question, as it was typed, be a short name? */
bool short_name_may_be(const struct lexicon *lex, text typed);

#endif
