/* settings.h - the settings of the process as one table, read from DIR/kb.conf, the environment and flags.
 *
 * Later wins: default, file (`name = value` lines, - or _ in names, # comments), environment (KB_NAME with _ for -),
 * flag (--name). What belongs to the network as a whole (its name, who may read) stands in the store and is changed
 * under /beheer.
 */
#ifndef KB_CLI_SETTINGS_H
#define KB_CLI_SETTINGS_H

#include "kb/cli/cli.h"

#ifdef __cplusplus
extern "C" {
#endif

/*    name              type    default        help */
#define KB_SETTINGS(X)                                                                                                 \
    X(address, STRING, "127.0.0.1", "ADDRESS: where to listen")                                                        \
    X(port, NUMBER, "8080", "PORT: on which port; 0 takes a free one")                                                 \
    X(socket, STRING, "", "PATH: listen on this unix socket instead")                                                  \
    X(host, STRING, "", "NAME: host name readers use, when TLS stands in front")                                       \
    X(behind_proxy, SWITCH, "no", "TLS stands in front, in a proxy on this machine or network")                        \
    X(proxy, STRING, "", "ADDRESS: of the proxy in front, when it is not on this machine")                             \
    X(rate, NUMBER, "-1",                                                                                              \
      "N: requests a second from one address, behind which it hears 429; 0 for no limit. By default 100 with "         \
      "--behind-proxy, and no limit without: then only this machine asks")                                             \
    X(burst, NUMBER, "1000", "N: requests at once from one address, before --rate counts")                             \
    X(metrics_port, NUMBER, "-1", "PORT: Prometheus figures on 127.0.0.1; -1 for none")                                \
    X(plain_cookie, SWITCH, "no", "cookies without Secure, for old browsers on loopback")                              \
    X(smtp, STRING, "",                                                                                                \
      "URL: mail server, smtp://localhost:25 or smtps://mail.voorbeeld.nl; without it nothing is mailed")              \
    X(smtp_user, STRING, "", "NAME: to sign in at the mail server with")                                               \
    X(smtp_password_file, STRING, "", "FILE: its first line is the password for the mail server")                      \
    X(mail_from, STRING, "", "ADDRESS: from which mail comes; needed with --smtp")                                     \
    X(oidc_issuer, STRING, "",                                                                                         \
      "URL: identity provider of the organisations (OpenID Connect), https://inloggen.voorbeeld.nl; none without it")  \
    X(oidc_client, STRING, "", "NAME: by which the provider knows us; needed with --oidc-issuer")                      \
    X(oidc_secret_file, STRING, "", "FILE: its first line is our secret there; without it we have none")               \
    X(oidc_scope, STRING, "openid profile email", "WORDS: what is asked of the provider")                              \
    X(oidc_groups_claim, STRING, "groups", "NAME: of the claim that holds somebody's groups")                          \
    X(oidc_roles_file, STRING, "",                                                                                     \
      "FILE: which group gives which role, in lines 'group = role@network' or 'group = role@organisation:slug'")       \
    X(oidc_second, STRING, "",                                                                                         \
      "WORDS: values of acr and amr, with commas, that stand for a second factor: mfa,otp; without it ours is asked")  \
    X(security_contact, STRING, "",                                                                                    \
      "ADDRESS: where to report a flaw, mailto:veilig@voorbeeld.nl or https://...; shown in "                          \
      "/.well-known/security.txt")                                                                                     \
    X(redactions, STRING, "",                                                                                          \
      "FILE: where redactions are noted, outside the data directory; DIR.redactions by default")                       \
    X(log, STRING, "info", "LEVEL: debug, info, warn or error")                                                        \
    X(walls, STRING, "try",                                                                                            \
      "try, required or off: whether the process shuts itself in after the start (Landlock, seccomp)")                 \
    X(sync_normal, SWITCH, "no", "for crash tests only: a power cut may lose what was acknowledged")

struct settings {
#define SETTING_STRING(name)               const char *name;
#define SETTING_NUMBER(name)               long name;
#define SETTING_SWITCH(name)               bool name;
#define X(name, type, default_value, help) SETTING_##type(name)
    KB_SETTINGS(X)
#undef X
#undef SETTING_STRING
#undef SETTING_NUMBER
#undef SETTING_SWITCH
};

/* The flags of the table, for a subcommand: its own flags come first. Closed by an end row. */
extern const struct cli_flag settings_flags[];

/* Reads all sources; ERR_INVALID names the setting that cannot be read or means nothing and where it came from, and is
 * ERR_BAD_REQUEST when it was a flag: wrong use. */
MUST_CHECK err_code settings_read(struct settings *out, const struct cli *cli, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
