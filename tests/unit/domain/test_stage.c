/* The guards of the ladder at their edges: each lack alone, each term to its last moment, and what a step says.
 * The moves themselves are in test_stage_guards.c. */
#include "tests/kb_test.h"

#include "kb/base/cleanup.h"
#include "kb/domain/stage.h"

#define M STAGE_BY_MEMBER
#define L STAGE_BY_LEAD
#define E STAGE_BY_EDITOR
#define B STAGE_BY_BOARD
#define T STAGE_BY_STEERING
#define C STAGE_BY_ITSELF

/* ---- Guards ---- */

/* Wednesday 4 March 2026, noon. */
static kb_time noon(void)
{
    return calendar_at((struct date){2026, 3, 4}, 12, 0);
}

static kb_time days_ago(int days)
{
    return noon() - days * (kb_time)MS_DAY;
}

/* Everything done and long ago, everything written: no guard that speaks of work refuses. Guards that ask for opposite
 * things (each outcome, new or adopted) are set by `ready`. */
static struct practice_facts finished(enum practice_line line, enum stage stage)
{
    return (struct practice_facts){
        .now = noon(),
        .kind = PRACTICE_WERKWIJZE,
        .line = line,
        .stage = stage,
        .numbered = true,
        .title_chars = 20,
        .brief_words = 30,
        .filled = UINT32_MAX,
        .privacy_passed = true,
        .similar_seen = true,
        .new_revision = true,
        .spelling_only = true,
        .field_checked = true,
        .uses = 1,
        .boards_told = true,
        .lead_agrees = true,
        .lead_merges = true,
        .second_agrees = true,
        .stage_since = days_ago(200),
        .opened = days_ago(200),
        .last_edit = days_ago(200),
        .recommended = days_ago(200),
        .review_at = days_ago(200),
        .round_frozen = true,
        .named = true,
        .preset = ROUND_CONSENT,
        .round_closed = true,
        .round_closed_at = days_ago(200),
        .steering_met = true,
        .written = UINT32_MAX,
        .review_months = 24,
    };
}

static struct practice_facts ready(enum practice_line line, enum stage stage, enum stage_move move)
{
    struct practice_facts f = finished(line, stage);
    static const enum round_outcome outcomes[STAGE_MOVE__COUNT] = {
        [MOVE_ADOPT] = OUTCOME_PASSES,   [MOVE_VOID] = OUTCOME_VOID,  [MOVE_REWORK] = OUTCOME_REWORK,
        [MOVE_DEFER] = OUTCOME_DEFERRED, [MOVE_TALK] = OUTCOME_TALKS, [MOVE_REJECT] = OUTCOME_REJECTED};
    f.outcome = outcomes[move];
    f.adopted_stands = move == MOVE_REVISE || move == MOVE_ASK_ROUND || (line == LINE_ADOPTED && stage != STAGE_NONE);
    f.adopted_unconfirmed = f.adopted_stands;
    return f;
}

/* One thing is missing, and exactly that is said. */
struct lack {
    enum practice_line line;
    enum stage from;
    enum stage_move move;
    unsigned who;
    void (*spoil)(struct practice_facts *f);
    const char *field, *reason;
};

#define SPOIL(name, statement)                                                                                         \
    static void name(struct practice_facts *f)                                                                         \
    {                                                                                                                  \
        statement;                                                                                                     \
    }

SPOIL(no_title, f->title_chars = 0)
SPOIL(long_title, f->title_chars = 301)
SPOIL(no_brief, f->brief_words = 0)
SPOIL(long_brief, f->brief_words = 61)
SPOIL(no_why, f->filled = ~practice_section_bit(f->kind, TEXT("waarom")))
SPOIL(no_privacy, f->privacy_passed = false)
SPOIL(no_similar, f->similar_seen = false)
SPOIL(own, f->by_author = true)
SPOIL(lead_silent, f->lead_agrees = false; f->lead_asked = 0)
SPOIL(lead_4_days, f->lead_agrees = false; f->lead_asked = calendar_at((struct date){2026, 2, 25}, 9, 0))
SPOIL(lead_29_days, f->lead_agrees = false; f->lead_asked = days_ago(30))
SPOIL(not_to_merging, f->lead_merges = false)
SPOIL(no_second, f->second_agrees = false)
SPOIL(two_editors_silent, f->second_agrees = false; f->second_asked = days_ago(100))
SPOIL(second_4_days, f->second_agrees = false; f->one_editor = true;
      f->second_asked = calendar_at((struct date){2026, 2, 25}, 9, 0))
