#include "kb/service/service__internal.h"

#include <sodium.h>

const char *svc_sign_in_folded(struct svc *svc, text sign_in)
{
    const char *folded = svc__fold_sign_in(svc, sign_in);
    return folded ? folded : "";
}

err_code svc_person_called(struct svc *svc, text sign_in, const char **person, kb_err *err)
{
    struct store_person row;
    bool there;
    kb_err said = {0};
    *person = NULL;
    err_code code = store_person_by_sign_in(svc->store, svc_sign_in_folded(svc, sign_in), svc->arena, &row, &said);
    ERR_TRY(err_optional(code, &said, &there, err));
    if (there) *person = row.id;
    return OK;
}

/* argon2id, 64 MiB, t=3 (design section 9). */
enum { ARGON_OPS = 3, ARGON_BYTES = 64 * 1024 * 1024 };

err_code svc_password_hash(text password, arena *a, const char **hash, kb_err *err)
{
    char *out = arena_alloc(a, crypto_pwhash_STRBYTES);
    if (!out || crypto_pwhash_str(out, password.ptr, password.len, ARGON_OPS, ARGON_BYTES) != 0)
        return err_set(err, ERR_NOMEM, "password hash");
    *hash = out;
    return OK;
}

/* The same work for a name that does not exist, so that time tells nothing. */
static err_code refuse_slowly(struct svc *svc, text password, kb_err *err)
{
    const char *ignored;
    ERR_TRY(svc_password_hash(password, svc->arena, &ignored, err));
    return err_set(err, ERR_FORBIDDEN, "sign-in refused");
}

/* Tells passwords apart, and nothing else about them. */
static void mark_of(const char *password_hash, char mark[SVC_PASSWORD_MARK_BYTES])
{
    uint8_t hash[32];
    store_sha256(text_str(password_hash ? password_hash : ""), hash);
    sodium_bin2hex(mark, SVC_PASSWORD_MARK_BYTES, hash, (SVC_PASSWORD_MARK_BYTES - 1) / 2);
}

err_code svc_password_verify(struct svc *svc, text sign_in, text password, const char **person,
                             char mark[SVC_PASSWORD_MARK_BYTES], kb_err *err)
{
    struct store_person row;
    const char *folded = svc__fold_sign_in(svc, sign_in);
    if (!folded || !password.len || password.len > SVC_PASSWORD_MAX) return refuse_slowly(svc, TEXT("x"), err);
    err_code code = store_person_by_sign_in(svc->store, folded, svc->arena, &row, err);
    if (code == ERR_NOT_FOUND) return refuse_slowly(svc, password, err);
    if (code != OK) return code;
    if (!row.password_hash || row.disabled) return refuse_slowly(svc, password, err);
    if (crypto_pwhash_str_verify(row.password_hash, password.ptr, password.len) != 0)
        return err_set(err, ERR_FORBIDDEN, "sign-in refused");
    *person = row.id;
    mark_of(row.password_hash, mark);
    return OK;
}

err_code svc__find_open(struct svc *svc, const char *id, struct store_person *out, bool *open, kb_err *err)
{
    kb_err said = {0};
    ERR_TRY(err_optional(store_person_get(svc->store, id, svc->arena, out, &said), &said, open, err));
    *open = *open && !out->disabled;
    return OK;
}

/* The account may have been closed between the check of the password and this transaction. */
err_code svc__open_person(struct svc *svc, const char *id, struct store_person *out, kb_err *err)
{
    bool open;
    ERR_TRY(svc__find_open(svc, id, out, &open, err));
    return open ? OK : err_set(err, ERR_FORBIDDEN, "account closed");
}

/* Between the check of the password and this transaction, or the second step, it may have been changed, or a second
 * factor set up: both end every session. */
static err_code still_opens(struct svc *svc, const struct svc_new_session *in, const struct store_person *person,
                            kb_err *err)
{
    char now[SVC_PASSWORD_MARK_BYTES];
    bool asks_second = false;
    if (!in->password_mark) return OK;
    mark_of(person->password_hash, now);
    if (strcmp(now, in->password_mark) != 0) return err_set(err, ERR_FORBIDDEN, "another password by now");
    if (!in->second) ERR_TRY(svc_second_of(svc, person->id, &asks_second, err));
    return asks_second ? err_set(err, ERR_FORBIDDEN, "a second factor by now") : OK;
}

