#include "kb/cli/cli.h"

#include "kb/base/cleanup.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { CLI_ARENA_BYTES = 512 * 1024 * 1024 };

static const struct cli_command *find_command(const char *name)
{
    for (const struct cli_command *c = cli_commands; c->name; c++)
        if (strcmp(c->name, name) == 0) return c;
    return NULL;
}

bool cli_is_name(text typed, const char *name)
{
    if (typed.len != strlen(name)) return false;
    for (size_t i = 0; i < typed.len; i++)
        if ((typed.ptr[i] == '-' ? '_' : typed.ptr[i]) != (name[i] == '-' ? '_' : name[i])) return false;
    return true;
}

static int find_flag(const struct cli_command *command, text name)
{
    for (int i = 0; command->flags && command->flags[i].kind != CLI_FLAG__END; i++)
        if (cli_is_name(name, command->flags[i].name)) return i;
    return -1;
}

const char *cli_value(const struct cli *cli, const char *flag)
{
    int i = find_flag(cli->command, text_str(flag));
    return i < 0 ? NULL : cli->values[i];
}

bool cli_has(const struct cli *cli, const char *flag)
{
    return cli_value(cli, flag) != NULL;
}

const char *cli_data(const struct cli *cli)
{
    const char *given = cli_value(cli, "data");
    if (!given) given = getenv("KB_DATA");
    return given ? given : "data";
}

static const char *redactions_beside(const struct cli *cli, const char *dir)
{
    size_t len = strlen(dir);
    while (len > 1 && dir[len - 1] == '/') len--;
    return arena_printf(cli->arena, "%.*s.redactions", (int)len, dir);
}

/* Beside the directory itself: "." has no beside, and a link to the directory would have a second file. A file that was
 * begun under the name that was given is gone on with. */
const char *cli_redactions(const struct cli *cli, const char *given)
{
    if (given && *given) return given;
    _cleanup_(free_p)
    char *real = realpath(cli_data(cli), NULL);
    const char *by_name = redactions_beside(cli, cli_data(cli)), *beside = real ? redactions_beside(cli, real) : NULL;
    if (!by_name || !beside) return by_name;
    return access(beside, F_OK) != 0 && access(by_name, F_OK) == 0 ? by_name : beside;
}

/* With hyphens, as the README writes them. */
static void put_flags(const struct cli *cli)
{
    enum { COLUMN = 19 };
    for (const struct cli_flag *f = cli->command->flags; f && f->kind != CLI_FLAG__END; f++) {
        int width = fprintf(cli->err, "  --");
        for (const char *c = f->name; *c; c++, width++) fputc(*c == '_' ? '-' : *c, cli->err);
        fprintf(cli->err, "%*s %s\n", width < COLUMN ? COLUMN - width : 0, "", f->help);
    }
}

int cli_usage(const struct cli *cli, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fprintf(cli->err, "kb %s: ", cli->command->name);
    vfprintf(cli->err, format, args);
    va_end(args);
    fprintf(cli->err, "\nusage: kb %s %s\n", cli->command->name, cli->command->args);
    put_flags(cli);
    return EXIT_USAGE;
}

int cli_refused(const struct cli *cli, const kb_err *err)
{
    const char *name = cli->command->name;
    for (size_t i = 0; i < err->n_items; i++)
        fprintf(cli->err, "kb %s: %s: %s%s%s\n", name, err->items[i].field, err->items[i].reason,
                err->cause[0] && !i ? "; " : "", i ? "" : err->cause);
    if (err->n_items == 0) fprintf(cli->err, "kb %s: %s\n", name, err->cause[0] ? err->cause : err_slug(err->code));
    return EXIT_REFUSED;
}

/* Takes one flag, and its value, from argv[*at]. */
static int take_flag(struct cli *cli, int argc, char **argv, int *at)
{
    text name = text_str(argv[*at] + 2), value = {0};
    size_t equals = text_find_byte(name, '=', 0);
    if (equals != SIZE_MAX) {
        value = text_slice(name, equals + 1, SIZE_MAX);
        name = text_slice(name, 0, equals);
    }
    int i = find_flag(cli->command, name);
    if (i < 0) return cli_usage(cli, "there is no flag --%.*s", TEXT_FMT(name));
    if (cli->command->flags[i].kind == CLI_SWITCH) {
        if (equals != SIZE_MAX) return cli_usage(cli, "--%.*s takes no value", TEXT_FMT(name));
        cli->values[i] = "";
        return EXIT_DONE;
    }
    if (equals == SIZE_MAX && *at + 1 >= argc) return cli_usage(cli, "--%.*s needs a value", TEXT_FMT(name));
    cli->values[i] = equals != SIZE_MAX ? value.ptr : argv[++*at];
    return EXIT_DONE;
}

static int take_arguments(struct cli *cli, int argc, char **argv)
{
    bool flags_over = false;
    for (int i = 0; i < argc; i++) {
        if (!flags_over && strcmp(argv[i], "--") == 0) {
            flags_over = true;
        } else if (!flags_over && argv[i][0] == '-' && argv[i][1] == '-') {
            int status = take_flag(cli, argc, argv, &i);
            if (status != EXIT_DONE) return status;
        } else if (cli->n_args == CLI_ARGS_MAX) {
            return cli_usage(cli, "more than %d arguments", CLI_ARGS_MAX);
        } else {
            cli->args[cli->n_args++] = argv[i];
        }
    }
    return EXIT_DONE;
}

static int help(FILE *out)
{
    fprintf(out, "kb %s: from experience to agreed practice\n\n", KB_VERSION);
    for (const struct cli_command *c = cli_commands; c->name; c++) fprintf(out, "  kb %-9s %s\n", c->name, c->help);
    fprintf(out, "\nkb COMMAND --help tells the flags. Exit codes: 0 done, 1 refused or found wrong, 2 usage.\n");
    return out == stdout ? EXIT_DONE : EXIT_USAGE;
}

static bool asks_for_help(int argc, char **argv)
{
    for (int i = 0; i < argc && strcmp(argv[i], "--") != 0; i++)
        if (strcmp(argv[i], "--help") == 0) return true;
    return false;
}

int cli_main(int argc, char **argv)
{
    if (argc < 2) return help(stderr);
    if (strcmp(argv[1], "help") == 0 || strcmp(argv[1], "--help") == 0) return help(stdout);
    if (strcmp(argv[1], "--version") == 0) return printf("kb %s\n", KB_VERSION) < 0;
    const struct cli_command *command = find_command(argv[1]);
    if (!command) {
        fprintf(stderr, "kb: there is no command \"%s\"\n", argv[1]);
        return help(stderr);
    }
    _cleanup_(arena_free_p)
    arena *a = arena_new(CLI_ARENA_BYTES);
    if (!a) return EXIT_REFUSED;
    struct cli cli = {
        .command = command, .arena = a, .out = stdout, .err = stderr, .log = {.fd = 2, .least = KB_LOG_WARN}};
    cli.args = ARENA_ARRAY(a, char *, CLI_ARGS_MAX);
    if (asks_for_help(argc - 2, argv + 2)) {
        printf("%s\nusage: kb %s %s\n", command->help, command->name, command->args);
        cli.err = stdout;
        put_flags(&cli);
        return EXIT_DONE;
    }
    int status = take_arguments(&cli, argc - 2, argv + 2);
    if (status == EXIT_DONE && command->bare && cli.n_args) status = cli_usage(&cli, "takes no arguments");
    return status == EXIT_DONE ? command->run(&cli) : status;
}
