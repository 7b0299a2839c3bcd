/* stage.h - the ladder as one table: from, action, to, who, guards, what must be written (design section 2).
 *
 * Pages, the command line and tests walk the same rows. A guard is a pure function of `struct practice_facts`; a
 * refusal lists everything that is missing, each as an err item with the guard's name as field, so that a page can link
 * to where it is mended.
 *
 * Whether the actor may is not asked here: that is policy_may. Facts such as "the editor is not an author" are.
 */
#ifndef KB_DOMAIN_STAGE_H
#define KB_DOMAIN_STAGE_H

#include "kb/domain/practice.h"

#ifdef __cplusplus
extern "C" {
#endif

enum stage_action {
    ACTION_NONE = 0,
    ACTION_SUBMIT,     /* draft, returned -> submitted */
    ACTION_RETURN,     /* submitted -> returned */
    ACTION_DECLINE,    /* submitted -> not taken up */
    ACTION_MERGE,      /* submitted, PROPOSAL -> merged into another practice */
    ACTION_ACCEPT,     /* submitted -> PROPOSAL */
    ACTION_RECOMMEND,  /* PROPOSAL -> RECOMMENDATION */
    ACTION_OPEN_ROUND, /* RECOMMENDATION, deferred -> in round */
    ACTION_ASK_CHANGE, /* in round, talks -> RECOMMENDATION: a new revision, a new round */
    ACTION_PASS,       /* in round, talks -> BEST PRACTICE */
    ACTION_REWORK,     /* in round -> RECOMMENDATION, the rule was not met */
    ACTION_DEFER,      /* in round, talks -> deferred */
    ACTION_TALK,       /* in round -> objection talks */
    ACTION_REJECT,     /* in round -> rejected */
    ACTION_STEER,      /* talks -> BEST PRACTICE by the steering step, with dissent */
    ACTION_RESUME,     /* deferred -> RECOMMENDATION */
    ACTION_REVISE,     /* adopted -> a candidate beside it, at RECOMMENDATION */
    ACTION_FALL_DUE,   /* BEST PRACTICE -> due */
    ACTION_CONFIRM,    /* due, expired -> BEST PRACTICE: no text change */
    ACTION_CORRECT,    /* adopted, minor correction by two editors */
    ACTION_EXPIRE,     /* due -> expired */
    ACTION_SUPERSEDE,  /* BEST PRACTICE, expired -> superseded */
    ACTION_WITHDRAW,
    ACTION_IMPORT,         /* nothing -> BEST PRACTICE, adopted outside */
    ACTION_CONFIRM_IMPORT, /* an editor confirms what was adopted outside */
    ACTION_FALL_ASLEEP,    /* draft, returned -> dormant */
    ACTION_REVIVE,         /* dormant -> draft */
    ACTION__COUNT
};

const char *stage_action_slug(enum stage_action action);

/* Every term of section 2, in days; a profile is a filled-in set. */
struct stage_terms {
    int open_days;      /* PROPOSAL stays open for remarks */
    int comment_days;   /* final comment before a round */
    bool second_editor; /* a second editor must agree */
    int dormant_days, dormant_warning_days;
    int expire_days;      /* due and nothing happens */
    int lead_absent_days; /* after which the editor acts alone */
    int review_months, review_months_moving, review_months_max;
    int confirm_working_days; /* after which a computed step goes by itself */
};

extern const struct stage_terms stage_terms_small, stage_terms_national;
const struct stage_terms *stage_terms_of(text profile); /* "national"; anything else is small */

enum stage_written {
    WRITTEN_NOTHING = 0,
    WRITTEN_REASON,   /* what to change, why not, why withdrawn */
    WRITTEN_QUESTION, /* the question to the boards */
    WRITTEN_SUMMARY,  /* for the boards */
    WRITTEN_OUTCOME,  /* outcome text and review date */
    WRITTEN_CHECKED,  /* what was checked */
    WRITTEN_CHANGE_NOTE,
    WRITTEN_DECISION /* decision, organisation, date */
};

/* One row of the table. */
struct stage_move {
    enum stage from;
    enum stage_action action;
    enum stage to;
    const char *who; /* in words, for `kb routes` and documents: "lead", "editor" */
    const char *guards[6];
    enum stage_written written;
};

/* The rows; false past the last. */
bool stage_move_at(size_t n, struct stage_move *out);

/* Can the line make this move? OK fills *to. ERR_CONFLICT when the table has no such move from this stage; ERR_RULE
 * with one item for each guard that refuses. `written` is what somebody wrote with it, empty when nothing. */
MUST_CHECK err_code stage_can(const struct practice_facts *facts, enum stage_action action,
                              const struct stage_terms *terms, text written, enum stage *to, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
