#include "kb/http/oidc_token.h"

#include "kb/base/cleanup.h"

#include <rhonabwy.h>
#include <sodium.h>

enum { SKEW_MS = MS_MINUTE, RSA_LEAST_BYTES = 2048 / 8, EC_BYTES = 256 / 8 };

static const char logout_event[] = "http://schemas.openid.net/event/backchannel-logout";

err_code oidc_token_init(kb_err *err)
{
    if (sodium_init() < 0 || r_global_init() != RHN_OK) return err_set(err, ERR_INTERNAL, "librhonabwy does not start");
    return OK;
}

const char *oidc_refusal_slug(enum oidc_refusal refusal)
{
    static const char *const slugs[OIDC__COUNT] = {"good",
#define X(name, slug) slug,
                                                   OIDC_REFUSALS(X)
#undef X
    };
    return (unsigned)refusal < OIDC__COUNT ? slugs[refusal] : "unknown";
}

static void json_free_p(json_t **json)
{
    json_decref(*json);
}

static void jws_free_p(jws_t **jws)
{
    r_jws_free(*jws);
}

static void jwk_free_p(jwk_t **jwk)
{
    r_jwk_free(*jwk);
}

/* ---- The parts of a token ---- */

struct token {
    json_t *header, *claims; /* objects */
};

static void token_release(struct token *t)
{
    json_decref(t->header);
    json_decref(t->claims);
}

/* Strict: no padding, no other alphabet, no bits left over. NULL when it is none. */
static unsigned char *decode(text base64, arena *a, size_t *len)
{
    unsigned char *bytes = arena_alloc(a, base64.len + 1);
    bool good = bytes && sodium_base642bin(bytes, base64.len, base64.ptr, base64.len, NULL, len, NULL,
                                           sodium_base64_VARIANT_URLSAFE_NO_PADDING) == 0;
    return good ? bytes : NULL;
}

/* A name twice could be read in two ways. */
static json_t *read_object(const char *bytes, size_t len)
{
    json_t *json = json_loadb(bytes, len, JSON_REJECT_DUPLICATES, NULL);
    if (json_is_object(json)) return json;
    json_decref(json);
    return NULL;
}

static json_t *decode_object(text base64, arena *a)
{
    size_t len = 0;
    unsigned char *bytes = decode(base64, a, &len);
    return bytes ? read_object((const char *)bytes, len) : NULL;
}

static bool take_apart(text token, arena *a, struct token *out)
{
    text rest = token, header, claims;
    if (token.len > OIDC_TOKEN_MAX || !text_next(&rest, '.', &header) || !text_next(&rest, '.', &claims)) return false;
    if (!rest.len || text_find_byte(rest, '.', 0) != SIZE_MAX) return false;
    out->header = decode_object(header, a);
    out->claims = decode_object(claims, a);
    /* `crit` names what must be understood (RFC 7515, 4.1.11), and none of that is understood here. */
    return out->header && out->claims && !json_object_get(out->header, "crit");
}

static const char *string_of(const json_t *object, const char *name)
{
    const char *value = json_string_value(json_object_get(object, name));
    return value ? value : "";
}

static bool says(const json_t *object, const char *name, const char *value)
{
    return !strcmp(string_of(object, name), value);
}

/* ---- Algorithms and keys ---- */

static const struct algorithm {
    const char *name, *kind;
    jwa_alg alg;
} algorithms[] = {
    {"RS256", "RSA", R_JWA_ALG_RS256},
    {"PS256", "RSA", R_JWA_ALG_PS256},
    {"ES256", "EC", R_JWA_ALG_ES256},
};

static const struct algorithm *algorithm_of(const struct token *t)
{
    for (size_t i = 0; i < COUNT_OF(algorithms); i++)
        if (says(t->header, "alg", algorithms[i].name)) return &algorithms[i];
    return NULL;
}

static bool absent_or(const json_t *object, const char *name, const char *value)
{
    return !json_object_get(object, name) || says(object, name, value);
}

static bool number_fits(const json_t *key, const char *name, size_t least, size_t most, arena *a)
{
    size_t len = 0;
    return decode(text_str(string_of(key, name)), a, &len) && len >= least && len <= most;
}

