/* Passkeys: whose key it is, that its id is of nobody else, and that a challenge is answered once. Whether an answer is
 * right is webauthn.c's to judge. */
#include "kb/service/service__internal.h"

#include <sodium.h>

static const char log_action[] = "person.passkey", letter_kind[] = "passkey";

enum { BASE64 = sodium_base64_VARIANT_URLSAFE_NO_PADDING };

/* ---- Bytes and base64url ---- */

/* Empty for what is no base64url, or more than any answer is. */
static text unpack(struct svc *svc, text sent)
{
    size_t len = 0;
    char *out = sent.len <= 2 * WEBAUTHN_BYTES_MAX ? arena_alloc(svc->arena, sent.len + 1) : NULL;
    bool good =
        out && sodium_base642bin((unsigned char *)out, sent.len, sent.ptr, sent.len, NULL, &len, NULL, BASE64) == 0;
    return good ? text_of(out, len) : text_str("");
}

static const char *pack(struct svc *svc, text bytes)
{
    size_t room = sodium_base64_encoded_len(bytes.len, BASE64);
    char *out = arena_alloc(svc->arena, room);
    return out ? sodium_bin2base64(out, room, (const unsigned char *)bytes.ptr, bytes.len, BASE64) : "";
}

static struct webauthn_answer unpack_answer(struct svc *svc, const struct svc_passkey_answer *sent)
{
    return (struct webauthn_answer){.client_data = unpack(svc, sent->client_data),
                                    .authenticator = unpack(svc, sent->authenticator),
                                    .signature = unpack(svc, sent->signature)};
}

/* ---- What there is ---- */

err_code svc_passkeys_of(struct svc *svc, const char *person, struct svc_passkeys *out, kb_err *err)
{
    struct store_passkeys rows;
    ERR_TRY(store_passkeys_of(svc->store, person, svc->arena, &rows, err));
    struct svc_passkey *at = ARENA_ARRAY(svc->arena, struct svc_passkey, rows.n);
    if (!at) return svc__no_memory(err);
    for (size_t i = 0; i < rows.n; i++)
        at[i] = (struct svc_passkey){
            .id = pack(svc, rows.at[i].id), .name = rows.at[i].name, .made = rows.at[i].made, .used = rows.at[i].used};
    *out = (struct svc_passkeys){.at = at, .n = rows.n};
    return OK;
}

err_code svc_passkeys(struct svc *svc, struct svc_passkeys *out, kb_err *err)
{
    ERR_TRY(svc__need_person(svc, err));
    return svc_passkeys_of(svc, svc->actor->person, out, err);
}

/* ---- A challenge is answered once ---- */

/* ERR_CONFLICT when it was answered before. Who asked says until when it counts; it is remembered for longer. */
static err_code use_up(struct svc *svc, const struct webauthn_asked *asked, kb_err *err)
{
    uint8_t key[32];
    const char *named = arena_printf(svc->arena, "passkey %.*s", TEXT_FMT(asked->challenge));
    if (!named) return svc__no_memory(err);
    store_sha256(text_str(named), key);
    return store_request_once(svc->store, key, svc->now, err);
}

/* ---- A new one ---- */

static err_code check_name(struct svc *svc, text name, kb_err *err)
{
    struct store_passkeys rows;
    ERR_TRY(svc__line_check("name", name, SVC_PASSKEY_NAME_MAX, err));
    ERR_TRY(svc__no_client_data(svc, "name", name, err));
    ERR_TRY(store_passkeys_of(svc->store, svc->actor->person, svc->arena, &rows, err));
    return rows.n < SVC_PASSKEYS_MAX ? OK : err_field(err, ERR_INVALID, "name", "too-many");
}

static err_code prove_made(struct svc *svc, const struct svc_passkey_add *in, struct webauthn_key *key, kb_err *err)
{
    struct webauthn_answer answer = unpack_answer(svc, &in->answer);
    enum webauthn_verdict verdict = webauthn_made(in->asked, &answer, svc->arena, key);
    if (verdict != WEBAUTHN_GOOD) return err_field(err, ERR_INVALID, "passkey", "passkey-refused");
    err_code code = use_up(svc, in->asked, err);
    return code == ERR_CONFLICT ? err_field(err, ERR_INVALID, "passkey", "passkey-refused") : code;
}

