#include "tests/http/fixture.h"

#include "kb/http/page.h"
#include "kb/store/store.h"

#include <arpa/inet.h>
#include <ftw.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

static void nap(int ms)
{
    nanosleep(&(struct timespec){ms / 1000, (ms % 1000) * 1000000L}, NULL);
}

/* ---- The gate ---- */

static void stand_at_gate(struct fixture *f)
{
    pthread_mutex_lock(&f->gate.lock);
    f->gate.standing++;
    pthread_cond_broadcast(&f->gate.moved);
    while (f->gate.shut) pthread_cond_wait(&f->gate.moved, &f->gate.lock);
    f->gate.standing--;
    pthread_mutex_unlock(&f->gate.lock);
}

static void gate_put(struct fixture *f, bool shut)
{
    pthread_mutex_lock(&f->gate.lock);
    f->gate.shut = shut;
    pthread_cond_broadcast(&f->gate.moved);
    pthread_mutex_unlock(&f->gate.lock);
}

void fixture_shut(struct fixture *f)
{
    gate_put(f, true);
}

void fixture_open(struct fixture *f)
{
    gate_put(f, false);
}

bool fixture_stand(struct fixture *f, int standing)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += 60;
    pthread_mutex_lock(&f->gate.lock);
    int waited = 0;
    while (f->gate.standing < standing && !waited)
        waited = pthread_cond_timedwait(&f->gate.moved, &f->gate.lock, &until);
    int now = f->gate.standing;
    pthread_mutex_unlock(&f->gate.lock);
    return now == standing;
}

bool fixture_in_flight(const struct fixture *f, size_t requests)
{
    for (int i = 0; i < 6000 && http_in_flight(f->server) != requests; i++) nap(10);
    return http_in_flight(f->server) == requests;
}

/* ---- Routes ---- */

static err_code hello(kb_req *req, kb_res *res, kb_err *err)
{
    (void)req, (void)err;
    res_text(res, 200, "hello\n");
    return OK;
}

static err_code hints(kb_req *req, kb_res *res, kb_err *err)
{
    (void)err;
    res_text(res, 200, "%.*s/%.*s/%.*s/%.*s\n", TEXT_FMT(req->referer), TEXT_FMT(req->user_agent),
             TEXT_FMT(req->accept_language), TEXT_FMT(req->accept_encoding));
    return OK;
}

static err_code who(kb_req *req, kb_res *res, kb_err *err)
{
    (void)err;
    res_text(res, 200, "%s\n", req->client);
    return OK;
}

static err_code big(kb_req *req, kb_res *res, kb_err *err)
{
    res_type(res, 200, "text/html; charset=utf-8");
    int64_t lines = req_query_int(req, "lines", 1, 1000000, 2000);
    for (int64_t i = 0; i < lines; i++) buf_str(&res->body, "<p>Een regel die vaak terugkomt, met wat woorden.</p>\n");
    return page_done(res, err);
}

static err_code kept(kb_req *req, kb_res *res, kb_err *err)
{
    (void)err;
    struct fixture *f = req->app;
    res_text(res, 200, "made %d times\n", atomic_fetch_add(&f->renders, 1) + 1);
    return OK;
}

static err_code item(kb_req *req, kb_res *res, kb_err *err)
{
    (void)res;
    bool exists = text_is(req_param(req, "id"), "zzzzzz");
    return exists ? err_set(err, ERR_NOT_FOUND, "there, but not for this actor")
                  : err_set(err, ERR_NOT_FOUND, "no such thing");
}

static err_code broken(kb_req *req, kb_res *res, kb_err *err)
{
    (void)req;
    res_text(res, 200, "half a page");
    return err_set(err, ERR_CORRUPT, "SELECT secret FROM /var/lib/kb");
}

static err_code slow_read(kb_req *req, kb_res *res, kb_err *err)
{
    (void)err;
    nap((int)req_query_int(req, "ms", 1, 5000, 300));
    res_text(res, 200, "slow\n");
    return OK;
}

static err_code gate_read(kb_req *req, kb_res *res, kb_err *err)
{
    (void)err;
    stand_at_gate(req->app);
    res_text(res, 200, "through\n");
    return OK;
}

static err_code echo(kb_req *req, kb_res *res, kb_err *err)
{
    (void)err;
    res_text(res, 200, "title=%.*s number=%lld\n", TEXT_FMT(req_field(req, "title")),
             (long long)req_field_int(req, "number"));
    return OK;
}

