#include "store_test.h"

/* Group commit while nothing, or exactly one step, goes wrong. What really failing disks and memory do is in
 * test_faults.c; here the failure is put at each single step of a batch of three. */

static err_code append(struct store *s, const char *action, const char *object, kb_err *err)
{
    struct store_change c = {.at = 1, .actor = "system", .action = action, .object = object};
    return store_change_append(s, &c, err);
}

/* A job that writes a setting and its change. ctx is the name of the setting. */
static err_code job_set(struct store *s, void *ctx, kb_err *err)
{
    ERR_TRY(store_setting_put(s, ctx, "yes", err));
    return append(s, "setting.put", ctx, err);
}

/* A job that writes as well, and then refuses. */
static err_code job_refuse(struct store *s, void *ctx, kb_err *err)
{
    ERR_TRY(job_set(s, ctx, err));
    return err_field(err, ERR_RULE, "title", "required");
}

/* A job that does not look at errors and writes on, as a careless use case would: its OK does not count. */
static err_code job_careless(struct store *s, void *ctx, kb_err *err)
{
    (void)!store_setting_put(s, "careless", "1", err);
    (void)!job_set(s, ctx, err);
    (void)!store_setting_put(s, "careless", "2", err);
    return OK;
}

static bool is_set(struct fixture *f, struct store *s, const char *name)
{
    const char *value = NULL;
    assert_ok(store_setting_get(s, name, NULL, f->a, &value, &f->err), &f->err);
    return value != NULL;
}

static int64_t seq_of(struct fixture *f, struct store *s)
{
    int64_t seq = -1;
    assert_ok(store_seq(s, &seq, &f->err), &f->err);
    return seq;
}

static void test_a_refusal_is_undone_and_its_neighbours_stay(void **state)
{
    struct fixture *f = *state;
    const struct store_job jobs[] = {{job_set, "a"}, {job_refuse, "b"}, {job_set, "c"}};
    kb_err results[3];
    assert_int_equal(store_batch_run(f->store, jobs, 3, results), OK);
    assert_int_equal(results[0].code, OK);
    assert_int_equal(results[1].code, ERR_RULE);
    assert_string_equal(results[1].items[0].field, "title");
    assert_int_equal(results[2].code, OK);
    reopen(f);
    assert_true(is_set(f, f->store, "a"));
    assert_false(is_set(f, f->store, "b"));
    assert_true(is_set(f, f->store, "c"));
    assert_int_equal(seq_of(f, f->store), 2);
}

static err_code job_count(struct store *s, void *ctx, kb_err *err)
{
    struct store_counts c;
    ERR_TRY(store_counts(s, &c, err));
    *(int64_t *)ctx = c.locations;
    return OK;
}

static err_code job_add_location(struct store *s, void *ctx, kb_err *err)
{
    return store_location_put(s, &(struct store_location){.slug = ctx, .name = ctx, .active = true}, err);
}

static void test_a_job_sees_what_earlier_jobs_wrote(void **state)
{
    struct fixture *f = *state;
    int64_t before = 0, after = 0;
    const struct store_job jobs[] = {{job_count, &before}, {job_add_location, "utrecht"}, {job_count, &after}};
    kb_err results[3];
    assert_int_equal(store_batch_run(f->store, jobs, 3, results), OK);
    assert_int_equal(after, before + 1);
}

static void test_one_job_by_itself_hands_its_refusal_on(void **state)
{
    struct fixture *f = *state;
    assert_ok(store_run(f->store, job_set, "a", &f->err), &f->err);
    assert_int_equal(store_run(f->store, job_refuse, "b", &f->err), ERR_RULE);
    assert_string_equal(f->err.items[0].reason, "required");
    assert_int_equal(store_run(f->store, job_refuse, "b", NULL), ERR_RULE);
}

static void test_a_reader_runs_no_batch(void **state)
{
    struct fixture *f = *state;
    struct store *reader = NULL;
    assert_ok(store_open_reader(&reader, &(struct store_options){.dir = f->dir}, &f->err), &f->err);
    assert_int_equal(store_run(reader, job_set, "a", &f->err), ERR_IO);
    store_close(reader);
    assert_false(is_set(f, f->store, "a"));
}

/* ---- One failing step ---- */

static char names[3][48];
static struct store_job three_jobs[3] = {{job_set, names[0]}, {job_refuse, names[1]}, {job_careless, names[2]}};

