/* reads.h - whose reading of what was written down within the hour (kb/store/restricted.h), so that reading on costs
 * nothing. A bounded table of keyed hashes; what is forgotten, or lost with the process, is written down once more.
 * Safe to call from several threads.
 */
#ifndef KB_HTTP_READS_H
#define KB_HTTP_READS_H

#include "kb/base/clock.h"
#include "kb/base/err.h"
#include "kb/service/service.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { READS_MS = MS_HOUR };

struct reads;

MUST_CHECK err_code reads_new(struct reads **out, kb_err *err);
void reads_free(struct reads *r); /* NULL is allowed */

/* `who`: id of the person, or the address of who holds a link. */
bool reads_known(struct reads *r, text who, const struct svc_read *read, kb_time now);

/* It is written down: after the commit. */
void reads_remember(struct reads *r, text who, const struct svc_read *read, kb_time now);

#ifdef __cplusplus
}
#endif
#endif