err_code svc_sign_in(struct svc *svc, const struct svc_new_session *in, kb_err *err)
{
    struct store_person person;
    ERR_TRY(svc__open_person(svc, in->person, &person, err));
    ERR_TRY(still_opens(svc, in, &person, err));
    struct store_session session = {
        .person = person.id,
        .created = svc->now,
        .last_seen = svc->now,
        .signed_in = svc->now - in->age,
        .trusted = in->trusted,
        .second = in->second ? svc->now : 0,
        .agent = in->agent,
        .place = in->place,
        .sso = in->sso,
    };
    memcpy(session.token_hash, in->token_hash, sizeof session.token_hash);
    memcpy(session.csrf, in->csrf, sizeof session.csrf);
    ERR_TRY(store_session_add(svc->store, &session, err));
    if (in->second) ERR_TRY(svc__loss_lapses(svc, person.id, err));
    ERR_TRY(store_token_signed_in(svc->store, person.id, svc->now, err));
    return svc__log_as(svc, person.id, "person.sign-in", person.id, err);
}

err_code svc_sign_out(struct svc *svc, const uint8_t token_hash[32], kb_err *err)
{
    return store_session_end(svc->store, token_hash, err);
}

/* ---- Where one is signed in ---- */

static void session_id(const struct store_session *row, char id[SVC_SESSION_ID_BYTES])
{
    uint8_t hash[32];
    store_sha256(text_of((const char *)row->token_hash, sizeof row->token_hash), hash);
    sodium_bin2hex(id, SVC_SESSION_ID_BYTES, hash, (SVC_SESSION_ID_BYTES - 1) / 2);
}

static bool is_over(const struct store_session *row, kb_time now)
{
    return now - row->last_seen >= SVC_SESSION_IDLE_MS || now - row->created >= SVC_SESSION_ABSOLUTE_MS;
}

err_code svc_sessions(struct svc *svc, const uint8_t own[32], struct svc_sessions *out, kb_err *err)
{
    struct store_sessions rows;
    ERR_TRY(svc__need_person(svc, err));
    ERR_TRY(store_sessions_of(svc->store, svc->actor->person, svc->arena, &rows, err));
    struct svc_session *at = ARENA_ARRAY(svc->arena, struct svc_session, rows.n);
    if (!at) return svc__no_memory(err);
    *out = (struct svc_sessions){.at = at};
    for (size_t i = 0; i < rows.n; i++) {
        const struct store_session *row = &rows.at[i];
        if (is_over(row, svc->now)) continue;
        struct svc_session *session = &at[out->n++];
        *session = (struct svc_session){.agent = row->agent,
                                        .place = row->place,
                                        .created = row->created,
                                        .last_seen = row->last_seen,
                                        .trusted = row->trusted,
                                        .own = !memcmp(row->token_hash, own, sizeof row->token_hash)};
        session_id(row, session->id);
    }
    return OK;
}

err_code svc_session_end(struct svc *svc, text id, const uint8_t own[32], kb_err *err)
{
    struct store_sessions rows;
    const char *person = svc->actor->person;
    ERR_TRY(svc__need_person(svc, err));
    if (!id.len) {
        ERR_TRY(store_session_end_others(svc->store, person, own, err));
        return svc__log(svc, "person.sessions-end", person, NULL, "", err);
    }
    ERR_TRY(store_sessions_of(svc->store, person, svc->arena, &rows, err));
    for (size_t i = 0; i < rows.n; i++) {
        char other[SVC_SESSION_ID_BYTES];
        session_id(&rows.at[i], other);
        if (!text_is(id, other)) continue;
        ERR_TRY(store_session_end(svc->store, rows.at[i].token_hash, err));
        return svc__log(svc, "person.session-end", person, NULL, "", err);
    }
    return err_set(err, ERR_NOT_FOUND, "no such session");
}

