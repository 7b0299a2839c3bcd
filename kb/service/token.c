/* Tokens: with one a program reads in the name of a person. Where one is taken is the table of routes' to say. */
#include "kb/service/service__internal.h"

#include <sodium.h>

static const char log_action[] = "person.token", letter_kind[] = "token";

static const struct {
    enum svc_token_scope scope;
    const char *slug;
} scopes[] = {{SVC_TOKEN_FEEDS, "feeds"}, {SVC_TOKEN_READ, "read"}};

const char *svc_token_scope_slug(enum svc_token_scope scope)
{
    for (size_t i = 0; i < COUNT_OF(scopes); i++)
        if (scopes[i].scope == scope) return scopes[i].slug;
    return "";
}

static enum svc_token_scope scope_from_slug(text slug)
{
    for (size_t i = 0; i < COUNT_OF(scopes); i++)
        if (text_is(slug, scopes[i].slug)) return scopes[i].scope;
    return SVC_TOKEN_NOTHING;
}

/* ---- Making one ---- */

err_code svc_token_days(struct svc *svc, int64_t *most, kb_err *err)
{
    return svc__days(svc, "token-days", most, err);
}

static err_code check(struct svc *svc, const struct svc_token_make *in, kb_err *err)
{
    int64_t most;
    struct store_tokens rows;
    ERR_TRY(svc_token_days(svc, &most, err));
    ERR_TRY(store_tokens_of(svc->store, svc->actor->person, svc->arena, &rows, err));
    err_code wrong = svc__line_check("token_name", in->name, SVC_TOKEN_NAME_MAX, err);
    if (wrong == OK) wrong = svc__no_client_data(svc, "token_name", in->name, err);
    if (!scope_from_slug(in->scope))
        wrong = svc__first(wrong, err_field(err, ERR_INVALID, "token_scope", "not-a-choice"));
    if (in->days < 1 || in->days > most)
        wrong = svc__first(wrong, err_field(err, ERR_INVALID, "token_term", "not-these-days"));
    if (wrong != OK) return wrong;
    return rows.n < SVC_TOKENS_MAX ? OK : err_field(err, ERR_INVALID, "token_name", "too-many");
}

