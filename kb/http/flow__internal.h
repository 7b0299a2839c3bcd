/* flow__internal.h - inside kb/http: the way of one request through the house, without the library that reads and
 * writes it.
 *
 *     headers   guard, route, a share of the bodies       flow_headers     may answer at once
 *     body      bytes into a bounded buffer               flow_body
 *     run       room, who, may enter, CSRF, form, handler flow_run         answers, or asks to be sent away
 *     away      writer or worker queue, suspended         flow_send_away   resume() is called when it is back
 *     run       the handler that shows                    flow_run
 *     reply     dressed                                   flow_reply
 *     end       the connection took it, or went away      flow_free
 *
 * An exchange has one owner at a time: the HTTP thread, then the queue and its thread, then the HTTP thread again. It
 * is freed in flow_free only, which the library calls when nobody else can touch it.
 */
#ifndef KB_HTTP_FLOW__INTERNAL_H
#define KB_HTTP_FLOW__INTERNAL_H

#include "kb/http/core__internal.h"
#include "kb/http/reply__internal.h"
#include "kb/service/service.h"

enum flow_step {
    FLOW_RUN,      /* not run yet */
    FLOW_AWAY,     /* must be sent to the writer or the workers, or is there */
    FLOW_BACK,     /* was there; code and err say how it went */
    FLOW_ANSWERED, /* res, or page, is the answer */
};

struct exchange {
    struct http_core *core;
    char *uri; /* as sent, cut behind the limit; owned */
    size_t uri_len;
    int64_t began_us;

    arena *arena;
    kb_req req;
    kb_res res;
    kb_err err;
    struct route_match match;
    size_t body_max, body_seen;
    struct buf body;
    struct share share;  /* of core->bodies until the body is in; then of core->makes, for a maker */
    bool counted;        /* in core->in_flight */
    bool reads_own_page; /* page_may_be_kept */
    int64_t epoch;
    struct blob *page; /* a kept page that is the answer, until it went out */

    enum flow_step step;
    err_code code;          /* of the writer or worker */
    struct svc_reads reads; /* what the answer shows that not everybody may read */
    bool noting;            /* the answer stands, and waits until that is written down */
    void (*resume)(struct exchange *x);
    void *connection; /* of whoever calls */
    int fd;           /* the same, to see whether somebody is still there; -1: not known */

    int status; /* of the reply, for the log line */
    size_t sent;
};

/* A new exchange for the address as sent. NULL without memory. */
struct exchange *flow_new(struct http_core *core, const char *uri, void (*resume)(struct exchange *x));
void flow_free(struct exchange *x);

/* What the library knows when the headers are in. */
struct flow_head {
    struct raw_request raw;
    const char *peer; /* an address that caller_address wrote, "" on a unix socket */
};

/* True: go on, read the body if there is one, and flow_run. False: x is answered, and its connection ends: the library
 * ends every one that is answered before its request was read. */
bool flow_headers(struct exchange *x, const struct flow_head *head);

/* False: far too much, end the connection without an answer. */
bool flow_body(struct exchange *x, const char *bytes, size_t len);

/* Milliseconds that the body may take. */
int flow_body_ms(const struct exchange *x);

/* Runs what can be run here. True: x is answered. False: suspend the connection, then call flow_send_away. */
bool flow_run(struct exchange *x);

/* Puts x in the queue of its route. False: the queue is full; resume and run again, x knows. */
bool flow_send_away(struct exchange *x);

void flow_reply(struct exchange *x, struct reply *reply);

/* ---- Shared by flow_head.c and flow.c */
extern const struct route flow__not_found;

/* Who asks, until the store says otherwise. */
extern const struct actor flow__nobody;
int64_t flow__now_us(void);

/* Answers with this error, and with this status where it is not 0. */
void flow__fail(struct exchange *x, err_code code, int status, const char *why);

#endif
