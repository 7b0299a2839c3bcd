/* What readers say of a text has room for everybody: one person leaves room for the others, and what does not fit on
 * the first page stands on another. */
#include "tests/integration/service/ladder_test.h"

static err_code remark_on(struct world *w, const char *who, const char *id, const char *body)
{
    struct svc_remark_add in = {.practice = text_str(id), .body = text_str(body)};
    return AS(w, who, svc_remark_add(SVC, &in, ERR));
}

static err_code experience_on(struct world *w, const char *who, const char *id)
{
    struct svc_experience_add in = {.practice = text_str(id), .body = TEXT("Het hielp."), .again = TEXT("yes")};
    return AS(w, who, svc_experience_add(SVC, &in, ERR));
}

static struct svc_said said_to(struct world *w, const char *who, const char *id, struct svc_said_part part)
{
    struct svc_said said;
    assert_done(AS(w, who, svc_said(SVC, text_str(id), &part, &said, ERR)));
    return said;
}

static void test_one_person_has_a_number_of_open_remarks_on_one_text(void **state)
{
    struct world *w = *state;
    const char *id = a_proposal(w), *another = a_proposal(w);
    for (int i = 0; i < SVC_REMARKS_OPEN_MAX; i++) assert_done(remark_on(w, w->participant, id, "Kan dit anders?"));
    int64_t before = log_length(w);
    assert_refused(remark_on(w, w->participant, id, "En dit?"), ERR_INVALID);
    assert_reason("body", "too-many-open");
    assert_int_equal(log_length(w), before);
    assert_done(remark_on(w, w->participant, another, "En dit?"));
    assert_done(remark_on(w, w->other, id, "En dit?"));
    struct svc_said said = said_to(w, w->member, id, (struct svc_said_part){.remarks = 2});
    assert_int_equal(said.remarks_at.all, SVC_REMARKS_OPEN_MAX + 1);
    const struct store_remark *one = &said.remarks[0].row;
    assert_string_equal(one->person, w->participant);
    assert_done(AS(w, w->member, svc_remark_answer(SVC, text_str(id), text_str(one->id), TEXT("Nee."), ERR)));
    assert_done(remark_on(w, w->participant, id, "En dit?")); /* what was answered makes room */
    assert_refused(remark_on(w, w->participant, id, "En dat?"), ERR_INVALID);
}

static void test_one_person_has_a_number_of_experiences_with_one_text(void **state)
{
    struct world *w = *state;
    const char *id = a_proposal(w), *another = a_proposal(w);
    for (int i = 0; i < SVC_EXPERIENCES_MAX; i++) assert_done(experience_on(w, w->participant, id));
    assert_refused(experience_on(w, w->participant, id), ERR_INVALID);
    assert_reason("experience", "too-many-yours");
    assert_done(experience_on(w, w->participant, another));
    assert_done(experience_on(w, w->other, id));
}

static err_code take_back(struct world *w, const char *who, const char *id, enum svc_said_kind kind, const char *which)
{
    return AS(w, who, svc_take_back(SVC, text_str(id), kind, text_str(which), ERR));
}

