/* The tally against an oracle: design section 4 written a second time, as plainly as it reads there, over each
 * combination of positions of up to six organisations, under each preset. */
#include "tests/kb_test.h"

#include "kb/base/cleanup.h"
#include "kb/domain/round.h"

#include <stdio.h>
#include <string.h>

enum { MOST = 6 };

/* ---- The oracle ---- */

struct list {
    enum round_position says[MOST];
    size_t n;
};

static unsigned saying(const struct list *l, enum round_position p)
{
    unsigned n = 0;
    for (size_t i = 0; i < l->n; i++) n += l->says[i] == p;
    return n;
}

/* E = organisations minus "gaat niet over ons". */
static unsigned that_count(const struct list *l)
{
    return (unsigned)l->n - saying(l, POSITION_RECUSE);
}

/* The smallest number that is at least two thirds of E. */
static unsigned two_thirds(unsigned e)
{
    unsigned need = 0;
    while (3 * need < 2 * e) need++;
    return need;
}

static unsigned saying_yes(const struct list *l)
{
    return saying(l, POSITION_AGREE) + saying(l, POSITION_RESERVE);
}

static bool preset_is_met(enum round_preset preset, const struct list *l)
{
    unsigned e = that_count(l), plain = saying(l, POSITION_AGREE), yes = saying_yes(l);
    if (saying(l, POSITION_OBJECT)) return false;
    switch (preset) {
    case ROUND_LIGHT: return plain >= 2;
    case ROUND_CONSENT: return yes >= two_thirds(e) && plain >= 1 && e >= 2;
    case ROUND_UNANIMOUS: return yes == e;
    case ROUND_SINGLE: return plain >= 1;
    default: return false;
    }
}

/* "plain akkoord fewer than the preset asks" */
static unsigned plain_asked(enum round_preset preset)
{
    static const unsigned asked[] = {[ROUND_LIGHT] = 2, [ROUND_CONSENT] = 1, [ROUND_UNANIMOUS] = 0, [ROUND_SINGLE] = 1};
    return asked[preset];
}

/* Each row of "outcome at closing" as it reads, without the rows before it. */
static bool row_reads(int row, enum round_preset preset, const struct list *l)
{
    switch (row) {
    case 1: return that_count(l) < 2 && preset != ROUND_SINGLE;
    case 2: return preset_is_met(preset, l);
    case 3: return saying(l, POSITION_OBJECT) >= 2;
    case 4: return saying(l, POSITION_OBJECT) == 1;
    case 5: return saying(l, POSITION_NONE) > 0;
    case 6: return saying(l, POSITION_AGREE) < plain_asked(preset);
    case 7: return true;
    default: return false;
    }
}

static enum round_outcome row_gives(int row, bool promised)
{
    static const enum round_outcome gives[] = {[1] = OUTCOME_VOID,     [2] = OUTCOME_PASSES, [4] = OUTCOME_TALKS,
                                               [5] = OUTCOME_DEFERRED, [6] = OUTCOME_REWORK, [7] = OUTCOME_REJECTED};
    if (row == 3) return promised ? OUTCOME_REWORK : OUTCOME_REJECTED;
    return gives[row];
}

static bool steering_may(const struct list *l)
{
    unsigned e = that_count(l), need = two_thirds(e);
    if (saying(l, POSITION_OBJECT) != 1 || e < 3) return false;
    return saying_yes(l) >= (need < e - 1 ? need : e - 1);
}

/* ---- Every combination ---- */

static const char *shown(const struct list *l)
{
    static char out[256];
    out[0] = '\0';
    for (size_t i = 0; i < l->n; i++) {
        const char *word = l->says[i] == POSITION_NONE ? "silent" : round_position_slug(l->says[i]);
        snprintf(out + strlen(out), sizeof out - strlen(out), "%s ", word);
    }
    return out;
}

static bool next(struct list *l)
{
    for (size_t i = 0; i < l->n; i++) {
        if (++l->says[i] < ROUND_POSITION__COUNT) return true;
        l->says[i] = POSITION_NONE;
    }
    return false;
}

typedef unsigned check(enum round_preset preset, const struct list *l, const struct round_tally *t);

/* A round of a single organisation has that one on its list; all others have two to six. */
static unsigned each_combination(check *holds)
{
    unsigned seen = 0;
    for (unsigned preset = 0; preset < ROUND_PRESET__COUNT; preset++)
        for (size_t n = preset == ROUND_SINGLE ? 1 : 2; n <= (preset == ROUND_SINGLE ? 1 : MOST); n++) {
            struct list l = {.n = n};
            do {
                struct round_tally t = round_count(l.says, l.n);
                seen += holds((enum round_preset)preset, &l, &t);
            } while (next(&l));
        }
    return seen;
}

