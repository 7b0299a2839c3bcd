/* What kb serve does now and then, on a bad day. */
#include "tests/integration/service/service_test.h"

#include "kb/cli/chores.h"
#include "kb/store/handle.h"

/* The chore of this name, once. */
static err_code chore(struct app *app, const char *name, kb_err *err)
{
    for (size_t i = 0; i < CHORES; i++)
        if (!strcmp(chores[i].name, name)) return chores[i].run(app, err);
    fail_msg("no chore %s", name);
    return ERR_INTERNAL;
}

/* How many heads the journal holds. */
static int heads(FILE *journal)
{
    char line[512];
    int n = 0;
    rewind(journal);
    while (fgets(line, sizeof line, journal)) n += strstr(line, " log.head ") != NULL;
    return n;
}

/* One step of the store after the other fails, the commit too. A head of what was never committed would read as a log
 * that somebody changed. */
static void test_a_head_that_was_not_committed_is_not_in_the_journal(void **state)
{
    struct world *w = *state;
    FILE *journal = tmpfile();
    const struct kb_log log = {.fd = fileno(journal), .least = KB_LOG_WARN};
    static const struct kb_log nowhere = {.fd = -1};
    struct writer_config config = {.log = &nowhere};
    struct app app = {.log = &log, .clock = clock_system()};
    assert_done(writer_start(&app.writer, w->store, &config, ERR));
    int done = 0, tries = 0;
    while (!done) {
        assert_true(++tries < 100);
        app.head_day = 0;
        db_fail_step(w->store->db, tries, ERR_FULL, true);
        kb_err err = {0};
        done = chore(&app, "head", &err) == OK;
        db_fail_step(w->store->db, 0, OK, false);
        assert_int_equal(heads(journal), done);
        assert_int_equal(app.head_day != 0, done);
    }
    assert_true(tries > 3);
    writer_stop(app.writer);
    fclose(journal);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_EMPTY(test_a_head_that_was_not_committed_is_not_in_the_journal),
    };
    return cmocka_run_group_tests_name("chores", tests, NULL, NULL);
}
