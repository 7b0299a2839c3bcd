/* policy.h - who may see and do what. One function decides: policy_may (design section 3).
 *
 * It answers from ONE table (policy.c) with the columns of section 3: anonymous, participant, working group, lead,
 * editor, board people, coordinator, steering group, administrator, and the two kinds of one-time link. What no row
 * allows is denied: a forgotten row, role, kind or action never opens a door. The zero of every enum here denies.
 *
 * An actor holds roles *within* something: a lead is lead of one group and a participant elsewhere. So the question is
 * always about one object, and the object brings the facts that matter: its stage, its group, its location.
 *
 * Four answers:
 *   POLICY_ALLOW
 *   POLICY_FORBID  visible, but not yours to do                         403
 *   POLICY_HIDE    not yours to know: as if there were no such thing    404, byte for byte
 *   POLICY_GONE    was public once, and the public may know it ended    410
 *
 * Pure: actor and object are filled by the caller, in the transaction that reads or writes the data.
 */
#ifndef KB_DOMAIN_POLICY_H
#define KB_DOMAIN_POLICY_H

#include "kb/base/err.h"
#include "kb/domain/practice.h"
#include "kb/domain/stage.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Roles ---- */

enum role {
    ROLE_NONE,
    ROLE_PARTICIPANT, /* of an organisation or location, or of the network */
    ROLE_MEMBER,      /* of a working group */
    ROLE_LEAD,
    ROLE_SECOND_LEAD,
    ROLE_READER,      /* one-time link to one practice ("meelezer") */
    ROLE_COORDINATOR, /* of a location */
    ROLE_EDITOR,
    ROLE_BOARD, /* member of the board of one organisation */
    ROLE_DEPUTY,
    ROLE_SECRETARY,
    ROLE_MANDATED, /* may give the position between meetings */
    ROLE_STEERING,
    ROLE_CHECKER, /* one-time link to one revision */
    ROLE_ADMINISTRATOR,
    ROLE__COUNT
};

/* Within what a role is held. Editor, steering and administrator are of the whole network, also when they are held
 * within their organisation. */
enum scope {
    SCOPE_NONE,
    SCOPE_NETWORK,
    SCOPE_ORGANISATION,
    SCOPE_GROUP,
    SCOPE_LOCATION,
    SCOPE_PRACTICE,
    SCOPE_REVISION,
    SCOPE__COUNT
};

const char *policy_role_slug(enum role r); /* "second-lead"; "" for none */
bool policy_role_from_slug(text slug, enum role *r);

/* Can this role be held within that? A grant that does not fit gives nothing. */
bool policy_role_fits(enum role r, enum scope s);

/* ---- Who asks ---- */

struct actor_grant {
    enum role role;
    enum scope scope;
    const char *id; /* of the organisation, group, location, practice or revision; "" for the network */
};

/* All zero is the anonymous reader. Everything is borrowed. */
struct actor {
    const char *person; /* id; NULL: anonymous, or a one-time link, or the system */
    const struct actor_grant *grants;
    size_t n_grants;
    bool disabled; /* closed account: has no role any more */
    bool system;   /* the command line and the clocks; no person */
};

/* Does the actor hold this role anywhere? For menus and the outer door of a route, never instead of policy_may. */
bool actor_holds(const struct actor *a, enum role r);

/* ---- About what ---- */

enum policy_kind {
    OBJECT_NONE,
    OBJECT_PRACTICE,     /* one line of one practice */
    OBJECT_GROUP,        /* working group */
    OBJECT_ORGANISATION, /* partner or member */
    OBJECT_LOCATION,
    OBJECT_VOCABULARY,  /* legal fields, abbreviations, synonyms: what editors keep */
    OBJECT_ANSWER_TEXT, /* what editors write often, kept to use again */
    OBJECT_PERSON,
    OBJECT_SETTINGS,
    OBJECT_NETWORK, /* the installation as a whole: log, import, export, backup, index */
    OBJECT_CONTACT,
    OBJECT_DUTY,
    OBJECT_SIGNAL,
    OBJECT_CONSULT,
    OBJECT_MEETING,
    POLICY_KIND__COUNT
};

/* What is asked about. Set what the kind has; the rest stays zero, which never opens anything. */
struct policy_object {
    enum policy_kind kind;

    /* of a practice: the line that is meant */
    enum stage stage;
    enum practice_line line;
    bool numbered;          /* has a number: others than its writers have seen it */
    bool was_public;        /* was once adopted while reading was public */
    bool reading_public;    /* the setting `reading` */
    bool round_has_outcome; /* its last round has ended */
    bool by_actor;          /* the actor saved content into this line since the last adoption */
    const char *id;         /* of the practice */
    const char *revision;   /* that is asked for */