static err_code echo_again(kb_req *req, kb_res *res, const kb_err *why, kb_err *err)
{
    (void)err;
    res_text(res, 200, "again title=%.*s secret=%.*s first=%s\n", TEXT_FMT(req_sent(req, "title")),
             TEXT_FMT(req_sent(req, "secret")), why->n_items ? why->items[0].reason : "-");
    return OK;
}

static err_code upload(kb_req *req, kb_res *res, kb_err *err)
{
    (void)err;
    res_text(res, 200, "bytes=%zu\n", req_field(req, "file").len);
    return OK;
}

/* One more in the settings, with its row in the log. */
static err_code add_write(kb_req *req, kb_err *err)
{
    const char *old;
    ERR_TRY(store_setting_get(req->store, "count", "0", req->arena, &old, err));
    ERR_TRY(store_setting_put(req->store, "count", arena_printf(req->arena, "%d", atoi(old) + 1), err));
    struct store_change change = {
        .at = req->now, .actor = "system", .action = "test.add", .object = "count", .detail = ""};
    return store_change_append(req->store, &change, err);
}

static err_code slow_write(kb_req *req, kb_err *err)
{
    nap((int)req_field_int(req, "ms"));
    return add_write(req, err);
}

static err_code gate_write(kb_req *req, kb_err *err)
{
    stand_at_gate(req->app);
    return add_write(req, err);
}

static err_code refused_write(kb_req *req, kb_err *err)
{
    ERR_TRY(add_write(req, err));
    return err_field(err, ERR_RULE, "title", "required");
}

static err_code see_other(kb_req *req, kb_res *res, kb_err *err)
{
    (void)req, (void)err;
    res_redirect(res, "/hello");
    res_flash(res, "flash.saved");
    return OK;
}

static err_code work(kb_req *req, kb_res *res, kb_err *err)
{
    (void)err;
    nap((int)req_field_int(req, "ms"));
    res_text(res, 200, "worked\n");
    return OK;
}

static const struct form_field echo_form[] = {
    {"title", FIELD_TEXT, .required = true, .max = 20},
    {"number", FIELD_INT, .max = 0},
    {"secret", FIELD_SECRET, .max = 0},
    FORM_END,
};
static const struct form_field ms_form[] = {{"ms", FIELD_INT, .most = 5000}, FORM_END};
static const struct form_field file_form[] = {{"file", FIELD_FILE, .max = 30000000}, FORM_END};

/* clang-format off */
enum { OUT = ROUTE_SIGNED_OUT };
static const struct route routes[] = {
    { GET,  "/hello",       NEED_PUBLIC, RUN_READER, hello,     "Hello",      .flags = 0 },
    { GET,  "/who",         NEED_PUBLIC, RUN_READER, who,       "Who asks",   .flags = 0 },
    { GET,  "/hints",       NEED_PUBLIC, RUN_READER, hints,     "What helps", .flags = 0 },
    { GET,  "/big",         NEED_PUBLIC, RUN_READER, big,       "Long",       .flags = 0 },
    { GET,  "/kept",        NEED_PUBLIC, RUN_READER, kept,      "Kept",       .flags = ROUTE_CACHED },
    { GET,  "/item/{id}",   NEED_PUBLIC, RUN_READER, item,      "Hidden",     .flags = 0 },
    { GET,  "/broken",      NEED_PUBLIC, RUN_READER, broken,    "Fails",      .flags = 0 },
    { GET,  "/slow",        NEED_PUBLIC, RUN_READER, slow_read, "Slow",       .flags = 0 },
    { GET,  "/by/{token}",  NEED_PUBLIC, RUN_READER, hello,     "By a link",  .flags = ROUTE_CACHED },
    { GET,  "/private",     NEED_PERSON, RUN_READER, big,       "Private",    .flags = 0 },
    { GET,  "/editors",     NEED_EDITOR, RUN_READER, hello,     "Editors",    .flags = 0 },
    { GET,  "/api/nothing", NEED_PUBLIC, RUN_READER, item,      "JSON",       .flags = 0 },
    { POST, "/echo",        NEED_PUBLIC, RUN_READER, echo,      "Form",       .form = echo_form, .refused = echo_again, .flags = OUT },
    { POST, "/upload",      NEED_PUBLIC, RUN_READER, upload,    "Upload",     .form = file_form, .flags = OUT | ROUTE_UPLOAD },
    { POST, "/add",         NEED_PUBLIC, RUN_WRITER, see_other, "Add",        .write = add_write, .flags = OUT },
    { POST, "/slow-add",    NEED_PUBLIC, RUN_WRITER, see_other, "Add slowly", .write = slow_write, .form = ms_form, .flags = OUT },
    { POST, "/refuse",      NEED_PUBLIC, RUN_WRITER, see_other, "Refuse",     .write = refused_write, .flags = OUT },
    { POST, "/once-add",    NEED_PERSON, RUN_WRITER, see_other, "Add once",   .write = add_write, .form = echo_form, .flags = ROUTE_ONCE },
    { POST, "/my-add",      NEED_PERSON, RUN_WRITER, see_other, "Add mine",   .write = add_write },
    { POST, "/gate-add",    NEED_PUBLIC, RUN_WRITER, see_other, "Add behind the gate", .write = gate_write, .flags = OUT },
    { POST, "/gate-work",   NEED_PUBLIC, RUN_WORKER, gate_read, "Work behind the gate", .flags = OUT },
    { POST, "/gate-work-add", NEED_PUBLIC, RUN_WORKER, gate_read, "The same, then add", .write = add_write, .show = see_other, .flags = OUT },
    { GET,  "/gate-make",   NEED_PUBLIC, RUN_MAKER, gate_read, "Made by another program, behind the gate", .flags = 0 },
    { POST, "/work",        NEED_PUBLIC, RUN_WORKER, work,      "Work",       .form = ms_form, .flags = OUT },
    { POST, "/work-add",    NEED_PUBLIC, RUN_WORKER, work,      "Work, add",  .form = ms_form, .write = add_write, .show = see_other, .flags = OUT },
};
/* clang-format on */

