/* What waits for somebody, and what they are writing: all of it, each thing once; and by when what is put off goes on.
 */
#include "kb/service/service__internal.h"
#include "tests/integration/service/ladder_test.h"

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
        IN_WORLD(test_a_board_sees_what_is_to_come_however_often_it_met),
    };
    return cmocka_run_group_tests_name("waiting", tests, NULL, NULL);
}
