/* compound.h - the parts of a Dutch compound. Private to search/; pure.
 *
 * "verblijfsvergunning" is verblijf + s + vergunning. Parts are words of the lexicon of three letters and more, joined
 * by nothing or by s, en, n, e or er; the fewest parts win, then the fewest joints. Words under COMPOUND_MIN letters,
 * and those dutch.c knows to be whole (voorwaarde, minderjarig), have no parts. */
#ifndef KB_SEARCH_COMPOUND_H
#define KB_SEARCH_COMPOUND_H

#include "search/lexicon.h"

enum { COMPOUND_MIN = 7, COMPOUND_PARTS_MAX = 6, COMPOUND_JOINTS = 6 };

/* Nothing, s, en, n, e, er. */
extern const text compound_joints[COMPOUND_JOINTS];

struct compound {
    struct {
        size_t from, len;
    } parts[COMPOUND_PARTS_MAX];
    size_t n;
};

/* False when the word is no compound of known words. */
bool compound_split(const struct lexicon *lex, text word, struct compound *out);

/* The noun and the verb of a phrase that became one word: "ondertoezichtstelling" is onder + toezicht + stelling, and
 * "tenuitvoergelegd" ten + uitvoer + gelegd. False for another word. */
bool compound_phrase(const struct lexicon *lex, text word, struct compound *out);

/* Does this word stand before such a noun (onder, in, uit, ter)? */
bool compound_begins_phrase(text word);

#endif
