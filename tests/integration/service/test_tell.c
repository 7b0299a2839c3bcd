/* Who is told what, of whom something is asked, and which mail that becomes. */
#include "tests/integration/service/ladder_test.h"

static void tell(struct world *w)
{
    bool left = true;
    while (left) assert_done(AS(w, SYSTEM, svc_tell(SVC, &left, ERR)));
}

static struct svc_notices told(struct world *w, const char *who)
{
    struct svc_notices out;
    assert_done(AS(w, who, svc_notices(SVC, 100, &out, ERR)));
    return out;
}

/* The newest notice of this action; NULL when there is none. */
static const struct svc_notice *heard(struct world *w, const char *who, const char *what)
{
    struct svc_notices all = told(w, who);
    const struct svc_notice *at = all.at;
    for (size_t i = 0; i < all.n; i++)
        if (!strcmp(at[i].what, what)) return at + i;
    return NULL;
}

static void test_what_is_submitted_is_asked_of_the_editors_and_heard_by_the_group(void **state)
{
    struct world *w = *state;
    const char *id = full_draft(w);
    assert_done(submit_as(w, w->lead, id));
    tell(w);
    assert_true(heard(w, w->editor, "practice.submit")->asked);
    assert_false(heard(w, w->member, "practice.submit")->asked);
    assert_null(heard(w, w->lead, "practice.submit")); /* did it */
    assert_null(heard(w, w->other, "practice.submit"));
    assert_int_equal(told(w, w->participant).n, 0);
}

/* The editor who had it in hand is asked alone, and the others when that is no editor any more. */
static void test_of_an_editor_who_left_the_others_are_asked(void **state)
{
    struct world *w = *state;
    struct boards b = boards_of(w);
    const char *id = full_draft(w);
    assert_done(submit_as(w, w->lead, id));
    assert_done(AS(w, b.second_editor, svc_desk_take(SVC, text_str(id), ERR)));
    tell(w);
    size_t before = told(w, w->editor).n;
    assert_done(move_as(w, b.second_editor, id, MOVE_RETURN, "Zeg erbij vanaf wanneer."));
    assert_done(submit_as(w, w->lead, id));
    tell(w);
    assert_int_equal(told(w, w->editor).n, before);
    assert_done(move_as(w, b.second_editor, id, MOVE_RETURN, "Zeg erbij hoe."));
    assert_done(AS(w, w->admin, svc_person_disable(SVC, text_str(b.second_editor), true, ERR)));
    assert_done(submit_as(w, w->lead, id));
    tell(w);
    assert_true(told(w, w->editor).n > before);
    assert_true(heard(w, w->editor, "practice.submit")->asked);
}

static void test_saving_a_draft_tells_nobody(void **state)
{
    struct world *w = *state;
    full_draft(w);
    tell(w);
    assert_int_equal(told(w, w->lead).n, 0);
    assert_int_equal(told(w, w->editor).n, 0);
}

static void test_who_remarked_hears_each_step_without_following(void **state)
{
    struct world *w = *state;
    const char *id = a_proposal(w);
    struct svc_remark_add in = {.practice = text_str(id), .body = TEXT("Mis de termijn."), .must = true};
    assert_done(AS(w, w->participant, svc_remark_add(SVC, &in, ERR)));
    tell(w);
    const struct svc_notice *asked = heard(w, w->lead, "remark.add");
    assert_true(asked->asked);
    assert_non_null(strstr(asked->href, "#reacties"));
    assert_null(heard(w, w->participant, "practice.recommend"));
    assert_done(move_as(w, w->lead, id, MOVE_WITHDRAW, "Het kan anders."));
    tell(w);
    assert_false(heard(w, w->participant, "practice.withdraw")->asked);
}

static void test_boards_are_asked_for_a_position_and_members_of_a_board_hear_it(void **state)
{
    struct world *w = *state;
    struct boards b = boards_of(w);
    const char *round, *board = add_person(w, "bestuur", "Bea Bestuur");
    give(w, board, "board-member", "organisation", "nova");
    const char *id = in_round(w, ROUND_CONSENT, &round);
    (void)id;
    tell(w);
    const struct svc_notice *n = heard(w, b.secretaries[1], "practice.open-round");
    assert_true(n->asked);
    assert_string_equal(n->href, arena_printf(w->svc.arena, "/besluiten/%s", round));
    assert_false(heard(w, board, "practice.open-round")->asked);
    assert_false(heard(w, w->lead, "practice.open-round")->asked);
}

