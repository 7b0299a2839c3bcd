/* Taking words out: of every text about a practice, of the index, of the files themselves, and again on a copy. */
#include "tests/integration/service/ladder_test.h"

#include "kb/store/batch.h"

#include <sys/stat.h>

#define CANARY "Wilhelmina Kanariepiet"

static const char *redactions_of(struct world *w)
{
    return arena_printf(w->svc.arena, "%s.redactions", w->dir);
}

static err_code redact_as(struct world *w, const char *who, const char *practice, const char *passage)
{
    struct svc_redact in = {text_str(practice), text_str(passage), redactions_of(w)};
    return AS(w, who, svc_redact(SVC, &in, ERR));
}

/* The canary in every place that a test can reach with two use cases: an adopted text, a remark on it, an experience.
 */
static const char *with_canary(struct world *w)
{
    const char *id = adopted(w, "Huur van " CANARY, "Bel " CANARY " eerst.\n\nDaarna " CANARY " nog eens.");
    struct svc_remark_add remark = {.practice = text_str(id), .body = TEXT("Ook " CANARY " had dit."), .must = true};
    struct svc_experience_add experience = {
        .practice = text_str(id), .body = TEXT("Met " CANARY " ging het goed."), .again = TEXT("yes")};
    assert_done(AS(w, w->participant, svc_remark_add(SVC, &remark, ERR)));
    assert_done(AS(w, w->participant, svc_experience_add(SVC, &experience, ERR)));
    return id;
}

static err_code nothing(struct store *store, void *ctx, kb_err *err)
{
    (void)store, (void)ctx, (void)err;
    return OK;
}

/* ---- What stands on the disk ---- */

static size_t canaries;

static int count_canaries(const char *path, const struct stat *st, int type, struct FTW *at)
{
    (void)at;
    if (type != FTW_F || !st->st_size) return 0;
    FILE *f = fopen(path, "rb");
    char *bytes = malloc((size_t)st->st_size);
    assert_non_null(f);
    assert_non_null(bytes);
    text all = text_of(bytes, fread(bytes, 1, (size_t)st->st_size, f));
    static const text words[] = {TEXT("Kanariepiet"), TEXT("kanariepiet")}; /* as written, and as a term */
    for (size_t i = 0; i < COUNT_OF(words); i++)
        for (size_t p = text_find(all, words[i], 0); p != SIZE_MAX; p = text_find(all, words[i], p + 1)) canaries++;
    free(bytes);
    fclose(f);
    return 0;
}

static size_t canaries_on_disk(struct world *w)
{
    canaries = 0;
    assert_int_equal(nftw(w->dir, count_canaries, 8, FTW_PHYS), 0);
    return canaries;
}

/* ---- By an editor ---- */

static void test_words_go_from_every_text_and_the_rest_stays(void **state)
{
    struct world *w = *state;
    struct svc_practice p;
    struct svc_redact_look look;
    const char *id = with_canary(w);
    assert_done(AS(w, w->editor, svc_redact_look(SVC, text_str(id), TEXT(CANARY), &look, ERR)));
    assert_int_equal(look.times, 6);
    assert_int_equal(look.texts, 5);
    assert_done(redact_as(w, w->editor, id, CANARY));
    assert_done(read_as(w, w->participant, id, &p));
    assert_string_equal(p.text.title, "Huur van [weggehaald]");
    text body = p.text.sections[0].body->pieces[0].html.raw;
    assert_true(text_find(body, TEXT("Bel [weggehaald] eerst."), 0) != SIZE_MAX);
    struct store_texts all;
    assert_done(store_texts_of(w->store, id, w->svc.arena, &all, ERR));
    for (size_t i = 0; i < all.n; i++) assert_true(text_find(all.at[i].body, TEXT("Kanarie"), 0) == SIZE_MAX);
    remove(redactions_of(w));
}

