#include "kb/domain/policy.h"

#include "kb/base/cleanup.h"

#include <stdio.h>

/* ---- Roles ---- */

static const struct {
    const char *slug;
    unsigned scopes; /* where it may be held, bits of enum role_scope */
} roles[ROLE__COUNT] = {
    [ROLE_NONE] = {"", 0},
    [ROLE_PARTICIPANT] = {"participant", 1 << SCOPE_ORGANISATION | 1 << SCOPE_NETWORK},
    [ROLE_MEMBER] = {"member", 1 << SCOPE_GROUP},
    [ROLE_LEAD] = {"lead", 1 << SCOPE_GROUP},
    [ROLE_SECOND_LEAD] = {"second-lead", 1 << SCOPE_GROUP},
    [ROLE_READER] = {"reader", 1 << SCOPE_GROUP | 1 << SCOPE_PRACTICE},
    [ROLE_COORDINATOR] = {"coordinator", 1 << SCOPE_LOCATION},
    [ROLE_EDITOR] = {"editor", 1 << SCOPE_ORGANISATION | 1 << SCOPE_NETWORK},
    [ROLE_BOARD_MEMBER] = {"board-member", 1 << SCOPE_ORGANISATION},
    [ROLE_DEPUTY] = {"deputy", 1 << SCOPE_ORGANISATION},
    [ROLE_SECRETARY] = {"secretary", 1 << SCOPE_ORGANISATION},
    [ROLE_STEERING] = {"steering", 1 << SCOPE_ORGANISATION | 1 << SCOPE_NETWORK},
    [ROLE_CHECKER] = {"checker", 1 << SCOPE_PRACTICE},
    [ROLE_ADMINISTRATOR] = {"administrator", 1 << SCOPE_ORGANISATION | 1 << SCOPE_NETWORK},
};

static const char *const scope_slugs[SCOPE__COUNT] = {"organisation", "group", "location", "network", "practice"};

const char *role_slug(enum role role)
{
    return (unsigned)role < ROLE__COUNT ? roles[role].slug : "";
}

bool role_find(text slug, enum role *role)
{
    for (int r = ROLE_NONE + 1; r < ROLE__COUNT; r++) {
        if (!text_is(slug, roles[r].slug)) continue;
        *role = (enum role)r;
        return true;
    }
    return false;
}

const char *role_scope_slug(enum role_scope scope)
{
    return (unsigned)scope < SCOPE__COUNT ? scope_slugs[scope] : "";
}

bool role_scope_find(text slug, enum role_scope *scope)
{
    for (int s = 0; s < SCOPE__COUNT; s++) {
        if (!text_is(slug, scope_slugs[s])) continue;
        *scope = (enum role_scope)s;
        return true;
    }
    return false;
}

bool role_fits(enum role role, enum role_scope scope)
{
    return (unsigned)role < ROLE__COUNT && (unsigned)scope < SCOPE__COUNT && (roles[role].scopes >> scope & 1);
}

/* ---- Actors ---- */

const struct actor actor_anonymous = {.person = NULL};

bool actor_has_role(const struct actor *actor, enum role role)
{
    for (size_t i = 0; i < actor->n_grants; i++)
        if (actor->grants[i].role == role) return true;
    return false;
}

bool actor_has_role_in(const struct actor *actor, enum role role, enum role_scope kind, const char *scope)
{
    if (!scope) return false;
    for (size_t i = 0; i < actor->n_grants; i++) {
        const struct role_grant *g = &actor->grants[i];
        if (g->role == role && g->kind == kind && !strcmp(g->scope, scope)) return true;
    }
    return false;
}

static bool leads(const struct actor *actor, const char *group)
{
    return actor_has_role_in(actor, ROLE_LEAD, SCOPE_GROUP, group) ||
           actor_has_role_in(actor, ROLE_SECOND_LEAD, SCOPE_GROUP, group);
}

bool actor_in_group(const struct actor *actor, const char *group)
{
    return leads(actor, group) || actor_has_role_in(actor, ROLE_MEMBER, SCOPE_GROUP, group);
}

static bool mandated(const struct actor *actor, const char *organisation)
{
    return actor_has_role_in(actor, ROLE_BOARD_MEMBER, SCOPE_ORGANISATION, organisation) ||
           actor_has_role_in(actor, ROLE_DEPUTY, SCOPE_ORGANISATION, organisation) ||
           actor_has_role_in(actor, ROLE_SECRETARY, SCOPE_ORGANISATION, organisation);
}

