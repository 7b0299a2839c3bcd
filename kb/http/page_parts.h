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
 * lives in the request's arena; when that is full they give empty texts, and page_close answers ERR_NOMEM.
 */
#ifndef KB_HTTP_PAGE_PARTS_H
#define KB_HTTP_PAGE_PARTS_H

#include "content/view.h"
#include "content/views.h"
#include "kb/http/page.h"
#include "kb/service/service.h"

#ifdef __cplusplus
extern "C" {
#endif

struct page {
    kb_req *req;
    kb_res *res;
    struct svc svc;
    struct svc_me me;
    struct view_env env;
    /* Read when first needed (page_labels). */
    struct store_legal_fields fields;
    struct store_locations locations;
    bool labelled;
};

/* Fills the page: the service for this request, who is asking, and the frame. `section` is the entry of the menu that
 * is current ("home", "zoeken", "werkgroepen", "beheer"), or "". Takes the flash sentence, if one was left. */
MUST_CHECK err_code page_open(struct page *page, kb_req *req, kb_res *res, const char *section, kb_err *err);

/* The answer stands in res->body: HTML with this status. ERR_NOMEM when it, or the arena, went over its ceiling. */
MUST_CHECK err_code page_close(struct page *page, int status, kb_err *err);

/* ---- Words ---- */

/* "27 november 2025", "27 november 2025, 14:05": the day and hour in the Netherlands. "" for 0. */
text page_date(const struct page *page, kb_time at);
text page_date_time(const struct page *page, kb_time at);

/* A whole number. */
text page_number(const struct page *page, int64_t number);

/* Reads the names of legal fields and locations, for the three functions below. */
MUST_CHECK err_code page_labels(struct page *page, kb_err *err);
text page_field_name(const struct page *page, text slug);
text page_location_name(const struct page *page, text slug);

/* A list of slugs as names with commas between. */
text page_field_names(const struct page *page, text slugs);
text page_location_names(const struct page *page, text slugs);

enum msg page_kind_name(enum practice_kind kind);

/* "Werkwijze", and for a plan that was agreed "Afgesproken plan": the word of kind and stage. */
enum msg page_stage_name(enum stage stage);

/* The heading of a section on the screen: section.<key>. */
text page_section_title(const struct page *page, const char *key);

/* ---- Pieces ---- */

/* Four dots and one sentence. `until` is the end of a term, 0 when there is none. */
struct view_stage page_stage(const struct page *page, const struct svc_card *card, kb_time until);

/* A practice in a list: title, In het kort, stage, kind, fields, date. Needs page_labels. */
struct view_card page_card(const struct page *page, const struct svc_card *card);
const struct view_card *page_cards(const struct page *page, const struct svc_cards *cards);

/* A rendered text with its slots filled for this reader: a contact becomes a sentence, a link to a practice the actor
 * may not see becomes the same as a link to one that does not exist. ERR_NOT_FOUND never comes out. */
MUST_CHECK err_code page_body(struct page *page, const struct md_document *doc, struct view_body *out, kb_err *err);

/* href + tail in the arena: "/s/2026-014" and "/versies". */
text page_address(const struct page *page, const char *href, const char *tail);

#ifdef __cplusplus
}
#endif
#endif
