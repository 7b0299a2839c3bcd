/* What may be kept of what people search for, and what editors see of it. */
#include "tests/integration/service/service_test.h"

static struct svc_asked asked(struct world *w, const char *typed)
{
    struct svc_asked out;
    assert_done(AS(w, w->participant, svc_asked(SVC, query_scan(w->svc.arena, text_str(typed)), &out, ERR)));
    return out;
}

static const char *words_of(struct world *w, const struct svc_asked *a)
{
    const char *s = "";
    for (size_t i = 0; i < a->n; i++)
        s = arena_printf(w->svc.arena, "%s%s%.*s%s", s, i ? " " : "", TEXT_FMT(a->words[i].folded),
                         a->words[i].known ? "" : "?");
    return s;
}

static void count(struct world *w, const char *kind, const char *words, int asked_n, int nothing, int opened)
{
    char week[DATE_BYTES];
    struct store_asked row = {.week = svc_week(world_start, week),
                              .kind = kind,
                              .words = words,
                              .asked = asked_n,
                              .nothing = nothing,
                              .opened = opened};
    act_begin(w, SYSTEM);
    assert_done(act_end(w, store_asked_add(w->store, &row, ERR)));
}

static struct svc_asked_week week_of(struct world *w)
{
    struct svc_asked_week week;
    assert_done(AS(w, w->editor, svc_asked_week(SVC, TEXT(""), &week, ERR)));
    return week;
}

static void test_a_word_is_known_by_dictionary_vocabulary_or_text_and_else_it_is_not(void **state)
{
    struct world *w = *state;
    adopted(w, "Zwerfkei", "Bel de glimworm in Floependam.");
    world_index(w);
    struct svc_asked a = asked(w, "Mijn verhuurder Kwastelaar uit Floependam, WSNP");
    assert_string_equal(words_of(w, &a), "verhuurder kwastelaar? floependam wsnp");
    assert_true(text_is(a.known, "mijn verhuurder uit floependam wsnp"));
    a = asked(w, "Floependammers Kwastelaar-huur"); /* related forms do not make a word known */
    assert_string_equal(words_of(w, &a), "floependammers? kwastelaarhuur?");
    assert_int_equal(a.n_known, 0);
    assert_int_equal(a.known.len, 0);
}

static void test_numbers_filters_and_what_the_privacy_guard_sees_are_not_kept(void **state)
{
    struct world *w = *state;
    world_index(w);
    struct svc_asked a = asked(w, "huur 123456782 rechtsgebied:werk -ontslag 12-3-1980");
    assert_false(a.n && strstr(words_of(w, &a), "ontslag"));
    assert_null(strstr(words_of(w, &a), "1"));
    a = asked(w, "ontruiming mevrouw Bakker");
    assert_int_equal(a.n, 0);
    a = asked(w, "schuld bsn 111222333");
    assert_int_equal(a.n, 0);
}

static void test_the_week_of_an_editor_has_what_was_missed_what_was_left_and_what_was_opened(void **state)
{
    struct world *w = *state;
    const char *id = adopted(w, "Huurverhoging", "Bel eerst over de huurverhoging.");
    world_index(w);
    count(w, "word", "huurverhoogin", 3, 3, 0);
    count(w, "word", "huurverhoogin", 1, 1, 0);
    count(w, "question", "huis kwijt", 2, 2, 0);
    count(w, "word", "huurverlaging", 1, 1, 0);
    count(w, "word", "eerst", 4, 0, 0);
    count(w, "word", "bel", 4, 0, 1);
    count(w, "practice", id, 0, 0, 2);
    struct svc_asked_week week = week_of(w);
    assert_int_equal(week.n_missed, 3);
    assert_string_equal(week.missed[2].words, "huurverlaging");
    assert_int_equal(week.missed[2].near.n, 0); /* no mistake, and the other way round */
    assert_string_equal(week.missed[0].words, "huurverhoogin");
    assert_int_equal(week.missed[0].nothing, 4);
    assert_int_equal(week.missed[0].near.n, 1);
    assert_true(text_is(week.missed[0].near.words[0], "huurverhoging"));
    assert_int_equal(week.n_left, 1);
    assert_string_equal(week.left[0].words, "eerst");
    assert_int_equal(week.n_opened, 1);
    assert_string_equal(week.opened[0].card.title, "Huurverhoging");
    assert_int_equal(week.opened[0].n, 2);
}

/* An editor who agreed what a word means sees that it is done. */
static void test_what_was_missed_and_is_found_by_now_goes_to_the_end(void **state)
{
    struct world *w = *state;
    adopted(w, "Ontruiming", "Wat te doen bij een ontruiming.");
    world_index(w);
    count(w, "word", "zegel", 3, 3, 0);
    count(w, "word", "floep", 1, 1, 0);
    struct svc_asked_week week = week_of(w);
    assert_string_equal(week.missed[0].words, "zegel");
    assert_false(week.missed[0].found);
    struct svc_agreement_put put = {TEXT(""), SVC_MEANS, TEXT("zegel"), TEXT("ontruiming"), 0};
    const char *made;
    assert_done(AS(w, w->editor, svc_agreement_put(SVC, &put, &made, ERR)));
    week = week_of(w);
    assert_int_equal(week.n_missed, 2);
    assert_string_equal(week.missed[0].words, "floep");
    assert_false(week.missed[0].found);
    assert_string_equal(week.missed[1].words, "zegel");
    assert_true(week.missed[1].found);
}

