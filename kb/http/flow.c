#include "kb/http/flow__internal.h"

#include "kb/base/cleanup.h"
#include "kb/http/csrf.h"
#include "kb/http/guard.h"
#include "kb/http/page.h"
#include "kb/http/problem.h"
#include "kb/http/reads.h"
#include "kb/service/writer.h"
#include "kb/store/store.h"

#include <poll.h>

enum { BODY_PATIENCE = 4, UPLOAD_RATE = 64 * 1024 };

bool flow_body(struct exchange *x, const char *bytes, size_t len)
{
    x->body_seen += len;
    if (x->body_seen <= x->body_max) buf_put(&x->body, text_of(bytes, len));
    return x->body_seen <= BODY_PATIENCE * x->body_max; /* beyond the limit it is read and thrown away, for a while */
}

int flow_body_ms(const struct exchange *x)
{
    const struct http_limits *l = &x->core->config.limits;
    if (!x->req.route || !(x->req.route->flags & ROUTE_UPLOAD)) return l->form_ms;
    return l->form_ms + (int)(l->upload_bytes / UPLOAD_RATE) * MS_SECOND;
}

/* ---- Desks ---- */

static err_code sit_down(kb_req *req, kb_err *err)
{
    if (req->desk || !req->core->config.desks || req->route->flags & ROUTE_NO_DESK) return OK;
    ERR_TRY(desk_borrow(req->core->config.desks, &req->desk, err));
    req->store = req->desk->store;
    return OK;
}

static void stand_up(kb_req *req)
{
    if (req->desk) desk_return(req->core->config.desks, req->desk);
    req->desk = NULL;
    req->store = NULL;
}

/* ---- Who, and may they come in ---- */

static err_code enter_as(const kb_req *req, kb_err *err)
{
    const bool holds[NEED__COUNT] = {[NEED_PUBLIC] = true,
                                     [NEED_PERSON] = req->session || req->scope,
                                     [NEED_EDITOR] = req->editor,
                                     [NEED_STEWARD] = req->editor || req->admin,
                                     [NEED_ADMIN] = req->admin};
    enum route_need need = req->route->need;
    if (req->bearer.ptr && !req->scope) return err_set(err, ERR_TOKEN, "nobody said whose token it is");
    if (req->scope && !(req->scope & req->route->tokens)) return err_set(err, ERR_SCOPE, "a token for something else");
    if ((unsigned)need >= NEED__COUNT || !holds[need])
        return err_set(err, req->session ? ERR_FORBIDDEN : ERR_SIGN_IN, "the route asks for %s", route_need_name(need));
    if (req->route->flags & ROUTE_FRESH && !req_is_fresh(req))
        return err_set(err, ERR_SIGN_IN, "the sign-in is too old for this");
    if (req->method == POST && need != NEED_PUBLIC && req->lacks_second && !(req->route->flags & ROUTE_SETUP))
        return err_set(err, ERR_SECOND, "no second factor yet");
    return OK;
}

/* Nobody, until the store says otherwise: what an earlier look found does not count any more. */
static err_code identify(kb_req *req, kb_err *err)
{
    const struct http_config *c = &req->core->config;
    if (!c->identify || !req->store) return OK;
    req->session = NULL;
    req->actor = &flow__nobody;
    req->person_name = "";
    req->scope = 0;
    req->in_group = req->editor = req->admin = req->lacks_second = false;
    return c->identify(req, err);
}

/* Asked on the HTTP thread, and again inside the transaction that writes: there it counts. */
static err_code identify_and_enter(kb_req *req, kb_err *err)
{
    ERR_TRY(identify(req, err));
    return enter_as(req, err);
}

static err_code check_origin(const kb_req *req, kb_err *err)
{
    if (req->route->flags & ROUTE_MACHINE) return OK;
    if (req->method != POST || csrf_origin_ok(req->origin, req->sec_fetch_site, req->https, req->host)) return OK;
    return err_set(err, ERR_CSRF, "origin is not ours");
}

