/* An export read back (export.h). The folders are read one after the other while the store takes them in, so that
 * memory holds one practice at a time. */
#include "importer/export.h"

#include "importer/state_file.h"
#include "importer/walk.h"
#include "kb/base/cleanup.h"

#include <dirent.h>
#include <errno.h>

enum { NETWORK_BYTES = 1024 * 1024 * 1024, NAMES_BYTES = 256 * 1024 * 1024, FILES_MAX = 1100 /* of one practice */ };

struct restoring {
    const struct export_restore *how;
    arena *names;
    const char **folders;
    size_t n;
    struct export_done done;
};

/* ---- Folders ---- */

struct names {
    const char **at;
    size_t n, room;
};

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static err_code add_name(arena *a, struct names *names, const char *name, kb_err *err)
{
    if (names->n == names->room) {
        size_t room = names->room ? names->room * 2 : 64;
        const char **more = ARENA_ARRAY(a, const char *, room);
        if (!more) return err_set(err, ERR_NOMEM, "restore");
        if (names->n) memcpy(more, names->at, names->n * sizeof *more);
        names->at = more;
        names->room = room;
    }
    names->at[names->n] = arena_str(a, name);
    return names->at[names->n++] ? OK : err_set(err, ERR_NOMEM, "restore");
}

static void close_listing(DIR **d)
{
    if (*d) closedir(*d);
}

/* What a folder holds, sorted; hidden names are left out. */
static err_code list_folder(arena *a, const char *path, size_t max, struct names *out, kb_err *err)
{
    _cleanup_(close_listing)
    DIR *d = opendir(path);
    if (!d && errno == ENOENT) return err_set(err, ERR_NOT_FOUND, "there is no %s", path);
    if (!d) return err_errno(err, path);
    *out = (struct names){0};
    for (struct dirent *e; (e = readdir(d));) {
        if (e->d_name[0] == '.') continue;
        if (out->n == max) return err_set(err, ERR_TOO_LARGE, "more than %zu files in %s", max, path);
        ERR_TRY(add_name(a, out, e->d_name, err));
    }
    if (out->n) qsort(out->at, out->n, sizeof *out->at, by_name);
    return OK;
}

/* ---- Files ---- */

/* What is wrong in a file is said with its name. */
static err_code in_file(const char *path, err_code code, kb_err *err)
{
    if (code != ERR_INVALID && code != ERR_TOO_LARGE) return code;
    char cause[ERR_CAUSE_MAX];
    snprintf(cause, sizeof cause, "%s", err->cause);
    return err_set(err, code, "%s%s%s", path, cause[0] ? ": " : "", cause);
}

static err_code read_file(arena *a, const char *path, size_t max, text *out, kb_err *err)
{
    if (!path) return err_set(err, ERR_NOMEM, "restore");
    return in_file(path, walk_read(a, path, max, out, err), err);
}

static err_code read_working(arena *a, const char *path, text file, struct svc_whole_practice *out, kb_err *err)
{
    struct store_working *w = ARENA_NEW(a, struct store_working);
    if (!w) return err_set(err, ERR_NOMEM, "restore");
    ERR_TRY(in_file(path, state_working_read(a, file, w, err), err));
    w->practice = out->row.id;
    out->working = w;
    return OK;
}

static err_code read_text(arena *a, const char *folder, const char *name, struct svc_whole_practice *out, kb_err *err)
{
    text file;
    const char *path = arena_printf(a, "%s/%s", folder, name);
    ERR_TRY(read_file(a, path, STATE_TEXT_MAX, &file, err));
    if (!strcmp(name, STATE_WORKING)) return read_working(a, path, file, out, err);
    struct store_revision *r = &out->revisions[out->n_revisions];
    ERR_TRY(in_file(path, state_revision_read(a, file, r, err), err));
    r->practice = out->row.id;
    out->n_revisions++;
    return OK;
}

