/* people.h - people and their roles (people.c). */
#ifndef KB_SERVICE_PEOPLE_H
#define KB_SERVICE_PEOPLE_H

#include "kb/service/svc.h"

#ifdef __cplusplus
extern "C" {
#endif

struct svc_role {
    enum role role;
    enum store_scope kind;
    const char *scope, *scope_name; /* id or slug, and as shown */
};
struct svc_person {
    struct store_person row; /* without the password hash */
    const struct svc_role *roles;
    size_t n_roles;
};
struct svc_persons {
    const struct svc_person *at;
    size_t n;
};
MUST_CHECK err_code svc_people(struct svc *svc, struct svc_persons *out, kb_err *err);
MUST_CHECK err_code svc_person(struct svc *svc, text id, struct svc_person *out, kb_err *err);

/* By the name one signs in with; for administration. */
MUST_CHECK err_code svc_person_by_sign_in(struct svc *svc, text sign_in, struct store_person *out, kb_err *err);

/* Adds a person (id ""), or changes name and sign-in name. */
struct svc_person_put {
    text id, sign_in, name;
};
MUST_CHECK err_code svc_person_put(struct svc *svc, const struct svc_person_put *in, const char **id, kb_err *err);
MUST_CHECK err_code svc_person_disable(struct svc *svc, text id, bool disabled, kb_err *err);

/* Is there an open account that administers? */
MUST_CHECK err_code svc_has_administrator(struct svc *svc, bool *out, kb_err *err);

/* "organisation", "group", "location", "network". */
const char *svc_scope_slug(enum store_scope kind);

/* Gives or takes a role. `scope` is the slug of the organisation, group or location; "" for the network. */
struct svc_role_put {
    text person, role, scope_kind, scope;
    bool take;
};
MUST_CHECK err_code svc_role_put(struct svc *svc, const struct svc_role_put *in, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
