#include "store_test.h"

#include "kb/store/migrate.h"

#include <sqlite3.h>

#define FILE_OF(file_name, sql)                                                                                        \
    {                                                                                                                  \
        .name = file_name, .bytes = (const unsigned char *)(sql), .len = sizeof(sql) - 1                               \
    }

static const struct embedded_file first[] = {
    FILE_OF("0001_a.sql", "CREATE TABLE a (x INTEGER NOT NULL) STRICT; INSERT INTO a VALUES (1);"),
    FILE_OF("0002_b.sql", "CREATE TABLE b (x INTEGER NOT NULL) STRICT;"),
    FILE_OF("0003_c.sql", "INSERT INTO a VALUES (3);"),
};

static const struct embedded_file broken[] = {
    FILE_OF("0001_a.sql", "CREATE TABLE a (x INTEGER NOT NULL) STRICT; INSERT INTO a VALUES (1);"),
    FILE_OF("0002_b.sql",
            "INSERT INTO a VALUES (2); CREATE TABLE b (x INTEGER) STRICT; INSERT INTO nowhere VALUES (1);"),
};

/* An empty database file in a directory. */
struct bare {
    char dir[256], path[300];
    struct db *db;
    kb_err err;
};

static void open_bare(struct bare *b)
{
    assert_ok(db_open(&b->db, &(struct db_options){.path = b->path, .busy_ms = 100}, &b->err), &b->err);
}

static int setup_bare(void **state)
{
    struct bare *b = calloc(1, sizeof *b);
    assert_non_null(b);
    make_directory(b->dir);
    snprintf(b->path, sizeof b->path, "%s/kb.db", b->dir);
    close(open(b->path, O_CREAT | O_EXCL | O_WRONLY, 0600));
    open_bare(b);
    *state = b;
    return 0;
}

static int teardown_bare(void **state)
{
    struct bare *b = *state;
    db_close(b->db);
    remove_directory(b->dir);
    free(b);
    return 0;
}

static err_code migrate(struct bare *b, const struct embedded_file *files, size_t n, int *schema)
{
    b->err = (kb_err){0};
    return store__migrate(b->db, b->dir, files, n, 77, schema, &b->err);
}

/* One number out of a database file, read by SQLite itself. */
static int64_t ask_file(const char *path, const char *sql)
{
    sqlite3 *db;
    sqlite3_stmt *stmt;
    assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK) fail_msg("%s", sqlite3_errmsg(db));
    assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
    int64_t value = sqlite3_column_int64(stmt, 0);
    sqlite3_finalize(stmt);
    sqlite3_close(db);
    return value;
}

static const char *backup(struct bare *b, int n, char out[300])
{
    snprintf(out, 300, "%s/backup-before-%04d.db", b->dir, n);
    return out;
}

static void test_migrations_are_applied_once_and_in_order(void **state)
{
    struct bare *b = *state;
    char path[300];
    int schema = -1;
    assert_ok(migrate(b, first, 3, &schema), &b->err);
    assert_int_equal(schema, 3);
    assert_ok(migrate(b, first, 3, &schema), &b->err);
    assert_int_equal(schema, 3);
    assert_int_equal(ask_file(b->path, "SELECT count(*) FROM a"), 2);
    assert_int_equal(ask_file(b->path, "SELECT count(*) FROM schema_version WHERE applied = 77"), 3);
    for (int i = 1; i <= 3; i++) assert_int_equal(access(backup(b, i, path), F_OK), -1);
}

