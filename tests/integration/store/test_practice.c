#include "store_test.h"

static struct store_practice get(struct fixture *f, const char *id)
{
    struct store_practice p;
    assert_ok(store_practice_get(f->store, id, f->a, &p, &f->err), &f->err);
    return p;
}

static void put_line(struct fixture *f, const char *practice, enum store_line_name name, const char *stage, kb_time at)
{
    struct store_line line = {.stage = stage, .since = at, .origin = name == STORE_ADOPTED ? "decided" : ""};
    assert_ok(store_line_put(f->store, practice, name, &line, at, &f->err), &f->err);
}

static void test_practice_comes_back_as_it_was_written(void **state)
{
    struct fixture *f = *state;
    char id[STORE_ID_BYTES];
    store_new_id(id);
    uint8_t hash[32] = {1, 2, 3};
    struct store_practice p = practice_of(f, id);
    p.source_path = "huur/gebrek.md";
    p.source_hash = hash;
    p.legal_fields = TEXT("schulden huur-en-consument schulden");
    p.comes_from = TEXT("nijmegen");
    p.applies_in = TEXT("zwolle nijmegen");
    IN_JOB(f) assert_ok(store_practice_add(f->store, &p, &f->err), &f->err);
    struct store_practice back;
    assert_ok(store_practice_by_source(f->store, "huur/gebrek.md", f->a, &back, &f->err), &f->err);
    assert_string_equal(back.id, id);
    assert_null(back.number);
    assert_string_equal(back.kind, "werkwijze");
    assert_string_equal(back.group, f->group);
    assert_string_equal(back.created_by, "system");
    assert_int_equal(back.created, 5000);
    assert_memory_equal(back.source_hash, hash, 32);
    assert_text(back.legal_fields, "huur-en-consument schulden");
    assert_text(back.comes_from, "nijmegen");
    assert_text(back.applies_in, "nijmegen zwolle");
    assert_false(back.lines[STORE_ADOPTED].present);
    assert_false(back.lines[STORE_CANDIDATE].present);
    assert_true(store_list_has(back.applies_in, TEXT("zwolle")));
    assert_false(store_list_has(back.applies_in, TEXT("zwoll")));
}

static void test_unknown_field_location_or_group_is_refused_by_name(void **state)
{
    struct fixture *f = *state;
    struct store_practice p = practice_of(f, f->practice);
    p.legal_fields = TEXT("huur-en-consument bestaat-niet");
    assert_int_equal(db_begin(f->store->db, &f->err), OK);
    assert_int_equal(store_practice_place(f->store, &p, 1, &f->err), ERR_INVALID);
    assert_string_equal(f->err.items[0].field, "fields");
    db_rollback(f->store->db);
    p.legal_fields = TEXT("");
    p.group = "00000000000000000000000000";
    assert_int_equal(db_begin(f->store->db, &f->err), OK);
    assert_int_equal(store_practice_place(f->store, &p, 1, &f->err), ERR_INVALID);
    db_rollback(f->store->db);
    assert_text(get(f, f->practice).legal_fields, "");
}

static void test_placing_replaces_fields_and_both_kinds_of_location(void **state)
{
    struct fixture *f = *state;
    struct store_practice p = practice_of(f, f->practice);
    p.kind = "plan";
    p.legal_fields = TEXT("schulden");
    p.comes_from = p.applies_in = TEXT("zwolle");
    IN_JOB(f) assert_ok(store_practice_place(f->store, &p, 7000, &f->err), &f->err);
    p.legal_fields = TEXT("huur-en-consument");
    p.comes_from = TEXT("");
    IN_JOB(f) assert_ok(store_practice_place(f->store, &p, 8000, &f->err), &f->err);
    struct store_practice back = get(f, f->practice);
    assert_string_equal(back.kind, "plan");
    assert_text(back.legal_fields, "huur-en-consument");
    assert_text(back.comes_from, "");
    assert_text(back.applies_in, "zwolle");
    assert_int_equal(back.touched, 8000);
    struct store_practices found;
    struct store_list list = {.of = STORE_LIST_FIELD, .key = "schulden", .limit = 10};
    assert_ok(store_practice_list(f->store, &list, f->a, &found, &f->err), &f->err);
    assert_int_equal(found.n, 0);
    list.key = "huur-en-consument";
    assert_ok(store_practice_list(f->store, &list, f->a, &found, &f->err), &f->err);
    assert_int_equal(found.n, 1);
}

