/* The ladder, move by move: design section 2 written down a second time, as what each move needs and whom. Each fact is
 * then broken on its own: the moves that ask for it refuse and name it, all others do not care. */
#include "tests/kb_test.h"

#include "kb/base/cleanup.h"
#include "kb/domain/stage.h"

#include <stdio.h>
#include <string.h>

/* Monday 15 June 2026, noon UTC. */
static const kb_time noon = INT64_C(1781524800) * MS_SECOND;

#define DAYS_AGO(n) (noon - (kb_time)(n)*MS_DAY)

/* A practice on which nothing is missing for any move. */
static struct practice_facts good_facts(void)
{
    return (struct practice_facts){
        .now = noon,
        .kind = PRACTICE_WERKWIJZE,
        .title_chars = 30,
        .brief_words = 20,
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
        .stage_since = DAYS_AGO(100),
        .opened = DAYS_AGO(60),
        .last_edit = DAYS_AGO(100),
        .recommended = DAYS_AGO(40),
        .review_at = DAYS_AGO(1),
        .round_frozen = true,
        .named = true,
        .preset = ROUND_CONSENT,
        .round_closed = true,
        .round_closed_at = DAYS_AGO(20),
        .outcome = OUTCOME_PASSES,
        .steering_met = true,
        .written = UINT32_MAX,
        .review_months = 24,
    };
}

/* ---- Ways to break a fact ---- */

typedef void breaks(struct practice_facts *f);

#define BREAKS(name, change)                                                                                           \
    static void name(struct practice_facts *f)                                                                         \
    {                                                                                                                  \
        change;                                                                                                        \
    }

BREAKS(no_privacy, f->privacy_passed = false)
BREAKS(no_similar, f->similar_seen = false)
BREAKS(own_text, f->by_author = true)
BREAKS(no_lead, f->lead_agrees = false)
BREAKS(no_merging, f->lead_merges = false)
BREAKS(no_second, f->second_agrees = false)
BREAKS(just_opened, f->opened = DAYS_AGO(1))
BREAKS(open_remark, f->must_remarks_open = 1)
BREAKS(unchecked, f->field_checked = false)
BREAKS(untried, f->uses = 0)
BREAKS(just_recommended, f->recommended = DAYS_AGO(1))
BREAKS(not_frozen, f->round_frozen = false)
BREAKS(none_named, f->named = false)
BREAKS(not_closed, f->round_closed = false)
BREAKS(no_outcome, f->outcome = OUTCOME_NONE)
BREAKS(no_steering, f->steering_met = false)
BREAKS(recent, f->stage_since = DAYS_AGO(1))
BREAKS(no_revision, f->new_revision = false)
BREAKS(more_changed, f->spelling_only = false)
BREAKS(untold, f->boards_told = false)
BREAKS(no_review, f->review_months = 37)
BREAKS(review_later, f->review_at = noon + MS_DAY)
BREAKS(edited, f->last_edit = DAYS_AGO(1))
BREAKS(on_its_way, f->candidate_on_way = true)

static const struct {
    const char *name;
    breaks *breaks;
} breakers[] = {
    {"privacy", no_privacy},
    {"similar", no_similar},
    {"own", own_text},
    {"lead", no_lead},
    {"merging", no_merging},
    {"second", no_second},
    {"opened", just_opened},
    {"remarks", open_remark},
    {"checked", unchecked},
    {"tried", untried},
    {"comment", just_recommended},
    {"frozen", not_frozen},
    {"named", none_named},
    {"closed", not_closed},
    {"outcome", no_outcome},
    {"steering", no_steering},
    {"recent", recent},
    {"revision", no_revision},
    {"spelling", more_changed},
    {"told", untold},
    {"review-date", no_review},
    {"review-came", review_later},
    {"idle", edited},
    {"on-its-way", on_its_way},
};

/* ---- What section 2 says, one line for each move from each stage ---- */

