#include "store_test.h"

#include "kb/store/migrate.h"
#include "tests/kb_golden.h"

#include <ctype.h>
#include <sqlite3.h>

/* What the store is made of: the schema as a golden file, its comments, and how statements reach their rows. */

static sqlite3 *open_beside(struct fixture *f)
{
    char path[300];
    sqlite3 *db;
    snprintf(path, sizeof path, "%s/kb.db", f->dir);
    assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
    return db;
}

static void read_schema(sqlite3 *db, struct buf *out)
{
    sqlite3_stmt *stmt;
    assert_int_equal(sqlite3_prepare_v2(db,
                                        "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL"
                                        " ORDER BY tbl_name, type = 'table' DESC, type, name",
                                        -1, &stmt, NULL),
                     SQLITE_OK);
    while (sqlite3_step(stmt) == SQLITE_ROW) buf_printf(out, "%s;\n", (const char *)sqlite3_column_text(stmt, 0));
    sqlite3_finalize(stmt);
}

static void test_schema_is_the_golden_one(void **state)
{
    sqlite3 *db = open_beside(*state);
    _cleanup_(buf_release)
    struct buf now = buf_new(1 << 20);
    read_schema(db, &now);
    sqlite3_close(db);
    assert_golden(KB_SOURCE_DIR "/tests/golden/schema.sql", &now);
}

static void test_every_table_is_strict(void **state)
{
    sqlite3 *db = open_beside(*state);
    sqlite3_stmt *stmt;
    int tables = 0;
    sqlite3_prepare_v2(db, "SELECT name, strict FROM pragma_table_list WHERE type = 'table' AND schema = 'main'", -1,
                       &stmt, NULL);
    while (sqlite3_step(stmt) == SQLITE_ROW) {
        const char *name = (const char *)sqlite3_column_text(stmt, 0);
        if (strncmp(name, "sqlite_", 7) == 0) continue;
        if (!sqlite3_column_int(stmt, 1)) fail_msg("table %s is not STRICT", name);
        tables++;
    }
    assert_true(tables > 20);
    sqlite3_finalize(stmt);
    sqlite3_close(db);
}

/* A line of a CREATE TABLE that begins a column: four spaces, a lower-case name, a type. */
static bool begins_column(text line)
{
    static const char *const types[] = {"TEXT", "INTEGER", "BLOB"};
    if (!text_starts(line, TEXT("    ")) || line.len < 8 || !islower((unsigned char)line.ptr[4])) return false;
    size_t space = text_find_byte(line, ' ', 4);
    for (size_t i = 0; i < COUNT_OF(types); i++)
        if (space != SIZE_MAX && text_starts(text_slice(line, space + 1, SIZE_MAX), text_str(types[i]))) return true;
    return false;
}

static void check_comments(const struct embedded_file *file)
{
    text rest = text_of((const char *)file->bytes, file->len), column = {0};
    bool commented = true;
    for (text line; text_next(&rest, '\n', &line);) {
        bool begins = begins_column(line), ends = text_starts(line, TEXT(")"));
        if ((begins || ends) && !commented) fail_msg("%s: no comment for%.*s", file->name, TEXT_FMT(column));
        if (begins) {
            column = line;
            commented = false;
        }
        if (text_find(line, TEXT("-- "), 0) != SIZE_MAX) commented = true;
    }
}

static void test_every_column_is_commented(void **state)
{
    (void)state;
    for (size_t i = 0; i < store_migrations_count; i++) check_comments(&store_migrations[i]);
}

/* Statements that read a whole table on purpose, or sort what one key found. */
static const char *const whole_readers[] = {
    "change_walk",
    "restricted_walk",
    "restricted_list", /* the newest rows of the chain */
    "restricted_head_get",
    "restricted_kept_get",
    "restricted_head_put",
    "restricted_keep",
    "revision_walk",
    "counts",
    "log_head_get",
    "answer_text_list",
    "organisation_list",
    "group_list",
    "group_alone", /* these are tens; roles and accounts change now and then */
    "location_list",
    "legal_field_list",
    "rendered_forget",
    "practice_list_author",
    "practice_list_field",
    "log_head_move",
    "log_head_hash",
    "log_head_mend",
    "taken_out",
    "taken_out_put",
    "taken_out_done",
    "pending_most", /* a hundred rows at most */
    "writing_forget",
    "session_forget",
    "access_forget",
    "authors",
    "remark_list", /* of one practice, open ones first */
    "writing_list",
    "seat_list",
    "told_get",
    "asked_weeks",
    "saved_mailing",
    "saved_all",
    "agreement_list",
    "agreement_all",
    "vocabulary_version",
    "vocabulary_move",
    "told_put",
    "people_of_practice",
    "letter_counts",
    "second_any",           /* its first row */
    "own_data",             /* what is held about one person: asked by hand, on the small pool */
    "link_drop",            /* when somebody has another address */
    "erase_one_time_link",  /* once for a person, by hand */
    "erase_access_request", /* the same, and so on */
    "erase_writing_now",
    "erase_desk",
    "text_put_local_words",   /* redacting holds one row */
    "text_put_carrying_step", /* the same */
    "rendered_lacking",       /* after another renderer or a redaction, until all are there */
    "move_marked",            /* few steps have a mark; editors look at the list now and then */
};

