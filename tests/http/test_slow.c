/* Readers and writers of bytes that take too long. Every phase has its own deadline; a byte now and then buys nothing.
 */
#include "tests/http/fixture.h"

#include <time.h>
#include <unistd.h>

static struct fixture f;

static int set_up(void **state)
{
    (void)state;
    struct http_limits l = fixture_limits();
    l.header_ms = 400;
    l.form_ms = 600;
    l.keep_alive_ms = 900;
    l.answer_ms = 700;
    l.in_flight = 4;
    fixture_start(&f, &l, 0);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    fixture_stop(&f);
    return 0;
}

static void nap(int ms)
{
    nanosleep(&(struct timespec){ms / 1000, (ms % 1000) * 1000000L}, NULL);
}

/* Sends one byte every step_ms until the server ends the connection; the milliseconds that took, -1 after 5 s. */
static int drip(int fd, const char *bytes, int step_ms)
{
    int64_t began = clock_monotonic_ms();
    for (size_t i = 0; clock_monotonic_ms() - began < 5000; i++) {
        char c = bytes[i % strlen(bytes)];
        client_send(fd, &c, 1);
        if (client_ended(fd, step_ms)) return (int)(clock_monotonic_ms() - began);
    }
    return -1;
}

static void assert_between(int ms, int least, int most)
{
    if (ms < least || ms > most) fail_msg("ended after %d ms, expected %d to %d", ms, least, most);
}

static void test_headers_that_drip_in_are_cut_off(void **state)
{
    (void)state;
    int fd = client_connect(&f);
    client_say(fd, "GET /hello HTTP/1.1\r\nHost: localhost\r\n");
    assert_between(drip(fd, "X-A: b\r\n", 40), 300, 4500);
    close(fd);
    canary(&f);
}

static void test_a_silent_connection_is_cut_off(void **state)
{
    (void)state;
    int fd = client_connect(&f);
    int64_t began = clock_monotonic_ms();
    assert_true(client_ended(fd, 5000));
    assert_between((int)(clock_monotonic_ms() - began), 300, 4500);
    close(fd);
}

static void test_a_body_that_drips_in_is_cut_off(void **state)
{
    (void)state;
    int fd = client_connect(&f);
    client_say(fd, "POST /echo HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\nContent-Type: "
                   "application/x-www-form-urlencoded\r\nContent-Length: 100000\r\n\r\ntitle=");
    assert_between(drip(fd, "abc", 40), 500, 4500);
    close(fd);
    canary(&f);
}

/* A hundred answers of 52 kB behind each other are more than the buffers of both ends take: the one in hand waits. */
static void test_an_answer_that_nobody_reads_is_cut_off(void **state)
{
    (void)state;
    uint64_t before = http_count_reaped(f.server);
    int fds[3];
    for (size_t i = 0; i < COUNT_OF(fds); i++) {
        fds[i] = client_connect(&f);
        for (int j = 0; j < 100; j++) client_say(fds[i], "GET /big?lines=1000 HTTP/1.1\r\nHost: localhost\r\n\r\n");
    }
    int64_t until = clock_monotonic_ms() + 20000;
    while (http_count_reaped(f.server) < before + 3 && clock_monotonic_ms() < until) nap(20);
    assert_int_equal(http_count_reaped(f.server), before + 3);
    for (size_t i = 0; i < COUNT_OF(fds); i++) close(fds[i]);
    canary(&f);
}

