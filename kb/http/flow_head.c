/* From the headers to the decision whether the body is worth reading. */
#include "kb/base/cleanup.h"
#include "kb/http/bearer.h"
#include "kb/http/flow__internal.h"
#include "kb/http/problem.h"
#include "kb/http/session.h"

#include <stdio.h>
#include <time.h>

int64_t flow__now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

struct exchange *flow_new(struct http_core *core, const char *uri, void (*resume)(struct exchange *x))
{
    struct exchange *x = calloc(1, sizeof *x);
    if (!x) return NULL;
    x->core = core;
    x->resume = resume;
    x->fd = -1;
    x->uri_len = strlen(uri);
    x->uri = strndup(uri, GUARD_URI_MAX + 1);
    if (x->uri) return x;
    free(x);
    return NULL;
}

static void log_exchange(const struct exchange *x)
{
    int64_t us = flow__now_us() - x->began_us;
    const struct route *r = x->match.route;
    metrics_count(x->core->metrics, r && r != &flow__not_found ? x->match.index : SIZE_MAX, x->status, us);
    log_line(x->core->config.log, KB_LOG_INFO, "http.request",
             "id=%s method=%s route=%s status=%d ms=%lld.%03d bytes=%zu", x->req.id, http_method_name(x->req.method),
             r ? r->pattern : "-", x->status, (long long)(us / 1000), (int)(us % 1000), x->sent);
}

void flow_free(struct exchange *x)
{
    if (!x) return;
    if (x->began_us) log_exchange(x);
    if (x->counted) atomic_fetch_sub(&x->core->in_flight, 1);
    shares_give(&x->share);
    blob_unref(x->page);
    buf_release(&x->body);
    buf_release(&x->res.body);
    arena_free(x->arena);
    free(x->uri);
    free(x);
}

void flow__fail(struct exchange *x, err_code code, int status, const char *why)
{
    kb_err err = {.code = code};
    snprintf(err.cause, sizeof err.cause, "%s", why);
    problem_fill(&x->req, &x->res, &err, status);
    x->step = FLOW_ANSWERED;
}

static const struct {
    const char *name;
    size_t field;
    bool helps; /* and decides nothing: left out when it is no text, where another one is refused */
} wanted[] = {
    {"Host", offsetof(kb_req, host), false},
    {"Origin", offsetof(kb_req, origin), false},
    {"Sec-Fetch-Site", offsetof(kb_req, sec_fetch_site), false},
    {"Content-Type", offsetof(kb_req, content_type), false},
    {"Accept", offsetof(kb_req, accept), false},
    {"Accept-Encoding", offsetof(kb_req, accept_encoding), true},
    {"Accept-Language", offsetof(kb_req, accept_language), true},
    {"Referer", offsetof(kb_req, referer), true},
    {"If-None-Match", offsetof(kb_req, if_none_match), false},
    {"Cookie", offsetof(kb_req, cookie), false},
    {"User-Agent", offsetof(kb_req, user_agent), true},
    {"Authorization", offsetof(kb_req, authorization), false},
};

static text *header_of(kb_req *req, size_t i)
{
    return (text *)(void *)((char *)req + wanted[i].field);
}

static void take_header(kb_req *req, const struct raw_header *h, text *forwarded)
{
    for (size_t i = 0; i < COUNT_OF(wanted); i++)
        if (text_eq_ascii(h->name, wanted[i].name) && (!wanted[i].helps || utf8_valid(h->value)))
            *header_of(req, i) = arena_text(req->arena, h->value);
    if (text_eq_ascii(h->name, "X-Forwarded-For")) *forwarded = h->value;
}

static void take_headers(struct exchange *x, const struct flow_head *head)
{
    text forwarded = TEXT("");
    for (size_t i = 0; i < COUNT_OF(wanted); i++) *header_of(&x->req, i) = TEXT("");
    for (size_t i = 0; i < head->raw.n_headers; i++) take_header(&x->req, &head->raw.headers[i], &forwarded);
    const struct http_config *c = &x->core->config;
    const struct caller_proxy proxy = {c->behind_proxy, c->proxy};
    if (proxy.in_front)
        caller_address(&proxy, head->peer, forwarded, x->req.client);
    else
        memcpy(x->req.client, head->peer, strlen(head->peer) + 1);
    if (!bearer_read(x->req.authorization, &x->req.bearer)) x->req.bearer = (text){0};
}