static void test_hashes_of_texts_agree_with_what_stands_there_and_the_log_tells_both(void **state)
{
    struct world *w = *state;
    struct store_practice row;
    struct store_revision before, after;
    struct store_changes rows;
    int64_t checked;
    char bad[STORE_ID_BYTES];
    const char *id = with_canary(w);
    assert_done(store_practice_get(w->store, id, w->svc.arena, &row, ERR));
    assert_done(store_revision_get(w->store, row.lines[STORE_ADOPTED].revision, w->svc.arena, &before, ERR));
    assert_done(redact_as(w, w->editor, id, CANARY));
    assert_done(store_revision_get(w->store, before.id, w->svc.arena, &after, ERR));
    assert_memory_not_equal(before.text_hash, after.text_hash, sizeof before.text_hash);
    assert_done(store_revisions_verify(w->store, &checked, bad, ERR));
    assert_string_equal(bad, "");
    assert_done(store_changes_of(w->store, id, 2, w->svc.arena, &rows, ERR));
    assert_int_equal(rows.n, 2);
    assert_string_equal(rows.at[1].action, "practice.redact");
    assert_string_equal(rows.at[1].revision, before.id);
    assert_non_null(strstr(rows.at[1].detail, "was="));
    assert_null(strstr(rows.at[0].detail, "Kanarie"));
    assert_null(strstr(rows.at[1].detail, "Kanarie"));
    remove(redactions_of(w));
}

static void test_words_leave_the_files_too(void **state)
{
    struct world *w = *state;
    const char *id = with_canary(w);
    bool redacted;
    size_t practices;
    world_index(w);
    assert_true(canaries_on_disk(w) > 4);
    int64_t before = log_length(w);
    assert_done(redact_as(w, w->editor, id, CANARY));
    assert_done(store_run(w->store, nothing, NULL, ERR)); /* the next commit of the server empties the log of pages */
    assert_done(indexer_redacted(w->store, before, &redacted, ERR));
    assert_true(redacted);
    assert_done(indexer_redacted(w->store, log_length(w), &redacted, ERR));
    assert_false(redacted);
    search_reader_close(w->svc.search);
    w->svc.search = NULL;
    search_writer_abandon(TAKE(w->index));
    assert_done(indexer_rebuild(w->store, w->dir, NULL, NULL, &practices, ERR));
    assert_int_equal(canaries_on_disk(w), 0);
    remove(redactions_of(w));
}

static void test_who_may_not_edit_takes_nothing_out(void **state)
{
    struct world *w = *state;
    const char *id = with_canary(w);
    struct svc_redact_look look;
    assert_refused(redact_as(w, w->participant, id, CANARY), ERR_FORBIDDEN);
    assert_refused(redact_as(w, w->lead, id, CANARY), ERR_FORBIDDEN);
    assert_refused(AS(w, w->participant, svc_redact_look(SVC, text_str(id), TEXT(CANARY), &look, ERR)), ERR_FORBIDDEN);
    assert_true(canaries_on_disk(w) > 0);
    assert_int_equal(access(redactions_of(w), F_OK), -1);
}

static void test_words_that_are_not_there_are_named(void **state)
{
    struct world *w = *state;
    const char *id = with_canary(w);
    assert_refused(redact_as(w, w->editor, id, "Iemand Anders"), ERR_INVALID);
    assert_reason("passage", "not-there");
    assert_refused(redact_as(w, w->editor, id, " a "), ERR_INVALID);
    assert_reason("passage", "too-short");
    assert_refused(redact_as(w, w->editor, id, "weggehaald"), ERR_INVALID);
    assert_reason("passage", "taken-out");
    assert_int_equal(access(redactions_of(w), F_OK), -1);
}

/* What a group is writing is its own: an editor cannot ask whether a word stands in it. But it goes with the rest. */
static void test_the_working_copy_is_not_asked_but_goes_along(void **state)
{
    struct world *w = *state;
    struct svc_working working;
    struct svc_redact_look look;
    int64_t version;
    const char *id = with_canary(w);
    assert_done(AS(w, w->lead, svc_revise(SVC, text_str(id), ERR)));
    version = working_version(w, w->lead, id);
    assert_done(save_as(w, w->lead, id, version, draft_of(w, "Huur van " CANARY, "Geheimwoord.", "Tekst."), &version));
    assert_refused(AS(w, w->editor, svc_redact_look(SVC, text_str(id), TEXT("Geheimwoord"), &look, ERR)), ERR_INVALID);
    assert_done(redact_as(w, w->editor, id, CANARY));
    assert_done(AS(w, w->lead, svc_working(SVC, text_str(id), &working, ERR)));
    assert_true(text_is(working.draft.title, "Huur van [weggehaald]"));
    remove(redactions_of(w));
}

