#include "kb/http/pdf.h"

#include "kb/base/cleanup.h"
#include "kb/base/clock.h"
#include "kb/http/response.h"
#include "kb/http/walls.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { WAIT_MS = 60 * 1000, STEP_MS = 20, PATH_BYTES = 128, PAGE_MAX = 32 * 1024 * 1024 };

static const char maker[] = "/usr/bin/weasyprint";
static const char html_name[] = "stukken.html", css_name[] = "stukken.css", pdf_name[] = "stukken.pdf";

bool pdf_available(void)
{
    return access(maker, X_OK) == 0;
}

/* ---- The folder ---- */

static const char *path_in(char room[PATH_BYTES], const char *folder, const char *name)
{
    snprintf(room, PATH_BYTES, "%s/%s", folder, name);
    return room;
}

static err_code write_file(const char *folder, const char *name, text bytes, kb_err *err)
{
    char path[PATH_BYTES];
    _cleanup_(close_file)
    FILE *f = fopen(path_in(path, folder, name), "wxe");
    if (!f || fwrite(bytes.ptr, 1, bytes.len, f) != bytes.len || fflush(f) != 0)
        return err_set(err, ERR_IO, "cannot write for the maker of PDFs");
    return OK;
}

static err_code read_file(const char *folder, const char *name, struct buf *out, kb_err *err)
{
    char path[PATH_BYTES], bytes[16 * 1024];
    _cleanup_(close_file)
    FILE *f = fopen(path_in(path, folder, name), "re");
    if (!f) return err_set(err, ERR_IO, "the maker of PDFs made none");
    for (size_t n; (n = fread(bytes, 1, sizeof bytes, f)) > 0;) buf_put(out, text_of(bytes, n));
    return out->failed ? err_set(err, ERR_NOMEM, "a PDF over its ceiling") : OK;
}

/* What the maker leaves behind (a cache of fonts) goes with it. */
static int remove_one(const char *path, const struct stat *info, int type, struct FTW *walk)
{
    (void)info, (void)type, (void)walk;
    return remove(path);
}

