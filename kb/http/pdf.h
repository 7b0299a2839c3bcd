/* pdf.h - a page as an accessible, tagged PDF (PDF/UA), made by WeasyPrint outside of this process.
 *
 * The server may start no programs once its walls stand (walls.h). So a small process is split off before that, the
 * maker's master: it waits at a socket, and for each page starts the maker behind walls of its own: no network, no file
 * but a folder that lives as long as it does and the system's programs and fonts to read, no environment but PATH and
 * HOME, and ceilings for memory, time and size. Slow: on the worker pool; one page at a time.
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

/* Splits the master off: before any thread and any wall. It ends with this process. */
MUST_CHECK err_code pdf_start(struct pdf_master **out, kb_err *err);
void pdf_stop(struct pdf_master *m); /* NULL is allowed */

/* ERR_BUSY when there is no master (NULL), no maker, or it takes too long; ERR_IO when it fails. */
MUST_CHECK err_code pdf_make(struct pdf_master *m, text html, text css, struct buf *pdf, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
