#include "kb/http/router.h"

#include "kb/base/cleanup.h"
#include "kb/service/service.h"

#include <stdio.h>

static const char *const need_names[NEED__COUNT] = {"denied", "public", "person", "editor", "steward", "admin"};
static const char *const run_names[RUN__COUNT] = {"nowhere", "reader", "writer", "worker", "talker", "maker"};
static const char *const method_names[METHOD__COUNT] = {"-", "GET", "POST"};

const char *route_need_name(enum route_need need)
{
    return (unsigned)need < NEED__COUNT ? need_names[need] : "denied";
}

const char *route_run_name(enum route_run run)
{
    return (unsigned)run < RUN__COUNT ? run_names[run] : "nowhere";
}

const char *http_method_name(enum http_method method)
{
    return (unsigned)method < METHOD__COUNT ? method_names[method] : "-";
}

const char *route_token_names(unsigned tokens)
{
    static const char *const names[] = {"-", "feeds", "read", "feeds,read"}; /* by bits */
    return names[tokens & (SVC_TOKEN_FEEDS | SVC_TOKEN_READ)];
}

struct segment {
    text literal;     /* ptr NULL for a {name} */
    const char *name; /* of the {name}: a C string of its own */
};

struct compiled {
    const struct route *route;
    struct segment segments[ROUTE_SEGMENTS_MAX];
    size_t n;
    unsigned weight; /* one bit per literal segment, the first highest */
};

struct router {
    struct compiled *rows;
    uint32_t tags[ROUTES_MAX]; /* of each row: what a path must have before it is worth a look */
    size_t n;
    arena *names;
};

static bool is_name(text segment)
{
    return segment.len > 2 && segment.ptr[0] == '{' && segment.ptr[segment.len - 1] == '}';
}

static const char *pattern_fault(const char *pattern)
{
    if (!pattern || pattern[0] != '/') return "the pattern does not begin with /";
    text rest = text_str(pattern + 1), part;
    size_t names = 0, segments = 0;
    if (text_ends(rest, TEXT("/"))) return "the pattern ends with /";
    while (text_next(&rest, '/', &part)) {
        if (!part.len) return "the pattern has an empty segment";
        if (text_find_byte(part, '{', 0) != SIZE_MAX && !is_name(part)) return "a {name} is not a whole segment";
        names += is_name(part);
        segments++;
    }
    return names > REQ_PARAMS_MAX || segments > ROUTE_SEGMENTS_MAX ? "the pattern is too long" : NULL;
}

const char *route_fault(const struct route *route)
{
    if (route->method <= METHOD__NONE || route->method >= METHOD__COUNT) return "no method";
    const char *fault = pattern_fault(route->pattern);
    if (fault) return fault;
    if (route->need <= NEED__DENIED || route->need >= NEED__COUNT) return "no role";
    if (route->run <= RUN__NOWHERE || route->run >= RUN__COUNT) return "no place to run";
    if (!route->handle) return "no handler";
    if (!route->help || !route->help[0]) return "no help";
    if (route->run == RUN_WRITER && !route->write) return "a writer route without write";
    if (route->run == RUN_READER && route->write) return "a reader route that writes";
    bool away = route->run != RUN_READER && route->run != RUN_WRITER;
    if (away && route->write && !route->show) return "a worker route that writes without show";
    if (route->run == RUN_TALKER && !route->refused) return "a talker route without an answer for a failure";
    if (route->flags & ROUTE_MACHINE && (route->method != POST || route->need != NEED_PUBLIC))
        return "another machine is nobody, and posts";
    if (route->tokens &&
        (route->method != GET || route->run != RUN_READER || route->flags & (ROUTE_NO_DESK | ROUTE_FRESH)))
        return "a token reads, and its person must be looked up";
    if (route->tokens && route->need > NEED_PERSON) return "a token opens no office";
    if (route->write && route->method == GET) return "a GET that writes";
    if (route->form && route->method == GET) return "a form on a GET";
    if (route->need != NEED_PUBLIC && route->flags & ROUTE_SIGNED_OUT) return "signed out and not public";
    return NULL;
}

/* False when there is no memory. */
static bool compile(struct router *r, struct compiled *row, const struct route *route)
{
    *row = (struct compiled){.route = route};
    text rest = text_str(route->pattern + 1), part;
    while (text_next(&rest, '/', &part)) {
        struct segment *s = &row->segments[row->n++];
        row->weight <<= 1;
        if (!is_name(part)) {
            s->literal = part;
            row->weight |= 1;
        } else if (!(s->name = arena_text_str(r->names, text_slice(part, 1, part.len - 2)))) {
            return false;
        }
    }
    row->weight <<= ROUTE_SEGMENTS_MAX - row->n;
    return true;
}

/* Number of segments, and the length and ends of the first one. */
static uint32_t tag_of(size_t n, text first)
{
    if (!first.len) return (uint32_t)n << 24;
    return (uint32_t)n << 24 | (uint32_t)(first.len & 0xFF) << 16 | (uint32_t)(unsigned char)first.ptr[0] << 8 |
           (unsigned char)first.ptr[first.len - 1];
}

