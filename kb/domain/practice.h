/* practice.h - what a practice is: its kind, its parts, where it stands, and the facts that rules ask about.
 *
 * A practice ("stuk") is one agreement on its way up one ladder: proposal, recommendation, best practice. Its text is a
 * title, a brief ("In het kort") and sections of CommonMark; which sections there are depends on its kind.
 *
 * It has at most two lines:
 *
 *     adopted     the text that stands        BEST PRACTICE, due for review, expired
 *     candidate   the text on its way there   draft ... in round, objection talks, deferred
 *
 * Each line points to one revision and has one stage. When the candidate is adopted it takes the place of the adopted
 * line; until then the old text stays valid. An ended text (withdrawn, rejected, ...) keeps the line it ended on.
 *
 * This file has the words; stage.h has the moves between stages, policy.h who may do what, round.h how boards decide.
 * Nothing in kb/domain reads a clock, a file or a database: what a rule needs to know is handed to it as plain values.
 */
#ifndef KB_DOMAIN_PRACTICE_H
#define KB_DOMAIN_PRACTICE_H

#include "kb/base/clock.h"
#include "kb/base/text.h"
#include "kb/domain/round.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Kind ---- */

enum practice_kind {
    PRACTICE_WERKWIJZE,     /* what to do at a desk */
    PRACTICE_TAAKVERDELING, /* who does what in first and second line */
    PRACTICE_PLAN,          /* needs money or organisation, and somebody to carry it out */
    PRACTICE_KIND__COUNT
};

const char *practice_kind_slug(enum practice_kind kind); /* "werkwijze"; "" for no kind */
bool practice_kind_from_slug(text slug, enum practice_kind *kind);

/* ---- Parts of the text ---- */

enum {
    PRACTICE_TITLE_MAX = 300,           /* code points */
    PRACTICE_BRIEF_WORDS = 60,          /* In het kort: at most this many words */
    PRACTICE_BRIEF_BYTES = 2 * 1024,    /* and bytes, for words without an end */
    PRACTICE_MARKDOWN_MAX = 128 * 1024, /* bytes of all sections together, and of any one of them */
    PRACTICE_CARD_MAX = 4 * 1024,       /* bytes of one field of the handover card: it prints on one page */
    PRACTICE_SECTIONS_MAX = 16          /* of one kind */
};

/* One section of a kind. The handover card is six sections that are drawn together under PRACTICE_CARD_TITLE. */
struct practice_section {
    const char *key;   /* "doe-dit": in forms, files and rows */
    const char *title; /* "Doe dit": the heading in a Markdown file and on the page */
    bool required;     /* before it can be submitted */
    bool card;
    size_t max; /* bytes */
};

#define PRACTICE_CARD_TITLE "Overdrachtskaart"

/* The sections of a kind in the order of the page; returns how many. */
size_t practice_sections(enum practice_kind kind, const struct practice_section **out);

/* The section of this kind with this key, or with this title (case and ends matter not); NULL when there is none. */
const struct practice_section *practice_section_find(enum practice_kind kind, text key);
const struct practice_section *practice_section_titled(enum practice_kind kind, text title);

/* Is this the key of a section of any kind? Changing the kind of a practice may leave such a section behind. */
bool practice_section_known(text key);

/* The bit of a section in practice_facts.filled; 0 for a key this kind does not have. */
uint32_t practice_section_bit(enum practice_kind kind, text key);

/* What is wrong with it while writing, as a reason for err_field ("too-long", ...); NULL when nothing is. Empty is not
 * wrong: a draft may be. */
const char *practice_title_wrong(text title);
const char *practice_brief_wrong(text brief);
const char *practice_section_wrong(const struct practice_section *section, text body);

/* ---- The number ---- */

enum { PRACTICE_NUMBER_BYTES = 16 };

/* "2026-014": year and order in the year, given once and never used again. Three digits at least; the thousandth of a
 * year is "2026-1000". */
struct practice_number {
    int year;  /* 2000..9999 */
    int order; /* 1..999999 */
};

/* Writes it with a closing NUL and returns `out`; "" for what is no number. */
const char *practice_number_format(struct practice_number n, char out[PRACTICE_NUMBER_BYTES]);

/* Reads exactly what practice_number_format writes: "2026-14" is no number. */
bool practice_number_parse(text t, struct practice_number *out);

/* ---- Where it stands ---- */

enum practice_line { LINE_CANDIDATE, LINE_ADOPTED, PRACTICE_LINE__COUNT };

const char *practice_line_slug(enum practice_line line); /* "candidate", "adopted" */

