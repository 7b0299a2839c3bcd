/* kb serve: everything is opened in the order of who needs whom, and closed in the reverse. */
#include "kb/cli/commands.h"

#include "importer/demo.h"
#include "kb/base/calendar.h"
#include "kb/base/cleanup.h"
#include "kb/cli/chores.h"
#include "kb/cli/enclose.h"
#include "kb/cli/outside.h"
#include "kb/cli/settings.h"
#include "kb/cli/socket.h"
#include "kb/http/app.h"
#include "kb/http/asked.h"
#include "kb/http/backoff.h"
#include "kb/http/fetch.h"
#include "kb/http/keeper.h"
#include "kb/http/mailer.h"
#include "kb/http/pages.h"
#include "kb/http/pdf.h"
#include "kb/http/resets.h"
#include "kb/http/session.h"
#include "kb/service/demo.h"
#include "kb/service/service.h"
#include "kb/store/second.h"

#include <malloc.h>
#include <string.h>
#include <unistd.h>

/* ---- Where it may listen ---- */

static int refuse_address(const struct cli *cli, const struct settings *s)
{
    fprintf(cli->err,
            "kb serve: refused to listen on %s without TLS in front: passwords and texts would cross the network "
            "readable.\n"
            "Let kb listen on loopback, put nginx in front of it and add --behind-proxy --host your.name. A ready "
            "block:\n\n"
            "server {\n"
            "    listen 443 ssl http2;\n"
            "    server_name your.name;\n"
            "    ssl_certificate     /etc/letsencrypt/live/your.name/fullchain.pem;\n"
            "    ssl_certificate_key /etc/letsencrypt/live/your.name/privkey.pem;\n"
            "    client_max_body_size 20m;\n"
            "    location / {\n"
            "        proxy_pass http://127.0.0.1:%ld;\n"
            "        proxy_http_version 1.1;\n"
            "        proxy_set_header Connection \"\";\n"
            "        proxy_set_header Host $host;\n"
            "        proxy_set_header X-Forwarded-For $remote_addr;\n"
            "    }\n"
            "}\n",
            s->address, s->port);
    return EXIT_REFUSED;
}

static int check_address(const struct cli *cli, const struct settings *s)
{
    bool local = outside_is_local(s);
    if (cli_has(cli, "demo") && (!local || s->behind_proxy)) {
        fprintf(cli->err, "kb serve: a demonstration listens on loopback only, because everybody may choose a role\n");
        return EXIT_REFUSED;
    }
    if (!local && !s->behind_proxy) return refuse_address(cli, s);
    return EXIT_DONE;
}

/* ---- What time it is ---- */

/* Only a demonstration can be told what time it is; a flag and no setting, so that no file or environment does it. */
static int set_clock(const struct cli *cli, struct app *app, int64_t *later)
{
    const char *asked = cli_value(cli, "now");
    kb_time now;
    app->clock = clock_system();
    if (!asked) return EXIT_DONE;
    if (!app->demo)
        return cli_usage(cli, "--now is for a demonstration (--demo): elsewhere the clock is the machine's");
    if (!calendar_parse(text_str(asked), &now)) return cli_usage(cli, "--now is 2026-03-12 or 2026-03-12T09:00");
    *later = now - clock_now(app->clock);
    app->clock = clock_moved(later);
    return EXIT_DONE;
}

/* ---- The first administrator ---- */

struct first {
    bool needed;
    char token[SVC_LINK_TOKEN_BYTES];
    arena *arena;
    kb_time now;
};

static err_code make_first_link(struct store *store, void *ctx, kb_err *err)
{
    struct first *first = ctx;
    struct svc svc = {
        .store = store, .actor = svc_system_actor(), .now = first->now, .arena = first->arena, .origin = "command"};
    bool exists;
    ERR_TRY(svc_has_administrator(&svc, &exists, err));
    first->needed = !exists;
    return exists ? OK : svc_link_make(&svc, "first-administrator", NULL, first->token, err);
}

/* ---- One server ---- */

struct serving {
    struct cli *cli;
    struct settings settings;
    struct kb_log log;
    struct app app;
    struct store *store;
    struct socket_server *socket;
    struct http_server *http;
    struct keeper *keeper;
    struct mailer *mailer;
    int64_t later;     /* ms; what a demonstration's clock is ahead of the machine's */
    const char *where; /* "http://127.0.0.1:8080": what stands before every address */
    const char *hosts[1];
    struct first first;
    struct enclosure enclosure;
};

static enum log_level level_of(const char *word)
{
    if (!strcmp(word, "debug")) return KB_LOG_DEBUG;
    if (!strcmp(word, "warn")) return KB_LOG_WARN;
    return !strcmp(word, "error") ? KB_LOG_ERROR : KB_LOG_INFO;
}

/* A moved clock ends terms and writes dates that have not come: never in a store of real people. */
static err_code check_invented(struct store *store, void *ctx, kb_err *err)
{
    struct svc svc = {.store = store, .actor = svc_system_actor(), .arena = ctx};
    struct demo_persons people;
    ERR_TRY(svc_demo_persons(&svc, &people, err));
    return people.n ? OK : err_set(err, ERR_CONFLICT, "--now is refused: this is not a demonstration network");
}

