/* sketch.h - what a text says in 128 bits, so that nearly equal texts are known without reading them. Private to
 * search/; search.h tells what comes of it.
 *
 * The text is the set of its runs of three words (folded, function words and numbers too). Chance puts all runs in one
 * order and deals them over 128 shares; each bit is made from the first run of its share, or of another share when it
 * got none: two texts that share the part J of their runs differ in about 128 * (1 - J) / 2 bits (Broder 1997, "On the
 * resemblance and containment of documents"; one order for all bits after Li, Owen and Zhang 2012, empty shares after
 * Shrivastava 2017, one bit each after Li and König 2010). It depends on the one text and on nothing else, so that it
 * tells nothing of others.
 */
#ifndef KB_SEARCH_SKETCH_H
#define KB_SEARCH_SKETCH_H

#include "search/search.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { SKETCH_BITS = 128 };

struct sketching {
    uint32_t least[SKETCH_BITS]; /* the place of the first run of each share so far */
    uint64_t before[2];          /* the two words before this one */
    unsigned words;
};

void sketch_begin(struct sketching *s);
void sketch_word(struct sketching *s, text folded);

/* All bits 0 for a text without words: that is like no other. */
struct search_sketch sketch_end(struct sketching *s);

/* How many bits differ. */
unsigned sketch_distance(const struct search_sketch *a, const struct search_sketch *b);

#ifdef __cplusplus
}
#endif
#endif
