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

/* Does again what a file of redactions says (kb/store/redact.h): every record of it that is whole. */
struct cli_again {
    struct svc_redact_again did;
    size_t damaged, first_damaged; /* lines of the file, as struct store_redactions has them */
};
MUST_CHECK err_code cli_redact_again(struct cli *cli, struct store *store, const char *file, kb_time now,
                                     struct cli_again *out, kb_err *err);
int cli_say_again(struct cli *cli, const struct cli_again *again); /* the exit code: a damaged file is found wrong */
int cmd_register(struct cli *cli);
int cmd_routes(struct cli *cli);
int cmd_doctor(struct cli *cli);

extern const struct cli_flag cmd_import_flags[], cmd_export_flags[];

#ifdef __cplusplus
}
#endif
#endif
