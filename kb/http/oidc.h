/* oidc.h - the conversation with the one identity provider that the settings name (OpenID Connect Core, Discovery,
 * RP-Initiated Logout and Back-Channel Logout 1.0): where it is to be asked, its keys, a code for a token. What a token
 * is worth is oidc_token.h's word.
 *
 * Everything here may wait for the other machine: it runs where routes with RUN_TALKER do. What the provider says of
 * itself is kept for an hour. Its keys are read again when a token names one that is not among them, but not more often
 * than once in half a minute, so that nobody can make us ask on and on; a provider that is away is not asked again for
 * ten seconds. Safe to call from several threads.
 */
#ifndef KB_HTTP_OIDC_H
#define KB_HTTP_OIDC_H

#include "kb/base/clock.h"
#include "kb/http/oidc_token.h"

#ifdef __cplusplus
extern "C" {
#endif

struct oidc;

struct oidc_config {
    const char *issuer, *client;
    const char *secret; /* "": a client without one, by PKCE alone */
    const char *scope;  /* "openid profile email" */
    const char *groups; /* name of the claim with groups */
};

/* Borrows the config. ERR_INVALID when the issuer is no address that may be asked. Asks nothing yet. */
MUST_CHECK err_code oidc_new(struct oidc **out, const struct oidc_config *config, kb_err *err);
void oidc_free(struct oidc *o); /* NULL is allowed */

const char *oidc_issuer(const struct oidc *o);

/* What is sent along with a person, and kept until they come back. `back` is our own address they come back to. */
struct oidc_question {
    text state, nonce, verifier;
    const char *back;
    bool again; /* they must prove anew who they are */
};

/* ERR_IO when the provider is away, or when what it says of itself is not to be used. */
MUST_CHECK err_code oidc_sign_in_url(struct oidc *o, const struct oidc_question *q, arena *a, const char **url,
                                     kb_err *err);

/* "" when the provider has no such place. */
MUST_CHECK err_code oidc_sign_out_url(struct oidc *o, const char *back, arena *a, const char **url, kb_err *err);

/* Trades the code for an ID token. ERR_RULE when the provider refuses it: it was used, or is not ours. */
MUST_CHECK err_code oidc_exchange(struct oidc *o, text code, const struct oidc_question *q, arena *a, text *token,
                                  kb_err *err);

/* Checks against the provider's keys; issuer, client and groups are filled in. ERR_FORBIDDEN names the refusal as
 * cause.
 */
typedef enum oidc_refusal oidc_check(text token, text keys, const struct oidc_expect *expect, arena *a,
                                     struct oidc_claims *out);
MUST_CHECK err_code oidc_claims_of(struct oidc *o, oidc_check *check, text token, struct oidc_expect expect, arena *a,
                                   struct oidc_claims *out, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
