/* Passkeys: adding and removing them, and signing in with one, after a password or alone. */
#include "kb/http/page_passkey.h"

#include "kb/http/agent.h"
#include "kb/http/kept.h"
#include "kb/http/page_form.h"
#include "kb/http/page_second.h"
#include "kb/http/page_sign_in.h"
#include "kb/http/pages.h"

#include <sodium.h>

enum {
    CHALLENGE_BYTES = 32,
    STEP_MAX = 400,
    NEXT_MAX = 8 * 1024,
    ID_MAX = 2 * WEBAUTHN_ID_MAX, /* in base64url */
    PART_MAX = 2 * WEBAUTHN_BYTES_MAX
};

static const char for_sign_in[] = "passkey", for_adding[] = "passkey-add";

/* clang-format off */
const struct form_field page_passkey_form[] = {
    { "verder",        FIELD_TEXT, .max = NEXT_MAX },
    { "kept",          FIELD_TEXT, .max = KEPT_MAX },
    { "trusted",       FIELD_BOOL, .required = false },
    { "step",          FIELD_TEXT, .required = true, .max = STEP_MAX },
    { "credential",    FIELD_TEXT, .required = true, .max = ID_MAX },
    { "client_data",   FIELD_TEXT, .required = true, .max = PART_MAX },
    { "authenticator", FIELD_TEXT, .required = true, .max = PART_MAX },
    { "signature",     FIELD_TEXT, .required = true, .max = PART_MAX },
    FORM_END
};

const struct form_field page_passkey_add_form[] = {
    { "name",          FIELD_TEXT, .required = true, .max = SVC_PASSKEY_NAME_MAX },
    { "step",          FIELD_TEXT, .required = true, .max = STEP_MAX },
    { "client_data",   FIELD_TEXT, .max = PART_MAX },
    { "authenticator", FIELD_TEXT, .max = PART_MAX },
    FORM_END
};

const struct form_field page_passkey_remove_form[] = {
    { "passkey", FIELD_TEXT, .max = ID_MAX }, /* none: all of them */
    FORM_END
};
/* clang-format on */

/* ---- What is asked, and what comes back ---- */

static bool has_letter(text name)
{
    for (size_t i = 0; i < name.len; i++)
        if ((name.ptr[i] | 32) >= 'a' && (name.ptr[i] | 32) <= 'z') return true;
    return false;
}

/* An address of figures is no party: 127.0.0.1, [::1]. */
const char *passkey_party(const kb_req *req)
{
    text host = text_slice(req->host, 0, text_find_byte(req->host, ':', 0));
    if (text_starts(host, TEXT("[")) || !has_letter(host)) return NULL;
    char *name = arena_alloc(req->arena, host.len + 1);
    for (size_t i = 0; name && i < host.len; i++)
        name[i] = (char)(host.ptr[i] >= 'A' && host.ptr[i] <= 'Z' ? host.ptr[i] | 32 : host.ptr[i]);
    return name && (req->https || !strcmp(name, "localhost")) ? name : NULL;
}

text passkey_challenge(kb_req *req)
{
    enum { BASE64 = sodium_base64_VARIANT_URLSAFE_NO_PADDING };
    unsigned char bytes[CHALLENGE_BYTES];
    size_t room = sodium_base64_encoded_len(sizeof bytes, BASE64);
    char *out = arena_alloc(req->arena, room);
    if (!out) return text_str("");
    randombytes_buf(bytes, sizeof bytes);
    return text_str(sodium_bin2base64(out, room, bytes, sizeof bytes, BASE64));
}

/* Origin was found to be ours before (csrf.h), and is spelled as the browser spells it to the device. */
err_code passkey_asked(const kb_req *req, text challenge, bool verified, struct webauthn_asked *out, kb_err *err)
{
    *out = (struct webauthn_asked){
        .origin = req->origin, .rp = passkey_party(req), .challenge = challenge, .verified = verified};
    return out->rp ? OK : err_set(err, ERR_FORBIDDEN, "no passkeys at this address");
}

