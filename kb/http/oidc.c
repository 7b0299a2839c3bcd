#include "kb/http/oidc.h"

#include "content/html.h"
#include "kb/base/buf.h"
#include "kb/base/cleanup.h"
#include "kb/http/fetch.h"

#include <jansson.h>
#include <pthread.h>
#include <sodium.h>

enum {
    KEEP_MS = MS_HOUR,         /* what the provider says of itself */
    AGAIN_MS = 30 * MS_SECOND, /* between two looks at its keys */
    AWAY_MS = 10 * MS_SECOND,  /* before a provider that was away is asked again */
    DOCUMENT_MAX = 64 * 1024,
    URL_MAX = 16 * 1024
};

/* One document of the provider, as it was last read. */
struct document {
    struct buf bytes;
    int64_t read, failed; /* monotonic ms; 0: never */
};

struct oidc {
    struct oidc_config config;
    pthread_mutex_t lock; /* guards the two documents; held while one is read, so that many ask once */
    struct document about, keys;
};

err_code oidc_new(struct oidc **out, const struct oidc_config *config, kb_err *err)
{
    int port;
    if (!fetch_good(config->issuer, &port) || strpbrk(config->issuer, "?#"))
        return err_set(err, ERR_INVALID, "oidc_issuer is no https address (http on loopback only)");
    struct oidc *o = calloc(1, sizeof *o);
    if (!o) return err_set(err, ERR_NOMEM, "identity provider");
    o->config = *config;
    o->about.bytes = buf_new(DOCUMENT_MAX);
    o->keys.bytes = buf_new(OIDC_KEYS_MAX);
    pthread_mutex_init(&o->lock, NULL);
    *out = o;
    return OK;
}

void oidc_free(struct oidc *o)
{
    if (!o) return;
    buf_release(&o->about.bytes);
    buf_release(&o->keys.bytes);
    pthread_mutex_destroy(&o->lock);
    free(o);
}

const char *oidc_issuer(const struct oidc *o)
{
    return o->config.issuer;
}

static void json_free_p(json_t **json)
{
    json_decref(*json);
}

static const char *string_of(const json_t *object, const char *name)
{
    const char *value = json_string_value(json_object_get(object, name));
    return value ? value : "";
}

/* ---- What the provider says of itself ---- */

static bool is_recent(int64_t at, int64_t ms)
{
    return at && clock_monotonic_ms() - at < ms;
}

/* The failure, whose cause stands in err, as that of a provider that is not well. */
static err_code away(err_code code, kb_err *err)
{
    if (code != ERR_RULE) return code;
    return err->code = ERR_IO;
}

/* Reads it anew unless it is young enough. */
static err_code refresh(struct document *d, const char *url, int64_t keep_ms, kb_err *err)
{
    int status;
    const struct fetch ask = {.url = url, .user = ""};
    if (is_recent(d->read, keep_ms)) return OK;
    if (is_recent(d->failed, AWAY_MS)) return err_set(err, ERR_IO, "the identity provider was away just now");
    struct buf fresh = buf_new(d->bytes.max);
    err_code code = fetch(&ask, &fresh, &status, err);
    if (code != OK) {
        buf_release(&fresh);
        d->failed = clock_monotonic_ms();
        return away(code, err); /* whatever it answered: the document is not there */
    }
    buf_release(&d->bytes);
    *d = (struct document){.bytes = fresh, .read = clock_monotonic_ms()};
    return OK;
}

/* Only a provider that is on loopback itself may name places that are asked without TLS. */
static bool is_place(const struct oidc *o, const json_t *about, const char *name)
{
    int port;
    text place = text_str(string_of(about, name)), tls = TEXT("https:");
    return fetch_good(place.ptr, &port) && (text_starts(place, tls) || !text_starts(text_str(o->config.issuer), tls));
}

/* Discovery, section 4.3: the issuer in it must be the one that was asked. */
static bool can_be_used(const struct oidc *o, const json_t *about)
{
    return !strcmp(string_of(about, "issuer"), o->config.issuer) && is_place(o, about, "authorization_endpoint") &&
           is_place(o, about, "token_endpoint") && is_place(o, about, "jwks_uri");
}