/* Before an outcome nobody but boards, editors and the lead is told anything that depends on a position. */
static void test_who_wrote_along_is_not_asked_for_the_position_of_its_board(void **state)
{
    struct world *w = *state;
    struct boards b = boards_of(w);
    const char *round, *id = in_round(w, ROUND_CONSENT, &round);
    assert_done(AS(w, SYSTEM, store_author_add(w->store, id, b.secretaries[0], w->svc.now, ERR)));
    tell(w);
    assert_false(heard(w, b.secretaries[0], "practice.open-round")->asked);
    assert_true(heard(w, b.secretaries[1], "practice.open-round")->asked);
}

static void test_a_secretary_among_a_thousand_participants_is_asked(void **state)
{
    struct world *w = *state;
    struct boards b = boards_of(w);
    const char *round;
    add_crowd(w, "participant", STORE_ORGANISATION, b.organisations[1]);
    in_round(w, ROUND_CONSENT, &round);
    tell(w);
    assert_non_null(heard(w, b.secretaries[1], "practice.open-round"));
    assert_true(heard(w, b.secretaries[1], "practice.open-round")->asked);
}

static void test_a_second_lead_and_members_of_a_large_group_hear_it(void **state)
{
    struct world *w = *state;
    add_crowd(w, "member", STORE_GROUP, group_id(w, "huur"));
    assert_done(submit_as(w, w->lead, full_draft(w)));
    tell(w);
    assert_non_null(heard(w, w->second, "practice.submit"));
    assert_non_null(heard(w, w->member, "practice.submit"));
}

static void test_everybody_who_took_part_hears_it_however_many_did(void **state)
{
    struct world *w = *state;
    const char *id = a_proposal(w);
    struct svc_remark_add in = {.practice = text_str(id), .body = TEXT("Mis de termijn.")};
    add_crowd(w, "participant", STORE_LOCATION, "nijmegen");
    assert_done(AS(w, w->participant, svc_remark_add(SVC, &in, ERR)));
    assert_done(db_begin(w->store->db, ERR));
    for (int i = 0; i < 1005; i++) {
        const char *person = arena_printf(w->svc.arena, "%026d", i);
        struct store_use use = {id, person, "2026-03-02", "used", w->svc.now};
        assert_done(store_use_add(w->store, &use, ERR));
    }
    assert_done(db_commit(w->store->db, ERR));
    assert_done(move_as(w, w->lead, id, MOVE_WITHDRAW, "Het kan anders."));
    tell(w);
    assert_non_null(heard(w, w->participant, "practice.withdraw"));
    assert_non_null(heard(w, arena_printf(w->svc.arena, "%026d", 1004), "practice.withdraw"));
}

/* What each of them takes is given back: a busy hour of a large network must not fill the memory of the clock. */
static void test_telling_many_takes_no_more_room_than_telling_one(void **state)
{
    struct world *w = *state;
    add_crowd(w, "member", STORE_GROUP, group_id(w, "huur"));
    assert_done(submit_as(w, w->lead, full_draft(w)));
    size_t before = arena_used(w->svc.arena);
    tell(w);
    assert_true(arena_used(w->svc.arena) - before < 256 * 1024);
}

static void test_every_editor_is_asked_however_many_there_are(void **state)
{
    struct world *w = *state;
    add_crowd(w, "editor", STORE_NETWORK, "");
    assert_done(submit_as(w, w->lead, full_draft(w)));
    tell(w);
    assert_non_null(heard(w, w->editor, "practice.submit"));
}

static void test_a_position_is_told_to_who_sees_positions_only(void **state)
{
    struct world *w = *state;
    struct boards b = boards_of(w);
    const char *round, *id = in_round(w, ROUND_CONSENT, &round);
    assert_done(AS(w, w->participant, svc_use(SVC, text_str(id), SVC_USED, ERR)));
    tell(w);
    size_t member = told(w, w->member).n, participant = told(w, w->participant).n;
    assert_done(say_as(w, b.secretaries[0], round, b.organisations[0], POSITION_OBJECT));
    for (int i = 1; i < PARTNERS; i++)
        assert_done(say_as(w, b.secretaries[i], round, b.organisations[i], POSITION_AGREE));
    struct svc_move talk = {.practice = text_str(id),
                            .move = MOVE_TALK,
                            .words = TEXT("Praten."),
                            .until = round_talks_until(&round_terms_default, calendar_date(w->svc.now))};
    assert_done(AS(w, w->editor, svc_move(SVC, &talk, ERR)));
    tell(w);
    assert_non_null(heard(w, w->lead, "round.position"));
    assert_true(heard(w, w->lead, "practice.talk")->asked);
    assert_non_null(heard(w, b.secretaries[2], "practice.talk"));
    assert_int_equal(told(w, w->member).n, member);
    assert_int_equal(told(w, w->participant).n, participant);
}

