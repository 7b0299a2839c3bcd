/* Corrections: a language fix that the lead agrees to, a minor correction that a second editor agrees to. */
#include "kb/service/service__internal.h"
#include "tests/integration/service/ladder_test.h"

/* The text as it stands with this brief. */
static err_code propose(struct world *w, const char *who, const char *id, const char *brief)
{
    struct svc_correction c;
    err_code code = AS(w, who, svc_correction(SVC, text_str(id), &c, ERR));
    if (code != OK) return code;
    struct svc_correct in = {.practice = text_str(id), .revision = text_str(c.revision), .note = TEXT("Spelling.")};
    in.draft = c.draft;
    in.draft.brief = text_str(brief);
    return AS(w, who, svc_correct(SVC, &in, ERR));
}

static err_code agree(struct world *w, const char *who, const char *id)
{
    struct svc_correction c;
    err_code code = AS(w, who, svc_correction(SVC, text_str(id), &c, ERR));
    return code == OK ? AS(w, who, svc_correction_agree(SVC, text_str(id), c.at, ERR)) : code;
}

static const char *brief_of(struct world *w, const char *who, const char *id)
{
    struct svc_practice p;
    assert_done(read_as(w, who, id, &p));
    return p.text.brief;
}

static const char *a_submission(struct world *w)
{
    const char *id = full_draft(w);
    assert_done(submit_as(w, w->lead, id));
    return id;
}

static const char *a_best_practice(struct world *w, struct boards *b)
{
    const char *round;
    *b = boards_of(w);
    const char *id = in_round(w, ROUND_CONSENT, &round);
    for (int i = 0; i < PARTNERS; i++)
        assert_done(say_as(w, b->secretaries[i], round, b->organisations[i], POSITION_AGREE));
    assert_done(adopt_as(w, w->editor, id));
    return id;
}

static void national(struct world *w)
{
    assert_done(AS(w, SYSTEM, svc_setting_put(SVC, TEXT("profile"), TEXT("national"), ERR)));
}

static void test_a_language_fix_waits_for_the_lead_and_makes_no_author(void **state)
{
    struct world *w = *state;
    const char *id = a_submission(w);
    bool author;
    assert_done(propose(w, w->editor, id, "Controleer de breif."));
    assert_string_equal(brief_of(w, w->editor, id), "Controleer de brief.");
    assert_refused(agree(w, w->editor, id), ERR_RULE);
    assert_reason("lead-agrees", "lead-missing");
    assert_refused(agree(w, w->member, id), ERR_FORBIDDEN);
    assert_done(agree(w, w->lead, id));
    assert_string_equal(brief_of(w, w->editor, id), "Controleer de breif.");
    assert_stage(id, STORE_CANDIDATE, STAGE_SUBMITTED);
    assert_done(store_is_author(w->store, id, w->editor, &author, ERR));
    assert_false(author);
    struct store_working copy; /* the writers go on from what was mended */
    assert_done(store_working_get(w->store, id, w->svc.arena, &copy, ERR));
    assert_string_equal(copy.brief, "Controleer de breif.");
    assert_done(move_as(w, w->editor, id, MOVE_ACCEPT, "")); /* not an own text */
    struct svc_steps steps;
    assert_done(AS(w, w->lead, svc_timeline(SVC, text_str(id), &steps, ERR)));
    assert_int_equal(steps.at[1].move, MOVE_FIX_LANGUAGE);
    assert_string_equal(steps.at[1].by, "Rik Redactie");
    assert_string_equal(steps.at[1].words, "Spelling.");
}

static void test_a_lead_who_is_silent_for_five_working_days_lets_it_pass(void **state)
{
    struct world *w = *state;
    const char *id = a_submission(w); /* on a Monday */
    assert_done(propose(w, w->editor, id, "Controleer de breif."));
    days_pass(w, 6);
    (void)tick(w);
    assert_string_equal(brief_of(w, w->editor, id), "Controleer de brief.");
    days_pass(w, 2);
    assert_int_equal(tick(w), 1);
    assert_string_equal(brief_of(w, w->editor, id), "Controleer de breif.");
    assert_int_equal(tick(w), 0);
}