/* With it everything goes that the old one, or who forgot it, opened. */
static err_code set_password(struct svc *svc, const char *person, const char *hash, kb_err *err)
{
    ERR_TRY(store_person_password(svc->store, person, hash, err));
    ERR_TRY(store_link_drop(svc->store, person, svc__reset, err));
    return store_session_end_person(svc->store, person, err);
}

/* Who had one already hears that there is another. */
static err_code tell_changed(struct svc *svc, const struct store_person *was, kb_err *err)
{
    return was->password_hash ? svc__letter_about(svc, was->id, "password-changed", "", err) : OK;
}

err_code svc_password_put(struct svc *svc, text person, const char *hash, kb_err *err)
{
    const char *id = svc__str(svc, person);
    struct store_person was;
    if (!id) return svc__no_memory(err);
    struct policy_object account = {.kind = OBJECT_PERSON, .person = id};
    ERR_TRY(svc__may_manage(svc, ACT_WRITE, &account, err));
    ERR_TRY(store_person_get(svc->store, id, svc->arena, &was, err));
    ERR_TRY(set_password(svc, id, hash, err));
    ERR_TRY(tell_changed(svc, &was, err));
    return svc__log(svc, "person.password", id, NULL, "", err);
}

/* ---- One-time links ---- */

static const char first_administrator[] = "first-administrator", own_password[] = "password";

/* A link to set a password is for one person. The one that makes the first administrator is for whoever holds it, so
 * nobody gets it who could not make administrators anyway: it is asked for as an account that is not one's own. */
static err_code link_allowed(struct svc *svc, const char *purpose, const char *person, kb_err *err)
{
    bool first = !strcmp(purpose, first_administrator);
    struct policy_object account = {.kind = OBJECT_PERSON, .person = first ? NULL : person};
    ERR_TRY(svc__may_manage(svc, ACT_WRITE, &account, err));
    if (first) return OK;
    if (strcmp(purpose, own_password) != 0) return err_field(err, ERR_INVALID, "purpose", "not-a-choice");
    struct store_person row;
    if (!person) return err_field(err, ERR_INVALID, "person", "required");
    return store_person_get(svc->store, person, svc->arena, &row, err);
}