enum {
    LEAD = STAGE_BY_LEAD,
    EDITOR = STAGE_BY_EDITOR,
    ITSELF = STAGE_BY_ITSELF,
    GROUP = STAGE_BY_MEMBER | STAGE_BY_LEAD
};
enum other_line { ALONE, BESIDE_ADOPTED, BESIDE_UNCONFIRMED };

struct ladder {
    enum practice_line line;
    enum stage from;
    enum stage_move move;
    enum stage to;
    unsigned who;
    enum other_line other;
    enum round_outcome outcome; /* as counted */
    const char *needs;          /* broken fact:field of the refusal */
    const char *words;          /* that must be written */
};

#define TEXT_NEEDS  "privacy:privacy similar:similar"
#define ADOPT_NEEDS "closed:round-closed outcome:passes own:not-author review-date:review-date"
#define ADOPT_WORDS "outcome review-date"

/* clang-format off */
static const struct ladder ladder[] = {
    { LINE_CANDIDATE, STAGE_NONE,           MOVE_START,        STAGE_DRAFT,          GROUP,  ALONE, 0, "on-its-way:new", "" },
    { LINE_CANDIDATE, STAGE_DRAFT,          MOVE_SUBMIT,       STAGE_SUBMITTED,      LEAD,   ALONE, 0, TEXT_NEEDS, "" },
    { LINE_CANDIDATE, STAGE_RETURNED,       MOVE_SUBMIT,       STAGE_SUBMITTED,      LEAD,   ALONE, 0, TEXT_NEEDS, "" },
    { LINE_CANDIDATE, STAGE_DRAFT,          MOVE_SLEEP,        STAGE_DORMANT,        ITSELF, ALONE, 0, "idle:idle", "" },
    { LINE_CANDIDATE, STAGE_RETURNED,       MOVE_SLEEP,        STAGE_DORMANT,        ITSELF, ALONE, 0, "idle:idle", "" },
    { LINE_CANDIDATE, STAGE_DORMANT,        MOVE_REVIVE,       STAGE_DRAFT,          GROUP,  ALONE, 0, "", "" },
    { LINE_CANDIDATE, STAGE_DRAFT,          MOVE_WITHDRAW,     STAGE_WITHDRAWN,      LEAD,   ALONE, 0, "", "reason" },
    { LINE_CANDIDATE, STAGE_SUBMITTED,      MOVE_WITHDRAW,     STAGE_WITHDRAWN,      LEAD,   ALONE, 0, "", "reason" },
    { LINE_CANDIDATE, STAGE_RETURNED,       MOVE_WITHDRAW,     STAGE_WITHDRAWN,      LEAD,   ALONE, 0, "", "reason" },
    { LINE_CANDIDATE, STAGE_PROPOSAL,       MOVE_WITHDRAW,     STAGE_WITHDRAWN,      LEAD,   ALONE, 0, "", "reason" },
    { LINE_CANDIDATE, STAGE_RECOMMENDATION, MOVE_WITHDRAW,     STAGE_WITHDRAWN,      LEAD,   ALONE, 0, "", "reason" },
    { LINE_CANDIDATE, STAGE_TALKS,          MOVE_WITHDRAW,     STAGE_WITHDRAWN,      LEAD,   ALONE, 0, "", "reason" },
    { LINE_CANDIDATE, STAGE_DEFERRED,       MOVE_WITHDRAW,     STAGE_WITHDRAWN,      LEAD,   ALONE, 0, "", "reason" },

    { LINE_CANDIDATE, STAGE_SUBMITTED,      MOVE_RETURN,       STAGE_RETURNED,       EDITOR, ALONE, 0, "", "what-to-change" },
    { LINE_CANDIDATE, STAGE_SUBMITTED,      MOVE_ACCEPT,       STAGE_PROPOSAL,       EDITOR, ALONE, 0, "own:not-author", "" },
    { LINE_CANDIDATE, STAGE_SUBMITTED,      MOVE_NOT_TAKE_UP,  STAGE_NOT_TAKEN_UP,   EDITOR, ALONE, 0, "", "reason" },
    { LINE_CANDIDATE, STAGE_SUBMITTED,      MOVE_MERGE,        STAGE_MERGED,         EDITOR, ALONE, 0, "", "other" },
    { LINE_CANDIDATE, STAGE_PROPOSAL,       MOVE_MERGE,        STAGE_MERGED,         EDITOR, ALONE, 0, "merging:lead-merges", "other" },
    { LINE_CANDIDATE, STAGE_RECOMMENDATION, MOVE_MERGE,        STAGE_MERGED,         EDITOR, ALONE, 0, "merging:lead-merges", "other" },
    { LINE_CANDIDATE, STAGE_SUBMITTED,      MOVE_FIX_LANGUAGE, STAGE_SUBMITTED,      EDITOR | ITSELF, ALONE, 0, "spelling:spelling lead:lead-agrees", "" },
    { LINE_CANDIDATE, STAGE_PROPOSAL,       MOVE_RECOMMEND,    STAGE_RECOMMENDATION, EDITOR, ALONE, 0,
      "own:not-author lead:lead-agrees opened:open-long remarks:remarks checked:checked tried:tried", "question" },

    { LINE_CANDIDATE, STAGE_RECOMMENDATION, MOVE_OPEN_ROUND,   STAGE_IN_ROUND,       EDITOR, ALONE, 0, "comment:final-comment revision:new-revision frozen:round-frozen own:not-author", "summary" },
    { LINE_CANDIDATE, STAGE_DEFERRED,       MOVE_OPEN_ROUND,   STAGE_IN_ROUND,       EDITOR, ALONE, 0, "comment:final-comment revision:new-revision frozen:round-frozen own:not-author", "summary" },
    { LINE_CANDIDATE, STAGE_RECOMMENDATION, MOVE_OPEN_ROUND,   STAGE_IN_ROUND,       EDITOR, BESIDE_ADOPTED, 0,
      "comment:final-comment revision:new-revision frozen:round-frozen own:not-author checked:revision-checked remarks:revision-checked", "summary" },
    { LINE_CANDIDATE, STAGE_IN_ROUND,       MOVE_CHANGE_TEXT,  STAGE_RECOMMENDATION, EDITOR, ALONE, 0, "", "" },
    { LINE_CANDIDATE, STAGE_TALKS,          MOVE_CHANGE_TEXT,  STAGE_RECOMMENDATION, EDITOR, ALONE, 0, "", "" },
    { LINE_CANDIDATE, STAGE_IN_ROUND,       MOVE_ADOPT,        STAGE_BEST_PRACTICE,  EDITOR | ITSELF, ALONE, OUTCOME_PASSES, ADOPT_NEEDS, ADOPT_WORDS },
    { LINE_CANDIDATE, STAGE_TALKS,          MOVE_ADOPT,        STAGE_BEST_PRACTICE,  EDITOR | ITSELF, ALONE, OUTCOME_PASSES, ADOPT_NEEDS, ADOPT_WORDS },
    { LINE_CANDIDATE, STAGE_IN_ROUND,       MOVE_VOID,         STAGE_RECOMMENDATION, EDITOR | ITSELF, ALONE, OUTCOME_VOID, "closed:round-closed outcome:void", "" },
    { LINE_CANDIDATE, STAGE_TALKS,          MOVE_VOID,         STAGE_RECOMMENDATION, EDITOR | ITSELF, ALONE, OUTCOME_VOID, "closed:round-closed outcome:void", "" },
    { LINE_CANDIDATE, STAGE_IN_ROUND,       MOVE_REWORK,       STAGE_RECOMMENDATION, EDITOR | ITSELF, ALONE, OUTCOME_REWORK, "closed:round-closed outcome:rework", "" },
    { LINE_CANDIDATE, STAGE_TALKS,          MOVE_REWORK,       STAGE_RECOMMENDATION, EDITOR | ITSELF, ALONE, OUTCOME_REWORK, "closed:round-closed outcome:rework", "" },
    { LINE_CANDIDATE, STAGE_IN_ROUND,       MOVE_REJECT,       STAGE_REJECTED,       EDITOR | ITSELF, ALONE, OUTCOME_REJECTED, "closed:round-closed outcome:rejects", "reason" },
    { LINE_CANDIDATE, STAGE_TALKS,          MOVE_REJECT,       STAGE_REJECTED,       EDITOR | ITSELF, ALONE, OUTCOME_REJECTED, "closed:round-closed outcome:rejects", "reason" },
    { LINE_CANDIDATE, STAGE_IN_ROUND,       MOVE_DEFER,        STAGE_DEFERRED,       EDITOR | ITSELF, ALONE, OUTCOME_DEFERRED, "closed:round-closed outcome:defers", "until" },
    { LINE_CANDIDATE, STAGE_TALKS,          MOVE_DEFER,        STAGE_DEFERRED,       EDITOR, ALONE, 0, "", "until" },
    { LINE_CANDIDATE, STAGE_IN_ROUND,       MOVE_TALK,         STAGE_TALKS,          EDITOR | ITSELF, ALONE, OUTCOME_TALKS, "closed:round-closed outcome:talks", "until" },
    { LINE_CANDIDATE, STAGE_TALKS,          MOVE_STEER,        STAGE_BEST_PRACTICE,  STAGE_BY_STEERING, ALONE, OUTCOME_TALKS,
      "recent:talks-over steering:steering own:not-author review-date:review-date", ADOPT_WORDS },
    { LINE_CANDIDATE, STAGE_DEFERRED,       MOVE_RESUME,       STAGE_RECOMMENDATION, EDITOR, ALONE, 0, "", "" },

    { LINE_CANDIDATE, STAGE_NONE,           MOVE_REVISE,       STAGE_RECOMMENDATION, LEAD | EDITOR, BESIDE_ADOPTED, 0, "on-its-way:adopted", "" },
    { LINE_CANDIDATE, STAGE_WITHDRAWN,      MOVE_REVISE,       STAGE_RECOMMENDATION, LEAD | EDITOR, BESIDE_ADOPTED, 0, "on-its-way:adopted", "" },
    { LINE_CANDIDATE, STAGE_REJECTED,       MOVE_REVISE,       STAGE_RECOMMENDATION, LEAD | EDITOR, BESIDE_ADOPTED, 0, "on-its-way:adopted", "" },
    { LINE_CANDIDATE, STAGE_NONE,           MOVE_ASK_ROUND,    STAGE_RECOMMENDATION, STAGE_BY_BOARD, BESIDE_UNCONFIRMED, 0, "on-its-way:adopted", "" },

    { LINE_ADOPTED,   STAGE_NONE,           MOVE_IMPORT,       STAGE_BEST_PRACTICE,  ITSELF, ALONE, 0, "on-its-way:untouched", "decision" },
    { LINE_ADOPTED,   STAGE_BEST_PRACTICE,  MOVE_IMPORT,       STAGE_BEST_PRACTICE,  ITSELF, BESIDE_UNCONFIRMED, 0, "on-its-way:untouched", "decision" },
    { LINE_ADOPTED,   STAGE_BEST_PRACTICE,  MOVE_CONFIRM_IMPORT, STAGE_BEST_PRACTICE, EDITOR, BESIDE_UNCONFIRMED, 0, "named:organisations", "decision" },
    { LINE_ADOPTED,   STAGE_DUE,            MOVE_CONFIRM_IMPORT, STAGE_BEST_PRACTICE, EDITOR, BESIDE_UNCONFIRMED, 0, "named:organisations", "decision" },
    { LINE_ADOPTED,   STAGE_EXPIRED,        MOVE_CONFIRM_IMPORT, STAGE_BEST_PRACTICE, EDITOR, BESIDE_UNCONFIRMED, 0, "named:organisations", "decision" },
    { LINE_ADOPTED,   STAGE_BEST_PRACTICE,  MOVE_DUE,          STAGE_DUE,            ITSELF, BESIDE_ADOPTED, 0, "review-came:review-came", "" },
    { LINE_ADOPTED,   STAGE_BEST_PRACTICE,  MOVE_TRIGGER,      STAGE_DUE,            EDITOR | ITSELF, BESIDE_ADOPTED, 0, "", "reason" },
    { LINE_ADOPTED,   STAGE_DUE,            MOVE_CONFIRM,      STAGE_BEST_PRACTICE,  EDITOR, BESIDE_ADOPTED, 0,
      "lead:lead-agrees on-its-way:no-text-change told:boards-told review-date:review-date", "what-checked review-date" },
    { LINE_ADOPTED,   STAGE_EXPIRED,        MOVE_CONFIRM,      STAGE_BEST_PRACTICE,  EDITOR, BESIDE_ADOPTED, 0,
      "lead:lead-agrees on-its-way:no-text-change told:boards-told review-date:review-date", "what-checked review-date" },
    { LINE_ADOPTED,   STAGE_BEST_PRACTICE,  MOVE_CORRECT,      STAGE_BEST_PRACTICE,  EDITOR | ITSELF, BESIDE_ADOPTED, 0, "second:second-editor spelling:spelling", "change-note" },
    { LINE_ADOPTED,   STAGE_DUE,            MOVE_EXPIRE,       STAGE_EXPIRED,        ITSELF, BESIDE_ADOPTED, 0, "recent:unreviewed", "" },
    { LINE_ADOPTED,   STAGE_DUE,            MOVE_WITHDRAW,     STAGE_WITHDRAWN,      EDITOR, BESIDE_ADOPTED, 0, "", "reason" },
    { LINE_ADOPTED,   STAGE_EXPIRED,        MOVE_WITHDRAW,     STAGE_WITHDRAWN,      EDITOR, BESIDE_ADOPTED, 0, "", "reason" },
    { LINE_ADOPTED,   STAGE_BEST_PRACTICE,  MOVE_SUPERSEDE,    STAGE_SUPERSEDED,     EDITOR, BESIDE_ADOPTED, 0, "", "other" },
    { LINE_ADOPTED,   STAGE_EXPIRED,        MOVE_SUPERSEDE,    STAGE_SUPERSEDED,     EDITOR, BESIDE_ADOPTED, 0, "", "other" },
};
/* clang-format on */

