#include "tests/kb_test.h"

#include "kb/base/arena.h"
#include "kb/base/buf.h"
#include "kb/base/cleanup.h"

static void test_overlong_surrogate_and_too_large_sequences_are_not_valid(void **state)
{
    (void)state;
    assert_true(utf8_valid(TEXT("cliënt € 😀")));
    assert_int_equal(utf8_valid_until(TEXT("ab\xC0\x80")), 2);
    assert_int_equal(utf8_valid_until(TEXT("\xED\xA0\x80")), 0);
    assert_int_equal(utf8_valid_until(TEXT("\xF4\x90\x80\x80")), 0);
    assert_int_equal(utf8_valid_until(TEXT("x\xE2\x82")), 1);
}

static void test_every_scalar_value_survives_writing_and_reading(void **state)
{
    (void)state;
    for (uint32_t c = 0; c <= 0x110000; c++) {
        char bytes[4];
        size_t n = utf8_put(c, bytes), at = 0;
        uint32_t back = 0;
        if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) {
            assert_int_equal(n, 0);
            continue;
        }
        assert_true(utf8_next(text_of(bytes, n), &at, &back));
        assert_int_equal(back, c);
        assert_int_equal(at, n);
    }
}

static void test_clip_never_cuts_a_code_point(void **state)
{
    (void)state;
    assert_text(utf8_clip(TEXT("één"), 1), "");
    assert_text(utf8_clip(TEXT("één"), 2), "é");
    assert_text(utf8_clip(TEXT("één"), 3), "é");
    assert_text(utf8_clip(TEXT("één"), 99), "één");
}

static void test_words_are_counted_across_any_white_space(void **state)
{
    (void)state;
    assert_int_equal(text_word_count(TEXT("  Bel eerst\n\tde\u00A0advocaat. ")), 4);
    assert_int_equal(text_word_count(TEXT("")), 0);
}

static void test_numbers_over_their_maximum_are_refused(void **state)
{
    (void)state;
    uint64_t v = 0;
    assert_true(text_to_u64(TEXT("1000"), 1000, &v));
    assert_int_equal(v, 1000);
    assert_false(text_to_u64(TEXT("1001"), 1000, &v));
    assert_false(text_to_u64(TEXT("-1"), 1000, &v));
    assert_false(text_to_u64(TEXT(""), 1000, &v));
    assert_false(text_to_u64(TEXT("99999999999999999999999"), UINT64_MAX, &v));
    assert_true(text_to_u64(TEXT("18446744073709551615"), UINT64_MAX, &v));
    assert_false(text_to_u64(TEXT("7"), 5, &v));
}

static void test_lines_are_taken_one_by_one(void **state)
{
    (void)state;
    text rest = TEXT("a\n\nb\n"), part;
    assert_true(text_next(&rest, '\n', &part));
    assert_text(part, "a");
    assert_true(text_next(&rest, '\n', &part));
    assert_text(part, "");
    assert_true(text_next(&rest, '\n', &part));
    assert_text(part, "b");
    assert_false(text_next(&rest, '\n', &part));
}

static void test_buf_stops_at_its_ceiling_and_says_so(void **state)
{
    (void)state;
    _cleanup_(buf_release)
    struct buf b = buf_new(5);
    buf_str(&b, "abc");
    buf_printf(&b, "%d", 12);
    assert_false(b.failed);
    assert_string_equal(buf_cstr(&b), "abc12");
    buf_byte(&b, 'x');
    assert_true(b.failed);
    assert_string_equal(buf_cstr(&b), "abc12");
    assert_null(buf_take(&b, NULL));
}

static void test_arena_refuses_past_its_ceiling_and_overflowing_arrays(void **state)
{
    (void)state;
    _cleanup_(arena_free_p)
    arena *a = arena_new(100);
    assert_non_null(arena_alloc(a, 100));
    assert_null(arena_alloc(a, 1));
    assert_true(arena_failed(a));
    arena_clear(a);
    assert_false(arena_failed(a));
    assert_null(arena_array(a, SIZE_MAX / 2, 3));
}

static void test_two_strings_are_joined_and_nothing_joins_nothing(void **state)
{
    (void)state;
    _cleanup_(arena_free_p)
    arena *a = arena_new(100);
    assert_string_equal(arena_join(a, "/s/", "2026-014"), "/s/2026-014");
    assert_string_equal(arena_join(a, "", ""), "");
    assert_false(arena_failed(a));
    assert_null(arena_join(a, "/s/", NULL));
    assert_true(arena_failed(a));
}

static void test_err_names_every_wrong_field(void **state)
{
    (void)state;
    kb_err err = {0};
    err_add(&err, ERR_INVALID, "title", "required");
    assert_int_equal(err_field(&err, ERR_INVALID, "brief", "too-long"), ERR_INVALID);
    assert_int_equal(err.n_items, 2);
    assert_string_equal(err.items[1].field, "brief");
    assert_int_equal(err_http_status(err.code), 400);
}

static void test_nothing_is_found_in_an_empty_text_without_memory(void **state)
{
    (void)state;
    assert_int_equal(text_find(text_of(NULL, 0), TEXT("a"), 0), SIZE_MAX);
    assert_int_equal(text_find(text_of(NULL, 0), TEXT(""), 0), 0);
    assert_int_equal(text_find(TEXT("ab"), TEXT("abc"), 0), SIZE_MAX);
    assert_int_equal(text_find(TEXT("ab"), TEXT("b"), 1), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_overlong_surrogate_and_too_large_sequences_are_not_valid),
        TEST(test_every_scalar_value_survives_writing_and_reading),
        TEST(test_clip_never_cuts_a_code_point),
        TEST(test_words_are_counted_across_any_white_space),
        TEST(test_numbers_over_their_maximum_are_refused),
        TEST(test_lines_are_taken_one_by_one),
        TEST(test_buf_stops_at_its_ceiling_and_says_so),
        TEST(test_arena_refuses_past_its_ceiling_and_overflowing_arrays),
        TEST(test_two_strings_are_joined_and_nothing_joins_nothing),
        TEST(test_err_names_every_wrong_field),
        TEST(test_nothing_is_found_in_an_empty_text_without_memory),
    };
    return cmocka_run_group_tests_name("text, buf, arena, err", tests, NULL, NULL);
}
