#include "kb/domain/vouch.h"

#include "kb/base/cleanup.h"

#define R(x) (1u << ROLE_##x)

#define SPEAKS (R(DEPUTY) | R(SECRETARY) | R(MANDATED))
#define LEADS  (R(LEAD) | R(SECOND_LEAD))

enum where { ANYWHERE, SAME_PLACE };

/* clang-format off */
static const struct vouch_row {
    enum role role;
    bool much;
    unsigned by; /* roles */
    enum where where;
} rows[] = {
    { ROLE_ADMINISTRATOR, true,  R(ADMINISTRATOR), ANYWHERE },
    { ROLE_EDITOR,        true,  R(EDITOR),        ANYWHERE },
    { ROLE_STEERING,      true,  R(STEERING),      ANYWHERE },
    { ROLE_BOARD,         true,  SPEAKS,           SAME_PLACE },
    { ROLE_DEPUTY,        true,  SPEAKS,           SAME_PLACE },
    { ROLE_SECRETARY,     true,  SPEAKS,           SAME_PLACE },
    { ROLE_MANDATED,      true,  SPEAKS,           SAME_PLACE },
    { ROLE_COORDINATOR,   false, R(COORDINATOR),   SAME_PLACE },
    { ROLE_LEAD,          false, LEADS,            SAME_PLACE },
    { ROLE_SECOND_LEAD,   false, LEADS,            SAME_PLACE },
    { ROLE_MEMBER,        false, LEADS,            SAME_PLACE },
    { ROLE_PARTICIPANT,   false, R(COORDINATOR) | R(SECRETARY), SAME_PLACE },
};
/* clang-format on */

/* NULL for a grant that gives nothing. */
static const struct vouch_row *row_of(const struct actor_grant *grant)
{
    if (!policy_role_fits(grant->role, grant->scope)) return NULL;
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (rows[i].role == grant->role) return &rows[i];
    return NULL;
}

static bool same_place(const struct actor_grant *a, const struct actor_grant *b)
{
    return a->scope == b->scope && a->id && b->id && strcmp(a->id, b->id) == 0;
}

static bool stands_beside(const struct actor *who, const struct actor_grant *grant, const struct vouch_row *row)
{
    for (size_t i = 0; i < who->n_grants; i++) {
        const struct actor_grant *own = &who->grants[i];
        if (!row_of(own) || !(row->by & 1u << own->role)) continue;
        if (row->where == ANYWHERE || same_place(own, grant)) return true;
    }
    return false;
}

bool vouch_holds_much(const struct actor *actor)
{
    for (size_t i = 0; i < actor->n_grants && !actor->disabled; i++) {
        const struct vouch_row *row = row_of(&actor->grants[i]);
        if (row && row->much) return true;
    }
    return false;
}

bool vouch_may(const struct actor *who, const struct actor *whom)
{
    bool much = vouch_holds_much(whom), any = false, all = true;
    if (!who->person || !whom->person || who->disabled || whom->disabled) return false;
    if (strcmp(who->person, whom->person) == 0) return false;
    if (actor_holds(who, ROLE_ADMINISTRATOR)) return true;
    for (size_t i = 0; i < whom->n_grants; i++) {
        const struct vouch_row *row = row_of(&whom->grants[i]);
        if (!row || row->much != much) continue;
        bool beside = stands_beside(who, &whom->grants[i], row);
        any |= beside;
        all &= beside;
    }
    return much ? any && all : any;
}
