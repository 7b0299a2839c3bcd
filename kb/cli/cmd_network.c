/* kb user, org, group, location: each is a row here and a command of kb/service/command.h. */
#include "kb/cli/commands.h"

#include "kb/base/cleanup.h"
#include "kb/cli/client.h"

#include <jansson.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

enum { PASSWORD_BYTES = 400 };

/* ---- What was wrong with what was typed, in words: the field and the reason alone do not tell ---- */

enum { WORDS_BYTES = 200 };

static const char *role_words(struct cli *cli)
{
    _cleanup_(buf_release)
    struct buf all = buf_new(WORDS_BYTES);
    for (int r = ROLE_NONE + 1; r < ROLE__COUNT; r++) {
        bool held = policy_role_fits((enum role)r, SCOPE_NETWORK) ||
                    policy_role_fits((enum role)r, SCOPE_ORGANISATION) || policy_role_fits((enum role)r, SCOPE_GROUP) ||
                    policy_role_fits((enum role)r, SCOPE_LOCATION);
        if (held) buf_printf(&all, "%s%s", all.len ? ", " : "a role is ", policy_role_slug((enum role)r));
    }
    return arena_text_str(cli->arena, buf_text(&all));
}

static const char *scope_words(struct cli *cli)
{
    _cleanup_(buf_release)
    struct buf all = buf_new(WORDS_BYTES);
    for (int k = 0; k < STORE_SCOPE__COUNT; k++)
        buf_printf(&all, "%s%s", k ? ", " : "after @ stands ", svc_scope_slug((enum store_scope)k));
    return arena_text_str(cli->arena, buf_text(&all));
}

static const char *nobody_words(struct cli *cli)
{
    return arena_printf(cli->arena, "nobody signs in as \"%.*s\"; kb user list names everybody",
                        TEXT_FMT(utf8_clip(text_str(cli->args[1]), 120)));
}

static const char *nowhere_words(struct cli *cli)
{
    return arena_printf(cli->arena, "there is no such thing in \"%.*s\"; kb org, group or location list names them",
                        TEXT_FMT(utf8_clip(text_str(cli->args[cli->n_args - 1]), 120)));
}

static void explain(struct cli *cli, kb_err *err)
{
    static const struct {
        const char *field, *reason;
        const char *(*words)(struct cli *cli);
    } all[] = {
        {"sign_in", "not-known", nobody_words},
        {"role", "not-a-choice", role_words},
        {"scope_kind", "not-a-choice", scope_words},
        {"scope", "not-a-choice", nowhere_words},
    };
    for (size_t i = 0; i < COUNT_OF(all) && err->n_items; i++) {
        if (strcmp(err->items[0].field, all[i].field) != 0 || strcmp(err->items[0].reason, all[i].reason) != 0)
            continue;
        const char *words = all[i].words(cli);
        if (words) snprintf(err->cause, sizeof err->cause, "%s", words);
    }
}

/* Sends the command, prints the value of `key`, and says what was refused. */
static int run(struct cli *cli, json_t *command, const char *key)
{
    kb_err err = {0};
    _cleanup_(client_close_p)
    struct client *client = NULL;
    char *dumped = json_dumps(command, JSON_COMPACT);
    const char *json = arena_str(cli->arena, dumped), *value = NULL;
    free(dumped);
    json_decref(command);
    if (!json) return cli_usage(cli, "the arguments are not valid UTF-8");
    if (client_open(&client, cli, &err) != OK || client_command(client, json, key, &value, &err) != OK) {
        explain(cli, &err);
        return cli_refused(cli, &err);
    }
    if (value) fprintf(cli->out, "%s\n", value);
    return EXIT_DONE;
}

/* What is no UTF-8 is sent as no text at all, so that the command is refused. */
static void put(json_t *command, const char *name, const char *value)
{
    json_t *words = value ? json_string(value) : NULL;
    if (value) json_object_set_new(command, name, words ? words : json_null());
}

/* ---- Listing ---- */

static err_code open_reading(struct cli *cli, struct store **store, kb_err *err)
{
    struct store_options options = {.dir = cli_data(cli)};
    return store_open_reader(store, &options, err);
}

static err_code list_people(struct svc *svc, FILE *out, kb_err *err)
{
    struct svc_persons people;
    ERR_TRY(svc_people(svc, &people, err));
    for (size_t i = 0; i < people.n; i++) {
        const struct svc_person *p = &people.at[i];
        fprintf(out, "%s\t%s\t%s", p->row.sign_in, p->row.name, p->row.disabled ? "closed" : "open");
        for (size_t r = 0; r < p->n_roles; r++)
            fprintf(out, "%c%s@%s:%s", r ? ',' : '\t', policy_role_slug(p->roles[r].role),
                    svc_scope_slug(p->roles[r].kind), p->roles[r].scope_name);
        fputc('\n', out);
    }
    return OK;
}

static err_code list_organisations(struct svc *svc, FILE *out, kb_err *err)
{
    struct store_organisations rows;
    ERR_TRY(svc_organisations(svc, &rows, err));
    for (size_t i = 0; i < rows.n; i++)
        fprintf(out, "%s\t%s\t%s\n", rows.at[i].slug, rows.at[i].name, rows.at[i].partner ? "partner" : "member");
    return OK;
}

static err_code list_groups(struct svc *svc, FILE *out, kb_err *err)
{
    struct store_groups rows;
    ERR_TRY(store_group_list(svc->store, svc->arena, &rows, err));
    for (size_t i = 0; i < rows.n; i++)
        fprintf(out, "%s\t%s\t%s\n", rows.at[i].slug, rows.at[i].name, rows.at[i].closed ? "closed" : "open");
    return OK;
}

