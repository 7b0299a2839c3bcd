/* pdf.h - a page as an accessible, tagged PDF (PDF/UA), made by WeasyPrint outside of this process.
 *
 * The server may start no programs once its walls stand (walls.h). So a small process is split off before that, the
 * maker's master: it waits at a socket, and for each page starts the maker behind walls of its own: no network, no file
 * but a folder that lives as long as it does and the system's programs and fonts to read, no environment but PATH and
 * HOME, and ceilings for memory, time and size. Slow: where routes with RUN_MAKER run, one page at a time.
 *
 * Each page goes over a pair of sockets of its own, one end of which the master is handed: who waited too long closes
 * theirs, and the next page is not answered with what was late.
 */
#ifndef KB_HTTP_PDF_H
#define KB_HTTP_PDF_H

#include "kb/base/buf.h"
#include "kb/base/err.h"
#include "kb/base/text.h"

#ifdef __cplusplus
extern "C" {
#endif

struct pdf_master;

/* Is the maker installed? */
bool pdf_available(void);

enum { PDF_PATIENCE_MS = 90 * 1000 }; /* the maker itself is ended sooner */

/* Splits the master off: before any thread and any wall. It ends with this process. */
MUST_CHECK err_code pdf_start(struct pdf_master **out, kb_err *err);
void pdf_stop(struct pdf_master *m); /* NULL is allowed */

/* How long a page is waited for, where that is not PDF_PATIENCE_MS. */
void pdf_patience(struct pdf_master *m, int ms);

/* ERR_BUSY when there is no master (NULL), no maker, or it takes too long; ERR_IO when it fails. */
MUST_CHECK err_code pdf_make(struct pdf_master *m, text html, text css, struct buf *pdf, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