static struct practice_facts facts_of(const struct ladder *l)
{
    struct practice_facts f = good_facts();
    f.line = l->line;
    f.stage = l->from;
    f.numbered = l->from != STAGE_NONE && l->from != STAGE_SUBMITTED;
    f.adopted_stands = l->other != ALONE;
    f.adopted_unconfirmed = l->other == BESIDE_UNCONFIRMED;
    if (l->outcome) f.outcome = l->outcome;
    return f;
}

static unsigned lowest(unsigned bits)
{
    return bits & -bits;
}

static const char *named(const struct ladder *l)
{
    static char out[128];
    snprintf(out, sizeof out, "%s: %s from \"%s\"", practice_line_slug(l->line), stage_move_slug(l->move),
             stage_slug(l->from));
    return out;
}

/* The field that this broken fact is refused by, "" when the move does not ask for it. */
static const char *field_for(const struct ladder *l, const char *broken)
{
    static char field[64];
    for (text rest = text_str(l->needs), word; text_next(&rest, ' ', &word);) {
        size_t colon = text_find_byte(word, ':', 0);
        if (colon == SIZE_MAX || !text_is((text){word.ptr, colon}, broken)) continue;
        snprintf(field, sizeof field, "%.*s", (int)(word.len - colon - 1), word.ptr + colon + 1);
        return field;
    }
    return "";
}

