/* Tokens for programs: made on a page of one's own, shown once, taken back by their person or by an administrator. */
#include "kb/http/page_token.h"

#include "kb/base/cleanup.h"
#include "kb/http/page_form.h"
#include "kb/http/pages.h"

enum { DAYS_MOST = 10000 /* how many they may be is the service's */, DAYS_FIRST = 90, DAYS_DIGITS = 4 };

static const char *const scope_choices[] = {"feeds", "read", NULL};

/* clang-format off */
const struct form_field page_token_form[] = {
    { "token_name",  FIELD_TEXT,   .required = true, .max = SVC_TOKEN_NAME_MAX },
    { "token_scope", FIELD_CHOICE, .required = true, .choices = scope_choices },
    { "token_term",  FIELD_INT,    .required = true, .most = DAYS_MOST },
    FORM_END
};

const struct form_field page_token_revoke_form[] = {
    { "token", FIELD_ID, .required = true },
    FORM_END
};
/* clang-format on */

/* ---- The list ---- */

static text day_words(const struct page *page, const char *iso)
{
    struct date day;
    char out[DATE_BYTES];
    if (!date_parse(text_str(iso), &day)) return TEXT("");
    return text_str(arena_str(page->svc.arena, date_format(day, DATE_LONG, out)));
}

static enum msg scope_word(const char *slug)
{
    return msg_find2(TEXT("token.scope."), text_str(slug));
}

err_code token_rows(struct page *page, text person, struct token_rows *out, kb_err *err)
{
    struct svc_tokens tokens;
    ERR_TRY(svc_tokens(&page->svc, person, &tokens, err));
    struct view_token_list_row *rows = ARENA_ARRAY(page->svc.arena, struct view_token_list_row, tokens.n);
    if (!rows) return err_set(err, ERR_NOMEM, "no room for tokens");
    for (size_t i = 0; i < tokens.n; i++) {
        const struct svc_token *t = &tokens.at[i];
        rows[i] = (struct view_token_list_row){.id = text_str(t->id),
                                               .name = text_str(t->name),
                                               .scope = scope_word(svc_token_scope_slug(t->scope)),
                                               .until = page_date(page, t->expires - 1),
                                               .over = t->over,
                                               .used = day_words(page, t->used)};
    }
    *out = (struct token_rows){rows, tokens.n};
    return OK;
}

/* ---- A new one ---- */

static struct view_choices scope_field(const struct page_form *form)
{
    struct view_choices v = page_form_one_of(form, "token_scope", COUNT_OF(scope_choices));
    for (size_t i = 0; scope_choices[i]; i++)
        page_form_offer(form, &v, scope_choices[i], scope_word(scope_choices[i]),
                        msg_find2(TEXT("token.help."), text_str(scope_choices[i])), i == 0);
    return v;
}

static struct view_field days_field(const struct page_form *form, int64_t most)
{
    const struct page *page = form->page;
    int64_t first = most < DAYS_FIRST ? most : DAYS_FIRST;
    return (struct view_field){
        .name = TEXT("token_term"),
        .label = page_form_label(page, "token_term"),
        .value = page_form_value(form, "token_term", page_number(page, first)),
        .hint = page_words(page, MSG_TOKEN_DAYS_HINT, MSG_ARGS({TEXT("n"), page_number(page, most)})),
        .error = page_form_error(form, "token_term"),
        .required = true,
        .max = DAYS_DIGITS};
}

static const struct view_crumbs_step *crumbs(const struct page *page, size_t *n)
{
    const struct view_crumbs_step *steps = page_crumbs(page, msg_text(page->env.lang, MSG_ACCOUNT_TITLE),
                                                       TEXT("/account"), msg_text(page->env.lang, MSG_TOKEN_NEW));
    *n = steps ? PAGE_CRUMBS : 0;
    return steps;
}

static err_code show(kb_req *req, kb_res *res, const kb_err *why, kb_err *err)
{
    struct page page;
    struct page_form form = {&page, why};
    int64_t most;
    ERR_TRY(page_open(&page, req, res, "account", err));
    ERR_TRY(svc_token_days(&page.svc, &most, err));
    struct view_token_new v = {.name = {.name = TEXT("token_name"),
                                        .label = page_form_label(&page, "token_name"),
                                        .value = page_form_value(&form, "token_name", TEXT("")),
                                        .hint = msg_text(page.env.lang, MSG_TOKEN_NAME_HINT),
                                        .error = page_form_error(&form, "token_name"),
                                        .required = true,
                                        .max = SVC_TOKEN_NAME_MAX},
                               .scope = scope_field(&form),
                               .days = days_field(&form, most)};
    v.crumbs = crumbs(&page, &v.crumbs_count);
    v.errors = page_form_errors(&form, &v.errors_count);
    view_token_new(&res->body, &page.env, &v);
    return page_close(&page, 200, err);
}

err_code page_token_new(kb_req *req, kb_res *res, kb_err *err)
{
    return show(req, res, NULL, err);
}

err_code page_token_refused(kb_req *req, kb_res *res, const kb_err *why, kb_err *err)
{
    return show(req, res, why, err);
}

err_code page_token_write(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    struct svc_token_made *made = ARENA_NEW(req->arena, struct svc_token_made);
    struct svc_token_make in = {.name = req_field(req, "token_name"),
                                .scope = req_field(req, "token_scope"),
                                .days = req_field_int(req, "token_term")};
    if (!made) return err_set(err, ERR_NOMEM, "a token");
    req->result = made;
    return svc_token_make(&svc, &in, made, err);
}

/* The one answer that shows it. */
err_code page_token_made(kb_req *req, kb_res *res, kb_err *err)
{
    struct page page;
    const struct svc_token_made *made = req->result;
    ERR_TRY(page_open(&page, req, res, "account", err));
    struct view_token_made v = {.name = req_field(req, "token_name"),
                                .token = text_str(made->token),
                                .until = page_date(&page, made->expires - 1)};
    v.crumbs = crumbs(&page, &v.crumbs_count);
    view_token_made(&res->body, &page.env, &v);
    return page_close(&page, 200, err);
}

/* ---- Taking it back ---- */

err_code page_token_revoke_write(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    return svc_token_revoke(&svc, text_str(req->session->person), req_field(req, "token"), err);
}

err_code page_token_revoked(kb_req *req, kb_res *res, kb_err *err)
{
    (void)req, (void)err;
    res_flash(res, "flash.token_revoked");
    res_redirect(res, "/account");
    return OK;
}

err_code page_admin_token_write(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    return svc_token_revoke(&svc, req_param(req, "id"), req_field(req, "token"), err);
}

err_code page_admin_token_revoked(kb_req *req, kb_res *res, kb_err *err)
{
    (void)err;
    res_flash(res, "flash.token_revoked");
    res_redirect(res, "/beheer/mensen/%.*s", TEXT_FMT(req_param(req, "id")));
    return OK;
}
