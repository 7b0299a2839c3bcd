/* server.c - the one file that knows libmicrohttpd: connections in, replies out.
 *
 * What the library calls, and what becomes of it:
 *   a connection began or ended   an entry of the reaper
 *   the request line is in        an exchange (flow.h) with the address as sent
 *   the headers are in            flow_headers, the guard first
 *   body bytes                    flow_body
 *   the body is in, or resumed    flow_run; then a reply, or the connection is suspended and sent away
 *   the answer went out, or not   flow_free
 */
#include "kb/base/cleanup.h"
#include "kb/http/flow__internal.h"
#include "kb/http/listen.h"
#include "kb/http/ops__internal.h"
#include "kb/http/reaper.h"

#include <microhttpd.h>

#include <arpa/inet.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <time.h>

enum { POOL_BYTES = 48 * 1024, METRICS_MAX = 1024 * 1024, STEP_MS = 5, METRICS_TIMEOUT_S = 5 };

struct http_server {
    struct http_core core;
    struct reaper *reaper;
    struct MHD_Daemon *daemon, *metrics;
    int fd, metrics_fd, port, metrics_port;
};

/* ---- Connections ---- */

/* What is known of a connection as long as it lasts. */
struct peer {
    struct reaper_entry *watch;
    int fd;
    char address[CALLER_ADDRESS_BYTES]; /* of who is at the other end: "" on a unix socket */
};

static void put_address(struct MHD_Connection *c, char out[CALLER_ADDRESS_BYTES])
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(c, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    char as_sent[CALLER_ADDRESS_BYTES] = "";
    const void *at = info ? info->client_addr : NULL;
    if (at && info->client_addr->sa_family == AF_INET)
        inet_ntop(AF_INET, &((const struct sockaddr_in *)at)->sin_addr, as_sent, sizeof as_sent);
    else if (at && info->client_addr->sa_family == AF_INET6)
        inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)at)->sin6_addr, as_sent, sizeof as_sent);
    caller_address(&(struct caller_proxy){0}, as_sent, TEXT(""), out);
}

static struct peer *meet(struct http_server *s, struct MHD_Connection *c)
{
    const union MHD_ConnectionInfo *fd = MHD_get_connection_info(c, MHD_CONNECTION_INFO_CONNECTION_FD);
    struct peer *p = fd ? calloc(1, sizeof *p) : NULL;
    if (!p) return NULL;
    p->fd = fd->connect_fd;
    p->watch = reaper_add(s->reaper, p->fd, s->core.config.limits.header_ms);
    put_address(c, p->address);
    return p;
}

static void on_connection(void *cls, struct MHD_Connection *c, void **socket_context,
                          enum MHD_ConnectionNotificationCode what)
{
    struct http_server *s = cls;
    struct peer *p = *socket_context;
    if (what == MHD_CONNECTION_NOTIFY_STARTED) {
        *socket_context = meet(s, c);
    } else if (p) {
        reaper_remove(s->reaper, p->watch);
        free(p);
        *socket_context = NULL;
    }
}

/* NULL when there was no memory for it. */
static struct peer *peer_of(struct MHD_Connection *c)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(c, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info ? info->socket_context : NULL;
}

static void deadline(struct MHD_Connection *c, int64_t ms)
{
    const struct peer *p = peer_of(c);
    if (p && p->watch) reaper_deadline(p->watch, ms);
}

/* ---- One request ---- */

static void resume(struct exchange *x)
{
    MHD_resume_connection(x->connection);
}

/* The request line is in: the rest of the headers has one deadline. */
static void *on_uri(void *cls, const char *uri, struct MHD_Connection *c)
{
    struct http_server *s = cls;
    struct peer *p = peer_of(c);
    if (!p) return NULL; /* on_request ends the connection */
    if (p->watch) reaper_sooner(p->watch, s->core.config.limits.header_ms);
    struct exchange *x = flow_new(&s->core, uri, resume);
    if (!x) return NULL;
    x->connection = c;
    x->fd = p->fd;
    return x;
}

static void on_completed(void *cls, struct MHD_Connection *c, void **con_cls, enum MHD_RequestTerminationCode why)
{
    struct http_server *s = cls;
    (void)why;
    flow_free(*con_cls);
    *con_cls = NULL;
    deadline(c, s->core.config.limits.keep_alive_ms);
}

struct header_list {
    struct raw_header *at;
    size_t n;
};

static enum MHD_Result take_header(void *cls, enum MHD_ValueKind kind, const char *key, size_t key_size,
                                   const char *value, size_t value_size)
{
    struct header_list *list = cls;
    (void)kind;
    if (list->n < GUARD_HEADERS_COUNT)
        list->at[list->n] = (struct raw_header){text_of(key, key_size), text_of(value ? value : "", value_size)};
    list->n++;
    return MHD_YES;
}

