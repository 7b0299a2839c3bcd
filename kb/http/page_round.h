/* page_round.h - the words of rounds that more than one page says. */
#ifndef KB_HTTP_PAGE_ROUND_H
#define KB_HTTP_PAGE_ROUND_H

#include "kb/http/page_form.h"

#ifdef __cplusplus
extern "C" {
#endif

enum msg page_outcome_word(enum round_outcome outcome);    /* MSG_NONE for none */
enum msg page_position_word(enum round_position position); /* MSG_NONE for none */
enum msg page_preset_word(enum round_preset preset);

/* The choices of a position and of a "maar", as lists to choose from; NULL without memory. */
enum { PAGE_POSITIONS = ROUND_POSITION__COUNT - POSITION_AGREE, PAGE_RESERVES = 4 };
const struct view_round_mine_option *page_position_options(const struct page_form *form, enum round_position now);
const struct view_round_mine_reserve *page_reserve_options(const struct page_form *form, const char *now);
extern const char *const page_position_choices[], *const page_reserve_choices[]; /* slugs, closed by NULL */

/* "12 maart 2026" for "2026-03-12"; "" for NULL. */
text page_iso_day(const struct page *page, const char *iso);

#ifdef __cplusplus
}
#endif
#endif
