/* The vocabulary that editors keep: a change counts at the next question of a reader that was open all the while. */
#include "kb/service/service__internal.h"
#include "tests/integration/service/service_test.h"

static const char *agree(struct world *w, const char *who, const char *entry, enum svc_agreement_kind kind,
                         const char *said, const char *meant)
{
    const char *made = "";
    struct svc_agreement_put put = {text_str(entry), kind, text_str(said), text_str(meant), 0};
    assert_done(AS(w, who, svc_agreement_put(SVC, &put, &made, ERR)));
    return made;
}

static err_code refuse(struct world *w, const char *who, enum svc_agreement_kind kind, const char *said,
                       const char *meant)
{
    const char *made;
    struct svc_agreement_put put = {TEXT(""), kind, text_str(said), text_str(meant), 0};
    return AS(w, who, svc_agreement_put(SVC, &put, &made, ERR));
}

static const char *found(struct world *w, const char *typed)
{
    struct svc_found f = find_as(w, w->participant, typed);
    const char *s = "";
    for (size_t i = 0; i < f.n_hits; i++)
        s = arena_printf(w->svc.arena, "%s%s%s", s, i ? "|" : "", f.hits[i].card.title);
    return s;
}

static void test_an_agreement_counts_from_the_next_question_until_it_is_taken_back(void **state)
{
    struct world *w = *state;
    adopted(w, "Kwijtschelding", "Vraag kwijtschelding aan.");
    world_index(w);
    assert_string_equal(found(w, "wegstrepen"), "");
    const char *entry = agree(w, w->editor, "", SVC_MEANS, "wegstrepen, doorhalen", "kwijtschelding");
    assert_string_equal(found(w, "wegstrepen"), "Kwijtschelding");
    assert_string_equal(found(w, "doorhalen"), "Kwijtschelding");
    struct svc_found f = find_as(w, w->participant, "wegstrepen");
    assert_int_equal(f.n_meant, 1);
    assert_true(text_is(f.meant[0], "kwijtschelding"));
    agree(w, w->editor, entry, SVC_MEANS, "uitvlakken", "kwijtschelding");
    assert_string_equal(found(w, "wegstrepen"), "");
    assert_string_equal(found(w, "uitvlakken"), "Kwijtschelding");
    assert_done(AS(w, w->editor, svc_agreement_end(SVC, text_str(entry), ERR)));
    assert_string_equal(found(w, "uitvlakken"), "");
    assert_refused(AS(w, w->editor, svc_agreement_end(SVC, text_str(entry), ERR)), ERR_NOT_FOUND);
}

/* So many long agreements that no question could be asked with them: refused long before. */
static void test_what_a_colleague_changed_is_not_overwritten_unseen(void **state)
{
    struct world *w = *state;
    struct svc_agreement read;
    const char *made;
    const char *entry = agree(w, w->editor, "", SVC_MEANS, "wegstrepen", "kwijtschelding");
    assert_done(AS(w, w->editor, svc_agreement(SVC, text_str(entry), &read, ERR)));
    w->svc.now += MS_MINUTE;
    agree(w, w->editor, entry, SVC_MEANS, "doorhalen", "kwijtschelding");
    struct svc_agreement_put put = {text_str(entry), SVC_MEANS, TEXT("uitvlakken"), TEXT("kwijtschelding"), read.since};
    assert_refused(AS(w, w->editor, svc_agreement_put(SVC, &put, &made, ERR)), ERR_INVALID);
    assert_reason("typed", "changed-meanwhile");
    assert_done(AS(w, w->editor, svc_agreement(SVC, text_str(entry), &read, ERR)));
    assert_string_equal(read.said, "doorhalen");
    put.seen = read.since;
    assert_done(AS(w, w->editor, svc_agreement_put(SVC, &put, &made, ERR)));
    assert_done(AS(w, w->editor, svc_agreement_end(SVC, text_str(entry), ERR)));
    assert_refused(AS(w, w->editor, svc_agreement_put(SVC, &put, &made, ERR)), ERR_INVALID);
    assert_reason("typed", "taken-back");
}

/* What travels with the program is there already. */
static void test_a_shipped_agreement_is_not_made_again(void **state)
{
    struct world *w = *state;
    assert_refused(refuse(w, w->editor, SVC_ABBREVIATION, "PGB", "persoonsgebonden budget"), ERR_INVALID);
    assert_reason("typed", "already-there");
}

