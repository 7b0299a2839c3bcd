/* page_move.h - what other pages need to know of a step on the ladder: its address and its name. */
#ifndef KB_HTTP_PAGE_MOVE_H
#define KB_HTTP_PAGE_MOVE_H

#include "kb/http/page_form.h"

#ifdef __cplusplus
extern "C" {
#endif

/* "/stukken/<id>/stap/insturen"; "" for a move that has no page. */
text page_move_address(const struct page *page, const struct svc_card *card, enum stage_move move);

/* The button: "Insturen"; MSG_NONE for a move that has no page. */
enum msg page_move_title(enum stage_move move);

/* The name of a condition or of a part of the text that is missing. */
text page_need_label(const struct page *page, const char *field);

#ifdef __cplusplus
}
#endif
#endif
