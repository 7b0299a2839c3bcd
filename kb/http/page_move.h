/* page_move.h - what other pages need to know of a step on the ladder: its address and its name. */
#ifndef KB_HTTP_PAGE_MOVE_H
#define KB_HTTP_PAGE_MOVE_H

#include "kb/http/page_form.h"

#ifdef __cplusplus
extern "C" {
#endif

/* "/stukken/<id>/stap/insturen"; "" for a move that has no page. `lines`: of one of two texts, as of svc_move. */
text page_move_address(const struct page *page, const struct svc_card *card, enum stage_move move, unsigned lines);

/* The button: "Insturen"; MSG_NONE for a move that has no page. */
enum msg page_move_title(enum stage_move move);

/* The boxes that opening a round asks, also for a bundle. `label` is the name of the words (field.<label>); an error of
 * either is shown with it. Lists are NULL, and page_box too, when there is no memory. */
const struct view_choices *page_preset_choices(const struct page_form *form, enum round_preset stored);
MUST_CHECK err_code page_partner_choices(const struct page_form *form, struct svc *svc, bool chosen,
                                         const struct view_choices **out, kb_err *err);
struct view_area *page_box(const struct page_form *form, const char *name, const char *label, const char *stored,
                           enum msg hint, bool required);

/* The name of a condition or of a part of the text that is missing. */
text page_need_label(const struct page *page, const char *field);

/* Where it is mended; "" when the form of the step asks it, or time brings it. */
text page_need_place(const struct page *page, const struct svc_card *card, const struct kb_err_item *need);

/* What was done, in the past tense; MSG_NONE for what is not told. */
enum msg page_move_done(enum stage_move move);

#ifdef __cplusplus
}
#endif
#endif
