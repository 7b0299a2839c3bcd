/* spelling.h - how far a word is from another one, for correcting what nobody wrote that way. Private to search/.
 *
 * The distance counts single letters that are added, left out, replaced, or swapped with their neighbour (restricted
 * Damerau-Levenshtein). A doubled letter that should be single, and the other way round, is half a mistake less: in
 * Dutch that is the most common one ("gebreeken", "adres" / "addres"). So is what sounds alike: d/t, c/k, s/z, f/v,
 * ei/ij, au/ou, ch/g, ie/i, ij/y, ks/x, kw/qu. */
#ifndef KB_SEARCH_SPELLING_H
#define KB_SEARCH_SPELLING_H

#include "kb/base/text.h"

#ifdef __cplusplus
extern "C" {
#endif

enum {
    SPELLING_LEAST = 4, /* letters: shorter words have too many neighbours */
    SPELLING_SOUND = 1, /* halves: what sounds alike */
    SPELLING_ONE = 2,   /* one mistake */
    SPELLING_FAR = 1000
};

/* How many mistakes a word of this length is forgiven, in halves; 0 for none. */
unsigned spelling_forgiven(size_t letters);

/* The distance in halves, SPELLING_FAR when it is more than `most` halves. ASCII letters, folded; linear in the length
 * times `most`. Words over 40 letters are far from everything. */
unsigned spelling_distance(text a, text b, unsigned most);

#ifdef __cplusplus
}
#endif
#endif
