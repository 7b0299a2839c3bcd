#include "tests/kb_test.h"

#include "search/vocabulary.h"

#include "kb/base/arena.h"

#include <stdio.h>

static const char source[] = "# a remark\n"
                             "huisbaas = verhuurder = huurbaas   # and another\n"
                             "Wrb = Wet op de rechtsbijstand\n"
                             "eruit gezet | huis uitgezet > ontruiming | uithuiszetting\n"
                             "uitzetten > verwijdering\n"
                             "dokter | huisarts = arts\n"
                             "geen dak | op straat > dakloos\n"
                             "een twee drie vier vijf zes zeven woorden die te lang zijn > niets\n"
                             "uwv arts | arts van uwv > keuring\n"
                             "huur omhoog > huurverhoging\n"
                             "huur omhoog na opknappen > renovatie\n"
                             "baan opzeggen > ontslag nemen\n"
                             "huur opzeggen > einde huur\n"
                             "oog om oog > wraak\n"
                             "niet mee eens | eens > bezwaar\n"
                             "alleen links >\n"
                             "= \n"
                             "niemand\n";

struct fixture {
    struct analyser *an;
    struct vocabulary *v;
    arena *a;
};

static int set_up(void **state)
{
    static struct fixture f;
    kb_err err = {0};
    assert_ok(analyser_open(&f.an, &err), &err);
    assert_ok(vocabulary_new(&f.v, f.an, text_str(source), &err), &err);
    f.a = arena_new(1 << 20);
    *state = &f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    vocabulary_free(f->v);
    analyser_close(f->an);
    arena_free(f->a);
    return 0;
}

/* The meanings of a question, with a comma between. */
static const char *meant(struct fixture *f, const char *question)
{
    struct vocabulary_asked asked = {.n = 0};
    struct vocabulary_meaning m[VOCABULARY_MEANT_MAX];
    char *out = arena_alloc(f->a, 1000);
    vocabulary_ask(f->a, f->an, text_str(question), &asked);
    size_t n = vocabulary_meant(f->v, &asked, NULL, m), len = 0;
    out[0] = '\0';
    for (size_t i = 0; i < n; i++)
        len += (size_t)snprintf(out + len, 1000 - len, "%s%.*s", i ? ", " : "", TEXT_FMT(m[i].words));
    return out;
}

static void test_what_is_alike_is_met_in_every_form_and_both_ways(void **state)
{
    assert_string_equal(meant(*state, "mijn huisbaas belt"), "verhuurder, huurbaas");
    assert_string_equal(meant(*state, "huisbazen"), "verhuurder, huurbaas");
    assert_string_equal(meant(*state, "de verhuurder"), "huisbaas, huurbaas");
}

static void test_an_abbreviation_is_its_name(void **state)
{
    assert_string_equal(meant(*state, "eigen bijdrage Wrb"), "Wet op de rechtsbijstand");
    assert_string_equal(meant(*state, "wet op de rechtsbijstand"), "Wrb");
}

static void test_an_arrow_goes_one_way(void **state)
{
    assert_string_equal(meant(*state, "ik word eruit gezet"), "ontruiming, uithuiszetting");
    assert_string_equal(meant(*state, "ontruiming"), "");
}

static void test_several_words_are_met_wherever_they_stand(void **state)
{
    assert_string_equal(meant(*state, "gezet eruit"), "ontruiming, uithuiszetting");
    assert_string_equal(meant(*state, "eruit gisteren door de huisbaas gezet"),
                        "ontruiming, uithuiszetting, verhuurder, huurbaas");
    assert_string_equal(meant(*state, "eruit gehaald"), "");
}

