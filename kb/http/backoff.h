/* backoff.h - who guesses passwords has to wait (design section 9), and nobody else has to for it.
 *
 *   a known device   5 attempts at an account are free; each further one makes it wait twice as long as before, at most
 *                    900 s. It counts alone: whatever happens elsewhere, who signed in on it before can do so again
 *                    (known.h; OWASP, "Slow Down Online Guessing Attacks with Device Cookies")
 *   a stranger       the same for one place (caller.h) at one account; besides that
 *                      25 attempts in 15 minutes at one account by all strangers together,
 *                      20 attempts in 10 minutes from one place, whichever accounts they try
 *
 * So who fails on purpose at somebody's name from one place stops nobody but that place; many places together can stop
 * strangers only, and at most 15 minutes at a time.
 *
 * A name that no account has waits as well, so waiting tells nothing. What counts is a keyed hash of the name and of
 * the place; neither is kept. Counting is in memory only: a restart forgets, which costs a guesser more than it gives.
 *
 * The table is bounded. When a new name finds its place full, the one that was tried longest ago is forgotten; to push
 * somebody out one must try thousands of names, and the limit of one's own place ends that first.
 *
 * An attempt counts as failed from its beginning, so that many at the same moment gain nothing:
 *
 *     int wait = backoff_begin(b, &attempt, now);
 *     if (wait) return ...ERR_TOO_MANY, Retry-After: wait
 *     if (password was right) backoff_succeeded(b, &attempt, now);
 *
 * Safe to call from several threads.
 */
#ifndef KB_HTTP_BACKOFF_H
#define KB_HTTP_BACKOFF_H

#include "kb/base/clock.h"
#include "kb/base/err.h"
#include "kb/base/text.h"

#ifdef __cplusplus
extern "C" {
#endif

enum {
    BACKOFF_FREE = 5,     /* attempts without waiting */
    BACKOFF_FIRST_S = 15, /* the first wait */
    BACKOFF_LONGEST_S = 900,
    BACKOFF_STRANGERS_MAX = 25, /* at one account */
    BACKOFF_STRANGERS_S = 900,
    BACKOFF_PLACE_MAX = 20, /* from one place */
    BACKOFF_PLACE_S = 600,
    BACKOFF_FORGET_S = 24 * 3600 /* what nobody tried for so long starts again */
};

struct backoff;

MUST_CHECK err_code backoff_new(struct backoff **out, kb_err *err);
void backoff_free(struct backoff *b); /* NULL is allowed */

struct backoff_attempt {
    text account; /* the name as it is compared, whether there is such an account or not */
    text device;  /* of a device that is known to be of this account; "" for a stranger */
    text address; /* "" when there is none: all such are one place, and its own limit is not counted */
    bool as_one;  /* strangers count as one place, wherever they are: a guess is worth more than one of a password */
};

/* 0: go on, the attempt is counted. Otherwise the seconds to wait, and nothing is counted. */
int backoff_begin(struct backoff *b, const struct backoff_attempt *attempt, kb_time now);

/* The attempt was right: this device, or this place at this account, starts again; what counts for others as well has
 * one attempt less. */
void backoff_succeeded(struct backoff *b, const struct backoff_attempt *attempt, kb_time now);

#ifdef __cplusplus
}
#endif
#endif