/* Who could not speak hears that a link spoke for them. */
static void test_a_board_hears_of_a_position_that_was_given_by_link(void **state)
{
    struct world *w = *state;
    char token[SVC_LINK_TOKEN_BYTES];
    struct boards b = boards_of(w);
    const char *round, *id = in_round(w, ROUND_CONSENT, &round);
    give(w, w->participant, "board-member", "organisation", partner_slugs[3]);
    assert_done(AS(w, SYSTEM, store_author_add(w->store, id, b.secretaries[3], w->svc.now, ERR)));
    assert_done(AS(w, w->editor, svc_position_link(SVC, text_str(round), text_str(b.organisations[3]), token, ERR)));
    struct svc_link_said said = {
        .token = text_str(token), .name = TEXT("Joke Jansen"), .position = {.position = POSITION_AGREE}};
    assert_done(AS(w, ANONYMOUS, svc_link_say(SVC, &said, ERR)));
    tell(w);
    assert_non_null(heard(w, w->participant, "round.position-link"));
    assert_string_equal(heard(w, w->participant, "round.position-link")->href,
                        arena_printf(w->svc.arena, "/besluiten/%s", round));
    assert_non_null(heard(w, b.secretaries[3], "round.position-link"));
    assert_non_null(heard(w, w->lead, "round.position-link"));
    assert_non_null(heard(w, w->editor, "round.position-link"));
    assert_null(heard(w, b.secretaries[2], "round.position-link"));
}

static size_t count_heard(struct world *w, const char *who, const char *action)
{
    struct svc_notices all = told(w, who);
    size_t n = 0;
    for (size_t i = 0; i < all.n; i++) n += !strcmp(all.at[i].what, action);
    return n;
}

/* What the clock would end is asked of the lead first, and of nobody who may not know that two are against it. */
static void test_the_lead_is_asked_for_a_promise_by_the_clock(void **state)
{
    struct world *w = *state;
    struct boards b = boards_of(w);
    const char *round, *id = in_round(w, ROUND_CONSENT, &round);
    for (int i = 0; i < PARTNERS; i++)
        assert_done(say_as(w, b.secretaries[i], round, b.organisations[i], i < 2 ? POSITION_OBJECT : POSITION_AGREE));
    assert_int_equal(tick(w), 0);
    assert_int_equal(tick(w), 0);
    tell(w);
    const struct svc_notice *asked = heard(w, w->lead, "assent.ask-promise");
    assert_true(asked && asked->asked);
    assert_non_null(strstr(asked->href, "#nog-nodig"));
    assert_int_equal(count_heard(w, w->lead, "assent.ask-promise"), 1);
    assert_null(heard(w, w->member, "assent.ask-promise"));
    assert_null(heard(w, w->participant, "assent.ask-promise"));
    assert_int_equal(stage_of(w, id, STORE_CANDIDATE), STAGE_IN_ROUND);
}

/* Who wrote it hears of every step, also the last, and also when they left the group. */
static void test_who_wrote_a_text_and_left_the_group_hears_that_it_was_adopted(void **state)
{
    struct world *w = *state;
    struct boards b = boards_of(w);
    const char *round, *id = in_round(w, ROUND_CONSENT, &round);
    give(w, w->member, "participant", "organisation", "hjl");
    struct svc_role_put left = {text_str(w->member), TEXT("member"), TEXT("group"), TEXT("huur"), true};
    assert_done(AS(w, SYSTEM, svc_role_put(SVC, &left, ERR)));
    for (int i = 0; i < PARTNERS; i++)
        assert_done(say_as(w, b.secretaries[i], round, b.organisations[i], POSITION_AGREE));
    assert_done(adopt_as(w, w->editor, id));
    tell(w);
    assert_non_null(heard(w, w->member, "practice.open-round"));
    assert_non_null(heard(w, w->member, "practice.adopt"));
}

