/* One's own account: how one signs in, where one is signed in, another password. */
#include "kb/http/app.h"
#include "kb/http/oidc.h"
#include "kb/http/page_form.h"
#include "kb/http/page_sign_in.h"
#include "kb/http/page_token.h"
#include "kb/http/pages.h"

const struct form_field page_session_form[] = {
    {"session", FIELD_ID, .required = false},
    FORM_END,
};

enum { OWN_NAME_MAX = 200 };
const struct form_field page_own_name_form[] = {
    {"name", FIELD_TEXT, .required = true, .max = OWN_NAME_MAX},
    FORM_END,
};

const struct form_field page_password_form[] = {
    {"password", FIELD_SECRET, .required = true, .max = SVC_PASSWORD_MAX},
    {"again", FIELD_SECRET, .required = true, .max = SVC_PASSWORD_MAX},
    FORM_END,
};

/* ---- The page ---- */

/* "Firefox op Windows" of "Firefox/Windows". */
static text device_of(const struct page *page, const char *agent)
{
    text rest = text_str(agent), browser = text_str("");
    (void)text_next(&rest, '/', &browser);
    if (!browser.len && !rest.len) return msg_text(page->env.lang, MSG_SESSION_UNKNOWN);
    if (!browser.len || !rest.len) return browser.len ? browser : rest;
    return page_words(page, MSG_SESSION_DEVICE, MSG_ARGS({TEXT("browser"), browser}, {TEXT("system"), rest}));
}

static err_code put_sessions(struct page *page, struct view_account *v, kb_err *err)
{
    struct svc_sessions sessions;
    ERR_TRY(svc_sessions(&page->svc, page->req->session->key, &sessions, err));
    struct view_account_session *rows = ARENA_ARRAY(page->svc.arena, struct view_account_session, sessions.n);
    if (!rows) return err_set(err, ERR_NOMEM, "no room for sessions");
    for (size_t i = 0; i < sessions.n; i++) {
        const struct svc_session *s = &sessions.at[i];
        rows[i] = (struct view_account_session){.id = text_str(s->id),
                                                .device = device_of(page, s->agent),
                                                .place = text_str(s->place),
                                                .seen = page_date_time(page, s->last_seen),
                                                .own = s->own};
    }
    v->sessions = rows;
    v->sessions_count = sessions.n;
    v->others = sessions.n > 1;
    return OK;
}

static err_code put_passkeys(struct page *page, struct view_account *v, kb_err *err)
{
    struct svc_passkeys passkeys;
    ERR_TRY(svc_passkeys(&page->svc, &passkeys, err));
    struct view_account_passkey *rows = ARENA_ARRAY(page->svc.arena, struct view_account_passkey, passkeys.n);
    if (!rows) return err_set(err, ERR_NOMEM, "no room for passkeys");
    for (size_t i = 0; i < passkeys.n; i++) {
        const struct svc_passkey *p = &passkeys.at[i];
        rows[i] = (struct view_account_passkey){.id = text_str(p->id),
                                                .name = text_str(p->name),
                                                .made = page_date(page, p->made),
                                                .used = page_date_time(page, p->used)};
    }
    v->passkeys = rows;
    v->passkeys_count = passkeys.n;
    return OK;
}

static err_code put_tokens(struct page *page, struct view_account *v, kb_err *err)
{
    struct token_rows rows;
    ERR_TRY(token_rows(page, text_str(page->req->session->person), &rows, err));
    v->tokens = rows.at;
    v->tokens_count = rows.n;
    return OK;
}

static err_code put_sso(struct page *page, struct view_account *v, kb_err *err)
{
    struct svc_sso sso;
    const struct oidc *oidc = app_of(page->req)->oidc;
    if (!oidc) return OK;
    ERR_TRY(svc_sso(&page->svc, oidc_issuer(oidc), &sso, err));
    v->sso = true;
    v->sso_since = page_date(page, sso.since);
    v->sso_only = sso.only;
    return OK;
}

/* Whoever came in by stealth may have left another way in: a new password by link ends sessions and tokens, and no
 * more (ASVS 5.0, 7.4.3). */
static void say_what_opens(const kb_req *req, struct view_account *v)
{
    v->reset = text_is(req_query(req, "na"), "wachtwoord");
    v->passkeys_many = v->passkeys_count > 1;
    v->alone = !v->passkeys_count && !v->second_on.len && !v->sso_since.len;
}

