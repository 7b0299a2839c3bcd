#include "kb/domain/stage.h"

#include "kb/base/cleanup.h"

/* ---- THE table of moves (design section 2) ---- */

#define S(x) (UINT32_C(1) << STAGE_##x)
#define G(x) (UINT64_C(1) << GUARD_##x)
#define W(x) (UINT32_C(1) << WORDS_##x)

#define LEAD     STAGE_BY_LEAD
#define GROUP    (STAGE_BY_MEMBER | STAGE_BY_LEAD)
#define EDITOR   STAGE_BY_EDITOR
#define BOARD    STAGE_BY_BOARD
#define STEERING STAGE_BY_STEERING
#define ITSELF   STAGE_BY_ITSELF
#define COUNTED  (STAGE_BY_EDITOR | STAGE_BY_ITSELF) /* computed; an editor or a clock carries it out */

#define ON_CANDIDATE LINE_CANDIDATE
#define ON_ADOPTED   LINE_ADOPTED
#define NO_CANDIDATE (S(NONE) | S(REJECTED) | S(WITHDRAWN) | S(MERGED)) /* there is none, or it ended */

/* clang-format off */
static const struct stage_row rows[] = {
    /* line          from                                     move               to                    who       refused unless                                        must write */

    /* writing */
    { ON_CANDIDATE,  S(NONE),                                 MOVE_START,        STAGE_DRAFT,          GROUP,    G(NEW),                                               0 },
    { ON_CANDIDATE,  S(DRAFT) | S(RETURNED),                  MOVE_SUBMIT,       STAGE_SUBMITTED,      LEAD,     G(TEXT_COMPLETE) | G(PRIVACY) | G(SIMILAR),           0 },
    { ON_CANDIDATE,  S(DRAFT) | S(RETURNED),                  MOVE_SLEEP,        STAGE_DORMANT,        ITSELF,   G(IDLE),                                              0 },
    { ON_CANDIDATE,  S(DORMANT),                              MOVE_REVIVE,       STAGE_DRAFT,          GROUP,    0,                                                    0 },
    { ON_CANDIDATE,  S(DRAFT) | S(SUBMITTED) | S(RETURNED) | S(PROPOSAL) | S(RECOMMENDATION) | S(TALKS) | S(DEFERRED),
                                                              MOVE_WITHDRAW,     STAGE_WITHDRAWN,      LEAD,     0,                                                    W(REASON) },

    /* the editors' desk */
    { ON_CANDIDATE,  S(SUBMITTED),                            MOVE_RETURN,       STAGE_RETURNED,       EDITOR,   0,                                                    W(WHAT_TO_CHANGE) },
    { ON_CANDIDATE,  S(SUBMITTED),                            MOVE_ACCEPT,       STAGE_PROPOSAL,       EDITOR,   G(NOT_AUTHOR),                                        0 },
    { ON_CANDIDATE,  S(SUBMITTED),                            MOVE_NOT_TAKE_UP,  STAGE_NOT_TAKEN_UP,   EDITOR,   0,                                                    W(REASON) },
    { ON_CANDIDATE,  S(SUBMITTED),                            MOVE_MERGE,        STAGE_MERGED,         EDITOR,   0,                                                    W(OTHER) },
    { ON_CANDIDATE,  S(PROPOSAL) | S(RECOMMENDATION),         MOVE_MERGE,        STAGE_MERGED,         EDITOR,   G(LEAD_MERGES),                                       W(OTHER) },
    { ON_CANDIDATE,  S(SUBMITTED),                            MOVE_FIX_LANGUAGE, STAGE_SUBMITTED,      COUNTED,  G(SPELLING) | G(LEAD_OR_5_DAYS),                      0 },
    { ON_CANDIDATE,  S(PROPOSAL),                             MOVE_RECOMMEND,    STAGE_RECOMMENDATION, EDITOR,   G(NOT_AUTHOR) | G(LEAD_AGREES) | G(OPEN_LONG) | G(REMARKS) | G(CHECKED) | G(TRIED),
                                                                                                                                                                       W(QUESTION) },

    /* deciding */
    { ON_CANDIDATE,  S(RECOMMENDATION) | S(DEFERRED),         MOVE_OPEN_ROUND,   STAGE_IN_ROUND,       EDITOR,   G(NOT_AUTHOR) | G(FINAL_COMMENT) | G(NEW_REVISION) | G(REVISION_CHECKED) | G(ROUND_FROZEN),
                                                                                                                                                                       W(SUMMARY) },
    { ON_CANDIDATE,  S(IN_ROUND) | S(TALKS),                  MOVE_CHANGE_TEXT,  STAGE_RECOMMENDATION, EDITOR,   0,                                                    0 },
    { ON_CANDIDATE,  S(IN_ROUND) | S(TALKS),                  MOVE_ADOPT,        STAGE_BEST_PRACTICE,  COUNTED,  G(ROUND_CLOSED) | G(PASSES) | G(CONFIRM_DATE) | G(NOT_AUTHOR) | G(REVIEW_DATE),
                                                                                                                                                                       W(OUTCOME) | W(REVIEW_DATE) },
    { ON_CANDIDATE,  S(IN_ROUND) | S(TALKS),                  MOVE_VOID,         STAGE_RECOMMENDATION, COUNTED,  G(ROUND_CLOSED) | G(VOID),                             0 },
    { ON_CANDIDATE,  S(IN_ROUND) | S(TALKS),                  MOVE_REWORK,       STAGE_RECOMMENDATION, COUNTED,  G(ROUND_CLOSED) | G(REWORK),                           0 },
    { ON_CANDIDATE,  S(IN_ROUND) | S(TALKS),                  MOVE_REJECT,       STAGE_REJECTED,       COUNTED,  G(ROUND_CLOSED) | G(REJECTS) | G(CONFIRM_DATE),        W(REASON) },
    { ON_CANDIDATE,  S(IN_ROUND),                             MOVE_DEFER,        STAGE_DEFERRED,       COUNTED,  G(ROUND_CLOSED) | G(DEFERS),                           W(UNTIL) },
    { ON_CANDIDATE,  S(TALKS),                                MOVE_DEFER,        STAGE_DEFERRED,       EDITOR,   0,                                                    W(UNTIL) },
    { ON_CANDIDATE,  S(IN_ROUND),                             MOVE_TALK,         STAGE_TALKS,          COUNTED,  G(ROUND_CLOSED) | G(TALKS),                           W(UNTIL) },
    { ON_CANDIDATE,  S(TALKS),                                MOVE_STEER,        STAGE_BEST_PRACTICE,  STEERING, G(TALKS_OVER) | G(STEERING) | G(NOT_AUTHOR) | G(REVIEW_DATE),
                                                                                                                                                                       W(OUTCOME) | W(REVIEW_DATE) },
    { ON_CANDIDATE,  S(DEFERRED),                             MOVE_RESUME,       STAGE_RECOMMENDATION, EDITOR,   0,                                                    0 },

    /* a new text for what stands */
    { ON_CANDIDATE,  NO_CANDIDATE,                            MOVE_REVISE,       STAGE_RECOMMENDATION, LEAD | EDITOR, G(ADOPTED),                                      0 },
    { ON_CANDIDATE,  NO_CANDIDATE,                            MOVE_ASK_ROUND,    STAGE_RECOMMENDATION, BOARD,    G(ADOPTED) | G(UNCONFIRMED),                          0 },

    /* what stands */
    { ON_ADOPTED,    S(NONE) | S(BEST_PRACTICE),              MOVE_IMPORT,       STAGE_BEST_PRACTICE,  ITSELF,   G(UNTOUCHED),                                         W(DECISION) },
    { ON_ADOPTED,    S(BEST_PRACTICE) | S(DUE) | S(EXPIRED),  MOVE_CONFIRM_IMPORT, STAGE_BEST_PRACTICE, EDITOR,  G(UNCONFIRMED) | G(NAMED),                            W(DECISION) },
    { ON_ADOPTED,    S(BEST_PRACTICE),                        MOVE_DUE,          STAGE_DUE,            ITSELF,   G(REVIEW_CAME),                                       0 },
    { ON_ADOPTED,    S(BEST_PRACTICE),                        MOVE_TRIGGER,      STAGE_DUE,            COUNTED,  0,                                                    W(REASON) },
    { ON_ADOPTED,    S(DUE) | S(EXPIRED),                     MOVE_CONFIRM,      STAGE_BEST_PRACTICE,  EDITOR,   G(LEAD_OR_30_DAYS) | G(NO_TEXT_CHANGE) | G(BOARDS_TOLD) | G(REVIEW_DATE),
                                                                                                                                                                       W(WHAT_CHECKED) | W(REVIEW_DATE) },
    { ON_ADOPTED,    S(BEST_PRACTICE),                        MOVE_CORRECT,      STAGE_BEST_PRACTICE,  COUNTED,  G(SECOND_EDITOR) | G(SPELLING),                       W(CHANGE_NOTE) },
    { ON_ADOPTED,    S(DUE),                                  MOVE_CORRECT,      STAGE_DUE,            COUNTED,  G(SECOND_EDITOR) | G(SPELLING),                       W(CHANGE_NOTE) },
    { ON_ADOPTED,    S(DUE),                                  MOVE_EXPIRE,       STAGE_EXPIRED,        ITSELF,   G(UNREVIEWED),                                        0 },
    { ON_ADOPTED,    S(DUE) | S(EXPIRED),                     MOVE_WITHDRAW,     STAGE_WITHDRAWN,      EDITOR,   0,                                                    W(REASON) },
    { ON_ADOPTED,    S(BEST_PRACTICE) | S(DUE) | S(EXPIRED),  MOVE_SUPERSEDE,    STAGE_SUPERSEDED,     EDITOR,   0,                                                    W(OTHER) },
};
/* clang-format on */

