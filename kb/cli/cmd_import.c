/* kb import: folders of Markdown become practices, or an export becomes the state it was written from. Dry by default:
 * it says what it would do. */
#include "kb/cli/commands.h"

#include "importer/export.h"
#include "importer/import.h"
#include "kb/base/cleanup.h"
#include "kb/cli/client.h"
#include "kb/service/indexer.h"
#include "kb/store/lock.h"

#include <jansson.h>

/* clang-format off */
const struct cli_flag cmd_import_flags[] = {
    { "data",     CLI_VALUE,  "DIR: the data directory" },
    { "apply",    CLI_SWITCH, "do it; without this flag nothing is written" },
    { "stage",    CLI_VALUE,  "STAGE: draft (the default) or best-practice" },
    { "group",    CLI_VALUE,  "GROUP: name or slug of the working group for all files" },
    { "decision", CLI_VALUE,  "TEXT: who decided these texts outside the Praktijkbank, and when" },
    { "json",     CLI_SWITCH, "the report for programs" },
    { "restore",  CLI_SWITCH, "PATH is what kb export wrote; the store must be empty and no server running" },
    { "redactions", CLI_VALUE, "FILE: with --restore, does again what was taken out of texts since the export" },
    { "without-redactions", CLI_SWITCH, "with --restore, when there is no such file: nothing was ever taken out" },
    { 0 }
};
/* clang-format on */

struct importing {
    struct cli *cli;
    struct client *client; /* NULL in a dry run */
    struct report report;
    struct cli_again again;
    bool bar; /* drawn on the terminal */
};

/* ---- What is written goes through the client ---- */

static err_code send(void *ctx, const struct svc_import *items, size_t n, enum svc_import_result *results, kb_err *errs,
                     kb_err *err)
{
    struct importing *i = ctx;
    return client_import(i->client, items, n, results, errs, err);
}

/* Somebody else may have made it since the groups were read: then it is there, which is all we ask. */
static err_code make_group(void *ctx, const char *name, const char *slug, kb_err *err)
{
    struct importing *i = ctx;
    kb_err taken = {0};
    json_t *j = json_pack("{s:s, s:s, s:s}", "do", "group.add", "name", name, "slug", slug);
    _cleanup_(free_p)
    char *command = json_dumps(j, JSON_COMPACT);
    json_decref(j);
    if (!command) return err_set(err, ERR_NOMEM, "group");
    err_code code = client_command(i->client, command, NULL, NULL, &taken);
    return code == OK || code == ERR_CONFLICT
               ? OK
               : err_set(err, code, "the group %s cannot be made: %s", name, taken.cause);
}

/* ---- The bar ---- */

enum { BAR_WIDTH = 40 };

static void draw_bar(void *ctx, size_t done, size_t of)
{
    const struct importing *i = ctx;
    static const char full[] = "########################################",
                      empty[] = "                                        ";
    int filled = of ? (int)(done * BAR_WIDTH / of) : BAR_WIDTH;
    if (i->bar) fprintf(i->cli->err, "\r[%.*s%.*s] %zu of %zu", filled, full, BAR_WIDTH - filled, empty, done, of);
}

static void wipe_bar(const struct importing *i)
{
    if (i->bar) fputs("\r\033[K", i->cli->err);
}

/* ---- Running ---- */

static err_code take_in(struct importing *i, const struct walk *files, kb_err *err)
{
    const struct cli *cli = i->cli;
    const char *stage = cli_value(cli, "stage");
    _cleanup_(store_close_p)
    struct store *store = NULL;
    struct store_options options = {.dir = cli_data(cli)};
    if (cli_has(cli, "apply")) ERR_TRY(client_open(&i->client, i->cli, err));
    ERR_TRY(store_open_reader(&store, &options, err));
    struct import_sink sink = {send, make_group, i};
    struct import_options how = {
        .sink = i->client ? &sink : NULL,
        .adopted = stage && !strcmp(stage, "best-practice"),
        .group = cli_value(cli, "group"),
        .decision = cli_value(cli, "decision"),
        .now = clock_now(clock_system()),
        .progress = draw_bar,
        .progress_ctx = i,
    };
    return import_run(cli->arena, store, files, &how, &i->report, err);
}

/* What was taken must also be found. */
static err_code settle(struct importing *i, kb_err *err)
{
    if (!i->client || i->report.counts[REPORT_TAKEN] + i->report.counts[REPORT_CHANGED] == 0) return OK;
    return client_settle(i->client, err);
}

static int tell(struct importing *i, err_code code, kb_err *err)
{
    struct cli *cli = i->cli;
    kb_err unwritten = {0};
    if (!i->report.rows) return code == OK ? EXIT_DONE : cli_refused(cli, err);
    if (!cli_has(cli, "json"))
        report_print(cli->out, &i->report);
    else if (report_json(cli->out, &i->report, &unwritten) != OK)
        return cli_refused(cli, &unwritten);
    if (code != OK) return cli_refused(cli, err);
    return i->report.counts[REPORT_REFUSED] ? EXIT_REFUSED : EXIT_DONE;
}

