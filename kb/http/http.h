/* http.h - the server as its program sees it: start, serve, stop.
 *
 *     struct http_config config = http_config_default();
 *     config.address = "127.0.0.1"; config.port = 8080;
 *     config.routes = kb_routes; ...
 *     http_block_signals();                                  before any thread starts
 *     ERR_TRY(http_start(&server, &config, err));
 *     http_wait_for_signal();                                SIGTERM, SIGINT or SIGHUP
 *     http_stop(server);                                     refuses new work, lets the writer drain, answers, ends
 *
 * The writer, the store behind the desks and everything else the config points to outlive the server: stop the server
 * first, then the writer.
 */
#ifndef KB_HTTP_HTTP_H
#define KB_HTTP_HTTP_H

#include "kb/base/buf.h"
#include "kb/base/clock.h"
#include "kb/base/log.h"
#include "kb/http/desk.h"
#include "kb/http/request.h"
#include "kb/http/routes.h"

#ifdef __cplusplus
extern "C" {
#endif

struct writer;

/* Times in milliseconds; design section 9 has the reasons. */
struct http_limits {
    int header_ms;     /* 10 s: from the first byte (or the previous answer's end) to the empty line */
    int form_ms;       /* 30 s: the body of a form */
    int answer_ms;     /* 60 s, plus 1 s per 64 KiB: the reader takes the answer. Uploads get form_ms plus the same */
    int keep_alive_ms; /* 15 s: between two requests */
    int stop_ms;       /* 10 s: how long a stop waits for answers under way */
    int desk_wait_ms;  /* 2 s: for a desk */
    int reap_ms;       /* 100: how often deadlines are looked at */
    size_t in_flight;  /* 256 requests between their last byte and the end of their answer; health and assets beside */
    size_t bodies, bodies_each;            /* 256, 16: whose body is not in yet, in all and from one place (caller.h) */
    size_t connections;                    /* 10,000, or what the number of descriptors allows */
    size_t form_bytes, upload_bytes;       /* 1 MiB, 20 MiB */
    size_t threads;                        /* 0: max(4, 2 x cores) */
    size_t workers, talkers, worker_queue; /* 2, 2, 16 for each of the two */
    size_t makes;       /* 4: what another program makes, and what waits for it; one of each person */
    size_t cache_bytes; /* 8 MiB: encoded answers and signed-out pages */
    int page_ms;        /* 60 s: a kept signed-out page at most */
    size_t rate, burst; /* requests a second, and at once, from one place (flood.h); rate 0: no limit */
};

/* What /readyz and /metrics tell about the rest of the program. */
struct http_health {
    bool ready;
    const char *why; /* static; when not ready: "index-rebuild", ... */
    int64_t seq;     /* of the log; for lag only, never shown */
    int64_t index_seq;
};

struct http_config {
    /* Where to listen: a unix socket when unix_path is set, else address and port (0: any free one). */
    const char *address;
    int port;
    const char *unix_path;
    int metrics_port; /* on 127.0.0.1, a listener of its own; 0: any free one; -1: none */

    bool behind_proxy; /* TLS in front: https, the last X-Forwarded-For is the client */
    const char *proxy; /* its address, whose X-Forwarded-For counts; NULL or "": one on this machine */
    bool plain_cookie; /* session.h */
    const char *const
        *hosts; /* Host values that are ours; none: any on a unix socket or behind a proxy, else loopback */
    size_t n_hosts;

    const struct route *routes;
    size_t n_routes;
    const char *sign_in;         /* page for who must sign in: "/inloggen"; NULL: 401 only */
    route_handle *sign_in_first; /* a form without a session that counts: the page to sign in, with the form along */
    const char *site;            /* name of the installation, where the store was not asked */
    bool demo;

    struct desk_pool *desks; /* at least http_desks of them; NULL: no desks at all (tests without a store) */
    struct writer *writer;

    /* Fills session, actor, person_name, editor, ... of the request from req->store and its cookie; leaves them when
     * nobody is signed in. Called once on the HTTP thread and again inside the writer's transaction. NULL: nobody. */
    err_code (*identify)(kb_req *req, kb_err *err);

    /* A number that changes with every change of what signed-out readers can see. NULL: no page is kept. */
    int64_t (*epoch)(void *app);
    void (*health)(void *app, struct http_health *out); /* NULL: always ready */
    void (*more_metrics)(void *app, struct buf *out);   /* NULL: none */
    void *app;

    struct kb_clock clock;
    const struct kb_log *log;
    struct http_limits limits;
};

struct http_config http_config_default(void);

/* Desks that a server with these limits uses at once: as many as it has threads, workers and makers. */
size_t http_desks(const struct http_limits *limits);

struct http_server;

/* Listens and serves. ERR_CONFLICT when the address is in use, ERR_INVALID when it cannot be understood, ERR_INTERNAL
 * for a bad route; the cause is one line for the administrator. */
MUST_CHECK err_code http_start(struct http_server **out, const struct http_config *config, kb_err *err);

/* The ports that were taken; 0 for none. */
int http_port(const struct http_server *s);
int http_metrics_port(const struct http_server *s);

/* Graceful stop and release; waits at most limits.stop_ms for answers under way. NULL is allowed. */
void http_stop(struct http_server *s);

/* SIGTERM, SIGINT and SIGHUP are blocked in this thread and all it starts; SIGPIPE is ignored. */
void http_block_signals(void);
/* Waits for one of the three and returns which. */
int http_wait_for_signal(void);

/* For tests: answers with this status so far; connections ended by a deadline. */
uint64_t http_count_status(const struct http_server *s, int status);
uint64_t http_count_reaped(const struct http_server *s);

/* Requests between their last byte and the end of their answer, at this moment. */
size_t http_in_flight(const struct http_server *s);

#ifdef __cplusplus
}
#endif
#endif
