/* routes.h - THE table: every address, who may ask for it, and on which thread it runs.
 *
 *     { GET,  "/stukken/{id}", NEED_PUBLIC, RUN_READER, page_practice, .help = "Read one practice by its id" },
 *     { POST, "/stukken/{id}/bewerken", NEED_PERSON, RUN_WRITER, page_edit_saved, .help = "Save the working copy, ...",
 *       .write = page_edit_write, .refused = page_edit_refused, .form = edit_form },
 *
 * `need` is the outer door only: what somebody may do with a certain practice is policy_may's word, asked inside the
 * handler by the service. The zero role denies, and so does the zero run place: a row that forgets one fails the test
 * of the table and is never served.
 *
 * Where a route runs (design section 6):
 *   RUN_READER  `handle` in place on the HTTP thread, with a desk.
 *   RUN_WRITER  form checked -> `check` (HTTP thread, with a desk; optional: rendering, privacy scan) -> `write` on the
 *               writer thread in the transaction (req->store; no desk) -> commit -> `handle` (HTTP thread, with a fresh
 *               desk), which normally redirects.
 *   RUN_WORKER  form checked -> `handle` on the small pool for slow work (argon2), with a desk; if `write` is set it
 *               follows on the writer thread, and then `show` runs on the HTTP thread.
 *   RUN_TALKER  the same on a pool of its own, for what waits for another machine: without a desk, so that a provider
 *               that is slow keeps nobody from reading or from signing in by password. Its `refused` shows every
 *               failure, of a GET as well.
 *   RUN_MAKER   the same for what another program makes (pdf.h), with a desk: one at a time on a pool of its own, so
 *               that nobody is kept from signing in. Few may wait, one of each person; the rest hears ERR_BUSY.
 * What waits for a pool is not begun when who asked has left meanwhile.
 *
 * Where a program may ask with a token of a person (bearer.h) is the column `tokens`: reading only, and never more than
 * that person may.
 *
 * When the form is refused, or check or write fails with a 4xx, `refused` (if set) shows the form again with req_sent()
 * and the reasons in `why`; the status is that of the error. Otherwise the error page is the answer.
 */
#ifndef KB_HTTP_ROUTES_H
#define KB_HTTP_ROUTES_H

#include "kb/http/request.h"
#include "kb/http/response.h"

#ifdef __cplusplus
extern "C" {
#endif

enum route_need {
    NEED__DENIED = 0,
    NEED_PUBLIC,  /* anybody; the page itself asks policy what this actor may see */
    NEED_PERSON,  /* somebody signed in */
    NEED_EDITOR,  /* an editor of the network */
    NEED_STEWARD, /* an editor or an administrator: what both have a hand in */
    NEED_ADMIN,   /* an administrator of the installation */
    NEED__COUNT
};

enum route_run { RUN__NOWHERE = 0, RUN_READER, RUN_WRITER, RUN_WORKER, RUN_TALKER, RUN_MAKER, RUN__COUNT };

enum route_flag {
    ROUTE_FRESH = 1,      /* asks a sign-in not older than 15 minutes */
    ROUTE_UPLOAD = 2,     /* body up to 20 MiB and the upload deadline; else 1 MiB */
    ROUTE_SIGNED_OUT = 4, /* a POST that needs no session: Origin is the whole CSRF proof (csrf.h) */
    ROUTE_CACHED = 8,     /* a signed-out GET whose answer depends on address, store and index alone: may be kept */
    ROUTE_NO_DESK = 16,   /* needs no store: /healthz, assets */
    ROUTE_MACHINE = 128,  /* a POST by another machine, whose proof is in what it sends: no Origin is asked */
    ROUTE_SETUP = 64,     /* also for who must still set up a second factor */
    ROUTE_ONCE = 32       /* the same form sent twice is carried out once; its page needs nothing of `write` */
};

typedef err_code route_handle(kb_req *req, kb_res *res, kb_err *err);
typedef err_code route_write(kb_req *req, kb_err *err);
typedef err_code route_check(kb_req *req, kb_err *err);
typedef err_code route_refused(kb_req *req, kb_res *res, const kb_err *why, kb_err *err);

struct route {
    enum http_method method;
    const char *pattern; /* segments are literal or {name}; at most REQ_PARAMS_MAX names */
    enum route_need need;
    enum route_run run;
    route_handle *handle;
    const char *help;
    route_write *write;
    route_handle *show;
    route_check *check;
    route_refused *refused;
    unsigned tokens;               /* which scopes of a token (svc_token_scope) open it to a program; 0: none does */
    const struct form_field *form; /* POST: its fields, closed by FORM_END; NULL: no field at all is taken */
    unsigned flags;
};

/* The product's table, in routes.c. */
extern const struct route kb_routes[];
extern const size_t kb_routes_count;

/* Operational routes that every server has (/healthz, /readyz, /static/{name}), in ops.c. */
extern const struct route ops_routes[];
extern const size_t ops_routes_count;

/* Names for `kb routes` and for tests. */
const char *route_need_name(enum route_need need);
const char *route_run_name(enum route_run run);
const char *http_method_name(enum http_method method);
const char *route_token_names(unsigned tokens); /* "feeds,read"; "-" for none */

#ifdef __cplusplus
}
#endif
#endif
