/* sso.h - signing in at the identity provider of the organisations (sso.c).
 *
 * Issuer and subject are the key. The two are linked once, by somebody who is signed in or who holds a one-time link;
 * a mail address or a name that is the same never links anything. */
#ifndef KB_SERVICE_SSO_H
#define KB_SERVICE_SSO_H

#include "kb/service/svc.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What the provider says of somebody, after the token was checked. */
struct svc_identity {
    const char *issuer;
    text subject, name, sign_in; /* the last two: for an account that is made now */
    const text *groups;
    size_t n_groups;
};

/* A refusal speaks of field "sso": "sso-unknown" (ERR_FORBIDDEN: nobody's, or of a closed account), "sso-taken" (of
 * somebody else), "sso-other" (this account is linked to another one there), "sso-name" (a new account cannot have this
 * sign-in name). */
MUST_CHECK err_code svc_sso_person(struct svc *svc, const struct svc_identity *who, const char **person, kb_err *err);

/* Links the actor. */
MUST_CHECK err_code svc_sso_link(struct svc *svc, const struct svc_identity *who, kb_err *err);
MUST_CHECK err_code svc_sso_unlink(struct svc *svc, const char *issuer, kb_err *err);

/* Uses a one-time link: a "password" link links its person, an invitation makes an account or adds to the one there is.
 * ERR_GONE as svc_link_look. */
MUST_CHECK err_code svc_sso_use(struct svc *svc, text token, const struct svc_identity *who, const char **person,
                                kb_err *err);

/* ERR_CONFLICT ("sso-way") when the answer to this question was taken before. */
MUST_CHECK err_code svc_sso_once(struct svc *svc, text state, kb_err *err);

/* A form whose session had ended waits here, sealed by the caller, while its person is away at the provider: a quarter
 * of an hour, at most 100 of them, so that strangers fill no disk. When there is no room, the oldest form goes of the
 * place from which most came; never one of a place that has no more than this one, so that a flood from one place takes
 * nothing from another. ERR_BUSY when every place has as few. `place`: the bytes of where it comes from (caller.h).
 * Taken once; "" when it is not there. */
enum { SVC_FORM_MAX = 128 * 1024, SVC_FORMS_MAX = 100 };
MUST_CHECK err_code svc_form_keep(struct svc *svc, text place, text sealed, char token[SVC_LINK_TOKEN_BYTES],
                                  kb_err *err);
MUST_CHECK err_code svc_form_take(struct svc *svc, text token, text *sealed, kb_err *err);

/* How the actor is linked. Unlinking ends the sessions that were begun at the provider, this one too. `only`: there is
 * no password, so unlinking would lock them out (ERR_RULE). */
struct svc_sso {
    bool linked, only;
    kb_time since;
};
MUST_CHECK err_code svc_sso(struct svc *svc, const char *issuer, struct svc_sso *out, kb_err *err);

/* Which group gives which role, from a file of lines "group = role@kind:slug" (the network has no slug). */
struct svc_group_role {
    text group, role, scope_kind, scope;
};
struct svc_group_roles {
    struct svc_group_role *at;
    size_t n;
};
/* ERR_INVALID names the line. Everything lives in the arena. */
MUST_CHECK err_code svc_group_roles_read(text file, arena *a, struct svc_group_roles *out, kb_err *err);

/* What the groups give is given, and what they gave before and give no more is taken; what an administrator gave stays,
 * and so does the last administrator. A line whose place is not there (any more) gives nothing. */
MUST_CHECK err_code svc_sso_roles(struct svc *svc, const char *person, const struct svc_identity *who,
                                  const struct svc_group_roles *table, kb_err *err);

/* The same of somebody, by an administrator: *since is when they were linked, 0 when they are not. Who has no password
 * is unlinked as well: a link for a password lets them in again. */
MUST_CHECK err_code svc_sso_of(struct svc *svc, text person, const char *issuer, kb_time *since, kb_err *err);
MUST_CHECK err_code svc_sso_unlink_of(struct svc *svc, text person, const char *issuer, kb_err *err);

/* The session at the provider as it is kept: its hash. */
enum { SVC_SSO_BYTES = 65 };
void svc_sso_session(text sid, char out[SVC_SSO_BYTES]);

/* The provider says that sessions ended: one (sid), or all that this person began there (sid ""). `token` is the id of
 * what it sent: it counts once. Who is not known here has none. */
MUST_CHECK err_code svc_sso_end(struct svc *svc, const struct svc_identity *who, text sid, text token, kb_err *err);

/* A one-time link: the token is for the address, only its hash is kept. Purposes: "first-administrator", "password";
 * svc_reset makes those of a forgotten password. */
MUST_CHECK err_code svc_link_make(struct svc *svc, const char *purpose, const char *person_or_null,
                                  char token[SVC_LINK_TOKEN_BYTES], kb_err *err);
MUST_CHECK err_code svc_link_look(struct svc *svc, text token, struct store_link *out, kb_err *err);

/* Whom a link for one person is for: the holder may know it. Give what svc_link_look gave, with a person. */
MUST_CHECK err_code svc_link_person(struct svc *svc, const struct store_link *link, const char **name,
                                    const char **sign_in, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
