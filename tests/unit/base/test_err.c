#include "tests/kb_test.h"

#include "kb/base/err.h"

static void test_what_need_not_be_there_is_no_failure(void **state)
{
    (void)state;
    bool there = false;
    kb_err said = {.code = ERR_NOT_FOUND, .cause = "no row"}, err = {0};
    assert_int_equal(err_optional(OK, &said, &there, &err), OK);
    assert_true(there);
    assert_int_equal(err_optional(ERR_NOT_FOUND, &said, &there, &err), OK);
    assert_false(there);
    assert_int_equal(err.code, OK);
    said = (kb_err){.code = ERR_IO, .cause = "the disk"};
    assert_int_equal(err_optional(ERR_IO, &said, &there, &err), ERR_IO);
    assert_false(there);
    assert_string_equal(err.cause, "the disk");
    assert_int_equal(err_optional(ERR_IO, &said, &there, NULL), ERR_IO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_need_not_be_there_is_no_failure),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
