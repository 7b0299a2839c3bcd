/* snippet.h - the making of passages (search.h) with an analyser of one's own. Private to search/. */
#ifndef KB_SEARCH_SNIPPET_H
#define KB_SEARCH_SNIPPET_H

#include "search/analyse.h"
#include "search/search.h"
#include "search/vocabulary.h"

#ifdef __cplusplus
extern "C" {
#endif

/* In the arena; borrows the analyser. `v`: what the words mean besides is marked too; may be NULL. */
MUST_CHECK err_code snippets_new(struct search_snippets **out, arena *a, struct analyser *an,
                                 const struct vocabulary *v, const struct query *query, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