const struct stage_row *stage_rows(size_t *n)
{
    *n = COUNT_OF(rows);
    return rows;
}

const struct stage_row *stage_find(enum practice_line line, enum stage from, enum stage_move move)
{
    if ((unsigned)from >= STAGE__COUNT) return NULL;
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (rows[i].line == line && rows[i].move == move && (rows[i].from & UINT32_C(1) << from)) return &rows[i];
    return NULL;
}

bool stage_may(const struct stage_row *row, unsigned who)
{
    return row && (row->who & who);
}

bool stage_waits(enum stage s)
{
    return s != STAGE_NONE && s != STAGE_BEST_PRACTICE && !stage_is_ended(s);
}

enum stage_move stage_onward(enum stage s)
{
    switch (s) {
    case STAGE_DRAFT:
    case STAGE_RETURNED: return MOVE_SUBMIT;
    case STAGE_DORMANT: return MOVE_REVIVE;
    case STAGE_SUBMITTED: return MOVE_ACCEPT;
    case STAGE_PROPOSAL: return MOVE_RECOMMEND;
    case STAGE_RECOMMENDATION:
    case STAGE_DEFERRED: return MOVE_OPEN_ROUND;
    case STAGE_DUE:
    case STAGE_EXPIRED: return MOVE_CONFIRM;
    default: return MOVE_NONE;
    }
}

