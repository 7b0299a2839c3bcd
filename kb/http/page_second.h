/* page_second.h - codes on paper, as the pages that make them hand them to the page that shows them, once. */
#ifndef KB_HTTP_PAGE_SECOND_H
#define KB_HTTP_PAGE_SECOND_H

#include "kb/http/page.h"

#ifdef __cplusplus
extern "C" {
#endif

struct second_codes {
    char at[SVC_RECOVERY_CODES][SVC_RECOVERY_BYTES];
};

/* first: there was no second factor before. */
MUST_CHECK err_code second_show_codes(kb_req *req, kb_res *res, const struct second_codes *codes, bool first,
                                      kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
