#include "kb/http/walls.h"

#include "kb/base/cleanup.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <sched.h>
#include <seccomp.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- Landlock: the kernel's words that older headers do not know (landlock(7)) ---- */

enum { ABI_REFER = 2, ABI_TRUNCATE = 3, ABI_NET = 4, ABI_IOCTL = 5, ABI_SCOPE = 6 };

#define FS_REFER       (1ULL << 13)
#define FS_TRUNCATE    (1ULL << 14)
#define FS_IOCTL_DEV   (1ULL << 15)
#define NET_BIND       (1ULL << 0)
#define NET_CONNECT    (1ULL << 1)
#define SCOPE_ABSTRACT (1ULL << 0)
#define SCOPE_SIGNAL   (1ULL << 1)
#define RULE_NET_PORT  2

struct ruleset {
    uint64_t files, net, scoped;
};

struct net_rule {
    uint64_t access, port;
};

#define FS_READ (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
#define FS_WRITE                                                                                                       \
    (LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_REMOVE_DIR | LANDLOCK_ACCESS_FS_REMOVE_FILE |                  \
     LANDLOCK_ACCESS_FS_MAKE_DIR | LANDLOCK_ACCESS_FS_MAKE_REG | LANDLOCK_ACCESS_FS_MAKE_SOCK |                        \
     LANDLOCK_ACCESS_FS_MAKE_SYM | FS_REFER | FS_TRUNCATE)
#define FS_NEVER                                                                                                       \
    (LANDLOCK_ACCESS_FS_MAKE_CHAR | LANDLOCK_ACCESS_FS_MAKE_FIFO | LANDLOCK_ACCESS_FS_MAKE_BLOCK | FS_IOCTL_DEV)
#define FS_OF_FILE                                                                                                     \
    (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE | LANDLOCK_ACCESS_FS_EXECUTE | FS_TRUNCATE)

static int landlock_abi(void)
{
    long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    return abi > 0 ? (int)abi : 0;
}

/* What a kernel of this version can hold back. */
static struct ruleset everything(int abi)
{
    struct ruleset r = {.files = FS_READ | FS_WRITE | FS_NEVER | LANDLOCK_ACCESS_FS_EXECUTE,
                        .net = NET_BIND | NET_CONNECT,
                        .scoped = SCOPE_ABSTRACT | SCOPE_SIGNAL};
    if (abi < ABI_REFER) r.files &= ~FS_REFER;
    if (abi < ABI_TRUNCATE) r.files &= ~FS_TRUNCATE;
    if (abi < ABI_IOCTL) r.files &= ~FS_IOCTL_DEV;
    if (abi < ABI_NET) r.net = 0;
    if (abi < ABI_SCOPE) r.scoped = 0;
    return r;
}

static size_t ruleset_size(int abi)
{
    if (abi < ABI_NET) return sizeof(uint64_t);
    return abi < ABI_SCOPE ? 2 * sizeof(uint64_t) : sizeof(struct ruleset);
}

static uint64_t access_of(enum walls_use use)
{
    if (use == WALLS_WRITE) return FS_READ | FS_WRITE;
    return use == WALLS_RUN ? FS_READ | LANDLOCK_ACCESS_FS_EXECUTE : FS_READ;
}

static err_code allow_path(int ruleset, const struct ruleset *all, const struct walls_path *p, kb_err *err)
{
    struct stat st;
    _cleanup_(close_fd)
    int fd = open(p->path, O_PATH | O_CLOEXEC);
    if (fd < 0 && errno == ENOENT) return OK;
    if (fd < 0 || fstat(fd, &st) != 0) return err_errno(err, "walls: a path");
    uint64_t access = access_of(p->use) & all->files;
    if (!S_ISDIR(st.st_mode)) access &= FS_OF_FILE;
    struct landlock_path_beneath_attr rule = {.allowed_access = access, .parent_fd = fd};
    if (syscall(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) != 0)
        return err_errno(err, "walls: a path");
    return OK;
}

