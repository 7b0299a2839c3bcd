/* page_answer_text.h - answer texts on the page of a step: a list below its box, from which one goes into the box. */
#ifndef KB_HTTP_PAGE_ANSWER_TEXT_H
#define KB_HTTP_PAGE_ANSWER_TEXT_H

#include "kb/http/page_parts.h"

#ifdef __cplusplus
extern "C" {
#endif

struct page_answers {
    const struct view_answer_pick *pick; /* NULL for who keeps none */
    const char *chosen;                  /* what "tekst" asks to be in the box, behind what was typed; "" for nothing */
};

/* Those for the boxes of these words (bits 1u << WORDS_x). `box` is the name of the field that one goes into; `here` is
 * the page itself, with a query to which "tekst=" can be added. `keep` is where a form with more than that box is sent
 * to be shown again with "tekst"; "" when there is nothing else to lose. */
MUST_CHECK err_code page_answers(struct page *page, uint32_t words, const char *box, text here, text keep,
                                 struct page_answers *out, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
