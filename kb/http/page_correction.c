/* Mending spelling and links of a text: an editor proposes, whoever must agree sees the difference and answers. */
#include "kb/base/cleanup.h"
#include "kb/http/page_edit.h"
#include "kb/http/page_sections.h"
#include "kb/http/pages.h"

const struct form_field page_correction_form[] = {
    {"revision", FIELD_ID, .required = true},
    {"title", FIELD_TEXT, .max = 4 * PRACTICE_TITLE_MAX},
    {"brief", FIELD_MULTILINE, .max = PRACTICE_BRIEF_BYTES},
    {"section-*", FIELD_MULTILINE, .max = PRACTICE_MARKDOWN_MAX},
    {"note", FIELD_MULTILINE, .max = SVC_NOTE_MAX},
    FORM_END,
};

static const char *const answers[] = {"agree", "drop", NULL};

const struct form_field page_correction_answer_form[] = {
    {"at", FIELD_INT, .required = true},
    {"do", FIELD_CHOICE, .required = true, .choices = answers},
    FORM_END,
};

/* ---- The form ---- */

static struct view_area box(const struct page_form *form, const char *name, text stored, bool required, size_t max)
{
    text value = page_form_value(form, name, stored);
    return (struct view_area){.name = text_str(name),
                              .label = page_form_label(form->page, name),
                              .value = value,
                              .error = page_form_error(form, name),
                              .required = required,
                              .rows = edit_rows(value, 2),
                              .max = (int64_t)max};
}

static err_code take_boxes(const struct page_form *form, const struct svc_correction *c, struct view_correction *v,
                           kb_err *err)
{
    arena *a = form->page->svc.arena;
    struct view_area *boxes = ARENA_ARRAY(a, struct view_area, c->draft.n_sections + 2),
                     *why = ARENA_NEW(a, struct view_area);
    if (!boxes || !why) return err_set(err, ERR_NOMEM, "no room for a form");
    boxes[v->boxes_count++] = box(form, "title", c->draft.title, true, 4 * PRACTICE_TITLE_MAX);
    boxes[v->boxes_count++] = box(form, "brief", c->draft.brief, true, PRACTICE_BRIEF_BYTES);
    for (size_t i = 0; i < c->draft.n_sections; i++) {
        const struct store_section *s = &c->draft.sections[i];
        const char *name = arena_printf(a, "section-%s", s->key);
        if (!name) return err_set(err, ERR_NOMEM, "no room for a form");
        if (text_trim(s->body).len) boxes[v->boxes_count++] = box(form, name, s->body, true, PRACTICE_MARKDOWN_MAX);
    }
    *why = box(form, "note", text_str(""), true, SVC_NOTE_MAX);
    why->hint = msg_text(form->page->env.lang, MSG_CORRECTION_NOTE_HINT);
    v->form = true;
    v->boxes = boxes;
    v->why = why;
    return OK;
}

/* ---- The one that waits ---- */

static err_code take_waiting(const struct page *page, const struct svc_correction *c, struct view_correction *v,
                             kb_err *err)
{
    v->waits = page_words(page, MSG_REMARK_OF,
                          MSG_ARGS({TEXT("name"), text_str(c->by)}, {TEXT("date"), page_date(page, c->at)}));
    v->note = text_str(c->note);
    v->at = c->at;
    v->state = c->fix            ? MSG_CORRECTION_WAITS_LEAD
               : c->done_at_once ? MSG_CORRECTION_READY
                                 : MSG_CORRECTION_WAITS_SECOND;
    if (c->may_agree) v->agree = MSG_CORRECTION_AGREE;
    if (c->may_drop) v->drop = MSG_CORRECTION_DROP;
    return page_changes(page, c->parts, c->n_parts, &v->parts, &v->parts_count, err);
}

/* ---- The page ---- */

static err_code show(kb_req *req, kb_res *res, const kb_err *why, kb_err *err)
{
    struct page page;
    struct svc_correction found;
    struct page_form form = {&page, why};
    ERR_TRY(page_open(&page, req, res, "redactie", err));
    struct page_form proposing = page_form_only(&form, page_correction_form);
    ERR_TRY(svc_correction(&page.svc, req_param(req, "id"), &found, err));
    enum msg here = found.fix ? MSG_MOVE_FIX_LANGUAGE_TITLE : MSG_MOVE_CORRECT_TITLE;
    struct view_correction v = {
        .title = page_words(
            &page, MSG_CORRECTION_TITLE,
            MSG_ARGS({TEXT("what"), msg_text(page.env.lang, here)}, {TEXT("title"), page_title(&page, &found.card)})),
        .lead = found.fix ? MSG_MOVE_FIX_LANGUAGE_LEAD : MSG_MOVE_CORRECT_LEAD,
        .action = edit_address(&page, &found.card, "/verbetering"),
        .answer = edit_address(&page, &found.card, "/verbetering/antwoord"),
        .revision = page_form_seen(&proposing, "revision", text_str(found.revision)),
        .changed = why && why->code == ERR_CONFLICT,
    };
    v.crumbs = edit_crumbs(&page, &found.card, here, &v.crumbs_count);
    if (!v.changed) v.errors = page_form_errors(&form, &v.errors_count);
    if (found.waits) ERR_TRY(take_waiting(&page, &found, &v, err));
    if (found.may_propose) ERR_TRY(take_boxes(&proposing, &found, &v, err));
    view_correction(&res->body, &page.env, &v);
    return page_close(&page, 200, err);
}

err_code page_correction(kb_req *req, kb_res *res, kb_err *err)
{
    return show(req, res, NULL, err);
}

err_code page_correction_refused(kb_req *req, kb_res *res, const kb_err *why, kb_err *err)
{
    return show(req, res, why, err);
}

err_code page_correction_write(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    struct svc_correct in = {.practice = req_param(req, "id"), .revision = req_field(req, "revision")};
    in.note = req_field(req, "note");
    ERR_TRY(edit_draft(req, &in.draft, err));
    return svc_correct(&svc, &in, err);
}

/* The editor sees the difference as others do. */
err_code page_corrected(kb_req *req, kb_res *res, kb_err *err)
{
    (void)err;
    res_flash(res, "flash.correction");
    res_redirect(res, "/stukken/%.*s/verbetering", TEXT_FMT(req_param(req, "id")));
    return OK;
}

err_code page_correction_answer_write(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    text id = req_param(req, "id");
    return text_is(req_field(req, "do"), "drop") ? svc_correction_drop(&svc, id, err)
                                                 : svc_correction_agree(&svc, id, req_field_int(req, "at"), err);
}

err_code page_correction_answered(kb_req *req, kb_res *res, kb_err *err)
{
    (void)err;
    res_flash(res, text_is(req_field(req, "do"), "drop") ? "flash.correction_dropped" : "flash.corrected");
    res_redirect(res, "/stukken/%.*s", TEXT_FMT(req_param(req, "id")));
    return OK;
}
