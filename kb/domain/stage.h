/* stage.h - the ladder: which move leads from where to where, who makes it, and what must be true first.
 *
 * There is ONE table of moves (stage.c, after design section 2). Pages draw their buttons from it, the service refuses
 * by it, the tests walk it. A row says: on this line, from these stages, this move leads to that stage; these people
 * may make it; these guards must hold; these words must be written.
 *
 *     struct stage_step step;
 *     ERR_TRY(stage_after(&facts, MOVE_SUBMIT, STAGE_BY_LEAD, &terms, &step, err));
 *     ... write step.to on step.line ...
 *
 * A guard is a pure function of struct practice_facts. A refusal lists everything that is missing, not the first thing:
 * each item names a guard, section or field, with the reason as a slug.
 */
#ifndef KB_DOMAIN_STAGE_H
#define KB_DOMAIN_STAGE_H

#include "kb/base/err.h"
#include "kb/domain/practice.h"

#ifdef __cplusplus
extern "C" {
#endif

enum stage_move {
    MOVE_NONE,
    /* writing */
    MOVE_START,  /* a member begins a draft */
    MOVE_SUBMIT, /* and again, after it came back */
    MOVE_SLEEP,  /* idle for 90 days */
    MOVE_REVIVE,
    MOVE_WITHDRAW,
    /* the editors' desk */
    MOVE_RETURN,
    MOVE_ACCEPT, /* becomes a proposal and gets its number */
    MOVE_NOT_TAKE_UP,
    MOVE_MERGE,
    MOVE_FIX_LANGUAGE, /* headings, spelling, links of a submitted text */
    MOVE_RECOMMEND,
    /* deciding */
    MOVE_OPEN_ROUND,
    MOVE_CHANGE_TEXT, /* the boards get a new revision: this round is over, the next one waits for it */
    MOVE_ADOPT,       /* the round passes */
    MOVE_VOID,        /* the other outcomes of a round */
    MOVE_REWORK,
    MOVE_DEFER,
    MOVE_TALK,
    MOVE_REJECT,
    MOVE_STEER,  /* passes with dissent */
    MOVE_RESUME, /* a deferred text goes back to the boards' waiting list */
    /* the adopted text */
    MOVE_IMPORT, /* adopted outside the Praktijkbank */
    MOVE_CONFIRM_IMPORT,
    MOVE_REVISE,    /* a new revision on its way; the old text stays valid */
    MOVE_ASK_ROUND, /* a board wants to decide about an import itself */
    MOVE_DUE,       /* the review date came */
    MOVE_TRIGGER,   /* something happened: look at it again */
    MOVE_CONFIRM,
    MOVE_CORRECT, /* spelling and links; the decision is carried over */
    MOVE_EXPIRE,
    MOVE_SUPERSEDE,
    STAGE_MOVE__COUNT
};

const char *stage_move_slug(enum stage_move m);
bool stage_move_from_slug(text slug, enum stage_move *m);

/* A language fix or a minor correction: the text is mended where it stands and its clocks run on. */
bool stage_move_mends(enum stage_move m);

/* Who makes a move; a set of bits. policy_who() says which of them an actor is for a practice. */
enum {
    STAGE_BY_MEMBER = 1,
    STAGE_BY_LEAD = 2, /* lead and second lead */
    STAGE_BY_EDITOR = 4,
    STAGE_BY_BOARD = 8,
    STAGE_BY_STEERING = 16,
    STAGE_BY_ITSELF = 32 /* a clock, a count, the command line */
};

/* What must be true first; a set of bits UINT64_C(1) << GUARD_x. */
enum stage_guard {
    GUARD_TEXT_COMPLETE, /* title, brief and the required sections of the kind */
    GUARD_PRIVACY,       /* the privacy guard passed it */
    GUARD_SIMILAR,       /* similar practices were looked at */
    GUARD_NOT_AUTHOR,    /* who passes it did not write it, or forces it, flagged */
    GUARD_LEAD_AGREES,
    GUARD_LEAD_MERGES,      /* the lead agrees that it goes up in another text; a yes to going on is none to that */
    GUARD_LEAD_OR_5_DAYS,   /* the lead agrees, or was silent for five working days */
    GUARD_LEAD_OR_30_DAYS,  /* the lead agrees, or was silent for 30 days */
    GUARD_SECOND_EDITOR,    /* where the profile asks one; with one editor, after five working days, marked */
    GUARD_OPEN_LONG,        /* proposal open for the term of the profile */
    GUARD_REMARKS,          /* every "moet anders" answered */
    GUARD_CHECKED,          /* by somebody of the field who is no author */
    GUARD_TRIED,            /* a use or experience, or "nog niet geprobeerd" said openly */
    GUARD_FINAL_COMMENT,    /* final-comment term over */
    GUARD_NEW_REVISION,     /* after a round that was closed for one */
    GUARD_REVISION_CHECKED, /* a new revision of an adopted text repeats the check and the answers, not the open term */
    GUARD_ROUND_FROZEN,     /* organisations, rule and term are set */
    GUARD_ROUND_CLOSED,
    GUARD_PASSES, /* the outcome as computed now */
    GUARD_VOID,
    GUARD_REWORK,
    GUARD_DEFERS,
    GUARD_TALKS,
    GUARD_REJECTS,
    GUARD_TALKS_OVER,     /* ten working days of talks gave nothing */
    GUARD_STEERING,       /* min(need, E-1) others, E of three or more */
    GUARD_CONFIRM_DATE,   /* by an editor; by itself after five working days, but a single organisation's yes never */
    GUARD_SPELLING,       /* nothing but spelling, headings and links */
    GUARD_NO_TEXT_CHANGE, /* none on its way: a new text is another answer */
    GUARD_BOARDS_TOLD,
    GUARD_REVIEW_DATE, /* written and within 36 months */
    GUARD_REVIEW_CAME, /* that date has come */
    GUARD_IDLE,        /* 90 days without an edit */
    GUARD_UNREVIEWED,  /* 90 days due */
    GUARD_NEW,         /* the practice has no other line */
    GUARD_UNTOUCHED,   /* new, or an unconfirmed import nobody works on here: an import may take it again */
    GUARD_ADOPTED,     /* there is an adopted text, and no candidate on its way */
    GUARD_UNCONFIRMED, /* the adopted text came from outside and is not confirmed */
    GUARD_NAMED,       /* which organisations adopted it there: those are bound, and no others */
    STAGE_GUARD__COUNT
};

const char *stage_guard_slug(enum stage_guard g); /* the field of a refusal: "open-long" */
const char *stage_words_slug(enum practice_words w);

/* Every term is a setting; a profile is a set of them. Days are calendar days unless they say working. */
struct stage_terms {
    int open_days;               /* of a proposal */
    int final_comment_days;      /* before a round; 0: none */
    bool second_editor;          /* steps that ask one */
    int intake_working_days;     /* within which editors look at what was sent in */
    int open_round_working_days; /* within which they open a round on a recommendation */
    int confirm_working_days, second_working_days, fix_working_days;
    int lead_days;  /* silence of the lead at a confirmation */
    int alone_days; /* of a working group without a second lead, before an editor names one */
    int idle_days, idle_warning_days;
    int unreviewed_days;
    int before_papers_days; /* a board is reminded so long before its papers are due, */
    int before_end_days;    /* or, without meeting dates, before the round ends */
    int review_months, review_months_moving /* where the law moves */, review_months_max;
    struct round_terms round;
};

extern const struct stage_terms stage_small; /* the default */
extern const struct stage_terms stage_national;

/* One row of the table. */
struct stage_row {
    enum practice_line line; /* that moves */
    uint32_t from;           /* stages, bits 1u << STAGE_x; STAGE_NONE where the line begins */
    enum stage_move move;
    enum stage to;
    unsigned who;        /* STAGE_BY_x */
    uint64_t guards;     /* 1ull << GUARD_x */
    uint32_t must_write; /* 1u << WORDS_x */
};

/* The table, and the row for a move; NULL when there is no such move from there. */
const struct stage_row *stage_rows(size_t *n);
const struct stage_row *stage_find(enum practice_line line, enum stage from, enum stage_move move);

/* May any of these people make that move at all? */
bool stage_may(const struct stage_row *row, unsigned who);

/* Does a text in this stage wait for somebody? Not when it stands and when it ended. */
bool stage_waits(enum stage s);

/* The move that takes a waiting text on; MOVE_NONE where the positions of a round say which one that is. */
enum stage_move stage_onward(enum stage s);

/* Does everything hold? OK, or ERR_RULE with each thing that is missing. */
MUST_CHECK err_code stage_can(const struct practice_facts *f, const struct stage_row *row,
                              const struct stage_terms *terms, kb_err *err);

/* Why this move can never be made of this text as it stands, as the slug of a reason; NULL when people or time can mend
 * whatever is missing. Adopted here, there is nothing to confirm; a round has one outcome. Such a step is not offered.
 */
const char *stage_ruled_out(const struct practice_facts *f, const struct stage_row *row,
                            const struct stage_terms *terms);

/* What a move does. */
struct stage_step {
    const struct stage_row *row;
    enum stage to;
    enum practice_line line; /* where it stands then: adopting moves the text to the adopted line */
    bool gives_number;       /* a number is given here */
    bool author_flagged;     /* an editor passed an own text: shown on the practice, and in a list */
    bool one_editor_marked;  /* "één redacteur" */
    bool dissent;            /* adopted over a niet akkoord */
};

/* The move as a whole: ERR_CONFLICT when there is no such move from this stage, ERR_FORBIDDEN when it is not theirs to
 * make, ERR_RULE with the list of what is missing, or OK and the step. */
MUST_CHECK err_code stage_after(const struct practice_facts *f, enum stage_move move, unsigned who,
                                const struct stage_terms *terms, struct stage_step *step, kb_err *err);

/* ---- Times that guards and needed lines share; 24:00 local on the last day ---- */

kb_time stage_open_until(kb_time opened, const struct stage_terms *terms);
kb_time stage_final_comment_until(kb_time since, const struct stage_terms *terms);
kb_time stage_idle_warning(kb_time last_edit, const struct stage_terms *terms);
kb_time stage_idle_until(kb_time last_edit, const struct stage_terms *terms);
kb_time stage_expires(kb_time due_since, const struct stage_terms *terms);
kb_time stage_alone_until(kb_time alone_since, const struct stage_terms *terms);
struct date stage_review_date(struct date adopted, bool law_moves, const struct stage_terms *terms);

/* ---- What is told to whom ---- */

/* The stage that somebody reads who may not see positions: talks, and a deferral that is no outcome yet, read as "in
 * besluitronde", so that nothing shown depends on a position (design section 2). */
enum stage stage_told(enum stage s, bool round_has_outcome, bool sees_positions);

/* Has the last round of a text in this stage an outcome? Not while boards decide, talk or have put it off. */
bool stage_has_outcome(enum stage s);

#ifdef __cplusplus
}
#endif
#endif
