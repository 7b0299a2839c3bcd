/* What waits for somebody, and what they are writing: all of it, each thing once; and by when what is put off goes on.
 */
#include "kb/service/service__internal.h"
#include "tests/integration/service/ladder_test.h"

/* ---- Put off ---- */

/* A text that stands, with a new one beside it that the clock put off. */
static const char *put_off(struct world *w)
{
    struct boards b = boards_of(w);
    const char *round, *id = in_round(w, ROUND_LIGHT, &round);
    for (int i = 0; i < PARTNERS; i++)
        assert_done(say_as(w, b.secretaries[i], round, b.organisations[i], POSITION_AGREE));
    assert_done(adopt_as(w, w->editor, id));
    assert_done(move_as(w, w->lead, id, MOVE_REVISE, ""));
    days_pass(w, 8);
    assent_as(w, w->editor, id, SVC_ASSENT_CHECK, "Een huuradvocaat");
    assert_done(open_round_as(w, w->editor, id, ROUND_CONSENT, PARTNERS));
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
    struct svc_correction c;
    assert_true(due > w->svc.now);
    assert_done(AS(w, w->editor, svc_correction(SVC, text_str(id), &c, ERR)));
    struct svc_correct in = {.practice = text_str(id), .revision = text_str(c.revision), .note = TEXT("Spelling.")};
    in.draft = c.draft;
    in.draft.brief = TEXT("Controleer de breif.");
    assert_done(AS(w, w->editor, svc_correct(SVC, &in, ERR)));
    assert_done(AS(w, w->editor, svc_correction_agree(SVC, text_str(id), w->svc.now, ERR)));
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
        IN_WORLD(test_what_is_put_off_keeps_its_day_when_the_text_that_stands_is_mended),
        IN_WORLD(test_a_board_sees_what_is_to_come_however_often_it_met),
    };
    return cmocka_run_group_tests_name("waiting", tests, NULL, NULL);
}
