/* kb init, reindex, verify, routes, doctor. */
#include "kb/cli/commands.h"

#include "kb/base/cleanup.h"
#include "kb/cli/client.h"
#include "kb/cli/outside.h"
#include "kb/cli/settings.h"
#include "kb/http/routes.h"
#include "kb/http/walls.h"
#include "kb/service/indexer.h"
#include "kb/store/head.h"
#include "kb/store/lock.h"
#include "kb/store/redact.h"
#include "kb/store/second.h"
#include "search/search.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

static err_code make_store(struct cli *cli, kb_err *err)
{
    _cleanup_(store_close_p)
    struct store *store = NULL;
    struct store_options options = {.dir = cli_data(cli), .create = true, .now = clock_now(clock_system())};
    return store_open_writer(&store, &options, err);
}

/* Of nothing, so that the first search has an answer. One that is there is left alone. */
static err_code make_index(struct cli *cli, kb_err *err)
{
    _cleanup_(search_reader_close_p)
    struct search_reader *index = NULL;
    _cleanup_(client_close_p)
    struct client *client = NULL;
    kb_err missing = {0};
    size_t practices;
    if (search_reader_open(&index, cli_data(cli), &missing) == OK) return OK;
    ERR_TRY(client_open(&client, cli, err));
    return client_rebuild(client, cli, &practices, err);
}

int cmd_init(struct cli *cli)
{
    kb_err err = {0};
    if (make_store(cli, &err) != OK || make_index(cli, &err) != OK) return cli_refused(cli, &err);
    fprintf(cli->out, "A store is ready in %s\n", cli_data(cli));
    return EXIT_DONE;
}

int cmd_reindex(struct cli *cli)
{
    kb_err err = {0};
    size_t practices;
    _cleanup_(client_close_p)
    struct client *client = NULL;
    if (client_open(&client, cli, &err) != OK || client_rebuild(client, cli, &practices, &err) != OK)
        return cli_refused(cli, &err);
    if (practices)
        fprintf(cli->out, "The index holds %zu practices\n", practices);
    else
        fputs("The index is built anew\n", cli->out);
    return EXIT_DONE;
}

int cmd_routes(struct cli *cli)
{
    const struct route *tables[] = {kb_routes, ops_routes};
    const size_t counts[] = {kb_routes_count, ops_routes_count};
    for (size_t t = 0; t < COUNT_OF(tables); t++)
        for (size_t i = 0; i < counts[t]; i++) {
            const struct route *r = &tables[t][i];
            fprintf(cli->out, "%-5s %-34s %-8s %-6s %-10s %s\n", http_method_name(r->method), r->pattern,
                    route_need_name(r->need), route_run_name(r->run), route_token_names(r->tokens), r->help);
        }
    return EXIT_DONE;
}

/* One line for each column that is about a person: what the page /verwerkingen says in words. */
int cmd_register(struct cli *cli)
{
    fputs("table\tcolumn\tof\tkind\twhy\tground\tkept\terased\n", cli->out);
    for (size_t r = 0; r < store_register_rows_count; r++)
        for (size_t i = 0; i < store_register_columns_count; i++) {
            const struct store_register_row *row = &store_register_rows[r];
            const struct store_register_column *c = &store_register_columns[i];
            if (strcmp(c->table, row->table) != 0 || strcmp(c->holder, row->holder) != 0) continue;
            fprintf(cli->out, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", c->table, c->column, c->holder, c->kind, row->why,
                    row->ground, row->kept, row->erased);
        }
    return EXIT_DONE;
}

/* ---- verify ---- */

static void say_chain(const char *name, const struct store_chain *chain, FILE *out, bool *well)
{
    *well &= !chain->what;
    if (chain->what)
        fprintf(out, "%s: WRONG at row %lld: %s\n", name, (long long)chain->bad_seq, chain->what);
    else
        fprintf(out, "%s: %lld rows, the chain holds\n", name, (long long)chain->rows);
}

static err_code verify_log(struct store *store, FILE *out, bool *well, kb_err *err)
{
    struct store_chain changes, reads;
    ERR_TRY(store_changes_verify(store, &changes, err));
    ERR_TRY(store_restricted_verify(store, &reads, err));
    say_chain("log", &changes, out, well);
    say_chain("reads", &reads, out, well);
    return OK;
}

