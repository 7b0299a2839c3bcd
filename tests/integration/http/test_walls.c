/* Behind the walls: what a process cannot do any more, tried in processes of their own. */
#include "tests/kb_test.h"

#include "kb/base/buf.h"
#include "kb/base/cleanup.h"
#include "kb/http/pdf.h"
#include "kb/http/walls.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char ours[] = "/tmp/kb-walls-XXXXXX";
static bool landlock;

static int set_up(void **state)
{
    struct walls_found found;
    kb_err err = {0};
    (void)state;
    assert_non_null(mkdtemp(ours));
    assert_ok(walls_try(&found, &err), &err);
    landlock = found.landlock > 0;
    if (!landlock) print_message("this kernel has no Landlock: the tests of files are skipped\n");
    assert_true(found.seccomp);
    return 0;
}

static int tear_down(void **state)
{
    char path[200];
    (void)state;
    snprintf(path, sizeof path, "%s/file", ours);
    unlink(path);
    return rmdir(ours);
}

static void raise_walls(unsigned may)
{
    const struct walls_path path = {ours, WALLS_WRITE};
    kb_err err = {0};
    int abi;
    if (landlock && walls_files(&(struct walls_files){.paths = &path, .n_paths = 1}, &abi, &err) != OK) _exit(99);
    if (walls_calls(may, &err) != OK) _exit(98);
}

/* Runs it behind the walls; it gives errno, or 0 when it succeeded. */
static int behind(unsigned may, int (*attempt)(void))
{
    int status = 0;
    pid_t pid = fork();
    if (pid == 0) {
        raise_walls(may);
        _exit(attempt());
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    if (!WIFEXITED(status)) fail_msg("ended by signal %d", WTERMSIG(status));
    return WEXITSTATUS(status);
}

static int outcome(long result)
{
    return result < 0 ? errno : 0;
}

static int open_passwd_for_writing(void)
{
    return outcome(open("/etc/passwd", O_WRONLY | O_APPEND));
}
static int read_passwd(void)
{
    return outcome(open("/etc/passwd", O_RDONLY));
}
static int make_file_outside(void)
{
    return outcome(open("/tmp/kb-walls-outside", O_WRONLY | O_CREAT, 0600));
}
static int start_a_shell(void)
{
    char *const args[] = {(char *)"sh", (char *)"-c", (char *)"exit 0", NULL}, *const env[] = {NULL};
    return outcome(execve("/bin/sh", args, env));
}
static int look_into_parent(void)
{
    return outcome(ptrace(PTRACE_ATTACH, getppid(), NULL, NULL));
}
static int be_looked_into(void)
{
    return outcome(ptrace(PTRACE_TRACEME, 0, NULL, NULL));
}
static int mount_something(void)
{
    return outcome(mount("none", "/tmp", "tmpfs", 0, NULL));
}
static int make_code(void)
{
    /* cppcheck-suppress invalidFunctionArg ; -1 is what mmap(2) wants for memory of no file */
    void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return p == MAP_FAILED ? errno : 0;
}
static int make_a_socket(void)
{
    return outcome(socket(AF_INET, SOCK_STREAM, 0));
}
static int make_a_raw_socket(void)
{
    return outcome(socket(AF_INET, SOCK_RAW, IPPROTO_ICMP));
}
static int make_a_packet_socket(void)
{
    return outcome(socket(AF_PACKET, SOCK_RAW, 0));
}
static int new_names(void)
{
    return outcome(unshare(CLONE_NEWUSER));
}

static int listen_anew(void)
{
    struct sockaddr_in at = {.sin_family = AF_INET};
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    return fd < 0 ? 0 : outcome(bind(fd, (struct sockaddr *)&at, sizeof at));
}

static int connect_elsewhere(void)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons(9)};
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    return outcome(connect(fd, (struct sockaddr *)&at, sizeof at));
}

static int use_ones_own_folder(void)
{
    char path[200];
    snprintf(path, sizeof path, "%s/file", ours);
    int fd = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
    if (fd < 0 || write(fd, "x", 1) != 1 || fsync(fd) != 0) return errno ? errno : 1;
    return outcome(unlink(path));
}

static void *do_nothing(void *ctx)
{
    return ctx;
}

static int start_a_thread(void)
{
    pthread_t thread;
    if (pthread_create(&thread, NULL, do_nothing, NULL) != 0) return 1;
    return pthread_join(thread, NULL);
}

static void test_files_outside_of_the_data_directory_are_out_of_reach(void **state)
{
    (void)state;
    if (!landlock) skip();
    assert_int_equal(behind(0, open_passwd_for_writing), EACCES);
    assert_int_equal(behind(0, read_passwd), EACCES);
    assert_int_equal(behind(0, make_file_outside), EACCES);
    assert_int_equal(behind(WALLS_CONNECT, connect_elsewhere), EACCES);
}

