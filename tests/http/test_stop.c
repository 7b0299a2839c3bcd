/* The end: by a signal, with requests under way. Nothing that was acknowledged is lost, nobody waits for ever, and the
 * library does not abort over a suspended connection. */
#include "tests/http/fixture.h"

#include "kb/http/listen.h"
#include "kb/store/store.h"

#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void nap(int ms)
{
    nanosleep(&(struct timespec){ms / 1000, (ms % 1000) * 1000000L}, NULL);
}

/* Opens the gate a moment after the stop began, from a thread of its own. */
static void *open_soon(void *arg)
{
    nap(200);
    fixture_open(arg);
    return NULL;
}

/* The program in small: serves until SIGTERM with its gate shut; says on `out` its port, when the first request stands
 * at the gate and when all of them are in, and ends with what was counted. An assertion that fails here would run on in
 * the child, so it ends instead. */
static void child(int out, size_t requests)
{
    struct fixture f;
    pthread_t opener;
    http_block_signals();
    fixture_start(&f, NULL, 0);
    fixture_shut(&f);
    if (write(out, &f.port, sizeof f.port) != sizeof f.port) _exit(9);
    if (!fixture_stand(&f, 1) || write(out, "", 1) != 1) _exit(9);
    if (!fixture_in_flight(&f, requests) || write(out, "", 1) != 1) _exit(9);
    http_wait_for_signal();
    if (pthread_create(&opener, NULL, open_soon, &f)) _exit(9);
    http_stop(f.server);
    pthread_join(opener, NULL);
    f.server = NULL;
    int count = fixture_count(&f);
    if (write(out, &count, sizeof count) != sizeof count) _exit(9);
    fixture_stop(&f);
    exit(0); /* not _exit: the leak check of the sanitizer runs */
}

static void test_sigterm_with_writers_suspended_ends_clean_and_answers_all(void **state)
{
    (void)state;
    int ends[2], fds[8], count = -1, status = 0;
    char ready;
    assert_int_equal(pipe(ends), 0);
    pid_t pid = fork();
    if (pid == 0) child(ends[1], 8);
    struct fixture f = {0};
    assert_int_equal(read(ends[0], &f.port, sizeof f.port), sizeof f.port);
    fds[0] = client_post_only(&f, "/gate-add", "");
    assert_int_equal(read(ends[0], &ready, 1), 1);
    for (int i = 1; i < 6; i++) fds[i] = client_post_only(&f, "/add", "");
    fds[6] = client_post_only(&f, "/gate-work-add", "");
    fds[7] = client_post_only(&f, "/gate-work", "");
    int idle = client_connect(&f);
    assert_int_equal(read(ends[0], &ready, 1), 1);
    kill(pid, SIGTERM);
    for (int i = 0; i < 8; i++) {
        assert_status(client_read(fds[i], false), i == 7 ? 200 : 303);
        close(fds[i]);
    }
    assert_true(client_ended(idle, 5000));
    close(idle);
    assert_int_equal(read(ends[0], &count, sizeof count), sizeof count);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    assert_int_equal(count, 7);
    close(ends[0]);
    close(ends[1]);
}

static void *stop_server(void *arg)
{
    struct fixture *f = arg;
    http_stop(f->server);
    return NULL;
}

static void test_while_stopping_new_requests_on_old_connections_get_503(void **state)
{
    (void)state;
    struct fixture f;
    pthread_t stopper;
    fixture_start(&f, NULL, 0);
    fixture_shut(&f);
    int old = client_connect(&f), slow = client_post_only(&f, "/gate-add", "");
    assert_true(fixture_stand(&f, 1));
    client_say(old, "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n");
    assert_status(client_read(old, false), 200);
    assert_int_equal(pthread_create(&stopper, NULL, stop_server, &f), 0);
    struct answer a = {0};
    do { /* 200 until the stop has begun */
        answer_free(&a);
        client_say(old, "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n");
        a = client_read(old, false);
        const char *connection = answer_header(&a, "Connection");
        if (a.status == 200 && connection && !strcmp(connection, "close")) { /* the stop began in the middle of it */
            close(old);
            old = client_connect(&f);
        }
    } while (a.status == 200);
    assert_int_equal(a.status, 503);
    assert_string_equal(answer_header(&a, "Connection"), "close");
    answer_free(&a);
    fixture_open(&f);
    assert_status(client_read(slow, false), 303);
    pthread_join(stopper, NULL);
    close(old);
    close(slow);
    f.server = NULL;
    fixture_stop(&f);
}

static void test_a_reader_that_never_ends_does_not_hold_up_the_stop(void **state)
{
    (void)state;
    struct fixture f;
    struct http_limits l = fixture_limits();
    l.stop_ms = 300;
    fixture_start(&f, &l, 0);
    int half = client_connect(&f), unread = client_connect(&f);
    client_say(half,
               "POST /add HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\nContent-Length: 10\r\n\r\na");
    for (int i = 0; i < 100; i++) client_say(unread, "GET /big?lines=2000 HTTP/1.1\r\nHost: localhost\r\n\r\n");
    nap(3 * 100);
    int64_t began = clock_monotonic_ms();
    fixture_stop(&f);
    assert_true(clock_monotonic_ms() - began < 20000);
    close(half);
    close(unread);
}

