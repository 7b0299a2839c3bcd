/* page_round.h - the words of rounds that more than one page says. */
#ifndef KB_HTTP_PAGE_ROUND_H
#define KB_HTTP_PAGE_ROUND_H

#include "kb/http/page_form.h"

#ifdef __cplusplus
extern "C" {
#endif

enum msg page_outcome_word(enum round_outcome outcome);        /* MSG_NONE for none */
enum msg page_position_word(enum round_position position);     /* MSG_NONE for none */
enum msg page_reserve_word(const struct store_position *said); /* what kind of "maar"; MSG_NONE for none */
enum msg page_preset_word(enum round_preset preset);
enum msg page_preset_help(enum round_preset preset); /* when it passes */

/* ---- The form of a position (page_position.c): of a secretary, of a whole meeting, of a link ---- */

extern const char *const page_position_choices[], *const page_reserve_choices[]; /* slugs, closed by NULL */

/* clang-format off */
#define PAGE_POSITION_FIELDS                                              \
    {"position", FIELD_CHOICE, .choices = page_position_choices},         \
    {"said", FIELD_MULTILINE, .max = 2000},                               \
    {"lift", FIELD_MULTILINE, .max = 2000},                               \
    {"reserve", FIELD_CHOICE, .choices = page_reserve_choices},           \
    {"board_day", FIELD_DATE, .required = false},                         \
    {"minute", FIELD_TEXT, .max = SVC_MINUTE_MAX},                  \
    {"seen", FIELD_ID, .required = false}
/* clang-format on */

/* The two halves of it. `tail` makes the ids its own where a page has more than one; "" for the one that errors lead
 * to. */
struct view_position_choice page_position_choice(const struct page_form *form, const struct svc_voice *voice,
                                                 text tail);
struct view_position_words page_position_words(const struct page_form *form, const struct store_position *said,
                                               text tail);

/* The form begins with what the board prepared, if anything: whoever gives the position then only has to send it. */
struct svc_voice page_position_filled(const struct svc_voice *voice);

/* Whose concept it is, and of when; "" when there is none. */
text page_concept(const struct page *page, const struct svc_voice *voice);

/* What this organisation said of the text before, and what changed since. */
struct view_position_earlier page_position_earlier(const struct page *page, const struct svc_round *r,
                                                   const struct svc_voice *voice);

/* What was sent; round and organisation are the caller's to fill. Without a choice `position` is POSITION_NONE. */
struct svc_position page_position_sent(const kb_req *req);

/* What is said after a position was saved: also that it was the last one that was asked. */
const char *page_position_flash(const kb_req *req);

/* A date field, or no date. */
struct date page_date_sent(const kb_req *req, const char *name);

/* "12 maart 2026" for "2026-03-12"; "" for NULL. */
text page_iso_day(const struct page *page, const char *iso);

#ifdef __cplusplus
}
#endif
#endif
