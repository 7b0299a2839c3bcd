/* backoff.h - who guesses passwords has to wait (design section 9).
 *
 *   account   5 attempts are free; each further one makes the account wait twice as long as before, at most 900 s
 *   address   20 attempts in 10 minutes, whichever accounts they try
 *
 * A name that no account has waits as well, so waiting tells nothing. What counts is a keyed hash of the name and of
 * the address; neither is kept. Counting is in memory only: a restart forgets, which costs a guesser more than it
 * gives.
 *
 * The table is bounded. When a new name finds its place full, the one that was tried longest ago is forgotten; to push
 * somebody out one must try thousands of names, and the limit of the address ends that first.
 *
 * An attempt counts as failed from its beginning, so that many at the same moment gain nothing:
 *
 *     int wait = backoff_begin(b, name, address, now);
 *     if (wait) return ...ERR_TOO_MANY, Retry-After: wait
 *     if (password was right) backoff_succeeded(b, name, address);
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
    BACKOFF_FREE = 5,     /* attempts at an account without waiting */
    BACKOFF_FIRST_S = 15, /* the first wait */
    BACKOFF_LONGEST_S = 900,
    BACKOFF_ADDRESS_MAX = 20,
    BACKOFF_ADDRESS_S = 600,
    BACKOFF_FORGET_S = 24 * 3600 /* an account that nobody tried for so long starts again */
};

struct backoff;

MUST_CHECK err_code backoff_new(struct backoff **out, kb_err *err);
void backoff_free(struct backoff *b); /* NULL is allowed */

/* 0: go on, the attempt is counted. Otherwise the seconds to wait, and nothing is counted. `address` may be "" (a unix
 * socket without a proxy): then only the account counts. */
int backoff_begin(struct backoff *b, text account, text address, kb_time now);

/* The attempt was right: the account starts again, and the address has one attempt less. */
void backoff_succeeded(struct backoff *b, text account, text address);

#ifdef __cplusplus
}
#endif
#endif
