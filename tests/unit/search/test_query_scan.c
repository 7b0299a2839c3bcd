#include "tests/kb_test.h"

#include "kb/base/buf.h"
#include "kb/base/cleanup.h"
#include "search/query_scan.h"

static int setup(void **state)
{
    *state = arena_new(8 * 1024 * 1024);
    return *state ? 0 : -1;
}

static int teardown(void **state)
{
    arena_free(*state);
    return 0;
}

static void expect(const struct query *q, size_t i, enum query_shape shape, enum query_need need, const char *words)
{
    assert_true(i < q->n);
    assert_int_equal(q->clauses[i].shape, shape);
    assert_int_equal(q->clauses[i].need, need);
    assert_text(q->clauses[i].words, words);
}

static void test_words_phrases_signs_and_filters_are_understood(void **state)
{
    struct query *q = query_scan(
        *state,
        TEXT("huurverhoging \"warme overdracht\" +wijkteam -corona −“oude wet” rechtsgebied:\"Huur en consument\" "
             "-fase:voorstel jaar:2025-2026"));
    assert_int_equal(q->n, 9);
    expect(q, 0, QUERY_WORD, QUERY_ANY, "huurverhoging");
    expect(q, 1, QUERY_PHRASE, QUERY_MUST, "warme overdracht");
    expect(q, 2, QUERY_WORD, QUERY_MUST, "wijkteam");
    expect(q, 3, QUERY_WORD, QUERY_NOT, "corona");
    expect(q, 4, QUERY_PHRASE, QUERY_NOT, "oude wet");
    expect(q, 5, QUERY_FILTER, QUERY_ANY, "huur-en-consument");
    assert_int_equal(q->clauses[5].field, QUERY_LEGAL_FIELD);
    expect(q, 6, QUERY_FILTER, QUERY_NOT, "voorstel");
    expect(q, 8, QUERY_FILTER, QUERY_ANY, "2026");
    assert_false(q->cut);
}

static void test_what_is_not_understood_is_plain_text(void **state)
{
    struct query *q = query_scan(*state, TEXT("art:12 - + \"los jaar:soms 7:271 (of) ++a kind: x fase:"));
    static const char *const words[] = {"art:12", "-",   "+",     "los", "jaar:soms", "7:271",
                                        "(of)",   "++a", "kind:", "x",   "fase:"};
    assert_int_equal(q->n, COUNT_OF(words));
    for (size_t i = 0; i < q->n; i++) expect(q, i, QUERY_WORD, QUERY_ANY, words[i]);
}

/* A blank behind the colon is a slip. Not behind an English name: "kind: " is about a child. */
static void test_the_word_behind_a_field_and_a_blank_is_its_value(void **state)
{
    struct query *q = query_scan(*state, TEXT("huur Rechtsgebied: schulden jaar: soms jaar: 2026 -fase:  voorstel"));
    assert_int_equal(q->n, 6);
    expect(q, 0, QUERY_WORD, QUERY_ANY, "huur");
    expect(q, 1, QUERY_FILTER, QUERY_ANY, "schulden");
    assert_int_equal(q->clauses[1].field, QUERY_LEGAL_FIELD);
    expect(q, 2, QUERY_WORD, QUERY_ANY, "jaar:");
    expect(q, 3, QUERY_WORD, QUERY_ANY, "soms");
    expect(q, 4, QUERY_FILTER, QUERY_ANY, "2026");
    expect(q, 5, QUERY_FILTER, QUERY_NOT, "voorstel");
}

/* In Dutch, in English, and in the words of the design. */
static void test_a_field_has_several_names(void **state)
{
    static const struct {
        const char *typed;
        enum query_field field;
    } names[] = {{"gebied:huur", QUERY_LEGAL_FIELD},      {"field:huur", QUERY_LEGAL_FIELD},
                 {"legal-field:huur", QUERY_LEGAL_FIELD}, {"werkgroep:huur", QUERY_GROUP},
                 {"Working-Group:huur", QUERY_GROUP},     {"adopted-by:huur", QUERY_ORGANISATION}};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        struct query *q = query_scan(*state, text_str(names[i].typed));
        expect(q, 0, QUERY_FILTER, QUERY_ANY, "huur");
        assert_int_equal(q->clauses[0].field, names[i].field);
    }
}

static void test_nothing_but_minus_signs_is_a_query(void **state)
{
    struct query *q = query_scan(*state, TEXT("------ - -"));
    for (size_t i = 0; i < q->n; i++) assert_int_equal(q->clauses[i].need, QUERY_ANY);
    assert_true(query_is_empty(query_scan(*state, TEXT("  \n\t "))));
    assert_true(query_is_empty(query_scan(*state, TEXT(""))));
    assert_true(query_is_empty(query_scan(*state, TEXT("\"\" \""))));
}