static void test_one_copy_is_made_before_an_upgrade_of_existing_data(void **state)
{
    struct bare *b = *state;
    char path[300];
    struct stat st;
    int schema = -1;
    assert_ok(migrate(b, first, 1, &schema), &b->err);
    assert_ok(migrate(b, first, 3, &schema), &b->err);
    assert_int_equal(stat(backup(b, 2, path), &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_int_equal(ask_file(path, "SELECT max(version) FROM schema_version"), 1);
    assert_int_equal(ask_file(path, "SELECT count(*) FROM a"), 1);
    assert_int_equal(access(backup(b, 3, path), F_OK), -1);
}

static void test_a_failing_migration_changes_nothing_and_can_be_tried_again(void **state)
{
    struct bare *b = *state;
    char path[300];
    int schema = -1;
    assert_ok(migrate(b, broken, 1, &schema), &b->err);
    assert_int_equal(migrate(b, broken, 2, &schema), ERR_INTERNAL);
    assert_int_equal(schema, 1);
    assert_int_equal(ask_file(b->path, "SELECT count(*) FROM a"), 1);
    assert_int_equal(ask_file(b->path, "SELECT count(*) FROM sqlite_schema WHERE name = 'b'"), 0);
    assert_int_equal(access(backup(b, 2, path), F_OK), 0);
    assert_ok(migrate(b, first, 3, &schema), &b->err);
    assert_int_equal(schema, 3);
}

static void test_a_disk_full_at_each_step_of_a_migration_leaves_the_schema_of_before(void **state)
{
    struct bare *b = *state;
    int schema = -1, failures = 0;
    assert_ok(migrate(b, first, 1, &schema), &b->err);
    for (int nth = 1;; nth++) {
        db_fail_step(b->db, nth, ERR_FULL, nth % 2);
        err_code code = migrate(b, first, 2, &schema);
        db_fail_step(b->db, 0, OK, false);
        if (code == OK) break;
        failures++;
        assert_int_equal(code, ERR_FULL);
        assert_int_equal(ask_file(b->path, "SELECT max(version) FROM schema_version"), 1);
        assert_int_equal(ask_file(b->path, "SELECT count(*) FROM sqlite_schema WHERE name = 'b'"), 0);
    }
    assert_true(failures >= 4);
    assert_int_equal(ask_file(b->path, "SELECT max(version) FROM schema_version"), 2);
}

static void test_a_newer_schema_is_refused_and_untouched(void **state)
{
    struct bare *b = *state;
    int schema = -1;
    assert_ok(migrate(b, first, 3, &schema), &b->err);
    assert_int_equal(migrate(b, first, 2, &schema), ERR_CONFLICT);
    assert_non_null(strstr(b->err.cause, "newer kb"));
    assert_int_equal(ask_file(b->path, "SELECT max(version) FROM schema_version"), 3);
}

static void test_our_migrations_are_numbered_from_one_without_gaps(void **state)
{
    (void)state;
    assert_true(store_migrations_count > 0);
    for (size_t i = 0; i < store_migrations_count; i++) {
        char number[8];
        snprintf(number, sizeof number, "%04d_", (int)(i + 1) % 10000);
        assert_true(text_starts(text_str(store_migrations[i].name), text_str(number)));
    }
}

static void write_file(const char *path, const char *sql)
{
    sqlite3 *db;
    char *why = NULL;
    assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, &why) != SQLITE_OK) fail_msg("%s", why);
    sqlite3_close(db);
}

/* Adopted at 10 and at 20, confirmed at 30; taken over from 2 and confirmed at 40; and one on its way. */
static const char before_adopted[] =
    "INSERT INTO practice (id, kind, working_group, created, created_by, legal_fields, comes_from, applies_in, touched)"
    " VALUES ('00000000000000000000000001', 'plan', 'g', 1, 'system', '', '', '', 1),"
    " ('00000000000000000000000002', 'plan', 'g', 2, 'system', '', '', '', 1);"
    "INSERT INTO practice_line (practice, line, stage, since, reason, origin, decision, confirmed) VALUES"
    " ('00000000000000000000000001', 'adopted', 'best-practice', 30, '', 'decided', '', 1),"
    " ('00000000000000000000000001', 'candidate', 'recommendation', 35, '', '', '', 0),"
    " ('00000000000000000000000002', 'adopted', 'best-practice', 40, '', 'outside', '', 1);"
    "INSERT INTO move (id, practice, place, line, what, came_from, went_to, at, made_by, words, marks) VALUES"
    " ('00000000000000000000000011', '00000000000000000000000001', 1, 'candidate', 'adopt', '', '', 10, '', '', ''),"
    " ('00000000000000000000000012', '00000000000000000000000001', 2, 'candidate', 'steer', '', '', 20, '', '', ''),"
    " ('00000000000000000000000013', '00000000000000000000000001', 3, 'adopted', 'confirm', '', '', 30, '', '', '');";