static bool key_fits(const json_t *key, const struct algorithm *algorithm, arena *a)
{
    if (!says(key, "kty", algorithm->kind) || !absent_or(key, "use", "sig") || !absent_or(key, "alg", algorithm->name))
        return false;
    if (!strcmp(algorithm->kind, "RSA"))
        return number_fits(key, "n", RSA_LEAST_BYTES, 4 * RSA_LEAST_BYTES, a) && number_fits(key, "e", 1, 8, a);
    return says(key, "crv", "P-256") && number_fits(key, "x", EC_BYTES, EC_BYTES, a) &&
           number_fits(key, "y", EC_BYTES, EC_BYTES, a);
}

/* The key that the header names; without a name, the one that fits when no other does. */
static const json_t *find_key(const json_t *set, const struct token *t, const struct algorithm *algorithm, arena *a)
{
    const json_t *found = NULL, *key;
    const char *kid = string_of(t->header, "kid");
    size_t i, fitting = 0;
    json_array_foreach(json_object_get(set, "keys"), i, key)
    {
        if (!key_fits(key, algorithm, a) || (kid[0] && !says(key, "kid", kid))) continue;
        found = key;
        fitting++;
    }
    return fitting == 1 ? found : NULL;
}

/* Nothing of the key but its numbers: what else stands in it (x5c, x5u) is none of the library's business. */
static jwk_t *clean_key(const json_t *key, const struct algorithm *algorithm)
{
    bool rsa = !strcmp(algorithm->kind, "RSA");
    _cleanup_(json_free_p)
    json_t *clean = rsa ? json_pack("{s:s, s:s, s:s}", "kty", "RSA", "n", string_of(key, "n"), "e", string_of(key, "e"))
                        : json_pack("{s:s, s:s, s:s, s:s}", "kty", "EC", "crv", "P-256", "x", string_of(key, "x"), "y",
                                    string_of(key, "y"));
    jwk_t *jwk = NULL;
    if (!clean || r_jwk_init(&jwk) != RHN_OK) return NULL;
    if (r_jwk_import_from_json_t(jwk, clean) == RHN_OK) return jwk;
    r_jwk_free(jwk);
    return NULL;
}

static bool signature_right(text token, const json_t *key, const struct algorithm *algorithm)
{
    _cleanup_(jwk_free_p)
    jwk_t *jwk = clean_key(key, algorithm);
    _cleanup_(jws_free_p)
    jws_t *jws = NULL;
    return jwk && r_jws_init(&jws) == RHN_OK &&
           r_jws_advanced_compact_parsen(jws, token.ptr, token.len, R_PARSE_NONE, R_FLAG_IGNORE_REMOTE) == RHN_OK &&
           r_jws_get_alg(jws) == algorithm->alg && r_jws_verify_signature(jws, jwk, R_FLAG_IGNORE_REMOTE) == RHN_OK;
}

static enum oidc_refusal check_signature(text token, const struct token *t, text keys, arena *a)
{
    const struct algorithm *algorithm = algorithm_of(t);
    if (!algorithm) return OIDC_ALGORITHM;
    _cleanup_(json_free_p)
    json_t *set = keys.len <= OIDC_KEYS_MAX ? read_object(keys.ptr, keys.len) : NULL;
    const json_t *key = find_key(set, t, algorithm, a);
    if (!key) return OIDC_UNKNOWN_KEY;
    return signature_right(token, key, algorithm) ? OIDC_GOOD : OIDC_SIGNATURE;
}

/* ---- What it claims ---- */

/* Seconds since 1970; false when it is not there or no time. */
static bool time_of(const json_t *claims, const char *name, kb_time *out)
{
    const json_t *value = json_object_get(claims, name);
    double seconds = json_is_number(value) ? json_number_value(value) : -1;
    if (!(seconds >= 0 && seconds < 1e11)) return false;
    *out = (kb_time)(seconds * MS_SECOND);
    return true;
}

/* For us alone, or for several with us as the one who asked (azp). */
static bool for_client(const json_t *claims, const char *client)
{
    const json_t *aud = json_object_get(claims, "aud"), *one;
    size_t i;
    bool among = says(claims, "aud", client);
    json_array_foreach(aud, i, one) among |= json_is_string(one) && !strcmp(json_string_value(one), client);
    bool several = json_array_size(aud) > 1;
    return among && (several ? says(claims, "azp", client) : absent_or(claims, "azp", client));
}

static enum oidc_refusal check_times(const json_t *claims, const struct oidc_expect *e)
{
    kb_time expires, made, from = 0;
    if (!time_of(claims, "exp", &expires) || !time_of(claims, "iat", &made)) return OIDC_MALFORMED;
    if (json_object_get(claims, "nbf") && !time_of(claims, "nbf", &from)) return OIDC_MALFORMED;
    if (expires + SKEW_MS <= e->now) return OIDC_EXPIRED;
    return made > e->now + SKEW_MS || from > e->now + SKEW_MS ? OIDC_EARLY : OIDC_GOOD;
}