SPOIL(opened_lately, f->opened = days_ago(21))
SPOIL(never_opened, f->opened = 0)
SPOIL(remark_open, f->must_remarks_open = 1)
SPOIL(not_checked, f->field_checked = false)
SPOIL(not_tried, f->uses = 0)
SPOIL(recommended_lately, f->recommended = days_ago(10))
SPOIL(revision_not_checked, f->adopted_stands = true; f->field_checked = false)
SPOIL(revision_remark, f->adopted_stands = true; f->must_remarks_open = 1)
SPOIL(not_frozen, f->round_frozen = false)
SPOIL(none_named, f->named = false)
SPOIL(not_closed, f->round_closed = false)
SPOIL(other_outcome, f->outcome = OUTCOME_NONE)
SPOIL(closed_lately, f->round_closed_at = calendar_at((struct date){2026, 2, 25}, 9, 0))
SPOIL(single, f->preset = ROUND_SINGLE)
SPOIL(no_review_date, f->review_months = 0)
SPOIL(review_too_far, f->review_months = 37)
SPOIL(steering_short, f->steering_met = false)
SPOIL(talks_young, f->stage_since = calendar_at((struct date){2026, 2, 18}, 9, 0))
SPOIL(no_revision, f->new_revision = false)
SPOIL(more_than_spelling, f->spelling_only = false)
SPOIL(changed, f->candidate_on_way = true)
SPOIL(not_told, f->boards_told = false)
SPOIL(review_tomorrow, f->review_at = f->now + 1)
SPOIL(review_never, f->review_at = 0)
SPOIL(edited_89_days, f->last_edit = days_ago(90))
SPOIL(due_89_days, f->stage_since = days_ago(90))
SPOIL(has_adopted, f->adopted_stands = true; f->adopted_unconfirmed = false)
SPOIL(has_candidate, f->candidate_on_way = true)
SPOIL(no_adopted, f->adopted_stands = false)
SPOIL(confirmed, f->adopted_unconfirmed = false)

