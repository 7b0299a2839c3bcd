/* Setting up the second factor, its codes on paper, and doing without. */
#include "kb/http/page_second.h"
#include "content/qr.h"
#include "kb/http/page_form.h"
#include "kb/http/pages.h"

enum { CODE_MAX = 40, SECRET_GROUP = 4 };

const struct form_field page_second_form[] = {
    {"code", FIELD_TEXT, .required = true, .max = CODE_MAX},
    FORM_END,
};

/* "JBSW Y3DP EHPK 3PXP": as it is typed over. */
static text in_groups(const struct page *page, const char *secret)
{
    size_t len = strlen(secret), n = 0;
    char *out = arena_alloc(page->svc.arena, 2 * len + 1);
    for (size_t i = 0; out && i < len; i++) {
        if (i && i % SECRET_GROUP == 0) out[n++] = ' ';
        out[n++] = secret[i];
    }
    return text_of(out, n);
}

static const struct view_crumbs_step *crumbs(const struct page *page, size_t *n)
{
    const struct view_crumbs_step *steps = page_crumbs(page, msg_text(page->env.lang, MSG_ACCOUNT_TITLE),
                                                       TEXT("/account"), msg_text(page->env.lang, MSG_SECOND_TITLE));
    *n = steps ? PAGE_CRUMBS : 0;
    return steps;
}

static err_code show(kb_req *req, kb_res *res, const kb_err *why, kb_err *err)
{
    struct page page;
    struct svc_second second;
    struct page_form form = {&page, why};
    const char *secret = "", *uri = "";
    ERR_TRY(page_open(&page, req, res, "account", err));
    ERR_TRY(svc_second(&page.svc, &second, err));
    if (second.begun) ERR_TRY(svc_second_secret(&page.svc, &secret, &uri, err));
    struct view_account_second v = {
        .lacks = req->lacks_second && !second.on,
        .needed = second.needed,
        .anew = second.anew,
        .any = second.on,
        .on = page_date(&page, second.since),
        .left = second.left,
        .begun = second.begun,
        .secret = in_groups(&page, secret),
        .code_error = page_form_error(&form, "code"),
    };
    if (second.begun) v.picture = qr_svg(uri, msg_text(page.env.lang, MSG_SECOND_QR), req->arena);
    v.crumbs = crumbs(&page, &v.crumbs_count);
    v.errors = page_form_errors(&form, &v.errors_count);
    view_account_second(&res->body, &page.env, &v);
    return page_close(&page, 200, err);
}

err_code page_second(kb_req *req, kb_res *res, kb_err *err)
{
    return show(req, res, NULL, err);
}

err_code page_second_begin_write(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    return svc_second_begin(&svc, err);
}

err_code page_second_begun(kb_req *req, kb_res *res, kb_err *err)
{
    (void)req, (void)err;
    res_redirect(res, "/account/tweede-stap");
    return OK;
}

/* ---- Codes on paper: shown in the answer itself, once ---- */

static struct second_codes *new_codes(kb_req *req)
{
    struct second_codes *codes = ARENA_NEW(req->arena, struct second_codes);
    req->result = codes;
    return codes;
}

err_code second_show_codes(kb_req *req, kb_res *res, const struct second_codes *codes, bool first, kb_err *err)
{
    struct page page;
    ERR_TRY(page_open(&page, req, res, "account", err));
    struct view_account_codes_code *rows = ARENA_ARRAY(req->arena, struct view_account_codes_code, SVC_RECOVERY_CODES);
    if (!rows) return err_set(err, ERR_NOMEM, "no room for codes");
    for (size_t i = 0; i < SVC_RECOVERY_CODES; i++) rows[i].words = text_str(codes->at[i]);
    struct view_account_codes v = {.first = first, .codes = rows, .codes_count = SVC_RECOVERY_CODES};
    v.crumbs = crumbs(&page, &v.crumbs_count);
    view_account_codes(&res->body, &page.env, &v);
    return page_close(&page, 200, err);
}

err_code page_second_on_write(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    struct second_codes *codes = new_codes(req);
    if (!codes) return err_set(err, ERR_NOMEM, "no room for codes");
    return svc_second_confirm(&svc, req_field(req, "code"), req->session->key, codes->at, err);
}

err_code page_second_on(kb_req *req, kb_res *res, kb_err *err)
{
    return second_show_codes(req, res, req->result, true, err);
}

err_code page_second_on_refused(kb_req *req, kb_res *res, const kb_err *why, kb_err *err)
{
    return show(req, res, why, err);
}

err_code page_second_codes_write(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    struct second_codes *codes = new_codes(req);
    return codes ? svc_second_codes(&svc, codes->at, err) : err_set(err, ERR_NOMEM, "no room for codes");
}

err_code page_second_codes(kb_req *req, kb_res *res, kb_err *err)
{
    return second_show_codes(req, res, req->result, false, err);
}

err_code page_second_off_write(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    return svc_second_remove(&svc, err);
}

err_code page_second_off(kb_req *req, kb_res *res, kb_err *err)
{
    (void)req, (void)err;
    res_flash(res, "flash.second_off");
    res_redirect(res, "/account/tweede-stap");
    return OK;
}