static void test_numbers_count_per_year_and_are_given_once(void **state)
{
    struct fixture *f = *state;
    char ids[4][STORE_ID_BYTES], number[PRACTICE_NUMBER_BYTES];
    static const int years[] = {2026, 2026, 2027};
    static const char *const expected[] = {"2026-001", "2026-002", "2027-001"};
    for (int i = 0; i < 3; i++) {
        store_new_id(ids[i]);
        struct store_practice p = practice_of(f, ids[i]);
        IN_JOB(f)
        {
            assert_ok(store_practice_add(f->store, &p, &f->err), &f->err);
            assert_ok(store_practice_number_give(f->store, ids[i], years[i], number, &f->err), &f->err);
        }
        assert_string_equal(number, expected[i]);
    }
    assert_int_equal(db_begin(f->store->db, &f->err), OK);
    assert_int_equal(store_practice_number_give(f->store, ids[0], 2026, number, &f->err), ERR_INTERNAL);
    db_rollback(f->store->db);
    struct store_practice back;
    assert_ok(store_practice_by_number(f->store, "2026-002", f->a, &back, &f->err), &f->err);
    assert_string_equal(back.id, ids[1]);
    assert_int_equal(store_practice_by_number(f->store, "2026-999", f->a, &back, &f->err), ERR_NOT_FOUND);
}

static void test_a_restored_number_is_never_given_again(void **state)
{
    struct fixture *f = *state;
    char id[STORE_ID_BYTES], number[PRACTICE_NUMBER_BYTES];
    store_new_id(id);
    struct store_practice p = practice_of(f, id);
    p.number = "2026-041";
    IN_JOB(f)
    {
        assert_ok(store_practice_add(f->store, &p, &f->err), &f->err);
        assert_ok(store_practice_number_give(f->store, f->practice, 2026, number, &f->err), &f->err);
    }
    assert_string_equal(number, "2026-042");
    store_new_id(id);
    assert_int_equal(db_begin(f->store->db, &f->err), OK);
    assert_int_equal(store_practice_add(f->store, &p, &f->err), ERR_CONFLICT);
    static const char *const none[] = {"26-1", "2026-41", "2026-0041", "1999-041", "2026-1000000"};
    for (size_t i = 0; i < COUNT_OF(none); i++)
        assert_int_equal(store_practice_number_restore(f->store, id, none[i], &f->err), ERR_INVALID);
    db_rollback(f->store->db);
}

static void test_two_practices_cannot_come_from_one_file(void **state)
{
    struct fixture *f = *state;
    char id[STORE_ID_BYTES];
    store_new_id(id);
    struct store_practice p = practice_of(f, id);
    p.source_path = "a.md";
    IN_JOB(f)
    {
        assert_ok(store_practice_add(f->store, &p, &f->err), &f->err);
        assert_int_equal(store_practice_source(f->store, f->practice, "a.md", (uint8_t[32]){9}, &f->err), ERR_CONFLICT);
        assert_ok(store_practice_source(f->store, f->practice, "b.md", (uint8_t[32]){9}, &f->err), &f->err);
    }
    assert_string_equal(get(f, f->practice).source_path, "b.md");
    assert_int_equal(get(f, f->practice).source_hash[0], 9);
}

