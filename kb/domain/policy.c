#include "kb/domain/policy.h"

#include "kb/base/cleanup.h"

/* ---- Columns: what an actor is for one object. The columns of the table in design section 3. ---- */

enum {
    ANYONE = 1 << 0,      /* also signed out, when reading is public */
    WAS_PUBLIC = 1 << 1,  /* anyone, for a text that the public could once read */
    PARTICIPANT = 1 << 2, /* anybody with a role in the network, but for the boards' own columns */
    INSIDER = 1 << 3,     /* participant or board person, once the round has an outcome */
    MEMBER = 1 << 4,      /* of the working group that writes it; the lead is one too */
    LEAD = 1 << 5,        /* lead or second lead of that group */
    EDITOR = 1 << 6,
    BOARD = 1 << 7,        /* board person of any organisation */
    OWN_BOARD = 1 << 8,    /* board person of the organisation that is meant */
    OWN_VOICE = 1 << 9,    /* who may give its position: secretary, deputy, mandated */
    SECRETARY = 1 << 10,   /* of the organisation that is meant */
    COORDINATOR = 1 << 11, /* of the location that is meant */
    LOCATION = 1 << 12,    /* somebody of that location */
    STEERING = 1 << 13,
    ADMINISTRATOR = 1 << 14,
    READER = 1 << 15,  /* one-time link to this practice */
    CHECKER = 1 << 16, /* one-time link to this revision */
    OWNER = 1 << 17,   /* it is about the actor: own account, own signal */
    SYSTEM = 1 << 18
};

/* ---- Stages as the table knows them ---- */

#define S(x) (UINT32_C(1) << STAGE_##x)

enum { STAGE_ENDED_UNSEEN = STAGE__COUNT }; /* withdrawn or merged before it had a number: only its writers knew it */

#define WRITING (S(DRAFT) | S(RETURNED) | S(DORMANT))
#define DESK    (S(SUBMITTED) | S(NOT_TAKEN_UP))
#define OPEN    (S(PROPOSAL) | S(RECOMMENDATION) | S(DEFERRED) | S(TALKS))
#define ROUND   S(IN_ROUND)
#define STANDS  (S(BEST_PRACTICE) | S(DUE) | S(EXPIRED))
#define ENDED   (S(REJECTED) | S(WITHDRAWN) | S(SUPERSEDED) | S(MERGED))
#define UNSEEN  (UINT32_C(1) << STAGE_ENDED_UNSEEN)
#define ALWAYS  UINT32_MAX /* what is no practice has no stage */

#define A(x) (UINT64_C(1) << ACT_##x)

#define TOLD_GONE A(NONE) /* no action: the answer is "gone" instead of "no such thing" */

/* ---- THE table (design section 3). The rows of one kind stand together. A row gives; nothing takes away but the rule
 * below it. ---- */

