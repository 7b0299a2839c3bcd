/* The helpers that run beside the HTTP threads. */
#include "tests/kb_test.h"

#include "kb/base/clock.h"
#include "kb/http/desk.h"
#include "kb/http/keeper.h"
#include "kb/http/pool.h"

#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

static void nap(int ms)
{
    nanosleep(&(struct timespec){ms / 1000, (ms % 1000) * 1000000L}, NULL);
}

static atomic_int often, failing;

static err_code run_often(void *ctx, kb_err *err)
{
    (void)ctx, (void)err;
    atomic_fetch_add(&often, 1);
    return OK;
}

static err_code run_failing(void *ctx, kb_err *err)
{
    (void)ctx;
    atomic_fetch_add(&failing, 1);
    return err_set(err, ERR_IO, "as it should");
}

static void test_the_keeper_runs_each_task_at_its_own_pace_and_goes_on_after_a_failure(void **state)
{
    (void)state;
    static const struct keeper_task tasks[] = {
        {"often", 20, run_often}, {"failing", 60, run_failing}, {"never", 100000, run_failing}};
    struct keeper *k = NULL;
    kb_err err = {0};
    assert_ok(keeper_start(&k, tasks, 3, NULL, NULL, &err), &err);
    nap(500);
    int64_t began = clock_monotonic_ms();
    keeper_stop(k);
    assert_true(clock_monotonic_ms() - began < 2000);
    assert_true(atomic_load(&failing) >= 2);
    assert_true(atomic_load(&often) > atomic_load(&failing));
}

static atomic_int done;

static void work(void *ctx)
{
    nap(*(int *)ctx);
    atomic_fetch_add(&done, 1);
}

static void test_the_pool_refuses_beyond_its_queue_and_finishes_what_it_took(void **state)
{
    (void)state;
    struct pool *p = NULL;
    kb_err err = {0};
    int ms = 150, taken = 0;
    assert_ok(pool_start(&p, 1, 2, &err), &err);
    taken += pool_submit(p, work, &ms, &err) == OK;
    nap(50);
    for (int i = 0; i < 5; i++) taken += pool_submit(p, work, &ms, &err) == OK;
    assert_int_equal(err.code, ERR_BUSY);
    pool_stop(p);
    assert_int_equal(taken, 3);
    assert_int_equal(atomic_load(&done), 3);
}

static int opened, closed, begun, paused, ended;

static err_code open_one(void *ctx, struct desk *desk, kb_err *err)
{
    (void)ctx, (void)desk, (void)err;
    opened++;
    return OK;
}

static err_code begin_one(void *ctx, struct desk *desk, kb_err *err)
{
    (void)ctx, (void)desk;
    return ++begun == 3 ? err_set(err, ERR_IO, "lost") : OK;
}

static void pause_one(void *ctx, struct desk *desk)
{
    (void)ctx, (void)desk;
    paused++;
}

static void end_one(void *ctx, struct desk *desk)
{
    (void)ctx, (void)desk;
    ended++;
}

static void close_one(void *ctx, struct desk *desk)
{
    (void)ctx, (void)desk;
    closed++;
}

static void written(struct desk_pool *pool)
{
    desk_pool_writing(pool, true);
    desk_pool_writing(pool, false);
}

static void test_desks_are_opened_once_and_thrown_away_when_they_break(void **state)
{
    (void)state;
    struct desk_pool *pool = NULL;
    struct desk *one = NULL, *two = NULL;
    kb_err err = {0};
    const struct desk_maker maker = {.open = open_one, .close = close_one, .begin = begin_one};
    opened = closed = begun = 0;
    assert_ok(desk_pool_new(&pool, &maker, 1, 30, &err), &err);
    assert_ok(desk_borrow(pool, &one, &err), &err);
    assert_int_equal(desk_borrow(pool, &two, &err), ERR_BUSY);
    desk_return(pool, one);
    assert_ok(desk_borrow(pool, &one, &err), &err);
    desk_return(pool, one);
    assert_int_equal(opened, 1);
    assert_int_equal(begun, 1);
    for (; begun < 2; desk_return(pool, one)) {
        written(pool);
        assert_ok(desk_borrow(pool, &one, &err), &err);
    }
    written(pool);
    assert_int_equal(desk_borrow(pool, &one, &err), ERR_IO); /* the third begin */
    assert_int_equal(closed, 1);
    assert_ok(desk_borrow(pool, &one, &err), &err);
    assert_int_equal(opened, 2);
    assert_int_equal(desk_pool_busy(pool), 1);
    desk_return(pool, one);
    desk_pool_free(pool);
    assert_int_equal(closed, 2);
}

static void use_once(struct desk_pool *pool)
{
    struct desk *desk = NULL;
    kb_err err = {0};
    assert_ok(desk_borrow(pool, &desk, &err), &err);
    desk_return(pool, desk);
}

static void test_a_desk_keeps_its_view_until_somebody_writes(void **state)
{
    (void)state;
    struct desk_pool *pool = NULL;
    struct desk *desk = NULL;
    kb_err err = {0};
    const struct desk_maker maker = {
        .open = open_one, .close = close_one, .begin = begin_one, .pause = pause_one, .end = end_one};
    begun = 10; /* none of these is the third */
    paused = ended = 0;
    assert_ok(desk_pool_new(&pool, &maker, 1, 30, &err), &err);
    use_once(pool);
    use_once(pool);
    assert_int_equal(begun, 11);
    assert_int_equal(paused, 2);
    assert_int_equal(ended, 0);
    desk_pool_writing(pool, true); /* of an idle desk it ends now */
    assert_int_equal(ended, 1);
    use_once(pool); /* and in between none is kept */
    assert_int_equal(begun, 12);
    assert_int_equal(ended, 2);
    desk_pool_writing(pool, false);
    assert_int_equal(ended, 2);
    assert_ok(desk_borrow(pool, &desk, &err), &err);
    assert_int_equal(begun, 13);
    written(pool); /* of a borrowed one when it comes back */
    assert_int_equal(ended, 2);
    desk_return(pool, desk);
    assert_int_equal(ended, 3);
    use_once(pool);
    assert_int_equal(begun, 14);
    desk_pool_free(pool);
    assert_int_equal(ended, 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_the_keeper_runs_each_task_at_its_own_pace_and_goes_on_after_a_failure),
        TEST(test_the_pool_refuses_beyond_its_queue_and_finishes_what_it_took),
        TEST(test_desks_are_opened_once_and_thrown_away_when_they_break),
        TEST(test_a_desk_keeps_its_view_until_somebody_writes),
    };
    return cmocka_run_group_tests_name("keeper, pool, desks", tests, NULL, NULL);
}
