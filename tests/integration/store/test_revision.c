#include "store_test.h"

#include <sqlite3.h>

static const struct store_section two[] = {{"doe-dit", {"Bel *eerst*.", 12}}, {"waarom", {"Omdat.", 6}}};

static void add_revision(struct fixture *f, char id[STORE_ID_BYTES], const char *title, kb_time at)
{
    store_new_id(id);
    struct store_revision r = {.id = id,
                               .practice = f->practice,
                               .title = title,
                               .brief = "Bel eerst.",
                               .author = f->person,
                               .at = at,
                               .note = "begin",
                               .sections = two,
                               .n_sections = 2};
    IN_JOB(f) assert_ok(store_revision_add(f->store, &r, &f->err), &f->err);
}

static void test_revision_comes_back_with_its_sections_in_order(void **state)
{
    struct fixture *f = *state;
    char id[STORE_ID_BYTES];
    add_revision(f, id, "Gebrek aan de woning", 42);
    struct store_revision r;
    assert_ok(store_revision_get(f->store, id, f->a, &r, &f->err), &f->err);
    assert_string_equal(r.practice, f->practice);
    assert_string_equal(r.title, "Gebrek aan de woning");
    assert_string_equal(r.brief, "Bel eerst.");
    assert_string_equal(r.note, "begin");
    assert_string_equal(r.author, f->person);
    assert_int_equal(r.at, 42);
    assert_int_equal(r.version, 0);
    assert_int_equal(r.n_sections, 2);
    assert_string_equal(r.sections[0].key, "doe-dit");
    assert_text(r.sections[0].body, "Bel *eerst*.");
    assert_string_equal(r.sections[1].key, "waarom");
    uint8_t hash[32];
    store_text_hash(r.title, r.brief, two, 2, hash);
    assert_memory_equal(r.text_hash, hash, 32);
}

static void test_text_hash_tells_apart_what_joins_to_the_same_bytes(void **state)
{
    (void)state;
    uint8_t a[32], b[32];
    store_text_hash("ab", "c", NULL, 0, a);
    store_text_hash("a", "bc", NULL, 0, b);
    assert_memory_not_equal(a, b, 32);
    store_text_hash("a", "b", &(struct store_section){"k", {"xy", 2}}, 1, a);
    store_text_hash("a", "b", &(struct store_section){"kx", {"y", 1}}, 1, b);
    assert_memory_not_equal(a, b, 32);
}

static void test_versions_are_given_in_order_and_once(void **state)
{
    struct fixture *f = *state;
    char first[STORE_ID_BYTES], second[STORE_ID_BYTES];
    add_revision(f, first, "Een", 1);
    add_revision(f, second, "Twee", 2);
    int v = 0;
    IN_JOB(f)
    {
        assert_ok(store_revision_version_give(f->store, second, &v, &f->err), &f->err);
        assert_int_equal(v, 1);
        assert_ok(store_revision_version_give(f->store, first, &v, &f->err), &f->err);
        assert_int_equal(v, 2);
        assert_ok(store_revision_version_give(f->store, second, &v, &f->err), &f->err);
        assert_int_equal(v, 1);
        assert_int_equal(store_revision_version_give(f->store, "none", &v, &f->err), ERR_NOT_FOUND);
    }
    struct store_revision r;
    assert_ok(store_revision_by_version(f->store, f->practice, 2, f->a, &r, &f->err), &f->err);
    assert_string_equal(r.id, first);
    assert_int_equal(r.n_sections, 2);
    struct store_revisions all;
    assert_ok(store_revision_list(f->store, f->practice, f->a, &all, &f->err), &f->err);
    assert_int_equal(all.n, 2);
    assert_string_equal(all.at[0].id, second);
}

/* Every statement that would change what is written once, tried on the database itself. */
static void test_database_refuses_to_change_or_delete_what_is_written_once(void **state)
{
    static const char *const forbidden[] = {
        "UPDATE revision SET title = 'x'",        "UPDATE revision SET text_hash = zeroblob(32)",
        "UPDATE revision SET version = 7",        "DELETE FROM revision",
        "UPDATE revision_section SET body = 'x'", "DELETE FROM revision_section",
        "UPDATE change SET actor = 'x'",          "DELETE FROM change",
        "UPDATE practice SET number = NULL",
    };
    struct fixture *f = *state;
    char id[STORE_ID_BYTES], number[PRACTICE_NUMBER_BYTES];
    add_revision(f, id, "Een", 1);
    int v;
    struct store_change c = {.at = 1, .actor = "system", .action = "practice.publish", .object = f->practice};
    IN_JOB(f)
    {
        assert_ok(store_revision_version_give(f->store, id, &v, &f->err), &f->err);
        assert_ok(store_practice_number_give(f->store, f->practice, 2026, number, &f->err), &f->err);
        assert_ok(store_change_append(f->store, &c, &f->err), &f->err);
    }
    for (size_t i = 0; i < COUNT_OF(forbidden); i++) {
        kb_err err = {0};
        if (db_exec(f->store->db, forbidden[i], &err) != ERR_INTERNAL) fail_msg("not refused: %s", forbidden[i]);
        assert_non_null(strstr(err.cause, "append-only"));
    }
}