/* What was answered and what a new connection finds must agree: for every job, and for the log. */
static void assert_answers_are_true(struct fixture *f, err_code fate, const kb_err *results, int64_t seq_before)
{
    struct store *reader = NULL;
    int64_t stored = 0;
    assert_ok(store_open_reader(&reader, &(struct store_options){.dir = f->dir}, &f->err), &f->err);
    for (int i = 0; i < 3; i++) {
        bool there = is_set(f, reader, names[i]);
        stored += there;
        if (fate != OK) assert_int_equal(results[i].code, fate);
        if (fate != OK || results[i].code != OK) assert_false(there);
        if (results[i].code == OK) assert_true(there);
    }
    if (fate != OK) assert_false(is_set(f, reader, "careless"));
    assert_int_equal(seq_of(f, reader), seq_before + stored);
    struct store_chain chain;
    assert_ok(store_changes_verify(reader, &chain, &f->err), &f->err);
    assert_null(chain.what);
    store_close(reader);
}

/* Runs the batch with the nth step failing. False when the batch has fewer steps. */
static bool run_with_failure(struct fixture *f, int nth, err_code code, bool lose)
{
    kb_err results[3];
    int64_t seq = seq_of(f, f->store);
    for (int i = 0; i < 3; i++) snprintf(names[i], sizeof names[i], "s%d-%d-%d", i, nth, (int)code * 2 + lose);
    int64_t before = db_steps(f->store->db);
    db_fail_step(f->store->db, nth, code, lose);
    err_code fate = store_batch_run(f->store, three_jobs, 3, results);
    bool reached = db_steps(f->store->db) - before >= nth;
    db_fail_step(f->store->db, 0, OK, false);
    if (lose && reached && fate == OK) fail_msg("step %d: the transaction was lost and the batch said OK", nth);
    if (fate != OK && fate != code) fail_msg("step %d: fate %s, not %s", nth, err_slug(fate), err_slug(code));
    assert_answers_are_true(f, fate, results, seq);
    IN_JOB(f) assert_ok(db_exec(f->store->db, "DELETE FROM setting", &f->err), &f->err);
    return reached;
}

/* Every step of the batch in turn, in one store that goes on working in between. */
static void fail_each_step(struct fixture *f, err_code code, bool lose)
{
    int nth = 1;
    while (run_with_failure(f, nth, code, lose)) nth++;
    assert_true(nth > 20);
    reopen(f);
    assert_ok(store_check(f->store, &f->err), &f->err);
    assert_ok(store_run(f->store, job_set, "afterwards", &f->err), &f->err);
    assert_true(is_set(f, f->store, "afterwards"));
}

static void test_full_disk_at_each_step(void **state)
{
    fail_each_step(*state, ERR_FULL, false);
}

static void test_full_disk_at_each_step_with_the_transaction_rolled_back(void **state)
{
    fail_each_step(*state, ERR_FULL, true);
}

static void test_failing_disk_at_each_step(void **state)
{
    fail_each_step(*state, ERR_IO, false);
}

static void test_failing_disk_at_each_step_with_the_transaction_rolled_back(void **state)
{
    fail_each_step(*state, ERR_IO, true);
}

static void test_no_memory_at_each_step(void **state)
{
    fail_each_step(*state, ERR_NOMEM, false);
}

static void test_no_memory_at_each_step_with_the_transaction_rolled_back(void **state)
{
    fail_each_step(*state, ERR_NOMEM, true);
}

static void test_refusals_of_a_lost_batch_are_not_given_as_answers(void **state)
{
    struct fixture *f = *state;
    const struct store_job jobs[] = {{job_refuse, "a"}, {job_refuse, "b"}};
    kb_err results[2];
    int64_t before = db_steps(f->store->db);
    assert_int_equal(store_batch_run(f->store, jobs, 2, results), OK);
    int steps = (int)(db_steps(f->store->db) - before);
    db_fail_step(f->store->db, steps, ERR_FULL, false); /* the COMMIT */
    assert_int_equal(store_batch_run(f->store, jobs, 2, results), ERR_FULL);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(results[i].code, ERR_FULL);
        assert_int_equal(results[i].n_items, 0);
        assert_int_equal(err_http_status(results[i].code), 507);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORE_TEST(test_a_refusal_is_undone_and_its_neighbours_stay),
        STORE_TEST(test_a_job_sees_what_earlier_jobs_wrote),
        STORE_TEST(test_one_job_by_itself_hands_its_refusal_on),
        STORE_TEST(test_a_reader_runs_no_batch),
        STORE_TEST(test_full_disk_at_each_step),
        STORE_TEST(test_full_disk_at_each_step_with_the_transaction_rolled_back),
        STORE_TEST(test_failing_disk_at_each_step),
        STORE_TEST(test_failing_disk_at_each_step_with_the_transaction_rolled_back),
        STORE_TEST(test_no_memory_at_each_step),
        STORE_TEST(test_no_memory_at_each_step_with_the_transaction_rolled_back),
        STORE_TEST(test_refusals_of_a_lost_batch_are_not_given_as_answers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
