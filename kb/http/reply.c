#include "kb/http/reply__internal.h"

#include "kb/base/cleanup.h"
#include "kb/http/encode.h"

#include <sodium.h>
#include <stdio.h>

#define CSP                                                                                                            \
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "   \
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

/* What is no page is never one: opened by itself it may do nothing at all. */
#define CSP_FILE "default-src 'none'; frame-ancestors 'none'; sandbox"

/* On every answer of ours (design section 9), besides the policy. */
static const struct res_header security_headers[] = {
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "same-origin"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
};

static const char *const cache_control[] = {
    [RES_CACHE_NONE] = "no-store",
    [RES_CACHE_AUTO] = "no-cache",
    [RES_CACHE_REVALIDATE] = "no-cache",
    [RES_CACHE_ASSET] = "public, max-age=31536000, immutable",
};

static void put(struct reply *r, const char *name, const char *value)
{
    if (value && r->n_headers < REPLY_HEADERS_MAX) r->headers[r->n_headers++] = (struct res_header){name, value};
}

static void put_security(struct reply *r, const char *content_type)
{
    bool page = !content_type || strncmp(content_type, "text/html", 9) == 0;
    put(r, "Content-Security-Policy", page ? CSP : CSP_FILE);
    for (size_t i = 0; i < COUNT_OF(security_headers); i++) put(r, security_headers[i].name, security_headers[i].value);
}

/* What AUTO means for this answer. */
static enum res_cache cache_of(const kb_req *req, const kb_res *res)
{
    if (res->status != 200 || req->method != GET) return RES_CACHE_NONE;
    if (req_param(req, "token").len) return RES_CACHE_NONE; /* what a link in a letter opens is nobody else's */
    if (res->cache != RES_CACHE_AUTO) return res->cache;
    for (size_t i = 0; i < res->n_headers; i++)
        if (strcmp(res->headers[i].name, "Set-Cookie") == 0) return RES_CACHE_NONE;
    return req->session || req->bearer.ptr ? RES_CACHE_NONE : RES_CACHE_AUTO;
}

/* If-None-Match, by weak comparison (RFC 9110 section 13.1.2). */
static bool matches(text if_none_match, const char *etag)
{
    if (!etag[0] || !if_none_match.len) return false;
    for (text part; text_next(&if_none_match, ',', &part);) {
        part = text_trim(part);
        if (text_starts(part, TEXT("W/"))) part = text_slice(part, 2, SIZE_MAX);
        if (text_is(part, etag) || text_is(part, "*")) return true;
    }
    return false;
}