static void test_agreements_have_room_for_as_much_as_can_be_asked_with(void **state)
{
    struct world *w = *state;
    err_code code = OK;
    size_t n = 0;
    adopted(w, "Kwijtschelding", "Vraag kwijtschelding aan.");
    world_index(w);
    arena *own = w->svc.arena;
    for (; code == OK && n < 2000; n++) {
        w->svc.arena = arena_new(16 * 1024 * 1024); /* as each request has its own */
        const char *said = "", *meant = "kwijtschelding";
        for (size_t i = 0; i < 8; i++)
            said = arena_printf(w->svc.arena,
                                "%swegstrependewoorden doorhalendewoorden uitvlakkendewoorden floep%zu x%zu, ", said, n,
                                i);
        for (size_t i = 0; i < 7; i++)
            meant = arena_printf(w->svc.arena,
                                 "%s, kwijtgescholdenschuld weggestreeptebedragen doorgehaalderekening x%zu", meant, i);
        code = refuse(w, w->editor, SVC_MEANS, said, meant);
        arena_free(w->svc.arena);
    }
    w->svc.arena = own;
    assert_int_equal(code, ERR_INVALID);
    assert_reason("typed", "too-many");
    assert_true(n > 150);
    assert_string_equal(found(w, "wegstrependewoorden doorhalendewoorden uitvlakkendewoorden floep7 x7"),
                        "Kwijtschelding");
}

/* As they may stand there from before there was a ceiling. */
static void test_agreements_that_are_too_many_leave_the_shipped_ones(void **state)
{
    enum { EACH = 500 * 1000, MANY = 9 };
    struct world *w = *state;
    char *said = malloc(EACH + 1);
    assert_non_null(said);
    memset(said, 'a', EACH);
    said[EACH] = '\0';
    adopted(w, "Een brief", "Bel met de verhuurder.");
    world_index(w);
    for (int i = 0; i < MANY; i++) {
        const char *id = "";
        assert_done(svc__new_id(SVC, &id, ERR));
        struct store_agreement row = {
            .id = id, .entry = id, .kind = "means", .said = said, .meant = "brief", .made = w->svc.now};
        assert_done(AS(w, SYSTEM, store_agreement_add(w->store, &row, ERR)));
    }
    free(said);
    assert_string_equal(found(w, "huisbaas"), "Een brief");
}

static err_code suggest_without_memory(struct world *w)
{
    enum { ROOM = 64 * 1024, STEP = 16 };
    arena *own = w->svc.arena;
    struct svc_suggested suggested;
    w->svc.arena = arena_new(ROOM);
    while (arena_alloc(w->svc.arena, STEP)) continue;
    err_code code = svc_suggest(SVC, TEXT("wegstr"), &suggested, ERR);
    arena_free(w->svc.arena);
    w->svc.arena = own;
    return code;
}

/* A question that failed for want of memory takes no agreement from those that come after it. */
static void test_a_failure_in_between_takes_no_agreement_away(void **state)
{
    struct world *w = *state;
    adopted(w, "Kwijtschelding", "Vraag kwijtschelding aan.");
    world_index(w);
    assert_string_equal(found(w, "wegstrepen"), "");
    agree(w, w->editor, "", SVC_MEANS, "wegstrepen", "kwijtschelding");
    assert_refused(AS(w, w->participant, suggest_without_memory(w)), ERR_NOMEM);
    assert_string_equal(found(w, "wegstrepen"), "Kwijtschelding");
}

static void test_a_shipped_line_is_switched_off_and_on(void **state)
{
    struct world *w = *state;
    struct svc_agreements all;
    struct svc_agreements_ask ask = {.words = TEXT("pgb")};
    adopted(w, "Persoonsgebonden budget", "Vraag het aan.");
    world_index(w);
    assert_done(AS(w, w->editor, svc_agreements(SVC, &ask, &all, ERR)));
    assert_true(all.n_shipped > 0);
    text given = all.shipped[0].line;
    assert_int_equal(all.shipped[0].kind, SVC_ABBREVIATION);
    assert_string_equal(found(w, "pgb"), "Persoonsgebonden budget");
    assert_done(AS(w, w->editor, svc_shipped_switch(SVC, given, false, ERR)));
    assert_string_equal(found(w, "pgb"), "");
    assert_done(AS(w, w->editor, svc_agreements(SVC, &ask, &all, ERR)));
    assert_true(all.shipped[0].off);
    assert_done(AS(w, w->editor, svc_shipped_switch(SVC, given, true, ERR)));
    assert_string_equal(found(w, "pgb"), "Persoonsgebonden budget");
    assert_refused(AS(w, w->editor, svc_shipped_switch(SVC, TEXT("zelf = bedacht"), false, ERR)), ERR_NOT_FOUND);
}

static void test_a_word_that_is_right_is_not_corrected(void **state)
{
    struct world *w = *state;
    adopted(w, "Kwadraten", "Reken met kwadraten.");
    world_index(w);
    struct svc_found f = find_as(w, w->participant, "kwadraden");
    assert_int_equal(f.n_corrected, 1);
    agree(w, w->editor, "", SVC_KEEP_SPELLING, "Kwadraden", "");
    f = find_as(w, w->participant, "kwadraden");
    assert_int_equal(f.n_corrected, 0);
    assert_int_equal(f.n_hits, 0);
}

static void test_a_word_that_stays_whole_is_not_asked_for_by_its_parts(void **state)
{
    struct world *w = *state;
    adopted(w, "Tuin en schuur", "De schuur in de tuin.");
    world_index(w);
    assert_string_equal(found(w, "tuinschuur"), "Tuin en schuur");
    agree(w, w->editor, "", SVC_KEEP_WHOLE, "tuinschuur", "");
    assert_string_equal(found(w, "tuinschuur"), "");
}

