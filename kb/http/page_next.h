/* page_next.h - the next step of a text, on its page. */
#ifndef KB_HTTP_PAGE_NEXT_H
#define KB_HTTP_PAGE_NEXT_H

#include "kb/http/page_form.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The block for who can make a step or say yes to one; NULL stays NULL for others. `needed` is what page_needed made,
 * or NULL; `all` is of the whole page: the form in which somebody says yes shows what was refused. Needs page_labels.
 */
MUST_CHECK err_code page_next(struct page *page, const struct page_form *all, const struct svc_practice *p,
                              const struct view_needed *needed, const struct view_next **out, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
