/* The routes every server has: is it alive, is it ready, and the files that pages need. */
#include "content/assets.h"
#include "kb/http/encode.h"
#include "kb/http/ops__internal.h"
#include "kb/http/page.h"

/* Alive: the process answers. Nothing is asked of the store. */
static err_code ops_healthz(kb_req *req, kb_res *res, kb_err *err)
{
    (void)req;
    res->cache = RES_CACHE_NONE;
    res_text(res, 200, "ok\n");
    return page_done(res, err);
}

/* Ready: store and index can be used. A balancer takes us out while this is 503. */
static err_code ops_readyz(kb_req *req, kb_res *res, kb_err *err)
{
    struct http_health health = ops_health(req);
    res->cache = RES_CACHE_NONE;
    if (health.ready)
        res_text(res, 200, "ready\n");
    else
        res_text(res, 503, "%s\n", health.why ? health.why : "not-ready");
    return page_done(res, err);
}

/* The smallest coding that the reader takes. */
static const struct asset_body *choose_body(const kb_req *req, const struct asset *asset, const char **encoding)
{
    enum encoding e = encoding_choose(req->accept_encoding);
    const struct asset_body *body = e == ENCODING_BR ? &asset->br : e == ENCODING_GZIP ? &asset->gzip : NULL;
    bool coded = body && body->bytes;
    *encoding = coded ? encoding_name(e) : NULL;
    return coded ? body : &asset->identity;
}

static err_code ops_static(kb_req *req, kb_res *res, kb_err *err)
{
    const struct asset *asset = asset_find(req->path);
    if (!asset) return err_set(err, ERR_NOT_FOUND, "no such asset");
    const struct asset_body *body = choose_body(req, asset, &res->fixed_encoding);
    res->fixed = text_of((const char *)body->bytes, body->len);
    res->fixed_etag = body->etag;
    res->cache = RES_CACHE_ASSET;
    res_type(res, 200, asset->media_type);
    return OK;
}

/* clang-format off */
const struct route ops_routes[] = {
    { GET, "/healthz",       NEED_PUBLIC, RUN_READER, ops_healthz, "The process answers",              .flags = ROUTE_NO_DESK },
    { GET, "/readyz",        NEED_PUBLIC, RUN_READER, ops_readyz,  "Store and index can be used",      .flags = ROUTE_NO_DESK },
    { GET, "/static/{name}", NEED_PUBLIC, RUN_READER, ops_static,  "Style sheet, script and pictures", .flags = ROUTE_NO_DESK },
};
/* clang-format on */
const size_t ops_routes_count = sizeof ops_routes / sizeof ops_routes[0];
