#include "kb/domain/stage.h"

#include "kb/base/cleanup.h"

static const char *const action_slugs[ACTION__COUNT] = {
    "",        "submit",  "return", "decline",   "merge",    "accept", "recommend",      "open-round",  "ask-change",
    "pass",    "rework",  "defer",  "talk",      "reject",   "steer",  "resume",         "revise",      "fall-due",
    "confirm", "correct", "expire", "supersede", "withdraw", "import", "confirm-import", "fall-asleep", "revive"};

const char *stage_action_slug(enum stage_action action)
{
    return (unsigned)action < ACTION__COUNT ? action_slugs[action] : "";
}

/* ---- Terms ---- */

const struct stage_terms stage_terms_small = {
    .open_days = 7,
    .comment_days = 0,
    .second_editor = false,
    .dormant_days = 90,
    .dormant_warning_days = 60,
    .expire_days = 90,
    .lead_absent_days = 30,
    .review_months = 24,
    .review_months_moving = 12,
    .review_months_max = 36,
    .confirm_working_days = 5,
};

const struct stage_terms stage_terms_national = {
    .open_days = 21,
    .comment_days = 10,
    .second_editor = true,
    .dormant_days = 90,
    .dormant_warning_days = 60,
    .expire_days = 90,
    .lead_absent_days = 30,
    .review_months = 24,
    .review_months_moving = 12,
    .review_months_max = 36,
    .confirm_working_days = 5,
};

const struct stage_terms *stage_terms_of(text profile)
{
    return text_is(profile, "national") ? &stage_terms_national : &stage_terms_small;
}

/* ---- Guards: pure functions of the facts. The name is the field of the refusal. ---- */

typedef bool guard(const struct practice_facts *f, const struct stage_terms *t);

static bool sections(const struct practice_facts *f, const struct stage_terms *t)
{
    (void)t;
    return f->brief_filled && f->brief_within_limit && f->sections_filled;
}

static bool privacy(const struct practice_facts *f, const struct stage_terms *t)
{
    (void)t;
    return f->privacy_passed;
}

static bool similar(const struct practice_facts *f, const struct stage_terms *t)
{
    (void)t;
    return f->similar_looked_at;
}

/* Nobody passes own work; forcing it is possible and flagged. */
static bool other_author(const struct practice_facts *f, const struct stage_terms *t)
{
    (void)t;
    return !f->actor_is_author || f->forced;
}

static bool second_editor(const struct practice_facts *f, const struct stage_terms *t)
{
    return !t->second_editor || f->second_editor;
}

static bool two_editors(const struct practice_facts *f, const struct stage_terms *t)
{
    (void)t;
    return f->second_editor;
}

static bool with_lead(const struct practice_facts *f, const struct stage_terms *t)
{
    return f->lead_agrees || f->actor_is_lead || f->days_without_lead >= t->lead_absent_days;
}

static bool open_long_enough(const struct practice_facts *f, const struct stage_terms *t)
{
    (void)t;
    return f->has_adopted ||
           f->now >= f->open_until; /* a new revision of an adopted text repeats checks, not the term */
}

static bool remarks_answered(const struct practice_facts *f, const struct stage_terms *t)
{
    (void)t;
    return f->remarks_must_change_open == 0;
}

static bool field_check(const struct practice_facts *f, const struct stage_terms *t)
{
    (void)t;
    return f->checked_by_field;
}

static bool tried(const struct practice_facts *f, const struct stage_terms *t)
{
    (void)t;
    return f->used_or_said_untried;
}

static bool comment_over(const struct practice_facts *f, const struct stage_terms *t)
{
    return t->comment_days == 0 || f->now >= f->comment_until;
}

static bool organisations(const struct practice_facts *f, const struct stage_terms *t)
{
    (void)t;
    return f->organisations_chosen && f->rule_chosen;
}

static bool rule_met(const struct practice_facts *f, const struct stage_terms *t)
{
    (void)t;
    return f->round_passed;
}

static bool confirmed(const struct practice_facts *f, const struct stage_terms *t)
{
    (void)t;
    return f->outcome_confirmed;
}

static bool rule_not_met(const struct practice_facts *f, const struct stage_terms *t)
{
    (void)t;
    return !f->round_passed;
}