static void test_both_lines_stand_side_by_side_with_their_texts(void **state)
{
    struct fixture *f = *state;
    char first[STORE_ID_BYTES], second[STORE_ID_BYTES];
    store_new_id(first);
    store_new_id(second);
    struct store_revision r1 = {
        .id = first, .practice = f->practice, .title = "Eerst", .brief = "Bel.", .author = f->person, .at = 10};
    struct store_revision r2 = {.id = second, .practice = f->practice, .title = "Nieuw", .author = f->person, .at = 20};
    struct store_line adopted = {.stage = "best-practice",
                                 .since = 100,
                                 .revision = first,
                                 .origin = "outside",
                                 .decision = "Besluit 3 maart",
                                 .review_at = 900};
    struct store_line candidate = {.stage = "aanbeveling",
                                   .since = 200,
                                   .revision = second,
                                   .reason = "te kort",
                                   .until = 800,
                                   .superseded_by = f->practice};
    int version = 0;
    IN_JOB(f)
    {
        assert_ok(store_revision_add(f->store, &r1, &f->err), &f->err);
        assert_ok(store_revision_add(f->store, &r2, &f->err), &f->err);
        assert_ok(store_revision_version_give(f->store, first, &version, &f->err), &f->err);
        assert_ok(store_line_put(f->store, f->practice, STORE_ADOPTED, &adopted, 100, &f->err), &f->err);
        assert_ok(store_line_put(f->store, f->practice, STORE_CANDIDATE, &candidate, 200, &f->err), &f->err);
    }
    struct store_practice p = get(f, f->practice);
    struct store_line *a = &p.lines[STORE_ADOPTED], *c = &p.lines[STORE_CANDIDATE];
    assert_true(a->present && c->present);
    assert_string_equal(a->stage, "best-practice");
    assert_string_equal(a->title, "Eerst");
    assert_string_equal(a->brief, "Bel.");
    assert_string_equal(a->decision, "Besluit 3 maart");
    assert_string_equal(a->origin, "outside");
    assert_int_equal(a->version, 1);
    assert_int_equal(a->revision_at, 10);
    assert_int_equal(a->review_at, 900);
    assert_int_equal(a->until, 0);
    assert_false(a->confirmed);
    assert_string_equal(c->title, "Nieuw");
    assert_string_equal(c->reason, "te kort");
    assert_int_equal(c->version, 0);
    assert_int_equal(c->until, 800);
    assert_string_equal(c->superseded_by, f->practice);
    assert_int_equal(p.touched, 200);
    IN_JOB(f) assert_ok(store_line_remove(f->store, f->practice, STORE_CANDIDATE, 300, &f->err), &f->err);
    assert_false(get(f, f->practice).lines[STORE_CANDIDATE].present);
    assert_true(get(f, f->practice).lines[STORE_ADOPTED].present);
}

static void test_line_of_a_practice_that_does_not_exist_is_not_found(void **state)
{
    struct fixture *f = *state;
    struct store_line line = {.stage = "concept", .since = 1};
    IN_JOB(f)
    assert_int_equal(store_line_put(f->store, "nobody", STORE_CANDIDATE, &line, 1, &f->err), ERR_NOT_FOUND);
}

/* Adds n practices with a candidate line, touched at 100, 101, 101, 102, 102, ... so that times repeat. */
static void add_many(struct fixture *f, int n)
{
    IN_JOB(f)
    for (int i = 0; i < n; i++) {
        char id[STORE_ID_BYTES];
        store_new_id(id);
        struct store_practice p = practice_of(f, id);
        assert_ok(store_practice_add(f->store, &p, &f->err), &f->err);
        assert_ok(store_author_add(f->store, id, f->person, 1, &f->err), &f->err);
        put_line(f, id, i % 2 ? STORE_CANDIDATE : STORE_ADOPTED, i % 2 ? "concept" : "best-practice",
                 100 + (i + 1) / 2);
    }
}

static kb_time key_of(const struct store_practice *p, enum store_list_of of)
{
    if (of == STORE_LIST_CANDIDATES || of == STORE_LIST_STAGE) return p->lines[STORE_CANDIDATE].since;
    return p->touched;
}

/* Walks a list in pages of 7 and checks that order is strict and nothing comes twice; gives the number of rows. */
static size_t walk(struct fixture *f, enum store_list_of of, const char *key)
{
    struct store_list list = {.of = of, .key = key, .limit = 7};
    size_t seen = 0;
    const struct store_practice *last = NULL;
    for (;;) {
        struct store_practices page;
        assert_ok(store_practice_list(f->store, &list, f->a, &page, &f->err), &f->err);
        for (size_t i = 0; i < page.n; i++, seen++) {
            struct store_practice *p = &page.at[i];
            int by_id = last ? strcmp(last->id, p->id) : 0;
            if (last && of == STORE_LIST_ALL) assert_true(by_id < 0);
            if (last && of != STORE_LIST_ALL)
                assert_true(key_of(last, of) > key_of(p, of) || (key_of(last, of) == key_of(p, of) && by_id > 0));
            last = p;
        }
        if (page.n < 7) return seen;
        list.after_time = key_of(last, of);
        list.after_id = last->id;
    }
}

