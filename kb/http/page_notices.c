/* Berichten: what a person was told, how they want to be told, and the link in a letter that stops mail. */
#include "kb/http/page_notices.h"
#include "kb/http/app.h"

#include "kb/base/cleanup.h"
#include "kb/http/page_form.h"
#include "kb/http/pages.h"

enum { NOTICES_MAX = 100 };

static const char *const overviews[] = {"daily", "weekly", "never", NULL};

const struct form_field page_notices_form[] = {
    {"up_to", FIELD_INT, .required = true},
    FORM_END,
};

/* clang-format off */
const struct form_field page_wish_form[] = {
    { "address",  FIELD_TEXT,   .max = SVC_ADDRESS_MAX },
    { "direct",   FIELD_BOOL,   .required = false },
    { "overview", FIELD_CHOICE, .required = true, .choices = overviews },
    FORM_END,
};
/* clang-format on */

static text day_of(const struct page *page, struct date day)
{
    return date_is_none(day) ? text_str("") : page_date(page, calendar_midnight(day));
}

text page_notice_words(const struct page *page, const struct svc_notice *n)
{
    static const text practice = TEXT("practice.");
    text what = text_str(n->what);
    enum msg msg = n->asked ? msg_find2(TEXT("notice.asked."), what) : MSG_NONE;
    if (msg == MSG_NONE) msg = msg_find2(TEXT("notice."), what);
    if (msg == MSG_NONE && text_starts(what, practice))
        msg = msg_find2(TEXT("move.done."), text_slice(what, practice.len, SIZE_MAX));
    if (msg == MSG_NONE) msg = msg_find2(TEXT("notice.asked."), what); /* what is only ever asked */
    if (!date_is_none(n->meets)) msg = MSG_NOTICE_REMIND_MEETING;
    return page_words(page, msg,
                      MSG_ARGS({TEXT("by"), text_str(n->by ? n->by : "")}, {TEXT("until"), day_of(page, n->until)},
                               {TEXT("meets"), day_of(page, n->meets)}, {TEXT("papers"), day_of(page, n->papers)}));
}

/* ---- What one was told ---- */

err_code page_notices(kb_req *req, kb_res *res, kb_err *err)
{
    struct page page;
    struct svc_notices notices;
    struct view_notices v = {0};
    ERR_TRY(page_open(&page, req, res, "berichten", err));
    ERR_TRY(svc_notices(&page.svc, NOTICES_MAX, &notices, err));
    struct view_notices_row *rows = ARENA_ARRAY(req->arena, struct view_notices_row, notices.n);
    for (size_t i = 0; rows && i < notices.n; i++) {
        const struct svc_notice *n = &notices.at[i];
        rows[i] = (struct view_notices_row){.href = text_str(n->href),
                                            .title = page_title(&page, &n->card),
                                            .words = page_notice_words(&page, n),
                                            .when = page_date_time(&page, n->at),
                                            .asked = n->asked && n->fresh,
                                            .fresh = n->fresh};
        v.fresh |= n->fresh;
    }
    v.rows = rows;
    v.rows_count = rows ? notices.n : 0;
    if (v.rows_count) v.up_to = page_number(&page, notices.at[0].at);
    view_notices(&res->body, &page.env, &v);
    return page_close(&page, 200, err);
}

err_code page_notices_write(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    return svc_notices_see(&svc, req_field_int(req, "up_to"), err);
}

err_code page_notices_seen(kb_req *req, kb_res *res, kb_err *err)
{
    (void)req, (void)err;
    res_flash(res, "flash.notices");
    res_redirect(res, "/berichten");
    return OK;
}

/* ---- How one wants to be told ---- */

static struct view_choices overview_choices(const struct page_form *form, text stored)
{
    struct view_choices v = page_form_one_of(form, "overview", COUNT_OF(overviews));
    for (size_t i = 0; overviews[i]; i++)
        page_form_offer(form, &v, overviews[i], msg_find2(TEXT("wish.overview."), text_str(overviews[i])), MSG_NONE,
                        text_is(stored, overviews[i]));
    return v;
}

