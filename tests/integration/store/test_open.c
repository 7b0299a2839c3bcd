#include "store_test.h"

#include "kb/store/lock.h"

#include <sqlite3.h>
#include <sys/wait.h>

static err_code open_reader(struct fixture *f, struct store **out)
{
    f->err = (kb_err){0};
    return store_open_reader(out, &(struct store_options){.dir = f->dir}, &f->err);
}

static err_code open_existing(struct fixture *f, struct store **out)
{
    f->err = (kb_err){0};
    return store_open_writer(out, &(struct store_options){.dir = f->dir}, &f->err);
}

/* The cause must be one line that names the place. */
static void assert_one_line_about(struct fixture *f, const char *what)
{
    if (!strstr(f->err.cause, f->dir) || !strstr(f->err.cause, what) || strchr(f->err.cause, '\n'))
        fail_msg("cause is \"%s\", expected something about \"%s\"", f->err.cause, what);
}

static void close_store(struct fixture *f)
{
    store_close(f->store);
    f->store = NULL;
}

static void write_file(struct fixture *f, const char *name, const char *bytes, size_t len)
{
    char path[300];
    snprintf(path, sizeof path, "%s/%s", f->dir, name);
    _cleanup_(close_fd)
    int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    assert_true(fd >= 0 && pwrite(fd, bytes, len, 0) == (ssize_t)len);
}

static void test_directory_and_files_are_for_the_owner_only(void **state)
{
    struct fixture *f = *state;
    char deep[300], path[400];
    struct stat st;
    struct store *s = NULL;
    snprintf(deep, sizeof deep, "%s/a/b", f->dir);
    mode_t mask = umask(0);
    assert_ok(store_open_writer(&s, &(struct store_options){.dir = deep, .create = true}, &f->err), &f->err);
    umask(mask);
    assert_int_equal(stat(deep, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0700);
    static const char *const names[] = {"kb.db", "kb.db-wal", "kb.db-shm", "lock"};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        snprintf(path, sizeof path, "%s/%s", deep, names[i]);
        assert_int_equal(stat(path, &st), 0);
        assert_int_equal(st.st_mode & 0777, 0600);
    }
    store_close(s);
    remove_directory(deep);
    snprintf(deep, sizeof deep, "%s/a", f->dir);
    rmdir(deep);
}

static void test_missing_directory_is_told(void **state)
{
    struct fixture *f = *state;
    struct store *s = NULL;
    char missing[300];
    snprintf(missing, sizeof missing, "%s/nothing", f->dir);
    assert_int_equal(store_open_writer(&s, &(struct store_options){.dir = missing}, &f->err), ERR_NOT_FOUND);
    assert_one_line_about(f, "kb init");
    assert_int_equal(store_open_reader(&s, &(struct store_options){.dir = missing, .create = true}, &f->err),
                     ERR_NOT_FOUND);
    assert_int_equal(access(missing, F_OK), -1);
    assert_null(s);
}

static void test_directory_without_a_store_is_told(void **state)
{
    struct fixture *f = *state;
    struct store *s = NULL;
    close_store(f);
    remove_directory(f->dir);
    assert_int_equal(mkdir(f->dir, 0700), 0);
    assert_int_equal(open_existing(f, &s), ERR_NOT_FOUND);
    assert_one_line_about(f, "holds no store");
    assert_int_equal(open_reader(f, &s), ERR_NOT_FOUND);
    assert_one_line_about(f, "holds no store");
}

/* A full disk or a copy that broke off leaves one: whose network was there must not get an empty one instead. */
static void test_an_empty_file_is_no_store_and_is_left_alone(void **state)
{
    struct fixture *f = *state;
    struct store *s = NULL;
    struct stat st;
    char path[300];
    close_store(f);
    remove_directory(f->dir);
    assert_int_equal(mkdir(f->dir, 0700), 0);
    write_file(f, "kb.db", "", 0);
    assert_int_equal(open_reader(f, &s), ERR_NOT_FOUND);
    assert_one_line_about(f, "kb.db is empty");
    assert_int_equal(open_existing(f, &s), ERR_NOT_FOUND);
    assert_one_line_about(f, "kb.db is empty");
    snprintf(path, sizeof path, "%s/kb.db", f->dir);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_size, 0);
    struct store_options making = {.dir = f->dir, .create = true};
    assert_ok(store_open_writer(&s, &making, &f->err), &f->err);
    store_close(s);
}

static void test_a_file_in_place_of_the_directory_is_told(void **state)
{
    struct fixture *f = *state;
    struct store *s = NULL;
    char path[300];
    snprintf(path, sizeof path, "%s/kb.db", f->dir);
    assert_int_equal(store_open_writer(&s, &(struct store_options){.dir = path, .create = true}, &f->err),
                     ERR_NOT_FOUND);
    assert_one_line_about(f, "not a directory");
}

