#include "tests/integration/service/ladder_test.h"

/* A file with this text, for "huur"; the hash is of the text, so that another text is another file. */
static struct svc_import file_of(struct world *w, const char *source, const char *body, bool is_adopted)
{
    uint8_t *hash = arena_alloc(w->svc.arena, 32);
    store_sha256(text_str(body), hash);
    return (struct svc_import){
        .source = text_str(source),
        .hash = hash,
        .adopted = is_adopted,
        .decision = is_adopted ? TEXT("Bestuur, 1 februari 2026") : TEXT(""),
        .group = TEXT("huur"),
        .draft = draft_of(w, "Huurverhoging", "", body),
    };
}

static err_code import_as(struct world *w, const char *who, const struct svc_import *in, enum svc_import_result *out)
{
    return AS(w, who, svc_import(SVC, in, out, ERR));
}

static const char *id_of(struct world *w, const char *source)
{
    struct store_practice row;
    assert_done(store_practice_by_source(w->store, source, w->svc.arena, &row, ERR));
    return row.id;
}

static void test_a_file_is_taken_once_and_again_when_it_changed(void **state)
{
    struct world *w = *state;
    enum svc_import_result result;
    struct svc_import in = file_of(w, "a.md", "Bel eerst.", true);
    assert_done(import_as(w, SYSTEM, &in, &result));
    assert_int_equal(result, SVC_IMPORT_NEW);
    int64_t rows = log_length(w);
    assert_done(import_as(w, SYSTEM, &in, &result));
    assert_int_equal(result, SVC_IMPORT_UNCHANGED);
    assert_int_equal(log_length(w), rows);
    in = file_of(w, "a.md", "Schrijf eerst.", true);
    assert_done(import_as(w, w->admin, &in, &result));
    assert_int_equal(result, SVC_IMPORT_CHANGED);
    struct svc_practice p;
    assert_done(read_as(w, w->participant, id_of(w, "a.md"), &p));
    assert_text(p.text.sections[0].source, "Schrijf eerst.");
    assert_int_equal(p.text.version, 2);
    assert_string_equal(p.card.number, "2026-001");
}

static void test_looking_writes_nothing(void **state)
{
    struct world *w = *state;
    enum svc_import_result result;
    struct svc_import in = file_of(w, "a.md", "Bel eerst.", true);
    int64_t rows = log_length(w);
    assert_done(AS(w, SYSTEM, svc_import_look(SVC, &in, &result, ERR)));
    assert_int_equal(result, SVC_IMPORT_NEW);
    assert_int_equal(log_length(w), rows);
    struct store_practice row;
    assert_int_equal(store_practice_by_source(w->store, "a.md", w->svc.arena, &row, ERR), ERR_NOT_FOUND);
}

static void test_a_draft_from_a_file_is_its_groups_alone(void **state)
{
    struct world *w = *state;
    enum svc_import_result result;
    struct svc_import in = file_of(w, "concept.md", "Nog niet af.", false);
    struct svc_practice p;
    assert_done(import_as(w, SYSTEM, &in, &result));
    const char *id = id_of(w, "concept.md");
    assert_done(read_as(w, w->member, id, &p));
    assert_int_equal(p.card.stage, STAGE_DRAFT);
    assert_null(p.card.number);
    assert_int_equal(working_version(w, w->member, id) > 0, true);
    assert_refused(read_as(w, w->admin, id, &p), ERR_NOT_FOUND);
    assert_refused(read_as(w, w->participant, id, &p), ERR_NOT_FOUND);
}

static void test_a_file_never_overwrites_what_a_person_wrote(void **state)
{
    struct world *w = *state;
    enum svc_import_result result;
    int64_t version;
    struct svc_import in = file_of(w, "concept.md", "Nog niet af.", false);
    assert_done(import_as(w, SYSTEM, &in, &result));
    const char *id = id_of(w, "concept.md");
    version = working_version(w, w->member, id);
    assert_done(save_as(w, w->member, id, version, draft_of(w, "Van Lia", "", "Van Lia."), &version));
    in = file_of(w, "concept.md", "Uit het bestand.", false);
    assert_refused(import_as(w, SYSTEM, &in, &result), ERR_CONFLICT);
    assert_reason("source", "worked-on");
    struct svc_working working;
    assert_done(AS(w, w->member, svc_working(SVC, text_str(id), &working, ERR)));
    assert_text(working.draft.title, "Van Lia");
}

static void test_a_file_never_overwrites_a_text_that_is_being_revised(void **state)
{
    struct world *w = *state;
    enum svc_import_result result;
    struct svc_import in = file_of(w, "a.md", "Bel eerst.", true);
    assert_done(import_as(w, SYSTEM, &in, &result));
    assert_done(AS(w, w->lead, svc_revise(SVC, text_str(id_of(w, "a.md")), ERR)));
    in = file_of(w, "a.md", "Schrijf eerst.", true);
    assert_refused(import_as(w, SYSTEM, &in, &result), ERR_CONFLICT);
    assert_refused(AS(w, SYSTEM, svc_import_look(SVC, &in, &result, ERR)), ERR_CONFLICT);
}

static void test_importing_is_for_the_administrator_and_the_command_line(void **state)
{
    struct world *w = *state;
    enum svc_import_result result;
    struct svc_import in = file_of(w, "a.md", "Bel eerst.", true);
    const char *const others[] = {w->lead, w->participant, w->nobody};
    for (size_t i = 0; i < COUNT_OF(others); i++) {
        assert_refused(import_as(w, others[i], &in, &result), ERR_NOT_FOUND);
        assert_refused(AS(w, others[i], svc_import_look(SVC, &in, &result, ERR)), ERR_NOT_FOUND);
    }
    assert_refused(import_as(w, w->editor, &in, &result), ERR_FORBIDDEN);
    assert_refused(import_as(w, ANONYMOUS, &in, &result), ERR_SIGN_IN);
}

