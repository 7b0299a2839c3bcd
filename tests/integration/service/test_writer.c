/* Notes: what readers noticed in passing is written apart, and what could not be written is counted. */
#include "tests/integration/service/service_test.h"

#include "kb/service/writer.h"
#include "kb/store/handle.h"

static const struct kb_log nowhere = {.fd = -1};

static err_code keep_word(struct store *store, const struct writer_note *note, kb_err *err)
{
    return store_setting_put(store, note->word, "noted", err);
}

/* Fails when it has written half. */
static err_code keep_half(struct store *store, const struct writer_note *note, kb_err *err)
{
    ERR_TRY(keep_word(store, note, err));
    return err_set(err, ERR_INVALID, "half a note");
}

/* Fails as a disk does. */
static err_code meet_a_full_disk(struct store *store, const struct writer_note *note, kb_err *err)
{
    db_fail_step(store->db, 1, ERR_FULL, false);
    return keep_word(store, note, err);
}

/* Takes these notes, and what became of them. */
static struct writer_stats noted(struct world *w, const struct writer_note *notes, size_t n)
{
    struct writer *writer = NULL;
    struct writer_config config = {.note_ms = 50, .log = &nowhere};
    struct writer_stats stats = {0};
    assert_done(writer_start(&writer, w->store, &config, ERR));
    for (size_t i = 0; i < n; i++) assert_true(writer_note(writer, &notes[i]));
    for (int ms = 0; ms < 10000 && stats.notes + stats.notes_lost < n; ms += 5) {
        nanosleep(&(struct timespec){.tv_nsec = 5000000}, NULL);
        stats = writer_stats(writer);
    }
    writer_stop(writer);
    db_fail_step(w->store->db, 0, OK, false);
    return stats;
}

static bool is_kept(struct world *w, const char *word)
{
    const char *value;
    assert_done(store_setting_get(w->store, word, "", w->svc.arena, &value, ERR));
    return *value;
}

static void test_a_note_that_fails_is_lost_whole_and_no_other_with_it(void **state)
{
    struct world *w = *state;
    const struct writer_note notes[] = {
        {.run = keep_word, .word = "one"}, {.run = keep_half, .word = "two"}, {.run = keep_word, .word = "three"}};
    struct writer_stats stats = noted(w, notes, COUNT_OF(notes));
    assert_int_equal(stats.notes, 2);
    assert_int_equal(stats.notes_lost, 1);
    assert_true(is_kept(w, "one") && !is_kept(w, "two") && is_kept(w, "three"));
}

static void test_notes_that_the_disk_did_not_take_are_all_lost_and_counted(void **state)
{
    struct world *w = *state;
    const struct writer_note notes[] = {{.run = keep_word, .word = "one"}, {.run = meet_a_full_disk, .word = "two"}};
    struct writer_stats stats = noted(w, notes, COUNT_OF(notes));
    assert_int_equal(stats.notes, 0);
    assert_int_equal(stats.notes_lost, 2);
    assert_false(is_kept(w, "one") || is_kept(w, "two"));
}

/* ---- What is taken out ---- */

static err_code erase(struct store *store, void *ctx, kb_err *err)
{
    return store_person_erase(store, ctx, "voormalig deelnemer", world_start, err);
}

static void test_what_cannot_leave_the_disk_is_said_in_the_log(void **state)
{
    struct world *w = *state;
    char line[512] = "";
    FILE *file = tmpfile();
    const struct kb_log log = {.fd = fileno(file), .least = KB_LOG_WARN};
    struct writer *writer = NULL;
    struct writer_config config = {.log = &log};
    const char *copy = arena_printf(w->svc.arena, "%s/backup-before-0002.db", w->dir);
    assert_int_equal(mkdir(copy, 0700), 0); /* cannot be unlinked */
    assert_done(writer_start(&writer, w->store, &config, ERR));
    assert_done(writer_call(writer, erase, (void *)w->member, ERR));
    writer_stop(writer);
    rewind(file);
    (void)fgets(line, sizeof line, file);
    fclose(file);
    assert_non_null(strstr(line, " error store.not-taken-out code=io cause=backup-before-0002.db"));
    assert_int_equal(rmdir(copy), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_EMPTY(test_a_note_that_fails_is_lost_whole_and_no_other_with_it),
        IN_WORLD(test_what_cannot_leave_the_disk_is_said_in_the_log),
        IN_EMPTY(test_notes_that_the_disk_did_not_take_are_all_lost_and_counted),
    };
    return cmocka_run_group_tests_name("writer", tests, NULL, NULL);
}