/* Changes a database file behind the store's back. */
static void tamper(struct fixture *f, const char *sql)
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

static void test_a_changed_text_is_found_by_its_hash(void **state)
{
    struct fixture *f = *state;
    char first[STORE_ID_BYTES], second[STORE_ID_BYTES], bad[STORE_ID_BYTES];
    add_revision(f, first, "Een", 1);
    add_revision(f, second, "Twee", 2);
    int64_t checked = 0;
    assert_ok(store_revisions_verify(f->store, &checked, bad, &f->err), &f->err);
    assert_int_equal(checked, 2);
    assert_string_equal(bad, "");
    tamper(f, "DROP TRIGGER revision_section_is_only_redacted;"
              "UPDATE revision_section SET body = 'Bel niet.' WHERE place = 1 AND revision ="
              " (SELECT id FROM revision WHERE title = 'Twee')");
    assert_ok(store_revisions_verify(f->store, &checked, bad, &f->err), &f->err);
    assert_string_equal(bad, second);
}

static void test_too_many_sections_are_refused(void **state)
{
    struct fixture *f = *state;
    struct store_section many[STORE_SECTIONS_MAX + 1];
    for (size_t i = 0; i < COUNT_OF(many); i++) many[i] = (struct store_section){"tekst", TEXT("x")};
    struct store_revision r = {.id = "x",
                               .practice = f->practice,
                               .title = "T",
                               .author = f->person,
                               .sections = many,
                               .n_sections = COUNT_OF(many)};
    IN_JOB(f) assert_int_equal(store_revision_add(f->store, &r, &f->err), ERR_INVALID);
}

static void test_rendered_text_is_given_only_for_the_renderer_that_made_it(void **state)
{
    struct fixture *f = *state;
    char id[STORE_ID_BYTES];
    text body;
    add_revision(f, id, "Een", 1);
    assert_int_equal(store_rendered_get(f->store, id, "r1", f->a, &body, &f->err), ERR_NOT_FOUND);
    IN_JOB(f) assert_ok(store_rendered_put(f->store, id, "r1", text_of("a\0b", 3), &f->err), &f->err);
    assert_ok(store_rendered_get(f->store, id, "r1", f->a, &body, &f->err), &f->err);
    assert_int_equal(body.len, 3);
    assert_int_equal(store_rendered_get(f->store, id, "r2", f->a, &body, &f->err), ERR_NOT_FOUND);
    IN_JOB(f) assert_ok(store_rendered_put(f->store, id, "r2", TEXT(""), &f->err), &f->err);
    assert_ok(store_rendered_get(f->store, id, "r2", f->a, &body, &f->err), &f->err);
    assert_int_equal(body.len, 0);
}

static struct store_working copy_of(struct fixture *f, const char *title)
{
    return (struct store_working){.practice = f->practice,
                                  .title = title,
                                  .brief = "",
                                  .updated = 9,
                                  .updated_by = f->person,
                                  .sections = two,
                                  .n_sections = 2};
}

static void test_a_save_over_a_version_that_is_gone_is_stale_and_writes_nothing(void **state)
{
    struct fixture *f = *state;
    struct store_working w = copy_of(f, "Eerste"), back;
    IN_JOB(f)
    {
        assert_int_equal(store_working_save(f->store, &w, 3, &f->err), ERR_STALE_EDIT);
        assert_ok(store_working_save(f->store, &w, 0, &f->err), &f->err);
        assert_int_equal(store_working_save(f->store, &w, 0, &f->err), ERR_STALE_EDIT);
    }
    w = copy_of(f, "Tweede");
    w.n_sections = 1;
    IN_JOB(f) assert_ok(store_working_save(f->store, &w, 1, &f->err), &f->err);
    w = copy_of(f, "Te laat");
    IN_JOB(f) assert_int_equal(store_working_save(f->store, &w, 1, &f->err), ERR_STALE_EDIT);
    assert_ok(store_working_get(f->store, f->practice, f->a, &back, &f->err), &f->err);
    assert_string_equal(back.title, "Tweede");
    assert_int_equal(back.version, 2);
    assert_int_equal(back.n_sections, 1);
    assert_text(back.sections[0].body, "Bel *eerst*.");
    assert_string_equal(back.updated_by, f->person);
    assert_null(back.base_revision);
}