static err_code check_token(const kb_req *req, kb_err *err)
{
    if (req->method != POST) return OK;
    if (!req->session)
        return req->route->flags & ROUTE_SIGNED_OUT ? OK : err_set(err, ERR_SIGN_IN, "a change without a session");
    return csrf_token_ok(req->session->csrf, req_sent(req, CSRF_FIELD)) ? OK : err_set(err, ERR_CSRF, "form token");
}

/* ---- The form ---- */

static bool media_type_is(text content_type, const char *type)
{
    return text_eq_ascii(text_trim(text_slice(content_type, 0, text_find_byte(content_type, ';', 0))), type);
}

static err_code split_form(struct exchange *x, kb_err *err)
{
    kb_req *req = &x->req;
    if (req->method != POST) return OK;
    if (x->body_seen > x->body_max) return err_set(err, ERR_TOO_LARGE, "body over the limit of its route");
    if (x->body.failed) return err_set(err, ERR_NOMEM, "no memory for the body");
    text body = buf_text(&x->body);
    if (!body.len && !req->content_type.len) return OK;
    if (media_type_is(req->content_type, "application/x-www-form-urlencoded"))
        return form_split_urlencoded(body, x->arena, &req->pairs, &req->n_pairs, err);
    if (media_type_is(req->content_type, "multipart/form-data"))
        return form_split_multipart(req->content_type, body, x->arena, &req->pairs, &req->n_pairs, err);
    return err_set(err, ERR_MEDIA_TYPE, "no form");
}

static err_code check_form(struct exchange *x, kb_err *err)
{
    kb_req *req = &x->req;
    if (req->method != POST || req->route->flags & ROUTE_MACHINE) return OK; /* what it says more is passed over */
    return form_check(req->route->form, req->pairs, req->n_pairs, CSRF_FIELD, x->arena, &req->form, err);
}

/* ---- Answers ---- */

static void answered(struct exchange *x)
{
    if (!x->res.status) x->res.status = 200;
    x->step = FLOW_ANSWERED;
}

/* Failures whose form can be shown again with its reasons: never to somebody who may not have it. A refused sign-in
 * says nothing of who may. */
static bool form_can_return(const struct exchange *x)
{
    static const err_code other_page[] = {ERR_SIGN_IN, ERR_SECOND, ERR_CSRF,       ERR_NOT_FOUND,
                                          ERR_GONE,    ERR_METHOD, ERR_BAD_REQUEST};
    int status = err_http_status(x->err.code);
    if (x->req.route->run == RUN_TALKER) return true;
    for (size_t i = 0; i < sizeof other_page / sizeof other_page[0]; i++)
        if (x->err.code == other_page[i]) return false;
    if (x->err.code == ERR_FORBIDDEN && !(x->req.route->flags & ROUTE_SIGNED_OUT)) return false;
    return x->req.route->refused && status >= 400 && status < 500 && x->req.method == POST;
}

static bool show_form_again(struct exchange *x)
{
    kb_err why = x->err;
    buf_clear(&x->res.body);
    x->res.status = 0;
    x->res.n_headers = 0;
    if (sit_down(&x->req, &x->err) != OK || x->req.route->refused(&x->req, &x->res, &why, &x->err) != OK) return false;
    if (!x->res.status || x->res.status == 200) x->res.status = err_http_status(why.code);
    return true;
}

static bool send_to_sign_in(struct exchange *x)
{
    const char *page = x->core->config.sign_in;
    if (x->err.code != ERR_SIGN_IN || !page || x->req.method != GET || x->req.wants_json) return false;
    buf_clear(&x->res.body);
    res_redirect(&x->res, "%s", page_sign_in_link(&x->req, page));
    return true;
}