static void test_no_program_is_started_and_no_process_looked_into(void **state)
{
    (void)state;
    assert_int_equal(behind(0, start_a_shell), EPERM);
    assert_int_equal(behind(0, look_into_parent), EPERM);
    assert_int_equal(behind(0, be_looked_into), EPERM);
    assert_int_equal(behind(0, mount_something), EPERM);
    assert_int_equal(behind(0, make_code), EPERM);
    assert_int_equal(behind(0, new_names), EPERM);
}

static void test_no_socket_is_made_unless_there_is_mail_and_then_no_strange_one(void **state)
{
    (void)state;
    assert_int_equal(behind(0, make_a_socket), EPERM);
    assert_int_equal(behind(WALLS_CONNECT, make_a_socket), 0);
    assert_int_equal(behind(WALLS_CONNECT, make_a_raw_socket), EPERM);
    assert_int_equal(behind(WALLS_CONNECT, make_a_packet_socket), EPERM);
    assert_int_equal(behind(WALLS_CONNECT, listen_anew), EPERM);
}

static void test_what_the_server_does_all_day_still_goes(void **state)
{
    (void)state;
    assert_int_equal(behind(0, use_ones_own_folder), 0);
    assert_int_equal(behind(0, start_a_thread), 0);
}

/* The filter holds for threads that were there before. */
static void *try_a_socket(void *ctx)
{
    int *go = ctx;
    while (!__atomic_load_n(go, __ATOMIC_ACQUIRE)) usleep(1000);
    *go = make_a_socket() == EPERM ? 2 : 3;
    return NULL;
}

static int earlier_thread(void)
{
    pthread_t thread;
    int go = 0;
    kb_err err = {0};
    if (pthread_create(&thread, NULL, try_a_socket, &go) != 0 || walls_calls(0, &err) != OK) return 1;
    __atomic_store_n(&go, 1, __ATOMIC_RELEASE);
    pthread_join(thread, NULL);
    return go == 2 ? 0 : 1;
}

static void test_threads_that_were_there_before_are_held_too(void **state)
{
    int status = 0;
    (void)state;
    pid_t pid = fork();
    if (pid == 0) _exit(earlier_thread());
    waitpid(pid, &status, 0);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

/* WeasyPrint takes along what a page attaches: so a file that it can read is in the PDF. */
static bool attached(struct pdf_master *m, const char *file)
{
    char html[500];
    struct buf pdf = buf_new(8 * 1024 * 1024);
    kb_err err = {0};
    snprintf(html, sizeof html,
             "<!doctype html><html lang=nl><title>x</title><link rel=attachment href=\"%s\"><p>Tekst", file);
    assert_ok(pdf_make(m, text_str(html), TEXT("p { color: black }"), &pdf, &err), &err);
    assert_memory_equal(buf_cstr(&pdf), "%PDF", 4);
    bool found = memmem(buf_cstr(&pdf), pdf.len, "/EmbeddedFile", 13) != NULL;
    buf_release(&pdf);
    return found;
}

static void test_the_maker_of_pdfs_reads_its_own_folder_only(void **state)
{
    struct pdf_master *m = NULL;
    kb_err err = {0};
    (void)state;
    if (!pdf_available() || !landlock) skip();
    assert_ok(pdf_start(&m, &err), &err);
    assert_true(attached(m, "stukken.css"));
    assert_false(attached(m, "file:///etc/passwd"));
    assert_false(attached(m, "file:///etc/hostname"));
    pdf_stop(m);
}

/* The answer that came too late is nobody's: the next page gets its own. */
static void test_a_page_that_took_too_long_leaves_the_maker_to_the_next(void **state)
{
    struct pdf_master *m = NULL;
    struct buf pdf = buf_new(8 * 1024 * 1024);
    kb_err err = {0};
    (void)state;
    if (!pdf_available()) skip();
    assert_ok(pdf_start(&m, &err), &err);
    pdf_patience(m, 1);
    for (int i = 0; i < 2; i++)
        assert_int_equal(pdf_make(m, TEXT("<!doctype html><p>Te laat"), TEXT(""), &pdf, &err), ERR_BUSY);
    assert_int_equal(pdf.len, 0);
    pdf_patience(m, PDF_PATIENCE_MS);
    assert_true(attached(m, "stukken.css"));
    buf_release(&pdf);
    pdf_stop(m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_files_outside_of_the_data_directory_are_out_of_reach),
        TEST(test_no_program_is_started_and_no_process_looked_into),
        TEST(test_no_socket_is_made_unless_there_is_mail_and_then_no_strange_one),
        TEST(test_what_the_server_does_all_day_still_goes),
        TEST(test_the_maker_of_pdfs_reads_its_own_folder_only),
        TEST(test_a_page_that_took_too_long_leaves_the_maker_to_the_next),
        TEST(test_threads_that_were_there_before_are_held_too),
    };
    return cmocka_run_group_tests_name("walls", tests, set_up, tear_down);
}