static bool begin(struct exchange *x, struct MHD_Connection *c, const char *method, const char *version)
{
    struct raw_header headers[GUARD_HEADERS_COUNT];
    struct header_list list = {headers, 0};
    MHD_get_connection_values_n(c, MHD_HEADER_KIND, take_header, &list);
    const struct flow_head head = {
        .raw = {.method = text_str(method),
                .uri = text_str(x->uri),
                .uri_len = x->uri_len,
                .version = text_str(version),
                .headers = headers,
                .n_headers = list.n},
        .peer = peer_of(c)->address,
    };
    return flow_headers(x, &head);
}

static void free_blob(void *cls)
{
    blob_unref(cls);
}

static struct MHD_Response *dress(struct MHD_Response *r, const struct reply *reply)
{
    for (size_t i = 0; r && i < reply->n_headers; i++)
        MHD_add_response_header(r, reply->headers[i].name, reply->headers[i].value);
    return r;
}

static struct MHD_Response *make_response(struct reply *reply)
{
    bool bodiless = reply->status == 304 || !reply->body;
    struct blob *body = bodiless ? NULL : reply->body;
    struct MHD_Response *r =
        body ? MHD_create_response_from_buffer_with_free_callback_cls(body->len, body->bytes, free_blob, body)
             : MHD_create_response_from_buffer(0, NULL, MHD_RESPMEM_PERSISTENT);
    if (r && body) reply->body = NULL; /* the response holds it now */
    if (r && reply->close) MHD_add_response_header(r, "Connection", "close");
    return dress(r, reply);
}

static void end_response(void *cls)
{
    MHD_destroy_response(cls);
}

/* One response for all who get a kept page: it borrows the page's bytes, which each exchange holds until they went out.
 */
static struct MHD_Response *shared_response(const struct reply *reply)
{
    struct blob *page = reply->body;
    struct MHD_Response *r = blob_made(page);
    if (r) return r;
    r = dress(MHD_create_response_from_buffer(page->len, page->bytes, MHD_RESPMEM_PERSISTENT), reply);
    if (!r || blob_give_made(page, r, end_response)) return r;
    MHD_destroy_response(r);
    return blob_made(page);
}

static enum MHD_Result answer(struct exchange *x, struct MHD_Connection *c)
{
    struct reply reply;
    flow_reply(x, &reply);
    deadline(c, x->core->config.limits.answer_ms + (int64_t)(x->sent / (64 * 1024)) * MS_SECOND);
    bool shared = reply.same_for_all && !reply.close;
    struct MHD_Response *r = shared ? shared_response(&reply) : make_response(&reply);
    enum MHD_Result queued = r ? MHD_queue_response(c, (unsigned)reply.status, r) : MHD_NO;
    if (r && !shared) MHD_destroy_response(r);
    reply_release(&reply);
    return queued;
}

/* Suspends before anybody else can see x: a writer may resume it at once (measured trap). */
static enum MHD_Result send_away(struct exchange *x, struct MHD_Connection *c)
{
    deadline(c, -1);
    MHD_suspend_connection(c);
    if (!flow_send_away(x)) MHD_resume_connection(c);
    return MHD_YES;
}

static enum MHD_Result on_request(void *cls, struct MHD_Connection *c, const char *url, const char *method,
                                  const char *version, const char *data, size_t *size, void **con_cls)
{
    struct exchange *x = *con_cls;
    (void)cls;
    (void)url;
    if (!x) return MHD_NO;
    if (!x->began_us) {
        if (!begin(x, c, method, version)) return x->step == FLOW_ANSWERED ? answer(x, c) : MHD_NO;
        deadline(c, flow_body_ms(x));
        return MHD_YES;
    }
    if (*size) {
        bool go_on = flow_body(x, data, *size);
        *size = 0;
        return go_on ? MHD_YES : MHD_NO;
    }
    deadline(c, -1);
    return flow_run(x) ? answer(x, c) : send_away(x, c);
}

/* ---- /metrics, on a listener of its own ---- */

static enum MHD_Result on_metrics(void *cls, struct MHD_Connection *c, const char *url, const char *method,
                                  const char *version, const char *data, size_t *size, void **con_cls)
{
    struct http_server *s = cls;
    (void)version;
    (void)data;
    if (!*con_cls) {
        *con_cls = s; /* answered at the second call, when the request is whole */
        return MHD_YES;
    }
    *size = 0;
    struct buf out = buf_new(METRICS_MAX);
    bool found = strcmp(url, "/metrics") == 0 && strcmp(method, "GET") == 0;
    if (found) ops_metrics(&s->core, reaper_connections(s->reaper), reaper_ended(s->reaper), &out);
    size_t len = 0;
    char *bytes = buf_take(&out, &len);
    if (!bytes) return MHD_NO;
    struct MHD_Response *r = MHD_create_response_from_buffer(len, bytes, MHD_RESPMEM_MUST_FREE);
    if (!r) return MHD_NO;
    MHD_add_response_header(r, "Content-Type", "text/plain; version=0.0.4");
    enum MHD_Result queued = MHD_queue_response(c, found ? 200 : 404, r);
    MHD_destroy_response(r);
    return queued;
}

/* ---- Start and stop ---- */