/* Same method, and no path could tell them apart. */
static bool same_address(const struct compiled *a, const struct compiled *b)
{
    if (a->route->method != b->route->method || a->n != b->n || a->weight != b->weight) return false;
    for (size_t i = 0; i < a->n; i++)
        if (!text_eq(a->segments[i].literal, b->segments[i].literal)) return false;
    return true;
}

static err_code add_row(struct router *r, const struct route *route, kb_err *err)
{
    const char *fault = route_fault(route);
    if (!fault && r->n == ROUTES_MAX) fault = "too many routes";
    if (fault) return err_set(err, ERR_INTERNAL, "route %s: %s", route->pattern ? route->pattern : "?", fault);
    struct compiled *row = &r->rows[r->n];
    if (!compile(r, row, route)) return err_set(err, ERR_NOMEM, "no memory for the routes");
    for (size_t i = 0; i < r->n; i++)
        if (same_address(row, &r->rows[i])) return err_set(err, ERR_INTERNAL, "route %s: twice", route->pattern);
    r->tags[r->n++] = tag_of(row->n, row->segments[0].literal);
    return OK;
}

err_code router_new(struct router **out, const struct route *const *tables, const size_t *counts, size_t n, kb_err *err)
{
    struct router *r = calloc(1, sizeof *r);
    if (r) r->rows = calloc(ROUTES_MAX, sizeof *r->rows);
    if (r) r->names = arena_new(64 * 1024);
    if (!r || !r->rows || !r->names) {
        router_free(r);
        return err_set(err, ERR_NOMEM, "no memory for the routes");
    }
    err_code code = OK;
    for (size_t t = 0; t < n && code == OK; t++)
        for (size_t i = 0; i < counts[t] && code == OK; i++) code = add_row(r, &tables[t][i], err);
    if (code != OK)
        router_free(r);
    else
        *out = r;
    return code;
}

void router_free(struct router *r)
{
    if (!r) return;
    arena_free(r->names);
    free(r->rows);
    free(r);
}

size_t router_count(const struct router *r)
{
    return r->n;
}

const struct route *router_at(const struct router *r, size_t i)
{
    return r->rows[i].route;
}

/* The path's segments, still encoded. SIZE_MAX when there are too many. */
static size_t split_path(text path, text out[ROUTE_SEGMENTS_MAX])
{
    size_t n = 0;
    text rest = text_slice(path, 1, SIZE_MAX), part;
    while (text_next(&rest, '/', &part)) {
        if (n == ROUTE_SEGMENTS_MAX) return SIZE_MAX;
        out[n++] = part;
    }
    return n;
}

static bool row_matches(const struct compiled *row, const text *segments, size_t n)
{
    if (row->n != n) return false;
    for (size_t i = 0; i < n; i++)
        if (row->segments[i].literal.ptr && !text_eq(row->segments[i].literal, segments[i])) return false;
    return true;
}

static bool take_params(const struct compiled *row, const text *segments, arena *a, struct route_match *m)
{
    for (size_t i = 0; i < row->n; i++) {
        if (row->segments[i].literal.ptr) continue;
        struct req_param *p = &m->params[m->n_params++];
        p->name = row->segments[i].name;
        if (!form_unescape(segments[i], false, a, &p->value) || !utf8_valid(p->value)) return false;
    }
    return true;
}

/* "GET, HEAD, POST" from one bit per method. */
static void put_allow(char allow[32], unsigned methods)
{
    snprintf(allow, 32, "%s%s%s", methods & 1U << GET ? "GET, HEAD" : "",
             methods & 1U << GET && methods & 1U << POST ? ", " : "", methods & 1U << POST ? "POST" : "");
}

static struct route_match find_segments(const struct router *r, enum http_method method, const text *segments, size_t n,
                                        arena *a)
{
    struct route_match m = {0};
    const struct compiled *best = NULL;
    unsigned methods = 0;
    uint32_t literal = tag_of(n, n ? segments[0] : TEXT("")), named = tag_of(n, TEXT(""));
    for (size_t i = 0; i < r->n; i++) {
        const struct compiled *row = &r->rows[i];
        if (r->tags[i] != literal && r->tags[i] != named) continue;
        if (!row_matches(row, segments, n)) continue;
        methods |= 1U << row->route->method;
        if (row->route->method != method || (best && best->weight >= row->weight)) continue;
        best = row;
        m.index = i;
    }
    if (best && !take_params(best, segments, a, &m)) return (struct route_match){0};
    m.route = best ? best->route : NULL;
    put_allow(m.allow, methods);
    return m;
}

struct route_match router_find(const struct router *r, enum http_method method, text path, arena *a)
{
    text segments[ROUTE_SEGMENTS_MAX];
    bool slash = path.len > 1 && path.ptr[path.len - 1] == '/';
    size_t n = split_path(path, segments);
    if (n == SIZE_MAX) return (struct route_match){0};
    struct route_match m = find_segments(r, method, segments, n, a);
    if (!slash) return m;
    return (struct route_match){.slash = m.route && method == GET};
}