enum { COMBINATIONS = 3 * (36 + 216 + 1296 + 7776 + 46656) + 6 };

static unsigned counts_alike(enum round_preset preset, const struct list *l, const struct round_tally *t)
{
    (void)preset;
    assert_int_equal(t->organisations, l->n);
    assert_int_equal(t->counting, that_count(l));
    assert_int_equal(t->need, two_thirds(that_count(l)));
    assert_int_equal(t->yes, saying_yes(l));
    for (unsigned p = 0; p < ROUND_POSITION__COUNT; p++) assert_int_equal(t->n[p], saying(l, (enum round_position)p));
    return 1;
}

static void test_the_tally_counts_as_section_4_does(void **state)
{
    (void)state;
    assert_int_equal(each_combination(counts_alike), COMBINATIONS);
}

static unsigned lands_on_one_row(enum round_preset preset, const struct list *l, const struct round_tally *t)
{
    int first = 0;
    for (int row = 7; row >= 1; row--)
        if (row_reads(row, preset, l)) first = row;
    int row = round_outcome_row(preset, t);
    if (row != first) fail_msg("%s, %s: row %d, expected %d", round_preset_slug(preset), shown(l), row, first);
    for (int promised = 0; promised <= 1; promised++) {
        enum round_outcome outcome = round_outcome(preset, t, promised);
        if (outcome != row_gives(first, promised))
            fail_msg("%s, %s: %s", round_preset_slug(preset), shown(l), round_outcome_slug(outcome));
    }
    return 1;
}

static void test_every_combination_lands_on_the_first_row_that_reads_true(void **state)
{
    (void)state;
    assert_int_equal(each_combination(lands_on_one_row), COMBINATIONS);
}

static unsigned met_alike(enum round_preset preset, const struct list *l, const struct round_tally *t)
{
    if (that_count(l) < 2 && preset != ROUND_SINGLE) return 1; /* void comes first */
    if (round_is_met(preset, t) != preset_is_met(preset, l))
        fail_msg("%s, %s: met is %d", round_preset_slug(preset), shown(l), round_is_met(preset, t));
    return 1;
}

static void test_a_preset_is_met_as_section_4_says(void **state)
{
    (void)state;
    assert_int_equal(each_combination(met_alike), COMBINATIONS);
}

static unsigned steers_alike(enum round_preset preset, const struct list *l, const struct round_tally *t)
{
    if (round_steering_met(t) != steering_may(l))
        fail_msg("%s, %s: steering is %d", round_preset_slug(preset), shown(l), round_steering_met(t));
    return 1;
}

static unsigned promises_alike(enum round_preset preset, const struct list *l, const struct round_tally *t)
{
    bool counts = row_reads(3, preset, l) && !row_reads(2, preset, l) && !row_reads(1, preset, l);
    if (counts != round_asks_promise(preset, t))
        fail_msg("%s, %s: a promise is asked", round_preset_slug(preset), shown(l));
    return counts;
}

static void test_a_promise_is_asked_only_where_two_object(void **state)
{
    (void)state;
    assert_true(each_combination(promises_alike) > 0);
}

static void test_the_steering_step_needs_enough_others_over_one_objection(void **state)
{
    (void)state;
    assert_int_equal(each_combination(steers_alike), COMBINATIONS);
}

static unsigned closes_alike(enum round_preset preset, const struct list *l, const struct round_tally *t)
{
    (void)preset;
    assert_int_equal(round_closes_early(t), saying(l, POSITION_NONE) == 0);
    return 1;
}

static void test_a_round_closes_early_when_nobody_is_silent(void **state)
{
    (void)state;
    assert_int_equal(each_combination(closes_alike), COMBINATIONS);
}

/* ---- What section 4 promises in words ---- */

static unsigned no_objection_passes(enum round_preset preset, const struct list *l, const struct round_tally *t)
{
    bool passes = round_outcome(preset, t, false) == OUTCOME_PASSES;
    if (passes && saying(l, POSITION_OBJECT)) fail_msg("%s passes over an objection", shown(l));
    if (passes && saying_yes(l) == 0) fail_msg("%s passes with nobody's yes", shown(l));
    return passes;
}

static void test_nothing_passes_over_an_objection_or_by_silence(void **state)
{
    (void)state;
    assert_true(each_combination(no_objection_passes) > 1000);
}