/* What was typed before the session ended is not lost (design section 9). */
static bool keep_form(struct exchange *x)
{
    route_handle *handler = x->core->config.sign_in_first;
    if (x->err.code != ERR_SIGN_IN || !handler || x->req.method != POST || x->req.wants_json) return false;
    kb_err why = {0};
    buf_clear(&x->res.body);
    x->res.n_headers = 0;
    return sit_down(&x->req, &why) == OK && handler(&x->req, &x->res, &why) == OK;
}

/* Every handler runs here; a body over its ceiling is a failure, not half a page. */
static err_code handle(struct exchange *x, route_handle *handler)
{
    x->err = (kb_err){0};
    err_code code = handler(&x->req, &x->res, &x->err);
    if (code != OK) x->err.code = code;
    if (code == OK && (x->res.body.failed || arena_failed(x->arena)))
        code = err_set(&x->err, ERR_NOMEM, "the answer is over its ceiling");
    return code;
}

/* ---- What not everybody may read: written down before it is answered, once an hour (design section 6) ---- */

static text reader_of(const struct exchange *x)
{
    return text_str(x->req.actor->person ? x->req.actor->person : x->req.client);
}

/* Leaves out what was written down within the hour. */
static bool must_note(struct exchange *x)
{
    struct svc_read *kept = NULL;
    for (const struct svc_read *r = x->reads.first; r; r = r->next) {
        if (reads_known(x->core->reads, reader_of(x), r, x->req.now)) continue;
        struct svc_read *read = ARENA_NEW(x->arena, struct svc_read);
        if (!read) break; /* `handle` looked at the arena before: what follows is written down as it is */
        *read = (struct svc_read){r->what, r->object, kept};
        kept = read;
    }
    if (!arena_failed(x->arena)) x->reads.first = kept;
    x->noting = x->reads.first != NULL;
    return x->noting;
}

/* The answer stands: it goes out, or waits for its row. One that sends elsewhere shows nothing. */
static void settle(struct exchange *x)
{
    bool elsewhere = x->res.status / 100 == 3;
    if (!x->noting && !elsewhere && must_note(x))
        x->step = FLOW_AWAY;
    else
        answered(x);
}

static err_code noted(struct exchange *x)
{
    for (const struct svc_read *r = x->reads.first; r; r = r->next)
        reads_remember(x->core->reads, reader_of(x), r, x->req.now);
    return OK;
}

/* ---- Running ---- */

/* x->err says what went wrong. */
static void fail(struct exchange *x)
{
    if (err_http_status(x->err.code) >= 500)
        log_line(x->core->config.log, x->err.code == ERR_BUSY ? KB_LOG_WARN : KB_LOG_ERROR, "http.failed",
                 "id=%s route=%s code=%s cause=%s", x->req.id, x->req.route->pattern, err_slug(x->err.code),
                 x->err.cause);
    if (!send_to_sign_in(x) && !keep_form(x)) {
        if (form_can_return(x) && show_form_again(x)) {
            settle(x);
            return;
        }
        problem_fill(&x->req, &x->res, &x->err, 0);
    }
    answered(x);
}

static bool answer_from_kept(struct exchange *x)
{
    x->reads_own_page = page_may_be_kept(x->core, &x->req);
    if (!x->reads_own_page) return false;
    x->epoch = x->core->config.epoch(x->core->config.app);
    x->page = page_find(x->core, &x->req, x->epoch);
    return x->page != NULL;
}

/* A form is taken apart first, so that it can wait for a sign-in; what is wrong with it is told to who may send it. */
static err_code run_first(struct exchange *x)
{
    kb_req *req = &x->req;
    kb_err wrong = {0};
    ERR_TRY(check_origin(req, &x->err));
    err_code split = split_form(x, &wrong);
    ERR_TRY(sit_down(req, &x->err));
    ERR_TRY(identify_and_enter(req, &x->err));
    if (split != OK) {
        x->err = wrong;
        return split;
    }
    ERR_TRY(check_token(req, &x->err));
    ERR_TRY(check_form(x, &x->err));
    if (req->route->run == RUN_READER) return handle(x, req->route->handle);
    if (req->route->check) ERR_TRY(req->route->check(req, &x->err));
    x->step = FLOW_AWAY;
    return OK;
}

