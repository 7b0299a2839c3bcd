#include "importer/export.h"

#include "importer/state_file.h"
#include "kb/base/cleanup.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

enum { NETWORK_BYTES = 512 * 1024 * 1024, PAGE_BYTES = 64 * 1024 * 1024, ONE_BYTES = 256 * 1024 * 1024, PAGE = 200 };

struct exporting {
    struct store *store;
    arena *page, *one; /* of a page of practices; of one practice */
    int dir, texts;    /* OUTDIR, OUTDIR/stukken */
    struct buf out;
    const struct export_progress *progress;
    struct export_done done;
};

/* ---- Files ---- */

static err_code make_folder(int at, const char *name, int *out, kb_err *err)
{
    if (mkdirat(at, name, 0700) != 0) return err_errno(err, name);
    *out = openat(at, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    return *out < 0 ? err_errno(err, name) : OK;
}

static err_code write_all(int fd, text bytes, const char *name, kb_err *err)
{
    for (size_t at = 0; at < bytes.len;) {
        ssize_t n = write(fd, bytes.ptr + at, bytes.len - at);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return err_errno(err, name);
        at += (size_t)n;
    }
    return OK;
}

/* Writes what stands in the buffer and empties it. */
static err_code write_file(struct exporting *e, int folder, const char *name, kb_err *err)
{
    if (e->out.failed) return err_set(err, ERR_NOMEM, "%s", name);
    _cleanup_(close_fd)
    int fd = openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (fd < 0) return err_errno(err, name);
    ERR_TRY(write_all(fd, buf_text(&e->out), name, err));
    buf_clear(&e->out);
    return OK;
}

static void close_listing(DIR **d)
{
    if (*d) closedir(*d);
}

static err_code refuse_unless_empty(const char *dir, kb_err *err)
{
    _cleanup_(close_listing)
    DIR *d = opendir(dir);
    if (!d) return err_errno(err, dir);
    for (struct dirent *entry; (entry = readdir(d));)
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            return err_set(err, ERR_CONFLICT, "%s is not empty: export into a folder that is not there yet", dir);
    return OK;
}

static err_code open_target(struct exporting *e, const char *dir, kb_err *err)
{
    if (mkdir(dir, 0700) != 0) {
        if (errno != EEXIST) return err_errno(err, dir);
        ERR_TRY(refuse_unless_empty(dir, err));
    }
    e->dir = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (e->dir < 0) return err_errno(err, dir);
    return make_folder(e->dir, STATE_TEXTS, &e->texts, err);
}

/* ---- Practices ---- */

static err_code write_revision(struct exporting *e, int folder, enum practice_kind kind, const struct store_revision *r,
                               kb_err *err)
{
    char name[64];
    if (r->version)
        snprintf(name, sizeof name, "versie-%03d.md", r->version);
    else
        snprintf(name, sizeof name, "concept-%s.md", r->id);
    state_revision_put(&e->out, kind, r);
    e->done.texts++;
    return write_file(e, folder, name, err);
}

static err_code write_practice(struct exporting *e, const struct store_practice *row, kb_err *err)
{
    struct svc svc = {.store = e->store, .actor = svc_system_actor(), .arena = e->one};
    struct svc_whole_practice p;
    enum practice_kind kind = PRACTICE_WERKWIJZE;
    _cleanup_(close_fd)
    int folder = -1;
    arena_clear(e->one);
    ERR_TRY(svc_whole_practice(&svc, row, &p, err));
    if (!practice_kind_from_slug(text_str(row->kind), &kind))
        return err_set(err, ERR_CORRUPT, "practice %s has no kind", row->id);
    ERR_TRY(make_folder(e->texts, row->number ? row->number : row->id, &folder, err));
    ERR_TRY(state_practice_put(&e->out, &p, err));
    ERR_TRY(write_file(e, folder, STATE_PRACTICE, err));
    for (size_t i = 0; i < p.n_revisions; i++) ERR_TRY(write_revision(e, folder, kind, &p.revisions[i], err));
    if (!p.working) return OK;
    state_working_put(&e->out, kind, p.working);
    e->done.texts++;
    return write_file(e, folder, STATE_WORKING, err);
}

static err_code write_practices(struct exporting *e, kb_err *err)
{
    char after[STORE_ID_BYTES] = "";
    struct store_practices page;
    do {
        struct store_list list = {.of = STORE_LIST_ALL, .after_id = after[0] ? after : NULL, .limit = PAGE};
        arena_clear(e->page);
        ERR_TRY(store_practice_list(e->store, &list, e->page, &page, err));
        for (size_t i = 0; i < page.n; i++) {
            ERR_TRY(write_practice(e, &page.at[i], err));
            if (e->progress)
                e->progress->tell(e->progress->ctx, ++e->done.practices, 0);
            else
                e->done.practices++;
        }
        if (page.n) snprintf(after, sizeof after, "%s", page.at[page.n - 1].id);
    } while (page.n == PAGE);
    return OK;
}

static err_code write_network(struct exporting *e, kb_err *err)
{
    _cleanup_(arena_free_p)
    arena *a = arena_new(NETWORK_BYTES);
    if (!a) return err_set(err, ERR_NOMEM, "export");
    struct svc svc = {.store = e->store, .actor = svc_system_actor(), .arena = a};
    struct svc_whole whole;
    ERR_TRY(svc_whole(&svc, &whole, err));
    ERR_TRY(state_network_put(&e->out, &whole, err));
    return write_file(e, e->dir, STATE_NETWORK, err);
}

static err_code write_everything(struct exporting *e, kb_err *err)
{
    ERR_TRY(write_practices(e, err));
    ERR_TRY(write_network(e, err));
    return syncfs(e->dir) == 0 ? OK : err_errno(err, "sync");
}

static void close_all(struct exporting *e)
{
    close_fd(&e->texts);
    close_fd(&e->dir);
    arena_free(e->page);
    arena_free(e->one);
    buf_release(&e->out);
}

err_code export_write(struct store *store, const char *dir, const struct export_progress *progress,
                      struct export_done *out, kb_err *err)
{
    _cleanup_(close_all)
    struct exporting e = {.store = store, .dir = -1, .texts = -1, .progress = progress};
    e.out = buf_new(STATE_JSON_MAX);
    e.page = arena_new(PAGE_BYTES);
    e.one = arena_new(ONE_BYTES);
    if (!e.page || !e.one) return err_set(err, ERR_NOMEM, "export");
    ERR_TRY(open_target(&e, dir, err));
    ERR_TRY(store_read_begin(store, err));
    err_code code = write_everything(&e, err);
    store_read_end(store);
    *out = e.done;
    return code;
}