/* A version that nobody outside the group saw, and what the group said before others could read, are no more hers. */
static void test_what_only_the_group_saw_is_not_told_to_an_editor_that_asks_for_words(void **state)
{
    struct world *w = *state;
    struct svc_redact_look look;
    const char *revision, *id = start_draft(w, w->member, "huur", "Huur");
    fill_draft(w, id, "Binnenskamers, van " CANARY ".");
    assert_done(publish_as(w, w->member, id, working_version(w, w->member, id), &revision));
    struct svc_remark_add remark = {.practice = text_str(id), .candidate = true, .body = TEXT("Onderons.")};
    assert_done(AS(w, w->lead, svc_remark_add(SVC, &remark, ERR)));
    w->svc.now += MS_MINUTE;
    fill_draft(w, id, "Bel " CANARY ".");
    assert_done(submit_as(w, w->lead, id));
    w->svc.now += MS_MINUTE;
    assert_done(move_as(w, w->editor, id, MOVE_ACCEPT, ""));
    assert_done(AS(w, w->editor, svc_redact_look(SVC, text_str(id), TEXT(CANARY), &look, ERR)));
    size_t told = look.texts;
    static const char *const own[] = {"Binnenskamers", "Onderons"};
    for (size_t i = 0; i < COUNT_OF(own); i++) {
        assert_refused(AS(w, w->editor, svc_redact_look(SVC, text_str(id), text_str(own[i]), &look, ERR)), ERR_INVALID);
        assert_refused(redact_as(w, w->editor, id, own[i]), ERR_INVALID);
    }
    struct store_texts all;
    size_t there = 0;
    assert_done(store_texts_of(w->store, id, w->svc.arena, &all, ERR));
    for (size_t i = 0; i < all.n; i++) there += text_find(all.at[i].body, TEXT(CANARY), 0) != SIZE_MAX;
    assert_true(told > 0 && told < there);
    assert_done(redact_as(w, w->editor, id, CANARY)); /* from all of it */
    assert_done(store_texts_of(w->store, id, w->svc.arena, &all, ERR));
    for (size_t i = 0; i < all.n; i++) assert_true(text_find(all.at[i].body, TEXT("Kanarie"), 0) == SIZE_MAX);
    remove(redactions_of(w));
}

/* Who had the text open writes on what was open: that is merged like what a colleague wrote, and not kept over it. */
static void test_an_editor_that_was_open_does_not_bring_the_words_back(void **state)
{
    struct world *w = *state;
    int64_t version;
    const char *id = with_canary(w);
    assert_done(AS(w, w->lead, svc_revise(SVC, text_str(id), ERR)));
    version = working_version(w, w->lead, id);
    struct svc_draft open = draft_of(w, "Huur van " CANARY, "In het kort.", "Tekst.");
    struct svc_save save = {text_str(id), version, open, TEXT("the open page")};
    assert_done(AS(w, w->lead, svc_save(SVC, &save, &version, ERR)));
    assert_done(redact_as(w, w->editor, id, CANARY));
    assert_refused(save_as(w, w->lead, id, version, open, &version), ERR_STALE_EDIT);
    assert_refused(AS(w, w->lead, svc_save(SVC, &save, &version, ERR)), ERR_STALE_EDIT);
    remove(redactions_of(w));
}

/* ---- The store itself ---- */

static void test_without_the_door_a_text_stays_as_it_was_written(void **state)
{
    struct world *w = *state;
    const char *id = with_canary(w);
    struct store_texts all;
    assert_done(store_texts_of(w->store, id, w->svc.arena, &all, ERR));
    assert_true(all.n > 0);
    struct store_text changed = {all.at[0].place, all.at[0].item, all.at[0].sub, TEXT("iets anders")};
    assert_string_equal(changed.place, "revision_title");
    act_begin(w, SYSTEM);
    assert_int_not_equal(act_end(w, store_text_put(w->store, &changed, ERR)), OK);
    changed.place = "revision_secret";
    assert_refused(store_text_put(w->store, &changed, ERR), ERR_INVALID);
}

/* ---- Again, on a copy ---- */

