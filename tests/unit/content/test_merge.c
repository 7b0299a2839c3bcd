#include "tests/kb_test.h"

#include "content/diff.h"
#include "content/merge.h"
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

static const struct merge *merged(arena *a, text base, text mine, text theirs)
{
    kb_err err = {0};
    const struct merge *m = NULL;
    size_t left = MERGE_TOKENS_MAX;
    assert_ok(merge_texts(base, mine, theirs, &left, a, &m, &err), &err);
    return m;
}

/* "same(mine|theirs)same" */
static const char *shown(arena *a, text base, text mine, text theirs)
{
    const struct merge *m = merged(a, base, mine, theirs);
    const char *all = "";
    for (size_t i = 0; i < m->n_pieces; i++) {
        const struct merge_piece *p = &m->pieces[i];
        all = p->conflict ? arena_printf(a, "%s(%.*s|%.*s)", all, TEXT_FMT(p->mine), TEXT_FMT(p->theirs))
                          : arena_printf(a, "%s%.*s", all, TEXT_FMT(p->both));
    }
    return all;
}

static void test_changes_in_neighbouring_sentences_are_both_taken(void **state)
{
    const struct merge *m =
        merged(*state, TEXT("Bel eerst. Schrijf dan. Wacht."), TEXT("Bel altijd eerst. Schrijf dan. Wacht."),
               TEXT("Bel eerst. Schrijf dan een brief. Wacht."));
    assert_true(m->clean);
    assert_text(m->merged, "Bel altijd eerst. Schrijf dan een brief. Wacht.");
}

static void test_two_changes_of_one_sentence_are_a_conflict_that_keeps_both(void **state)
{
    const char *all =
        shown(*state, TEXT("Bel. De termijn is zes weken. Wacht."), TEXT("Bel. De termijn is vier weken. Wacht."),
              TEXT("Bel. De termijn is niet zes weken. Wacht."));
    assert_string_equal(all, "Bel. (De termijn is vier weken.|De termijn is niet zes weken.) Wacht.");
}

static void test_taking_out_what_the_other_changed_is_a_conflict(void **state)
{
    const struct merge *m =
        merged(*state, TEXT("Een.\n\nTwee.\n\nDrie."), TEXT("Een.\n\nDrie."), TEXT("Een.\n\nTwee en meer.\n\nDrie."));
    assert_false(m->clean);
    assert_int_equal(m->n_conflicts, 1);
    assert_int_equal(m->merged.len, 0);
}

static void test_the_same_change_on_both_sides_is_no_conflict(void **state)
{
    assert_string_equal(shown(*state, TEXT("Zes."), TEXT("Vier."), TEXT("Vier.")), "Vier.");
}

static void test_when_one_side_changed_nothing_the_other_is_the_result(void **state)
{
    text other = TEXT("# Kop\n\n- een\r\n- twee\x01\n\n<<<<<<< geen merk\n=======\n>>>>>>> ook niet\n");
    assert_text(merged(*state, TEXT("Oud."), TEXT("Oud."), other)->merged, other.ptr);
    assert_text(merged(*state, TEXT("Oud."), other, TEXT("Oud."))->merged, other.ptr);
    assert_text(merged(*state, TEXT(""), TEXT(""), TEXT("Nieuw."))->merged, "Nieuw.");
    assert_text(merged(*state, TEXT("Oud."), TEXT(""), TEXT("Oud."))->merged, "");
}

static void test_two_new_texts_where_nothing_stood_are_both_kept(void **state)
{
    assert_string_equal(shown(*state, TEXT(""), TEXT("Van mij."), TEXT("Van jou.")), "(Van mij.|Van jou.)");
}

static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

/* Each word of an edit has its own number, so that it can be looked for. */
static text edited(arena *a, uint32_t *seed, int side)
{
    const char *all = "";
    for (int i = 0; i < 12; i++) {
        uint32_t what = next_random(seed) % 6;
        if (what == 0) all = arena_printf(a, "%sNieuw%d%u. ", all, side, next_random(seed) % 100000);
        all = arena_printf(a, what == 1 ? "%sZin%d anders%d. " : "%sZin%d staat. ", all, i, side);
    }
    return text_str(all);
}