static bool refuses(const kb_err *err, const char *field)
{
    for (size_t i = 0; i < err->n_items; i++)
        if (!strcmp(err->items[i].field, field)) return true;
    return false;
}

static err_code moves(const struct practice_facts *f, const struct ladder *l, unsigned who, struct stage_step *step,
                      kb_err *err)
{
    *err = (kb_err){0};
    *step = (struct stage_step){0};
    return stage_after(f, l->move, who, &stage_national, step, err);
}

/* ---- The tests ---- */

static void test_every_move_of_section_2_leads_where_it_says(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(ladder); i++) {
        struct practice_facts f = facts_of(&ladder[i]);
        struct stage_step step;
        kb_err err;
        err_code code = moves(&f, &ladder[i], lowest(ladder[i].who), &step, &err);
        if (code != OK) fail_msg("%s: refused, \"%s\"", named(&ladder[i]), err.n_items ? err.items[0].field : "");
        if (step.to != ladder[i].to) fail_msg("%s: to %s", named(&ladder[i]), stage_slug(step.to));
        bool stands = stage_is_adopted(ladder[i].to) || ladder[i].line == LINE_ADOPTED;
        assert_int_equal(step.line, stands ? LINE_ADOPTED : LINE_CANDIDATE);
    }
}

static void test_only_those_whom_section_2_names_may_move(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(ladder); i++)
        for (unsigned who = 0; who <= STAGE_BY_ITSELF; who = who ? who << 1 : 1) {
            struct practice_facts f = facts_of(&ladder[i]);
            struct stage_step step;
            kb_err err;
            err_code code = moves(&f, &ladder[i], who, &step, &err);
            if (code != (who & ladder[i].who ? OK : ERR_FORBIDDEN))
                fail_msg("%s by %u: %s", named(&ladder[i]), who, err_slug(code));
        }
}

