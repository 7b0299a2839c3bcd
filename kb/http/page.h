/* page.h - what somebody who writes a page needs; include page_parts.h, which has this, the service and the views, and
 * nothing of the server.
 *
 *     err_code page_groups(kb_req *req, kb_res *res, kb_err *err)
 *     {
 *         struct page page;
 *         struct svc_groups groups;
 *         struct view_groups v = {0};
 *         ERR_TRY(page_open(&page, req, res, "werkgroepen", err));
 *         ERR_TRY(svc_groups(&page.svc, &groups, err));
 *         v.mine = group_rows(&page, &groups, true, &v.mine_count);
 *         v.others = group_rows(&page, &groups, false, &v.others_count);
 *         view_groups(&res->body, &page.env, &v);
 *         return page_close(&page, 200, err);
 *     }
 *
 * Fetch, call one service verb, render. No SQL, no rule, no HTML string here. Return the error you got: problem.c turns
 * it into the answer (ERR_NOT_FOUND for what the actor may not know: the same bytes as for an id that does not exist).
 */
#ifndef KB_HTTP_PAGE_H
#define KB_HTTP_PAGE_H

#include "content/view.h"
#include "kb/http/csrf.h"
#include "kb/http/request.h"
#include "kb/http/response.h"
#include "kb/http/routes.h"
#include "kb/http/session.h"
#include "kb/service/service.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The service on whatever store is right here: the desk's, or the writer's inside `write`. */
struct svc page_svc(const kb_req *req);

/* What every template needs to know, from the request alone. The CSRF token in it is masked anew. */
struct view_env page_env(const kb_req *req);

/* Puts the sentence that the page before left (res_flash) into env, and clears its cookie with this answer. */
void page_take_flash(const kb_req *req, kb_res *res, struct view_env *env);

/* The buffer to render an HTML page into; page_done says whether it fitted. */
struct buf *page_html(kb_res *res, int status);
MUST_CHECK err_code page_done(kb_res *res, kb_err *err);

/* `path?verder=<this address>`: for "log in" links that come back here. */
const char *page_sign_in_link(const kb_req *req, const char *path);

/* The whole address of a place of ours, as this reader came in: "https://praktijk.voorbeeld.nl/s/2026-014". */
const char *page_whole_address(const kb_req *req, const char *href);

/* A `verder` value that may be followed: a local path that begins with one "/"; "/" otherwise. */
const char *page_local_target(const kb_req *req, text wish);

#ifdef __cplusplus
}
#endif
#endif