/* clang-format off */
static const struct lack lacks[] = {
    { LINE_CANDIDATE, STAGE_DRAFT,          MOVE_SUBMIT,       L, no_title,             "title",            "required" },
    { LINE_CANDIDATE, STAGE_DRAFT,          MOVE_SUBMIT,       L, long_title,           "title",            "too-long" },
    { LINE_CANDIDATE, STAGE_DRAFT,          MOVE_SUBMIT,       L, no_brief,             "brief",            "required" },
    { LINE_CANDIDATE, STAGE_DRAFT,          MOVE_SUBMIT,       L, long_brief,           "brief",            "too-many-words" },
    { LINE_CANDIDATE, STAGE_RETURNED,       MOVE_SUBMIT,       L, no_why,               "waarom",           "required" },
    { LINE_CANDIDATE, STAGE_DRAFT,          MOVE_SUBMIT,       L, no_privacy,           "privacy",          "privacy-open" },
    { LINE_CANDIDATE, STAGE_DRAFT,          MOVE_SUBMIT,       L, no_similar,           "similar",          "similar-not-seen" },
    { LINE_CANDIDATE, STAGE_SUBMITTED,      MOVE_ACCEPT,       E, own,                  "not-author",       "own-text" },
    { LINE_CANDIDATE, STAGE_SUBMITTED,      MOVE_FIX_LANGUAGE, E, more_than_spelling,   "spelling",         "more-than-spelling" },
    { LINE_CANDIDATE, STAGE_SUBMITTED,      MOVE_FIX_LANGUAGE, E, lead_silent,          "lead-agrees",      "lead-missing" },
    { LINE_CANDIDATE, STAGE_SUBMITTED,      MOVE_FIX_LANGUAGE, E, lead_4_days,          "lead-agrees",      "lead-missing" },
    { LINE_CANDIDATE, STAGE_PROPOSAL,       MOVE_MERGE,        E, not_to_merging,       "lead-merges",      "lead-missing" },
    { LINE_CANDIDATE, STAGE_PROPOSAL,       MOVE_RECOMMEND,    E, own,                  "not-author",       "own-text" },
    { LINE_CANDIDATE, STAGE_PROPOSAL,       MOVE_RECOMMEND,    E, lead_silent,          "lead-agrees",      "lead-missing" },
    { LINE_CANDIDATE, STAGE_PROPOSAL,       MOVE_RECOMMEND,    E, opened_lately,        "open-long",        "too-early" },
    { LINE_CANDIDATE, STAGE_PROPOSAL,       MOVE_RECOMMEND,    E, never_opened,         "open-long",        "too-early" },
    { LINE_CANDIDATE, STAGE_PROPOSAL,       MOVE_RECOMMEND,    E, remark_open,          "remarks",          "unanswered" },
    { LINE_CANDIDATE, STAGE_PROPOSAL,       MOVE_RECOMMEND,    E, not_checked,          "checked",          "not-checked" },
    { LINE_CANDIDATE, STAGE_PROPOSAL,       MOVE_RECOMMEND,    E, not_tried,            "tried",            "not-tried" },
    { LINE_CANDIDATE, STAGE_RECOMMENDATION, MOVE_OPEN_ROUND,   E, recommended_lately,   "final-comment",    "too-early" },
    { LINE_CANDIDATE, STAGE_RECOMMENDATION, MOVE_OPEN_ROUND,   E, revision_not_checked, "revision-checked", "not-checked" },
    { LINE_CANDIDATE, STAGE_RECOMMENDATION, MOVE_OPEN_ROUND,   E, revision_remark,      "revision-checked", "unanswered" },
    { LINE_CANDIDATE, STAGE_DEFERRED,       MOVE_OPEN_ROUND,   E, own,                  "not-author",       "own-text" },
    { LINE_CANDIDATE, STAGE_RECOMMENDATION, MOVE_OPEN_ROUND,   E, no_revision,          "new-revision",     "no-new-revision" },
    { LINE_CANDIDATE, STAGE_DEFERRED,       MOVE_OPEN_ROUND,   E, not_frozen,           "round-frozen",     "round-not-set" },
    { LINE_CANDIDATE, STAGE_IN_ROUND,       MOVE_ADOPT,        E, not_closed,           "round-closed",     "too-early" },
    { LINE_CANDIDATE, STAGE_IN_ROUND,       MOVE_ADOPT,        E, other_outcome,        "passes",           "other-outcome" },
    { LINE_CANDIDATE, STAGE_IN_ROUND,       MOVE_ADOPT,        C, closed_lately,        "confirm-date",     "too-early" },
    { LINE_CANDIDATE, STAGE_IN_ROUND,       MOVE_REJECT,       C, closed_lately,        "confirm-date",     "too-early" },
    { LINE_CANDIDATE, STAGE_IN_ROUND,       MOVE_ADOPT,        C, single,               "confirm-date",     "too-early" },
    { LINE_CANDIDATE, STAGE_IN_ROUND,       MOVE_ADOPT,        E, own,                  "not-author",       "own-text" },
    { LINE_CANDIDATE, STAGE_IN_ROUND,       MOVE_ADOPT,        E, no_review_date,       "review-date",      "out-of-range" },
    { LINE_CANDIDATE, STAGE_TALKS,          MOVE_ADOPT,        E, review_too_far,       "review-date",      "out-of-range" },
    { LINE_CANDIDATE, STAGE_IN_ROUND,       MOVE_VOID,         C, other_outcome,        "void",             "other-outcome" },
    { LINE_CANDIDATE, STAGE_IN_ROUND,       MOVE_REWORK,       C, other_outcome,        "rework",           "other-outcome" },
    { LINE_CANDIDATE, STAGE_IN_ROUND,       MOVE_DEFER,        C, other_outcome,        "defers",           "other-outcome" },
    { LINE_CANDIDATE, STAGE_IN_ROUND,       MOVE_TALK,         C, other_outcome,        "talks",            "other-outcome" },
    { LINE_CANDIDATE, STAGE_IN_ROUND,       MOVE_TALK,         C, not_closed,           "round-closed",     "too-early" },
    { LINE_CANDIDATE, STAGE_TALKS,          MOVE_REJECT,       C, other_outcome,        "rejects",          "other-outcome" },
    { LINE_CANDIDATE, STAGE_TALKS,          MOVE_STEER,        T, steering_short,       "steering",         "too-few" },
    { LINE_CANDIDATE, STAGE_TALKS,          MOVE_STEER,        T, talks_young,          "talks-over",       "too-early" },
    { LINE_CANDIDATE, STAGE_TALKS,          MOVE_STEER,        T, own,                  "not-author",       "own-text" },
    { LINE_CANDIDATE, STAGE_DRAFT,          MOVE_SLEEP,        C, edited_89_days,       "idle",             "too-early" },
    { LINE_CANDIDATE, STAGE_NONE,           MOVE_START,        M, has_adopted,          "new",              "exists" },
    { LINE_CANDIDATE, STAGE_NONE,           MOVE_REVISE,       L, no_adopted,           "adopted",          "no-adopted-text" },
    { LINE_CANDIDATE, STAGE_NONE,           MOVE_REVISE,       L, has_candidate,        "adopted",          "no-adopted-text" },
    { LINE_CANDIDATE, STAGE_NONE,           MOVE_ASK_ROUND,    B, confirmed,            "unconfirmed",      "already-confirmed" },
    { LINE_ADOPTED,   STAGE_NONE,           MOVE_IMPORT,       C, has_candidate,        "untouched",        "worked-on" },
    { LINE_ADOPTED,   STAGE_BEST_PRACTICE,  MOVE_IMPORT,       C, confirmed,            "untouched",        "worked-on" },
    { LINE_ADOPTED,   STAGE_BEST_PRACTICE,  MOVE_CONFIRM_IMPORT, E, confirmed,          "unconfirmed",      "already-confirmed" },
    { LINE_ADOPTED,   STAGE_BEST_PRACTICE,  MOVE_CONFIRM_IMPORT, E, none_named,         "organisations",    "none-named" },
    { LINE_ADOPTED,   STAGE_BEST_PRACTICE,  MOVE_DUE,          C, review_tomorrow,      "review-came",      "too-early" },
    { LINE_ADOPTED,   STAGE_BEST_PRACTICE,  MOVE_DUE,          C, review_never,         "review-came",      "too-early" },
    { LINE_ADOPTED,   STAGE_DUE,            MOVE_CONFIRM,      E, lead_silent,          "lead-agrees",      "lead-missing" },
    { LINE_ADOPTED,   STAGE_DUE,            MOVE_CONFIRM,      E, lead_29_days,         "lead-agrees",      "lead-missing" },
    { LINE_ADOPTED,   STAGE_EXPIRED,        MOVE_CONFIRM,      E, changed,              "no-text-change",   "text-changed" },
    { LINE_ADOPTED,   STAGE_EXPIRED,        MOVE_CONFIRM,      E, not_told,             "boards-told",      "boards-not-told" },
    { LINE_ADOPTED,   STAGE_BEST_PRACTICE,  MOVE_CORRECT,      E, more_than_spelling,   "spelling",         "more-than-spelling" },
    { LINE_ADOPTED,   STAGE_BEST_PRACTICE,  MOVE_CORRECT,      E, no_second,            "second-editor",    "second-missing" },
    { LINE_ADOPTED,   STAGE_DUE,            MOVE_CORRECT,      E, two_editors_silent,   "second-editor",    "second-missing" },
    { LINE_ADOPTED,   STAGE_DUE,            MOVE_CORRECT,      E, second_4_days,        "second-editor",    "second-missing" },
    { LINE_ADOPTED,   STAGE_DUE,            MOVE_EXPIRE,       C, due_89_days,          "unreviewed",       "too-early" },
};
/* clang-format on */

