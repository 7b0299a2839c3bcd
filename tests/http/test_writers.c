/* Changes: one thread, one commit for many, and an answer only after it. */
#include "tests/http/fixture.h"

#include "kb/store/handle.h"

#include <pthread.h>
#include <time.h>
#include <unistd.h>

static struct fixture f;

static int set_up(void **state)
{
    (void)state;
    fixture_start(&f, NULL, 0);
    return 0;
}

static int set_up_short_queue(void **state)
{
    (void)state;
    fixture_start(&f, NULL, 2);
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

enum { WRITERS = 64, EACH = 5 };

static atomic_int notes_run;

/* Writes and counts what was acknowledged. */
static void *write_some(void *arg)
{
    int *good = arg;
    for (int i = 0; i < EACH; i++) {
        struct answer a = client_post(&f, "/add", "", "");
        *good += a.status == 303;
        answer_free(&a);
    }
    return NULL;
}

static void test_sixty_four_writers_lose_nothing_and_share_commits(void **state)
{
    (void)state;
    pthread_t threads[WRITERS];
    int good[WRITERS] = {0}, sum = 0;
    for (int i = 0; i < WRITERS; i++) assert_int_equal(pthread_create(&threads[i], NULL, write_some, &good[i]), 0);
    for (int i = 0; i < WRITERS; i++) {
        pthread_join(threads[i], NULL);
        sum += good[i];
    }
    assert_int_equal(sum, WRITERS * EACH);
    assert_int_equal(fixture_count(&f), WRITERS * EACH);
    struct writer_stats s = writer_stats(f.writer);
    assert_int_equal(s.last_seq, WRITERS * EACH);
    assert_true(s.commits < s.jobs); /* group commit happened */
    assert_int_equal(s.failed_commits, 0);
}

static void test_a_refused_change_leaves_nothing_and_names_why(void **state)
{
    (void)state;
    int before = fixture_count(&f);
    struct answer a = client_post(&f, "/refuse", "Accept: application/json\r\n", "");
    assert_int_equal(a.status, 422);
    assert_non_null(strstr(a.body, "\"field\":\"title\""));
    answer_free(&a);
    assert_int_equal(fixture_count(&f), before);
}

static void test_slow_work_runs_elsewhere_and_may_end_in_a_change(void **state)
{
    (void)state;
    int before = fixture_count(&f);
    struct answer a = client_post(&f, "/work", "", "ms=20");
    assert_int_equal(a.status, 200);
    assert_string_equal(a.body, "worked\n");
    answer_free(&a);
    assert_status(client_post(&f, "/work-add", "", "ms=20"), 303);
    assert_int_equal(fixture_count(&f), before + 1);
}

static int post_without_reading(const char *path, const char *form)
{
    int fd = client_connect(&f);
    client_say(fd,
               "POST %s HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\nContent-Type: "
               "application/x-www-form-urlencoded\r\nContent-Length: %zu\r\n\r\n%s",
               path, strlen(form), form);
    return fd;
}

static void test_a_full_write_queue_is_503_with_retry_after(void **state)
{
    (void)state;
    int first = post_without_reading("/slow-add", "ms=1800"), waiting[2];
    nap(3 * 150); /* the writer has the first in hand */
    for (int i = 0; i < 2; i++) waiting[i] = post_without_reading("/add", "");
    nap(3 * 100);
    struct answer a = client_post(&f, "/add", "", "");
    assert_int_equal(a.status, 503);
    assert_string_equal(answer_header(&a, "Retry-After"), "2");
    answer_free(&a);
    canary(&f); /* reading goes on meanwhile */
    assert_status(client_read(first, false), 303);
    for (int i = 0; i < 2; i++) {
        assert_status(client_read(waiting[i], false), 303);
        close(waiting[i]);
    }
    close(first);
    assert_int_equal(fixture_count(&f), 3);
}

static void test_a_full_worker_queue_is_503(void **state)
{
    (void)state;
    enum { MORE = 18 }; /* two at work, sixteen waiting */
    int fds[MORE];
    for (int i = 0; i < MORE; i++) {
        fds[i] = post_without_reading("/work", "ms=1800");
        if (i == 1) nap(3 * 150); /* both threads have theirs */
    }
    nap(3 * 150);
    assert_status(client_post(&f, "/work", "", "ms=1"), 503);
    for (int i = 0; i < MORE; i++) {
        assert_status(client_read(fds[i], false), 200);
        close(fds[i]);
    }
}

/* The change stands, whoever is there to hear of it; and nothing of the request is used after it is gone. */
static void test_a_writer_who_hangs_up_does_no_harm(void **state)
{
    (void)state;
    int before = fixture_count(&f);
    for (int i = 0; i < 10; i++) close(post_without_reading("/slow-add", "ms=10"));
    nap(3 * 400);
    canary(&f);
    assert_int_equal(fixture_count(&f), before + 10);
}

static err_code fail_at(struct store *store, void *ctx, kb_err *err)
{
    (void)err;
    db_fail_step(store->db, *(int *)ctx, ERR_FULL, true);
    return OK;
}

/* A full disk at each step of a change: the answer is 507 and nothing is there, or 303 and it is. */
static void test_what_was_not_committed_is_never_acknowledged(void **state)
{
    (void)state;
    int good = 0, bad = 0, off = 0;
    for (int step = 3; step < 24; step++) {
        kb_err err = {0};
        assert_ok(writer_call(f.writer, fail_at, &step, &err), &err);
        struct answer a = client_post(&f, "/add", "", "");
        if (a.status != 303 && a.status != 507) fail_msg("step %d: %d", step, a.status);
        good += a.status == 303;
        bad += a.status == 507;
        answer_free(&a);
        while (writer_call(f.writer, fail_at, &off, &err) != OK) continue;
    }
    assert_true(bad >= 5);
    assert_true(good >= 5);
    assert_int_equal(fixture_count(&f), good);
    canary(&f);
}

static err_code count_note(struct store *store, const struct writer_note *note, kb_err *err)
{
    (void)store, (void)err;
    if (note->number < 0) return err_set(err, ERR_NOT_FOUND, "a note that fails");
    atomic_fetch_add(&notes_run, 1);
    return OK;
}

static void test_notes_are_written_in_batches_and_counted_when_lost(void **state)
{
    (void)state;
    atomic_store(&notes_run, 0);
    struct writer_stats before = writer_stats(f.writer);
    int taken = 0;
    for (int i = 0; i < 3000; i++)
        taken += writer_note(f.writer, &(struct writer_note){.run = count_note, .number = i == 1 ? -1 : i});
    for (int i = 0; i < 100 && writer_stats(f.writer).waiting_notes; i++) nap(3 * 20);
    nap(3 * 100);
    struct writer_stats after = writer_stats(f.writer);
    assert_true(taken >= 1024);
    assert_int_equal(after.notes - before.notes, taken);
    assert_int_equal(after.notes_lost - before.notes_lost, 3000 - taken);
    assert_int_equal(atomic_load(&notes_run), taken - 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_sixty_four_writers_lose_nothing_and_share_commits, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_refused_change_leaves_nothing_and_names_why, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_slow_work_runs_elsewhere_and_may_end_in_a_change, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_full_write_queue_is_503_with_retry_after, set_up_short_queue, tear_down),
        cmocka_unit_test_setup_teardown(test_a_full_worker_queue_is_503, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_writer_who_hangs_up_does_no_harm, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_what_was_not_committed_is_never_acknowledged, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_notes_are_written_in_batches_and_counted_when_lost, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("writers", tests, NULL, NULL);
}
