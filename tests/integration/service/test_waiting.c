/* What waits for somebody, and what they are writing: all of it, each thing once; and by when what is put off goes on.
 */
#include "kb/service/service__internal.h"
#include "tests/integration/service/ladder_test.h"

static struct svc_waits_list waits_of(struct world *w, const char *who, size_t limit)
{
    struct svc_waits_list waits;
    assert_done(AS(w, who, svc_waiting(SVC, limit, &waits, ERR)));
    return waits;
}

static size_t work_of(struct world *w, const char *who)
{
    struct svc_cards cards;
    assert_done(AS(w, who, svc_my_work(SVC, 10, &cards, ERR)));
    return cards.n;
}

static void test_whoever_leads_many_texts_hears_of_each_that_is_due(void **state)
{
    struct world *w = *state;
    enum { TEXTS = 60, SHOWN = 10 };
    for (int i = 0; i < TEXTS; i++) (void)adopted(w, arena_printf(w->svc.arena, "Tekst %d", i), "Bel de huisbaas.");
    days_pass(w, 800);
    assert_int_equal(tick(w), TEXTS);
    assert_int_equal(waits_of(w, w->lead, 2 * TEXTS).n, TEXTS);
    struct svc_waits_list waits = waits_of(w, w->lead, SHOWN);
    assert_int_equal(waits.n, SHOWN);
    assert_int_equal(waits.more, TEXTS - SHOWN);
}

static void test_a_draft_is_work_however_many_texts_were_touched_since(void **state)
{
    struct world *w = *state;
    (void)start_draft(w, w->member, "huur", "Van huur");
    days_pass(w, 1);
    for (int i = 0; i < 60; i++) (void)adopted(w, arena_printf(w->svc.arena, "Tekst %d", i), "Bel de huisbaas.");
    assert_int_equal(work_of(w, w->lead), 1);
}

static void test_whoever_is_two_things_in_a_group_hears_of_a_text_once(void **state)
{
    struct world *w = *state;
    const char *id = a_proposal(w);
    struct svc_remark_add remark = {.practice = text_str(id), .body = TEXT("Kan dit korter?")};
    assert_done(AS(w, w->participant, svc_remark_add(SVC, &remark, ERR)));
    give(w, w->member, "second-lead", "group", "huur");
    assert_int_equal(waits_of(w, w->member, 10).n, 1);
    assert_int_equal(work_of(w, w->member), 1);
}

/* Held as a member first, and as a lead too. */
static void test_whoever_leads_a_group_hears_what_is_the_leads_whatever_else_they_are_in_it(void **state)
{
    struct world *w = *state;
    (void)adopted(w, "Een tekst", "Bel de huisbaas.");
    days_pass(w, 800);
    (void)tick(w);
    assert_int_equal(waits_of(w, w->member, 10).n, 0);
    give(w, w->member, "second-lead", "group", "huur");
    struct svc_waits_list waits = waits_of(w, w->member, 10);
    assert_int_equal(waits.n, 1);
    assert_int_equal(waits.at[0].what, SVC_WAIT_REVIEW);
}

/* ---- Put off ---- */

/* A text that stands, with a new one beside it that the clock put off. */
static const char *put_off(struct world *w)
{
    struct boards b = boards_of(w);
    const char *id = in_second_round(w, &b);
    days_pass(w, 100);
    assert_int_equal(tick(w), 1);
    assert_stage(id, STORE_CANDIDATE, STAGE_DEFERRED);
    return id;
}

static kb_time due_of(struct world *w, const char *id)
{
    struct store_practice row;
    kb_time due = 0;
    assert_done(store_practice_get(w->store, id, w->svc.arena, &row, ERR));
    assert_done(AS(w, SYSTEM, svc__due(SVC, &row, STORE_CANDIDATE, &due, ERR)));
    return due;
}

static void test_what_is_put_off_keeps_its_day_when_the_text_that_stands_is_mended(void **state)
{
    struct world *w = *state;
    const char *id = put_off(w);
    kb_time due = due_of(w, id);
    assert_true(due > w->svc.now);
    mend_spelling(w, id);
    assert_true(due_of(w, id) == due);
}

/* ---- Meetings ---- */

static void test_a_board_sees_what_is_to_come_however_often_it_met(void **state)
{
    struct world *w = *state;
    struct boards b = boards_of(w);
    struct svc_boards boards;
    enum { BEHIND = 205, AHEAD = 1 };
    struct date today = calendar_date(w->svc.now);
    char day[DATE_BYTES], last[DATE_BYTES];
    assert_done(db_begin(w->store->db, ERR));
    for (int i = -BEHIND; i <= AHEAD; i++) {
        struct store_meeting m = {.organisation = b.organisations[0],
                                  .day = date_format(date_add_days(today, 7 * i), DATE_ISO, day)};
        if (i) assert_done(store_meeting_put(w->store, &m, ERR));
    }
    assert_done(db_commit(w->store->db, ERR));
    assert_done(AS(w, b.secretaries[0], svc_boards(SVC, &boards, ERR)));
    for (size_t i = 0; i < boards.n; i++) {
        if (strcmp(boards.at[i].organisation, b.organisations[0]) != 0) continue;
        assert_int_equal(boards.at[i].n_meetings, AHEAD);
        assert_string_equal(boards.at[i].last, date_format(date_add_days(today, -7), DATE_ISO, last));
        return;
    }
    fail();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WORLD(test_whoever_leads_many_texts_hears_of_each_that_is_due),
        IN_WORLD(test_a_draft_is_work_however_many_texts_were_touched_since),
        IN_WORLD(test_whoever_is_two_things_in_a_group_hears_of_a_text_once),
        IN_WORLD(test_whoever_leads_a_group_hears_what_is_the_leads_whatever_else_they_are_in_it),
        IN_WORLD(test_what_is_put_off_keeps_its_day_when_the_text_that_stands_is_mended),
        IN_WORLD(test_a_board_sees_what_is_to_come_however_often_it_met),
    };
    return cmocka_run_group_tests_name("waiting", tests, NULL, NULL);
}