/* clang-format off */
static const struct policy_row {
    enum policy_kind kind;
    uint32_t stages;
    uint32_t who;
    uint64_t may;
} rows[] = {
    /* draft, returned, dormant: the working group, and who it invites */
    { OBJECT_PRACTICE,     WRITING, MEMBER,                    A(READ) | A(WRITE) | A(PUBLISH) | A(REMARK) | A(PLACE) },
    { OBJECT_PRACTICE,     WRITING, LEAD,                      A(SUBMIT) | A(INVITE) | A(WITHDRAW) },
    { OBJECT_PRACTICE,     WRITING, READER,                    A(READ) },

    /* submitted, not taken up */
    { OBJECT_PRACTICE,     DESK,    MEMBER,                    A(READ) | A(REMARK) },
    { OBJECT_PRACTICE,     DESK,    LEAD,                      A(WITHDRAW) },
    { OBJECT_PRACTICE,     DESK,    EDITOR,                    A(READ) | A(EDIT) | A(PASS) | A(FORCE) | A(PLACE) },

    /* proposal, recommendation, deferred, objection talks */
    { OBJECT_PRACTICE,     OPEN,    PARTICIPANT,               A(READ) | A(REMARK) | A(USE) | A(EXPERIENCE) },
    { OBJECT_PRACTICE,     OPEN,    MEMBER,                    A(WRITE) },
    { OBJECT_PRACTICE,     S(PROPOSAL) | S(RECOMMENDATION), MEMBER, A(PUBLISH) }, /* a version in talks would tell of them */
    { OBJECT_PRACTICE,     OPEN,    LEAD,                      A(WITHDRAW) },
    { OBJECT_PRACTICE,     OPEN,    EDITOR,                    A(EDIT) | A(PASS) | A(FORCE) | A(PLACE) },
    { OBJECT_PRACTICE,     OPEN,    BOARD,                     A(READ) | A(REMARK) },
    { OBJECT_PRACTICE,     S(PROPOSAL) | S(RECOMMENDATION), CHECKER, A(READ) | A(CHECK) },

    /* in round; remarks are kept for the next version */
    { OBJECT_PRACTICE,     ROUND,   PARTICIPANT | BOARD,       A(READ) | A(REMARK) | A(USE) | A(EXPERIENCE) | A(FLAG) },
    { OBJECT_PRACTICE,     ROUND,   EDITOR,                    A(EDIT) | A(PASS) | A(FORCE) | A(PLACE) },
    { OBJECT_PRACTICE,     ROUND,   BOARD,                     A(ASK_ROUND) },
    { OBJECT_PRACTICE,     ROUND | S(TALKS), EDITOR,           A(MANAGE_ROUND) },
    { OBJECT_PRACTICE,     ROUND | S(TALKS), OWN_BOARD,        A(SEE_CONCEPT) },
    { OBJECT_PRACTICE,     ROUND | S(TALKS), OWN_VOICE,        A(TAKE_POSITION) },
    { OBJECT_PRACTICE,     ROUND | S(TALKS), STEERING,         A(STEER) },

    /* positions: boards, editors and the lead at once, the rest when the round has an outcome */
    { OBJECT_PRACTICE,     OPEN | ROUND | STANDS | ENDED, BOARD | EDITOR | LEAD | INSIDER, A(SEE_POSITIONS) },

    /* best practice, due, expired */
    { OBJECT_PRACTICE,     STANDS,  ANYONE,                    A(READ) },
    { OBJECT_PRACTICE,     STANDS,  PARTICIPANT | BOARD,       A(READ) | A(REMARK) | A(USE) | A(EXPERIENCE) | A(FLAG) },
    { OBJECT_PRACTICE,     STANDS,  LEAD,                      A(REVISE) },
    { OBJECT_PRACTICE,     STANDS,  EDITOR,                    A(EDIT) | A(PASS) | A(FORCE) | A(PLACE) | A(REVISE) },
    { OBJECT_PRACTICE,     STANDS,  BOARD,                     A(ASK_ROUND) },
    { OBJECT_PRACTICE,     STANDS,  OWN_BOARD,                 A(JOIN) | A(NOTE) },

    /* rejected, withdrawn, superseded, merged */
    { OBJECT_PRACTICE,     ENDED,   PARTICIPANT | BOARD,       A(READ) },
    { OBJECT_PRACTICE,     ENDED,   WAS_PUBLIC,                TOLD_GONE },
    { OBJECT_PRACTICE,     UNSEEN,  MEMBER,                    A(READ) },

    { OBJECT_PRACTICE,     ALWAYS,  SYSTEM,                    A(READ) },

    /* contact, duty */
    { OBJECT_CONTACT,      ALWAYS,  PARTICIPANT | BOARD,       A(READ) },
    { OBJECT_CONTACT,      ALWAYS,  COORDINATOR | EDITOR,      A(READ) | A(WRITE) },
    { OBJECT_DUTY,         ALWAYS,  PARTICIPANT | BOARD,       A(READ) },
    { OBJECT_DUTY,         ALWAYS,  COORDINATOR | EDITOR,      A(READ) | A(WRITE) },

    /* signal, consult: others read the text without the person */
    { OBJECT_SIGNAL,       ALWAYS,  PARTICIPANT | BOARD,       A(READ) },
    { OBJECT_SIGNAL,       ALWAYS,  OWNER,                     A(READ) | A(WRITE) | A(SEE_PERSON) },
    { OBJECT_SIGNAL,       ALWAYS,  COORDINATOR,               A(READ) | A(SEE_PERSON) | A(BUNDLE) },
    { OBJECT_SIGNAL,       ALWAYS,  EDITOR,                    A(READ) | A(SEE_PERSON) | A(BUNDLE) | A(ANSWER) },
    { OBJECT_CONSULT,      ALWAYS,  PARTICIPANT | BOARD,       A(READ) },
    { OBJECT_CONSULT,      ALWAYS,  OWNER,                     A(READ) | A(WRITE) | A(SEE_PERSON) },
    { OBJECT_CONSULT,      ALWAYS,  COORDINATOR,               A(READ) | A(SEE_PERSON) | A(BUNDLE) },
    { OBJECT_CONSULT,      ALWAYS,  EDITOR,                    A(READ) | A(SEE_PERSON) | A(BUNDLE) | A(ANSWER) },

    /* meeting of a location */
    { OBJECT_MEETING,      ALWAYS,  LOCATION,                  A(READ) },
    { OBJECT_MEETING,      ALWAYS,  COORDINATOR,               A(READ) | A(RUN) },
    { OBJECT_MEETING,      ALWAYS,  EDITOR,                    A(READ) | A(EDIT) },

    /* the network: who writes, decides and works where */
    { OBJECT_GROUP,        ALWAYS,  PARTICIPANT | BOARD,       A(READ) },
    { OBJECT_GROUP,        ALWAYS,  MEMBER,                    A(START) },
    { OBJECT_GROUP,        ALWAYS,  LEAD,                      A(INVITE) },
    { OBJECT_GROUP,        ALWAYS,  EDITOR,                    A(APPOINT) },
    { OBJECT_GROUP,        ALWAYS,  ADMINISTRATOR | SYSTEM,    A(READ) | A(WRITE) | A(GRANT) },
    { OBJECT_ORGANISATION, ALWAYS,  ANYONE | PARTICIPANT | BOARD, A(READ) },
    { OBJECT_ORGANISATION, ALWAYS,  SECRETARY,                 A(INVITE) },
    { OBJECT_ORGANISATION, ALWAYS,  ADMINISTRATOR | SYSTEM,    A(READ) | A(WRITE) | A(GRANT) },
    { OBJECT_LOCATION,     ALWAYS,  ANYONE | PARTICIPANT | BOARD, A(READ) },
    { OBJECT_LOCATION,     ALWAYS,  COORDINATOR,               A(INVITE) },
    { OBJECT_LOCATION,     ALWAYS,  ADMINISTRATOR | SYSTEM,    A(READ) | A(WRITE) | A(GRANT) },
    { OBJECT_VOCABULARY,   ALWAYS,  ANYONE | PARTICIPANT | BOARD, A(READ) },
    { OBJECT_VOCABULARY,   ALWAYS,  EDITOR | SYSTEM,           A(READ) | A(WRITE) },
    { OBJECT_ANSWER_TEXT,  ALWAYS,  EDITOR | SYSTEM,           A(READ) | A(WRITE) },

    /* accounts, settings, the installation: the administrator, who has no content rights */
    { OBJECT_PERSON,       ALWAYS,  OWNER,                     A(READ) | A(WRITE) | A(ERASE) },
    { OBJECT_PERSON,       ALWAYS,  ADMINISTRATOR | SYSTEM,    A(READ) | A(WRITE) | A(DISABLE) | A(ERASE) | A(GRANT) },
    { OBJECT_SETTINGS,     ALWAYS,  ADMINISTRATOR | SYSTEM,    A(READ) | A(WRITE) },
    { OBJECT_NETWORK,      ALWAYS,  EDITOR,                    A(READ) | A(EDIT) },
    { OBJECT_NETWORK,      ALWAYS,  ADMINISTRATOR | SYSTEM,    A(READ) | A(GRANT) | A(IMPORT) | A(EXPORT) | A(ADMINISTER) },
};
/* clang-format on */