err_code svc__link_put(struct svc *svc, struct store_link *link, kb_time lasts, char token[SVC_LINK_TOKEN_BYTES],
                       kb_err *err)
{
    unsigned char random[32];
    randombytes_buf(random, sizeof random);
    sodium_bin2base64(token, SVC_LINK_TOKEN_BYTES, random, sizeof random, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    link->made_by = svc->actor->person;
    link->created = svc->now;
    link->expires = svc->now + lasts;
    store_sha256(text_str(token), link->token_hash);
    return store_link_add(svc->store, link, err);
}

err_code svc_link_make(struct svc *svc, const char *purpose, const char *person_or_null,
                       char token[SVC_LINK_TOKEN_BYTES], kb_err *err)
{
    ERR_TRY(link_allowed(svc, purpose, person_or_null, err));
    struct store_link link = {.purpose = purpose, .person = person_or_null};
    ERR_TRY(svc__link_put(svc, &link, SVC_LINK_DAYS * (kb_time)MS_DAY, token, err));
    return svc__log(svc, "link.make", person_or_null ? person_or_null : "first", NULL,
                    arena_printf(svc->arena, "purpose=%s", purpose), err);
}

/* Who has to go leaves no door open behind them. */
static err_code check_maker(struct svc *svc, const struct store_link *link, kb_err *err)
{
    struct store_person maker;
    bool counts = true;
    if (link->made_by) ERR_TRY(svc__find_open(svc, link->made_by, &maker, &counts, err));
    if (counts && link->made_by) ERR_TRY(svc__may_still_make(svc, link, &counts, err));
    return counts ? OK : err_set(err, ERR_GONE, "who made this link may not any more");
}

err_code svc_link_look(struct svc *svc, text token, struct store_link *out, kb_err *err)
{
    uint8_t hash[STORE_TOKEN_HASH_BYTES];
    store_sha256(token, hash);
    err_code code = store_link_get(svc->store, hash, svc->arena, out, err);
    if (code == ERR_NOT_FOUND || (code == OK && (out->used || out->expires <= svc->now)))
        return err_set(err, ERR_GONE, "link used, expired or unknown");
    return code == OK ? check_maker(svc, out, err) : code;
}

err_code svc_link_person(struct svc *svc, const struct store_link *link, const char **name, const char **sign_in,
                         kb_err *err)
{
    struct store_person row;
    ERR_TRY(store_person_get(svc->store, link->person, svc->arena, &row, err));
    *name = row.name;
    *sign_in = row.sign_in;
    return OK;
}

/* The first administrator: made by whoever holds the link that `kb serve` printed, while there is none yet. */
static err_code make_first_administrator(struct svc *svc, const struct svc_link_use *in, const char **person,
                                         kb_err *err)
{
    bool exists;
    ERR_TRY(svc_has_administrator(svc, &exists, err));
    if (exists) return err_set(err, ERR_GONE, "there is an administrator");
    struct svc system = *svc;
    svc__act_as(&system, svc_system_actor());
    struct svc_person_put put = {.sign_in = in->sign_in, .name = in->name};
    ERR_TRY(svc_person_put(&system, &put, person, err));
    struct svc_role_put role = {
        .person = text_str(*person), .role = TEXT("administrator"), .scope_kind = TEXT("network")};
    ERR_TRY(svc_role_put(&system, &role, err));
    ERR_TRY(store_person_password(svc->store, *person, in->password_hash, err));
    return OK;
}

/* Whoever holds an invitation makes an account of their own, with the role that it is for. */
static err_code make_invited(struct svc *svc, const struct store_link *link, const struct svc_link_use *in,
                             const char **person, kb_err *err)
{
    struct svc system = *svc;
    svc__act_as(&system, svc_system_actor());
    struct svc_person_put put = {.sign_in = in->sign_in, .name = in->name};
    ERR_TRY(svc_person_put(&system, &put, person, err));
    ERR_TRY(store_person_password(svc->store, *person, in->password_hash, err));
    return svc__invited(svc, link, *person, err);
}

static err_code set_own_password(struct svc *svc, const struct store_link *link, const char *hash, const char **person,
                                 kb_err *err)
{
    struct store_person row;
    ERR_TRY(svc__open_person(svc, link->person, &row, err));
    bool forgot = !strcmp(link->purpose, svc__reset);
    ERR_TRY(set_password(svc, row.id, hash, err));
    ERR_TRY(forgot ? svc__letter_about(svc, row.id, svc__reset_told, "", err) : tell_changed(svc, &row, err));
    *person = row.id;
    return svc__log_as(svc, row.id, forgot ? "person.reset" : "person.password", row.id, err);
}

err_code svc_link_use(struct svc *svc, const struct svc_link_use *in, const char **person, kb_err *err)
{
    struct store_link link;
    ERR_TRY(svc_link_look(svc, in->token, &link, err));
    ERR_TRY(store_link_use(svc->store, link.token_hash, svc->now, err));
    if (!strcmp(link.purpose, first_administrator)) return make_first_administrator(svc, in, person, err);
    bool own = !strcmp(link.purpose, own_password) || !strcmp(link.purpose, svc__reset);
    if (own && link.person) return set_own_password(svc, &link, in->password_hash, person, err);
    if (!strcmp(link.purpose, svc__invite)) return make_invited(svc, &link, in, person, err);
    return err_set(err, ERR_GONE, "link of another purpose");
}

err_code svc_person_by_sign_in(struct svc *svc, text sign_in, struct store_person *out, kb_err *err)
{
    struct policy_object people = {.kind = OBJECT_PERSON};
    ERR_TRY(svc__may_manage(svc, ACT_WRITE, &people, err));
    const char *folded = svc__fold_sign_in(svc, sign_in);
    if (!folded) return err_field(err, ERR_INVALID, "sign_in", "not-a-name");
    return store_person_by_sign_in(svc->store, folded, svc->arena, out, err);
}