static err_code keep(struct svc *svc, text name, const struct webauthn_key *key, kb_err *err)
{
    struct store_passkey row = {.id = key->id,
                                .person = svc->actor->person,
                                .algorithm = key->algorithm,
                                .public_key = key->public_key,
                                .counter = key->counter,
                                .name = svc__str(svc, text_trim(name)),
                                .made = svc->now};
    err_code code = store_passkey_add(svc->store, &row, err);
    return code == ERR_CONFLICT ? err_field(err, ERR_INVALID, "passkey", "passkey-taken") : code;
}

err_code svc_passkey_add(struct svc *svc, const struct svc_passkey_add *in, bool *first,
                         char codes[SVC_RECOVERY_CODES][SVC_RECOVERY_BYTES], kb_err *err)
{
    struct webauthn_key key;
    bool on;
    ERR_TRY(svc__need_person(svc, err));
    ERR_TRY(check_name(svc, in->name, err));
    ERR_TRY(svc__second_there(svc, svc->actor->person, &on, err));
    ERR_TRY(prove_made(svc, in, &key, err));
    ERR_TRY(keep(svc, in->name, &key, err));
    *first = !on;
    if (*first) ERR_TRY(svc__second_begins(svc, in->session, codes, err));
    ERR_TRY(svc__letter_about(svc, svc->actor->person, letter_kind, "", err));
    return svc__log(svc, log_action, svc->actor->person, NULL, "what=on", err);
}

/* ---- Signing in ---- */

static err_code refused(kb_err *err, const char *why)
{
    return err_set(err, ERR_FORBIDDEN, "a passkey was refused: %s", why);
}

/* The key of that id, when it is one of those that may answer. */
static err_code find(struct svc *svc, text id, const char *person, struct store_passkey *out, kb_err *err)
{
    err_code code = store_passkey_get(svc->store, unpack(svc, id), svc->arena, out, err);
    if (code == ERR_NOT_FOUND) return refused(err, "unknown");
    if (code == OK && person && strcmp(out->person, person) != 0) return refused(err, "of somebody else");
    return code;
}

err_code svc_passkey_use(struct svc *svc, const struct webauthn_asked *asked, const struct svc_passkey_answer *answer,
                         const char *person, const char **owner, kb_err *err)
{
    struct store_passkey row;
    uint32_t counter = 0;
    if (!person && !asked->verified) return err_set(err, ERR_INTERNAL, "a key alone is no two factors");
    ERR_TRY(find(svc, answer->credential, person, &row, err));
    struct webauthn_key key = {
        .id = row.id, .algorithm = row.algorithm, .public_key = row.public_key, .counter = (uint32_t)row.counter};
    struct webauthn_answer said = unpack_answer(svc, answer);
    enum webauthn_verdict verdict = webauthn_signed(asked, &said, &key, &counter);
    if (verdict != WEBAUTHN_GOOD) return refused(err, webauthn_words(verdict));
    err_code once = use_up(svc, asked, err);
    if (once != OK) return once == ERR_CONFLICT ? refused(err, "the challenge was used") : once;
    *owner = row.person;
    return store_passkey_used(svc->store, row.id, counter, svc->now, err);
}

/* ---- Doing without ---- */

err_code svc_passkey_remove(struct svc *svc, text id, kb_err *err)
{
    ERR_TRY(svc__need_person(svc, err));
    ERR_TRY(id.len ? store_passkey_remove(svc->store, unpack(svc, id), svc->actor->person, err)
                   : store_passkey_clear(svc->store, svc->actor->person, err));
    ERR_TRY(svc__second_went(svc, svc->actor->person, err));
    return svc__log(svc, log_action, svc->actor->person, NULL, "what=off", err);
}
