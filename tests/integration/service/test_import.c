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

/* It may not take the place of what people did here. */
static void assert_worked_on(struct world *w, const struct svc_import *in)
{
    enum svc_import_result result;
    assert_refused(import_as(w, SYSTEM, in, &result), ERR_CONFLICT);
    assert_reason("source", "worked-on");
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
    assert_worked_on(w, &in);
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

/* ---- What a file that is known says otherwise than before ---- */

static struct store_line adopted_line(struct world *w, const char *source)
{
    struct store_practice row;
    assert_done(store_practice_by_source(w->store, source, w->svc.arena, &row, ERR));
    return row.lines[STORE_ADOPTED];
}

/* The same text with another decision: what stands in the front matter makes it another file. */
static struct svc_import decided_file(struct world *w, const char *decision, struct date day)
{
    struct svc_import in = file_of(w, "a.md", "Bel eerst.", true);
    store_sha256(text_str(decision), (uint8_t *)in.hash);
    in.decision = text_str(decision);
    in.at = date_is_none(day) ? 0 : calendar_at(day, 12, 0);
    return in;
}

static void test_a_changed_file_brings_its_new_decision_and_date(void **state)
{
    struct world *w = *state;
    enum svc_import_result result;
    struct date utrecht = {2025, 6, 9};
    struct svc_import in = decided_file(w, "Bestuur Zwolle, 3 mei 2024", (struct date){0});
    assert_done(import_as(w, SYSTEM, &in, &result));
    int64_t rows = log_length(w);
    in = decided_file(w, "Bestuur Utrecht, 9 juni 2025", utrecht);
    assert_done(import_as(w, SYSTEM, &in, &result));
    assert_int_equal(result, SVC_IMPORT_CHANGED);
    assert_int_equal(log_length(w), rows + 1);
    assert_string_equal(last_change(w, id_of(w, "a.md")), "practice.import to=best-practice");
    struct store_line line = adopted_line(w, "a.md");
    assert_string_equal(line.decision, "Bestuur Utrecht, 9 juni 2025");
    assert_int_equal(line.adopted, calendar_at(utrecht, 12, 0));
    assert_int_equal(line.since, calendar_at(utrecht, 12, 0));
    world_index(w);
    assert_int_equal(find_as(w, w->participant, "huurverhoging jaar:2025").n_hits, 1);
    assert_done(import_as(w, SYSTEM, &in, &result));
    assert_int_equal(result, SVC_IMPORT_UNCHANGED);
}

static void test_a_changed_file_without_a_date_keeps_the_date_it_had(void **state)
{
    struct world *w = *state;
    enum svc_import_result result;
    struct date zwolle = {2024, 5, 3};
    struct svc_import in = decided_file(w, "Bestuur Zwolle", zwolle);
    assert_done(import_as(w, SYSTEM, &in, &result));
    in = decided_file(w, "Bestuur van Zwolle", (struct date){0});
    assert_done(import_as(w, SYSTEM, &in, &result));
    assert_int_equal(adopted_line(w, "a.md").adopted, calendar_at(zwolle, 12, 0));
    assert_string_equal(adopted_line(w, "a.md").decision, "Bestuur van Zwolle");
}

static void test_the_same_file_with_another_decision_is_changed_and_no_new_version(void **state)
{
    struct world *w = *state;
    enum svc_import_result result;
    struct svc_import in = file_of(w, "a.md", "Bel eerst.", true);
    assert_done(import_as(w, SYSTEM, &in, &result));
    in.decision = TEXT("Bestuur Utrecht, 9 juni 2025");
    assert_done(AS(w, SYSTEM, svc_import_look(SVC, &in, &result, ERR)));
    assert_int_equal(result, SVC_IMPORT_CHANGED);
    assert_done(import_as(w, SYSTEM, &in, &result));
    assert_int_equal(result, SVC_IMPORT_CHANGED);
    assert_string_equal(adopted_line(w, "a.md").decision, "Bestuur Utrecht, 9 juni 2025");
    assert_int_equal(adopted_line(w, "a.md").version, 1);
    assert_done(import_as(w, SYSTEM, &in, &result));
    assert_int_equal(result, SVC_IMPORT_UNCHANGED);
}

static void test_a_changed_draft_brings_its_new_date(void **state)
{
    struct world *w = *state;
    enum svc_import_result result;
    struct store_practice row;
    struct svc_import in = file_of(w, "concept.md", "Nog niet af.", false);
    assert_done(import_as(w, SYSTEM, &in, &result));
    in = file_of(w, "concept.md", "Bijna af.", false);
    in.at = calendar_at((struct date){2025, 6, 9}, 12, 0);
    assert_done(import_as(w, SYSTEM, &in, &result));
    assert_done(store_practice_by_source(w->store, "concept.md", w->svc.arena, &row, ERR));
    assert_int_equal(row.lines[STORE_CANDIDATE].since, in.at);
    assert_int_equal(row.lines[STORE_CANDIDATE].adopted, 0);
}

/* What an editor confirmed has that editor's words for its decision. */
static void test_a_file_does_not_overwrite_the_decision_that_an_editor_confirmed(void **state)
{
    struct world *w = *state;
    enum svc_import_result result;
    struct svc_import in = file_of(w, "a.md", "Bel eerst.", true);
    assert_done(import_as(w, SYSTEM, &in, &result));
    assert_done(confirm_import_as(w, w->editor, id_of(w, "a.md"), 1));
    assert_done(import_as(w, SYSTEM, &in, &result));
    assert_int_equal(result, SVC_IMPORT_UNCHANGED);
    in = file_of(w, "a.md", "Schrijf eerst.", true);
    assert_worked_on(w, &in);
    assert_string_equal(adopted_line(w, "a.md").decision, "Besluit van de Raad, 1 maart 2026");
}

static void test_a_file_does_not_bring_back_what_was_taken_out_of_its_decision(void **state)
{
    struct world *w = *state;
    enum svc_import_result result;
    struct svc_import in = file_of(w, "a.md", "Bel eerst.", true);
    in.decision = TEXT("Bestuur, na de zaak Kanariepiet");
    assert_done(import_as(w, SYSTEM, &in, &result));
    struct svc_redact out = {text_str(id_of(w, "a.md")), TEXT("Kanariepiet"),
                             arena_printf(w->svc.arena, "%s.redactions", w->dir)};
    assert_done(AS(w, w->editor, svc_redact(SVC, &out, ERR)));
    assert_done(import_as(w, SYSTEM, &in, &result));
    assert_int_equal(result, SVC_IMPORT_UNCHANGED);
    struct svc_import changed = file_of(w, "a.md", "Schrijf eerst.", true);
    changed.decision = in.decision;
    assert_worked_on(w, &changed);
    assert_string_equal(adopted_line(w, "a.md").decision, "Bestuur, na de zaak [weggehaald]");
}

/* An editor took words out of the text: a changed file would say them again. */
static void test_a_file_does_not_bring_back_what_was_taken_out_of_its_text(void **state)
{
    struct world *w = *state;
    enum svc_import_result result;
    struct svc_practice p;
    const char *const bodies[] = {"Bel Kanariepiet eerst.", "Schrijf Kanariepiet eerst."};
    struct svc_import in = file_of(w, "a.md", bodies[0], true);
    assert_done(import_as(w, SYSTEM, &in, &result));
    struct svc_redact out = {text_str(id_of(w, "a.md")), TEXT("Kanariepiet"),
                             arena_printf(w->svc.arena, "%s.redactions", w->dir)};
    assert_done(AS(w, w->editor, svc_redact(SVC, &out, ERR)));
    in = file_of(w, "a.md", bodies[1], true);
    assert_worked_on(w, &in);
    in = file_of(w, "a.md", bodies[0], true);
    in.decision = TEXT("Bestuur Utrecht");
    assert_worked_on(w, &in);
    assert_done(read_as(w, w->participant, id_of(w, "a.md"), &p));
    assert_text(p.text.sections[0].source, "Bel [weggehaald] eerst.");
}

/* ---- What boards said is of the text they read ---- */

/* Each of these is said of the text that stands: a file does not bring another one under it. */
static void test_a_file_does_not_change_a_text_that_a_board_said_something_of(void **state)
{
    struct world *w = *state;
    enum svc_import_result result;
    struct boards b = boards_of(w);
    static const char *const whats[] = {"joined", "left", "note"};
    for (size_t i = 0; i < COUNT_OF(whats); i++) {
        struct svc_practice p;
        const char *source = arena_printf(w->svc.arena, "%s.md", whats[i]);
        struct svc_import in = file_of(w, source, "Bel eerst.", true);
        assert_done(import_as(w, SYSTEM, &in, &result));
        const char *id = id_of(w, source);
        struct svc_local_put said = {.practice = text_str(id),
                                     .organisation = text_str(b.organisations[1]),
                                     .what = text_str(whats[i]),
                                     .words = TEXT("Zo doen wij het.")};
        assert_done(AS(w, b.secretaries[1], svc_local_put(SVC, &said, ERR)));
        assert_done(import_as(w, SYSTEM, &in, &result));
        assert_int_equal(result, SVC_IMPORT_UNCHANGED);
        in = file_of(w, source, "Bel nooit.", true);
        assert_refused(AS(w, SYSTEM, svc_import_look(SVC, &in, &result, ERR)), ERR_CONFLICT);
        assert_worked_on(w, &in);
        assert_done(read_as(w, w->participant, id, &p));
        assert_text(p.text.sections[0].source, "Bel eerst.");
    }
}

static void test_a_file_does_not_change_a_plan_that_is_being_carried_out(void **state)
{
    struct world *w = *state;
    enum svc_import_result result;
    struct boards b = boards_of(w);
    struct svc_import in = file_of(w, "plan.md", "Open een loket.", true);
    in.kind = PRACTICE_PLAN;
    assert_done(import_as(w, SYSTEM, &in, &result));
    struct svc_carrying_put said = {.practice = text_str(id_of(w, "plan.md")),
                                    .organisation = text_str(b.organisations[1]),
                                    .state = TEXT("busy"),
                                    .step = TEXT("Een ruimte zoeken.")};
    assert_done(AS(w, b.secretaries[1], svc_carrying_put(SVC, &said, ERR)));
    in = file_of(w, "plan.md", "Sluit het loket.", true);
    in.kind = PRACTICE_PLAN;
    assert_worked_on(w, &in);
}

static void assert_other_stage(struct world *w, const char *source, bool is_adopted)
{
    static const char *const bodies[] = {"Bel eerst.", "Schrijf eerst."}; /* the same file, and a changed one */
    enum svc_import_result result;
    int64_t rows = log_length(w);
    for (size_t i = 0; i < COUNT_OF(bodies); i++) {
        struct svc_import in = file_of(w, source, bodies[i], is_adopted);
        assert_refused(AS(w, SYSTEM, svc_import_look(SVC, &in, &result, ERR)), ERR_CONFLICT);
        assert_reason("source", "other-stage");
        assert_refused(import_as(w, SYSTEM, &in, &result), ERR_CONFLICT);
        assert_reason("source", "other-stage");
    }
    assert_int_equal(log_length(w), rows);
}

static void test_a_file_changes_no_stage_and_says_so(void **state)
{
    struct world *w = *state;
    enum svc_import_result result;
    struct svc_import draft = file_of(w, "concept.md", "Bel eerst.", false);
    struct svc_import stands = file_of(w, "staat.md", "Bel eerst.", true);
    assert_done(import_as(w, SYSTEM, &draft, &result));
    assert_done(import_as(w, SYSTEM, &stands, &result));
    assert_other_stage(w, "concept.md", true);
    assert_other_stage(w, "staat.md", false);
}

/* That people took it further is no reason to refuse the same folder each time. */
static void test_the_same_file_is_unchanged_wherever_people_took_its_text(void **state)
{
    struct world *w = *state;
    enum svc_import_result result;
    struct svc_import draft = file_of(w, "concept.md", "Bel eerst.", false);
    struct svc_import stands = file_of(w, "staat.md", "Bel eerst.", true);
    assert_done(import_as(w, SYSTEM, &draft, &result));
    assert_done(import_as(w, SYSTEM, &stands, &result));
    assert_done(AS(w, w->lead, withdraw_by(w, id_of(w, "concept.md"), TEXT("Dubbel."))));
    assert_done(AS(w, w->lead, svc_revise(SVC, text_str(id_of(w, "staat.md")), ERR)));
    assert_done(import_as(w, SYSTEM, &draft, &result));
    assert_int_equal(result, SVC_IMPORT_UNCHANGED);
    assert_done(import_as(w, SYSTEM, &stands, &result));
    assert_int_equal(result, SVC_IMPORT_UNCHANGED);
    assert_other_stage(w, "concept.md", true);
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

/* What came due before anybody confirmed it is confirmed in one step. */
static void test_what_came_due_unconfirmed_can_still_be_confirmed(void **state)
{
    struct world *w = *state;
    enum svc_import_result result;
    struct svc_import in = file_of(w, "a.md", "Bel eerst.", true);
    boards_of(w);
    assert_done(import_as(w, SYSTEM, &in, &result));
    const char *id = id_of(w, "a.md");
    days_pass(w, 731);
    assert_int_equal(tick(w), 1);
    days_pass(w, 91);
    assert_int_equal(tick(w), 1);
    assert_stage(id, STORE_ADOPTED, STAGE_EXPIRED);
    assert_done(confirm_import_as(w, w->editor, id, 2));
    assert_stage(id, STORE_ADOPTED, STAGE_BEST_PRACTICE);
    assert_true(review_of(w, id) == in_months(w, 24));
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
        IN_WORLD(test_what_came_due_unconfirmed_can_still_be_confirmed),
        IN_WORLD(test_where_the_law_moves_an_import_comes_due_sooner_and_confirming_counts_anew),
        IN_WORLD(test_numbers_count_up_in_the_year_they_are_given),
        IN_WORLD(test_a_changed_file_brings_its_new_decision_and_date),
        IN_WORLD(test_a_changed_file_without_a_date_keeps_the_date_it_had),
        IN_WORLD(test_the_same_file_with_another_decision_is_changed_and_no_new_version),
        IN_WORLD(test_a_changed_draft_brings_its_new_date),
        IN_WORLD(test_a_file_does_not_overwrite_the_decision_that_an_editor_confirmed),
        IN_WORLD(test_a_file_does_not_bring_back_what_was_taken_out_of_its_decision),
        IN_WORLD(test_a_file_does_not_bring_back_what_was_taken_out_of_its_text),
        IN_WORLD(test_a_file_does_not_change_a_text_that_a_board_said_something_of),
        IN_WORLD(test_a_file_does_not_change_a_plan_that_is_being_carried_out),
        IN_WORLD(test_a_file_changes_no_stage_and_says_so),
        IN_WORLD(test_the_same_file_is_unchanged_wherever_people_took_its_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
