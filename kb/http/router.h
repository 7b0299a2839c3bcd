/* router.h - finds the row of the table for an address.
 *
 * Among rows that match, the one whose earliest segment is literal wins: "/stukken/nieuw" before "/stukken/{id}".
 * A row without a role or a place to run never matches: denied by default.
 */
#ifndef KB_HTTP_ROUTER_H
#define KB_HTTP_ROUTER_H

#include "kb/http/routes.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { ROUTE_SEGMENTS_MAX = 12, ROUTES_MAX = 512 };

struct router;

/* Compiles tables into one router; the rows stay where they are. ERR_INTERNAL names a row that is not well formed: no
 * role, no place, no handler, no help, a pattern with an empty segment or too many names, twice the same. */
MUST_CHECK err_code router_new(struct router **out, const struct route *const *tables, const size_t *counts, size_t n,
                               kb_err *err);
void router_free(struct router *r);
size_t router_count(const struct router *r);
const struct route *router_at(const struct router *r, size_t i);

/* What is wrong with a row; NULL when nothing. */
const char *route_fault(const struct route *route);

struct route_match {
    const struct route *route; /* NULL: no row for this method */
    size_t index;              /* in the router */
    struct req_param params[REQ_PARAMS_MAX];
    size_t n_params;
    char allow[32]; /* methods that this path knows: "GET, HEAD, POST"; "" when no row knows the path */
    bool slash;     /* nothing matched, but the path without its closing slash would */
};

/* path: still encoded, as the guard passed it. Values are decoded into the arena; one that is no UTF-8 never matches.
 */
struct route_match router_find(const struct router *r, enum http_method method, text path, arena *a);

#ifdef __cplusplus
}
#endif
#endif
