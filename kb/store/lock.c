#include "kb/store/lock.h"

#include "kb/base/cleanup.h"

#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdint.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>

static err_code refuse_locked(int fd, const char *dir, kb_err *err)
{
    char pid[24] = "";
    ssize_t n = pread(fd, pid, sizeof pid - 1, 0);
    pid[n > 0 ? n : 0] = '\0';
    pid[strspn(pid, "0123456789")] = '\0';
    return err_set(err, ERR_BUSY, "%s is in use by another kb (process %s)", dir, pid[0] ? pid : "unknown");
}

/* Root on a directory of somebody else: what root writes there its owner cannot mend. */
static bool is_foreign(const char *dir, struct stat *st)
{
    return geteuid() == 0 && stat(dir, st) == 0 && st->st_uid != 0;
}

static err_code refuse_root(const char *dir, uid_t owner, kb_err *err)
{
    char room[1024], number[24];
    struct passwd entry, *found = NULL;
    snprintf(number, sizeof number, "#%lu", (unsigned long)owner);
    const char *name = getpwuid_r(owner, &entry, room, sizeof room, &found) == 0 && found ? found->pw_name : number;
    return err_set(err, ERR_FORBIDDEN, "%.120s belongs to %s: run this as that user (sudo -u %s), not as root", dir,
                   name, name);
}

err_code store_lock_take(int *fd, const char *dir, kb_err *err)
{
    char path[4096];
    if ((size_t)snprintf(path, sizeof path, "%s/lock", dir) >= sizeof path)
        return err_set(err, ERR_INVALID, "the path of the data directory is too long");
    struct stat st;
    bool foreign = is_foreign(dir, &st);
    _cleanup_(close_fd)
    int lock = open(path, O_RDWR | (foreign ? 0 : O_CREAT) | O_CLOEXEC, 0600);
    if (lock < 0 && errno == ENOENT && foreign) return refuse_root(dir, st.st_uid, err);
    if (lock < 0) return err_errno(err, path);
    if (flock(lock, LOCK_EX | LOCK_NB) != 0)
        return errno == EWOULDBLOCK ? refuse_locked(lock, dir, err) : err_errno(err, path);
    if (foreign) return refuse_root(dir, st.st_uid, err);
    char pid[24];
    int len = snprintf(pid, sizeof pid, "%ld\n", (long)getpid());
    /* The number is a help for who is refused; a full disk must not stop the writer from starting. */
    if (ftruncate(lock, 0) == 0 && pwrite(lock, pid, (size_t)len, 0) != len) (void)!ftruncate(lock, 0);
    *fd = lock;
    lock = -1;
    return OK;
}

void store_lock_release(int fd)
{
    if (fd >= 0) close(fd);
}