static void test_texts_that_stand_already_get_the_day_on_which_they_were_adopted(void **state)
{
    struct bare *b = *state;
    int schema = -1;
    assert_ok(migrate(b, store_migrations, 27, &schema), &b->err);
    write_file(b->path, before_adopted);
    assert_ok(migrate(b, store_migrations, 28, &schema), &b->err);
    static const char adopted[] = "SELECT adopted FROM practice_line WHERE line = 'adopted' AND origin = ";
    char sql[200];
    snprintf(sql, sizeof sql, "%s'decided'", adopted);
    assert_int_equal(ask_file(b->path, sql), 20);
    snprintf(sql, sizeof sql, "%s'outside'", adopted);
    assert_int_equal(ask_file(b->path, sql), 2);
    assert_int_equal(ask_file(b->path, "SELECT adopted IS NULL FROM practice_line WHERE line = 'candidate'"), 1);
}

/* All from elsewhere: one taken in on day 100; one in a field where the law moves; one confirmed on day 300; one that
 * has its date. And one that was decided here. The date that a text came with (day 1) counts for none of them. */
static const char before_review[] =
    "INSERT INTO legal_field (slug, name, lay_label, place, active, moving) VALUES ('toeslagen', 't', '', 1, 1, 1),"
    " ('huur', 'h', '', 2, 1, 0);"
    "INSERT INTO practice (id, kind, working_group, created, created_by, legal_fields, comes_from, applies_in, touched)"
    " SELECT p, 'werkwijze', 'g', 86400000, 'system', '', '', '', 1 FROM (SELECT '00000000000000000000000001' AS p"
    " UNION SELECT '00000000000000000000000002' UNION SELECT '00000000000000000000000003'"
    " UNION SELECT '00000000000000000000000004' UNION SELECT '00000000000000000000000005');"
    "INSERT INTO practice_field VALUES ('00000000000000000000000001', 'huur'),"
    " ('00000000000000000000000002', 'huur'), ('00000000000000000000000002', 'toeslagen');"
    "INSERT INTO revision (id, practice, version, title, brief, author, at, note, text_hash)"
    " SELECT substr(id, 2) || 'r', id, 1, 't', 'b', 'system', 100 * 86400000 + 5000, '', x'00' FROM practice;"
    "INSERT INTO revision (id, practice, version, title, brief, author, at, note, text_hash)"
    " SELECT substr(id, 2) || 's', id, 2, 't', 'b', 'system', 200 * 86400000, '', x'00' FROM practice;"
    "INSERT INTO practice_line (practice, line, stage, since, reason, origin, decision, confirmed)"
    " SELECT id, 'adopted', 'best-practice', 86400000, '', 'outside', '', 0 FROM practice;"
    "UPDATE practice_line SET confirmed = 1 WHERE practice LIKE '%3';"
    "UPDATE practice_line SET review_at = 77 WHERE practice LIKE '%4';"
    "UPDATE practice_line SET origin = 'decided' WHERE practice LIKE '%5';"
    "INSERT INTO move (id, practice, place, line, what, came_from, went_to, at, made_by, words, marks) VALUES"
    " ('00000000000000000000000011', '00000000000000000000000003', 1, 'adopted', 'confirm-import', '', '',"
    " 300 * 86400000 + 5000, '', '', '');";

static int64_t review_day(struct bare *b, int practice)
{
    char sql[200];
    snprintf(sql, sizeof sql, "SELECT coalesce(review_at, 0) FROM practice_line WHERE practice LIKE '%%%d'", practice);
    int64_t at = ask_file(b->path, sql);
    return at % MS_DAY ? at : at / MS_DAY;
}

static void test_what_came_from_elsewhere_gets_a_day_on_which_it_is_looked_at(void **state)
{
    struct bare *b = *state;
    int schema = -1;
    assert_ok(migrate(b, store_migrations, 36, &schema), &b->err);
    write_file(b->path, before_review);
    assert_ok(migrate(b, store_migrations, 37, &schema), &b->err);
    assert_int_equal(review_day(b, 1), 100 + 730);
    assert_int_equal(review_day(b, 2), 100 + 365);
    assert_int_equal(review_day(b, 3), 300 + 730);
    assert_int_equal(review_day(b, 4), 77);
    assert_int_equal(review_day(b, 5), 0);
}

