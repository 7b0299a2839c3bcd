/* Requests on which two programs could disagree: each is refused and its connection ended, and a plain request behind
 * it finds nothing of it. */
#include "tests/http/fixture.h"

#include <unistd.h>

static struct fixture f;

static int set_up(void **state)
{
    (void)state;
    fixture_start(&f, NULL, 0);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    fixture_stop(&f);
    return 0;
}

/* What follows Host in a request line's headers, and what the answer must be. `POST /add` would count. */
static const struct {
    const char *what, *request;
    int status;
} cases[] = {
    {"two lengths", "POST /add HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nContent-Length: 4\r\n\r\na=1&", 400},
    {"two unequal lengths",
     "POST /add HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\nContent-Length: 44\r\n\r\nGET /hello "
     "HTTP/1.1\r\nHost: localhost\r\n\r\n",
     400},
    {"length and coding",
     "POST /add HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
    {"space behind a name", "POST /add HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
     400},
    {"space behind length", "POST /add HTTP/1.1\r\nHost: localhost\r\nContent-Length : 3\r\n\r\nabc", 400},
    {"unknown coding", "POST /add HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: identity\r\n\r\n", 400},
    {"two codings",
     "POST /add HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: "
     "chunked\r\n\r\n0\r\n\r\n",
     400},
    {"signed length", "POST /add HTTP/1.1\r\nHost: localhost\r\nContent-Length: +3\r\n\r\nabc", 400},
    {"two hosts", "GET /hello HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n", 400},
    {"foreign host", "GET /hello HTTP/1.1\r\nHost: evil.example\r\n\r\n", 400},
    {"host that is none", "GET /hello HTTP/1.1\r\nHost: local@host\r\n\r\n", 400},
    {"two origins",
     "POST /add HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\nOrigin: http://evil.example\r\n"
     "Content-Length: 0\r\n\r\n",
     400},
    {"two types",
     "POST /echo HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\nContent-Type: text/plain\r\n"
     "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 0\r\n\r\n",
     400},
    {"no host", "GET /hello HTTP/1.1\r\n\r\n", 400},
    {"name that is no token", "GET /hello HTTP/1.1\r\nHost: localhost\r\nX(y): 1\r\n\r\n", 400},
    {"control byte in a value",
     "GET /hello HTTP/1.1\r\nHost: localhost\r\nX-A: a\x01"
     "b\r\n\r\n",
     400},
    {"nul in the address", "GET /hello%00x HTTP/1.1\r\nHost: localhost\r\n\r\n", 400},
    {"dots in the address", "GET /item/../hello HTTP/1.1\r\nHost: localhost\r\n\r\n", 400},
    {"encoded dots", "GET /item/%2e%2e/hello HTTP/1.1\r\nHost: localhost\r\n\r\n", 400},
    {"encoded slash", "GET /item%2Fx HTTP/1.1\r\nHost: localhost\r\n\r\n", 400},
    {"whole address", "GET http://localhost/hello HTTP/1.1\r\nHost: localhost\r\n\r\n", 400},
    {"body on GET", "GET /hello HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\nabc", 400},
    {"asterisk", "OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n", 400},
};

static void test_ambiguous_requests_are_refused_and_their_connection_ends(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        int fd = client_connect(&f);
        client_say(fd, "%s", cases[i].request);
        struct answer a = client_read(fd, false);
        bool strange = a.status != cases[i].status;
        if (strange) fail_msg("%s: %d, expected %d", cases[i].what, a.status, cases[i].status);
        if (!client_ended(fd, 2000)) fail_msg("%s: the connection stays", cases[i].what);
        answer_free(&a);
        close(fd);
        canary(&f);
    }
    assert_int_equal(fixture_count(&f), 0);
}

/* What libmicrohttpd itself refuses carries none of our headers; all else of ours does. */
static void test_refusals_carry_the_security_headers_and_close(void **state)
{
    (void)state;
    struct answer a = client_ask(&f, "%s", cases[1].request);
    assert_non_null(answer_header(&a, "Content-Security-Policy"));
    assert_string_equal(answer_header(&a, "Connection"), "close");
    assert_null(answer_header(&a, "Server"));
    answer_free(&a);
}