static bool on_a_board(const struct actor *actor)
{
    return actor_has_role(actor, ROLE_BOARD_MEMBER) || actor_has_role(actor, ROLE_DEPUTY) ||
           actor_has_role(actor, ROLE_SECRETARY);
}

/* ---- As what somebody stands before an object: the columns of design section 3 ---- */

enum {
    AS_ANONYMOUS = 1 << 0,
    AS_READING_PUBLIC = 1 << 1, /* anybody, while the network reads in public */
    AS_PARTICIPANT = 1 << 2,    /* signed in, with any role at all */
    AS_GUEST = 1 << 3,          /* reader or checker by one-time link, of this practice or group */
    AS_MEMBER = 1 << 4,         /* of the object's working group */
    AS_LEAD = 1 << 5,
    AS_EDITOR = 1 << 6,
    AS_BOARD = 1 << 7,       /* of any organisation */
    AS_MANDATED = 1 << 8,    /* may speak for the object's organisation */
    AS_COORDINATOR = 1 << 9, /* of the object's location */
    AS_STEERING = 1 << 10,
    AS_ADMINISTRATOR = 1 << 11,
    AS_SELF = 1 << 12, /* the object is about this person, or by them */
    AS_SYSTEM = 1 << 13
};

static bool is_guest(const struct actor *a, const struct policy_object *o)
{
    return actor_has_role_in(a, ROLE_READER, SCOPE_GROUP, o->group) ||
           actor_has_role_in(a, ROLE_READER, SCOPE_PRACTICE, o->practice) ||
           actor_has_role_in(a, ROLE_CHECKER, SCOPE_PRACTICE, o->practice);
}

/* A guest's link opens one text and makes nobody a participant. */
static bool is_participant(const struct actor *a)
{
    for (size_t i = 0; i < a->n_grants; i++)
        if (a->grants[i].role != ROLE_READER && a->grants[i].role != ROLE_CHECKER) return true;
    return false;
}

static unsigned stands_as(const struct actor *a, const struct policy_object *o)
{
    unsigned as = AS_ANONYMOUS;
    if (o->reading_public) as |= AS_READING_PUBLIC;
    if (a->system) return as | AS_SYSTEM;
    if (!a->person) return as;
    if (is_participant(a)) as |= AS_PARTICIPANT;
    if (is_guest(a, o)) as |= AS_GUEST;
    if (actor_in_group(a, o->group)) as |= AS_MEMBER;
    if (leads(a, o->group)) as |= AS_LEAD;
    if (actor_has_role(a, ROLE_EDITOR)) as |= AS_EDITOR;
    if (on_a_board(a)) as |= AS_BOARD;
    if (mandated(a, o->organisation)) as |= AS_MANDATED;
    if (actor_has_role_in(a, ROLE_COORDINATOR, SCOPE_LOCATION, o->location)) as |= AS_COORDINATOR;
    if (actor_has_role(a, ROLE_STEERING)) as |= AS_STEERING;
    if (actor_has_role(a, ROLE_ADMINISTRATOR)) as |= AS_ADMINISTRATOR;
    if (o->person && !strcmp(o->person, a->person)) as |= AS_SELF;
    return as;
}

/* ---- The table ---- */

#define S(stage) (1u << (stage))
enum {
    IN_GROUP = S(STAGE_DRAFT) | S(STAGE_RETURNED) | S(STAGE_DORMANT),
    AT_EDITOR = S(STAGE_SUBMITTED) | S(STAGE_NOT_TAKEN_UP),
    OPEN = S(STAGE_PROPOSAL) | S(STAGE_RECOMMENDATION) | S(STAGE_DEFERRED) | S(STAGE_OBJECTION_TALKS),
    ROUND = S(STAGE_IN_ROUND),
    ADOPTED = S(STAGE_BEST_PRACTICE) | S(STAGE_DUE) | S(STAGE_EXPIRED),
    PAST = S(STAGE_REJECTED) | S(STAGE_WITHDRAWN) | S(STAGE_SUPERSEDED) | S(STAGE_MERGED),
    TAKE_BACK = S(STAGE_DRAFT) | S(STAGE_SUBMITTED) | S(STAGE_RETURNED) | S(STAGE_PROPOSAL) | S(STAGE_RECOMMENDATION),
    ANY_STAGE = 0
};

