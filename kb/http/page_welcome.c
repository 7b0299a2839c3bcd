/* One-time links: the first administrator, and a new password. Showing the page uses nothing up; sending the form does.
 */
#include "kb/http/app.h"
#include "kb/http/page_form.h"
#include "kb/http/page_sign_in.h"
#include "kb/http/pages.h"

enum { NAME_MAX_BYTES = 200 };

/* clang-format off */
const struct form_field page_welcome_form[] = {
    { "name",     FIELD_TEXT,   .max = NAME_MAX_BYTES },
    { "sign_in",  FIELD_TEXT,   .max = NAME_MAX_BYTES },
    { "password", FIELD_SECRET, .required = true, .max = SVC_PASSWORD_MAX },
    { "again",    FIELD_SECRET, .required = true, .max = SVC_PASSWORD_MAX },
    FORM_END
};
/* clang-format on */

static err_code show_gone(struct page *page, kb_err *err)
{
    struct view_welcome v = {.title = msg_text(page->env.lang, MSG_WELCOME_GONE_TITLE),
                             .lead = msg_text(page->env.lang, MSG_WELCOME_GONE),
                             .gone = true};
    view_welcome(&page->res->body, &page->env, &v);
    return page_close(page, err_http_status(ERR_GONE), err);
}

static bool is_invitation(const struct store_link *link)
{
    return !strcmp(link->purpose, "invite");
}

static bool makes_first(const struct store_link *link)
{
    return !strcmp(link->purpose, "first-administrator");
}

/* Whoever holds it makes an account: says who they are as well. */
static bool makes_account(const struct store_link *link)
{
    return makes_first(link) || is_invitation(link);
}

static text title_of(const struct page *page, const struct store_link *link)
{
    if (is_invitation(link)) return msg_text(page->env.lang, MSG_WELCOME_INVITE_TITLE);
    return msg_text(page->env.lang, makes_first(link) ? MSG_WELCOME_FIRST_TITLE : MSG_WELCOME_PASSWORD_TITLE);
}

/* Whom the page greets. */
static text lead_of(const struct page *page, const struct store_link *link, const char *name)
{
    if (is_invitation(link)) return page_words(page, MSG_WELCOME_INVITE_LEAD, MSG_ARGS({TEXT("name"), text_str(name)}));
    if (makes_first(link)) return msg_text(page->env.lang, MSG_WELCOME_FIRST_LEAD);
    return page_words(page, MSG_WELCOME_PASSWORD_LEAD, MSG_ARGS({TEXT("name"), text_str(name)}));
}

static err_code show(kb_req *req, kb_res *res, const kb_err *why, kb_err *err)
{
    struct page page;
    struct store_link link;
    const char *name = "", *sign_in = "";
    struct page_form form = {&page, why};
    ERR_TRY(page_open(&page, req, res, "", err));
    kb_err gone = {0};
    err_code code = svc_link_look(&page.svc, req_param(req, "token"), &link, &gone);
    if (code == ERR_GONE) return show_gone(&page, err);
    if (code != OK) return err_set(err, code, "%s", gone.cause);
    bool known = makes_account(&link) || !strcmp(link.purpose, "password") || !strcmp(link.purpose, "reset");
    if (!known) return show_gone(&page, err); /* a link for something else */
    if (link.person) ERR_TRY(svc_link_person(&page.svc, &link, &name, &sign_in, err));
    if (is_invitation(&link)) ERR_TRY(svc_invite_name(&page.svc, &link, &name, err));
    struct view_welcome v = {
        .title = title_of(&page, &link),
        .lead = lead_of(&page, &link, name),
        .action = req->path,
        .first = makes_account(&link),
        .name = page_form_value(&form, "name", text_str("")),
        .name_error = page_form_error(&form, "name"),
        .sign_in = page_form_value(&form, "sign_in", text_str("")),
        .sign_in_error = page_form_error(&form, "sign_in"),
        .password_error = page_form_error(&form, "password"),
        .again_error = page_form_error(&form, "again"),
    };
    if (is_invitation(&link) && page.svc.actor->person)
        v.take = text_str(arena_printf(req->arena, "/welkom/%.*s/meedoen", TEXT_FMT(req_param(req, "token"))));
    if (app_of(req)->oidc && !makes_first(&link))
        v.sso = text_str(arena_printf(req->arena, "/welkom/%.*s/organisatie", TEXT_FMT(req_param(req, "token"))));
    v.errors = page_form_errors(&form, &v.errors_count);
    view_welcome(&res->body, &page.env, &v);
    return page_close(&page, 200, err);
}

err_code page_welcome(kb_req *req, kb_res *res, kb_err *err)
{
    return show(req, res, NULL, err);
}

