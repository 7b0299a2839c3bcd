#include "tests/kb_test.h"

#include "content/diff.h"
#include "kb/base/buf.h"
#include "kb/base/cleanup.h"

static int set_up(void **state)
{
    *state = arena_new(256 << 20);
    return *state ? 0 : -1;
}

static int tear_down(void **state)
{
    arena_free(*state);
    return 0;
}

static err_code compared(text old_text, text new_text, arena *a, const struct diff **d, kb_err *err)
{
    size_t left = DIFF_TOKENS_MAX;
    return diff_texts(old_text, new_text, &left, a, d, err);
}

/* "a [-b-] {+c+}" */
static const char *shown(arena *a, text old_text, text new_text)
{
    static const char *const open[DIFF__COUNT] = {"", "[-", "{+"}, *const close[DIFF__COUNT] = {"", "-]", "+}"};
    kb_err err = {0};
    const struct diff *d = NULL;
    const char *all = "";
    assert_ok(compared(old_text, new_text, a, &d, &err), &err);
    for (size_t i = 0; i < d->n_pieces; i++)
        all = arena_printf(a, "%s%s%.*s%s", all, open[d->pieces[i].kind], TEXT_FMT(d->pieces[i].text),
                           close[d->pieces[i].kind]);
    return all;
}

static void test_one_changed_word_is_one_marked_word(void **state)
{
    assert_string_equal(shown(*state, TEXT("Bel eerst. De termijn is zes weken na de dag van het besluit. Klaar."),
                              TEXT("Bel eerst. De termijn is vier weken na de dag van het besluit. Klaar.")),
                        "Bel eerst. De termijn is [-zes -]{+vier +}weken na de dag van het besluit. Klaar.");
}

static void test_a_sentence_that_has_little_in_common_is_replaced_whole(void **state)
{
    assert_string_equal(shown(*state, TEXT("Een. De cliënt belt de gemeente zelf. Twee."),
                              TEXT("Een. Schrijf een brief aan UWV. Twee.")),
                        "Een. [-De cliënt belt de gemeente zelf. -]{+Schrijf een brief aan UWV. +}Twee.");
}

static void test_a_sentence_added_or_taken_out_stands_alone(void **state)
{
    assert_string_equal(shown(*state, TEXT("Een is dit. Drie is dat."), TEXT("Een is dit. Twee is zo. Drie is dat.")),
                        "Een is dit. {+Twee is zo. +}Drie is dat.");
    assert_string_equal(shown(*state, TEXT("Een.\n\nTwee.\n\nDrie."), TEXT("Een.\n\nDrie.")),
                        "Een.\n\n[-Twee.\n\n-]Drie.");
}

static void test_equal_and_empty_texts_have_no_changes(void **state)
{
    assert_string_equal(shown(*state, TEXT("Gelijk."), TEXT("Gelijk.")), "Gelijk.");
    assert_string_equal(shown(*state, TEXT(""), TEXT("")), "");
    assert_string_equal(shown(*state, TEXT(""), TEXT("Nieuw.")), "{+Nieuw.+}");
    assert_string_equal(shown(*state, TEXT("Oud."), TEXT("")), "[-Oud.-]");
}

static void test_other_line_breaks_alone_are_no_change_for_a_reader(void **state)
{
    assert_string_equal(
        shown(*state, TEXT("Een zin\nop twee regels. En nog een."), TEXT("Een zin op twee regels.\nEn nog een.")),
        "Een zin op twee regels.\nEn nog een.");
}

static void test_a_short_word_between_two_changes_does_not_cut_them(void **state)
{
    assert_string_equal(
        shown(*state, TEXT("Ga vandaag nog naar het loket in de stad voor advies over huur."),
              TEXT("Ga vandaag nog naar een balie in een dorp voor advies over huur.")),
        "Ga vandaag nog naar [-het loket in de stad -]{+een balie in een dorp +}voor advies over huur.");
}

static void test_changed_words_are_counted(void **state)
{
    kb_err err = {0};
    const struct diff *d = NULL;
    assert_ok(compared(TEXT("De termijn is zes weken."), TEXT("De termijn is nog maar vier weken."), *state, &d, &err),
              &err);
    assert_int_equal(d->words_removed, 1);
    assert_int_equal(d->words_added, 3);
    assert_false(d->coarse);
}

static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

static text random_text(arena *a, uint32_t *seed)
{
    static const char *const parts[] = {"de ", "huur ", "zes",     ". ", ".\n", "\n\n",    "- ",
                                        "(",   "\x01",  "cliënt ", "  ", "t",   "<<<<<<< "};
    const char *all = "";
    for (uint32_t n = next_random(seed) % 40; n; n--)
        all = arena_printf(a, "%s%s", all, parts[next_random(seed) % COUNT_OF(parts)]);
    return text_str(all);
}

static text without(arena *a, const struct diff *d, enum diff_kind left_out)
{
    const char *all = "";
    for (size_t i = 0; i < d->n_pieces; i++)
        if (d->pieces[i].kind != left_out) all = arena_printf(a, "%s%.*s", all, TEXT_FMT(d->pieces[i].text));
    return text_str(all);
}