/* A round that is closed for a new text hands it to its writers. */
static void test_the_lead_is_asked_for_the_text_that_a_round_is_closed_for(void **state)
{
    struct world *w = *state;
    struct boards b = boards_of(w);
    const char *round, *id = in_round(w, ROUND_CONSENT, &round);
    assert_done(move_as(w, w->editor, id, MOVE_CHANGE_TEXT, ""));
    tell(w);
    assert_true(heard(w, w->lead, "practice.change-text")->asked);
    assert_false(heard(w, w->member, "practice.change-text")->asked);
    for (int i = 0; i < 2; i++) { /* the text that was waited for, and one after it */
        const char *revision, *body = i ? "Bel eerst. Schrijf dan. Wacht." : "Bel eerst. Schrijf dan.";
        int64_t version;
        assert_done(save_as(w, w->lead, id, working_version(w, w->lead, id),
                            draft_of(w, "Huurverhoging", "Controleer de brief.", body), &version));
        assert_done(publish_as(w, w->lead, id, version, &revision));
        tell(w);
        assert_true(heard(w, w->editor, "practice.publish")->asked); /* the next round is theirs to open */
        assert_non_null(heard(w, b.secretaries[2], "practice.publish"));
        assert_int_equal(count_heard(w, w->editor, "practice.publish"), 1);
    }
}

/* That a text is no longer right is asked of an editor, and told once a day for each who says so. */
static void test_somebody_looks_at_what_is_no_longer_right(void **state)
{
    struct world *w = *state;
    boards_of(w);
    const char *round, *id = in_round(w, ROUND_CONSENT, &round);
    tell(w);
    size_t before = told(w, w->editor).n;
    for (int i = 0; i < 2; i++) assert_done(AS(w, w->participant, svc_use(SVC, text_str(id), SVC_OUTDATED, ERR)));
    assert_done(AS(w, w->participant, svc_use(SVC, text_str(id), SVC_USED, ERR)));
    tell(w);
    assert_true(heard(w, w->editor, "use.flag")->asked);
    assert_false(heard(w, w->lead, "use.flag")->asked);
    assert_int_equal(told(w, w->editor).n, before + 1);
}

/* What was told is shown only as long as its reader may know the practice. */
static void test_a_notice_is_gone_with_the_right(void **state)
{
    struct world *w = *state;
    const char *id = full_draft(w);
    assert_done(submit_as(w, w->lead, id));
    tell(w);
    assert_int_equal(told(w, w->member).n, 1);
    struct svc_role_put take = {text_str(w->member), TEXT("member"), TEXT("group"), TEXT("huur"), .take = true};
    assert_done(AS(w, w->admin, svc_role_put(SVC, &take, ERR)));
    assert_int_equal(told(w, w->member).n, 0);
}

/* Decided elsewhere by the first n partners; the clock never brought a round to it. */
static const char *an_import(struct world *w, size_t n)
{
    enum svc_import_result result;
    struct svc_import in = {.hash = (const uint8_t *)"0123456789abcdef0123456789abcdef",
                            .source = TEXT("a.md"),
                            .adopted = true,
                            .decision = TEXT("Besluit van de Raad"),
                            .group = TEXT("huur"),
                            .draft = draft_of(w, "Huurverhoging", "", "Bel eerst.")};
    struct store_practice row;
    assert_done(AS(w, SYSTEM, svc_import(SVC, &in, &result, ERR)));
    assert_done(store_practice_by_source(w->store, "a.md", w->svc.arena, &row, ERR));
    assert_done(confirm_import_as(w, w->editor, row.id, n));
    return row.id;
}

static err_code confirm_as(struct world *w, const char *who, const char *id)
{
    struct svc_move in = {.practice = text_str(id),
                          .move = MOVE_CONFIRM,
                          .words = TEXT("Alles nagelopen."),
                          .told = true,
                          .review = date_add_months(calendar_date(w->svc.now), 12)};
    return AS(w, who, svc_move(SVC, &in, ERR));
}

static void test_boards_hear_what_becomes_of_a_text_from_elsewhere_that_binds_them(void **state)
{
    struct world *w = *state;
    struct boards b = boards_of(w);
    const char *id = an_import(w, 2);
    tell(w);
    for (int i = 0; i < PARTNERS; i++) {
        const struct svc_notice *bound = heard(w, b.secretaries[i], "practice.confirm-import");
        assert_int_equal(bound != NULL, i < 2);
        if (bound) assert_false(bound->asked);
    }
    struct svc_local_put joined = {text_str(id), text_str(b.organisations[2]), TEXT("joined"), TEXT(""), TEXT("")};
    assert_done(AS(w, b.secretaries[2], svc_local_put(SVC, &joined, ERR)));
    assert_done(move_as(w, w->editor, id, MOVE_TRIGGER, "De huurwet is nieuw."));
    assent_as(w, w->lead, id, SVC_ASSENT_LEAD, "");
    assert_done(confirm_as(w, w->editor, id));
    tell(w);
    assert_non_null(heard(w, b.secretaries[1], "practice.confirm"));
    assert_non_null(heard(w, b.secretaries[2], "practice.confirm"));
    assert_null(heard(w, b.secretaries[3], "practice.confirm"));
    assert_done(move_as(w, w->editor, id, MOVE_TRIGGER, "Het klopt niet."));
    assert_done(move_as(w, w->editor, id, MOVE_WITHDRAW, "Het klopt niet meer."));
    tell(w);
    assert_non_null(heard(w, b.secretaries[0], "practice.withdraw"));
    assert_non_null(heard(w, b.secretaries[2], "practice.withdraw"));
    assert_null(heard(w, b.secretaries[3], "practice.withdraw"));
}

