/* The thread that keeps the index true, and those who wait for it. */
#include "kb/service/indexer.h"
#include "kb/service/indexing.h"
#include "tests/integration/service/find_test.h"

enum { WAIT_MS = 60000 };

struct running {
    struct indexing *indexing;
    struct search_shared *shared;
    struct store *reading; /* the thread's */
};

static struct running start(struct world *w)
{
    struct running r = {0};
    const struct store_options options = {.dir = w->dir};
    assert_done(search_shared_new(&r.shared, ERR));
    assert_done(store_open_reader(&r.reading, &options, ERR));
    assert_done(indexing_start(&r.indexing, r.reading, r.shared, w->dir, NULL, ERR));
    assert_done(indexing_wait(r.indexing, 0, WAIT_MS, ERR));
    return r;
}

static void end(struct running *r)
{
    indexing_stop(r->indexing);
    search_shared_free(r->shared);
}

static void test_a_rebuild_that_fails_says_why_and_leaves_the_index_in_use(void **state)
{
    struct world *w = *state;
    adopted(w, "Huurverhoging", "Bel de verhuurder.");
    struct running r = start(w);
    db_fail_step(r.reading->db, 3, ERR_IO, false); /* within the rebuild */
    assert_refused(indexing_rebuild(r.indexing, WAIT_MS, ERR), ERR_IO);
    assert_true(indexing_state(r.indexing).ready);
    assert_int_equal(indexing_state(r.indexing).rebuilds, 0);
    assert_done(indexing_rebuild(r.indexing, WAIT_MS, ERR));
    assert_int_equal(indexing_state(r.indexing).rebuilds, 1);
    end(&r);
}

/* As a command that waits while the server ends. */
static void test_who_waits_is_let_go_at_the_end(void **state)
{
    struct world *w = *state;
    struct running r = start(w);
    indexing_let_go(r.indexing);
    assert_refused(indexing_wait(r.indexing, INT64_MAX, WAIT_MS, ERR), ERR_BUSY);
    end(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WORLD(test_a_rebuild_that_fails_says_why_and_leaves_the_index_in_use),
        IN_WORLD(test_who_waits_is_let_go_at_the_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
