/* known.h - what analysis made of a word, remembered. Private to search/; safe from every thread.
 *
 * Making a stem and finding what a word is made of is the dear part of analysis, and texts repeat their words. So what
 * was made is kept, and analysers share it: written once, never changed, read without a lock. When the room (2 MiB,
 * some 30,000 words) is full the words that come later are looked at each time. */
#ifndef KB_SEARCH_KNOWN_H
#define KB_SEARCH_KNOWN_H

#include "search/analyse.h"
#include "search/stem.h"

enum { RELATED_MAX = 8, RELATED_BYTES = 192, KNOWN_LETTERS = ANALYSE_WORD_MAX + STEM_MAX + RELATED_BYTES };

/* The word, its stem, then what is related to it, their letters one behind another. */
struct known {
    unsigned char word, stem;        /* letters of each */
    unsigned char n;                 /* related */
    unsigned char ends[RELATED_MAX]; /* counted from the first related */
    bool part[RELATED_MAX];
    bool whole; /* what is related to it was looked for, too */
    char letters[];
};

static inline text known_word(const struct known *k)
{
    return text_of(k->letters, k->word);
}

static inline text known_stem(const struct known *k)
{
    return text_of(k->letters + k->word, k->stem);
}

static inline text known_related(const struct known *k, size_t i)
{
    size_t from = i ? k->ends[i - 1] : 0;
    return text_of(k->letters + k->word + k->stem + from, k->ends[i] - from);
}

static inline size_t known_letters(const struct known *k)
{
    return (size_t)k->word + k->stem + (k->n ? k->ends[k->n - 1] : 0);
}

struct known_words;
struct known_words *known_new(void); /* NULL when there is no memory */
void known_free(struct known_words *w);

/* What is kept of the word, at least its stem, and when `whole` what is related to it; NULL when nothing is. */
const struct known *known_find(const struct known_words *w, text word, bool whole);

/* Keeps a copy and gives that; NULL when there is no room. `dutch`: a word that the lexicon explains. The others, of
 * which there is no end, get a quarter of the room. */
const struct known *known_keep(struct known_words *w, const struct known *k, bool dutch);

#endif
