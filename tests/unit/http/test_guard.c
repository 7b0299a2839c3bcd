#include "tests/kb_test.h"

#include "kb/base/cleanup.h"
#include "kb/http/guard.h"

static const struct guard_hosts any_host = {0}, loopback = {.loopback_only = true};

/* A GET with these headers (name, value, name, value, ..., NULL) in front of a good Host. */
static struct guard_verdict with(const char *method, const char *const *pairs)
{
    struct raw_header headers[16] = {{TEXT("Host"), TEXT("kb.example")}};
    size_t n = 1;
    for (size_t i = 0; pairs[i]; i += 2) headers[n++] = (struct raw_header){text_str(pairs[i]), text_str(pairs[i + 1])};
    struct raw_request raw = {.method = text_str(method),
                              .uri = TEXT("/x"),
                              .uri_len = 2,
                              .version = TEXT("HTTP/1.1"),
                              .headers = headers,
                              .n_headers = n};
    return guard_check(&raw, &any_host, 1000);
}

#define HEADERS(...)                                                                                                   \
    (const char *const[])                                                                                              \
    {                                                                                                                  \
        __VA_ARGS__, NULL                                                                                              \
    }

static void refuses(const char *method, const char *const *pairs, int status, const char *why)
{
    struct guard_verdict v = with(method, pairs);
    if (v.status != status || strcmp(v.why, why) != 0)
        fail_msg("got %d %s, expected %d %s", v.status, v.why ? v.why : "", status, why);
}

static void test_two_lengths_are_refused_even_when_equal(void **state)
{
    (void)state;
    refuses("POST", HEADERS("Content-Length", "3", "content-length", "3"), 400, "two-lengths");
}

static void test_length_beside_transfer_encoding_is_refused(void **state)
{
    (void)state;
    refuses("POST", HEADERS("Content-Length", "3", "Transfer-Encoding", "chunked"), 400, "length-and-coding");
    refuses("POST", HEADERS("Transfer-Encoding", "chunked", "Transfer-Encoding", "chunked"), 400, "two-codings");
    refuses("POST", HEADERS("Transfer-Encoding", "gzip, chunked"), 400, "coding");
    refuses("POST", HEADERS("Transfer-Encoding", "identity"), 400, "coding");
}

static void test_header_names_are_tokens(void **state)
{
    (void)state;
    refuses("POST", HEADERS("Transfer-Encoding ", "chunked"), 400, "header-name");
    refuses("POST", HEADERS("Content-Length\t", "3"), 400, "header-name");
    refuses("GET", HEADERS("X\xC3\xA9", "1"), 400, "header-name");
    refuses("GET", HEADERS("", "1"), 400, "header-name");
}

static void test_control_bytes_in_values_are_refused(void **state)
{
    (void)state;
    refuses("GET",
            HEADERS("X-A", "a\x01"
                           "b"),
            400, "header-value");
    refuses("GET", HEADERS("X-A", "a\rb"), 400, "header-value");
    refuses("GET", HEADERS("X-A", "a\x7F"), 400, "header-value");
    assert_int_equal(with("GET", HEADERS("X-A", "a\tb \xC3\xA9")).status, 0);
}

/* Of two tokens a proxy could have judged the other one. */
static void test_two_tokens_are_refused(void **state)
{
    (void)state;
    refuses("GET", HEADERS("Authorization", "Bearer kb_a", "authorization", "Bearer kb_b"), 400, "two-of-one");
    assert_int_equal(with("GET", HEADERS("Authorization", "Bearer kb_a")).status, 0);
}

static void test_host_is_there_exactly_once(void **state)
{
    (void)state;
    refuses("GET", HEADERS("Host", "kb.example"), 400, "two-hosts");
    struct raw_request raw = {.method = TEXT("GET"), .uri = TEXT("/"), .uri_len = 1, .version = TEXT("HTTP/1.1")};
    assert_string_equal(guard_check(&raw, &any_host, 0).why, "no-host");
}

static void test_length_is_digits_and_within_the_limit(void **state)
{
    (void)state;
    refuses("POST", HEADERS("Content-Length", "+3"), 400, "length");
    refuses("POST", HEADERS("Content-Length", "3, 3"), 400, "length");
    refuses("POST", HEADERS("Content-Length", ""), 400, "length");
    refuses("POST", HEADERS("Content-Length", "99999999999999999999"), 400, "length");
    refuses("POST", HEADERS("Content-Length", "1001"), 413, "body-too-large");
    struct guard_verdict v = with("POST", HEADERS("Content-Length", "1000"));
    assert_int_equal(v.status, 0);
    assert_true(v.has_body);
    assert_int_equal(v.length, 1000);
}

static void test_get_has_no_body(void **state)
{
    (void)state;
    refuses("GET", HEADERS("Content-Length", "1"), 400, "body-on-get");
    refuses("HEAD", HEADERS("Transfer-Encoding", "chunked"), 400, "body-on-get");
    assert_int_equal(with("GET", HEADERS("Content-Length", "0")).status, 0);
}

static void test_only_one_expectation_is_met(void **state)
{
    (void)state;
    refuses("POST", HEADERS("Expect", "200-ok"), 417, "expect");
    assert_int_equal(with("POST", HEADERS("Expect", "100-continue")).status, 0);
}