/* ---- The copy, and what is taken out afterwards ---- */

#define PERSON_ID "00000000000000000000000007"

/* A store that an upgrade has just brought up to date, with somebody in it and a copy of before. */
static struct store *upgraded(struct bare *b)
{
    struct store *s = NULL;
    int schema = -1;
    assert_ok(migrate(b, store_migrations, store_migrations_count - 1, &schema), &b->err);
    write_file(b->path, "INSERT INTO person (id, sign_in, sign_in_folded, name, created) VALUES"
                        " ('" PERSON_ID "', 'wil', 'wil', 'Wilhelmina Kanariepiet', 1)");
    db_close(b->db);
    b->db = NULL;
    assert_ok(store_open_writer(&s, &(struct store_options){.dir = b->dir, .now = 80}, &b->err), &b->err);
    return s;
}

static err_code erase(struct store *s, void *ctx, kb_err *err)
{
    (void)ctx;
    return store_person_erase(s, PERSON_ID, "voormalig deelnemer", 9000, err);
}

static void test_what_is_erased_after_an_upgrade_is_in_no_copy_of_before(void **state)
{
    struct bare *b = *state;
    char path[300];
    struct store *s = upgraded(b);
    assert_true(file_holds(backup(b, (int)store_migrations_count, path), TEXT("Kanariepiet")));
    assert_ok(store_run(s, erase, NULL, &b->err), &b->err);
    assert_int_equal(files_holding(b->dir, TEXT("Kanariepiet")), 0);
    store_close(s);
    assert_int_equal(files_holding(b->dir, TEXT("Kanariepiet")), 0);
}

static void note_copy(void *ctx, const struct store_copy *copy)
{
    *(kb_time *)ctx = strcmp(copy->name, "backup-before-0002.db") == 0 ? copy->made : -1;
}

static void test_a_copy_goes_when_it_is_old_and_nothing_else_does(void **state)
{
    struct bare *b = *state;
    char path[300];
    int64_t n = -1;
    kb_time made = 0;
    int schema = -1;
    assert_ok(migrate(b, first, 1, &schema), &b->err);
    assert_ok(migrate(b, first, 3, &schema), &b->err);
    static const struct timespec then[2] = {{1000, 0}, {1000, 0}};
    assert_int_equal(utimensat(AT_FDCWD, backup(b, 2, path), then, 0), 0);
    assert_ok(store_copies_each(b->dir, note_copy, &made, &b->err), &b->err);
    assert_int_equal(made, 1000 * MS_SECOND);
    struct store s = {.dir = b->dir};
    assert_ok(store_copies_forget(&s, made, &n, &b->err), &b->err);
    assert_int_equal(n, 0);
    assert_ok(store_copies_forget(&s, made + 1, &n, &b->err), &b->err);
    assert_int_equal(n, 1);
    assert_int_equal(access(path, F_OK), -1);
    assert_int_equal(access(b->path, F_OK), 0);
}

#define BARE_TEST(name) cmocka_unit_test_setup_teardown(name, setup_bare, teardown_bare)

int main(void)
{
    const struct CMUnitTest tests[] = {
        BARE_TEST(test_migrations_are_applied_once_and_in_order),
        BARE_TEST(test_one_copy_is_made_before_an_upgrade_of_existing_data),
        BARE_TEST(test_a_failing_migration_changes_nothing_and_can_be_tried_again),
        BARE_TEST(test_a_disk_full_at_each_step_of_a_migration_leaves_the_schema_of_before),
        BARE_TEST(test_a_newer_schema_is_refused_and_untouched),
        BARE_TEST(test_texts_that_stand_already_get_the_day_on_which_they_were_adopted),
        BARE_TEST(test_what_came_from_elsewhere_gets_a_day_on_which_it_is_looked_at),
        BARE_TEST(test_what_is_erased_after_an_upgrade_is_in_no_copy_of_before),
        BARE_TEST(test_a_copy_goes_when_it_is_old_and_nothing_else_does),
        TEST(test_our_migrations_are_numbered_from_one_without_gaps),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