static bool steering(const struct practice_facts *f, const struct stage_terms *t)
{
    (void)t;
    return f->steering_passed;
}

static bool date_given(const struct practice_facts *f, const struct stage_terms *t)
{
    (void)t;
    return f->has_until;
}

static bool same_text(const struct practice_facts *f, const struct stage_terms *t)
{
    (void)t;
    return !f->text_changed;
}

static bool language_only(const struct practice_facts *f, const struct stage_terms *t)
{
    (void)t;
    return f->only_language_changed;
}

static bool successor(const struct practice_facts *f, const struct stage_terms *t)
{
    (void)t;
    return f->has_successor;
}

static bool imported(const struct practice_facts *f, const struct stage_terms *t)
{
    (void)t;
    return f->is_import;
}

static bool decision(const struct practice_facts *f, const struct stage_terms *t)
{
    (void)t;
    return f->decision_named;
}

static bool review_date(const struct practice_facts *f, const struct stage_terms *t)
{
    (void)t;
    return f->due_since <= f->now;
}

static bool long_due(const struct practice_facts *f, const struct stage_terms *t)
{
    return f->now - f->due_since >= (kb_time)t->expire_days * MS_DAY;
}

static bool long_idle(const struct practice_facts *f, const struct stage_terms *t)
{
    return f->now - f->idle_since >= (kb_time)t->dormant_days * MS_DAY;
}

static bool no_candidate(const struct practice_facts *f, const struct stage_terms *t)
{
    (void)t;
    return !f->has_candidate;
}

/* clang-format off */
static const struct { const char *name; guard *check; } guards[] = {
    { "sections", sections },           { "privacy", privacy },           { "similar", similar },
    { "other-author", other_author },   { "second-editor", second_editor }, { "two-editors", two_editors },
    { "with-lead", with_lead },         { "open-term", open_long_enough }, { "remarks", remarks_answered },
    { "field-check", field_check },     { "tried", tried },               { "comment-term", comment_over },
    { "organisations", organisations }, { "rule", rule_met },             { "outcome-confirmed", confirmed },
    { "rule-not-met", rule_not_met },   { "steering", steering },         { "until", date_given },
    { "same-text", same_text },         { "language-only", language_only }, { "successor", successor },
    { "imported", imported },           { "decision", decision },         { "review-date", review_date },
    { "long-due", long_due },           { "long-idle", long_idle },       { "no-candidate", no_candidate },
};

/* ---- The table of section 2 ---- */

