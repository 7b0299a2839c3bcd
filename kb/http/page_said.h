/* page_said.h - the forms on the page of a practice in which readers say something: empty, or one of them as it was
 * sent and why it was refused. */
#ifndef KB_HTTP_PAGE_SAID_H
#define KB_HTTP_PAGE_SAID_H

#include "kb/http/page_form.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Each fills its part of v. `all` is of the whole page: only the form that was sent shows what was typed again. */
MUST_CHECK err_code page_remark_form_of(const struct page_form *all, const struct svc_practice *p, struct view_said *v,
                                        kb_err *err);
MUST_CHECK err_code page_experience_form_of(const struct page_form *all, struct view_said *v, kb_err *err);
/* For those organisations for which the reader speaks; nothing when there is none. */
MUST_CHECK err_code page_carry_form_of(const struct page_form *all, const struct svc_carryings *found,
                                       struct view_said *v, kb_err *err);
MUST_CHECK err_code page_local_form_of(const struct page_form *all, const struct svc_heres *heres, struct view_said *v,
                                       kb_err *err);
/* The answer to one remark. */
void page_reply_form_of(const struct page_form *all, const struct store_remark *remark, struct view_said_remark *out);

#ifdef __cplusplus
}
#endif
#endif
