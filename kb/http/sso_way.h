/* sso_way.h - somebody on the way to the identity provider and back: what we must still know when they return.
 *
 * It travels in a sealed cookie of ten minutes (sealed.h), so that an answer counts only in the browser that asked, and
 * nothing lies on the server of somebody who never comes back. One way at a time: a second one takes its place.
 */
#ifndef KB_HTTP_SSO_WAY_H
#define KB_HTTP_SSO_WAY_H

#include "kb/http/oidc.h"
#include "kb/http/request.h"
#include "kb/http/response.h"

#ifdef __cplusplus
extern "C" {
#endif

enum sso_aim {
    SSO_SIGN_IN, /* about: token of a form that waits, or "" */
    SSO_LINK,    /* about: the person who links their account */
    SSO_INVITED, /* about: token of the one-time link */
    SSO_AIM__COUNT
};

struct sso_way {
    enum sso_aim aim;
    bool again; /* they must prove anew who they are */
    kb_time begun;
    text about;
    text state, nonce, verifier; /* 256 random bits each (RFC 7636; Core 1.0, 15.5.2) */
    text next;                   /* a local place to go on to */
};

/* Draws state, nonce and verifier; the rest is the caller's. ERR_NOMEM. */
MUST_CHECK err_code sso_way_begin(const kb_req *req, struct sso_way *way, kb_err *err);

void sso_way_set(const kb_req *req, kb_res *res, const struct sso_way *way);
void sso_way_clear(const kb_req *req, kb_res *res);

/* False when there is none, it was not sealed here, or it is over. */
bool sso_way_read(const kb_req *req, struct sso_way *way);

/* Is this the answer to the question of this way? In constant time. */
bool sso_way_answers(const struct sso_way *way, text state);

/* As the provider is asked. */
struct oidc_question sso_way_question(const kb_req *req, const struct sso_way *way);

#ifdef __cplusplus
}
#endif
#endif
