/* page_notices.h - the words of notices, on pages and in letters. */
#ifndef KB_HTTP_PAGE_NOTICES_H
#define KB_HTTP_PAGE_NOTICES_H

#include "kb/http/page_parts.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What happened, or what is asked, in one sentence. */
text page_notice_words(const struct page *page, const struct svc_notice *notice);

#ifdef __cplusplus
}
#endif
#endif
