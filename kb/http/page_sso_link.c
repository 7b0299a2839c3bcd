/* What belongs to signing in at the identity provider: linking one's account to the one there, and signing out in both
 * places, whichever of the two comes first. */
#include "kb/http/app.h"
#include "kb/http/page_sso.h"
#include "kb/http/pages.h"

/* ---- Linking ---- */

err_code page_sso_link(kb_req *req, kb_res *res, kb_err *err)
{
    struct sso_way way = {.aim = SSO_LINK, .again = true, .about = text_str(req->session->person)};
    ERR_TRY(sso_need(req, err));
    return sso_set_out(req, res, &way, err);
}

err_code page_sso_unlink_write(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    ERR_TRY(sso_need(req, err));
    return svc_sso_unlink(&svc, oidc_issuer(app_of(req)->oidc), err);
}

err_code page_sso_unlinked(kb_req *req, kb_res *res, kb_err *err)
{
    (void)req, (void)err;
    res_flash(res, "flash.sso_unlinked");
    res_redirect(res, "/account");
    return OK;
}

/* The holder of a one-time link takes it with the account of their organisation instead of a password. */
err_code page_sso_invited(kb_req *req, kb_res *res, kb_err *err)
{
    struct svc svc = page_svc(req);
    struct store_link link;
    struct sso_way way = {.aim = SSO_INVITED, .again = true, .about = req_param(req, "token")};
    ERR_TRY(sso_need(req, err));
    ERR_TRY(svc_link_look(&svc, way.about, &link, err));
    return sso_set_out(req, res, &way, err);
}

/* ---- Signing out here, then there ---- */

err_code page_sso_sign_out(kb_req *req, kb_res *res, kb_err *err)
{
    const char *url;
    kb_err said = {0};
    ERR_TRY(sso_need(req, err));
    err_code code = oidc_sign_out_url(app_of(req)->oidc, page_whole_address(req, "/"), req->arena, &url, &said);
    if (code != OK) return sso_failed(req, code, &said, err);
    if (url[0])
        res_away(res, url);
    else
        res_redirect(res, "/");
    return OK;
}

/* ---- Signed out there, then here: the provider itself tells us (Back-Channel Logout 1.0) ---- */

err_code page_sso_ended_check(kb_req *req, kb_res *res, kb_err *err)
{
    (void)res;
    kb_err said = {0};
    struct oidc_expect expect = {.now = req->now};
    struct oidc_claims *claims = ARENA_NEW(req->arena, struct oidc_claims);
    if (!claims) return err_set(err, ERR_NOMEM, "a session that ended");
    ERR_TRY(sso_need(req, err));
    req->result = claims;
    err_code code = oidc_claims_of(app_of(req)->oidc, oidc_logout_token, req_sent(req, "logout_token"), expect,
                                   req->arena, claims, &said);
    return code == OK ? OK : sso_failed(req, code, &said, err);
}

err_code page_sso_ended_write(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    const struct oidc_claims *claims = req->result;
    struct svc_identity who = {.issuer = oidc_issuer(app_of(req)->oidc), .subject = claims->subject};
    return svc_sso_end(&svc, &who, claims->sid, claims->id, err);
}

err_code page_sso_ended(kb_req *req, kb_res *res, kb_err *err)
{
    (void)req, (void)err;
    res_text(res, 200, "%s", "");
    return OK;
}

/* Section 2.8: 400, and what is wrong with a request as JSON. */
err_code page_sso_ended_refused(kb_req *req, kb_res *res, const kb_err *why, kb_err *err)
{
    ERR_TRY(sso_need(req, err));
    bool away = err_http_status(why->code) >= 500;
    res_type(res, away ? 503 : 400, "application/json");
    buf_str(&res->body, away ? "{\"error\":\"temporarily_unavailable\"}" : "{\"error\":\"invalid_request\"}");
    return OK;
}