static err_code show_wish(kb_req *req, kb_res *res, const kb_err *why, kb_err *err)
{
    struct page page;
    struct svc_wish wish;
    struct page_form form = {&page, why};
    ERR_TRY(page_open(&page, req, res, "berichten", err));
    ERR_TRY(svc_wish(&page.svc, &wish, err));
    struct view_wish v = {
        .crumbs = page_crumbs(&page, msg_text(page.env.lang, MSG_NOTICES_TITLE), TEXT("/berichten"),
                              msg_text(page.env.lang, MSG_WISH_TITLE)),
        .address = {.name = TEXT("address"),
                    .label = page_form_label(&page, "address"),
                    .value = page_form_value(&form, "address", text_str(wish.address)),
                    .hint = msg_text(page.env.lang, MSG_WISH_ADDRESS_HINT),
                    .error = page_form_error(&form, "address"),
                    .max = SVC_ADDRESS_MAX},
        .direct = page_form_chosen(&form, "direct", TEXT("1"), wish.direct),
        .overview = overview_choices(&form, text_str(wish.overview)),
    };
    v.crumbs_count = v.crumbs ? PAGE_CRUMBS : 0;
    v.errors = page_form_errors(&form, &v.errors_count);
    view_wish(&res->body, &page.env, &v);
    return page_close(&page, 200, err);
}

err_code page_wish(kb_req *req, kb_res *res, kb_err *err)
{
    return show_wish(req, res, NULL, err);
}

err_code page_wish_refused(kb_req *req, kb_res *res, const kb_err *why, kb_err *err)
{
    return show_wish(req, res, why, err);
}

/* The link for who forgot a password goes to that address: who may change it may change the password (ASVS 5.0, 7.5.1).
 */
static err_code check_address(kb_req *req, struct svc *svc, kb_err *err)
{
    struct svc_wish was;
    ERR_TRY(svc_wish(svc, &was, err));
    bool same = text_is(text_trim(req_field(req, "address")), was.address);
    return same || req_is_fresh(req) ? OK : err_set(err, ERR_SIGN_IN, "the sign-in is too old for another address");
}

err_code page_wish_write(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    ERR_TRY(check_address(req, &svc, err));
    struct svc_wish_put in = {.address = req_field(req, "address"),
                              .overview = req_field(req, "overview"),
                              .direct = req_field_int(req, "direct") != 0,
                              .mail = app_of(req)->mail};
    return svc_wish_put(&svc, &in, err);
}

err_code page_wish_written(kb_req *req, kb_res *res, kb_err *err)
{
    struct svc svc = page_svc(req);
    struct svc_wish wish;
    ERR_TRY(svc_wish(&svc, &wish, err));
    bool asked = !text_is(text_trim(req_field(req, "address")), wish.address);
    res_flash(res, asked ? "flash.wish_asked" : "flash.wish");
    res_redirect(res, "/berichten/instellingen");
    return OK;
}

/* ---- The link in a letter ---- */

/* Says nothing of the person: whoever holds an old link learns no more than that it is one. */
err_code page_unsubscribe(kb_req *req, kb_res *res, kb_err *err)
{
    struct page page;
    ERR_TRY(page_open(&page, req, res, "", err));
    struct view_unsubscribe v = {.action = req->path};
    view_unsubscribe(&res->body, &page.env, &v);
    return page_close(&page, 200, err);
}

err_code page_unsubscribe_write(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    return svc_unsubscribe(&svc, req_param(req, "token"), err);
}

err_code page_unsubscribed(kb_req *req, kb_res *res, kb_err *err)
{
    struct page page;
    ERR_TRY(page_open(&page, req, res, "", err));
    struct view_unsubscribe v = {.action = req->path, .done = true};
    view_unsubscribe(&res->body, &page.env, &v);
    return page_close(&page, 200, err);
}

/* ---- The link in a letter to another address ---- */

static err_code show_address(kb_req *req, kb_res *res, bool done, kb_err *err)
{
    struct page page;
    ERR_TRY(page_open(&page, req, res, "", err));
    if (!done) ERR_TRY(svc_address_look(&page.svc, req_param(req, "token"), err));
    struct view_address v = {.action = req->path, .done = done};
    view_address(&res->body, &page.env, &v);
    return page_close(&page, 200, err);
}

err_code page_address(kb_req *req, kb_res *res, kb_err *err)
{
    return show_address(req, res, false, err);
}

err_code page_address_write(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    return svc_address_confirm(&svc, req_param(req, "token"), err);
}

err_code page_address_confirmed(kb_req *req, kb_res *res, kb_err *err)
{
    return show_address(req, res, true, err);
}