static err_code read_about(struct oidc *o, json_t **about, kb_err *err)
{
    char url[2048];
    text issuer = text_str(o->config.issuer);
    bool slash = text_ends(issuer, TEXT("/"));
    snprintf(url, sizeof url, "%s%s.well-known/openid-configuration", issuer.ptr, slash ? "" : "/");
    ERR_TRY(refresh(&o->about, url, KEEP_MS, err));
    json_t *json = json_loadb(o->about.bytes.ptr, o->about.bytes.len, JSON_REJECT_DUPLICATES, NULL);
    if (can_be_used(o, json)) {
        *about = json;
        return OK;
    }
    json_decref(json);
    o->about.read = 0; /* a page "under maintenance" is not kept for an hour */
    o->about.failed = clock_monotonic_ms();
    return err_set(err, ERR_IO, "what the identity provider says of itself cannot be used");
}

/* The caller lets *about go. */
static err_code look(struct oidc *o, json_t **about, kb_err *err)
{
    pthread_mutex_lock(&o->lock);
    err_code code = read_about(o, about, err);
    pthread_mutex_unlock(&o->lock);
    return code;
}

/* The keys as they are, or anew when they are older than this. In the arena. */
static err_code read_keys(struct oidc *o, int64_t keep_ms, arena *a, text *keys, kb_err *err)
{
    _cleanup_(json_free_p)
    json_t *about = NULL;
    ERR_TRY(read_about(o, &about, err));
    ERR_TRY(refresh(&o->keys, string_of(about, "jwks_uri"), keep_ms, err));
    *keys = arena_text(a, buf_text(&o->keys.bytes));
    return keys->ptr ? OK : err_set(err, ERR_NOMEM, "keys of the identity provider");
}

static err_code take_keys(struct oidc *o, int64_t keep_ms, arena *a, text *keys, kb_err *err)
{
    pthread_mutex_lock(&o->lock);
    err_code code = read_keys(o, keep_ms, a, keys, err);
    pthread_mutex_unlock(&o->lock);
    return code;
}

/* ---- Addresses to send a browser to ---- */

static void put_param(struct buf *out, const char *name, text value)
{
    buf_byte(out, memchr(out->ptr, '?', out->len) ? '&' : '?');
    buf_printf(out, "%s=", name);
    html_query(out, value);
}

static err_code take_url(const struct buf *out, arena *a, const char **url, kb_err *err)
{
    *url = out->failed ? NULL : arena_text_str(a, buf_text(out));
    return *url ? OK : err_set(err, ERR_NOMEM, "an address of the identity provider");
}

/* RFC 7636: the provider sees the hash now and the secret itself with the code. */
static void put_challenge(struct buf *out, text verifier)
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    char challenge[64];
    crypto_hash_sha256(hash, (const unsigned char *)verifier.ptr, verifier.len);
    sodium_bin2base64(challenge, sizeof challenge, hash, sizeof hash, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    put_param(out, "code_challenge", text_str(challenge));
    put_param(out, "code_challenge_method", TEXT("S256"));
}

err_code oidc_sign_in_url(struct oidc *o, const struct oidc_question *q, arena *a, const char **url, kb_err *err)
{
    _cleanup_(json_free_p)
    json_t *about = NULL;
    _cleanup_(buf_release)
    struct buf out = buf_new(URL_MAX);
    ERR_TRY(look(o, &about, err));
    buf_str(&out, string_of(about, "authorization_endpoint"));
    put_param(&out, "response_type", TEXT("code"));
    put_param(&out, "client_id", text_str(o->config.client));
    put_param(&out, "redirect_uri", text_str(q->back));
    put_param(&out, "scope", text_str(o->config.scope));
    put_param(&out, "state", q->state);
    put_param(&out, "nonce", q->nonce);
    put_challenge(&out, q->verifier);
    if (q->again) put_param(&out, "prompt", TEXT("login"));
    put_param(&out, "max_age", q->again ? TEXT("0") : TEXT("604800")); /* so that it tells when they proved that */
    return take_url(&out, a, url, err);
}

err_code oidc_sign_out_url(struct oidc *o, const char *back, arena *a, const char **url, kb_err *err)
{
    _cleanup_(json_free_p)
    json_t *about = NULL;
    _cleanup_(buf_release)
    struct buf out = buf_new(URL_MAX);
    *url = "";
    ERR_TRY(look(o, &about, err));
    if (!is_place(o, about, "end_session_endpoint")) return OK;
    buf_str(&out, string_of(about, "end_session_endpoint"));
    put_param(&out, "client_id", text_str(o->config.client));
    put_param(&out, "post_logout_redirect_uri", text_str(back));
    return take_url(&out, a, url, err);
}