/* Consent with one organisation silent and all others akkoord passes, from three organisations on. */
static void test_one_silent_organisation_cannot_block(void **state)
{
    (void)state;
    for (size_t n = 3; n <= MOST; n++) {
        struct list l = {.n = n};
        for (size_t i = 1; i < n; i++) l.says[i] = POSITION_AGREE;
        struct round_tally t = round_count(l.says, n);
        assert_int_equal(round_outcome(ROUND_CONSENT, &t, false), OUTCOME_PASSES);
        assert_int_equal(round_outcome(ROUND_LIGHT, &t, false), OUTCOME_PASSES);
        assert_int_equal(round_outcome(ROUND_UNANIMOUS, &t, false), OUTCOME_DEFERRED);
        assert_false(round_binds(round_here(l.says[0])));
    }
}

/* More support never takes a yes away. */
static unsigned support_helps(enum round_preset preset, const struct list *l, const struct round_tally *t)
{
    if (round_outcome(preset, t, false) != OUTCOME_PASSES) return 0;
    for (size_t i = 0; i < l->n; i++) {
        if (l->says[i] == POSITION_RECUSE) continue; /* joining the count raises what is needed */
        struct list more = *l;
        more.says[i] = POSITION_AGREE;
        struct round_tally then = round_count(more.says, more.n);
        if (round_outcome(preset, &then, false) != OUTCOME_PASSES) fail_msg("%s: one more yes and it fails", shown(l));
    }
    return 1;
}

static void test_one_more_akkoord_never_undoes_a_yes(void **state)
{
    (void)state;
    assert_true(each_combination(support_helps) > 1000);
}

static void test_a_hundred_organisations_are_counted_as_the_first_64(void **state)
{
    (void)state;
    enum round_position many[100];
    for (size_t i = 0; i < COUNT_OF(many); i++) many[i] = i < 64 ? POSITION_AGREE : POSITION_OBJECT;
    struct round_tally t = round_count(many, COUNT_OF(many));
    assert_int_equal(t.organisations, ROUND_ORGANISATIONS_MAX);
    assert_int_equal(t.n[POSITION_OBJECT], 0);
    struct round_tally nobody = round_count(NULL, 0);
    assert_int_equal(round_outcome(ROUND_CONSENT, &nobody, false), OUTCOME_VOID);
    assert_int_equal(round_outcome(ROUND_UNANIMOUS, &nobody, false), OUTCOME_VOID);
    assert_int_equal(round_outcome(ROUND_PRESET__COUNT, &t, false), OUTCOME_VOID);
    assert_false(round_is_met(ROUND_PRESET__COUNT, &t));
}

/* ---- Taking positions ---- */

static void test_in_talks_only_the_objector_and_a_supporter_may_change(void **state)
{
    (void)state;
    const struct round_tally objected = {.n = {[POSITION_OBJECT] = 1}}, settled = {0};
    for (unsigned from = 0; from < ROUND_POSITION__COUNT; from++)
        for (unsigned to = 0; to < ROUND_POSITION__COUNT; to++) {
            enum round_position f = (enum round_position)from, t = (enum round_position)to;
            assert_int_equal(round_may_take(ROUND_OPEN, &settled, false, f, t), t != POSITION_NONE);
            bool part = f == POSITION_OBJECT || t == POSITION_OBJECT;
            assert_int_equal(round_may_take(ROUND_IN_TALKS, &objected, false, f, t), t != POSITION_NONE && part);
            assert_false(round_may_take(ROUND_ENDED, &objected, true, f, t));
            if (f == POSITION_OBJECT) continue;
            /* nobody objects any more: nothing is left to support, and a slip is mended by who made it */
            assert_false(round_may_take(ROUND_IN_TALKS, &settled, false, f, t));
            assert_int_equal(round_may_take(ROUND_IN_TALKS, &settled, true, f, t), t == POSITION_OBJECT);
        }
    assert_false(round_may_take(ROUND_OPEN, &objected, true, POSITION_AGREE, ROUND_POSITION__COUNT));
    assert_false(round_may_take(ROUND_STATE__COUNT, &objected, true, POSITION_AGREE, POSITION_OBJECT));
}

static void test_a_light_round_moves_to_consent_once_and_no_other_round_does(void **state)
{
    (void)state;
    for (unsigned s = 0; s < ROUND_STATE__COUNT; s++)
        for (unsigned p = 0; p < ROUND_PRESET__COUNT; p++)
            assert_int_equal(round_may_move_to_consent((enum round_state)s, (enum round_preset)p),
                             s == ROUND_OPEN && p == ROUND_LIGHT);
}