/* The longest in a row stands for the single words in it; what is met apart takes nothing from them. */
static void test_what_stands_in_a_row_takes_its_words(void **state)
{
    assert_string_equal(meant(*state, "de arts van het uwv"), "keuring");
    assert_string_equal(meant(*state, "arts belt uwv"), "keuring, dokter, huisarts");
    assert_string_equal(meant(*state, "huur omhoog na opknappen"), "renovatie, huurverhoging");
    assert_string_equal(meant(*state, "na opknappen gaat de huur omhoog"), "renovatie, huurverhoging");
    assert_string_equal(meant(*state, "huur opzeggen na de baan opzeggen"), "einde huur, ontslag nemen");
    assert_string_equal(meant(*state, "huur opzeggen nieuwe baan"), "einde huur, ontslag nemen");
    assert_string_equal(meant(*state, "oog om oog"), "wraak");
    assert_string_equal(meant(*state, "mijn oog"), "");
}

static bool wants_no_ending(void *ctx, text meaning)
{
    (void)ctx;
    return !text_is(meaning, "einde huur");
}

/* The longer side takes nothing from what stands in it when what it means is not wanted. */
static void test_a_side_of_which_nothing_is_wanted_is_not_met(void **state)
{
    struct fixture *f = *state;
    struct vocabulary_asked asked = {.n = 0};
    struct vocabulary_wanted wanted = {wants_no_ending, NULL};
    struct vocabulary_meaning m[VOCABULARY_MEANT_MAX];
    vocabulary_ask(f->a, f->an, TEXT("huur opzeggen na de baan opzeggen"), &asked);
    assert_int_equal(vocabulary_meant(f->v, &asked, &wanted, m), 1);
    assert_true(text_is(m[0].words, "ontslag nemen"));
}

static void test_one_word_between_function_words_is_met_with_them(void **state)
{
    assert_string_equal(meant(*state, "ik slaap op straat"), "dakloos");
    assert_string_equal(meant(*state, "zij heeft geen dak boven haar hoofd"), "dakloos");
    assert_string_equal(meant(*state, "geen daken"), "dakloos");
    assert_string_equal(meant(*state, "het dak lekt"), "");
    assert_string_equal(meant(*state, "op de straat"), "");
    assert_string_equal(meant(*state, "straat"), "");
    assert_string_equal(meant(*state, "geen goed dak"), "");
}

/* A single one means nothing. */
static void test_function_words_in_a_row_mean_something_together(void **state)
{
    assert_string_equal(meant(*state, "ik ben het er niet mee eens"), "bezwaar");
    assert_string_equal(meant(*state, "niet mee eens op straat"), "bezwaar, dakloos");
    assert_string_equal(meant(*state, "er niet eens mee"), "");
    assert_string_equal(meant(*state, "wel eens"), "");
}

static void test_what_stands_between_bars_is_alike_as_well(void **state)
{
    assert_string_equal(meant(*state, "mijn huisarts"), "dokter, arts");
    assert_string_equal(meant(*state, "de dokters"), "huisarts, arts");
    assert_string_equal(meant(*state, "arts"), "dokter, huisarts");
}

static void test_lines_that_say_nothing_are_left_out(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(vocabulary_rows(f->v), 3 + 2 + 2 + 1 + 3 + 2 + 2 + 5 + 1 + 1);
    assert_string_equal(meant(f, "niemand links"), "");
}

static void test_a_side_is_completed_the_ordinary_first(void **state)
{
    struct fixture *f = *state;
    text out[2];
    assert_int_equal(vocabulary_begin(f->v, TEXT("hui"), out, 2), 2);
    assert_true(text_is(out[0], "huisbaas")); /* in the order of the source, "huis uitgezet" behind the single words */
    assert_true(text_is(out[1], "huisarts"));
    assert_int_equal(vocabulary_begin(f->v, TEXT("huis u"), out, 2), 1);
    assert_true(text_is(out[0], "huis uitgezet"));
    assert_int_equal(vocabulary_begin(f->v, TEXT("x"), out, 2), 0);
    assert_int_equal(vocabulary_begin(f->v, TEXT("hui"), out, 0), 0);
}

