/* page_ladder.h - what stands on the page of a practice besides its text: the next step, and what readers say. */
#ifndef KB_HTTP_PAGE_LADDER_H
#define KB_HTTP_PAGE_LADDER_H

#include "kb/http/page_form.h"

#ifdef __cplusplus
extern "C" {
#endif

/* For people of the network; both stay NULL for who is signed out. Needs page_labels. `form` tells which of the forms
 * was refused, and why. */
MUST_CHECK err_code page_ladder(struct page *page, const struct page_form *form, const struct svc_practice *practice,
                                struct view_practice *v, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