static void test_ten_thousand_terms_are_read_up_to_the_ceiling_and_quickly(void **state)
{
    _cleanup_(buf_release)
    struct buf b = buf_new(1024 * 1024);
    for (int i = 0; i < 10000; i++) buf_printf(&b, "w%d ", i);
    double from = thread_seconds();
    struct query *q = query_scan(*state, buf_text(&b));
    assert_true(thread_seconds() - from < 0.1);
    assert_int_equal(q->n, QUERY_CLAUSES_MAX);
    assert_true(q->cut);
    expect(q, QUERY_CLAUSES_MAX - 1, QUERY_WORD, QUERY_ANY, "w63");
}

static void test_thousands_of_unbalanced_quotes_take_no_time(void **state)
{
    static char quotes[100001];
    for (int filled = 0; filled < 2; filled++) {
        for (size_t i = 0; i < sizeof quotes; i++) quotes[i] = filled && i % 3 == 0 ? 'x' : '"';
        double from = thread_seconds();
        assert_non_null(query_scan(*state, text_of(quotes, sizeof quotes)));
        assert_true(thread_seconds() - from < 0.1);
    }
}

/* Each phrase is looked for in every text that may have it. */
static void test_phrases_are_few_and_none_twice(void **state)
{
    _cleanup_(buf_release)
    struct buf b = buf_new(4096);
    for (int i = 0; i < 30; i++) buf_str(&b, "-\"de de de\" ");
    struct query *q = query_scan(*state, buf_text(&b));
    assert_int_equal(q->n, 1);
    assert_false(q->cut); /* nothing was left out */
    for (int i = 0; i < 30; i++) buf_printf(&b, "-\"de %d\" ", i);
    buf_str(&b, "huur");
    q = query_scan(*state, buf_text(&b));
    assert_int_equal(q->n, QUERY_PHRASES_MAX + 1);
    assert_true(q->cut);
    expect(q, QUERY_PHRASES_MAX, QUERY_WORD, QUERY_ANY, "huur");
}

static void test_a_full_arena_gives_no_query(void **state)
{
    (void)state;
    _cleanup_(arena_free_p)
    arena *tiny = arena_new(64);
    assert_null(query_scan(tiny, TEXT("huur")));
}

/* The next of a fixed series of numbers, so that a failure repeats. */
static unsigned next(uint64_t *seed)
{
    *seed = *seed * UINT64_C(6364136223846793005) + 1442695040888963407u;
    return (unsigned)(*seed >> 33);
}

static void test_a_query_written_out_and_read_again_is_the_same(void **state)
{
    static const char *const bits[] = {"huur", "\"", " ",  "-", "+",    "fase:", "jaar:", "2024-2026",
                                       "é",    "”",  "\t", ":", "\xFF", "\x01",  "plan",  "kind:"};
    uint64_t seed = 7;
    for (int round = 0; round < 3000; round++) {
        arena_clear(*state);
        _cleanup_(buf_release)
        struct buf b = buf_new(4096);
        for (unsigned i = 0, n = next(&seed) % 14; i < n; i++) buf_str(&b, bits[next(&seed) % COUNT_OF(bits)]);
        struct query *q = query_scan(*state, buf_text(&b));
        assert_non_null(q);
        const char *typed = query_typed(*state, q);
        struct query *again = query_scan(*state, text_str(typed));
        if (again->n != q->n) fail_msg("\"%s\" became \"%s\"", buf_cstr(&b), typed);
        for (size_t i = 0; i < q->n; i++) {
            assert_int_equal(again->clauses[i].shape, q->clauses[i].shape);
            assert_int_equal(again->clauses[i].need, q->clauses[i].need);
            assert_int_equal(again->clauses[i].field, q->clauses[i].field);
            assert_true(text_eq(again->clauses[i].words, q->clauses[i].words));
        }
    }
}

#define IN_ARENA(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_ARENA(test_words_phrases_signs_and_filters_are_understood),
        IN_ARENA(test_what_is_not_understood_is_plain_text),
        IN_ARENA(test_the_word_behind_a_field_and_a_blank_is_its_value),
        IN_ARENA(test_nothing_but_minus_signs_is_a_query),
        IN_ARENA(test_a_field_has_several_names),
        IN_ARENA(test_ten_thousand_terms_are_read_up_to_the_ceiling_and_quickly),
        IN_ARENA(test_thousands_of_unbalanced_quotes_take_no_time),
        IN_ARENA(test_phrases_are_few_and_none_twice),
        TEST(test_a_full_arena_gives_no_query),
        IN_ARENA(test_a_query_written_out_and_read_again_is_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
