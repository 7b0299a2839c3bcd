/* What was taken out leaves the disk: the file is written anew once, and the write-ahead log is emptied as soon as
 * nobody looks at it any more. In the meantime everybody writes as quickly as before. */
#include "store_test.h"

enum { FILLING_BYTES = 1024 * 1024, WRITES = 5, LITTLE_BYTES = 256 * 1024 };

static off_t size_of(struct fixture *f, const char *name)
{
    char path[300];
    struct stat st;
    snprintf(path, sizeof path, "%s/%s", f->dir, name);
    assert_int_equal(stat(path, &st), 0);
    return st.st_size;
}

/* So that a file written anew is seen in the size of the log. */
static err_code put_filling(struct store *s, void *ctx, kb_err *err)
{
    struct fixture *f = ctx;
    char *bytes = arena_alloc(f->a, FILLING_BYTES + 1);
    assert_non_null(bytes);
    memset(bytes, 'v', FILLING_BYTES);
    bytes[FILLING_BYTES] = '\0';
    return store_setting_put(s, "filling", bytes, err);
}

static err_code write_little(struct store *s, void *ctx, kb_err *err)
{
    return store_setting_put(s, "little", ctx, err);
}

static err_code erase(struct store *s, void *ctx, kb_err *err)
{
    struct fixture *f = ctx;
    return store_person_erase(s, f->person, "voormalig deelnemer", 9000, err);
}

static void write_some(struct fixture *f)
{
    static const char *const values[WRITES] = {"a", "b", "c", "d", "e"};
    for (int i = 0; i < WRITES; i++) assert_ok(store_run(f->store, write_little, (void *)values[i], &f->err), &f->err);
}

/* A reader with a view of what is there now. */
static struct store *start_reading(struct fixture *f)
{
    struct store *reader = NULL;
    struct store_person person;
    struct store_options options = {.dir = f->dir};
    assert_ok(store_open_reader(&reader, &options, &f->err), &f->err);
    assert_ok(store_read_begin(reader, &f->err), &f->err);
    assert_ok(store_person_get(reader, f->person, f->a, &person, &f->err), &f->err);
    return reader;
}

static int files_with_name(struct fixture *f)
{
    return files_holding(f->dir, TEXT("Rosa de Wit"));
}

static void test_what_is_erased_leaves_the_files_at_once_when_nobody_reads(void **state)
{
    struct fixture *f = *state;
    assert_true(files_with_name(f) > 0);
    assert_ok(store_run(f->store, erase, f, &f->err), &f->err);
    assert_int_equal(files_with_name(f), 0);
    assert_int_equal(size_of(f, "kb.db-wal"), 0);
}

static void test_while_somebody_reads_the_file_is_written_anew_once_and_writing_waits_for_nobody(void **state)
{
    struct fixture *f = *state;
    assert_ok(store_run(f->store, put_filling, f, &f->err), &f->err);
    struct store *reader = start_reading(f);
    int64_t began = clock_monotonic_ms();
    assert_ok(store_run(f->store, erase, f, &f->err), &f->err);
    off_t behind = size_of(f, "kb.db-wal");
    assert_true(behind > FILLING_BYTES);
    write_some(f);
    store_tidy(f->store);
    write_some(f);
    assert_true(size_of(f, "kb.db-wal") - behind < LITTLE_BYTES);
    assert_true(clock_monotonic_ms() - began < 5000); /* what another connection is waited for, elsewhere */
    assert_true(files_with_name(f) > 0);
    store_close(reader);
}

static void test_when_the_reader_has_ended_the_keeper_empties_the_log(void **state)
{
    struct fixture *f = *state;
    struct store *reader = start_reading(f);
    assert_ok(store_run(f->store, erase, f, &f->err), &f->err);
    store_tidy(f->store);
    write_some(f);
    off_t behind = size_of(f, "kb.db-wal");
    store_read_end(reader);
    write_some(f);
    assert_true(size_of(f, "kb.db-wal") >= behind); /* not tried at each batch */
    store_tidy(f->store);
    write_some(f);
    assert_int_equal(files_with_name(f), 0);
    assert_true(size_of(f, "kb.db-wal") < behind);
    store_tidy(f->store); /* done once: what is written now stays in the log */
    write_some(f);
    assert_true(size_of(f, "kb.db-wal") > 0);
    store_close(reader);
}

static err_code erase_and_refuse(struct store *s, void *ctx, kb_err *err)
{
    ERR_TRY(erase(s, ctx, err));
    return err_set(err, ERR_CONFLICT, "the last administrator");
}