static err_code read_practice(struct restoring *r, const char *name, arena *a, struct svc_whole_practice *out,
                              kb_err *err)
{
    text json;
    struct names files;
    const char *folder = arena_printf(a, "%s/" STATE_TEXTS "/%s", r->how->dir, name);
    const char *path = arena_printf(a, "%s/" STATE_PRACTICE, folder ? folder : "");
    ERR_TRY(read_file(a, path, STATE_JSON_MAX, &json, err));
    ERR_TRY(in_file(path, state_practice_read(a, json, out, err), err));
    ERR_TRY(list_folder(a, folder, FILES_MAX, &files, err));
    out->revisions = ARENA_ARRAY(a, struct store_revision, files.n);
    if (!out->revisions) return err_set(err, ERR_NOMEM, "restore");
    for (size_t i = 0; i < files.n; i++)
        if (text_ends(text_str(files.at[i]), TEXT(".md"))) ERR_TRY(read_text(a, folder, files.at[i], out, err));
    r->done.texts += out->n_revisions + (out->working != NULL);
    r->done.practices++;
    const struct export_progress *progress = r->how->progress;
    if (progress) progress->tell(progress->ctx, r->done.practices, r->n);
    return OK;
}

static err_code next_practice(void *ctx, size_t i, arena *a, struct svc_whole_practice *out, kb_err *err)
{
    struct restoring *r = ctx;
    return read_practice(r, r->folders[i], a, out, err);
}

/* ---- All of it ---- */

struct job {
    struct restoring *r;
    const struct svc_whole *network;
    arena *a;
};

static err_code run_job(struct store *store, void *ctx, kb_err *err)
{
    struct job *job = ctx;
    struct svc svc = {
        .store = store, .actor = svc_system_actor(), .now = job->r->how->now, .arena = job->a, .origin = "command"};
    struct svc_restore_source source = {next_practice, job->r->n, job->r};
    ERR_TRY(svc_restore(&svc, job->network, &source, err));
    const struct export_restore *how = job->r->how;
    return how->then ? how->then(store, how->ctx, err) : OK;
}

/* Says what would be refused. */
static err_code only_read(struct restoring *r, struct store *store, kb_err *err)
{
    _cleanup_(arena_free_p)
    arena *a = arena_new(NETWORK_BYTES);
    if (!a) return err_set(err, ERR_NOMEM, "restore");
    struct svc svc = {.store = store, .actor = svc_system_actor(), .now = r->how->now, .arena = a};
    ERR_TRY(svc_restore_check(&svc, err));
    for (size_t i = 0; i < r->n; i++) {
        struct svc_whole_practice p;
        arena_clear(a);
        ERR_TRY(read_practice(r, r->folders[i], a, &p, err));
    }
    return OK;
}

static err_code restore(struct restoring *r, struct store *store, arena *a, kb_err *err)
{
    text json;
    struct svc_whole network;
    struct names folders;
    const char *path = arena_printf(a, "%s/" STATE_NETWORK, r->how->dir);
    const char *texts = arena_printf(r->names, "%s/" STATE_TEXTS, r->how->dir);
    if (!texts) return err_set(err, ERR_NOMEM, "restore");
    ERR_TRY(read_file(a, path, STATE_JSON_MAX, &json, err));
    ERR_TRY(in_file(path, state_network_read(a, json, &network, err), err));
    ERR_TRY(list_folder(r->names, texts, WALK_FILES_MAX, &folders, err));
    r->folders = folders.at;
    r->n = folders.n;
    if (!r->how->apply) return only_read(r, store, err);
    struct job job = {r, &network, a};
    return store_run(store, run_job, &job, err);
}

err_code export_restore(struct store *store, const struct export_restore *how, struct export_done *out, kb_err *err)
{
    _cleanup_(arena_free_p)
    arena *a = arena_new(NETWORK_BYTES);
    _cleanup_(arena_free_p)
    arena *names = arena_new(NAMES_BYTES);
    if (!a || !names) return err_set(err, ERR_NOMEM, "restore");
    struct restoring r = {.how = how, .names = names};
    err_code code = restore(&r, store, a, err);
    *out = r.done;
    return code;
}