/* Whoever has the cookie "sid=<43 times e>" is an editor; 43 times p a person; 43 times v a person whose session ends
 * between the look on the HTTP thread and the transaction. */
static err_code identify(kb_req *req, kb_err *err)
{
    struct session_token token;
    if (!session_cookie_read(req, &token) || (token.cookie[0] == 'v' && !req->desk)) return OK;
    req->session = ARENA_NEW(req->arena, struct req_session);
    if (!req->session) return err_set(err, ERR_NOMEM, "session");
    memset(req->session->csrf, 7, sizeof req->session->csrf);
    req->session->signed_in_at = req->now;
    req->editor = token.cookie[0] == 'e';
    req->person_name = "Anna";
    return OK;
}

static int64_t epoch(void *app)
{
    return atomic_load(&((struct fixture *)app)->epoch);
}

static err_code desk_open(void *ctx, struct desk *desk, kb_err *err)
{
    struct fixture *f = ctx;
    return store_open_reader(&desk->store, &(struct store_options){.dir = f->dir}, err);
}

static void desk_close(void *ctx, struct desk *desk)
{
    (void)ctx;
    store_close(desk->store);
}

static err_code desk_begin(void *ctx, struct desk *desk, kb_err *err)
{
    (void)ctx;
    return store_read_begin(desk->store, err);
}

static void desk_end(void *ctx, struct desk *desk)
{
    (void)ctx;
    store_read_end(desk->store);
}

static void tell_desks(void *ctx, bool begins)
{
    desk_pool_writing(ctx, begins);
}

/* ---- Start and stop ---- */

struct http_limits fixture_limits(void)
{
    struct http_limits l = http_config_default().limits;
    l.reap_ms = 20;
    l.stop_ms = 3000;
    return l;
}

static void start_store(struct fixture *f, const struct http_limits *limits, size_t queue)
{
    const struct desk_maker maker = {
        .open = desk_open, .close = desk_close, .begin = desk_begin, .end = desk_end, .ctx = f};
    kb_err err = {0};
    const char *tmp = getenv("TMPDIR");
    snprintf(f->dir, sizeof f->dir, "%s/kb-http-XXXXXX", tmp && strlen(tmp) < 40 ? tmp : "/tmp");
    assert_non_null(mkdtemp(f->dir));
    assert_ok(store_open_writer(&f->store, &(struct store_options){.dir = f->dir, .create = true, .now = 1}, &err),
              &err);
    assert_ok(desk_pool_new(&f->desks, &maker, http_desks(limits), limits->desk_wait_ms, &err), &err);
    store_on_batch(f->store, tell_desks, f->desks);
    struct writer_config config = {.queue_max = queue, .note_ms = 20};
    assert_ok(writer_start(&f->writer, f->store, &config, &err), &err);
}

