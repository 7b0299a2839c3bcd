/* Who read what not everybody may read is written down before the answer leaves, and what everybody may read is not. */
#include "tests/walls/one_house.h"

#include <string.h>

/* ---- What stands in the log of reads: read on the writer thread, whose store it is ---- */

static struct {
    int64_t seq;
    char actor[STORE_ID_BYTES], what[40], object[STORE_ID_BYTES];
} last;

static err_code look(struct house *house, kb_err *err)
{
    struct store_restricteds all;
    ERR_TRY(store_restricted_list(house->w->store, 1, house->w->svc.arena, &all, err));
    memset(&last, 0, sizeof last);
    if (!all.n) return OK;
    last.seq = all.at[0].seq;
    snprintf(last.actor, sizeof last.actor, "%s", all.at[0].actor);
    snprintf(last.what, sizeof last.what, "%s", all.at[0].what);
    snprintf(last.object, sizeof last.object, "%s", all.at[0].object);
    return OK;
}

/* How many rows this request left; its status must be this one, and it shows the words (NULL: whatever). */
static int64_t rows_after(enum who who, int status, const char *path, const char *form, const char *words)
{
    house_do(h, look);
    int64_t before = last.seq;
    struct answer a = house_ask(h, who, form ? "POST" : "GET", path, "", form);
    if (a.status != status) fail_msg("%s, %s: %d, expected %d", who_names[who], path, a.status, status);
    if (words) assert_non_null(strstr(a.body, words));
    answer_free(&a);
    house_do(h, look);
    return last.seq - before;
}

static int64_t rows_of(enum who who, int status, const char *format, ...) __attribute__((format(printf, 3, 4)));
static int64_t rows_of(enum who who, int status, const char *format, ...)
{
    char path[300];
    va_list args;
    va_start(args, format);
    vsnprintf(path, sizeof path, format, args);
    va_end(args);
    return rows_after(who, status, path, NULL, NULL);
}

static void assert_last(enum who who, const char *what, const char *object)
{
    assert_string_equal(last.actor, h->persons[who]);
    assert_string_equal(last.what, what);
    assert_string_equal(last.object, object);
}

#define TEXT_ID(t) h->texts[t].id

/* ---- Once for each person and thing ---- */

static void test_own_data_are_written_down_when_they_are_handed_over(void **state)
{
    (void)state;
    assert_int_equal(rows_of(PARTICIPANT, 200, "/account/gegevens.json"), 1);
    assert_last(PARTICIPANT, "own-data", h->persons[PARTICIPANT]);
    assert_int_equal(rows_of(PARTICIPANT, 200, "/account/gegevens.json"), 0);
}

static void test_a_draft_is_written_down_once_for_each_reader_and_hour(void **state)
{
    (void)state;
    assert_int_equal(rows_of(MEMBER, 200, "/stukken/%s", TEXT_ID(TEXT_RETURNED)), 1);
    assert_last(MEMBER, "text", TEXT_ID(TEXT_RETURNED));
    assert_int_equal(rows_of(MEMBER, 200, "/stukken/%s", TEXT_ID(TEXT_RETURNED)), 0);
    assert_int_equal(rows_of(LEAD, 200, "/stukken/%s", TEXT_ID(TEXT_RETURNED)), 1);
    assert_last(LEAD, "text", TEXT_ID(TEXT_RETURNED));
    assert_int_equal(rows_of(MEMBER, 200, "/stukken/%s/bewerken", TEXT_ID(TEXT_RETURNED)), 1);
    assert_last(MEMBER, "working-copy", TEXT_ID(TEXT_RETURNED));
    h->now += MS_HOUR;
    assert_int_equal(rows_of(MEMBER, 200, "/stukken/%s", TEXT_ID(TEXT_RETURNED)), 1);
    assert_int_equal(rows_of(EDITOR, 200, "/stukken/%s", TEXT_ID(TEXT_SUBMITTED)), 2); /* the text, and its notes */
}

