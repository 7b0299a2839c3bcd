/* identity.h - who somebody is at the identity provider: issuer and subject are the key, as the provider never gives
 * the same subject to another. A mail address or a name is none: those change hands. */
#ifndef KB_STORE_IDENTITY_H
#define KB_STORE_IDENTITY_H

#include "kb/base/arena.h"
#include "kb/base/clock.h"
#include "kb/base/err.h"

#ifdef __cplusplus
extern "C" {
#endif

struct store;

struct store_identity {
    const char *issuer, *subject;
    const char *person; /* id */
    kb_time created;
};

/* ERR_NOT_FOUND when nobody is linked to it; of a person: when they have none at this issuer. */
MUST_CHECK err_code store_identity_get(struct store *s, const char *issuer, const char *subject, arena *a,
                                       struct store_identity *out, kb_err *err);
MUST_CHECK err_code store_identity_of(struct store *s, const char *issuer, const char *person, arena *a,
                                      struct store_identity *out, kb_err *err);

/* All of one person, for an export. */
struct store_identities {
    struct store_identity *at;
    size_t n;
};
MUST_CHECK err_code store_identity_whole(struct store *s, const char *person, arena *a, struct store_identities *out,
                                         kb_err *err);

/* Is this person linked to anybody, at whichever issuer? */
MUST_CHECK err_code store_identity_any(struct store *s, const char *person, bool *out, kb_err *err);

/* ERR_CONFLICT when one of the two is linked already. */
MUST_CHECK err_code store_identity_add(struct store *s, const struct store_identity *row, kb_err *err);

/* Removing what is not there is fine. */
MUST_CHECK err_code store_identity_remove(struct store *s, const char *issuer, const char *person, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