static void test_each_broken_fact_is_named_by_the_moves_that_need_it_and_by_no_other(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(ladder); i++)
        for (size_t b = 0; b < COUNT_OF(breakers); b++) {
            struct practice_facts f = facts_of(&ladder[i]);
            breakers[b].breaks(&f);
            struct stage_step step;
            kb_err err;
            err_code code = moves(&f, &ladder[i], lowest(ladder[i].who), &step, &err);
            const char *field = field_for(&ladder[i], breakers[b].name);
            if (code != (*field ? ERR_RULE : OK))
                fail_msg("%s, %s: %s", named(&ladder[i]), breakers[b].name, err_slug(code));
            if (*field && (err.n_items != 1 || !refuses(&err, field)))
                fail_msg("%s, %s: refused by \"%s\"", named(&ladder[i]), breakers[b].name, err.items[0].field);
        }
}

static void test_what_must_be_written_is_named_when_it_is_not(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(ladder); i++) {
        struct practice_facts f = facts_of(&ladder[i]);
        f.written = 0;
        struct stage_step step;
        kb_err err;
        err_code code = moves(&f, &ladder[i], lowest(ladder[i].who), &step, &err);
        size_t n = 0;
        for (text rest = text_str(ladder[i].words), word; text_next(&rest, ' ', &word);) {
            char field[64];
            snprintf(field, sizeof field, "%.*s", TEXT_FMT(word));
            if (word.len && !refuses(&err, field)) fail_msg("%s: does not ask for %s", named(&ladder[i]), field);
            n += word.len > 0;
        }
        if (code != (n ? ERR_RULE : OK) || err.n_items != n)
            fail_msg("%s: asks %zu things", named(&ladder[i]), err.n_items);
    }
}