static void test_a_guard_that_does_not_hold_refuses_and_says_exactly_that(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(lacks); i++) {
        const struct lack *l = &lacks[i];
        struct practice_facts f = ready(l->line, l->from, l->move);
        l->spoil(&f);
        struct stage_step step;
        kb_err err = {0};
        err_code code = stage_after(&f, l->move, l->who, &stage_national, &step, &err);
        if (code != ERR_RULE || err.n_items != 1 || strcmp(err.items[0].field, l->field) != 0 ||
            strcmp(err.items[0].reason, l->reason) != 0)
            fail_msg("case %zu (%s, %s): %s, %zu items, first %s %s", i, stage_move_slug(l->move), l->field,
                     err_slug(code), err.n_items, err.items[0].field, err.n_items ? err.items[0].reason : "");
    }
}

static bool lacks_guard(enum stage_guard g)
{
    for (size_t i = 0; i < COUNT_OF(lacks); i++) {
        const struct stage_row *r = stage_find(lacks[i].line, lacks[i].from, lacks[i].move);
        bool same = strcmp(lacks[i].field, stage_guard_slug(g)) == 0 || g == GUARD_TEXT_COMPLETE;
        if (same && (r->guards & UINT64_C(1) << g)) return true;
    }
    return false;
}

static void test_no_guard_is_without_a_case(void **state)
{
    (void)state;
    for (unsigned g = 0; g < STAGE_GUARD__COUNT; g++)
        if (!lacks_guard((enum stage_guard)g)) fail_msg("no case for %s", stage_guard_slug((enum stage_guard)g));
}

