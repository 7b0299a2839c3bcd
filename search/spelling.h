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
    SPELLING_FAR = 1000,
    SPELLING_LETTERS_MAX = 40
};

/* How many mistakes a word of this length is forgiven, in halves; 0 for none. */
unsigned spelling_forgiven(size_t letters);

/* The distance in halves, SPELLING_FAR when it is more than `most` halves. ASCII letters, folded; linear in the length
 * times `most`. Words over 40 letters are far from everything. */
unsigned spelling_distance(text a, text b, unsigned most);

/* The same for one word and many others, which come in the order of their letters: what a word shares with the one
 * before is reckoned once, and where that is too far already, no further letter is looked at. */
struct spelling {
    text typed;
    unsigned most;
    /* What follows belongs to spelling.c: the last word that was looked at, and the distances behind each letter. */
    char letters[SPELLING_LETTERS_MAX];
    size_t n, done; /* letters of it; rows that hold */
    bool dead;      /* the last of those rows is too far everywhere */
    unsigned rows[SPELLING_LETTERS_MAX + 1][SPELLING_LETTERS_MAX + 2];
};

void spelling_begin(struct spelling *s, text typed, unsigned most);
unsigned spelling_to(struct spelling *s, text word);

/* The same to what the word begins with, whichever beginning is nearest: what was typed is not finished. One spelling
 * asks only one of the two. */
unsigned spelling_to_beginning(struct spelling *s, text word);

#ifdef __cplusplus
}
#endif
#endif