enum stage {
    STAGE_NONE, /* no such line yet; allows nothing but beginning one */
    STAGE_DRAFT,
    STAGE_SUBMITTED,      /* ingestuurd: on the editors' desk */
    STAGE_RETURNED,       /* terug naar schrijvers */
    STAGE_DORMANT,        /* ligt stil */
    STAGE_PROPOSAL,       /* voorstel: open to everybody's remarks */
    STAGE_RECOMMENDATION, /* aanbeveling to the boards */
    STAGE_IN_ROUND,       /* in besluitronde */
    STAGE_TALKS,          /* in gesprek over niet akkoord */
    STAGE_DEFERRED,       /* uitgesteld tot */
    STAGE_BEST_PRACTICE,
    STAGE_DUE,          /* adopted, moet worden nagekeken */
    STAGE_EXPIRED,      /* adopted, te lang niet nagekeken */
    STAGE_NOT_TAKEN_UP, /* from here on: ended, there is no way on */
    STAGE_MERGED,       /* samengevoegd met */
    STAGE_REJECTED,
    STAGE_WITHDRAWN,
    STAGE_SUPERSEDED, /* vervangen door */
    STAGE__COUNT
};

/* The four dots a reader sees; every stage is at one of them and says the rest in its sentence. */
enum stage_dot { DOT_DRAFT, DOT_PROPOSAL, DOT_RECOMMENDATION, DOT_BEST_PRACTICE, STAGE_DOT__COUNT };

/* "in-round" for rows and the log; "in-besluitronde" for addresses and filters; both are read back. */
const char *stage_slug(enum stage s);
const char *stage_slug_nl(enum stage s);
bool stage_from_slug(text slug, enum stage *s);

/* The dot of the line in this stage. An ended text keeps the dot of the line it ended on: DOT_BEST_PRACTICE for the
 * adopted one, DOT_DRAFT without a number, else the one of its row: a rejected text was a recommendation. */
enum stage_dot stage_dot(enum stage s, enum practice_line line, bool numbered);

bool stage_is_ended(enum stage s);
bool stage_is_adopted(enum stage s); /* BEST PRACTICE, due, expired: the text that stands */

/* ---- What must be written with a move ---- */

/* A set of these is one bit each: bit WORDS_x is 1u << WORDS_x. */
enum practice_words {
    WORDS_WHAT_TO_CHANGE, /* to the writers of a returned text */
    WORDS_REASON,         /* why it was not taken up, withdrawn, rejected, ... */
    WORDS_QUESTION,       /* to the boards */
    WORDS_SUMMARY,        /* for the boards */
    WORDS_OUTCOME,        /* of the round */
    WORDS_REVIEW_DATE,    /* when to look at it again */
    WORDS_WHAT_CHECKED,   /* at a confirmation */
    WORDS_CHANGE_NOTE,    /* of a minor correction */
    WORDS_UNTIL,          /* date of a deferral or of talks */
    WORDS_OTHER,          /* the practice it became part of, or that took its place */
    WORDS_DECISION,       /* outside: which decision, of which organisation, on which date */
    PRACTICE_WORDS__COUNT
};

/* ---- The facts that guards ask about ---- */

/* Everything stage.h needs to know of one line of one practice, at one moment, for one actor. The service fills what
 * the move asks for; what is left zero is "no", "none" and "never", which refuses. Moments are 0 when there is none. */
struct practice_facts {
    kb_time now;

    enum practice_kind kind;
    enum practice_line line;
    enum stage stage; /* of that line */
    bool numbered;

    /* The other line. */
    bool adopted_stands;      /* there is an adopted text that a new revision can replace */
    bool adopted_unconfirmed; /* it was adopted outside and no editor has confirmed it */
    bool candidate_on_way;    /* a candidate is being worked on */

    /* The text that moves. */
    size_t title_chars, brief_words;
    uint32_t filled;     /* bits of practice_section_bit */
    bool privacy_passed; /* by the guard, or passed with a reason */
    bool similar_seen;   /* the writers looked at practices that are like it */
    bool new_revision;   /* the last round asked for none, or there is one since */
    bool spelling_only;  /* the change is spelling, headings and links */

    /* What was done about it. */
    unsigned must_remarks_open; /* remarks "moet anders" without an answer */
    bool field_checked;         /* by somebody of the field who is no author */
    unsigned uses, experiences;
    bool not_tried_said; /* "nog niet geprobeerd", openly */
    bool boards_told;

    /* Who moves it. */
    bool by_author;     /* the actor saved content into this line since the last adoption */
    bool forced;        /* an editor passes an own text knowingly; it is flagged for good */
    bool by_itself;     /* nobody, but a clock: stage_after() sets it from `who` */
    bool lead_agrees;   /* to what comes next */
    bool lead_merges;   /* to merging it */
    kb_time lead_asked; /* when the lead was asked to agree */
    bool second_agrees; /* a second editor */
    kb_time second_asked;
    bool one_editor; /* there is only one active editor */

    /* Times. */
    kb_time stage_since, opened /* became a proposal */, last_edit, recommended, review_at;
    kb_time published; /* the text that the line points to */

    /* The round. */
    bool round_frozen; /* organisations, rule and term are set */
    bool named;        /* the organisations that adopted it outside */
    enum round_preset preset;
    bool round_closed; /* term over, or everybody has a position, or talks have an end */
    kb_time round_closed_at;
    enum round_outcome outcome; /* as round_outcome() computes it now */
    bool steering_met;          /* as round_steering_met() computes it now */

    uint32_t written;  /* bits of enum practice_words */
    int review_months; /* from adoption to the review date that is being written */
};

#ifdef __cplusplus
}
#endif
#endif
