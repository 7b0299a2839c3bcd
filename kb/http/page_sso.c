#include "kb/http/page_sso.h"

#include "content/html.h"
#include "kb/base/cleanup.h"
#include "kb/http/app.h"
#include "kb/http/kept.h"
#include "kb/http/page_parts.h"
#include "kb/http/pages.h"

enum { CODE_MAX = 4096, STATE_MAX = 100, PLACE_MAX = 32 * 1024, RETRY_S = 10 };

/* clang-format off */
const struct form_field page_sso_back_form[] = {
    { "state", FIELD_SECRET, .required = true, .max = STATE_MAX },
    { "code",  FIELD_SECRET, .required = true, .max = CODE_MAX },
    FORM_END
};

const struct form_field page_sso_kept_form[] = {
    { "verder", FIELD_TEXT, .max = 8 * 1024 },
    { "kept",   FIELD_TEXT, .required = true, .max = SVC_FORM_MAX },
    FORM_END
};
/* clang-format on */

err_code sso_need(const kb_req *req, kb_err *err)
{
    return app_of(req)->oidc ? OK : err_set(err, ERR_NOT_FOUND, "no identity provider is set");
}

text page_sso_href(const kb_req *req, text next)
{
    _cleanup_(buf_release)
    struct buf out = buf_new(PLACE_MAX);
    if (!app_of(req)->oidc) return text_str("");
    buf_str(&out, "/inloggen/organisatie?verder=");
    html_query(&out, next);
    return arena_text(req->arena, buf_text(&out));
}

/* ---- What went wrong ---- */

err_code sso_failed(const kb_req *req, err_code code, const kb_err *said, kb_err *err)
{
    log_line(app_of(req)->log, KB_LOG_WARN, "sso.failed", "code=%s cause=%s", err_slug(code), said->cause);
    if (code == ERR_FORBIDDEN) return err_field(err, ERR_FORBIDDEN, "sso", "sso-token");
    if (code == ERR_RULE) return err_field(err, ERR_FORBIDDEN, "sso", "sso-answer");
    return err_field(err, ERR_BUSY, "sso", "sso-away");
}

static text reason_of(const kb_err *why)
{
    bool named = why->n_items && why->items[0].reason, away = err_http_status(why->code) >= 500;
    if (named) return msg_text(LANG_NL, msg_find2(TEXT("reason."), text_str(why->items[0].reason)));
    return msg_text(LANG_NL, away ? MSG_REASON_SSO_AWAY : MSG_REASON_SSO_WAY);
}

err_code page_sso_refused(kb_req *req, kb_res *res, const kb_err *why, kb_err *err)
{
    struct page page;
    struct sso_way way;
    ERR_TRY(sso_need(req, err));
    text next = sso_way_read(req, &way) ? way.next : text_str(sign_in_next(req));
    ERR_TRY(page_open(&page, req, res, "", err));
    struct view_sso_refused v = {.why = reason_of(why), .again = page_sso_href(req, next)};
    if (err_http_status(why->code) >= 500) res->retry_after = RETRY_S;
    sso_way_clear(req, res);
    view_sso_refused(&res->body, &page.env, &v);
    return page_close(&page, err_http_status(why->code), err);
}

/* ---- To the provider ---- */

err_code sso_go_on(kb_req *req, kb_res *res, const char *place, kb_err *err)
{
    struct page page;
    ERR_TRY(page_open(&page, req, res, "", err));
    struct view_sso_go v = {.place = text_str(place)};
    res_header(res, "Refresh", arena_printf(req->arena, "0; url=%s", place));
    view_sso_go(&res->body, &page.env, &v);
    return page_close(&page, 200, err);
}

err_code sso_set_out(kb_req *req, kb_res *res, struct sso_way *way, kb_err *err)
{
    ERR_TRY(sso_way_begin(req, way, err));
    sso_way_set(req, res, way);
    return sso_go_on(req, res, "/inloggen/organisatie?op-weg=1", err);
}