struct svc_passkey_answer passkey_answer(const kb_req *req)
{
    return (struct svc_passkey_answer){.credential = req_field(req, "credential"),
                                       .client_data = req_field(req, "client_data"),
                                       .authenticator = req_field(req, "authenticator"),
                                       .signature = req_field(req, "signature")};
}

/* Their ids, with a space between. */
static text ids_of(kb_req *req, const struct svc_passkeys *passkeys)
{
    const char *ids = "";
    for (size_t i = 0; ids && i < passkeys->n; i++)
        ids = arena_printf(req->arena, "%s%s%s", ids, i ? " " : "", passkeys->at[i].id);
    return text_str(ids ? ids : "");
}

static err_code put_ask(struct page *page, const struct view_passkey_get_ask *ask, struct passkey_asks *out,
                        kb_err *err)
{
    struct view_passkey_get_ask *one = ARENA_NEW(page->svc.arena, struct view_passkey_get_ask);
    if (!one || !ask->challenge.len || !ask->seal.len) return err_set(err, ERR_NOMEM, "no room to ask for a passkey");
    *one = *ask;
    *out = (struct passkey_asks){one, 1};
    return OK;
}

err_code passkey_ask_after(struct page *page, const char *person, text challenge, text seal, struct passkey_asks *out,
                           kb_err *err)
{
    struct svc_passkeys passkeys;
    const char *party = passkey_party(page->req);
    *out = (struct passkey_asks){0};
    if (!party) return OK;
    ERR_TRY(svc_passkeys_of(&page->svc, person, &passkeys, err));
    if (!passkeys.n) return OK;
    struct view_passkey_get_ask ask = {.seal = seal,
                                       .challenge = challenge,
                                       .party = text_str(party),
                                       .allowed = ids_of(page->req, &passkeys),
                                       .verify = TEXT("discouraged")};
    return put_ask(page, &ask, out, err);
}

err_code passkey_ask_alone(struct page *page, struct passkey_asks *out, kb_err *err)
{
    const char *party = passkey_party(page->req);
    *out = (struct passkey_asks){0};
    if (!party) return OK;
    text challenge = passkey_challenge(page->req);
    struct view_passkey_get_ask ask = {.seal = sign_in_seal(page->req, for_sign_in, challenge),
                                       .challenge = challenge,
                                       .party = text_str(party),
                                       .verify = TEXT("required")};
    return put_ask(page, &ask, out, err);
}

/* ---- Signing in. There is nothing to guess in a signature, so no attempt has to wait ---- */

static err_code too_long_ago(kb_err *err)
{
    return err_set(err, ERR_FORBIDDEN, "a passkey was asked too long ago");
}

err_code page_passkey_check(kb_req *req, kb_err *err)
{
    struct signing_in *s = sign_in_new(req);
    kb_err closed = {0};
    if (!s) return err_set(err, ERR_NOMEM, "signing in");
    s->alone = sign_in_unseal(req, for_sign_in, req_field(req, "step"), &s->challenge);
    if (s->alone)
        s->trusted = req_field_bool(req, "trusted");
    else if (sign_in_open_step(req, s, &closed) != OK)
        return too_long_ago(err);
    return OK;
}

err_code page_passkey_write(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    struct signing_in *s = req->result;
    struct webauthn_asked asked;
    struct svc_passkey_answer answer = passkey_answer(req);
    ERR_TRY(passkey_asked(req, s->challenge, s->alone, &asked, err));
    ERR_TRY(svc_passkey_use(&svc, &asked, &answer, s->alone ? NULL : s->person, &s->person, err));
    s->second = true;
    return sign_in_write(req, s, err);
}

err_code page_passkey_refused(kb_req *req, kb_res *res, const kb_err *why, kb_err *err)
{
    struct signing_in half = {0};
    kb_err closed = {0};
    struct sign_in_waiting waiting = {.next = text_str(sign_in_next(req)),
                                      .kept = req_sent(req, "kept"),
                                      .wrong = msg_text(LANG_NL, MSG_PASSKEY_WRONG)};
    bool after = sign_in_open_step(req, &half, &closed) == OK;
    return (after ? sign_in_ask_second_again : sign_in_again)(req, res, &waiting, err_http_status(why->code), err);
}

/* ---- A new one ---- */

