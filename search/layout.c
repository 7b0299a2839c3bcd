#include "search/layout.h"

#include "kb/base/cleanup.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <inttypes.h>
#include <stdio.h>
#include <sys/stat.h>

static const char *const audience_names[SEARCH_AUDIENCE__COUNT] = {
    [SEARCH_ADOPTED] = "adopted", [SEARCH_MEMBERS] = "members", [SEARCH_GROUPS] = "groups"};

const char *search_audience_name(enum search_audience audience)
{
    return (unsigned)audience < SEARCH_AUDIENCE__COUNT ? audience_names[audience] : "";
}

static err_code join(struct layout_path *out, const char *dir, const char *name, kb_err *err)
{
    int n = snprintf(out->path, sizeof out->path, "%s/%s", dir, name);
    if (n < 0 || (size_t)n >= sizeof out->path) return err_set(err, ERR_IO, "search: path too long");
    return OK;
}

err_code layout_root(struct layout_path *out, const char *dir, bool rebuilding, kb_err *err)
{
    return join(out, dir, rebuilding ? "index.new" : "index", err);
}

err_code layout_database(struct layout_path *out, const char *root, enum search_audience audience, kb_err *err)
{
    return join(out, root, search_audience_name(audience), err);
}

err_code layout_sync(const char *path, kb_err *err)
{
    _cleanup_(close_fd)
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0 || fsync(fd) != 0) return err_errno(err, "search: fsync of the index directory");
    return OK;
}

err_code layout_make(const char *dir, const char *root, kb_err *err)
{
    if (mkdir(root, 0700) != 0) return errno == EEXIST ? OK : err_errno(err, "search: mkdir index");
    return layout_sync(dir, err);
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *at)
{
    (void)st;
    (void)type;
    (void)at;
    return remove(path);
}

err_code layout_remove(const char *root, kb_err *err)
{
    if (nftw(root, remove_one, 8, FTW_DEPTH | FTW_PHYS) == 0 || errno == ENOENT) return OK;
    return err_errno(err, "search: removing an index");
}

/* One rename when the file system can exchange two names; else two, between which there is no index for a moment:
 * readers keep the one they have. */
static err_code exchange(const char *fresh, const char *used, const char *old, kb_err *err)
{
    if (access(used, F_OK) != 0)
        return rename(fresh, used) == 0 ? OK : err_errno(err, "search: rename of the new index");
    if (renameat2(AT_FDCWD, fresh, AT_FDCWD, used, RENAME_EXCHANGE) == 0)
        return rename(fresh, old) == 0 ? OK : err_errno(err, "search: rename of the old index");
    if (rename(used, old) != 0) return err_errno(err, "search: rename of the old index");
    return rename(fresh, used) == 0 ? OK : err_errno(err, "search: rename of the new index");
}

err_code layout_swap(const char *dir, kb_err *err)
{
    struct layout_path fresh, used, old;
    ERR_TRY(layout_root(&fresh, dir, true, err));
    ERR_TRY(layout_root(&used, dir, false, err));
    ERR_TRY(join(&old, dir, "index.old", err));
    ERR_TRY(layout_remove(old.path, err));
    ERR_TRY(exchange(fresh.path, used.path, old.path, err));
    ERR_TRY(layout_sync(dir, err));
    return layout_remove(old.path, err);
}

/* "kb-index 1 id <hex> seq <number>" */
static bool read_marker(text line, struct layout_marker *out)
{
    text word[6];
    for (size_t i = 0; i < COUNT_OF(word); i++)
        if (!text_next(&line, ' ', &word[i])) return false;
    if (!text_is(word[0], "kb-index") || !text_is(word[1], "1") || word[3].len + 1 != sizeof out->id) return false;
    memcpy(out->id, word[3].ptr, word[3].len);
    out->id[word[3].len] = 0;
    return text_to_u64(text_trim(word[5]), UINT64_MAX, &out->seq);
}

err_code layout_marker_read(const char *root, struct layout_marker *out, bool *found, kb_err *err)
{
    struct layout_path p;
    char line[160];
    ERR_TRY(join(&p, root, "clean", err));
    *found = false;
    _cleanup_(close_file)
    FILE *f = fopen(p.path, "re");
    if (!f) return errno == ENOENT || errno == ENOTDIR ? OK : err_errno(err, "search: marker");
    *found = read_marker(text_of(line, fread(line, 1, sizeof line, f)), out);
    return OK;
}

static err_code write_synced(const char *path, const char *line, size_t len, kb_err *err)
{
    _cleanup_(close_fd)
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0) return err_errno(err, "search: marker");
    ssize_t n = write(fd, line, len);
    if (n != (ssize_t)len || fsync(fd) != 0) return err_errno(err, "search: marker");
    return OK;
}

err_code layout_marker_write(const char *root, const struct layout_marker *marker, kb_err *err)
{
    struct layout_path p, beside;
    char line[160];
    ERR_TRY(join(&p, root, "clean", err));
    ERR_TRY(join(&beside, root, "clean.part", err));
    int n = snprintf(line, sizeof line, "kb-index 1 id %s seq %" PRIu64 "\n", marker->id, marker->seq);
    ERR_TRY(write_synced(beside.path, line, (size_t)n, err));
    if (rename(beside.path, p.path) != 0) return err_errno(err, "search: marker");
    return layout_sync(root, err);
}

err_code layout_marker_remove(const char *root, kb_err *err)
{
    struct layout_path p;
    ERR_TRY(join(&p, root, "clean", err));
    if (unlink(p.path) != 0) return errno == ENOENT ? OK : err_errno(err, "search: marker");
    return layout_sync(root, err);
}
