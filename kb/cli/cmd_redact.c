/* kb redactions: on a store that was put back from a copy, does again what editors took out of texts since. */
#include "kb/cli/commands.h"

#include "kb/base/cleanup.h"
#include "kb/service/indexer.h"
#include "kb/store/batch.h"

struct again {
    arena *arena;
    kb_time now;
    struct store_redactions all;
    struct svc_redact_again done;
};

static err_code run(struct store *store, void *ctx, kb_err *err)
{
    struct again *a = ctx;
    struct svc svc = {
        .store = store, .actor = svc_system_actor(), .now = a->now, .origin = "command", .arena = a->arena};
    return svc_redact_again(&svc, &a->all, &a->done, err);
}

err_code cli_redact_again(struct cli *cli, struct store *store, const char *file, kb_time now, struct cli_again *out,
                          kb_err *err)
{
    struct again a = {.arena = cli->arena, .now = now};
    ERR_TRY(store_redactions_read(file, cli->arena, &a.all, err));
    err_code code = store_run(store, run, &a, err);
    *out = (struct cli_again){a.done, a.all.damaged, a.all.first_damaged};
    return code;
}

int cli_say_again(struct cli *cli, const struct cli_again *again)
{
    const struct svc_redact_again *did = &again->did;
    fprintf(cli->out, "Redactions: %zu done, %zu done before, %zu of other texts\n", did->done, did->before,
            did->other);
    if (!again->damaged) return EXIT_DONE;
    fprintf(
        cli->out,
        "WRONG: %zu line(s) of the file are no redaction, the first is line %zu. The others were done.\n"
        "Such a line was written half when the disk was full or the power went, and then nothing was taken out; or\n"
        "the file was damaged since: look for that line in another copy of it.\n",
        again->damaged, again->first_damaged);
    return EXIT_REFUSED;
}

static err_code redact(struct cli *cli, struct cli_again *again, kb_err *err)
{
    _cleanup_(store_close_p)
    struct store *store = NULL;
    size_t practices;
    kb_time now = clock_now(clock_system());
    struct store_options options = {.dir = cli_data(cli), .now = now};
    ERR_TRY(store_open_writer(&store, &options, err));
    ERR_TRY(cli_redact_again(cli, store, cli->args[0], now, again, err));
    return indexer_rebuild(store, cli_data(cli), NULL, &practices, err);
}

int cmd_redactions(struct cli *cli)
{
    kb_err err = {0};
    struct cli_again again = {0};
    if (cli->n_args != 1) return cli_usage(cli, "redactions takes one file, DIR.redactions beside the data directory");
    if (redact(cli, &again, &err) != OK) return cli_refused(cli, &err);
    return cli_say_again(cli, &again);
}
