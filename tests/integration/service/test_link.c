/* One-time links: an invitation, the check of a text, the position of a board that has no secretary. */
#include "kb/service/service__internal.h"
#include "tests/integration/service/ladder_test.h"

static err_code invite(struct world *w, const char *who, const char *kind, const char *scope, char *token)
{
    struct svc_invite in = {text_str(kind), text_str(scope)};
    return AS(w, who, svc_invite_make(SVC, &in, token, ERR));
}

static void test_a_lead_invites_into_the_own_group_and_no_other(void **state)
{
    struct world *w = *state;
    char token[SVC_LINK_TOKEN_BYTES];
    const char *person;
    assert_refused(invite(w, w->member, "group", "huur", token), ERR_FORBIDDEN);
    assert_refused(invite(w, w->lead, "group", "schulden", token), ERR_FORBIDDEN);
    assert_refused(invite(w, w->lead, "network", "", token), ERR_INVALID);
    assert_refused(invite(w, ANONYMOUS, "group", "huur", token), ERR_SIGN_IN);
    assert_done(invite(w, w->lead, "group", "huur", token));
    struct svc_link_use use = {
        .token = text_str(token), .sign_in = TEXT("nieuw"), .name = TEXT("Nia Nieuw"), .password_hash = "$x"};
    assert_done(AS(w, ANONYMOUS, svc_link_use(SVC, &use, &person, ERR)));
    const struct actor *actor;
    assert_done(svc_actor(w->store, person, w->svc.arena, &actor, ERR));
    assert_int_equal(actor->n_grants, 1);
    assert_true(actor_holds(actor, ROLE_MEMBER));
    use.sign_in = TEXT("nogeen");
    assert_refused(AS(w, ANONYMOUS, svc_link_use(SVC, &use, &person, ERR)), ERR_GONE);
}

static void test_a_coordinator_and_a_secretary_invite_into_their_own_place_once(void **state)
{
    struct world *w = *state;
    char token[SVC_LINK_TOKEN_BYTES];
    struct svc_invite_places places;
    give(w, w->participant, "coordinator", "location", "nijmegen");
    give(w, w->participant, "participant", "location", "nijmegen");
    give(w, w->participant, "secretary", "organisation", "hjl");
    assert_done(AS(w, w->participant, svc_invites_into(SVC, &places, ERR)));
    assert_int_equal(places.n, 2);
    bool first = !strcmp(places.at[0].scope_kind, "location");
    assert_string_equal(places.at[!first].scope, "nijmegen");
    assert_string_equal(places.at[first].scope, "hjl");
    for (size_t i = 0; i < places.n; i++)
        assert_done(invite(w, w->participant, places.at[i].scope_kind, places.at[i].scope, token));
    assert_done(AS(w, w->lead, svc_invites_into(SVC, &places, ERR)));
    assert_int_equal(places.n, 0);
    assert_refused(invite(w, w->lead, "location", "nijmegen", token), ERR_FORBIDDEN);
}

static void test_who_has_an_account_takes_an_invitation_with_it(void **state)
{
    struct world *w = *state;
    char token[SVC_LINK_TOKEN_BYTES];
    assert_done(invite(w, w->lead, "group", "huur", token));
    assert_refused(AS(w, ANONYMOUS, svc_invite_take(SVC, text_str(token), ERR)), ERR_SIGN_IN);
    assert_done(AS(w, w->participant, svc_invite_take(SVC, text_str(token), ERR)));
    const struct actor *actor;
    assert_done(svc_actor(w->store, w->participant, w->svc.arena, &actor, ERR));
    assert_true(actor_holds(actor, ROLE_MEMBER));
    assert_refused(AS(w, w->nobody, svc_invite_take(SVC, text_str(token), ERR)), ERR_GONE);
}

static err_code role_of_lead(struct world *w, bool take)
{
    struct svc_role_put put = {.person = text_str(w->lead),
                               .role = TEXT("lead"),
                               .scope_kind = TEXT("group"),
                               .scope = TEXT("huur"),
                               .take = take};
    return AS(w, SYSTEM, svc_role_put(SVC, &put, ERR));
}

