#include "tests/kb_test.h"

#include "kb/base/cleanup.h"
#include "kb/domain/query.h"

static int setup(void **state)
{
    *state = arena_new(1024 * 1024);
    return *state ? 0 : -1;
}

static int teardown(void **state)
{
    arena_free(*state);
    return 0;
}

static void test_every_field_is_found_by_its_dutch_and_its_english_name(void **state)
{
    (void)state;
    for (unsigned f = 0; f < QUERY_FIELD__COUNT; f++) {
        enum query_field found = QUERY_FIELD__COUNT;
        assert_true(query_field_find(text_str(query_field_name_nl(f)), &found));
        assert_int_equal(found, f);
        found = QUERY_FIELD__COUNT;
        assert_true(query_field_find(text_str(query_field_name_en(f)), &found));
        assert_int_equal(found, f);
    }
    enum query_field none;
    assert_true(query_field_find(TEXT("Rechtsgebied"), &none));
    assert_false(query_field_find(TEXT("art"), &none));
    assert_false(query_field_find(TEXT(""), &none));
}

static void test_a_filter_value_becomes_a_slug(void **state)
{
    struct query *q = query_new(*state);
    assert_true(query_add_filter(q, QUERY_STAGE, QUERY_ANY, TEXT(" Best practice! ")));
    assert_text(q->clauses[0].words, "best-practice");
    assert_true(query_has_filter(q, QUERY_STAGE, TEXT("best-practice")));
    assert_true(query_add_filter(q, QUERY_GROUP, QUERY_ANY, TEXT("Financiële hulp")));
    assert_text(q->clauses[1].words, "financiele-hulp");
    assert_false(query_add_filter(q, QUERY_KIND, QUERY_ANY, TEXT("***")));
    assert_int_equal(q->n, 2);
}

static void test_a_slug_that_is_too_long_is_no_slug(void **state)
{
    (void)state;
    char out[QUERY_VALUE_BYTES], value[QUERY_VALUE_BYTES + 1];
    memset(value, 'a', sizeof value);
    assert_int_equal(query_slug(text_of(value, QUERY_VALUE_BYTES), out).len, QUERY_VALUE_BYTES);
    assert_int_equal(query_slug(text_of(value, QUERY_VALUE_BYTES + 1), out).len, 0);
}

static void test_the_same_filter_twice_counts_once(void **state)
{
    struct query *q = query_new(*state);
    query_add_filter(q, QUERY_KIND, QUERY_ANY, TEXT("plan"));
    query_add_filter(q, QUERY_KIND, QUERY_ANY, TEXT("Plan"));
    query_add_words(q, QUERY_WORD, QUERY_ANY, TEXT("huur"));
    assert_int_equal(q->n, 2);
    assert_text(q->clauses[0].words, "plan");
    assert_text(q->clauses[1].words, "huur");
}

static void test_a_range_of_years_is_those_years_and_no_more_than_the_ceiling(void **state)
{
    struct query *q = query_new(*state);
    assert_true(query_add_years(q, QUERY_ANY, TEXT("2024-2026")));
    assert_int_equal(q->n, 3);
    assert_text(q->clauses[2].words, "2026");
    assert_false(query_add_years(q, QUERY_ANY, TEXT("1900-2026")));
    assert_false(query_add_years(q, QUERY_ANY, TEXT("2026-2024")));
    assert_false(query_add_years(q, QUERY_ANY, TEXT("24")));
    assert_int_equal(q->n, 3);
}

static void test_control_characters_and_invalid_bytes_become_spaces(void **state)
{
    struct query *q = query_new(*state);
    query_add_words(q, QUERY_PHRASE, QUERY_ANY, TEXT("\x01warme\n\xFFoverdracht\x7F"));
    assert_text(q->clauses[0].words, "warme  overdracht");
    assert_int_equal(q->clauses[0].need, QUERY_MUST);
    query_add_words(q, QUERY_WORD, QUERY_ANY, TEXT("\x02\x03"));
    assert_int_equal(q->n, 1);
}

static void test_what_does_not_fit_is_left_out_and_said(void **state)
{
    struct query *q = query_new(*state);
    for (int i = 0; i < QUERY_CLAUSES_MAX; i++) query_add_words(q, QUERY_WORD, QUERY_ANY, TEXT("woord"));
    assert_false(q->cut);
    query_add_words(q, QUERY_WORD, QUERY_ANY, TEXT("te veel"));
    assert_true(q->cut);
    assert_int_equal(q->n, QUERY_CLAUSES_MAX);
}

static void test_only_wanted_words_count_as_words(void **state)
{
    struct query *q = query_new(*state);
    assert_true(query_is_empty(q));
    query_add_words(q, QUERY_WORD, QUERY_NOT, TEXT("corona"));
    query_add_filter(q, QUERY_YEAR, QUERY_ANY, TEXT("2026"));
    assert_false(query_has_words(q));
    query_add_words(q, QUERY_WORD, QUERY_ANY, TEXT("huur"));
    assert_true(query_has_words(q));
    assert_string_equal(query_typed(*state, q), "-corona jaar:2026 huur");
}

#define IN_ARENA(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_every_field_is_found_by_its_dutch_and_its_english_name),
        IN_ARENA(test_a_filter_value_becomes_a_slug),
        TEST(test_a_slug_that_is_too_long_is_no_slug),
        IN_ARENA(test_the_same_filter_twice_counts_once),
        IN_ARENA(test_a_range_of_years_is_those_years_and_no_more_than_the_ceiling),
        IN_ARENA(test_control_characters_and_invalid_bytes_become_spaces),
        IN_ARENA(test_what_does_not_fit_is_left_out_and_said),
        IN_ARENA(test_only_wanted_words_count_as_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
