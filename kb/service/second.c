/* The second factor: codes by time (liboath), and codes on paper for when the telephone is gone. Passkeys, which are
 * one as well, are in passkey.c. */
#include "kb/service/service__internal.h"

#include "content/html.h"
#include "kb/domain/vouch.h"

#include <liboath/oath.h>
#include <sodium.h>

enum {
    STEP_S = 30,
    WINDOW = 1, /* half a minute early or late */
    DIGITS = 6,
    SECRET_BYTES = 20,
    PAPER_LETTERS = 16, /* of 5 random bits each, as all of an id but its last */
    URI_MAX = 1000
};

static const char log_action[] = "person.second-factor", letter_kind[] = "second-factor";

/* ---- Who needs one ---- */

err_code svc_second_needed(struct svc *svc, bool *needed, kb_err *err)
{
    const char *who;
    *needed = false;
    if (!svc->actor->person) return OK;
    ERR_TRY(svc_setting(svc->store, "second-factor", svc->arena, &who, err));
    *needed = !strcmp(who, "everybody") || (!strcmp(who, "roles") && vouch_holds_much(svc->actor));
    return OK;
}

/* ---- What there is ---- */

/* False in *there when there is none, confirmed or not. */
static err_code look(struct svc *svc, const char *person, bool *there, struct store_second *row, kb_err *err)
{
    kb_err said = {0};
    return err_optional(store_second_get(svc->store, person, svc->arena, row, &said), &said, there, err);
}

static err_code has_codes(struct svc *svc, const char *person, bool *on, kb_err *err)
{
    struct store_second row;
    ERR_TRY(look(svc, person, on, &row, err));
    *on = *on && row.confirmed;
    return OK;
}

err_code svc__second_there(struct svc *svc, const char *person, bool *on, kb_err *err)
{
    struct store_passkeys passkeys;
    ERR_TRY(has_codes(svc, person, on, err));
    if (*on) return OK;
    ERR_TRY(store_passkeys_of(svc->store, person, svc->arena, &passkeys, err));
    *on = passkeys.n > 0;
    return OK;
}

/* Whose lost one was taken away is asked for one until a new one works: the password alone, which a stranger may know,
 * opens nothing in between. */
err_code svc_second_of(struct svc *svc, const char *person, bool *on, kb_err *err)
{
    ERR_TRY(svc__second_there(svc, person, on, err));
    return *on ? OK : svc__loss_anew(svc, person, on, err);
}

err_code svc_second(struct svc *svc, struct svc_second *out, kb_err *err)
{
    struct store_second row;
    bool there;
    *out = (struct svc_second){0};
    ERR_TRY(svc__need_person(svc, err));
    ERR_TRY(svc_second_needed(svc, &out->needed, err));
    ERR_TRY(look(svc, svc->actor->person, &there, &row, err));
    ERR_TRY(svc__second_there(svc, svc->actor->person, &out->on, err));
    ERR_TRY(svc__loss_anew(svc, svc->actor->person, &out->anew, err));
    out->begun = there && !row.confirmed;
    out->since = there ? row.confirmed : 0;
    return store_recovery_left(svc->store, svc->actor->person, &out->left, err);
}

/* ---- The secret ---- */

err_code svc_second_begin(struct svc *svc, kb_err *err)
{
    unsigned char secret[SECRET_BYTES];
    struct store_second row = {.person = svc->actor->person, .made = svc->now};
    bool on;
    ERR_TRY(svc__need_person(svc, err));
    ERR_TRY(has_codes(svc, row.person, &on, err));
    if (on) return err_set(err, ERR_CONFLICT, "there is a second factor");
    randombytes_buf(secret, sizeof secret);
    err_code code =
        store_seal(svc->store, row.person, text_of((const char *)secret, sizeof secret), svc->arena, &row.sealed, err);
    sodium_memzero(secret, sizeof secret);
    return code == OK ? store_second_put(svc->store, &row, err) : code;
}

static err_code spell_secret(struct svc *svc, text secret, const char **base32, kb_err *err)
{
    char *out = NULL;
    if (oath_base32_encode(secret.ptr, secret.len, &out, NULL) != OATH_OK) return svc__no_memory(err);
    *base32 = arena_str(svc->arena, out);
    free(out);
    return *base32 ? OK : svc__no_memory(err);
}