static enum oidc_refusal check_common(const json_t *claims, const struct oidc_expect *e)
{
    if (!says(claims, "iss", e->issuer)) return OIDC_ISSUER;
    return for_client(claims, e->client) ? check_times(claims, e) : OIDC_AUDIENCE;
}

static bool answers(const json_t *claims, text nonce)
{
    text said = text_str(string_of(claims, "nonce"));
    return nonce.len && said.len == nonce.len && sodium_memcmp(said.ptr, nonce.ptr, nonce.len) == 0;
}

static enum oidc_refusal check_id(const json_t *claims, const struct oidc_expect *e)
{
    kb_time signed_in = 0;
    if (!answers(claims, e->nonce)) return OIDC_NONCE;
    if (!string_of(claims, "sub")[0]) return OIDC_SUBJECT;
    if (e->since && (!time_of(claims, "auth_time", &signed_in) || signed_in + SKEW_MS < e->since)) return OIDC_STALE;
    return OIDC_GOOD;
}

/* A logout token has no nonce, so that no ID token passes for one. */
static enum oidc_refusal check_logout(const json_t *claims, const struct oidc_expect *e)
{
    (void)e;
    bool right = json_is_object(json_object_get(json_object_get(claims, "events"), logout_event)) &&
                 !json_object_get(claims, "nonce") && string_of(claims, "jti")[0];
    if (!right) return OIDC_EVENT;
    return string_of(claims, "sub")[0] || string_of(claims, "sid")[0] ? OIDC_GOOD : OIDC_SUBJECT;
}

static text claim(const json_t *claims, const char *name, arena *a)
{
    return arena_text(a, text_str(string_of(claims, name)));
}

/* A list of texts, or one text. */
static struct oidc_list claim_list(const json_t *claims, const char *name, arena *a)
{
    const json_t *value = name[0] ? json_object_get(claims, name) : NULL, *one;
    struct oidc_list list = {.at = ARENA_ARRAY(a, text, OIDC_LIST_MAX)};
    size_t i;
    if (list.at && json_is_string(value)) list.at[list.n++] = claim(claims, name, a);
    json_array_foreach(value, i, one)
    {
        if (list.at && json_is_string(one) && list.n < OIDC_LIST_MAX)
            list.at[list.n++] = arena_text(a, text_str(json_string_value(one)));
    }
    return list;
}

static void take_claims(const json_t *claims, const char *groups, arena *a, struct oidc_claims *out)
{
    *out = (struct oidc_claims){
        .subject = claim(claims, "sub", a),
        .sid = claim(claims, "sid", a),
        .id = claim(claims, "jti", a),
        .name = claim(claims, "name", a),
        .user_name = claim(claims, "preferred_username", a),
        .acr = claim(claims, "acr", a),
        .amr = claim_list(claims, "amr", a),
        .groups = claim_list(claims, groups, a),
    };
    if (!time_of(claims, "auth_time", &out->signed_in)) out->signed_in = 0;
    if (!json_is_false(json_object_get(claims, "email_verified"))) out->email = claim(claims, "email", a);
}

/* ---- One token ---- */

typedef enum oidc_refusal check_kind(const json_t *claims, const struct oidc_expect *e);

static enum oidc_refusal check(text token, text keys, const struct oidc_expect *e, check_kind *kind, arena *a,
                               struct oidc_claims *out)
{
    _cleanup_(token_release)
    struct token t = {0};
    *out = (struct oidc_claims){0};
    if (!take_apart(token, a, &t)) return OIDC_MALFORMED;
    enum oidc_refusal refusal = check_signature(token, &t, keys, a);
    if (refusal == OIDC_GOOD) refusal = check_common(t.claims, e);
    if (refusal == OIDC_GOOD) refusal = kind(t.claims, e);
    if (refusal == OIDC_GOOD) take_claims(t.claims, e->groups, a, out);
    return refusal;
}

enum oidc_refusal oidc_id_token(text token, text keys, const struct oidc_expect *expect, arena *a,
                                struct oidc_claims *out)
{
    return check(token, keys, expect, check_id, a, out);
}

enum oidc_refusal oidc_logout_token(text token, text keys, const struct oidc_expect *expect, arena *a,
                                    struct oidc_claims *out)
{
    return check(token, keys, expect, check_logout, a, out);
}
