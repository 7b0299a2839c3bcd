/* The guards of stage.h: what must be true before a move, each one question to the facts; and the terms they count by.
 */
#include "kb/domain/stage.h"

#include "kb/base/cleanup.h"

#include <stdio.h>

/* ---- Terms (design section 2, "Profile"; section 4 for the five working days) ---- */

#define TERMS_OF_BOTH                                                                                                  \
    .intake_working_days = 5, .open_round_working_days = 10, .confirm_working_days = 5, .second_working_days = 5,      \
    .fix_working_days = 5, .lead_days = 30, .alone_days = 14, .idle_days = 90, .idle_warning_days = 60,                \
    .unreviewed_days = 90, .before_papers_days = 7, .before_end_days = 14, .review_months = 24,                        \
    .review_months_moving = 12, .review_months_max = 36, .round = ROUND_TERMS

const struct stage_terms stage_small = {TERMS_OF_BOTH, .open_days = 7};
const struct stage_terms stage_national = {TERMS_OF_BOTH, .open_days = 21, .final_comment_days = 10,
                                           .second_editor = true};

static kb_time end_after_days(kb_time from, int days)
{
    return calendar_term_end(date_add_days(calendar_date(from), days));
}

static kb_time end_after_working_days(kb_time from, int days)
{
    return calendar_term_end(calendar_add_working_days(calendar_date(from), days));
}

kb_time stage_open_until(kb_time opened, const struct stage_terms *terms)
{
    return end_after_days(opened, terms->open_days);
}

kb_time stage_final_comment_until(kb_time since, const struct stage_terms *terms)
{
    return terms->final_comment_days > 0 ? end_after_days(since, terms->final_comment_days) : since;
}

kb_time stage_idle_warning(kb_time last_edit, const struct stage_terms *terms)
{
    return end_after_days(last_edit, terms->idle_warning_days);
}

kb_time stage_idle_until(kb_time last_edit, const struct stage_terms *terms)
{
    return end_after_days(last_edit, terms->idle_days);
}

kb_time stage_expires(kb_time due_since, const struct stage_terms *terms)
{
    return end_after_days(due_since, terms->unreviewed_days);
}

kb_time stage_alone_until(kb_time alone_since, const struct stage_terms *terms)
{
    return end_after_days(alone_since, terms->alone_days);
}

struct date stage_review_date(struct date adopted, bool law_moves, const struct stage_terms *terms)
{
    return date_add_months(adopted, law_moves ? terms->review_months_moving : terms->review_months);
}

/* ---- Guards. A moment that never came is 0, and nothing follows from it. ---- */

typedef bool holds(const struct practice_facts *f, const struct stage_terms *t);
typedef kb_time ends(const struct practice_facts *f, const struct stage_terms *t);

static bool is_over(const struct practice_facts *f, kb_time since, kb_time until)
{
    return since != 0 && f->now >= until;
}

static bool silent_working_days(const struct practice_facts *f, kb_time asked, int days)
{
    return is_over(f, asked, end_after_working_days(asked, days));
}

static uint32_t required_bits(enum practice_kind kind)
{
    const struct practice_section *s;
    uint32_t bits = 0;
    size_t n = practice_sections(kind, &s);
    for (size_t i = 0; i < n; i++)
        if (s[i].required) bits |= UINT32_C(1) << i;
    return bits;
}

static bool has_title(const struct practice_facts *f)
{
    return f->title_chars > 0 && f->title_chars <= PRACTICE_TITLE_MAX;
}

static bool has_brief(const struct practice_facts *f)
{
    return f->brief_words > 0 && f->brief_words <= PRACTICE_BRIEF_WORDS;
}

static bool text_complete(const struct practice_facts *f, const struct stage_terms *t)
{
    (void)t;
    return has_title(f) && has_brief(f) && (unsigned)f->kind < PRACTICE_KIND__COUNT &&
           (required_bits(f->kind) & ~f->filled) == 0;
}

static bool lead_or_5_days(const struct practice_facts *f, const struct stage_terms *t)
{
    return f->lead_agrees || silent_working_days(f, f->lead_asked, t->fix_working_days);
}