static void test_a_copy_that_is_put_back_is_treated_again(void **state)
{
    struct world *w = *state;
    struct store_redactions all;
    struct svc_redact_again again;
    struct store_texts texts;
    const char *id = with_canary(w), *file = redactions_of(w);
    assert_done(store_texts_of(w->store, id, w->svc.arena, &texts, ERR));
    assert_done(redact_as(w, w->editor, id, CANARY));
    assert_done(store_redactions_read(file, w->svc.arena, &all, ERR));
    assert_int_equal(all.n, 5);
    assert_done(AS(w, SYSTEM, svc_redact_again(SVC, &all, &again, ERR)));
    assert_int_equal(again.before, 5);
    /* as it was in the copy */
    act_begin(w, SYSTEM);
    assert_done(store_redact_begin(w->store, id, ERR));
    for (size_t i = 0; i < texts.n; i++) assert_done(store_text_put(w->store, &texts.at[i], ERR));
    assert_done(store_redact_end(w->store, id, ERR));
    assert_done(act_end(w, OK));
    assert_done(AS(w, SYSTEM, svc_redact_again(SVC, &all, &again, ERR)));
    assert_int_equal(again.done, 5);
    assert_int_equal(again.n_changed, 0);
    assert_done(store_texts_of(w->store, id, w->svc.arena, &texts, ERR));
    for (size_t i = 0; i < texts.n; i++) assert_true(text_find(texts.at[i].body, TEXT("Kanarie"), 0) == SIZE_MAX);
    assert_refused(AS(w, w->admin, svc_redact_again(SVC, &all, &again, ERR)), ERR_FORBIDDEN);
    remove(file);
}

static void test_a_text_that_changed_since_is_named_and_one_that_lost_words_twice_is_not(void **state)
{
    struct world *w = *state;
    struct store_redactions all;
    struct svc_redact_again again;
    struct store_texts texts;
    const char *id = with_canary(w), *file = redactions_of(w);
    assert_done(redact_as(w, w->editor, id, CANARY));
    assert_done(redact_as(w, w->editor, id, "nog eens"));
    assert_done(store_redactions_read(file, w->svc.arena, &all, ERR));
    assert_done(AS(w, SYSTEM, svc_redact_again(SVC, &all, &again, ERR)));
    assert_int_equal(again.before, all.n);
    assert_int_equal(again.n_changed, 0);
    /* it says something else, whatever that is */
    assert_done(store_texts_of(w->store, id, w->svc.arena, &texts, ERR));
    act_begin(w, SYSTEM);
    assert_done(store_redact_begin(w->store, id, ERR));
    for (size_t i = 0; i < texts.n; i++)
        if (!strcmp(texts.at[i].place, "remark_body")) texts.at[i].body = TEXT("Weer van " CANARY ".");
    for (size_t i = 0; i < texts.n; i++) assert_done(store_text_put(w->store, &texts.at[i], ERR));
    assert_done(store_redact_end(w->store, id, ERR));
    assert_done(act_end(w, OK));
    assert_done(AS(w, SYSTEM, svc_redact_again(SVC, &all, &again, ERR)));
    assert_int_equal(again.n_changed, 1);
    assert_string_equal(again.changed[0].place, "remark_body");
    remove(file);
}

static void test_a_file_that_is_no_list_of_redactions_is_refused(void **state)
{
    struct world *w = *state;
    struct store_redactions all;
    const char *file = redactions_of(w);
    assert_refused(store_redactions_read(file, w->svc.arena, &all, ERR), ERR_NOT_FOUND);
    static const char *const bad[] = {"x\n", "a\tb\tc\t-\t5+0\t00\t00\n", "a\tb\tc\t-\tvijf+3\t00\t00\n"};
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        FILE *f = fopen(file, "w");
        fputs(bad[i], f);
        fclose(f);
        assert_refused(store_redactions_read(file, w->svc.arena, &all, ERR), ERR_INVALID);
    }
    remove(file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WORLD(test_words_go_from_every_text_and_the_rest_stays),
        IN_WORLD(test_hashes_of_texts_agree_with_what_stands_there_and_the_log_tells_both),
        IN_WORLD(test_words_leave_the_files_too),
        IN_WORLD(test_who_may_not_edit_takes_nothing_out),
        IN_WORLD(test_words_that_are_not_there_are_named),
        IN_WORLD(test_the_working_copy_is_not_asked_but_goes_along),
        IN_WORLD(test_what_only_the_group_saw_is_not_told_to_an_editor_that_asks_for_words),
        IN_WORLD(test_an_editor_that_was_open_does_not_bring_the_words_back),
        IN_WORLD(test_without_the_door_a_text_stays_as_it_was_written),
        IN_WORLD(test_a_copy_that_is_put_back_is_treated_again),
        IN_WORLD(test_a_text_that_changed_since_is_named_and_one_that_lost_words_twice_is_not),
        IN_WORLD(test_a_file_that_is_no_list_of_redactions_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
