/* shares.h - inside kb/http: so many at once in all, and so many of them of one.
 *
 *     struct share mine = {0};
 *     if (!shares_take(&mine, core->makes, person)) return err_set(err, ERR_BUSY, "...");
 *     ...
 *     shares_give(&mine);
 *
 * What is scarce and slow to come free is given out by name, so that one who takes many keeps only themselves waiting.
 * Asking walks over all places under a lock: meant for some hundreds. Safe to call from several threads.
 */
#ifndef KB_HTTP_SHARES_H
#define KB_HTTP_SHARES_H

#include "kb/base/err.h"
#include "kb/base/text.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { SHARES_NAME_MAX = 64 };

struct shares;

/* Zeroes: holds nothing. */
struct share {
    struct shares *of;
    size_t at;
};

MUST_CHECK err_code shares_new(struct shares **out, size_t in_all, size_t of_one, kb_err *err);
void shares_free(struct shares *s); /* NULL is allowed */

/* False when all are taken, or this name has what one may have. Of a name only the first SHARES_NAME_MAX bytes count;
 * who has none ("") is only one of all. */
MUST_CHECK bool shares_take(struct share *share, struct shares *s, text name);

/* Gives back what is held, if anything is. */
void shares_give(struct share *share);

#ifdef __cplusplus
}
#endif
#endif
