#include "tests/walls/house.h"

#include "kb/http/backoff.h"
#include "kb/http/pages.h"
#include "kb/http/resets.h"
#include "kb/http/session.h"

#include <ctype.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

const char *const who_names[WHO__COUNT] = {
    [ANYBODY] = "anybody",
    [NO_ROLE] = "an account without a role",
    [CLOSED] = "a closed account",
    [PARTICIPANT] = "a participant",
    [ELSEWHERE] = "a lead elsewhere",
    [MEMBER] = "a member",
    [LEAD] = "the lead",
    [SECOND_LEAD] = "the second lead",
    [EDITOR] = "an editor",
    [BOARD_MEMBER] = "a board member",
    [DEPUTY] = "a deputy",
    [MANDATED] = "a mandated member",
    [SECRETARY] = "a secretary",
    [OTHER_SECRETARY] = "a secretary who is not asked",
    [COORDINATOR] = "a coordinator",
    [STEERING_GROUP] = "the steering group",
    [ADMINISTRATOR] = "an administrator",
};

/* ---- Complaints ---- */

enum { SHOWN_MAX = 40 };
static int complaints;

void house_complain(const char *format, ...)
{
    char line[6000];
    va_list args;
    if (complaints++ >= SHOWN_MAX) return;
    va_start(args, format);
    vsnprintf(line, sizeof line, format, args);
    va_end(args);
    print_error("%s\n", line);
}

void house_judge(void)
{
    int n = complaints;
    complaints = 0;
    if (n) fail_msg("%d complaints", n);
}

/* ---- People ---- */

static const struct {
    enum who who;
    const char *sign_in, *name, *role, *kind, *scope;
} more_people[] = {
    {BOARD_MEMBER, "zqsgn01", "Bo Bestuur", "board-member", "organisation", "hjl"},
    {DEPUTY, "zqsgn02", "Pim Plaatsvervanger", "deputy", "organisation", "hjl"},
    {MANDATED, "zqsgn03", "Max Mandaat", "mandated", "organisation", "hjl"},
    {COORDINATOR, "zqsgn04", "Co Coordinator", "coordinator", "location", "nijmegen"},
    {CLOSED, "zqsgn05", "Dick Dicht", "editor", "network", ""},
};

static void fill_house(struct house *h)
{
    struct world *w = h->w;
    add_group(w, "Huur");
    add_group(w, "Schulden");
    fill_lists(w);
    fill_people(w);
    h->b = boards_of(w);
    h->persons[NO_ROLE] = w->nobody;
    h->persons[PARTICIPANT] = w->participant;
    h->persons[ELSEWHERE] = w->other;
    h->persons[MEMBER] = w->member;
    h->persons[LEAD] = w->lead;
    h->persons[SECOND_LEAD] = w->second;
    h->persons[EDITOR] = w->editor;
    h->persons[SECRETARY] = h->b.secretaries[0];
    h->persons[OTHER_SECRETARY] = h->b.secretaries[PARTNERS - 1];
    h->persons[STEERING_GROUP] = h->b.steering;
    h->persons[ADMINISTRATOR] = w->admin;
    for (size_t i = 0; i < COUNT_OF(more_people); i++) {
        const char *id = add_person(w, more_people[i].sign_in, more_people[i].name);
        give(w, id, more_people[i].role, more_people[i].kind, more_people[i].scope);
        h->persons[more_people[i].who] = id;
    }
    assert_done(AS(w, SYSTEM, svc_person_disable(SVC, text_str(h->persons[CLOSED]), true, ERR)));
}

static void cookie_of(enum who who, char cookie[SESSION_TOKEN_LEN + 1])
{
    memset(cookie, 'A' + (int)who, SESSION_TOKEN_LEN);
    cookie[SESSION_TOKEN_LEN] = '\0';
}

