#include "kb/cli/outside.h"

#include "kb/base/buf.h"
#include "kb/base/cleanup.h"
#include "kb/http/fetch.h"

#include <arpa/inet.h>
#include <string.h>

/* ---- Where it listens ---- */

static bool is_loopback(const char *address)
{
    struct in6_addr six;
    if (!strcmp(address, "localhost") || !strncmp(address, "127.", 4)) return true;
    return inet_pton(AF_INET6, address, &six) == 1 && IN6_IS_ADDR_LOOPBACK(&six);
}

bool outside_is_local(const struct settings *s)
{
    return s->socket[0] || is_loopback(s->address);
}

/* ---- Mail ---- */

/* The first line of the file; "" without one. */
static err_code read_secret(arena *a, const char *path, const char **out, kb_err *err)
{
    char line[256] = "";
    *out = "";
    if (!path[0]) return OK;
    _cleanup_(close_file)
    FILE *f = fopen(path, "re");
    if (!f || !fgets(line, sizeof line, f)) return err_set(err, ERR_INVALID, "cannot read a secret from %s", path);
    size_t len = strcspn(line, "\r\n");
    if (!line[len] && len == sizeof line - 1) return err_set(err, ERR_INVALID, "the secret in %s is too long", path);
    line[len] = '\0';
    *out = arena_str(a, line);
    return *out ? OK : err_set(err, ERR_NOMEM, "a secret");
}

err_code outside_mail(const struct settings *s, arena *a, const char **password, kb_err *err)
{
    *password = "";
    if (!s->smtp[0]) return OK;
    if (!s->mail_from[0]) return err_set(err, ERR_INVALID, "--smtp needs --mail-from: from whom mail comes");
    return read_secret(a, s->smtp_password_file, password, err);
}

/* ---- The identity provider of the organisations ---- */

static err_code read_roles(const struct settings *s, arena *a, struct svc_group_roles *out, kb_err *err)
{
    enum { ROLES_FILE_MAX = 256 * 1024 };
    _cleanup_(buf_release)
    struct buf bytes = buf_new(ROLES_FILE_MAX);
    char part[4096];
    if (!s->oidc_roles_file[0]) return OK;
    _cleanup_(close_file)
    FILE *f = fopen(s->oidc_roles_file, "re");
    if (!f) return err_set(err, ERR_INVALID, "cannot read %s", s->oidc_roles_file);
    for (size_t n; (n = fread(part, 1, sizeof part, f)) > 0;) buf_put(&bytes, text_of(part, n));
    if (bytes.failed) return err_set(err, ERR_INVALID, "%s is too large", s->oidc_roles_file);
    return svc_group_roles_read(buf_text(&bytes), a, out, err);
}

err_code outside_provider(const struct settings *s, arena *a, struct oidc **out, struct svc_group_roles *roles,
                          kb_err *err)
{
    struct oidc_config config = {
        .issuer = s->oidc_issuer, .client = s->oidc_client, .scope = s->oidc_scope, .groups = s->oidc_groups_claim};
    *out = NULL;
    if (!config.issuer[0]) return OK;
    if (!config.client[0]) return err_set(err, ERR_INVALID, "--oidc-issuer needs --oidc-client: who we are there");
    ERR_TRY(read_secret(a, s->oidc_secret_file, &config.secret, err));
    ERR_TRY(read_roles(s, a, roles, err));
    ERR_TRY(fetch_init(err));
    ERR_TRY(oidc_token_init(err));
    return oidc_new(out, &config, err);
}