static err_code open_store(struct serving *s, kb_err *err)
{
    bool demo = cli_has(s->cli, "demo");
    struct store_options options = {.dir = cli_data(s->cli),
                                    .create = demo,
                                    .sync_normal = s->settings.sync_normal,
                                    .now = clock_now(s->app.clock)};
    ERR_TRY(store_open_writer(&s->store, &options, err));
    if (demo) ERR_TRY(demo_fill(s->store, s->cli->err, err));
    if (s->later) ERR_TRY(store_run(s->store, check_invented, s->cli->arena, err));
    s->first = (struct first){.arena = s->cli->arena, .now = clock_now(s->app.clock)};
    return demo ? OK : store_run(s->store, make_first_link, &s->first, err);
}

static err_code start_indexing(struct serving *s, kb_err *err)
{
    struct store_options options = {.dir = s->app.dir};
    struct store *reader;
    int64_t seq;
    ERR_TRY(search_shared_new(&s->app.shared, err));
    ERR_TRY(store_open_reader(&reader, &options, err));
    ERR_TRY(store_seq(s->store, &seq, err));
    ERR_TRY(indexing_start(&s->app.indexing, reader, s->app.shared, s->app.dir, &s->log, err));
    indexing_wake(s->app.indexing, seq);
    return OK;
}

/* With the desks, which it tells when it writes. */
static err_code start_writer(struct serving *s, kb_err *err)
{
    struct writer_config config = {.on_committed = app_committed, .ctx = &s->app, .log = &s->log};
    const struct http_limits limits = http_config_default().limits;
    ERR_TRY(app_open_desks(&s->app, s->store, &limits, err));
    return writer_start(&s->app.writer, s->store, &config, err);
}

static err_code start_socket(struct serving *s, kb_err *err)
{
    struct socket_config config = {s->app.dir, s->app.writer, s->app.indexing, s->app.clock, &s->log};
    return socket_start(&s->socket, &config, err);
}

static size_t rate_of(const struct settings *s)
{
    enum { RATE_BEHIND_PROXY = 100 };
    if (s->rate >= 0) return (size_t)s->rate;
    return s->behind_proxy ? RATE_BEHIND_PROXY : 0;
}

static err_code start_http(struct serving *s, kb_err *err)
{
    struct http_config c = http_config_default();
    c.address = s->settings.address;
    c.port = (int)s->settings.port;
    c.unix_path = s->settings.socket[0] ? s->settings.socket : NULL;
    c.metrics_port = (int)s->settings.metrics_port;
    c.behind_proxy = s->settings.behind_proxy;
    c.proxy = s->settings.proxy;
    c.limits.rate = rate_of(&s->settings);
    c.limits.burst = s->settings.burst > 0 ? (size_t)s->settings.burst : 1;
    c.plain_cookie = s->settings.plain_cookie;
    s->hosts[0] = s->settings.host;
    if (s->settings.host[0]) {
        c.hosts = s->hosts;
        c.n_hosts = 1;
    }
    c.routes = kb_routes;
    c.n_routes = kb_routes_count;
    c.sign_in = "/inloggen";
    c.sign_in_first = page_sign_in_first;
    c.site = "Praktijkbank";
    c.demo = s->app.demo;
    c.desks = s->app.desks;
    c.writer = s->app.writer;
    c.identify = session_identify;
    c.epoch = app_epoch;
    c.health = app_health;
    c.more_metrics = app_metrics;
    c.app = &s->app;
    c.clock = s->app.clock;
    c.log = &s->log;
    return http_start(&s->http, &c, err);
}

static const char *address_of(const struct serving *s)
{
    arena *a = s->cli->arena;
    if (s->settings.host[0]) return arena_printf(a, "https://%s", s->settings.host);
    if (s->settings.socket[0]) return arena_printf(a, "unix:%s", s->settings.socket);
    return arena_printf(a, "http://%s:%d", s->settings.address, http_port(s->http));
}

static err_code start_mailer(struct serving *s, kb_err *err)
{
    enum { MAIL_TIMEOUT_MS = 30000 };
    if (!s->app.mail) return OK;
    struct store_options options = {.dir = s->app.dir};
    struct mailer_config config = {
        .dir = s->app.dir,
        .writer = s->app.writer,
        .smtp = {.url = s->settings.smtp, .user = s->settings.smtp_user, .timeout_ms = MAIL_TIMEOUT_MS},
        .from = s->settings.mail_from,
        .base = s->where,
        .clock = s->app.clock,
        .log = &s->log};
    ERR_TRY(outside_mail(&s->settings, s->cli->arena, &config.smtp.password, err));
    ERR_TRY(fetch_init(err));
    ERR_TRY(store_open_reader(&config.store, &options, err));
    err_code code = mailer_start(&s->mailer, &config, err);
    if (code != OK) store_close(config.store);
    return code;
}

/* ---- The identity provider of the organisations ---- */