static const struct stage_move moves[] = {
    { STAGE_DRAFT,           ACTION_SUBMIT,    STAGE_SUBMITTED,      "lead",   { "sections", "privacy", "similar" }, WRITTEN_NOTHING },
    { STAGE_RETURNED,        ACTION_SUBMIT,    STAGE_SUBMITTED,      "lead",   { "sections", "privacy", "similar" }, WRITTEN_NOTHING },
    { STAGE_SUBMITTED,       ACTION_RETURN,    STAGE_RETURNED,       "editor", { 0 },                                WRITTEN_REASON },
    { STAGE_SUBMITTED,       ACTION_DECLINE,   STAGE_NOT_TAKEN_UP,   "editor", { "other-author" },                   WRITTEN_REASON },
    { STAGE_SUBMITTED,       ACTION_MERGE,     STAGE_MERGED,         "editor", { "successor" },                      WRITTEN_REASON },
    { STAGE_SUBMITTED,       ACTION_ACCEPT,    STAGE_PROPOSAL,       "editor", { "other-author" },                   WRITTEN_NOTHING },
    { STAGE_PROPOSAL,        ACTION_MERGE,     STAGE_MERGED,         "editor", { "successor" },                      WRITTEN_REASON },
    { STAGE_PROPOSAL,        ACTION_RECOMMEND, STAGE_RECOMMENDATION, "editor with the lead",
      { "with-lead", "open-term", "remarks", "field-check", "tried", "second-editor" }, WRITTEN_QUESTION },
    { STAGE_RECOMMENDATION,  ACTION_OPEN_ROUND, STAGE_IN_ROUND,      "editor", { "comment-term", "organisations", "remarks", "field-check", "other-author" },
      WRITTEN_SUMMARY },
    { STAGE_IN_ROUND,        ACTION_PASS,      STAGE_BEST_PRACTICE,  "computed, editor confirms", { "rule", "outcome-confirmed", "other-author" }, WRITTEN_OUTCOME },
    { STAGE_IN_ROUND,        ACTION_ASK_CHANGE, STAGE_RECOMMENDATION, "editor", { 0 },                               WRITTEN_REASON },
    { STAGE_IN_ROUND,        ACTION_REWORK,    STAGE_RECOMMENDATION, "computed", { "rule-not-met" },                 WRITTEN_NOTHING },
    { STAGE_IN_ROUND,        ACTION_DEFER,     STAGE_DEFERRED,       "computed", { "rule-not-met", "until" },        WRITTEN_NOTHING },
    { STAGE_IN_ROUND,        ACTION_TALK,      STAGE_OBJECTION_TALKS, "computed", { "rule-not-met" },                WRITTEN_NOTHING },
    { STAGE_IN_ROUND,        ACTION_REJECT,    STAGE_REJECTED,       "computed", { "rule-not-met" },                 WRITTEN_REASON },
    { STAGE_OBJECTION_TALKS, ACTION_ASK_CHANGE, STAGE_RECOMMENDATION, "editor", { 0 },                               WRITTEN_REASON },
    { STAGE_OBJECTION_TALKS, ACTION_PASS,      STAGE_BEST_PRACTICE,  "computed, editor confirms", { "rule", "outcome-confirmed", "other-author" }, WRITTEN_OUTCOME },
    { STAGE_OBJECTION_TALKS, ACTION_STEER,     STAGE_BEST_PRACTICE,  "steering group", { "steering", "other-author" }, WRITTEN_OUTCOME },
    { STAGE_OBJECTION_TALKS, ACTION_DEFER,     STAGE_DEFERRED,       "editor", { "until" },                          WRITTEN_REASON },
    { STAGE_OBJECTION_TALKS, ACTION_REWORK,    STAGE_RECOMMENDATION, "computed", { "rule-not-met" },                 WRITTEN_NOTHING },
    { STAGE_OBJECTION_TALKS, ACTION_REJECT,    STAGE_REJECTED,       "computed", { "rule-not-met" },                 WRITTEN_REASON },
    { STAGE_DEFERRED,        ACTION_OPEN_ROUND, STAGE_IN_ROUND,      "editor", { "organisations", "remarks", "other-author" }, WRITTEN_SUMMARY },
    { STAGE_DEFERRED,        ACTION_RESUME,    STAGE_RECOMMENDATION, "editor", { 0 },                                WRITTEN_NOTHING },
    { STAGE_DEFERRED,        ACTION_WITHDRAW,  STAGE_WITHDRAWN,      "lead",   { 0 },                                WRITTEN_REASON },
    /* what stands */
    { STAGE_BEST_PRACTICE,   ACTION_REVISE,    STAGE_RECOMMENDATION, "lead or editor", { "no-candidate" },           WRITTEN_NOTHING },
    { STAGE_DUE,             ACTION_REVISE,    STAGE_RECOMMENDATION, "lead or editor", { "no-candidate" },           WRITTEN_NOTHING },
    { STAGE_EXPIRED,         ACTION_REVISE,    STAGE_RECOMMENDATION, "lead or editor", { "no-candidate" },           WRITTEN_NOTHING },
    { STAGE_BEST_PRACTICE,   ACTION_FALL_DUE,  STAGE_DUE,            "date or trigger", { "review-date" },           WRITTEN_NOTHING },
    { STAGE_BEST_PRACTICE,   ACTION_CORRECT,   STAGE_BEST_PRACTICE,  "two editors", { "language-only", "two-editors" }, WRITTEN_CHANGE_NOTE },
    { STAGE_DUE,             ACTION_CORRECT,   STAGE_BEST_PRACTICE,  "two editors", { "language-only", "two-editors" }, WRITTEN_CHANGE_NOTE },
    { STAGE_DUE,             ACTION_CONFIRM,   STAGE_BEST_PRACTICE,  "editor with the lead", { "same-text", "with-lead" }, WRITTEN_CHECKED },
    { STAGE_EXPIRED,         ACTION_CONFIRM,   STAGE_BEST_PRACTICE,  "editor with the lead", { "same-text", "with-lead" }, WRITTEN_CHECKED },
    { STAGE_DUE,             ACTION_EXPIRE,    STAGE_EXPIRED,        "date",   { "long-due" },                       WRITTEN_NOTHING },
    { STAGE_BEST_PRACTICE,   ACTION_SUPERSEDE, STAGE_SUPERSEDED,     "editor", { "successor" },                      WRITTEN_REASON },
    { STAGE_EXPIRED,         ACTION_SUPERSEDE, STAGE_SUPERSEDED,     "editor", { "successor" },                      WRITTEN_REASON },
    { STAGE_DUE,             ACTION_WITHDRAW,  STAGE_WITHDRAWN,      "editor", { 0 },                                WRITTEN_REASON },
    { STAGE_EXPIRED,         ACTION_WITHDRAW,  STAGE_WITHDRAWN,      "editor", { 0 },                                WRITTEN_REASON },
    /* adopted outside the Praktijkbank */
    { STAGE_NONE,            ACTION_IMPORT,    STAGE_BEST_PRACTICE,  "administrator", { "imported" },                WRITTEN_DECISION },
    { STAGE_BEST_PRACTICE,   ACTION_CONFIRM_IMPORT, STAGE_BEST_PRACTICE, "editor", { "imported", "decision", "other-author" }, WRITTEN_DECISION },
    /* taking back, and falling asleep */
    { STAGE_DRAFT,           ACTION_WITHDRAW,  STAGE_WITHDRAWN,      "lead",   { 0 },                                WRITTEN_REASON },
    { STAGE_SUBMITTED,       ACTION_WITHDRAW,  STAGE_WITHDRAWN,      "lead",   { 0 },                                WRITTEN_REASON },
    { STAGE_RETURNED,        ACTION_WITHDRAW,  STAGE_WITHDRAWN,      "lead",   { 0 },                                WRITTEN_REASON },
    { STAGE_PROPOSAL,        ACTION_WITHDRAW,  STAGE_WITHDRAWN,      "lead",   { 0 },                                WRITTEN_REASON },
    { STAGE_RECOMMENDATION,  ACTION_WITHDRAW,  STAGE_WITHDRAWN,      "lead",   { 0 },                                WRITTEN_REASON },
    { STAGE_DRAFT,           ACTION_FALL_ASLEEP, STAGE_DORMANT,      "date",   { "long-idle" },                      WRITTEN_NOTHING },
    { STAGE_RETURNED,        ACTION_FALL_ASLEEP, STAGE_DORMANT,      "date",   { "long-idle" },                      WRITTEN_NOTHING },
    { STAGE_DORMANT,         ACTION_REVIVE,    STAGE_DRAFT,          "member", { 0 },                                WRITTEN_NOTHING },
};
/* clang-format on */