static void test_what_is_wrong_with_a_file_is_named(void **state)
{
    struct world *w = *state;
    enum svc_import_result result;
    text unknown = TEXT("ruimtevaart");
    struct svc_import in = file_of(w, "a.md", "Bel eerst.", true);
    in.decision = TEXT(" ");
    assert_refused(import_as(w, SYSTEM, &in, &result), ERR_INVALID);
    assert_reason("decision", "required");
    in = file_of(w, "a.md", "Bel eerst.", true);
    in.group = TEXT("bestaat-niet");
    assert_refused(import_as(w, SYSTEM, &in, &result), ERR_INVALID);
    assert_reason("group", "not-a-choice");
    in = file_of(w, "a.md", "Bel eerst.", true);
    in.legal_fields = &unknown;
    in.n_legal_fields = 1;
    assert_refused(import_as(w, SYSTEM, &in, &result), ERR_INVALID);
    assert_reason("fields", "not-a-choice");
    in = file_of(w, "a.md", "Bel eerst.", true);
    in.at = w->svc.now + 1;
    assert_refused(import_as(w, SYSTEM, &in, &result), ERR_INVALID);
    assert_reason("date", "in-future");
    in = file_of(w, "a.md", "Bel eerst.", true);
    in.draft.title = TEXT("");
    assert_refused(import_as(w, SYSTEM, &in, &result), ERR_INVALID);
    assert_reason("title", "required");
}

static void test_numbers_count_up_in_the_year_they_are_given(void **state)
{
    struct world *w = *state;
    enum svc_import_result result;
    struct svc_practice p;
    static const char *const sources[] = {"a.md", "b.md", "c.md"};
    static const char *const numbers[] = {"2026-001", "2026-002", "2027-001"};
    for (size_t i = 0; i < COUNT_OF(sources); i++) {
        if (i == 2) w->svc.now += 366 * (kb_time)MS_DAY;
        struct svc_import in = file_of(w, sources[i], sources[i], true);
        assert_done(import_as(w, SYSTEM, &in, &result));
        assert_done(read_as(w, w->participant, numbers[i], &p));
        assert_string_equal(p.card.source_path, sources[i]);
    }
}

static kb_time review_of(struct world *w, const char *id)
{
    struct store_practice row;
    assert_done(store_practice_get(w->store, id, w->svc.arena, &row, ERR));
    return row.lines[STORE_ADOPTED].review_at;
}

static kb_time in_months(struct world *w, int months)
{
    return calendar_midnight(date_add_months(calendar_date(w->svc.now), months));
}

/* An old stock does not come due at once: it is counted from the day on which it came in. */
static void test_a_text_that_stands_at_once_comes_due(void **state)
{
    struct world *w = *state;
    enum svc_import_result result;
    struct svc_import in = file_of(w, "a.md", "Bel eerst.", true);
    in.at = w->svc.now - 5 * 365 * (kb_time)MS_DAY;
    assert_done(import_as(w, SYSTEM, &in, &result));
    const char *id = id_of(w, "a.md");
    assert_true(review_of(w, id) == in_months(w, 24));
    assert_int_equal(tick(w), 0);
    days_pass(w, 731);
    assert_int_equal(tick(w), 1);
    assert_stage(id, STORE_ADOPTED, STAGE_DUE);
    days_pass(w, 91);
    assert_int_equal(tick(w), 1);
    assert_stage(id, STORE_ADOPTED, STAGE_EXPIRED);
}

static void test_where_the_law_moves_an_import_comes_due_sooner_and_confirming_counts_anew(void **state)
{
    struct world *w = *state;
    enum svc_import_result result;
    text huur = TEXT("huur-en-consument");
    struct svc_import in = file_of(w, "a.md", "Bel eerst.", true);
    struct svc_legal_field_put field = {
        .slug = huur, .name = TEXT("huur en consument"), .change = true, .moving = true};
    boards_of(w);
    assert_done(AS(w, SYSTEM, svc_legal_field_put(SVC, &field, ERR)));
    in.legal_fields = &huur;
    in.n_legal_fields = 1;
    assert_done(import_as(w, SYSTEM, &in, &result));
    const char *id = id_of(w, "a.md");
    assert_true(review_of(w, id) == in_months(w, 12));
    days_pass(w, 100);
    assert_done(confirm_import_as(w, w->editor, id, 2));
    assert_true(review_of(w, id) == in_months(w, 12));
    days_pass(w, 366);
    assert_int_equal(tick(w), 1);
    assert_stage(id, STORE_ADOPTED, STAGE_DUE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WORLD(test_a_file_is_taken_once_and_again_when_it_changed),
        IN_WORLD(test_looking_writes_nothing),
        IN_WORLD(test_a_draft_from_a_file_is_its_groups_alone),
        IN_WORLD(test_a_file_never_overwrites_what_a_person_wrote),
        IN_WORLD(test_a_file_never_overwrites_a_text_that_is_being_revised),
        IN_WORLD(test_importing_is_for_the_administrator_and_the_command_line),
        IN_WORLD(test_what_is_wrong_with_a_file_is_named),
        IN_WORLD(test_a_text_that_stands_at_once_comes_due),
        IN_WORLD(test_where_the_law_moves_an_import_comes_due_sooner_and_confirming_counts_anew),
        IN_WORLD(test_numbers_count_up_in_the_year_they_are_given),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
