/* What a board prepares to say: who of it saves and sees that, and when it is over. */
#include "tests/integration/service/ladder_test.h"

static err_code prepare_as(struct world *w, const char *who, const char *round, const char *organisation,
                           enum round_position position, const char *said, const char *seen)
{
    struct svc_position in = {.round = text_str(round),
                              .organisation = text_str(organisation),
                              .position = position,
                              .said = text_str(said),
                              .reserve = TEXT("means"),
                              .seen = text_str(seen)};
    return AS(w, who, svc_concept(SVC, &in, ERR));
}

/* The concept that this person finds on the page of the round; without an id when they see none. */
static struct svc_voice seen_by(struct world *w, const char *who, const char *round)
{
    struct svc_round r;
    assert_done(AS(w, who, svc_round(SVC, text_str(round), &r, ERR)));
    for (size_t i = 0; i < r.n_voices; i++)
        if (r.voices[i].concept.id) return r.voices[i];
    return (struct svc_voice){0};
}

/* The same on the list of the meeting of this board. */
static struct svc_voice listed_for(struct world *w, const char *who, const char *organisation)
{
    struct svc_rounds all;
    assert_done(AS(w, who, svc_rounds(SVC, &all, ERR)));
    assert_int_equal(all.n, 1);
    assert_done(AS(w, who, svc_concepts(SVC, organisation, &all, ERR)));
    for (size_t i = 0; i < all.at[0].n_voices; i++)
        if (all.at[0].voices[i].concept.id) return all.at[0].voices[i];
    return (struct svc_voice){0};
}

static const char *member_of_board(struct world *w, int partner)
{
    const char *person = add_person(w, "bestuur", "Bo Bestuur");
    give(w, person, "board-member", "organisation", partner_slugs[partner]);
    return person;
}

static bool is_kept(struct world *w, const char *round, const char *organisation)
{
    struct store_concept row;
    return store_concept_get(w->store, round, organisation, w->svc.arena, &row, ERR) == OK;
}

static void test_everybody_of_the_board_sees_it_with_its_writer_and_nobody_else(void **state)
{
    struct world *w = *state;
    struct boards b = boards_of(w);
    const char *round, *member = member_of_board(w, 1);
    struct svc_redact_look look;
    const char *id = in_round(w, ROUND_CONSENT, &round);
    assert_done(prepare_as(w, member, round, b.organisations[1], POSITION_RESERVE, "Alleen met geld.", "none"));
    assert_refused(AS(w, w->editor, svc_redact_look(SVC, text_str(id), TEXT("Alleen met"), &look, ERR)), ERR_INVALID);
    const char *own[] = {member, b.secretaries[1]};
    for (size_t i = 0; i < COUNT_OF(own); i++) {
        struct svc_voice voice = seen_by(w, own[i], round);
        assert_string_equal(voice.organisation, b.organisations[1]);
        assert_string_equal(voice.concept_by, "Bo Bestuur");
        assert_string_equal(voice.concept.position, "reserve");
        assert_string_equal(voice.concept.said, "Alleen met geld.");
        assert_string_equal(voice.concept.reserve, "means");
        assert_int_equal(voice.position, POSITION_NONE); /* it is no position */
        assert_string_equal(listed_for(w, own[i], b.organisations[1]).concept.said, "Alleen met geld.");
        assert_null(listed_for(w, own[i], b.organisations[0]).concept.id);
    }
    const char *others[] = {b.secretaries[0], w->editor, w->lead, w->member, w->participant, b.steering, w->admin};
    for (size_t i = 0; i < COUNT_OF(others); i++) {
        assert_null(seen_by(w, others[i], round).concept.id);
        assert_null(listed_for(w, others[i], b.organisations[1]).concept.id);
    }
}

static void test_only_who_is_of_that_board_saves_one(void **state)
{
    struct world *w = *state;
    struct boards b = boards_of(w);
    const char *round;
    in_round(w, ROUND_CONSENT, &round);
    const char *others[] = {b.secretaries[0], w->editor, w->lead, w->participant};
    for (size_t i = 0; i < COUNT_OF(others); i++)
        assert_refused(prepare_as(w, others[i], round, b.organisations[1], POSITION_AGREE, "", ""), ERR_FORBIDDEN);
    assert_false(is_kept(w, round, b.organisations[1]));
}

static void test_a_member_without_a_voice_prepares_and_does_not_give(void **state)
{
    struct world *w = *state;
    struct boards b = boards_of(w);
    const char *round, *member = member_of_board(w, 1);
    in_round(w, ROUND_CONSENT, &round);
    assert_done(prepare_as(w, member, round, b.organisations[1], POSITION_OBJECT, "", "")); /* not finished yet */
    assert_refused(say_as(w, member, round, b.organisations[1], POSITION_AGREE), ERR_FORBIDDEN);
    struct svc_voice voice = seen_by(w, member, round);
    assert_true(voice.prepares);
    assert_false(voice.mine);
}

