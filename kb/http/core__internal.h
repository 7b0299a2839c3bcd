/* core__internal.h - inside kb/http: what the parts of the server share. Knows no libmicrohttpd. */
#ifndef KB_HTTP_CORE__INTERNAL_H
#define KB_HTTP_CORE__INTERNAL_H

#include "kb/http/blob.h"
#include "kb/http/flood.h"
#include "kb/http/guard.h"
#include "kb/http/http.h"
#include "kb/http/metrics.h"
#include "kb/http/pool.h"
#include "kb/http/router.h"
#include "kb/http/shares.h"

#include <stdatomic.h>

struct http_core {
    struct http_config config;
    struct guard_hosts hosts;
    struct router *router;
    struct metrics *metrics;
    struct pool *workers, *talkers, *makers;
    struct blob_cache *cache;
    struct reads *reads;     /* what was noted within the hour */
    struct flood *flood;     /* NULL: no limit */
    struct shares *bodies;   /* requests whose body is not in yet, by place */
    struct shares *makes;    /* what the makers make or will, by person */
    atomic_size_t in_flight; /* requests between their last byte and the end of their answer */
    atomic_size_t away;      /* requests in the queue of the writer or the workers */
    atomic_bool stopping;    /* no new request is let in */
    atomic_bool closed;      /* nobody is sent away any more */
    atomic_uint_fast64_t next_id;
    unsigned char id_seed[16];
};

/* core.c */
MUST_CHECK err_code core_init(struct http_core *core, const struct http_config *config, kb_err *err);
void core_release(struct http_core *core);

/* Names the request: unguessable to others, unique in this process. */
void core_request_id(struct http_core *core, char id[REQ_ID_LEN + 1]);

#endif