/* Who has to go leaves no door open behind them. */
static void test_an_invitation_ends_with_the_right_and_with_the_account_of_who_made_it(void **state)
{
    struct world *w = *state;
    char token[SVC_LINK_TOKEN_BYTES];
    struct store_link link;
    assert_done(invite(w, w->lead, "group", "huur", token));
    assert_done(AS(w, ANONYMOUS, svc_link_look(SVC, text_str(token), &link, ERR)));
    assert_done(role_of_lead(w, true));
    assert_refused(AS(w, ANONYMOUS, svc_link_look(SVC, text_str(token), &link, ERR)), ERR_GONE);
    assert_refused(AS(w, w->participant, svc_invite_take(SVC, text_str(token), ERR)), ERR_GONE);
    assert_done(role_of_lead(w, false));
    assert_done(AS(w, ANONYMOUS, svc_link_look(SVC, text_str(token), &link, ERR)));
    assert_done(AS(w, SYSTEM, svc_person_disable(SVC, text_str(w->lead), true, ERR)));
    assert_refused(AS(w, ANONYMOUS, svc_link_look(SVC, text_str(token), &link, ERR)), ERR_GONE);
}

static void test_a_link_for_a_check_ends_with_the_account_of_who_made_it(void **state)
{
    struct world *w = *state;
    char token[SVC_LINK_TOKEN_BYTES];
    struct svc_link_page page;
    const char *id = a_proposal(w);
    assert_done(AS(w, w->editor, svc_check_link(SVC, text_str(id), token, ERR)));
    assert_done(AS(w, ANONYMOUS, svc_link_read(SVC, text_str(token), &page, ERR)));
    assert_done(AS(w, SYSTEM, svc_person_disable(SVC, text_str(w->editor), true, ERR)));
    assert_refused(AS(w, ANONYMOUS, svc_link_read(SVC, text_str(token), &page, ERR)), ERR_GONE);
}

static void role_of_editor(struct world *w, bool take)
{
    struct svc_role_put put = {
        .person = text_str(w->editor), .role = TEXT("editor"), .scope_kind = TEXT("network"), .take = take};
    assert_done(AS(w, SYSTEM, svc_role_put(SVC, &put, ERR)));
}

/* Whoever is no editor any more asks nobody to check, and lets nobody speak. */
static void test_the_links_of_an_editor_end_with_the_role(void **state)
{
    struct world *w = *state;
    char checks[SVC_LINK_TOKEN_BYTES], speaks[SVC_LINK_TOKEN_BYTES];
    struct svc_link_page page;
    struct boards b = boards_of(w);
    const char *round, *id = a_proposal(w);
    assert_done(AS(w, w->editor, svc_check_link(SVC, text_str(id), checks, ERR)));
    in_round(w, ROUND_CONSENT, &round);
    assert_done(AS(w, w->admin, svc_person_disable(SVC, text_str(b.secretaries[3]), true, ERR)));
    assert_done(AS(w, w->editor, svc_position_link(SVC, text_str(round), text_str(b.organisations[3]), speaks, ERR)));
    role_of_editor(w, true);
    struct svc_link_said said = {
        .token = text_str(speaks), .name = TEXT("Joke Jansen"), .position = {.position = POSITION_AGREE}};
    assert_refused(AS(w, ANONYMOUS, svc_link_read(SVC, text_str(checks), &page, ERR)), ERR_GONE);
    assert_refused(AS(w, ANONYMOUS, svc_link_read(SVC, text_str(speaks), &page, ERR)), ERR_GONE);
    assert_refused(AS(w, ANONYMOUS, svc_link_say(SVC, &said, ERR)), ERR_GONE);
    role_of_editor(w, false);
    assert_done(AS(w, ANONYMOUS, svc_link_read(SVC, text_str(checks), &page, ERR)));
    assert_done(AS(w, ANONYMOUS, svc_link_say(SVC, &said, ERR)));
}

static void test_somebody_of_the_field_checks_a_text_by_link(void **state)
{
    struct world *w = *state;
    char token[SVC_LINK_TOKEN_BYTES];
    struct svc_link_page page;
    const char *id = a_proposal(w);
    assert_refused(AS(w, w->lead, svc_check_link(SVC, text_str(id), token, ERR)), ERR_FORBIDDEN);
    assert_done(AS(w, w->editor, svc_check_link(SVC, text_str(id), token, ERR)));
    assert_done(AS(w, ANONYMOUS, svc_link_read(SVC, text_str(token), &page, ERR)));
    assert_false(page.position);
    assert_string_equal(page.card.title, "Huurverhoging");
    struct svc_link_said said = {.token = text_str(token), .words = TEXT("Klopt.")};
    assert_refused(AS(w, ANONYMOUS, svc_link_say(SVC, &said, ERR)), ERR_INVALID);
    assert_reason("name", "required");
    said.name = TEXT("Mr. Vries, huuradvocaat");
    assert_done(AS(w, ANONYMOUS, svc_link_say(SVC, &said, ERR)));
    struct store_assents assents;
    assert_done(store_assent_list(w->store, id, w->svc.arena, &assents, ERR));
    const struct store_assent *row = svc__assent(&assents, SVC_ASSENT_CHECK);
    assert_string_equal(row->words, "Mr. Vries, huuradvocaat: Klopt.");
    assert_null(row->given_by);
    assert_refused(AS(w, ANONYMOUS, svc_link_say(SVC, &said, ERR)), ERR_GONE);
    assert_refused(AS(w, ANONYMOUS, svc_link_read(SVC, text_str(token), &page, ERR)), ERR_GONE);
}

