/* ops__internal.h - inside kb/http: what the operational routes and /metrics tell. */
#ifndef KB_HTTP_OPS__INTERNAL_H
#define KB_HTTP_OPS__INTERNAL_H

#include "kb/http/core__internal.h"

/* How the program is, as its health hook says; not ready while we stop. */
struct http_health ops_health(const kb_req *req);
struct http_health core_health(struct http_core *core);

/* The text of /metrics. */
void ops_metrics(struct http_core *core, size_t connections, uint64_t reaped, struct buf *out);

#endif