/* Nobody decides on what they wrote. An editor may force it, and is named (ACT_FORCE). */
#define DECIDES (A(PASS) | A(CHECK) | A(TAKE_POSITION) | A(JOIN) | A(STEER))

/* ---- Roles ---- */

#define WITHIN(x) (1u << SCOPE_##x)

/* A role, within what it can be held, and what it is for every object. */
/* clang-format off */
static const struct {
    const char *slug;
    unsigned within;
    uint32_t always;
} roles[ROLE__COUNT] = {
    [ROLE_NONE]          = { "",              0,                                                      0 },
    [ROLE_PARTICIPANT]   = { "participant",   WITHIN(ORGANISATION) | WITHIN(LOCATION) | WITHIN(NETWORK), PARTICIPANT },
    [ROLE_MEMBER]        = { "member",        WITHIN(GROUP),                                          PARTICIPANT },
    [ROLE_LEAD]          = { "lead",          WITHIN(GROUP),                                          PARTICIPANT },
    [ROLE_SECOND_LEAD]   = { "second-lead",   WITHIN(GROUP),                                          PARTICIPANT },
    [ROLE_READER]        = { "reader",        WITHIN(PRACTICE),                                       0 },
    [ROLE_COORDINATOR]   = { "coordinator",   WITHIN(LOCATION),                                       PARTICIPANT },
    [ROLE_EDITOR]        = { "editor",        WITHIN(ORGANISATION) | WITHIN(NETWORK),                 PARTICIPANT | EDITOR },
    [ROLE_BOARD]         = { "board-member",  WITHIN(ORGANISATION),                                   BOARD },
    [ROLE_DEPUTY]        = { "deputy",        WITHIN(ORGANISATION),                                   BOARD },
    [ROLE_SECRETARY]     = { "secretary",     WITHIN(ORGANISATION),                                   BOARD },
    [ROLE_MANDATED]      = { "mandated",      WITHIN(ORGANISATION),                                   BOARD },
    [ROLE_STEERING]      = { "steering",      WITHIN(ORGANISATION) | WITHIN(NETWORK),                 PARTICIPANT | STEERING },
    [ROLE_CHECKER]       = { "checker",       WITHIN(REVISION),                                       0 },
    [ROLE_ADMINISTRATOR] = { "administrator", WITHIN(ORGANISATION) | WITHIN(NETWORK),                 PARTICIPANT | ADMINISTRATOR },
};

