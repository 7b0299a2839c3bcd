#include "kb/http/problem.h"

#include "content/views.h"
#include "kb/base/cleanup.h"
#include "kb/http/page.h"

#include <jansson.h>

enum { RETRY_BUSY_S = 2, RETRY_BROKEN_S = 10 };

static json_t *items_json(const kb_err *err)
{
    json_t *list = json_array();
    for (size_t i = 0; list && i < err->n_items; i++)
        json_array_append_new(list, json_pack("{s:s, s:s}", "field", err->items[i].field, "reason",
                                              err->items[i].reason ? err->items[i].reason : "other"));
    return list;
}

static void fill_json(const kb_req *req, kb_res *res, const kb_err *err)
{
    char type[96];
    snprintf(type, sizeof type, "/problemen/%s", err_slug(err->code));
    json_t *doc = json_pack("{s:s, s:s, s:i, s:s}", "type", type, "title", err_title(err->code), "status", res->status,
                            "instance", req->id);
    if (doc && err->n_items) json_object_set_new(doc, "errors", items_json(err));
    _cleanup_(free_p)
    char *bytes = doc ? json_dumps(doc, JSON_COMPACT) : NULL;
    json_decref(doc);
    res->content_type = "application/problem+json";
    buf_str(&res->body, bytes ? bytes : "{}");
}

static void fill_html(const kb_req *req, kb_res *res, const kb_err *err)
{
    struct view_env env = page_env(req);
    res->content_type = "text/html; charset=utf-8";
    view_error_page(&res->body, &env, req->arena, err);
    if (!res->body.failed) return;
    buf_release(&res->body);
    res->content_type = "text/plain; charset=utf-8";
    buf_str(&res->body, err_title(err->code));
}

static int retry_after(const kb_req *req, const kb_err *err, int status)
{
    if (err->code == ERR_TOO_MANY) return req->wait;
    if (err->code == ERR_BUSY || err->code == ERR_NOMEM) return RETRY_BUSY_S;
    return status == 503 || status == 507 ? RETRY_BROKEN_S : 0;
}

/* What a program is told of its token: RFC 6750, section 3. */
static void say_of_token(kb_res *res, const kb_err *err)
{
    if (err->code == ERR_TOKEN) res_header(res, "WWW-Authenticate", "Bearer error=\"invalid_token\"");
    if (err->code == ERR_SCOPE) res_header(res, "WWW-Authenticate", "Bearer error=\"insufficient_scope\"");
}

/* Behind the address of a one-time link it is the link that is gone, and not a text. */
static bool is_link(const kb_req *req, const kb_err *err)
{
    return err->code == ERR_GONE && req_param(req, "token").len;
}

void problem_fill(const kb_req *req, kb_res *res, const kb_err *err, int status)
{
    kb_err link_gone = *err;
    link_gone.code = ERR_LINK;
    if (is_link(req, err)) err = &link_gone;
    buf_release(&res->body);
    bool close = res->close;
    *res = (kb_res){.status = status ? status : err_http_status(err->code),
                    .body = buf_new(RES_BODY_MAX),
                    .cache = RES_CACHE_NONE,
                    .close = close,
                    .arena = req->arena};
    res->retry_after = retry_after(req, err, res->status);
    say_of_token(res, err);
    if (req->wants_json)
        fill_json(req, res, err);
    else
        fill_html(req, res, err);
}
