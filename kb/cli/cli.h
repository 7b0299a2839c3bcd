/* cli.h - the command line: a table of subcommands, each with its flags, and what they share.
 *
 * Exit codes are a contract: 0 done, 1 refused or found wrong, 2 usage. Results go to standard output, everything said
 * to a person goes to standard error.
 */
#ifndef KB_CLI_CLI_H
#define KB_CLI_CLI_H

#include "kb/base/arena.h"
#include "kb/base/err.h"
#include "kb/base/log.h"
#include "kb/base/text.h"

#include <stdio.h>

#ifdef __cplusplus
extern "C" {
#endif

enum { EXIT_DONE = 0, EXIT_REFUSED = 1, EXIT_USAGE = 2 };
enum { CLI_FLAGS_MAX = 48, CLI_ARGS_MAX = 4096 };

enum cli_flag_kind { CLI_FLAG__END, CLI_SWITCH, CLI_VALUE };

struct cli_flag {
    const char *name; /* without the dashes */
    enum cli_flag_kind kind;
    const char *help; /* "WHAT: sentence" for a value, a sentence for a switch */
};

struct cli {
    const struct cli_command *command;
    arena *arena;
    const char *values[CLI_FLAGS_MAX]; /* by position in the command's flags; "" for a switch that is given */
    char **args;                       /* what is no flag */
    int n_args;
    FILE *out, *err;
    struct kb_log log;
};

struct cli_command {
    const char *name;
    const char *args; /* how the arguments look in the usage line */
    const char *help; /* one sentence */
    const struct cli_flag *flags;
    int (*run)(struct cli *cli);
    bool bare; /* takes flags only: what is no flag is a mistake, often a directory that was meant for --data */
};

/* The table; the last row has no name. */
extern const struct cli_command cli_commands[];

/* The whole program. */
int cli_main(int argc, char **argv);

/* The value of a flag of this command, NULL when it was not given. */
const char *cli_value(const struct cli *cli, const char *flag);
bool cli_has(const struct cli *cli, const char *flag);

/* Is what was typed this name? "behind-proxy" and "behind_proxy" are one. */
bool cli_is_name(text typed, const char *name);

/* The data directory: --data, else KB_DATA, else "data". */
const char *cli_data(const struct cli *cli);

/* The file of redactions: the one that is given, or DIR.redactions beside the data directory, whichever way its path
 * was written. NULL without memory. */
const char *cli_redactions(const struct cli *cli, const char *given);

/* Says what is wrong in one line and gives EXIT_USAGE. */
int cli_usage(const struct cli *cli, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Says in one or more lines what was refused and gives EXIT_REFUSED. */
int cli_refused(const struct cli *cli, const kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
