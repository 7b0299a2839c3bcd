/* What is done with a text besides writing it: a version made of it, a new revision begun, placed. */
#include "kb/http/page_edit.h"
#include "kb/http/page_sections.h"
#include "kb/http/pages.h"

/* ---- "Publiceer deze versie" ---- */

const struct form_field page_publish_form[] = {
    {"version", FIELD_INT, .required = true, .least = 1},
    {"note", FIELD_MULTILINE, .max = SVC_NOTE_MAX},
    FORM_END,
};

static err_code show_publish(kb_req *req, kb_res *res, const kb_err *why, kb_err *err)
{
    struct page page;
    struct svc_working working;
    struct page_form form = {&page, why};
    ERR_TRY(page_open(&page, req, res, "werkgroepen", err));
    ERR_TRY(svc_working(&page.svc, req_param(req, "id"), &working, err));
    if (!working.may.publish) return err_set(err, ERR_FORBIDDEN, "may not publish");
    bool open = edit_is_open(&working.card);
    struct view_publish v = {
        .heading = open ? MSG_PUBLISH_TITLE : MSG_PUBLISH_TITLE_GROUP,
        .text_label = open ? MSG_PUBLISH_TEXT : MSG_PUBLISH_TEXT_GROUP,
        .submit = open ? MSG_PUBLISH_SUBMIT : MSG_PUBLISH_SUBMIT_GROUP,
        .open = open,
        .stale = why && why->code == ERR_STALE_EDIT,
        .action = edit_address(&page, &working.card, "/publiceren"),
        .back = edit_address(&page, &working.card, "/bewerken"),
        .version = working.version,
        .note = page_form_value(&form, "note", text_str("")),
        .note_error = page_form_error(&form, "note"),
    };
    v.crumbs = edit_crumbs(&page, &working.card, v.heading, &v.crumbs_count);
    if (!v.stale) v.errors = page_form_errors(&form, &v.errors_count);
    ERR_TRY(page_preview(&page, &working.card, &working.draft, &v.shown, err));
    view_publish(&res->body, &page.env, &v);
    return page_close(&page, 200, err);
}

err_code page_publish(kb_req *req, kb_res *res, kb_err *err)
{
    return show_publish(req, res, NULL, err);
}

err_code page_publish_refused(kb_req *req, kb_res *res, const kb_err *why, kb_err *err)
{
    return show_publish(req, res, why, err);
}

/* Renders before the queue, so that the writer need not; the writer checks that it is still this text. */
err_code page_publish_check(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    struct svc_working working;
    text *rendered = ARENA_NEW(req->arena, text);
    if (!rendered) return err_set(err, ERR_NOMEM, "publishing");
    ERR_TRY(svc_working(&svc, req_param(req, "id"), &working, err));
    if (working.version != req_field_int(req, "version"))
        return err_set(err, ERR_STALE_EDIT, "saved since it was shown");
    req->result = rendered;
    return svc_render(req->arena, working.draft.sections, working.draft.n_sections, rendered, err);
}

err_code page_publish_write(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    const char *revision;
    struct svc_publish in = {
        .practice = req_param(req, "id"),
        .seen = req_field_int(req, "version"),
        .note = req_field(req, "note"),
        .rendered = *(const text *)req->result,
    };
    return svc_publish(&svc, &in, &revision, err);
}

err_code page_published(kb_req *req, kb_res *res, kb_err *err)
{
    (void)err;
    struct svc svc = page_svc(req);
    struct svc_working working;
    kb_err unseen = {0};
    bool known = svc_working(&svc, req_param(req, "id"), &working, &unseen) == OK;
    res_flash(res, known && !edit_is_open(&working.card) ? "flash.shared" : "flash.published");
    res_redirect(res, "/stukken/%.*s/op-weg", TEXT_FMT(req_param(req, "id")));
    return OK;
}

/* ---- A new revision of an adopted text ---- */

err_code page_revise_write(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    return svc_revise(&svc, req_param(req, "id"), err);
}

err_code page_revised(kb_req *req, kb_res *res, kb_err *err)
{
    (void)err;
    res_flash(res, "flash.revised");
    res_redirect(res, "/stukken/%.*s/bewerken", TEXT_FMT(req_param(req, "id")));
    return OK;
}

/* ---- Kind, legal fields, locations ---- */

enum { CHOSEN_MAX = 64 };
static const char *const kind_choices[] = {"werkwijze", "taakverdeling", "plan", NULL};