static err_code verify_texts(struct store *store, FILE *out, bool *well, kb_err *err)
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

static err_code verify_store(struct store *store, FILE *out, bool *well, kb_err *err)
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
static err_code verify_blocks(const char *dir, FILE *out, bool *damaged, kb_err *err)
{
    _cleanup_(unlock)
    int lock = -1;
    kb_err busy = {0};
    struct search_health health;
    *damaged = false;
    if (store_lock_take(&lock, dir, &busy) != OK) {
        fprintf(out, "index: its blocks are not read (%s)\n", busy.cause);
        return OK;
    }
    ERR_TRY(search_check(dir, SEARCH_CHECK_DEEP, &health, err));
    *damaged = health.state == SEARCH_DAMAGED;
    if (*damaged) fprintf(out, "index: WRONG: %s; kb reindex builds it\n", health.detail);
    return OK;
}

static err_code verify_index(struct store *store, const char *dir, FILE *out, bool *well, kb_err *err)
{
    _cleanup_(search_reader_close_p)
    struct search_reader *reader = NULL;
    kb_err why = {0};
    size_t compared, wrong;
    bool damaged;
    ERR_TRY(verify_blocks(dir, out, &damaged, err));
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
    ERR_TRY(store_open_reader(&store, &options, err));
    ERR_TRY(verify_store(store, cli->out, well, err));
    ERR_TRY(verify_log(store, cli->out, well, err));
    if (cli_value(cli, "heads")) ERR_TRY(verify_heads(store, cli_value(cli, "heads"), cli->out, well, err));
    ERR_TRY(verify_texts(store, cli->out, well, err));
    return verify_index(store, options.dir, cli->out, well, err);
}

int cmd_verify(struct cli *cli)
{
    kb_err err = {0};
    bool well = true;
    if (verify(cli, &well, &err) != OK) return cli_refused(cli, &err);
    return well ? EXIT_DONE : EXIT_REFUSED;
}

/* ---- doctor: what an administrator under pressure wants to know, in plain words ---- */

struct visit {
    struct cli *cli;
    int problems;
};

static void fine(struct visit *v, const char *what)
{
    fprintf(v->cli->out, "ok       %s\n", what);
}

static void problem(struct visit *v, const char *what, const char *do_this)
{
    v->problems++;
    fprintf(v->cli->out, "PROBLEM  %s\n         %s\n", what, do_this);
}

static bool look_at_directory(struct visit *v, const char *dir)
{
    struct stat st;
    if (stat(dir, &st) != 0 || !S_ISDIR(st.st_mode)) {
        problem(v, "The data directory is not there.", "Make one with: kb init --data DIR");
        return false;
    }
    if (access(dir, R_OK | W_OK | X_OK) != 0) {
        problem(v, "This user may not read and write the data directory.",
                "Run kb as the user that owns it, or: chown -R USER DIR");
        return false;
    }
    if (st.st_mode & 077)
        problem(v, "Others than the owner can look into the data directory.", "chmod 700 DIR");
    else
        fine(v, "The data directory is there, and private.");
    return true;
}

/* What kb serve opens for writing; the rest it makes itself. */
static void look_at_files(struct visit *v, const char *dir)
{
    static const char *const names[] = {"kb.db", "kb.db-wal", "kb.db-shm", "lock"};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        const char *path = arena_printf(v->cli->arena, "%s/%s", dir, names[i]);
        if (!path || access(path, R_OK | W_OK) == 0 || errno == ENOENT) continue;
        problem(v, arena_printf(v->cli->arena, "This user may not read and write %s.", names[i]),
                "Run kb as the user that owns the data directory, or: chown USER and chmod 600 that file.");
    }
}

static void look_at_disk(struct visit *v, const char *dir)
{
    enum { LEAST_MIB = 512 };
    struct statvfs fs;
    if (statvfs(dir, &fs) != 0) return;
    unsigned long long mib = (unsigned long long)fs.f_bavail * fs.f_frsize >> 20;
    if (mib < LEAST_MIB)
        problem(v, "The disk is nearly full.", "Free some space: at least 512 MiB, or saving will fail.");
    else
        fine(v, "There is room on the disk.");
}