static void test_boards_that_are_bound_hear_nothing_of_a_new_text_that_never_came_to_them(void **state)
{
    struct world *w = *state;
    struct boards b = boards_of(w);
    const char *id = an_import(w, 2);
    assert_done(AS(w, w->lead, svc_revise(SVC, text_str(id), ERR)));
    assert_done(move_as(w, w->lead, id, MOVE_WITHDRAW, "Toch niet."));
    tell(w);
    assert_null(heard(w, b.secretaries[0], "practice.withdraw"));
}

static void test_seen_is_seen_up_to_what_was_on_the_screen(void **state)
{
    struct world *w = *state;
    const char *id = full_draft(w);
    int64_t n;
    assert_done(submit_as(w, w->lead, id));
    tell(w);
    kb_time shown = told(w, w->editor).at[0].at;
    days_pass(w, 1);
    assert_done(move_as(w, w->lead, id, MOVE_WITHDRAW, "Nog niet."));
    assert_done(AS(w, w->editor, svc_notices_unseen(SVC, &n, ERR)));
    assert_int_equal(n, 1);
    tell(w);
    assert_done(AS(w, w->editor, svc_notices_see(SVC, shown, ERR)));
    assert_done(AS(w, w->member, svc_notices_unseen(SVC, &n, ERR)));
    assert_int_equal(n, 2);
    assert_false(heard(w, w->editor, "practice.submit") && heard(w, w->editor, "practice.submit")->fresh);
}

static void test_boards_are_reminded_once_before_their_papers(void **state)
{
    struct world *w = *state;
    struct boards b = boards_of(w);
    const char *round, *id = in_round(w, ROUND_CONSENT, &round);
    struct date today = calendar_date(w->svc.now);
    struct svc_meeting_put meeting = {.organisation = text_str(b.organisations[1]),
                                      .day = date_add_days(today, 30),
                                      .papers = date_add_days(today, 20)};
    assert_done(AS(w, b.secretaries[1], svc_meeting_put(SVC, &meeting, ERR)));
    size_t moved;
    days_pass(w, 12);
    assert_done(AS(w, SYSTEM, svc_keep(SVC, NULL, NULL, &moved, ERR)));
    assert_null(heard(w, b.secretaries[1], "round.remind"));
    days_pass(w, 1);
    assert_done(AS(w, SYSTEM, svc_keep(SVC, NULL, NULL, &moved, ERR)));
    const struct svc_notice *reminder = heard(w, b.secretaries[1], "round.remind");
    assert_true(reminder->asked);
    assert_int_equal(date_cmp(reminder->meets, meeting.day), 0);
    assert_int_equal(date_cmp(reminder->papers, meeting.papers), 0);
    assert_true(date_cmp(reminder->until, meeting.day) > 0);
    assert_null(heard(w, b.secretaries[2], "round.remind"));
    size_t n = told(w, b.secretaries[1]).n;
    days_pass(w, 1);
    assert_done(AS(w, SYSTEM, svc_keep(SVC, NULL, NULL, &moved, ERR)));
    assert_int_equal(told(w, b.secretaries[1]).n, n);
    (void)id;
}

/* A machine whose clock was wrong when the round was opened: said is said, whatever day it was. */
static void test_a_clock_that_steps_back_reminds_once(void **state)
{
    struct world *w = *state;
    struct boards b = boards_of(w);
    const char *round;
    size_t moved;
    in_round(w, ROUND_CONSENT, &round);
    struct date soon = date_add_days(calendar_date(w->svc.now), 3);
    struct svc_meeting_put meeting = {
        .organisation = text_str(b.organisations[1]), .day = date_add_days(soon, 9), .papers = soon};
    assert_done(AS(w, b.secretaries[1], svc_meeting_put(SVC, &meeting, ERR)));
    days_pass(w, -2);
    assert_done(AS(w, SYSTEM, svc_keep(SVC, NULL, NULL, &moved, ERR)));
    assert_non_null(heard(w, b.secretaries[1], "round.remind"));
    size_t n = told(w, b.secretaries[1]).n;
    w->svc.now += MS_MINUTE;
    assert_done(AS(w, SYSTEM, svc_keep(SVC, NULL, NULL, &moved, ERR)));
    assert_int_equal(told(w, b.secretaries[1]).n, n);
    days_pass(w, 3); /* and when it is right again */
    assert_done(AS(w, SYSTEM, svc_keep(SVC, NULL, NULL, &moved, ERR)));
    assert_int_equal(told(w, b.secretaries[1]).n, n);
}