static const char *squeezed(arena *a, text t)
{
    char *out = arena_text_str(a, t), *to = out;
    for (const char *c = out; *c; c++)
        if (!strchr(" \n", *c)) *to++ = *c;
    *to = '\0';
    return out;
}

static void test_the_pieces_always_give_back_both_texts(void **state)
{
    (void)state;
    uint32_t seed = 7;
    for (int i = 0; i < 2000; i++) {
        arena *a = arena_new(16 << 20);
        kb_err err = {0};
        const struct diff *d = NULL;
        text old_text = random_text(a, &seed), new_text = random_text(a, &seed);
        assert_ok(compared(old_text, new_text, a, &d, &err), &err);
        if (!text_eq(without(a, d, DIFF_REMOVED), new_text))
            fail_msg("old {%.*s} new {%.*s} shown {%s}", TEXT_FMT(old_text), TEXT_FMT(new_text),
                     shown(a, old_text, new_text));
        assert_string_equal(squeezed(a, without(a, d, DIFF_ADDED)), squeezed(a, old_text));
        for (size_t p = 1; p < d->n_pieces; p++) assert_true(d->pieces[p].kind != d->pieces[p - 1].kind);
        arena_free(a);
    }
}

static void fill(struct buf *out, const char *format, int factor)
{
    for (int i = 0; out->len + 64 < DIFF_TEXT_MAX / 2; i++)
        buf_printf(out, format, (i * factor) % 9973, i * factor % 7);
}

static void test_two_long_texts_without_anything_in_common_take_less_than_a_second(void **state)
{
    (void)state;
    static const char *const formats[] = {"w%d x%d. ", "w%d x%d ", "%d. %d. ", "a%.0d %.0d"};
    for (size_t i = 0; i < COUNT_OF(formats); i++) {
        kb_err err = {0};
        const struct diff *d = NULL;
        arena *a = arena_new(256 << 20);
        _cleanup_(buf_release)
        struct buf old = buf_new(DIFF_TEXT_MAX), new = buf_new(DIFF_TEXT_MAX);
        fill(&old, formats[i], 7919);
        fill(&new, formats[i], 104729);
        double began = thread_seconds();
        assert_ok(compared(buf_text(&old), buf_text(&new), a, &d, &err), &err);
        double took = thread_seconds() - began;
        print_message("%6.0f ms  \"%s\"%s\n", took * 1000, formats[i], d->coarse ? " (coarse)" : "");
        assert_true(took < 1.0);
        arena_free(a);
    }
}

/* The parts of one text together cost no more than one of them may. */
static void test_sixteen_parts_of_very_many_lines_take_less_than_half_a_second(void **state)
{
    kb_err err = {0};
    uint32_t seed = 5;
    size_t left = DIFF_TOKENS_MAX;
    double began = thread_seconds();
    for (int part = 0; part < 16; part++) {
        const struct diff *d = NULL;
        struct buf sides[2] = {buf_new(DIFF_TEXT_MAX), buf_new(DIFF_TEXT_MAX)};
        for (int i = 0; i < 8000; i++) buf_printf(&sides[i & 1], "%c\n", "abcd"[next_random(&seed) >> 9 & 3]);
        assert_ok(diff_texts(buf_text(&sides[0]), buf_text(&sides[1]), &left, *state, &d, &err), &err);
        if (part == 15) assert_true(d->coarse && d->n_pieces == 2);
        buf_release(&sides[0]);
        buf_release(&sides[1]);
    }
    double took = thread_seconds() - began;
    print_message("%.0f ms\n", took * 1000);
    assert_true(took < 0.5);
}

static void test_a_text_beyond_the_greatest_length_is_refused(void **state)
{
    kb_err err = {0};
    const struct diff *d = NULL;
    char *big = arena_alloc(*state, DIFF_TEXT_MAX + 1);
    assert_int_equal(compared(text_of(big, DIFF_TEXT_MAX + 1), TEXT(""), *state, &d, &err), ERR_TOO_LARGE);
}

#define DIFF_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        DIFF_TEST(test_one_changed_word_is_one_marked_word),
        DIFF_TEST(test_a_sentence_that_has_little_in_common_is_replaced_whole),
        DIFF_TEST(test_a_sentence_added_or_taken_out_stands_alone),
        DIFF_TEST(test_equal_and_empty_texts_have_no_changes),
        DIFF_TEST(test_other_line_breaks_alone_are_no_change_for_a_reader),
        DIFF_TEST(test_a_short_word_between_two_changes_does_not_cut_them),
        DIFF_TEST(test_changed_words_are_counted),
        DIFF_TEST(test_the_pieces_always_give_back_both_texts),
        DIFF_TEST(test_two_long_texts_without_anything_in_common_take_less_than_a_second),
        DIFF_TEST(test_sixteen_parts_of_very_many_lines_take_less_than_half_a_second),
        DIFF_TEST(test_a_text_beyond_the_greatest_length_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
