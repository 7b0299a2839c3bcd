/* The register of processing against the schema as it is: nothing about a person that it does not name. */
#include "store_test.h"

#include <sqlite3.h>

/* Columns that can hold a word and are about nobody: ids and slugs of things, what the network is called, texts whose
 * writer another table names, hashes. pending_form is sealed and nobody's without the key; it is gone within days. */
static const char *const about_nobody[] = {
    "agreement id entry",
    "answer_text id",
    "asked week kind words",
    "assent revision",
    "board_meeting organisation day papers",
    "change prev_hash hash",
    "correction base",
    "correction_section practice section body",
    "desk_note id",
    "experience id",
    "legal_field slug name lay_label",
    "location slug name",
    "log_head hash",
    "move id line came_from went_to revision marks",
    "notice id",
    "organisation id slug name kind parent",
    "pending_form token_hash sealed place",
    "practice number kind working_group source_path source_hash legal_fields comes_from applies_in holds_for",
    "practice_field practice legal_field",
    "practice_line practice line stage revision reason superseded_by merged_into origin decision",
    "practice_location practice location relation",
    "redacting practice",
    "remark id revision",
    "rendered revision renderer body",
    "request_done key",
    "restricted_head hash kept_hash",
    "restricted_read prev_hash hash",
    "revision text_hash",
    "revision_section revision section body",
    "round id revision preset state bundle outcome outcome_text advised",
    "round_concept id",
    "round_organisation round organisation busy_until",
    "round_position id",
    "saved_search id",
    "schema_version name",
    "setting name value",
    "working_copy base_revision title brief saved_from",
    "working_group id slug name purpose location",
    "working_section practice section body",
};

static bool is_about_nobody(const char *table, const char *column)
{
    for (size_t i = 0; i < COUNT_OF(about_nobody); i++) {
        text rest = text_str(about_nobody[i]), word;
        if (!text_next(&rest, ' ', &word) || !text_is(word, table)) continue;
        while (text_next(&rest, ' ', &word))
            if (text_is(word, column)) return true;
    }
    return false;
}

static bool is_in_register(const char *table, const char *column)
{
    for (size_t i = 0; i < store_register_rows_count; i++)
        if (!strcmp(store_register_rows[i].table, table) && !strcmp(store_register_rows[i].holder, column)) return true;
    for (size_t i = 0; i < store_register_columns_count; i++)
        if (!strcmp(store_register_columns[i].table, table) && !strcmp(store_register_columns[i].column, column))
            return true;
    return false;
}

/* Calls `each` with every column of the schema: its table, its name, whether it can hold words, whether it refers to a
 * person. Gives how many there are. */
typedef void each_column(const char *table, const char *column, bool words, bool person);

static int walk_schema(struct fixture *f, each_column *each)
{
    char path[300];
    sqlite3 *db;
    sqlite3_stmt *stmt;
    int n = 0;
    snprintf(path, sizeof path, "%s/kb.db", f->dir);
    assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    assert_int_equal(
        sqlite3_prepare_v2(db,
                           "SELECT m.name, c.name, c.type <> 'INTEGER', EXISTS (SELECT 1 FROM"
                           " pragma_foreign_key_list(m.name) k WHERE k.\"from\" = c.name AND k.\"table\" = 'person')"
                           " FROM sqlite_schema m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'"
                           " AND m.name NOT LIKE 'sqlite_%' ORDER BY m.name, c.cid",
                           -1, &stmt, NULL),
        SQLITE_OK);
    for (; sqlite3_step(stmt) == SQLITE_ROW; n++)
        each((const char *)sqlite3_column_text(stmt, 0), (const char *)sqlite3_column_text(stmt, 1),
             sqlite3_column_int(stmt, 2) != 0, sqlite3_column_int(stmt, 3) != 0);
    sqlite3_finalize(stmt);
    sqlite3_close(db);
    return n;
}

static void must_be_known(const char *table, const char *column, bool words, bool person)
{
    bool known = is_in_register(table, column);
    if (person && !known) fail_msg("%s.%s refers to a person: kb/store/register.h says nothing of it", table, column);
    if (words && !known && !is_about_nobody(table, column))
        fail_msg("%s.%s: neither in kb/store/register.h nor about nobody", table, column);
    if (known && is_about_nobody(table, column)) fail_msg("%s.%s: in the register, and about nobody", table, column);
}

static void test_every_column_is_in_the_register_or_about_nobody(void **state)
{
    assert_true(walk_schema(*state, must_be_known) > 250);
}

/* ---- Every column of the register is one of the schema: reading all of them says so, and finds what is there ---- */