static void sign_everybody_in(struct house *h)
{
    struct world *w = h->w;
    for (enum who who = NO_ROLE; who < WHO__COUNT; who++) {
        char cookie[SESSION_TOKEN_LEN + 1];
        struct store_session s = {.second = w->svc.now,
                                  .person = h->persons[who],
                                  .created = w->svc.now,
                                  .last_seen = w->svc.now,
                                  .signed_in = w->svc.now,
                                  .trusted = true};
        cookie_of(who, cookie);
        store_sha256(text_str(cookie), s.token_hash);
        memset(s.csrf, 7, sizeof s.csrf);
        assert_done(AS(w, SYSTEM, store_session_add(w->store, &s, ERR)));
    }
}

void house_token(enum who who, const char *scope, char out[SVC_TOKEN_BYTES])
{
    size_t prefix = strlen(SVC_TOKEN_PREFIX);
    memcpy(out, SVC_TOKEN_PREFIX, prefix);
    memset(out + prefix, 'A' + (int)who, SVC_TOKEN_BYTES - 1 - prefix);
    out[prefix] = scope[0]; /* no two are alike */
    out[SVC_TOKEN_BYTES - 1] = '\0';
}

static void give_token(struct house *h, enum who who, const char *scope)
{
    struct world *w = h->w;
    char token[SVC_TOKEN_BYTES];
    struct store_token row = {.id = arena_printf(w->svc.arena, "%s-%d", scope, (int)who),
                              .person = h->persons[who],
                              .name = "zqtok00",
                              .scope = scope,
                              .made = w->svc.now,
                              .signed_in = w->svc.now,
                              .expires = w->svc.now + 300 * (kb_time)MS_DAY};
    house_token(who, scope, token);
    store_sha256(text_str(token), row.hash);
    assert_done(AS(w, SYSTEM, store_token_add(w->store, &row, ERR)));
}

static void give_everybody_tokens(struct house *h)
{
    for (enum who who = NO_ROLE; who < WHO__COUNT; who++) {
        give_token(h, who, "read");
        give_token(h, who, "feeds");
    }
}

/* ---- The server ---- */

static struct house *the_house; /* the writes of the table know no other way to it */

static err_code rehearse(kb_req *req, kb_err *err)
{
    size_t at = (size_t)(req->route - the_house->routes);
    ERR_TRY(kb_routes[at].write(req, err));
    return the_house->for_real ? OK : err_set(err, ERR_BUSY, "rehearsed");
}

static void start_server(struct house *h)
{
    static const struct kb_log quiet = {.fd = -1};
    kb_err err = {0};
    struct store *reader;
    struct http_config c = http_config_default();
    h->app.dir = h->w->dir;
    h->app.redactions = arena_printf(h->w->svc.arena, "%s/redactions", h->w->dir);
    h->app.log = &quiet;
    h->app.clock = clock_fixed(&h->now);
    assert_ok(backoff_new(&h->app.backoff, &err), &err);
    assert_ok(backoff_new(&h->app.wrong_tokens, &err), &err);
    assert_ok(resets_new(&h->app.resets, &err), &err);
    assert_ok(store_open_reader(&reader, &(struct store_options){.dir = h->w->dir}, &err), &err);
    assert_ok(search_shared_new(&h->app.shared, &err), &err);
    assert_ok(indexing_start(&h->app.indexing, reader, h->app.shared, h->w->dir, &quiet, &err), &err);
    struct writer_config wc = {.on_committed = app_committed, .ctx = &h->app, .log = &quiet, .note_ms = 20};
    assert_ok(app_open_desks(&h->app, h->w->store, &c.limits, &err), &err);
    assert_ok(writer_start(&h->app.writer, h->w->store, &wc, &err), &err);
    h->routes = calloc(kb_routes_count, sizeof *h->routes);
    memcpy(h->routes, kb_routes, kb_routes_count * sizeof *h->routes);
    for (size_t i = 0; i < kb_routes_count; i++)
        if (h->routes[i].write) h->routes[i].write = rehearse;
    the_house = h;
    c.plain_cookie = true;
    c.routes = h->routes;
    c.n_routes = kb_routes_count;
    c.sign_in = "/inloggen";
    c.sign_in_first = page_sign_in_first;
    c.site = "Praktijkbank";
    c.desks = h->app.desks;
    c.writer = h->app.writer;
    c.identify = session_identify;
    c.epoch = app_epoch;
    c.health = app_health;
    c.app = &h->app;
    c.clock = h->app.clock;
    c.log = &quiet;
    c.limits.keep_alive_ms = 120000;
    assert_ok(http_start(&h->door.server, &c, &err), &err);
    h->door.port = http_port(h->door.server);
}