static void test_second_writer_is_refused_and_a_reader_is_not(void **state)
{
    struct fixture *f = *state;
    struct store *second = NULL, *reader = NULL;
    assert_int_equal(open_existing(f, &second), ERR_BUSY);
    assert_one_line_about(f, "in use by another kb (process");
    assert_ok(open_reader(f, &reader), &f->err);
    store_close(reader);
    close_store(f);
    assert_ok(open_existing(f, &second), &f->err);
    store_close(second);
}

static void test_lock_ends_with_the_process_that_held_it(void **state)
{
    struct fixture *f = *state;
    struct store *s = NULL;
    close_store(f);
    int ready[2];
    assert_int_equal(pipe(ready), 0);
    pid_t child = fork();
    if (child == 0) {
        int fd;
        err_code code = store_lock_take(&fd, f->dir, NULL);
        (void)!write(ready[1], &code, sizeof code);
        pause();
        _exit(0);
    }
    err_code code = ERR_IO;
    assert_int_equal(read(ready[0], &code, sizeof code), sizeof code);
    assert_int_equal(code, OK);
    assert_int_equal(open_existing(f, &s), ERR_BUSY);
    char pid[32];
    snprintf(pid, sizeof pid, "process %d)", (int)child);
    assert_one_line_about(f, pid);
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    close(ready[0]);
    close(ready[1]);
    assert_ok(open_existing(f, &s), &f->err);
    store_close(s);
}

static void test_a_file_that_is_no_database_is_told(void **state)
{
    struct fixture *f = *state;
    struct store *s = NULL;
    char text_file[4096];
    close_store(f);
    memset(text_file, 'x', sizeof text_file);
    write_file(f, "kb.db", text_file, sizeof text_file);
    assert_int_equal(open_existing(f, &s), ERR_CORRUPT);
    assert_one_line_about(f, "restore a backup");
    assert_int_equal(open_reader(f, &s), ERR_CORRUPT);
    assert_one_line_about(f, "restore a backup");
}

static void test_a_damaged_schema_page_is_told_and_never_a_crash(void **state)
{
    struct fixture *f = *state;
    struct store *s = NULL;
    char noise[3900];
    close_store(f);
    for (size_t i = 0; i < sizeof noise; i++) noise[i] = (char)(i * 37 + 11);
    char path[300];
    snprintf(path, sizeof path, "%s/kb.db", f->dir);
    int fd = open(path, O_WRONLY);
    assert_int_equal(pwrite(fd, noise, sizeof noise, 100), sizeof noise);
    close(fd);
    assert_int_equal(open_existing(f, &s), ERR_CORRUPT);
    assert_int_equal(open_reader(f, &s), ERR_CORRUPT);
    assert_null(s);
}

static void test_damage_deeper_in_the_file_is_found_by_the_check(void **state)
{
    struct fixture *f = *state;
    char path[300], noise[2048];
    assert_ok(store_check(f->store, &f->err), &f->err);
    close_store(f);
    memset(noise, 0x5a, sizeof noise);
    snprintf(path, sizeof path, "%s/kb.db", f->dir);
    int fd = open(path, O_RDWR);
    off_t end = lseek(fd, 0, SEEK_END);
    for (off_t page = 20; page * 4096 < end; page++) assert_int_equal(pwrite(fd, noise, 64, page * 4096), 64);
    close(fd);
    struct store *s = NULL;
    err_code code = open_existing(f, &s);
    if (code == OK) code = store_check(s, &f->err);
    assert_int_equal(code, ERR_CORRUPT);
    store_close(s);
}

static void run_sql(struct fixture *f, const char *sql)
{
    char path[300];
    sqlite3 *db;
    snprintf(path, sizeof path, "%s/kb.db", f->dir);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK) fail_msg("%s", sqlite3_errmsg(db));
    sqlite3_close(db);
}

static void test_database_of_another_program_is_left_alone(void **state)
{
    struct fixture *f = *state;
    struct store *s = NULL;
    close_store(f);
    remove_directory(f->dir);
    assert_int_equal(mkdir(f->dir, 0700), 0);
    run_sql(f, "CREATE TABLE addresses (name TEXT)");
    assert_int_equal(store_open_writer(&s, &(struct store_options){.dir = f->dir, .create = true}, &f->err),
                     ERR_CORRUPT);
    assert_one_line_about(f, "another program");
}

