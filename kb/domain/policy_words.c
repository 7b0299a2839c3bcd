/* policy.h's names of actions, and which action each move of stage.h is. */
#include "kb/base/cleanup.h"
#include "kb/domain/policy.h"

/* clang-format off */
static const struct {
    enum stage_move move;
    unsigned who;
    enum policy_action action;
} move_rows[] = {
    { MOVE_START,          STAGE_BY_MEMBER | STAGE_BY_LEAD, ACT_START },
    { MOVE_REVIVE,         STAGE_BY_MEMBER | STAGE_BY_LEAD, ACT_WRITE },
    { MOVE_SUBMIT,         STAGE_BY_LEAD,     ACT_SUBMIT },
    { MOVE_WITHDRAW,       STAGE_BY_LEAD,     ACT_WITHDRAW },
    { MOVE_WITHDRAW,       STAGE_BY_EDITOR,   ACT_EDIT },
    { MOVE_RETURN,         STAGE_BY_EDITOR,   ACT_EDIT },
    { MOVE_ACCEPT,         STAGE_BY_EDITOR,   ACT_PASS },
    { MOVE_NOT_TAKE_UP,    STAGE_BY_EDITOR,   ACT_EDIT },
    { MOVE_MERGE,          STAGE_BY_EDITOR,   ACT_EDIT },
    { MOVE_FIX_LANGUAGE,   STAGE_BY_EDITOR,   ACT_EDIT },
    { MOVE_RECOMMEND,      STAGE_BY_EDITOR,   ACT_PASS },
    { MOVE_OPEN_ROUND,     STAGE_BY_EDITOR,   ACT_PASS },
    { MOVE_CHANGE_TEXT,    STAGE_BY_EDITOR,   ACT_MANAGE_ROUND },
    { MOVE_ADOPT,          STAGE_BY_EDITOR,   ACT_PASS },
    { MOVE_VOID,           STAGE_BY_EDITOR,   ACT_MANAGE_ROUND },
    { MOVE_REWORK,         STAGE_BY_EDITOR,   ACT_MANAGE_ROUND },
    { MOVE_DEFER,          STAGE_BY_EDITOR,   ACT_MANAGE_ROUND },
    { MOVE_TALK,           STAGE_BY_EDITOR,   ACT_MANAGE_ROUND },
    { MOVE_REJECT,         STAGE_BY_EDITOR,   ACT_MANAGE_ROUND },
    { MOVE_STEER,          STAGE_BY_STEERING, ACT_STEER },
    { MOVE_RESUME,         STAGE_BY_EDITOR,   ACT_EDIT },
    { MOVE_IMPORT,         STAGE_BY_ITSELF,   ACT_IMPORT },
    { MOVE_CONFIRM_IMPORT, STAGE_BY_EDITOR,   ACT_PASS },
    { MOVE_REVISE,         STAGE_BY_LEAD | STAGE_BY_EDITOR, ACT_REVISE },
    { MOVE_ASK_ROUND,      STAGE_BY_BOARD,    ACT_ASK_ROUND },
    { MOVE_TRIGGER,        STAGE_BY_EDITOR,   ACT_EDIT },
    { MOVE_CONFIRM,        STAGE_BY_EDITOR,   ACT_EDIT },
    { MOVE_CORRECT,        STAGE_BY_EDITOR,   ACT_EDIT },
    { MOVE_SUPERSEDE,      STAGE_BY_EDITOR,   ACT_EDIT },
};
/* clang-format on */

enum policy_action policy_action_of(enum stage_move move, unsigned who)
{
    for (size_t i = 0; i < COUNT_OF(move_rows); i++)
        if (move_rows[i].move == move && (move_rows[i].who & who)) return move_rows[i].action;
    return ACT_NONE;
}

/* ---- Words ---- */

static const char *const action_slugs[POLICY_ACTION__COUNT] = {
    [ACT_NONE] = "",
    [ACT_READ] = "read",
    [ACT_WRITE] = "write",
    [ACT_PUBLISH] = "publish",
    [ACT_START] = "start",
    [ACT_PLACE] = "place",
    [ACT_SUBMIT] = "submit",
    [ACT_WITHDRAW] = "withdraw",
    [ACT_REVISE] = "revise",
    [ACT_INVITE] = "invite",
    [ACT_APPOINT] = "appoint",
    [ACT_REMARK] = "remark",
    [ACT_USE] = "use",
    [ACT_EXPERIENCE] = "experience",
    [ACT_FLAG] = "flag",
    [ACT_EDIT] = "edit",
    [ACT_PASS] = "pass",
    [ACT_FORCE] = "force",
    [ACT_CHECK] = "check",
    [ACT_MANAGE_ROUND] = "manage-round",
    [ACT_SEE_POSITIONS] = "see-positions",
    [ACT_SEE_CONCEPT] = "see-concept",
    [ACT_TAKE_POSITION] = "take-position",
    [ACT_ASK_ROUND] = "ask-round",
    [ACT_JOIN] = "join",
    [ACT_NOTE] = "note",
    [ACT_STEER] = "steer",
    [ACT_SEE_PERSON] = "see-person",
    [ACT_BUNDLE] = "bundle",
    [ACT_ANSWER] = "answer",
    [ACT_RUN] = "run",
    [ACT_GRANT] = "grant",
    [ACT_DISABLE] = "disable",
    [ACT_ERASE] = "erase",
    [ACT_IMPORT] = "import",
    [ACT_EXPORT] = "export",
    [ACT_ADMINISTER] = "administer",
};

const char *policy_action_slug(enum policy_action a)
{
    return (unsigned)a < POLICY_ACTION__COUNT ? action_slugs[a] : "";
}
