/* What readers said of a text is found as well, by those who may read it. */
#include "tests/integration/service/find_test.h"

static void remark_as(struct world *w, const char *who, const char *practice, const char *body)
{
    struct svc_remark_add in = {.practice = text_str(practice), .body = text_str(body)};
    assert_done(AS(w, who, svc_remark_add(SVC, &in, ERR)));
}

static struct svc_found said_as(struct world *w, const char *who, const char *typed)
{
    struct svc_found found;
    struct svc_ask ask = {.query = query_scan(w->svc.arena, text_str(typed)), .together = true, .said = true};
    assert_done(AS(w, who, svc_find(SVC, &ask, &found, ERR)));
    return found;
}

/* The first marked word of a hit's passage; "" when none is. */
static const char *marked(struct world *w, const struct svc_hit *hit)
{
    for (size_t i = 0; i < hit->snippet.n; i++)
        if (hit->snippet.pieces[i].marked)
            return arena_printf(w->svc.arena, "%.*s", TEXT_FMT(hit->snippet.pieces[i].words));
    return "";
}

static void test_a_remark_finds_the_text_for_who_may_read_it(void **state)
{
    struct world *w = *state;
    const char *id = adopted(w, "Huurverhoging", "Bel de verhuurder.");
    adopted(w, "Servicekosten", "Vraag de afrekening.");
    remark_as(w, w->participant, id, "Bij mij lekten de regenpijpen van de buren.");
    world_index(w);
    struct svc_found found = said_as(w, w->other, "regenpijp"); /* another form of the word */
    assert_hits(found, "Huurverhoging");
    assert_int_equal(found.hits[0].said, SVC_SAID_AS_REMARK);
    assert_string_equal(marked(w, &found.hits[0]), "regenpijpen");
    assert_int_equal(found.total, 1);
    const char *const outside[] = {ANONYMOUS, w->nobody};
    for (size_t i = 0; i < COUNT_OF(outside); i++) {
        found = said_as(w, outside[i], "regenpijp");
        assert_hits(found, "");
        assert_int_equal(found.n_counts, 0);
    }
}

static void test_an_answer_and_an_experience_find_the_text_too(void **state)
{
    struct world *w = *state;
    struct svc_said said;
    const char *id = adopted(w, "Huurverhoging", "Bel de verhuurder.");
    struct svc_experience_add experience = {
        .practice = text_str(id), .body = TEXT("De deurwaarder belde terug."), .again = TEXT("yes")};
    remark_as(w, w->participant, id, "Wie betaalt dit?");
    assert_done(AS(w, w->lead, svc_said(SVC, text_str(id), NULL, &said, ERR)));
    assert_done(AS(
        w, w->lead,
        svc_remark_answer(SVC, text_str(id), text_str(said.remarks[0].row.id), TEXT("Het waterschap betaalt."), ERR)));
    assert_done(AS(w, w->participant, svc_experience_add(SVC, &experience, ERR)));
    world_index(w);
    struct svc_found found = said_as(w, w->participant, "waterschap");
    assert_hits(found, "Huurverhoging");
    assert_int_equal(found.hits[0].said, SVC_SAID_AS_REMARK);
    found = said_as(w, w->participant, "deurwaarder");
    assert_hits(found, "Huurverhoging");
    assert_int_equal(found.hits[0].said, SVC_SAID_AS_EXPERIENCE);
    assert_done(AS(w, w->participant, svc_said(SVC, text_str(id), NULL, &said, ERR)));
    text told = text_str(said.experiences[0].row.id);
    assert_done(AS(w, w->participant, svc_take_back(SVC, text_str(id), SVC_SAID_EXPERIENCE, told, ERR)));
    world_index(w);
    assert_hits(said_as(w, w->participant, "deurwaarder"), "");
}

/* As many things were said as the index holds, but not the same. */
static void test_words_that_changed_do_not_agree_with_the_index(void **state)
{
    struct world *w = *state;
    size_t compared, wrong;
    const char *id = adopted(w, "Huurverhoging", "Bel de verhuurder.");
    remark_as(w, w->participant, id, "Wie betaalt dit?");
    world_index(w);
    assert_done(indexer_verify(w->store, w->svc.search, &compared, &wrong, ERR));
    assert_int_equal(wrong, 0);
    assert_done(db_exec(w->store->db, "UPDATE remark SET body = 'Wie belt?'", ERR));
    assert_done(indexer_verify(w->store, w->svc.search, &compared, &wrong, ERR));
    assert_int_equal(wrong, 1);
}

