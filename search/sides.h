/* sides.h - one side of an agreement of the vocabulary, as it is met in a question. Private to search/; pure.
 *
 * What analysis makes of the sides of the shipped vocabulary is made when the program is built (tools/sides.c) and
 * travels inside it: there are so many that the first question after a start waited for them. */
#ifndef KB_SEARCH_SIDES_H
#define KB_SEARCH_SIDES_H

#include "search/analyse.h"

#include "kb/base/arena.h"

#ifdef __cplusplus
extern "C" {
#endif

struct side {
    text folded;        /* its words as one types them */
    text forms;         /* as they are met, a space between: stems, and function words behind a full stop */
    size_t words, rank; /* words in all; of them, those that are no function words */
};

/* What was made of a side of the shipped vocabulary, written just so; false for another. */
bool side_shipped(text written, struct side *out);

/* The same, made now, in the arena; false when that is full. */
bool side_make(arena *a, struct analyser *an, text written, struct side *out);

/* The next of the forms; false behind the last. */
static inline bool side_next(text *forms, text *form, bool *stop)
{
    if (!text_next(forms, ' ', form)) return false;
    *stop = text_starts(*form, TEXT("."));
    if (*stop) *form = text_slice(*form, 1, SIZE_MAX);
    return true;
}

/* ---- The table that travels inside the program ----
 *
 *     u32 slots; u32 at[slots]             where the entry of a side stands, at its hash or behind; 0: none
 *     entry: u16 written, folded, forms    bytes of each, then these one behind another
 *            u8 words, rank
 *
 * In the order of the machine that builds, which is the one that runs it. */
struct side_entry {
    uint16_t written, folded, forms;
    uint8_t words, rank;
};

#ifdef __cplusplus
}
#endif
#endif
