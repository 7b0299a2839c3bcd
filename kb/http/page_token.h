/* page_token.h - inside the pages: the list of somebody's tokens, on their own page and on that of the administration.
 */
#ifndef KB_HTTP_PAGE_TOKEN_H
#define KB_HTTP_PAGE_TOKEN_H

#include "kb/http/page_parts.h"

#ifdef __cplusplus
extern "C" {
#endif

struct token_rows {
    const struct view_token_list_row *at;
    size_t n;
};
MUST_CHECK err_code token_rows(struct page *page, text person, struct token_rows *out, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
