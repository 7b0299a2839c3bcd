#include "store_test.h"

#include <sqlite3.h>

static void append(struct fixture *f, const char *action, const char *detail, kb_time at)
{
    struct store_change c = {.at = at, .actor = f->person, .action = action, .object = f->practice, .detail = detail};
    IN_JOB(f) assert_ok(store_change_append(f->store, &c, &f->err), &f->err);
}

/* A log of five changes. */
static void append_five(struct fixture *f)
{
    append(f, "practice.create", "kind=plan", 10);
    append(f, "practice.publish", NULL, 20);
    append(f, "practice.place", "field=schulden", 30);
    append(f, "practice.publish", NULL, 40);
    append(f, "practice.withdraw", NULL, 50);
}

static struct store_chain verify(struct fixture *f)
{
    struct store_chain chain;
    assert_ok(store_changes_verify(f->store, &chain, &f->err), &f->err);
    return chain;
}

/* Lets somebody with access to the file change the log: without its triggers, then looks what verifying says. */
static struct store_chain after_tampering(struct fixture *f, const char *sql)
{
    char path[300];
    sqlite3 *db;
    append_five(f);
    assert_null(verify(f).what);
    store_close(f->store);
    snprintf(path, sizeof path, "%s/kb.db", f->dir);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    sqlite3_exec(db, "DROP TRIGGER change_is_never_updated; DROP TRIGGER change_is_never_deleted", NULL, NULL, NULL);
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK) fail_msg("%s", sqlite3_errmsg(db));
    sqlite3_close(db);
    open_writer(f);
    return verify(f);
}

/* A row that knows by which way it came, behind those from before that was kept. */
static void append_with_origin(struct fixture *f)
{
    struct store_change c = {
        .at = 60, .actor = f->person, .action = "practice.publish", .object = f->practice, .origin = "page"};
    IN_JOB(f) assert_ok(store_change_append(f->store, &c, &f->err), &f->err);
}

static void expect(struct store_chain chain, const char *what, int64_t bad_seq)
{
    assert_non_null(chain.what);
    assert_string_equal(chain.what, what);
    assert_int_equal(chain.bad_seq, bad_seq);
    assert_int_equal(chain.rows, bad_seq - 1);
}

static void test_rows_with_an_origin_follow_those_without(void **state)
{
    struct fixture *f = *state;
    struct store_changes all;
    append_five(f);
    append_with_origin(f);
    assert_null(verify(f).what);
    assert_int_equal(verify(f).rows, 6);
    assert_ok(store_changes_of(f->store, f->practice, 2, f->a, &all, &f->err), &f->err);
    assert_string_equal(all.at[0].origin, "page");
    assert_null(all.at[1].origin);
}

static void test_an_origin_cannot_be_taken_away(void **state)
{
    struct fixture *f = *state;
    append_with_origin(f);
    expect(after_tampering(f, "UPDATE change SET origin = NULL WHERE seq = 1"), "changed", 1);
}

static void test_a_changed_origin_is_named(void **state)
{
    append_with_origin(*state);
    expect(after_tampering(*state, "UPDATE change SET origin = 'clock' WHERE seq = 1"), "changed", 1);
}

static void test_an_origin_cannot_be_made_up(void **state)
{
    expect(after_tampering(*state, "UPDATE change SET origin = 'page' WHERE seq = 3"), "changed", 3);
}

static void test_changes_count_without_gaps_and_link_to_the_one_before(void **state)
{
    struct fixture *f = *state;
    struct store_changes all;
    int64_t seq = -1;
    append_five(f);
    assert_ok(store_seq(f->store, &seq, &f->err), &f->err);
    assert_int_equal(seq, 5);
    assert_ok(store_changes_after(f->store, 0, 100, f->a, &all, &f->err), &f->err);
    assert_int_equal(all.n, 5);
    static const uint8_t zeros[32];
    assert_memory_equal(all.at[0].prev_hash, zeros, 32);
    for (size_t i = 0; i < all.n; i++) {
        assert_int_equal(all.at[i].seq, i + 1);
        if (i) assert_memory_equal(all.at[i].prev_hash, all.at[i - 1].hash, 32);
    }
    assert_string_equal(all.at[0].detail, "kind=plan");
    assert_string_equal(all.at[1].detail, "");
    assert_null(all.at[1].revision);
    assert_string_equal(all.at[4].action, "practice.withdraw");
    assert_int_equal(verify(f).rows, 5);
}

static void test_followers_read_on_from_where_they_stand(void **state)
{
    struct fixture *f = *state;
    struct store_changes some;
    append_five(f);
    assert_ok(store_changes_after(f->store, 2, 2, f->a, &some, &f->err), &f->err);
    assert_int_equal(some.n, 2);
    assert_int_equal(some.at[0].seq, 3);
    assert_ok(store_changes_after(f->store, 5, 2, f->a, &some, &f->err), &f->err);
    assert_int_equal(some.n, 0);
    assert_ok(store_changes_of(f->store, f->practice, 2, f->a, &some, &f->err), &f->err);
    assert_int_equal(some.n, 2);
    assert_int_equal(some.at[0].seq, 5);
    assert_ok(store_changes_of(f->store, f->group, 2, f->a, &some, &f->err), &f->err);
    assert_int_equal(some.n, 0);
}

