#include "tests/kb_test.h"

#include "kb/base/cleanup.h"
#include "kb/http/blob.h"
#include "kb/http/csrf.h"
#include "kb/http/encode.h"
#include "kb/http/session.h"

#include <stdlib.h>

static void test_a_token_is_read_back_and_a_changed_one_has_another_key(void **state)
{
    (void)state;
    struct session_token a = session_token_new(), b;
    assert_int_equal(strlen(a.cookie), SESSION_TOKEN_LEN);
    assert_true(session_token_read(text_str(a.cookie), &b));
    assert_memory_equal(a.key, b.key, sizeof a.key);
    a.cookie[0] = a.cookie[0] == 'A' ? 'B' : 'A';
    assert_true(session_token_read(text_str(a.cookie), &b));
    assert_memory_not_equal(a.key, b.key, sizeof a.key);
    assert_false(session_token_read(TEXT(""), &b));
    assert_false(session_token_read(text_of(a.cookie, SESSION_TOKEN_LEN - 1), &b));
    a.cookie[3] = '"';
    assert_false(session_token_read(text_str(a.cookie), &b));
}

static void test_sessions_end_by_both_clocks(void **state)
{
    (void)state;
    assert_true(session_alive(0, 0, SESSION_IDLE_MS - 1));
    assert_false(session_alive(0, 0, SESSION_IDLE_MS));
    assert_true(session_alive(0, SESSION_ABSOLUTE_MS - 10, SESSION_ABSOLUTE_MS - 1));
    assert_false(session_alive(0, SESSION_ABSOLUTE_MS - 10, SESSION_ABSOLUTE_MS));
}

static void test_cookies_are_found_by_their_whole_name(void **state)
{
    (void)state;
    kb_req req = {.cookie = TEXT("x=1; sid=abc;__Host-sid=def; esid=no; sid=second")};
    assert_text(req_cookie(&req, "sid"), "abc");
    assert_text(req_cookie(&req, "__Host-sid"), "def");
    assert_text(req_cookie(&req, "id"), "");
    assert_text(req_cookie(&req, "x"), "1");
}

static void test_the_session_cookie_cannot_leave_this_host_or_reach_a_script(void **state)
{
    (void)state;
    _cleanup_(arena_free_p)
    arena *a = arena_new(10000);
    kb_res res = {.arena = a};
    kb_req req = {.arena = a};
    struct session_token token = session_token_new();
    session_cookie_set(&req, &res, &token, true);
    const char *cookie = res.headers[0].value;
    assert_non_null(strstr(cookie, "__Host-sid="));
    assert_non_null(strstr(cookie, "; Path=/; "));
    assert_non_null(strstr(cookie, "; HttpOnly"));
    assert_non_null(strstr(cookie, "; SameSite=Lax"));
    assert_non_null(strstr(cookie, "; Secure"));
    assert_non_null(strstr(cookie, "; Max-Age=604800"));
    assert_null(strstr(cookie, "Domain"));
    req.plain_cookie = true;
    session_cookie_set(&req, &res, &token, false);
    assert_null(strstr(res.headers[1].value, "Secure"));
    assert_null(strstr(res.headers[1].value, "Max-Age"));
}

static void test_form_tokens_differ_each_time_and_hold_the_secret(void **state)
{
    (void)state;
    _cleanup_(arena_free_p)
    arena *a = arena_new(10000);
    unsigned char secret[CSRF_SECRET_LEN], other[CSRF_SECRET_LEN];
    csrf_secret_new(secret);
    csrf_secret_new(other);
    const char *one = csrf_token(secret, a), *two = csrf_token(secret, a);
    assert_string_not_equal(one, two);
    assert_true(csrf_token_ok(secret, text_str(one)));
    assert_true(csrf_token_ok(secret, text_str(two)));
    assert_false(csrf_token_ok(other, text_str(one)));
    assert_false(csrf_token_ok(secret, TEXT("")));
    assert_false(csrf_token_ok(secret, text_of(one, CSRF_TOKEN_LEN - 1)));
}