/* Before the walls: it reads files that stand outside. */
static err_code start_oidc(struct serving *s, kb_err *err)
{
    if (s->app.demo) return OK;
    s->app.sso.second = s->settings.oidc_second;
    return outside_provider(&s->settings, s->cli->arena, &s->app.oidc, &s->app.sso.roles, err);
}

/* Makes the file of redactions, which stands outside the data directory, while that is still possible. Without it the
 * service runs, and taking words out is refused. */
static void make_redactions(struct serving *s)
{
    kb_err why = {0};
    const struct store_redactions none = {0};
    if (store_redactions_add(s->app.redactions, &none, &why) == OK) return;
    log_line(&s->log, KB_LOG_WARN, "redactions.missing", "cause=%s", why.cause);
    s->app.redactions = NULL;
}

static void say_welcome(const struct serving *s)
{
    FILE *out = s->cli->out;
    const char *where = s->where;
    fprintf(out, "Praktijkbank: %s\n", where);
    if (s->app.demo) fprintf(out, "Sign in: %s/inloggen, and choose a role. Everybody there is invented.\n", where);
    if (s->first.needed)
        fprintf(out, "First administrator: open %s/welkom/%s within %d days (this link works once)\n", where,
                s->first.token, SVC_LINK_DAYS);
    fprintf(out, "Stop with Ctrl-C.\n");
    fflush(out);
}

/* Without the key file a device is known until the next start. */
static void take_known_key(struct serving *s)
{
    kb_err none = {0};
    _Static_assert((int)KNOWN_KEY_BYTES == (int)STORE_KEY_BYTES, "a derived key fits");
    if (store_key_derive(s->store, 2, "known-dv", s->app.known_key, &none) != OK) sealed_key_new(s->app.known_key);
}

/* The heap has one part for each core, not for each thread: more hold free what the others ask for (a third less
 * resident memory after a busy time, docs/bench.md, and no answer is later). */
static void share_heap(void)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    mallopt(M_ARENA_MAX, cores > 0 ? (int)cores : 1);
}

static err_code start(struct serving *s, kb_err *err)
{
    share_heap();
    ERR_TRY(pdf_start(&s->app.pdf, err));
    ERR_TRY(open_store(s, err));
    make_redactions(s);
    ERR_TRY(start_oidc(s, err));
    ERR_TRY(enclose_files(&s->app, &s->settings, &s->enclosure, err));
    ERR_TRY(start_indexing(s, err));
    ERR_TRY(start_writer(s, err));
    ERR_TRY(backoff_new(&s->app.backoff, err));
    ERR_TRY(backoff_new(&s->app.wrong_tokens, err));
    ERR_TRY(asked_new(&s->app.asked, err));
    ERR_TRY(resets_new(&s->app.resets, err));
    sealed_key_new(s->app.seal_key);
    take_known_key(s);
    ERR_TRY(keeper_start(&s->keeper, chores, CHORES, &s->app, &s->log, err));
    ERR_TRY(start_socket(s, err));
    ERR_TRY(start_http(s, err));
    s->where = address_of(s);
    if (!s->where) return err_set(err, ERR_NOMEM, "serve");
    ERR_TRY(start_mailer(s, err));
    return enclose_calls(&s->app, &s->settings, &s->enclosure, err);
}

static void stop(struct serving *s)
{
    socket_stop(s->socket);
    mailer_stop(s->mailer);
    keeper_stop(s->keeper);
    http_stop(s->http);
    chores_hand_over(&s->app);
    writer_stop(s->app.writer);
    desk_pool_free(s->app.desks);
    indexing_stop(s->app.indexing);
    search_shared_free(s->app.shared);
    backoff_free(s->app.backoff);
    backoff_free(s->app.wrong_tokens);
    asked_free(s->app.asked);
    resets_free(s->app.resets);
    oidc_free(s->app.oidc);
    pdf_stop(s->app.pdf);
    store_close(s->store);
}

int cmd_serve(struct cli *cli)
{
    kb_err err = {0};
    struct serving s = {.cli = cli};
    err_code read = settings_read(&s.settings, cli, &err);
    if (read == ERR_BAD_REQUEST) return cli_usage(cli, "%s", err.cause);
    if (read != OK) return cli_refused(cli, &err);
    int refused = check_address(cli, &s.settings);
    if (refused) return refused;
    s.log = (struct kb_log){.fd = 2, .least = level_of(s.settings.log)};
    s.app.dir = cli_data(cli);
    s.app.security_contact = s.settings.security_contact;
    s.app.redactions = cli_redactions(cli, s.settings.redactions);
    s.app.log = &s.log;
    s.app.demo = cli_has(cli, "demo");
    refused = set_clock(cli, &s.app, &s.later);
    if (refused) return refused;
    s.app.mail = s.settings.smtp[0] != '\0';
    http_block_signals();
    err_code code = start(&s, &err);
    if (code == OK) {
        say_welcome(&s);
        http_wait_for_signal();
    }
    stop(&s);
    return code == OK ? EXIT_DONE : cli_refused(cli, &err);
}
