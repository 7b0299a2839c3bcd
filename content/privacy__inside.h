/* privacy__inside.h - what the files of the privacy guard share. Nobody outside content/privacy*.c includes it.
 *
 * privacy_read.c makes of a text what a reader sees of it; privacy.c walks through that and looks for client data, in
 * figures with privacy_number.c, around a sign of mail with privacy_mail.c; privacy_own.c knows what of it is the
 * network's own.
 */
#ifndef CONTENT_PRIVACY_INSIDE_H
#define CONTENT_PRIVACY_INSIDE_H

#include "content/privacy.h"

#include <ctype.h>
#include <string.h>

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

/* ---- Signs of a reading; behind its end stands '\0' ---- */

static inline bool digit(char c)
{
    return c >= '0' && c <= '9';
}

static inline bool letter(char c)
{
    return isalpha((unsigned char)c) || c == OTHER_LETTER;
}

static inline bool upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static inline char lower(char c)
{
    return upper(c) ? (char)(c + 'a' - 'A') : c;
}

static inline char before(const struct reading *r, size_t i)
{
    return i ? r->c[i - 1] : ' ';
}

static inline size_t skip_digits(const struct reading *r, size_t i)
{
    while (digit(r->c[i])) i++;
    return i;
}

/* Are these lower-case ASCII letters next, whatever their case in the text? */
static inline bool says(const struct reading *r, size_t i, const char *word)
{
    if (lower(r->c[i]) != word[0]) return false; /* most often this is all there is to it */
    size_t n = strlen(word);
    if (n > r->n - i) return false;
    for (size_t k = 0; k < n; k++)
        if (lower(r->c[i + k]) != word[k]) return false;
    return true;
}

/* Does one of these words stand in the `window` letters before i? A window is short, so the work stays linear. */
bool privacy__behind(const struct reading *r, size_t i, size_t window, const char *const *words);

/* Takes what stands from `from` up to `to` down as client data, in place of what was found inside it. */
void privacy__found(struct reading *r, enum privacy_kind kind, enum privacy_level level, size_t from, size_t to);

/* Looks at i for one kind of thing. Where to go on behind what it knows, client data or not; 0 when it is no such. */
typedef size_t privacy__taker(struct reading *r, size_t i);

/* At a digit or a plus. A BSN behind its word goes before all else that it could be; one that begins with a 0 and has
 * another number behind it goes before a telephone; one without its first 0 only looks like one behind its word. */
privacy__taker privacy__take_said_bsn, privacy__take_bsn, privacy__take_phone, privacy__take_old_bsn;

/* "BSN" and its like: what follows is no number of a case. */
bool privacy__is_bsn_word(const struct reading *r, size_t i);

/* How many of the digits of a telephone stand for this country or for another area ("310", "0031", "0"); 0 for a number
 * of another country. `abroad`: a plus stands before them. */
size_t privacy__trunk(const char *digits, bool abroad);

/* At the beginning of a word. */
privacy__taker privacy__take_iban;

/* At the sign of mail, and at a bracket around its name. */
privacy__taker privacy__take_email, privacy__take_spelled_email;

#endif