/* The link is for one text: a newer one is not checked with it. */
static void test_a_link_for_a_check_ends_with_its_text(void **state)
{
    struct world *w = *state;
    char token[SVC_LINK_TOKEN_BYTES];
    struct svc_link_page page;
    const char *id = a_proposal(w), *revision;
    int64_t version;
    assert_done(AS(w, w->editor, svc_check_link(SVC, text_str(id), token, ERR)));
    struct svc_draft draft = draft_of(w, "Huurverhoging", "Controleer de brief.", "Schrijf eerst.");
    assert_done(save_as(w, w->member, id, working_version(w, w->member, id), draft, &version));
    assert_done(publish_as(w, w->member, id, version, &revision));
    assert_refused(AS(w, ANONYMOUS, svc_link_read(SVC, text_str(token), &page, ERR)), ERR_GONE);
    struct svc_link_said said = {.token = text_str(token), .name = TEXT("Mr. Vries")};
    assert_refused(AS(w, ANONYMOUS, svc_link_say(SVC, &said, ERR)), ERR_GONE);
}

static void test_a_board_without_a_secretary_gives_its_position_by_link(void **state)
{
    struct world *w = *state;
    char token[SVC_LINK_TOKEN_BYTES];
    struct svc_link_page page;
    struct boards b = boards_of(w);
    const char *round;
    in_round(w, ROUND_CONSENT, &round);
    text r = text_str(round), o = text_str(b.organisations[3]);
    assert_refused(AS(w, w->editor, svc_position_link(SVC, r, o, token, ERR)), ERR_RULE);
    assert_reason("organisation", "has-secretary");
    assert_done(AS(w, w->admin, svc_person_disable(SVC, text_str(b.secretaries[3]), true, ERR)));
    assert_refused(AS(w, w->lead, svc_position_link(SVC, r, o, token, ERR)), ERR_FORBIDDEN);
    assert_done(AS(w, w->editor, svc_position_link(SVC, r, o, token, ERR)));
    assert_done(AS(w, ANONYMOUS, svc_link_read(SVC, text_str(token), &page, ERR)));
    assert_true(page.position);
    assert_string_equal(page.round.row.id, round);
    struct svc_link_said said = {.token = text_str(token), .name = TEXT("Joke Jansen")};
    said.position = (struct svc_position){.round = TEXT("iets anders"),
                                          .organisation = text_str(b.organisations[0]),
                                          .position = POSITION_AGREE,
                                          .minute = TEXT("4.1")};
    assert_done(AS(w, ANONYMOUS, svc_link_say(SVC, &said, ERR)));
    struct store_positions rows;
    assert_done(store_position_list(w->store, round, w->svc.arena, &rows, ERR));
    assert_int_equal(rows.n, 1);
    assert_string_equal(rows.at[0].organisation, b.organisations[3]); /* the link's own, whatever was sent */
    assert_string_equal(rows.at[0].minute, "4.1");
    assert_string_equal(rows.at[0].given_by, STORE_BY_LINK);
    assert_string_equal(rows.at[0].by_link, "Joke Jansen");
    assert_refused(AS(w, ANONYMOUS, svc_link_say(SVC, &said, ERR)), ERR_GONE);
}

/* The organisation's secretary is gone; back again. */
static void away(struct world *w, const struct boards *b, int board, bool gone)
{
    assert_done(AS(w, w->admin, svc_person_disable(SVC, text_str(b->secretaries[board]), gone, ERR)));
}

/* A link for a board whose secretary is gone. */
static void link_for(struct world *w, const struct boards *b, int board, const char *round, char *token)
{
    text r = text_str(round), o = text_str(b->organisations[board]);
    assert_done(AS(w, w->editor, svc_position_link(SVC, r, o, token, ERR)));
}