/* Where there is a store: it is made with it. */
static void look_at_key(struct visit *v, const char *dir)
{
    char path[4096], one;
    struct stat st;
    snprintf(path, sizeof path, "%s/kb.db", dir);
    if (access(path, F_OK) != 0) return;
    snprintf(path, sizeof path, "%s/secret.key", dir);
    _cleanup_(close_fd)
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 && errno == ENOENT)
        problem(v, "secret.key is not there: second steps of signing in cannot be checked, nor the log be signed.",
                "Put it back from a copy of the data directory. kb serve makes a new one only when nothing was sealed "
                "with it.");
    else if (fd < 0 || fstat(fd, &st) != 0 || st.st_size < STORE_KEY_BYTES || read(fd, &one, 1) != 1)
        problem(v, "secret.key cannot be read, or is cut off.",
                "chown USER DIR/secret.key, or put it back from a copy.");
    else if (st.st_mode & 077)
        problem(v, "Others than the owner may read secret.key.", "chmod 600 DIR/secret.key");
    else
        fine(v, "The key file is there, and private.");
}

static void say_copy(void *ctx, const struct store_copy *copy)
{
    const struct visit *v = ctx;
    long long days = (clock_now(clock_system()) - copy->made) / MS_DAY;
    fprintf(v->cli->out,
            "NOTE     %s is %lld day(s) old: the store before an upgrade, with what was taken out since.\n"
            "         The server removes it after %d days, and when words are taken out or somebody is erased.\n",
            copy->name, days, STORE_COPY_DAYS);
}

static void look_at_copies(struct visit *v, const char *dir)
{
    kb_err err = {0};
    if (store_copies_each(dir, say_copy, v, &err) != OK)
        problem(v, err.cause, "Run kb as the user that owns the data directory.");
}

/* Needed on the day on which a copy is put back: then it is late to hear that it is damaged. */
static void look_at_redactions(struct visit *v)
{
    kb_err err = {0};
    struct settings s;
    struct store_redactions all;
    if (settings_read(&s, v->cli, &err) != OK) return; /* said already */
    const char *path = cli_redactions(v->cli, s.redactions);
    err_code code = path ? store_redactions_read(path, v->cli->arena, &all, &err) : ERR_NOT_FOUND;
    if (code == ERR_NOT_FOUND) return; /* kb serve makes it */
    if (code != OK)
        problem(v, err.cause, "Put back a copy of that file, and keep this one.");
    else if (all.damaged)
        problem(v,
                arena_printf(v->cli->arena, "Of the file of redactions %zu line(s) are no redaction; the first is %zu.",
                             all.damaged, all.first_damaged),
                "One that was written half is of nothing that was done: remove it. Else look for it in a copy.");
    else
        fine(v, "The file of redactions can be read.");
}

/* A backup is for what is damaged: what is put back over a sound store loses the work of days. */
static const char *mend(err_code code)
{
    switch (code) {
    case ERR_CONFLICT: return "Use the newest kb; start kb serve once to bring an older store up to date.";
    case ERR_NOT_FOUND: return "Put back a backup, or make a new store with: kb init --data DIR";
    case ERR_CORRUPT: return "Put back a backup, or a copy of the directory that is sound.";
    case ERR_FULL: return "The disk is full: free some space. Nothing is damaged.";
    case ERR_BUSY:
    case ERR_NOMEM: return "Try again in a while. Nothing is damaged.";
    default:
        return "Run kb as the user that owns the data directory, or: chown -R USER DIR. Else look at the disk; the\n"
               "         store itself is not known to be damaged.";
    }
}

static bool look_at_store(struct visit *v, struct store **store, const char *dir)
{
    kb_err err = {0};
    struct store_options options = {.dir = dir};
    if (store_open_reader(store, &options, &err) == OK) {
        fine(v, "The store opens.");
        return true;
    }
    problem(v, err.cause, mend(err.code));
    return false;
}

