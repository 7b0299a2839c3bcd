/* commands.h - the subcommands, one function each; the table is in commands.c. */
#ifndef KB_CLI_COMMANDS_H
#define KB_CLI_COMMANDS_H

#include "kb/cli/cli.h"
#include "kb/service/service.h"

#ifdef __cplusplus
extern "C" {
#endif

int cmd_init(struct cli *cli);
int cmd_serve(struct cli *cli);
int cmd_import(struct cli *cli);
int cmd_export(struct cli *cli);
int cmd_search(struct cli *cli);
int cmd_reindex(struct cli *cli);
int cmd_verify(struct cli *cli);
int cmd_user(struct cli *cli);
int cmd_org(struct cli *cli);
int cmd_group(struct cli *cli);
int cmd_location(struct cli *cli);
int cmd_scan(struct cli *cli);
int cmd_tick(struct cli *cli);
int cmd_redactions(struct cli *cli);

/* Doing again what a file of redactions says (kb/store/redact.h): every record of it that is whole. */
struct cli_again {
    arena *arena;
    kb_time now;
    struct store_redactions all;
    struct svc_redact_again did;
};
MUST_CHECK err_code cli_again_read(struct cli *cli, const char *file, kb_time now, struct cli_again *out, kb_err *err);
MUST_CHECK err_code cli_again_run(struct store *store, void *again, kb_err *err); /* a job */
/* The exit code: a damaged file is found wrong, and so is a text that may hold the words again. */
int cli_again_say(struct cli *cli, const struct cli_again *again);
int cmd_register(struct cli *cli);
int cmd_routes(struct cli *cli);
int cmd_doctor(struct cli *cli);

extern const struct cli_flag cmd_import_flags[], cmd_export_flags[];

#ifdef __cplusplus
}
#endif
#endif
