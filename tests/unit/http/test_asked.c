/* Counting questions in memory: what may be handed over, and when. */
#include "tests/kb_test.h"

#include "kb/base/cleanup.h"
#include "kb/http/asked.h"

static const kb_time monday = INT64_C(1772452800000); /* 2 March 2026, 12:00 UTC */
static const struct asked_by els = {TEXT("els"), true}, tom = {TEXT("tom"), true}, desk = {TEXT("192.0.2.1"), false},
                             other_desk = {TEXT("192.0.2.2"), false};

static struct asked_counts *new_counts(void)
{
    struct asked_counts *c;
    kb_err err = {0};
    assert_ok(asked_new(&c, &err), &err);
    return c;
}

static struct svc_asked question(const char *word, bool known, const char *whole, size_t n_known)
{
    return (struct svc_asked){
        .words = {{.folded = text_str(word), .known = known}}, .n = 1, .n_known = n_known, .known = text_str(whole)};
}

/* "word huur 2/1/0; ...": asked, nothing, opened. */
static const char *taken(struct asked_counts *c, arena *a)
{
    struct store_asked rows[16];
    size_t n = asked_take(c, a, rows, COUNT_OF(rows));
    const char *s = "";
    for (size_t i = 0; i < n; i++)
        s = arena_printf(a, "%s%s%s %s %d/%d/%d", s, i ? "; " : "", rows[i].kind, rows[i].words, (int)rows[i].asked,
                         (int)rows[i].nothing, (int)rows[i].opened);
    return s;
}

static void test_a_known_word_is_handed_over_once(void **state)
{
    arena *a = *state;
    struct asked_counts *c = new_counts();
    struct svc_asked q = question("huur", true, "huur", 1);
    asked_searched(c, &q, els, true, monday);
    assert_string_equal(taken(c, a), "word huur 1/1/0");
    assert_string_equal(taken(c, a), "");
    asked_free(c);
}

/* Somebody asks at the desk, signs in, and asks again. */
static void test_who_is_not_signed_in_is_no_person(void **state)
{
    arena *a = *state;
    struct asked_counts *c = new_counts();
    struct svc_asked q = question("kwastelaar", false, "", 0);
    asked_searched(c, &q, desk, true, monday);
    asked_searched(c, &q, els, true, monday + MS_HOUR);
    asked_searched(c, &q, other_desk, true, monday + 2 * MS_HOUR);
    assert_string_equal(taken(c, a), "");
    asked_searched(c, &q, tom, true, monday + 3 * MS_HOUR);
    assert_string_equal(taken(c, a), "word kwastelaar 4/4/0");
    asked_free(c);
}

static void test_an_unknown_word_waits_for_a_second_person(void **state)
{
    arena *a = *state;
    struct asked_counts *c = new_counts();
    struct svc_asked q = question("kwastelaar", false, "", 0);
    asked_searched(c, &q, els, true, monday);
    asked_searched(c, &q, els, true, monday + MS_HOUR);
    assert_string_equal(taken(c, a), "");
    asked_searched(c, &q, tom, true, monday + 2 * MS_HOUR);
    assert_string_equal(taken(c, a), "word kwastelaar 3/3/0");
    asked_free(c);
}

static void test_a_second_person_in_another_week_is_a_first_one(void **state)
{
    arena *a = *state;
    struct asked_counts *c = new_counts();
    struct svc_asked q = question("kwastelaar", false, "", 0);
    asked_searched(c, &q, els, true, monday);
    asked_searched(c, &q, tom, true, monday + 7 * MS_DAY);
    assert_string_equal(taken(c, a), "");
    asked_free(c);
}

static void test_a_question_of_several_words_waits_for_a_second_person_too(void **state)
{
    arena *a = *state;
    struct asked_counts *c = new_counts();
    struct svc_asked q = question("roos", true, "roos de wit", 2);
    asked_searched(c, &q, els, false, monday);
    assert_string_equal(taken(c, a), "word roos 1/0/0");
    asked_searched(c, &q, tom, false, monday);
    assert_non_null(strstr(taken(c, a), "question roos de wit 2/0/0"));
    asked_free(c);
}

/* One too long to be kept has no words to count it by: all such would be one. */
static void test_a_question_that_is_too_long_is_not_counted(void **state)
{
    arena *a = *state;
    struct asked_counts *c = new_counts();
    struct svc_asked q = question("roos", true, "", 9);
    asked_searched(c, &q, els, false, monday);
    asked_searched(c, &q, tom, false, monday);
    asked_opened(c, &q, "01h8xk", els, monday);
    assert_null(strstr(taken(c, a), "question"));
    asked_free(c);
}

static void test_the_same_question_again_is_no_new_one(void **state)
{
    arena *a = *state;
    struct asked_counts *c = new_counts();
    struct svc_asked q = question("huur", true, "huur", 1);
    asked_searched(c, &q, els, false, monday);
    asked_searched(c, &q, els, false, monday + MS_MINUTE);
    asked_opened(c, &q, "01h8xk", els, monday + 2 * MS_MINUTE);
    asked_opened(c, &q, "01h8xk", els, monday + 3 * MS_MINUTE);
    const char *rows = taken(c, a);
    assert_non_null(strstr(rows, "word huur 1/0/1"));
    assert_non_null(strstr(rows, "practice 01h8xk 0/0/1"));
    asked_free(c);
}

static void test_the_table_stays_as_big_as_it_is(void **state)
{
    arena *a = *state;
    struct asked_counts *c = new_counts();
    for (int i = 0; i < 4 * ASKED_PLACES; i++) {
        char word[32];
        snprintf(word, sizeof word, "woord%d", i);
        struct svc_asked q = question(word, false, "", 0);
        asked_searched(c, &q, els, true, monday + i);
    }
    struct svc_asked q = question("huur", true, "huur", 1);
    asked_searched(c, &q, els, false, monday + MS_HOUR);
    assert_string_equal(taken(c, a), "word huur 1/0/0");
    asked_free(c);
}

static int set_up(void **state)
{
    *state = arena_new(1 << 20);
    return *state ? 0 : -1;
}

static int tear_down(void **state)
{
    arena_free(*state);
    return 0;
}

static void test_of_a_question_that_texts_are_near_only_the_other_words_are_missed(void **state)
{
    arena *a = *state;
    struct asked_counts *c = new_counts();
    struct svc_asked q = question("huis", true, "", 1);
    q.words[0].held = true;
    asked_searched(c, &q, els, true, monday);
    assert_string_equal(taken(c, a), "word huis 1/0/0");
    asked_free(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_a_known_word_is_handed_over_once),
        TEST(test_who_is_not_signed_in_is_no_person),
        TEST(test_of_a_question_that_texts_are_near_only_the_other_words_are_missed),
        TEST(test_an_unknown_word_waits_for_a_second_person),
        TEST(test_a_second_person_in_another_week_is_a_first_one),
        TEST(test_a_question_of_several_words_waits_for_a_second_person_too),
        TEST(test_a_question_that_is_too_long_is_not_counted),
        TEST(test_the_same_question_again_is_no_new_one),
        TEST(test_the_table_stays_as_big_as_it_is),
    };
    return cmocka_run_group_tests_name("counting questions", tests, set_up, tear_down);
}