/* For the fourth board, whose secretary is gone. */
static const char *round_with_a_link(struct world *w, const struct boards *b, char *token)
{
    const char *round;
    in_round(w, ROUND_CONSENT, &round);
    away(w, b, 3, true);
    link_for(w, b, 3, round, token);
    return round;
}

static err_code say_by_link(struct world *w, const char *token, enum round_position position, const char *seen)
{
    struct svc_link_said said = {.token = text_str(token), .name = TEXT("Joke Jansen")};
    said.position = (struct svc_position){.position = position, .seen = text_str(seen)};
    return AS(w, ANONYMOUS, svc_link_say(SVC, &said, ERR));
}

static struct store_position stands(struct world *w, const char *round, const char *organisation)
{
    struct store_positions rows;
    const struct store_position *before, *now;
    assert_done(store_position_list(w->store, round, w->svc.arena, &rows, ERR));
    now = svc__said_by(&rows, organisation, &before);
    return now ? *now : (struct store_position){0};
}

/* Whoever may speak speaks: what was sent out meanwhile says nothing any more. */
static void test_a_link_is_silent_when_the_board_has_a_voice_again(void **state)
{
    struct world *w = *state;
    char token[SVC_LINK_TOKEN_BYTES];
    struct svc_link_page page;
    struct boards b = boards_of(w);
    const char *round = round_with_a_link(w, &b, token);
    away(w, &b, 3, false);
    assert_refused(AS(w, ANONYMOUS, svc_link_read(SVC, text_str(token), &page, ERR)), ERR_GONE);
    assert_reason("", "has-secretary");
    assert_refused(say_by_link(w, token, POSITION_AGREE, "none"), ERR_GONE);
    assert_reason("", "has-secretary");
    assert_null(stands(w, round, b.organisations[3]).id);
    away(w, &b, 3, true);
    assert_done(say_by_link(w, token, POSITION_AGREE, "none"));
}

static void test_a_link_overrules_no_position_that_the_board_gave_itself(void **state)
{
    struct world *w = *state;
    char token[SVC_LINK_TOKEN_BYTES];
    struct svc_link_page page;
    struct boards b = boards_of(w);
    const char *round = round_with_a_link(w, &b, token);
    away(w, &b, 3, false);
    assert_done(say_as(w, b.secretaries[3], round, b.organisations[3], POSITION_OBJECT));
    away(w, &b, 3, true);
    const char *objection = stands(w, round, b.organisations[3]).id;
    assert_refused(AS(w, ANONYMOUS, svc_link_read(SVC, text_str(token), &page, ERR)), ERR_GONE);
    assert_reason("", "own-position");
    assert_refused(say_by_link(w, token, POSITION_AGREE, objection), ERR_GONE);
    assert_reason("", "own-position");
    assert_string_equal(stands(w, round, b.organisations[3]).id, objection);
    text r = text_str(round), o = text_str(b.organisations[3]);
    assert_refused(AS(w, w->editor, svc_position_link(SVC, r, o, token, ERR)), ERR_RULE);
    assert_reason("organisation", "own-position");
}

/* Another link, for a slip of the pen or in talks: it shows what stands, and replaces that and nothing else. */
static void test_a_second_link_shows_what_the_first_one_said(void **state)
{
    struct world *w = *state;
    char token[SVC_LINK_TOKEN_BYTES];
    struct svc_link_page page;
    struct boards b = boards_of(w);
    const char *round = round_with_a_link(w, &b, token);
    assert_done(AS(w, ANONYMOUS, svc_link_read(SVC, text_str(token), &page, ERR)));
    assert_int_equal(page.voice->position, POSITION_NONE);
    assert_done(say_by_link(w, token, POSITION_AGREE, "none"));
    link_for(w, &b, 3, round, token);
    assert_done(AS(w, ANONYMOUS, svc_link_read(SVC, text_str(token), &page, ERR)));
    assert_string_equal(page.voice->organisation, b.organisations[3]);
    assert_int_equal(page.voice->position, POSITION_AGREE);
    assert_refused(say_by_link(w, token, POSITION_ABSTAIN, "none"), ERR_CONFLICT);
    assert_reason("position", "position-changed");
    assert_refused(say_by_link(w, token, POSITION_ABSTAIN, ""), ERR_CONFLICT);
    assert_done(say_by_link(w, token, POSITION_ABSTAIN, page.voice->said.id));
    assert_string_equal(stands(w, round, b.organisations[3]).position, "abstain");
}

