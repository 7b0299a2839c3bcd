/* slug.h - names for addresses: "Huurverhoging: wat nu?" becomes huurverhoging-wat-nu.
 *
 * A slug is lower case ASCII letters, digits and single hyphens, never at an end. It decorates an address; the number
 * or the id in it is what counts (design section 3, rule 6). Accents are folded by a table for Latin letters.
 */
#ifndef KB_DOMAIN_SLUG_H
#define KB_DOMAIN_SLUG_H

#include "kb/base/text.h"

#ifdef __cplusplus
extern "C" {
#endif

enum {
    SLUG_MAX = 60, /* bytes of a slug; longer titles are cut between two words */
    NUMBER_BYTES = 16
};

/* Writes the slug with a closing NUL and returns its view; empty when nothing in the title can stand in one. */
text slug_make(text title, char out[SLUG_MAX + 1]);

/* Is this a slug as slug_make writes them? */
bool slug_valid(text t);

/* The number of a practice, "2026-014": year and order in the year, given once and never used again. Three digits at
 * least; the thousandth of a year is "2026-1000". */
struct slug_number {
    int year;  /* 2000..9999 */
    int order; /* 1..999999 */
};

const char *slug_number_format(struct slug_number n, char out[NUMBER_BYTES]);

/* Reads exactly what slug_number_format writes: "2026-14" is no number. */
bool slug_number_parse(text t, struct slug_number *out);

#ifdef __cplusplus
}
#endif
#endif
