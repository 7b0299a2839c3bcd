/* words.h - where the words of a text begin and end, folded. The first half of analyse.h; private to search/. */
#ifndef KB_SEARCH_WORDS_H
#define KB_SEARCH_WORDS_H

#include "search/analyse.h"

struct word_part {
    size_t from, len; /* in word.folded */
};

struct word {
    char folded[ANALYSE_WORD_MAX];
    size_t len;
    bool number;                               /* holds a digit */
    bool unit;                                 /* digits joined to digits: 7:271 */
    struct word_part parts[ANALYSE_PARTS_MAX]; /* at least one */
    size_t n_parts;
    size_t from, to; /* bytes in the text */
};

struct word_scan {
    text t;
    size_t at;
    bool host; /* inside https://host */
};

/* The next word; false at the end of the text. */
bool word_next(struct word_scan *s, struct word *w);

/* Is this a prefix that is no word of its own before a hyphen: re, co, ex? */
bool word_is_prefix(text folded);

/* SHA-256-able description of the tables that decide about words. */
text word_tables(void);

#endif