/* Of two that go round one could say what the other did not. */
static void test_a_new_link_for_a_board_ends_the_one_before(void **state)
{
    struct world *w = *state;
    char first[SVC_LINK_TOKEN_BYTES], other[SVC_LINK_TOKEN_BYTES], second[SVC_LINK_TOKEN_BYTES];
    struct svc_link_page page;
    struct boards b = boards_of(w);
    const char *round;
    in_round(w, ROUND_CONSENT, &round);
    away(w, &b, 2, true);
    away(w, &b, 3, true);
    link_for(w, &b, 3, round, first);
    assert_string_equal(last_change(w, round),
                        arena_printf(w->svc.arena, "link.make purpose=position organisation=%s", b.organisations[3]));
    link_for(w, &b, 2, round, other);
    link_for(w, &b, 3, round, second);
    assert_refused(AS(w, ANONYMOUS, svc_link_read(SVC, text_str(first), &page, ERR)), ERR_GONE);
    assert_done(AS(w, ANONYMOUS, svc_link_read(SVC, text_str(other), &page, ERR)));
    assert_done(AS(w, ANONYMOUS, svc_link_read(SVC, text_str(second), &page, ERR)));
}

/* The editor sees which link is out, and takes it back. */
static void test_an_editor_takes_back_the_link_of_a_board(void **state)
{
    struct world *w = *state;
    char token[SVC_LINK_TOKEN_BYTES];
    struct svc_round r;
    struct boards b = boards_of(w);
    const char *round;
    in_round(w, ROUND_CONSENT, &round);
    text key = text_str(round), o = text_str(b.organisations[3]);
    away(w, &b, 3, true);
    link_for(w, &b, 3, round, token);
    assert_done(AS(w, w->editor, svc_round(SVC, key, &r, ERR)));
    for (size_t i = 0; i < r.n_voices; i++)
        assert_int_equal(r.voices[i].link_until > w->svc.now, !strcmp(r.voices[i].organisation, b.organisations[3]));
    assert_done(AS(w, w->lead, svc_round(SVC, key, &r, ERR)));
    for (size_t i = 0; i < r.n_voices; i++) assert_int_equal(r.voices[i].link_until, 0);
    assert_refused(AS(w, w->lead, svc_position_link_revoke(SVC, key, o, ERR)), ERR_FORBIDDEN);
    assert_refused(AS(w, w->editor, svc_position_link_revoke(SVC, key, text_str(b.organisations[2]), ERR)),
                   ERR_CONFLICT);
    assert_done(AS(w, w->editor, svc_position_link_revoke(SVC, key, o, ERR)));
    assert_string_equal(last_change(w, round),
                        arena_printf(w->svc.arena, "link.revoke purpose=position organisation=%s", b.organisations[3]));
    assert_refused(say_by_link(w, token, POSITION_AGREE, "none"), ERR_GONE);
    assert_refused(AS(w, w->editor, svc_position_link_revoke(SVC, key, o, ERR)), ERR_CONFLICT);
}

static void test_a_board_whose_only_secretary_wrote_along_gives_its_position_by_link(void **state)
{
    struct world *w = *state;
    char token[SVC_LINK_TOKEN_BYTES];
    struct svc_round page;
    struct boards b = boards_of(w);
    const char *round, *id = in_round(w, ROUND_CONSENT, &round);
    text r = text_str(round), o = text_str(b.organisations[3]);
    assert_done(AS(w, SYSTEM, store_author_add(w->store, id, b.secretaries[3], w->svc.now, ERR)));
    assert_refused(say_as(w, b.secretaries[3], round, b.organisations[3], POSITION_AGREE), ERR_FORBIDDEN);
    assert_done(AS(w, w->editor, svc_round(SVC, r, &page, ERR)));
    for (size_t i = 0; i < page.n_voices; i++)
        assert_int_equal(page.voices[i].voiceless, !strcmp(page.voices[i].organisation, b.organisations[3]));
    assert_done(AS(w, w->editor, svc_position_link(SVC, r, o, token, ERR)));
    struct svc_link_said said = {
        .token = text_str(token), .name = TEXT("Joke Jansen"), .position = {.position = POSITION_AGREE}};
    assert_done(AS(w, ANONYMOUS, svc_link_say(SVC, &said, ERR)));
    give(w, w->participant, "deputy", "organisation", partner_slugs[3]); /* from here on somebody may */
    assert_refused(AS(w, w->editor, svc_position_link(SVC, r, o, token, ERR)), ERR_RULE);
}