void house_settle(struct house *h)
{
    if (indexing_wait(h->app.indexing, writer_stats(h->app.writer).last_seq, 60000, NULL) != OK)
        fail_msg("the index lags");
}

struct house *house_open(void)
{
    struct house *h = calloc(1, sizeof *h);
    int64_t seq;
    kb_err err = {0};
    h->w = world_new();
    for (int i = 0; i < WHO__COUNT; i++) h->fds[i] = -1;
    fill_house(h);
    house_write_texts(h);
    sign_everybody_in(h);
    give_everybody_tokens(h);
    assert_ok(store_seq(h->w->store, &seq, &err), &err);
    h->now = h->w->svc.now;
    start_server(h);
    indexing_wake(h->app.indexing, seq);
    if (indexing_wait(h->app.indexing, seq, 60000, NULL) != OK) fail_msg("no index");
    return h;
}

void house_close(struct house *h)
{
    void *state = h->w;
    for (int i = 0; i < WHO__COUNT; i++)
        if (h->fds[i] >= 0) close(h->fds[i]);
    http_stop(h->door.server);
    writer_stop(h->app.writer);
    desk_pool_free(h->app.desks);
    indexing_stop(h->app.indexing);
    search_shared_free(h->app.shared);
    backoff_free(h->app.backoff);
    backoff_free(h->app.wrong_tokens);
    resets_free(h->app.resets);
    free(h->routes);
    world_teardown(&state);
    free(h);
}

struct doing {
    struct house *h;
    err_code (*run)(struct house *h, kb_err *err);
};

static err_code do_one(struct store *store, void *ctx, kb_err *err)
{
    (void)store;
    struct doing *d = ctx;
    return d->run(d->h, err);
}

void house_do(struct house *h, err_code (*run)(struct house *h, kb_err *err))
{
    kb_err err = {0};
    struct doing d = {h, run};
    assert_ok(writer_call(h->app.writer, do_one, &d, &err), &err); /* a failure names the field */
}

/* ---- Asking ---- */