/* A text that has the word comes first, and a text found both ways stands once. */
static void test_what_was_said_counts_less_than_what_is_written(void **state)
{
    struct world *w = *state;
    const char *said = adopted(w, "Huurverhoging", "Bel de verhuurder.");
    const char *both = adopted(w, "Lekkage", "Bel de verhuurder over de regenpijp.");
    adopted(w, "Servicekosten", "Vraag de afrekening.");
    remark_as(w, w->participant, said, "En de regenpijp?");
    remark_as(w, w->participant, both, "De regenpijp is van de buren.");
    world_index(w);
    struct svc_found found = said_as(w, w->participant, "regenpijp");
    assert_hits(found, "Lekkage|Huurverhoging");
    assert_int_equal(found.hits[0].said, SVC_SAID_NOT);
    assert_int_equal(found.hits[1].said, SVC_SAID_AS_REMARK);
    assert_hits(find_as(w, w->participant, "regenpijp"), "Lekkage"); /* who does not ask for it does not get it */
}

/* Words of remarks are no words of the texts: they are not suggested, and correct nothing. */
static void test_a_word_that_was_only_said_is_no_word_of_the_texts(void **state)
{
    struct world *w = *state;
    struct svc_suggested out;
    const char *id = adopted(w, "Huurverhoging", "Bel de verhuurder over de huurverhoging.");
    remark_as(w, w->participant, id, "Die huurverhogging klopt niet.");
    world_index(w);
    struct svc_found found = said_as(w, w->participant, "huurverhogging");
    assert_int_equal(found.n_corrected, 1);
    assert_hits(found, "Huurverhoging");
    assert_done(AS(w, w->participant, svc_suggest(SVC, TEXT("huurverhogg"), &out, ERR)));
    assert_true(out.n > 0);
    assert_true(text_is(out.items[0], "huurverhoging")); /* the texts' word, for a misspelt one */
    for (size_t i = 0; i < out.n; i++) assert_false(text_is(out.items[i], "huurverhogging"));
}

static void test_browsing_and_filters_know_texts_only(void **state)
{
    struct world *w = *state;
    const char *id = adopted(w, "Huurverhoging", "Bel de verhuurder.");
    remark_as(w, w->participant, id, "De regenpijp lekt.");
    world_index(w);
    assert_int_equal(said_as(w, w->participant, "").total, 1);
    assert_int_equal(said_as(w, w->participant, "").hits[0].said, SVC_SAID_NOT);
    assert_int_equal(said_as(w, w->participant, "regenpijp rechtsgebied:huur-en-consument").total, 1);
    assert_int_equal(said_as(w, w->participant, "regenpijp werkgroep:schulden").total, 0);
    /* of the text, which has no such word: */
    assert_int_equal(said_as(w, w->participant, "verhuurder -regenpijp").total, 1);
}

/* What the group said while nobody else could read the text stays theirs, also when the text is open. */
static void test_what_a_group_said_before_stays_the_groups(void **state)
{
    struct world *w = *state;
    const char *id = full_draft(w), *revision;
    int64_t version = working_version(w, w->member, id);
    assert_done(publish_as(w, w->member, id, version, &revision));
    remark_as(w, w->member, id, "De regenpijp vertrouw ik niet.");
    world_index(w);
    assert_own(said_as(w, w->lead, "regenpijp"), "Huurverhoging");
    assert_own(said_as(w, w->other, "regenpijp"), "");
    days_pass(w, 1);
    assert_done(submit_as(w, w->lead, id));
    assert_done(move_as(w, w->editor, id, MOVE_ACCEPT, ""));
    remark_as(w, w->participant, id, "De schutting ook niet.");
    world_index(w);
    struct svc_found found = said_as(w, w->lead, "regenpijp");
    assert_own(found, "Huurverhoging");
    assert_int_equal(found.own[0].said, SVC_SAID_AS_REMARK);
    const char *const others[] = {w->participant, w->other, w->editor, w->admin, ANONYMOUS};
    for (size_t i = 0; i < COUNT_OF(others); i++) {
        found = said_as(w, others[i], "regenpijp");
        assert_hits(found, "");
        assert_own(found, "");
    }
    assert_hits(said_as(w, w->other, "schutting"), "Huurverhoging");
    assert_hits(said_as(w, ANONYMOUS, "schutting"), "");
}

static void test_what_a_group_says_changes_no_byte_of_what_others_find(void **state)
{
    struct world *w = *state;
    adopted(w, "Huurverhoging", "Bel de verhuurder over de regenpijp.");
    const char *open = a_proposal(w), *id = full_draft(w), *revision;
    remark_as(w, w->participant, open, "Ook de regenpijp?");
    int64_t version = working_version(w, w->member, id);
    assert_done(publish_as(w, w->member, id, version, &revision));
    world_index(w);
    const char *const others[] = {w->participant, w->other, w->editor, w->admin, w->nobody, ANONYMOUS};
    const char *before[COUNT_OF(others)];
    for (size_t i = 0; i < COUNT_OF(others); i++) before[i] = everything(w, others[i], "regenpijp verhuurder");
    for (int i = 0; i < 20; i++) remark_as(w, w->member, id, "De regenpijp van de verhuurder, en weer de regenpijp.");
    world_index(w);
    for (size_t i = 0; i < COUNT_OF(others); i++)
        assert_string_equal(everything(w, others[i], "regenpijp verhuurder"), before[i]);
}

