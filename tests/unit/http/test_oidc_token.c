/* Tokens as a provider signs them, and as somebody forges them: each forgery is refused by its own name, so that none
 * is refused for another reason than the one that is tested. */
#include "tests/kb_test.h"

#include "kb/base/cleanup.h"
#include "kb/http/oidc_token.h"

#include <rhonabwy.h>
#include <sodium.h>
#include <stdlib.h>

enum { ROOM = 8 * 1024 * 1024 };

static const kb_time now = 1800000000000;
static const char nonce[] = "n-0S6_WzA2Mj";

struct keys {
    jwk_t *rsa, *rsa_public, *ec, *ec_public, *other, *other_public;
    char *set; /* what the provider publishes: rsa and ec */
    arena *a;
};

/* ---- A provider ---- */

static int make_keys(void **state)
{
    struct keys *k = calloc(1, sizeof *k);
    kb_err err = {0};
    assert_ok(oidc_token_init(&err), &err);
    jwk_t **all[] = {&k->rsa, &k->rsa_public, &k->ec, &k->ec_public, &k->other, &k->other_public};
    for (size_t i = 0; i < COUNT_OF(all); i++) assert_int_equal(r_jwk_init(all[i]), RHN_OK);
    assert_int_equal(r_jwk_generate_key_pair(k->rsa, k->rsa_public, R_KEY_TYPE_RSA, 2048, "rsa-1"), RHN_OK);
    assert_int_equal(r_jwk_generate_key_pair(k->ec, k->ec_public, R_KEY_TYPE_EC, 256, "ec-1"), RHN_OK);
    assert_int_equal(r_jwk_generate_key_pair(k->other, k->other_public, R_KEY_TYPE_RSA, 2048, "rsa-1"), RHN_OK);
    json_t *set = json_pack("{s:[O, O]}", "keys", k->rsa_public, k->ec_public);
    k->set = json_dumps(set, JSON_COMPACT);
    json_decref(set);
    *state = k;
    return 0;
}

static int free_keys(void **state)
{
    struct keys *k = *state;
    jwk_t *all[] = {k->rsa, k->rsa_public, k->ec, k->ec_public, k->other, k->other_public};
    for (size_t i = 0; i < COUNT_OF(all); i++) r_jwk_free(all[i]);
    free(k->set);
    free(k);
    return 0;
}

static int begin(void **state)
{
    struct keys *k = *state;
    k->a = arena_new(ROOM);
    return k->a ? 0 : -1;
}

static int end(void **state)
{
    struct keys *k = *state;
    arena_free(k->a);
    return 0;
}

static json_t *good_claims(void)
{
    return json_pack("{s:s, s:s, s:s, s:s, s:I, s:I, s:I, s:s, s:b, s:s, s:s, s:[s, s], s:[s, s]}", "iss",
                     "https://inloggen.voorbeeld.nl", "aud", "praktijkbank", "sub", "u-17", "nonce", nonce, "iat",
                     (json_int_t)(now / 1000 - 5), "exp", (json_int_t)(now / 1000 + 300), "auth_time",
                     (json_int_t)(now / 1000 - 30), "email", "rosa@loket.nl", "email_verified", 1, "name", "Rosa",
                     "sid", "s-1", "amr", "pwd", "otp", "groups", "loket", "redactie");
}

static json_t *logout_claims(void)
{
    return json_pack("{s:s, s:s, s:s, s:s, s:s, s:I, s:I, s:{s:{}}}", "iss", "https://inloggen.voorbeeld.nl", "aud",
                     "praktijkbank", "sub", "u-17", "sid", "s-1", "jti", "t-1", "iat", (json_int_t)(now / 1000), "exp",
                     (json_int_t)(now / 1000 + 120), "events", "http://schemas.openid.net/event/backchannel-logout");
}

