/* practice.h - what climbs the ladder: kinds, sections, stages, lines, and the facts that moves depend on.
 *
 * A practice (design section 1: "stuk") has at most two lines. ADOPTED is the text that stands; CANDIDATE is the text
 * on its way. Each line is at one stage and points to one revision, which never changes. Everything in kb/domain is
 * pure: it looks at plain values it is given, never at a clock, a file or a database.
 *
 * The reader sees four dots (concept, voorstel, aanbeveling, best practice) and one sentence; side states are that
 * sentence and never a second ladder (design section 1).
 */
#ifndef KB_DOMAIN_PRACTICE_H
#define KB_DOMAIN_PRACTICE_H

#include "kb/base/clock.h"
#include "kb/base/err.h"
#include "kb/base/text.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Kinds ---- */

enum practice_kind { KIND_WERKWIJZE, KIND_TAAKVERDELING, KIND_PLAN, KIND__COUNT };

/* "werkwijze", "taakverdeling", "plan": in the store, in addresses and in front matter. */
const char *practice_kind_slug(enum practice_kind kind);
bool practice_kind_find(text slug, enum practice_kind *kind);

/* ---- Sections: the template of each kind (design section 1; sections of the three kinds) ---- */

enum {
    PRACTICE_TITLE_MAX = 300,          /* bytes, design section 9 */
    PRACTICE_BRIEF_WORDS_MAX = 60,     /* design section 1 */
    PRACTICE_BRIEF_MAX = 1000,         /* bytes: what 60 words never need */
    PRACTICE_SECTION_MAX = 128 * 1024, /* bytes of Markdown in one section, design section 9 */
    PRACTICE_TEXT_MAX = 128 * 1024,    /* and in all sections together */
    PRACTICE_REASON_MAX = 2000,        /* bytes of a reason or note */
    PRACTICE_SECTIONS_MAX = 16
};

struct practice_section {
    const char *key;   /* "doe-dit" */
    const char *title; /* "Doe dit": the heading in a file; the screen takes it from the catalogue as "section.<key>" */
    bool card;         /* one of the six answers of the overdrachtskaart */
    bool required;     /* before the text can be submitted */
};

/* The sections of a kind in their order, closed by a row without key. */
const struct practice_section *practice_sections(enum practice_kind kind);

/* The section with this key, or this title, in a kind; NULL when the kind has none. "tekst" belongs to every kind: it
 * takes imported text that has no sections of its own. */
const struct practice_section *practice_section_by_key(enum practice_kind kind, text key);
const struct practice_section *practice_section_by_title(enum practice_kind kind, text title);

extern const char practice_card_title[]; /* "Overdrachtskaart" */
extern const char practice_plain_key[];  /* "tekst" */

/* ---- Stages ---- */

enum practice_line { LINE_ADOPTED, LINE_CANDIDATE, LINE__COUNT };

const char *practice_line_slug(enum practice_line line); /* "adopted", "candidate" */

enum dot { DOT_CONCEPT, DOT_VOORSTEL, DOT_AANBEVELING, DOT_BEST_PRACTICE, DOT__COUNT };