static void test_a_refusal_lists_everything_that_is_missing(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(ladder); i++) {
        struct practice_facts f = facts_of(&ladder[i]);
        f.written = 0;
        for (size_t b = 0; b < COUNT_OF(breakers); b++) breakers[b].breaks(&f);
        struct stage_step step;
        kb_err err;
        if (moves(&f, &ladder[i], lowest(ladder[i].who), &step, &err) == OK) {
            if (*ladder[i].needs || *ladder[i].words) fail_msg("%s: passes", named(&ladder[i]));
            continue;
        }
        for (size_t b = 0; b < COUNT_OF(breakers); b++) {
            const char *field = field_for(&ladder[i], breakers[b].name);
            if (*field && !refuses(&err, field)) fail_msg("%s: does not list %s", named(&ladder[i]), field);
        }
    }
}

static bool in_ladder(enum practice_line line, enum stage from, enum stage_move move)
{
    for (size_t i = 0; i < COUNT_OF(ladder); i++)
        if (ladder[i].line == line && ladder[i].from == from && ladder[i].move == move) return true;
    return false;
}

/* Moves that the text of section 2 implies without naming them in its drawing. */
static bool is_implied(enum practice_line line, enum stage from, enum stage_move move)
{
    if (line == LINE_ADOPTED) return from == STAGE_DUE && (move == MOVE_CORRECT || move == MOVE_SUPERSEDE);
    bool again = move == MOVE_REVISE || move == MOVE_ASK_ROUND;
    return again && (stage_is_ended(from) || from == STAGE_NONE);
}