bool stage_move_at(size_t n, struct stage_move *out)
{
    if (n >= COUNT_OF(moves)) return false;
    *out = moves[n];
    return true;
}

static const struct stage_move *find_move(enum stage from, enum stage_action action)
{
    for (size_t i = 0; i < COUNT_OF(moves); i++)
        if (moves[i].from == from && moves[i].action == action) return &moves[i];
    return NULL;
}

static bool passes(const char *name, const struct practice_facts *facts, const struct stage_terms *terms)
{
    for (size_t i = 0; i < COUNT_OF(guards); i++)
        if (!strcmp(guards[i].name, name)) return guards[i].check(facts, terms);
    return false; /* a guard nobody wrote refuses; a test finds it */
}

static const char *const written_fields[] = {"",        "reason",  "question",    "summary",
                                             "outcome", "checked", "change-note", "decision"};

err_code stage_can(const struct practice_facts *facts, enum stage_action action, const struct stage_terms *terms,
                   text written, enum stage *to, kb_err *err)
{
    const struct stage_move *move = find_move(facts->stage, action);
    if (!move) return err_set(err, ERR_CONFLICT, "no %s from %s", stage_action_slug(action), stage_slug(facts->stage));
    err_code code = OK;
    for (size_t i = 0; i < COUNT_OF(move->guards) && move->guards[i]; i++)
        if (!passes(move->guards[i], facts, terms)) code = err_field(err, ERR_RULE, move->guards[i], "not-met");
    if (move->written != WRITTEN_NOTHING && !text_trim(written).len)
        code = err_field(err, ERR_RULE, written_fields[move->written], "required");
    if (code == OK) *to = move->to;
    return code;
}