static void test_lists_are_walked_by_key_without_gaps_or_repeats(void **state)
{
    struct fixture *f = *state;
    add_many(f, 40);
    assert_int_equal(walk(f, STORE_LIST_ALL, NULL), 41);
    assert_int_equal(walk(f, STORE_LIST_TOUCHED, NULL), 41);
    assert_int_equal(walk(f, STORE_LIST_GROUP, f->group), 41);
    assert_int_equal(walk(f, STORE_LIST_GROUP, f->person), 0);
    assert_int_equal(walk(f, STORE_LIST_CANDIDATES, NULL), 20);
    assert_int_equal(walk(f, STORE_LIST_STAGE, "concept"), 20);
    assert_int_equal(walk(f, STORE_LIST_STAGE, "voorstel"), 0);
    assert_int_equal(walk(f, STORE_LIST_AUTHOR, f->person), 40);
}

static void test_only_unconfirmed_outside_decisions_are_listed_as_such(void **state)
{
    struct fixture *f = *state;
    struct store_list list = {.of = STORE_LIST_UNCONFIRMED, .limit = 10};
    struct store_line line = {.stage = "best-practice", .since = 1, .origin = "outside"};
    struct store_practices found;
    IN_JOB(f) assert_ok(store_line_put(f->store, f->practice, STORE_ADOPTED, &line, 1, &f->err), &f->err);
    assert_ok(store_practice_list(f->store, &list, f->a, &found, &f->err), &f->err);
    assert_int_equal(found.n, 1);
    line.confirmed = true;
    IN_JOB(f) assert_ok(store_line_put(f->store, f->practice, STORE_ADOPTED, &line, 1, &f->err), &f->err);
    assert_ok(store_practice_list(f->store, &list, f->a, &found, &f->err), &f->err);
    assert_int_equal(found.n, 0);
}

static void test_facts_of_many_practices_come_in_the_order_asked(void **state)
{
    struct fixture *f = *state;
    add_many(f, 5);
    struct store_practices all;
    assert_ok(
        store_practice_list(f->store, &(struct store_list){.of = STORE_LIST_ALL, .limit = 10}, f->a, &all, &f->err),
        &f->err);
    const text ids[3] = {text_str(all.at[4].id), TEXT("00000000000000000000000000"), text_str(all.at[1].id)};
    const struct store_facts *facts[3];
    assert_ok(store_practice_facts(f->store, ids, 3, f->a, facts, &f->err), &f->err);
    assert_string_equal(facts[0]->id, all.at[4].id);
    assert_null(facts[1]);
    assert_string_equal(facts[2]->id, all.at[1].id);
    for (int l = 0; l < STORE_LINE__COUNT; l++) {
        const struct store_line *line = &all.at[1].lines[l]; /* one of them is not there */
        enum stage stage = STAGE_NONE;
        assert_int_equal(line->present, line->stage && stage_from_slug(text_str(line->stage), &stage));
        assert_int_equal(facts[2]->lines[l].stage, stage);
    }
}

/* As the service does it: the change and its row in the log are one transaction. */
static void move_candidate(struct fixture *f, const char *stage)
{
    struct store_line line = {.stage = stage, .since = 5};
    struct store_change change = {.actor = "system", .action = "test", .object = f->practice, .detail = ""};
    IN_JOB(f)
    {
        assert_ok(store_line_put(f->store, f->practice, STORE_CANDIDATE, &line, 5, &f->err), &f->err);
        assert_ok(store_change_append(f->store, &change, &f->err), &f->err);
    }
}

static const char *candidate_stage(struct fixture *f, struct store *s)
{
    const text id = text_str(f->practice);
    const struct store_facts *facts;
    assert_ok(store_practice_facts(s, &id, 1, f->a, &facts, &f->err), &f->err);
    return facts ? stage_slug(facts->lines[STORE_CANDIDATE].stage) : "";
}