static void test_there_is_no_move_that_section_2_does_not_know(void **state)
{
    (void)state;
    for (unsigned line = 0; line < PRACTICE_LINE__COUNT; line++)
        for (unsigned from = 0; from < STAGE__COUNT; from++)
            for (unsigned m = MOVE_START; m < STAGE_MOVE__COUNT; m++) {
                enum practice_line l = (enum practice_line)line;
                if (!stage_find(l, (enum stage)from, (enum stage_move)m)) continue;
                if (in_ladder(l, (enum stage)from, (enum stage_move)m)) continue;
                if (is_implied(l, (enum stage)from, (enum stage_move)m)) continue;
                fail_msg("%s: %s from \"%s\" is not in section 2", practice_line_slug(l),
                         stage_move_slug((enum stage_move)m), stage_slug((enum stage)from));
            }
}

static void test_a_move_that_does_not_exist_is_a_conflict(void **state)
{
    (void)state;
    struct practice_facts f = good_facts();
    struct stage_step step;
    kb_err err = {0};
    f.stage = STAGE_DRAFT;
    assert_int_equal(stage_after(&f, MOVE_ADOPT, EDITOR, &stage_small, &step, &err), ERR_CONFLICT);
    assert_int_equal(stage_after(&f, MOVE_NONE, EDITOR, &stage_small, &step, &err), ERR_CONFLICT);
    assert_int_equal(stage_after(&f, STAGE_MOVE__COUNT, EDITOR, &stage_small, &step, &err), ERR_CONFLICT);
    f.stage = STAGE__COUNT;
    assert_int_equal(stage_after(&f, MOVE_SUBMIT, LEAD, &stage_small, &step, &err), ERR_CONFLICT);
}

/* ---- The table as a table ---- */

static void test_every_stage_that_has_not_ended_can_be_left(void **state)
{
    (void)state;
    for (unsigned s = STAGE_DRAFT; s < STAGE__COUNT; s++) {
        enum practice_line line = stage_is_adopted((enum stage)s) ? LINE_ADOPTED : LINE_CANDIDATE;
        unsigned ways = 0;
        for (unsigned m = MOVE_START; m < STAGE_MOVE__COUNT; m++) {
            const struct stage_row *row = stage_find(line, (enum stage)s, (enum stage_move)m);
            ways += row && row->to != s;
        }
        if (!stage_is_ended((enum stage)s) && !ways) fail_msg("no way out of %s", stage_slug((enum stage)s));
        bool over = s == STAGE_NOT_TAKEN_UP || s == STAGE_SUPERSEDED;
        if (over && ways) fail_msg("%s is no end", stage_slug((enum stage)s));
    }
}