/* otpauth://totp/Praktijkbank:rosa%40loket.nl?secret=...&issuer=Praktijkbank */
static err_code spell_uri(struct svc *svc, const char *base32, const char **uri, kb_err *err)
{
    const char *network;
    struct store_person person;
    _cleanup_(buf_release)
    struct buf out = buf_new(URI_MAX);
    ERR_TRY(svc_setting(svc->store, "network-name", svc->arena, &network, err));
    ERR_TRY(store_person_get(svc->store, svc->actor->person, svc->arena, &person, err));
    buf_str(&out, "otpauth://totp/");
    html_query(&out, text_str(network));
    buf_byte(&out, ':');
    html_query(&out, text_str(person.sign_in));
    buf_printf(&out, "?secret=%s&issuer=", base32);
    html_query(&out, text_str(network));
    *uri = out.failed ? NULL : arena_text_str(svc->arena, buf_text(&out));
    return *uri ? OK : svc__no_memory(err);
}

err_code svc_second_secret(struct svc *svc, const char **base32, const char **uri, kb_err *err)
{
    struct store_second row;
    text secret;
    ERR_TRY(svc__need_person(svc, err));
    ERR_TRY(store_second_get(svc->store, svc->actor->person, svc->arena, &row, err));
    if (row.confirmed) return err_set(err, ERR_NOT_FOUND, "the secret is shown once");
    ERR_TRY(store_unseal(svc->store, row.person, row.sealed, svc->arena, &secret, err));
    ERR_TRY(spell_secret(svc, secret, base32, err));
    return spell_uri(svc, *base32, uri, err);
}

/* ---- Codes ---- */

/* What was typed in lower case, without spaces and hyphens, and with the letters that look like figures as those. */
static text typed_code(text code, char room[PAPER_LETTERS + 1])
{
    size_t n = 0;
    for (size_t i = 0; i < code.len && n <= PAPER_LETTERS; i++) {
        char c = code.ptr[i];
        if (c == ' ' || c == '-') continue;
        if (c >= 'A' && c <= 'Z') c = (char)(c + 32);
        if (c == 'o') c = '0';
        if (c == 'i' || c == 'l') c = '1';
        room[n++] = c;
    }
    return text_of(room, n);
}

static err_code wrong(kb_err *err)
{
    return err_set(err, ERR_FORBIDDEN, "a second factor was refused");
}

static err_code use_telephone(struct svc *svc, const struct store_second *row, text code, kb_err *err)
{
    char otp[DIGITS + 1];
    uint64_t step = 0;
    text secret;
    ERR_TRY(store_unseal(svc->store, row->person, row->sealed, svc->arena, &secret, err));
    snprintf(otp, sizeof otp, "%.*s", TEXT_FMT(code));
    int found = oath_totp_validate3(secret.ptr, secret.len, (time_t)(svc->now / MS_SECOND), STEP_S, 0, WINDOW, NULL,
                                    &step, otp);
    if (found < 0) return wrong(err);
    err_code used = store_second_use(svc->store, row->person, (int64_t)step, svc->now, err);
    return used == ERR_CONFLICT ? wrong(err) : used;
}

static err_code use_paper(struct svc *svc, const char *person, text code, kb_err *err)
{
    uint8_t hash[32];
    store_sha256(code, hash);
    err_code used = store_recovery_use(svc->store, person, hash, svc->now, err);
    if (used == ERR_NOT_FOUND) return wrong(err);
    if (used != OK) return used;
    return svc__log_as(svc, person, "person.recovery-code", person, err);
}

static bool all_digits(text code)
{
    for (size_t i = 0; i < code.len; i++)
        if (code.ptr[i] < '0' || code.ptr[i] > '9') return false;
    return true;
}

err_code svc__paper_use(struct svc *svc, const char *person, text code, kb_err *err)
{
    char room[PAPER_LETTERS + 1];
    text typed = typed_code(code, room);
    return typed.len == PAPER_LETTERS ? use_paper(svc, person, typed, err) : wrong(err);
}

err_code svc_second_use(struct svc *svc, const char *person, text code, kb_err *err)
{
    char room[PAPER_LETTERS + 1];
    struct store_second row;
    bool there;
    text typed = typed_code(code, room);
    if (typed.len == PAPER_LETTERS) return use_paper(svc, person, typed, err);
    if (typed.len != DIGITS || !all_digits(typed)) return wrong(err);
    ERR_TRY(look(svc, person, &there, &row, err));
    return there && row.confirmed ? use_telephone(svc, &row, typed, err) : wrong(err);
}

