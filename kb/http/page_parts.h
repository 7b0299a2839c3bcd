/* page_parts.h - what pages have in common: the frame, and the small pieces that stand on more than one of them.
 *
 * A page is made in three steps, and this file gives the first and the last:
 *
 *     struct page page;
 *     ERR_TRY(page_open(&page, req, res, "werkgroepen", err));     who is asking, what stands around the page
 *     ERR_TRY(svc_group(&page.svc, slug, &group, err));            one thing of the service
 *     view_group(&res->body, &page.env, &v);
 *     return page_close(&page, 200, err);
 *
 * The pieces turn what the service gives into structs of views (content/views.h, made by the build). They hold no rule:
 * which sentence belongs to a stage is a table here, which stage a reader may see is the service's word. What they make
 * lives in the request's arena; when that is full they give empty texts and lists, and page_close answers ERR_NOMEM.
 */
#ifndef KB_HTTP_PAGE_PARTS_H
#define KB_HTTP_PAGE_PARTS_H

#include "content/views.h"
#include "kb/http/page.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Links to other practices that one page looks up; further ones are shown as missing. A text of 128 KiB could hold
 * thousands. */
enum { PAGE_LINKS_MAX = 64 };

struct page_link {
    text key; /* number of the practice */
    bool there;
    struct svc_card card;
};

struct page {
    kb_req *req;
    kb_res *res;
    struct svc svc;
    struct view_env env;
    struct store_legal_fields fields; /* page_labels */
    struct store_locations locations;
    struct page_link *links; /* what page_body has looked up */
    size_t n_links;
    bool by_link; /* read by a one-time link: signing in is no way on */
};

/* Fills the page: the service, who is asking, and the frame. `section` is the entry of the menu that is current
 * ("home", "zoeken", "werkgroepen", "beheer"), or "". Takes the flash sentence, if one was left. */
MUST_CHECK err_code page_open(struct page *page, kb_req *req, kb_res *res, const char *section, kb_err *err);

/* The answer stands in res->body: HTML with this status. ERR_NOMEM when it, or the arena, went over its ceiling. */
MUST_CHECK err_code page_close(struct page *page, int status, kb_err *err);

/* ---- Words ---- */

/* The sentence with its places filled; shorter than msg_make. */
text page_words(const struct page *page, enum msg msg, const struct msg_arg *args, size_t count);

/* "27 november 2025", "27 november 2025, 14:05": the day and hour in the Netherlands. "" for 0. */
text page_date(const struct page *page, kb_time at);
text page_date_time(const struct page *page, kb_time at);

/* A whole number, "" for 0. */
text page_number(const struct page *page, int64_t number);

/* `start` and `rest` behind each other: an address, mostly. */
text page_join(const struct page *page, const char *start, const char *rest);

/* Reads the names of legal fields and locations, for the four functions below. An unknown slug is shown as it is. */
MUST_CHECK err_code page_labels(struct page *page, kb_err *err);
text page_field_name(const struct page *page, text slug);
text page_location_name(const struct page *page, text slug);

/* A list of slugs (kb/store/practice.h) as names with commas between. */
text page_field_names(const struct page *page, text slugs);
text page_location_names(const struct page *page, text slugs);

/* What stands still when nobody can do it. */
enum msg page_blocked_word(enum svc_blocked what);

enum msg page_kind_name(enum practice_kind kind);
enum msg page_stage_name(enum stage stage);

/* The heading of a section on the screen: the catalogue's section.<key>. */
text page_section_title(const struct page *page, const char *key);

/* The place of a section on the page of its practice: "#doe-dit"; of the answers on the handover card that of the card.
 */
text page_section_place(const struct page *page, const char *href, const struct practice_section *section);

/* ---- Pieces (page_pieces.c) ---- */

/* Four dots and one sentence. `until` is the end of a term, 0 when there is none. */
struct view_stage page_stage(const struct page *page, const struct svc_card *card, kb_time until);

/* What was written with a step; of a step that a clock made by itself, its sentence. */
text page_step_words(const struct page *page, const char *words);

/* Why something is missing, and until when where time mends it. */
text page_reason(const struct page *page, const struct kb_err_item *item);

/* The title, or words for a draft that has none yet. */
text page_title(const struct page *page, const struct svc_card *card);

/* What the date of a card means, and the date: "Nagekeken op 3 maart 2026". */
enum msg page_when_label(const struct svc_card *card);
kb_time page_when(const struct svc_card *card);

/* A practice in a list: title, In het kort, stage, kind, fields, date. Needs page_labels. `sub`: below a heading. */
struct view_card page_card(const struct page *page, const struct svc_card *card, bool sub);
/* What looks like a text, and why it ended; NULL when nothing does. */
const struct view_similar *page_similar_cards(const struct page *page, const struct svc_similar *found);
const struct view_card *page_cards(const struct page *page, const struct svc_cards *cards, bool sub);

/* The path above a page: the page it belongs to, and itself. Two steps; NULL without memory. */
enum { PAGE_CRUMBS = 2 };
const struct view_crumbs_step *page_crumbs(const struct page *page, text parent, text parent_href, text here);

/* A rendered text with its slots filled for this reader. A contact becomes a sentence; a link to a practice that the
 * actor may not see becomes the same, byte for byte, as one to a practice that does not exist. */
MUST_CHECK err_code page_body(struct page *page, const struct md_document *doc, struct view_body *out, kb_err *err);

/* ---- Addresses of practices (page_practice.c) ---- */

/* The key in the address: /s/{number} or /stukken/{id}. */
text page_practice_key(const kb_req *req);

/* A practice has one address: by its number once it has one, else by its id. True when the reader came by another one
 * and is sent on for good (301) to the right one with `tail` behind it. Ask after the service said that this reader may
 * see the practice, so that a redirect tells nothing. */
bool page_sent_on(kb_req *req, kb_res *res, const struct svc_card *card, const char *tail);

#ifdef __cplusplus
}
#endif
#endif