static bool lead_or_30_days(const struct practice_facts *f, const struct stage_terms *t)
{
    return f->lead_agrees || is_over(f, f->lead_asked, end_after_days(f->lead_asked, t->lead_days));
}

static bool second_editor(const struct practice_facts *f, const struct stage_terms *t)
{
    if (!t->second_editor || f->second_agrees) return true;
    return f->one_editor && silent_working_days(f, f->second_asked, t->second_working_days);
}

static bool confirm_date(const struct practice_facts *f, const struct stage_terms *t)
{
    if (!f->by_itself) return true;
    if (f->preset == ROUND_SINGLE && f->outcome == OUTCOME_PASSES) return false; /* "that one and the editor" */
    return silent_working_days(f, f->round_closed_at, t->confirm_working_days);
}

static bool review_date(const struct practice_facts *f, const struct stage_terms *t)
{
    return f->review_months >= 1 && f->review_months <= t->review_months_max;
}

/* Final comments are on the text that is put to the boards: a newer one has its own time. */
static kb_time comments_since(const struct practice_facts *f)
{
    return f->recommended && f->published > f->recommended ? f->published : f->recommended;
}

/* The guards that are a term: when it ends, and whether it has. */
#define TERM(name, since, until)                                                                                       \
    static kb_time name##_until(const struct practice_facts *f, const struct stage_terms *t)                           \
    {                                                                                                                  \
        (void)t;                                                                                                       \
        return (since) ? (until) : 0;                                                                                  \
    }                                                                                                                  \
    static bool name(const struct practice_facts *f, const struct stage_terms *t)                                      \
    {                                                                                                                  \
        return is_over(f, since, name##_until(f, t));                                                                  \
    }

TERM(open_long, f->opened, stage_open_until(f->opened, t))
TERM(comments_over, comments_since(f), stage_final_comment_until(comments_since(f), t))
TERM(talks_over, f->stage_since, calendar_term_end(round_talks_until(&t->round, calendar_date(f->stage_since))))
TERM(review_came, f->review_at, f->review_at)
TERM(idle, f->last_edit, stage_idle_until(f->last_edit, t))
TERM(unreviewed, f->stage_since, stage_expires(f->stage_since, t))

static bool final_comment(const struct practice_facts *f, const struct stage_terms *t)
{
    return t->final_comment_days <= 0 || comments_over(f, t);
}

/* The guards that are one expression. */
#define HOLDS(name, expression)                                                                                        \
    static bool name(const struct practice_facts *f, const struct stage_terms *t)                                      \
    {                                                                                                                  \
        (void)t;                                                                                                       \
        return expression;                                                                                             \
    }

HOLDS(privacy, f->privacy_passed)
HOLDS(similar, f->similar_seen)
HOLDS(not_author, !f->by_author || f->forced)
HOLDS(lead_agrees, f->lead_agrees)
HOLDS(lead_merges, f->lead_merges)
HOLDS(remarks, f->must_remarks_open == 0)
HOLDS(checked, f->field_checked)
HOLDS(tried, f->uses > 0 || f->experiences > 0 || f->not_tried_said)
HOLDS(revision_checked, !f->adopted_stands || (f->field_checked && f->must_remarks_open == 0))
HOLDS(round_frozen, f->round_frozen)
HOLDS(round_closed, f->round_closed)
HOLDS(passes, f->outcome == OUTCOME_PASSES)
HOLDS(is_void, f->outcome == OUTCOME_VOID)
HOLDS(rework, f->outcome == OUTCOME_REWORK)
HOLDS(defers, f->outcome == OUTCOME_DEFERRED)
HOLDS(talks, f->outcome == OUTCOME_TALKS)
HOLDS(rejects, f->outcome == OUTCOME_REJECTED)
HOLDS(steering, f->steering_met)
HOLDS(new_revision, f->new_revision)
HOLDS(spelling, f->spelling_only)
HOLDS(no_text_change, !f->candidate_on_way)
HOLDS(boards_told, f->boards_told)
HOLDS(is_new, !f->adopted_stands && !f->candidate_on_way)
HOLDS(untouched, !f->candidate_on_way && (!f->adopted_stands || f->adopted_unconfirmed))
HOLDS(adopted, f->adopted_stands && !f->candidate_on_way)
HOLDS(unconfirmed, f->adopted_unconfirmed)
HOLDS(named, f->named)

/* ---- The table of guards: its name in a refusal, the reason, the question ---- */

/* clang-format off */
static const struct {
    const char *slug, *reason;
    holds *holds;
    ends *until;  /* a term: when it ends; 0 while it has not begun */
    bool settled; /* what it asks is settled: who reads the refusal has nothing to mend */
} guards[STAGE_GUARD__COUNT] = {
    [GUARD_TEXT_COMPLETE]    = {"text-complete",    "required",            text_complete},
    [GUARD_PRIVACY]          = {"privacy",          "privacy-open",        privacy},
    [GUARD_SIMILAR]          = {"similar",          "similar-not-seen",    similar},
    [GUARD_NOT_AUTHOR]       = {"not-author",       "own-text",            not_author},
    [GUARD_LEAD_AGREES]      = {"lead-agrees",      "lead-missing",        lead_agrees},
    [GUARD_LEAD_MERGES]      = {"lead-merges",      "lead-missing",        lead_merges},
    [GUARD_LEAD_OR_5_DAYS]   = {"lead-agrees",      "lead-missing",        lead_or_5_days},
    [GUARD_LEAD_OR_30_DAYS]  = {"lead-agrees",      "lead-missing",        lead_or_30_days},
    [GUARD_SECOND_EDITOR]    = {"second-editor",    "second-missing",      second_editor},
    [GUARD_OPEN_LONG]        = {"open-long",        "too-early",           open_long, open_long_until},
    [GUARD_REMARKS]          = {"remarks",          "unanswered",          remarks},
    [GUARD_CHECKED]          = {"checked",          "not-checked",         checked},
    [GUARD_TRIED]            = {"tried",            "not-tried",           tried},
    [GUARD_FINAL_COMMENT]    = {"final-comment",    "too-early",           final_comment, comments_over_until},
    [GUARD_NEW_REVISION]     = {"new-revision",     "no-new-revision",     new_revision},
    [GUARD_REVISION_CHECKED] = {"revision-checked", "not-checked",         revision_checked},
    [GUARD_ROUND_FROZEN]     = {"round-frozen",     "round-not-set",       round_frozen},
    [GUARD_ROUND_CLOSED]     = {"round-closed",     "too-early",           round_closed, .settled = true},
    [GUARD_PASSES]           = {"passes",           "other-outcome",       passes, .settled = true},
    [GUARD_VOID]             = {"void",             "other-outcome",       is_void, .settled = true},
    [GUARD_REWORK]           = {"rework",           "other-outcome",       rework, .settled = true},
    [GUARD_DEFERS]           = {"defers",           "other-outcome",       defers, .settled = true},
    [GUARD_TALKS]            = {"talks",            "other-outcome",       talks, .settled = true},
    [GUARD_REJECTS]          = {"rejects",          "other-outcome",       rejects, .settled = true},
    [GUARD_TALKS_OVER]       = {"talks-over",       "too-early",           talks_over, talks_over_until},
    [GUARD_STEERING]         = {"steering",         "too-few",             steering},
    [GUARD_CONFIRM_DATE]     = {"confirm-date",     "too-early",           confirm_date},
    [GUARD_SPELLING]         = {"spelling",         "more-than-spelling",  spelling},
    [GUARD_NO_TEXT_CHANGE]   = {"no-text-change",   "text-changed",        no_text_change, .settled = true},
    [GUARD_BOARDS_TOLD]      = {"boards-told",      "boards-not-told",     boards_told},
    [GUARD_REVIEW_DATE]      = {"review-date",      "out-of-range",        review_date},
    [GUARD_REVIEW_CAME]      = {"review-came",      "too-early",           review_came, review_came_until},
    [GUARD_IDLE]             = {"idle",             "too-early",           idle, idle_until},
    [GUARD_UNREVIEWED]       = {"unreviewed",       "too-early",           unreviewed, unreviewed_until},
    [GUARD_NEW]              = {"new",              "exists",              is_new, .settled = true},
    [GUARD_UNTOUCHED]        = {"untouched",        "worked-on",           untouched, .settled = true},
    [GUARD_ADOPTED]          = {"adopted",          "no-adopted-text",     adopted, .settled = true},
    [GUARD_UNCONFIRMED]      = {"unconfirmed",      "already-confirmed",   unconfirmed, .settled = true},
    [GUARD_NAMED]            = {"organisations",    "none-named",          named},
};

static const char *const words_slugs[PRACTICE_WORDS__COUNT] = {
    [WORDS_WHAT_TO_CHANGE] = "what-to-change",
    [WORDS_REASON]         = "reason",
    [WORDS_QUESTION]       = "question",
    [WORDS_SUMMARY]        = "summary",
    [WORDS_OUTCOME]        = "outcome",
    [WORDS_REVIEW_DATE]    = "review-date",
    [WORDS_WHAT_CHECKED]   = "what-checked",
    [WORDS_CHANGE_NOTE]    = "change-note",
    [WORDS_UNTIL]          = "until",
    [WORDS_OTHER]          = "other",
    [WORDS_DECISION]       = "decision",
};
/* clang-format on */

const char *stage_guard_slug(enum stage_guard g)
{
    return (unsigned)g < STAGE_GUARD__COUNT ? guards[g].slug : "";
}

const char *stage_words_slug(enum practice_words w)
{
    return (unsigned)w < PRACTICE_WORDS__COUNT ? words_slugs[w] : "";
}

/* ---- Refusing ---- */

/* An unfinished text names its parts, so that the writers see which box to fill. */
static void refuse_text(const struct practice_facts *f, kb_err *err)
{
    if (!has_title(f)) err_add(err, ERR_RULE, "title", f->title_chars ? "too-long" : "required");
    if (!has_brief(f)) err_add(err, ERR_RULE, "brief", f->brief_words ? "too-many-words" : "required");
    const struct practice_section *s;
    size_t n = practice_sections(f->kind, &s);
    for (size_t i = 0; i < n; i++)
        if (s[i].required && !(f->filled & UINT32_C(1) << i)) err_add(err, ERR_RULE, s[i].key, "required");
    if (n == 0) err_add(err, ERR_RULE, "kind", "required");
}

/* Two questions in one guard: which of them is open. */
static void refuse_revision(const struct practice_facts *f, kb_err *err)
{
    const char *field = guards[GUARD_REVISION_CHECKED].slug;
    if (!f->field_checked) err_add(err, ERR_RULE, field, guards[GUARD_CHECKED].reason);
    if (f->must_remarks_open) err_add(err, ERR_RULE, field, guards[GUARD_REMARKS].reason);
}

static void refuse(const struct practice_facts *f, enum stage_guard g, const struct stage_terms *t, kb_err *err)
{
    if (g == GUARD_TEXT_COMPLETE)
        refuse_text(f, err);
    else if (g == GUARD_REVISION_CHECKED)
        refuse_revision(f, err);
    else
        err_add_until(err, ERR_RULE, guards[g].slug, guards[g].reason, guards[g].until ? guards[g].until(f, t) : 0);
}

const char *stage_ruled_out(const struct practice_facts *f, const struct stage_row *row,
                            const struct stage_terms *terms)
{
    for (unsigned g = 0; g < STAGE_GUARD__COUNT; g++)
        if (guards[g].settled && row->guards & UINT64_C(1) << g && !guards[g].holds(f, terms)) return guards[g].reason;
    return NULL;
}

err_code stage_can(const struct practice_facts *f, const struct stage_row *row, const struct stage_terms *terms,
                   kb_err *err)
{
    bool refused = false;
    for (unsigned g = 0; g < STAGE_GUARD__COUNT; g++) {
        if (!(row->guards & UINT64_C(1) << g) || guards[g].holds(f, terms)) continue;
        refuse(f, (enum stage_guard)g, terms, err);
        refused = true;
    }
    uint32_t missing = row->must_write & ~f->written;
    for (unsigned w = 0; w < PRACTICE_WORDS__COUNT; w++)
        if (missing & UINT32_C(1) << w) err_add(err, ERR_RULE, words_slugs[w], "required");
    return refused || missing ? ERR_RULE : OK;
}