static void test_addresses_that_mean_two_things_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *uri, *fault;
    } cases[] = {
        {"/", NULL},
        {"/stukken/x-1?q=a%20b&r=%2F..", NULL},
        {"/a.b/..c/...", NULL},
        {"/caf%C3%A9", NULL},
        {"", "uri-form"},
        {"*", "uri-form"},
        {"http://kb.example/", "uri-form"},
        {"x/y", "uri-form"},
        {"/a%00b", "uri-nul"},
        {"/a?b=%00", "uri-nul"},
        {"/a%2", "uri-escape"},
        {"/a%zz", "uri-escape"},
        {"/a?b=%4", "uri-escape"},
        {"//host/x", "uri-empty-segment"},
        {"/a//b", "uri-empty-segment"},
        {"/a/../b", "uri-dots"},
        {"/..", "uri-dots"},
        {"/a/.", "uri-dots"},
        {"/a/%2e%2E/b", "uri-dots"},
        {"/a/.%2e", "uri-dots"},
        {"/a%2Fb", "uri-slash"},
        {"/a%5cb", "uri-slash"},
        {"/a\\b", "uri-slash"},
        {"/a b", "uri-character"},
        {"/a#b", "uri-character"},
        {"/\xC3\xA9", "uri-character"},
        {"/a%0db", "uri-control"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const char *fault = guard_uri(text_str(cases[i].uri));
        if ((fault == NULL) != (cases[i].fault == NULL) || (fault && strcmp(fault, cases[i].fault) != 0))
            fail_msg("%s: %s, expected %s", cases[i].uri, fault ? fault : "good",
                     cases[i].fault ? cases[i].fault : "good");
    }
}

static void test_hosts_have_one_form(void **state)
{
    (void)state;
    static const char *const good[] = {"kb.example", "kb.example:8080", "127.0.0.1",
                                       "[::1]:8080", "[::1]",           "localhost"};
    static const char *const bad[] = {
        "",       "kb.example:", "kb.example:0", "kb.example:99999", "kb example", "kb@evil", "a/b", "[::1", "[]",
        "[::1]x", ":80",         ".x",           "kb.example:80:80", "[::1]:"};
    for (size_t i = 0; i < COUNT_OF(good); i++) assert_true(guard_host_syntax(text_str(good[i])));
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        if (guard_host_syntax(text_str(bad[i]))) fail_msg("\"%s\" passed", bad[i]);
}

static void test_on_loopback_only_loopback_names_are_ours(void **state)
{
    (void)state;
    assert_true(guard_host_ours(TEXT("127.0.0.1:8080"), &loopback));
    assert_true(guard_host_ours(TEXT("LOCALHOST:1"), &loopback));
    assert_true(guard_host_ours(TEXT("[::1]:8080"), &loopback));
    assert_false(guard_host_ours(TEXT("127.0.0.1.evil.example"), &loopback));
    assert_false(guard_host_ours(TEXT("evil.example"), &loopback));
    assert_true(guard_host_ours(TEXT("evil.example"), &any_host));
}

static void test_configured_hosts_are_the_only_ones(void **state)
{
    (void)state;
    const char *const names[] = {"kb.example", "kb.example:8443"};
    const struct guard_hosts hosts = {names, 2, false};
    assert_true(guard_host_ours(TEXT("KB.example"), &hosts));
    assert_true(guard_host_ours(TEXT("kb.example:8443"), &hosts));
    assert_false(guard_host_ours(TEXT("kb.example:1"), &hosts));
    assert_false(guard_host_ours(TEXT("localhost"), &hosts));
}

static void test_long_addresses_and_headers_have_their_own_answers(void **state)
{
    (void)state;
    static char big[GUARD_HEADERS_MAX + 1];
    memset(big, 'a', sizeof big);
    const struct raw_header headers[] = {{TEXT("Host"), TEXT("x")}, {TEXT("X-A"), text_of(big, sizeof big)}};
    struct raw_request raw = {.method = TEXT("GET"),
                              .uri = TEXT("/"),
                              .uri_len = 1,
                              .version = TEXT("HTTP/1.1"),
                              .headers = headers,
                              .n_headers = 2};
    assert_int_equal(guard_check(&raw, &any_host, 0).status, 431);
    raw.uri_len = GUARD_URI_MAX + 1;
    assert_int_equal(guard_check(&raw, &any_host, 0).status, 414);
    raw.uri_len = 1;
    raw.n_headers = GUARD_HEADERS_COUNT + 1;
    assert_int_equal(guard_check(&raw, &any_host, 0).status, 431);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_two_lengths_are_refused_even_when_equal),
        TEST(test_length_beside_transfer_encoding_is_refused),
        TEST(test_header_names_are_tokens),
        TEST(test_control_bytes_in_values_are_refused),
        TEST(test_two_tokens_are_refused),
        TEST(test_host_is_there_exactly_once),
        TEST(test_length_is_digits_and_within_the_limit),
        TEST(test_get_has_no_body),
        TEST(test_only_one_expectation_is_met),
        TEST(test_addresses_that_mean_two_things_are_refused),
        TEST(test_hosts_have_one_form),
        TEST(test_on_loopback_only_loopback_names_are_ours),
        TEST(test_configured_hosts_are_the_only_ones),
        TEST(test_long_addresses_and_headers_have_their_own_answers),
    };
    return cmocka_run_group_tests_name("request guard", tests, NULL, NULL);
}