/* "Firefox op Windows": what it is called until its owner says otherwise. */
static text suggested_name(const struct page *page)
{
    struct agent agent = agent_read(page->req->user_agent);
    if (!agent.browser[0] || !agent.system[0]) return TEXT("Passkey");
    return page_words(page, MSG_SESSION_DEVICE,
                      MSG_ARGS({TEXT("browser"), text_str(agent.browser)}, {TEXT("system"), text_str(agent.system)}));
}

static err_code put_ceremony(struct page *page, struct view_account_passkey_new *v, kb_err *err)
{
    struct svc_passkeys passkeys;
    const char *party = passkey_party(page->req), *person = page->req->session->person;
    if (!party) return OK;
    ERR_TRY(svc_passkeys(&page->svc, &passkeys, err));
    v->party = text_str(party);
    v->challenge = passkey_challenge(page->req);
    const char *bound = arena_printf(page->svc.arena, "%s %.*s", person, TEXT_FMT(v->challenge));
    v->step = sign_in_seal(page->req, for_adding, text_str(bound));
    v->person = text_str(person);
    v->known = ids_of(page->req, &passkeys);
    return OK;
}

static err_code show_new(kb_req *req, kb_res *res, const kb_err *why, kb_err *err)
{
    struct page page;
    struct page_form form = {&page, why};
    ERR_TRY(page_open(&page, req, res, "account", err));
    struct view_account_passkey_new v = {.name = page_form_value(&form, "name", suggested_name(&page)),
                                         .name_error = page_form_error(&form, "name")};
    ERR_TRY(put_ceremony(&page, &v, err));
    v.crumbs = page_crumbs(&page, msg_text(page.env.lang, MSG_ACCOUNT_TITLE), TEXT("/account"),
                           msg_text(page.env.lang, MSG_PASSKEY_NEW));
    v.crumbs_count = v.crumbs ? PAGE_CRUMBS : 0;
    v.errors = page_form_errors(&form, &v.errors_count);
    view_account_passkey_new(&res->body, &page.env, &v);
    return page_close(&page, 200, err);
}

err_code page_passkey_new(kb_req *req, kb_res *res, kb_err *err)
{
    return show_new(req, res, NULL, err);
}

struct adding {
    bool first;
    struct second_codes codes;
};

/* The challenge that this person was given. */
static bool open_adding(kb_req *req, text *challenge)
{
    text person;
    return sign_in_unseal(req, for_adding, req_field(req, "step"), challenge) && text_next(challenge, ' ', &person) &&
           text_is(person, req->session->person);
}

err_code page_passkey_add_write(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    struct webauthn_asked asked;
    text challenge;
    struct adding *adding = ARENA_NEW(req->arena, struct adding);
    if (!adding) return err_set(err, ERR_NOMEM, "a new passkey");
    req->result = adding;
    if (!open_adding(req, &challenge)) return err_field(err, ERR_INVALID, "passkey", "passkey-refused");
    ERR_TRY(passkey_asked(req, challenge, false, &asked, err));
    struct svc_passkey_add in = {
        .name = req_field(req, "name"), .asked = &asked, .answer = passkey_answer(req), .session = req->session->key};
    return svc_passkey_add(&svc, &in, &adding->first, adding->codes.at, err);
}

err_code page_passkey_added(kb_req *req, kb_res *res, kb_err *err)
{
    const struct adding *adding = req->result;
    if (adding->first) return second_show_codes(req, res, &adding->codes, true, err);
    res_flash(res, "flash.passkey_added");
    res_redirect(res, "/account#passkeys");
    return OK;
}

err_code page_passkey_add_refused(kb_req *req, kb_res *res, const kb_err *why, kb_err *err)
{
    return show_new(req, res, why, err);
}

/* ---- Doing without ---- */

err_code page_passkey_remove_write(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    return svc_passkey_remove(&svc, req_field(req, "passkey"), err);
}

err_code page_passkey_removed(kb_req *req, kb_res *res, kb_err *err)
{
    (void)err;
    res_flash(res, req_field(req, "passkey").len ? "flash.passkey_removed" : "flash.passkeys_removed");
    res_redirect(res, "/account#passkeys");
    return OK;
}