/* ---- Restoring ---- */

static void draw_restore(void *ctx, size_t done, size_t of)
{
    if (done % IMPORT_BATCH == 0 || done == of) draw_bar(ctx, done, of);
}

static err_code index_all(struct cli *cli, struct store *store, kb_err *err)
{
    struct search_writer *index = NULL;
    bool moved;
    ERR_TRY(indexer_open(&index, store, cli_data(cli), &cli->log, err));
    err_code code = indexer_follow(store, index, &cli->log, &moved, err);
    if (code == OK) return search_writer_stop(&index, err);
    search_writer_abandon(index);
    return code;
}

/* Now: what a dry run approves must not be refused because a server runs. */
static err_code nobody_writes(const char *dir, kb_err *err)
{
    int lock = -1;
    ERR_TRY(store_lock_take(&lock, dir, err));
    store_lock_release(lock);
    return OK;
}

/* The whole of it, with what was taken out since, is one transaction of this process: a server has people in it who
 * would see half. */
static err_code restore(struct importing *i, struct export_done *done, kb_err *err)
{
    struct cli *cli = i->cli;
    struct export_progress progress = {draw_restore, i};
    _cleanup_(store_close_p)
    struct store *store = NULL;
    kb_time now = clock_now(clock_system());
    const char *redactions = cli_value(cli, "redactions");
    struct export_restore how = {
        .dir = cli->args[0], .apply = cli_has(cli, "apply"), .now = now, .progress = &progress};
    struct store_options options = {.dir = cli_data(cli), .now = now};
    if (redactions) {
        ERR_TRY(cli_again_read(cli, redactions, now, &i->again, err));
        how.then = cli_again_run;
        how.ctx = &i->again;
    }
    ERR_TRY(how.apply ? store_open_writer(&store, &options, err) : store_open_reader(&store, &options, err));
    if (!how.apply) ERR_TRY(nobody_writes(options.dir, err));
    ERR_TRY(export_restore(store, &how, done, err));
    return how.apply ? index_all(cli, store, err) : OK;
}

static int run_restore(struct importing *i)
{
    kb_err err = {0};
    struct export_done done = {0};
    err_code code = restore(i, &done, &err);
    wipe_bar(i);
    if (code != OK) return cli_refused(i->cli, &err);
    bool applied = cli_has(i->cli, "apply");
    fprintf(i->cli->out, "%s: %zu practices with %zu texts%s\n", applied ? "Restored" : "Dry run, nothing is written",
            done.practices, done.texts,
            applied ? ". Passwords are not part of an export: kb user password NAME sets one" : "; --apply does it");
    return applied && cli_value(i->cli, "redactions") ? cli_again_say(i->cli, &i->again) : EXIT_DONE;
}

/* ---- The command ---- */

static int check_restore(struct cli *cli)
{
    static const char *const others[] = {"stage", "group", "decision", "json"};
    if (cli->n_args != 1) return cli_usage(cli, "--restore takes the one folder that kb export wrote");
    for (size_t i = 0; i < COUNT_OF(others); i++)
        if (cli_has(cli, others[i])) return cli_usage(cli, "--%s does not go with --restore", others[i]);
    if (cli_has(cli, "apply") && !cli_value(cli, "redactions") == !cli_has(cli, "without-redactions"))
        return cli_usage(cli,
                         "--restore --apply needs --redactions FILE, or --without-redactions when nothing was ever "
                         "taken out of a text");
    return EXIT_DONE;
}

static int check(struct cli *cli)
{
    const char *stage = cli_value(cli, "stage");
    if (cli_has(cli, "restore")) return check_restore(cli);
    if (cli_value(cli, "redactions") || cli_has(cli, "without-redactions"))
        return cli_usage(cli, "--redactions and --without-redactions belong to --restore");
    if (!cli->n_args) return cli_usage(cli, "which files?");
    if (stage && strcmp(stage, "draft") != 0 && strcmp(stage, "best-practice") != 0)
        return cli_usage(cli, "--stage is draft or best-practice");
    if (cli_has(cli, "decision") && (!stage || strcmp(stage, "best-practice") != 0))
        return cli_usage(cli, "--decision belongs to --stage best-practice");
    return EXIT_DONE;
}

int cmd_import(struct cli *cli)
{
    kb_err err = {0};
    struct walk files;
    struct importing i = {.cli = cli, .bar = isatty(fileno(cli->err))};
    int usage = check(cli);
    if (usage) return usage;
    if (cli_has(cli, "restore")) return run_restore(&i);
    err_code code = walk_paths(cli->arena, cli->args, (size_t)cli->n_args, &files, &err);
    if (code == OK && !files.n) code = err_set(&err, ERR_NOT_FOUND, "no Markdown (.md or .markdown) was found there");
    if (code == OK) code = take_in(&i, &files, &err);
    if (code == OK) code = settle(&i, &err);
    wipe_bar(&i);
    int status = tell(&i, code, &err);
    client_close(i.client);
    return status;
}
