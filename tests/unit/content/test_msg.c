#include "tests/kb_test.h"

#include "content/html.h"
#include "content/msg.h"
#include "kb/base/cleanup.h"

static void test_every_key_is_found_again_by_its_name(void **state)
{
    (void)state;
    assert_true(MSG__COUNT > 40);
    for (int i = MSG_NONE + 1; i < MSG__COUNT; i++) assert_int_equal(msg_find(msg_key((enum msg)i)), i);
    assert_int_equal(msg_find(TEXT("error.go_home")), MSG_ERROR_GO_HOME);
    assert_int_equal(msg_find2(TEXT("reason."), TEXT("required")), MSG_REASON_REQUIRED);
}

static void test_unknown_key_and_number_give_nothing(void **state)
{
    (void)state;
    assert_int_equal(msg_find(TEXT("error.go_hom")), MSG_NONE);
    assert_int_equal(msg_find(TEXT("error.go_home2")), MSG_NONE);
    assert_int_equal(msg_find(TEXT("")), MSG_NONE);
    assert_int_equal(msg_find2(TEXT("reason."), TEXT("")), MSG_NONE);
    assert_int_equal(msg_text(LANG_NL, MSG_NONE).len, 0);
    assert_int_equal(msg_text(LANG_NL, (enum msg)(MSG__COUNT + 5)).len, 0);
    assert_int_equal(msg_key((enum msg)(MSG__COUNT + 5)).len, 0);
}

static void test_one_and_more_take_their_own_form(void **state)
{
    (void)state;
    _cleanup_(arena_free_p)
    arena *a = arena_new(1 << 16);
    assert_text(msg_make(a, LANG_NL, MSG_ERROR_COUNT, MSG_ARGS({TEXT("n"), TEXT("1")})),
                "Er is nog 1 ding dat je moet aanpassen");
    assert_text(msg_make(a, LANG_NL, MSG_ERROR_COUNT, MSG_ARGS({TEXT("n"), TEXT("0")})),
                "Er zijn nog 0 dingen die je moet aanpassen");
    assert_text(msg_make(a, LANG_NL, MSG_ERROR_COUNT, MSG_ARGS({TEXT("n"), TEXT("11")})),
                "Er zijn nog 11 dingen die je moet aanpassen");
}

static void test_place_without_argument_stays_as_written(void **state)
{
    (void)state;
    _cleanup_(arena_free_p)
    arena *a = arena_new(1 << 16);
    assert_text(msg_make(a, LANG_NL, MSG_ERROR_COUNT, NULL, 0), "Er zijn nog {n} dingen die je moet aanpassen");
}

static void test_argument_is_not_read_for_places_again(void **state)
{
    (void)state;
    _cleanup_(arena_free_p)
    arena *a = arena_new(1 << 16);
    assert_text(msg_make(a, LANG_NL, MSG_ERROR_COUNT, MSG_ARGS({TEXT("n"), TEXT("{n}")})),
                "Er zijn nog {n} dingen die je moet aanpassen");
}

static void test_escaping_writer_sees_every_piece(void **state)
{
    (void)state;
    _cleanup_(buf_release)
    struct buf out = buf_new(1024);
    msg_write(&out, html_text, LANG_NL, MSG_ERROR_COUNT, MSG_ARGS({TEXT("n"), TEXT("<b>")}));
    assert_text(buf_text(&out), "Er zijn nog &lt;b&gt; dingen die je moet aanpassen");
}

static void test_dutch_lacks_nothing(void **state)
{
    (void)state;
    enum msg first = MSG_NONE;
    if (msg_missing(LANG_NL, &first)) fail_msg("no sentence for %.*s", TEXT_FMT(msg_key(first)));
    assert_text(msg_lang_code(LANG_NL), "nl");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_every_key_is_found_again_by_its_name),
        TEST(test_unknown_key_and_number_give_nothing),
        TEST(test_one_and_more_take_their_own_form),
        TEST(test_place_without_argument_stays_as_written),
        TEST(test_argument_is_not_read_for_places_again),
        TEST(test_escaping_writer_sees_every_piece),
        TEST(test_dutch_lacks_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
