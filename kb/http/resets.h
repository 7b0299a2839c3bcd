/* resets.h - the names and mail addresses of which somebody says that they forgot the password or lost the second
 * factor, until the keeper writes to whom they belong.
 *
 * Whether there is such an account is looked up there and not by the request: so the request can neither say it nor
 * take longer for it. What waits is in memory only, some seconds, or until it can be written down; a restart forgets
 * it, and who hears nothing asks again. The list is bounded: a name that waits already is not added again, and one that
 * finds it full is lost.
 *
 * Safe to call from several threads. */
#ifndef KB_HTTP_RESETS_H
#define KB_HTTP_RESETS_H

#include "kb/base/arena.h"
#include "kb/base/err.h"
#include "kb/base/text.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { RESETS_PLACES = 128, RESETS_NAME_MAX = 256 /* bytes */ };

struct resets;

enum resets_what { RESETS_PASSWORD, RESETS_SECOND };
struct resets_asked {
    enum resets_what what;
    const char *name;
};

MUST_CHECK err_code resets_new(struct resets **out, kb_err *err);
void resets_free(struct resets *r); /* NULL is allowed */

/* The name as it is compared. An empty one and one that is too long are nobody's. */
void resets_ask(struct resets *r, enum resets_what what, text name);

bool resets_any(struct resets *r);

/* Takes all that wait, at most RESETS_PLACES, oldest first; strings are copied into the arena. */
size_t resets_take(struct resets *r, arena *a, struct resets_asked asked[RESETS_PLACES]);

/* Gives `help` every name that waits, oldest first, one at a time: what fails for one keeps none of the others. The
 * name of a failure that passes (no memory, no room on the disk, too busy: 503 and 507) waits again. The first failure,
 * after the last name. */
typedef err_code resets_help(void *ctx, const struct resets_asked *asked, kb_err *err);
MUST_CHECK err_code resets_each(struct resets *r, resets_help *help, void *ctx, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
