/* page_search.h - a question as it stands in an address: words, filters, order and page. */
#ifndef KB_HTTP_PAGE_SEARCH_H
#define KB_HTTP_PAGE_SEARCH_H

#include "kb/http/page_parts.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { CHOSEN_MAX = 24 };

struct chosen {
    enum query_field field;
    text value; /* a slug; of a stage the one of the store, "proposal" */
};

/* In the order of the page; a field that is no filter has no title. (page_filter.c) */
struct page_filter {
    enum query_field field;
    enum msg title;
};
extern const struct page_filter page_filters[];
extern const size_t page_filters_count;
enum msg page_filter_title(enum query_field field);

/* What was asked, as it stands in the address (page_question.c). */
struct asked {
    text words;
    struct chosen chosen[CHOSEN_MAX];
    size_t n_chosen;
    enum search_sort sort;
    int64_t page;
    bool as_typed; /* just what was typed */
    text like;     /* only what is nearly equal to this hit of the question (svc_hit.key) */
};

/* Reads it from the request's address. A filter that was typed among the words is one that was chosen. */
struct asked page_asked(const kb_req *req);

/* The same of an address like "/zoeken?q=huur" that stands somewhere else, in the arena. */
struct asked page_asked_from(arena *a, text address);

bool page_same_filter(const struct chosen *a, enum query_field field, text value);
bool page_is_chosen(const struct asked *asked, enum query_field field, text value);

/* What it asks: the query tree in the arena, the order, the page, and whether just what was typed. ERR_NOMEM. */
MUST_CHECK err_code page_asked_ask(arena *a, const struct asked *asked, struct svc_ask *out, kb_err *err);

/* Is there such a value? False: `choices` are those that there are, in words, as far as this reader may know. Needs
 * page_labels. (page_filter.c) */
MUST_CHECK err_code page_filter_known(struct page *page, const struct chosen *c, bool *known, text *choices,
                                      kb_err *err);

/* The address below this path. */
text page_asked_address(const struct page *page, const char *path, const struct asked *asked);

/* A value as an address and a title say it: of a stage "voorstel". */
text page_shown_value(enum query_field field, text value);

/* A filter that was chosen, in words: "Werkgroep: Huur en wonen". Needs page_labels. */
text page_chosen_words(const struct page *page, const struct chosen *c);

/* "We zochten ook op: huurverhoging."; empty when nothing was corrected. */
text page_tried_words(const struct page *page, const struct search_corrected *corrected, size_t n);

/* What home shows of saved searches (page_saved.c). */
MUST_CHECK err_code page_saved_home(struct page *page, struct view_home *v, kb_err *err);

/* Counts the question behind a page of results; and, on the page of a practice, that it was opened from the results
 * that the reader came from. Neither fails: what goes wrong is not counted. `missing`: nothing was found, or only what
 * is near. Gives the words that may be kept of it, in the arena; "" when there are none. */
text page_count_search(const struct page *page, const struct asked *asked, const struct query *query,
                       const struct svc_found *found, bool missing);
void page_count_opened(const struct page *page, const struct svc_card *card);

#ifdef __cplusplus
}
#endif
#endif