/* Nobody else takes it back, not through another text either; what was answered stays. */
static void test_who_said_it_takes_it_back(void **state)
{
    struct world *w = *state;
    const char *id = a_proposal(w), *another = a_proposal(w);
    assert_done(remark_on(w, w->participant, id, "Kan dit anders?"));
    assert_done(experience_on(w, w->participant, id));
    struct svc_said said = said_to(w, w->participant, id, (struct svc_said_part){0});
    const char *remark = said.remarks[0].row.id, *experience = said.experiences[0].row.id;
    assert_true(said.remarks[0].may_take_back && said.experiences[0].mine);
    const char *const others[] = {w->other, w->lead, w->editor, w->nobody, ANONYMOUS};
    for (size_t i = 0; i < COUNT_OF(others); i++) {
        assert_refused(take_back(w, others[i], id, SVC_SAID_REMARK, remark), ERR_NOT_FOUND);
        assert_refused(take_back(w, others[i], id, SVC_SAID_EXPERIENCE, experience), ERR_NOT_FOUND);
    }
    assert_refused(take_back(w, w->participant, another, SVC_SAID_REMARK, remark), ERR_NOT_FOUND);
    assert_refused(take_back(w, w->participant, another, SVC_SAID_EXPERIENCE, experience), ERR_NOT_FOUND);
    assert_refused(take_back(w, w->participant, id, SVC_SAID_REMARK, experience), ERR_NOT_FOUND);
    said = said_to(w, w->other, id, (struct svc_said_part){0});
    assert_false(said.remarks[0].may_take_back || said.experiences[0].mine);
    int64_t before = log_length(w);
    assert_done(take_back(w, w->participant, id, SVC_SAID_REMARK, remark));
    assert_done(take_back(w, w->participant, id, SVC_SAID_EXPERIENCE, experience));
    assert_int_equal(log_length(w), before + 2);
    said = said_to(w, w->participant, id, (struct svc_said_part){0});
    assert_int_equal(said.n_remarks, 0);
    assert_int_equal(said.n_experiences, 0);
    assert_refused(take_back(w, w->participant, id, SVC_SAID_REMARK, remark), ERR_NOT_FOUND);
}

static void test_an_answered_remark_stays(void **state)
{
    struct world *w = *state;
    const char *id = a_proposal(w);
    assert_done(remark_on(w, w->participant, id, "Kan dit anders?"));
    struct svc_said said = said_to(w, w->participant, id, (struct svc_said_part){0});
    const char *remark = said.remarks[0].row.id;
    assert_done(AS(w, w->member, svc_remark_answer(SVC, text_str(id), text_str(remark), TEXT("Nee."), ERR)));
    assert_refused(take_back(w, w->participant, id, SVC_SAID_REMARK, remark), ERR_CONFLICT);
    assert_reason("remark", "already-answered");
    said = said_to(w, w->participant, id, (struct svc_said_part){0});
    assert_int_equal(said.n_remarks, 1);
    assert_false(said.remarks[0].may_take_back);
}

/* A slip of the finger is mended on its own day, and only the own one. */
static void test_a_tap_is_taken_back_on_its_day(void **state)
{
    struct world *w = *state;
    const char *id = a_proposal(w);
    assert_done(AS(w, w->participant, svc_use(SVC, text_str(id), SVC_NO_HELP, ERR)));
    assert_done(AS(w, w->participant, svc_use(SVC, text_str(id), SVC_USED, ERR)));
    assert_done(AS(w, w->other, svc_use(SVC, text_str(id), SVC_NO_HELP, ERR)));
    assert_done(take_back(w, w->participant, id, SVC_SAID_USE, "no-help"));
    struct svc_said said = said_to(w, w->participant, id, (struct svc_said_part){0});
    assert_int_equal(said.uses.no_help, 1);
    assert_int_equal(said.uses.used, 1);
    assert_int_equal(said.mine_today, 1);
    assert_refused(take_back(w, w->participant, id, SVC_SAID_USE, "liked"), ERR_NOT_FOUND);
    days_pass(w, 1);
    said = said_to(w, w->participant, id, (struct svc_said_part){0});
    assert_int_equal(said.mine.n, 1);
    assert_int_equal(said.mine_today, 0);
    assert_done(take_back(w, w->participant, id, SVC_SAID_USE, "used")); /* there is none of today */
    said = said_to(w, w->participant, id, (struct svc_said_part){0});
    assert_int_equal(said.uses.used, 1);
}

static void test_the_pages_together_have_everything_once(void **state)
{
    struct world *w = *state;
    const char *id = a_proposal(w);
    char seen[SVC_REMARKS_OPEN_MAX + 1] = "";
    for (int i = 0; i < SVC_REMARKS_OPEN_MAX; i++)
        assert_done(remark_on(w, w->participant, id, arena_printf(w->svc.arena, "%d", i))); /* all at one moment */
    struct svc_said said = said_to(w, w->participant, id, (struct svc_said_part){0});
    assert_int_equal(said.remarks_at.page, 1);
    assert_true(said.remarks_at.pages > 1);
    for (size_t page = 1; page <= said.remarks_at.pages; page++) {
        struct svc_said part = said_to(w, w->participant, id, (struct svc_said_part){.remarks = page});
        assert_int_equal(part.remarks_at.page, page);
        assert_in_range(part.n_remarks, 1, SVC_SAID_SHOWN);
        for (size_t i = 0; i < part.n_remarks; i++) seen[atoi(part.remarks[i].row.body)]++;
    }
    for (int i = 0; i < SVC_REMARKS_OPEN_MAX; i++) assert_int_equal(seen[i], 1);
    said = said_to(w, w->participant, id, (struct svc_said_part){.remarks = 99});
    assert_int_equal(said.remarks_at.page, said.remarks_at.pages);
}

