/* Who is asking, over real sockets: X-Forwarded-For is the word of the configured proxy and of nobody else. And who
 * asks too much hears 429, alone. */
#include "tests/http/fixture.h"

#include <unistd.h>

enum { RATE = 1, BURST = 20 };

static struct fixture f;

static int tear_down(void **state)
{
    (void)state;
    fixture_stop(&f);
    return 0;
}

static struct answer get_from(const char *peer, const char *path, const char *headers)
{
    int fd = client_connect_from(&f, peer);
    client_say(fd, "GET %s HTTP/1.1\r\nHost: localhost:%d\r\n%s\r\n", path, f.port, headers);
    struct answer a = client_read(fd, false);
    close(fd);
    return a;
}

/* Who the server takes for the client of a request from this peer with this header. */
static void check(const char *peer, const char *headers, const char *expected)
{
    struct answer a = get_from(peer, "/who", headers);
    assert_int_equal(a.status, 200);
    assert_int_equal(a.body[a.len - 1], '\n');
    a.body[a.len - 1] = '\0';
    assert_string_equal(a.body, expected);
    answer_free(&a);
}

static void test_without_a_proxy_nobody_is_who_they_say(void **state)
{
    (void)state;
    fixture_start(&f, NULL, 0);
    check("127.0.0.1", "", "127.0.0.1");
    check("127.0.0.1", "X-Forwarded-For: 203.0.113.9\r\n", "127.0.0.1");
}

static void test_a_proxy_on_this_machine_names_the_client(void **state)
{
    (void)state;
    fixture_start_behind(&f, NULL, "");
    check("127.0.0.1", "X-Forwarded-For: 203.0.113.9\r\n", "203.0.113.9");
    check("127.0.0.1", "X-Forwarded-For: 198.51.100.1, 203.0.113.9\r\n", "203.0.113.9");
    check("127.0.0.1", "X-Forwarded-For: 203.0.113.9\r\nX-Forwarded-For: 2001:DB8::1\r\n", "2001:db8::1");
    check("127.0.0.1", "X-Forwarded-For: x\" onload=\r\n", "127.0.0.1");
    check("127.0.0.1", "", "127.0.0.1");
}

static void test_a_forged_header_from_another_peer_counts_for_nothing(void **state)
{
    (void)state;
    fixture_start_behind(&f, NULL, "127.0.0.2");
    check("127.0.0.2", "X-Forwarded-For: 203.0.113.9\r\n", "203.0.113.9");
    check("127.0.0.1", "X-Forwarded-For: 203.0.113.9\r\n", "127.0.0.1");
    check("127.0.0.3", "X-Forwarded-For: 127.0.0.2\r\n", "127.0.0.3");
    check("127.0.0.3", "Forwarded: for=203.0.113.9\r\nX-Real-IP: 203.0.113.9\r\n", "127.0.0.3");
}

static void test_a_proxy_that_is_no_address_is_refused_at_the_start(void **state)
{
    (void)state;
    struct http_server *server = NULL;
    struct http_config c = http_config_default();
    kb_err err = {0};
    c.behind_proxy = true;
    c.proxy = "nginx.local";
    assert_int_equal(http_start(&server, &c, &err), ERR_INVALID);
    fixture_start(&f, NULL, 0); /* for the teardown */
}

/* RFC 6797 section 7.2: over plain HTTP it would mean nothing. */
static void test_behind_a_proxy_browsers_are_told_to_stay_with_https(void **state)
{
    (void)state;
    static const char *const paths[] = {"/hello", "/healthz", "/nowhere", "/kept", "/kept"};
    fixture_start_behind(&f, NULL, "");
    for (size_t i = 0; i < COUNT_OF(paths); i++) {
        struct answer a = get_from("127.0.0.1", paths[i], "");
        assert_string_equal(answer_header(&a, "Strict-Transport-Security"), "max-age=31536000; includeSubDomains");
        answer_free(&a);
    }
    fixture_stop(&f);
    fixture_start(&f, NULL, 0);
    struct answer a = get_from("127.0.0.1", "/hello", "");
    assert_null(answer_header(&a, "Strict-Transport-Security"));
    answer_free(&a);
}

/* ---- Floods ---- */

static void start_limited(void)
{
    struct http_limits l = fixture_limits();
    l.rate = RATE;
    l.burst = BURST;
    fixture_start_behind(&f, &l, "127.0.0.2");
}