/* ---- Times ---- */

static void expect_at(kb_time now, struct practice_facts f, enum stage_move move, unsigned who,
                      const struct stage_terms *terms, err_code code)
{
    struct stage_step step;
    f.now = now;
    assert_int_equal(stage_after(&f, move, who, terms, &step, NULL), code);
}

static void expect_turns_at(kb_time turn, struct practice_facts f, enum stage_move move, unsigned who,
                            const struct stage_terms *terms)
{
    expect_at(turn - 1, f, move, who, terms, ERR_RULE);
    expect_at(turn, f, move, who, terms, OK);
}

static kb_time midnight_of(int year, int month, int day)
{
    return calendar_midnight((struct date){year, month, day});
}

static void test_a_proposal_is_open_seven_days_in_the_small_and_21_in_the_national_profile(void **state)
{
    (void)state;
    struct practice_facts f = ready(LINE_CANDIDATE, STAGE_PROPOSAL, MOVE_RECOMMEND);
    f.opened = calendar_at((struct date){2026, 3, 23}, 16, 0);
    expect_turns_at(midnight_of(2026, 3, 31), f, MOVE_RECOMMEND, E, &stage_small);
    expect_turns_at(midnight_of(2026, 4, 14), f, MOVE_RECOMMEND, E, &stage_national);
}

static void expect_until(struct practice_facts f, enum stage_move move, unsigned who, kb_time until)
{
    struct stage_step step;
    kb_err why = {0};
    f.now = until - 1;
    assert_int_equal(stage_after(&f, move, who, &stage_national, &step, &why), ERR_RULE);
    assert_int_equal(why.n_items, 1);
    assert_int_equal(why.items[0].until, until);
}

static void test_a_term_that_runs_says_until_when_and_nothing_else_has_a_date(void **state)
{
    (void)state;
    struct practice_facts f = ready(LINE_CANDIDATE, STAGE_PROPOSAL, MOVE_RECOMMEND);
    f.opened = calendar_at((struct date){2026, 3, 23}, 16, 0);
    expect_until(f, MOVE_RECOMMEND, E, midnight_of(2026, 4, 14));
    struct practice_facts g = ready(LINE_CANDIDATE, STAGE_RECOMMENDATION, MOVE_OPEN_ROUND);
    g.recommended = calendar_at((struct date){2026, 10, 20}, 9, 0);
    expect_until(g, MOVE_OPEN_ROUND, E, midnight_of(2026, 10, 31));
    struct stage_step step;
    kb_err why = {0};
    f.now = midnight_of(2026, 4, 14);
    f.must_remarks_open = 1;
    assert_int_equal(stage_after(&f, MOVE_RECOMMEND, E, &stage_national, &step, &why), ERR_RULE);
    assert_int_equal(why.items[0].until, 0);
}