static void test_who_has_a_position_or_is_busy_is_not_reminded(void **state)
{
    struct world *w = *state;
    struct boards b = boards_of(w);
    const char *round;
    size_t moved;
    in_round(w, ROUND_CONSENT, &round);
    assert_done(say_as(w, b.secretaries[0], round, b.organisations[0], POSITION_AGREE));
    assert_done(AS(w, b.secretaries[1],
                   svc_busy(SVC, text_str(round), text_str(b.organisations[1]),
                            date_add_days(calendar_date(w->svc.now), 90), ERR)));
    days_pass(w, 58); /* ten weeks without meetings: reminded two weeks before */
    assert_done(AS(w, SYSTEM, svc_keep(SVC, NULL, NULL, &moved, ERR)));
    assert_null(heard(w, b.secretaries[0], "round.remind"));
    assert_null(heard(w, b.secretaries[1], "round.remind"));
    assert_non_null(heard(w, b.secretaries[2], "round.remind"));
    assert_true(date_is_none(heard(w, b.secretaries[2], "round.remind")->meets));
}

static void test_writers_are_warned_at_sixty_days(void **state)
{
    struct world *w = *state;
    const char *id = full_draft(w);
    size_t moved;
    days_pass(w, 59);
    assert_done(AS(w, SYSTEM, svc_keep(SVC, NULL, NULL, &moved, ERR)));
    assert_null(heard(w, w->lead, "practice.idle"));
    days_pass(w, 2);
    assert_done(AS(w, SYSTEM, svc_keep(SVC, NULL, NULL, &moved, ERR)));
    assert_true(heard(w, w->lead, "practice.idle")->asked);
    (void)id;
}

/* ---- Letters ---- */

static void wish(struct world *w, const char *who, const char *address, bool direct, const char *overview)
{
    struct svc_wish_put put = {.address = text_str(address), .overview = text_str(overview), .direct = direct};
    assert_done(AS(w, who, svc_wish_put(SVC, &put, ERR)));
}

static size_t letters(struct world *w)
{
    size_t made;
    assert_done(AS(w, SYSTEM, svc_letters_make(SVC, &made, ERR)));
    return made;
}

static err_code take(struct world *w, struct svc_letter *out)
{
    return AS(w, SYSTEM, svc_letter_take(SVC, out, ERR));
}

static void test_what_is_asked_is_mailed_at_once_and_the_rest_the_next_morning(void **state)
{
    struct world *w = *state;
    struct svc_letter letter;
    struct svc_notices says;
    wish(w, w->editor, "redactie@voorbeeld.nl", true, "daily");
    wish(w, w->member, "lid@voorbeeld.nl", true, "daily");
    assert_done(submit_as(w, w->lead, full_draft(w)));
    tell(w);
    assert_int_equal(letters(w), 1);
    assert_done(take(w, &letter));
    assert_string_equal(letter.address, "redactie@voorbeeld.nl");
    assert_false(letter.overview);
    assert_done(AS(w, w->editor, svc_letter_read(SVC, letter.id, &says, ERR)));
    assert_int_equal(says.n, 1);
    assert_done(AS(w, SYSTEM, svc_letter_tried(SVC, letter.id, "", false, ERR)));
    assert_int_equal(letters(w), 0);
    w->svc.now = calendar_at(date_add_days(calendar_date(w->svc.now), 1), 7, 0);
    assert_int_equal(letters(w), 1);
    assert_done(take(w, &letter));
    assert_string_equal(letter.address, "lid@voorbeeld.nl");
    assert_true(letter.overview);
    assert_refused(AS(w, w->editor, svc_letter_read(SVC, letter.id, &says, ERR)), ERR_NOT_FOUND);
}

static void test_a_weekly_overview_waits_for_monday(void **state)
{
    struct world *w = *state; /* it is Monday */
    wish(w, w->member, "lid@voorbeeld.nl", false, "weekly");
    assert_done(submit_as(w, w->lead, full_draft(w)));
    tell(w);
    days_pass(w, 6);
    assert_int_equal(letters(w), 0);
    days_pass(w, 1);
    assert_int_equal(letters(w), 1);
}

