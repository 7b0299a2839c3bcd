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

/* ---- Final comments are on the text that is put to the boards ---- */

static void publish_new_text(struct world *w, const char *id, const char *words)
{
    const char *revision;
    fill_draft(w, id, words);
    assert_done(publish_as(w, w->lead, id, working_version(w, w->lead, id), &revision));
    assent_as(w, w->editor, id, SVC_ASSENT_CHECK, "Een huuradvocaat");
}

static void test_final_comments_begin_anew_with_a_new_text(void **state)
{
    struct world *w = *state;
    struct svc_practice p;
    boards_of(w);
    assert_done(AS(w, SYSTEM, svc_setting_put(SVC, TEXT("profile"), TEXT("national"), ERR)));
    const char *id = adopted(w, "Huurverhoging", "Bel de verhuurder.");
    assert_done(move_as(w, w->lead, id, MOVE_REVISE, ""));
    days_pass(w, 11);
    publish_new_text(w, id, "Schrijf eerst de verhuurder.");
    struct svc_which which = {.key = text_str(id), .candidate = true};
    kb_time until = calendar_term_end(date_add_days(calendar_date(w->svc.now), 10));
    assert_refused(open_round_as(w, w->editor, id, ROUND_CONSENT, PARTNERS), ERR_RULE);
    assert_reason("final-comment", "too-early");
    assert_true(w->err.items[0].until == until);
    assert_done(AS(w, w->participant, svc_practice(SVC, &which, &p, ERR)));
    assert_true(p.until == until); /* everybody is told until when */
    assert_true(needed(w, w->editor, id).due == until);
    w->svc.now = until - 1;
    assert_refused(open_round_as(w, w->editor, id, ROUND_CONSENT, PARTNERS), ERR_RULE);
    w->svc.now = until;
    assert_done(open_round_as(w, w->editor, id, ROUND_CONSENT, PARTNERS));
}

static void test_without_final_comments_a_new_text_waits_for_nobody(void **state)
{
    struct world *w = *state;
    struct svc_practice p;
    boards_of(w);
    const char *id = a_recommendation(w);
    struct svc_which which = {.key = text_str(id), .candidate = true};
    publish_new_text(w, id, "Schrijf eerst de verhuurder.");
    assert_done(AS(w, w->participant, svc_practice(SVC, &which, &p, ERR)));
    assert_true(p.until == 0);
    assert_done(open_round_as(w, w->editor, id, ROUND_CONSENT, PARTNERS));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WORLD(test_five_working_days_after_a_term_are_counted_from_its_last_day),
        IN_WORLD(test_the_days_to_open_a_round_are_counted_from_the_last_day_of_comments),
        IN_WORLD(test_final_comments_begin_anew_with_a_new_text),
        IN_WORLD(test_without_final_comments_a_new_text_waits_for_nobody),
    };
    return cmocka_run_group_tests_name("term", tests, NULL, NULL);
}
