#include "tests/kb_test.h"

#include "kb/http/flood.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

enum { RATE = 10, BURST = 50, SECOND = 1000000 };

static struct flood *f;
static const int64_t start = 77 * (int64_t)SECOND;

static int set_up(void **state)
{
    kb_err err = {0};
    (void)state;
    return flood_new(&f, RATE, BURST, &err) == OK ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    flood_free(f);
    f = NULL;
    return 0;
}

static int asked(const char *address, int times, int64_t now)
{
    int let_in = 0;
    for (int i = 0; i < times; i++) let_in += !flood_ask(f, text_str(address), now);
    return let_in;
}

static void test_a_burst_is_let_in_and_then_so_many_a_second(void **state)
{
    (void)state;
    assert_int_equal(asked("192.0.2.1", 1000, start), BURST);
    assert_int_equal(flood_ask(f, TEXT("192.0.2.1"), start), 1);
    assert_int_equal(asked("192.0.2.1", 1000, start + SECOND), RATE);
    assert_int_equal(asked("192.0.2.1", 1000, start + 4 * (int64_t)SECOND), 3 * RATE);
    assert_int_equal(asked("192.0.2.1", 1000, start + 100 * (int64_t)SECOND), BURST); /* never more than that */
}

static void test_one_place_takes_nothing_from_another(void **state)
{
    (void)state;
    assert_int_equal(asked("192.0.2.1", 1000, start), BURST);
    assert_int_equal(asked("192.0.2.2", 1000, start), BURST);
    assert_int_equal(asked("2001:db8:1:2::1", 1000, start), BURST);
    assert_int_equal(asked("2001:db8:1:2::2", 1000, start), 0); /* the same network */
    assert_int_equal(asked("2001:db8:1:3::1", 1000, start), BURST);
}

static void test_who_asks_at_the_rate_never_waits(void **state)
{
    (void)state;
    for (int64_t i = 0; i < 5000; i++)
        assert_int_equal(flood_ask(f, TEXT("192.0.2.1"), start + i * (SECOND / RATE)), 0);
}

static void test_many_places_do_not_free_the_one_that_floods(void **state)
{
    (void)state;
    assert_int_equal(asked("192.0.2.1", 1000, start), BURST);
    for (int i = 0; i < 60000; i++) {
        char address[40];
        snprintf(address, sizeof address, "10.1.%d.%d", i >> 8, i & 255);
        assert_int_equal(flood_ask(f, text_str(address), start), 0);
    }
    assert_int_equal(asked("192.0.2.1", 1000, start), 0);
}

static void test_no_address_and_no_limit_are_not_limited(void **state)
{
    (void)state;
    struct flood *none = NULL;
    kb_err err = {0};
    assert_int_equal(asked("", 1000, start), 1000);
    assert_ok(flood_new(&none, 0, 0, &err), &err);
    assert_null(none);
    assert_int_equal(flood_ask(none, TEXT("192.0.2.1"), start), 0);
}

static void *ask_much(void *let_in)
{
    atomic_fetch_add((atomic_int *)let_in, asked("192.0.2.1", 2000, start));
    return NULL;
}

/* Who meets others at every try is let in: that is rare, and costs nothing. */
static void test_threads_count_together(void **state)
{
    (void)state;
    pthread_t threads[4];
    atomic_int let_in = 0;
    for (size_t i = 0; i < 4; i++) assert_int_equal(pthread_create(&threads[i], NULL, ask_much, &let_in), 0);
    for (size_t i = 0; i < 4; i++) pthread_join(threads[i], NULL);
    assert_true(atomic_load(&let_in) >= BURST && atomic_load(&let_in) < 2 * BURST);
}

#define FRESH(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        FRESH(test_a_burst_is_let_in_and_then_so_many_a_second),
        FRESH(test_one_place_takes_nothing_from_another),
        FRESH(test_who_asks_at_the_rate_never_waits),
        FRESH(test_many_places_do_not_free_the_one_that_floods),
        FRESH(test_no_address_and_no_limit_are_not_limited),
        FRESH(test_threads_count_together),
    };
    return cmocka_run_group_tests_name("flood", tests, NULL, NULL);
}
