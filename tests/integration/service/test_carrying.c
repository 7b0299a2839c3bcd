/* Uitvoering: how far an adopted plan is, per organisation. */
#include "kb/service/service__internal.h"
#include "tests/integration/service/ladder_test.h"

static err_code carry(struct world *w, const char *who, const char *id, const char *organisation, const char *state,
                      const char *step)
{
    struct svc_carrying_put in = {.practice = text_str(id),
                                  .organisation = text_str(organisation),
                                  .state = text_str(state),
                                  .step = text_str(step),
                                  .day = {2026, 9, 1}};
    return AS(w, who, svc_carrying_put(SVC, &in, ERR));
}

static const char *a_plan(struct world *w)
{
    const char *id = adopted(w, "Samen een helpdesk", "Bel de helpdesk.");
    struct svc_place place = {.practice = text_str(id), .kind = PRACTICE_PLAN};
    assert_done(AS(w, w->editor, svc_place(SVC, &place, ERR)));
    return id;
}

static void test_the_own_board_or_an_editor_says_how_far_a_plan_is(void **state)
{
    struct world *w = *state;
    struct boards b = boards_of(w);
    struct svc_carryings c;
    const char *id = a_plan(w);
    assert_refused(carry(w, b.secretaries[1], id, b.organisations[0], "busy", "Rooster maken."), ERR_FORBIDDEN);
    assert_refused(carry(w, w->lead, id, b.organisations[0], "busy", "Rooster maken."), ERR_FORBIDDEN);
    assert_refused(carry(w, b.secretaries[0], id, b.organisations[0], "busy", " "), ERR_INVALID);
    assert_reason("step", "required");
    assert_refused(carry(w, b.secretaries[0], id, b.organisations[0], "anders", "Bel."), ERR_INVALID);
    assert_done(carry(w, b.secretaries[0], id, b.organisations[0], "busy", "Rooster maken."));
    assert_done(carry(w, w->editor, id, b.organisations[2], "stuck", "Geen geld."));
    assert_done(AS(w, w->participant, svc_carryings(SVC, text_str(id), &c, ERR)));
    assert_true(c.plan);
    assert_int_equal(c.n, 2);
    assert_false(c.at[0].mine);
    assert_done(AS(w, b.secretaries[0], svc_carryings(SVC, text_str(id), &c, ERR)));
    assert_int_equal(c.n, 2);
    for (size_t i = 0; i < c.n; i++) {
        bool own = !strcmp(c.at[i].organisation, b.organisations[0]);
        assert_int_equal(c.at[i].mine, own);
        assert_string_equal(c.at[i].state, own ? "busy" : "stuck");
        assert_string_equal(c.at[i].day, "2026-09-01");
    }
    assert_done(carry(w, b.secretaries[0], id, b.organisations[0], "done", ""));
    assert_done(AS(w, w->editor, svc_carryings(SVC, text_str(id), &c, ERR)));
    assert_int_equal(c.n, PARTNERS); /* an editor may say it for each */
    assert_string_equal(last_change(w, id),
                        arena_printf(w->svc.arena, "plan.carry organisation=%s state=done", b.organisations[0]));
}

/* A secretary and an editor have the page before them: the second does not write over what the first said unread. */
static void test_what_was_said_of_a_plan_since_is_not_written_over(void **state)
{
    struct world *w = *state;
    struct boards b = boards_of(w);
    struct svc_carryings c;
    const char *id = a_plan(w);
    struct svc_carrying_put in = {.practice = text_str(id),
                                  .organisation = text_str(b.organisations[0]),
                                  .state = TEXT("busy"),
                                  .step = TEXT("Rooster maken."),
                                  .seen = 1};
    assert_done(AS(w, b.secretaries[0], svc_carrying_put(SVC, &in, ERR)));
    in.state = TEXT("planned");
    in.revision = TEXT("another-revision");
    assert_refused(AS(w, w->editor, svc_carrying_put(SVC, &in, ERR)), ERR_CONFLICT);
    assert_reason("revision", "changed-since");
    assert_done(AS(w, w->editor, svc_carryings(SVC, text_str(id), &c, ERR)));
    in.revision = text_str(c.revision);
    assert_refused(AS(w, w->editor, svc_carrying_put(SVC, &in, ERR)), ERR_CONFLICT);
    assert_reason("state", "position-changed");
    in.organisation = text_str(b.organisations[1]); /* of another organisation nothing was said */
    assert_done(AS(w, w->editor, svc_carrying_put(SVC, &in, ERR)));
    in.organisation = text_str(b.organisations[0]);
    assert_done(AS(w, w->editor, svc_carryings(SVC, text_str(id), &c, ERR)));
    for (size_t i = 0; i < c.n; i++)
        if (c.at[i].at > in.seen) in.seen = c.at[i].at;
    assert_done(AS(w, w->editor, svc_carrying_put(SVC, &in, ERR)));
}

static void test_only_a_plan_that_stands_is_carried_out_and_the_public_is_told_nothing(void **state)
{
    struct world *w = *state;
    struct boards b = boards_of(w);
    struct svc_carryings c;
    const char *id = adopted(w, "Bel eerst", "Bel."), *draft = full_draft(w), *plan = a_plan(w);
    assert_refused(carry(w, b.secretaries[0], id, b.organisations[0], "busy", "Bel."), ERR_CONFLICT);
    assert_refused(carry(w, b.secretaries[0], draft, b.organisations[0], "busy", "Bel."), ERR_NOT_FOUND);
    assert_done(carry(w, b.secretaries[0], plan, b.organisations[0], "busy", "Bel."));
    assert_done(AS(w, ANONYMOUS, svc_carryings(SVC, text_str(plan), &c, ERR)));
    assert_true(!c.plan && c.n == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WORLD(test_the_own_board_or_an_editor_says_how_far_a_plan_is),
        IN_WORLD(test_what_was_said_of_a_plan_since_is_not_written_over),
        IN_WORLD(test_only_a_plan_that_stands_is_carried_out_and_the_public_is_told_nothing),
    };
    return cmocka_run_group_tests_name("carrying out", tests, NULL, NULL);
}
