/* response.h - one answer, before the server dresses it.
 *
 * A page sets a status, a body and perhaps a place to go. The server adds the headers of design section 9, ETag, 304,
 * br or gzip, Vary and Cache-Control: no page writes those.
 *
 *     view_groups(page_html(res, 200), &env, &v);  a whole page (page.h)
 *     res_redirect(res, "/stukken/%s", id);        303 See Other
 *     res_flash(res, "flash.changed");             one sentence on the next page, by its msgid
 */
#ifndef KB_HTTP_RESPONSE_H
#define KB_HTTP_RESPONSE_H

#include "kb/base/arena.h"
#include "kb/base/buf.h"
#include "kb/base/err.h"

#ifdef __cplusplus
extern "C" {
#endif

enum res_cache {
    RES_CACHE_AUTO = 0,  /* signed out GET: must be revalidated, ETag; signed in or anything else: no-store */
    RES_CACHE_NONE,      /* no-store, no ETag */
    RES_CACHE_ASSET,     /* a year, immutable: the address changes with the content */
    RES_CACHE_REVALIDATE /* public content that is the same for everybody: ETag, signed in or not */
};

enum { RES_BODY_MAX = 8 * 1024 * 1024, RES_HEADERS_MAX = 12 };

struct res_header {
    const char *name, *value;
};

typedef struct kb_res {
    int status;               /* 0 becomes 200 */
    const char *content_type; /* a literal */
    struct buf body;
    text fixed; /* bytes that live for ever and are encoded already (assets); used instead of body when ptr is not NULL
                 */
    const char *fixed_encoding, *fixed_etag; /* of those: NULL or "br"; with its quotes */
    const char *location;
    enum res_cache cache;
    struct res_header headers[RES_HEADERS_MAX];
    size_t n_headers;
    int retry_after; /* seconds; 0: none */
    bool close;      /* end the connection behind this answer */
    arena *arena;    /* the request's */
} kb_res;

/* The body is written with buf_put(&res->body, ...) or given whole. */
void res_type(kb_res *res, int status, const char *content_type);
void res_text(kb_res *res, int status, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* 303 See Other to a place of ours; must begin with one "/". */
void res_redirect(kb_res *res, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* 303 to the identity provider: an address that oidc.h made, never one that a user sends. */
void res_away(kb_res *res, const char *url);

/* Adds a header; the strings live in the arena or for ever. Values with control bytes are dropped. */
void res_header(kb_res *res, const char *name, const char *value);

/* Adds a Set-Cookie header: Path=/, HttpOnly, SameSite=Lax; Secure unless `plain`. max_age in seconds, 0
 * removes it, negative ends with the browser. */
void res_cookie(kb_res *res, const char *name, const char *value, int max_age, bool plain);
/* The same for one place of the site only: "/inloggen" and what stands under it. */
void res_cookie_at(kb_res *res, const char *path, const char *name, const char *value, int max_age, bool plain);

/* Leaves one sentence for the next page, by msgid ("flash." and [a-z0-9._-], at most 60): page_take_flash takes it
 * there. */
void res_flash(kb_res *res, const char *msgid);
#define RES_FLASH_COOKIE "kb-flash"

#ifdef __cplusplus
}
#endif
#endif