static err_code make_codes(struct svc *svc, char codes[SVC_RECOVERY_CODES][SVC_RECOVERY_BYTES], kb_err *err)
{
    const char *person = svc->actor->person;
    ERR_TRY(store_recovery_clear(svc->store, person, err));
    for (size_t i = 0; i < SVC_RECOVERY_CODES; i++) {
        char id[STORE_ID_BYTES];
        uint8_t hash[32];
        store_new_id(id);
        text code = text_of(id, PAPER_LETTERS);
        store_sha256(code, hash);
        ERR_TRY(store_recovery_add(svc->store, person, hash, svc->now, err));
        snprintf(codes[i], SVC_RECOVERY_BYTES, "%.4s-%.4s-%.4s-%.4s", code.ptr, code.ptr + 4, code.ptr + 8,
                 code.ptr + 12);
    }
    return OK;
}

/* ---- Setting it up, and doing without ---- */

err_code svc__second_begins(struct svc *svc, const uint8_t session[32],
                            char codes[SVC_RECOVERY_CODES][SVC_RECOVERY_BYTES], kb_err *err)
{
    ERR_TRY(store_session_second(svc->store, session, svc->now, err));
    ERR_TRY(store_session_end_others(svc->store, svc->actor->person, session, err));
    ERR_TRY(store_loss_remove(svc->store, svc->actor->person, err));
    return make_codes(svc, codes, err);
}

err_code svc__second_went(struct svc *svc, const char *person, kb_err *err)
{
    bool on;
    ERR_TRY(svc__second_there(svc, person, &on, err));
    return on ? OK : store_recovery_clear(svc->store, person, err);
}

err_code svc_second_confirm(struct svc *svc, text code, const uint8_t session[32],
                            char codes[SVC_RECOVERY_CODES][SVC_RECOVERY_BYTES], kb_err *err)
{
    char room[PAPER_LETTERS + 1];
    struct store_second row;
    text typed = typed_code(code, room);
    ERR_TRY(svc__need_person(svc, err));
    ERR_TRY(store_second_get(svc->store, svc->actor->person, svc->arena, &row, err));
    if (row.confirmed) return err_set(err, ERR_CONFLICT, "there is a second factor");
    bool right = typed.len == DIGITS && all_digits(typed);
    err_code used = right ? use_telephone(svc, &row, typed, err) : ERR_FORBIDDEN;
    if (used == ERR_FORBIDDEN) return err_field(err, ERR_INVALID, "code", "wrong-code");
    if (used != OK) return used;
    ERR_TRY(svc__second_begins(svc, session, codes, err));
    ERR_TRY(svc__letter_about(svc, row.person, letter_kind, "", err));
    return svc__log(svc, log_action, row.person, NULL, "what=on", err);
}

err_code svc_second_codes(struct svc *svc, char codes[SVC_RECOVERY_CODES][SVC_RECOVERY_BYTES], kb_err *err)
{
    bool on;
    ERR_TRY(svc__need_person(svc, err));
    ERR_TRY(svc__second_there(svc, svc->actor->person, &on, err));
    if (!on) return err_set(err, ERR_CONFLICT, "there is no second factor");
    ERR_TRY(make_codes(svc, codes, err));
    return svc__log(svc, log_action, svc->actor->person, NULL, "what=codes", err);
}

err_code svc_second_remove(struct svc *svc, kb_err *err)
{
    ERR_TRY(svc__need_person(svc, err));
    ERR_TRY(store_second_remove(svc->store, svc->actor->person, err));
    ERR_TRY(store_loss_remove(svc->store, svc->actor->person, err));
    ERR_TRY(svc__second_went(svc, svc->actor->person, err));
    return svc__log(svc, log_action, svc->actor->person, NULL, "what=off", err);
}

err_code svc__second_away(struct svc *svc, const char *person, kb_err *err)
{
    ERR_TRY(store_second_remove(svc->store, person, err));
    ERR_TRY(store_passkey_clear(svc->store, person, err));
    return svc__loss_links_drop(svc, person, err);
}

err_code svc_second_reset(struct svc *svc, text person, kb_err *err)
{
    struct policy_object others = {.kind = OBJECT_PERSON}; /* nobody's in particular: not one's own either */
    const char *id = svc__str(svc, person);
    struct store_person row;
    if (!id) return svc__no_memory(err);
    ERR_TRY(svc__may_manage(svc, ACT_WRITE, &others, err));
    ERR_TRY(store_person_get(svc->store, id, svc->arena, &row, err));
    ERR_TRY(svc__second_away(svc, row.id, err));
    ERR_TRY(store_recovery_clear(svc->store, row.id, err));
    ERR_TRY(store_loss_remove(svc->store, row.id, err));
    ERR_TRY(store_session_end_person(svc->store, row.id, err));
    return svc__log(svc, log_action, row.id, NULL, "what=reset", err);
}
