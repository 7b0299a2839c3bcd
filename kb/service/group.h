/* group.h - working groups, and asking to join one (group.c, access.c). */
#ifndef KB_SERVICE_GROUP_H
#define KB_SERVICE_GROUP_H

#include "kb/service/svc.h"

#ifdef __cplusplus
extern "C" {
#endif

struct svc_group {
    struct store_group row;
    const char *location_name; /* or NULL */
    bool member;               /* the actor is */
    size_t n_members;
};
struct svc_groups {
    const struct svc_group *at;
    size_t n;
};
/* What a slug is called; NULL for what is not there or what this actor may not know. */
MUST_CHECK err_code svc_group_name(struct svc *svc, text slug, const char **out, kb_err *err);
MUST_CHECK err_code svc_groups(struct svc *svc, struct svc_groups *out, kb_err *err);

struct svc_member {
    const char *person, *name;
    enum role role;
    const char *organisation_name; /* or NULL */
    bool may_stand_in;             /* this actor may name them as second lead */
};
struct svc_members {
    struct svc_member *at;
    size_t n;
};
struct svc_group_page {
    struct svc_group group;
    struct svc_members members; /* lead, second lead, members; within that by name */
    struct svc_cards work;      /* what this actor may see of the group's texts, last touched first */
    bool may_start, may_change, may_invite;
    kb_time alone_until; /* for who may name a second lead where there is none: from when; else 0 */
    bool may_appoint;    /* that is now */
};
MUST_CHECK err_code svc_group(struct svc *svc, text slug, struct svc_group_page *out, kb_err *err);

/* Adds a group, or changes the one with this slug (`id` set). */
struct svc_group_put {
    text id, name, slug, purpose, location; /* slug "" is made from the name; location "" is none */
    bool closed;
};
MUST_CHECK err_code svc_group_put(struct svc *svc, const struct svc_group_put *in, const char **slug, kb_err *err);

/* ---- Asking to join one (access.c) ---- */

struct svc_request {
    const char *person, *name, *words;
    kb_time at;
};
struct svc_requests {
    const struct svc_request *at; /* for who may let people in; else none */
    size_t n;
    bool mine;    /* the actor asked and waits for an answer */
    bool may_ask; /* in no way in it yet */
};
MUST_CHECK err_code svc_group_requests(struct svc *svc, text group, struct svc_requests *out, kb_err *err);
/* Anybody of the network asks, once; lead or second lead answers. `group` is the slug; words may be "". */
MUST_CHECK err_code svc_group_ask(struct svc *svc, text group, text words, kb_err *err);
MUST_CHECK err_code svc_group_answer(struct svc *svc, text group, text person, bool accept, kb_err *err);

/* No right hangs on one person (design section 2): an editor names a member as second lead of a group that fewer than
 * two people have led for a term (14 days). ERR_RULE lists all that is missing; ERR_CONFLICT when two lead it. */
MUST_CHECK err_code svc_group_appoint(struct svc *svc, text group, text person, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