/* name, slug, dot, line, waiting, terminal. Waiting: somebody must act before a date, so it has a needed line. */
/* clang-format off */
#define PRACTICE_STAGES(X)                                                                                             \
    X(STAGE_DRAFT,           "draft",           DOT_CONCEPT,       LINE_CANDIDATE, false, false)                       \
    X(STAGE_SUBMITTED,       "submitted",       DOT_CONCEPT,       LINE_CANDIDATE, true,  false)                       \
    X(STAGE_RETURNED,        "returned",        DOT_CONCEPT,       LINE_CANDIDATE, true,  false)                       \
    X(STAGE_DORMANT,         "dormant",         DOT_CONCEPT,       LINE_CANDIDATE, false, false)                       \
    X(STAGE_NOT_TAKEN_UP,    "not-taken-up",    DOT_CONCEPT,       LINE_CANDIDATE, false, true)                        \
    X(STAGE_PROPOSAL,        "proposal",        DOT_VOORSTEL,      LINE_CANDIDATE, true,  false)                       \
    X(STAGE_RECOMMENDATION,  "recommendation",  DOT_AANBEVELING,   LINE_CANDIDATE, true,  false)                       \
    X(STAGE_IN_ROUND,        "in-round",        DOT_AANBEVELING,   LINE_CANDIDATE, true,  false)                       \
    X(STAGE_OBJECTION_TALKS, "objection-talks", DOT_AANBEVELING,   LINE_CANDIDATE, true,  false)                       \
    X(STAGE_DEFERRED,        "deferred",        DOT_AANBEVELING,   LINE_CANDIDATE, true,  false)                       \
    X(STAGE_REJECTED,        "rejected",        DOT_AANBEVELING,   LINE_CANDIDATE, false, true)                        \
    X(STAGE_BEST_PRACTICE,   "best-practice",   DOT_BEST_PRACTICE, LINE_ADOPTED,   false, false)                       \
    X(STAGE_DUE,             "due",             DOT_BEST_PRACTICE, LINE_ADOPTED,   true,  false)                       \
    X(STAGE_EXPIRED,         "expired",         DOT_BEST_PRACTICE, LINE_ADOPTED,   true,  false)                       \
    X(STAGE_WITHDRAWN,       "withdrawn",       DOT_CONCEPT,       LINE__COUNT,    false, true)                        \
    X(STAGE_MERGED,          "merged",          DOT_CONCEPT,       LINE__COUNT,    false, true)                        \
    X(STAGE_SUPERSEDED,      "superseded",      DOT_BEST_PRACTICE, LINE_ADOPTED,   false, true)
/* clang-format on */

enum stage {
    STAGE_NONE = 0, /* no such line */
#define X(name, slug, dot, line, waiting, terminal) name,
    PRACTICE_STAGES(X)
#undef X
        STAGE__COUNT
};

const char *stage_slug(enum stage stage);
bool stage_find(text slug, enum stage *stage);
enum dot stage_dot(enum stage stage);
bool stage_is_waiting(enum stage stage);
bool stage_is_terminal(enum stage stage);

/* A line that stands here is what readers may act on. */
bool stage_is_adopted(enum stage stage);

/* ---- Facts ---- */

/* Everything a guard of the stage table may ask (stage.h). Plain values, gathered in the transaction of the move; what
 * a move does not look at may be left zero. */
struct practice_facts {
    enum practice_kind kind;
    enum stage stage;                /* of the line that moves */
    bool has_adopted, has_candidate; /* which lines the practice has */
    bool numbered;

    /* the text */
    bool brief_filled, brief_within_limit, sections_filled; /* all required sections of the kind */
    bool privacy_passed, similar_looked_at;
    bool text_changed, only_language_changed; /* against the revision the line pointed to */

    /* people */
    bool actor_is_author, actor_is_lead, actor_is_editor, actor_is_member;
    bool lead_agrees;
    bool forced;        /* an editor passes own work; flagged on the practice and in a list */
    bool second_editor; /* another editor agrees, or may be missed (one active editor, 5 working days) */
    int days_without_lead;

    /* remarks, use */
    int remarks_must_change_open;
    bool checked_by_field; /* by somebody of the field who is no author */
    bool used_or_said_untried;

    /* terms, in the network's own days */
    kb_time now, open_until, comment_until, defer_until, idle_since, due_since;

    /* the round (round.h) */
    bool round_open, round_passed, outcome_confirmed, steering_passed, carried_over;
    bool organisations_chosen, rule_chosen;
    bool has_until;      /* a date was given (deferral) */
    bool has_successor;  /* the practice that takes its place, or that it becomes part of, exists and is adopted */
    bool is_import;      /* adopted outside the Praktijkbank */
    bool decision_named; /* which decision, by which organisation, on which date */
};

/* One filled-in section of a text. */
struct practice_part {
    text key, body;
};

/* Adds every required section that is empty to err as "section-<key>": required, and a brief that is empty or too long.
 * Returns OK when nothing is missing, else ERR_RULE. */
MUST_CHECK err_code practice_text_complete(enum practice_kind kind, text brief, const struct practice_part *parts,
                                           size_t n, kb_err *err);

/* What may be stored at all, complete or not: lengths, known sections, each once. ERR_INVALID names each wrong field.
 */
MUST_CHECK err_code practice_text_check(enum practice_kind kind, text title, text brief,
                                        const struct practice_part *parts, size_t n, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