static void test_a_report_keeps_the_words_it_was_shown_and_nothing_else(void **state)
{
    struct world *w = *state;
    world_index(w);
    int64_t before = log_length(w);
    struct svc_asked a = asked(w, "huis Kwastelaar kwijt");
    assert_done(AS(w, w->participant, svc_asked_report(SVC, a.known, ERR)));
    assert_int_equal(log_length(w), before); /* nothing that has a person in it */
    struct svc_asked_week week = week_of(w);
    assert_int_equal(week.n_missed, 1);
    assert_string_equal(week.missed[0].words, "huis kwijt");
    assert_int_equal(week.missed[0].reported, 1);
    assert_refused(AS(w, w->participant, svc_asked_report(SVC, TEXT(""), ERR)), ERR_CONFLICT);
    assert_refused(AS(w, ANONYMOUS, svc_asked_report(SVC, TEXT("huis"), ERR)), ERR_SIGN_IN);
}

static void test_an_agreement_is_tried_on_what_was_missed_last(void **state)
{
    struct world *w = *state;
    adopted(w, "Ontruiming", "Wat te doen bij een ontruiming.");
    world_index(w);
    count(w, "question", "floep zegel", 1, 1, 0);
    struct svc_trials *trials = arena_alloc(w->svc.arena, sizeof *trials);
    struct svc_agreement_put put = {TEXT(""), SVC_MEANS, TEXT("zegel"), TEXT("ontruiming"), 0};
    assert_done(AS(w, w->editor, svc_agreement_try(SVC, &put, trials, ERR)));
    assert_int_equal(trials->n, 2);
    assert_true(text_is(trials->at[1].question, "floep zegel"));
    assert_true(!trials->at[1].own && trials->at[1].changes);
    assert_int_equal(trials->at[1].before, 0);
    assert_int_equal(trials->at[1].after, 1);
    assert_int_equal(trials->at[1].was[0], 0);
    assert_null(trials->at[1].led);
    assert_int_equal(find_as(w, w->participant, "zegel").n_hits, 0); /* a trial leaves nothing behind */
}

static void test_a_trial_tells_what_leads_now_and_where_the_others_stood(void **state)
{
    struct world *w = *state;
    adopted(w, "Brieven bewaren", "Schrijf op de brief dat de zgl hem heeft.");
    adopted(w, "Zorg Gids Lijst", "Wie helpt in jouw buurt.");
    world_index(w);
    struct svc_trials *trials = arena_alloc(w->svc.arena, sizeof *trials);
    struct svc_agreement_put put = {TEXT(""), SVC_ABBREVIATION, TEXT("ZGL"), TEXT("zorg gids lijst"), 0};
    assert_done(AS(w, w->editor, svc_agreement_try(SVC, &put, trials, ERR)));
    const struct svc_trial *trial = &trials->at[0], *back = &trials->at[1];
    assert_true(trial->own && trial->changes);
    assert_true(back->own && text_is(back->question, "zorg gids lijst")); /* it goes both ways */
    assert_int_equal(trial->n_cards, 2);
    assert_string_equal(trial->cards[0].title, "Zorg Gids Lijst");
    assert_int_equal(trial->was[0], 0);
    assert_int_equal(trial->was[1], 1);
    assert_string_equal(trial->led->title, "Brieven bewaren");
    put = (struct svc_agreement_put){TEXT(""), SVC_KEEP_SPELLING, TEXT("zgl"), TEXT("zorg"), 0};
    assert_refused(AS(w, w->editor, svc_agreement_try(SVC, &put, trials, ERR)), ERR_INVALID); /* means nothing */
}

static void test_only_editors_see_it(void **state)
{
    struct world *w = *state;
    struct svc_asked_week week;
    assert_refused(AS(w, w->participant, svc_asked_week(SVC, TEXT(""), &week, ERR)), ERR_FORBIDDEN);
    assert_refused(AS(w, w->admin, svc_asked_week(SVC, TEXT(""), &week, ERR)), ERR_FORBIDDEN);
    assert_refused(AS(w, ANONYMOUS, svc_asked_week(SVC, TEXT(""), &week, ERR)), ERR_SIGN_IN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WORLD(test_a_word_is_known_by_dictionary_vocabulary_or_text_and_else_it_is_not),
        IN_WORLD(test_numbers_filters_and_what_the_privacy_guard_sees_are_not_kept),
        IN_WORLD(test_the_week_of_an_editor_has_what_was_missed_what_was_left_and_what_was_opened),
        IN_WORLD(test_what_was_missed_and_is_found_by_now_goes_to_the_end),
        IN_WORLD(test_a_report_keeps_the_words_it_was_shown_and_nothing_else),
        IN_WORLD(test_an_agreement_is_tried_on_what_was_missed_last),
        IN_WORLD(test_a_trial_tells_what_leads_now_and_where_the_others_stood),
        IN_WORLD(test_only_editors_see_it),
    };
    return cmocka_run_group_tests_name("what is asked", tests, NULL, NULL);
}
