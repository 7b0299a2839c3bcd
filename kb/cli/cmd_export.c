/* kb export: everything as readable files, beside a running server too. */
#include "kb/cli/commands.h"

#include "importer/export.h"
#include "kb/base/cleanup.h"
#include "kb/store/store.h"

#include <unistd.h>

const struct cli_flag cmd_export_flags[] = {{"data", CLI_VALUE, "DIR: the data directory"}, {0}};

static void draw_count(void *ctx, size_t done, size_t of)
{
    const struct cli *cli = ctx;
    (void)of;
    if (done % 64 == 0 && isatty(fileno(cli->err))) fprintf(cli->err, "\r%zu", done);
}

int cmd_export(struct cli *cli)
{
    kb_err err = {0};
    struct export_done done = {0};
    _cleanup_(store_close_p)
    struct store *store = NULL;
    struct store_options options = {.dir = cli_data(cli)};
    struct export_progress progress = {draw_count, cli};
    if (cli->n_args != 1) return cli_usage(cli, "where to?");
    if (store_open_reader(&store, &options, &err) != OK ||
        export_write(store, cli->args[0], &progress, &done, &err) != OK)
        return cli_refused(cli, &err);
    fprintf(cli->out, "%s%zu practices with %zu texts are in %s\n", isatty(fileno(cli->err)) ? "\r" : "",
            done.practices, done.texts, cli->args[0]);
    return EXIT_DONE;
}
