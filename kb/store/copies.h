/* copies.h - DIR/backup-before-NNNN.db: the store as it was before an upgrade, whose first migration was NNNN
 * (migrate.h).
 *
 * It is for the day on which an upgrade turns out wrong. It holds what is taken out of the store afterwards, so all of
 * them go at the first redaction or erasure (behind its commit), and each by itself after STORE_COPY_DAYS. */
#ifndef KB_STORE_COPIES_H
#define KB_STORE_COPIES_H

#include "kb/base/clock.h"
#include "kb/base/err.h"

#ifdef __cplusplus
extern "C" {
#endif

struct store;

enum { STORE_COPY_DAYS = 7 };

struct store_copy {
    const char *name; /* in the directory; borrowed for the call */
    kb_time made;     /* by the clock of the machine */
};

/* Tells each copy that is there, in no order. ERR_IO when the directory cannot be read. */
typedef void store_copy_fn(void *ctx, const struct store_copy *copy);
MUST_CHECK err_code store_copies_each(const char *dir, store_copy_fn *each, void *ctx, kb_err *err);

/* Removes the copies that were made before then, and says how many. Writer. ERR_IO names the first that stays. */
MUST_CHECK err_code store_copies_forget(struct store *s, kb_time before, int64_t *n, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