static err_code open_listeners(struct http_server *s, kb_err *err)
{
    const struct http_config *c = &s->core.config;
    if (c->unix_path)
        ERR_TRY(listen_unix(&s->fd, c->unix_path, err));
    else
        ERR_TRY(listen_tcp(&s->fd, c->address, c->port, &s->port, err));
    if (c->metrics_port < 0) return OK;
    return listen_tcp(&s->metrics_fd, "127.0.0.1", c->metrics_port, &s->metrics_port, err);
}

static err_code start_metrics(struct http_server *s, kb_err *err)
{
    if (s->metrics_fd < 0) return OK;
    s->metrics = MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ITC, 0, NULL, NULL, on_metrics, s,
                                  MHD_OPTION_LISTEN_SOCKET, s->metrics_fd, MHD_OPTION_CONNECTION_LIMIT, 16U,
                                  MHD_OPTION_CONNECTION_TIMEOUT, METRICS_TIMEOUT_S, MHD_OPTION_END);
    return s->metrics ? OK : err_set(err, ERR_IO, "the metrics listener does not start");
}

static err_code start_daemon(struct http_server *s, kb_err *err)
{
    const struct http_limits *l = &s->core.config.limits;
    s->daemon = MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ITC, 0, NULL, NULL, on_request, s,
        MHD_OPTION_LISTEN_SOCKET, s->fd, MHD_OPTION_THREAD_POOL_SIZE, (unsigned)l->threads, MHD_OPTION_CONNECTION_LIMIT,
        (unsigned)l->connections, MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)POOL_BYTES, MHD_OPTION_STRICT_FOR_CLIENT,
        1, MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 1, MHD_OPTION_NOTIFY_CONNECTION, on_connection, s,
        MHD_OPTION_NOTIFY_COMPLETED, on_completed, s, MHD_OPTION_URI_LOG_CALLBACK, on_uri, s, MHD_OPTION_END);
    return s->daemon ? OK : err_set(err, ERR_IO, "the HTTP threads do not start");
}

static err_code start_all(struct http_server *s, const struct http_config *config, kb_err *err)
{
    ERR_TRY(core_init(&s->core, config, err));
    ERR_TRY(open_listeners(s, err));
    ERR_TRY(reaper_start(&s->reaper, s->core.config.limits.reap_ms, err));
    ERR_TRY(start_metrics(s, err));
    return start_daemon(s, err);
}

err_code http_start(struct http_server **out, const struct http_config *config, kb_err *err)
{
    struct http_server *s = calloc(1, sizeof *s);
    if (!s) return err_set(err, ERR_NOMEM, "no memory for the server");
    s->fd = s->metrics_fd = -1;
    err_code code = start_all(s, config, err);
    if (code != OK)
        http_stop(s);
    else
        *out = s;
    return code;
}

int http_port(const struct http_server *s)
{
    return s->port;
}

int http_metrics_port(const struct http_server *s)
{
    return s->metrics_port;
}

static void nap(void)
{
    nanosleep(&(struct timespec){0, STEP_MS * 1000000}, NULL);
}

/* New requests get 503 from here on; those let in may finish, within their time. Then nobody is sent away any more and
 * the queues are waited for, since the library aborts when it stops with a suspended connection (measured). The writer
 * and the workers run on meanwhile, so this ends. MHD_quiesce_daemon would keep new connections out, but it takes the
 * listening socket out of each thread's epoll set while that thread may be doing the same, which aborts too
 * (measured, 0.9.75). */
static void finish_requests(struct http_server *s)
{
    atomic_store(&s->core.stopping, true);
    int64_t until = clock_monotonic_ms() + s->core.config.limits.stop_ms;
    while (atomic_load(&s->core.in_flight) && clock_monotonic_ms() < until) nap();
    atomic_store(&s->core.closed, true);
    while (atomic_load(&s->core.away)) nap();
}

void http_stop(struct http_server *s)
{
    if (!s) return;
    finish_requests(s);
    if (s->metrics) MHD_stop_daemon(s->metrics);
    if (s->core.config.unix_path && s->fd >= 0) unlink(s->core.config.unix_path);
    if (s->daemon)
        MHD_stop_daemon(s->daemon); /* closes the listening socket */
    else if (s->fd >= 0)
        close(s->fd);
    if (s->reaper) reaper_stop(s->reaper);
    reaper_free(s->reaper);
    core_release(&s->core);
    free(s);
}

static sigset_t signals_that_stop(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGHUP);
    return set;
}

void http_block_signals(void)
{
    const sigset_t set = signals_that_stop();
    pthread_sigmask(SIG_BLOCK, &set, NULL);
    signal(SIGPIPE, SIG_IGN);
}

int http_wait_for_signal(void)
{
    const sigset_t set = signals_that_stop();
    int which = 0;
    while (sigwait(&set, &which) != 0) continue;
    return which;
}

uint64_t http_count_status(const struct http_server *s, int status)
{
    return metrics_status(s->core.metrics, status);
}

uint64_t http_count_reaped(const struct http_server *s)
{
    return reaper_ended(s->reaper);
}

size_t http_in_flight(const struct http_server *s)
{
    return atomic_load(&s->core.in_flight);
}