static void test_an_undone_job_leaves_no_gap(void **state)
{
    struct fixture *f = *state;
    struct store_change c = {.at = 1, .actor = "system", .action = "a.b", .object = "x"};
    append(f, "practice.create", NULL, 1);
    IN_JOB(f)
    {
        assert_ok(db_savepoint(f->store->db, &f->err), &f->err);
        assert_ok(store_change_append(f->store, &c, &f->err), &f->err);
        assert_int_equal(c.seq, 2);
        assert_ok(db_rollback_to(f->store->db, &f->err), &f->err);
        assert_ok(store_change_append(f->store, &c, &f->err), &f->err);
        assert_int_equal(c.seq, 2);
    }
    assert_null(verify(f).what);
    assert_int_equal(verify(f).rows, 2);
}

static void test_a_change_without_actor_or_with_too_much_detail_is_refused(void **state)
{
    struct fixture *f = *state;
    static char long_detail[STORE_DETAIL_MAX + 2];
    memset(long_detail, 'x', STORE_DETAIL_MAX + 1);
    struct store_change nobody = {.at = 1, .action = "a.b", .object = "x"};
    struct store_change much = {.at = 1, .actor = "system", .action = "a.b", .object = "x", .detail = long_detail};
    IN_JOB(f)
    {
        assert_int_equal(store_change_append(f->store, &nobody, &f->err), ERR_INTERNAL);
        assert_int_equal(store_change_append(f->store, &much, &f->err), ERR_INTERNAL);
    }
}

static void test_a_change_outside_a_transaction_is_refused(void **state)
{
    struct fixture *f = *state;
    struct store_change c = {.at = 1, .actor = "system", .action = "a.b", .object = "x"};
    assert_int_equal(store_change_append(f->store, &c, &f->err), ERR_INTERNAL);
    assert_int_equal(verify(f).rows, 0);
}

static void test_a_changed_row_is_named(void **state)
{
    expect(after_tampering(*state, "UPDATE change SET actor = 'somebody-else' WHERE seq = 3"), "changed", 3);
}

static void test_an_absent_organisation_is_not_an_empty_one(void **state)
{
    expect(after_tampering(*state, "UPDATE change SET organisation = '' WHERE seq = 2"), "changed", 2);
}

static void test_a_removed_row_is_named(void **state)
{
    expect(after_tampering(*state, "DELETE FROM change WHERE seq = 2"), "missing", 2);
}

static void test_a_removed_first_row_is_named(void **state)
{
    expect(after_tampering(*state, "DELETE FROM change WHERE seq = 1"), "missing", 1);
}

static void test_rows_that_changed_places_are_named(void **state)
{
    expect(after_tampering(*state, "UPDATE change SET seq = 99 WHERE seq = 2;"
                                   "UPDATE change SET seq = 2 WHERE seq = 4;"
                                   "UPDATE change SET seq = 4 WHERE seq = 99"),
           "changed", 2);
}

static void test_rows_cut_off_the_end_are_named(void **state)
{
    expect(after_tampering(*state, "DELETE FROM change WHERE seq > 3"), "head", 4);
}

static void test_a_row_with_a_foreign_chain_is_named(void **state)
{
    struct fixture *f = *state;
    append_five(f);
    /* A row whose own hash is right, but that follows another row than the one before it. */
    IN_JOB(f)
    {
        assert_ok(db_exec(f->store->db, "UPDATE log_head SET hash = zeroblob(32)", &f->err), &f->err);
        struct store_change c = {.at = 1, .actor = "system", .action = "a.b", .object = "x"};
        assert_ok(store_change_append(f->store, &c, &f->err), &f->err);
    }
    expect(verify(f), "chain", 6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(test_rows_with_an_origin_follow_those_without),
        STORE_TEST(test_an_origin_cannot_be_taken_away),
        STORE_TEST(test_a_changed_origin_is_named),
        STORE_TEST(test_an_origin_cannot_be_made_up),
        STORE_TEST(test_changes_count_without_gaps_and_link_to_the_one_before),
        STORE_TEST(test_followers_read_on_from_where_they_stand),
        STORE_TEST(test_an_undone_job_leaves_no_gap),
        STORE_TEST(test_a_change_without_actor_or_with_too_much_detail_is_refused),
        STORE_TEST(test_a_change_outside_a_transaction_is_refused),
        STORE_TEST(test_a_changed_row_is_named),
        STORE_TEST(test_an_absent_organisation_is_not_an_empty_one),
        STORE_TEST(test_a_removed_row_is_named),
        STORE_TEST(test_a_removed_first_row_is_named),
        STORE_TEST(test_rows_that_changed_places_are_named),
        STORE_TEST(test_rows_cut_off_the_end_are_named),
        STORE_TEST(test_a_row_with_a_foreign_chain_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
