/* The signed head of the log: what was written to the journal tells of a change even when the chain was made anew. */
#include "store_test.h"

#include "kb/store/head.h"
#include "kb/store/second.h"

#include <sqlite3.h>

static void append(struct fixture *f, const char *action)
{
    struct store_change c = {.at = 10, .actor = f->person, .action = action, .object = f->practice};
    IN_JOB(f) assert_ok(store_change_append(f->store, &c, &f->err), &f->err);
}

static struct store_head signed_head(struct fixture *f)
{
    struct store_head head;
    append(f, "practice.create");
    append(f, "practice.publish");
    assert_ok(store_head_sign(f->store, &head, &f->err), &f->err);
    append(f, "practice.withdraw");
    return head;
}

static void expect(struct fixture *f, const struct store_head *head, const char *what)
{
    const char *found = "unasked";
    assert_ok(store_head_check(f->store, head, &found, &f->err), &f->err);
    if (what)
        assert_string_equal(found, what);
    else
        assert_null(found);
}

/* Somebody who holds the database and the program: the chain of what is left is made anew, so verifying it is happy. */
static void written_anew(struct fixture *f, const char *actions[], size_t n)
{
    char path[300];
    sqlite3 *db;
    store_close(f->store);
    snprintf(path, sizeof path, "%s/kb.db", f->dir);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db,
                                  "DROP TRIGGER IF EXISTS change_is_never_deleted; DELETE FROM change;"
                                  "UPDATE log_head SET seq = 0, hash = zeroblob(32)",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    sqlite3_close(db);
    open_writer(f);
    for (size_t i = 0; i < n; i++) append(f, actions[i]);
    struct store_chain chain;
    assert_ok(store_changes_verify(f->store, &chain, &f->err), &f->err);
    assert_null(chain.what);
}

static void test_a_signed_head_agrees_as_long_as_the_log_only_grows(void **state)
{
    struct store_head head = signed_head(*state);
    assert_int_equal(head.seq, 2);
    expect(*state, &head, NULL);
}

static void test_an_empty_log_can_be_signed(void **state)
{
    struct fixture *f = *state;
    struct store_head head;
    assert_ok(store_head_sign(f->store, &head, &f->err), &f->err);
    assert_int_equal(head.seq, 0);
    expect(f, &head, NULL);
}

static void test_a_log_that_was_written_anew_is_found_by_its_head(void **state)
{
    struct store_head head = signed_head(*state);
    const char *other[] = {"practice.create", "practice.accept", "practice.withdraw"}, *fewer[] = {"practice.create"};
    written_anew(*state, other, COUNT_OF(other));
    expect(*state, &head, "changed");
    written_anew(*state, fewer, COUNT_OF(fewer));
    expect(*state, &head, "missing");
}

static void test_a_head_that_was_made_up_is_found_by_its_signature(void **state)
{
    struct store_head head = signed_head(*state), other = head;
    other.seq = 3;
    expect(*state, &other, "signature");
    other = head;
    other.signature[5] = other.signature[5] == '0' ? '1' : '0';
    expect(*state, &other, "signature");
    other = head;
    memset(other.key, '0', 64);
    expect(*state, &other, "key");
}

static void test_a_head_is_read_from_a_line_of_the_journal(void **state)
{
    struct store_head head = signed_head(*state), read = {0};
    char line[600];
    snprintf(line, sizeof line, "nov 28 host kb[1]: 2026-11-28 warn log.head seq=%lld hash=%s signature=%s key=%s\n",
             (long long)head.seq, head.hash, head.signature, head.key);
    assert_true(store_head_read(text_str(line), &read));
    assert_int_equal(read.seq, head.seq);
    expect(*state, &read, NULL);
    assert_false(store_head_read(TEXT("log.head seq=2 hash=00 signature=00 key=00"), &read));
    assert_false(store_head_read(TEXT("http.request status=200"), &read));
}

/* A new key would shut for good what the lost one sealed, so it is only made while nothing is. */
static void test_a_lost_key_is_made_anew_only_while_nothing_is_sealed_with_it(void **state)
{
    struct fixture *f = *state;
    struct store_head head;
    struct store_second row = {.person = f->person, .made = 1};
    char path[300];
    text opened;
    snprintf(path, sizeof path, "%s/secret.key", f->dir);
    store_close(f->store);
    assert_int_equal(remove(path), 0);
    open_writer(f);
    assert_ok(store_head_sign(f->store, &head, &f->err), &f->err);
    IN_JOB(f)
    {
        assert_ok(store_seal(f->store, f->person, TEXT("geheim"), f->a, &row.sealed, &f->err), &f->err);
        assert_ok(store_second_put(f->store, &row, &f->err), &f->err);
    }
    store_close(f->store);
    assert_int_equal(remove(path), 0);
    open_writer(f);
    assert_int_equal(access(path, F_OK), -1);
    assert_int_equal(store_unseal(f->store, f->person, row.sealed, f->a, &opened, &f->err), ERR_IO);
    assert_non_null(strstr(f->err.cause, "restore it"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(test_a_signed_head_agrees_as_long_as_the_log_only_grows),
        STORE_TEST(test_an_empty_log_can_be_signed),
        STORE_TEST(test_a_log_that_was_written_anew_is_found_by_its_head),
        STORE_TEST(test_a_head_that_was_made_up_is_found_by_its_signature),
        STORE_TEST(test_a_head_is_read_from_a_line_of_the_journal),
        STORE_TEST(test_a_lost_key_is_made_anew_only_while_nothing_is_sealed_with_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
