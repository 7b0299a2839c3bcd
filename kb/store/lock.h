/* lock.h - one process writes. Whoever holds DIR/lock is the writer; the kernel lets go when the process ends. */
#ifndef KB_STORE_LOCK_H
#define KB_STORE_LOCK_H

#include "kb/base/err.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Takes the lock of the data directory without waiting and writes the process id into it. *fd is the caller's to
 * release. ERR_BUSY when another process holds it: the cause says which. ERR_FORBIDDEN for root in a directory of
 * somebody else, who could not mend or remove what root writes there: the cause names the owner. */
MUST_CHECK err_code store_lock_take(int *fd, const char *dir, kb_err *err);

/* Releases; a negative descriptor is allowed. */
void store_lock_release(int fd);

#ifdef __cplusplus
}
#endif
#endif
