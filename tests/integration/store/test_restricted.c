/* The log of reads: chained as that of changes, forgotten from the oldest on, anchored in the other one. */
#include "store_test.h"

#include <sqlite3.h>

static void read_at(struct fixture *f, const char *what, kb_time at)
{
    struct store_restricted row = {.at = at, .actor = f->person, .what = what, .object = f->practice};
    IN_JOB(f) assert_ok(store_restricted_add(f->store, &row, &f->err), &f->err);
}

static void read_five(struct fixture *f)
{
    static const char *const what[] = {"text", "notes", "positions", "working-copy", "text"};
    for (int i = 0; i < 5; i++) read_at(f, what[i], 10 * (i + 1));
}

static struct store_chain verify(struct fixture *f)
{
    struct store_chain chain;
    assert_ok(store_restricted_verify(f->store, &chain, &f->err), &f->err);
    return chain;
}

static void run_sql(struct fixture *f, const char *sql)
{
    char path[300];
    sqlite3 *db;
    store_close(f->store);
    snprintf(path, sizeof path, "%s/kb.db", f->dir);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK) fail_msg("%s", sqlite3_errmsg(db));
    sqlite3_close(db);
    open_writer(f);
}

#define WITHOUT_TRIGGERS                                                                                               \
    "DROP TRIGGER restricted_read_is_never_updated; DROP TRIGGER restricted_read_is_only_forgotten; "

static void expect_wrong(struct fixture *f, const char *what, int64_t bad_seq)
{
    struct store_chain chain = verify(f);
    assert_non_null(chain.what);
    assert_string_equal(chain.what, what);
    assert_int_equal(chain.bad_seq, bad_seq);
}

static void test_reads_are_a_chain_of_their_own(void **state)
{
    struct fixture *f = *state;
    struct store_restricteds all;
    int64_t seq = -1;
    read_five(f);
    struct store_chain chain = verify(f);
    assert_null(chain.what);
    assert_int_equal(chain.rows, 5);
    assert_ok(store_restricted_list(f->store, 2, f->a, &all, &f->err), &f->err);
    assert_int_equal(all.n, 2);
    assert_int_equal(all.at[0].seq, 5);
    assert_memory_equal(all.at[0].prev_hash, all.at[1].hash, STORE_HASH_BYTES);
    assert_ok(store_seq(f->store, &seq, &f->err), &f->err);
    assert_int_equal(seq, 0); /* nothing that follows the changes is set to work */
}

static void test_a_row_that_was_changed_is_named(void **state)
{
    struct fixture *f = *state;
    read_five(f);
    run_sql(f, WITHOUT_TRIGGERS "UPDATE restricted_read SET actor = 'ander' WHERE seq = 3");
    expect_wrong(f, "changed", 3);
}

static void test_a_row_that_was_taken_out_is_named(void **state)
{
    struct fixture *f = *state;
    read_five(f);
    run_sql(f, WITHOUT_TRIGGERS "DELETE FROM restricted_read WHERE seq = 2");
    expect_wrong(f, "missing", 2);
}

static void test_rows_cut_off_the_end_disagree_with_the_head(void **state)
{
    struct fixture *f = *state;
    read_five(f);
    run_sql(f, WITHOUT_TRIGGERS "DELETE FROM restricted_read WHERE seq = 5");
    expect_wrong(f, "head", 5);
}

static void test_rows_stay_as_they_are_and_go_only_when_they_are_forgotten(void **state)
{
    struct fixture *f = *state;
    read_five(f);
    IN_JOB(f) assert_ok(db_exec(f->store->db, "SELECT 1", &f->err), &f->err);
    assert_int_not_equal(db_exec(f->store->db, "UPDATE restricted_read SET at = 1", &f->err), OK);
    assert_int_not_equal(db_exec(f->store->db, "DELETE FROM restricted_read WHERE seq = 1", &f->err), OK);
    IN_JOB(f) assert_ok(store_restricted_forget(f->store, 31, &f->err), &f->err);
    assert_int_equal(store_changed(f->store), 3);
    struct store_chain chain = verify(f);
    assert_null(chain.what);
    assert_int_equal(chain.rows, 2);
    IN_JOB(f) assert_ok(store_restricted_forget(f->store, 31, &f->err), &f->err);
    assert_int_equal(store_changed(f->store), 0);
    read_at(f, "text", 60);
    assert_int_equal(verify(f).rows, 3);
    IN_JOB(f) assert_ok(store_restricted_forget(f->store, 1000, &f->err), &f->err);
    chain = verify(f);
    assert_null(chain.what); /* empty, and the next row goes on from the last */
    read_at(f, "text", 70);
    assert_int_equal(verify(f).rows, 1);
    run_sql(f, WITHOUT_TRIGGERS "UPDATE restricted_head SET kept_hash = zeroblob(32)");
    expect_wrong(f, "chain", 7);
}

/* Whoever writes the whole chain anew is found by what stands in the log of changes. */
static void test_a_chain_that_was_written_anew_is_found_by_its_anchor(void **state)
{
    struct fixture *f = *state;
    int64_t seq = 0;
    read_five(f);
    IN_JOB(f) assert_ok(store_restricted_anchor(f->store, 60, f->a, &f->err), &f->err);
    IN_JOB(f) assert_ok(store_restricted_anchor(f->store, 70, f->a, &f->err), &f->err); /* nothing new */
    assert_ok(store_seq(f->store, &seq, &f->err), &f->err);
    assert_int_equal(seq, 1);
    read_at(f, "text", 80);
    assert_null(verify(f).what);
    run_sql(f, WITHOUT_TRIGGERS "DELETE FROM restricted_read; UPDATE restricted_head SET seq = 0, hash = zeroblob(32)");
    read_five(f); /* the same rows, but by somebody else */
    assert_null(verify(f).what);
    run_sql(f, "DELETE FROM restricted_read; UPDATE restricted_head SET seq = 0, hash = zeroblob(32)");
    snprintf(f->person, sizeof f->person, "%s", f->group);
    read_five(f);
    expect_wrong(f, "anchor", 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(test_reads_are_a_chain_of_their_own),
        STORE_TEST(test_a_row_that_was_changed_is_named),
        STORE_TEST(test_a_row_that_was_taken_out_is_named),
        STORE_TEST(test_rows_cut_off_the_end_disagree_with_the_head),
        STORE_TEST(test_rows_stay_as_they_are_and_go_only_when_they_are_forgotten),
        STORE_TEST(test_a_chain_that_was_written_anew_is_found_by_its_anchor),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
