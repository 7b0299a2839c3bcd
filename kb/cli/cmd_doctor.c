/* kb doctor: what an administrator under pressure wants to know, in plain words. */
#include "kb/cli/commands.h"

#include "kb/base/cleanup.h"
#include "kb/cli/outside.h"
#include "kb/cli/settings.h"
#include "kb/cli/verify.h"
#include "kb/http/walls.h"
#include "kb/store/lock.h"
#include "kb/store/redact.h"
#include "kb/store/second.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

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
    bool well = true, whole;
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
    if (verify_index(store, dir, nowhere, &well, &whole, &err) != OK || !well)
        problem(v, "The search index is missing, damaged or differs from the store.",
                "kb reindex builds it; a server that starts does so by itself.");
    else if (whole)
        fine(v, "The search index agrees with the store, and every block of it can be read.");
    else
        fine(v, "The search index agrees with the store. Its blocks were not read: kb verify says why.");
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