static void start(struct fixture *f, const struct http_limits *limits, size_t queue, const char *proxy)
{
    static const struct kb_log quiet = {.fd = -1};
    kb_err err = {0};
    memset(f, 0, sizeof *f);
    pthread_mutex_init(&f->gate.lock, NULL);
    pthread_cond_init(&f->gate.moved, NULL);
    struct http_config c = http_config_default();
    c.limits = limits ? *limits : fixture_limits();
    start_store(f, &c.limits, queue);
    c.metrics_port = 0;
    c.plain_cookie = true;
    c.routes = routes;
    c.n_routes = COUNT_OF(routes);
    c.sign_in = "/inloggen";
    c.desks = f->desks;
    c.writer = f->writer;
    c.identify = identify;
    c.epoch = epoch;
    c.app = f;
    c.log = &quiet;
    c.behind_proxy = proxy != NULL;
    c.proxy = proxy;
    assert_ok(http_start(&f->server, &c, &err), &err);
    f->port = http_port(f->server);
    f->metrics_port = http_metrics_port(f->server);
}

void fixture_start(struct fixture *f, const struct http_limits *limits, size_t queue)
{
    start(f, limits, queue, NULL);
}

void fixture_start_behind(struct fixture *f, const struct http_limits *limits, const char *proxy)
{
    start(f, limits, 0, proxy);
}

static int remove_one(const char *path, const struct stat *info, int type, struct FTW *walk)
{
    (void)info, (void)type, (void)walk;
    return remove(path);
}

void fixture_stop(struct fixture *f)
{
    http_stop(f->server);
    writer_stop(f->writer);
    desk_pool_free(f->desks);
    store_close(f->store);
    nftw(f->dir, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

static err_code read_count(struct store *store, void *ctx, kb_err *err)
{
    _cleanup_(arena_free_p)
    arena *a = arena_new(1000);
    const char *value;
    ERR_TRY(store_setting_get(store, "count", "0", a, &value, err));
    *(int *)ctx = atoi(value);
    return OK;
}

int fixture_count(struct fixture *f)
{
    int count = -1;
    kb_err err = {0};
    assert_ok(writer_call(f->writer, read_count, &count, &err), &err);
    return count;
}

/* ---- The client ---- */

int client_connect_from(const struct fixture *f, const char *address)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in from = {.sin_family = AF_INET};
    assert_int_equal(inet_pton(AF_INET, address, &from.sin_addr), 1);
    assert_int_equal(bind(fd, (struct sockaddr *)&from, sizeof from), 0);
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons((uint16_t)f->port)};
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    assert_int_equal(connect(fd, (struct sockaddr *)&at, sizeof at), 0);
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &(struct timeval){10, 0}, sizeof(struct timeval));
    return fd;
}

int client_connect(const struct fixture *f)
{
    return client_connect_from(f, "127.0.0.1");
}

void client_send(int fd, const char *bytes, size_t len)
{
    while (len) {
        ssize_t n = send(fd, bytes, len, MSG_NOSIGNAL);
        if (n <= 0) return; /* the server may have ended it: the test looks at the answer */
        bytes += n;
        len -= (size_t)n;
    }
}

void client_say(int fd, const char *format, ...)
{
    struct buf b = buf_new(4 * 1024 * 1024);
    va_list args;
    va_start(args, format);
    int len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    char *room = buf_reserve(&b, (size_t)len + 1);
    va_start(args, format);
    vsnprintf(room, (size_t)len + 1, format, args);
    va_end(args);
    client_send(fd, room, (size_t)len);
    buf_release(&b);
}

static size_t read_head(int fd, struct answer *a)
{
    size_t n = 0;
    while (n < sizeof a->head - 1) {
        ssize_t got = recv(fd, a->head + n, 1, 0);
        if (got <= 0) {
            a->closed = true;
            return 0;
        }
        n++;
        if (n >= 4 && memcmp(a->head + n - 4, "\r\n\r\n", 4) == 0) return n;
    }
    return 0;
}

