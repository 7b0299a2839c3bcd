#include "tests/kb_test.h"

#include "kb/http/resets.h"

#include <stdio.h>
#include <string.h>

static struct resets *r;
static arena *a;
static struct resets_asked asked[RESETS_PLACES];

static int set_up(void **state)
{
    kb_err err = {0};
    (void)state;
    a = arena_new(1024 * 1024);
    return a && resets_new(&r, &err) == OK ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    resets_free(r);
    arena_free(a);
    return 0;
}

static void test_a_name_waits_once_and_is_taken_once_oldest_first(void **state)
{
    (void)state;
    resets_ask(r, RESETS_PASSWORD, TEXT("rosamunde"));
    resets_ask(r, RESETS_PASSWORD, TEXT("els"));
    resets_ask(r, RESETS_PASSWORD, TEXT("rosamunde"));
    assert_int_equal(resets_take(r, a, asked), 2);
    assert_string_equal(asked[0].name, "rosamunde");
    assert_string_equal(asked[1].name, "els");
    assert_int_equal(resets_take(r, a, asked), 0);
    resets_ask(r, RESETS_PASSWORD, TEXT("rosa")); /* a shorter one in the place of a longer one */
    assert_int_equal(resets_take(r, a, asked), 1);
    assert_string_equal(asked[0].name, "rosa");
}

static void test_a_password_and_a_second_factor_of_one_name_wait_apart(void **state)
{
    (void)state;
    resets_ask(r, RESETS_PASSWORD, TEXT("rosa"));
    resets_ask(r, RESETS_SECOND, TEXT("rosa"));
    resets_ask(r, RESETS_SECOND, TEXT("rosa"));
    assert_int_equal(resets_take(r, a, asked), 2);
    assert_int_equal(asked[0].what, RESETS_PASSWORD);
    assert_int_equal(asked[1].what, RESETS_SECOND);
}

static void test_what_can_be_nobodys_does_not_wait(void **state)
{
    (void)state;
    char longest[RESETS_NAME_MAX];
    memset(longest, 'x', sizeof longest);
    resets_ask(r, RESETS_PASSWORD, TEXT(""));
    resets_ask(r, RESETS_PASSWORD, text_of(longest, sizeof longest));
    assert_int_equal(resets_take(r, a, asked), 0);
    resets_ask(r, RESETS_PASSWORD, text_of(longest, sizeof longest - 1));
    assert_int_equal(resets_take(r, a, asked), 1);
}

static void test_a_full_list_loses_the_newcomer_and_has_room_again(void **state)
{
    (void)state;
    char name[16];
    for (int i = 0; i <= RESETS_PLACES; i++) {
        snprintf(name, sizeof name, "naam%d", i);
        resets_ask(r, RESETS_PASSWORD, text_str(name));
    }
    assert_int_equal(resets_take(r, a, asked), RESETS_PLACES);
    assert_string_equal(asked[0].name, "naam0");
    assert_string_equal(asked[RESETS_PLACES - 1].name, "naam127");
    resets_ask(r, RESETS_PASSWORD, text_str(name));
    assert_int_equal(resets_take(r, a, asked), 1);
}

/* Who fails, with what; the others are written down. */
struct helping {
    const char *who;
    err_code code;
    char helped[64];
};

static err_code help(void *ctx, const struct resets_asked *one, kb_err *err)
{
    struct helping *h = ctx;
    if (!strcmp(one->name, h->who)) return err_set(err, h->code, "of %s", one->name);
    strcat(strcat(h->helped, one->name), " ");
    return OK;
}

static err_code help_all(struct helping *h)
{
    kb_err err = {0};
    err_code code = resets_each(r, help, h, &err);
    assert_int_equal(err.code, code);
    return code;
}

static void test_one_that_cannot_be_written_down_waits_again_and_costs_the_others_nothing(void **state)
{
    (void)state;
    struct helping h = {.who = "els", .code = ERR_FULL};
    resets_ask(r, RESETS_PASSWORD, TEXT("rosa"));
    resets_ask(r, RESETS_SECOND, TEXT("els"));
    resets_ask(r, RESETS_PASSWORD, TEXT("piet"));
    assert_int_equal(help_all(&h), ERR_FULL);
    assert_string_equal(h.helped, "rosa piet ");
    h = (struct helping){.who = ""};
    assert_int_equal(help_all(&h), OK);
    assert_string_equal(h.helped, "els ");
    assert_false(resets_any(r));
}

static void test_one_that_is_refused_does_not_wait_for_ever(void **state)
{
    (void)state;
    struct helping h = {.who = "els", .code = ERR_INVALID};
    resets_ask(r, RESETS_PASSWORD, TEXT("els"));
    assert_int_equal(help_all(&h), ERR_INVALID);
    assert_false(resets_any(r));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_a_name_waits_once_and_is_taken_once_oldest_first, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_password_and_a_second_factor_of_one_name_wait_apart, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_what_can_be_nobodys_does_not_wait, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_full_list_loses_the_newcomer_and_has_room_again, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_one_that_cannot_be_written_down_waits_again_and_costs_the_others_nothing,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_one_that_is_refused_does_not_wait_for_ever, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("resets", tests, NULL, NULL);
}
