#include "tests/kb_test.h"

#include "kb/base/buf.h"
#include "kb/base/cleanup.h"
#include "kb/domain/practice.h"

static void expect_required(enum practice_kind kind, const char *keys)
{
    const struct practice_section *s;
    size_t n = practice_sections(kind, &s);
    _cleanup_(buf_release)
    struct buf found = buf_new(4096);
    for (size_t i = 0; i < n; i++)
        if (s[i].required) buf_printf(&found, "%s%s", found.len ? " " : "", s[i].key);
    assert_string_equal(buf_cstr(&found), keys);
}

static void test_each_kind_asks_its_own_sections(void **state)
{
    (void)state;
    expect_required(PRACTICE_WERKWIJZE, "doe-dit waarom");
    expect_required(PRACTICE_TAAKVERDELING, "kaart-eerste-lijn kaart-tweede-lijn kaart-overdragen-als grens waarom");
    expect_required(PRACTICE_PLAN, "wat-verandert-er wie-draagt-het geld-of-mensen werkt-het");
}

static void test_sections_are_found_by_key_and_by_heading_in_every_kind(void **state)
{
    (void)state;
    for (unsigned kind = 0; kind < PRACTICE_KIND__COUNT; kind++) {
        const struct practice_section *s;
        size_t n = practice_sections((enum practice_kind)kind, &s);
        uint32_t seen = 0;
        assert_in_range(n, 1, PRACTICE_SECTIONS_MAX);
        for (size_t i = 0; i < n; i++) {
            assert_ptr_equal(practice_section_find((enum practice_kind)kind, text_str(s[i].key)), &s[i]);
            assert_ptr_equal(practice_section_titled((enum practice_kind)kind, text_str(s[i].title)), &s[i]);
            uint32_t bit = practice_section_bit((enum practice_kind)kind, text_str(s[i].key));
            assert_true(bit != 0 && (seen & bit) == 0);
            seen |= bit;
            assert_int_equal(s[i].card, text_starts(text_str(s[i].key), TEXT("kaart-")));
            assert_true(s[i].max > 0 && s[i].max <= PRACTICE_MARKDOWN_MAX);
        }
        assert_non_null(practice_section_find((enum practice_kind)kind, TEXT("tekst")));
    }
}

static void test_headings_are_found_whatever_their_case_and_space(void **state)
{
    (void)state;
    assert_string_equal(practice_section_titled(PRACTICE_WERKWIJZE, TEXT(" DOE DIT "))->key, "doe-dit");
    assert_null(practice_section_titled(PRACTICE_WERKWIJZE, TEXT("De grens")));
    assert_null(practice_section_find(PRACTICE_PLAN, TEXT("doe-dit")));
    assert_int_equal(practice_section_bit(PRACTICE_PLAN, TEXT("doe-dit")), 0);
    assert_true(practice_section_known(TEXT("doe-dit")));
    assert_true(practice_section_known(TEXT("werkt-het")));
    assert_false(practice_section_known(TEXT("")));
    assert_false(practice_section_known(TEXT("zomaar")));
}

static void test_a_value_that_is_no_kind_has_nothing(void **state)
{
    (void)state;
    const struct practice_section *s;
    enum practice_kind none = PRACTICE_KIND__COUNT, kind = PRACTICE_PLAN;
    assert_int_equal(practice_sections(none, &s), 0);
    assert_null(practice_section_find(none, TEXT("tekst")));
    assert_string_equal(practice_kind_slug(none), "");
    assert_false(practice_kind_from_slug(TEXT("Plan"), &kind));
    assert_false(practice_kind_from_slug(TEXT(""), &kind));
    assert_int_equal(kind, PRACTICE_PLAN);
}

static void test_kinds_are_read_back(void **state)
{
    (void)state;
    for (unsigned k = 0; k < PRACTICE_KIND__COUNT; k++) {
        enum practice_kind back = PRACTICE_KIND__COUNT;
        assert_true(practice_kind_from_slug(text_str(practice_kind_slug((enum practice_kind)k)), &back));
        assert_int_equal(back, k);
    }
}

static void test_numbers_are_read_as_they_are_written(void **state)
{
    (void)state;
    char out[PRACTICE_NUMBER_BYTES];
    for (int order = 1; order <= 2000; order++) {
        struct practice_number back;
        const char *written = practice_number_format((struct practice_number){2026, order}, out);
        assert_true(practice_number_parse(text_str(written), &back));
        assert_int_equal(back.year, 2026);
        assert_int_equal(back.order, order);
    }
    assert_string_equal(practice_number_format((struct practice_number){2026, 14}, out), "2026-014");
    assert_string_equal(practice_number_format((struct practice_number){2026, 1000}, out), "2026-1000");
    assert_string_equal(practice_number_format((struct practice_number){2026, 0}, out), "");
    assert_string_equal(practice_number_format((struct practice_number){1999, 1}, out), "");
}

static void test_what_only_looks_like_a_number_is_none(void **state)
{
    (void)state;
    static const char *const wrong[] = {"",
                                        "2026",
                                        "2026-",
                                        "2026-14",
                                        "2026-0014",
                                        "2026-000",
                                        " 2026-014",
                                        "2026-014 ",
                                        "2026_014",
                                        "1999-014",
                                        "2026-01a",
                                        "+026-014",
                                        "2026--14",
                                        "026-014",
                                        "20260-14",
                                        "2026-1e33",
                                        "2026-99999999999999999999"};
    struct practice_number n;
    for (size_t i = 0; i < COUNT_OF(wrong); i++)
        if (practice_number_parse(text_str(wrong[i]), &n)) fail_msg("\"%s\" is read as a number", wrong[i]);
}