static void look_inside(struct visit *v, struct store *store, const char *dir)
{
    kb_err err = {0};
    bool well = true;
    FILE *nowhere = fopen("/dev/null", "we");
    if (!nowhere) return;
    if (verify_store(store, nowhere, &well, &err) != OK || verify_log(store, nowhere, &well, &err) != OK ||
        verify_texts(store, nowhere, &well, &err) != OK)
        problem(v, err.cause, mend(err.code));
    else if (!well)
        problem(v, "The store is damaged.", "kb verify names the place. Stop the server and put back a backup.");
    else
        fine(v, "The store, the log's chain and every text are sound.");
    well = true;
    if (verify_index(store, dir, nowhere, &well, &err) != OK || !well)
        problem(v, "The search index is missing, damaged or differs from the store.",
                "kb reindex builds it; a server that starts does so by itself.");
    else
        fine(v, "The search index agrees with the store.");
    fclose(nowhere);
}

static void look_at_taken_out(struct visit *v, struct store *store)
{
    kb_err err = {0};
    bool left = false;
    if (store_taken_out(store, &left, &err) != OK)
        problem(v, err.cause, mend(err.code));
    else if (left)
        problem(
            v, "Words that were taken out, or of somebody who was erased, are still on the disk.",
            "Make room for two copies of kb.db, and see that the backup-before files can be removed; kb serve tries\n"
            "         it again when it starts and writes, and its log (store.not-taken-out) says what is in the way.");
}

static void look_at_people(struct visit *v, struct store *store)
{
    struct svc svc = {.store = store, .actor = svc_system_actor(), .arena = v->cli->arena};
    kb_err err = {0};
    bool exists = false;
    if (svc_has_administrator(&svc, &exists, &err) == OK && exists)
        fine(v, "There is an administrator.");
    else
        problem(v, "There is no administrator yet.", "kb serve prints a link that makes the first one.");
}

/* What kb serve would refuse. */
static void look_at_settings(struct visit *v)
{
    kb_err err = {0};
    struct settings s;
    struct oidc *provider = NULL;
    struct svc_group_roles roles;
    const char *password;
    arena *a = v->cli->arena;
    if (settings_read(&s, v->cli, &err) != OK || outside_mail(&s, a, &password, &err) != OK ||
        outside_provider(&s, a, &provider, &roles, &err) != OK)
        problem(v, err.cause, "Mend that line in DIR/kb.conf, or that environment variable.");
    else if (!outside_is_local(&s) && !s.behind_proxy)
        problem(v, "kb serve would listen for other machines, and refuses that without TLS in front.",
                "Listen on 127.0.0.1 with nginx in front, and add behind-proxy and host; kb serve prints a block.");
    else
        fine(v, "The settings can be read.");
    oidc_free(provider);
}

static void look_at_walls(struct visit *v)
{
    kb_err err = {0};
    struct walls_found found = {0};
    if (walls_try(&found, &err) == OK && found.landlock && found.seccomp)
        fine(v, "This machine can shut the server in (Landlock and seccomp).");
    else
        fprintf(v->cli->out, "NOTE     This machine cannot shut the server in: it lacks %s.\n         %s\n",
                found.landlock ? "seccomp" : "Landlock",
                "It runs all the same; the systemd unit in packaging/ gives other walls.");
}

int cmd_doctor(struct cli *cli)
{
    struct visit v = {.cli = cli};
    const char *dir = cli_data(cli);
    _cleanup_(store_close_p)
    struct store *store = NULL;
    look_at_settings(&v);
    look_at_walls(&v);
    if (look_at_directory(&v, dir)) {
        look_at_files(&v, dir);
        look_at_disk(&v, dir);
        look_at_key(&v, dir);
        look_at_copies(&v, dir);
        look_at_redactions(&v);
        if (look_at_store(&v, &store, dir)) {
            look_inside(&v, store, dir);
            look_at_taken_out(&v, store);
            look_at_people(&v, store);
        }
    }
    fprintf(cli->out, v.problems ? "%d thing(s) to mend.\n" : "All is well.\n", v.problems);
    return v.problems ? EXIT_REFUSED : EXIT_DONE;
}