/* What an object must be, besides its stage. */
enum condition {
    ALWAYS,
    IF_NUMBERED,     /* once visible outside its group, visible for good */
    IF_NOT_AUTHOR,   /* nobody decides on what they wrote */
    IF_CONCEPT,      /* a position not given yet */
    IF_GIVEN,        /* a position that stands */
    IF_OUTCOME_KNOWN /* after the round */
};

struct rule {
    enum policy_kind kind;
    unsigned stages; /* ON_PRACTICE */
    enum policy_action action;
    unsigned who;
    enum condition condition;
};

/* clang-format off */
static const struct rule rules[] = {
    /* draft, returned, dormant: the working group's own */
    { ON_PRACTICE, IN_GROUP,  MAY_READ,     AS_MEMBER | AS_GUEST, ALWAYS },
    { ON_PRACTICE, IN_GROUP,  MAY_REMARK,   AS_MEMBER | AS_GUEST, ALWAYS },
    { ON_PRACTICE, IN_GROUP,  MAY_WRITE,    AS_MEMBER, ALWAYS },
    { ON_PRACTICE, IN_GROUP,  MAY_PLACE,    AS_MEMBER, ALWAYS },
    { ON_PRACTICE, IN_GROUP,  MAY_SUBMIT,   AS_LEAD, ALWAYS },
    { ON_PRACTICE, IN_GROUP,  MAY_INVITE,   AS_LEAD, ALWAYS },
    /* submitted, not taken up: the editor looks, the group waits */
    { ON_PRACTICE, AT_EDITOR, MAY_READ,     AS_MEMBER | AS_EDITOR | AS_GUEST, ALWAYS },
    { ON_PRACTICE, AT_EDITOR, MAY_REMARK,   AS_MEMBER, ALWAYS },
    { ON_PRACTICE, AT_EDITOR, MAY_ACT,      AS_EDITOR, ALWAYS },
    { ON_PRACTICE, AT_EDITOR, MAY_PLACE,    AS_EDITOR, ALWAYS },
    /* proposal, recommendation, deferred, objection talks: open to every participant */
    { ON_PRACTICE, OPEN,      MAY_READ,     AS_PARTICIPANT | AS_GUEST, ALWAYS },
    { ON_PRACTICE, OPEN,      MAY_REMARK,   AS_PARTICIPANT, ALWAYS },
    { ON_PRACTICE, OPEN,      MAY_USE,      AS_PARTICIPANT, ALWAYS },
    { ON_PRACTICE, OPEN,      MAY_WRITE,    AS_MEMBER, ALWAYS },
    { ON_PRACTICE, OPEN,      MAY_INVITE,   AS_LEAD, ALWAYS },
    { ON_PRACTICE, OPEN,      MAY_ACT,      AS_EDITOR, ALWAYS },
    { ON_PRACTICE, OPEN,      MAY_PLACE,    AS_EDITOR, ALWAYS },
    { ON_PRACTICE, S(STAGE_OBJECTION_TALKS), MAY_STEER, AS_STEERING, IF_NOT_AUTHOR },
    /* withdrawing is the lead's, while nobody decides yet */
    { ON_PRACTICE, TAKE_BACK, MAY_WITHDRAW, AS_LEAD, ALWAYS },
    { ON_PRACTICE, ADOPTED,   MAY_WITHDRAW, AS_EDITOR, ALWAYS },
    /* in round: the text is frozen; remarks are kept for the next version */
    { ON_PRACTICE, ROUND,     MAY_READ,     AS_PARTICIPANT | AS_GUEST, ALWAYS },
    { ON_PRACTICE, ROUND,     MAY_REMARK,   AS_PARTICIPANT, ALWAYS },
    { ON_PRACTICE, ROUND,     MAY_USE,      AS_PARTICIPANT, ALWAYS },
    { ON_PRACTICE, ROUND,     MAY_FLAG,     AS_PARTICIPANT, ALWAYS },
    { ON_PRACTICE, ROUND,     MAY_ACT,      AS_EDITOR, ALWAYS },
    { ON_PRACTICE, ROUND,     MAY_MANAGE_ROUND, AS_EDITOR, ALWAYS },
    { ON_PRACTICE, ROUND,     MAY_PLACE,    AS_EDITOR, ALWAYS },
    { ON_PRACTICE, ROUND,     MAY_STEER,    AS_STEERING, IF_NOT_AUTHOR },
    /* best practice, due, expired: what stands */
    { ON_PRACTICE, ADOPTED,   MAY_READ,     AS_READING_PUBLIC | AS_PARTICIPANT | AS_GUEST, ALWAYS },
    { ON_PRACTICE, ADOPTED,   MAY_REMARK,   AS_PARTICIPANT, ALWAYS },
    { ON_PRACTICE, ADOPTED,   MAY_USE,      AS_PARTICIPANT, ALWAYS },
    { ON_PRACTICE, ADOPTED,   MAY_FLAG,     AS_PARTICIPANT, ALWAYS },
    { ON_PRACTICE, ADOPTED,   MAY_REVISE,   AS_LEAD | AS_EDITOR, ALWAYS },
    { ON_PRACTICE, ADOPTED,   MAY_ACT,      AS_EDITOR, ALWAYS },
    { ON_PRACTICE, ADOPTED,   MAY_PLACE,    AS_EDITOR, ALWAYS },
    { ON_PRACTICE, ADOPTED,   MAY_JOIN,     AS_MANDATED, ALWAYS },
    /* rejected, withdrawn, superseded, merged: readable with the reason, once they had a number */
    { ON_PRACTICE, PAST,      MAY_READ,     AS_PARTICIPANT, IF_NUMBERED },
    { ON_PRACTICE, PAST,      MAY_READ,     AS_MEMBER, ALWAYS },
    /* positions: boards, editors and the lead at once, the rest after the outcome; a concept is the own board's */
    { ON_POSITION, ANY_STAGE, MAY_READ,     AS_BOARD | AS_EDITOR | AS_LEAD, IF_GIVEN },
    { ON_POSITION, ANY_STAGE, MAY_READ,     AS_PARTICIPANT, IF_OUTCOME_KNOWN },
    { ON_POSITION, ANY_STAGE, MAY_READ,     AS_MANDATED, IF_CONCEPT },
    { ON_POSITION, ANY_STAGE, MAY_TAKE_POSITION, AS_MANDATED, IF_NOT_AUTHOR },
    /* working groups: everybody signed in knows them; their texts are another question */
    { ON_GROUP,    ANY_STAGE, MAY_READ,     AS_PARTICIPANT, ALWAYS },
    { ON_GROUP,    ANY_STAGE, MAY_START,    AS_MEMBER, ALWAYS },
    { ON_GROUP,    ANY_STAGE, MAY_INVITE,   AS_LEAD, ALWAYS },
    { ON_GROUP,    ANY_STAGE, MAY_ADMINISTER, AS_ADMINISTRATOR | AS_SYSTEM, ALWAYS },
    /* organisations and accounts */
    { ON_ORGANISATION, ANY_STAGE, MAY_READ, AS_PARTICIPANT | AS_SYSTEM, ALWAYS },
    { ON_ORGANISATION, ANY_STAGE, MAY_INVITE, AS_MANDATED, ALWAYS },
    { ON_ORGANISATION, ANY_STAGE, MAY_ADMINISTER, AS_ADMINISTRATOR | AS_SYSTEM, ALWAYS },
    { ON_PERSON,   ANY_STAGE, MAY_READ,     AS_SELF | AS_ADMINISTRATOR | AS_SYSTEM, ALWAYS },
    { ON_PERSON,   ANY_STAGE, MAY_WRITE,    AS_SELF, ALWAYS },
    { ON_PERSON,   ANY_STAGE, MAY_ADMINISTER, AS_ADMINISTRATOR | AS_SYSTEM, ALWAYS },
    { ON_NETWORK,  ANY_STAGE, MAY_READ,     AS_ANONYMOUS, ALWAYS },
    { ON_NETWORK,  ANY_STAGE, MAY_ADMINISTER, AS_ADMINISTRATOR | AS_SYSTEM, ALWAYS },
    /* whom to call; signals; meetings */
    { ON_CONTACT,  ANY_STAGE, MAY_READ,     AS_PARTICIPANT, ALWAYS },
    { ON_CONTACT,  ANY_STAGE, MAY_WRITE,    AS_COORDINATOR | AS_EDITOR, ALWAYS },
    { ON_SIGNAL,   ANY_STAGE, MAY_READ,     AS_PARTICIPANT, ALWAYS },
    { ON_SIGNAL,   ANY_STAGE, MAY_READ_PERSON, AS_SELF | AS_EDITOR | AS_COORDINATOR, ALWAYS },
    { ON_SIGNAL,   ANY_STAGE, MAY_WRITE,    AS_SELF, ALWAYS },
    { ON_SIGNAL,   ANY_STAGE, MAY_ANSWER,   AS_EDITOR | AS_COORDINATOR, ALWAYS },
    { ON_MEETING,  ANY_STAGE, MAY_READ,     AS_EDITOR | AS_COORDINATOR | AS_SELF, ALWAYS },
    { ON_MEETING,  ANY_STAGE, MAY_ACT,      AS_EDITOR, ALWAYS },
    { ON_MEETING,  ANY_STAGE, MAY_RUN,      AS_COORDINATOR, ALWAYS },
};
/* clang-format on */