const char *answer_header(const struct answer *a, const char *name)
{
    static _Thread_local char value[2000];
    size_t len = strlen(name);
    for (const char *line = strstr(a->head, "\r\n"); line; line = strstr(line + 2, "\r\n")) {
        if (strncasecmp(line + 2, name, len) != 0 || line[2 + len] != ':') continue;
        const char *from = line + 2 + len + 1, *end;
        while (*from == ' ') from++;
        end = strstr(from, "\r\n");
        snprintf(value, sizeof value, "%.*s", (int)(end - from), from);
        return value;
    }
    return NULL;
}

struct answer client_read(int fd, bool head)
{
    struct answer a = {0};
    if (!read_head(fd, &a) || sscanf(a.head, "HTTP/1.1 %d", &a.status) != 1) return (struct answer){.closed = true};
    const char *length = answer_header(&a, "Content-Length");
    a.len = length && !head && a.status != 304 ? (size_t)atoll(length) : 0;
    a.body = calloc(1, a.len + 1);
    for (size_t n = 0; n < a.len;) {
        ssize_t got = recv(fd, a.body + n, a.len - n, 0);
        if (got <= 0) {
            a.len = n;
            a.closed = true;
            return a;
        }
        n += (size_t)got;
    }
    const char *connection = answer_header(&a, "Connection");
    a.closed = connection && strcasecmp(connection, "close") == 0;
    return a;
}

void answer_free(struct answer *a)
{
    free(a->body);
    a->body = NULL;
}

struct answer client_ask(const struct fixture *f, const char *format, ...)
{
    char request[64 * 1024];
    va_list args;
    va_start(args, format);
    int len = vsnprintf(request, sizeof request, format, args);
    va_end(args);
    assert_true(len > 0 && (size_t)len < sizeof request);
    int fd = client_connect(f);
    client_send(fd, request, (size_t)len);
    struct answer a = client_read(fd, strncmp(request, "HEAD ", 5) == 0);
    close(fd);
    return a;
}

struct answer client_get(const struct fixture *f, const char *path, const char *headers)
{
    return client_ask(f, "GET %s HTTP/1.1\r\nHost: localhost:%d\r\n%s\r\n", path, f->port, headers);
}

struct answer client_post(const struct fixture *f, const char *path, const char *headers, const char *form)
{
    return client_ask(f,
                      "POST %s HTTP/1.1\r\nHost: localhost:%d\r\nOrigin: http://localhost:%d\r\n%sContent-Type: "
                      "application/x-www-form-urlencoded\r\nContent-Length: %zu\r\n\r\n%s",
                      path, f->port, f->port, headers, strlen(form), form);
}

int client_post_only(const struct fixture *f, const char *path, const char *form)
{
    int fd = client_connect(f);
    client_say(fd,
               "POST %s HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\nContent-Type: "
               "application/x-www-form-urlencoded\r\nContent-Length: %zu\r\n\r\n%s",
               path, strlen(form), form);
    return fd;
}

int client_post_half(const struct fixture *f, const char *address, const char *headers, int *refused)
{
    int fd = client_connect_from(f, address);
    client_say(fd,
               "POST /echo HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\n%sExpect: "
               "100-continue\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 500\r\n\r\n",
               headers);
    struct answer a = client_read(fd, false);
    *refused = a.status == 100 ? 0 : a.status;
    answer_free(&a);
    if (!*refused) client_say(fd, "t");
    return fd;
}

int client_first(const int *fds, int n)
{
    struct pollfd p[64];
    assert_in_range(n, 1, (int)COUNT_OF(p));
    for (int i = 0; i < n; i++) p[i] = (struct pollfd){.fd = fds[i], .events = POLLIN};
    if (poll(p, (nfds_t)n, 10000) <= 0) return -1;
    for (int i = 0; i < n; i++)
        if (p[i].revents) return i;
    return -1;
}

bool client_ended(int fd, int ms)
{
    char bytes[4096];
    int64_t until = clock_monotonic_ms() + ms;
    for (;;) {
        int left = (int)(until - clock_monotonic_ms());
        struct pollfd p = {.fd = fd, .events = POLLIN};
        if (left <= 0 || poll(&p, 1, left) == 0) return false;
        if (recv(fd, bytes, sizeof bytes, 0) <= 0) return true;
    }
}

void canary(const struct fixture *f)
{
    struct answer a = client_get(f, "/hello", "");
    assert_int_equal(a.status, 200);
    assert_string_equal(a.body, "hello\n");
    answer_free(&a);
}