static err_code run_back(struct exchange *x)
{
    kb_req *req = &x->req;
    if (x->code != OK) return x->code;
    if (x->noting) return noted(x);
    bool worker = req->route->run != RUN_WRITER;
    if (worker && !req->route->write) return OK; /* the worker answered */
    ERR_TRY(sit_down(req, &x->err));
    if (req->core->config.identify && req->store) ERR_TRY(req->core->config.identify(req, &x->err));
    return handle(x, worker ? req->route->show : req->route->handle);
}

/* True when there is room for one more. Who is refused does not count, so that a stop need not wait for them; health
 * and assets come from memory and are answered whatever the load. */
static bool take_room(struct exchange *x)
{
    if (x->req.route->flags & ROUTE_NO_DESK) return true;
    size_t before = atomic_fetch_add(&x->core->in_flight, 1);
    x->counted = before < x->core->config.limits.in_flight && !atomic_load(&x->core->stopping);
    if (!x->counted) atomic_fetch_sub(&x->core->in_flight, 1);
    return x->counted;
}

bool flow_run(struct exchange *x)
{
    if (x->step == FLOW_RUN) {
        shares_give(&x->share);
        if (!take_room(x)) flow__fail(x, ERR_BUSY, 0, "too many requests in flight, or stopping");
    }
    if (x->step == FLOW_ANSWERED) return true;
    if (x->step == FLOW_RUN && answer_from_kept(x)) {
        answered(x);
        return true;
    }
    err_code code = x->step == FLOW_BACK ? run_back(x) : run_first(x);
    if (code != OK) x->err.code = code;
    if (code != OK)
        fail(x);
    else if (x->step != FLOW_AWAY)
        settle(x);
    stand_up(&x->req);
    return x->step == FLOW_ANSWERED;
}

/* ---- Away: the writer and the workers ---- */

/* The form's token is new on every page that is drawn, so the same bytes come from the same page: sent twice by an
 * impatient click or a lost answer. */
static err_code carried_out_before(const struct exchange *x, bool *before, kb_err *err)
{
    const kb_req *req = &x->req;
    uint8_t key[STORE_TOKEN_HASH_BYTES];
    _cleanup_(buf_release)
    struct buf all = buf_new(x->body_max + sizeof key + GUARD_URI_MAX + 2);
    *before = false;
    if (!(req->route->flags & ROUTE_ONCE) || !req->session) return OK;
    buf_put(&all, text_of((const char *)req->session->key, sizeof req->session->key));
    buf_put(&all, req->path);
    buf_byte(&all, '\0');
    buf_put(&all, buf_text(&x->body));
    if (all.failed) return err_set(err, ERR_NOMEM, "a request that is asked once");
    store_sha256(buf_text(&all), key);
    err_code code = store_request_once(req->store, key, req->now, err);
    *before = code == ERR_CONFLICT;
    return *before ? OK : code;
}

static err_code run_write(struct store *store, void *ctx, kb_err *err)
{
    struct exchange *x = ctx;
    bool before = false;
    x->req.store = store;
    err_code code = identify_and_enter(&x->req, err);
    if (code == OK) code = carried_out_before(x, &before, err);
    if (code == OK && !before) code = x->req.route->write(&x->req, err);
    if (code == OK && arena_failed(x->arena)) code = err_set(err, ERR_NOMEM, "the request is over its ceiling");
    x->req.store = NULL;
    return code;
}

/* The exchange may be gone as soon as it is resumed. */
static void come_back(struct exchange *x, err_code code)
{
    struct http_core *core = x->core;
    x->code = code;
    x->step = FLOW_BACK;
    shares_give(&x->share);
    x->resume(x);
    atomic_fetch_sub(&core->away, 1);
}

static void write_done(void *ctx, err_code code, const kb_err *err)
{
    struct exchange *x = ctx;
    x->err = *err;
    come_back(x, code);
}