static void test_a_request_smuggled_behind_a_refused_one_is_never_run(void **state)
{
    (void)state;
    int fd = client_connect(&f);
    client_say(
        fd, "POST /echo HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\nContent-Length: "
            "6\r\nTransfer-Encoding: chunked\r\n\r\n"
            "0\r\n\r\nPOST /add HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\nContent-Length: 0\r\n\r\n");
    struct answer a = client_read(fd, false);
    assert_int_equal(a.status, 400);
    answer_free(&a);
    assert_true(client_ended(fd, 2000));
    close(fd);
    assert_int_equal(fixture_count(&f), 0);
}

static void test_chunked_forms_are_read(void **state)
{
    (void)state;
    struct answer a = client_ask(&f, "POST /echo HTTP/1.1\r\nHost: localhost\r\nOrigin: "
                                     "http://localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                                     "Transfer-Encoding: chunked\r\n\r\n6\r\ntitle=\r\n4\r\nHuur\r\n0\r\n\r\n");
    assert_int_equal(a.status, 200);
    assert_string_equal(a.body, "title=Huur number=0\n");
    answer_free(&a);
}

static void test_requests_behind_each_other_are_answered_in_order(void **state)
{
    (void)state;
    int fd = client_connect(&f);
    client_say(fd, "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\nPOST /add HTTP/1.1\r\nHost: localhost\r\nOrigin: "
                   "http://localhost\r\nContent-Length: 0\r\n\r\n"
                   "GET /item/x HTTP/1.1\r\nHost: localhost\r\n\r\n");
    static const int expected[] = {200, 303, 404};
    int before = fixture_count(&f);
    for (size_t i = 0; i < COUNT_OF(expected); i++) assert_status(client_read(fd, false), expected[i]);
    assert_true(fixture_count(&f) >= before);
    close(fd);
}

/* A page never meets bytes that are no text. Old and odd programs are answered all the same. */
static void test_a_header_that_is_no_text_is_refused_when_it_decides_and_left_out_when_it_only_helps(void **state)
{
    (void)state;
    static const char *const decide[] = {"Origin",        "Sec-Fetch-Site", "Content-Type", "Accept",
                                         "If-None-Match", "Cookie",         "Authorization"};
    for (size_t i = 0; i < COUNT_OF(decide); i++) {
        struct answer a = client_ask(&f, "GET /hints HTTP/1.1\r\nHost: localhost\r\n%s: a\xE9\r\n\r\n", decide[i]);
        if (a.status != 400) fail_msg("%s: %d", decide[i], a.status);
        answer_free(&a);
    }
    struct answer a = client_get(&f, "/hints",
                                 "Referer: a\xE9\r\nUser-Agent: b\xE9\r\nAccept-Language: c\xC3\xA9\r\n"
                                 "Accept-Encoding: d\xE9\r\n");
    assert_int_equal(a.status, 200);
    assert_string_equal(a.body, "//c\xC3\xA9/\n");
    answer_free(&a);
}

static void test_too_long_addresses_headers_and_bodies(void **state)
{
    (void)state;
    char *big = calloc(1, 70000);
    memset(big, 'a', 69999);
    assert_status(client_ask(&f, "GET /%.*s HTTP/1.1\r\nHost: localhost\r\n\r\n", 8192, big), 414);
    assert_status(client_ask(&f, "GET /%.*s HTTP/1.1\r\nHost: localhost\r\n\r\n", 8191, big), 404);
    assert_status(client_ask(&f, "GET /hello HTTP/1.1\r\nHost: localhost\r\nX: %.*s\r\n\r\n", 33000, big), 431);
    assert_status(client_ask(&f, "GET /hello HTTP/1.1\r\nHost: localhost\r\nX: %.*s\r\n\r\n", 31000, big), 200);
    assert_status(
        client_ask(
            &f,
            "POST /echo HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\nContent-Length: 1048577\r\n\r\n"),
        413);
    assert_status(
        client_ask(
            &f,
            "POST /upload HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\nContent-Length: 20971521\r\n\r\n"),
        413);
    free(big);
    canary(&f);
}

/* All three limits at once: the longest address, the most headers, the most bytes of them. */
static void test_the_largest_head_that_is_allowed_is_answered_by_us(void **state)
{
    (void)state;
    enum { LONGEST = 8191, OTHERS = 99, EACH = 320 };
    char *address = calloc(1, LONGEST), *headers = calloc(OTHERS + 1, EACH + 1), *at = headers;
    memset(address, 'a', LONGEST - 1);
    for (int i = 0; i < OTHERS; i++) at += sprintf(at, "X-%02d: %0*d\r\n", i, EACH - 8, i);
    struct answer a = client_ask(&f, "GET /%s HTTP/1.1\r\nHost: localhost\r\n%s\r\n", address, headers);
    assert_int_equal(a.status, 404);
    assert_non_null(answer_header(&a, "X-Request-Id"));
    answer_free(&a);
    free(address);
    free(headers);
    canary(&f);
}

/* A body without a length: only its end tells that it is too large. */
static void test_a_chunked_body_over_the_limit_is_413(void **state)
{
    (void)state;
    char *chunk = malloc(65536);
    memset(chunk, 'a', 65536);
    int fd = client_connect(&f);
    client_say(fd, "POST /echo HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\nContent-Type: "
                   "application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n");
    for (int i = 0; i < 17; i++) {
        client_say(fd, "10000\r\n");
        client_send(fd, chunk, 65536);
        client_say(fd, "\r\n");
    }
    client_say(fd, "0\r\n\r\n");
    assert_status(client_read(fd, false), 413);
    close(fd);
    free(chunk);
    canary(&f);
}

static void test_an_upload_in_parts_arrives_whole(void **state)
{
    (void)state;
    enum { SIZE = 3000000 };
    char *bytes = calloc(1, SIZE);
    static const char head[] = "--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x\"\r\n\r\n",
                      tail[] = "\r\n--B--\r\n";
    int fd = client_connect(&f);
    client_say(fd,
               "POST /upload HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\nContent-Type: "
               "multipart/form-data; boundary=B\r\nContent-Length: %zu\r\n\r\n%s",
               SIZE + sizeof head + sizeof tail - 2, head);
    client_send(fd, bytes, SIZE);
    client_say(fd, "%s", tail);
    struct answer a = client_read(fd, false);
    assert_int_equal(a.status, 200);
    assert_string_equal(a.body, "bytes=3000000\n");
    answer_free(&a);
    close(fd);
    free(bytes);
}

static void test_methods_and_paths(void **state)
{
    (void)state;
    struct answer a = client_ask(&f, "DELETE /hello HTTP/1.1\r\nHost: localhost\r\n\r\n");
    assert_int_equal(a.status, 405);
    assert_string_equal(answer_header(&a, "Allow"), "GET, HEAD");
    answer_free(&a);
    a = client_get(&f, "/add", "");
    assert_int_equal(a.status, 405);
    assert_string_equal(answer_header(&a, "Allow"), "POST");
    answer_free(&a);
    a = client_get(&f, "/hello/?q=a%20b", "");
    assert_int_equal(a.status, 301);
    assert_string_equal(answer_header(&a, "Location"), "/hello?q=a%20b");
    answer_free(&a);
    assert_status(client_get(&f, "/nergens", ""), 404);
    assert_status(client_ask(&f, "BREW /nergens HTTP/1.1\r\nHost: localhost\r\n\r\n"), 404);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_ambiguous_requests_are_refused_and_their_connection_ends),
        TEST(test_refusals_carry_the_security_headers_and_close),
        TEST(test_a_request_smuggled_behind_a_refused_one_is_never_run),
        TEST(test_chunked_forms_are_read),
        TEST(test_requests_behind_each_other_are_answered_in_order),
        TEST(test_a_header_that_is_no_text_is_refused_when_it_decides_and_left_out_when_it_only_helps),
        TEST(test_too_long_addresses_headers_and_bodies),
        TEST(test_the_largest_head_that_is_allowed_is_answered_by_us),
        TEST(test_a_chunked_body_over_the_limit_is_413),
        TEST(test_an_upload_in_parts_arrives_whole),
        TEST(test_methods_and_paths),
    };
    return cmocka_run_group_tests_name("framing", tests, set_up, tear_down);
}