static void test_what_must_be_written_with_a_position(void **state)
{
    (void)state;
    assert_int_equal(round_texts_needed(POSITION_AGREE), 0);
    assert_int_equal(round_texts_needed(POSITION_RESERVE), 1);
    assert_int_equal(round_texts_needed(POSITION_OBJECT), 2);
    assert_int_equal(round_texts_needed(POSITION_ABSTAIN), 0);
    assert_int_equal(round_texts_needed(POSITION_RECUSE), 0);
}

static void test_only_a_yes_binds(void **state)
{
    (void)state;
    for (unsigned p = 0; p < ROUND_POSITION__COUNT; p++)
        assert_int_equal(round_binds(round_here((enum round_position)p)), p == POSITION_AGREE || p == POSITION_RESERVE);
    assert_int_equal(round_here(POSITION_AGREE), HERE_ADOPTED);
    assert_int_equal(round_here(POSITION_RESERVE), HERE_RESERVE);
    assert_int_equal(round_here(POSITION_OBJECT), HERE_NOT);
    assert_int_equal(round_here(POSITION_NONE), HERE_NO_POSITION);
    assert_int_equal(round_here(POSITION_ABSTAIN), HERE_NO_POSITION);
    assert_int_equal(round_here(ROUND_POSITION__COUNT), HERE_NO_POSITION);
}

static void test_the_default_preset_follows_the_kind(void **state)
{
    (void)state;
    assert_int_equal(round_default(true, false), ROUND_LIGHT);
    assert_int_equal(round_default(false, false), ROUND_CONSENT);
    assert_int_equal(round_default(false, true), ROUND_UNANIMOUS);
}

static void test_every_slug_is_read_back(void **state)
{
    (void)state;
    for (unsigned i = POSITION_AGREE; i < ROUND_POSITION__COUNT; i++) {
        enum round_position p = POSITION_NONE;
        assert_true(round_position_from_slug(text_str(round_position_slug((enum round_position)i)), &p));
        assert_int_equal(p, i);
    }
    for (unsigned i = 0; i < ROUND_PRESET__COUNT; i++) {
        enum round_preset p = ROUND_PRESET__COUNT;
        assert_true(round_preset_from_slug(text_str(round_preset_slug((enum round_preset)i)), &p));
        assert_int_equal(p, i);
    }
    enum round_position p;
    enum round_preset preset;
    assert_false(round_position_from_slug(TEXT(""), &p));
    assert_false(round_preset_from_slug(TEXT("majority"), &preset));
    assert_string_equal(round_position_slug(ROUND_POSITION__COUNT), "");
    assert_string_equal(round_preset_slug(ROUND_PRESET__COUNT), "");
    assert_string_equal(round_state_slug(ROUND_IN_TALKS), "in-talks");
    assert_string_equal(round_outcome_slug(OUTCOME_REWORK), "rework");
    assert_string_equal(round_outcome_slug(ROUND_OUTCOME__COUNT), "");
}

/* ---- The term ---- */

#define DAY(y, m, d) ((struct date){y, m, d})

static const struct date begins = {2026, 1, 12}; /* a Monday */

static void assert_day(struct date got, struct date expected)
{
    if (date_cmp(got, expected) == 0) return;
    fail_msg("%d-%d-%d, expected %d-%d-%d", got.year, got.month, got.day, expected.year, expected.month, expected.day);
}

static void test_a_light_term_is_three_weeks_whatever_the_meetings(void **state)
{
    (void)state;
    const struct round_meeting m[] = {{0, {0}, {2026, 3, 2}}};
    assert_day(round_term(&round_terms_default, ROUND_LIGHT, begins, 5, m, 1), DAY(2026, 2, 2));
    assert_day(round_term(&round_terms_default, ROUND_LIGHT, begins, 5, NULL, 0), DAY(2026, 2, 2));
}

static void test_without_dates_the_term_is_ten_weeks(void **state)
{
    (void)state;
    assert_day(round_term(&round_terms_default, ROUND_CONSENT, begins, 5, NULL, 0), DAY(2026, 3, 23));
    assert_day(round_term(&round_terms_default, ROUND_CONSENT, begins, 0, NULL, 0), DAY(2026, 3, 23));
}

