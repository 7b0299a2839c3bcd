/* The second step of signing in: a code from a telephone or from paper, or a passkey. Between the steps nothing lies on
 * the server: who gave the right password goes along sealed. */
#include "kb/http/app.h"
#include "kb/http/page_form.h"
#include "kb/http/page_passkey.h"
#include "kb/http/page_sign_in.h"
#include "kb/http/pages.h"

#include <stdio.h>

enum { STEP_MAX = 400, STEP_MS = 10 * MS_MINUTE, NEXT_MAX = 8 * 1024, CODE_MAX = 40 };

static const char purpose[] = "sign-in-code";

/* clang-format off */
const struct form_field page_code_form[] = {
    { "verder", FIELD_TEXT, .max = NEXT_MAX },
    { "kept",   FIELD_TEXT, .max = KEPT_MAX },
    { "step",   FIELD_TEXT, .required = true, .max = STEP_MAX },
    { "code",   FIELD_SECRET, .required = true, .max = CODE_MAX },
    FORM_END
};
/* clang-format on */

/* ---- What goes along ---- */

text sign_in_seal(kb_req *req, const char *about, text plain)
{
    text dated = text_str(arena_printf(req->arena, "%lld %.*s", (long long)req->now, TEXT_FMT(plain)));
    return sealed_make(app_of(req)->seal_key, about, dated, STEP_MAX, req->arena);
}

bool sign_in_unseal(kb_req *req, const char *about, text sealed, text *plain)
{
    text at;
    uint64_t made;
    return sealed_open(app_of(req)->seal_key, about, sealed, req->arena, plain) && text_next(plain, ' ', &at) &&
           text_to_u64(at, INT64_MAX, &made) && req->now - (kb_time)made < STEP_MS;
}

static text seal(kb_req *req, const struct signing_in *s)
{
    const char *plain = arena_printf(req->arena, "%s %d %lld -%s -%s %.*s", s->person, s->trusted, (long long)s->age,
                                     s->sso ? s->sso : "", s->mark, TEXT_FMT(s->challenge));
    return sign_in_seal(req, purpose, text_str(plain));
}

err_code sign_in_open_step(kb_req *req, struct signing_in *s, kb_err *err)
{
    text rest, person, trusted, age, sso, mark;
    uint64_t ms;
    bool good = sign_in_unseal(req, purpose, req_sent(req, "step"), &rest) && text_next(&rest, ' ', &person) &&
                text_next(&rest, ' ', &trusted) && text_next(&rest, ' ', &age) && text_next(&rest, ' ', &sso) &&
                text_next(&rest, ' ', &mark) && text_to_u64(age, INT64_MAX, &ms);
    if (!good) return err_set(err, ERR_SIGN_IN, "the first step was too long ago");
    s->person = arena_text_str(req->arena, person);
    s->trusted = text_is(trusted, "1");
    s->age = (kb_time)ms;
    s->sso = sso.len > 1 ? arena_text_str(req->arena, text_slice(sso, 1, SIZE_MAX)) : NULL;
    snprintf(s->mark, sizeof s->mark, "%.*s", TEXT_FMT(text_slice(mark, 1, SIZE_MAX)));
    s->challenge = rest;
    return s->person ? OK : err_set(err, ERR_NOMEM, "signing in");
}

/* ---- The page ---- */

/* `s` NULL: nobody knows any more whose step it is, so no passkey of theirs is asked. */
static err_code show(kb_req *req, kb_res *res, const struct signing_in *s, text step,
                     const struct sign_in_waiting *waiting, int status, kb_err *err)
{
    struct page page;
    struct passkey_asks passkeys = {0};
    ERR_TRY(page_open(&page, req, res, "", err));
    if (s) ERR_TRY(passkey_ask_after(&page, s->person, s->challenge, step, &passkeys, err));
    struct view_sign_in_code v = {.next = waiting->next,
                                  .kept = waiting->kept,
                                  .wrong = waiting->wrong,
                                  .step = step,
                                  .passkeys = passkeys.at,
                                  .passkeys_count = passkeys.n};
    view_sign_in_code(&res->body, &page.env, &v);
    return page_close(&page, status, err);
}

err_code sign_in_ask_second(kb_req *req, kb_res *res, const struct signing_in *s, const struct sign_in_waiting *waiting,
                            kb_err *err)
{
    struct signing_in half = *s;
    half.challenge = passkey_challenge(req);
    return show(req, res, &half, seal(req, &half), waiting, 200, err);
}

err_code sign_in_ask_second_again(kb_req *req, kb_res *res, const struct sign_in_waiting *waiting, int status,
                                  kb_err *err)
{
    struct signing_in half = {0};
    kb_err closed = {0};
    bool opened = sign_in_open_step(req, &half, &closed) == OK;
    return show(req, res, opened ? &half : NULL, req_sent(req, "step"), waiting, status, err);
}

/* ---- The code ---- */

/* Guesses are counted apart from those of the password. Who comes this far knows it; a code is six figures. */
static struct backoff_attempt attempt_of(kb_req *req, const struct signing_in *s)
{
    text account = text_str(arena_printf(req->arena, "code %s", s->person));
    struct backoff_attempt attempt = sign_in_attempt(req, s->person, account);
    attempt.as_one = true;
    return attempt;
}

err_code page_code_check(kb_req *req, kb_err *err)
{
    struct signing_in *s = sign_in_new(req);
    if (!s) return err_set(err, ERR_NOMEM, "signing in");
    ERR_TRY(sign_in_open_step(req, s, err));
    struct backoff_attempt attempt = attempt_of(req, s);
    s->wait = backoff_begin(app_of(req)->backoff, &attempt, req->now);
    return s->wait ? err_set(err, ERR_TOO_MANY, "the second step has to wait") : OK;
}

err_code page_code_write(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    struct signing_in *s = req->result;
    ERR_TRY(svc_second_use(&svc, s->person, req_field(req, "code"), err));
    s->second = true;
    return sign_in_write(req, s, err);
}

err_code page_code_done(kb_req *req, kb_res *res, kb_err *err)
{
    struct backoff_attempt attempt = attempt_of(req, req->result);
    backoff_succeeded(app_of(req)->backoff, &attempt, req->now);
    return page_signed_in(req, res, err);
}

err_code page_code_refused(kb_req *req, kb_res *res, const kb_err *why, kb_err *err)
{
    const struct signing_in *s = req->result;
    bool wait = why->code == ERR_TOO_MANY && s && s->wait;
    struct sign_in_waiting waiting = {.next = text_str(sign_in_next(req)), .kept = req_sent(req, "kept")};
    waiting.wrong = wait ? sign_in_wait_words(req, s->wait) : msg_text(LANG_NL, MSG_SECOND_WRONG);
    if (wait) res->retry_after = s->wait;
    return sign_in_ask_second_again(req, res, &waiting, err_http_status(why->code), err);
}
