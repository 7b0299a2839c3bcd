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

static int by_letters(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Words that share beginnings, end in one another, double a letter and swap two. */
static const char *words[] = {
    "huur",     "huurder",  "huurders", "huurtoeslag", "huurtoeslagen", "huurtoelsag", "huurtoeslach", "hur",
    "hurr",     "huuur",    "huu",      "huis",        "huisje",        "huizen",      "toeslag",      "toeslagen",
    "toestand", "verblijf", "verbleif", "verbleef",    "verblijven",    "ontslag",     "ontslagen",    "ontslach",
    "onstlag",  "opslag",   "opslaan",  "exeem",       "ekseem",        "kwekerij",    "quekerij",     "a",
    "aa",       "aaa",      "aab",      "addres",      "adres",         "adressen",    "lijst",        "leist",
    "lyst",     "lieden",
};

static int put_in_order(void **state)
{
    (void)state;
    qsort(words, COUNT_OF(words), sizeof *words, by_letters);
    return 0;
}

/* Each word to all of them in their order, as one spelling tells it and as `alone` does. */
static void compare_all(unsigned (*to)(struct spelling *s, text word),
                        unsigned (*alone)(text word, text typed, unsigned most))
{
    for (unsigned most = 1; most <= 4; most++)
        for (size_t i = 0; i < COUNT_OF(words); i++) {
            struct spelling one;
            spelling_begin(&one, text_str(words[i]), most);
            for (size_t k = 0; k < COUNT_OF(words); k++) {
                unsigned together = to(&one, text_str(words[k]));
                unsigned apart = alone(text_str(words[k]), text_str(words[i]), most);
                if (together != apart)
                    fail_msg("%s to %s, %u: %u, alone %u", words[k], words[i], most, together, apart);
            }
        }
}

/* What is kept of the word before changes no distance. */
static void test_many_words_are_as_far_as_each_alone(void **state)
{
    (void)state;
    compare_all(spelling_to, spelling_distance);
}

static unsigned nearest_beginning(text word, text typed, unsigned most)
{
    unsigned best = SPELLING_FAR;
    for (size_t i = 0; i <= word.len; i++) {
        unsigned one = spelling_distance(text_slice(word, 0, i), typed, most);
        if (one < best) best = one;
    }
    return best;
}

static void test_what_is_not_finished_is_as_far_as_the_nearest_beginning(void **state)
{
    (void)state;
    compare_all(spelling_to_beginning, nearest_beginning);
    struct spelling begun;
    spelling_begin(&begun, TEXT("verhurd"), 2);
    assert_int_equal(spelling_to_beginning(&begun, TEXT("verhuurdersverklaring")), 1);
    assert_int_equal(spelling_to_beginning(&begun, TEXT("verkeersregels")), SPELLING_FAR);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_mistakes_are_counted_in_halves),
        TEST(test_many_words_are_as_far_as_each_alone),
        TEST(test_what_is_not_finished_is_as_far_as_the_nearest_beginning),
        TEST(test_nothing_is_forgiven_in_short_words),
        TEST(test_what_is_far_is_far_whatever_its_length),
    };
    return cmocka_run_group_tests_name("spelling", tests, put_in_order, NULL);
}