static void spell(char token[SVC_TOKEN_BYTES])
{
    unsigned char random[32];
    const size_t prefix = sizeof SVC_TOKEN_PREFIX - 1;
    randombytes_buf(random, sizeof random);
    memcpy(token, SVC_TOKEN_PREFIX, prefix + 1);
    sodium_bin2base64(token + prefix, SVC_TOKEN_BYTES - prefix, random, sizeof random,
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    sodium_memzero(random, sizeof random);
}

err_code svc_token_make(struct svc *svc, const struct svc_token_make *in, struct svc_token_made *out, kb_err *err)
{
    struct store_token row = {.person = svc->actor->person, .made = svc->now, .signed_in = svc->now};
    if (!row.person) return err_set(err, ERR_SIGN_IN, "a token is of a person");
    ERR_TRY(check(svc, in, err));
    ERR_TRY(svc__new_id(svc, &row.id, err));
    spell(out->token);
    store_sha256(text_str(out->token), row.hash);
    row.name = svc__str(svc, text_trim(in->name));
    row.scope = svc_token_scope_slug(scope_from_slug(in->scope));
    row.expires = out->expires = calendar_term_end(date_add_days(calendar_date(svc->now), (int)in->days));
    ERR_TRY(store_token_add(svc->store, &row, err));
    ERR_TRY(svc__letter_about(svc, row.person, letter_kind, "", err)); /* who did not make it themselves hears of it */
    return svc__log(svc, log_action, row.person, NULL,
                    arena_printf(svc->arena, "what=made token=%s scope=%s days=%d", row.id, row.scope, (int)in->days),
                    err);
}

/* ---- What there is, and taking it back: the person's own, or an administrator's to do ---- */

err_code svc_tokens(struct svc *svc, text person, struct svc_tokens *out, kb_err *err)
{
    struct store_tokens rows;
    struct policy_object account = {.kind = OBJECT_PERSON, .person = svc__str(svc, person)};
    ERR_TRY(svc__may_manage(svc, ACT_READ, &account, err));
    ERR_TRY(store_tokens_of(svc->store, account.person, svc->arena, &rows, err));
    struct svc_token *at = ARENA_ARRAY(svc->arena, struct svc_token, rows.n);
    if (!at) return svc__no_memory(err);
    for (size_t i = 0; i < rows.n; i++) {
        const struct store_token *row = &rows.at[i];
        at[i] = (struct svc_token){.id = row->id,
                                   .name = row->name,
                                   .scope = scope_from_slug(text_str(row->scope)),
                                   .expires = row->expires,
                                   .over = row->expires <= svc->now,
                                   .used = row->used ? row->used : ""};
    }
    *out = (struct svc_tokens){.at = at, .n = rows.n};
    return OK;
}

err_code svc_token_revoke(struct svc *svc, text person, text id, kb_err *err)
{
    const char *token = svc__str(svc, id);
    struct policy_object account = {.kind = OBJECT_PERSON, .person = svc__str(svc, person)};
    ERR_TRY(svc__may_manage(svc, ACT_WRITE, &account, err));
    ERR_TRY(store_token_remove(svc->store, token, account.person, err));
    return svc__log(svc, log_action, account.person, NULL, arena_printf(svc->arena, "what=revoked token=%s", token),
                    err);
}

/* ---- Asking with it ---- */

static err_code refuse(kb_err *err, const char *why)
{
    return err_set(err, ERR_TOKEN, "a token was refused: %s", why);
}

/* Who left the organisation is closed out at its identity provider first: there nobody signs in any more, and no
 * session lives longer than seven days. Nor does a token without a sign-in; the next one wakes it. */
static err_code is_asleep(struct svc *svc, const struct store_token *row, bool *out, kb_err *err)
{
    *out = false;
    if (svc->now - row->signed_in < SVC_SESSION_ABSOLUTE_MS) return OK;
    return store_identity_any(svc->store, row->person, out, err);
}

static err_code judge(struct svc *svc, const struct store_token *row, kb_err *err)
{
    struct store_person person;
    bool open, asleep;
    if (row->expires <= svc->now) return refuse(err, "expired");
    ERR_TRY(svc__find_open(svc, row->person, &person, &open, err));
    if (!open) return refuse(err, "of a closed account");
    ERR_TRY(is_asleep(svc, row, &asleep, err));
    return asleep ? refuse(err, "its person did not sign in for long") : OK;
}

/* Found by its hash: what the time of looking could tell is about the hash, and that is of no use to anybody. */
err_code svc_token_look(struct svc *svc, text sent, struct svc_token_holder *out, kb_err *err)
{
    struct store_token row;
    kb_err said = {0};
    if (sent.len != SVC_TOKEN_BYTES - 1 || !text_starts(sent, TEXT(SVC_TOKEN_PREFIX))) return refuse(err, "no token");
    store_sha256(sent, out->key);
    err_code code = store_token_get(svc->store, out->key, svc->arena, &row, &said);
    if (code == ERR_NOT_FOUND) return refuse(err, "unknown");
    if (code != OK) return err_set(err, code, "%s", said.cause);
    ERR_TRY(judge(svc, &row, err));
    char today[DATE_BYTES];
    date_format(calendar_date(svc->now), DATE_ISO, today);
    out->person = row.person;
    out->scope = scope_from_slug(text_str(row.scope));
    out->first_today = !row.used || strcmp(row.used, today) < 0;
    return OK;
}

err_code svc_token_used(struct store *store, const uint8_t key[32], kb_time at, kb_err *err)
{
    char day[DATE_BYTES];
    return store_token_used(store, key, date_format(calendar_date(at), DATE_ISO, day), err);
}