static void test_working_copy_of_an_unknown_practice_is_refused(void **state)
{
    struct fixture *f = *state;
    struct store_working w = copy_of(f, "X");
    w.practice = "none";
    IN_JOB(f) assert_int_equal(store_working_save(f->store, &w, 0, &f->err), ERR_INVALID);
}

static void test_a_working_copy_is_put_back_with_the_version_it_had(void **state)
{
    struct fixture *f = *state;
    struct store_working found, copy = {.practice = f->practice,
                                        .version = 7,
                                        .title = "Gebrek",
                                        .brief = "",
                                        .updated = 90,
                                        .updated_by = f->person,
                                        .sections = two,
                                        .n_sections = 2};
    IN_JOB(f) assert_ok(store_working_restore(f->store, &copy, &f->err), &f->err);
    assert_ok(store_working_get(f->store, f->practice, f->a, &found, &f->err), &f->err);
    assert_int_equal(found.version, 7);
    assert_int_equal(found.updated, 90);
    assert_int_equal(found.n_sections, 2);
    assert_text(found.sections[1].body, "Omdat.");
    kb_err err = {0};
    assert_int_equal(db_begin(f->store->db, &err), OK);
    assert_int_equal(store_working_restore(f->store, &copy, &err), ERR_CONFLICT);
    db_rollback(f->store->db);
    IN_JOB(f)
    {
        assert_int_equal(store_working_save(f->store, &copy, 6, &err), ERR_STALE_EDIT);
        assert_ok(store_working_save(f->store, &copy, 7, &f->err), &f->err);
    }
}

static void test_removing_a_working_copy_takes_its_sections(void **state)
{
    struct fixture *f = *state;
    struct store_working w = copy_of(f, "X");
    IN_JOB(f)
    {
        assert_ok(store_working_save(f->store, &w, 0, &f->err), &f->err);
        assert_ok(store_working_remove(f->store, f->practice, &f->err), &f->err);
        assert_ok(store_working_remove(f->store, f->practice, &f->err), &f->err);
        assert_int_equal(store_working_get(f->store, f->practice, f->a, &w, &f->err), ERR_NOT_FOUND);
        w = copy_of(f, "Y");
        assert_ok(store_working_save(f->store, &w, 0, &f->err), &f->err);
    }
    assert_ok(store_working_get(f->store, f->practice, f->a, &w, &f->err), &f->err);
    assert_int_equal(w.n_sections, 2);
    assert_int_equal(w.version, 1);
}

static void test_who_is_writing_now_is_forgotten_after_a_while(void **state)
{
    struct fixture *f = *state;
    struct store_writers who;
    IN_JOB(f)
    {
        assert_ok(store_writing_seen(f->store, f->practice, f->person, 100, &f->err), &f->err);
        assert_ok(store_writing_seen(f->store, f->practice, f->person, 200, &f->err), &f->err);
    }
    assert_ok(store_writing_list(f->store, f->practice, 200, f->a, &who, &f->err), &f->err);
    assert_int_equal(who.n, 1);
    assert_string_equal(who.at[0].person, f->person);
    assert_int_equal(who.at[0].seen, 200);
    assert_ok(store_writing_list(f->store, f->practice, 201, f->a, &who, &f->err), &f->err);
    assert_int_equal(who.n, 0);
    IN_JOB(f) assert_ok(store_writing_forget(f->store, 201, &f->err), &f->err);
    assert_ok(store_writing_list(f->store, f->practice, 0, f->a, &who, &f->err), &f->err);
    assert_int_equal(who.n, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(test_revision_comes_back_with_its_sections_in_order),
        TEST(test_text_hash_tells_apart_what_joins_to_the_same_bytes),
        STORE_TEST(test_versions_are_given_in_order_and_once),
        STORE_TEST(test_database_refuses_to_change_or_delete_what_is_written_once),
        STORE_TEST(test_a_changed_text_is_found_by_its_hash),
        STORE_TEST(test_too_many_sections_are_refused),
        STORE_TEST(test_rendered_text_is_given_only_for_the_renderer_that_made_it),
        STORE_TEST(test_a_save_over_a_version_that_is_gone_is_stale_and_writes_nothing),
        STORE_TEST(test_working_copy_of_an_unknown_practice_is_refused),
        STORE_TEST(test_a_working_copy_is_put_back_with_the_version_it_had),
        STORE_TEST(test_removing_a_working_copy_takes_its_sections),
        STORE_TEST(test_who_is_writing_now_is_forgotten_after_a_while),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