static void test_an_erasure_that_was_refused_costs_nothing_and_no_copy(void **state)
{
    struct fixture *f = *state;
    const char *copy = arena_printf(f->a, "%s/backup-before-0002.db", f->dir);
    assert_ok(store_run(f->store, put_filling, f, &f->err), &f->err);
    store_tidy(f->store);
    write_some(f);
    assert_ok(store_copy_to(f->store, copy, &f->err), &f->err);
    off_t behind = size_of(f, "kb.db-wal");
    assert_int_equal(store_run(f->store, erase_and_refuse, f, &f->err), ERR_CONFLICT);
    write_some(f);
    assert_int_equal(access(copy, F_OK), 0);
    assert_true(size_of(f, "kb.db-wal") >= behind); /* nor was it emptied */
    assert_ok(store_run(f->store, erase, f, &f->err), &f->err);
    assert_int_equal(access(copy, F_OK), -1);
}

/* A writer that ended in the middle leaves a log behind that may hold what was taken out. */
static void test_a_writer_that_starts_empties_the_log_that_it_finds(void **state)
{
    struct fixture *f = *state;
    struct store *reader = start_reading(f);
    assert_ok(store_run(f->store, erase, f, &f->err), &f->err);
    store_close(f->store);
    f->store = NULL;
    store_read_end(reader);
    assert_true(files_with_name(f) > 0);
    open_writer(f);
    assert_ok(store_run(f->store, write_little, "a", &f->err), &f->err);
    assert_int_equal(files_with_name(f), 0);
    store_close(reader);
}

/* ---- A crash ---- */

/* Leaves room in the file that is not used any more. */
static void leave_room(struct fixture *f)
{
    assert_ok(store_run(f->store, put_filling, f, &f->err), &f->err);
    IN_JOB(f) assert_ok(store_setting_put(f->store, "filling", "", &f->err), &f->err);
}

/* A process that ends right behind the commit: the next one finds what was written, and no more. */
static void erase_and_crash(struct fixture *f)
{
    leave_room(f);
    IN_JOB(f) assert_ok(erase(f->store, f, &f->err), &f->err);
    reopen(f);
}

static void write_and_reopen(struct fixture *f)
{
    assert_ok(store_run(f->store, write_little, "a", &f->err), &f->err);
    reopen(f);
}

static void test_a_crash_behind_the_commit_forgets_neither_the_file_nor_the_copies(void **state)
{
    struct fixture *f = *state;
    const char *copy = arena_printf(f->a, "%s/backup-before-0002.db", f->dir);
    assert_ok(store_copy_to(f->store, copy, &f->err), &f->err);
    erase_and_crash(f);
    assert_true(size_of(f, "kb.db") > FILLING_BYTES);
    write_and_reopen(f);
    assert_true(size_of(f, "kb.db") < FILLING_BYTES);
    assert_int_equal(access(copy, F_OK), -1);
    assert_int_equal(files_with_name(f), 0);
}

static void test_what_is_owed_is_done_once(void **state)
{
    struct fixture *f = *state;
    erase_and_crash(f);
    write_and_reopen(f);
    leave_room(f);
    reopen(f);
    write_and_reopen(f);
    assert_true(size_of(f, "kb.db") > FILLING_BYTES);
}

static void test_a_disk_that_refused_is_asked_again_by_the_next_writer(void **state)
{
    struct fixture *f = *state;
    kb_err why;
    bool left;
    leave_room(f);
    assert_int_equal(mkdir(arena_printf(f->a, "%s/backup-before-0002.db", f->dir), 0700), 0); /* cannot be unlinked */
    assert_ok(store_run(f->store, erase, f, &f->err), &f->err);
    assert_true(size_of(f, "kb.db") < FILLING_BYTES);
    assert_int_equal(store_untidy(f->store, &why), ERR_IO);
    assert_int_equal(store_untidy(f->store, &why), OK); /* is told once */
    assert_ok(store_taken_out(f->store, &left, &f->err), &f->err);
    assert_true(left);
    assert_int_equal(rmdir(arena_printf(f->a, "%s/backup-before-0002.db", f->dir)), 0);
    leave_room(f);
    reopen(f);
    write_and_reopen(f);
    assert_ok(store_taken_out(f->store, &left, &f->err), &f->err);
    assert_false(left);
    assert_true(size_of(f, "kb.db") < FILLING_BYTES);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(test_what_is_erased_leaves_the_files_at_once_when_nobody_reads),
        STORE_TEST(test_while_somebody_reads_the_file_is_written_anew_once_and_writing_waits_for_nobody),
        STORE_TEST(test_when_the_reader_has_ended_the_keeper_empties_the_log),
        STORE_TEST(test_an_erasure_that_was_refused_costs_nothing_and_no_copy),
        STORE_TEST(test_a_writer_that_starts_empties_the_log_that_it_finds),
        STORE_TEST(test_a_crash_behind_the_commit_forgets_neither_the_file_nor_the_copies),
        STORE_TEST(test_what_is_owed_is_done_once),
        STORE_TEST(test_a_disk_that_refused_is_asked_again_by_the_next_writer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
