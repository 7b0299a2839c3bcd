/* A lost second factor: what the link in the letter opens, and the page on which a colleague says that it is really
 * them. Asking for that letter is in page_reset.c. */
#include "kb/http/app.h"
#include "kb/http/page_form.h"
#include "kb/http/page_sign_in.h"
#include "kb/http/pages.h"

enum { CODE_MAX = 40 };

static const char *const answers[] = {"yes", "no", NULL};

/* clang-format off */
const struct form_field page_lost_link_form[] = {
    { "password", FIELD_SECRET, .required = true, .max = SVC_PASSWORD_MAX },
    { "code",     FIELD_SECRET, .max = CODE_MAX },
    FORM_END
};

const struct form_field page_vouch_form[] = {
    { "answer", FIELD_CHOICE, .required = true, .choices = answers },
    FORM_END
};
/* clang-format on */

/* ---- With the link in hand ---- */

static err_code show_gone(struct page *page, kb_err *err)
{
    struct view_lost v = {.gone = true};
    view_lost(&page->res->body, &page->env, &v);
    return page_close(page, err_http_status(ERR_GONE), err);
}

/* One sentence for a wrong password, a wrong code and both: whoever has the mail does not learn which. */
static text wrong_words(const kb_req *req, const kb_err *why)
{
    const struct signing_in *s = req->result;
    if (why && why->code == ERR_TOO_MANY && s) return sign_in_wait_words(req, s->wait);
    return why && why->code == ERR_FORBIDDEN ? msg_text(LANG_NL, MSG_LOST_WRONG) : text_str("");
}

static err_code show(kb_req *req, kb_res *res, const kb_err *why, kb_err *err)
{
    struct page page;
    struct svc_lost lost;
    struct page_form form = {&page, why};
    const struct signing_in *s = req->result;
    kb_err gone = {0};
    ERR_TRY(page_open(&page, req, res, "", err));
    err_code code = svc_lost_look(&page.svc, req_param(req, "token"), &lost, &gone);
    if (code == ERR_GONE) return show_gone(&page, err);
    if (code != OK) return err_set(err, code, "%s", gone.cause);
    const char *token = arena_text_str(req->arena, req_param(req, "token"));
    struct view_lost v = {.name = text_str(lost.name),
                          .sure = lost.sure,
                          .asked = lost.asked,
                          .vouch = lost.vouch,
                          .action = text_str(arena_printf(req->arena, "/tweede-stap-kwijt/%s", token)),
                          .ask = text_str(arena_printf(req->arena, "/tweede-stap-kwijt/%s/vragen", token)),
                          .wrong = wrong_words(req, why),
                          .code_error = page_form_error(&form, "code"),
                          .password_error = page_form_error(&form, "password")};
    if (!v.wrong.len) v.errors = page_form_errors(&form, &v.errors_count);
    if (s) res->retry_after = s->wait;
    view_lost(&res->body, &page.env, &v);
    return page_close(&page, why ? err_http_status(why->code) : 200, err);
}

err_code page_lost_link(kb_req *req, kb_res *res, kb_err *err)
{
    return show(req, res, NULL, err);
}

err_code page_lost_link_refused(kb_req *req, kb_res *res, const kb_err *why, kb_err *err)
{
    return show(req, res, why, err);
}

/* Counted with the codes of the second step: who guesses here guesses there. */
static struct backoff_attempt attempt_at(kb_req *req, const char *person)
{
    text account = text_str(arena_printf(req->arena, "code %s", person));
    struct backoff_attempt attempt = sign_in_attempt(req, person, account);
    attempt.as_one = true;
    return attempt;
}

/* On the small pool; the link is looked at first, so that a stranger cannot make us hash. */
err_code page_lost_check(kb_req *req, kb_res *res, kb_err *err)
{
    (void)res;
    struct svc svc = page_svc(req);
    struct svc_lost lost;
    char mark[SVC_PASSWORD_MARK_BYTES]; /* the link is what is used up below */
    struct signing_in *s = sign_in_new(req);
    if (!s) return err_set(err, ERR_NOMEM, "a lost second factor");
    ERR_TRY(svc_lost_look(&svc, req_param(req, "token"), &lost, err));
    if (!lost.sure && !req_field(req, "code").len) return err_field(err, ERR_INVALID, "code", "required");
    struct backoff_attempt attempt = attempt_at(req, lost.person);
    s->wait = backoff_begin(app_of(req)->backoff, &attempt, req->now);
    if (s->wait) return err_set(err, ERR_TOO_MANY, "a lost second factor has to wait");
    return svc_password_verify(&svc, text_str(lost.sign_in), req_field(req, "password"), &s->person, mark, err);
}

err_code page_lost_write(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    struct signing_in *s = req->result;
    const char *person;
    ERR_TRY(svc_lost_use(&svc, req_param(req, "token"), req_field(req, "code"), &person, err));
    if (strcmp(person, s->person) != 0) return err_set(err, ERR_GONE, "the link of somebody else");
    return sign_in_write(req, s, err);
}

err_code page_lost_done(kb_req *req, kb_res *res, kb_err *err)
{
    (void)err;
    const struct signing_in *s = req->result;
    struct backoff_attempt attempt = attempt_at(req, s->person);
    backoff_succeeded(app_of(req)->backoff, &attempt, req->now);
    sign_in_cookie(req, res, s);
    res_flash(res, "flash.lost");
    res_redirect(res, "/account/tweede-stap");
    return OK;
}

err_code page_lost_vouch_write(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    return svc_lost_ask(&svc, req_param(req, "token"), err);
}

err_code page_lost_vouch_asked(kb_req *req, kb_res *res, kb_err *err)
{
    (void)req, (void)err;
    res_flash(res, "flash.lost_asked");
    res_redirect(res, "/inloggen");
    return OK;
}

/* ---- A colleague ---- */

err_code page_vouch(kb_req *req, kb_res *res, kb_err *err)
{
    struct page page;
    struct svc_vouch vouch;
    ERR_TRY(page_open(&page, req, res, "home", err));
    ERR_TRY(svc_vouch_look(&page.svc, req_param(req, "id"), &vouch, err));
    text name = text_str(vouch.name), title = page_words(&page, MSG_VOUCH_TITLE, MSG_ARGS({TEXT("name"), name}));
    struct view_vouch v = {
        .crumbs = page_crumbs(&page, msg_text(page.env.lang, MSG_PAGE_HOME), TEXT("/"), title),
        .title = title,
        .name = name,
        .asked = page_date_time(&page, vouch.asked),
        .until = page_date_time(&page, vouch.expires),
        .action = req->path,
    };
    v.crumbs_count = v.crumbs ? PAGE_CRUMBS : 0;
    view_vouch(&res->body, &page.env, &v);
    return page_close(&page, 200, err);
}

static bool is_them(const kb_req *req)
{
    return text_is(req_field(req, "answer"), "yes");
}

err_code page_vouch_write(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    return svc_vouch(&svc, req_param(req, "id"), is_them(req), err);
}

err_code page_vouched(kb_req *req, kb_res *res, kb_err *err)
{
    (void)err;
    res_flash(res, is_them(req) ? "flash.vouched" : "flash.not_vouched");
    res_redirect(res, "/");
    return OK;
}