static void set_etag(struct blob *b, const unsigned char *hash)
{
    char digits[32];
    sodium_bin2base64(digits, sizeof digits, hash, 16, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    snprintf(b->etag, sizeof b->etag, "\"%s%s%s\"", digits, b->content_encoding ? "-" : "",
             b->content_encoding ? b->content_encoding : "");
}

/* Takes over `plain`; gives the same body in encoding e, or plain itself where that does not help. */
static struct blob *encode_blob(struct blob *plain, enum encoding e, bool once)
{
    size_t len = 0;
    char *bytes = encode_bytes(e, plain->bytes, plain->len, once, &len);
    struct blob *encoded = bytes ? blob_own(bytes, len) : NULL;
    if (!encoded) return plain;
    encoded->content_encoding = encoding_name(e);
    encoded->content_type = plain->content_type;
    blob_unref(plain);
    return encoded;
}

/* The same through the cache, and with an ETag. The key of encoded bytes is the hash of the plain ones and the
 * encoding. */
static struct blob *encode_kept(struct http_core *core, struct blob *plain, enum encoding e)
{
    unsigned char hash[BLOB_KEY_LEN], key[BLOB_KEY_LEN];
    crypto_generichash(hash, sizeof hash, (const unsigned char *)plain->bytes, plain->len, NULL, 0);
    memcpy(key, hash, sizeof key);
    key[BLOB_KEY_LEN - 1] ^= (unsigned char)e;
    struct blob *kept = e == ENCODING_NONE ? NULL : blob_cache_get(core->cache, key);
    if (kept) {
        blob_unref(plain);
        return kept;
    }
    struct blob *b = encode_blob(plain, e, false);
    set_etag(b, hash);
    if (e != ENCODING_NONE) blob_cache_put(core->cache, key, b);
    return b;
}

static struct blob *take_body(kb_res *res)
{
    if (!res->body.len) return blob_fixed("", 0);
    size_t len = 0;
    char *bytes = buf_take(&res->body, &len);
    return bytes ? blob_own(bytes, len) : NULL;
}

static struct blob *fixed_body(const kb_res *res)
{
    struct blob *b = blob_fixed(res->fixed.ptr, res->fixed.len);
    if (!b) return NULL;
    b->content_encoding = res->fixed_encoding;
    snprintf(b->etag, sizeof b->etag, "%s", res->fixed_etag ? res->fixed_etag : "");
    return b;
}

/* The body as it will be sent, or NULL without memory. */
static struct blob *make_body(struct http_core *core, const kb_req *req, kb_res *res, enum res_cache cache)
{
    if (res->fixed.ptr) return fixed_body(res);
    struct blob *body = take_body(res);
    if (!body) return NULL;
    enum encoding e = ENCODING_NONE;
    if (body->len >= ENCODE_LEAST && encoding_helps(res->content_type)) e = encoding_choose(req->accept_encoding);
    return cache == RES_CACHE_NONE ? encode_blob(body, e, true) : encode_kept(core, body, e);
}

static void bare_503(struct reply *out)
{
    *out = (struct reply){.status = 503, .close = true};
    put_security(out, NULL);
    put(out, "Cache-Control", "no-store");
    put(out, "Retry-After", "5");
}

static void put_body_headers(struct reply *out, const struct blob *body, const char *content_type)
{
    if (body->len) put(out, "Content-Type", content_type);
    put(out, "Content-Encoding", body->content_encoding);
    if (body->etag[0]) put(out, "ETag", body->etag);
}

static void turn_into_304(struct reply *out, struct blob *body)
{
    out->status = 304;
    put(out, "ETag", body->etag);
}

static void put_page_headers(const kb_req *req, const kb_res *res, enum res_cache cache, struct reply *out)
{
    put_security(out, res->location ? NULL : res->content_type);
    if (req->https) put(out, "Strict-Transport-Security", "max-age=31536000; includeSubDomains"); /* ASVS 3.4.1 */
    put(out, "Cache-Control", cache_control[cache]);
    put(out, "Vary", cache == RES_CACHE_ASSET ? "Accept-Encoding" : "Accept-Encoding, Cookie, Authorization");
    put(out, "Location", res->location);
    if (!out->same_for_all) put(out, "X-Request-Id", req->id);
    if (res->retry_after) put(out, "Retry-After", arena_printf(req->arena, "%d", res->retry_after));
    for (size_t i = 0; i < res->n_headers; i++) put(out, res->headers[i].name, res->headers[i].value);
}

void reply_make(struct http_core *core, const kb_req *req, kb_res *res, struct reply *out)
{
    *out = (struct reply){.status = res->status, .close = res->close};
    enum res_cache cache = cache_of(req, res);
    struct blob *body = make_body(core, req, res, cache);
    if (!body) {
        bare_503(out);
        return;
    }
    put_page_headers(req, res, cache, out);
    out->body = body;
    if (cache != RES_CACHE_NONE && matches(req->if_none_match, body->etag))
        turn_into_304(out, body);
    else
        put_body_headers(out, body, res->content_type);
}

void reply_from_page(const kb_req *req, struct blob *page, struct reply *out)
{
    const kb_res none = {.status = 200, .content_type = page->content_type};
    *out = (struct reply){.status = 200, .body = page, .same_for_all = !matches(req->if_none_match, page->etag)};
    put_page_headers(req, &none, RES_CACHE_AUTO, out);
    if (out->same_for_all)
        put_body_headers(out, page, page->content_type);
    else
        turn_into_304(out, page);
}

void reply_release(struct reply *reply)
{
    blob_unref(reply->body);
    reply->body = NULL;
}

/* ---- Kept signed-out pages ---- */

bool page_may_be_kept(const struct http_core *core, const kb_req *req)
{
    return core->config.epoch && req->method == GET && req->route->flags & ROUTE_CACHED && !req->cookie.len &&
           !req->bearer.ptr;
}

static void page_key(const kb_req *req, unsigned char key[BLOB_KEY_LEN])
{
    crypto_generichash_state state;
    unsigned char facts[2] = {(unsigned char)encoding_choose(req->accept_encoding), (unsigned char)req->wants_json};
    crypto_generichash_init(&state, NULL, 0, BLOB_KEY_LEN);
    crypto_generichash_update(&state, facts, sizeof facts);
    crypto_generichash_update(&state, (const unsigned char *)req->host.ptr, req->host.len);
    crypto_generichash_update(&state, (const unsigned char *)"\n", 1);
    crypto_generichash_update(&state, (const unsigned char *)req->target.ptr, req->target.len);
    crypto_generichash_final(&state, key, BLOB_KEY_LEN);
}

struct blob *page_find(struct http_core *core, const kb_req *req, int64_t epoch)
{
    unsigned char key[BLOB_KEY_LEN];
    page_key(req, key);
    struct blob *page = blob_cache_get(core->cache, key);
    if (!page || (page->epoch == epoch && page->until_ms > clock_monotonic_ms())) return page;
    blob_unref(page);
    return NULL;
}

/* A page of its own blob: the encoded bytes may be shared with others, their epoch may not. */
void page_keep(struct http_core *core, const kb_req *req, const kb_res *res, const struct reply *reply, int64_t epoch)
{
    bool good = res->status == 200 && (reply->status == 200 || reply->status == 304) && !res->n_headers;
    if (!good || cache_of(req, res) != RES_CACHE_AUTO || !reply->body || !reply->body->len) return;
    char *copy = malloc(reply->body->len);
    if (!copy) return;
    memcpy(copy, reply->body->bytes, reply->body->len);
    struct blob *page = blob_own(copy, reply->body->len);
    if (!page) return;
    memcpy(page->etag, reply->body->etag, sizeof page->etag);
    page->content_type = res->content_type;
    page->content_encoding = reply->body->content_encoding;
    page->epoch = epoch;
    page->until_ms = clock_monotonic_ms() + core->config.limits.page_ms;
    unsigned char key[BLOB_KEY_LEN];
    page_key(req, key);
    blob_cache_put(core->cache, key, page);
    blob_unref(page);
}