    const char *group;        /* id: that writes the practice; the group itself */
    const char *organisation; /* id: whose position is meant; the organisation itself */
    const char *location;     /* slug: of contact, duty, signal, consult, meeting; the location itself */
    const char *person;       /* id: who made the signal or consult; the person itself */
};

/* ---- Doing what ---- */

enum policy_action {
    ACT_NONE,
    ACT_READ,
    /* writing */
    ACT_WRITE,   /* the working copy; a contact, duty, signal, person, ... */
    ACT_PUBLISH, /* make a revision of the working copy */
    ACT_START,   /* begin a draft in a group */
    ACT_PLACE,   /* kind, legal fields, locations */
    ACT_SUBMIT,
    ACT_WITHDRAW,
    ACT_REVISE,  /* begin a new revision of an adopted text */
    ACT_INVITE,  /* people into one's own group, organisation or location; a reader of a draft */
    ACT_APPOINT, /* a second lead, in a group that has gone without one too long */
    /* reading along */
    ACT_REMARK,
    ACT_USE,
    ACT_EXPERIENCE,
    ACT_FLAG, /* "klopt niet meer" */
    /* editors */
    ACT_EDIT,  /* the editor's work that is not passing: return, merge, not take up, correct, confirm, answer */
    ACT_PASS,  /* upward: accept, recommend, open a round, confirm an adoption. Never on what one wrote */
    ACT_FORCE, /* passing what one wrote: possible for an editor, flagged for good */
    ACT_CHECK, /* the check by somebody of the field */
    ACT_MANAGE_ROUND,
    /* boards */
    ACT_SEE_POSITIONS,
    ACT_SEE_CONCEPT,   /* the position that is being prepared, of one organisation */
    ACT_TAKE_POSITION, /* of one organisation */
    ACT_ASK_ROUND,     /* move a light round to consent; ask a round about an import */
    ACT_JOIN,          /* join an adopted practice later, or leave it with a reason. Never what one wrote */
    ACT_NOTE,          /* a note for one's own people beside it, how far its plan is: decides nothing */
    ACT_STEER,
    /* the chain */
    ACT_SEE_PERSON, /* who made the signal or consult */
    ACT_BUNDLE,
    ACT_ANSWER,
    ACT_RUN, /* a meeting */
    /* the installation */
    ACT_GRANT,      /* give and take roles */
    ACT_DISABLE,    /* close an account */
    ACT_ERASE,      /* what is held about a person, for good */
    ACT_IMPORT,     /* take texts in; binds nobody until an editor confirms */
    ACT_EXPORT,     /* everything at once */
    ACT_ADMINISTER, /* log, backup, index */
    POLICY_ACTION__COUNT
};

const char *policy_action_slug(enum policy_action a);

/* ---- The answer ---- */

enum policy_answer { POLICY_HIDE, POLICY_GONE, POLICY_FORBID, POLICY_ALLOW, POLICY_ANSWER__COUNT };

enum policy_answer policy_may(const struct actor *actor, enum policy_action action, const struct policy_object *object);

/* The same as an error: OK, ERR_FORBIDDEN, ERR_NOT_FOUND or ERR_GONE. */
MUST_CHECK err_code policy_check(const struct actor *actor, enum policy_action action,
                                 const struct policy_object *object, kb_err *err);

/* Just reading: true for POLICY_ALLOW. */
bool policy_may_read(const struct actor *actor, const struct policy_object *object);

/* Which of the people of stage.h the actor is for this practice: bits STAGE_BY_x. */
unsigned policy_who(const struct actor *actor, const struct policy_object *object);

/* Which action a move of stage.h is, when one of these people makes it; ACT_NONE when nobody of them does. */
enum policy_action policy_action_of(enum stage_move move, unsigned who);

/* The stage as this actor is told it (stage_told), for sentences, filters and counts. */
enum stage policy_stage_told(const struct actor *actor, const struct policy_object *object);

/* ---- Which index ---- */

/* The three audiences of search: a text stands in one of them, by line and stage. Each hit is asked again with
 * policy_may: the index is a first sieve. */
enum policy_audience {
    AUDIENCE_NONE,    /* in no index */
    AUDIENCE_ADOPTED, /* what the public may read, when reading is public */
    AUDIENCE_MEMBERS, /* what every participant may read */
    AUDIENCE_GROUPS,  /* what only its working group (and perhaps an editor) may read */
    POLICY_AUDIENCE__COUNT
};

enum policy_audience policy_audience(enum practice_line line, enum stage stage, bool numbered);

#ifdef __cplusplus
}
#endif
#endif
