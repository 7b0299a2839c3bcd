/* page.h - what somebody who writes a page needs; include this and the service, nothing of the server.
 *
 *     err_code page_group_show(kb_req *req, kb_res *res, kb_err *err)
 *     {
 *         struct group_card card;
 *         ERR_TRY(svc_group_get(req->store, req->actor, req_param(req, "id"), req->arena, &card, err));
 *         return page_html(res, 200, view_group(req->arena, &card), err);
 *     }
 *
 * Fetch, call one service verb, render. No SQL, no rule, no HTML string here. Return the error you got: problem.c turns
 * it into the answer (ERR_NOT_FOUND for what the actor may not know: the same bytes as for an id that does not exist).
 */
#ifndef KB_HTTP_PAGE_H
#define KB_HTTP_PAGE_H

#include "kb/http/csrf.h"
#include "kb/http/request.h"
#include "kb/http/response.h"
#include "kb/http/routes.h"
#include "kb/http/session.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The token for the hidden field `csrf` of every form that POSTs; "" when signed out (csrf.h). Masked anew per call. */
const char *page_csrf(const kb_req *req);

/* Takes the sentence left by res_flash: its msgid, or NULL. The cookie is cleared with this answer. */
const char *page_flash(const kb_req *req, kb_res *res);

/* `path?verder=<this address>`: for "log in" links that come back here. */
const char *page_sign_in_link(const kb_req *req, const char *path);

/* A `verder` value that may be followed: a local path that begins with one "/"; "/" otherwise. */
const char *page_local_target(const kb_req *req, text wish);

#ifdef __cplusplus
}
#endif
#endif
