/* page_sso.h - inside the pages for signing in at the identity provider of the organisations.
 *
 *     GET  /inloggen/organisatie          asks the provider: 303 to it, with state, nonce and challenge
 *     GET  /inloggen/organisatie/terug    where the browser comes back: a form with the answer, that sends itself
 *     POST /inloggen/organisatie/terug    trades the code, checks the token, signs in
 *
 * The way back has two steps so that no GET changes anything: the second is a form of ours, with our Origin. What
 * begins with a form (linking, a one-time link, a form that waits) puts its aim into the cookie and shows a page that
 * goes on to the first address by itself: our policy lets no form end up at another host.
 */
#ifndef KB_HTTP_PAGE_SSO_H
#define KB_HTTP_PAGE_SSO_H

#include "kb/http/page_sign_in.h"
#include "kb/http/sso_way.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ERR_NOT_FOUND when no provider is set: then none of these addresses exists. */
MUST_CHECK err_code sso_need(const kb_req *req, kb_err *err);

/* The page that goes on by itself, to `place`. */
MUST_CHECK err_code sso_go_on(kb_req *req, kb_res *res, const char *place, kb_err *err);

/* Puts the aim into the cookie and goes on to the provider. */
MUST_CHECK err_code sso_set_out(kb_req *req, kb_res *res, struct sso_way *way, kb_err *err);

/* Hands the failure of a conversation on: the log hears the cause, the reader one of our reasons. */
MUST_CHECK err_code sso_failed(const kb_req *req, err_code code, const kb_err *said, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
