/* mend.h - a compound with a mistake in one of its parts. Private to search/; pure.
 *
 * Dutch makes compounds as it goes, so the word that was meant may stand in no text: "huuropzeging" is near nothing
 * that texts hold. But its parts are words: huur is one, and "opzeging" is near opzegging. So the word is cut in two
 * wherever one side is a word of Dutch, with a joint (compound.h) between or without, and the other side is looked up.
 */
#ifndef KB_SEARCH_MEND_H
#define KB_SEARCH_MEND_H

#include "search/lexicon.h"

#include "kb/base/arena.h"

#ifdef __cplusplus
extern "C" {
#endif

struct mend_source {
    /* The nearest word to `part`, at most `most` halves of a mistake away (spelling.h): its distance, or SPELLING_FAR.
     */
    unsigned (*nearest)(void *ctx, text part, unsigned most, text *word);
    /* Has anybody made this compound: a text, the vocabulary, or a text that has its parts together? */
    bool (*used)(void *ctx, text compound);
    void *ctx;
};

/* The compound that was meant, in the arena: of those that are used the one with the least mistake, then the longest
 * known part. Gives its distance; SPELLING_FAR when there is none. */
unsigned mend_compound(arena *a, const struct lexicon *lex, const struct mend_source *words, text typed, text *out);

#ifdef __cplusplus
}
#endif
#endif