static void test_giving_the_position_ends_it_for_that_board_alone(void **state)
{
    struct world *w = *state;
    struct boards b = boards_of(w);
    const char *round;
    in_round(w, ROUND_CONSENT, &round);
    for (int i = 1; i <= 2; i++)
        assert_done(prepare_as(w, b.secretaries[i], round, b.organisations[i], POSITION_AGREE, "", ""));
    assert_done(say_as(w, b.secretaries[1], round, b.organisations[1], POSITION_AGREE));
    assert_false(is_kept(w, round, b.organisations[1]));
    assert_true(is_kept(w, round, b.organisations[2]));
}

static void test_the_end_of_the_round_takes_it_away_and_there_is_no_saving_after_it(void **state)
{
    struct world *w = *state;
    struct boards b = boards_of(w);
    const char *round, *id = in_round(w, ROUND_CONSENT, &round);
    for (int i = 0; i < PARTNERS - 1; i++)
        assert_done(say_as(w, b.secretaries[i], round, b.organisations[i], POSITION_AGREE));
    assert_done(prepare_as(w, b.secretaries[4], round, b.organisations[4], POSITION_AGREE, "", ""));
    days_pass(w, 100);
    assert_done(adopt_as(w, w->editor, id));
    assert_false(is_kept(w, round, b.organisations[4]));
    assert_refused(prepare_as(w, b.secretaries[4], round, b.organisations[4], POSITION_AGREE, "", ""), ERR_CONFLICT);
    assert_null(seen_by(w, b.secretaries[4], round).concept.id);
}

static void test_who_saves_over_a_concept_that_was_not_shown_is_told(void **state)
{
    struct world *w = *state;
    struct boards b = boards_of(w);
    const char *round, *member = member_of_board(w, 1);
    in_round(w, ROUND_CONSENT, &round);
    assert_done(prepare_as(w, member, round, b.organisations[1], POSITION_RESERVE, "Van Bo.", "none"));
    assert_refused(prepare_as(w, b.secretaries[1], round, b.organisations[1], POSITION_AGREE, "", "none"),
                   ERR_CONFLICT);
    const char *shown = seen_by(w, b.secretaries[1], round).concept.id;
    assert_done(prepare_as(w, b.secretaries[1], round, b.organisations[1], POSITION_RESERVE, "Van nova.", shown));
    assert_string_equal(seen_by(w, member, round).concept.said, "Van nova.");
}

static void test_data_of_a_client_are_refused_in_it(void **state)
{
    struct world *w = *state;
    struct boards b = boards_of(w);
    const char *round;
    in_round(w, ROUND_CONSENT, &round);
    assert_refused(
        prepare_as(w, b.secretaries[1], round, b.organisations[1], POSITION_RESERVE, "Zoals bij BSN 111222333.", ""),
        ERR_INVALID);
    assert_false(is_kept(w, round, b.organisations[1]));
}

static void test_the_log_has_ids_only_nobody_is_told_and_reading_is_noted(void **state)
{
    struct world *w = *state;
    struct boards b = boards_of(w);
    struct svc_notices told;
    struct store_changes log;
    struct svc_reads reads = {0};
    size_t moved, before;
    const char *round, *id = in_round(w, ROUND_CONSENT, &round);
    assert_done(AS(w, SYSTEM, svc_keep(SVC, NULL, NULL, &moved, ERR)));
    assert_done(AS(w, b.secretaries[1], svc_notices(SVC, 50, &told, ERR)));
    before = told.n;
    assert_done(prepare_as(w, b.secretaries[1], round, b.organisations[1], POSITION_RESERVE, "Kurkdroog.", ""));
    assert_done(AS(w, SYSTEM, svc_keep(SVC, NULL, NULL, &moved, ERR)));
    assert_done(AS(w, b.secretaries[1], svc_notices(SVC, 50, &told, ERR)));
    assert_int_equal(told.n, before);
    assert_done(store_changes_of(w->store, id, 1, w->svc.arena, &log, ERR));
    assert_string_equal(log.at[0].action, "round.concept");
    assert_string_equal(log.at[0].detail,
                        arena_printf(w->svc.arena, "round=%s organisation=%s", round, b.organisations[1]));
    w->svc.reads = &reads;
    assert_string_equal(seen_by(w, b.secretaries[1], round).concept.said, "Kurkdroog.");
    w->svc.reads = NULL;
    assert_non_null(reads.first);
    assert_string_equal(reads.first->what, "concept");
    assert_string_equal(reads.first->object, round);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WORLD(test_everybody_of_the_board_sees_it_with_its_writer_and_nobody_else),
        IN_WORLD(test_only_who_is_of_that_board_saves_one),
        IN_WORLD(test_a_member_without_a_voice_prepares_and_does_not_give),
        IN_WORLD(test_giving_the_position_ends_it_for_that_board_alone),
        IN_WORLD(test_the_end_of_the_round_takes_it_away_and_there_is_no_saving_after_it),
        IN_WORLD(test_who_saves_over_a_concept_that_was_not_shown_is_told),
        IN_WORLD(test_data_of_a_client_are_refused_in_it),
        IN_WORLD(test_the_log_has_ids_only_nobody_is_told_and_reading_is_noted),
    };
    return cmocka_run_group_tests_name("concept", tests, NULL, NULL);
}