static err_code submit_write(struct exchange *x, kb_err *err)
{
    if (!x->core->config.writer) return err_set(err, ERR_INTERNAL, "no writer");
    return writer_submit(x->core->config.writer, &(struct writer_job){run_write, write_done, x}, err);
}

static err_code run_note(struct store *store, void *ctx, kb_err *err)
{
    struct exchange *x = ctx;
    struct svc svc = {.store = store, .actor = x->req.actor, .now = x->req.now, .arena = x->arena};
    return svc_reads_log(&svc, &x->reads, err);
}

static err_code submit_note(struct exchange *x, kb_err *err)
{
    if (!x->core->config.writer) return err_set(err, ERR_INTERNAL, "no writer");
    return writer_submit(x->core->config.writer, &(struct writer_job){run_note, write_done, x}, err);
}

/* Who closed their end does not wait for the answer, as proxies see it too. What a machine tells us counts anyway. */
static bool has_left(const struct exchange *x)
{
    struct pollfd end = {.fd = x->fd, .events = POLLRDHUP};
    return !(x->req.route->flags & ROUTE_MACHINE) && poll(&end, 1, 0) > 0;
}

static err_code work(struct exchange *x, kb_err *err)
{
    if (has_left(x)) return err_set(err, ERR_BUSY, "who asked left before it was their turn");
    if (x->req.route->run == RUN_TALKER) return handle(x, x->req.route->handle); /* what it writes asks again */
    ERR_TRY(sit_down(&x->req, err));
    ERR_TRY(identify_and_enter(&x->req, err));
    return handle(x, x->req.route->handle);
}

static void run_work(void *ctx)
{
    struct exchange *x = ctx;
    x->err = (kb_err){0};
    err_code code = work(x, &x->err);
    stand_up(&x->req);
    bool writes = code == OK && x->req.route->write, notes = code == OK && !writes && must_note(x);
    if (writes || notes) {
        code = writes ? submit_write(x, &x->err) : submit_note(x, &x->err);
        if (code == OK) return;
    }
    come_back(x, code);
}

static err_code submit_work(struct exchange *x, kb_err *err)
{
    struct http_core *core = x->core;
    enum route_run run = x->req.route->run;
    if (run == RUN_TALKER) return pool_submit(core->talkers, run_work, x, err);
    if (run == RUN_WORKER) return pool_submit(core->workers, run_work, x, err);
    if (!shares_take(&x->share, core->makes, reader_of(x))) return err_set(err, ERR_BUSY, "enough is being made");
    return pool_submit(core->makers, run_work, x, err);
}

static err_code submit(struct exchange *x, kb_err *err)
{
    if (atomic_load(&x->core->closed)) return err_set(err, ERR_BUSY, "the server stops");
    if (x->noting) return submit_note(x, err);
    if (x->req.route->run == RUN_WRITER) return submit_write(x, err);
    return submit_work(x, err);
}

/* Counted as away before `closed` is looked at, and http_stop sets `closed` before it looks at the count. */
bool flow_send_away(struct exchange *x)
{
    struct http_core *core = x->core;
    kb_err err = {0};
    atomic_fetch_add(&core->away, 1);
    err_code code = submit(x, &err);
    if (code == OK) return true; /* x belongs to somebody else now */
    atomic_fetch_sub(&core->away, 1);
    x->err = err;
    x->code = code;
    x->step = FLOW_BACK;
    return false;
}

void flow_reply(struct exchange *x, struct reply *reply)
{
    if (x->page) {
        reply_from_page(&x->req, blob_ref(x->page), reply);
    } else {
        reply_make(x->core, &x->req, &x->res, reply);
        if (x->reads_own_page) page_keep(x->core, &x->req, &x->res, reply, x->epoch);
    }
    reply->close = reply->close || atomic_load(&x->core->stopping);
    x->status = reply->status;
    x->sent = reply->body && reply->status != 304 && !x->req.head ? reply->body->len : 0;
}
