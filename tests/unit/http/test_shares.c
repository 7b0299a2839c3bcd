#include "tests/kb_test.h"

#include "kb/http/shares.h"

enum { IN_ALL = 6, OF_ONE = 2 };

static struct shares *s;

static int set_up(void **state)
{
    kb_err err = {0};
    (void)state;
    return shares_new(&s, IN_ALL, OF_ONE, &err) == OK ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    shares_free(s);
    return 0;
}

static void test_one_gets_so_many_and_takes_nothing_from_another(void **state)
{
    (void)state;
    struct share mine[3] = {0}, other = {0};
    assert_true(shares_take(&mine[0], s, TEXT("anna")));
    assert_true(shares_take(&mine[1], s, TEXT("anna")));
    assert_false(shares_take(&mine[2], s, TEXT("anna")));
    assert_null(mine[2].of);
    assert_true(shares_take(&other, s, TEXT("ann")));
}

static void test_all_together_get_so_many(void **state)
{
    static const char *const names[] = {"a", "b", "c", "d", "e", "f"};
    (void)state;
    struct share taken[IN_ALL] = {0}, more = {0};
    for (size_t i = 0; i < IN_ALL; i++) assert_true(shares_take(&taken[i], s, text_str(names[i])));
    assert_false(shares_take(&more, s, TEXT("g")));
    shares_give(&taken[3]);
    assert_true(shares_take(&more, s, TEXT("g")));
}

static void test_what_is_given_back_can_be_taken_again_and_is_given_once(void **state)
{
    (void)state;
    struct share mine[2] = {0}, again = {0};
    assert_true(shares_take(&mine[0], s, TEXT("anna")));
    assert_true(shares_take(&mine[1], s, TEXT("anna")));
    shares_give(&mine[0]);
    assert_true(shares_take(&again, s, TEXT("anna")));
    shares_give(&mine[0]); /* holds nothing any more */
    assert_false(shares_take(&mine[0], s, TEXT("anna")));
}

static void test_who_has_no_name_is_only_one_of_all(void **state)
{
    (void)state;
    struct share taken[IN_ALL] = {0}, more = {0};
    for (size_t i = 0; i < IN_ALL; i++) assert_true(shares_take(&taken[i], s, TEXT("")));
    assert_false(shares_take(&more, s, TEXT("")));
}

static void test_of_a_long_name_the_beginning_counts(void **state)
{
    (void)state;
    char name[SHARES_NAME_MAX + 10];
    struct share taken[3] = {0};
    memset(name, 'n', sizeof name);
    assert_true(shares_take(&taken[0], s, text_of(name, sizeof name)));
    assert_true(shares_take(&taken[1], s, text_of(name, SHARES_NAME_MAX)));
    assert_false(shares_take(&taken[2], s, text_of(name, sizeof name)));
}

#define OWN(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        OWN(test_one_gets_so_many_and_takes_nothing_from_another),
        OWN(test_all_together_get_so_many),
        OWN(test_what_is_given_back_can_be_taken_again_and_is_given_once),
        OWN(test_who_has_no_name_is_only_one_of_all),
        OWN(test_of_a_long_name_the_beginning_counts),
    };
    return cmocka_run_group_tests_name("shares", tests, NULL, NULL);
}