static void test_a_change_that_outlasts_all_patience_is_waited_for(void **state)
{
    (void)state;
    struct fixture f;
    pthread_t opener;
    struct http_limits l = fixture_limits();
    l.stop_ms = 50; /* the gate opens later than that */
    fixture_start(&f, &l, 0);
    fixture_shut(&f);
    int slow = client_post_only(&f, "/gate-add", "");
    assert_true(fixture_stand(&f, 1));
    int behind = client_post_only(&f, "/add", ""), work = client_post_only(&f, "/gate-work-add", "");
    assert_true(fixture_in_flight(&f, 3));
    assert_int_equal(pthread_create(&opener, NULL, open_soon, &f), 0);
    http_stop(f.server);
    pthread_join(opener, NULL);
    f.server = NULL;
    assert_int_equal(fixture_count(&f), 3);
    fixture_stop(&f);
    close(slow);
    close(behind);
    close(work);
}

static atomic_bool hammering;

static void *hammer(void *arg)
{
    while (atomic_load(&hammering)) {
        int fd = client_post_only(arg, "/add", "");
        answer_free(&(struct answer){.body = client_read(fd, false).body});
        close(fd);
    }
    return NULL;
}

static void test_stopping_under_load_never_aborts(void **state)
{
    (void)state;
    for (int round = 0; round < 5; round++) {
        struct fixture f;
        pthread_t threads[8];
        struct http_limits l = fixture_limits();
        l.stop_ms = 50;
        fixture_start(&f, &l, 2);
        atomic_store(&hammering, true);
        int lasting[8]; /* connections that are already there when the stop begins */
        for (int i = 0; i < 8; i++) lasting[i] = client_post_only(&f, "/slow-add", "ms=20");
        for (int i = 0; i < 8; i++) pthread_create(&threads[i], NULL, hammer, &f);
        nap(3 * 60);
        atomic_store(&hammering, false);
        for (int i = 0; i < 8; i++)
            client_say(
                lasting[i],
                "POST /add HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\nContent-Length: 0\r\n\r\n");
        for (int i = 0; i < 8; i++) pthread_join(threads[i], NULL);
        fixture_stop(&f);
        for (int i = 0; i < 8; i++) close(lasting[i]);
    }
}

/* Connects, asks, hangs up: also when nobody listens any more. */
static void *knock(void *arg)
{
    const struct fixture *f = arg;
    static const char ask[] = "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n";
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)f->port)};
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    while (atomic_load(&hammering)) {
        char answer[256];
        int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        if (fd < 0) continue;
        if (!connect(fd, (struct sockaddr *)&to, sizeof to) && send(fd, ask, sizeof ask - 1, MSG_NOSIGNAL) > 0)
            (void)!recv(fd, answer, sizeof answer, 0);
        close(fd);
    }
    return NULL;
}

/* libmicrohttpd aborts when it is told to take no more connections just while one comes in. */
static void test_stopping_while_connections_come_in_never_aborts(void **state)
{
    (void)state;
    for (int round = 0; round < 40; round++) {
        struct fixture f;
        pthread_t threads[4];
        fixture_start(&f, NULL, 0);
        atomic_store(&hammering, true);
        for (int i = 0; i < 4; i++) pthread_create(&threads[i], NULL, knock, &f);
        nap(20);
        int64_t began = clock_monotonic_ms();
        http_stop(f.server);
        assert_true(clock_monotonic_ms() - began < 2000); /* who is refused does not hold it up */
        f.server = NULL;
        atomic_store(&hammering, false);
        for (int i = 0; i < 4; i++) pthread_join(threads[i], NULL);
        fixture_stop(&f);
    }
}

static void test_a_port_in_use_is_one_clear_line(void **state)
{
    (void)state;
    int fd = -1, port = 0;
    kb_err err = {0};
    assert_ok(listen_tcp(&fd, "127.0.0.1", 0, &port, &err), &err);
    struct http_config c = http_config_default();
    struct http_server *s = NULL;
    c.port = port;
    assert_int_equal(http_start(&s, &c, &err), ERR_CONFLICT);
    assert_non_null(strstr(err.cause, "in use"));
    assert_null(s);
    close(fd);
    c.address = "not an address";
    assert_int_equal(http_start(&s, &c, &err), ERR_INVALID);
}

static void test_a_unix_socket_is_served_and_a_stale_one_replaced(void **state)
{
    (void)state;
    char path[100];
    snprintf(path, sizeof path, "/tmp/kb-http-%d.sock", (int)getpid());
    for (int i = 0; i < 2; i++) {
        kb_err err = {0};
        struct http_config c = http_config_default();
        struct http_server *s = NULL;
        c.unix_path = path;
        assert_ok(http_start(&s, &c, &err), &err);
        assert_int_equal(access(path, F_OK), 0);
        struct http_server *second = NULL;
        assert_int_equal(http_start(&second, &c, &err), ERR_CONFLICT);
        http_stop(s);
        assert_int_not_equal(access(path, F_OK), 0);
        int stale = -1; /* a socket file whose process is gone */
        assert_ok(listen_unix(&stale, path, &err), &err);
        close(stale);
    }
    unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_sigterm_with_writers_suspended_ends_clean_and_answers_all),
        TEST(test_while_stopping_new_requests_on_old_connections_get_503),
        TEST(test_a_reader_that_never_ends_does_not_hold_up_the_stop),
        TEST(test_a_change_that_outlasts_all_patience_is_waited_for),
        TEST(test_stopping_under_load_never_aborts),
        TEST(test_stopping_while_connections_come_in_never_aborts),
        TEST(test_a_port_in_use_is_one_clear_line),
        TEST(test_a_unix_socket_is_served_and_a_stale_one_replaced),
    };
    return cmocka_run_group_tests_name("stopping", tests, NULL, NULL);
}
