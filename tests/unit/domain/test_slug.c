#include "tests/kb_test.h"

#include "kb/base/cleanup.h"
#include "kb/domain/slug.h"

#include <stdio.h>

static void expect(const char *title, const char *slug)
{
    char out[SLUG_MAX + 1];
    text made = slug_make(text_str(title), out);
    assert_text(made, slug);
    assert_string_equal(out, slug);
    if (made.len) assert_true(slug_valid(made));
}

static void test_a_title_becomes_words_with_single_hyphens(void **state)
{
    (void)state;
    expect("Huurverhoging: wat nu?", "huurverhoging-wat-nu");
    expect("  — Eén  loket (piket) —  ", "een-loket-piket");
    expect("Wet Wrb art. 12", "wet-wrb-art-12");
    expect("", "");
    expect("…?!", "");
}

static void test_accents_and_ligatures_are_folded(void **state)
{
    (void)state;
    expect("Coördinatie van cliënten: crème brûlée", "coordinatie-van-clienten-creme-brulee");
    expect("Łódź, Škoda, Ægir, œuvre, Straße, þing, ĳs, Ĳssel", "lodz-skoda-aegir-oeuvre-strasse-thing-ijs-ijssel");
    expect("cafe\xCC\x81 en cafe\xCC\x81s", "cafe-en-cafes");
    expect("Őrző", "orzo");
}

static void test_apostrophes_stay_inside_a_word_and_signs_are_said(void **state)
{
    (void)state;
    expect("Foto's en video’s", "fotos-en-videos");
    expect("Huur & consument", "huur-en-consument");
    expect("50% eigen bijdrage", "50-procent-eigen-bijdrage");
    expect("€ 100", "euro-100");
}

static void test_what_has_no_latin_letter_parts_words(void **state)
{
    (void)state;
    expect("a\xF0\x9F\x98\x80z", "a-z");
    expect("Привет huur", "huur");
    expect("a\xFFz", "a-z");
    expect("3 × 4", "3-4");
}

static void test_a_long_title_is_cut_between_two_words(void **state)
{
    (void)state;
    expect("aaaaaaaaa bbbbbbbbb ccccccccc ddddddddd eeeeeeeee fffffffff ggggg",
           "aaaaaaaaa-bbbbbbbbb-ccccccccc-ddddddddd-eeeeeeeee-fffffffff");
    expect("aaaaaaaaa bbbbbbbbb ccccccccc ddddddddd eeeeeeeee ffffffffffgg",
           "aaaaaaaaa-bbbbbbbbb-ccccccccc-ddddddddd-eeeeeeeee");
    expect("aaaaaaaaa bbbbbbbbb ccccccccc ddddddddd eeeeeeeee ffffffffff g",
           "aaaaaaaaa-bbbbbbbbb-ccccccccc-ddddddddd-eeeeeeeee-ffffffffff");
    char word[SLUG_MAX + 20], cut[SLUG_MAX + 1];
    memset(word, 'x', sizeof word);
    text made = slug_make(text_of(word, sizeof word), cut);
    assert_int_equal(made.len, SLUG_MAX);
}

static void test_only_slugs_are_valid(void **state)
{
    (void)state;
    static const char *const wrong[] = {"", "-a", "a-", "a--b", "A", "a b", "é", "a/b", "a.b"};
    for (size_t i = 0; i < COUNT_OF(wrong); i++) assert_false(slug_valid(text_str(wrong[i])));
    assert_true(slug_valid(TEXT("a")));
    assert_true(slug_valid(TEXT("huur-2026")));
}

static void test_numbers_are_read_as_they_are_written(void **state)
{
    (void)state;
    char out[NUMBER_BYTES];
    for (int order = 1; order <= 2000; order++) {
        struct slug_number back;
        const char *written = slug_number_format((struct slug_number){2026, order}, out);
        assert_true(slug_number_parse(text_str(written), &back));
        assert_int_equal(back.year, 2026);
        assert_int_equal(back.order, order);
    }
    assert_string_equal(slug_number_format((struct slug_number){2026, 14}, out), "2026-014");
    assert_string_equal(slug_number_format((struct slug_number){2026, 1000}, out), "2026-1000");
    assert_string_equal(slug_number_format((struct slug_number){2026, 0}, out), "");
    assert_string_equal(slug_number_format((struct slug_number){1999, 1}, out), "");
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
    struct slug_number n;
    for (size_t i = 0; i < COUNT_OF(wrong); i++)
        if (slug_number_parse(text_str(wrong[i]), &n)) fail_msg("\"%s\" is read as a number", wrong[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_a_title_becomes_words_with_single_hyphens),
        TEST(test_accents_and_ligatures_are_folded),
        TEST(test_apostrophes_stay_inside_a_word_and_signs_are_said),
        TEST(test_what_has_no_latin_letter_parts_words),
        TEST(test_a_long_title_is_cut_between_two_words),
        TEST(test_only_slugs_are_valid),
        TEST(test_numbers_are_read_as_they_are_written),
        TEST(test_what_only_looks_like_a_number_is_none),
    };
    return cmocka_run_group_tests_name("slug", tests, NULL, NULL);
}
