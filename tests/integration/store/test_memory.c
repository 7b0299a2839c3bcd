#include "store_test.h"

#include "kb/store/memory.h"

#include <stddef.h>

/* A reader beside the writer of the fixture. */
static struct store *reader_of(struct fixture *f)
{
    struct store *reader = NULL;
    assert_ok(store_open_reader(&reader, &(struct store_options){.dir = f->dir}, &f->err), &f->err);
    return reader;
}

static const char *name_of(struct fixture *f, struct store *s)
{
    struct store_person person;
    assert_ok(store_person_get(s, f->person, f->a, &person, &f->err), &f->err);
    return person.name;
}

static void rename_person(struct fixture *f, const char *name)
{
    struct store_person person = {.id = f->person, .sign_in = "Rosa", .sign_in_folded = "rosa", .name = name};
    IN_JOB(f) assert_ok(store_person_rename(f->store, &person, &f->err), &f->err);
}

/* Asked in one transaction so many times; steps of the database that the last time took. */
static int64_t steps_of_the_last(struct fixture *f, struct store *s, int times)
{
    int64_t before = 0;
    assert_ok(store_read_begin(s, &f->err), &f->err);
    for (int i = 0; i < times; i++) {
        before = db_steps(s->db);
        name_of(f, s);
    }
    int64_t steps = db_steps(s->db) - before;
    store_read_end(s);
    return steps;
}

static void test_a_reader_remembers_what_it_was_asked_twice(void **state)
{
    struct fixture *f = *state;
    _cleanup_(store_close_p)
    struct store *reader = reader_of(f);
    assert_int_equal(steps_of_the_last(f, reader, 2), 1);
    assert_int_equal(steps_of_the_last(f, reader, 2), 0);
    assert_int_equal(steps_of_the_last(f, f->store, 3), 1);
}

static void test_an_answer_is_that_of_its_transaction(void **state)
{
    struct fixture *f = *state;
    _cleanup_(store_close_p)
    struct store *reader = reader_of(f);
    assert_int_equal(steps_of_the_last(f, reader, 3), 0);
    assert_ok(store_read_begin(reader, &f->err), &f->err);
    assert_string_equal(name_of(f, reader), "Rosa de Wit");
    rename_person(f, "Rosa Zwart");
    assert_string_equal(name_of(f, reader), "Rosa de Wit");
    store_read_end(reader);
    assert_ok(store_read_begin(reader, &f->err), &f->err);
    assert_string_equal(name_of(f, reader), "Rosa Zwart");
    store_read_end(reader);
}

/* A transaction that has read nothing sees what is committed before its first read. */
static void test_a_commit_between_begin_and_the_first_question_is_seen(void **state)
{
    struct fixture *f = *state;
    _cleanup_(store_close_p)
    struct store *reader = reader_of(f);
    assert_int_equal(steps_of_the_last(f, reader, 3), 0);
    assert_ok(store_read_begin(reader, &f->err), &f->err);
    rename_person(f, "Rosa Zwart");
    assert_string_equal(name_of(f, reader), "Rosa Zwart");
    store_read_end(reader);
}

static void test_outside_a_transaction_nothing_is_remembered(void **state)
{
    struct fixture *f = *state;
    _cleanup_(store_close_p)
    struct store *reader = reader_of(f);
    assert_int_equal(steps_of_the_last(f, reader, 3), 0);
    rename_person(f, "Rosa Zwart");
    assert_string_equal(name_of(f, reader), "Rosa Zwart");
    rename_person(f, "Rosa Groen");
    assert_string_equal(name_of(f, reader), "Rosa Groen");
}

/* Every kind of row, asked until it is remembered. */
static void ask_everything(struct fixture *f, struct store *s, struct buf *out)
{
    struct store_practice p;
    struct store_group group;
    struct store_groups groups;
    struct store_organisations organisations;
    struct store_legal_fields fields;
    struct store_locations locations;
    struct store_grants grants;
    struct store_revision revision;
    struct store_revisions revisions;
    text rendered;
    assert_ok(store_practice_get(s, f->practice, f->a, &p, &f->err), &f->err);
    buf_printf(out, "%s %s %.*s %d %s|", p.id, p.group, TEXT_FMT(p.legal_fields), p.source_hash != NULL,
               p.number ? p.number : "-");
    assert_ok(store_group_get(s, f->group, f->a, &group, &f->err), &f->err);
    assert_ok(store_group_list(s, f->a, &groups, &f->err), &f->err);
    buf_printf(out, "%s %zu %s|", group.name, groups.n, groups.at[0].slug);
    assert_ok(store_organisation_list(s, f->a, &organisations, &f->err), &f->err);
    for (size_t i = 0; i < organisations.n; i++)
        buf_printf(out, "%s %d|", organisations.at[i].name, organisations.at[i].partner);
    assert_ok(store_legal_field_list(s, f->a, &fields, &f->err), &f->err);
    assert_ok(store_location_list(s, f->a, &locations, &f->err), &f->err);
    buf_printf(out, "%zu %s %zu %s|", fields.n, fields.at[1].name, locations.n, locations.at[1].slug);
    assert_ok(store_grants_of(s, f->person, f->a, &grants, &f->err), &f->err);
    for (size_t i = 0; i < grants.n; i++)
        buf_printf(out, "%s %d %s|", grants.at[i].role, (int)grants.at[i].kind, grants.at[i].scope);
    assert_ok(store_revision_list(s, f->practice, f->a, &revisions, &f->err), &f->err);
    assert_ok(store_revision_get(s, revisions.at[0].id, f->a, &revision, &f->err), &f->err);
    buf_printf(out, "%zu %s %zu %.*s %02x|", revisions.n, revision.title, revision.n_sections,
               TEXT_FMT(revision.sections[0].body), revision.text_hash[3]);
    assert_ok(store_rendered_get(s, revision.id, "r", f->a, &rendered, &f->err), &f->err);
    buf_printf(out, "%zu %zu|", rendered.len, strlen(rendered.ptr));
    assert_int_equal(store_group_by_slug(s, "nowhere", f->a, &group, &f->err), ERR_NOT_FOUND);
}

