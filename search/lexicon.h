/* lexicon.h - the words of Dutch, frozen. Private to search/.
 *
 * The lexicon answers one question, "is this a word?", and lets its words be walked letter by letter. The stemmer asks
 * it which of two spellings is the real one (huren -> huur, but hurken -> hurk), the splitter which pieces of a long
 * word are words themselves, the corrector which words lie near a misspelt one.
 *
 * It is made while the program is built, by tools/lexicon.c, from the word lists of Debian (wdutch: the approved words
 * of Stichting OpenTaal, with their forms) and dutch/words.txt, and travels inside the program; where wdutch is missing
 * the words of dutch/ alone remain and analysis falls back to plain rules. Its hash is part of the analyser's id, so a
 * program with another lexicon rebuilds its index beside the old one. It holds nothing of what people write: texts that
 * come and go would else change how other texts are read, and a rebuilt index would answer other than the one that was
 * kept up day by day.
 *
 * Words are folded (fold.h): a to z only, 2 to LEXICON_WORD_MAX letters.
 *
 * On disk a directed acyclic word graph: little-endian 32-bit edges, the children of a node one after another.
 *     bits 0-4 letter (1 = a)   5 a word ends here   6 last child   7-31 first edge of the node behind, 0 for none
 * Edge 0 is unused; the root's children begin at edge 1. */
#ifndef KB_SEARCH_LEXICON_H
#define KB_SEARCH_LEXICON_H

#include "kb/base/text.h"

#include <stdint.h>

enum { LEXICON_WORD_MAX = 48 };

struct lexicon {
    const unsigned char *bytes;
    uint32_t edges;
    const struct dutch_forms *forms; /* irregular forms for the stemmer (dutch.h); NULL for none */
};

/* The one that travels inside the program. */
struct lexicon lexicon_shipped(void);

/* What sha256sum said of its bytes when the program was built. */
text lexicon_sum(void);

/* Was the full word list there when the program was built? */
bool lexicon_is_full(const struct lexicon *lex);

bool lexicon_has(const struct lexicon *lex, text word);

/* Does any word begin so? */
bool lexicon_begins(const struct lexicon *lex, text beginning);

/* ---- Walking ---- */

/* A place in the graph. Begin with lexicon_root; the zero edge is nowhere. */
struct lexicon_at {
    uint32_t children; /* first edge below, 0 when there is none */
    bool word;         /* a word ends here */
};

struct lexicon_at lexicon_root(const struct lexicon *lex);

/* One letter on; false when no word goes on like this. */
bool lexicon_step(const struct lexicon *lex, struct lexicon_at *at, char letter);

#endif
