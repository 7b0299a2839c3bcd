/* sketch.h - what a text says in 128 bits, so that nearly equal texts are known without reading them. Private to
 * search/; search.h tells what comes of it.
 *
 * The text is the set of its runs of three words (folded, function words and numbers too). Each bit stands for one way
 * to put all runs in order and is the lowest bit of the number of the first: two texts that share the part J of their
 * runs differ in about 128 * (1 - J) / 2 bits (Broder 1997, "On the resemblance and containment of documents"; one bit
 * each after Li and König 2010). It depends on the one text and on nothing else, so that it tells nothing of others.
 */
#ifndef KB_SEARCH_SKETCH_H
#define KB_SEARCH_SKETCH_H

#include "search/search.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { SKETCH_BITS = 128 };

struct sketching {
    uint64_t order[SKETCH_BITS]; /* a factor each */
    uint32_t least[SKETCH_BITS]; /* of all runs so far, in each order */
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