/* ---- A code for a token ---- */

static void put_field(struct buf *out, const char *name, text value)
{
    buf_printf(out, "%s%s=", out->len ? "&" : "", name);
    html_query(out, value);
}

/* By a header unless the provider wants it in the form (Discovery, token_endpoint_auth_methods_supported). */
static bool wants_header(const json_t *about)
{
    const json_t *ways = json_object_get(about, "token_endpoint_auth_methods_supported"), *way;
    size_t i;
    json_array_foreach(ways, i, way) if (!strcmp(json_is_string(way) ? json_string_value(way) : "",
                                                 "client_secret_basic")) return true;
    return !json_is_array(ways);
}

static err_code encoded(const char *value, arena *a, const char **out, kb_err *err)
{
    _cleanup_(buf_release)
    struct buf room = buf_new(URL_MAX);
    buf_str(&room, "");
    html_query(&room, text_str(value));
    return take_url(&room, a, out, err);
}

/* RFC 6749, section 2.3.1: both halves are urlencoded before they go into the header. */
static err_code say_who(const struct oidc *o, const json_t *about, struct fetch *ask, struct buf *form, arena *a,
                        kb_err *err)
{
    ask->user = ask->password = "";
    if (o->config.secret[0] && wants_header(about)) {
        ERR_TRY(encoded(o->config.client, a, &ask->user, err));
        return encoded(o->config.secret, a, &ask->password, err);
    }
    put_field(form, "client_id", text_str(o->config.client));
    if (o->config.secret[0]) put_field(form, "client_secret", text_str(o->config.secret));
    return OK;
}

static err_code read_token(const struct buf *answer, arena *a, text *token, kb_err *err)
{
    _cleanup_(json_free_p)
    json_t *json = json_loadb(answer->ptr, answer->len, JSON_REJECT_DUPLICATES, NULL);
    *token = arena_text(a, text_str(string_of(json, "id_token")));
    return token->len ? OK : err_set(err, ERR_IO, "the identity provider gave no ID token");
}

err_code oidc_exchange(struct oidc *o, text code, const struct oidc_question *q, arena *a, text *token, kb_err *err)
{
    _cleanup_(json_free_p)
    json_t *about = NULL;
    _cleanup_(buf_release)
    struct buf form = buf_new(URL_MAX), answer = buf_new(DOCUMENT_MAX);
    int status;
    ERR_TRY(look(o, &about, err));
    struct fetch ask = {.url = string_of(about, "token_endpoint")};
    put_field(&form, "grant_type", TEXT("authorization_code"));
    put_field(&form, "code", code);
    put_field(&form, "redirect_uri", text_str(q->back));
    put_field(&form, "code_verifier", q->verifier);
    ERR_TRY(say_who(o, about, &ask, &form, a, err));
    if (form.failed) return err_set(err, ERR_RULE, "a code that is too long");
    ask.form = buf_cstr(&form);
    err_code asked = fetch(&ask, &answer, &status, err);
    if (asked != OK) return status >= 500 ? away(asked, err) : asked;
    return read_token(&answer, a, token, err);
}

/* ---- What a token says ---- */

err_code oidc_claims_of(struct oidc *o, oidc_check *check, text token, struct oidc_expect expect, arena *a,
                        struct oidc_claims *out, kb_err *err)
{
    text keys;
    expect.issuer = o->config.issuer;
    expect.client = o->config.client;
    expect.groups = o->config.groups;
    ERR_TRY(take_keys(o, KEEP_MS, a, &keys, err));
    enum oidc_refusal refusal = check(token, keys, &expect, a, out);
    if (refusal == OIDC_UNKNOWN_KEY) { /* keys change */
        ERR_TRY(take_keys(o, AGAIN_MS, a, &keys, err));
        refusal = check(token, keys, &expect, a, out);
    }
    return refusal == OIDC_GOOD ? OK : err_set(err, ERR_FORBIDDEN, "token refused: %s", oidc_refusal_slug(refusal));
}
