/* page_form.h - a form on a page: shown for the first time with what is stored, or again with what was typed and why it
 * was refused. Nothing that somebody typed is lost on the way (secrets excepted).
 *
 *     struct page_form form = {&page, why};                   why NULL: for the first time
 *     v.title = page_form_value(&form, "title", stored);
 *     v.title_error = page_form_error(&form, "title");
 *     v.errors = page_form_errors(&form, &v.errors_count);
 */
#ifndef KB_HTTP_PAGE_FORM_H
#define KB_HTTP_PAGE_FORM_H

#include "kb/http/page_parts.h"

#ifdef __cplusplus
extern "C" {
#endif

struct page_form {
    const struct page *page;
    const kb_err *why;
};

/* `why` where nothing is wrong, and what was filled in is shown again. */
extern const kb_err page_form_kept;

/* What stands in a field. */
text page_form_value(const struct page_form *form, const char *name, text stored);

/* One of the forms on a page that has several: as it was sent when it is the one that was refused, else as for the
 * first time. */
struct page_form page_form_only(const struct page_form *all, const struct form_field *fields);

/* The version of what a form changes, in a hidden field: what was read stays what it goes by, until somebody was first
 * (409). Then it is what is stored, which the page shows. */
text page_form_seen(const struct page_form *form, const char *name, text stored);

/* Is this one of the answers, for check boxes and lists? `stored`: when the form is shown for the first time. */
bool page_form_chosen(const struct page_form *form, const char *name, text value, bool stored);

/* Why this field was refused, in words; "" when it was not. */
text page_form_error(const struct page_form *form, const char *name);

/* Everything that was wrong, for the list above the form. A failure that names no field is one line: its title. */
const struct view_error_list_item *page_form_errors(const struct page_form *form, size_t *count);

/* The name of a field on the screen; that of a part of a text ("section-doe-dit") is its heading. */
text page_form_label(const struct page *page, const char *name);

/* Radio buttons under the name of their field: room for `room`, offered one by one. `stored`: when the form is shown
 * for the first time. help may be MSG_NONE. */
struct view_choices page_form_one_of(const struct page_form *form, const char *name, size_t room);
void page_form_offer(const struct page_form *form, struct view_choices *v, const char *slug, enum msg label,
                     enum msg help, bool stored);

/* One practice among them: its title, and what is short about it. */
void page_form_offer_card(const struct page_form *form, struct view_choices *v, const struct svc_card *card);

/* One check box or radio button for each legal field or location that is in use, or is chosen. */
struct view_choices page_form_legal_fields(const struct page_form *form, const char *name, text stored);
struct view_choices page_form_locations(const struct page_form *form, const char *name, text stored);

/* The three kinds, each with what it is for. */
struct view_choices page_form_kinds(const struct page_form *form, const char *name, text stored);

/* All answers to a field that takes several, at most `max`, in the request's arena. */
const text *page_form_all(const kb_req *req, const char *name, size_t max, size_t *n);

#ifdef __cplusplus
}
#endif
#endif