static bool holds(enum condition condition, const struct policy_object *o)
{
    switch (condition) {
    case ALWAYS: return true;
    case IF_NUMBERED: return o->numbered;
    case IF_NOT_AUTHOR: return !o->author;
    case IF_CONCEPT: return o->concept ;
    case IF_GIVEN: return !o->concept ;
    case IF_OUTCOME_KNOWN: return !o->concept &&o->outcome_known;
    }
    return false;
}

static bool allows(const struct rule *r, enum policy_action action, const struct policy_object *o, unsigned as)
{
    if (r->kind != o->kind || r->action != action || !(r->who & as)) return false;
    if (r->kind == ON_PRACTICE && !(r->stages >> o->stage & 1)) return false;
    return holds(r->condition, o);
}

static bool allowed(enum policy_action action, const struct policy_object *o, unsigned as)
{
    for (size_t i = 0; i < COUNT_OF(rules); i++)
        if (allows(&rules[i], action, o, as)) return true;
    return false;
}

enum policy_answer policy_may(const struct actor *actor, enum policy_action action, const struct policy_object *object)
{
    unsigned as = stands_as(actor, object);
    if (action == MAY_NOTHING) return POLICY_HIDE;
    if (allowed(action, object, as)) return POLICY_ALLOW;
    if (action != MAY_READ && allowed(MAY_READ, object, as)) return POLICY_FORBID;
    bool past = object->kind == ON_PRACTICE && (PAST >> object->stage & 1);
    return past && object->was_public && object->reading_public ? POLICY_GONE : POLICY_HIDE;
}

