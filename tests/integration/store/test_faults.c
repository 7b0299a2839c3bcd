#include "store_test.h"

#include "fault.h"

/* Group commit on a disk and a memory that really fail, at one place after the other. After each batch two stores are
 * looked at: the one that went on working, closed and opened again; and a copy of its files made the moment the batch
 * was answered, which is what a kill -9 would leave. Both must hold what was answered. */

enum { BIG_BYTES = 3 * 1024 * 1024 }; /* more than SQLite's cache: it writes in the middle of the transaction */

static char tag[16], big[BIG_BYTES + 1];
static char name_a[] = "a", name_b[] = "b", name_c[] = "c";

static err_code put(struct store *s, const char *name, const char *value, kb_err *err)
{
    struct store_change c = {.at = 1, .actor = "system", .action = "setting.put", .object = name};
    ERR_TRY(store_setting_put(s, name, value, err));
    return store_change_append(s, &c, err);
}

static err_code job_small(struct store *s, void *ctx, kb_err *err)
{
    return put(s, ctx, tag, err);
}

static err_code job_refuse(struct store *s, void *ctx, kb_err *err)
{
    ERR_TRY(put(s, ctx, tag, err));
    return err_set(err, ERR_RULE, "refused by the test");
}

static err_code job_big(struct store *s, void *ctx, kb_err *err)
{
    return put(s, ctx, big, err);
}

static const struct store_job jobs[3] = {{job_small, name_a}, {job_refuse, name_b}, {job_big, name_c}};

/* Did this batch, and not an earlier one, write the setting? */
static bool written(struct fixture *f, struct store *s, const char *name)
{
    const char *value = NULL;
    assert_ok(store_setting_get(s, name, "", f->a, &value, &f->err), &f->err);
    return strncmp(value, tag, strlen(tag)) == 0;
}

static void check_store(struct fixture *f, struct store *s, err_code fate, const kb_err *results, int64_t seq_before)
{
    struct store_chain chain;
    int64_t seq = 0, stored = 0;
    static const char *const names[] = {name_a, name_b, name_c};
    for (int i = 0; i < 3; i++) {
        bool there = written(f, s, names[i]);
        stored += there;
        if (there != (results[i].code == OK))
            fail_msg("batch %s: job %d was answered %s (fate %s) and is %s", tag, i, err_slug(results[i].code),
                     err_slug(fate), there ? "there" : "not there");
        if (fate != OK) assert_int_equal(results[i].code, fate);
    }
    assert_ok(store_changes_verify(s, &chain, &f->err), &f->err);
    if (chain.what) fail_msg("the log is broken: %s at %lld", chain.what, (long long)chain.bad_seq);
    assert_ok(store_seq(s, &seq, &f->err), &f->err);
    assert_int_equal(seq, seq_before + stored);
    assert_ok(store_check(s, &f->err), &f->err);
}

static void copy_file(const char *from_dir, const char *to_dir, const char *name)
{
    static char block[1 << 20];
    char from[300], to[300];
    snprintf(from, sizeof from, "%s/%s", from_dir, name);
    snprintf(to, sizeof to, "%s/%s", to_dir, name);
    _cleanup_(close_fd)
    int in = open(from, O_RDONLY), out = open(to, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_true(in >= 0 && out >= 0);
    for (ssize_t n; (n = read(in, block, sizeof block)) > 0;) assert_int_equal(write(out, block, (size_t)n), n);
}

static void check_image(struct fixture *f, err_code fate, const kb_err *results, int64_t seq_before)
{
    char image[256];
    struct store *s = NULL;
    make_directory(image);
    copy_file(f->dir, image, "kb.db");
    copy_file(f->dir, image, "kb.db-wal");
    assert_ok(store_open_writer(&s, &(struct store_options){.dir = image}, &f->err), &f->err);
    check_store(f, s, fate, results, seq_before);
    store_close(s);
    remove_directory(image);
}

static void reopen_on_fault_vfs(struct fixture *f)
{
    store_close(f->store);
    f->store = NULL;
    struct store_options options = {.dir = f->dir, .vfs = "fault"};
    assert_ok(store_open_writer(&f->store, &options, &f->err), &f->err);
}

/* One batch with a failure at the nth write, sync or allocation. False when the batch has fewer of them. */
static bool batch_with_fault(struct fixture *f, enum fault_kind kind, int64_t nth, int status, bool sticky)
{
    kb_err results[3];
    int64_t seq = 0;
    reopen_on_fault_vfs(f);
    arena_clear(f->a);
    assert_ok(store_seq(f->store, &seq, &f->err), &f->err);
    snprintf(tag, sizeof tag, "%09lld.", (long long)nth);
    memcpy(big, tag, strlen(tag));
    fault_arm(kind, nth, status, sticky);
    err_code fate = store_batch_run(f->store, jobs, 3, results);
    fault_disarm();
    bool fired = fault.fired;
    if (!fired) assert_int_equal(fate, OK);
    check_image(f, fate, results, seq);
    reopen_on_fault_vfs(f);
    check_store(f, f->store, fate, results, seq);
    return fired;
}

/* The first failures one by one, later ones with growing gaps. */
static int fault_everywhere(struct fixture *f, enum fault_kind kind, int status, bool sticky)
{
    int tried = 0;
    memset(big, 'x', BIG_BYTES);
    for (int64_t nth = 1; batch_with_fault(f, kind, nth, status, sticky); nth += 1 + nth / 3) tried++;
    return tried;
}

static void test_full_disk_at_a_write(void **state)
{
    assert_true(fault_everywhere(*state, FAULT_WRITE, SQLITE_FULL, false) > 10);
}

static void test_disk_that_stays_full(void **state)
{
    assert_true(fault_everywhere(*state, FAULT_WRITE, SQLITE_FULL, true) > 10);
}

static void test_failing_write(void **state)
{
    assert_true(fault_everywhere(*state, FAULT_WRITE, SQLITE_IOERR_WRITE, false) > 10);
}

static void test_failing_sync(void **state)
{
    assert_true(fault_everywhere(*state, FAULT_SYNC, SQLITE_IOERR_FSYNC, false) > 0);
}

static void test_disk_that_never_syncs_again(void **state)
{
    assert_true(fault_everywhere(*state, FAULT_SYNC, SQLITE_IOERR_FSYNC, true) > 0);
}

static void test_no_memory_at_an_allocation(void **state)
{
    assert_true(fault_everywhere(*state, FAULT_MEMORY, 0, false) > 5);
}

static void test_memory_that_stays_empty(void **state)
{
    assert_true(fault_everywhere(*state, FAULT_MEMORY, 0, true) > 5);
}

int main(void)
{
    if (!fault_install()) return 1;
    const struct CMUnitTest tests[] = {
        STORE_TEST(test_full_disk_at_a_write),
        STORE_TEST(test_disk_that_stays_full),
        STORE_TEST(test_failing_write),
        STORE_TEST(test_failing_sync),
        STORE_TEST(test_disk_that_never_syncs_again),
        STORE_TEST(test_no_memory_at_an_allocation),
        STORE_TEST(test_memory_that_stays_empty),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
