/* page_sections.h - the parts of a text as they stand on a page, and the words that differ between two texts. */
#ifndef KB_HTTP_PAGE_SECTIONS_H
#define KB_HTTP_PAGE_SECTIONS_H

#include "content/diff.h"
#include "kb/http/page_parts.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Each section below its heading, with its slots filled for this reader. Answers of the overdrachtskaart that stand
 * behind each other become one card. */
MUST_CHECK err_code page_sections(struct page *page, const struct svc_section *sections, size_t n,
                                  const struct view_section **out, size_t *count, kb_err *err);

/* A text being written, as readers would see it; parts that cannot be rendered are named with the reason. */
MUST_CHECK err_code page_preview(struct page *page, const struct svc_card *card, const struct svc_draft *draft,
                                 struct view_preview *out, kb_err *err);

/* Where the privacy guard sees client data in it, the first of them; no places when there is none. Only for who may
 * read the text anyway (page_client_data.c). */
MUST_CHECK err_code page_client_data(struct page *page, const struct svc_card *card, const struct svc_draft *draft,
                                     const struct view_client_data **out, kb_err *err);

/* The parts of a comparison that changed, with what was added and taken away. */
MUST_CHECK err_code page_changes(const struct page *page, const struct svc_compared *parts, size_t n,
                                 const struct view_changes_part **out, size_t *count, kb_err *err);

/* The words that were added and taken away, line by line. tokens_left as in content/diff.h. */
MUST_CHECK err_code page_diff_words(const struct page *page, const struct diff *diff, struct view_words *out,
                                    kb_err *err);
MUST_CHECK err_code page_words_changed(const struct page *page, text from, text to, size_t *tokens_left,
                                       struct view_words *out, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