/* What members say changes nothing for who is not signed in. */
static void test_a_remark_changes_no_byte_of_what_the_public_finds(void **state)
{
    struct world *w = *state;
    const char *id = adopted(w, "Huurverhoging", "Bel de verhuurder over de regenpijp.");
    adopted(w, "Servicekosten", "Vraag de verhuurder de afrekening.");
    world_index(w);
    const char *public = everything(w, ANONYMOUS, "regenpijp verhuurder"), *all = everything(w, ANONYMOUS, "");
    remark_as(w, w->participant, id, "Dakgoot, regenpijp, verhuurder, schutting.");
    world_index(w);
    assert_string_equal(everything(w, ANONYMOUS, "regenpijp verhuurder"), public);
    assert_string_equal(everything(w, ANONYMOUS, ""), all);
    assert_hits(said_as(w, ANONYMOUS, "schutting"), "");
}

static void test_words_taken_out_of_a_remark_find_nothing(void **state)
{
    struct world *w = *state;
    const char *id = adopted(w, "Huurverhoging", "Bel de verhuurder.");
    const char *file = arena_printf(w->svc.arena, "%s.redactions", w->dir);
    size_t practices;
    remark_as(w, w->participant, id, "Wilhelmina Kanariepiet had dit ook.");
    world_index(w);
    assert_hits(said_as(w, w->other, "kanariepiet"), "Huurverhoging");
    struct svc_redact in = {text_str(id), TEXT("Wilhelmina Kanariepiet"), file};
    assert_done(AS(w, w->editor, svc_redact(SVC, &in, ERR)));
    search_reader_close(w->svc.search);
    w->svc.search = NULL;
    search_writer_abandon(TAKE(w->index));
    assert_done(indexer_rebuild(w->store, w->dir, NULL, NULL, &practices, ERR));
    world_index(w);
    assert_hits(said_as(w, w->other, "kanariepiet"), "");
    remove(file);
}

static void test_a_rebuilt_index_holds_what_was_said_and_agrees_with_the_store(void **state)
{
    struct world *w = *state;
    const char *id = full_draft(w), *revision;
    int64_t version = working_version(w, w->member, id);
    assert_done(publish_as(w, w->member, id, version, &revision));
    remark_as(w, w->member, id, "De regenpijp vertrouw ik niet.");
    world_index(w);
    days_pass(w, 1);
    assert_done(submit_as(w, w->lead, id));
    assert_done(move_as(w, w->editor, id, MOVE_ACCEPT, ""));
    remark_as(w, w->participant, id, "De schutting ook niet.");
    world_index(w);
    size_t compared, wrong, practices;
    assert_done(indexer_verify(w->store, w->svc.search, &compared, &wrong, ERR));
    assert_int_equal(wrong, 0);
    const char *lead = everything(w, w->lead, "regenpijp schutting"), *other = everything(w, w->other, "schutting");
    search_reader_close(w->svc.search);
    w->svc.search = NULL;
    assert_done(search_writer_stop(&w->index, ERR));
    assert_done(indexer_rebuild(w->store, w->dir, NULL, NULL, &practices, ERR));
    world_index(w);
    assert_string_equal(everything(w, w->lead, "regenpijp schutting"), lead);
    assert_string_equal(everything(w, w->other, "schutting"), other);
    remark_as(w, w->participant, id, "De heg, ten slotte."); /* not in the index yet: that is noticed */
    assert_done(indexer_verify(w->store, w->svc.search, &compared, &wrong, ERR));
    assert_int_equal(wrong, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WORLD(test_a_remark_finds_the_text_for_who_may_read_it),
        IN_WORLD(test_an_answer_and_an_experience_find_the_text_too),
        IN_WORLD(test_words_that_changed_do_not_agree_with_the_index),
        IN_WORLD(test_what_was_said_counts_less_than_what_is_written),
        IN_WORLD(test_a_word_that_was_only_said_is_no_word_of_the_texts),
        IN_WORLD(test_browsing_and_filters_know_texts_only),
        IN_WORLD(test_what_a_group_said_before_stays_the_groups),
        IN_WORLD(test_what_a_group_says_changes_no_byte_of_what_others_find),
        IN_WORLD(test_a_remark_changes_no_byte_of_what_the_public_finds),
        IN_WORLD(test_words_taken_out_of_a_remark_find_nothing),
        IN_WORLD(test_a_rebuilt_index_holds_what_was_said_and_agrees_with_the_store),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
