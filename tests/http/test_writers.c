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
    fixture_open(&f); /* so that a test that failed ends */
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

static void test_a_full_write_queue_is_503_with_retry_after(void **state)
{
    (void)state;
    fixture_shut(&f);
    int first = client_post_only(&f, "/gate-add", ""), more[3];
    assert_true(fixture_stand(&f, 1)); /* the writer has the first in hand, and two may wait */
    for (int i = 0; i < 3; i++) more[i] = client_post_only(&f, "/add", "");
    int refused = client_first(more, 3);
    assert_in_range(refused, 0, 2);
    struct answer a = client_read(more[refused], false);
    assert_int_equal(a.status, 503);
    assert_string_equal(answer_header(&a, "Retry-After"), "2");
    answer_free(&a);
    canary(&f); /* reading goes on meanwhile */
    fixture_open(&f);
    assert_status(client_read(first, false), 303);
    for (int i = 0; i < 3; i++) {
        if (i != refused) assert_status(client_read(more[i], false), 303);
        close(more[i]);
    }
    close(first);
    assert_int_equal(fixture_count(&f), 3);
}

static void test_a_full_worker_queue_is_503(void **state)
{
    (void)state;
    enum { AT_WORK = 2, WAITING = 16, MORE = AT_WORK + WAITING + 1 };
    int fds[MORE];
    fixture_shut(&f);
    for (int i = 0; i < AT_WORK; i++) fds[i] = client_post_only(&f, "/gate-work", "");
    assert_true(fixture_stand(&f, AT_WORK));
    for (int i = AT_WORK; i < MORE; i++) fds[i] = client_post_only(&f, "/gate-work", "");
    int refused = client_first(fds, MORE);
    assert_in_range(refused, AT_WORK, MORE - 1);
    assert_status(client_read(fds[refused], false), 503);
    fixture_open(&f);
    for (int i = 0; i < MORE; i++) {
        if (i != refused) assert_status(client_read(fds[i], false), 200);
        close(fds[i]);
    }
}

static int ask_to_make(const char *address)
{
    int fd = client_connect_from(&f, address);
    client_say(fd, "GET /gate-make HTTP/1.1\r\nHost: localhost\r\n\r\n");
    return fd;
}

static void test_what_another_program_makes_keeps_nobody_from_slow_work(void **state)
{
    (void)state;
    enum { MANY = 18 };
    int fds[MANY];
    fixture_shut(&f);
    fds[0] = ask_to_make("127.0.0.1");
    assert_true(fixture_stand(&f, 1));
    for (int i = 1; i < MANY; i++) fds[i] = ask_to_make("127.0.0.1");
    assert_status(client_post(&f, "/work", "", "ms=1"), 200);
    for (int i = 1; i < MANY; i++) assert_status(client_read(fds[i], false), 503); /* one of each person */
    fixture_open(&f);
    assert_status(client_read(fds[0], false), 200);
    assert_true(fixture_in_flight(&f, 0));
    assert_status(client_get(&f, "/gate-make", ""), 200);
    for (int i = 0; i < MANY; i++) close(fds[i]);
}

static void test_of_several_persons_some_wait_for_what_is_made_and_the_rest_hears_so(void **state)
{
    static const char *const from[] = {"127.0.0.1", "127.0.0.2", "127.0.0.3", "127.0.0.4", "127.0.0.5"};
    (void)state;
    int fds[COUNT_OF(from)];
    fixture_shut(&f);
    for (size_t i = 0; i < COUNT_OF(from); i++) fds[i] = ask_to_make(from[i]);
    int refused = client_first(fds, COUNT_OF(from));
    assert_in_range(refused, 0, COUNT_OF(from) - 1);
    assert_status(client_read(fds[refused], false), 503);
    fixture_open(&f);
    for (int i = 0; i < (int)COUNT_OF(from); i++) {
        if (i != refused) assert_status(client_read(fds[i], false), 200);
        close(fds[i]);
    }
}

static void test_work_that_waits_for_who_left_is_not_done(void **state)
{
    (void)state;
    int fds[2], more[5], before = fixture_count(&f);
    fixture_shut(&f);
    for (int i = 0; i < 2; i++) fds[i] = client_post_only(&f, "/gate-work", "");
    assert_true(fixture_stand(&f, 2));
    for (int i = 0; i < 5; i++) more[i] = client_post_only(&f, "/work-add", "ms=1");
    assert_true(fixture_in_flight(&f, 7));
    for (int i = 0; i < 4; i++) close(more[i]);
    fixture_open(&f);
    for (int i = 0; i < 2; i++) {
        assert_status(client_read(fds[i], false), 200);
        close(fds[i]);
    }
    assert_status(client_read(more[4], false), 303);
    close(more[4]);
    assert_true(fixture_in_flight(&f, 0));
    assert_int_equal(fixture_count(&f), before + 1);
    canary(&f);
}

/* The change stands, whoever is there to hear of it; and nothing of the request is used after it is gone. */
static void test_a_writer_who_hangs_up_does_no_harm(void **state)
{
    (void)state;
    int before = fixture_count(&f);
    fixture_shut(&f);
    int first = client_post_only(&f, "/gate-add", "");
    assert_true(fixture_stand(&f, 1));
    for (int i = 0; i < 10; i++) close(client_post_only(&f, "/add", ""));
    canary(&f);
    close(first);
    fixture_open(&f);
    for (int i = 0; i < 500 && fixture_count(&f) < before + 11; i++) nap(20);
    assert_int_equal(fixture_count(&f), before + 11);
    canary(&f);
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
    for (int i = 0; i < 500 && writer_stats(f.writer).notes < before.notes + (uint64_t)taken - 1; i++) nap(20);
    struct writer_stats after = writer_stats(f.writer);
    assert_true(taken >= 1024);
    assert_int_equal(after.notes - before.notes, taken - 1); /* one fails */
    assert_int_equal(after.notes_lost - before.notes_lost, 3000 - taken + 1);
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
        cmocka_unit_test_setup_teardown(test_what_another_program_makes_keeps_nobody_from_slow_work, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_of_several_persons_some_wait_for_what_is_made_and_the_rest_hears_so,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_work_that_waits_for_who_left_is_not_done, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_writer_who_hangs_up_does_no_harm, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_what_was_not_committed_is_never_acknowledged, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_notes_are_written_in_batches_and_counted_when_lost, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("writers", tests, NULL, NULL);
}
