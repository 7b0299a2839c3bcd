/* oidc_token.h - is this token what it says it is? Reads what an identity provider signed: the ID token of a sign-in
 * (OpenID Connect Core 1.0, section 3.1.3.7) and the token that ends one (Back-Channel Logout 1.0, section 2.6).
 *
 * Pure: token, keys, what is expected and the time go in; claims or a named refusal come out. Nothing is fetched. Keys
 * come from the set that is handed in and never from the token, whatever its header offers (jwk, jku, x5c, x5u). Only
 * RS256, PS256 and ES256 count, with a key of the kind that the algorithm asks for: `none` has no key at all, and the
 * key of HS256 would be the public one, which everybody has. The one place that knows librhonabwy.
 */
#ifndef KB_HTTP_OIDC_TOKEN_H
#define KB_HTTP_OIDC_TOKEN_H

#include "kb/base/arena.h"
#include "kb/base/clock.h"
#include "kb/base/err.h"
#include "kb/base/text.h"

#ifdef __cplusplus
extern "C" {
#endif

/*    name                in the log */
#define OIDC_REFUSALS(X)                                                                                               \
    X(OIDC_MALFORMED, "malformed")     /* no token, or one that two readers could understand differently */            \
    X(OIDC_ALGORITHM, "algorithm")     /* not one of the three */                                                      \
    X(OIDC_UNKNOWN_KEY, "unknown-key") /* none of the keys is the one it names */                                      \
    X(OIDC_SIGNATURE, "signature")                                                                                     \
    X(OIDC_ISSUER, "issuer")                                                                                           \
    X(OIDC_AUDIENCE, "audience") /* meant for another program */                                                       \
    X(OIDC_EXPIRED, "expired")                                                                                         \
    X(OIDC_EARLY, "early") /* made in the future */                                                                    \
    X(OIDC_NONCE, "nonce") /* not the answer to our question */                                                        \
    X(OIDC_SUBJECT, "subject")                                                                                         \
    X(OIDC_STALE, "stale") /* who it speaks of signed in too long ago */                                               \
    X(OIDC_EVENT, "event") /* not the kind of token that was asked for */

enum oidc_refusal {
    OIDC_GOOD = 0,
#define X(name, slug) name,
    OIDC_REFUSALS(X)
#undef X
        OIDC__COUNT
};

enum { OIDC_TOKEN_MAX = 16 * 1024, OIDC_KEYS_MAX = 64 * 1024, OIDC_LIST_MAX = 200 };

struct oidc_expect {
    const char *issuer, *client;
    text nonce;         /* of the ID token; a logout token has none */
    kb_time now;        /* clocks may differ by a minute */
    kb_time since;      /* the sign-in must not be older than this; 0: any will do */
    const char *groups; /* name of the claim with groups; "" for none */
};

struct oidc_list {
    text *at;
    size_t n;
};

/* In the arena; "" for what it does not say. */
struct oidc_claims {
    text subject, sid, id;       /* sid: of the session at the provider; id: of the token itself (jti) */
    text name, email, user_name; /* email only when the provider did not say that it is not verified */
    kb_time signed_in;           /* when they proved who they are (auth_time); 0 */
    text acr;
    struct oidc_list amr, groups;
};

/* Once per process, before any thread; ERR_INTERNAL when the library cannot start. */
MUST_CHECK err_code oidc_token_init(kb_err *err);

/* `keys` is the provider's set (RFC 7517) as JSON. On a refusal *out holds nothing. */
MUST_CHECK enum oidc_refusal oidc_id_token(text token, text keys, const struct oidc_expect *expect, arena *a,
                                           struct oidc_claims *out);
MUST_CHECK enum oidc_refusal oidc_logout_token(text token, text keys, const struct oidc_expect *expect, arena *a,
                                               struct oidc_claims *out);

/* "unknown-key"; "good". */
const char *oidc_refusal_slug(enum oidc_refusal refusal);

#ifdef __cplusplus
}
#endif
#endif
