/* No client data comes in by any way on which somebody writes: each refuses a citizen service number and names the
 * field, and keeps nothing of it. (Texts themselves are guarded at submission, remarks in test_ladder.) */
#include "tests/integration/service/ladder_test.h"

#define NUMBER  "111222333" /* passes the eleven-test */
#define PRIVATE "Het BSN van mevrouw is " NUMBER "."

#define assert_kept_out(call, field)                                                                                   \
    do {                                                                                                               \
        assert_refused(call, ERR_INVALID);                                                                             \
        assert_reason(field, "client-data");                                                                           \
    } while (0)

static void test_words_of_a_move_and_of_an_assent(void **state)
{
    struct world *w = *state;
    const char *id = a_proposal(w);
    assert_kept_out(move_as(w, w->editor, id, MOVE_RETURN, PRIVATE), "words");
    days_pass(w, 8);
    assert_kept_out(AS(w, w->editor, svc_assent_give(SVC, text_str(id), SVC_ASSENT_CHECK, TEXT(PRIVATE), ERR)),
                    "words");
}

static void test_what_an_editor_notes_and_what_a_version_says_of_itself(void **state)
{
    struct world *w = *state;
    const char *draft = full_draft(w), *id = a_proposal(w);
    struct svc_publish publish = {
        .practice = text_str(draft), .seen = working_version(w, w->member, draft), .note = TEXT(PRIVATE)};
    const char *revision;
    assert_kept_out(AS(w, w->editor, svc_desk_note_add(SVC, text_str(id), TEXT(PRIVATE), ERR)), "desk-note");
    assert_kept_out(AS(w, w->member, svc_publish(SVC, &publish, &revision, ERR)), "note");
}

static void test_what_boards_are_asked_and_what_they_say(void **state)
{
    struct world *w = *state;
    struct boards b = boards_of(w);
    const char *round, *id = a_recommendation(w);
    text slugs[] = {text_str(partner_slugs[0]), text_str(partner_slugs[1])};
    struct svc_round_open open = {
        .preset = ROUND_CONSENT, .organisations = slugs, .n_organisations = 2, .question = TEXT(PRIVATE)};
    struct svc_move in = {.practice = text_str(id), .move = MOVE_OPEN_ROUND, .words = TEXT("Niets."), .round = &open};
    assert_kept_out(AS(w, w->editor, svc_move(SVC, &in, ERR)), "question");
    open.question = TEXT("Akkoord?");
    open.advice = TEXT(PRIVATE);
    assert_kept_out(AS(w, w->editor, svc_move(SVC, &in, ERR)), "advice");
    in_round(w, ROUND_CONSENT, &round);
    struct svc_position said = {.round = text_str(round),
                                .organisation = text_str(b.organisations[1]),
                                .position = POSITION_OBJECT,
                                .said = TEXT(PRIVATE),
                                .lift = TEXT("Niets.")};
    assert_kept_out(AS(w, b.secretaries[1], svc_position(SVC, &said, ERR)), "said");
    said.said = TEXT("Te kort.");
    said.lift = TEXT(PRIVATE);
    assert_kept_out(AS(w, b.secretaries[1], svc_position(SVC, &said, ERR)), "lift");
    said.lift = TEXT("Niets.");
    said.minute = TEXT("punt 4, BSN " NUMBER);
    assert_kept_out(AS(w, b.secretaries[1], svc_position(SVC, &said, ERR)), "minute");
}

static void test_what_is_said_of_a_text_that_stands(void **state)
{
    struct world *w = *state;
    struct boards b = boards_of(w);
    const char *id = adopted(w, "Samen een helpdesk", "Bel de helpdesk.");
    struct svc_place place = {.practice = text_str(id), .kind = PRACTICE_PLAN};
    struct svc_local_put local = {.practice = text_str(id),
                                  .organisation = text_str(b.organisations[0]),
                                  .what = TEXT("note"),
                                  .words = TEXT(PRIVATE)};
    struct svc_carrying_put carrying = {.practice = text_str(id),
                                        .organisation = text_str(b.organisations[0]),
                                        .state = TEXT("busy"),
                                        .step = TEXT(PRIVATE)};
    struct svc_remark_add remark = {
        .practice = text_str(id), .body = TEXT("Klopt dit?"), .passage = TEXT(PRIVATE), .must = true};
    assert_done(AS(w, w->editor, svc_place(SVC, &place, ERR)));
    assert_kept_out(AS(w, b.secretaries[0], svc_local_put(SVC, &local, ERR)), "words");
    assert_kept_out(AS(w, b.secretaries[0], svc_carrying_put(SVC, &carrying, ERR)), "step");
    assert_kept_out(AS(w, w->participant, svc_remark_add(SVC, &remark, ERR)), "passage");
}

static void test_asking_to_join_and_the_note_with_a_correction(void **state)
{
    struct world *w = *state;
    struct svc_correction now;
    const char *id = adopted(w, "Huurverhoging", "Bel de verhuurder.");
    assert_kept_out(AS(w, w->participant, svc_group_ask(SVC, TEXT("huur"), TEXT(PRIVATE), ERR)), "words");
    assert_done(AS(w, w->editor, svc_correction(SVC, text_str(id), &now, ERR)));
    struct svc_correct correct = {.practice = text_str(id),
                                  .revision = text_str(now.revision),
                                  .draft = draft_of(w, "Huurverhoging", "Bel eerst.", "Bel de verhuurster."),
                                  .note = TEXT(PRIVATE)};
    assert_kept_out(AS(w, w->editor, svc_correct(SVC, &correct, ERR)), "note");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WORLD(test_words_of_a_move_and_of_an_assent),
        IN_WORLD(test_what_an_editor_notes_and_what_a_version_says_of_itself),
        IN_WORLD(test_what_boards_are_asked_and_what_they_say),
        IN_WORLD(test_what_is_said_of_a_text_that_stands),
        IN_WORLD(test_asking_to_join_and_the_note_with_a_correction),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