static err_code show(kb_req *req, kb_res *res, const kb_err *why, kb_err *err)
{
    struct page page;
    struct svc_second second;
    struct svc_person person;
    struct page_form form = {&page, why};
    ERR_TRY(page_open(&page, req, res, "account", err));
    ERR_TRY(svc_person(&page.svc, text_str(req->session->person), &person, err));
    ERR_TRY(svc_second(&page.svc, &second, err));
    struct view_account v = {
        .second_on = page_date(&page, second.since),
        .second_any = second.on,
        .second_left = second.left,
        .demo = req->demo,
        .name = {.name = TEXT("name"),
                 .label = page_form_label(&page, "name"),
                 .value = page_form_value(&form, "name", text_str(person.row.name)),
                 .hint = msg_text(page.env.lang, MSG_WELCOME_NAME_HINT),
                 .error = page_form_error(&form, "name"),
                 .required = true,
                 .max = OWN_NAME_MAX,
                 .autocomplete = TEXT("name")},
        .hint = msg_text(page.env.lang, second.on ? MSG_PASSWORD_HINT_SECOND : MSG_WELCOME_PASSWORD_HINT),
        .password_error = page_form_error(&form, "password"),
        .again_error = page_form_error(&form, "again")};
    ERR_TRY(put_passkeys(&page, &v, err));
    ERR_TRY(put_sessions(&page, &v, err));
    ERR_TRY(put_tokens(&page, &v, err));
    ERR_TRY(put_sso(&page, &v, err));
    say_what_opens(req, &v);
    v.errors = page_form_errors(&form, &v.errors_count);
    view_account(&res->body, &page.env, &v);
    return page_close(&page, 200, err);
}

err_code page_account(kb_req *req, kb_res *res, kb_err *err)
{
    return show(req, res, NULL, err);
}

/* ---- Another name, as others see it ---- */

err_code page_own_name_write(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    struct svc_person person;
    const char *id;
    ERR_TRY(svc_person(&svc, text_str(req->session->person), &person, err));
    struct svc_person_put in = {
        .id = text_str(person.row.id), .sign_in = text_str(person.row.sign_in), .name = req_field(req, "name")};
    return svc_person_put(&svc, &in, &id, err);
}

err_code page_own_named(kb_req *req, kb_res *res, kb_err *err)
{
    (void)req, (void)err;
    res_flash(res, "flash.changed");
    res_redirect(res, "/account");
    return OK;
}

/* ---- Ending sessions ---- */

err_code page_session_end_write(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    return svc_session_end(&svc, req_field(req, "session"), req->session->key, err);
}

err_code page_session_ended(kb_req *req, kb_res *res, kb_err *err)
{
    (void)req, (void)err;
    res_flash(res, "flash.session_ended");
    res_redirect(res, "/account");
    return OK;
}

/* ---- Another password: ends every session, and this one begins anew ---- */

struct changing {
    struct signing_in sign_in;
    const char *hash;
};

err_code page_password_check(kb_req *req, kb_res *res, kb_err *err)
{
    (void)res;
    struct svc svc = page_svc(req);
    struct store_person person;
    struct svc_second second;
    struct changing *c = ARENA_NEW(req->arena, struct changing);
    if (!c) return err_set(err, ERR_NOMEM, "another password");
    if (!text_eq(req_field(req, "password"), req_field(req, "again")))
        return err_field(err, ERR_INVALID, "again", "not-the-same");
    ERR_TRY(svc_second(&svc, &second, err));
    ERR_TRY(store_person_get(req->store, req->session->person, req->arena, &person, err));
    struct svc_password_about about = {
        .sign_in = text_str(person.sign_in), .name = text_str(person.name), .second_factor = second.on};
    ERR_TRY(svc_password_about(&svc, &about, err));
    ERR_TRY(svc_password_check(req_field(req, "password"), &about, err));
    sign_in_prepare(&c->sign_in);
    c->sign_in.person = person.id;
    c->sign_in.second = req->session->second;
    req->result = c;
    return svc_password_hash(req_field(req, "password"), req->arena, &c->hash, err);
}

err_code page_password_write(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    const struct changing *c = req->result;
    ERR_TRY(svc_password_put(&svc, text_str(c->sign_in.person), c->hash, err));
    return sign_in_write(req, &c->sign_in, err);
}

err_code page_password_done(kb_req *req, kb_res *res, kb_err *err)
{
    (void)err;
    const struct changing *c = req->result;
    sign_in_cookie(req, res, &c->sign_in);
    res_flash(res, "flash.password_changed");
    res_redirect(res, "/account");
    return OK;
}

err_code page_account_refused(kb_req *req, kb_res *res, const kb_err *why, kb_err *err)
{
    return show(req, res, why, err);
}