/* What a role is besides, when it is held within the very thing that the object names. */
/* clang-format off */
static const struct {
    enum role role;
    enum scope scope; /* a participant of an organisation is not of the location that an object names as well */
    uint32_t here;
} here_rows[] = {
    { ROLE_MEMBER,      SCOPE_GROUP,        MEMBER },
    { ROLE_LEAD,        SCOPE_GROUP,        MEMBER | LEAD },
    { ROLE_SECOND_LEAD, SCOPE_GROUP,        MEMBER | LEAD },
    { ROLE_READER,      SCOPE_PRACTICE,     READER },
    { ROLE_CHECKER,     SCOPE_REVISION,     CHECKER },
    { ROLE_BOARD,       SCOPE_ORGANISATION, OWN_BOARD },
    { ROLE_DEPUTY,      SCOPE_ORGANISATION, OWN_BOARD | OWN_VOICE },
    { ROLE_SECRETARY,   SCOPE_ORGANISATION, OWN_BOARD | OWN_VOICE | SECRETARY },
    { ROLE_MANDATED,    SCOPE_ORGANISATION, OWN_BOARD | OWN_VOICE },
    { ROLE_COORDINATOR, SCOPE_LOCATION,     LOCATION | COORDINATOR },
    { ROLE_PARTICIPANT, SCOPE_LOCATION,     LOCATION },
};
/* clang-format on */

const char *policy_role_slug(enum role r)
{
    return (unsigned)r < ROLE__COUNT ? roles[r].slug : "";
}

bool policy_role_from_slug(text slug, enum role *r)
{
    for (unsigned i = ROLE_NONE + 1; i < ROLE__COUNT; i++) {
        if (!text_is(slug, roles[i].slug)) continue;
        *r = (enum role)i;
        return true;
    }
    return false;
}

bool policy_role_fits(enum role r, enum scope s)
{
    return (unsigned)r < ROLE__COUNT && s > SCOPE_NONE && s < SCOPE__COUNT && (roles[r].within & 1u << s);
}

static bool grant_counts(const struct actor *a, const struct actor_grant *g)
{
    return !a->disabled && policy_role_fits(g->role, g->scope);
}

bool actor_holds(const struct actor *a, enum role r)
{
    for (size_t i = 0; i < a->n_grants; i++)
        if (a->grants[i].role == r && grant_counts(a, &a->grants[i])) return true;
    return false;
}

/* ---- From actor and object to columns ---- */

static bool same_id(const char *a, const char *b)
{
    return a && b && a[0] && strcmp(a, b) == 0;
}

/* Does the object name the thing within which this role is held? */
static bool is_here(const struct actor_grant *g, const struct policy_object *o)
{
    switch (g->scope) {
    case SCOPE_ORGANISATION: return same_id(g->id, o->organisation);
    case SCOPE_GROUP: return same_id(g->id, o->group);
    case SCOPE_LOCATION: return same_id(g->id, o->location);
    case SCOPE_PRACTICE: return same_id(g->id, o->id);
    case SCOPE_REVISION: return same_id(g->id, o->revision);
    default: return false;
    }
}

static uint32_t columns_here(const struct actor_grant *g)
{
    for (size_t i = 0; i < COUNT_OF(here_rows); i++)
        if (here_rows[i].role == g->role && here_rows[i].scope == g->scope) return here_rows[i].here;
    return 0;
}

static uint32_t columns_of(const struct actor *a, const struct policy_object *o)
{
    uint32_t columns = 0;
    if (o->reading_public) columns |= ANYONE;
    if (o->reading_public && o->was_public) columns |= WAS_PUBLIC;
    if (a->disabled) return columns;
    if (a->system) return columns | SYSTEM;
    for (size_t i = 0; i < a->n_grants; i++) {
        const struct actor_grant *g = &a->grants[i];
        if (!grant_counts(a, g)) continue;
        columns |= roles[g->role].always;
        if (is_here(g, o)) columns |= columns_here(g);
    }
    if (same_id(a->person, o->person)) columns |= OWNER;
    if ((columns & (PARTICIPANT | BOARD)) && o->round_has_outcome) columns |= INSIDER;
    return columns;
}

