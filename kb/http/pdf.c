#include "kb/http/pdf.h"

#include "kb/base/cleanup.h"
#include "kb/base/clock.h"

#include <fcntl.h>
#include <ftw.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { WAIT_MS = 60 * 1000, STEP_MS = 20, PATH_BYTES = 128 };

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

static void limit(int what, rlim_t most)
{
    const struct rlimit l = {most, most};
    setrlimit(what, &l);
}

/* Between fork and exec only what is safe there (signal-safety(7)): no memory, no locks. */
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
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    limit(RLIMIT_CPU, 60);
    limit(RLIMIT_AS, (rlim_t)2 << 30);
    limit(RLIMIT_FSIZE, (rlim_t)64 << 20);
    limit(RLIMIT_CORE, 0);
    (void)!unshare(CLONE_NEWUSER | CLONE_NEWNET); /* where the kernel allows it */
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
    char *const environment[] = {"PATH=/usr/bin:/bin", "LANG=C.UTF-8", home, NULL};
    pid_t pid = fork();
    if (pid < 0) return err_set(err, ERR_IO, "no process for the maker of PDFs");
    if (pid == 0) become_maker(folder, environment);
    int status = wait_for(pid);
    if (status == -1) return err_set(err, ERR_BUSY, "the maker of PDFs takes too long");
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        return err_set(err, ERR_IO, "the maker of PDFs ended with status %d", status);
    return OK;
}

err_code pdf_make(text html, text css, struct buf *pdf, kb_err *err)
{
    char folder[] = "/tmp/kb-pdf-XXXXXX";
    if (!pdf_available()) return err_set(err, ERR_BUSY, "weasyprint is not installed");
    if (!mkdtemp(folder)) return err_set(err, ERR_IO, "no folder for the maker of PDFs");
    err_code code = write_file(folder, html_name, html, err);
    if (code == OK) code = write_file(folder, css_name, css, err);
    if (code == OK) code = run_maker(folder, err);
    if (code == OK) code = read_file(folder, pdf_name, pdf, err);
    remove_folder(folder);
    return code;
}
