/* reply__internal.h - inside kb/http: an answer as it goes on the wire, made from what a page said.
 *
 * Here and nowhere else are added: the security headers, Cache-Control, Vary, ETag and 304, the content encoding.
 */
#ifndef KB_HTTP_REPLY__INTERNAL_H
#define KB_HTTP_REPLY__INTERNAL_H

#include "kb/http/core__internal.h"

enum { REPLY_HEADERS_MAX = 32 };

struct reply {
    int status;
    struct res_header headers[REPLY_HEADERS_MAX];
    size_t n_headers;
    struct blob *body; /* owned: one reference; NULL for no body */
    bool close;
    bool same_for_all; /* status, headers and body are those of everybody who gets this kept page */
};

/* Takes the body out of res. ERR_NOMEM leaves a bare 503 in out. */
void reply_make(struct http_core *core, const kb_req *req, kb_res *res, struct reply *out);

/* An answer from a kept page; takes over the reference. Without X-Request-Id: it is made once, for many requests. */
void reply_from_page(const kb_req *req, struct blob *page, struct reply *out);

void reply_release(struct reply *reply);

/* Kept signed-out pages (ROUTE_CACHED). find returns a reference to a page that is still true, or NULL; keep stores the
 * reply's body when it may be kept. epoch: asked before the page was made. */
bool page_may_be_kept(const struct http_core *core, const kb_req *req);
struct blob *page_find(struct http_core *core, const kb_req *req, int64_t epoch);
void page_keep(struct http_core *core, const kb_req *req, const kb_res *res, const struct reply *reply, int64_t epoch);

#endif