/* Rule 6 of section 3: who may not see positions is judged as if the round were just running, so that no right, like no
 * sentence, tells that there are talks. */
static enum stage told_to(uint32_t columns, const struct policy_object *o)
{
    bool sees = columns & (BOARD | EDITOR | LEAD | SYSTEM);
    return stage_told(o->stage, o->round_has_outcome, sees);
}

static uint32_t stage_bit(uint32_t columns, const struct policy_object *o)
{
    if (o->kind != OBJECT_PRACTICE) return 1;
    if ((unsigned)o->stage >= STAGE__COUNT) return 0;
    enum stage told = told_to(columns, o);
    bool unseen = stage_is_ended(told) && told != STAGE_NOT_TAKEN_UP && !o->numbered && o->line == LINE_CANDIDATE;
    return UINT32_C(1) << (unseen ? (unsigned)STAGE_ENDED_UNSEEN : (unsigned)told);
}

/* ---- The answer ---- */

static uint64_t may_of(uint32_t columns, const struct policy_object *o)
{
    uint32_t stage = stage_bit(columns, o);
    uint64_t may = 0;
    size_t i = 0;
    while (i < COUNT_OF(rows) && rows[i].kind != o->kind) i++;
    for (; i < COUNT_OF(rows) && rows[i].kind == o->kind; i++)
        if ((rows[i].stages & stage) && (rows[i].who & columns)) may |= rows[i].may;
    return o->by_actor ? may & ~DECIDES : may;
}

enum policy_answer policy_may(const struct actor *actor, enum policy_action action, const struct policy_object *object)
{
    uint64_t may = may_of(columns_of(actor, object), object);
    bool named = action > ACT_NONE && action < POLICY_ACTION__COUNT;
    if (named && (may & UINT64_C(1) << action)) return POLICY_ALLOW;
    if (may & A(READ)) return POLICY_FORBID;
    return may & TOLD_GONE ? POLICY_GONE : POLICY_HIDE;
}

bool policy_may_read(const struct actor *actor, const struct policy_object *object)
{
    return policy_may(actor, ACT_READ, object) == POLICY_ALLOW;
}

err_code policy_check(const struct actor *actor, enum policy_action action, const struct policy_object *object,
                      kb_err *err)
{
    static const err_code codes[POLICY_ANSWER__COUNT] = {
        [POLICY_HIDE] = ERR_NOT_FOUND,
        [POLICY_GONE] = ERR_GONE,
        [POLICY_FORBID] = ERR_FORBIDDEN,
        [POLICY_ALLOW] = OK,
    };
    err_code code = codes[policy_may(actor, action, object)];
    return code == OK ? OK : err_set(err, code, "policy: %s", policy_action_slug(action));
}

enum stage policy_stage_told(const struct actor *actor, const struct policy_object *object)
{
    return told_to(columns_of(actor, object), object);
}

/* ---- The people of stage.h ---- */

unsigned policy_who(const struct actor *actor, const struct policy_object *object)
{
    static const struct {
        uint32_t column;
        unsigned who;
    } people[] = {
        {MEMBER, STAGE_BY_MEMBER}, {LEAD, STAGE_BY_LEAD},         {EDITOR, STAGE_BY_EDITOR},
        {BOARD, STAGE_BY_BOARD},   {STEERING, STAGE_BY_STEERING}, {SYSTEM, STAGE_BY_ITSELF},
    };
    uint32_t columns = columns_of(actor, object);
    unsigned who = 0;
    for (size_t i = 0; i < COUNT_OF(people); i++)
        if (columns & people[i].column) who |= people[i].who;
    return who;
}

/* ---- Which index: asked of the same table, so that the two cannot differ ---- */

enum policy_audience policy_audience(enum practice_line line, enum stage stage, bool numbered)
{
    struct policy_object o = {
        .kind = OBJECT_PRACTICE, .line = line, .stage = stage, .numbered = numbered, .reading_public = true};
    if (may_of(ANYONE, &o) & A(READ)) return AUDIENCE_ADOPTED;
    if (may_of(PARTICIPANT, &o) & A(READ)) return AUDIENCE_MEMBERS;
    return may_of(MEMBER, &o) & A(READ) ? AUDIENCE_GROUPS : AUDIENCE_NONE;
}