static void test_a_fix_waits_as_long_as_the_setting_says(void **state)
{
    struct world *w = *state;
    assert_done(AS(w, SYSTEM, svc_setting_put(SVC, TEXT("term-fix"), TEXT("2"), ERR)));
    const char *id = a_submission(w); /* on a Monday */
    assert_done(propose(w, w->editor, id, "Controleer de breif."));
    w->svc.now = calendar_term_end((struct date){2026, 3, 4}) - 1;
    assert_int_equal(tick(w), 0);
    w->svc.now += 1;
    assert_int_equal(tick(w), 1);
    assert_string_equal(brief_of(w, w->editor, id), "Controleer de breif.");
}

static void test_more_than_spelling_is_refused_part_by_part(void **state)
{
    struct world *w = *state;
    const char *id = a_submission(w);
    struct svc_correction c;
    assert_done(AS(w, w->editor, svc_correction(SVC, text_str(id), &c, ERR)));
    struct store_section changed = {c.draft.sections[0].key, TEXT("Bel nooit de verhuurder.")};
    struct svc_correct in = {.practice = text_str(id),
                             .revision = text_str(c.revision),
                             .draft = {c.draft.title, TEXT("Controleer de brief niet."), &changed, 1},
                             .note = TEXT("Spelling.")};
    assert_refused(AS(w, w->editor, svc_correct(SVC, &in, ERR)), ERR_RULE);
    assert_reason("brief", "more-than-spelling");
    assert_reason(arena_printf(w->svc.arena, "section-%s", changed.key), "more-than-spelling");
    in.draft = c.draft;
    assert_refused(AS(w, w->editor, svc_correct(SVC, &in, ERR)), ERR_RULE);
    assert_reason("text", "unchanged");
    in.draft.brief = TEXT("Controleer de breif.");
    in.note = TEXT(" ");
    assert_refused(AS(w, w->editor, svc_correct(SVC, &in, ERR)), ERR_INVALID);
    assert_refused(AS(w, w->lead, svc_correct(SVC, &in, ERR)), ERR_FORBIDDEN);
    assert_refused(AS(w, w->participant, svc_correct(SVC, &in, ERR)), ERR_NOT_FOUND);
}

static void test_a_proposed_fix_goes_when_the_text_goes_on(void **state)
{
    struct world *w = *state;
    const char *id = a_submission(w);
    struct svc_correction c;
    assert_done(propose(w, w->editor, id, "Controleer de breif."));
    assert_done(move_as(w, w->editor, id, MOVE_RETURN, "Zeg erbij vanaf wanneer."));
    assert_done(submit_as(w, w->lead, id));
    assert_done(AS(w, w->editor, svc_correction(SVC, text_str(id), &c, ERR)));
    assert_false(c.waits);
}

static void test_a_minor_correction_needs_a_second_editor_and_carries_the_decision_over(void **state)
{
    struct world *w = *state;
    struct boards b;
    const char *id = a_best_practice(w, &b);
    struct store_practice before, after;
    struct svc_practice p;
    national(w);
    days_pass(w, 30);
    assert_done(store_practice_get(w->store, id, w->svc.arena, &before, ERR));
    assert_refused(propose(w, w->lead, id, "Controleer de breif."), ERR_FORBIDDEN);
    assert_done(propose(w, w->editor, id, "Controleer de breif."));
    assert_refused(agree(w, w->editor, id), ERR_RULE);
    assert_reason("second-editor", "second-missing");
    assert_refused(propose(w, b.second_editor, id, "Controleer de briefje."), ERR_CONFLICT);
    assert_done(agree(w, b.second_editor, id));
    assert_done(read_as(w, w->participant, id, &p));
    assert_string_equal(p.text.brief, "Controleer de breif.");
    assert_int_equal(p.text.version, 2);
    assert_true(p.versions[0].correction);
    assert_int_equal(p.versions[0].mends, 1);
    assert_false(p.versions[1].correction);
    assert_string_equal(p.versions[0].note, "Spelling.");
    assert_string_equal(p.versions[0].author_name, "Rik Redactie");
    assert_stage(id, STORE_ADOPTED, STAGE_BEST_PRACTICE);
    assert_done(store_practice_get(w->store, id, w->svc.arena, &after, ERR));
    assert_true(after.lines[STORE_ADOPTED].since == before.lines[STORE_ADOPTED].since);
    assert_true(after.lines[STORE_ADOPTED].review_at == before.lines[STORE_ADOPTED].review_at);
    assert_string_equal(last_change(w, id), "practice.correct from=best-practice to=best-practice");
    struct svc_steps steps; /* the public is told */
    assert_done(AS(w, ANONYMOUS, svc_timeline(SVC, text_str(id), &steps, ERR)));
    assert_int_equal(steps.at[0].move, MOVE_CORRECT);
    assert_string_equal(steps.at[0].words, "Spelling.");
    assert_string_equal(steps.at[0].by, "");
}