/* Both fields of the form may be filled to the brim; a secretary who mends the rest later sends the reference along. */
static void test_a_long_name_and_a_long_reference_both_fit(void **state)
{
    struct world *w = *state;
    char token[SVC_LINK_TOKEN_BYTES];
    struct boards b = boards_of(w);
    struct store_positions rows;
    const char *round, *name = arena_printf(w->svc.arena, "%0200d", 0),
                       *minute = arena_printf(w->svc.arena, "%0100d", 1);
    in_round(w, ROUND_CONSENT, &round);
    assert_done(AS(w, w->admin, svc_person_disable(SVC, text_str(b.secretaries[3]), true, ERR)));
    assert_done(AS(w, w->editor, svc_position_link(SVC, text_str(round), text_str(b.organisations[3]), token, ERR)));
    struct svc_link_said said = {.token = text_str(token), .name = text_str(name)};
    said.position = (struct svc_position){.position = POSITION_AGREE,
                                          .minute = text_str(arena_printf(w->svc.arena, "%s2", minute))};
    assert_refused(AS(w, ANONYMOUS, svc_link_say(SVC, &said, ERR)), ERR_INVALID);
    assert_reason("minute", "too-long");
    said.position.minute = text_str(minute);
    assert_done(AS(w, ANONYMOUS, svc_link_say(SVC, &said, ERR)));
    assert_done(store_position_list(w->store, round, w->svc.arena, &rows, ERR));
    assert_string_equal(rows.at[0].minute, minute);
    assert_string_equal(rows.at[0].by_link, name);
    assert_done(AS(w, w->admin, svc_person_disable(SVC, text_str(b.secretaries[3]), false, ERR)));
    struct svc_position again = {.round = text_str(round),
                                 .organisation = text_str(b.organisations[3]),
                                 .position = POSITION_ABSTAIN,
                                 .minute = text_str(rows.at[0].minute)};
    assert_done(AS(w, b.secretaries[3], svc_position(SVC, &again, ERR)));
}

/* Its last day is over: what it is for cannot be done any more. */
static void test_a_link_for_a_position_ends_with_the_term(void **state)
{
    struct world *w = *state;
    char token[SVC_LINK_TOKEN_BYTES];
    struct svc_link_page page;
    struct svc_round r;
    struct boards b = boards_of(w);
    const char *round;
    in_round(w, ROUND_CONSENT, &round);
    for (int i = 0; i < 4; i++) assert_done(say_as(w, b.secretaries[i], round, b.organisations[i], POSITION_AGREE));
    assert_done(AS(w, w->admin, svc_person_disable(SVC, text_str(b.secretaries[4]), true, ERR)));
    assert_done(AS(w, w->editor, svc_position_link(SVC, text_str(round), text_str(b.organisations[4]), token, ERR)));
    assert_done(AS(w, w->editor, svc_round(SVC, text_str(round), &r, ERR)));
    w->svc.now = r.row.ends - 1;
    assert_done(AS(w, ANONYMOUS, svc_link_read(SVC, text_str(token), &page, ERR)));
    w->svc.now = r.row.ends;
    assert_refused(AS(w, ANONYMOUS, svc_link_read(SVC, text_str(token), &page, ERR)), ERR_GONE);
}

/* Whoever decides by link reads what the others decided on, not what the group writes meanwhile. */
static void test_a_link_for_a_position_shows_the_text_of_its_round(void **state)
{
    struct world *w = *state;
    char token[SVC_LINK_TOKEN_BYTES];
    struct svc_link_page page;
    struct boards b = boards_of(w);
    int64_t version;
    const char *round, *id = in_round(w, ROUND_CONSENT, &round);
    away(w, &b, 0, true);
    link_for(w, &b, 0, round, token);
    struct svc_link_said no = {.token = text_str(token), .name = TEXT("Joke Jansen")};
    no.position = (struct svc_position){
        .position = POSITION_OBJECT, .said = TEXT("Te duur."), .lift = TEXT("Maak het goedkoper.")};
    assert_done(AS(w, ANONYMOUS, svc_link_say(SVC, &no, ERR)));
    for (int i = 1; i < PARTNERS; i++)
        assert_done(say_as(w, b.secretaries[i], round, b.organisations[i], POSITION_AGREE));
    assert_int_equal(tick(w), 1);
    struct svc_draft draft = draft_of(w, "Heel andere titel", "Doe nu iets anders.", "Bel nooit.");
    assert_done(save_as(w, w->lead, id, working_version(w, w->lead, id), draft, &version));
    link_for(w, &b, 0, round, token);
    assert_done(AS(w, ANONYMOUS, svc_link_read(SVC, text_str(token), &page, ERR)));
    assert_string_equal(page.card.title, "Huurverhoging");
    assert_string_equal(page.text.title, "Huurverhoging");
    assert_string_equal(page.text.brief, "Controleer de brief.");
    assert_string_equal(page.text.revision, page.round.row.revision);
    assert_true(text_is(page.text.sections[0].source, "Bel eerst de verhuurder."));
}

