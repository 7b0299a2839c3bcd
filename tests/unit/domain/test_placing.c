/* Words decide; the rest is gentle. */
#include "tests/kb_test.h"

#include "kb/base/cleanup.h"
#include "kb/domain/placing.h"

static double of(enum stage stage, enum practice_line line)
{
    return placing_factor(&(struct placing){.stage = stage, .line = line, .numbered = true});
}

static void test_what_was_agreed_comes_before_what_is_on_its_way(void **state)
{
    (void)state;
    double agreed = of(STAGE_BEST_PRACTICE, LINE_ADOPTED), recommended = of(STAGE_RECOMMENDATION, LINE_CANDIDATE),
           proposed = of(STAGE_PROPOSAL, LINE_CANDIDATE);
    assert_true(agreed == 1);
    assert_true(agreed > recommended && recommended > proposed);
    assert_true(of(STAGE_DUE, LINE_ADOPTED) == agreed);
    assert_true(of(STAGE_IN_ROUND, LINE_CANDIDATE) == recommended);
}

/* Rule 6 of section 3: that there are talks, or a deferral, moves nothing. */
static void test_how_a_round_goes_moves_nothing(void **state)
{
    (void)state;
    assert_true(of(STAGE_TALKS, LINE_CANDIDATE) == of(STAGE_IN_ROUND, LINE_CANDIDATE));
    assert_true(of(STAGE_DEFERRED, LINE_CANDIDATE) == of(STAGE_IN_ROUND, LINE_CANDIDATE));
}

static void test_what_nobody_looked_at_and_what_ended_come_last(void **state)
{
    (void)state;
    static const enum stage ended[] = {STAGE_WITHDRAWN, STAGE_REJECTED, STAGE_SUPERSEDED, STAGE_MERGED};
    double expired = of(STAGE_EXPIRED, LINE_ADOPTED);
    assert_true(expired < of(STAGE_PROPOSAL, LINE_CANDIDATE));
    for (size_t i = 0; i < COUNT_OF(ended); i++) assert_true(of(ended[i], LINE_ADOPTED) < expired);
}

static void test_age_and_ones_own_organisation_are_gentle(void **state)
{
    (void)state;
    struct placing p = {.stage = STAGE_BEST_PRACTICE, .line = LINE_ADOPTED, .numbered = true};
    double young = placing_factor(&p);
    p.age = (kb_time)400 * MS_DAY;
    double year = placing_factor(&p);
    p.age = (kb_time)5000 * MS_DAY;
    double old = placing_factor(&p);
    p.age = (kb_time)50000 * MS_DAY;
    assert_true(young > year && year > old && placing_factor(&p) == old);
    assert_true(old >= 0.95 * young);
    p.holds_here = true;
    assert_true(placing_factor(&p) > old && placing_factor(&p) <= 1.05 * old);
    p.age = -(kb_time)MS_DAY;
    assert_true(placing_factor(&p) == 1.05);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_what_was_agreed_comes_before_what_is_on_its_way),
        TEST(test_how_a_round_goes_moves_nothing),
        TEST(test_what_nobody_looked_at_and_what_ended_come_last),
        TEST(test_age_and_ones_own_organisation_are_gentle),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