static void test_with_one_editor_it_passes_after_five_working_days_marked(void **state)
{
    struct world *w = *state;
    struct boards b;
    const char *id = a_best_practice(w, &b);
    struct svc_steps steps;
    national(w);
    assert_done(AS(w, w->admin, svc_person_disable(SVC, text_str(b.second_editor), true, ERR)));
    assert_done(propose(w, w->editor, id, "Controleer de breif."));
    days_pass(w, 9);
    assert_int_equal(tick(w), 1);
    assert_done(AS(w, w->participant, svc_timeline(SVC, text_str(id), &steps, ERR)));
    assert_int_equal(steps.at[0].move, MOVE_CORRECT);
    assert_true(steps.at[0].one_editor);
}

static void test_with_one_editor_it_waits_as_long_as_the_setting_says(void **state)
{
    struct world *w = *state;
    struct boards b;
    const char *id = a_best_practice(w, &b);
    national(w);
    assert_done(AS(w, SYSTEM, svc_setting_put(SVC, TEXT("term-second"), TEXT("1"), ERR)));
    assert_done(AS(w, w->admin, svc_person_disable(SVC, text_str(b.second_editor), true, ERR)));
    w->svc.now = calendar_at((struct date){2026, 3, 17}, 12, 0); /* a Tuesday */
    assert_done(propose(w, w->editor, id, "Controleer de breif."));
    days_pass(w, 1);
    assert_int_equal(tick(w), 0);
    days_pass(w, 1);
    assert_int_equal(tick(w), 1);
    assert_string_equal(brief_of(w, ANONYMOUS, id), "Controleer de breif.");
}

static void test_in_a_small_network_one_editor_suffices_but_sees_it_first(void **state)
{
    struct world *w = *state;
    struct boards b;
    const char *id = a_best_practice(w, &b);
    struct svc_correction c;
    assert_done(propose(w, w->editor, id, "Controleer de breif."));
    assert_int_equal(tick(w), 0); /* nobody else has to agree, and no clock is quicker than the look */
    assert_string_equal(brief_of(w, ANONYMOUS, id), "Controleer de brief.");
    assert_done(AS(w, w->editor, svc_correction(SVC, text_str(id), &c, ERR)));
    assert_true(c.may_agree);
    assert_true(c.n_parts > 1);
    assert_done(agree(w, w->editor, id));
    assert_string_equal(brief_of(w, ANONYMOUS, id), "Controleer de breif.");
}

static void test_a_correction_can_be_let_be(void **state)
{
    struct world *w = *state;
    struct boards b;
    const char *id = a_best_practice(w, &b);
    struct svc_correction c;
    assert_done(propose(w, w->editor, id, "Controleer de breif."));
    assert_refused(AS(w, w->lead, svc_correction_drop(SVC, text_str(id), ERR)), ERR_FORBIDDEN);
    assert_done(AS(w, b.second_editor, svc_correction_drop(SVC, text_str(id), ERR)));
    assert_done(AS(w, w->editor, svc_correction(SVC, text_str(id), &c, ERR)));
    assert_false(c.waits);
    days_pass(w, 30);
    (void)tick(w);
    assert_string_equal(brief_of(w, ANONYMOUS, id), "Controleer de brief.");
}

/* A first line as this one reads as spelling, and is no text that can be shown. */
static text indented(struct world *w, text body)
{
    return text_str(arena_printf(w->svc.arena, "%101s%.*s", "", TEXT_FMT(body)));
}