static void test_a_brief_has_at_most_sixty_words(void **state)
{
    (void)state;
    _cleanup_(buf_release)
    struct buf words = buf_new(8192);
    for (int i = 0; i < PRACTICE_BRIEF_WORDS; i++) buf_str(&words, "één ");
    assert_null(practice_brief_wrong(buf_text(&words)));
    buf_str(&words, "meer");
    assert_string_equal(practice_brief_wrong(buf_text(&words)), "too-many-words");
    assert_null(practice_brief_wrong(TEXT("")));
    assert_string_equal(practice_brief_wrong(TEXT("a\xFF")), "not-text");
}

static void test_a_title_has_at_most_300_characters_however_wide(void **state)
{
    (void)state;
    _cleanup_(buf_release)
    struct buf title = buf_new(8192);
    for (int i = 0; i < PRACTICE_TITLE_MAX; i++) buf_str(&title, "😀");
    assert_null(practice_title_wrong(buf_text(&title)));
    buf_str(&title, "x");
    assert_string_equal(practice_title_wrong(buf_text(&title)), "too-long");
    _cleanup_(buf_release)
    struct buf narrow = buf_new(8192);
    for (int i = 0; i <= PRACTICE_TITLE_MAX; i++) buf_str(&narrow, "x");
    assert_string_equal(practice_title_wrong(buf_text(&narrow)), "too-long");
    assert_string_equal(practice_title_wrong(TEXT("a\nb")), "one-line");
    assert_string_equal(practice_title_wrong(text_of("a\0b", 3)), "not-text");
}

static void test_a_section_has_its_own_ceiling(void **state)
{
    (void)state;
    const struct practice_section *card = practice_section_find(PRACTICE_WERKWIJZE, TEXT("kaart-binnen"));
    const struct practice_section *part = practice_section_find(PRACTICE_WERKWIJZE, TEXT("doe-dit"));
    _cleanup_(buf_release)
    struct buf body = buf_new((size_t)256 * 1024);
    memset(buf_reserve(&body, PRACTICE_MARKDOWN_MAX + 1), 'x', PRACTICE_MARKDOWN_MAX + 1);
    const char *bytes = body.ptr;
    assert_null(practice_section_wrong(card, text_of(bytes, PRACTICE_CARD_MAX)));
    assert_string_equal(practice_section_wrong(card, text_of(bytes, PRACTICE_CARD_MAX + 1)), "too-long");
    assert_null(practice_section_wrong(part, text_of(bytes, PRACTICE_MARKDOWN_MAX)));
    assert_string_equal(practice_section_wrong(part, text_of(bytes, PRACTICE_MARKDOWN_MAX + 1)), "too-long");
}

static void test_stages_are_read_back_in_both_languages(void **state)
{
    (void)state;
    for (unsigned s = STAGE_DRAFT; s < STAGE__COUNT; s++) {
        enum stage english = STAGE_NONE, dutch = STAGE_NONE;
        assert_true(stage_from_slug(text_str(stage_slug((enum stage)s)), &english));
        assert_true(stage_from_slug(text_str(stage_slug_nl((enum stage)s)), &dutch));
        assert_int_equal(english, s);
        assert_int_equal(dutch, s);
    }
    enum stage none = STAGE_DUE;
    assert_false(stage_from_slug(TEXT(""), &none));
    assert_int_equal(none, STAGE_DUE);
}

static void test_the_reader_sees_four_dots(void **state)
{
    (void)state;
    assert_int_equal(stage_dot(STAGE_RETURNED, LINE_CANDIDATE, false), DOT_DRAFT);
    assert_int_equal(stage_dot(STAGE_PROPOSAL, LINE_CANDIDATE, true), DOT_PROPOSAL);
    assert_int_equal(stage_dot(STAGE_TALKS, LINE_CANDIDATE, true), stage_dot(STAGE_IN_ROUND, LINE_CANDIDATE, true));
    assert_int_equal(stage_dot(STAGE_DEFERRED, LINE_CANDIDATE, true), DOT_RECOMMENDATION);
    assert_int_equal(stage_dot(STAGE_EXPIRED, LINE_ADOPTED, true), DOT_BEST_PRACTICE);
    assert_int_equal(stage_dot(STAGE_WITHDRAWN, LINE_ADOPTED, true), DOT_BEST_PRACTICE);
    assert_int_equal(stage_dot(STAGE_WITHDRAWN, LINE_CANDIDATE, true), DOT_PROPOSAL);
    assert_int_equal(stage_dot(STAGE_WITHDRAWN, LINE_CANDIDATE, false), DOT_DRAFT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_each_kind_asks_its_own_sections),
        TEST(test_sections_are_found_by_key_and_by_heading_in_every_kind),
        TEST(test_headings_are_found_whatever_their_case_and_space),
        TEST(test_a_value_that_is_no_kind_has_nothing),
        TEST(test_kinds_are_read_back),
        TEST(test_numbers_are_read_as_they_are_written),
        TEST(test_what_only_looks_like_a_number_is_none),
        TEST(test_a_brief_has_at_most_sixty_words),
        TEST(test_a_title_has_at_most_300_characters_however_wide),
        TEST(test_a_section_has_its_own_ceiling),
        TEST(test_stages_are_read_back_in_both_languages),
        TEST(test_the_reader_sees_four_dots),
    };
    return cmocka_run_group_tests_name("practice", tests, NULL, NULL);
}