static void test_a_secretary_among_a_thousand_participants_speaks_for_the_board(void **state)
{
    struct world *w = *state;
    char token[SVC_LINK_TOKEN_BYTES];
    struct svc_round page;
    struct boards b = boards_of(w);
    const char *round;
    add_crowd(w, "participant", STORE_ORGANISATION, b.organisations[3]);
    in_round(w, ROUND_CONSENT, &round);
    assert_refused(AS(w, w->editor, svc_position_link(SVC, text_str(round), text_str(b.organisations[3]), token, ERR)),
                   ERR_RULE);
    assert_reason("organisation", "has-secretary");
    assert_done(AS(w, w->editor, svc_round(SVC, text_str(round), &page, ERR)));
    for (size_t i = 0; i < page.n_voices; i++) assert_false(page.voices[i].voiceless);
}

static void test_a_reader_reads_what_the_group_published_until_it_is_taken_back(void **state)
{
    struct world *w = *state;
    char token[SVC_LINK_TOKEN_BYTES];
    struct svc_link_page page;
    struct svc_readers readers;
    const char *id = full_draft(w), *revision;
    text key = text_str(id);
    assert_refused(AS(w, w->member, svc_reader_link(SVC, key, TEXT("Oma"), token, ERR)), ERR_FORBIDDEN);
    assert_refused(AS(w, w->editor, svc_reader_link(SVC, key, TEXT("Oma"), token, ERR)), ERR_NOT_FOUND);
    assert_refused(AS(w, w->lead, svc_reader_link(SVC, key, TEXT("Oma"), token, ERR)), ERR_RULE);
    assert_reason("text", "nothing-published");
    assert_done(publish_as(w, w->member, id, working_version(w, w->member, id), &revision));
    assert_refused(AS(w, w->lead, svc_reader_link(SVC, key, TEXT(" "), token, ERR)), ERR_INVALID);
    assert_done(AS(w, w->second, svc_reader_link(SVC, key, TEXT("Oma"), token, ERR)));
    for (int i = 0; i < 2; i++) { /* reading does not use it up */
        assert_done(AS(w, ANONYMOUS, svc_link_read(SVC, text_str(token), &page, ERR)));
        assert_true(page.reading);
        assert_string_equal(page.text.brief, "Controleer de brief.");
    }
    struct svc_link_said said = {.token = text_str(token), .name = TEXT("Oma")};
    assert_refused(AS(w, ANONYMOUS, svc_link_say(SVC, &said, ERR)), ERR_GONE);
    assert_done(AS(w, w->lead, svc_readers(SVC, key, &readers, ERR)));
    assert_int_equal(readers.n, 1);
    assert_string_equal(readers.at[0].name, "Oma");
    text which = text_str(readers.at[0].key);
    assert_refused(AS(w, w->member, svc_reader_revoke(SVC, key, which, ERR)), ERR_FORBIDDEN);
    assert_done(AS(w, w->lead, svc_reader_revoke(SVC, key, which, ERR)));
    assert_refused(AS(w, ANONYMOUS, svc_link_read(SVC, text_str(token), &page, ERR)), ERR_GONE);
    assert_refused(AS(w, w->lead, svc_reader_revoke(SVC, key, which, ERR)), ERR_CONFLICT);
}

static void test_a_reader_s_link_ends_with_its_days_and_with_the_draft(void **state)
{
    struct world *w = *state;
    char token[SVC_LINK_TOKEN_BYTES], other[SVC_LINK_TOKEN_BYTES];
    struct svc_link_page page;
    const char *id = full_draft(w), *revision;
    assert_done(publish_as(w, w->member, id, working_version(w, w->member, id), &revision));
    assert_done(AS(w, w->lead, svc_reader_link(SVC, text_str(id), TEXT("Oma"), token, ERR)));
    days_pass(w, 13);
    assert_done(AS(w, w->lead, svc_reader_link(SVC, text_str(id), TEXT("Opa"), other, ERR)));
    days_pass(w, 2);
    assert_refused(AS(w, ANONYMOUS, svc_link_read(SVC, text_str(token), &page, ERR)), ERR_GONE);
    assert_done(AS(w, ANONYMOUS, svc_link_read(SVC, text_str(other), &page, ERR)));
    assert_done(submit_as(w, w->lead, id));
    assert_refused(AS(w, ANONYMOUS, svc_link_read(SVC, text_str(other), &page, ERR)), ERR_GONE);
    struct svc_readers readers;
    assert_refused(AS(w, w->lead, svc_readers(SVC, text_str(id), &readers, ERR)), ERR_FORBIDDEN);
}