/* A form that waits, kept here while its person is away. */
err_code page_sso_kept_write(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    unsigned char place[CALLER_PLACE_BYTES];
    char *token = arena_alloc(req->arena, SVC_LINK_TOKEN_BYTES);
    if (!token) return err_set(err, ERR_NOMEM, "a form that waits");
    req->result = token;
    ERR_TRY(sso_need(req, err));
    (void)caller_place(text_str(req->client), place); /* who has none counts as one place */
    return svc_form_keep(&svc, text_of((const char *)place, sizeof place), req_field(req, "kept"), token, err);
}

err_code page_sso_kept(kb_req *req, kb_res *res, kb_err *err)
{
    const char *token = req->result;
    struct sso_way way = {
        .aim = SSO_SIGN_IN, .again = true, .about = text_str(token), .next = text_str(sign_in_next(req))};
    return sso_set_out(req, res, &way, err);
}

/* The way that a form of ours has begun, or a new one. Who is signed in already comes to prove anew who they are. */
static err_code take_way(const kb_req *req, kb_res *res, struct sso_way *way, kb_err *err)
{
    if (req_query(req, "op-weg").len && sso_way_read(req, way)) return OK;
    *way = (struct sso_way){.aim = SSO_SIGN_IN, .again = req->session, .next = text_str(sign_in_next(req))};
    ERR_TRY(sso_way_begin(req, way, err));
    sso_way_set(req, res, way);
    return OK;
}

err_code page_sso_leave(kb_req *req, kb_res *res, kb_err *err)
{
    struct sso_way way;
    const char *url;
    kb_err said = {0};
    ERR_TRY(sso_need(req, err));
    ERR_TRY(take_way(req, res, &way, err));
    struct oidc_question question = sso_way_question(req, &way);
    err_code code = oidc_sign_in_url(app_of(req)->oidc, &question, req->arena, &url, &said);
    if (code != OK) return sso_failed(req, code, &said, err);
    res_away(res, url);
    return OK;
}

/* ---- And back ---- */

/* What is in the address decides nothing yet: the form below is checked. */
err_code page_sso_back(kb_req *req, kb_res *res, kb_err *err)
{
    struct page page;
    kb_err why = {0};
    ERR_TRY(sso_need(req, err));
    text issuer = req_query(req, "iss"); /* RFC 9207: says who answers, when it says so */
    bool ours = !issuer.len || text_is(issuer, oidc_issuer(app_of(req)->oidc));
    if (!ours || !req_query(req, "code").len || req_query(req, "error").len) {
        err_add(&why, ERR_FORBIDDEN, "sso", ours ? "sso-answer" : "sso-token");
        return page_sso_refused(req, res, &why, err);
    }
    ERR_TRY(page_open(&page, req, res, "", err));
    struct view_sso_back v = {.state = req_query(req, "state"), .code = req_query(req, "code")};
    view_sso_back(&res->body, &page.env, &v);
    return page_close(&page, 200, err);
}

struct coming_back {
    struct signing_in sign_in; /* first: what follows reads it as req->result */
    struct sso_way way;
    struct oidc_claims claims;
    text kept;
};

/* A value of acr or amr that stands for a second factor, as the settings have it. */
static bool stands_for_second(const kb_req *req, text value)
{
    text rest = text_str(app_of(req)->sso.second);
    for (text one; text_next(&rest, ',', &one);)
        if (text_eq(text_trim(one), value)) return true;
    return false;
}

static bool second_given(const kb_req *req, const struct oidc_claims *c)
{
    bool given = c->acr.len && stands_for_second(req, c->acr);
    for (size_t i = 0; i < c->amr.n; i++) given |= stands_for_second(req, c->amr.at[i]);
    return given;
}

/* On the way and with the claims of a token that was checked. */
static err_code read_claims(const kb_req *req, struct coming_back *b, kb_err *err)
{
    text token;
    struct oidc *oidc = app_of(req)->oidc;
    struct oidc_question question = sso_way_question(req, &b->way);
    struct oidc_expect expect = {.nonce = b->way.nonce, .now = req->now, .since = b->way.again ? b->way.begun : 0};
    ERR_TRY(oidc_exchange(oidc, req_field(req, "code"), &question, req->arena, &token, err));
    return oidc_claims_of(oidc, oidc_id_token, token, expect, req->arena, &b->claims, err);
}