/* Adopting moves the text to the line that stands; what ends, ends where it was. */
static enum practice_line line_after(const struct stage_row *row)
{
    return stage_is_adopted(row->to) ? LINE_ADOPTED : row->line;
}

err_code stage_after(const struct practice_facts *f, enum stage_move move, unsigned who,
                     const struct stage_terms *terms, struct stage_step *step, kb_err *err)
{
    const struct stage_row *row = stage_find(f->line, f->stage, move);
    if (!row) return err_field(err, ERR_CONFLICT, stage_move_slug(move), "no-such-move");
    if (!stage_may(row, who)) return err_field(err, ERR_FORBIDDEN, stage_move_slug(move), "not-yours");
    struct practice_facts asked = *f;
    asked.by_itself = !(who & row->who & ~(unsigned)STAGE_BY_ITSELF);
    ERR_TRY(stage_can(&asked, row, terms, err));
    *step = (struct stage_step){
        .row = row,
        .to = row->to,
        .line = line_after(row),
        .gives_number = move == MOVE_ACCEPT && !f->numbered,
        .author_flagged = (row->guards & G(NOT_AUTHOR)) && f->by_author,
        .one_editor_marked = (row->guards & G(SECOND_EDITOR)) && terms->second_editor && !f->second_agrees,
        .dissent = move == MOVE_STEER,
    };
    return OK;
}