/* What others do not see does not count for them either. */
static void test_what_a_group_said_before_has_no_page_for_others(void **state)
{
    struct world *w = *state;
    const char *id = full_draft(w), *revision;
    char words[40];
    assert_done(publish_as(w, w->member, id, working_version(w, w->member, id), &revision));
    for (int i = 0; i < SVC_SAID_SHOWN + 1; i++) {
        snprintf(words, sizeof words, "Onder ons %d", i);
        assert_done(remark_on(w, w->member, id, words));
    }
    days_pass(w, 1);
    assert_done(submit_as(w, w->lead, id));
    assert_done(move_as(w, w->editor, id, MOVE_ACCEPT, ""));
    assert_done(remark_on(w, w->participant, id, "Kan dit anders?"));
    struct svc_said said = said_to(w, w->participant, id, (struct svc_said_part){.remarks = 2});
    assert_int_equal(said.n_remarks, 1);
    assert_int_equal(said.remarks_at.all, 1);
    assert_int_equal(said.remarks_at.pages, 1);
    assert_int_equal(said_to(w, w->member, id, (struct svc_said_part){0}).remarks_at.all, SVC_SAID_SHOWN + 2);
}

/* Nor does it count for anybody, or hold the text back: who may not read it could not answer it either. */
static void test_what_a_group_said_before_is_nothing_that_is_needed(void **state)
{
    struct world *w = *state;
    const char *id = full_draft(w), *revision;
    struct svc_needed n;
    assert_done(publish_as(w, w->member, id, working_version(w, w->member, id), &revision));
    struct svc_remark_add must = {
        .practice = text_str(id), .candidate = true, .must = true, .body = TEXT("Onder ons: dit kan echt niet.")};
    assert_done(AS(w, w->member, svc_remark_add(SVC, &must, ERR)));
    days_pass(w, 1);
    assert_done(submit_as(w, w->lead, id));
    assert_done(move_as(w, w->editor, id, MOVE_ACCEPT, ""));
    days_pass(w, 8);
    assert_done(AS(w, w->editor, svc_needed(SVC, text_str(id), LINE_CANDIDATE, &n, ERR)));
    assert_int_equal(n.remarks, 0);
    for (size_t i = 0; i < n.n_missing; i++) assert_string_not_equal(n.missing[i].reason, "unanswered");
    assert_done(remark_on(w, w->participant, id, "Kan dit anders?"));
    assert_done(AS(w, w->editor, svc_needed(SVC, text_str(id), LINE_CANDIDATE, &n, ERR)));
    assert_int_equal(n.remarks, 1);
    assent_as(w, w->lead, id, SVC_ASSENT_LEAD, "");
    assent_as(w, w->editor, id, SVC_ASSENT_CHECK, "Een huuradvocaat");
    assent_as(w, w->lead, id, SVC_ASSENT_NOT_TRIED, "");
    assert_done(move_as(w, w->editor, id, MOVE_RECOMMEND, "Kan dit?"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WORLD(test_one_person_has_a_number_of_open_remarks_on_one_text),
        IN_WORLD(test_one_person_has_a_number_of_experiences_with_one_text),
        IN_WORLD(test_who_said_it_takes_it_back),
        IN_WORLD(test_an_answered_remark_stays),
        IN_WORLD(test_a_tap_is_taken_back_on_its_day),
        IN_WORLD(test_the_pages_together_have_everything_once),
        IN_WORLD(test_what_a_group_said_before_has_no_page_for_others),
        IN_WORLD(test_what_a_group_said_before_is_nothing_that_is_needed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