static void test_final_comment_takes_ten_days_in_the_national_profile_only(void **state)
{
    (void)state;
    struct practice_facts f = ready(LINE_CANDIDATE, STAGE_RECOMMENDATION, MOVE_OPEN_ROUND);
    f.recommended = calendar_at((struct date){2026, 10, 20}, 9, 0);
    expect_turns_at(midnight_of(2026, 10, 31), f, MOVE_OPEN_ROUND, E, &stage_national);
    expect_at(f.recommended, f, MOVE_OPEN_ROUND, E, &stage_small, OK);
    f.published = calendar_at((struct date){2026, 10, 26}, 9, 0); /* a newer text has its own ten days */
    expect_turns_at(midnight_of(2026, 11, 6), f, MOVE_OPEN_ROUND, E, &stage_national);
    f.published = calendar_at((struct date){2026, 9, 1}, 9, 0);
    expect_turns_at(midnight_of(2026, 10, 31), f, MOVE_OPEN_ROUND, E, &stage_national);
}

static void test_a_passed_round_is_adopted_by_itself_after_five_working_days(void **state)
{
    (void)state;
    struct practice_facts f = ready(LINE_CANDIDATE, STAGE_IN_ROUND, MOVE_ADOPT);
    f.round_closed_at = calendar_at((struct date){2026, 4, 1}, 9, 0); /* then Good Friday, Easter */
    expect_turns_at(midnight_of(2026, 4, 11), f, MOVE_ADOPT, C, &stage_small);
    expect_at(f.round_closed_at, f, MOVE_ADOPT, E, &stage_small, OK);
    expect_at(f.round_closed_at, f, MOVE_ADOPT, E | C, &stage_small, OK);
}

static void test_a_silent_lead_holds_nothing_up_for_ever(void **state)
{
    (void)state;
    struct practice_facts fix = ready(LINE_CANDIDATE, STAGE_SUBMITTED, MOVE_FIX_LANGUAGE);
    fix.lead_agrees = false, fix.lead_asked = calendar_at((struct date){2026, 3, 4}, 12, 0);
    expect_turns_at(midnight_of(2026, 3, 12), fix, MOVE_FIX_LANGUAGE, E, &stage_small);
    struct practice_facts confirm = ready(LINE_ADOPTED, STAGE_DUE, MOVE_CONFIRM);
    confirm.lead_agrees = false, confirm.lead_asked = calendar_at((struct date){2026, 3, 4}, 12, 0);
    expect_turns_at(midnight_of(2026, 4, 4), confirm, MOVE_CONFIRM, E, &stage_small);
}

static void test_one_editor_waits_five_working_days_and_is_marked(void **state)
{
    (void)state;
    struct practice_facts f = ready(LINE_ADOPTED, STAGE_BEST_PRACTICE, MOVE_CORRECT);
    f.second_agrees = false, f.one_editor = true, f.second_asked = calendar_at((struct date){2026, 3, 4}, 12, 0);
    expect_turns_at(midnight_of(2026, 3, 12), f, MOVE_CORRECT, E, &stage_national);
    struct stage_step step;
    f.now = midnight_of(2026, 3, 12);
    assert_int_equal(stage_after(&f, MOVE_CORRECT, E, &stage_national, &step, NULL), OK);
    assert_true(step.one_editor_marked);
    f.second_agrees = true;
    assert_int_equal(stage_after(&f, MOVE_CORRECT, E, &stage_national, &step, NULL), OK);
    assert_false(step.one_editor_marked);
    f.second_agrees = f.one_editor = false;
    assert_int_equal(stage_after(&f, MOVE_CORRECT, E, &stage_small, &step, NULL), OK);
    assert_false(step.one_editor_marked);
}