static err_code remark_among_themselves(struct house *house, kb_err *err)
{
    struct store *store = house->w->store;
    struct store_practice row;
    ERR_TRY(store_practice_get(store, TEXT_ID(TEXT_PROPOSAL), house->w->svc.arena, &row, err));
    struct store_remark remark = {.id = "00000000000000000000000077",
                                  .practice = row.id,
                                  .revision = row.lines[STORE_CANDIDATE].revision,
                                  .person = house->persons[LEAD],
                                  .at = 1,
                                  .body = "Onder ons gezegd.",
                                  .answer = ""};
    return store_remark_add(store, &remark, err);
}

/* What the group said before others could read the text is still its own. */
static void test_what_a_group_said_among_themselves_is_written_down(void **state)
{
    (void)state;
    char path[100];
    snprintf(path, sizeof path, "/s/%s", h->texts[TEXT_PROPOSAL].number);
    house_do(h, remark_among_themselves);
    assert_int_equal(rows_after(PARTICIPANT, 200, path, NULL, NULL), 0);
    assert_int_equal(rows_after(MEMBER, 200, path, NULL, "Onder ons gezegd."), 1);
    assert_last(MEMBER, "remarks", TEXT_ID(TEXT_PROPOSAL));
}

static void test_what_everybody_may_read_and_what_one_may_not_leave_nothing(void **state)
{
    (void)state;
    assert_int_equal(rows_of(PARTICIPANT, 200, "/s/%s", h->texts[TEXT_PROPOSAL].number), 0);
    assert_int_equal(rows_of(MEMBER, 200, "/s/%s", h->texts[TEXT_PROPOSAL].number), 0);
    assert_int_equal(rows_of(ANYBODY, 200, "/s/%s", h->texts[TEXT_ADOPTED].number), 0);
    assert_int_equal(rows_of(PARTICIPANT, 200, "/s/%s", h->texts[TEXT_IN_ROUND].number), 0);
    assert_int_equal(rows_of(PARTICIPANT, 200, "/besluiten/%s", h->texts[TEXT_IN_ROUND].round), 0);
    assert_int_equal(rows_of(PARTICIPANT, 404, "/stukken/%s", TEXT_ID(TEXT_DRAFT)), 0);
    assert_int_equal(rows_of(ELSEWHERE, 404, "/stukken/%s", TEXT_ID(TEXT_RETURNED)), 0);
    assert_int_equal(rows_of(PARTICIPANT, 200, "/"), 0);
    assert_int_equal(rows_of(PARTICIPANT, 200, "/zoeken?q=huurverhoging"), 0);
}

static void test_positions_before_an_outcome_are_written_down_and_after_it_not(void **state)
{
    (void)state;
    assert_int_equal(rows_of(BOARD_MEMBER, 200, "/besluiten/%s", h->texts[TEXT_TALKS].round), 1);
    assert_last(BOARD_MEMBER, "positions", h->texts[TEXT_TALKS].round);
    assert_int_equal(rows_of(BOARD_MEMBER, 200, "/besluiten/%s", h->texts[TEXT_REJECTED].round), 0);
    assert_int_equal(rows_of(PARTICIPANT, 200, "/besluiten/%s", h->texts[TEXT_TALKS].round), 0);
}

/* A form that is refused comes back on its page, which shows what the page shows. */
static void test_a_page_that_comes_back_with_a_refused_form_is_written_down_too(void **state)
{
    (void)state;
    char remark[200], edit[200];
    snprintf(remark, sizeof remark, "/stukken/%s/reacties", TEXT_ID(TEXT_SUBMITTED));
    snprintf(edit, sizeof edit, "/stukken/%s/bewerken", TEXT_ID(TEXT_RETURNED));
    h->now += MS_HOUR;
    assert_int_equal(rows_after(EDITOR, 400, remark, "body=", "zqtit"), 2); /* the text, and its notes */
    assert_int_equal(rows_after(EDITOR, 400, remark, "body=", "zqtit"), 0);
    assert_int_equal(rows_after(MEMBER, 400, edit, "title=", NULL), 1);
    assert_last(MEMBER, "working-copy", TEXT_ID(TEXT_RETURNED));
}

