#include "tests/kb_test.h"

#include "kb/base/cleanup.h"
#include "search/spelling.h"

static unsigned distance(const char *a, const char *b)
{
    return spelling_distance(text_str(a), text_str(b), 4);
}

static void test_mistakes_are_counted_in_halves(void **state)
{
    static const struct {
        const char *typed, *meant;
        unsigned halves;
    } cases[] = {
        {"huur", "huur", 0},
        {"huurverhooging", "huurverhoging", 1}, /* doubled */
        {"adres", "addres", 1},
        {"huuropzeging", "huuropzegging", 1},
        {"kontract", "contract", 1}, /* sounds alike */
        {"ontslach", "ontslag", 1},
        {"verbleif", "verblijf", 1},
        {"verbleiv", "verblijf", 2},
        {"toeslachpartner", "toeslagpartner", 1},
        {"ouder", "auder", 1},
        {"subsidi", "subsidie", 1},
        {"ekseem", "exeem", 1},
        {"lyst", "lijst", 1},
        {"alimetatie", "alimentatie", 2},
        {"bijsatnd", "bijstand", 2}, /* swapped */
        {"werkgevr", "werkgever", 2},
        {"verblijfsvergunnig", "verblijfsvergunning", 2},
        {"toeslag", "toestand", 6},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        unsigned expected = cases[i].halves > 4 ? SPELLING_FAR : cases[i].halves;
        if (distance(cases[i].typed, cases[i].meant) != expected ||
            distance(cases[i].meant, cases[i].typed) != expected)
            fail_msg("%s, %s: %u and %u, expected %u", cases[i].typed, cases[i].meant,
                     distance(cases[i].typed, cases[i].meant), distance(cases[i].meant, cases[i].typed), expected);
    }
}

static void test_nothing_is_forgiven_in_short_words(void **state)
{
    (void)state;
    assert_int_equal(spelling_forgiven(3), 0);
    assert_int_equal(spelling_forgiven(4), 2);
    assert_int_equal(spelling_forgiven(8), 4);
}

static void test_what_is_far_is_far_whatever_its_length(void **state)
{
    char longer[200];
    (void)state;
    memset(longer, 'a', sizeof longer);
    assert_int_equal(spelling_distance(text_of(longer, 200), text_of(longer, 199), 4), SPELLING_FAR);
    assert_int_equal(spelling_distance(TEXT(""), TEXT("huur"), 4), SPELLING_FAR);
    assert_int_equal(spelling_distance(TEXT(""), TEXT(""), 4), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_mistakes_are_counted_in_halves),
        TEST(test_nothing_is_forgiven_in_short_words),
        TEST(test_what_is_far_is_far_whatever_its_length),
    };
    return cmocka_run_group_tests_name("spelling", tests, NULL, NULL);
}