static void test_idle_drafts_sleep_and_due_texts_expire_after_90_days(void **state)
{
    (void)state;
    struct practice_facts f = ready(LINE_CANDIDATE, STAGE_RETURNED, MOVE_SLEEP);
    f.last_edit = calendar_at((struct date){2026, 1, 1}, 0, 30);
    expect_turns_at(midnight_of(2026, 4, 2), f, MOVE_SLEEP, C, &stage_small);
    assert_int_equal(stage_idle_warning(f.last_edit, &stage_small), midnight_of(2026, 3, 3));
    struct practice_facts due = ready(LINE_ADOPTED, STAGE_DUE, MOVE_EXPIRE);
    due.stage_since = calendar_at((struct date){2026, 1, 1}, 23, 30);
    expect_turns_at(midnight_of(2026, 4, 2), due, MOVE_EXPIRE, C, &stage_small);
}

static void test_the_steering_step_waits_for_ten_working_days_of_talks(void **state)
{
    (void)state;
    struct practice_facts f = ready(LINE_CANDIDATE, STAGE_TALKS, MOVE_STEER);
    f.stage_since = calendar_at((struct date){2026, 4, 24}, 9, 0); /* King's day and 5 May in between */
    expect_turns_at(midnight_of(2026, 5, 13), f, MOVE_STEER, T, &stage_small);
}

static void test_an_adopted_text_is_reviewed_after_two_years_or_one_where_the_law_moves(void **state)
{
    (void)state;
    struct date leap = {2028, 2, 29};
    assert_int_equal(date_cmp(stage_review_date(leap, false, &stage_small), (struct date){2030, 2, 28}), 0);
    assert_int_equal(date_cmp(stage_review_date(leap, true, &stage_small), (struct date){2029, 2, 28}), 0);
}

/* ---- What a step says ---- */

static void test_an_own_text_is_passed_only_by_force_and_then_flagged(void **state)
{
    (void)state;
    static const struct {
        enum stage from;
        enum stage_move move;
    } passing[] = {{STAGE_SUBMITTED, MOVE_ACCEPT},
                   {STAGE_PROPOSAL, MOVE_RECOMMEND},
                   {STAGE_RECOMMENDATION, MOVE_OPEN_ROUND},
                   {STAGE_IN_ROUND, MOVE_ADOPT}};
    for (size_t i = 0; i < COUNT_OF(passing); i++) {
        struct practice_facts f = ready(LINE_CANDIDATE, passing[i].from, passing[i].move);
        struct stage_step step;
        assert_int_equal(stage_after(&f, passing[i].move, E, &stage_small, &step, NULL), OK);
        assert_false(step.author_flagged);
        f.by_author = true;
        assert_int_equal(stage_after(&f, passing[i].move, E, &stage_small, &step, NULL), ERR_RULE);
        f.forced = true;
        assert_int_equal(stage_after(&f, passing[i].move, E, &stage_small, &step, NULL), OK);
        assert_true(step.author_flagged);
    }
}

static void test_the_number_is_given_once_at_acceptance(void **state)
{
    (void)state;
    struct practice_facts f = ready(LINE_CANDIDATE, STAGE_SUBMITTED, MOVE_ACCEPT);
    struct stage_step step;
    f.numbered = false;
    assert_int_equal(stage_after(&f, MOVE_ACCEPT, E, &stage_small, &step, NULL), OK);
    assert_true(step.gives_number);
    f.numbered = true;
    assert_int_equal(stage_after(&f, MOVE_ACCEPT, E, &stage_small, &step, NULL), OK);
    assert_false(step.gives_number);
}

static void test_adopting_moves_the_text_to_the_line_that_stands(void **state)
{
    (void)state;
    struct practice_facts f = ready(LINE_CANDIDATE, STAGE_IN_ROUND, MOVE_ADOPT);
    struct stage_step step;
    assert_int_equal(stage_after(&f, MOVE_ADOPT, E, &stage_small, &step, NULL), OK);
    assert_int_equal(step.line, LINE_ADOPTED);
    assert_false(step.dissent);
    f = ready(LINE_CANDIDATE, STAGE_TALKS, MOVE_STEER);
    assert_int_equal(stage_after(&f, MOVE_STEER, T, &stage_small, &step, NULL), OK);
    assert_true(step.dissent && step.line == LINE_ADOPTED);
    f = ready(LINE_ADOPTED, STAGE_DUE, MOVE_WITHDRAW);
    assert_int_equal(stage_after(&f, MOVE_WITHDRAW, E, &stage_small, &step, NULL), OK);
    assert_int_equal(step.line, LINE_ADOPTED);
}