static void test_what_cannot_be_shown_is_no_correction(void **state)
{
    struct world *w = *state;
    const char *id = a_submission(w);
    struct svc_correction c;
    assert_done(AS(w, w->editor, svc_correction(SVC, text_str(id), &c, ERR)));
    struct store_section changed = {c.draft.sections[0].key, indented(w, c.draft.sections[0].body)};
    struct svc_correct in = {.practice = text_str(id),
                             .revision = text_str(c.revision),
                             .draft = {c.draft.title, c.draft.brief, &changed, 1},
                             .note = TEXT("Spelling.")};
    assert_refused(AS(w, w->editor, svc_correct(SVC, &in, ERR)), ERR_INVALID);
    assert_reason(arena_printf(w->svc.arena, "section-%s", changed.key), "too-indented");
}

/* As one was taken before that was asked. */
static void put_one_that_cannot_be_shown(struct world *w, const char *id)
{
    struct store_correction row;
    assert_done(propose(w, w->editor, id, "Controleer de breif."));
    assert_done(store_correction_get(w->store, id, w->svc.arena, &row, ERR));
    struct store_section *sections = ARENA_ARRAY(w->svc.arena, struct store_section, row.n_sections);
    memcpy(sections, row.sections, row.n_sections * sizeof *sections);
    sections[0].body = indented(w, sections[0].body);
    row.sections = sections;
    assert_done(AS(w, SYSTEM, store_correction_put(w->store, &row, ERR)));
}

static void test_a_move_that_fails_holds_up_no_other_clock(void **state)
{
    struct world *w = *state;
    char said[512] = "";
    FILE *file = tmpfile();
    const struct kb_log log = {.fd = fileno(file), .least = KB_LOG_WARN};
    const char *innocent = adopted(w, "Een andere tekst", "Bel de huisbaas."), *id = a_submission(w);
    put_one_that_cannot_be_shown(w, id);
    days_pass(w, 800);
    w->svc.log = &log;
    assert_int_equal(tick(w), 1);
    w->svc.log = NULL;
    assert_stage(innocent, STORE_ADOPTED, STAGE_DUE);
    assert_stage(id, STORE_CANDIDATE, STAGE_SUBMITTED);
    rewind(file);
    assert_non_null(fgets(said, sizeof said, file));
    fclose(file);
    assert_non_null(strstr(said, arena_printf(w->svc.arena, " error clock.failed practice=%s action=%s code=invalid ",
                                              id, stage_move_slug(MOVE_FIX_LANGUAGE))));
    assert_non_null(strstr(said, " reason=too-indented"));
    assert_done(AS(w, w->editor, svc_correction_drop(SVC, text_str(id), ERR))); /* and it can be let be */
}

static void test_trouble_of_the_store_stops_all_clocks(void **state)
{
    struct world *w = *state;
    size_t moved;
    put_one_that_cannot_be_shown(w, a_submission(w));
    days_pass(w, 10);
    assert_failures_are_told(w, SYSTEM, svc_keep(SVC, NULL, NULL, &moved, ERR));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WORLD(test_a_language_fix_waits_for_the_lead_and_makes_no_author),
        IN_WORLD(test_a_lead_who_is_silent_for_five_working_days_lets_it_pass),
        IN_WORLD(test_a_fix_waits_as_long_as_the_setting_says),
        IN_WORLD(test_more_than_spelling_is_refused_part_by_part),
        IN_WORLD(test_a_proposed_fix_goes_when_the_text_goes_on),
        IN_WORLD(test_a_minor_correction_needs_a_second_editor_and_carries_the_decision_over),
        IN_WORLD(test_with_one_editor_it_passes_after_five_working_days_marked),
        IN_WORLD(test_with_one_editor_it_waits_as_long_as_the_setting_says),
        IN_WORLD(test_in_a_small_network_one_editor_suffices_but_sees_it_first),
        IN_WORLD(test_a_correction_can_be_let_be),
        IN_WORLD(test_what_cannot_be_shown_is_no_correction),
        IN_WORLD(test_a_move_that_fails_holds_up_no_other_clock),
        IN_WORLD(test_trouble_of_the_store_stops_all_clocks),
    };
    return cmocka_run_group_tests_name("corrections", tests, NULL, NULL);
}