static void test_newer_schema_is_refused_by_writer_and_reader(void **state)
{
    struct fixture *f = *state;
    struct store *s = NULL;
    close_store(f);
    run_sql(f, "INSERT INTO schema_version (version, name, applied) VALUES (9999, 'x', 1)");
    assert_int_equal(open_existing(f, &s), ERR_CONFLICT);
    assert_one_line_about(f, "newer kb (schema 9999");
    assert_int_equal(open_reader(f, &s), ERR_CONFLICT);
    assert_one_line_about(f, "newer kb (schema 9999");
}

static void test_reader_refuses_an_older_schema(void **state)
{
    struct fixture *f = *state;
    struct store *s = NULL;
    char last[80];
    close_store(f);
    snprintf(last, sizeof last, "DELETE FROM schema_version WHERE version = %d", store_schema_known());
    run_sql(f, last);
    assert_int_equal(open_reader(f, &s), ERR_CONFLICT);
    assert_one_line_about(f, "start kb serve");
}

/* As a reader of the files who may not write them: the superuser becomes nobody in a child process first. */
static void test_directory_that_cannot_be_written_is_told(void **state)
{
    struct fixture *f = *state;
    close_store(f);
    assert_int_equal(chmod(f->dir, 0555), 0);
    pid_t child = fork();
    if (child == 0) {
        struct store *s = NULL;
        if (geteuid() == 0 && setresuid(65534, 65534, 65534) != 0) _exit(100);
        err_code code = open_existing(f, &s);
        bool told = strstr(f->err.cause, f->dir) && strstr(f->err.cause, "Permission denied");
        _exit(told ? (int)code : 101);
    }
    int status = 0;
    waitpid(child, &status, 0);
    chmod(f->dir, 0700);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), ERR_IO);
}

static void test_reader_cannot_write(void **state)
{
    struct fixture *f = *state;
    struct store *reader = NULL;
    assert_ok(open_reader(f, &reader), &f->err);
    assert_int_equal(store_setting_put(reader, "a", "b", &f->err), ERR_INTERNAL);
    assert_int_equal(db_exec(reader->db, "DELETE FROM person", &f->err), ERR_IO);
    store_close(reader);
}

static int64_t practices(struct fixture *f, struct store *s)
{
    struct store_counts c;
    assert_ok(store_counts(s, &c, &f->err), &f->err);
    return c.practices;
}

static void test_reader_keeps_one_view_until_it_ends_the_read(void **state)
{
    struct fixture *f = *state;
    struct store *reader = NULL;
    char id[STORE_ID_BYTES];
    store_new_id(id);
    struct store_practice p = practice_of(f, id);
    assert_ok(open_reader(f, &reader), &f->err);
    assert_ok(store_read_begin(reader, &f->err), &f->err);
    assert_int_equal(practices(f, reader), 1);
    IN_JOB(f)
    {
        assert_ok(store_practice_add(f->store, &p, &f->err), &f->err);
        assert_ok(store_read_begin(f->store, &f->err), &f->err); /* inside a job: nothing happens */
        store_read_end(f->store);
    }
    assert_ok(store_read_begin(reader, &f->err), &f->err);
    store_read_end(reader);
    assert_int_equal(practices(f, reader), 1);
    store_read_end(reader);
    assert_int_equal(practices(f, reader), 2);
    store_close(reader);
}

static void test_closing_a_reader_leaves_the_write_ahead_log_alone(void **state)
{
    struct fixture *f = *state;
    struct store *reader = NULL;
    char path[300];
    struct stat before, after;
    snprintf(path, sizeof path, "%s/kb.db-wal", f->dir);
    assert_ok(open_reader(f, &reader), &f->err);
    assert_int_equal(stat(path, &before), 0);
    assert_true(before.st_size > 0);
    store_close(reader);
    assert_int_equal(stat(path, &after), 0);
    assert_int_equal(before.st_size, after.st_size);
}

static void test_reader_opens_without_any_writer_and_after_a_crash(void **state)
{
    struct fixture *f = *state;
    struct store *reader = NULL;
    close_store(f); /* a clean end: no write-ahead log is left */
    assert_ok(open_reader(f, &reader), &f->err);
    assert_int_equal(practices(f, reader), 1);
    store_close(reader);
    pid_t child = fork();
    if (child == 0) { /* a writer that ends in the middle of its work */
        open_writer(f);
        kb_err err;
        _exit(store_setting_put(f->store, "x", "y", &err) == ERR_INTERNAL ? 0 : 1);
    }
    int status = 1;
    waitpid(child, &status, 0);
    assert_int_equal(status, 0);
    assert_ok(open_reader(f, &reader), &f->err);
    assert_int_equal(practices(f, reader), 1);
    store_close(reader);
}