/* What people or time can mend is offered with what is missing; what is settled is not offered at all. */
static void test_a_step_is_ruled_out_only_by_what_is_settled(void **state)
{
    (void)state;
    static const char *const settled[] = {"new",          "untouched", "adopted", "unconfirmed",
                                          "round-closed", "passes",    "void",    "rework",
                                          "defers",       "talks",     "rejects", "no-text-change"};
    for (size_t i = 0; i < COUNT_OF(lacks); i++) {
        const struct lack *l = &lacks[i];
        struct practice_facts f = ready(l->line, l->from, l->move);
        const struct stage_row *row = stage_find(l->line, l->from, l->move);
        assert_null(stage_ruled_out(&f, row, &stage_national));
        l->spoil(&f);
        const char *why = stage_ruled_out(&f, row, &stage_national);
        bool expected = false;
        for (size_t k = 0; k < COUNT_OF(settled); k++) expected |= !strcmp(l->field, settled[k]);
        if (expected != (why != NULL) || (why && strcmp(why, l->reason) != 0))
            fail_msg("%s without %s is ruled out by: %s", stage_move_slug(l->move), l->field, why ? why : "nothing");
    }
}

static void test_who_may_not_see_positions_is_told_of_a_round_and_nothing_more(void **state)
{
    (void)state;
    for (unsigned s = 0; s < STAGE__COUNT; s++) {
        enum stage stage = (enum stage)s;
        assert_int_equal(stage_told(stage, false, true), stage);
        bool hidden = stage == STAGE_TALKS || stage == STAGE_DEFERRED;
        assert_int_equal(stage_told(stage, false, false), hidden ? STAGE_IN_ROUND : stage);
    }
    assert_int_equal(stage_told(STAGE_DEFERRED, true, false), STAGE_DEFERRED);
    assert_int_equal(stage_told(STAGE_TALKS, true, false), STAGE_IN_ROUND);
}

/* Every stage that waits has a move that takes it on, but where positions decide which one. */
static void test_every_waiting_stage_has_a_way_on(void **state)
{
    (void)state;
    for (unsigned i = STAGE_NONE + 1; i < STAGE__COUNT; i++) {
        enum stage s = (enum stage)i;
        enum practice_line line = stage_is_adopted(s) ? LINE_ADOPTED : LINE_CANDIDATE;
        bool decided = s == STAGE_IN_ROUND || s == STAGE_TALKS;
        bool has_row = stage_find(line, s, stage_onward(s)) != NULL;
        if (has_row != (stage_waits(s) && !decided)) fail_msg("%s waits for the wrong thing", stage_slug(s));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_every_waiting_stage_has_a_way_on),
        TEST(test_a_guard_that_does_not_hold_refuses_and_says_exactly_that),
        TEST(test_no_guard_is_without_a_case),
        TEST(test_a_proposal_is_open_seven_days_in_the_small_and_21_in_the_national_profile),
        TEST(test_a_term_that_runs_says_until_when_and_nothing_else_has_a_date),
        TEST(test_final_comment_takes_ten_days_in_the_national_profile_only),
        TEST(test_a_passed_round_is_adopted_by_itself_after_five_working_days),
        TEST(test_a_silent_lead_holds_nothing_up_for_ever),
        TEST(test_one_editor_waits_five_working_days_and_is_marked),
        TEST(test_idle_drafts_sleep_and_due_texts_expire_after_90_days),
        TEST(test_the_steering_step_waits_for_ten_working_days_of_talks),
        TEST(test_an_adopted_text_is_reviewed_after_two_years_or_one_where_the_law_moves),
        TEST(test_an_own_text_is_passed_only_by_force_and_then_flagged),
        TEST(test_the_number_is_given_once_at_acceptance),
        TEST(test_adopting_moves_the_text_to_the_line_that_stands),
        TEST(test_a_step_is_ruled_out_only_by_what_is_settled),
        TEST(test_who_may_not_see_positions_is_told_of_a_round_and_nothing_more),
    };
    return cmocka_run_group_tests_name("stage", tests, NULL, NULL);
}
