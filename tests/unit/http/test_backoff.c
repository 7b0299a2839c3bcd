#include "tests/kb_test.h"

#include "kb/http/backoff.h"

#include <stdio.h>

static const kb_time start = 1000 * (kb_time)MS_DAY;

static struct backoff *b;
static kb_time now;

static int set_up(void **state)
{
    kb_err err = {0};
    (void)state;
    now = start;
    return backoff_new(&b, &err) == OK ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    backoff_free(b);
    return 0;
}

static struct backoff_attempt from(const char *address)
{
    return (struct backoff_attempt){.account = TEXT("rosa"), .address = text_str(address)};
}

static int try(struct backoff_attempt attempt)
{
    return backoff_begin(b, &attempt, now);
}

/* Tries as soon as it may, for so long; how often that was. */
static int keep_trying(struct backoff_attempt attempt, kb_time ms)
{
    int tried = 0;
    for (kb_time until = now + ms; now < until;) {
        int wait = try(attempt);
        tried += !wait;
        now += (kb_time)wait * MS_SECOND;
    }
    return tried;
}

static void exhaust(struct backoff_attempt attempt)
{
    while (!try(attempt)) continue;
}

static void test_five_attempts_are_free_and_then_the_wait_doubles_to_900_seconds(void **state)
{
    (void)state;
    static const int waits[] = {15, 30, 60, 120, 240, 480, 900, 900};
    for (int i = 0; i < BACKOFF_FREE; i++) assert_int_equal(try(from("192.0.2.1")), 0);
    for (size_t i = 0; i < sizeof waits / sizeof waits[0]; i++) {
        assert_int_equal(try(from("192.0.2.1")), waits[i]);
        now += (kb_time)waits[i] * MS_SECOND - 1;
        assert_int_equal(try(from("192.0.2.1")), 1);
        now += 1;
        assert_int_equal(try(from("192.0.2.1")), 0);
    }
    now += (kb_time)BACKOFF_FORGET_S * MS_SECOND;
    for (int i = 0; i < BACKOFF_FREE; i++) assert_int_equal(try(from("192.0.2.1")), 0);
}

static void test_a_stranger_at_one_place_makes_nobody_else_wait(void **state)
{
    (void)state;
    struct backoff_attempt owner = from("198.51.100.7");
    int tried = keep_trying(from("192.0.2.1"), MS_DAY);
    assert_true(tried > 90 && tried < 110); /* four in an hour */
    assert_int_equal(try(owner), 0);
    backoff_succeeded(b, &owner, now);
    assert_int_equal(try(owner), 0);
}

static void test_many_places_stop_strangers_for_a_while_and_a_known_device_never(void **state)
{
    (void)state;
    struct backoff_attempt known = from("192.0.2.1");
    known.device = TEXT("0123456789abcdef");
    for (int i = 0; i < BACKOFF_STRANGERS_MAX; i++) {
        char address[40];
        snprintf(address, sizeof address, "192.0.2.%d", i + 1);
        assert_int_equal(try(from(address)), 0);
    }
    assert_int_equal(try(from("203.0.113.9")), BACKOFF_STRANGERS_S);
    for (int i = 0; i < BACKOFF_FREE; i++) assert_int_equal(try(known), 0);
    assert_int_equal(try(known), BACKOFF_FIRST_S); /* it is no way to guess on */
    now += (kb_time)BACKOFF_STRANGERS_S * MS_SECOND;
    assert_int_equal(try(from("203.0.113.9")), 0);
}

static void test_a_place_that_tries_many_accounts_waits_and_its_known_devices_do_not(void **state)
{
    (void)state;
    struct backoff_attempt other = {.address = TEXT("192.0.2.1")}, known = from("192.0.2.1");
    known.device = TEXT("0123456789abcdef");
    for (int i = 0; i < BACKOFF_PLACE_MAX; i++) {
        char name[20];
        snprintf(name, sizeof name, "name-%d", i);
        other.account = text_str(name);
        assert_int_equal(try(other), 0);
    }
    assert_int_equal(try(from("192.0.2.1")), BACKOFF_PLACE_S);
    assert_int_equal(try(known), 0);
    assert_int_equal(try(from("192.0.2.2")), 0);
}

static void test_ipv6_addresses_of_one_network_are_one_place(void **state)
{
    (void)state;
    exhaust(from("2001:db8:1:2::1"));
    assert_true(try(from("2001:db8:1:2:ffff::9")) > 0);
    assert_int_equal(try(from("2001:db8:1:3::1")), 0);
}

static void test_a_right_password_forgives_its_own_place_and_not_the_guesses_of_others(void **state)
{
    (void)state;
    struct backoff_attempt owner = from("198.51.100.7");
    for (int i = 0; i < BACKOFF_STRANGERS_MAX - 1; i++) {
        char address[40];
        snprintf(address, sizeof address, "192.0.2.%d", i + 1);
        assert_int_equal(try(from(address)), 0);
    }
    assert_int_equal(try(owner), 0);
    backoff_succeeded(b, &owner, now);
    assert_int_equal(try(owner), 0); /* the 25th again; its own counts anew */
    assert_int_equal(try(owner), BACKOFF_STRANGERS_S);
}

static void test_strangers_that_count_as_one_wait_wherever_they_are(void **state)
{
    (void)state;
    struct backoff_attempt here = from("192.0.2.1"), there = from("198.51.100.7");
    here.as_one = there.as_one = true;
    exhaust(here);
    assert_int_equal(try(there), BACKOFF_FIRST_S);
}

static void test_without_an_address_the_account_counts(void **state)
{
    (void)state;
    struct backoff_attempt other = from("");
    exhaust(from(""));
    assert_true(try(from("")) > 0);
    other.account = TEXT("piet");
    for (int i = 0; i < BACKOFF_FREE; i++) assert_int_equal(try(other), 0);
}

static void test_a_name_and_a_device_cannot_be_shifted_into_each_other(void **state)
{
    (void)state;
    struct backoff_attempt one = {.account = TEXT("ab"), .device = TEXT("c")};
    struct backoff_attempt other = {.account = TEXT("a"), .device = TEXT("bc")};
    exhaust(one);
    assert_int_equal(try(other), 0);
}

#define FRESH(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        FRESH(test_five_attempts_are_free_and_then_the_wait_doubles_to_900_seconds),
        FRESH(test_a_stranger_at_one_place_makes_nobody_else_wait),
        FRESH(test_many_places_stop_strangers_for_a_while_and_a_known_device_never),
        FRESH(test_a_place_that_tries_many_accounts_waits_and_its_known_devices_do_not),
        FRESH(test_ipv6_addresses_of_one_network_are_one_place),
        FRESH(test_a_right_password_forgives_its_own_place_and_not_the_guesses_of_others),
        FRESH(test_strangers_that_count_as_one_wait_wherever_they_are),
        FRESH(test_without_an_address_the_account_counts),
        FRESH(test_a_name_and_a_device_cannot_be_shifted_into_each_other),
    };
    return cmocka_run_group_tests_name("backoff", tests, NULL, NULL);
}