struct welcoming {
    struct signing_in sign_in;
    const char *hash;
    bool account;       /* the link makes one */
    bool forgot;        /* from the letter about a forgotten password */
    bool first, second; /* second: signing in asks this person for a second factor */
};

err_code page_welcome_refused(kb_req *req, kb_res *res, const kb_err *why, kb_err *err)
{
    const struct welcoming *w = req->result;
    if (w) res->retry_after = w->sign_in.wait;
    return show(req, res, why, err);
}

/* A name that is taken tells that somebody has an account: who holds an invitation does not try one after another. */
static struct backoff_attempt attempt_at(kb_req *req)
{
    text link = text_str(arena_printf(req->arena, "welcome %.*s", TEXT_FMT(req_param(req, "token"))));
    struct backoff_attempt attempt = sign_in_attempt(req, NULL, link);
    attempt.as_one = true;
    return attempt;
}

static err_code count_attempt(kb_req *req, struct welcoming *w, kb_err *err)
{
    struct backoff_attempt attempt = attempt_at(req);
    w->sign_in.wait = backoff_begin(app_of(req)->backoff, &attempt, req->now);
    return w->sign_in.wait ? err_field(err, ERR_TOO_MANY, "sign_in", "tried-too-often") : OK;
}

/* On the small pool: the link is looked at first, so that a stranger cannot make us hash. */
err_code page_welcome_check(kb_req *req, kb_res *res, kb_err *err)
{
    (void)res;
    struct svc svc = page_svc(req);
    struct store_link link;
    struct welcoming *w = ARENA_NEW(req->arena, struct welcoming);
    const char *name = "", *sign_in = arena_text_str(req->arena, req_field(req, "sign_in"));
    if (!w || !sign_in) return err_set(err, ERR_NOMEM, "welcome");
    ERR_TRY(svc_link_look(&svc, req_param(req, "token"), &link, err));
    if (link.person) ERR_TRY(svc_link_person(&svc, &link, &name, &sign_in, err));
    if (!text_eq(req_field(req, "password"), req_field(req, "again")))
        return err_field(err, ERR_INVALID, "again", "not-the-same");
    struct svc_password_about about = {.sign_in = text_str(sign_in),
                                       .name = link.person ? text_str(name) : req_field(req, "name")};
    if (link.person) ERR_TRY(svc_second_of(&svc, link.person, &w->second, err));
    about.second_factor = w->second;
    ERR_TRY(svc_password_about(&svc, &about, err));
    ERR_TRY(svc_password_check(req_field(req, "password"), &about, err));
    w->first = makes_first(&link);
    w->account = makes_account(&link);
    w->forgot = !strcmp(link.purpose, "reset");
    sign_in_prepare(&w->sign_in);
    req->result = w;
    if (w->account) ERR_TRY(count_attempt(req, w, err));
    return svc_password_hash(req_field(req, "password"), req->arena, &w->hash, err);
}

err_code page_welcome_write(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    struct welcoming *w = req->result;
    struct svc_link_use use = {
        .token = req_param(req, "token"),
        .sign_in = req_field(req, "sign_in"),
        .name = req_field(req, "name"),
        .password_hash = w->hash,
    };
    ERR_TRY(svc_link_use(&svc, &use, &w->sign_in.person, err));
    return w->second ? OK : sign_in_write(req, &w->sign_in, err);
}

static const char *next_of(const struct welcoming *w)
{
    if (w->forgot) return "/account?na=wachtwoord";
    return w->first ? "/beheer" : "/";
}

/* A link sets a password and opens no account that has a second factor: that is asked as always. */
err_code page_welcomed(kb_req *req, kb_res *res, kb_err *err)
{
    const struct welcoming *w = req->result;
    struct backoff_attempt attempt = attempt_at(req);
    bool lacks;
    if (w->account) backoff_succeeded(app_of(req)->backoff, &attempt, req->now);
    if (w->second) {
        res_flash(res, "flash.password");
        res_redirect(res, "/inloggen?verder=/account%%3Fna%%3Dwachtwoord");
        return OK;
    }
    ERR_TRY(sign_in_lacks_second(req, &w->sign_in, &lacks, err));
    sign_in_cookie(req, res, &w->sign_in);
    if (!w->forgot) res_flash(res, "flash.welcome");
    res_redirect(res, "%s", lacks ? "/account/tweede-stap" : next_of(w));
    return OK;
}

/* ---- Somebody who has an account takes an invitation ---- */

err_code page_invite_take_write(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    return svc_invite_take(&svc, req_param(req, "token"), err);
}

err_code page_invite_taken(kb_req *req, kb_res *res, kb_err *err)
{
    (void)req, (void)err;
    res_flash(res, "flash.invited");
    res_redirect(res, "/werkgroepen");
    return OK;
}