/* JSON for programs: with a token, for addresses of the API, and for who names JSON and not HTML in Accept. */
static bool wants_json(const struct exchange *x)
{
    text accept = x->req.accept;
    bool names_json = text_find(accept, TEXT("json"), 0) != SIZE_MAX;
    return x->req.bearer.ptr || strncmp(x->uri, "/api/", 5) == 0 ||
           (names_json && text_find(accept, TEXT("text/html"), 0) == SIZE_MAX);
}

static bool init_request(struct exchange *x)
{
    x->arena = arena_new(REQ_ARENA_MAX);
    if (!x->arena) return false;
    const struct http_config *c = &x->core->config;
    x->res = (kb_res){.body = buf_new(RES_BODY_MAX), .arena = x->arena};
    x->req = (kb_req){.arena = x->arena,
                      .core = x->core,
                      .actor = &flow__nobody,
                      .person_name = "",
                      .site = c->site,
                      .demo = c->demo,
                      .https = c->behind_proxy,
                      .plain_cookie = c->plain_cookie,
                      .writer = c->writer,
                      .log = c->log,
                      .app = c->app,
                      .reads = &x->reads,
                      .now = clock_now(c->clock)};
    core_request_id(x->core, x->req.id);
    return true;
}

static enum http_method read_method(text method, bool *head)
{
    *head = text_is(method, "HEAD");
    if (*head || text_is(method, "GET")) return GET;
    return text_is(method, "POST") ? POST : METHOD__NONE;
}

static err_code not_found_handler(kb_req *req, kb_res *res, kb_err *err)
{
    (void)req;
    (void)res;
    return err_set(err, ERR_NOT_FOUND, "no such address");
}

const struct actor flow__nobody = {0};

/* An address that no row knows is a page like others: it greets who is signed in. */
const struct route flow__not_found = {GET,
                                      "/",
                                      NEED_PUBLIC,
                                      RUN_READER,
                                      not_found_handler,
                                      "No such address",
                                      .tokens = SVC_TOKEN_FEEDS | SVC_TOKEN_READ};

static void answer_slash(struct exchange *x, text path)
{
    text query = text_slice(x->req.target, path.len, SIZE_MAX);
    x->res.location = arena_printf(x->arena, "%.*s%.*s", (int)path.len - 1, path.ptr, TEXT_FMT(query));
    x->res.status = 301;
    x->res.cache = RES_CACHE_NONE;
    x->step = FLOW_ANSWERED;
}

static void answer_unrouted(struct exchange *x)
{
    if (!x->match.allow[0] && x->req.method == GET) {
        x->match.route = &flow__not_found;
        return;
    }
    bool known = x->match.allow[0] != '\0';
    flow__fail(x, known ? ERR_METHOD : ERR_NOT_FOUND, 0, "no route");
    if (known) res_header(&x->res, "Allow", arena_str(x->arena, x->match.allow));
}

/* Decodes the address and finds its row. */
static void find_route(struct exchange *x)
{
    kb_req *req = &x->req;
    text uri = arena_text(x->arena, text_str(x->uri));
    size_t mark = text_find_byte(uri, '?', 0);
    text path = text_slice(uri, 0, mark);
    req->target = uri;
    if (!form_unescape(path, false, x->arena, &req->path) || !utf8_valid(req->path)) {
        flow__fail(x, ERR_NOT_FOUND, 0, "path is no text");
        return;
    }
    x->match = router_find(x->core->router, req->method, path, x->arena);
    if (x->match.slash)
        answer_slash(x, path);
    else if (!x->match.route)
        answer_unrouted(x);
    if (x->step == FLOW_ANSWERED) return;
    req->route = x->match.route;
    memcpy(req->params, x->match.params, sizeof req->params);
    req->n_params = x->match.n_params;
    kb_err err = {0};
    text query = mark == SIZE_MAX ? TEXT("") : text_slice(uri, mark + 1, SIZE_MAX);
    if (form_split_urlencoded(query, x->arena, &req->query, &req->n_query, &err) != OK)
        flow__fail(x, ERR_BAD_REQUEST, 0, "query");
}

