/* A forgotten password, and a lost second factor: one field, and an answer that is the same whoever exists (resets.h).
 * The link in the letter leads to page_welcome.c, or to page_lost.c. */
#include "kb/http/app.h"
#include "kb/http/page_form.h"
#include "kb/http/page_sign_in.h"
#include "kb/http/pages.h"
#include "kb/http/resets.h"

enum { NAME_MAX_BYTES = 200 };

const struct form_field page_reset_form[] = {
    {"sign_in", FIELD_TEXT, .required = true, .max = NAME_MAX_BYTES},
    FORM_END,
};

/* What somebody can be without. */
static const struct lacking {
    enum resets_what what;
    const char *path;
    enum msg title, lead, asked;
} password = {RESETS_PASSWORD, "/wachtwoord-vergeten", MSG_RESET_TITLE, MSG_RESET_LEAD, MSG_RESET_ASKED},
  second = {RESETS_SECOND, "/tweede-stap-kwijt", MSG_LOST_TITLE, MSG_LOST_LEAD, MSG_LOST_ASKED};

static err_code show(kb_req *req, kb_res *res, const struct lacking *lacking, bool asked, const kb_err *why,
                     kb_err *err)
{
    struct page page;
    struct page_form form = {&page, why};
    const int *wait = req->result;
    ERR_TRY(page_open(&page, req, res, "", err));
    struct view_reset v = {.mail = app_of(req)->mail,
                           .second = lacking->what == RESETS_SECOND,
                           .action = text_str(lacking->path),
                           .title = msg_text(page.env.lang, lacking->title),
                           .lead = lacking->lead,
                           .said = asked ? msg_text(page.env.lang, lacking->asked) : text_str(""),
                           .wait = wait ? sign_in_wait_words(req, *wait) : text_str(""),
                           .sign_in = page_form_value(&form, "sign_in", text_str("")),
                           .sign_in_error = page_form_error(&form, "sign_in")};
    if (!wait) v.errors = page_form_errors(&form, &v.errors_count);
    if (wait) res->retry_after = *wait;
    view_reset(&res->body, &page.env, &v);
    return page_close(&page, why ? err_http_status(why->code) : 200, err);
}

err_code page_reset(kb_req *req, kb_res *res, kb_err *err)
{
    return show(req, res, &password, false, NULL, err);
}

err_code page_lost(kb_req *req, kb_res *res, kb_err *err)
{
    return show(req, res, &second, false, NULL, err);
}

/* Asking counts for the place as guessing does, and apart from the guesses at this name. */
static err_code count_attempt(kb_req *req, text name, kb_err *err)
{
    text account = text_str(arena_printf(req->arena, "reset %.*s", TEXT_FMT(name)));
    struct backoff_attempt attempt = sign_in_attempt(req, NULL, account);
    int wait = backoff_begin(app_of(req)->backoff, &attempt, req->now);
    if (!wait) return OK;
    int *waits = req->result = ARENA_NEW(req->arena, int);
    if (waits) *waits = wait;
    return err_set(err, ERR_TOO_MANY, "a forgotten password has to wait");
}

static err_code take(kb_req *req, kb_res *res, const struct lacking *lacking, kb_err *err)
{
    struct svc svc = page_svc(req);
    text name = text_str(svc_sign_in_folded(&svc, req_field(req, "sign_in")));
    if (!app_of(req)->mail) return err_set(err, ERR_NOT_FOUND, "no mail is sent");
    ERR_TRY(count_attempt(req, name, err));
    resets_ask(app_of(req)->resets, lacking->what, name);
    return show(req, res, lacking, true, NULL, err);
}

err_code page_reset_asked(kb_req *req, kb_res *res, kb_err *err)
{
    return take(req, res, &password, err);
}

err_code page_lost_asked(kb_req *req, kb_res *res, kb_err *err)
{
    return take(req, res, &second, err);
}

err_code page_reset_refused(kb_req *req, kb_res *res, const kb_err *why, kb_err *err)
{
    return show(req, res, &password, false, why, err);
}

err_code page_lost_refused(kb_req *req, kb_res *res, const kb_err *why, kb_err *err)
{
    return show(req, res, &second, false, why, err);
}