static const char *own_value(const struct store_owns *all, const char *table, const char *column, size_t skip)
{
    for (size_t i = 0; i < all->n; i++) {
        const struct store_register_column *c = &store_register_columns[all->at[i].column];
        if (!strcmp(c->table, table) && !strcmp(c->column, column) && !skip--) return all->at[i].value;
    }
    return NULL;
}

static void add_saved(struct fixture *f, const char *person, const char *name)
{
    char id[STORE_ID_BYTES];
    store_new_id(id);
    struct store_saved saved = {.id = id, .person = person, .name = name, .address = "/zoeken?q=huur", .made = 7000};
    assert_ok(store_saved_add(f->store, &saved, &f->err), &f->err);
}

static void test_own_data_is_that_of_one_person_without_secrets(void **state)
{
    struct fixture *f = *state;
    struct store_owns all;
    char other[STORE_ID_BYTES];
    store_new_id(other);
    struct store_person person = {.id = other, .sign_in = "o@x.nl", .sign_in_folded = "o@x.nl", .name = "Olga"};
    IN_JOB(f)
    {
        assert_ok(store_person_add(f->store, &person, &f->err), &f->err);
        assert_ok(store_person_password(f->store, f->person, "geheime-afdruk", &f->err), &f->err);
        add_saved(f, f->person, "mijn vraag");
        add_saved(f, other, "van een ander");
    }
    assert_ok(store_own_data(f->store, f->person, f->a, &all, &f->err), &f->err);
    assert_string_equal(own_value(&all, "person", "id", 0), f->person);
    assert_string_equal(own_value(&all, "saved_search", "name", 0), "mijn vraag");
    assert_string_equal(own_value(&all, "saved_search", "made", 0), "7000");
    assert_null(own_value(&all, "saved_search", "name", 1));
    assert_null(own_value(&all, "person", "id", 1));
    for (size_t i = 0; i < all.n; i++) {
        assert_string_not_equal(all.at[i].value, "geheime-afdruk");
        assert_true(i == 0 || all.at[i - 1].column <= all.at[i].column ||
                    strcmp(all.at[i - 1].key, all.at[i].key) != 0);
    }
}

/* ---- Erasing ---- */

static void test_erasing_leaves_an_id_that_says_nothing(void **state)
{
    struct fixture *f = *state;
    struct store_owns all;
    struct store_person row;
    IN_JOB(f)
    {
        add_saved(f, f->person, "mijn vraag");
        assert_ok(store_person_password(f->store, f->person, "geheime-afdruk", &f->err), &f->err);
        assert_ok(store_person_erase(f->store, f->person, "voormalig deelnemer", 9000, &f->err), &f->err);
    }
    assert_ok(store_person_get(f->store, f->person, f->a, &row, &f->err), &f->err);
    assert_string_equal(row.name, "voormalig deelnemer");
    assert_string_equal(row.sign_in, f->person);
    assert_string_equal(row.sign_in_folded, f->person);
    assert_null(row.password_hash);
    assert_int_equal(row.erased, 9000);
    assert_int_equal(row.disabled, 9000);
    assert_ok(store_own_data(f->store, f->person, f->a, &all, &f->err), &f->err);
    for (size_t i = 0; i < all.n; i++) assert_string_equal(store_register_columns[all.at[i].column].table, "person");
    IN_JOB(f)
    assert_int_equal(store_person_erase(f->store, "01234567890123456789012345", "x", 1, &f->err), ERR_NOT_FOUND);
}

/* What erasing deletes is of no row that stays: nothing refers to what is gone but what goes before it. */
static void test_the_words_of_the_register_are_the_ones_it_explains(void **state)
{
    (void)state;
    static const char *const erased[] = {"gone", "blank", "stays"}, *const grounds[] = {"interest", "asked"};
    for (size_t i = 0; i < store_register_rows_count; i++) {
        const struct store_register_row *r = &store_register_rows[i];
        size_t e = 0, g = 0, columns = 0;
        while (e < COUNT_OF(erased) && strcmp(erased[e], r->erased) != 0) e++;
        while (g < COUNT_OF(grounds) && strcmp(grounds[g], r->ground) != 0) g++;
        for (size_t k = 0; k < store_register_columns_count; k++)
            columns += !strcmp(store_register_columns[k].table, r->table) &&
                       !strcmp(store_register_columns[k].holder, r->holder);
        if (e == COUNT_OF(erased) || g == COUNT_OF(grounds) || !columns)
            fail_msg("the row of %s.%s", r->table, r->holder);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(test_every_column_is_in_the_register_or_about_nobody),
        STORE_TEST(test_own_data_is_that_of_one_person_without_secrets),
        STORE_TEST(test_erasing_leaves_an_id_that_says_nothing),
        cmocka_unit_test(test_the_words_of_the_register_are_the_ones_it_explains),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