static bool reads_whole(const char *name)
{
    for (size_t i = 0; i < COUNT_OF(whole_readers); i++)
        if (strcmp(name, whole_readers[i]) == 0) return true;
    return false;
}

static void test_statements_find_their_rows_by_an_index(void **state)
{
    sqlite3 *db = open_beside(*state);
    for (int i = 0; i < STMT__COUNT; i++) {
        sqlite3_stmt *stmt;
        char *sql = sqlite3_mprintf("EXPLAIN QUERY PLAN %s", store_statements[i].sql);
        if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) != SQLITE_OK)
            fail_msg("%s: %s", store_statements[i].name, sqlite3_errmsg(db));
        while (sqlite3_step(stmt) == SQLITE_ROW) {
            const char *step = (const char *)sqlite3_column_text(stmt, 3);
            bool slow = (strncmp(step, "SCAN", 4) == 0 && strcmp(step, "SCAN CONSTANT ROW") != 0) ||
                        strstr(step, "TEMP B-TREE");
            if (slow && !reads_whole(store_statements[i].name)) fail_msg("%s: %s", store_statements[i].name, step);
        }
        sqlite3_finalize(stmt);
        sqlite3_free(sql);
    }
    sqlite3_close(db);
}

static void test_statements_keep_to_the_common_language(void **state)
{
    static const char *const foreign[] = {
        "datetime(", "strftime(",    "json",  "ifnull(",         "group_concat", "string_agg",
        "INSERT OR", "REPLACE INTO", "rowid", "last_insert",     "\"",           "greatest(",
        "lower(",    "upper(",       "GLOB",  "IS NOT DISTINCT", "?)",           "? "};
    (void)state;
    for (int i = 0; i < STMT__COUNT; i++)
        for (size_t k = 0; k < COUNT_OF(foreign); k++)
            if (strstr(store_statements[i].sql, foreign[k]))
                fail_msg("%s uses %s", store_statements[i].name, foreign[k]);
}

static void test_readers_statements_are_marked_as_what_they_do(void **state)
{
    (void)state;
    for (int i = 0; i < STMT__COUNT; i++) {
        bool reads = text_starts(text_str(store_statements[i].sql), TEXT("SELECT "));
        assert_int_equal(store_statements[i].use, reads ? STORE_READ : STORE_WRITE);
    }
}

/* The settings of design section 9, asked of a store that is open. */
static void test_writer_runs_with_the_safe_settings(void **state)
{
    static const struct {
        const char *pragma;
        const char *value;
    } settings[] = {{"PRAGMA journal_mode", "wal"},  {"PRAGMA synchronous", "2"},    {"PRAGMA foreign_keys", "1"},
                    {"PRAGMA trusted_schema", "0"},  {"PRAGMA secure_delete", "1"},  {"PRAGMA cell_size_check", "1"},
                    {"PRAGMA busy_timeout", "5000"}, {"PRAGMA writable_schema", "0"}};
    struct fixture *f = *state;
    for (size_t i = 0; i < COUNT_OF(settings); i++) {
        struct db_stmt *stmt = NULL;
        bool row = false;
        assert_ok(db_prepare(&stmt, f->store->db, settings[i].pragma, &f->err), &f->err);
        assert_ok(db_step(stmt, &row, &f->err), &f->err);
        assert_true(row);
        text value = db_col_text(stmt, 0);
        if (!text_is(value, settings[i].value)) fail_msg("%s is %.*s", settings[i].pragma, TEXT_FMT(value));
        db_finalize(stmt);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(test_schema_is_the_golden_one),
        STORE_TEST(test_every_table_is_strict),
        TEST(test_every_column_is_commented),
        STORE_TEST(test_statements_find_their_rows_by_an_index),
        TEST(test_statements_keep_to_the_common_language),
        TEST(test_readers_statements_are_marked_as_what_they_do),
        STORE_TEST(test_writer_runs_with_the_safe_settings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