/* ---- No answer without its row ---- */

static int failing_step; /* counted from the end of the job that sets it; 0: none */

static err_code fail_a_step(struct house *house, kb_err *err)
{
    (void)err;
    db_fail_step(house->w->store->db, failing_step, ERR_FULL, false);
    return OK;
}

static err_code call_off(struct store *store, void *ctx, kb_err *err)
{
    (void)ctx, (void)err;
    db_fail_step(store->db, 0, OK, false);
    return OK;
}

/* Whichever step fails on the way to the row: the text is shown with its row, or not at all. */
static void test_what_could_not_be_written_down_is_not_shown(void **state)
{
    (void)state;
    int refused = 0, shown = 0;
    kb_err err;
    char path[200];
    snprintf(path, sizeof path, "/stukken/%s", TEXT_ID(TEXT_DRAFT));
    for (failing_step = 5; failing_step < 21; failing_step++) {
        h->now += MS_HOUR; /* so that a row is needed */
        house_do(h, look);
        int64_t before = last.seq;
        house_do(h, fail_a_step);
        struct answer a = house_ask(h, failing_step % 2 ? MEMBER : LEAD, "GET", path, "", NULL);
        bool read = strstr(a.body, "zqtit") != NULL;
        while (writer_call(h->app.writer, call_off, NULL, &err) != OK) continue; /* it may meet the failure itself */
        house_do(h, look);
        if (read != (a.status == 200))
            fail_msg("step %d: %d, %s", failing_step, a.status, read ? "and the text" : "and no text");
        if (read && last.seq == before) fail_msg("step %d: the text, and no row", failing_step);
        refused += a.status >= 500;
        shown += read;
        answer_free(&a);
    }
    assert_true(refused > 3);
    assert_true(shown > 0);
}

/* ---- By which way a change came ---- */

static err_code renamed_by_a_page(struct house *house, kb_err *err)
{
    struct store_changes rows;
    ERR_TRY(store_changes_of(house->w->store, house->persons[STEERING_GROUP], 1, house->w->svc.arena, &rows, err));
    assert_int_equal(rows.n, 1);
    assert_string_equal(rows.at[0].action, "person.rename");
    assert_non_null(rows.at[0].origin);
    assert_string_equal(rows.at[0].origin, "page");
    return OK;
}

static void test_a_change_that_came_by_a_page_says_so(void **state)
{
    (void)state;
    h->for_real = true;
    struct answer a = house_ask(h, STEERING_GROUP, "POST", "/account/naam", "", "name=Andere+Naam");
    assert_int_equal(a.status, 303);
    answer_free(&a);
    h->for_real = false;
    house_do(h, renamed_by_a_page);
}

/* ---- The chain ---- */

static err_code verify(struct house *house, kb_err *err)
{
    struct store_chain reads, changes;
    ERR_TRY(store_restricted_verify(house->w->store, &reads, err));
    ERR_TRY(store_changes_verify(house->w->store, &changes, err));
    assert_null(reads.what);
    assert_null(changes.what);
    assert_true(reads.rows > 8);
    return OK;
}

static void test_the_chain_of_reads_holds_after_all_of_this(void **state)
{
    (void)state;
    house_do(h, verify);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_change_that_came_by_a_page_says_so),
        cmocka_unit_test(test_own_data_are_written_down_when_they_are_handed_over),
        cmocka_unit_test(test_a_draft_is_written_down_once_for_each_reader_and_hour),
        cmocka_unit_test(test_what_everybody_may_read_and_what_one_may_not_leave_nothing),
        cmocka_unit_test(test_what_a_group_said_among_themselves_is_written_down),
        cmocka_unit_test(test_positions_before_an_outcome_are_written_down_and_after_it_not),
        cmocka_unit_test(test_a_page_that_comes_back_with_a_refused_form_is_written_down_too),
        cmocka_unit_test(test_what_could_not_be_written_down_is_not_shown),
        cmocka_unit_test(test_the_chain_of_reads_holds_after_all_of_this),
    };
    return cmocka_run_group_tests(tests, open_house, close_house);
}