/* n notices for this person, or one for each of the crowd. */
static void add_notices(struct world *w, const char *person_or_null, int n, const char *practice, const char *way)
{
    assert_done(db_begin(w->store->db, ERR));
    for (int i = 0; i < n; i++) {
        const char *id = arena_printf(w->svc.arena, "%026d", i);
        struct store_notice notice = {.id = id,
                                      .person = person_or_null ? person_or_null : id,
                                      .practice = practice,
                                      .what = "practice.submit",
                                      .about = "",
                                      .at = w->svc.now + i,
                                      .asked = true,
                                      .way = way};
        assert_done(store_notice_add(w->store, &notice, ERR));
    }
    assert_done(db_commit(w->store->db, ERR));
}

static void test_who_waits_for_nothing_keeps_no_letter_from_others(void **state)
{
    struct world *w = *state;
    const char *id = full_draft(w);
    wish(w, w->member, "lid@voorbeeld.nl", false, "daily");
    add_crowd(w, "participant", STORE_LOCATION, "nijmegen");
    add_notices(w, NULL, 1005, id, "overview"); /* they have no address any more */
    assert_done(submit_as(w, w->lead, id));
    tell(w);
    days_pass(w, 1);
    assert_int_equal(letters(w), 1);
}

static void test_saved_searches_of_many_people_are_all_looked_at(void **state)
{
    struct world *w = *state;
    wish(w, w->member, "lid@voorbeeld.nl", false, "daily");
    add_crowd(w, "participant", STORE_LOCATION, "nijmegen");
    assert_done(db_begin(w->store->db, ERR));
    for (int i = 0; i <= 1005; i++) {
        const char *id = arena_printf(w->svc.arena, "%026d", i);
        struct store_saved saved = {id, i < 1005 ? id : w->member, "Huur", "/zoeken?q=huur", true, w->svc.now, 0};
        assert_done(store_saved_add(w->store, &saved, ERR));
    }
    assert_done(db_commit(w->store->db, ERR));
    days_pass(w, 1);
    assert_int_equal(letters(w), 1);
}

static size_t read_letter(struct world *w, const char *who)
{
    struct svc_letter letter;
    struct svc_notices says;
    assert_done(take(w, &letter));
    assert_done(AS(w, SYSTEM, svc_letter_tried(SVC, letter.id, "", false, ERR)));
    assert_done(AS(w, who, svc_letter_read(SVC, letter.id, &says, ERR)));
    return says.n;
}

static void test_what_does_not_fit_into_one_letter_comes_in_the_next(void **state)
{
    struct world *w = *state;
    const char *id = full_draft(w);
    wish(w, w->member, "lid@voorbeeld.nl", true, "never");
    add_notices(w, w->member, 250, id, "direct");
    assert_int_equal(letters(w), 1);
    assert_int_equal(read_letter(w, w->member), 200);
    assert_int_equal(letters(w), 1);
    assert_int_equal(read_letter(w, w->member), 50);
    assert_int_equal(letters(w), 0);
}

static void test_who_has_no_address_or_wants_none_gets_no_letter(void **state)
{
    struct world *w = *state;
    wish(w, w->editor, "redactie@voorbeeld.nl", false, "never");
    assert_done(submit_as(w, w->lead, full_draft(w)));
    tell(w);
    days_pass(w, 1);
    assert_int_equal(letters(w), 0);
    assert_int_equal(told(w, w->editor).n, 1);
}

/* A letter that failed is offered again, later each time, and given up after ten tries. */
static void test_a_letter_is_tried_again_and_given_up(void **state)
{
    struct world *w = *state;
    struct svc_letter letter;
    wish(w, w->editor, "redactie@voorbeeld.nl", true, "never");
    assert_done(submit_as(w, w->lead, full_draft(w)));
    tell(w);
    assert_int_equal(letters(w), 1);
    for (int i = 1; i <= 10; i++) {
        assert_done(take(w, &letter));
        assert_int_equal(letter.tries, i);
        assert_done(AS(w, SYSTEM, svc_letter_tried(SVC, letter.id, "mail server: away", false, ERR)));
        assert_refused(take(w, &letter), ERR_NOT_FOUND);
        days_pass(w, 1);
    }
    assert_refused(take(w, &letter), ERR_NOT_FOUND);
    struct store_letter_counts counts;
    assert_done(store_letter_counts(w->store, &counts, ERR));
    assert_int_equal(counts.given_up, 1);
}