const struct form_field page_place_form[] = {
    {"kind", FIELD_CHOICE, .required = true, .choices = kind_choices},
    {"fields", FIELD_TEXT, .max = 64, .many = CHOSEN_MAX},
    {"location", FIELD_TEXT, .max = 64, .many = CHOSEN_MAX},
    {"applies", FIELD_TEXT, .max = 64, .many = CHOSEN_MAX},
    {"seen-*", FIELD_TEXT, .max = CHOSEN_MAX * 65},
    FORM_END,
};

/* What a colleague changed is shown as it stands by now; what they left alone as it was sent. */
static const struct page_form *as_sent(const struct page_form *sent, const struct page_form *stored, const char *name)
{
    bool changed = sent->why && sent->why->code == ERR_CONFLICT && page_form_error(sent, name).len;
    return changed ? stored : sent;
}

static err_code show_place(kb_req *req, kb_res *res, const kb_err *why, kb_err *err)
{
    struct page page;
    struct svc_practice practice;
    struct svc_which which = {.key = req_param(req, "id")};
    struct page_form form = {&page, why}, stored = {&page, NULL};
    ERR_TRY(page_open(&page, req, res, "werkgroepen", err));
    ERR_TRY(svc_practice(&page.svc, &which, &practice, err));
    if (!practice.may.place) return err_set(err, ERR_FORBIDDEN, "may not place");
    ERR_TRY(page_labels(&page, err));
    const struct svc_card *card = &practice.card;
    text kind = text_str(practice_kind_slug(card->kind));
    struct view_place v = {
        .title = page_words(&page, MSG_PLACE_TITLE, MSG_ARGS({TEXT("title"), page_title(&page, card)})),
        .action = edit_address(&page, card, "/kenmerken"),
        .back = text_str(card->href),
        .kind = page_form_kinds(as_sent(&form, &stored, "kind"), "kind", kind),
        .fields = page_form_legal_fields(as_sent(&form, &stored, "fields"), "fields", card->legal_fields),
        .location = page_form_locations(as_sent(&form, &stored, "location"), "location", card->comes_from),
        .applies = page_form_locations(as_sent(&form, &stored, "applies"), "applies", card->applies_in),
        .seen_kind = page_form_seen(&form, "seen-kind", kind),
        .seen_fields = page_form_seen(&form, "seen-fields", card->legal_fields),
        .seen_location = page_form_seen(&form, "seen-location", card->comes_from),
        .seen_applies = page_form_seen(&form, "seen-applies", card->applies_in),
    };
    v.kind.error = page_form_error(&form, "kind");
    v.fields.error = page_form_error(&form, "fields");
    v.location.error = page_form_error(&form, "location");
    v.applies.error = page_form_error(&form, "applies");
    v.kind.hint = msg_text(page.env.lang, MSG_PLACE_KIND_HINT);
    v.crumbs = edit_crumbs(&page, card, MSG_PRACTICE_PLACE, &v.crumbs_count);
    v.errors = page_form_errors(&form, &v.errors_count);
    view_place(&res->body, &page.env, &v);
    return page_close(&page, 200, err);
}

err_code page_place(kb_req *req, kb_res *res, kb_err *err)
{
    return show_place(req, res, NULL, err);
}

err_code page_place_refused(kb_req *req, kb_res *res, const kb_err *why, kb_err *err)
{
    return show_place(req, res, why, err);
}

err_code page_place_write(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    struct svc_place in = {.practice = req_param(req, "id")};
    (void)practice_kind_from_slug(req_field(req, "kind"), &in.kind); /* the form's table allows no other */
    in.legal_fields = page_form_all(req, "fields", CHOSEN_MAX, &in.n_legal_fields);
    in.comes_from = page_form_all(req, "location", CHOSEN_MAX, &in.n_comes_from);
    in.applies_in = page_form_all(req, "applies", CHOSEN_MAX, &in.n_applies_in);
    in.seen.kind = req_field(req, "seen-kind");
    in.seen.legal_fields = req_field(req, "seen-fields");
    in.seen.comes_from = req_field(req, "seen-location");
    in.seen.applies_in = req_field(req, "seen-applies");
    return svc_place(&svc, &in, err);
}

err_code page_placed(kb_req *req, kb_res *res, kb_err *err)
{
    (void)err;
    res_flash(res, "flash.placed");
    res_redirect(res, "/stukken/%.*s", TEXT_FMT(req_param(req, "id")));
    return OK;
}