/* Asks from this place through the proxy; how many of the first requests were let in. */
static int flood(const char *client, const char *path, int times)
{
    char header[100];
    int let_in = 0;
    snprintf(header, sizeof header, "X-Forwarded-For: %s\r\n", client);
    for (int i = 0; i < times; i++) {
        struct answer a = get_from("127.0.0.2", path, header);
        const char *wait = answer_header(&a, "Retry-After");
        assert_true(a.status == 200 || (a.status == 429 && wait && atoi(wait) >= 1));
        let_in += a.status == 200;
        answer_free(&a);
    }
    return let_in;
}

static void test_who_asks_too_much_hears_429_and_when_to_come_back(void **state)
{
    (void)state;
    start_limited();
    int let_in = flood("203.0.113.9", "/hello", 3 * BURST);
    assert_true(let_in >= BURST && let_in < 2 * BURST); /* on a slow machine seconds pass meanwhile */
    assert_true(http_count_status(f.server, 429) > 0);
    assert_int_equal(flood("203.0.113.10", "/hello", 5), 5); /* the neighbour */
}

static void test_what_a_stranger_says_of_their_address_frees_them_of_nothing(void **state)
{
    (void)state;
    int refused = 0;
    start_limited();
    for (int i = 0; i < 3 * BURST; i++) {
        char header[100];
        snprintf(header, sizeof header, "X-Forwarded-For: 203.0.113.%d\r\n", i);
        struct answer a = get_from("127.0.0.3", "/hello", header);
        refused += a.status == 429;
        answer_free(&a);
    }
    assert_true(refused > BURST);
}

static void test_health_is_answered_in_a_flood(void **state)
{
    (void)state;
    start_limited();
    assert_true(flood("203.0.113.9", "/hello", 2 * BURST) < 2 * BURST);
    assert_int_equal(flood("203.0.113.9", "/healthz", 2 * BURST), 2 * BURST);
}

/* Counted by who sent them, and not by the proxy that hands them on. */
static void test_forms_that_are_not_sent_to_the_end_count_for_who_sent_them(void **state)
{
    (void)state;
    enum { EACH = 16 };
    int fds[EACH + 1], refused;
    fixture_start_behind(&f, NULL, "127.0.0.2");
    for (int i = 0; i < EACH; i++) {
        fds[i] = client_post_half(&f, "127.0.0.2", "X-Forwarded-For: 203.0.113.9\r\n", &refused);
        assert_int_equal(refused, 0);
    }
    close(client_post_half(&f, "127.0.0.2", "X-Forwarded-For: 203.0.113.9\r\n", &refused));
    assert_int_equal(refused, 503);
    fds[EACH] = client_post_half(&f, "127.0.0.2", "X-Forwarded-For: 203.0.113.10\r\n", &refused);
    assert_int_equal(refused, 0);
    for (int i = 0; i <= EACH; i++) close(fds[i]);
}

/* The connection stays: a new one for each refusal would cost more. */
static void test_a_refusal_leaves_the_connection_in_step(void **state)
{
    (void)state;
    start_limited();
    int fd = client_connect_from(&f, "127.0.0.3"), refused = 0;
    for (int i = 0; i < 2 * BURST; i++) {
        client_say(fd, "GET /hello HTTP/1.1\r\nHost: localhost:%d\r\n\r\n", f.port);
        struct answer a = client_read(fd, false);
        assert_true(a.status == 200 || a.status == 429);
        assert_false(a.closed);
        refused += a.status == 429;
        answer_free(&a);
    }
    assert_true(refused > 0);
    close(fd);
}

#define OWN(test) cmocka_unit_test_teardown(test, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        OWN(test_without_a_proxy_nobody_is_who_they_say),
        OWN(test_a_proxy_on_this_machine_names_the_client),
        OWN(test_a_forged_header_from_another_peer_counts_for_nothing),
        OWN(test_a_proxy_that_is_no_address_is_refused_at_the_start),
        OWN(test_behind_a_proxy_browsers_are_told_to_stay_with_https),
        OWN(test_who_asks_too_much_hears_429_and_when_to_come_back),
        OWN(test_what_a_stranger_says_of_their_address_frees_them_of_nothing),
        OWN(test_health_is_answered_in_a_flood),
        OWN(test_forms_that_are_not_sent_to_the_end_count_for_who_sent_them),
        OWN(test_a_refusal_leaves_the_connection_in_step),
    };
    return cmocka_run_group_tests_name("proxy", tests, NULL, NULL);
}