/* The mask of this token is all zero: what remains is the secret of every session here. */
static const char *form_token(void)
{
    static _Thread_local char token[90];
    unsigned char bytes[64] = {0};
    memset(bytes + 32, 7, 32);
    return sodium_bin2base64(token, sizeof token, bytes, sizeof bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

static struct answer ask_once(struct house *h, enum who who, struct buf *request, bool head)
{
    if (h->fds[who] < 0) h->fds[who] = client_connect(&h->door);
    client_send(h->fds[who], buf_cstr(request), request->len);
    struct answer a = client_read(h->fds[who], head);
    if (!a.status || a.closed) {
        close(h->fds[who]);
        h->fds[who] = -1;
    }
    return a;
}

struct answer house_ask(struct house *h, enum who who, const char *method, const char *path, const char *headers,
                        const char *form)
{
    char cookie[SESSION_TOKEN_LEN + 1];
    struct buf b = buf_new(1024 * 1024);
    buf_printf(&b, "%s %s HTTP/1.1\r\nHost: localhost:%d\r\n%s", method, path, h->door.port, headers);
    if (who != ANYBODY) {
        cookie_of(who, cookie);
        buf_printf(&b, "Cookie: %s=%s\r\n", SESSION_COOKIE_PLAIN, cookie);
    }
    if (form) {
        struct buf body = buf_new(1024 * 1024);
        buf_printf(&body, "%s%scsrf=%s", form, *form ? "&" : "", form_token());
        buf_printf(&b,
                   "Origin: http://localhost:%d\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                   "Content-Length: %zu\r\n\r\n",
                   h->door.port, body.len);
        buf_put(&b, buf_text(&body));
        buf_release(&body);
    } else {
        buf_str(&b, "\r\n");
    }
    bool head = !strcmp(method, "HEAD");
    struct answer a = ask_once(h, who, &b, head);
    if (!a.status) a = ask_once(h, who, &b, head); /* a kept connection whose time was over */
    buf_release(&b);
    return a;
}

struct answer house_ask_by_token(struct house *h, enum who who, const char *scope, const char *method, const char *path,
                                 const char *headers, const char *form)
{
    char token[SVC_TOKEN_BYTES], all[1000];
    house_token(who, scope, token);
    snprintf(all, sizeof all, "Authorization: Bearer %s\r\n%s", token, headers);
    return house_ask(h, ANYBODY, method, path, all, form);
}

/* ---- Masking ---- */

static bool token_char(char c)
{
    return isalnum((unsigned char)c) || c == '-' || c == '_';
}

static size_t token_length(const char *at)
{
    size_t n = 0;
    while (token_char(at[n])) n++;
    return n;
}

static size_t name_at(const char *at, const char *const *names, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (names[i] && *names[i] && strncmp(at, names[i], strlen(names[i])) == 0) return strlen(names[i]);
    return 0;
}

static void mask_into(struct buf *out, const char *in, const char *id, const char *const *names, size_t n)
{
    for (const char *at = in; *at;) {
        size_t known = name_at(at, names, n), token = (at == in || !token_char(at[-1])) ? token_length(at) : 0;
        if (known) {
            buf_str(out, "NAME");
            at += known;
        } else if (name_at(at, &id, 1)) {
            buf_str(out, "REQUEST");
            at += strlen(id);
        } else if (token == 43 || token >= 80) { /* of a form, or a form that waits for its sender */
            buf_str(out, "TOKEN");
            at += token;
        } else {
            buf_byte(out, *at++);
        }
    }
}

static bool masked_line(const char *line)
{
    static const char *const names[] = {"Date:", "X-Request-Id:"};
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (!strncasecmp(line, names[i], strlen(names[i]))) return true;
    return false;
}

char *house_masked(const struct answer *a, const char *const *names, size_t n)
{
    struct buf head = buf_new(64 * 1024), out = buf_new(8 * 1024 * 1024);
    for (const char *line = a->head; *line;) {
        const char *end = strstr(line, "\r\n");
        size_t len = end ? (size_t)(end - line) + 2 : strlen(line);
        if (!masked_line(line)) buf_put(&head, text_of(line, len));
        line += len;
    }
    const char *id = answer_header(a, "X-Request-Id");
    mask_into(&out, buf_cstr(&head), id, names, n);
    if (a->body) mask_into(&out, a->body, id, names, n);
    char *masked = strdup(buf_cstr(&out));
    buf_release(&head);
    buf_release(&out);
    return masked;
}

char *house_names(struct house *h, const char *path, const char *name, int status)
{
    char form[300];
    snprintf(form, sizeof form, "sign_in=%s", name);
    struct answer a = house_ask(h, ANYBODY, "POST", path, "", form);
    assert_int_equal(a.status, status);
    char *said = house_masked(&a, NULL, 0);
    answer_free(&a);
    return said;
}

void house_names_sound_alike(struct house *h, const char *path, const char *const *names, size_t n,
                             err_code (*between)(struct house *h, kb_err *err))
{
    char *unknown = house_names(h, path, "bestaatniet", 200);
    assert_non_null(strstr(unknown, "Hoort deze naam of dit adres bij een account"));
    for (size_t i = 0; i < n; i++, h->now += MS_MINUTE) {
        house_do(h, between);
        char *said = house_names(h, path, names[i], 200);
        if (strcmp(said, unknown) != 0) house_complain("%s hears something else", names[i]);
        free(said);
    }
    free(unknown);
    h->now += MS_HOUR;
    house_judge();
}
