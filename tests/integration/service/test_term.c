/* When a term ends: at 24:00 on its last day, and what is counted from it begins the day after. */
#include "tests/integration/service/ladder_test.h"

static void set_term(struct world *w, const char *name, const char *days)
{
    assert_done(AS(w, SYSTEM, svc_setting_put(SVC, text_str(name), text_str(days), ERR)));
}

static struct svc_needed needed(struct world *w, const char *who, const char *id)
{
    struct svc_needed n;
    assert_done(AS(w, who, svc_needed(SVC, text_str(id), LINE_CANDIDATE, &n, ERR)));
    return n;
}

/* Three weeks after 10 March 2026. Good Friday and Easter Monday lie in the five working days. */
static void test_five_working_days_after_a_term_are_counted_from_its_last_day(void **state)
{
    struct world *w = *state;
    struct boards b = boards_of(w);
    const char *round, *id = in_round(w, ROUND_LIGHT, &round);
    struct store_round row;
    for (int i = 0; i < 2; i++) assert_done(say_as(w, b.secretaries[i], round, b.organisations[i], POSITION_AGREE));
    assert_done(store_round_get(w->store, round, w->svc.arena, &row, ERR));
    assert_true(row.ends == calendar_term_end((struct date){2026, 3, 31})); /* a Tuesday */
    kb_time by_itself = calendar_term_end((struct date){2026, 4, 9});
    w->svc.now = row.ends;
    assert_true(needed(w, w->editor, id).due == by_itself);
    w->svc.now = by_itself - 1;
    assert_int_equal(tick(w), 0);
    assert_stage(id, STORE_CANDIDATE, STAGE_IN_ROUND);
    w->svc.now = by_itself;
    assert_int_equal(tick(w), 1);
    assert_stage(id, STORE_ADOPTED, STAGE_BEST_PRACTICE);
}

static void test_the_days_to_open_a_round_are_counted_from_the_last_day_of_comments(void **state)
{
    struct world *w = *state;
    struct svc_desk desk;
    struct svc_desk_ask all = {0};
    set_term(w, "term-final-comment", "8");
    const char *id = a_recommendation(w); /* on 10 March: comments until Wednesday the 18th */
    assert_true(needed(w, w->editor, id).due == calendar_term_end((struct date){2026, 3, 18}));
    w->svc.now = calendar_term_end((struct date){2026, 3, 18});
    assert_done(AS(w, w->editor, svc_desk(SVC, &all, &desk, ERR)));
    assert_int_equal(desk.n, 1);
    assert_true(desk.at[0].due == calendar_term_end((struct date){2026, 4, 1}));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WORLD(test_five_working_days_after_a_term_are_counted_from_its_last_day),
        IN_WORLD(test_the_days_to_open_a_round_are_counted_from_the_last_day_of_comments),
    };
    return cmocka_run_group_tests_name("term", tests, NULL, NULL);
}
