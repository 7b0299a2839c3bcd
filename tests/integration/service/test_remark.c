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

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WORLD(test_one_person_has_a_number_of_open_remarks_on_one_text),
        IN_WORLD(test_one_person_has_a_number_of_experiences_with_one_text),
        IN_WORLD(test_the_pages_together_have_everything_once),
        IN_WORLD(test_what_a_group_said_before_has_no_page_for_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
