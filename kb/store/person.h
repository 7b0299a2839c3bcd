/* person.h - people and the roles they hold.
 *
 * A role is held *within* something: an organisation, a working group, a location, or the whole network. What a role
 * allows is said in kb/domain/policy.h; here it is a slug. People are disabled, or erased (register.h), and never
 * deleted: the log names their id.
 */
#ifndef KB_STORE_PERSON_H
#define KB_STORE_PERSON_H

#include "kb/base/arena.h"
#include "kb/base/clock.h"
#include "kb/base/err.h"

#ifdef __cplusplus
extern "C" {
#endif

struct store;

struct store_person {
    const char *id;
    const char *sign_in;        /* name or e-mail address, as typed */
    const char *sign_in_folded; /* the same, folded by the caller; unique */
    const char *name;
    const char *password_hash; /* NULL: cannot sign in by password */
    kb_time disabled;          /* since when; 0: open */
    kb_time created;
    kb_time erased; /* since when a "voormalig deelnemer" (register.h); 0: somebody */
};

struct store_persons {
    struct store_person *at;
    size_t n;
};

MUST_CHECK err_code store_person_get(struct store *s, const char *id, arena *a, struct store_person *out, kb_err *err);
MUST_CHECK err_code store_person_by_sign_in(struct store *s, const char *folded, arena *a, struct store_person *out,
                                            kb_err *err);

/* By name, then id; the page after (after_name, after_id), "" and "" for the first. limit 1..1,000. */
MUST_CHECK err_code store_person_list(struct store *s, const char *after_name, const char *after_id, int limit,
                                      arena *a, struct store_persons *out, kb_err *err);

/* ERR_CONFLICT when the folded name to sign in with exists. */
MUST_CHECK err_code store_person_add(struct store *s, const struct store_person *person, kb_err *err);

/* Writes sign-in names and name over the old ones. */
MUST_CHECK err_code store_person_rename(struct store *s, const struct store_person *person, kb_err *err);
MUST_CHECK err_code store_person_password(struct store *s, const char *id, const char *hash_or_null, kb_err *err);

/* disabled: since when; 0 opens the account again. Disabling ends all sessions of the person. */
MUST_CHECK err_code store_person_disable(struct store *s, const char *id, kb_time disabled, kb_err *err);

enum store_scope { STORE_ORGANISATION, STORE_GROUP, STORE_LOCATION, STORE_NETWORK, STORE_SCOPE__COUNT };

struct store_grant {
    const char *person;
    const char *role; /* slug */
    enum store_scope kind;
    const char *scope; /* id of the organisation or group, slug of the location, "" for the network */
    kb_time created;
    const char *granted_by; /* id of a person, or "system" */
};

struct store_grants {
    struct store_grant *at;
    size_t n;
};

/* Everything one person may be. */
MUST_CHECK err_code store_grants_of(struct store *s, const char *person, arena *a, struct store_grants *out,
                                    kb_err *err);

struct store_ids {
    const char **at;
    size_t n;
};

/* Open accounts that hold one of these roles (slugs, at most STORE_ROLES_MAX) within this one organisation, group,
 * location or the network: all of them, each once. */
enum { STORE_ROLES_MAX = 3 };
MUST_CHECK err_code store_people_holding(struct store *s, const char *const *roles, size_t n, enum store_scope kind,
                                         const char *scope, arena *a, struct store_ids *out, kb_err *err);

/* Giving what is held already changes nothing. */
MUST_CHECK err_code store_grant_add(struct store *s, const struct store_grant *grant, kb_err *err);

/* ERR_NOT_FOUND when it was not held. */
MUST_CHECK err_code store_grant_remove(struct store *s, const struct store_grant *grant, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
