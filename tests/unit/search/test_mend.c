#include "tests/kb_test.h"

#include "kb/base/cleanup.h"
#include "search/dutch.h"
#include "search/mend.h"
#include "search/spelling.h"

#include <stdio.h>

/* The words that "texts have". */
static const char *const known[] = {"opzegging", "uitkering", "terugvordering", "vordering",
                                    "huur",      "transitie", "plicht"};

static unsigned nearest(void *ctx, text part, unsigned most, text *word)
{
    unsigned least = SPELLING_FAR;
    (void)ctx;
    for (size_t i = 0; i < COUNT_OF(known); i++) {
        unsigned distance = spelling_distance(part, text_str(known[i]), most);
        if (distance >= least) continue;
        least = distance;
        *word = text_str(known[i]);
    }
    return least;
}

/* Nobody makes a compound of huur and plicht. */
static bool used(void *ctx, text compound)
{
    (void)ctx;
    return !text_is(compound, "huurplicht");
}

static unsigned mended(arena *a, const char *typed, text *out)
{
    struct lexicon lex = lexicon_shipped();
    struct dutch_forms *forms = dutch_forms_new();
    lex.forms = forms;
    unsigned distance = mend_compound(a, &lex, &(struct mend_source){nearest, used, NULL}, text_str(typed), out);
    dutch_forms_free(forms);
    return distance;
}

static void test_the_misspelt_part_of_a_compound_is_mended_and_the_others_are_left(void **state)
{
    static const char *const cases[][2] = {
        {"huuropzeging", "huuropzegging"},
        {"bijstandsterugvodering", "bijstandsterugvordering"}, /* the joint stays */
        {"transietievergoeding", "transitievergoeding"},       /* the first part */
        {"werkloosheidsuitkerring", "werkloosheidsuitkering"},
        {"inburgeringspliht", "inburgeringsplicht"},
    };
    struct lexicon lex = lexicon_shipped();
    (void)state;
    if (!lexicon_is_full(&lex)) skip();
    _cleanup_(arena_free_p)
    arena *a = arena_new(1 << 20);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        text out = TEXT("");
        assert_int_not_equal(mended(a, cases[i][0], &out), SPELLING_FAR);
        assert_text(out, cases[i][1]);
    }
}

static void test_no_compound_is_made_of_what_is_far_or_short_or_that_nobody_uses(void **state)
{
    static const char *const cases[] = {"huurxyzabcd", "rotterdamse", "huuu", "", "abcdefghijklmnop", "huurpliht"};
    (void)state;
    _cleanup_(arena_free_p)
    arena *a = arena_new(1 << 20);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        text out;
        if (mended(a, cases[i], &out) != SPELLING_FAR) fail_msg("%s became %.*s", cases[i], TEXT_FMT(out));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_the_misspelt_part_of_a_compound_is_mended_and_the_others_are_left),
        TEST(test_no_compound_is_made_of_what_is_far_or_short_or_that_nobody_uses),
    };
    return cmocka_run_group_tests_name("mend", tests, NULL, NULL);
}
