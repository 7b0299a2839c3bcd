/* request.h - one question, after the guard, the router and the form table have had their say.
 *
 * A page gets nothing else. Everything in it lives as long as the request: put what you make in req->arena. The arena
 * has one owner at a time: HTTP thread, queue, writer thread, HTTP thread.
 *
 * All text here is valid UTF-8 without NUL (guard.h, flow_head.c, form.h).
 */
#ifndef KB_HTTP_REQUEST_H
#define KB_HTTP_REQUEST_H

#include "kb/base/arena.h"
#include "kb/base/clock.h"
#include "kb/base/err.h"
#include "kb/base/log.h"
#include "kb/base/text.h"
#include "kb/http/caller.h"
#include "kb/http/desk.h"
#include "kb/http/form.h"

#ifdef __cplusplus
extern "C" {
#endif

struct actor;
struct http_core;
struct route;
struct store;
struct svc_reads;
struct writer;

/* HEAD is routed as GET; `head` in the request tells them apart, and nobody needs to. */
enum http_method { METHOD__NONE = 0, GET, POST, METHOD__COUNT };

enum { REQ_PARAMS_MAX = 4, REQ_ID_LEN = 26, SESSION_TOKEN_LEN = 43, REQ_ARENA_MAX = 24 * 1024 * 1024 };

/* A {name} of the route's pattern, decoded. */
struct req_param {
    const char *name;
    text value;
};

struct req_pair {
    text name, value;
};

/* Who is signed in, as the sessions table knows it. */
struct req_session {
    unsigned char key[32];  /* SHA-256 of the token: the row in the store */
    char person[27];        /* id */
    kb_time signed_in_at;   /* for what asks a sign-in not older than 15 minutes */
    bool second;            /* a second factor was given */
    bool sso;               /* begun at the identity provider */
    unsigned char csrf[32]; /* secret of the session's form tokens (csrf.h) */
};

typedef struct kb_req {
    enum http_method method;
    bool head;
    const struct route *route;
    text path;   /* decoded, begins with / */
    text target; /* path and query as sent, at most 8 KiB: for "verder=" links */
    struct req_param params[REQ_PARAMS_MAX];
    size_t n_params;
    struct form_pair *query;
    size_t n_query;
    struct form_pair *pairs; /* the form as sent, for showing it again; read with req_sent() */
    size_t n_pairs;
    struct form form;

    /* Headers that matter; "" when absent. */
    text host, origin, sec_fetch_site, content_type, accept, accept_encoding, accept_language, if_none_match, cookie,
        referer, user_agent, authorization;

    text bearer;                        /* with which a program asks (bearer.h); ptr NULL: none does */
    unsigned scope;                     /* of that token once it was found good (svc_token_scope); 0: none */
    struct req_session *session;        /* NULL: signed out */
    const struct actor *actor;          /* never NULL in a page: the anonymous actor when signed out */
    const char *person_name;            /* for the greeting; "" when signed out */
    const char *site;                   /* name of this installation */
    bool lacks_second;                  /* must set up a second factor before changing anything */
    bool in_group, editor, admin, demo; /* for the menu and the outer door; rights are policy's word */
    bool wants_json;                    /* a token, an address below /api/, or Accept prefers JSON over HTML */
    int wait;                           /* seconds, of ERR_TOO_MANY */
    bool https;                         /* TLS in front, as configured */
    bool plain_cookie;                  /* session.h */
    char client[CALLER_ADDRESS_BYTES];  /* address of the client (caller.h): for limits, never for the log */
    char id[REQ_ID_LEN + 1];            /* names this request in the log and in X-Request-Id */
    kb_time now;

    arena *arena;
    struct desk *desk;       /* on the HTTP and worker threads; NULL on the writer thread */
    struct store *store;     /* the store to use now: desk->store, or the writer's inside its savepoint */
    struct writer *writer;   /* for writer_note */
    struct http_core *core;  /* the server's own */
    struct svc_reads *reads; /* what is shown that not everybody may read: noted before it is answered (flow.c) */
    const struct kb_log *log;
    void *app;    /* what the program gave the server (struct http_config.app) */
    void *result; /* what `check` and `write` leave for the handler that shows; in the arena */
} kb_req;

/* {name} of the pattern; "" when the pattern has none. */
text req_param(const kb_req *req, const char *name);

/* The first value of a query parameter, "" when absent. Parameters nobody asks for are ignored. */
text req_query(const kb_req *req, const char *name);
/* The nth (from 0) value; false when there are not so many. */
bool req_query_nth(const kb_req *req, const char *name, size_t nth, text *value);
/* A whole number in the query; `otherwise` when absent, no number, or outside least..most. */
int64_t req_query_int(const kb_req *req, const char *name, int64_t least, int64_t most, int64_t otherwise);

/* Checked answers of the form: "" / 0 / false when not given. */
text req_field(const kb_req *req, const char *name);
int64_t req_field_int(const kb_req *req, const char *name);
bool req_field_bool(const kb_req *req, const char *name);
bool req_field_nth(const kb_req *req, const char *name, size_t nth, text *value);

/* What was typed, also when the form was refused: to fill it in again. Never for FIELD_SECRET. */
text req_sent(const kb_req *req, const char *name);
bool req_sent_nth(const kb_req *req, const char *name, size_t nth, text *value);

/* The value of a cookie, "" when absent. */
text req_cookie(const kb_req *req, const char *name);

/* True when the session's sign-in is not older than 15 minutes (design section 9, "acting"). */
bool req_is_fresh(const kb_req *req);

#ifdef __cplusplus
}
#endif
#endif