static void test_the_term_ends_five_working_days_after_the_last_first_meeting(void **state)
{
    (void)state;
    const struct round_meeting m[] = {
        {0, {0}, {2026, 2, 10}}, {1, {0}, {2026, 1, 20}}, {0, {0}, {2026, 1, 27}}, {2, {0}, {2026, 2, 4}}};
    /* 0 first meets on 27 January, 1 on the 20th, 2 on Wednesday 4 February: and five working days. */
    assert_day(round_term(&round_terms_default, ROUND_CONSENT, begins, 3, m, COUNT_OF(m)), DAY(2026, 2, 11));
    assert_day(round_term(&round_terms_default, ROUND_UNANIMOUS, begins, 3, m, COUNT_OF(m)), DAY(2026, 2, 11));
    assert_day(round_term(&round_terms_default, ROUND_CONSENT, begins, 2, m, COUNT_OF(m)), DAY(2026, 2, 3));
}

static void test_a_meeting_whose_papers_were_due_before_does_not_count(void **state)
{
    (void)state;
    const struct round_meeting m[] = {
        {0, {2026, 1, 9}, {2026, 1, 20}}, {0, {2026, 2, 6}, {2026, 2, 17}}, {0, {0}, {2025, 12, 1}}};
    assert_day(round_term(&round_terms_default, ROUND_CONSENT, begins, 1, m, COUNT_OF(m)), DAY(2026, 2, 24));
}

static void test_no_term_is_longer_than_fourteen_weeks(void **state)
{
    (void)state;
    const struct round_meeting m[] = {{0, {0}, {2026, 1, 20}}, {1, {0}, {2026, 6, 30}}};
    assert_day(round_term(&round_terms_default, ROUND_CONSENT, begins, 2, m, COUNT_OF(m)), DAY(2026, 4, 20));
}

static void test_an_organisation_without_dates_has_ten_weeks(void **state)
{
    (void)state;
    const struct round_meeting m[] = {{0, {0}, {2026, 1, 20}}};
    assert_day(round_term(&round_terms_default, ROUND_CONSENT, begins, 2, m, COUNT_OF(m)), DAY(2026, 3, 23));
}

static void test_working_days_of_a_term_step_over_easter(void **state)
{
    (void)state;
    const struct round_meeting m[] = {{0, {0}, {2026, 4, 1}}};
    assert_day(round_term(&round_terms_default, ROUND_CONSENT, begins, 1, m, 1), DAY(2026, 4, 10));
}

static void test_the_extension_talks_and_the_joint_meeting(void **state)
{
    (void)state;
    assert_day(round_extended(&round_terms_default, DAY(2026, 3, 23)), DAY(2026, 4, 20));
    assert_day(round_talks_until(&round_terms_default, DAY(2026, 3, 23)),
               DAY(2026, 4, 8)); /* ten working days, over Easter */
    assert_day(round_steering_until(&round_terms_default, DAY(2026, 4, 8)), DAY(2026, 6, 3));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_the_tally_counts_as_section_4_does),
        TEST(test_every_combination_lands_on_the_first_row_that_reads_true),
        TEST(test_a_preset_is_met_as_section_4_says),
        TEST(test_a_promise_is_asked_only_where_two_object),
        TEST(test_the_steering_step_needs_enough_others_over_one_objection),
        TEST(test_a_round_closes_early_when_nobody_is_silent),
        TEST(test_nothing_passes_over_an_objection_or_by_silence),
        TEST(test_one_silent_organisation_cannot_block),
        TEST(test_one_more_akkoord_never_undoes_a_yes),
        TEST(test_a_hundred_organisations_are_counted_as_the_first_64),
        TEST(test_in_talks_only_the_objector_and_a_supporter_may_change),
        TEST(test_a_light_round_moves_to_consent_once_and_no_other_round_does),
        TEST(test_what_must_be_written_with_a_position),
        TEST(test_only_a_yes_binds),
        TEST(test_the_default_preset_follows_the_kind),
        TEST(test_every_slug_is_read_back),
        TEST(test_a_light_term_is_three_weeks_whatever_the_meetings),
        TEST(test_without_dates_the_term_is_ten_weeks),
        TEST(test_the_term_ends_five_working_days_after_the_last_first_meeting),
        TEST(test_a_meeting_whose_papers_were_due_before_does_not_count),
        TEST(test_no_term_is_longer_than_fourteen_weeks),
        TEST(test_an_organisation_without_dates_has_ten_weeks),
        TEST(test_working_days_of_a_term_step_over_easter),
        TEST(test_the_extension_talks_and_the_joint_meeting),
    };
    return cmocka_run_group_tests_name("the tally, by an oracle", tests, NULL, NULL);
}
