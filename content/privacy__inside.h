/* privacy__inside.h - what the files of the privacy guard share. Nobody outside content/privacy*.c includes it.
 *
 * privacy_read.c makes of a text what a reader sees of it, privacy.c looks for client data in that, privacy_own.c knows
 * what of it is the network's own.
 */
#ifndef CONTENT_PRIVACY_INSIDE_H
#define CONTENT_PRIVACY_INSIDE_H

#include "content/privacy.h"

/* A letter that is none of ASCII and has none as its base. */
#define OTHER_LETTER '\x01'

/* The text as it is read: one folded letter for each code point, and where it came from. */
struct reading {
    text source;
    char *c;      /* ASCII, letters with accents as their base; OTHER_LETTER for any other */
    uint32_t *at; /* byte offset in the source */
    size_t n;
    const struct privacy_own *own;
    struct privacy_finding *found;
    size_t n_found;
    bool more;
};

/* Fills source, c, at and n. ERR_NOMEM when the arena is full. */
MUST_CHECK err_code privacy__read(text source, arena *a, struct reading *r, kb_err *err);

/* Is this one of the network's numbers or addresses (own->numbers)? */
bool privacy__is_own(const struct privacy_own *own, text source, const struct privacy_finding *f);

#endif