static void test_the_words_of_its_sides_are_listed_once(void **state)
{
    struct fixture *f = *state;
    size_t n;
    const text *words = vocabulary_words(f->v, &n);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < i; k++) assert_false(text_eq(words[i], words[k]));
    assert_true(vocabulary_has_word(f->v, TEXT("gezet")));
    assert_true(vocabulary_has_word(f->v, TEXT("wrb")));
    assert_false(vocabulary_has_word(f->v, TEXT("ontruiming"))); /* only meant */
}

/* Issue of the field: at least 600 words and phrases, each with something to say. */
static void test_the_shipped_one_has_what_it_promises(void **state)
{
    struct fixture *f = *state;
    struct vocabulary *v;
    kb_err err = {0};
    assert_ok(vocabulary_new(&v, f->an, vocabulary_shipped(), &err), &err);
    print_message("%zu words and phrases\n", vocabulary_rows(v));
    assert_true(vocabulary_keeps_spelling(v, TEXT("mevr"))); /* "meer" is not what was meant */
    assert_true(vocabulary_rows(v) >= 600);
    vocabulary_free(v);
}

/* Made when building, by the analysis that this program has. */
static void test_the_sides_that_travel_along_are_what_analysis_makes(void **state)
{
    struct fixture *f = *state;
    arena *a = arena_new(64 << 20);
    text rest = vocabulary_shipped(), sides[VOCABULARY_LINE_MAX];
    struct side shipped, made;
    size_t looked_at = 0;
    for (text line; text_next(&rest, '\n', &line);)
        for (size_t i = 0, n = vocabulary_sides(line, sides); i < n; i++, looked_at++) {
            if (!side_shipped(sides[i], &shipped)) fail_msg("not there: %.*s", TEXT_FMT(sides[i]));
            assert_true(side_make(a, f->an, sides[i], &made));
            assert_true(text_eq(shipped.folded, made.folded));
            assert_true(text_eq(shipped.forms, made.forms));
            assert_int_equal(shipped.words, made.words);
            assert_int_equal(shipped.rank, made.rank);
        }
    assert_true(looked_at > 5000);
    assert_false(side_shipped(TEXT("een zijde die niemand schreef"), &shipped));
    assert_false(side_shipped(TEXT(""), &shipped));
    arena_free(a);
}

/* A line with both signs would be met by nobody: "GBA = basisadministratie > basisregistratie" is met by all its left.
 */
static void test_no_shipped_line_has_two_kinds_of_sign(void **state)
{
    text rest = vocabulary_shipped();
    (void)state;
    for (text line; text_next(&rest, '\n', &line);) {
        size_t remark = text_find_byte(line, '#', 0);
        line = text_slice(line, 0, remark);
        if (text_find_byte(line, '=', 0) != SIZE_MAX && text_find_byte(line, '>', 0) != SIZE_MAX)
            fail_msg("%.*s", TEXT_FMT(line));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_what_is_alike_is_met_in_every_form_and_both_ways),
        TEST(test_an_abbreviation_is_its_name),
        TEST(test_an_arrow_goes_one_way),
        TEST(test_several_words_are_met_wherever_they_stand),
        TEST(test_what_stands_in_a_row_takes_its_words),
        TEST(test_a_side_of_which_nothing_is_wanted_is_not_met),
        TEST(test_one_word_between_function_words_is_met_with_them),
        TEST(test_function_words_in_a_row_mean_something_together),
        TEST(test_what_stands_between_bars_is_alike_as_well),
        TEST(test_lines_that_say_nothing_are_left_out),
        TEST(test_a_side_is_completed_the_ordinary_first),
        TEST(test_the_words_of_its_sides_are_listed_once),
        TEST(test_the_shipped_one_has_what_it_promises),
        TEST(test_the_sides_that_travel_along_are_what_analysis_makes),
        TEST(test_no_shipped_line_has_two_kinds_of_sign),
    };
    return cmocka_run_group_tests_name("vocabulary", tests, set_up, tear_down);
}