static err_code list_locations(struct svc *svc, FILE *out, kb_err *err)
{
    struct store_locations rows;
    ERR_TRY(svc_locations(svc, &rows, err));
    for (size_t i = 0; i < rows.n; i++) fprintf(out, "%s\t%s\n", rows.at[i].slug, rows.at[i].name);
    return OK;
}

static int list(struct cli *cli, err_code (*print)(struct svc *svc, FILE *out, kb_err *err))
{
    kb_err err = {0};
    _cleanup_(store_close_p)
    struct store *store = NULL;
    if (open_reading(cli, &store, &err) != OK) return cli_refused(cli, &err);
    struct svc svc = {
        .store = store, .actor = svc_system_actor(), .now = clock_now(clock_system()), .arena = cli->arena};
    return print(&svc, cli->out, &err) == OK ? EXIT_DONE : cli_refused(cli, &err);
}

static bool is(const struct cli *cli, const char *verb, int n_args)
{
    return cli->n_args == n_args && !strcmp(cli->args[0], verb);
}

/* ---- Passwords: from a prompt or standard input, never an argument ---- */

static void echo(bool on)
{
    struct termios t;
    if (tcgetattr(STDIN_FILENO, &t) != 0) return;
    if (on)
        t.c_lflag |= ECHO;
    else
        t.c_lflag &= ~(tcflag_t)ECHO;
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &t);
}

static const char *ask_password(struct cli *cli)
{
    char line[PASSWORD_BYTES];
    bool terminal = isatty(STDIN_FILENO);
    if (terminal) {
        fputs("Password: ", cli->err);
        echo(false);
    }
    char *got = fgets(line, sizeof line, stdin);
    if (terminal) {
        echo(true);
        fputc('\n', cli->err);
    }
    if (!got) return NULL;
    line[strcspn(line, "\r\n")] = '\0';
    return arena_str(cli->arena, line);
}

/* ---- The subcommands ---- */

static int user_add(struct cli *cli)
{
    json_t *j = json_pack("{s:s}", "do", "user.add");
    put(j, "sign_in", cli->args[1]);
    put(j, "name", cli_value(cli, "name") ? cli_value(cli, "name") : cli->args[1]);
    if (cli_has(cli, "password")) put(j, "password", ask_password(cli));
    return run(cli, j, NULL);
}

static int user_password(struct cli *cli)
{
    json_t *j = json_pack("{s:s}", "do", "user.password");
    put(j, "sign_in", cli->args[1]);
    put(j, "password", ask_password(cli));
    return run(cli, j, NULL);
}

static int user_disable(struct cli *cli)
{
    json_t *j = json_pack("{s:s, s:b}", "do", "user.disable", "enable", cli_has(cli, "enable"));
    put(j, "sign_in", cli->args[1]);
    return run(cli, j, NULL);
}

static int user_reset_second(struct cli *cli)
{
    json_t *j = json_pack("{s:s}", "do", "user.reset-second-factor");
    put(j, "sign_in", cli->args[1]);
    return run(cli, j, NULL);
}

/* "lead@group:huur-en-wonen", "administrator@network" */
static int user_role(struct cli *cli)
{
    text rest = text_str(cli->args[2]), role, kind;
    if (!text_next(&rest, '@', &role) || !text_next(&rest, ':', &kind))
        return cli_usage(cli, "a role is ROLE@KIND:SLUG, as in lead@group:huur-en-wonen or administrator@network");
    json_t *j = json_pack("{s:s, s:b}", "do", "user.role", "take", cli_has(cli, "take"));
    put(j, "sign_in", cli->args[1]);
    put(j, "role", arena_text_str(cli->arena, role));
    put(j, "scope_kind", arena_text_str(cli->arena, kind));
    put(j, "scope", rest.ptr ? arena_text_str(cli->arena, rest) : "");
    return run(cli, j, NULL);
}

int cmd_user(struct cli *cli)
{
    if (is(cli, "list", 1)) return list(cli, list_people);
    if (is(cli, "add", 2)) return user_add(cli);
    if (is(cli, "password", 2)) return user_password(cli);
    if (is(cli, "disable", 2)) return user_disable(cli);
    if (is(cli, "role", 3)) return user_role(cli);
    if (is(cli, "reset-second-factor", 2)) return user_reset_second(cli);
    return cli_usage(cli, "add SIGN-IN, list, disable SIGN-IN, password SIGN-IN, reset-second-factor SIGN-IN, or role "
                          "SIGN-IN ROLE@KIND:SLUG");
}

/* add NAME with these flags as further values. */
static int add_named(struct cli *cli, const char *command, const char *const *flags)
{
    json_t *j = json_pack("{s:s}", "do", command);
    put(j, "name", cli->args[1]);
    for (; *flags; flags++) put(j, *flags, cli_value(cli, *flags));
    return run(cli, j, "slug");
}

int cmd_org(struct cli *cli)
{
    static const char *const flags[] = {"slug", "parent", NULL};
    if (is(cli, "list", 1)) return list(cli, list_organisations);
    return is(cli, "add", 2) ? add_named(cli, "org.add", flags) : cli_usage(cli, "add NAME, or list");
}

int cmd_group(struct cli *cli)
{
    static const char *const flags[] = {"slug", "purpose", "location", NULL};
    if (is(cli, "list", 1)) return list(cli, list_groups);
    return is(cli, "add", 2) ? add_named(cli, "group.add", flags) : cli_usage(cli, "add NAME, or list");
}

int cmd_location(struct cli *cli)
{
    static const char *const flags[] = {"slug", NULL};
    if (is(cli, "list", 1)) return list(cli, list_locations);
    return is(cli, "add", 2) ? add_named(cli, "location.add", flags) : cli_usage(cli, "add NAME, or list");
}
