#include "kb/cli/enclose.h"

#include "kb/base/cleanup.h"
#include "kb/http/fetch.h"
#include "kb/http/walls.h"

#include <stdio.h>
#include <string.h>

/* Builds that look for leaks at the end do so by looking into the process. */
#ifdef __SANITIZE_ADDRESS__
enum { TRACED = WALLS_TRACE };
#else
enum { TRACED = 0 };
#endif

enum { PATHS_MAX = 12, PORTS_MAX = 3, PORT_DNS = 53, PORT_SMTP = 25, PORT_SMTPS = 465 };

/* Of smtp://host:port. */
static int mail_port(text url)
{
    uint64_t port = 0;
    int usual = text_starts(url, TEXT("smtps:")) ? PORT_SMTPS : PORT_SMTP;
    for (size_t i = url.len; i && url.ptr[i - 1] != '/' && url.ptr[i - 1] != ']'; i--)
        if (url.ptr[i - 1] == ':' && text_to_u64(text_slice(url, i, SIZE_MAX), 65535, &port)) return (int)port;
    return usual;
}

static size_t folder_of(const char *path, char *out, size_t room)
{
    const char *slash = strrchr(path, '/');
    return (size_t)snprintf(out, room, "%.*s", slash ? (int)(slash - path) : 1, slash ? path : ".");
}

/* May it ask other machines anything? Mail and the identity provider. */
static bool connects(const struct app *app)
{
    return app->mail || app->oidc;
}

/* The ports that it then connects to; returns how many. */
static size_t ports_out(const struct app *app, const struct settings *s, int ports[PORTS_MAX])
{
    size_t n = 0;
    if (app->mail) ports[n++] = mail_port(text_str(s->smtp));
    if (app->oidc && fetch_good(s->oidc_issuer, &ports[n])) n++;
    if (n) ports[n++] = PORT_DNS;
    return n;
}

err_code enclose_files(const struct app *app, const struct settings *s, struct enclosure *out, kb_err *err)
{
    char folder[4096];
    int ports[PORTS_MAX];
    struct walls_path paths[PATHS_MAX] = {
        {app->dir, WALLS_WRITE}, {"/dev/null", WALLS_WRITE}, {"/dev/urandom", WALLS_READ}};
    static const char *const for_names[] = {"/etc", "/usr", "/lib", "/run/systemd/resolve", "/run/resolvconf"};
    size_t n = 3;
    if (!strcmp(s->walls, "off")) return OK;
    if (TRACED) paths[n++] = (struct walls_path){"/proc", WALLS_READ};
    for (size_t i = 0; connects(app) && i < COUNT_OF(for_names); i++)
        paths[n++] = (struct walls_path){for_names[i], WALLS_READ};
    if (app->redactions) paths[n++] = (struct walls_path){app->redactions, WALLS_WRITE};
    if (s->smtp_password_file[0]) paths[n++] = (struct walls_path){s->smtp_password_file, WALLS_READ};
    if (s->socket[0] && folder_of(s->socket, folder, sizeof folder) < sizeof folder)
        paths[n++] = (struct walls_path){folder, WALLS_WRITE};
    const struct walls_files files = {paths, n, ports, ports_out(app, s, ports)};
    bool required = !strcmp(s->walls, "required");
    if (walls_files(&files, &out->landlock, &out->no_landlock) == OK || !required) return OK;
    return err_set(err, ERR_CONFLICT, "walls are required: %s", out->no_landlock.cause);
}

err_code enclose_calls(const struct app *app, const struct settings *s, const struct enclosure *files, kb_err *err)
{
    kb_err why = {0};
    if (!strcmp(s->walls, "off")) return OK;
    if (files->no_landlock.code != OK)
        log_line(app->log, KB_LOG_WARN, "walls.missing", "which=landlock cause=%s", files->no_landlock.cause);
    else
        log_line(app->log, KB_LOG_INFO, "walls.raised", "landlock=%d", files->landlock);
    if (walls_calls(TRACED | (connects(app) ? WALLS_CONNECT : 0), &why) == OK)
        log_line(app->log, KB_LOG_INFO, "walls.raised", "seccomp=1");
    else if (!strcmp(s->walls, "required"))
        return err_set(err, ERR_CONFLICT, "walls are required: %s", why.cause);
    else
        log_line(app->log, KB_LOG_WARN, "walls.missing", "which=seccomp cause=%s", why.cause);
    return OK;
}