static void test_facts_that_a_reader_remembers_are_those_of_its_transaction(void **state)
{
    struct fixture *f = *state;
    _cleanup_(store_close_p)
    struct store *reader = NULL;
    assert_ok(store_open_reader(&reader, &(struct store_options){.dir = f->dir}, &f->err), &f->err);
    move_candidate(f, "draft");
    for (int i = 0; i < 2; i++) assert_string_equal(candidate_stage(f, reader), "draft");
    assert_ok(store_read_begin(reader, &f->err), &f->err);
    assert_string_equal(candidate_stage(f, reader), "draft");
    move_candidate(f, "submitted");
    assert_string_equal(candidate_stage(f, reader), "draft");
    store_read_end(reader);
    assert_string_equal(candidate_stage(f, reader), "submitted");
}

static void test_a_writer_sees_its_own_changes_in_the_facts_at_once(void **state)
{
    struct fixture *f = *state;
    move_candidate(f, "draft");
    assert_string_equal(candidate_stage(f, f->store), "draft");
    IN_JOB(f)
    {
        struct store_line line = {.stage = "submitted", .since = 6};
        assert_ok(store_line_put(f->store, f->practice, STORE_CANDIDATE, &line, 6, &f->err), &f->err);
        assert_string_equal(candidate_stage(f, f->store), "submitted");
    }
}

static void test_authors_are_kept_until_they_are_cleared(void **state)
{
    struct fixture *f = *state;
    bool is = true;
    struct store_authors authors;
    assert_ok(store_is_author(f->store, f->practice, f->person, &is, &f->err), &f->err);
    assert_false(is);
    IN_JOB(f)
    {
        assert_ok(store_author_add(f->store, f->practice, f->person, 1, &f->err), &f->err);
        assert_ok(store_author_add(f->store, f->practice, f->person, 2, &f->err), &f->err);
    }
    assert_ok(store_is_author(f->store, f->practice, f->person, &is, &f->err), &f->err);
    assert_true(is);
    assert_ok(store_authors(f->store, f->practice, f->a, &authors, &f->err), &f->err);
    assert_int_equal(authors.n, 1);
    assert_string_equal(authors.at[0].person, f->person);
    assert_int_equal(authors.at[0].since, 1);
    IN_JOB(f) assert_ok(store_authors_clear(f->store, f->practice, &f->err), &f->err);
    assert_ok(store_is_author(f->store, f->practice, f->person, &is, &f->err), &f->err);
    assert_false(is);
}

static void test_counts_count_what_is_open(void **state)
{
    struct fixture *f = *state;
    add_many(f, 4);
    IN_JOB(f) assert_ok(store_person_disable(f->store, f->person, 5, &f->err), &f->err);
    struct store_counts c;
    assert_ok(store_counts(f->store, &c, &f->err), &f->err);
    assert_int_equal(c.practices, 5);
    assert_int_equal(c.adopted, 2);
    assert_int_equal(c.candidates, 2);
    assert_int_equal(c.persons, 0);
    assert_int_equal(c.groups, 1);
    assert_int_equal(c.locations, 2);
    assert_int_equal(c.legal_fields, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(test_practice_comes_back_as_it_was_written),
        STORE_TEST(test_unknown_field_location_or_group_is_refused_by_name),
        STORE_TEST(test_placing_replaces_fields_and_both_kinds_of_location),
        STORE_TEST(test_numbers_count_per_year_and_are_given_once),
        STORE_TEST(test_a_restored_number_is_never_given_again),
        STORE_TEST(test_two_practices_cannot_come_from_one_file),
        STORE_TEST(test_both_lines_stand_side_by_side_with_their_texts),
        STORE_TEST(test_line_of_a_practice_that_does_not_exist_is_not_found),
        STORE_TEST(test_lists_are_walked_by_key_without_gaps_or_repeats),
        STORE_TEST(test_only_unconfirmed_outside_decisions_are_listed_as_such),
        STORE_TEST(test_facts_of_many_practices_come_in_the_order_asked),
        STORE_TEST(test_facts_that_a_reader_remembers_are_those_of_its_transaction),
        STORE_TEST(test_a_writer_sees_its_own_changes_in_the_facts_at_once),
        STORE_TEST(test_authors_are_kept_until_they_are_cleared),
        STORE_TEST(test_counts_count_what_is_open),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
