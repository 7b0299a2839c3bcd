/* page_edit.h - inside the pages for writing: the form in which a text is written, read back as a draft.
 *
 * The form of the editor has one field for the title, one for the brief, and "section-<key>" for each section; beside
 * each of them a hidden "base-..." holds the text it began from. When somebody else saved first, the three (base, mine,
 * theirs) are put together, so that nobody's words are lost (content/merge.h). `version` is what the writer saw; `from`
 * is a random word of the open page, so that a page does not come in its own way (svc_save).
 */
#ifndef KB_HTTP_PAGE_EDIT_H
#define KB_HTTP_PAGE_EDIT_H

#include "kb/http/page_form.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { EDIT_FROM_MAX = 32 };

/* Fields of the editor: also of the autosave and the preview. */
extern const struct form_field edit_form[];

/* The text as typed, and the text it began from, from a form that was checked. Empty sections are left out. */
MUST_CHECK err_code edit_draft(const kb_req *req, struct svc_draft *out, kb_err *err);
MUST_CHECK err_code edit_base(const kb_req *req, struct svc_draft *out, kb_err *err);

/* The path above a page about one practice. */
const struct view_crumbs_step *edit_crumbs(const struct page *page, const struct svc_card *card, enum msg here,
                                           size_t *count);

/* "/stukken/<id><tail>": the address of what is done with a practice, whatever its number. */
text edit_address(const struct page *page, const struct svc_card *card, const char *tail);

/* Tells the writer thread that this person has the editor open. May be lost. */
void edit_note_writing(const kb_req *req, const struct svc_card *card);

/* "Joyce Amoah en Dennis Martina schrijven nu ook aan dit stuk."; "" when nobody does. */
text edit_who_writes(const struct page *page, const struct svc_working *working);

/* Does everybody in the network read what is published of it now? Of a draft only the working group does. */
bool edit_is_open(const struct svc_card *card);

/* A word for "from" that no other page has: the id of the request that shows it. */
text edit_from(const struct page *page);

/* How high a box is drawn for this text, in lines: at least `least`, and not so high that one loses the way. */
int64_t edit_rows(text value, int64_t least);

/* The page on which two people's texts are put together (page_edit_merge.c). */
MUST_CHECK err_code edit_show_merge(kb_req *req, kb_res *res, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