/* Who sends slowly takes no room of those who are answered, and of the others who send only their own share. */
static void wait_for_body(struct exchange *x)
{
    unsigned char place[CALLER_PLACE_BYTES];
    bool known = caller_place(text_str(x->req.client), place);
    text name = known ? text_of((const char *)place, sizeof place) : TEXT("");
    if (!shares_take(&x->share, x->core->bodies, name)) flow__fail(x, ERR_BUSY, 0, "too many bodies that are not in");
}

static err_code code_of_status(int status)
{
    if (status == 413) return ERR_TOO_LARGE;
    return status == 414 ? ERR_URI_TOO_LONG : ERR_BAD_REQUEST;
}

static void refuse_raw(struct exchange *x, const struct guard_verdict *v)
{
    x->res.close = true;
    log_line(x->core->config.log, KB_LOG_INFO, "http.refused", "id=%s status=%d why=%s", x->req.id, v->status, v->why);
    flow__fail(x, code_of_status(v->status), v->status, v->why);
}

static bool head_is_clean_text(kb_req *req)
{
    for (size_t i = 0; i < COUNT_OF(wanted); i++)
        if (!utf8_valid(*header_of(req, i))) return false;
    return true;
}

/* Health and assets come from memory: a page asks several of them. */
static bool is_flooding(struct exchange *x)
{
    if (x->req.route->flags & ROUTE_NO_DESK) return false;
    int wait = flood_ask(x->core->flood, text_str(x->req.client), x->began_us);
    if (!wait) return false;
    x->req.wait = wait;
    flow__fail(x, ERR_TOO_MANY, 0, "too many requests from one place");
    return true;
}

/* Refused before anybody asks whose token it is: where the table takes none, all are answered alike. With a session
 * beside it two persons could be meant (RFC 6750, section 2: one way of asking in one request). */
static bool is_token_out_of_place(struct exchange *x)
{
    const kb_req *req = &x->req;
    if (!req->bearer.ptr) return false;
    if (session_cookie_sent(req))
        flow__fail(x, ERR_BAD_REQUEST, 0, "a token and a session");
    else if (!req->route->tokens)
        flow__fail(x, ERR_SCOPE, 0, "no token opens this");
    return x->step == FLOW_ANSWERED;
}

static void route_headers(struct exchange *x, const struct guard_verdict *v)
{
    const struct http_limits *l = &x->core->config.limits;
    if (!head_is_clean_text(&x->req)) {
        refuse_raw(x, &(struct guard_verdict){.status = 400, .why = "header-utf8"});
        return;
    }
    find_route(x);
    if (x->step == FLOW_ANSWERED || is_flooding(x) || is_token_out_of_place(x)) return;
    x->body_max = x->req.route->flags & ROUTE_UPLOAD ? l->upload_bytes : l->form_bytes;
    x->body = buf_new(x->body_max);
    if (v->length > x->body_max) flow__fail(x, ERR_TOO_LARGE, 0, "body over the limit of its route");
}

bool flow_headers(struct exchange *x, const struct flow_head *head)
{
    const struct http_limits *l = &x->core->config.limits;
    x->began_us = flow__now_us();
    if (!init_request(x)) return false;
    struct guard_verdict v = guard_check(&head->raw, &x->core->hosts, l->upload_bytes);
    x->req.wants_json = strncmp(x->uri, "/api/", 5) == 0;
    if (v.status) {
        refuse_raw(x, &v);
        return false;
    }
    take_headers(x, head);
    x->req.method = read_method(head->raw.method, &x->req.head);
    x->req.wants_json = wants_json(x);
    route_headers(x, &v);
    if (x->step != FLOW_ANSWERED && v.has_body) wait_for_body(x);
    if (x->step == FLOW_ANSWERED && v.has_body) x->res.close = true;
    return x->step != FLOW_ANSWERED || !x->res.close; /* flow_run hands over what is answered already */
}
