/* outside.h - what the settings say of the world outside: where kb listens, the mail server, the identity provider.
 *
 * Taken and judged here for kb serve, which needs it, and for kb doctor, which says beforehand what serve would refuse.
 * Nothing is asked of another machine.
 */
#ifndef KB_CLI_OUTSIDE_H
#define KB_CLI_OUTSIDE_H

#include "kb/cli/settings.h"
#include "kb/http/oidc.h"
#include "kb/service/sso.h"

/* Only this machine can reach it: a loopback address or a unix socket. */
bool outside_is_local(const struct settings *s);

/* The password for the mail server, "" without one; nothing to do without a mail server. ERR_INVALID says what is
 * missing or which file cannot be read. */
MUST_CHECK err_code outside_mail(const struct settings *s, arena *a, const char **password, kb_err *err);

/* The identity provider, and which of its groups give which role; *out is NULL without one. ERR_INVALID as above. */
MUST_CHECK err_code outside_provider(const struct settings *s, arena *a, struct oidc **out,
                                     struct svc_group_roles *roles, kb_err *err);

#endif
