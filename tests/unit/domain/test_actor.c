#include "tests/kb_test.h"

#include "kb/base/cleanup.h"
#include "kb/domain/policy.h"

static void test_roles_are_held_by_open_accounts_only(void **state)
{
    (void)state;
    struct actor_grant grants[] = {{ROLE_EDITOR, SCOPE_ORGANISATION, "hjl"}, {ROLE_LEAD, SCOPE_GROUP, "huur"}};
    struct actor a = {.person = "p", .grants = grants, .n_grants = COUNT_OF(grants)};
    assert_true(actor_holds(&a, ROLE_EDITOR) && actor_holds(&a, ROLE_LEAD));
    assert_false(actor_holds(&a, ROLE_MEMBER));
    a.disabled = true;
    assert_false(actor_holds(&a, ROLE_EDITOR) || actor_holds(&a, ROLE_LEAD));
}

static void test_a_role_within_the_wrong_thing_is_not_held(void **state)
{
    (void)state;
    struct actor_grant grants[] = {{ROLE_EDITOR, SCOPE_GROUP, "huur"}, {ROLE_LEAD, SCOPE_NETWORK, ""}};
    struct actor a = {.person = "p", .grants = grants, .n_grants = COUNT_OF(grants)};
    assert_false(actor_holds(&a, ROLE_EDITOR) || actor_holds(&a, ROLE_LEAD));
}

static void test_the_anonymous_reader_and_the_system_hold_no_role(void **state)
{
    (void)state;
    struct actor nobody = {0}, system = {.system = true};
    for (unsigned r = 0; r <= ROLE__COUNT; r++) {
        assert_false(actor_holds(&nobody, (enum role)r));
        assert_false(actor_holds(&system, (enum role)r));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_roles_are_held_by_open_accounts_only),
        TEST(test_a_role_within_the_wrong_thing_is_not_held),
        TEST(test_the_anonymous_reader_and_the_system_hold_no_role),
    };
    return cmocka_run_group_tests_name("actor", tests, NULL, NULL);
}