static void test_no_word_that_somebody_added_is_ever_lost(void **state)
{
    (void)state;
    uint32_t seed = 11;
    for (int i = 0; i < 1000; i++) {
        arena *a = arena_new(16 << 20);
        uint32_t nothing = 3;
        text base = edited(a, &nothing, 0), mine = edited(a, &seed, 1), theirs = edited(a, &seed, 2), word;
        text all = text_str(shown(a, base, mine, theirs));
        for (text rest = mine; text_next(&rest, ' ', &word);) assert_true(text_find(all, word, 0) != SIZE_MAX);
        for (text rest = theirs; text_next(&rest, ' ', &word);) assert_true(text_find(all, word, 0) != SIZE_MAX);
        arena_free(a);
    }
}

static void test_a_text_beyond_the_greatest_length_is_refused(void **state)
{
    kb_err err = {0};
    const struct merge *m = NULL;
    size_t left = MERGE_TOKENS_MAX;
    char *big = arena_alloc(*state, MERGE_TEXT_MAX + 1);
    text long_text = text_of(big, MERGE_TEXT_MAX + 1);
    assert_int_equal(merge_texts(TEXT(""), long_text, TEXT(""), &left, *state, &m, &err), ERR_TOO_LARGE);
}

static text short_lines(arena *a, uint32_t *seed, int n)
{
    char *bytes = arena_alloc(a, 2 * (size_t)n);
    for (int i = 0; i < n; i++) memcpy(bytes + (ptrdiff_t)2 * i, (char[]){"abcd"[next_random(seed) >> 9 & 3], '\n'}, 2);
    return text_of(bytes, 2 * (size_t)n);
}

static void assert_whole(const struct merge *m, text mine, text theirs)
{
    assert_false(m->clean);
    assert_int_equal(m->n_pieces, 1);
    assert_int_equal(m->n_conflicts, 1);
    assert_true(text_eq(m->pieces[0].mine, mine));
    assert_true(text_eq(m->pieces[0].theirs, theirs));
}

/* Nothing is put together, and nothing is lost. */
static void test_very_many_lines_are_given_back_whole_and_soon(void **state)
{
    uint32_t seed = 5;
    text base = short_lines(*state, &seed, 60000), mine = short_lines(*state, &seed, 60000),
         theirs = short_lines(*state, &seed, 60000);
    double began = thread_seconds();
    const struct merge *m = merged(*state, base, mine, theirs);
    double took = thread_seconds() - began;
    print_message("%.0f ms\n", took * 1000);
    assert_whole(m, mine, theirs);
    assert_true(took < 0.5);
}

static void test_very_many_lines_that_only_one_changed_are_still_merged(void **state)
{
    uint32_t seed = 5;
    text base = short_lines(*state, &seed, 60000), other = short_lines(*state, &seed, 60000);
    assert_true(text_eq(merged(*state, base, other, base)->merged, other));
    assert_true(text_eq(merged(*state, base, base, other)->merged, other));
    assert_true(text_eq(merged(*state, base, other, other)->merged, other));
}

/* The parts of one text together cost no more than one of them may. */
static void test_sixteen_parts_of_many_lines_take_less_than_a_second(void **state)
{
    kb_err err = {0};
    uint32_t seed = 5;
    size_t left = MERGE_TOKENS_MAX;
    double began = thread_seconds();
    for (int part = 0; part < 16; part++) {
        const struct merge *m = NULL;
        text base = short_lines(*state, &seed, 4000), mine = short_lines(*state, &seed, 4000),
             theirs = short_lines(*state, &seed, 4000);
        assert_ok(merge_texts(base, mine, theirs, &left, *state, &m, &err), &err);
        if (part == 15) assert_whole(m, mine, theirs);
    }
    double took = thread_seconds() - began;
    print_message("%.0f ms\n", took * 1000);
    assert_true(took < 1.0);
}

#define MERGE_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        MERGE_TEST(test_changes_in_neighbouring_sentences_are_both_taken),
        MERGE_TEST(test_two_changes_of_one_sentence_are_a_conflict_that_keeps_both),
        MERGE_TEST(test_taking_out_what_the_other_changed_is_a_conflict),
        MERGE_TEST(test_the_same_change_on_both_sides_is_no_conflict),
        MERGE_TEST(test_when_one_side_changed_nothing_the_other_is_the_result),
        MERGE_TEST(test_two_new_texts_where_nothing_stood_are_both_kept),
        MERGE_TEST(test_no_word_that_somebody_added_is_ever_lost),
        MERGE_TEST(test_very_many_lines_are_given_back_whole_and_soon),
        MERGE_TEST(test_very_many_lines_that_only_one_changed_are_still_merged),
        MERGE_TEST(test_sixteen_parts_of_many_lines_take_less_than_a_second),
        MERGE_TEST(test_a_text_beyond_the_greatest_length_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
