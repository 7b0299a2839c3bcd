/* pdf.h - a page as an accessible, tagged PDF (PDF/UA), made by WeasyPrint in a process of its own.
 *
 * The process gets a folder that lives as long as it does, no environment but PATH and HOME, no network (a network
 * namespace of its own where the kernel gives one), and ceilings for memory, time and size. Slow: on the worker pool.
 */
#ifndef KB_HTTP_PDF_H
#define KB_HTTP_PDF_H

#include "kb/base/buf.h"
#include "kb/base/err.h"
#include "kb/base/text.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Is the maker installed? */
bool pdf_available(void);

/* ERR_BUSY when it is not installed or takes too long; ERR_IO when it fails. */
MUST_CHECK err_code pdf_make(text html, text css, struct buf *pdf, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