static void test_the_link_in_a_letter_stops_mail(void **state)
{
    struct world *w = *state;
    struct svc_letter letter;
    struct svc_wish now;
    wish(w, w->editor, "redactie@voorbeeld.nl", true, "daily");
    assert_done(submit_as(w, w->lead, full_draft(w)));
    tell(w);
    letters(w);
    assert_done(take(w, &letter));
    assert_done(AS(w, ANONYMOUS, svc_unsubscribe(SVC, text_str(letter.token), ERR)));
    assert_done(AS(w, w->editor, svc_wish(SVC, &now, ERR)));
    assert_false(now.direct);
    assert_string_equal(now.overview, "never");
    assert_refused(AS(w, ANONYMOUS, svc_unsubscribe(SVC, TEXT("geraden"), ERR)), ERR_GONE);
}

static void test_an_address_that_could_end_a_header_is_refused(void **state)
{
    struct world *w = *state;
    static const char *const bad[] = {"geen",
                                      "a@b",
                                      "a b@voorbeeld.nl",
                                      "a@voorbeeld.nl\r\nBcc: x@y.nl",
                                      "<a@voorbeeld.nl>",
                                      "a@b@voorbeeld.nl",
                                      "a@voorbeeld.nl,b@voorbeeld.nl"};
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        struct svc_wish_put put = {.address = text_str(bad[i]), .overview = TEXT("daily"), .direct = true};
        assert_refused(AS(w, w->member, svc_wish_put(SVC, &put, ERR)), ERR_INVALID);
        assert_reason("address", "not-an-address");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WORLD(test_what_is_submitted_is_asked_of_the_editors_and_heard_by_the_group),
        IN_WORLD(test_of_an_editor_who_left_the_others_are_asked),
        IN_WORLD(test_saving_a_draft_tells_nobody),
        IN_WORLD(test_who_remarked_hears_each_step_without_following),
        IN_WORLD(test_boards_are_asked_for_a_position_and_members_of_a_board_hear_it),
        IN_WORLD(test_who_wrote_along_is_not_asked_for_the_position_of_its_board),
        IN_WORLD(test_a_secretary_among_a_thousand_participants_is_asked),
        IN_WORLD(test_a_second_lead_and_members_of_a_large_group_hear_it),
        IN_WORLD(test_everybody_who_took_part_hears_it_however_many_did),
        IN_WORLD(test_telling_many_takes_no_more_room_than_telling_one),
        IN_WORLD(test_every_editor_is_asked_however_many_there_are),
        IN_WORLD(test_a_position_is_told_to_who_sees_positions_only),
        IN_WORLD(test_a_board_hears_of_a_position_that_was_given_by_link),
        IN_WORLD(test_the_lead_is_asked_for_the_text_that_a_round_is_closed_for),
        IN_WORLD(test_the_lead_is_asked_for_a_promise_by_the_clock),
        IN_WORLD(test_who_wrote_a_text_and_left_the_group_hears_that_it_was_adopted),
        IN_WORLD(test_somebody_looks_at_what_is_no_longer_right),
        IN_WORLD(test_a_notice_is_gone_with_the_right),
        IN_WORLD(test_boards_hear_what_becomes_of_a_text_from_elsewhere_that_binds_them),
        IN_WORLD(test_boards_that_are_bound_hear_nothing_of_a_new_text_that_never_came_to_them),
        IN_WORLD(test_seen_is_seen_up_to_what_was_on_the_screen),
        IN_WORLD(test_boards_are_reminded_once_before_their_papers),
        IN_WORLD(test_a_clock_that_steps_back_reminds_once),
        IN_WORLD(test_who_has_a_position_or_is_busy_is_not_reminded),
        IN_WORLD(test_writers_are_warned_at_sixty_days),
        IN_WORLD(test_what_is_asked_is_mailed_at_once_and_the_rest_the_next_morning),
        IN_WORLD(test_a_weekly_overview_waits_for_monday),
        IN_WORLD(test_who_waits_for_nothing_keeps_no_letter_from_others),
        IN_WORLD(test_saved_searches_of_many_people_are_all_looked_at),
        IN_WORLD(test_what_does_not_fit_into_one_letter_comes_in_the_next),
        IN_WORLD(test_who_has_no_address_or_wants_none_gets_no_letter),
        IN_WORLD(test_a_letter_is_tried_again_and_given_up),
        IN_WORLD(test_the_link_in_a_letter_stops_mail),
        IN_WORLD(test_an_address_that_could_end_a_header_is_refused),
    };
    return cmocka_run_group_tests_name("tell", tests, NULL, NULL);
}