static void test_synchronous_is_normal_only_when_asked_for(void **state)
{
    struct fixture *f = *state;
    close_store(f);
    struct store_options options = {.dir = f->dir, .sync_normal = true};
    assert_ok(store_open_writer(&f->store, &options, &f->err), &f->err);
    struct db_stmt *stmt = NULL;
    bool row = false;
    assert_ok(db_prepare(&stmt, f->store->db, "PRAGMA synchronous", &f->err), &f->err);
    assert_ok(db_step(stmt, &row, &f->err), &f->err);
    assert_int_equal(db_col_int(stmt, 0), 1);
    db_finalize(stmt);
}

static void test_an_unknown_vfs_is_told(void **state)
{
    struct fixture *f = *state;
    struct store *s = NULL;
    close_store(f);
    assert_int_not_equal(store_open_writer(&s, &(struct store_options){.dir = f->dir, .vfs = "none"}, &f->err), OK);
    assert_one_line_about(f, "no such vfs");
}

static void test_what_was_written_is_there_after_reopening(void **state)
{
    struct fixture *f = *state;
    reopen(f);
    assert_int_equal(practices(f, f->store), 1);
    assert_ok(store_check(f->store, &f->err), &f->err);
    assert_int_equal(store_schema(f->store), store_schema_known());
}

static void test_copy_is_a_store_of_its_own_and_never_overwrites(void **state)
{
    struct fixture *f = *state;
    char path[300];
    struct stat st;
    snprintf(path, sizeof path, "%s/copy.db", f->dir);
    assert_ok(store_copy_to(f->store, path, &f->err), &f->err);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_int_equal(store_copy_to(f->store, path, &f->err), ERR_CONFLICT);
    close_store(f);
    char db[300];
    snprintf(db, sizeof db, "%s/kb.db", f->dir);
    assert_int_equal(rename(path, db), 0);
    open_writer(f);
    assert_int_equal(practices(f, f->store), 1);
}

static void test_ids_differ_and_are_valid(void **state)
{
    (void)state;
    char a[STORE_ID_BYTES], b[STORE_ID_BYTES];
    bool all[32] = {0};
    static const char alphabet[] = "0123456789abcdefghjkmnpqrstvwxyz";
    for (int i = 0; i < 500; i++) {
        store_new_id(a);
        store_new_id(b);
        assert_string_not_equal(a, b);
        assert_true(store_id_valid(text_str(a)));
        for (int k = 0; k < 25; k++) all[strchr(alphabet, a[k]) - alphabet] = true;
    }
    for (int i = 0; i < 32; i++) assert_true(all[i]);
    assert_false(store_id_valid(TEXT("0123456789abcdefghjkmnpqr")));
    assert_false(store_id_valid(TEXT("0123456789abcdefghjkmnpqri")));
    assert_false(store_id_valid(text_of("0123456789abcdefghjkmnpqr\0", 26)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(test_directory_and_files_are_for_the_owner_only),
        STORE_TEST(test_missing_directory_is_told),
        STORE_TEST(test_directory_without_a_store_is_told),
        STORE_TEST(test_an_empty_file_is_no_store_and_is_left_alone),
        STORE_TEST(test_a_file_in_place_of_the_directory_is_told),
        STORE_TEST(test_second_writer_is_refused_and_a_reader_is_not),
        STORE_TEST(test_lock_ends_with_the_process_that_held_it),
        STORE_TEST(test_a_file_that_is_no_database_is_told),
        STORE_TEST(test_a_damaged_schema_page_is_told_and_never_a_crash),
        STORE_TEST(test_damage_deeper_in_the_file_is_found_by_the_check),
        STORE_TEST(test_database_of_another_program_is_left_alone),
        STORE_TEST(test_newer_schema_is_refused_by_writer_and_reader),
        STORE_TEST(test_reader_refuses_an_older_schema),
        STORE_TEST(test_directory_that_cannot_be_written_is_told),
        STORE_TEST(test_reader_cannot_write),
        STORE_TEST(test_reader_keeps_one_view_until_it_ends_the_read),
        STORE_TEST(test_closing_a_reader_leaves_the_write_ahead_log_alone),
        STORE_TEST(test_reader_opens_without_any_writer_and_after_a_crash),
        STORE_TEST(test_synchronous_is_normal_only_when_asked_for),
        STORE_TEST(test_an_unknown_vfs_is_told),
        STORE_TEST(test_what_was_written_is_there_after_reopening),
        STORE_TEST(test_copy_is_a_store_of_its_own_and_never_overwrites),
        TEST(test_ids_differ_and_are_valid),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