/* Who left the group lets nobody read what it writes since. */
static void test_a_reader_s_link_ends_with_the_right_of_who_made_it(void **state)
{
    struct world *w = *state;
    char token[SVC_LINK_TOKEN_BYTES];
    struct svc_link_page page;
    const char *id = full_draft(w), *revision;
    assert_done(publish_as(w, w->member, id, working_version(w, w->member, id), &revision));
    assert_done(AS(w, w->lead, svc_reader_link(SVC, text_str(id), TEXT("Oma"), token, ERR)));
    assert_done(role_of_lead(w, true));
    assert_refused(AS(w, ANONYMOUS, svc_link_read(SVC, text_str(token), &page, ERR)), ERR_GONE);
    assert_done(role_of_lead(w, false));
    assert_done(AS(w, ANONYMOUS, svc_link_read(SVC, text_str(token), &page, ERR)));
}

/* A link for one text opens no other one. */
static void test_a_lead_takes_back_no_link_of_another_text(void **state)
{
    struct world *w = *state;
    char token[SVC_LINK_TOKEN_BYTES];
    struct svc_readers readers;
    struct svc_link_page page;
    const char *id = full_draft(w), *revision, *other = start_draft(w, w->other, "schulden", "Schulden");
    assert_done(publish_as(w, w->member, id, working_version(w, w->member, id), &revision));
    assert_done(AS(w, w->lead, svc_reader_link(SVC, text_str(id), TEXT("Oma"), token, ERR)));
    assert_done(AS(w, w->lead, svc_readers(SVC, text_str(id), &readers, ERR)));
    assert_refused(AS(w, w->other, svc_reader_revoke(SVC, text_str(other), text_str(readers.at[0].key), ERR)),
                   ERR_CONFLICT);
    assert_done(AS(w, ANONYMOUS, svc_link_read(SVC, text_str(token), &page, ERR)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WORLD(test_a_lead_invites_into_the_own_group_and_no_other),
        IN_WORLD(test_a_coordinator_and_a_secretary_invite_into_their_own_place_once),
        IN_WORLD(test_who_has_an_account_takes_an_invitation_with_it),
        IN_WORLD(test_an_invitation_ends_with_the_right_and_with_the_account_of_who_made_it),
        IN_WORLD(test_a_link_for_a_check_ends_with_the_account_of_who_made_it),
        IN_WORLD(test_somebody_of_the_field_checks_a_text_by_link),
        IN_WORLD(test_a_link_for_a_check_ends_with_its_text),
        IN_WORLD(test_a_board_whose_only_secretary_wrote_along_gives_its_position_by_link),
        IN_WORLD(test_a_link_is_silent_when_the_board_has_a_voice_again),
        IN_WORLD(test_a_new_link_for_a_board_ends_the_one_before),
        IN_WORLD(test_an_editor_takes_back_the_link_of_a_board),
        IN_WORLD(test_the_links_of_an_editor_end_with_the_role),
        IN_WORLD(test_a_link_overrules_no_position_that_the_board_gave_itself),
        IN_WORLD(test_a_second_link_shows_what_the_first_one_said),
        IN_WORLD(test_a_secretary_among_a_thousand_participants_speaks_for_the_board),
        IN_WORLD(test_a_board_without_a_secretary_gives_its_position_by_link),
        IN_WORLD(test_a_link_for_a_position_shows_the_text_of_its_round),
        IN_WORLD(test_a_long_name_and_a_long_reference_both_fit),
        IN_WORLD(test_a_link_for_a_position_ends_with_the_term),
        IN_WORLD(test_a_reader_reads_what_the_group_published_until_it_is_taken_back),
        IN_WORLD(test_a_reader_s_link_ends_with_its_days_and_with_the_draft),
        IN_WORLD(test_a_reader_s_link_ends_with_the_right_of_who_made_it),
        IN_WORLD(test_a_lead_takes_back_no_link_of_another_text),
    };
    return cmocka_run_group_tests_name("links", tests, NULL, NULL);
}