static err_code allow_port(int ruleset, int port, kb_err *err)
{
    struct net_rule rule = {.access = NET_CONNECT, .port = (uint64_t)port};
    return syscall(SYS_landlock_add_rule, ruleset, RULE_NET_PORT, &rule, 0) == 0 ? OK : err_errno(err, "walls: a port");
}

err_code walls_files(const struct walls_files *files, int *abi, kb_err *err)
{
    *abi = landlock_abi();
    if (!*abi) return err_set(err, ERR_CONFLICT, "this kernel has no Landlock");
    struct ruleset all = everything(*abi);
    all.net &= ~NET_BIND; /* the listeners are made later; walls_calls ends that */
    _cleanup_(close_fd)
    int ruleset = (int)syscall(SYS_landlock_create_ruleset, &all, ruleset_size(*abi), 0);
    if (ruleset < 0) return err_errno(err, "walls: no ruleset");
    for (size_t i = 0; i < files->n_paths; i++) ERR_TRY(allow_path(ruleset, &all, &files->paths[i], err));
    for (size_t i = 0; all.net && i < files->n_ports; i++) ERR_TRY(allow_port(ruleset, files->ports[i], err));
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || syscall(SYS_landlock_restrict_self, ruleset, 0) != 0)
        return err_errno(err, "walls: not raised");
    return OK;
}

/* ---- seccomp ---- */

#define CALL(name)                                                                                                     \
    {                                                                                                                  \
        SCMP_SYS(name), #name                                                                                          \
    }

/* What nothing of ours ever calls, after the start. */
static const struct refused {
    int number;
    const char *name;
} never[] = {
    /* other processes */
    CALL(process_vm_readv),
    CALL(process_vm_writev),
    CALL(kcmp),
    CALL(pidfd_getfd),
    CALL(process_madvise),
    /* the file system as a whole */
    CALL(mount),
    CALL(umount2),
    CALL(pivot_root),
    CALL(chroot),
    CALL(move_mount),
    CALL(open_tree),
    CALL(fsopen),
    CALL(fsmount),
    CALL(fsconfig),
    CALL(mount_setattr),
    CALL(open_by_handle_at),
    CALL(name_to_handle_at),
    CALL(mknod),
    CALL(mknodat),
    CALL(swapon),
    CALL(swapoff),
    CALL(quotactl),
    CALL(acct),
    /* the kernel */
    CALL(init_module),
    CALL(finit_module),
    CALL(delete_module),
    CALL(kexec_load),
    CALL(kexec_file_load),
    CALL(reboot),
    CALL(bpf),
    CALL(perf_event_open),
    CALL(userfaultfd),
    CALL(io_uring_setup),
    CALL(io_uring_enter),
    CALL(io_uring_register),
    CALL(add_key),
    CALL(request_key),
    CALL(keyctl),
    CALL(syslog),
    CALL(iopl),
    CALL(ioperm),
    CALL(modify_ldt),
    CALL(vhangup),
    CALL(lookup_dcookie),
    CALL(memfd_secret),
    /* who and when we are */
    CALL(setns),
    CALL(personality),
    CALL(setuid),
    CALL(setgid),
    CALL(setreuid),
    CALL(setregid),
    CALL(setresuid),
    CALL(setresgid),
    CALL(setgroups),
    CALL(setfsuid),
    CALL(setfsgid),
    CALL(capset),
    CALL(sethostname),
    CALL(setdomainname),
    CALL(settimeofday),
    CALL(clock_settime),
    CALL(clock_adjtime),
    CALL(adjtimex),
};

/* Only the maker of PDFs starts programs, and only before its walls stand does it make a network of its own. */
static const struct refused starting[] = {CALL(execve), CALL(execveat), CALL(fork), CALL(vfork), CALL(unshare)};

/* After the start nobody listens anew. */
static const struct refused listening[] = {CALL(listen), CALL(bind)};

