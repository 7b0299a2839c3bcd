/* A disk whose every sync takes 5 ms longer; loaded before libc with LD_PRELOAD. */
#include <dlfcn.h>
#include <time.h>
#include <unistd.h>

typedef int sync_call(int fd);

static int slowly(const char *name, int fd)
{
    union {
        void *symbol;
        sync_call *call;
    } real = {dlsym(RTLD_NEXT, name)};
    nanosleep(&(struct timespec){.tv_nsec = 5 * 1000 * 1000}, NULL);
    return real.call ? real.call(fd) : -1;
}

int fsync(int fd)
{
    return slowly("fsync", fd);
}

int fdatasync(int fd)
{
    return slowly("fdatasync", fd);
}
