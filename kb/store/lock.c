#include "kb/store/lock.h"

#include "kb/base/cleanup.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/file.h>

static err_code refuse_locked(int fd, const char *dir, kb_err *err)
{
    char pid[24] = "";
    ssize_t n = pread(fd, pid, sizeof pid - 1, 0);
    pid[n > 0 ? n : 0] = '\0';
    pid[strspn(pid, "0123456789")] = '\0';
    return err_set(err, ERR_BUSY, "%s is in use by another kb (process %s)", dir, pid[0] ? pid : "unknown");
}

err_code store_lock_take(int *fd, const char *dir, kb_err *err)
{
    char path[4096];
    if ((size_t)snprintf(path, sizeof path, "%s/lock", dir) >= sizeof path)
        return err_set(err, ERR_INVALID, "the path of the data directory is too long");
    _cleanup_(close_fd)
    int lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (lock < 0) return err_errno(err, path);
    if (flock(lock, LOCK_EX | LOCK_NB) != 0)
        return errno == EWOULDBLOCK ? refuse_locked(lock, dir, err) : err_errno(err, path);
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
