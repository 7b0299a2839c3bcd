/* No client data comes in by any way on which somebody writes: each refuses a citizen service number and names the
 * field, and keeps nothing of it. (Remarks in test_ladder, what the guard only warns of at submission too.) */
#include "tests/integration/service/ladder_test.h"

#define NUMBER  "111222333" /* passes the eleven-test */
#define PRIVATE "Het BSN van mevrouw is " NUMBER "."

#define assert_kept_out(call, field)                                                                                   \
    do {                                                                                                               \
        assert_refused(call, ERR_INVALID);                                                                             \
        assert_reason(field, "client-data");                                                                           \
    } while (0)

static int times_let_stand(struct world *w, const char *id)
{
    struct store_changes changes;
    int n = 0;
    assert_done(store_changes_of(w->store, id, 100, w->svc.arena, &changes, ERR));
    for (size_t i = 0; i < changes.n; i++) n += !strcmp(changes.at[i].action, "practice.let-stand");
    return n;
}

static void test_words_of_a_move_and_of_an_assent(void **state)
{
    struct world *w = *state;
    const char *id = a_proposal(w);
    assert_kept_out(move_as(w, w->editor, id, MOVE_RETURN, PRIVATE), "words");
    days_pass(w, 8);
    assert_kept_out(
        AS(w, w->editor, svc_assent_give(SVC, text_str(id), SVC_ASSENT_CHECK, TEXT(""), TEXT(PRIVATE), ERR)), "checked");
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

/* Nobody is asked for a reason in a few words, so only what is surely of a client stops them (docs/security.md). */
static void test_what_is_only_warned_of_in_a_few_words_is_kept(void **state)
{
    struct world *w = *state;
    const char *id = a_proposal(w);
    static const char *const refused[] = {"Bel +310612345678.", "BSN 111 222 333 2 kinderen",
                                          "Mail jan.jansen @ gmail.com.", "Naar NL91/ABNA/0417/1643/00."};
    static const char *const kept[] = {"Mevrouw F. Yilmaz belde.", "Kerkstraat 12 in Zwolle", "zaaknummer 2026/12345",
                                       "tel. 038-4212345", "rosa@kantoor.nl"};
    for (size_t i = 0; i < COUNT_OF(refused); i++)
        assert_kept_out(AS(w, w->editor, svc_desk_note_add(SVC, text_str(id), text_str(refused[i]), ERR)), "desk-note");
    for (size_t i = 0; i < COUNT_OF(kept); i++)
        assert_done(AS(w, w->editor, svc_desk_note_add(SVC, text_str(id), text_str(kept[i]), ERR)));
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

static void type_into(struct world *w, const char *id, const char *title, const char *brief, const char *body)
{
    int64_t version;
    assert_done(
        save_as(w, w->member, id, working_version(w, w->member, id), draft_of(w, title, brief, body), &version));
}

static err_code publish_with(struct world *w, const char *id, const char *note)
{
    const char *revision;
    struct svc_publish publish = {
        .practice = text_str(id), .seen = working_version(w, w->member, id), .note = text_str(note)};
    return AS(w, w->member, svc_publish(SVC, &publish, &revision, ERR));
}

/* Once a text is open no step looks at it again: each version is looked at. */
static void test_every_part_of_a_version_that_is_published(void **state)
{
    struct world *w = *state;
    const char *ids[] = {full_draft(w), a_proposal(w)};
    for (size_t i = 0; i < COUNT_OF(ids); i++) {
        type_into(w, ids[i], "Huur " NUMBER, "Bel eerst.", "Bel de verhuurder.");
        assert_kept_out(publish_with(w, ids[i], ""), "title");
        type_into(w, ids[i], "Huur", "Bel " NUMBER, "Bel de verhuurder.");
        assert_kept_out(publish_with(w, ids[i], ""), "brief");
        type_into(w, ids[i], "Huur", "Bel eerst.", PRIVATE);
        assert_kept_out(publish_with(w, ids[i], ""), "section-doe-dit");
        type_into(w, ids[i], "Huur", "Bel eerst.", "Bel de verhuurder.");
        assert_done(publish_with(w, ids[i], ""));
    }
}

static void test_what_the_guard_warns_of_in_an_open_text_needs_a_reason(void **state)
{
    struct world *w = *state;
    const char *draft = full_draft(w), *id = a_proposal(w);
    type_into(w, draft, "Huur", "Bel eerst.", "Vraag naar dhr. Jansen.");
    assert_done(publish_with(w, draft, "")); /* the group alone reads it; a reason is asked at submission */
    type_into(w, id, "Huur", "Bel eerst.", "Vraag naar dhr. Jansen.");
    assert_refused(publish_with(w, id, " "), ERR_INVALID);
    assert_reason("note", "privacy-reason");
    assert_done(publish_with(w, id, "Dhr. Jansen is de wethouder."));
}

/* With a reason, in a group that they write in; from then on it stands for the others too, as long as it is the same.
 */
static void test_an_editor_lets_stand_what_is_blocked(void **state)
{
    struct world *w = *state;
    const char *revision, *id = full_draft(w);
    fill_draft(w, id, "Bel de wacht op 06-12345678.");
    assert_kept_out(publish_with(w, id, "Dat is de wacht."), "section-doe-dit");
    give(w, w->editor, "member", "group", "huur");
    struct svc_publish publish = {
        .practice = text_str(id), .seen = working_version(w, w->member, id), .note = TEXT("")};
    assert_refused(AS(w, w->editor, svc_publish(SVC, &publish, &revision, ERR)), ERR_INVALID);
    assert_reason("note", "privacy-reason");
    publish.note = TEXT("Het nummer van de wacht, dat iedereen mag bellen.");
    assert_done(AS(w, w->editor, svc_publish(SVC, &publish, &revision, ERR)));
    assert_int_equal(times_let_stand(w, id), 1);
    fill_draft(w, id, "Bel eerst de wacht op 06-12345678.");
    assert_done(publish_with(w, id, ""));
    assert_int_equal(times_let_stand(w, id), 1);
    fill_draft(w, id, "Bel eerst de wacht op 06-12345679.");
    assert_kept_out(publish_with(w, id, "Een ander nummer."), "section-doe-dit");
    fill_draft(w, id, "Bel de wacht op 06-12345678.");
    assert_done(submit_as(w, w->lead, id));
}

/* What the guard did not see there was let stand by nobody. */
static void test_digits_inside_an_editors_longer_number_are_not_let_stand(void **state)
{
    struct world *w = *state;
    const char *revision, *id = full_draft(w);
    fill_draft(w, id, "Het besluit met nummer " NUMBER "4455667.");
    give(w, w->editor, "member", "group", "huur");
    assert_done(publish_as(w, w->editor, id, working_version(w, w->member, id), &revision));
    fill_draft(w, id, "Het nummer van mevrouw is " NUMBER ".");
    assert_kept_out(publish_with(w, id, ""), "section-doe-dit");
}

static void test_a_text_as_an_editor_mends_it(void **state)
{
    struct world *w = *state;
    struct svc_correction now;
    const char *id = adopted(w, "Huurverhoging", "Bel [de helpdesk](https://voorbeeld.nl).");
    assert_done(AS(w, w->editor, svc_correction(SVC, text_str(id), &now, ERR)));
    struct svc_correct correct = {.practice = text_str(id),
                                  .revision = text_str(now.revision),
                                  .draft =
                                      draft_of(w, "Huurverhoging", "Bel eerst.", "Bel [de helpdesk](tel:0612345678)."),
                                  .note = TEXT("De link was fout.")};
    assert_done(AS(w, w->editor, svc_correct(SVC, &correct, ERR))); /* an editor passes it, with the note */
    assert_int_equal(times_let_stand(w, id), 1);
}

static void test_what_is_said_by_link(void **state)
{
    struct world *w = *state;
    char token[SVC_LINK_TOKEN_BYTES];
    const char *id = a_proposal(w), *draft = full_draft(w);
    assert_done(AS(w, w->editor, svc_check_link(SVC, text_str(id), token, ERR)));
    struct svc_link_said said = {.token = text_str(token), .name = TEXT("Mr. Vries"), .words = TEXT(PRIVATE)};
    assert_kept_out(AS(w, ANONYMOUS, svc_link_say(SVC, &said, ERR)), "words");
    said.words = TEXT("Klopt.");
    said.name = TEXT("Vries, BSN " NUMBER);
    assert_kept_out(AS(w, ANONYMOUS, svc_link_say(SVC, &said, ERR)), "name");
    said.name = TEXT("Mr. Vries");
    assert_done(AS(w, ANONYMOUS, svc_link_say(SVC, &said, ERR))); /* a refusal did not use it up */
    assert_done(publish_with(w, draft, ""));
    assert_kept_out(AS(w, w->lead, svc_reader_link(SVC, text_str(draft), TEXT("Oma, " NUMBER), token, ERR)), "name");
}

static void test_what_a_group_is_for_and_what_words_mean(void **state)
{
    struct world *w = *state;
    const char *made;
    struct svc_group_put group = {.name = TEXT("Toeslagen en beslag"), .purpose = TEXT(PRIVATE)};
    struct svc_agreement_put agreement = {
        .kind = SVC_ABBREVIATION, .said = TEXT("JJ"), .meant = TEXT("jan jansen " NUMBER)};
    assert_kept_out(AS(w, SYSTEM, svc_group_put(SVC, &group, &made, ERR)), "purpose");
    assert_kept_out(AS(w, w->editor, svc_agreement_put(SVC, &agreement, &made, ERR)), "means");
}

static void test_addresses_at_the_networks_own_domains_pass(void **state)
{
    struct world *w = *state;
    const char *id = full_draft(w);
    static const char words[] = "Mail jan.jansen@loket.example of tess@utrecht.loket.example.";
    assert_done(submit_as(w, w->lead, id));
    assert_kept_out(move_as(w, w->editor, id, MOVE_RETURN, words), "words");
    assert_refused(AS(w, w->editor, svc_setting_put(SVC, TEXT("mail-domains"), TEXT("loket.example"), ERR)),
                   ERR_NOT_FOUND);
    static const char *const wrong[] = {"loket",       ".nl", "loket.", "jan@loket.example", "loket.example; x",
                                        "lo\x01ket.nl"};
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        assert_refused(AS(w, w->admin, svc_setting_put(SVC, TEXT("mail-domains"), text_str(wrong[i]), ERR)),
                       ERR_INVALID);
        assert_reason("mail-domains", "not-domains");
    }
    assert_done(AS(w, w->admin, svc_setting_put(SVC, TEXT("mail-domains"), TEXT("orde.example, Loket.Example"), ERR)));
    assert_kept_out(move_as(w, w->editor, id, MOVE_RETURN, "Mail jan.jansen@anderloket.example."), "words");
    assert_done(move_as(w, w->editor, id, MOVE_RETURN, words));
    assert_done(AS(w, w->admin, svc_setting_put(SVC, TEXT("mail-domains"), TEXT(""), ERR)));
}

static void test_the_networks_own_numbers_and_addresses_pass(void **state)
{
    struct world *w = *state;
    const char *id = full_draft(w);
    static const char own[] = "06 1234 5678\nMarktstraat 5, 1234 AB Zwolle\nNL91 ABNA 0417 1643 00\n" NUMBER;
    static const char words[] = "Bel +31 6 12345678, schrijf naar Marktstraat 5, 1234 AB Zwolle of maak over op "
                                "NL91ABNA0417164300.";
    assert_done(submit_as(w, w->lead, id));
    assert_kept_out(move_as(w, w->editor, id, MOVE_RETURN, words), "words");
    assert_done(AS(w, w->admin, svc_setting_put(SVC, TEXT("own-numbers"), TEXT(own), ERR)));
    assert_kept_out(move_as(w, w->editor, id, MOVE_RETURN, "Bel 06-12345679."), "words");
    assert_kept_out(move_as(w, w->editor, id, MOVE_RETURN, PRIVATE),
                    "words"); /* of a person it is never the network's */
    assert_done(move_as(w, w->editor, id, MOVE_RETURN, words));
    assert_done(AS(w, w->admin, svc_setting_put(SVC, TEXT("own-numbers"), TEXT(""), ERR)));
}

/* A longer number or another house is none of them. */
static void test_what_only_begins_as_the_networks_own_does_not_pass(void **state)
{
    struct world *w = *state;
    const char *id = full_draft(w);
    static const char own[] = "06 1234 5678 9\nMarktstraat 55, 1234 AB Zwolle\nKerkstraat 12, 4321 BA Nijmegen";
    static const char *const refused[] = {"Bel 06-12345678.", "Schrijf naar Marktstraat 5, 1234 AB Zwolle.",
                                          "Schrijf naar Kerkstraat 12, 4321 BB Nijmegen."};
    assert_done(submit_as(w, w->lead, id));
    assert_done(AS(w, w->admin, svc_setting_put(SVC, TEXT("own-numbers"), TEXT(own), ERR)));
    for (size_t i = 0; i < COUNT_OF(refused); i++)
        assert_kept_out(move_as(w, w->editor, id, MOVE_RETURN, refused[i]), "words");
    assert_done(move_as(w, w->editor, id, MOVE_RETURN, "Schrijf naar Marktstraat 55, 1234AB Zwolle."));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WORLD(test_words_of_a_move_and_of_an_assent),
        IN_WORLD(test_what_an_editor_notes_and_what_a_version_says_of_itself),
        IN_WORLD(test_what_is_only_warned_of_in_a_few_words_is_kept),
        IN_WORLD(test_what_boards_are_asked_and_what_they_say),
        IN_WORLD(test_what_is_said_of_a_text_that_stands),
        IN_WORLD(test_asking_to_join_and_the_note_with_a_correction),
        IN_WORLD(test_every_part_of_a_version_that_is_published),
        IN_WORLD(test_what_the_guard_warns_of_in_an_open_text_needs_a_reason),
        IN_WORLD(test_an_editor_lets_stand_what_is_blocked),
        IN_WORLD(test_digits_inside_an_editors_longer_number_are_not_let_stand),
        IN_WORLD(test_a_text_as_an_editor_mends_it),
        IN_WORLD(test_what_is_said_by_link),
        IN_WORLD(test_what_a_group_is_for_and_what_words_mean),
        IN_WORLD(test_addresses_at_the_networks_own_domains_pass),
        IN_WORLD(test_the_networks_own_numbers_and_addresses_pass),
        IN_WORLD(test_what_only_begins_as_the_networks_own_does_not_pass),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
