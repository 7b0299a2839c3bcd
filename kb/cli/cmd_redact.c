/* kb redactions: on a store that was put back from a copy, does again what editors took out of texts since. */
#include "kb/cli/commands.h"

#include "kb/base/cleanup.h"
#include "kb/service/indexer.h"
#include "kb/store/batch.h"

err_code cli_again_read(struct cli *cli, const char *file, kb_time now, struct cli_again *out, kb_err *err)
{
    *out = (struct cli_again){.arena = cli->arena, .now = now};
    return store_redactions_read(file, cli->arena, &out->all, err);
}

err_code cli_again_run(struct store *store, void *again, kb_err *err)
{
    struct cli_again *a = again;
    struct svc svc = {
        .store = store, .actor = svc_system_actor(), .now = a->now, .origin = "command", .arena = a->arena};
    return svc_redact_again(&svc, &a->all, &a->did, err);
}

/* Words may stand there again: who put the copy back looks. */
static void say_changed(struct cli *cli, const struct svc_redact_again *did)
{
    fprintf(
        cli->out,
        "LOOK: %zu text(s) say something else than when words were taken out of them. Look whether the words stand\n"
        "there again; an editor takes them out (Woorden weghalen). Practice and text:\n",
        did->n_changed);
    for (size_t i = 0; i < did->n_changed; i++)
        fprintf(cli->out, "%s\t%s\n", did->changed[i].practice, did->changed[i].place);
}

static void say_damaged(struct cli *cli, const struct store_redactions *all)
{
    fprintf(
        cli->out,
        "WRONG: %zu line(s) of the file are no redaction, the first is line %zu. The others were done.\n"
        "Such a line was written half when the disk was full or the power went, and then nothing was taken out; or\n"
        "the file was damaged since: look for that line in another copy of it.\n",
        all->damaged, all->first_damaged);
}

int cli_again_say(struct cli *cli, const struct cli_again *again)
{
    const struct svc_redact_again *did = &again->did;
    fprintf(cli->out, "Redactions: %zu done, %zu done before, %zu not there\n", did->done, did->before, did->gone);
    if (did->n_changed) say_changed(cli, did);
    if (again->all.damaged) say_damaged(cli, &again->all);
    return did->n_changed || again->all.damaged ? EXIT_REFUSED : EXIT_DONE;
}

static err_code redact(struct cli *cli, struct cli_again *again, kb_err *err)
{
    _cleanup_(store_close_p)
    struct store *store = NULL;
    size_t practices;
    kb_time now = clock_now(clock_system());
    struct store_options options = {.dir = cli_data(cli), .now = now};
    ERR_TRY(cli_again_read(cli, cli->args[0], now, again, err));
    ERR_TRY(store_open_writer(&store, &options, err));
    ERR_TRY(store_run(store, cli_again_run, again, err));
    return indexer_rebuild(store, cli_data(cli), &cli->log, NULL, &practices, err);
}

int cmd_redactions(struct cli *cli)
{
    kb_err err = {0};
    struct cli_again again = {0};
    if (cli->n_args != 1) return cli_usage(cli, "redactions takes one file, DIR.redactions beside the data directory");
    if (redact(cli, &again, &err) != OK) return cli_refused(cli, &err);
    return cli_again_say(cli, &again);
}
