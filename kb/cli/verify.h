/* verify.h - is what is kept still what was written? Each writes what it found to `out`, and clears `well` where
 * something is wrong; a failure means that it could not look.
 */
#ifndef KB_CLI_VERIFY_H
#define KB_CLI_VERIFY_H

#include "kb/store/store.h"

#include <stdio.h>

#ifdef __cplusplus
extern "C" {
#endif

MUST_CHECK err_code verify_store(struct store *store, FILE *out, bool *well, kb_err *err); /* pages and references */
MUST_CHECK err_code verify_log(struct store *store, FILE *out, bool *well, kb_err *err);   /* the chains */
MUST_CHECK err_code verify_texts(struct store *store, FILE *out, bool *well, kb_err *err); /* hashes of revisions */

/* Does it stand where the store says? Holds the lock of who writes while it reads the blocks; `whole` is false where
 * it could not have that: while somebody writes, blocks look damaged that are not, and none is read. */
MUST_CHECK err_code verify_index(struct store *store, const char *dir, FILE *out, bool *well, bool *whole, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
