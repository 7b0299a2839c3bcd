/* policy.h - who may see and do what (design section 3). One function decides: policy_may(actor, action, object).
 *
 * Deny by default: what no row of the table in policy.c allows is refused. The caller reads actor and object in the
 * same transaction as the data the answer protects.
 *
 * The answer has four values, because refusing must not tell what it protects:
 *   POLICY_ALLOW   go on
 *   POLICY_FORBID  403: the actor sees the thing, but may not do this
 *   POLICY_HIDE    404: the actor may not know that it exists; byte for byte the answer for a random id
 *   POLICY_GONE    410: it was public, and no longer is
 *
 * An actor holds roles *within* something: an organisation, a working group, a location, or the network. An object says
 * which group, location or organisation it belongs to. From the two follows as what the actor stands before the object
 * (participant, member of its group, its lead, editor, ...); that is a column of the table.
 */
#ifndef KB_DOMAIN_POLICY_H
#define KB_DOMAIN_POLICY_H

#include "kb/domain/practice.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Roles ---- */

enum role {
    ROLE_NONE = 0, /* allows nothing */
    ROLE_PARTICIPANT,
    ROLE_MEMBER,      /* of a working group */
    ROLE_LEAD,        /* trekker */
    ROLE_SECOND_LEAD, /* the same rights: no right hangs on one person */
    ROLE_READER,      /* meelezer, by one-time link */
    ROLE_COORDINATOR, /* of a location */
    ROLE_EDITOR,
    ROLE_BOARD_MEMBER,
    ROLE_DEPUTY,
    ROLE_SECRETARY,
    ROLE_STEERING,
    ROLE_CHECKER, /* by one-time link to one revision */
    ROLE_ADMINISTRATOR,
    ROLE__COUNT
};

enum role_scope { SCOPE_ORGANISATION, SCOPE_GROUP, SCOPE_LOCATION, SCOPE_NETWORK, SCOPE_PRACTICE, SCOPE__COUNT };

/* "second-lead"; "group". */
const char *role_slug(enum role role);
bool role_find(text slug, enum role *role);
const char *role_scope_slug(enum role_scope scope);
bool role_scope_find(text slug, enum role_scope *scope);

/* May this role be held within that kind of thing? A lead of an organisation is a mistake. */
bool role_fits(enum role role, enum role_scope scope);

struct role_grant {
    enum role role;
    enum role_scope kind;
    const char *scope; /* id of the organisation, group or practice; slug of the location; "" for the network */
};

/* ---- Who asks ---- */

struct actor {
    const char *person; /* id; NULL: nobody is signed in */
    bool system;        /* the command line and the clocks: administers and imports, reads no drafts */
    const struct role_grant *grants;
    size_t n_grants;
};

extern const struct actor actor_anonymous;

bool actor_has_role(const struct actor *actor, enum role role);
bool actor_has_role_in(const struct actor *actor, enum role role, enum role_scope kind, const char *scope);

/* Member, lead or second lead of this group. */
bool actor_in_group(const struct actor *actor, const char *group);

/* ---- What is asked for ---- */

enum policy_kind {
    ON_PRACTICE,     /* one line of a practice; set stage, numbered, group, author */
    ON_GROUP,        /* a working group; set group */
    ON_ORGANISATION, /* and its members list; set organisation */
    ON_PERSON,       /* an account; set person */
    ON_NETWORK,      /* locations, legal fields, settings, roles */
    ON_POSITION,     /* a position in a round; set organisation, outcome_known, group */
    ON_CONTACT,      /* contact or duty; set location */
    ON_SIGNAL,       /* signal or consult; set location, person (who reported it) */
    ON_MEETING,      /* set location */
    ON__COUNT
};

enum policy_action {
    MAY_NOTHING = 0,
    MAY_READ,
    MAY_READ_PERSON, /* who reported a signal */
    MAY_WRITE,       /* the working copy, a new revision from it, an entry */
    MAY_REMARK,
    MAY_USE,    /* use, experience */
    MAY_FLAG,   /* "klopt niet meer" */
    MAY_SUBMIT, /* and resubmit */
    MAY_INVITE,
    MAY_WITHDRAW,
    MAY_REVISE, /* begin a new revision of an adopted text */
    MAY_PLACE,  /* kind, legal fields, locations */
    MAY_ACT,    /* the editor's moves on the ladder */
    MAY_MANAGE_ROUND,
    MAY_TAKE_POSITION,
    MAY_STEER,      /* the steering group's own step */
    MAY_JOIN,       /* an organisation joins later, or leaves */
    MAY_START,      /* a draft in a group */
    MAY_ANSWER,     /* bundle and answer signals */
    MAY_RUN,        /* a meeting */
    MAY_ADMINISTER, /* accounts, groups, roles, settings */
    MAY__COUNT
};

struct policy_object {
    enum policy_kind kind;
    enum stage stage;     /* ON_PRACTICE */
    bool numbered;        /* has been visible outside its group */
    bool was_public;      /* was adopted while reading was public: then gone, not hidden */
    bool reading_public;  /* the network's setting `reading` */
    bool author;          /* the actor wrote in this line since its last adoption */
    bool concept;         /* ON_POSITION: not given yet, the own board's alone */
    bool outcome_known;   /* ON_POSITION: the round has an outcome */
    const char *practice; /* for one-time links */
    const char *group, *organisation, *location, *person;
};

enum policy_answer { POLICY_HIDE = 0, POLICY_FORBID, POLICY_GONE, POLICY_ALLOW };

enum policy_answer policy_may(const struct actor *actor, enum policy_action action, const struct policy_object *object);

/* ---- For search: who can find a line at this stage (design section 3 rule 4) ---- */

enum policy_audience { AUDIENCE_NONE, AUDIENCE_GROUP, AUDIENCE_MEMBERS, AUDIENCE_ADOPTED };

enum policy_audience policy_audience(enum stage stage, bool numbered);

/* ---- For the golden table and `kb routes`: the rows as text, one per line; returns false past the last ---- */
bool policy_row(size_t n, char *out, size_t room);

#ifdef __cplusplus
}
#endif
#endif