static void test_an_idle_connection_is_cut_off_and_a_busy_one_is_not(void **state)
{
    (void)state;
    int fd = client_connect(&f);
    for (int i = 0; i < 8; i++) {
        client_say(fd, "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assert_status(client_read(fd, false), 200);
        nap(150);
    }
    int64_t began = clock_monotonic_ms();
    assert_true(client_ended(fd, 5000));
    assert_between((int)(clock_monotonic_ms() - began), 100, 4900);
    close(fd);
}

/* While we work ourselves, no deadline of the client runs. */
static void test_slow_work_of_ours_is_not_cut_off(void **state)
{
    (void)state;
    assert_status(client_get(&f, "/slow?ms=1200", ""), 200);
    assert_status(client_post(&f, "/work", "", "ms=1200"), 200);
}

static void test_too_many_at_once_are_told_to_come_back(void **state)
{
    (void)state;
    int fds[4];
    fixture_shut(&f);
    for (int i = 0; i < 4; i++) fds[i] = client_post_only(&f, "/gate-work", "");
    assert_true(fixture_in_flight(&f, 4));
    struct answer a = client_get(&f, "/hello", "");
    assert_int_equal(a.status, 503);
    assert_non_null(answer_header(&a, "Retry-After"));
    answer_free(&a);
    assert_status(client_get(&f, "/healthz", ""), 200);
    assert_status(client_get(&f, "/readyz", ""), 200);
    fixture_open(&f);
    for (int i = 0; i < 4; i++) {
        assert_status(client_read(fds[i], false), 200);
        close(fds[i]);
    }
    assert_true(fixture_in_flight(&f, 0));
    canary(&f);
}

static int form_from(const struct fixture *at, const char *address)
{
    int fd = client_connect_from(at, address);
    client_say(fd, "POST /echo HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\nContent-Type: "
                   "application/x-www-form-urlencoded\r\nContent-Length: 7\r\n\r\ntitle=a");
    struct answer a = client_read(fd, false);
    close(fd);
    answer_free(&a);
    return a.status;
}

static void test_forms_that_are_not_sent_to_the_end_keep_only_their_own_place_waiting(void **state)
{
    (void)state;
    enum { EACH = 16 };
    struct fixture g;
    struct http_limits l = fixture_limits();
    int fds[EACH], refused;
    l.in_flight = 4;
    fixture_start(&g, &l, 0);
    for (int i = 0; i < EACH; i++) {
        fds[i] = client_post_half(&g, "127.0.0.1", "", &refused);
        assert_int_equal(refused, 0);
    }
    close(client_post_half(&g, "127.0.0.1", "", &refused));
    assert_int_equal(refused, 503);
    canary(&g);
    assert_int_equal(form_from(&g, "127.0.0.2"), 200);
    close(fds[0]);
    for (int i = 0; i < 200 && form_from(&g, "127.0.0.1") != 200; i++) nap(20);
    assert_int_equal(form_from(&g, "127.0.0.1"), 200);
    for (int i = 1; i < EACH; i++) close(fds[i]);
    fixture_stop(&g);
}

static void test_half_open_connections_do_not_stop_others(void **state)
{
    (void)state;
    enum { MANY = 500 };
    int fds[MANY];
    for (int i = 0; i < MANY; i++) {
        fds[i] = client_connect(&f);
        client_say(fds[i], "GET /hello HTTP/1.1\r\nHost: local");
    }
    for (int i = 0; i < 20; i++) canary(&f);
    for (int i = 0; i < MANY; i++) {
        assert_true(client_ended(fds[i], 3000));
        close(fds[i]);
    }
    canary(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_headers_that_drip_in_are_cut_off),
        TEST(test_a_silent_connection_is_cut_off),
        TEST(test_a_body_that_drips_in_is_cut_off),
        TEST(test_an_answer_that_nobody_reads_is_cut_off),
        TEST(test_an_idle_connection_is_cut_off_and_a_busy_one_is_not),
        TEST(test_slow_work_of_ours_is_not_cut_off),
        TEST(test_too_many_at_once_are_told_to_come_back),
        TEST(test_forms_that_are_not_sent_to_the_end_keep_only_their_own_place_waiting),
        TEST(test_half_open_connections_do_not_stop_others),
    };
    return cmocka_run_group_tests_name("slow connections", tests, set_up, tear_down);
}