static void test_every_version_stays_and_the_log_has_no_words(void **state)
{
    struct world *w = *state;
    struct store_agreements versions;
    const char *entry = agree(w, w->editor, "", SVC_ALIKE, "huisbaas", "kamerbaas");
    assert_non_null(strstr(last_change(w, entry), "vocabulary.add kind=alike"));
    agree(w, w->editor, entry, SVC_ALIKE, "huisbaas", "kamerverhuurder");
    assert_non_null(strstr(last_change(w, entry), "vocabulary.change"));
    assert_null(strstr(last_change(w, entry), "kamer"));
    assert_done(store_agreement_all(w->store, w->svc.arena, &versions, ERR));
    assert_int_equal(versions.n, 2);
    assert_string_equal(versions.at[0].entry, entry);
    assert_string_equal(versions.at[0].meant, "kamerbaas");
    assert_string_equal(versions.at[0].ended_by, w->editor);
}

static void test_what_cannot_be_read_back_is_refused_by_its_field(void **state)
{
    struct world *w = *state;
    assert_refused(refuse(w, w->editor, SVC_ALIKE, "a = b", "c"), ERR_INVALID);
    assert_reason("typed", "forbidden-sign");
    assert_refused(refuse(w, w->editor, SVC_ALIKE, "", "c"), ERR_INVALID);
    assert_reason("typed", "required");
    assert_refused(refuse(w, w->editor, SVC_ALIKE, "huisbaas", " , "), ERR_INVALID);
    assert_reason("means", "required");
    assert_refused(refuse(w, w->editor, SVC_MEANS, "een twee drie vier vijf zes", "c"), ERR_INVALID);
    assert_reason("typed", "over-five-words");
    assert_refused(refuse(w, w->editor, SVC_ABBREVIATION, "wet op iets", "Wet op iets"), ERR_INVALID);
    assert_reason("typed", "not-an-abbreviation");
    assert_refused(refuse(w, w->editor, SVC_KEEP_WHOLE, "twee woorden", ""), ERR_INVALID);
    assert_reason("typed", "one-word");
}

static void test_the_same_agreement_twice_and_a_word_for_itself_are_refused(void **state)
{
    struct world *w = *state;
    const char *entry = agree(w, w->editor, "", SVC_MEANS, "wegstrepen, doorhalen", "kwijtschelding");
    assert_refused(refuse(w, w->editor, SVC_MEANS, "Wegstrepen,doorhalen", "Kwijtschelding"), ERR_INVALID);
    assert_reason("typed", "already-there");
    assert_refused(refuse(w, w->editor, SVC_MEANS, "zwijgplicht, zwijgen", "geheim, Zwijgplicht"), ERR_INVALID);
    assert_reason("means", "means-itself");
    agree(w, w->editor, entry, SVC_MEANS, "wegstrepen, doorhalen", "kwijtschelding"); /* itself, as it was */
    agree(w, w->editor, "", SVC_ALIKE, "wegstrepen, doorhalen", "kwijtschelding");    /* says more */
}

static void test_only_editors_keep_it(void **state)
{
    struct world *w = *state;
    struct svc_agreements all;
    struct svc_agreements_ask ask = {0};
    assert_refused(refuse(w, w->participant, SVC_ALIKE, "een", "twee"), ERR_FORBIDDEN);
    assert_refused(refuse(w, w->admin, SVC_ALIKE, "een", "twee"), ERR_FORBIDDEN);
    assert_refused(refuse(w, ANONYMOUS, SVC_ALIKE, "een", "twee"), ERR_SIGN_IN);
    assert_refused(AS(w, w->participant, svc_agreements(SVC, &ask, &all, ERR)), ERR_FORBIDDEN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WORLD(test_an_agreement_counts_from_the_next_question_until_it_is_taken_back),
        IN_WORLD(test_what_a_colleague_changed_is_not_overwritten_unseen),
        IN_WORLD(test_a_shipped_agreement_is_not_made_again),
        IN_WORLD(test_agreements_have_room_for_as_much_as_can_be_asked_with),
        IN_WORLD(test_agreements_that_are_too_many_leave_the_shipped_ones),
        IN_WORLD(test_a_failure_in_between_takes_no_agreement_away),
        IN_WORLD(test_a_shipped_line_is_switched_off_and_on),
        IN_WORLD(test_a_word_that_is_right_is_not_corrected),
        IN_WORLD(test_a_word_that_stays_whole_is_not_asked_for_by_its_parts),
        IN_WORLD(test_every_version_stays_and_the_log_has_no_words),
        IN_WORLD(test_what_cannot_be_read_back_is_refused_by_its_field),
        IN_WORLD(test_the_same_agreement_twice_and_a_word_for_itself_are_refused),
        IN_WORLD(test_only_editors_keep_it),
    };
    return cmocka_run_group_tests_name("vocabulary", tests, NULL, NULL);
}