static void remove_folder(const char *folder)
{
    nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

/* ---- The process ---- */

/* What the maker may see: the system's programs, libraries and fonts, and its folder. */
static bool wall_in(const char *folder)
{
    const struct walls_path paths[] = {{"/usr", WALLS_RUN},
                                       {"/bin", WALLS_RUN},
                                       {"/lib", WALLS_RUN},
                                       {"/lib64", WALLS_RUN},
                                       {"/etc/fonts", WALLS_READ},
                                       {"/etc/ld.so.cache", WALLS_READ},
                                       {"/etc/python3", WALLS_READ},
                                       {"/etc/python3.11", WALLS_READ},
                                       {"/etc/python3.13", WALLS_READ},
                                       {"/etc/mime.types", WALLS_READ},
                                       {"/var/cache/fontconfig", WALLS_READ},
                                       {"/dev/null", WALLS_WRITE},
                                       {"/dev/urandom", WALLS_READ},
                                       {folder, WALLS_WRITE}};
    kb_err err = {0};
    int abi;
    err_code code = walls_files(&(struct walls_files){.paths = paths, .n_paths = COUNT_OF(paths)}, &abi, &err);
    if (code != OK && code != ERR_CONFLICT) return false; /* a kernel without Landlock: the server has said so */
    code = walls_calls(WALLS_START, &err);
    return code == OK || code == ERR_CONFLICT;
}

static void limit(int what, rlim_t most)
{
    const struct rlimit l = {most, most};
    setrlimit(what, &l);
}

/* In a process of one thread, between fork and exec. */
static void become_maker(const char *folder, char *const environment[])
{
    static char *const arguments[] = {
        (char *)maker,  "--quiet",        "--pdf-variant",   "pdf/ua-1",       "--encoding", "utf-8",
        "--stylesheet", (char *)css_name, (char *)html_name, (char *)pdf_name, NULL};
    int nothing = open("/dev/null", O_RDWR);
    if (chdir(folder) != 0 || nothing < 0) _exit(126);
    dup2(nothing, 0);
    dup2(nothing, 1);
    dup2(nothing, 2);
    close_range(3, ~0U, 0);
    (void)!unshare(CLONE_NEWUSER | CLONE_NEWNET); /* where the kernel allows it; the walls refuse sockets in any case */
    if (!wall_in(folder)) _exit(125);
    limit(RLIMIT_CPU, 60);
    limit(RLIMIT_AS, (rlim_t)2 << 30);
    limit(RLIMIT_FSIZE, (rlim_t)64 << 20);
    limit(RLIMIT_CORE, 0);
    execve(maker, arguments, environment);
    _exit(127);
}

/* The status of the process, or -1 when it was ended because it took too long. */
static int wait_for(pid_t pid)
{
    int status = -1;
    int64_t until = clock_monotonic_ms() + WAIT_MS;
    while (waitpid(pid, &status, WNOHANG) == 0) {
        if (clock_monotonic_ms() > until) {
            kill(pid, SIGKILL);
            waitpid(pid, &status, 0);
            return -1;
        }
        nanosleep(&(struct timespec){0, STEP_MS * 1000000}, NULL);
    }
    return status;
}

static err_code run_maker(const char *folder, kb_err *err)
{
    char home[PATH_BYTES];
    snprintf(home, sizeof home, "HOME=%s", folder);
    /* with the last two the same page gives the same bytes whenever it is made (design section 3, rule 6) */
    char *const environment[] = {"PATH=/usr/bin:/bin",  "LANG=C.UTF-8",     home,
                                 "SOURCE_DATE_EPOCH=0", "PYTHONHASHSEED=0", NULL};
    pid_t pid = fork();
    if (pid < 0) return err_set(err, ERR_IO, "no process for the maker of PDFs");
    if (pid == 0) become_maker(folder, environment);
    int status = wait_for(pid);
    if (status == -1) return err_set(err, ERR_BUSY, "the maker of PDFs takes too long");
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        return err_set(err, ERR_IO, "the maker of PDFs ended with status %d", status);
    return OK;
}

static err_code make_one(text html, text css, struct buf *pdf, kb_err *err)
{
    char folder[] = "/tmp/kb-pdf-XXXXXX";
    if (!mkdtemp(folder)) return err_set(err, ERR_IO, "no folder for the maker of PDFs");
    err_code code = write_file(folder, html_name, html, err);
    if (code == OK) code = write_file(folder, css_name, css, err);
    if (code == OK) code = run_maker(folder, err);
    if (code == OK) code = read_file(folder, pdf_name, pdf, err);
    remove_folder(folder);
    return code;
}

/* ---- Between the server and the master: a socket for each page; over it lengths, then bytes ---- */

struct question {
    uint64_t html, css;
};

struct reply_head {
    uint64_t code, bytes;
};

static bool send_all(int fd, const void *bytes, size_t len)
{
    for (const char *at = bytes; len;) {
        ssize_t n = send(fd, at, len, MSG_NOSIGNAL);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return false;
        at += n;
        len -= (size_t)n;
    }
    return true;
}

static bool read_all(int fd, void *bytes, size_t len)
{
    for (char *at = bytes; len;) {
        ssize_t n = recv(fd, at, len, 0);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return false;
        at += n;
        len -= (size_t)n;
    }
    return true;
}

/* len bytes onto the end of b. */
static bool read_into(int fd, struct buf *b, size_t len)
{
    char *room = buf_reserve(b, len + 1);
    if (!room || !read_all(fd, room, len)) return false;
    b->len += len;
    return true;
}

/* One byte with a descriptor beside it (cmsg(3)). */
union fd_room {
    struct cmsghdr head;
    char bytes[CMSG_SPACE(sizeof(int))];
};

static struct msghdr fd_message(struct iovec *byte, union fd_room *room)
{
    return (struct msghdr){
        .msg_iov = byte, .msg_iovlen = 1, .msg_control = room->bytes, .msg_controllen = sizeof room->bytes};
}

static bool send_fd(int to, int fd)
{
    char byte = 0;
    union fd_room room = {0};
    struct msghdr message = fd_message(&(struct iovec){&byte, 1}, &room);
    struct cmsghdr *head = CMSG_FIRSTHDR(&message);
    *head = (struct cmsghdr){.cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS, .cmsg_len = CMSG_LEN(sizeof fd)};
    memcpy(CMSG_DATA(head), &fd, sizeof fd);
    return sendmsg(to, &message, MSG_NOSIGNAL) == 1;
}

/* -1 when the other side is gone. */
static int receive_fd(int from)
{
    char byte;
    int fd = -1;
    union fd_room room = {0};
    struct msghdr message = fd_message(&(struct iovec){&byte, 1}, &room);
    if (recvmsg(from, &message, MSG_CMSG_CLOEXEC) != 1) return -1;
    const struct cmsghdr *head = CMSG_FIRSTHDR(&message);
    if (head && head->cmsg_type == SCM_RIGHTS) memcpy(&fd, CMSG_DATA(head), sizeof fd);
    return fd;
}

/* ---- The master ---- */

/* Whoever asked may have left: that is no trouble of the next. */
static void answer_one(int fd)
{
    struct question q;
    _cleanup_(buf_release)
    struct buf page = buf_new(2 * (size_t)PAGE_MAX + 2);
    _cleanup_(buf_release)
    struct buf pdf = buf_new(RES_BODY_MAX);
    kb_err err = {0};
    if (!read_all(fd, &q, sizeof q) || q.html > PAGE_MAX || q.css > PAGE_MAX) return;
    if (!read_into(fd, &page, q.html + q.css)) return;
    text all = buf_text(&page);
    err_code code = make_one(text_slice(all, 0, q.html), text_slice(all, q.html, SIZE_MAX), &pdf, &err);
    struct reply_head head = {.code = code, .bytes = code == OK ? pdf.len : 0};
    if (send_all(fd, &head, sizeof head)) (void)send_all(fd, buf_text(&pdf).ptr, head.bytes);
}

static void be_master(int fd)
{
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    signal(SIGINT, SIG_IGN); /* of a terminal: the server ends first, and this with it */
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    prctl(PR_SET_NAME, "kb-pdf");
    if (dup2(fd, 3) != 3) _exit(1);
    close_range(4, ~0U, 0);
    for (int asked; (asked = receive_fd(3)) >= 0; close(asked)) answer_one(asked);
    _exit(0);
}

struct pdf_master {
    int fd;
    int patience_ms;
    pid_t pid;
    pthread_mutex_t lock; /* one page at a time */
};

err_code pdf_start(struct pdf_master **out, kb_err *err)
{
    int ends[2];
    struct pdf_master *m = calloc(1, sizeof *m);
    if (!m) return err_set(err, ERR_NOMEM, "the maker of PDFs");
    *out = m;
    m->fd = -1;
    m->patience_ms = PDF_PATIENCE_MS;
    pthread_mutex_init(&m->lock, NULL);
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) return err_errno(err, "the maker of PDFs");
    m->fd = ends[0];
    m->pid = fork();
    if (m->pid == 0) be_master(ends[1]);
    close(ends[1]);
    return m->pid < 0 ? err_errno(err, "the maker of PDFs") : OK;
}

