/* fold.h - what a character is to a word, and the letters it counts as. Private to search/. */
#ifndef KB_SEARCH_FOLD_H
#define KB_SEARCH_FOLD_H

#include "kb/base/arena.h"
#include "kb/base/text.h"

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum fold_class {
    FOLD_OTHER,      /* ends a word */
    FOLD_LETTER,     /* stands as out[0 .. n-1] */
    FOLD_DIGIT,      /* the same */
    FOLD_NOTHING,    /* a mark on a letter, a soft hyphen: as if it were not there */
    FOLD_HYPHEN,     /* joins */
    FOLD_APOSTROPHE, /* may begin 's */
    FOLD_JOINT       /* : . , / between digits */
};

enum { FOLD_BYTES = 16, FOLD_VERSION = 1 };

/* The class of a code point; for letters and digits their folded UTF-8 goes to out and its length to *n. */
enum fold_class fold(uint32_t c, char out[FOLD_BYTES], size_t *n);

/* The folded words with one space between: what two ways of typing the same have in common. In the arena; the empty
 * text when it is full. */
text fold_words(arena *a, text typed);

#ifdef __cplusplus
}
#endif

#endif
