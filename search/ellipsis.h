/* ellipsis.h - compounds that share a part and say it once: "reis- en verblijfkosten" are reiskosten and
 * verblijfkosten, "gegevensverstrekking en -verwerking" are gegevensverstrekking and gegevensverwerking. Who asks for
 * reiskosten should find both. Private to search/; pure.
 *
 * Words go in one by one, in the order of the text; what a word leaves out comes from the one behind or before it, with
 * nothing between them but en, of, dan wel and other words that leave out the same. The whole is a word of the lexicon,
 * or of two that are: what cannot be read so tells nothing. */
#ifndef KB_SEARCH_ELLIPSIS_H
#define KB_SEARCH_ELLIPSIS_H

#include "search/lexicon.h"
#include "search/words.h"

enum { ELLIPSIS_OPEN_MAX = 4 /* handels-, bedrijfs-, ambachts- of beroepsactiviteit */ };

/* A word as it was met. */
struct ellipsis_word {
    char letters[ANALYSE_WORD_MAX];
    size_t len;
    unsigned position;
    size_t from, to;
};

/* Zero it before the first word of a text, and set what stands first. */
struct ellipsis {
    const struct lexicon *lexicon;
    void (*found)(void *ctx, text whole, const struct ellipsis_word *met); /* met: where it stands; borrowed */
    void *ctx;

    struct ellipsis_word open[ELLIPSIS_OPEN_MAX];
    size_t n_open, last_from, last_to; /* the word before, in the text */
    unsigned links;                    /* en, of, dan, wel since the last word */
};

/* The next word, with the text that it is of. */
void ellipsis_next(struct ellipsis *e, text source, const struct word *w, unsigned position);

#endif