enum policy_audience policy_audience(enum stage stage, bool numbered)
{
    unsigned s = S(stage);
    if (stage == STAGE_NONE) return AUDIENCE_NONE;
    if (s & ADOPTED) return AUDIENCE_ADOPTED;
    if (s & (OPEN | ROUND)) return AUDIENCE_MEMBERS;
    if (s & PAST) return numbered ? AUDIENCE_MEMBERS : AUDIENCE_GROUP;
    return AUDIENCE_GROUP;
}

/* ---- The table as text ---- */

static const char *const kind_names[ON__COUNT] = {"practice", "group",   "organisation", "person", "network",
                                                  "position", "contact", "signal",       "meeting"};
static const char *const action_names[MAY__COUNT] = {
    "-",      "read",     "read-person", "write", "remark",    "use",          "flag",          "submit",
    "invite", "withdraw", "revise",      "place", "act",       "manage-round", "take-position", "steer",
    "join",   "start",    "answer",      "run",   "administer"};
static const char *const as_names[] = {"anonymous", "public",        "participant", "guest",    "member",
                                       "lead",      "editor",        "board",       "mandated", "coordinator",
                                       "steering",  "administrator", "self",        "system"};
static const char *const condition_names[] = {"",          " if-numbered",     " if-not-author", " if-concept",
                                              " if-given", " if-outcome-known"};

bool policy_row(size_t n, char *out, size_t room)
{
    if (n >= COUNT_OF(rules)) return false;
    const struct rule *r = &rules[n];
    size_t len = (size_t)snprintf(out, room, "%s\t", kind_names[r->kind]);
    for (int s = STAGE_NONE + 1; r->stages && s < STAGE__COUNT && len < room; s++)
        if (r->stages >> s & 1) len += (size_t)snprintf(out + len, room - len, "%s ", stage_slug((enum stage)s));
    if (len < room) len += (size_t)snprintf(out + len, room - len, "\t%s\t", action_names[r->action]);
    for (size_t i = 0; i < COUNT_OF(as_names) && len < room; i++)
        if (r->who >> i & 1) len += (size_t)snprintf(out + len, room - len, "%s ", as_names[i]);
    if (len < room) snprintf(out + len, room - len, "\t%s", condition_names[r->condition]);
    return true;
}
