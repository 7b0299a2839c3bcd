/* policy_world.h - the people of the permission tests, and the things they ask about.
 *
 * Every object belongs to group g1, organisation o1, location l1; its id is p1, its revision r1, and it is about person
 * "somebody". Each actor holds one role, so that a right that shows up can only come from that role; "elsewhere" is the
 * same role within another thing.
 */
#ifndef KB_TESTS_POLICY_WORLD_H
#define KB_TESTS_POLICY_WORLD_H

#include "kb/base/cleanup.h"
#include "kb/domain/policy.h"

#include <stdio.h>
#include <string.h>

enum { MAY_BYTES = 512 };

struct world_actor {
    const char *name;
    struct actor_grant grant;
    bool signed_out, disabled, system;
};

/* clang-format off */
static const struct world_actor world[] = {
    { .name = "anonymous", .signed_out = true },
    { .name = "account-without-role" },
    { .name = "participant",           .grant = { ROLE_PARTICIPANT,   SCOPE_ORGANISATION, "o1" } },
    { .name = "participant-here",      .grant = { ROLE_PARTICIPANT,   SCOPE_LOCATION,     "l1" } },
    { .name = "member",                .grant = { ROLE_MEMBER,        SCOPE_GROUP,        "g1" } },
    { .name = "member-elsewhere",      .grant = { ROLE_MEMBER,        SCOPE_GROUP,        "g2" } },
    { .name = "lead",                  .grant = { ROLE_LEAD,          SCOPE_GROUP,        "g1" } },
    { .name = "second-lead",           .grant = { ROLE_SECOND_LEAD,   SCOPE_GROUP,        "g1" } },
    { .name = "lead-elsewhere",        .grant = { ROLE_LEAD,          SCOPE_GROUP,        "g2" } },
    { .name = "editor",                .grant = { ROLE_EDITOR,        SCOPE_ORGANISATION, "o9" } },
    { .name = "board",                 .grant = { ROLE_BOARD,         SCOPE_ORGANISATION, "o1" } },
    { .name = "board-elsewhere",       .grant = { ROLE_BOARD,         SCOPE_ORGANISATION, "o2" } },
    { .name = "deputy",                .grant = { ROLE_DEPUTY,        SCOPE_ORGANISATION, "o1" } },
    { .name = "secretary",             .grant = { ROLE_SECRETARY,     SCOPE_ORGANISATION, "o1" } },
    { .name = "secretary-elsewhere",   .grant = { ROLE_SECRETARY,     SCOPE_ORGANISATION, "o2" } },
    { .name = "mandated",              .grant = { ROLE_MANDATED,      SCOPE_ORGANISATION, "o1" } },
    { .name = "coordinator",           .grant = { ROLE_COORDINATOR,   SCOPE_LOCATION,     "l1" } },
    { .name = "coordinator-elsewhere", .grant = { ROLE_COORDINATOR,   SCOPE_LOCATION,     "l2" } },
    { .name = "steering",              .grant = { ROLE_STEERING,      SCOPE_NETWORK,      ""   } },
    { .name = "administrator",         .grant = { ROLE_ADMINISTRATOR, SCOPE_NETWORK,      ""   } },
    { .name = "reader",                .grant = { ROLE_READER,        SCOPE_PRACTICE,     "p1" }, .signed_out = true },
    { .name = "reader-elsewhere",      .grant = { ROLE_READER,        SCOPE_PRACTICE,     "p2" }, .signed_out = true },
    { .name = "checker",               .grant = { ROLE_CHECKER,       SCOPE_REVISION,     "r1" }, .signed_out = true },
    { .name = "checker-elsewhere",     .grant = { ROLE_CHECKER,       SCOPE_REVISION,     "r2" }, .signed_out = true },
    { .name = "closed-account",        .grant = { ROLE_LEAD,          SCOPE_GROUP,        "g1" }, .disabled = true },
    { .name = "system",                .system = true },
};
/* clang-format on */

enum { WORLD = COUNT_OF(world) };

static inline struct actor world_actor(const struct world_actor *w)
{
    return (struct actor){
        .person = w->signed_out || w->system ? NULL : "me",
        .grants = &w->grant,
        .n_grants = w->grant.role != ROLE_NONE,
        .disabled = w->disabled,
        .system = w->system,
    };
}

/* What is asked about, in a network that reads in public. */
static inline struct policy_object world_object(enum policy_kind kind, enum stage stage)
{
    return (struct policy_object){
        .kind = kind,
        .stage = stage,
        .line = stage_is_adopted(stage) || stage == STAGE_SUPERSEDED ? LINE_ADOPTED : LINE_CANDIDATE,
        .numbered = true,
        .reading_public = true,
        .id = "p1",
        .revision = "r1",
        .group = "g1",
        .organisation = "o1",
        .location = "l1",
        .person = "somebody",
    };
}

/* Every action that is allowed, as words, and then what all others are answered: 403, 404 or 410. */
static inline const char *world_may(const struct actor *a, const struct policy_object *o, char out[MAY_BYTES])
{
    static const char *const answers[] = {
        [POLICY_HIDE] = "404", [POLICY_GONE] = "410", [POLICY_FORBID] = "403", [POLICY_ALLOW] = ""};
    enum policy_answer rest = policy_may(a, ACT_NONE, o);
    size_t len = 0;
    out[0] = '\0';
    for (unsigned act = ACT_NONE + 1; act < POLICY_ACTION__COUNT; act++) {
        enum policy_answer answer = policy_may(a, (enum policy_action)act, o);
        if (answer == rest) continue;
        const char *word = answer == POLICY_ALLOW ? policy_action_slug((enum policy_action)act) : "MIXED-ANSWERS";
        len += (size_t)snprintf(out + len, MAY_BYTES - len, "%s ", word);
    }
    snprintf(out + len, MAY_BYTES - len, "%s", answers[rest]);
    return out;
}

#endif