static void test_every_row_names_who_and_every_guard_and_word_has_a_name(void **state)
{
    (void)state;
    size_t n;
    const struct stage_row *rows = stage_rows(&n);
    assert_true(n > 20);
    for (size_t i = 0; i < n; i++) {
        assert_true(rows[i].who != 0 && rows[i].who < STAGE_BY_ITSELF << 1);
        assert_true(rows[i].from != 0 && rows[i].from < UINT32_C(1) << STAGE__COUNT);
        assert_true(rows[i].guards < UINT64_C(1) << STAGE_GUARD__COUNT);
        assert_true(rows[i].must_write < UINT32_C(1) << PRACTICE_WORDS__COUNT);
        assert_true(rows[i].to > STAGE_NONE && rows[i].to < STAGE__COUNT);
        assert_false(stage_may(&rows[i], 0));
        assert_true(*stage_move_slug(rows[i].move));
    }
    for (unsigned g = 0; g < STAGE_GUARD__COUNT; g++) assert_true(*stage_guard_slug((enum stage_guard)g));
    for (unsigned w = 0; w < PRACTICE_WORDS__COUNT; w++) assert_true(*stage_words_slug((enum practice_words)w));
    assert_false(stage_may(NULL, EDITOR));
}

static void test_no_two_rows_answer_the_same_move(void **state)
{
    (void)state;
    size_t n;
    const struct stage_row *rows = stage_rows(&n);
    for (size_t i = 0; i < n; i++)
        for (size_t j = i + 1; j < n; j++)
            if (rows[i].line == rows[j].line && rows[i].move == rows[j].move)
                assert_int_equal(rows[i].from & rows[j].from, 0);
}

static void test_every_move_and_every_guard_is_used(void **state)
{
    (void)state;
    size_t n;
    const struct stage_row *rows = stage_rows(&n);
    uint64_t guards = 0, moved = 0;
    for (size_t i = 0; i < n; i++) guards |= rows[i].guards, moved |= UINT64_C(1) << rows[i].move;
    assert_int_equal(guards, (UINT64_C(1) << STAGE_GUARD__COUNT) - 1);
    assert_int_equal(moved, (UINT64_C(1) << STAGE_MOVE__COUNT) - 2);
}

/* Facts that nobody filled in are "no" and "never": whatever asks a guard is refused. */
static void test_empty_facts_open_nothing_that_has_a_guard(void **state)
{
    (void)state;
    size_t n;
    const struct stage_row *rows = stage_rows(&n);
    for (size_t i = 0; i < n; i++) {
        bool only_absence = rows[i].move == MOVE_START || rows[i].move == MOVE_ACCEPT;
        if ((!rows[i].guards && !rows[i].must_write) || only_absence) continue;
        struct practice_facts f = {.now = noon, .line = rows[i].line};
        kb_err err = {0};
        if (stage_can(&f, &rows[i], &stage_national, &err) == OK)
            fail_msg("%s passes on nothing", stage_move_slug(rows[i].move));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_every_move_of_section_2_leads_where_it_says),
        TEST(test_only_those_whom_section_2_names_may_move),
        TEST(test_each_broken_fact_is_named_by_the_moves_that_need_it_and_by_no_other),
        TEST(test_what_must_be_written_is_named_when_it_is_not),
        TEST(test_a_refusal_lists_everything_that_is_missing),
        TEST(test_there_is_no_move_that_section_2_does_not_know),
        TEST(test_a_move_that_does_not_exist_is_a_conflict),
        TEST(test_every_stage_that_has_not_ended_can_be_left),
        TEST(test_every_row_names_who_and_every_guard_and_word_has_a_name),
        TEST(test_no_two_rows_answer_the_same_move),
        TEST(test_every_move_and_every_guard_is_used),
        TEST(test_empty_facts_open_nothing_that_has_a_guard),
    };
    return cmocka_run_group_tests_name("the ladder, guard by guard", tests, NULL, NULL);
}
