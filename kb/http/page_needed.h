/* page_needed.h - what a text waits for, in words. */
#ifndef KB_HTTP_PAGE_NEEDED_H
#define KB_HTTP_PAGE_NEEDED_H

#include "kb/http/page_parts.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The block on the page of a practice; NULL when it waits for nothing, or when its stage says all this reader may know.
 * Needs page_labels. */
MUST_CHECK err_code page_needed(struct page *page, const struct svc_card *card, const struct view_needed **out,
                                kb_err *err);

/* The same in one line, for a list; "" when there is none. */
MUST_CHECK err_code page_needed_line(struct page *page, const struct svc_card *card, text *out, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