/* Waits for the provider. */
err_code page_sso_check(kb_req *req, kb_res *res, kb_err *err)
{
    (void)res;
    kb_err said = {0};
    struct coming_back *b = ARENA_NEW(req->arena, struct coming_back);
    char *sso = arena_alloc(req->arena, SVC_SSO_BYTES);
    if (!b || !sso) return err_set(err, ERR_NOMEM, "coming back from the identity provider");
    ERR_TRY(sso_need(req, err));
    if (!sso_way_read(req, &b->way) || !sso_way_answers(&b->way, req_field(req, "state")))
        return err_field(err, ERR_FORBIDDEN, "sso", "sso-way");
    err_code code = read_claims(req, b, &said);
    if (code != OK) return sso_failed(req, code, &said, err);
    sign_in_prepare(&b->sign_in);
    svc_sso_session(b->claims.sid, sso);
    b->sign_in.sso = sso;
    b->sign_in.second = second_given(req, &b->claims);
    kb_time age = req->now - b->claims.signed_in;
    b->sign_in.age = age > 0 ? age : 0;
    req->result = b;
    return OK;
}

static struct svc_identity identity_of(const kb_req *req, const struct oidc_claims *c)
{
    return (struct svc_identity){.issuer = oidc_issuer(app_of(req)->oidc),
                                 .subject = c->subject,
                                 .name = c->name,
                                 .sign_in = c->email.len ? c->email : c->user_name,
                                 .groups = c->groups.at,
                                 .n_groups = c->groups.n};
}

/* Only for who set out: a session that changed on the way links nothing. */
static err_code link_account(kb_req *req, const struct coming_back *b, const struct svc_identity *who, kb_err *err)
{
    struct svc svc = page_svc(req);
    if (!req->session || !text_is(b->way.about, req->session->person))
        return err_field(err, ERR_FORBIDDEN, "sso", "sso-way");
    return svc_sso_link(&svc, who, err);
}

static err_code find_person(kb_req *req, struct coming_back *b, const struct svc_identity *who, kb_err *err)
{
    struct svc svc = page_svc(req);
    if (b->way.aim == SSO_INVITED) return svc_sso_use(&svc, b->way.about, who, &b->sign_in.person, err);
    ERR_TRY(svc_sso_person(&svc, who, &b->sign_in.person, err));
    return b->way.about.len ? svc_form_take(&svc, b->way.about, &b->kept, err) : OK;
}

/* As a right password does: the old session ends, a new one begins, unless our own second step comes first. */
static err_code sign_in(kb_req *req, struct coming_back *b, const struct svc_identity *who, kb_err *err)
{
    struct svc svc = page_svc(req);
    const struct app *app = app_of(req);
    ERR_TRY(find_person(req, b, who, err));
    if (app->sso.roles.n) ERR_TRY(svc_sso_roles(&svc, b->sign_in.person, who, &app->sso.roles, err));
    if (!b->sign_in.second) ERR_TRY(svc_second_of(&svc, b->sign_in.person, &b->sign_in.asks_second, err));
    return b->sign_in.asks_second ? OK : sign_in_write(req, &b->sign_in, err);
}

err_code page_sso_write(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    struct coming_back *b = req->result;
    struct svc_identity who = identity_of(req, &b->claims);
    ERR_TRY(svc_sso_once(&svc, b->way.state, err));
    return b->way.aim == SSO_LINK ? link_account(req, b, &who, err) : sign_in(req, b, &who, err);
}

err_code page_sso_done(kb_req *req, kb_res *res, kb_err *err)
{
    const struct coming_back *b = req->result;
    sso_way_clear(req, res);
    if (b->way.aim == SSO_LINK) {
        res_flash(res, "flash.sso_linked");
        res_redirect(res, "/account");
        return OK;
    }
    if (b->way.aim == SSO_INVITED) res_flash(res, "flash.welcome");
    struct sign_in_waiting waiting = {.next = b->way.next, .kept = b->kept};
    return sign_in_finish(req, res, &b->sign_in, &waiting, err);
}