void pdf_patience(struct pdf_master *m, int ms)
{
    m->patience_ms = ms;
}

void pdf_stop(struct pdf_master *m)
{
    if (!m) return;
    if (m->fd >= 0) close(m->fd);
    if (m->pid > 0) waitpid(m->pid, NULL, 0);
    pthread_mutex_destroy(&m->lock);
    free(m);
}

/* ---- Asking ---- */

/* Our end of a new pair, whose other end the master has; it waits no longer than its patience. -1: no master. */
static int reach_master(const struct pdf_master *m)
{
    int ends[2];
    const struct timeval patience = {m->patience_ms / 1000, m->patience_ms % 1000 * 1000};
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) return -1;
    setsockopt(ends[0], SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    setsockopt(ends[0], SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    bool handed = send_fd(m->fd, ends[1]);
    close(ends[1]);
    if (handed) return ends[0];
    close(ends[0]);
    return -1;
}

static err_code ask_master(const struct pdf_master *m, text html, text css, struct buf *pdf, kb_err *err)
{
    const struct question q = {html.len, css.len};
    struct reply_head head;
    _cleanup_(close_fd)
    int fd = reach_master(m);
    bool ok = fd >= 0 && send_all(fd, &q, sizeof q) && send_all(fd, html.ptr, html.len) &&
              send_all(fd, css.ptr, css.len) && read_all(fd, &head, sizeof head);
    if (!ok) return err_set(err, ERR_BUSY, "the master of the maker of PDFs does not answer");
    if (head.code == ERR_BUSY) return err_set(err, ERR_BUSY, "the maker of PDFs took too long");
    if (head.code != OK) return err_set(err, ERR_IO, "no PDF was made: %s", err_slug((err_code)head.code));
    return read_into(fd, pdf, head.bytes) ? OK : err_set(err, ERR_NOMEM, "a PDF over its ceiling");
}

err_code pdf_make(struct pdf_master *m, text html, text css, struct buf *pdf, kb_err *err)
{
    if (!m || !pdf_available()) return err_set(err, ERR_BUSY, "there is no maker of PDFs");
    pthread_mutex_lock(&m->lock);
    err_code code = ask_master(m, html, css, pdf, err);
    pthread_mutex_unlock(&m->lock);
    return code;
}