static void test_origin_must_be_ours_to_the_port(void **state)
{
    (void)state;
    const text host = TEXT("kb.example:8080"), plain = TEXT("kb.example"), none = TEXT("");
    assert_true(csrf_origin_ok(TEXT("http://kb.example:8080"), none, false, host));
    assert_true(csrf_origin_ok(TEXT("http://kb.example:8080"), TEXT("same-origin"), false, host));
    assert_true(csrf_origin_ok(TEXT("https://kb.example"), none, true, TEXT("kb.example:443")));
    assert_false(csrf_origin_ok(TEXT("http://kb.example:8080"), TEXT("same-site"), false, host));
    assert_false(csrf_origin_ok(TEXT("http://kb.example:8080"), TEXT("cross-site"), false, host));
    assert_false(csrf_origin_ok(none, none, false, host));
    assert_false(csrf_origin_ok(TEXT("null"), none, false, host));
    assert_false(csrf_origin_ok(TEXT("http://kb.example:8081"), none, false, host));
    assert_false(csrf_origin_ok(TEXT("https://kb.example:8080"), none, false, host));
    assert_false(csrf_origin_ok(TEXT("http://kb.example"), none, true, plain));
    assert_false(csrf_origin_ok(TEXT("http://kb.example.evil"), none, false, plain));
    assert_false(csrf_origin_ok(TEXT("http://"), none, false, none));
}

static void test_redirects_stay_here(void **state)
{
    (void)state;
    _cleanup_(arena_free_p)
    arena *a = arena_new(10000);
    static const char *const away[] = {"//evil.example",     "https://evil.example", "/\\evil", "x", "",
                                       "/a\r\nSet-Cookie: x"};
    for (size_t i = 0; i < COUNT_OF(away); i++) {
        kb_res res = {.arena = a, .body = buf_new(100)};
        res_redirect(&res, "%s", away[i]);
        assert_string_equal(res.location, "/");
        assert_int_equal(res.status, 303);
    }
    kb_res res = {.arena = a, .body = buf_new(100)};
    res_redirect(&res, "/stukken/%d", 7);
    assert_string_equal(res.location, "/stukken/7");
}

static void test_encoding_follows_what_the_reader_takes(void **state)
{
    (void)state;
    assert_int_equal(encoding_choose(TEXT("gzip, deflate, br")), ENCODING_BR);
    assert_int_equal(encoding_choose(TEXT("gzip")), ENCODING_GZIP);
    assert_int_equal(encoding_choose(TEXT("br;q=0, gzip;q=0.5")), ENCODING_GZIP);
    assert_int_equal(encoding_choose(TEXT("br;q=0.3, gzip;q=0.5")), ENCODING_GZIP);
    assert_int_equal(encoding_choose(TEXT("*")), ENCODING_BR);
    assert_int_equal(encoding_choose(TEXT("*;q=0")), ENCODING_NONE);
    assert_int_equal(encoding_choose(TEXT("identity")), ENCODING_NONE);
    assert_int_equal(encoding_choose(TEXT("")), ENCODING_NONE);
}

static void test_the_cache_forgets_what_was_used_longest_ago(void **state)
{
    (void)state;
    struct blob_cache *c = NULL;
    kb_err err = {0};
    assert_ok(blob_cache_new(&c, 16 * 100, &err), &err);
    for (int i = 0; i < 17; i++) {
        unsigned char key[BLOB_KEY_LEN] = {0}, first[BLOB_KEY_LEN] = {0};
        key[0] = (unsigned char)i;
        struct blob *b = blob_own(calloc(1, 100), 100);
        blob_cache_put(c, key, b);
        blob_unref(b);
        blob_unref(blob_cache_get(c, first)); /* the first stays in use */
    }
    unsigned char key[BLOB_KEY_LEN] = {0};
    struct blob *kept = blob_cache_get(c, key);
    assert_non_null(kept);
    blob_unref(kept);
    key[0] = 1;
    assert_null(blob_cache_get(c, key));
    assert_int_equal(blob_cache_stats(c).bytes, 1600);
    struct blob *big = blob_own(calloc(1, 101), 101);
    blob_cache_put(c, key, big);
    assert_null(blob_cache_get(c, key));
    blob_unref(big);
    blob_cache_free(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_a_token_is_read_back_and_a_changed_one_has_another_key),
        TEST(test_sessions_end_by_both_clocks),
        TEST(test_cookies_are_found_by_their_whole_name),
        TEST(test_the_session_cookie_cannot_leave_this_host_or_reach_a_script),
        TEST(test_form_tokens_differ_each_time_and_hold_the_secret),
        TEST(test_origin_must_be_ours_to_the_port),
        TEST(test_redirects_stay_here),
        TEST(test_encoding_follows_what_the_reader_takes),
        TEST(test_the_cache_forgets_what_was_used_longest_ago),
    };
    return cmocka_run_group_tests_name("sessions, cookies, tokens, encodings", tests, NULL, NULL);
}
