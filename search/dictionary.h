/* dictionary.h - is this an ordinary word? Dutch as the lexicon has it (lexicon.h), and English from Debian's
 * wamerican.
 *
 * For whoever must know what people guess first, not for searching: a program that was built without the English list
 * answers for Dutch alone.
 */
#ifndef KB_SEARCH_DICTIONARY_H
#define KB_SEARCH_DICTIONARY_H

#include "kb/base/text.h"

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The text in lower case without accents, one byte for each letter, digit or ASCII sign; what is none of these is a
 * space. Cut off at `max` bytes. The view is of room. */
text dictionary_fold(text typed, char *room, size_t max);

/* The words that begin where `letters` (a to z) begins: bit n is set when one of n letters does, 2 <= n <= 48. */
uint64_t dictionary_words_at(text letters);

/* Is this folded word in the Dutch list as a name only ("hendriks", and not "bakker")? */
bool dictionary_is_name(text folded);

#ifdef __cplusplus
}
#endif
#endif