static void add_everything(struct fixture *f)
{
    static const struct store_section sections[] = {{"a", {"bytes\0zero", 10}}, {"b", {"", 0}}};
    char id[STORE_ID_BYTES];
    store_new_id(id);
    struct store_revision revision = {.id = id,
                                      .practice = f->practice,
                                      .title = "Titel",
                                      .brief = "",
                                      .author = f->person,
                                      .at = 7,
                                      .note = "",
                                      .sections = sections,
                                      .n_sections = 1};
    struct store_grant grant = {.person = f->person,
                                .role = "lead",
                                .kind = STORE_GROUP,
                                .scope = f->group,
                                .created = 1,
                                .granted_by = "system"};
    struct store_organisation partner = {
        .id = f->group, .slug = "p", .name = "Partner", .partner = true, .active = true};
    IN_JOB(f)
    {
        assert_ok(store_revision_add(f->store, &revision, &f->err), &f->err);
        assert_ok(store_rendered_put(f->store, id, "r", text_of("a\0b", 3), &f->err), &f->err);
        assert_ok(store_grant_add(f->store, &grant, &f->err), &f->err);
        assert_ok(store_organisation_put(f->store, &partner, &f->err), &f->err);
    }
}

static void test_a_remembered_answer_is_the_answer_in_every_column(void **state)
{
    struct fixture *f = *state;
    _cleanup_(store_close_p)
    struct store *reader = reader_of(f);
    add_everything(f);
    _cleanup_(buf_release)
    struct buf first = buf_new(65536);
    ask_everything(f, f->store, &first);
    assert_ok(store_read_begin(reader, &f->err), &f->err);
    int64_t cold = 0;
    for (int i = 0; i < 4; i++) {
        _cleanup_(buf_release)
        struct buf again = buf_new(65536);
        int64_t steps = db_steps(reader->db);
        ask_everything(f, reader, &again);
        if (i == 0) cold = db_steps(reader->db) - steps;
        assert_string_equal(buf_cstr(&again), buf_cstr(&first));
    }
    int64_t before = db_steps(reader->db);
    ask_everything(f, reader, &first);
    assert_in_range(db_steps(reader->db) - before, 0, cold / 2); /* ids are random: two answers may want one place */
    store_read_end(reader);
}

static void test_more_than_fits_is_forgotten_and_answers_stay_right(void **state)
{
    struct fixture *f = *state;
    enum { LONG = 100 * 1000, MANY = 40 };
    _cleanup_(store_close_p)
    struct store *reader = reader_of(f);
    char *value = arena_alloc(f->a, LONG + 1), name[32];
    memset(value, 'x', LONG);
    for (int i = 0; i < MANY; i++) {
        snprintf(name, sizeof name, "setting-%d", i);
        value[0] = (char)('A' + i);
        IN_JOB(f) assert_ok(store_setting_put(f->store, name, value, &f->err), &f->err);
    }
    assert_ok(store_read_begin(reader, &f->err), &f->err);
    for (int i = 0; i < 3 * MANY; i++) {
        const char *got;
        snprintf(name, sizeof name, "setting-%d", i / 3);
        assert_ok(store_setting_get(reader, name, "", f->a, &got, &f->err), &f->err);
        assert_int_equal(got[0], 'A' + i / 3);
        assert_int_equal(strlen(got), LONG);
    }
    for (int full = 1; full >= 0;
         full--) { /* whoever is lent something keeps it; the next user of the view begins anew */
        int64_t steps = 0;
        for (int i = 0; i < 3; i++) {
            steps = db_steps(reader->db);
            name_of(f, reader);
        }
        assert_int_equal(db_steps(reader->db) - steps, full);
        store_read_pause(reader);
    }
    store_read_end(reader);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(test_a_reader_remembers_what_it_was_asked_twice),
        STORE_TEST(test_an_answer_is_that_of_its_transaction),
        STORE_TEST(test_a_commit_between_begin_and_the_first_question_is_seen),
        STORE_TEST(test_outside_a_transaction_nothing_is_remembered),
        STORE_TEST(test_a_remembered_answer_is_the_answer_in_every_column),
        STORE_TEST(test_more_than_fits_is_forgotten_and_answers_stay_right),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