/* Signs what is handed in, and lets it go. */
static text sign(const struct keys *k, json_t *claims, jwa_alg alg, jwk_t *key, const char *kid)
{
    jws_t *jws;
    char *payload = json_dumps(claims, JSON_COMPACT);
    json_decref(claims);
    assert_int_equal(r_jws_init(&jws), RHN_OK);
    r_jws_set_alg(jws, alg);
    if (kid) r_jws_set_header_str_value(jws, "kid", kid);
    r_jws_set_payload(jws, (const unsigned char *)payload, strlen(payload));
    char *token = r_jws_serialize(jws, key, R_FLAG_IGNORE_REMOTE);
    assert_non_null(token);
    text out = arena_text(k->a, text_str(token));
    r_free(token);
    free(payload);
    r_jws_free(jws);
    return out;
}

static text base64(const struct keys *k, text bytes)
{
    size_t room = sodium_base64_encoded_len(bytes.len, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    char *out = arena_alloc(k->a, room);
    sodium_bin2base64(out, room, (const unsigned char *)bytes.ptr, bytes.len, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    return text_str(out);
}

/* A token whose header and signature are the forger's own words. */
static text forge(const struct keys *k, const char *header, text claims, text signature)
{
    text h = base64(k, text_str(header)), c = base64(k, claims), s = base64(k, signature);
    return text_str(arena_printf(k->a, "%.*s.%.*s.%.*s", TEXT_FMT(h), TEXT_FMT(c), TEXT_FMT(s)));
}

static text claims_text(const struct keys *k, json_t *claims)
{
    char *bytes = json_dumps(claims, JSON_COMPACT);
    json_decref(claims);
    text out = arena_text(k->a, text_str(bytes));
    free(bytes);
    return out;
}

static struct oidc_expect expected(void)
{
    return (struct oidc_expect){.issuer = "https://inloggen.voorbeeld.nl",
                                .client = "praktijkbank",
                                .nonce = TEXT(nonce),
                                .now = now,
                                .groups = "groups"};
}

static void assert_refused(const struct keys *k, text token, enum oidc_refusal why)
{
    struct oidc_expect e = expected();
    struct oidc_claims claims;
    enum oidc_refusal got = oidc_id_token(token, text_str(k->set), &e, k->a, &claims);
    assert_string_equal(oidc_refusal_slug(got), oidc_refusal_slug(why));
    if (why != OIDC_GOOD) assert_int_equal(claims.subject.len, 0);
}

static void assert_claim_refused(const struct keys *k, const char *name, json_t *value, enum oidc_refusal why)
{
    json_t *claims = good_claims();
    if (value)
        json_object_set_new(claims, name, value);
    else
        json_object_del(claims, name);
    assert_refused(k, sign(k, claims, R_JWA_ALG_RS256, k->rsa, "rsa-1"), why);
}

/* ---- Good ones ---- */

static void test_the_three_algorithms_are_taken(void **state)
{
    struct keys *k = *state;
    assert_refused(k, sign(k, good_claims(), R_JWA_ALG_RS256, k->rsa, "rsa-1"), OIDC_GOOD);
    assert_refused(k, sign(k, good_claims(), R_JWA_ALG_PS256, k->rsa, "rsa-1"), OIDC_GOOD);
    assert_refused(k, sign(k, good_claims(), R_JWA_ALG_ES256, k->ec, "ec-1"), OIDC_GOOD);
}

static void test_a_token_without_a_key_name_is_for_the_only_key_that_fits(void **state)
{
    struct keys *k = *state;
    assert_refused(k, sign(k, good_claims(), R_JWA_ALG_RS256, k->rsa, NULL), OIDC_GOOD);
}

static void test_the_claims_come_out(void **state)
{
    struct keys *k = *state;
    struct oidc_expect e = expected();
    struct oidc_claims c;
    text token = sign(k, good_claims(), R_JWA_ALG_ES256, k->ec, "ec-1");
    assert_int_equal(oidc_id_token(token, text_str(k->set), &e, k->a, &c), OIDC_GOOD);
    assert_text(c.subject, "u-17");
    assert_text(c.email, "rosa@loket.nl");
    assert_text(c.name, "Rosa");
    assert_text(c.sid, "s-1");
    assert_int_equal(c.signed_in, now - 30 * MS_SECOND);
    assert_int_equal(c.amr.n, 2);
    assert_text(c.amr.at[1], "otp");
    assert_int_equal(c.groups.n, 2);
    assert_text(c.groups.at[0], "loket");
}

static void test_an_address_that_is_not_verified_does_not_come_out(void **state)
{
    struct keys *k = *state;
    struct oidc_expect e = expected();
    struct oidc_claims c;
    json_t *claims = good_claims();
    json_object_set_new(claims, "email_verified", json_false());
    text token = sign(k, claims, R_JWA_ALG_ES256, k->ec, "ec-1");
    assert_int_equal(oidc_id_token(token, text_str(k->set), &e, k->a, &c), OIDC_GOOD);
    assert_int_equal(c.email.len, 0);
}

/* ---- Forged signatures ---- */

static void test_a_changed_byte_breaks_the_signature(void **state)
{
    struct keys *k = *state;
    static const struct {
        jwa_alg alg;
        const char *kid;
    } rows[] = {{R_JWA_ALG_RS256, "rsa-1"}, {R_JWA_ALG_PS256, "rsa-1"}, {R_JWA_ALG_ES256, "ec-1"}};
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        text token = sign(k, good_claims(), rows[i].alg, i == 2 ? k->ec : k->rsa, rows[i].kid);
        char *bytes = arena_text_str(k->a, token);
        char *last = strrchr(bytes, '.') + 10;
        *last = *last == 'A' ? 'B' : 'A';
        assert_refused(k, text_str(bytes), OIDC_SIGNATURE);
    }
}

static void test_other_claims_under_a_good_signature_are_refused(void **state)
{
    struct keys *k = *state;
    text token = sign(k, good_claims(), R_JWA_ALG_RS256, k->rsa, "rsa-1"), rest = token, header, claims;
    assert_true(text_next(&rest, '.', &header) && text_next(&rest, '.', &claims));
    json_t *other = good_claims();
    json_object_set_new(other, "sub", json_string("u-1"));
    text swapped = base64(k, claims_text(k, other));
    assert_refused(k,
                   text_str(arena_printf(k->a, "%.*s.%.*s.%.*s", TEXT_FMT(header), TEXT_FMT(swapped), TEXT_FMT(rest))),
                   OIDC_SIGNATURE);
}

static void test_the_key_of_somebody_else_under_the_same_name_is_refused(void **state)
{
    struct keys *k = *state;
    assert_refused(k, sign(k, good_claims(), R_JWA_ALG_RS256, k->other, "rsa-1"), OIDC_SIGNATURE);
}

static void test_an_unknown_key_name_is_refused_as_such(void **state)
{
    struct keys *k = *state;
    assert_refused(k, sign(k, good_claims(), R_JWA_ALG_RS256, k->rsa, "rsa-2"), OIDC_UNKNOWN_KEY);
}

static void test_a_key_of_another_kind_than_the_algorithm_is_refused(void **state)
{
    struct keys *k = *state;
    assert_refused(k, sign(k, good_claims(), R_JWA_ALG_RS256, k->rsa, "ec-1"), OIDC_UNKNOWN_KEY);
}

static void test_no_algorithm_at_all_is_refused(void **state)
{
    struct keys *k = *state;
    text claims = claims_text(k, good_claims());
    assert_refused(k, forge(k, "{\"alg\":\"none\"}", claims, TEXT("x")), OIDC_ALGORITHM);
    assert_refused(k, forge(k, "{\"alg\":\"None\",\"kid\":\"rsa-1\"}", claims, TEXT("x")), OIDC_ALGORITHM);
    assert_refused(k, forge(k, "{\"kid\":\"rsa-1\"}", claims, TEXT("x")), OIDC_ALGORITHM);
    assert_refused(k, forge(k, "{\"alg\":\"none\"}", claims, TEXT("")), OIDC_MALFORMED);
}

/* The public key is no secret: whoever takes it for one lets everybody sign. */
static void test_the_public_key_as_a_secret_is_refused(void **state)
{
    struct keys *k = *state;
    unsigned char pem[4096], mac[32];
    size_t len = sizeof pem;
    assert_int_equal(r_jwk_export_to_pem_der(k->rsa_public, R_FORMAT_PEM, pem, &len, R_FLAG_IGNORE_REMOTE), RHN_OK);
    text claims = claims_text(k, good_claims());
    const char *header = "{\"alg\":\"HS256\",\"kid\":\"rsa-1\"}";
    text h = base64(k, text_str(header)), c = base64(k, claims);
    const char *what = arena_printf(k->a, "%.*s.%.*s", TEXT_FMT(h), TEXT_FMT(c));
    crypto_auth_hmacsha256_state hmac;
    crypto_auth_hmacsha256_init(&hmac, pem, len);
    crypto_auth_hmacsha256_update(&hmac, (const unsigned char *)what, strlen(what));
    crypto_auth_hmacsha256_final(&hmac, mac);
    assert_refused(k, forge(k, header, claims, text_of((const char *)mac, sizeof mac)), OIDC_ALGORITHM);
}

/* A key in the header is the forger's own. */
static void test_a_key_that_the_token_brings_along_is_not_used(void **state)
{
    struct keys *k = *state;
    jws_t *jws;
    assert_int_equal(r_jws_init(&jws), RHN_OK);
    r_jws_set_alg(jws, R_JWA_ALG_RS256);
    r_jws_set_header_str_value(jws, "kid", "rsa-1");
    r_jws_set_header_json_t_value(jws, "jwk", k->other_public);
    text claims = claims_text(k, good_claims());
    r_jws_set_payload(jws, (const unsigned char *)claims.ptr, claims.len);
    char *token = r_jws_serialize(jws, k->other, R_FLAG_IGNORE_REMOTE);
    assert_refused(k, arena_text(k->a, text_str(token)), OIDC_SIGNATURE);
    r_free(token);
    r_jws_free(jws);
}

static void test_algorithms_that_are_not_on_the_list_are_refused(void **state)
{
    struct keys *k = *state;
    assert_refused(k, sign(k, good_claims(), R_JWA_ALG_RS512, k->rsa, "rsa-1"), OIDC_ALGORITHM);
    assert_refused(k, sign(k, good_claims(), R_JWA_ALG_PS384, k->rsa, "rsa-1"), OIDC_ALGORITHM);
}

static void test_a_short_rsa_key_is_no_key(void **state)
{
    struct keys *k = *state;
    jwk_t *small, *small_public;
    r_jwk_init(&small);
    r_jwk_init(&small_public);
    assert_int_equal(r_jwk_generate_key_pair(small, small_public, R_KEY_TYPE_RSA, 1024, "small"), RHN_OK);
    json_t *set = json_pack("{s:[O]}", "keys", small_public);
    char *keys = json_dumps(set, 0);
    struct oidc_expect e = expected();
    struct oidc_claims c;
    text token = sign(k, good_claims(), R_JWA_ALG_RS256, small, "small");
    assert_int_equal(oidc_id_token(token, text_str(keys), &e, k->a, &c), OIDC_UNKNOWN_KEY);
    free(keys);
    json_decref(set);
    r_jwk_free(small);
    r_jwk_free(small_public);
}

/* ---- Forged claims ---- */

static void test_each_claim_that_is_not_ours_is_refused_by_its_name(void **state)
{
    struct keys *k = *state;
    json_int_t seconds = now / 1000;
    assert_claim_refused(k, "iss", json_string("https://inloggen.voorbeeld.nl.evil.nl"), OIDC_ISSUER);
    assert_claim_refused(k, "iss", NULL, OIDC_ISSUER);
    assert_claim_refused(k, "aud", json_string("another"), OIDC_AUDIENCE);
    assert_claim_refused(k, "aud", json_pack("[s]", "another"), OIDC_AUDIENCE);
    assert_claim_refused(k, "aud", NULL, OIDC_AUDIENCE);
    assert_claim_refused(k, "azp", json_string("another"), OIDC_AUDIENCE);
    assert_claim_refused(k, "exp", json_integer(seconds - 61), OIDC_EXPIRED);
    assert_claim_refused(k, "exp", NULL, OIDC_MALFORMED);
    assert_claim_refused(k, "exp", json_string("9999999999"), OIDC_MALFORMED);
    assert_claim_refused(k, "iat", json_integer(seconds + 120), OIDC_EARLY);
    assert_claim_refused(k, "nbf", json_integer(seconds + 120), OIDC_EARLY);
    assert_claim_refused(k, "nonce", json_string("another"), OIDC_NONCE);
    assert_claim_refused(k, "nonce", NULL, OIDC_NONCE);
    assert_claim_refused(k, "sub", NULL, OIDC_SUBJECT);
    assert_claim_refused(k, "sub", json_string(""), OIDC_SUBJECT);
}

static void test_clocks_may_differ_by_a_minute(void **state)
{
    struct keys *k = *state;
    assert_claim_refused(k, "exp", json_integer(now / 1000 - 59), OIDC_GOOD);
    assert_claim_refused(k, "iat", json_integer(now / 1000 + 59), OIDC_GOOD);
}

static void test_a_token_for_several_is_ours_when_we_asked_for_it(void **state)
{
    struct keys *k = *state;
    json_t *claims = good_claims();
    json_object_set_new(claims, "aud", json_pack("[s, s]", "another", "praktijkbank"));
    assert_refused(k, sign(k, json_deep_copy(claims), R_JWA_ALG_ES256, k->ec, "ec-1"), OIDC_AUDIENCE);
    json_object_set_new(claims, "azp", json_string("praktijkbank"));
    assert_refused(k, sign(k, claims, R_JWA_ALG_ES256, k->ec, "ec-1"), OIDC_GOOD);
}

static void test_a_fresh_sign_in_is_not_taken_on_trust(void **state)
{
    struct keys *k = *state;
    struct oidc_expect e = expected();
    struct oidc_claims c;
    e.since = now;
    text fresh = sign(k, good_claims(), R_JWA_ALG_ES256, k->ec, "ec-1");
    assert_int_equal(oidc_id_token(fresh, text_str(k->set), &e, k->a, &c), OIDC_GOOD);
    e.since = now + 10 * MS_MINUTE;
    assert_int_equal(oidc_id_token(fresh, text_str(k->set), &e, k->a, &c), OIDC_STALE);
    json_t *silent = good_claims();
    json_object_del(silent, "auth_time");
    e.since = now;
    text token = sign(k, silent, R_JWA_ALG_ES256, k->ec, "ec-1");
    assert_int_equal(oidc_id_token(token, text_str(k->set), &e, k->a, &c), OIDC_STALE);
}

/* ---- What is no token ---- */

static void test_what_can_be_read_in_two_ways_is_no_token(void **state)
{
    struct keys *k = *state;
    text claims = claims_text(k, good_claims());
    const char *none[] = {"", ".", "..", "a.b.c", "a.b.c.d", "!!.!!.!!"};
    for (size_t i = 0; i < COUNT_OF(none); i++) assert_refused(k, text_str(none[i]), OIDC_MALFORMED);
    assert_refused(k, forge(k, "{\"alg\":\"none\",\"alg\":\"RS256\"}", claims, TEXT("x")), OIDC_MALFORMED);
    assert_refused(k, forge(k, "[\"RS256\"]", claims, TEXT("x")), OIDC_MALFORMED);
    assert_refused(k, forge(k, "{\"alg\":\"RS256\",\"crit\":[\"b64\"]}", claims, TEXT("x")), OIDC_MALFORMED);
    assert_refused(k, forge(k, "{\"alg\":\"RS256\"}", TEXT("{\"sub\":\"a\",\"sub\":\"b\"}"), TEXT("x")),
                   OIDC_MALFORMED);
    char *long_one = arena_alloc(k->a, OIDC_TOKEN_MAX + 2);
    memset(long_one, 'a', OIDC_TOKEN_MAX + 1);
    assert_refused(k, text_str(long_one), OIDC_MALFORMED);
}

static void test_without_keys_no_token_is_good(void **state)
{
    struct keys *k = *state;
    struct oidc_expect e = expected();
    struct oidc_claims c;
    text token = sign(k, good_claims(), R_JWA_ALG_RS256, k->rsa, "rsa-1");
    const char *sets[] = {"", "{}", "[]", "{\"keys\":{}}", "{\"keys\":[1,null,{}]}", "not json"};
    for (size_t i = 0; i < COUNT_OF(sets); i++)
        assert_int_equal(oidc_id_token(token, text_str(sets[i]), &e, k->a, &c), OIDC_UNKNOWN_KEY);
}

/* ---- Ending sessions ---- */

static enum oidc_refusal ends(const struct keys *k, text token, struct oidc_claims *c)
{
    struct oidc_expect e = expected();
    e.nonce = TEXT("");
    return oidc_logout_token(token, text_str(k->set), &e, k->a, c);
}

static void test_a_logout_token_says_whose_session_ends(void **state)
{
    struct keys *k = *state;
    struct oidc_claims c;
    assert_int_equal(ends(k, sign(k, logout_claims(), R_JWA_ALG_RS256, k->rsa, "rsa-1"), &c), OIDC_GOOD);
    assert_text(c.subject, "u-17");
    assert_text(c.sid, "s-1");
    assert_text(c.id, "t-1");
}

static void test_neither_kind_of_token_passes_for_the_other(void **state)
{
    struct keys *k = *state;
    struct oidc_claims c;
    assert_int_equal(ends(k, sign(k, good_claims(), R_JWA_ALG_RS256, k->rsa, "rsa-1"), &c), OIDC_EVENT);
    json_t *with_nonce = logout_claims();
    json_object_set_new(with_nonce, "nonce", json_string(nonce));
    assert_int_equal(ends(k, sign(k, with_nonce, R_JWA_ALG_RS256, k->rsa, "rsa-1"), &c), OIDC_EVENT);
    assert_refused(k, sign(k, logout_claims(), R_JWA_ALG_RS256, k->rsa, "rsa-1"), OIDC_NONCE);
    json_t *nobody = logout_claims();
    json_object_del(nobody, "sub");
    json_object_del(nobody, "sid");
    assert_int_equal(ends(k, sign(k, nobody, R_JWA_ALG_RS256, k->rsa, "rsa-1"), &c), OIDC_SUBJECT);
}

#define TEST_KEYED(name) cmocka_unit_test_setup_teardown(name, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST_KEYED(test_the_three_algorithms_are_taken),
        TEST_KEYED(test_a_token_without_a_key_name_is_for_the_only_key_that_fits),
        TEST_KEYED(test_the_claims_come_out),
        TEST_KEYED(test_an_address_that_is_not_verified_does_not_come_out),
        TEST_KEYED(test_a_changed_byte_breaks_the_signature),
        TEST_KEYED(test_other_claims_under_a_good_signature_are_refused),
        TEST_KEYED(test_the_key_of_somebody_else_under_the_same_name_is_refused),
        TEST_KEYED(test_an_unknown_key_name_is_refused_as_such),
        TEST_KEYED(test_a_key_of_another_kind_than_the_algorithm_is_refused),
        TEST_KEYED(test_no_algorithm_at_all_is_refused),
        TEST_KEYED(test_the_public_key_as_a_secret_is_refused),
        TEST_KEYED(test_a_key_that_the_token_brings_along_is_not_used),
        TEST_KEYED(test_algorithms_that_are_not_on_the_list_are_refused),
        TEST_KEYED(test_a_short_rsa_key_is_no_key),
        TEST_KEYED(test_each_claim_that_is_not_ours_is_refused_by_its_name),
        TEST_KEYED(test_clocks_may_differ_by_a_minute),
        TEST_KEYED(test_a_token_for_several_is_ours_when_we_asked_for_it),
        TEST_KEYED(test_a_fresh_sign_in_is_not_taken_on_trust),
        TEST_KEYED(test_what_can_be_read_in_two_ways_is_no_token),
        TEST_KEYED(test_without_keys_no_token_is_good),
        TEST_KEYED(test_a_logout_token_says_whose_session_ends),
        TEST_KEYED(test_neither_kind_of_token_passes_for_the_other),
    };
    return cmocka_run_group_tests_name("tokens of an identity provider", tests, make_keys, free_keys);
}
