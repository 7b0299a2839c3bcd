#include "kb/store/copies.h"

#include "kb/store/handle.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

static void close_directory(DIR **d)
{
    if (*d) closedir(*d);
}

/* "backup-before-0034.db" */
static bool is_copy(const char *name)
{
    static const char before[] = "backup-before-";
    if (strncmp(name, before, sizeof before - 1) != 0) return false;
    const char *number = name + sizeof before - 1;
    size_t digits = strspn(number, "0123456789");
    return digits > 0 && !strcmp(number + digits, ".db");
}

static kb_time made_at(const struct stat *st)
{
    return (kb_time)st->st_mtim.tv_sec * MS_SECOND + st->st_mtim.tv_nsec / 1000000;
}

err_code store_copies_each(const char *dir, store_copy_fn *each, void *ctx, kb_err *err)
{
    _cleanup_(close_directory)
    DIR *d = opendir(dir);
    struct stat st;
    if (!d) return err_errno(err, dir);
    for (struct dirent *e; (e = readdir(d));)
        if (is_copy(e->d_name) && fstatat(dirfd(d), e->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0)
            each(ctx, &(struct store_copy){e->d_name, made_at(&st)});
    return OK;
}

/* ---- Removing ---- */

struct removing {
    int fd;
    kb_time before;
    int64_t n;
    err_code code;
    kb_err *err;
};

static void remove_copy(void *ctx, const struct store_copy *copy)
{
    struct removing *r = ctx;
    if (copy->made >= r->before) return;
    if (unlinkat(r->fd, copy->name, 0) == 0)
        r->n++;
    else if (errno != ENOENT && r->code == OK)
        r->code = err_errno(r->err, copy->name);
}

err_code store_copies_forget(struct store *s, kb_time before, int64_t *n, kb_err *err)
{
    _cleanup_(close_fd)
    int fd = open(s->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    struct removing r = {.fd = fd, .before = before, .err = err};
    *n = 0;
    if (fd < 0) return err_errno(err, s->dir);
    ERR_TRY(store_copies_each(s->dir, remove_copy, &r, err));
    *n = r.n;
    if (r.n && fsync(fd) != 0) return err_errno(err, s->dir); /* a name that a power cut brings back is there still */
    return r.code;                                            /* cppcheck-suppress resourceLeak ; closed by _cleanup_ */
}
