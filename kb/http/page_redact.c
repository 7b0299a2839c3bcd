/* Taking words out of everything about a practice: first where they stand, then for good. What is typed never stands in
 * an address, which would leave it in histories and logs. */
#include "kb/http/app.h"
#include "kb/http/page_form.h"
#include "kb/http/pages.h"

const struct form_field page_redact_form[] = {
    {"passage", FIELD_MULTILINE, .required = true, .max = SVC_PASSAGE_MAX, .kept = true},
    FORM_END,
};

static err_code show(kb_req *req, kb_res *res, const kb_err *why, const struct svc_redact_look *look, kb_err *err)
{
    struct page page;
    struct svc_practice practice;
    struct page_form form = {&page, why};
    ERR_TRY(page_open(&page, req, res, "redactie", err));
    ERR_TRY(svc_practice(&page.svc, &(struct svc_which){.key = req_param(req, "id")}, &practice, err));
    if (!practice.may.redact) return err_set(err, ERR_FORBIDDEN, "may not take words out");
    const char *base = arena_printf(req->arena, "/stukken/%s/weghalen", practice.card.id);
    struct view_redact v = {
        .title = msg_text(page.env.lang, MSG_REDACT_TITLE),
        .action = text_str(base),
        .look = page_join(&page, base, "/kijken"),
        .back = text_str(practice.card.href),
        .passage = look ? text_trim(req_field(req, "passage")) : page_form_value(&form, "passage", text_str("")),
        .passage_error = page_form_error(&form, "passage"),
    };
    if (look)
        v.found = page_words(&page, MSG_REDACT_FOUND, MSG_ARGS({TEXT("n"), page_number(&page, (int64_t)look->times)}));
    v.crumbs = page_crumbs(&page, page_title(&page, &practice.card), v.back, v.title);
    v.crumbs_count = v.crumbs ? PAGE_CRUMBS : 0;
    v.errors = page_form_errors(&form, &v.errors_count);
    view_redact(&res->body, &page.env, &v);
    return page_close(&page, 200, err);
}

err_code page_redact(kb_req *req, kb_res *res, kb_err *err)
{
    return show(req, res, NULL, NULL, err);
}

err_code page_redact_refused(kb_req *req, kb_res *res, const kb_err *why, kb_err *err)
{
    return show(req, res, why, NULL, err);
}

err_code page_redact_look(kb_req *req, kb_res *res, kb_err *err)
{
    struct svc svc = page_svc(req);
    struct svc_redact_look look;
    ERR_TRY(svc_redact_look(&svc, req_param(req, "id"), req_field(req, "passage"), &look, err));
    return show(req, res, NULL, &look, err);
}

err_code page_redact_write(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    struct svc_redact in = {
        .practice = req_param(req, "id"), .passage = req_field(req, "passage"), .file = app_of(req)->redactions};
    return svc_redact(&svc, &in, err);
}

err_code page_redacted(kb_req *req, kb_res *res, kb_err *err)
{
    struct page page;
    struct svc_card card;
    ERR_TRY(page_open(&page, req, res, "redactie", err));
    ERR_TRY(svc_practice_card(&page.svc, req_param(req, "id"), &card, err));
    res_flash(res, "flash.redacted");
    res_redirect(res, "%s", card.href);
    return OK;
}