/* ---- What is told to whom ---- */

enum stage stage_told(enum stage s, bool round_has_outcome, bool sees_positions)
{
    if (sees_positions) return s;
    if (s == STAGE_TALKS) return STAGE_IN_ROUND;
    return s == STAGE_DEFERRED && !round_has_outcome ? STAGE_IN_ROUND : s;
}

bool stage_has_outcome(enum stage s)
{
    return s != STAGE_IN_ROUND && s != STAGE_TALKS && s != STAGE_DEFERRED;
}

/* ---- Words ---- */

static const char *const move_slugs[STAGE_MOVE__COUNT] = {
    [MOVE_NONE] = "",
    [MOVE_START] = "start",
    [MOVE_SUBMIT] = "submit",
    [MOVE_SLEEP] = "sleep",
    [MOVE_REVIVE] = "revive",
    [MOVE_WITHDRAW] = "withdraw",
    [MOVE_RETURN] = "return",
    [MOVE_ACCEPT] = "accept",
    [MOVE_NOT_TAKE_UP] = "not-take-up",
    [MOVE_MERGE] = "merge",
    [MOVE_FIX_LANGUAGE] = "fix-language",
    [MOVE_RECOMMEND] = "recommend",
    [MOVE_OPEN_ROUND] = "open-round",
    [MOVE_CHANGE_TEXT] = "change-text",
    [MOVE_ADOPT] = "adopt",
    [MOVE_VOID] = "void",
    [MOVE_REWORK] = "rework",
    [MOVE_DEFER] = "defer",
    [MOVE_TALK] = "talk",
    [MOVE_REJECT] = "reject",
    [MOVE_STEER] = "steer",
    [MOVE_RESUME] = "resume",
    [MOVE_IMPORT] = "import",
    [MOVE_CONFIRM_IMPORT] = "confirm-import",
    [MOVE_REVISE] = "revise",
    [MOVE_ASK_ROUND] = "ask-round",
    [MOVE_DUE] = "due",
    [MOVE_TRIGGER] = "trigger",
    [MOVE_CONFIRM] = "confirm",
    [MOVE_CORRECT] = "correct",
    [MOVE_EXPIRE] = "expire",
    [MOVE_SUPERSEDE] = "supersede",
};

bool stage_move_mends(enum stage_move m)
{
    return m == MOVE_FIX_LANGUAGE || m == MOVE_CORRECT;
}

const char *stage_move_slug(enum stage_move m)
{
    return (unsigned)m < STAGE_MOVE__COUNT ? move_slugs[m] : "";
}

bool stage_move_from_slug(text slug, enum stage_move *m)
{
    for (unsigned i = MOVE_NONE + 1; i < STAGE_MOVE__COUNT; i++) {
        if (!text_is(slug, move_slugs[i])) continue;
        *m = (enum stage_move)i;
        return true;
    }
    return false;
}
