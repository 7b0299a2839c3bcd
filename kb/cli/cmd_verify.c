/* kb verify: is what is kept still what was written? */
#include "kb/cli/verify.h"

#include "kb/base/cleanup.h"
#include "kb/cli/commands.h"
#include "kb/service/indexer.h"
#include "kb/store/head.h"
#include "kb/store/lock.h"
#include "search/search.h"

static void say_chain(const char *name, const struct store_chain *chain, FILE *out, bool *well)
{
    *well &= !chain->what;
    if (chain->what)
        fprintf(out, "%s: WRONG at row %lld: %s\n", name, (long long)chain->bad_seq, chain->what);
    else
        fprintf(out, "%s: %lld rows, the chain holds\n", name, (long long)chain->rows);
}

err_code verify_log(struct store *store, FILE *out, bool *well, kb_err *err)
{
    struct store_chain changes, reads;
    ERR_TRY(store_changes_verify(store, &changes, err));
    ERR_TRY(store_restricted_verify(store, &reads, err));
    say_chain("log", &changes, out, well);
    say_chain("reads", &reads, out, well);
    return OK;
}

err_code verify_texts(struct store *store, FILE *out, bool *well, kb_err *err)
{
    int64_t checked;
    char bad[STORE_ID_BYTES];
    ERR_TRY(store_revisions_verify(store, &checked, bad, err));
    if (bad[0]) {
        *well = false;
        fprintf(out, "texts: WRONG: revision %s differs from its hash\n", bad);
    } else {
        fprintf(out, "texts: %lld revisions agree with their hashes\n", (long long)checked);
    }
    return OK;
}

err_code verify_store(struct store *store, FILE *out, bool *well, kb_err *err)
{
    kb_err complaint = {0};
    err_code code = store_check(store, &complaint);
    if (code == ERR_CORRUPT) {
        *well = false;
        fprintf(out, "store: WRONG: %s\n", complaint.cause);
        return OK;
    }
    if (code == OK) fputs("store: every page and reference is sound\n", out);
    return code == OK ? OK : err_set(err, code, "%s", complaint.cause);
}

static void unlock(int *lock)
{
    if (*lock >= 0) store_lock_release(*lock);
}

/* Every block of the index, unless somebody is writing in it: then blocks look damaged that are not. */
static err_code verify_blocks(const char *dir, FILE *out, bool *damaged, bool *whole, kb_err *err)
{
    _cleanup_(unlock)
    int lock = -1;
    kb_err busy = {0};
    struct search_health health;
    *damaged = false;
    *whole = store_lock_take(&lock, dir, &busy) == OK;
    if (!*whole) {
        fprintf(out, "index: its blocks are not read (%s)\n", busy.cause);
        return OK;
    }
    ERR_TRY(search_check(dir, SEARCH_CHECK_DEEP, &health, err));
    *damaged = health.state == SEARCH_DAMAGED;
    if (*damaged) fprintf(out, "index: WRONG: %s; kb reindex builds it\n", health.detail);
    return OK;
}

err_code verify_index(struct store *store, const char *dir, FILE *out, bool *well, bool *whole, kb_err *err)
{
    _cleanup_(search_reader_close_p)
    struct search_reader *reader = NULL;
    kb_err why = {0};
    size_t compared, wrong;
    bool damaged;
    ERR_TRY(verify_blocks(dir, out, &damaged, whole, err));
    *well &= !damaged;
    if (damaged) return OK;
    if (search_reader_open(&reader, dir, &why) != OK) {
        *well = false;
        fprintf(out, "index: WRONG: %s; kb reindex builds it\n", why.cause[0] ? why.cause : "there is none");
        return OK;
    }
    ERR_TRY(indexer_verify(store, reader, &compared, &wrong, err));
    *well &= wrong == 0;
    if (wrong)
        fprintf(out, "index: WRONG for %zu of %zu practices; kb reindex builds it\n", wrong, compared);
    else
        fprintf(out, "index: %zu practices stand where the store says\n", compared);
    return OK;
}

/* Lines of the journal against the log as it is now. */
static err_code verify_heads(struct store *store, const char *path, FILE *out, bool *well, kb_err *err)
{
    char line[4096];
    size_t n = 0, wrong = 0;
    FILE *in = strcmp(path, "-") ? fopen(path, "re") : stdin;
    if (!in) return err_errno(err, path);
    err_code code = OK;
    while (code == OK && fgets(line, sizeof line, in)) {
        struct store_head head;
        const char *what;
        if (!strstr(line, "log.head") || !store_head_read(text_str(line), &head)) continue;
        code = store_head_check(store, &head, &what, err);
        n++;
        if (code != OK || !what) continue;
        wrong++;
        fprintf(out, "heads: WRONG at row %lld: %s\n", (long long)head.seq, what);
    }
    if (in != stdin) fclose(in);
    *well &= wrong == 0 && n > 0;
    if (code == OK && !wrong)
        fprintf(out, "heads: %zu signed heads%s\n", n, n ? " agree with the log" : ": WRONG: none was found");
    return code;
}

static err_code verify(struct cli *cli, bool *well, kb_err *err)
{
    _cleanup_(store_close_p)
    struct store *store = NULL;
    struct store_options options = {.dir = cli_data(cli)};
    bool whole;
    ERR_TRY(store_open_reader(&store, &options, err));
    ERR_TRY(verify_store(store, cli->out, well, err));
    ERR_TRY(verify_log(store, cli->out, well, err));
    if (cli_value(cli, "heads")) ERR_TRY(verify_heads(store, cli_value(cli, "heads"), cli->out, well, err));
    ERR_TRY(verify_texts(store, cli->out, well, err));
    return verify_index(store, options.dir, cli->out, well, &whole, err);
}

int cmd_verify(struct cli *cli)
{
    kb_err err = {0};
    bool well = true;
    if (verify(cli, &well, &err) != OK) return cli_refused(cli, &err);
    return well ? EXIT_DONE : EXIT_REFUSED;
}