static const struct refused tracing[] = {CALL(ptrace)};

static void filter_release(scmp_filter_ctx *f)
{
    if (*f) seccomp_release(*f);
}

/* A call that this architecture or this library does not know is no call. */
static bool refuse_all(scmp_filter_ctx f, const struct refused *calls, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        int code = seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM), calls[i].number, 0);
        if (code < 0 && code != -EDOM && code != -EINVAL) return false;
    }
    return true;
}

/* No memory is both written and run: no code is made here. */
static bool refuse_new_code(scmp_filter_ctx f)
{
    static const uint64_t both = PROT_WRITE | PROT_EXEC;
    return seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(mmap), 1, SCMP_A2(SCMP_CMP_MASKED_EQ, both, both)) ==
               0 &&
           seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(mprotect), 1,
                            SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, PROT_EXEC)) == 0;
}

/* Sockets of other kinds than mail needs: packets, raw, and all the families nobody has heard of. */
static bool refuse_sockets(scmp_filter_ctx f, bool connects)
{
    if (!connects)
        return seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(socket), 0) == 0 &&
               seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(connect), 0) == 0;
    for (int family = AF_UNIX; family < AF_MAX; family++) {
        if (family == AF_UNIX || family == AF_INET || family == AF_INET6 || family == AF_NETLINK) continue;
        if (seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(socket), 1,
                             SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)family)) != 0)
            return false;
    }
    static const uint64_t kind = 0xF;
    return seccomp_rule_add(f, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(socket), 2, SCMP_A0(SCMP_CMP_NE, AF_NETLINK),
                            SCMP_A1(SCMP_CMP_MASKED_EQ, kind, SOCK_RAW)) == 0;
}

err_code walls_calls(unsigned may, kb_err *err)
{
    _cleanup_(filter_release)
    scmp_filter_ctx f = seccomp_init(SCMP_ACT_ALLOW);
    if (!f) return err_set(err, ERR_CONFLICT, "no filter of system calls");
    bool all_threads = seccomp_attr_set(f, SCMP_FLTATR_CTL_TSYNC, 1) == 0;
    bool ok = all_threads && refuse_all(f, never, COUNT_OF(never)) && refuse_sockets(f, may & WALLS_CONNECT);
    if (!(may & WALLS_START)) ok = ok && refuse_all(f, starting, COUNT_OF(starting)) && refuse_new_code(f);
    if (!(may & WALLS_TRACE)) ok = ok && refuse_all(f, tracing, COUNT_OF(tracing));
    ok = ok && refuse_all(f, listening, COUNT_OF(listening));
    if (!ok) return err_set(err, ERR_CONFLICT, "a filter of system calls could not be made");
    int code = seccomp_load(f);
    return code == 0 ? OK : err_set(err, ERR_CONFLICT, "the filter of system calls is refused: %s", strerror(-code));
}

/* ---- Trying ---- */

/* In the child: its exit code tells. */
static int try_here(void)
{
    const struct walls_path root = {"/", WALLS_READ};
    kb_err err = {0};
    int abi = 0;
    bool files = walls_files(&(struct walls_files){.paths = &root, .n_paths = 1}, &abi, &err) == OK;
    bool calls = walls_calls(0, &err) == OK;
    return (files ? abi & 0x3F : 0) << 1 | calls;
}

err_code walls_try(struct walls_found *found, kb_err *err)
{
    int status;
    *found = (struct walls_found){0};
    pid_t pid = fork();
    if (pid < 0) return err_errno(err, "no process to try the walls in");
    if (pid == 0) _exit(try_here());
    if (waitpid(pid, &status, 0) != pid || !WIFEXITED(status))
        return err_set(err, ERR_IO, "the walls could not be tried");
    *found = (struct walls_found){.landlock = WEXITSTATUS(status) >> 1, .seccomp = WEXITSTATUS(status) & 1};
    return OK;
}
