#include "tests/integration/service/ladder_test.h"

static void test_submitting_makes_a_version_and_hands_it_to_the_editors(void **state)
{
    struct world *w = *state;
    struct svc_practice p;
    const char *id = full_draft(w);
    assert_refused(read_as(w, w->editor, id, &p), ERR_NOT_FOUND);
    assert_refused(submit_as(w, w->member, id), ERR_FORBIDDEN);
    assert_done(submit_as(w, w->lead, id));
    assert_stage(id, STORE_CANDIDATE, STAGE_SUBMITTED);
    assert_done(read_as(w, w->editor, id, &p));
    assert_string_equal(p.text.brief, "Controleer de brief.");
    assert_null(p.card.number);
    assert_refused(read_as(w, w->participant, id, &p), ERR_NOT_FOUND);
}

static void test_a_refusal_names_everything_that_is_missing(void **state)
{
    struct world *w = *state;
    const char *id = start_draft(w, w->member, "huur", "Huurverhoging");
    struct svc_move in = {.practice = text_str(id), .move = MOVE_SUBMIT, .seen = 1};
    assert_refused(AS(w, w->lead, svc_move(SVC, &in, ERR)), ERR_RULE);
    assert_reason("brief", "required");
    assert_reason("doe-dit", "required");
    assert_reason("similar", "similar-not-seen");
    assert_stage(id, STORE_CANDIDATE, STAGE_DRAFT);
}

static void test_client_data_is_not_submitted(void **state)
{
    struct world *w = *state;
    const char *id = full_draft(w);
    int64_t version = working_version(w, w->member, id);
    struct svc_working working;
    assert_done(AS(w, w->member, svc_working(SVC, text_str(id), &working, ERR)));
    ((struct store_section *)working.draft.sections)[0].body = TEXT("Haar BSN is 111222333.");
    assert_done(save_as(w, w->member, id, version, working.draft, &version));
    assert_refused(submit_as(w, w->lead, id), ERR_RULE);
    assert_reason("privacy", "privacy-open");
}

static void test_a_returned_text_comes_back(void **state)
{
    struct world *w = *state;
    const char *id = full_draft(w);
    struct svc_practice p;
    assert_done(submit_as(w, w->lead, id));
    assert_refused(move_as(w, w->editor, id, MOVE_RETURN, " "), ERR_RULE);
    assert_reason("what-to-change", "required");
    assert_done(move_as(w, w->editor, id, MOVE_RETURN, "Zeg erbij vanaf wanneer."));
    assert_done(read_as(w, w->member, id, &p));
    assert_string_equal(p.reason, "Zeg erbij vanaf wanneer.");
    assert_refused(read_as(w, w->editor, id, &p), ERR_NOT_FOUND);
    assert_done(submit_as(w, w->lead, id));
    assert_stage(id, STORE_CANDIDATE, STAGE_SUBMITTED);
}

static void test_accepting_gives_a_number_and_everybody_reads_it(void **state)
{
    struct world *w = *state;
    const char *id = a_proposal(w);
    struct svc_practice p;
    assert_done(read_as(w, w->participant, id, &p));
    assert_string_equal(p.card.number, "2026-001");
    assert_int_equal(p.text.version, 1);
    assert_refused(read_as(w, ANONYMOUS, id, &p), ERR_NOT_FOUND);
    assert_refused(move_as(w, w->editor, id, MOVE_ACCEPT, ""), ERR_CONFLICT); /* the same request twice */
    struct store_practice row;
    assert_done(store_practice_by_number(w->store, "2026-001", w->svc.arena, &row, ERR));
    assert_string_equal(row.id, id);
}

static void test_an_editor_who_wrote_it_passes_it_only_by_force_and_is_named(void **state)
{
    struct world *w = *state;
    struct svc_steps steps;
    give(w, w->editor, "lead", "group", "huur");
    const char *id = full_draft(w);
    int64_t version = working_version(w, w->editor, id);
    struct svc_working working;
    assert_done(AS(w, w->editor, svc_working(SVC, text_str(id), &working, ERR)));
    assert_done(save_as(w, w->editor, id, version, working.draft, &version));
    assert_done(submit_as(w, w->editor, id));
    assert_refused(move_as(w, w->editor, id, MOVE_ACCEPT, ""), ERR_RULE);
    assert_reason("not-author", "own-text");
    struct svc_move forced = {.practice = text_str(id), .move = MOVE_ACCEPT, .forced = true};
    assert_done(AS(w, w->editor, svc_move(SVC, &forced, ERR)));
    assert_done(AS(w, w->participant, svc_timeline(SVC, text_str(id), &steps, ERR)));
    assert_int_equal(steps.n, 1);
    assert_true(steps.at[0].own_text);
    struct svc_alones alones;
    assert_done(AS(w, w->editor, svc_alones(SVC, &alones, ERR)));
    assert_int_equal(alones.n, 1);
    assert_true(alones.at[0].own_text && alones.at[0].move == MOVE_ACCEPT);
    assert_string_equal(alones.at[0].card.id, id);
    assert_refused(AS(w, w->participant, svc_alones(SVC, &alones, ERR)), ERR_FORBIDDEN);
}

static void test_recommending_waits_for_the_term_the_lead_the_check_and_the_remarks(void **state)
{
    struct world *w = *state;
    const char *id = a_proposal(w);
    struct svc_remark_add remark = {.practice = text_str(id), .must = true, .body = TEXT("Klopt niet voor kamers.")};
    struct svc_said said;
    assert_done(AS(w, w->participant, svc_remark_add(SVC, &remark, ERR)));
    assert_refused(move_as(w, w->editor, id, MOVE_RECOMMEND, "Kan dit?"), ERR_RULE);
    assert_reason("open-long", "too-early");
    assert_reason("lead-agrees", "lead-missing");
    assert_reason("checked", "not-checked");
    assert_reason("tried", "not-tried");
    assert_reason("remarks", "unanswered");
    days_pass(w, 8);
    assert_done(AS(w, w->participant, svc_said(SVC, text_str(id), NULL, &said, ERR)));
    const char *open = said.remarks[0].row.id;
    text answer = TEXT("Staat er nu bij.");
    assert_refused(AS(w, w->participant, svc_remark_answer(SVC, text_str(id), text_str(open), answer, ERR)),
                   ERR_FORBIDDEN);
    assert_done(AS(w, w->member, svc_remark_answer(SVC, text_str(id), text_str(open), answer, ERR)));
    assert_refused(AS(w, w->lead, svc_remark_answer(SVC, text_str(id), text_str(open), answer, ERR)), ERR_CONFLICT);
    assent_as(w, w->lead, id, SVC_ASSENT_LEAD, "");
    assent_as(w, w->editor, id, SVC_ASSENT_CHECK, "Een huuradvocaat");
    assert_done(AS(w, w->participant, svc_use(SVC, text_str(id), SVC_USED, ERR)));
    assert_done(move_as(w, w->editor, id, MOVE_RECOMMEND, "Kan dit?"));
    assert_stage(id, STORE_CANDIDATE, STAGE_RECOMMENDATION);
}

/* Five hundred newer remarks, all answered, on top of one that is open. */
static void bury(struct world *w, const char *id)
{
    struct store_practice row;
    assert_done(store_practice_get(w->store, id, w->svc.arena, &row, ERR));
    assert_done(db_begin(w->store->db, ERR));
    for (int i = 1; i <= 500; i++) {
        struct store_remark remark = {.id = arena_printf(w->svc.arena, "%026d", i),
                                      .practice = id,
                                      .revision = row.lines[STORE_CANDIDATE].revision,
                                      .person = w->participant,
                                      .at = w->svc.now + i,
                                      .body = "Mooi.",
                                      .answer = "Dank.",
                                      .answered_by = w->member,
                                      .answered = w->svc.now + i};
        assert_done(store_remark_add(w->store, &remark, ERR));
    }
    assert_done(db_commit(w->store->db, ERR));
}

static void test_an_open_remark_holds_a_text_back_however_many_came_after_it(void **state)
{
    struct world *w = *state;
    const char *id = a_proposal(w);
    struct svc_remark_add remark = {.practice = text_str(id), .must = true, .body = TEXT("Klopt niet voor kamers.")};
    struct svc_said said;
    assert_done(AS(w, w->participant, svc_remark_add(SVC, &remark, ERR)));
    bury(w, id);
    days_pass(w, 8);
    assent_as(w, w->lead, id, SVC_ASSENT_LEAD, "");
    assent_as(w, w->editor, id, SVC_ASSENT_CHECK, "Een huuradvocaat");
    assent_as(w, w->lead, id, SVC_ASSENT_NOT_TRIED, "");
    assert_refused(move_as(w, w->editor, id, MOVE_RECOMMEND, "Kan dit?"), ERR_RULE);
    assert_reason("remarks", "unanswered");
    assert_done(AS(w, w->member, svc_said(SVC, text_str(id), NULL, &said, ERR)));
    assert_string_equal(said.remarks[0].row.body, "Klopt niet voor kamers."); /* there to be answered */
    assert_done(
        AS(w, w->member,
           svc_remark_answer(SVC, text_str(id), text_str(said.remarks[0].row.id), TEXT("Staat er nu bij."), ERR)));
    assert_done(move_as(w, w->editor, id, MOVE_RECOMMEND, "Kan dit?"));
}

static void test_a_use_counts_once_a_day(void **state)
{
    struct world *w = *state;
    const char *id = a_proposal(w);
    struct svc_said said;
    for (int i = 0; i < 3; i++) assert_done(AS(w, w->participant, svc_use(SVC, text_str(id), SVC_USED, ERR)));
    days_pass(w, 1);
    assert_done(AS(w, w->participant, svc_use(SVC, text_str(id), SVC_USED, ERR)));
    assert_done(AS(w, w->other, svc_use(SVC, text_str(id), SVC_NO_HELP, ERR)));
    assert_done(AS(w, w->participant, svc_said(SVC, text_str(id), NULL, &said, ERR)));
    assert_int_equal(said.uses.used, 2);
    assert_int_equal(said.uses.no_help, 1);
    assert_int_equal(said.mine.n, 1); /* of each kind the last one; not what another said */
    assert_string_equal(said.mine.at[0].what, "used");
    assert_int_equal(said.mine.at[0].at, w->svc.now);
}

static void test_five_boards_agree_and_the_text_stands(void **state)
{
    struct world *w = *state;
    struct boards b = boards_of(w);
    const char *round, *id = in_round(w, ROUND_CONSENT, &round);
    struct svc_practice p;
    struct svc_heres heres;
    for (int i = 0; i < PARTNERS; i++) {
        assert_refused(adopt_as(w, w->editor, id), ERR_RULE);
        enum round_position said = i == 3 ? POSITION_RESERVE : POSITION_AGREE;
        assert_done(say_as(w, b.secretaries[i], round, b.organisations[i], said));
    }
    assert_done(adopt_as(w, w->editor, id)); /* everybody spoke: no need to wait for the term */
    assert_stage(id, STORE_CANDIDATE, STAGE_NONE);
    assert_stage(id, STORE_ADOPTED, STAGE_BEST_PRACTICE);
    assert_done(read_as(w, ANONYMOUS, id, &p));
    assert_false(p.card.unconfirmed);
    assert_int_equal(calendar_date(p.review_at).year, 2028);
    assert_done(AS(w, b.secretaries[3], svc_heres(SVC, text_str(id), &heres, ERR)));
    assert_int_equal(heres.n, PARTNERS);
    assert_string_equal(heres.at[0].name, "swn"); /* one's own first */
    assert_true(heres.at[0].own);
    assert_int_equal(heres.at[0].here, HERE_RESERVE);
    assert_string_equal(heres.at[0].said, "De termijn is te kort.");
}

static void test_only_ones_own_organisation_speaks(void **state)
{
    struct world *w = *state;
    struct boards b = boards_of(w);
    const char *round;
    in_round(w, ROUND_CONSENT, &round);
    assert_refused(say_as(w, b.secretaries[0], round, b.organisations[1], POSITION_AGREE), ERR_FORBIDDEN);
    assert_refused(say_as(w, w->editor, round, b.organisations[1], POSITION_AGREE), ERR_FORBIDDEN);
    assert_refused(say_as(w, w->participant, round, b.organisations[1], POSITION_AGREE), ERR_FORBIDDEN);
    assert_refused(say_as(w, ANONYMOUS, round, b.organisations[1], POSITION_AGREE), ERR_NOT_FOUND);
    struct svc_position empty = {.round = text_str(round),
                                 .organisation = text_str(b.organisations[0]),
                                 .position = POSITION_OBJECT,
                                 .said = TEXT("Nee.")};
    assert_refused(AS(w, b.secretaries[0], svc_position(SVC, &empty, ERR)), ERR_INVALID);
    assert_reason("lift", "required");
}

/* Everything a participant can be told of a text in round, as one string. */
static const char *told(struct world *w, const char *who, const char *id)
{
    struct svc_practice p;
    struct svc_steps steps;
    struct svc_rounds rounds;
    struct svc_open_moves moves;
    char *out = arena_alloc(w->svc.arena, 8000);
    assert_done(read_as(w, who, id, &p));
    assert_done(AS(w, who, svc_timeline(SVC, text_str(id), &steps, ERR)));
    assert_done(AS(w, who, svc_rounds_of(SVC, text_str(id), &rounds, ERR)));
    assert_done(AS(w, who, svc_moves(SVC, text_str(id), &moves, ERR)));
    int n = snprintf(out, 8000, "%d %lld %lld %s %s v%d/%zu %s moves=%zu steps=%zu", p.card.stage,
                     (long long)p.card.since, (long long)p.until, p.reason, p.text.brief, p.text.version, p.n_versions,
                     p.text.revision, moves.n, steps.n);
    for (size_t i = 0; i < rounds.n; i++) {
        const struct svc_round *r = &rounds.at[i];
        n += snprintf(out + n, (size_t)(8000 - n), "; round %d %s %lld %lld now=%d", r->state, r->row.outcome,
                      (long long)r->row.closed, (long long)r->row.ends, r->now);
        for (size_t v = 0; v < r->n_voices; v++)
            n += snprintf(out + n, (size_t)(8000 - n), " %s=%d/%s", r->voices[v].slug, r->voices[v].position,
                          r->voices[v].busy_until ? r->voices[v].busy_until : "");
    }
    return out;
}

/* The lead writes on, and tries to make a version of it that everybody reads. */
static void may_not_publish_yet(struct world *w, const char *id)
{
    struct svc_working working;
    const char *revision;
    int64_t version;
    struct svc_draft draft = draft_of(w, "Huurverhoging", "Bel de huurcommissie.", "Schrijf nooit.");
    assert_done(save_as(w, w->lead, id, working_version(w, w->lead, id), draft, &version));
    assert_refused(publish_as(w, w->lead, id, version, &revision), ERR_FORBIDDEN);
    assert_done(AS(w, w->lead, svc_working(SVC, text_str(id), &working, ERR)));
    assert_true(working.may.write && !working.may.publish);
}

static void test_before_the_outcome_nothing_told_depends_on_a_position(void **state)
{
    struct world *w = *state;
    struct boards b = boards_of(w);
    const char *round, *id = in_round(w, ROUND_CONSENT, &round);
    const char *before = told(w, w->participant, id), *group = told(w, w->member, id);
    assert_done(say_as(w, b.secretaries[0], round, b.organisations[0], POSITION_OBJECT));
    assert_string_equal(told(w, w->participant, id), before);
    assert_string_not_equal(told(w, b.secretaries[1], id), before); /* another board sees it at once */
    for (int i = 1; i < PARTNERS; i++)
        assert_done(say_as(w, b.secretaries[i], round, b.organisations[i], POSITION_AGREE));
    assert_string_equal(told(w, w->participant, id), before); /* closed early */
    struct svc_move talk = {
        .practice = text_str(id), .move = MOVE_TALK, .until = date_add_days(calendar_date(w->svc.now), 14)};
    days_pass(w, 1);
    assert_done(AS(w, w->editor, svc_move(SVC, &talk, ERR)));
    assert_stage(id, STORE_CANDIDATE, STAGE_TALKS);
    assert_string_equal(told(w, w->participant, id), before); /* talks */
    assert_string_equal(told(w, w->member, id), group);
    may_not_publish_yet(w, id);
    assert_string_equal(told(w, w->participant, id), before); /* what is written in talks is the group's alone */
    world_index(w);
    assert_int_equal(find_as(w, w->participant, "nooit").n_hits, 0);
    struct svc_move defer = talk;
    defer.move = MOVE_DEFER;
    assert_done(AS(w, w->editor, svc_move(SVC, &defer, ERR)));
    assert_string_equal(told(w, w->participant, id), before); /* put off */
    may_not_publish_yet(w, id);
    assert_string_equal(told(w, w->participant, id), before);
}

/* Talks and a deferral end in a recommendation, where the group publishes what it wrote meanwhile. */
static void test_what_was_written_in_talks_is_published_when_they_are_over(void **state)
{
    static const enum stage_move ways[][2] = {{MOVE_CHANGE_TEXT, MOVE_NONE}, {MOVE_DEFER, MOVE_RESUME}};
    struct world *w = *state;
    struct boards b = boards_of(w);
    for (size_t i = 0; i < 2; i++) {
        const char *revision, *round, *id = in_round(w, ROUND_CONSENT, &round);
        struct svc_move in = {.practice = text_str(id), .until = date_add_days(calendar_date(w->svc.now), 14)};
        for (int p = 0; p < PARTNERS; p++)
            assert_done(say_as(w, b.secretaries[p], round, b.organisations[p], p ? POSITION_AGREE : POSITION_OBJECT));
        assert_int_equal(tick(w), 1);
        may_not_publish_yet(w, id);
        for (size_t k = 0; k < 2 && (in.move = ways[i][k]); k++) assert_done(AS(w, w->editor, svc_move(SVC, &in, ERR)));
        assert_stage(id, STORE_CANDIDATE, STAGE_RECOMMENDATION);
        assert_done(publish_as(w, w->lead, id, working_version(w, w->lead, id), &revision));
        assert_done(open_round_as(w, w->editor, id, ROUND_CONSENT, PARTNERS));
    }
}

static struct svc_round round_as(struct world *w, const char *who, const char *round)
{
    struct svc_round r;
    assert_done(AS(w, who, svc_round(SVC, text_str(round), &r, ERR)));
    return r;
}

/* A day on which the board cannot have spoken of this text is a slip of the pen. */
static void test_a_board_day_to_come_or_long_before_the_round_is_refused(void **state)
{
    struct world *w = *state;
    struct boards b = boards_of(w);
    const char *round;
    in_round(w, ROUND_CONSENT, &round);
    struct date today = calendar_date(w->svc.now);
    struct svc_position in = {
        .round = text_str(round), .organisation = text_str(b.organisations[0]), .position = POSITION_AGREE};
    in.board_day = date_add_days(today, 1);
    assert_refused(AS(w, b.secretaries[0], svc_position(SVC, &in, ERR)), ERR_INVALID);
    assert_reason("board_day", "in-future");
    in.board_day = date_add_days(today, -400);
    assert_refused(AS(w, b.secretaries[0], svc_position(SVC, &in, ERR)), ERR_INVALID);
    assert_reason("board_day", "long-ago");
    in.board_day = date_add_days(today, -1);
    assert_done(AS(w, b.secretaries[0], svc_position(SVC, &in, ERR)));
    in.board_day = today;
    assert_done(AS(w, b.secretaries[0], svc_position(SVC, &in, ERR)));
}

static void test_one_objection_is_talked_about_and_steered_over_as_dissent(void **state)
{
    struct world *w = *state;
    struct boards b = boards_of(w);
    const char *round, *id = in_round(w, ROUND_CONSENT, &round);
    for (int i = 0; i < PARTNERS; i++)
        assert_done(say_as(w, b.secretaries[i], round, b.organisations[i], i ? POSITION_AGREE : POSITION_OBJECT));
    assert_refused(adopt_as(w, w->editor, id), ERR_RULE);
    assert_int_equal(tick(w), 1);
    assert_stage(id, STORE_CANDIDATE, STAGE_TALKS);
    struct svc_move steer = {.practice = text_str(id),
                             .move = MOVE_STEER,
                             .words = TEXT("Vier van de vijf."),
                             .review = date_add_months(calendar_date(w->svc.now), 12)};
    assert_refused(AS(w, b.steering, svc_move(SVC, &steer, ERR)), ERR_RULE);
    assert_reason("talks-over", "too-early");
    days_pass(w, 20);
    assert_refused(AS(w, w->editor, svc_move(SVC, &steer, ERR)), ERR_FORBIDDEN);
    assert_done(AS(w, b.steering, svc_move(SVC, &steer, ERR)));
    assert_stage(id, STORE_ADOPTED, STAGE_BEST_PRACTICE);
    struct svc_heres heres;
    assert_done(AS(w, b.secretaries[0], svc_heres(SVC, text_str(id), &heres, ERR)));
    assert_int_equal(heres.at[0].here, HERE_NOT); /* does not bind who objected */
}

static void test_a_withdrawn_objection_lets_it_pass(void **state)
{
    struct world *w = *state;
    struct boards b = boards_of(w);
    const char *round, *id = in_round(w, ROUND_CONSENT, &round);
    for (int i = 0; i < PARTNERS; i++)
        assert_done(say_as(w, b.secretaries[i], round, b.organisations[i], i ? POSITION_AGREE : POSITION_OBJECT));
    assert_int_equal(tick(w), 1);
    assert_refused(say_as(w, b.secretaries[1], round, b.organisations[1], POSITION_ABSTAIN), ERR_CONFLICT);
    assert_done(say_as(w, b.secretaries[0], round, b.organisations[0], POSITION_RESERVE));
    assert_done(adopt_as(w, w->editor, id));
    assert_stage(id, STORE_ADOPTED, STAGE_BEST_PRACTICE);
}

/* Not before five working days after the last word. */
static void adopts_itself_later(struct world *w, const char *id)
{
    days_pass(w, 4);
    assert_int_equal(tick(w), 0);
    days_pass(w, 8);
    assert_int_equal(tick(w), 1);
    assert_stage(id, STORE_ADOPTED, STAGE_BEST_PRACTICE);
}

/* The five working days in which an editor looks at it begin with the word that made it pass. */
static void test_what_an_objector_says_late_in_the_talks_is_not_adopted_before_an_editor_saw_it(void **state)
{
    struct world *w = *state;
    struct boards b = boards_of(w);
    const char *round, *id = in_round(w, ROUND_CONSENT, &round);
    for (int i = 0; i < PARTNERS; i++)
        assert_done(say_as(w, b.secretaries[i], round, b.organisations[i], i ? POSITION_AGREE : POSITION_OBJECT));
    assert_int_equal(tick(w), 1);
    days_pass(w, 9);
    assert_done(say_as(w, b.secretaries[0], round, b.organisations[0], POSITION_RESERVE));
    days_pass(w, 1);
    assert_int_equal(tick(w), 0);
    assert_done(say_as(w, b.secretaries[0], round, b.organisations[0], POSITION_OBJECT)); /* a slip, mended */
    assert_done(say_as(w, b.secretaries[0], round, b.organisations[0], POSITION_RESERVE));
    adopts_itself_later(w, id);
}

static void test_a_word_changed_after_everybody_spoke_is_not_adopted_before_an_editor_saw_it(void **state)
{
    struct world *w = *state;
    struct boards b = boards_of(w);
    const char *round, *id = in_round(w, ROUND_CONSENT, &round);
    for (int i = 0; i < PARTNERS; i++)
        assert_done(say_as(w, b.secretaries[i], round, b.organisations[i], POSITION_AGREE));
    assert_refused(AS(w, w->editor, svc_round_extend(SVC, text_str(round), ERR)), ERR_CONFLICT); /* for whom? */
    assert_reason("round", "round-over");
    assert_false(round_as(w, w->editor, round).may_extend);
    days_pass(w, 4);
    assert_int_equal(tick(w), 0);
    assert_done(say_as(w, b.secretaries[0], round, b.organisations[0], POSITION_RESERVE));
    adopts_itself_later(w, id);
}

/* It passed, and waits for its date: a board that comes now is too late, and finds no form. */
static void test_after_its_term_a_round_takes_nothing_more(void **state)
{
    struct world *w = *state;
    struct boards b = boards_of(w);
    char token[SVC_LINK_TOKEN_BYTES];
    struct svc_waits_list waits;
    const char *round, *id = in_round(w, ROUND_LIGHT, &round);
    text key = text_str(round), whose = text_str(b.organisations[3]);
    for (int i = 0; i < 3; i++) assert_done(say_as(w, b.secretaries[i], round, b.organisations[i], POSITION_AGREE));
    assert_true(round_as(w, b.secretaries[3], round).voices[3].mine);
    assert_true(round_as(w, b.secretaries[3], round).may_move_to_consent);
    assert_true(round_as(w, w->editor, round).may_extend);
    w->svc.now = round_as(w, w->editor, round).row.ends;
    assert_int_equal(tick(w), 0);
    assert_refused(say_as(w, b.secretaries[3], round, b.organisations[3], POSITION_OBJECT), ERR_CONFLICT);
    assert_reason("position", "round-over");
    assert_refused(say_as(w, b.secretaries[0], round, b.organisations[0], POSITION_OBJECT), ERR_CONFLICT);
    struct svc_position concept = {.round = key, .organisation = whose, .position = POSITION_AGREE};
    assert_refused(AS(w, b.secretaries[3], svc_concept(SVC, &concept, ERR)), ERR_CONFLICT);
    struct date next = date_add_days(calendar_date(w->svc.now), 1);
    assert_refused(AS(w, b.secretaries[3], svc_busy(SVC, key, whose, next, ERR)), ERR_CONFLICT);
    assert_reason("until", "round-over");
    assert_refused(AS(w, b.secretaries[4], svc_round_consent(SVC, key, ERR)), ERR_CONFLICT);
    assert_reason("round", "round-over");
    assert_refused(AS(w, w->editor, svc_round_extend(SVC, key, ERR)), ERR_CONFLICT);
    struct svc_round r = round_as(w, b.secretaries[3], round);
    assert_true(r.over && !r.may_move_to_consent && !r.voices[3].mine && !r.voices[3].prepares);
    assert_false(round_as(w, w->editor, round).may_extend);
    assert_done(AS(w, b.secretaries[3], svc_waiting(SVC, 10, &waits, ERR)));
    assert_int_equal(waits.n, 0);
    assert_done(AS(w, w->admin, svc_person_disable(SVC, text_str(b.secretaries[3]), true, ERR)));
    assert_refused(AS(w, w->editor, svc_position_link(SVC, key, whose, token, ERR)), ERR_CONFLICT);
    assert_reason("organisation", "round-over");
    days_pass(w, 12);
    assert_int_equal(tick(w), 1);
    assert_stage(id, STORE_ADOPTED, STAGE_BEST_PRACTICE);
}

/* The second round of a text that stands is as secret as its first was. */
static void test_the_timeline_of_a_text_that_stands_keeps_the_secret_of_its_new_round(void **state)
{
    struct world *w = *state;
    struct boards b = boards_of(w);
    const char *id = in_second_round(w, &b);
    struct svc_steps steps;
    assert_done(AS(w, w->participant, svc_timeline(SVC, text_str(id), &steps, ERR)));
    size_t told_before = steps.n;
    days_pass(w, 100);
    assert_int_equal(tick(w), 1);
    assert_stage(id, STORE_CANDIDATE, STAGE_DEFERRED);
    assert_done(AS(w, w->participant, svc_timeline(SVC, text_str(id), &steps, ERR)));
    assert_int_equal(steps.n, told_before);
    assert_done(AS(w, b.secretaries[0], svc_timeline(SVC, text_str(id), &steps, ERR)));
    assert_int_equal(steps.n, told_before + 1); /* a board knows */
    assert_done(move_as(w, w->editor, id, MOVE_RESUME, ""));
    assert_done(AS(w, w->participant, svc_timeline(SVC, text_str(id), &steps, ERR)));
    assert_int_equal(steps.n, told_before + 2); /* it is over: that it was put off, and that it goes on */
}

static void test_a_text_that_is_withdrawn_out_of_talks_ends_its_round(void **state)
{
    struct world *w = *state;
    struct boards b = boards_of(w);
    const char *round, *id = in_round(w, ROUND_CONSENT, &round);
    struct store_round row;
    for (int i = 0; i < PARTNERS; i++)
        assert_done(say_as(w, b.secretaries[i], round, b.organisations[i], i ? POSITION_AGREE : POSITION_OBJECT));
    assert_int_equal(tick(w), 1);
    assert_stage(id, STORE_CANDIDATE, STAGE_TALKS);
    assert_done(move_as(w, w->lead, id, MOVE_WITHDRAW, "Wij komen er niet uit."));
    assert_done(store_round_get(w->store, round, w->svc.arena, &row, ERR));
    assert_string_equal(row.state, "ended");
    assert_string_equal(row.outcome, "void");
}

/* Who sees positions is told the day as a day, not as words; who does not is told of a round. */
static void assert_told_of_deferral(struct world *w, const char *board, const char *other, const char *id)
{
    struct svc_practice p;
    struct svc_steps steps;
    struct svc_needed needed;
    struct date day = date_add_days(calendar_date(w->svc.now), stage_small.round.no_dates_days);
    assert_done(AS(w, board, svc_timeline(SVC, text_str(id), &steps, ERR)));
    assert_int_equal(steps.at[0].move, MOVE_DEFER);
    assert_int_equal(date_cmp(steps.at[0].until, day), 0);
    assert_string_equal(steps.at[0].words, "");
    assert_done(AS(w, board, svc_needed(SVC, text_str(id), LINE_CANDIDATE, &needed, ERR)));
    assert_int_equal(needed.due, calendar_term_end(day));
    assert_false(needed.after_talks); /* but by silence */
    assert_done(read_as(w, board, id, &p));
    assert_int_equal(p.until, calendar_term_end(day));
    assert_done(read_as(w, other, id, &p));
    assert_int_equal(p.card.stage, STAGE_IN_ROUND);
    assert_int_not_equal(p.until, calendar_term_end(day));
}

static void test_silence_puts_it_off_and_a_board_asks_for_consent_once(void **state)
{
    struct world *w = *state;
    struct boards b = boards_of(w);
    const char *round, *id = in_round(w, ROUND_LIGHT, &round);
    assert_done(say_as(w, b.secretaries[0], round, b.organisations[0], POSITION_AGREE));
    assert_refused(AS(w, w->participant, svc_round_consent(SVC, text_str(round), ERR)), ERR_FORBIDDEN);
    assert_done(AS(w, b.secretaries[1], svc_round_consent(SVC, text_str(round), ERR)));
    assert_refused(AS(w, b.secretaries[2], svc_round_consent(SVC, text_str(round), ERR)), ERR_CONFLICT);
    days_pass(w, 30);
    assert_int_equal(tick(w), 0); /* the term of three weeks became one of ten */
    days_pass(w, 60);
    assert_int_equal(tick(w), 1);
    assert_stage(id, STORE_CANDIDATE, STAGE_DEFERRED);
    assert_told_of_deferral(w, b.secretaries[1], w->participant, id);
    assert_refused(say_as(w, b.secretaries[1], round, b.organisations[1], POSITION_AGREE), ERR_CONFLICT);
    assert_done(open_round_as(w, w->editor, id, ROUND_CONSENT, PARTNERS));
    assert_stage(id, STORE_CANDIDATE, STAGE_IN_ROUND);
}

static void test_what_passed_is_adopted_by_itself_after_five_working_days(void **state)
{
    struct world *w = *state;
    struct boards b = boards_of(w);
    const char *round, *id = in_round(w, ROUND_LIGHT, &round);
    assert_done(say_as(w, b.secretaries[0], round, b.organisations[0], POSITION_AGREE));
    assert_done(say_as(w, b.secretaries[1], round, b.organisations[1], POSITION_AGREE));
    days_pass(w, 22);
    assert_int_equal(tick(w), 0);
    days_pass(w, 12); /* Easter lies between */
    assert_int_equal(tick(w), 1);
    assert_stage(id, STORE_ADOPTED, STAGE_BEST_PRACTICE);
    struct svc_heres heres;
    assert_done(AS(w, b.secretaries[4], svc_heres(SVC, text_str(id), &heres, ERR)));
    assert_int_equal(heres.at[0].here, HERE_NO_POSITION); /* silent: printed, not bound */
}

/* "huur en consument" is the field of the texts of this world. */
static void law_moves(struct world *w, bool moving)
{
    struct svc_legal_field_put put = {
        .slug = TEXT("huur-en-consument"), .name = TEXT("huur en consument"), .change = true, .moving = moving};
    assert_done(AS(w, w->editor, svc_legal_field_put(SVC, &put, ERR)));
}

static void test_where_the_law_moves_a_text_is_looked_at_after_twelve_months(void **state)
{
    struct world *w = *state;
    struct svc_move_form form;
    struct svc_practice p;
    struct boards b = boards_of(w);
    const char *round, *id = in_round(w, ROUND_LIGHT, &round);
    for (int i = 0; i < 2; i++) assert_done(say_as(w, b.secretaries[i], round, b.organisations[i], POSITION_AGREE));
    text field = TEXT("huur-en-consument");
    struct svc_place place = {
        .practice = text_str(id), .kind = PRACTICE_WERKWIJZE, .legal_fields = &field, .n_legal_fields = 1};
    assert_done(AS(w, w->editor, svc_place(SVC, &place, ERR)));
    days_pass(w, 34);
    struct date today = calendar_date(w->svc.now);
    assert_done(AS(w, w->editor, svc_move_form(SVC, text_str(id), MOVE_ADOPT, 0, &form, ERR)));
    assert_int_equal(date_cmp(form.review, date_add_months(today, 24)), 0);
    law_moves(w, true);
    assert_done(AS(w, w->editor, svc_move_form(SVC, text_str(id), MOVE_ADOPT, 0, &form, ERR)));
    assert_int_equal(date_cmp(form.review, date_add_months(today, 12)), 0);
    assert_int_equal(tick(w), 1); /* the clock takes the same date */
    assert_done(read_as(w, w->editor, id, &p));
    assert_true(p.review_at == calendar_midnight(date_add_months(today, 12)));
}

static size_t waits_for(struct world *w, const char *who, enum svc_wait_for what)
{
    struct svc_waits_list waits;
    size_t n = 0;
    assert_done(AS(w, who, svc_waiting(SVC, 20, &waits, ERR)));
    for (size_t i = 0; i < waits.n; i++) n += waits.at[i].what == what;
    return n;
}

static struct svc_needed needed_as(struct world *w, const char *who, const char *id)
{
    struct svc_needed n;
    assert_done(AS(w, who, svc_needed(SVC, text_str(id), LINE_CANDIDATE, &n, ERR)));
    return n;
}

static kb_time adopted_on(struct world *w, const char *id)
{
    struct svc_practice p;
    assert_done(read_as(w, ANONYMOUS, id, &p));
    return p.card.adopted;
}

static void test_an_adopted_text_comes_due_is_confirmed_or_expires(void **state)
{
    struct world *w = *state;
    struct boards b = boards_of(w);
    kb_time adopted;
    const char *round, *id = in_round(w, ROUND_LIGHT, &round);
    for (int i = 0; i < PARTNERS; i++)
        assert_done(say_as(w, b.secretaries[i], round, b.organisations[i], POSITION_AGREE));
    assert_done(adopt_as(w, w->editor, id));
    adopted = w->svc.now;
    assert_int_equal(waits_for(w, w->lead, SVC_WAIT_REVIEW), 0);
    days_pass(w, 735);
    assert_int_equal(tick(w), 1);
    assert_stage(id, STORE_ADOPTED, STAGE_DUE);
    assert_int_equal(waits_for(w, w->lead, SVC_WAIT_REVIEW), 1); /* though no editor asked */
    assert_int_equal(waits_for(w, w->member, SVC_WAIT_REVIEW), 0);
    struct svc_move confirm = {.practice = text_str(id),
                               .move = MOVE_CONFIRM,
                               .words = TEXT("Wet en nummers nagekeken."),
                               .review = date_add_months(calendar_date(w->svc.now), 12),
                               .told = true};
    assert_refused(AS(w, w->editor, svc_move(SVC, &confirm, ERR)), ERR_RULE);
    assert_reason("lead-agrees", "lead-missing");
    assent_as(w, w->lead, id, SVC_ASSENT_LEAD, "");
    assert_int_equal(waits_for(w, w->lead, SVC_WAIT_REVIEW), 0);
    assert_done(AS(w, w->editor, svc_move(SVC, &confirm, ERR)));
    assert_stage(id, STORE_ADOPTED, STAGE_BEST_PRACTICE);
    assert_int_equal(adopted_on(w, id), adopted); /* a confirmation is no adoption */
    days_pass(w, 370);
    assert_int_equal(tick(w), 1);
    days_pass(w, 95);
    assert_int_equal(tick(w), 1);
    assert_stage(id, STORE_ADOPTED, STAGE_EXPIRED);
    assert_int_equal(adopted_on(w, id), adopted);
    assert_int_equal(waits_for(w, w->lead, SVC_WAIT_REVIEW), 1);
}

/* Adopted by five; gives the practice. */
static const char *adopted_by_all(struct world *w, const struct boards *b)
{
    const char *round, *id = in_round(w, ROUND_CONSENT, &round);
    for (int i = 0; i < PARTNERS; i++)
        assert_done(say_as(w, b->secretaries[i], round, b->organisations[i], POSITION_AGREE));
    assert_done(adopt_as(w, w->editor, id));
    return id;
}

static void test_three_times_no_help_or_a_leaving_organisation_makes_it_due(void **state)
{
    struct world *w = *state;
    struct boards b = boards_of(w);
    const char *id = adopted_by_all(w, &b), *other = adopted_by_all(w, &b);
    days_pass(w, 1);
    assert_done(AS(w, w->participant, svc_use(SVC, text_str(id), SVC_NO_HELP, ERR)));
    assert_done(AS(w, w->member, svc_use(SVC, text_str(id), SVC_NO_HELP, ERR)));
    assert_int_equal(tick(w), 0);
    assert_done(AS(w, w->other, svc_use(SVC, text_str(id), SVC_NO_HELP, ERR)));
    assert_int_equal(tick(w), 1);
    assert_stage(id, STORE_ADOPTED, STAGE_DUE);
    assert_stage(other, STORE_ADOPTED, STAGE_BEST_PRACTICE);
    struct svc_local_put left = {text_str(other), text_str(b.organisations[2]), TEXT("left"), TEXT("Te duur."),
                                 TEXT("")};
    assert_done(AS(w, b.secretaries[2], svc_local_put(SVC, &left, ERR)));
    assert_int_equal(tick(w), 1);
    assert_stage(other, STORE_ADOPTED, STAGE_DUE);
    /* confirmed, it starts again: what was counted before does not count twice */
    assent_as(w, w->lead, id, SVC_ASSENT_LEAD, "");
    struct svc_move confirm = {.practice = text_str(id),
                               .move = MOVE_CONFIRM,
                               .words = TEXT("Alles nagebeld."),
                               .review = date_add_months(calendar_date(w->svc.now), 12),
                               .told = true};
    days_pass(w, 1);
    assert_done(AS(w, w->editor, svc_move(SVC, &confirm, ERR)));
    days_pass(w, 1);
    assert_int_equal(tick(w), 0);
}

static const struct svc_voice *voice(struct world *w, const char *who, const char *round, const char *organisation)
{
    struct svc_round r;
    assert_done(AS(w, who, svc_round(SVC, text_str(round), &r, ERR)));
    const struct svc_voice *voices = r.voices;
    for (size_t i = 0; i < r.n_voices; i++)
        if (!strcmp(voices[i].organisation, organisation)) return voices + i;
    return NULL;
}

static const char *found_for(struct world *w, const char *who, const char *typed)
{
    struct svc_found f = find_as(w, who, typed);
    const char *s = "";
    for (size_t i = 0; i < f.n_hits; i++) s = arena_printf(w->svc.arena, "%s%s ", s, f.hits[i].card.number);
    for (size_t i = 0; i < f.n_counts; i++)
        if (f.counts[i].field == QUERY_ORGANISATION)
            s = arena_printf(w->svc.arena, "%s[%s %zu]", s, f.counts[i].value, f.counts[i].n);
    return s;
}

/* "Geldt dit bij ons?" as a filter: who agreed, joined later, left. */
static void test_for_whom_a_text_holds_is_a_filter_of_search(void **state)
{
    struct world *w = *state;
    struct boards b = boards_of(w);
    const char *round, *id = in_round(w, ROUND_CONSENT, &round);
    for (int i = 0; i < 3; i++) assert_done(say_as(w, b.secretaries[i], round, b.organisations[i], POSITION_AGREE));
    assert_done(say_as(w, b.secretaries[3], round, b.organisations[3], POSITION_RESERVE));
    assert_done(say_as(w, b.secretaries[4], round, b.organisations[4], POSITION_RECUSE));
    world_index(w);
    assert_string_equal(found_for(w, w->participant, "geldt-bij:nova"), "");
    assert_done(adopt_as(w, w->editor, id));
    world_index(w);
    assert_string_equal(found_for(w, w->participant, "geldt-bij:swn"), "2026-001 [hjl 1][nova 1][rvr 1][swn 1]");
    assert_string_equal(found_for(w, w->participant, "geldt-bij:vsan"), "");
    struct svc_local_put left = {text_str(id), text_str(b.organisations[1]), TEXT("left"), TEXT("Te duur."), TEXT("")};
    struct svc_local_put joined = {text_str(id), text_str(b.organisations[4]), TEXT("joined"), TEXT(""), TEXT("")};
    assert_done(AS(w, b.secretaries[1], svc_local_put(SVC, &left, ERR)));
    assert_done(AS(w, b.secretaries[4], svc_local_put(SVC, &joined, ERR)));
    world_index(w);
    assert_string_equal(found_for(w, w->participant, "geldt-bij:nova"), "");
    assert_string_equal(found_for(w, w->participant, "geldt-bij:vsan"), "2026-001 [hjl 1][rvr 1][swn 1][vsan 1]");
}

static struct svc_similar similar_as(struct world *w, const char *who, const char *title, const char *besides)
{
    struct svc_similar out;
    assert_done(AS(w, who, svc_similar(SVC, text_str(title), text_str(besides), &out, ERR)));
    return out;
}

/* "Bestaat dit al?": what ended is told with its reason; what one may not read is not told; a text is not like itself.
 */
static void test_a_new_text_is_told_what_exists_already(void **state)
{
    struct world *w = *state;
    const char *id = full_draft(w);
    world_index(w);
    assert_int_equal(similar_as(w, w->other, "Huurverhoging", "").n, 0);
    assert_done(submit_as(w, w->lead, id));
    assert_done(move_as(w, w->editor, id, MOVE_ACCEPT, ""));
    world_index(w);
    struct svc_similar open = similar_as(w, w->other, "De huurverhogingen", "");
    assert_int_equal(open.n, 1);
    assert_string_equal(open.cards[0].id, id);
    assert_string_equal(open.reasons[0], "");
    assert_int_equal(similar_as(w, w->other, "De huurverhogingen", id).n, 0);
    assert_int_equal(similar_as(w, w->other, " ", "").n, 0);
    assert_done(move_as(w, w->lead, id, MOVE_WITHDRAW, "Er staat al een betere tekst."));
    world_index(w);
    struct svc_similar ended = similar_as(w, w->other, "Huurverhoging", "");
    assert_int_equal(ended.n, 1);
    assert_int_equal(ended.cards[0].stage, STAGE_WITHDRAWN);
    assert_string_equal(ended.reasons[0], "Er staat al een betere tekst.");
}

/* "Meer zoals dit": only what this reader may read, standing, and never the text itself. */
static void test_more_like_a_text_is_what_the_reader_may_read_and_stands(void **state)
{
    struct world *w = *state;
    const char *id = full_draft(w), *twin = full_draft(w);
    struct svc_cards more;
    struct svc_card card = {.id = id, .title = "Huurverhoging", .brief = "Controleer de brief."};
    assert_done(submit_as(w, w->lead, id));
    assert_done(move_as(w, w->editor, id, MOVE_ACCEPT, ""));
    world_index(w);
    assert_done(AS(w, w->other, svc_more_like(SVC, &card, &more, ERR)));
    assert_int_equal(more.n, 0); /* the other one is a draft of the group */
    assert_done(submit_as(w, w->lead, twin));
    assert_done(move_as(w, w->editor, twin, MOVE_ACCEPT, ""));
    world_index(w);
    assert_done(AS(w, w->other, svc_more_like(SVC, &card, &more, ERR)));
    assert_int_equal(more.n, 1);
    assert_string_equal(more.at[0].id, twin);
    assert_done(move_as(w, w->lead, twin, MOVE_WITHDRAW, "Er staat al een betere tekst."));
    world_index(w);
    assert_done(AS(w, w->other, svc_more_like(SVC, &card, &more, ERR)));
    assert_int_equal(more.n, 0);
}

static void test_a_yes_to_the_text_before_is_offered_but_never_taken_by_itself(void **state)
{
    struct world *w = *state;
    struct boards b = boards_of(w);
    const char *round, *id = in_round(w, ROUND_CONSENT, &round), *again;
    assert_done(say_as(w, b.secretaries[0], round, b.organisations[0], POSITION_AGREE));
    assert_done(say_as(w, b.secretaries[1], round, b.organisations[1], POSITION_RESERVE));
    assert_done(say_as(w, b.secretaries[2], round, b.organisations[2], POSITION_OBJECT));
    for (int i = 3; i < PARTNERS; i++)
        assert_done(say_as(w, b.secretaries[i], round, b.organisations[i], POSITION_AGREE));
    assert_int_equal(voice(w, b.secretaries[0], round, b.organisations[0])->earlier, POSITION_NONE);
    days_pass(w, 1);
    struct svc_move talk = {.practice = text_str(id),
                            .move = MOVE_TALK,
                            .until = round_talks_until(&round_terms_default, calendar_date(w->svc.now))};
    assert_done(AS(w, w->editor, svc_move(SVC, &talk, ERR)));
    const char *revision;
    struct svc_draft draft = draft_of(w, "Huurverhoging", "Controleer de brief.", "Bel eerst. Schrijf dan.");
    int64_t version;
    assert_done(save_as(w, w->lead, id, working_version(w, w->lead, id), draft, &version));
    assert_done(move_as(w, w->editor, id, MOVE_CHANGE_TEXT, ""));
    assert_done(publish_as(w, w->lead, id, version, &revision));
    assent_as(w, w->editor, id, SVC_ASSENT_CHECK, "Een huuradvocaat");
    days_pass(w, 1);
    assert_done(open_round_as(w, w->editor, id, ROUND_CONSENT, PARTNERS));
    struct store_round row;
    assert_done(store_round_latest(w->store, id, w->svc.arena, &row, ERR));
    again = row.id;
    const struct svc_voice *yes = voice(w, b.secretaries[0], again, b.organisations[0]);
    assert_int_equal(yes->position, POSITION_NONE);
    assert_int_equal(yes->earlier, POSITION_AGREE);
    assert_int_equal(yes->earlier_version, 1);
    const struct svc_voice *but = voice(w, b.secretaries[1], again, b.organisations[1]);
    assert_int_equal(but->earlier, POSITION_RESERVE);
    assert_string_equal(but->earlier_said.said, "De termijn is te kort.");
    /* who was against it reads again what had to change */
    const struct svc_voice *no = voice(w, b.secretaries[2], again, b.organisations[2]);
    assert_int_equal(no->earlier, POSITION_OBJECT);
    assert_string_equal(no->earlier_said.lift, "Maak er twee weken van.");
    /* of another organisation nobody is offered anything */
    assert_int_equal(voice(w, b.secretaries[0], again, b.organisations[1])->earlier, POSITION_NONE);
}

/* Another title, another brief, another version. */
static void publish_newer(struct world *w, const char *id)
{
    int64_t version;
    const char *newer;
    struct svc_draft draft = draft_of(w, "Heel andere titel", "Doe nu iets anders.", "Bel nooit.");
    assert_done(save_as(w, w->lead, id, working_version(w, w->lead, id), draft, &version));
    assert_done(publish_as(w, w->lead, id, version, &newer));
}

static void test_a_round_shows_the_text_that_was_put_to_the_boards_and_no_newer_one(void **state)
{
    struct world *w = *state;
    struct boards b = boards_of(w);
    const char *round, *id = in_round(w, ROUND_CONSENT, &round);
    struct svc_waits_list waits;
    for (int i = 1; i < PARTNERS; i++)
        assert_done(say_as(w, b.secretaries[i], round, b.organisations[i], i > 1 ? POSITION_AGREE : POSITION_OBJECT));
    assert_string_equal(round_as(w, b.secretaries[0], round).card.href, "/s/2026-001");
    days_pass(w, 100);
    assert_int_equal(tick(w), 1);
    assert_stage(id, STORE_CANDIDATE, STAGE_TALKS);
    assert_done(move_as(w, w->editor, id, MOVE_CHANGE_TEXT, ""));
    publish_newer(w, id);
    struct svc_round r = round_as(w, w->participant, round); /* when it is over it is still about that text */
    assert_string_equal(r.card.title, "Huurverhoging");
    assert_string_equal(r.card.brief, "Controleer de brief.");
    assert_string_equal(r.card.href, "/s/2026-001/versie/1");
    assert_int_equal(r.version, 1);
    assent_as(w, w->editor, id, SVC_ASSENT_CHECK, "Een huuradvocaat");
    days_pass(w, 1);
    assert_done(open_round_as(w, w->editor, id, ROUND_CONSENT, PARTNERS));
    assert_done(AS(w, b.secretaries[0], svc_waiting(SVC, 10, &waits, ERR)));
    assert_string_equal(waits.at[0].card.title, "Heel andere titel"); /* the next round is about the next text */
}

/* A board reads what becomes different for its people, and not what its people never had. */
static void test_a_round_on_a_new_version_leads_to_what_changed_since_the_text_that_stands(void **state)
{
    struct world *w = *state;
    struct boards b = boards_of(w);
    const char *first, *id = in_round(w, ROUND_CONSENT, &first);
    struct store_round second;
    assert_null(round_as(w, b.secretaries[0], first).from_version_href);
    for (int i = 0; i < PARTNERS; i++)
        assert_done(say_as(w, b.secretaries[i], first, b.organisations[i], POSITION_AGREE));
    assert_done(adopt_as(w, w->editor, id));
    assert_done(AS(w, w->lead, svc_revise(SVC, text_str(id), ERR)));
    publish_newer(w, id);
    struct svc_round r = round_as(w, b.secretaries[0], first);
    assert_string_equal(r.card.title, "Huurverhoging");
    assert_string_equal(r.card.href, "/s/2026-001"); /* it stands */
    assert_null(r.from_version_href);
    assent_as(w, w->editor, id, SVC_ASSENT_CHECK, "Een huuradvocaat");
    days_pass(w, 8);
    assert_done(open_round_as(w, w->editor, id, ROUND_CONSENT, PARTNERS));
    assert_done(store_round_latest(w->store, id, w->svc.arena, &second, ERR));
    r = round_as(w, b.secretaries[0], second.id);
    assert_string_equal(r.card.title, "Heel andere titel");
    assert_string_equal(r.card.href, "/s/2026-001/op-weg");
    assert_string_equal(r.from_version_href, "/s/2026-001/verschil?van=1&tot=2");
}

/* In round nobody writes: the round is closed first, and the text that it was closed for comes after it. */
static void test_a_running_round_is_closed_for_a_new_text_and_the_next_one_waits_for_it(void **state)
{
    struct world *w = *state;
    boards_of(w);
    const char *round, *revision, *id = in_round(w, ROUND_CONSENT, &round);
    struct store_round row;
    struct svc_needed needed;
    int64_t version;
    assert_done(move_as(w, w->editor, id, MOVE_CHANGE_TEXT, ""));
    assert_stage(id, STORE_CANDIDATE, STAGE_RECOMMENDATION);
    assert_done(store_round_get(w->store, round, w->svc.arena, &row, ERR));
    assert_string_equal(row.state, "ended");
    assert_done(AS(w, w->lead, svc_needed(SVC, text_str(id), LINE_CANDIDATE, &needed, ERR)));
    assert_int_equal(needed.n_missing, 1); /* the group reads what is waited for */
    assert_string_equal(needed.missing[0].reason, "no-new-revision");
    assert_refused(open_round_as(w, w->editor, id, ROUND_CONSENT, PARTNERS), ERR_RULE);
    assert_reason("new-revision", "no-new-revision");
    struct svc_draft draft = draft_of(w, "Huurverhoging", "Controleer de brief.", "Bel eerst. Schrijf dan.");
    assert_done(save_as(w, w->member, id, working_version(w, w->member, id), draft, &version));
    assert_done(publish_as(w, w->member, id, version, &revision));
    assert_done(open_round_as(w, w->editor, id, ROUND_CONSENT, PARTNERS));
    assert_done(store_round_latest(w->store, id, w->svc.arena, &row, ERR));
    assert_string_equal(row.revision, revision);
}

/* What the group writes during the talks is not what the boards said yes to. */
static void test_what_was_decided_on_is_what_stands(void **state)
{
    struct world *w = *state;
    struct boards b = boards_of(w);
    const char *round, *id = in_round(w, ROUND_CONSENT, &round);
    struct store_round frozen;
    struct store_practice row;
    int64_t version;
    assert_done(store_round_latest(w->store, id, w->svc.arena, &frozen, ERR));
    for (int i = 0; i < PARTNERS; i++)
        assert_done(say_as(w, b.secretaries[i], round, b.organisations[i], i ? POSITION_AGREE : POSITION_OBJECT));
    assert_int_equal(tick(w), 1);
    assert_stage(id, STORE_CANDIDATE, STAGE_TALKS);
    struct svc_draft draft = draft_of(w, "Huurverhoging", "Controleer de brief.", "Bel eerst. Schrijf dan.");
    assert_done(save_as(w, w->lead, id, working_version(w, w->lead, id), draft, &version));
    assert_done(say_as(w, b.secretaries[0], round, b.organisations[0], POSITION_AGREE));
    assert_done(adopt_as(w, w->editor, id));
    assert_done(store_practice_get(w->store, id, w->svc.arena, &row, ERR));
    assert_string_equal(row.lines[STORE_ADOPTED].revision, frozen.revision);
}

static void test_a_text_is_put_off_to_a_day_that_comes(void **state)
{
    struct world *w = *state;
    struct boards b = boards_of(w);
    const char *round, *id = in_round(w, ROUND_CONSENT, &round);
    for (int p = 0; p < PARTNERS; p++)
        assert_done(say_as(w, b.secretaries[p], round, b.organisations[p], p ? POSITION_AGREE : POSITION_OBJECT));
    assert_int_equal(tick(w), 1);
    struct svc_move defer = {.practice = text_str(id), .move = MOVE_DEFER, .until = {2020, 1, 1}};
    assert_refused(AS(w, w->editor, svc_move(SVC, &defer, ERR)), ERR_INVALID);
    assert_reason("until", "in-past");
    defer.until = date_add_days(calendar_date(w->svc.now), -1);
    assert_refused(AS(w, w->editor, svc_move(SVC, &defer, ERR)), ERR_INVALID);
    defer.until = date_add_days(defer.until, 1);
    assert_done(AS(w, w->editor, svc_move(SVC, &defer, ERR)));
}

static void test_after_a_new_version_that_ended_the_next_can_be_begun(void **state)
{
    struct world *w = *state;
    struct boards b = boards_of(w);
    const char *id = adopted_by_all(w, &b);
    struct svc_practice p;
    assert_done(AS(w, w->lead, svc_revise(SVC, text_str(id), ERR)));
    assert_done(read_as(w, w->lead, id, &p));
    assert_false(p.may.revise);
    assert_done(move_as(w, w->lead, id, MOVE_WITHDRAW, "Toch niet."));
    assert_done(read_as(w, w->lead, id, &p));
    assert_true(p.may.revise);
    assert_done(AS(w, w->lead, svc_revise(SVC, text_str(id), ERR)));
}

static void test_a_new_text_for_what_stands_leaves_it_valid_until_adopted(void **state)
{
    struct world *w = *state;
    struct boards b = boards_of(w);
    const char *round, *id = in_round(w, ROUND_LIGHT, &round);
    for (int i = 0; i < PARTNERS; i++)
        assert_done(say_as(w, b.secretaries[i], round, b.organisations[i], POSITION_AGREE));
    assert_done(adopt_as(w, w->editor, id));
    assert_done(AS(w, w->lead, svc_revise(SVC, text_str(id), ERR)));
    assert_stage(id, STORE_CANDIDATE, STAGE_RECOMMENDATION);
    assert_stage(id, STORE_ADOPTED, STAGE_BEST_PRACTICE);
    assert_refused(open_round_as(w, w->editor, id, ROUND_LIGHT, PARTNERS), ERR_RULE);
    assert_reason("revision-checked", "not-checked");
}

static bool is_offered(struct world *w, const char *who, const char *id, enum stage_move move)
{
    struct svc_open_moves moves;
    assert_done(AS(w, who, svc_moves(SVC, text_str(id), &moves, ERR)));
    for (size_t i = 0; i < moves.n; i++)
        if (moves.at[i].move == move) return true;
    return false;
}

static void test_what_was_decided_here_offers_no_step_that_is_about_an_import(void **state)
{
    struct world *w = *state;
    struct boards b = boards_of(w);
    const char *decided = adopted_by_all(w, &b), *outside = adopted(w, "Ontruiming", "Bel nu.");
    struct svc_move_form form;
    assert_false(is_offered(w, w->editor, decided, MOVE_CONFIRM_IMPORT));
    assert_false(is_offered(w, b.secretaries[0], decided, MOVE_ASK_ROUND));
    assert_true(is_offered(w, w->editor, decided, MOVE_TRIGGER));
    assert_true(is_offered(w, w->editor, outside, MOVE_CONFIRM_IMPORT));
    assert_true(is_offered(w, b.secretaries[0], outside, MOVE_ASK_ROUND));
    /* who comes there by an old address is told why not */
    assert_refused(AS(w, w->editor, svc_move_form(SVC, text_str(decided), MOVE_CONFIRM_IMPORT, 0, &form, ERR)),
                   ERR_RULE);
    assert_reason("confirm-import", "already-confirmed");
}

static void test_a_step_that_misses_what_people_can_do_stays_offered(void **state)
{
    struct world *w = *state;
    const char *id = a_proposal(w);
    assert_true(is_offered(w, w->editor, id, MOVE_RECOMMEND)); /* too early, and the lead did not agree */
}

/* What this actor is told of an assent; empty when it is nothing. */
static struct svc_assent assent_of(struct world *w, const char *who, const char *id, enum svc_assent_kind kind)
{
    struct svc_assents all;
    assert_done(AS(w, who, svc_assents(SVC, text_str(id), &all, ERR)));
    for (size_t i = 0; i < all.n; i++)
        if (all.at[i].kind == kind) return all.at[i];
    return (struct svc_assent){.words = ""};
}

static void test_a_check_of_an_older_version_counts_as_none_and_can_be_given_again(void **state)
{
    struct world *w = *state;
    const char *id = a_proposal(w);
    assent_as(w, w->editor, id, SVC_ASSENT_CHECK, "Een huuradvocaat");
    assert_false(assent_of(w, w->editor, id, SVC_ASSENT_CHECK).may_give);
    publish_newer(w, id);
    struct svc_assent check = assent_of(w, w->editor, id, SVC_ASSENT_CHECK);
    assert_true(check.may_give);
    assert_int_equal(check.given, 0);
    assert_string_equal(check.words, "");
    assert_int_equal(assent_of(w, w->lead, id, SVC_ASSENT_CHECK).given, 0);
    days_pass(w, 1);
    assent_as(w, w->editor, id, SVC_ASSENT_CHECK, "Een schuldhulpverlener");
    check = assent_of(w, w->lead, id, SVC_ASSENT_CHECK);
    assert_int_equal(check.given, w->svc.now);
    assert_string_equal(check.words, "Een schuldhulpverlener");
}

static const char *revision_of(struct world *w, const char *id, enum store_line_name line)
{
    struct store_practice row;
    assert_done(store_practice_get(w->store, id, w->svc.arena, &row, ERR));
    return row.lines[line].revision;
}

static err_code give_on(struct world *w, const char *who, const char *id, enum svc_assent_kind kind,
                        const char *revision)
{
    return AS(w, who, svc_assent_give(SVC, text_str(id), kind, text_str(revision), TEXT("Een huuradvocaat"), ERR));
}

static void test_a_yes_is_given_to_the_text_that_was_read(void **state)
{
    struct world *w = *state;
    const char *id = a_proposal(w), *read = revision_of(w, id, STORE_CANDIDATE);
    publish_newer(w, id);
    assert_refused(give_on(w, w->lead, id, SVC_ASSENT_LEAD, read), ERR_CONFLICT);
    assert_reason("revision", "changed-since");
    assert_refused(give_on(w, w->editor, id, SVC_ASSENT_CHECK, read), ERR_CONFLICT);
    assert_int_equal(assent_of(w, w->lead, id, SVC_ASSENT_LEAD).given, 0);
    assert_int_equal(assent_of(w, w->editor, id, SVC_ASSENT_CHECK).given, 0);
    read = revision_of(w, id, STORE_CANDIDATE);
    assert_done(give_on(w, w->lead, id, SVC_ASSENT_LEAD, read));
    assert_done(give_on(w, w->editor, id, SVC_ASSENT_CHECK, read));
}

static void test_a_yes_of_the_lead_is_none_to_a_newer_version_and_can_be_asked_again(void **state)
{
    struct world *w = *state;
    const char *id = a_proposal(w);
    days_pass(w, 8);
    assert_done(AS(w, w->editor, svc_assent_ask(SVC, text_str(id), SVC_ASSENT_LEAD, TEXT(""), ERR)));
    assent_as(w, w->lead, id, SVC_ASSENT_LEAD, "");
    assent_as(w, w->lead, id, SVC_ASSENT_NOT_TRIED, "");
    text read = text_str(revision_of(w, id, STORE_CANDIDATE));
    publish_newer(w, id);
    assent_as(w, w->editor, id, SVC_ASSENT_CHECK, "Een huuradvocaat");
    assert_refused(move_as(w, w->editor, id, MOVE_RECOMMEND, "Kan dit overal zo?"), ERR_RULE);
    assert_reason("lead-agrees", "lead-missing"); /* that nobody tried it yet is as true as before */
    assert_int_equal(w->err.n_items, 1);
    assert_true(assent_of(w, w->editor, id, SVC_ASSENT_LEAD).may_ask);
    assert_true(assent_of(w, w->lead, id, SVC_ASSENT_LEAD).may_give);
    assert_refused(AS(w, w->editor, svc_assent_ask(SVC, text_str(id), SVC_ASSENT_LEAD, read, ERR)), ERR_CONFLICT);
    assert_reason("revision", "changed-since");
    assert_done(AS(w, w->editor, svc_assent_ask(SVC, text_str(id), SVC_ASSENT_LEAD, TEXT(""), ERR)));
    assert_int_equal(waits_for(w, w->lead, SVC_WAIT_LEAD), 1);
    assert_int_equal(assent_of(w, w->lead, id, SVC_ASSENT_LEAD).asked, w->svc.now);
    assent_as(w, w->lead, id, SVC_ASSENT_LEAD, "");
    assert_done(move_as(w, w->editor, id, MOVE_RECOMMEND, "Kan dit overal zo?"));
}

/* Whoever asks on a page that is older than the answer. */
static void test_asking_takes_no_yes_back(void **state)
{
    struct world *w = *state;
    const char *id = a_proposal(w);
    assent_as(w, w->lead, id, SVC_ASSENT_LEAD, "");
    kb_time given = w->svc.now;
    days_pass(w, 1);
    assert_refused(AS(w, w->editor, svc_assent_ask(SVC, text_str(id), SVC_ASSENT_LEAD, TEXT(""), ERR)), ERR_CONFLICT);
    assert_int_equal(assent_of(w, w->editor, id, SVC_ASSENT_LEAD).given, given);
    assert_int_equal(waits_for(w, w->lead, SVC_WAIT_LEAD), 0);
}

static void test_that_it_is_still_right_is_said_of_the_text_with_its_spelling_mended_too(void **state)
{
    struct world *w = *state;
    struct boards b = boards_of(w);
    const char *id = adopted_by_all(w, &b), *read = revision_of(w, id, STORE_ADOPTED);
    assert_done(move_as(w, w->editor, id, MOVE_TRIGGER, "De wet verandert."));
    assert_done(give_on(w, w->lead, id, SVC_ASSENT_LEAD, read));
    mend_spelling(w, id);
    assert_string_not_equal(revision_of(w, id, STORE_ADOPTED), read);
    struct svc_move confirm = {.practice = text_str(id),
                               .move = MOVE_CONFIRM,
                               .words = TEXT("Wet en nummers nagekeken."),
                               .review = date_add_months(calendar_date(w->svc.now), 12),
                               .told = true};
    assert_done(AS(w, w->editor, svc_move(SVC, &confirm, ERR)));
}

static bool is_asked_promise(struct world *w, const char *who, const char *id)
{
    struct svc_assents all;
    assert_done(AS(w, who, svc_assents(SVC, text_str(id), &all, ERR)));
    for (size_t i = 0; i < all.n; i++)
        if (all.at[i].kind == SVC_ASSENT_PROMISE) return true;
    return false;
}

static void test_a_promise_is_asked_of_the_lead_only_when_the_outcome_hangs_on_it(void **state)
{
    struct world *w = *state;
    struct boards b = boards_of(w);
    const char *round, *id = in_round(w, ROUND_CONSENT, &round);
    assert_false(is_asked_promise(w, w->lead, id));
    assert_done(say_as(w, b.secretaries[0], round, b.organisations[0], POSITION_OBJECT));
    assert_false(is_asked_promise(w, w->lead, id)); /* one is talked about */
    assert_refused(AS(w, w->lead, svc_assent_give(SVC, text_str(id), SVC_ASSENT_PROMISE, TEXT(""), TEXT(""), ERR)),
                   ERR_FORBIDDEN);
    assert_done(say_as(w, b.secretaries[1], round, b.organisations[1], POSITION_OBJECT));
    assert_true(is_asked_promise(w, w->lead, id));
    assert_done(AS(w, w->editor, svc_assent_ask(SVC, text_str(id), SVC_ASSENT_PROMISE, TEXT(""), ERR)));
    assert_int_equal(waits_for(w, w->lead, SVC_WAIT_LEAD), 1);
    /* a member sees no positions, and so no promise either */
    assert_false(is_asked_promise(w, w->member, id));
    assent_as(w, w->lead, id, SVC_ASSENT_PROMISE, "");
    assert_false(is_asked_promise(w, w->member, id));
    assert_int_equal(waits_for(w, w->lead, SVC_WAIT_LEAD), 0);
    for (int i = 2; i < PARTNERS; i++)
        assert_done(say_as(w, b.secretaries[i], round, b.organisations[i], POSITION_AGREE));
    assert_int_equal(tick(w), 1);
    assert_stage(id, STORE_CANDIDATE, STAGE_RECOMMENDATION); /* reworked, as promised */
}

/* Two organisations are against it: the last word is the lead's, and they have five working days for it. */
static const char *twice_objected(struct world *w, const struct boards *b, const char **round)
{
    const char *id = in_round(w, ROUND_CONSENT, round);
    for (int p = 0; p < PARTNERS; p++) {
        enum round_position said = p == 0 || p == PARTNERS - 1 ? POSITION_OBJECT : POSITION_AGREE;
        assert_done(say_as(w, b->secretaries[p], *round, b->organisations[p], said));
    }
    return id;
}

static void test_the_clock_asks_the_lead_for_a_promise_before_it_rejects(void **state)
{
    struct world *w = *state;
    struct boards b = boards_of(w);
    const char *round, *id = twice_objected(w, &b, &round), *before = told(w, w->participant, id);
    for (int i = 0; i < 2; i++) assert_int_equal(tick(w), 0);
    assert_stage(id, STORE_CANDIDATE, STAGE_IN_ROUND);
    assert_int_equal(waits_for(w, w->lead, SVC_WAIT_LEAD), 1); /* though no editor asked */
    assert_string_equal(told(w, w->participant, id), before);
    days_pass(w, 4);
    assert_int_equal(tick(w), 0);
    assent_as(w, w->lead, id, SVC_ASSENT_PROMISE, "");
    assert_int_equal(tick(w), 1);
    assert_stage(id, STORE_CANDIDATE, STAGE_RECOMMENDATION);
}

/* Reworked on the promise of a new version, which the boards read next: not the text that two of them are against. */
static void test_what_was_reworked_waits_for_the_version_that_the_lead_promised(void **state)
{
    struct world *w = *state;
    struct boards b = boards_of(w);
    const char *round, *id = twice_objected(w, &b, &round);
    struct svc_desk desk;
    assent_as(w, w->lead, id, SVC_ASSENT_PROMISE, "");
    days_pass(w, 1);
    assert_int_equal(tick(w), 1);
    assert_stage(id, STORE_CANDIDATE, STAGE_RECOMMENDATION);
    kb_time until = calendar_term_end(calendar_add_working_days(calendar_date(w->svc.now), 10));
    assert_refused(open_round_as(w, w->editor, id, ROUND_CONSENT, PARTNERS), ERR_RULE);
    assert_reason("new-revision", "no-new-revision");
    for (int late = 0; late < 2; late++) { /* when the day has passed the text is still asked for */
        struct svc_needed n = needed_as(w, w->lead, id), reader = needed_as(w, w->participant, id);
        assert_true(n.awaits_text && n.due == until);
        assert_true(reader.awaits_text && reader.due == until);
        assert_int_equal(waits_for(w, w->lead, SVC_WAIT_TEXT), 1);
        assert_int_equal(waits_for(w, w->member, SVC_WAIT_TEXT), 0);
        assert_done(AS(w, w->editor, svc_desk(SVC, &(struct svc_desk_ask){0}, &desk, ERR)));
        assert_int_equal(desk.n, 1);
        assert_int_equal(desk.at[0].waits, SVC_WAITS_GROUP);
        assert_true(desk.at[0].due == until && desk.at[0].late == late);
        days_pass(w, 30);
    }
    assert_refused(open_round_as(w, w->editor, id, ROUND_CONSENT, PARTNERS), ERR_RULE);
    publish_newer(w, id);
    assert_string_equal(last_change(w, id), "practice.publish for=round");
    assert_false(needed_as(w, w->lead, id).awaits_text);
    assert_int_equal(waits_for(w, w->lead, SVC_WAIT_TEXT), 0);
    kb_time open = calendar_term_end(calendar_add_working_days(calendar_date(w->svc.now), 10));
    assert_done(AS(w, w->editor, svc_desk(SVC, &(struct svc_desk_ask){0}, &desk, ERR)));
    assert_true(desk.at[0].due == open && !desk.at[0].late); /* the editor's days begin when it came */
    assert_done(open_round_as(w, w->editor, id, ROUND_CONSENT, PARTNERS));
}

/* Too few plain yes: nobody promised anything, and so the lead has no day. For editors it is late when a text that
 * was sent back is. */
static void test_what_was_reworked_without_a_promise_waits_without_a_day(void **state)
{
    struct svc_desk desk;
    struct world *w = *state;
    struct boards b = boards_of(w);
    const char *round, *id = in_round(w, ROUND_CONSENT, &round);
    for (int p = 0; p < PARTNERS; p++)
        assert_done(say_as(w, b.secretaries[p], round, b.organisations[p], POSITION_RESERVE));
    assert_int_equal(tick(w), 1);
    assert_stage(id, STORE_CANDIDATE, STAGE_RECOMMENDATION);
    struct svc_needed n = needed_as(w, w->lead, id);
    assert_true(n.awaits_text);
    assert_int_equal(n.due, 0);
    assert_int_equal(waits_for(w, w->lead, SVC_WAIT_TEXT), 1);
    assert_refused(open_round_as(w, w->editor, id, ROUND_CONSENT, PARTNERS), ERR_RULE);
    assert_reason("new-revision", "no-new-revision");
    kb_time warned = calendar_term_end(date_add_days(calendar_date(w->svc.now), 60));
    for (int late = 0; late < 2; late++) {
        assert_done(AS(w, w->editor, svc_desk(SVC, &(struct svc_desk_ask){0}, &desk, ERR)));
        assert_int_equal(desk.at[0].waits, SVC_WAITS_GROUP);
        assert_true(desk.at[0].due == warned && desk.at[0].late == late);
        days_pass(w, 61);
    }
}

static void test_what_the_clock_rejects_says_why(void **state)
{
    struct world *w = *state;
    struct boards b = boards_of(w);
    const char *round, *id = twice_objected(w, &b, &round);
    struct svc_practice p;
    struct svc_round r;
    tick(w);
    days_pass(w, 14);
    assert_int_equal(tick(w), 1);
    assert_stage(id, STORE_CANDIDATE, STAGE_REJECTED);
    assert_done(read_as(w, w->participant, id, &p));
    assert_string_equal(p.reason, "objections");
    assert_done(AS(w, w->participant, svc_round(SVC, text_str(round), &r, ERR)));
    assert_string_equal(r.row.outcome_text, "objections");
}

/* The outcome is as old as the last word: a second organisation that joins late leaves the lead as much time. */
static void test_an_objection_that_is_supported_in_talks_leaves_the_lead_the_same_time(void **state)
{
    struct world *w = *state;
    struct boards b = boards_of(w);
    const char *round, *id = in_round(w, ROUND_CONSENT, &round);
    for (int p = 0; p < PARTNERS; p++)
        assert_done(say_as(w, b.secretaries[p], round, b.organisations[p], p ? POSITION_AGREE : POSITION_OBJECT));
    assert_int_equal(tick(w), 1);
    assert_stage(id, STORE_CANDIDATE, STAGE_TALKS);
    days_pass(w, 9);
    assert_done(say_as(w, b.secretaries[1], round, b.organisations[1], POSITION_OBJECT));
    assert_int_equal(tick(w), 0);
    assert_stage(id, STORE_CANDIDATE, STAGE_TALKS);
    days_pass(w, 14);
    assert_int_equal(tick(w), 1);
    assert_stage(id, STORE_CANDIDATE, STAGE_REJECTED);
}

/* Talks are with who objects: a supporter joins an objection that stands, and begins none. A board that objected before
 * the talks, and took that back, is none of them. */
static void test_in_talks_nobody_else_objects_anew_when_the_objection_is_gone(void **state)
{
    struct world *w = *state;
    struct boards b = boards_of(w);
    const char *round, *id = in_round(w, ROUND_CONSENT, &round);
    assert_done(say_as(w, b.secretaries[2], round, b.organisations[2], POSITION_OBJECT));
    days_pass(w, 1);
    for (int p = 0; p < PARTNERS; p++)
        assert_done(say_as(w, b.secretaries[p], round, b.organisations[p], p ? POSITION_AGREE : POSITION_OBJECT));
    assert_int_equal(tick(w), 1);
    assert_stage(id, STORE_CANDIDATE, STAGE_TALKS);
    struct svc_round r = round_as(w, b.secretaries[1], round);
    assert_true(r.voices[1].mine);
    assert_int_equal(r.voices[1].takes, 1U << POSITION_OBJECT);
    days_pass(w, 9);
    assert_done(say_as(w, b.secretaries[0], round, b.organisations[0], POSITION_RESERVE));
    for (int p = 1; p < PARTNERS; p++) {
        r = round_as(w, b.secretaries[p], round);
        assert_false(r.voices[p].mine); /* the page offers nothing */
        assert_true(r.voices[p].papers && !r.voices[0].papers);
        assert_int_equal(r.voices[p].takes, 0);
        assert_refused(say_as(w, b.secretaries[p], round, b.organisations[p], POSITION_OBJECT), ERR_CONFLICT);
        assert_reason("position", "talks-of-others");
    }
    r = round_as(w, b.secretaries[0], round);
    assert_int_equal(r.voices[0].takes, 1U << POSITION_OBJECT); /* a slip can be mended */
    assert_done(adopt_as(w, w->editor, id));
    assert_false(round_as(w, b.secretaries[0], round).voices[0].papers);
}

static void test_what_was_adopted_elsewhere_is_a_list_of_the_desk_until_it_is_confirmed(void **state)
{
    struct world *w = *state;
    struct svc_desk desk;
    struct svc_desk_ask all = {0}, unconfirmed = {.unconfirmed = true},
                        mine = {.unconfirmed = true, .editor = text_str(w->editor)};
    const char *id = adopted(w, "Huurverhoging", "Bel de verhuurder."), *gone = adopted(w, "Ontruiming", "Bel nu.");
    a_proposal(w);
    assert_done(AS(w, w->editor, svc_desk(SVC, &unconfirmed, &desk, ERR)));
    assert_int_equal(desk.n, 2);
    assert_int_equal(desk.unconfirmed, 2);
    assert_done(confirm_import_as(w, w->editor, id, 1));
    assert_done(AS(w, w->editor, svc_desk(SVC, &all, &desk, ERR)));
    assert_int_equal(desk.n, 1); /* the proposal */
    assert_int_equal(desk.unconfirmed, 1);
    assert_done(AS(w, w->editor, svc_desk(SVC, &mine, &desk, ERR)));
    assert_int_equal(desk.n, 0);
    assert_done(AS(w, w->editor, svc_desk_take(SVC, text_str(gone), ERR)));
    assert_done(AS(w, w->editor, svc_desk(SVC, &mine, &desk, ERR)));
    assert_int_equal(desk.n, 1);
    assert_string_equal(desk.at[0].card.id, gone);
}

static enum round_here here_of(struct world *w, const char *id, const char *organisation, const char **said)
{
    struct svc_heres heres;
    assert_done(AS(w, w->participant, svc_heres(SVC, text_str(id), &heres, ERR)));
    for (size_t i = 0; i < heres.n; i++) {
        if (strcmp(heres.at[i].organisation, organisation) != 0) continue;
        *said = heres.at[i].said;
        return heres.at[i].here;
    }
    fail_msg("no line for %s", organisation);
    return ROUND_HERE__COUNT;
}

static text held_by(struct world *w, const char *id)
{
    struct store_practice row;
    assert_done(store_practice_get(w->store, id, w->svc.arena, &row, ERR));
    return row.holds_for;
}

static void test_a_confirmed_import_holds_for_the_organisations_it_names_and_no_other(void **state)
{
    struct world *w = *state;
    struct boards b = boards_of(w);
    const char *said, *id = adopted(w, "Huurverhoging", "Bel de verhuurder.");
    assert_int_equal(here_of(w, id, b.organisations[0], &said), HERE_NO_POSITION);
    assert_true(text_is(held_by(w, id), ""));
    assert_done(confirm_import_as(w, w->editor, id, 2));
    for (int i = 0; i < PARTNERS; i++) {
        assert_int_equal(here_of(w, id, b.organisations[i], &said), i < 2 ? HERE_ADOPTED : HERE_NO_POSITION);
        assert_string_equal(said, i < 2 ? "Besluit van de Raad, 1 maart 2026" : "");
        assert_int_equal(store_list_has(held_by(w, id), text_str(partner_slugs[i])), i < 2);
    }
    struct svc_local_put leave = {text_str(id), text_str(b.organisations[0]), TEXT("left"),
                                  TEXT("Wij doen het zo niet."), TEXT("")};
    assert_done(AS(w, b.secretaries[0], svc_local_put(SVC, &leave, ERR)));
    assert_int_equal(here_of(w, id, b.organisations[0], &said), HERE_NOT);
    assert_false(store_list_has(held_by(w, id), text_str(partner_slugs[0])));
    struct svc_local_put join = {text_str(id), text_str(b.organisations[3]), TEXT("joined"), TEXT(""), TEXT("")};
    assert_done(AS(w, b.secretaries[3], svc_local_put(SVC, &join, ERR)));
    assert_int_equal(here_of(w, id, b.organisations[3], &said), HERE_ADOPTED);
    assert_true(store_list_has(held_by(w, id), text_str(partner_slugs[3])));
}

static void test_a_confirmation_says_all_that_is_missing_and_takes_partners_only(void **state)
{
    struct world *w = *state;
    const char *id = adopted(w, "Huurverhoging", "Bel de verhuurder.");
    text unknown = TEXT("geen-partner");
    struct svc_move in = {.practice = text_str(id), .move = MOVE_CONFIRM_IMPORT};
    assert_refused(AS(w, w->editor, svc_move(SVC, &in, ERR)), ERR_RULE);
    assert_reason("organisations", "none-named");
    assert_reason("decision", "required");
    in.words = TEXT("Besluit van de Raad, 1 maart 2026");
    in.organisations = &unknown;
    in.n_organisations = 1;
    assert_refused(AS(w, w->editor, svc_move(SVC, &in, ERR)), ERR_INVALID);
    assert_reason("organisations", "not-a-choice");
    assert_true(is_offered(w, w->editor, id, MOVE_CONFIRM_IMPORT)); /* nothing was kept */
}

static void test_what_was_said_of_an_older_text_ends_when_the_boards_decide_on_the_next(void **state)
{
    struct world *w = *state;
    struct boards b = boards_of(w);
    const char *said, *id = adopted_by_all(w, &b);
    struct store_local left = {.practice = id,
                               .organisation = b.organisations[0],
                               .what = "left",
                               .words = "Van de tekst hiervoor.",
                               .at = w->svc.now - MS_DAY,
                               .person = b.secretaries[0]};
    assert_done(AS(w, SYSTEM, store_local_put(w->store, &left, ERR)));
    assert_int_equal(here_of(w, id, b.organisations[0], &said), HERE_ADOPTED);
    left.at = w->svc.now + MS_DAY;
    assert_done(AS(w, SYSTEM, store_local_put(w->store, &left, ERR)));
    assert_int_equal(here_of(w, id, b.organisations[0], &said), HERE_NOT);
}

/* What an organisation said itself is not the editor's to change. */
static void test_who_left_an_import_is_not_bound_by_its_confirmation(void **state)
{
    struct world *w = *state;
    struct boards b = boards_of(w);
    const char *said, *id = adopted(w, "Huurverhoging", "Bel de verhuurder.");
    struct svc_local_put leave = {text_str(id), text_str(b.organisations[0]), TEXT("left"),
                                  TEXT("Wij doen het zo niet."), TEXT("")};
    assert_done(AS(w, b.secretaries[0], svc_local_put(SVC, &leave, ERR)));
    assert_done(confirm_import_as(w, w->editor, id, 2));
    assert_int_equal(here_of(w, id, b.organisations[0], &said), HERE_NOT);
    assert_string_equal(said, "Wij doen het zo niet.");
    assert_int_equal(here_of(w, id, b.organisations[1], &said), HERE_ADOPTED);
}

static void test_an_import_is_confirmed_or_a_board_asks_for_a_round(void **state)
{
    struct world *w = *state;
    struct boards b = boards_of(w);
    const char *id = adopted(w, "Huurverhoging", "Bel de verhuurder."), *other = adopted(w, "Ontruiming", "Bel nu.");
    struct svc_practice p;
    assert_refused(confirm_import_as(w, w->lead, id, 1), ERR_FORBIDDEN);
    assert_done(confirm_import_as(w, w->editor, id, 1));
    assert_done(read_as(w, ANONYMOUS, id, &p));
    assert_false(p.card.unconfirmed);
    assert_string_equal(p.decision, "Besluit van de Raad, 1 maart 2026");
    assert_refused(move_as(w, b.secretaries[0], id, MOVE_ASK_ROUND, ""), ERR_RULE);
    assert_done(move_as(w, b.secretaries[0], other, MOVE_ASK_ROUND, ""));
    assert_stage(other, STORE_CANDIDATE, STAGE_RECOMMENDATION);
    assert_stage(other, STORE_ADOPTED, STAGE_BEST_PRACTICE);
}

static void test_a_yes_to_recommending_is_none_to_merging(void **state)
{
    struct world *w = *state;
    const char *id = a_proposal(w), *stands = adopted(w, "Huur", "Bel.");
    struct svc_move merge = {.practice = text_str(id), .move = MOVE_MERGE, .other = text_str(stands)};
    assent_as(w, w->lead, id, SVC_ASSENT_LEAD, "");
    assert_refused(AS(w, w->editor, svc_move(SVC, &merge, ERR)), ERR_RULE);
    assert_reason("lead-merges", "lead-missing");
}

static void test_the_lead_agrees_to_merging_a_recommendation(void **state)
{
    struct world *w = *state;
    const char *id = a_recommendation(w), *stands = adopted(w, "Huur", "Bel.");
    struct svc_move merge = {.practice = text_str(id), .move = MOVE_MERGE, .other = text_str(stands)};
    assert_refused(AS(w, w->editor, svc_move(SVC, &merge, ERR)), ERR_RULE);
    assert_reason("lead-merges", "lead-missing");
    assert_refused(AS(w, w->lead, svc_assent_give(SVC, text_str(id), SVC_ASSENT_LEAD, TEXT(""), TEXT(""), ERR)),
                   ERR_FORBIDDEN);
    assert_done(AS(w, w->editor, svc_assent_ask(SVC, text_str(id), SVC_ASSENT_MERGE, TEXT(""), ERR)));
    assert_int_equal(waits_for(w, w->lead, SVC_WAIT_LEAD), 1);
    assent_as(w, w->lead, id, SVC_ASSENT_MERGE, "");
    assert_done(AS(w, w->editor, svc_move(SVC, &merge, ERR)));
    assert_stage(id, STORE_CANDIDATE, STAGE_MERGED);
}

/* A new text is another answer to the question whether the old one still holds. */
static void test_still_right_is_not_asked_while_a_new_version_is_on_its_way(void **state)
{
    struct world *w = *state;
    boards_of(w);
    const char *id = adopted(w, "Ontruiming", "Bel nu.");
    assert_done(move_as(w, w->editor, id, MOVE_TRIGGER, "De wet verandert."));
    assert_true(is_offered(w, w->editor, id, MOVE_CONFIRM));
    assert_done(AS(w, w->lead, svc_revise(SVC, text_str(id), ERR)));
    assert_false(is_offered(w, w->editor, id, MOVE_CONFIRM));
    struct svc_move confirm = {.practice = text_str(id),
                               .move = MOVE_CONFIRM,
                               .words = TEXT("Nagekeken."),
                               .review = date_add_months(calendar_date(w->svc.now), 12),
                               .told = true};
    assert_refused(AS(w, w->editor, svc_move(SVC, &confirm, ERR)), ERR_RULE);
    assert_reason("no-text-change", "text-changed");
    assert_done(move_as(w, w->lead, id, MOVE_WITHDRAW, "Toch niet."));
    assert_true(is_offered(w, w->editor, id, MOVE_CONFIRM));
}

static void test_merging_and_superseding_point_to_another(void **state)
{
    struct world *w = *state;
    const char *id = full_draft(w), *stands = adopted(w, "Huur", "Bel."), *next = adopted(w, "Huur nieuw", "Bel nu.");
    struct svc_move merge = {.practice = text_str(id), .move = MOVE_MERGE, .other = text_str("zzz")};
    assert_done(submit_as(w, w->lead, id));
    assert_refused(AS(w, w->editor, svc_move(SVC, &merge, ERR)), ERR_INVALID);
    merge.other = text_str(stands);
    assert_done(AS(w, w->editor, svc_move(SVC, &merge, ERR)));
    assert_stage(id, STORE_CANDIDATE, STAGE_MERGED);
    struct svc_move replace = {.practice = text_str(stands), .move = MOVE_SUPERSEDE, .other = text_str(stands)};
    assert_refused(AS(w, w->editor, svc_move(SVC, &replace, ERR)), ERR_INVALID);
    assert_reason("other", "itself");
    replace.other = text_str(next);
    assert_done(AS(w, w->editor, svc_move(SVC, &replace, ERR)));
    assert_stage(stands, STORE_ADOPTED, STAGE_SUPERSEDED);
}

static void test_nobody_is_sent_to_a_text_that_ended(void **state)
{
    struct world *w = *state;
    const char *id = adopted(w, "Huur", "Bel."), *next = adopted(w, "Huur nieuw", "Bel nu."), *draft = full_draft(w);
    struct svc_move replace = {.practice = text_str(id), .move = MOVE_SUPERSEDE, .other = text_str(next)};
    struct svc_card card;
    assert_done(AS(w, w->editor, svc_move(SVC, &replace, ERR)));
    struct svc_move back = {.practice = text_str(next), .move = MOVE_SUPERSEDE, .other = text_str(id)};
    assert_refused(AS(w, w->editor, svc_move(SVC, &back, ERR)), ERR_INVALID);
    assert_reason("other", "ended");
    assert_refused(AS(w, w->editor, svc_move_other(SVC, back.practice, MOVE_SUPERSEDE, back.other, &card, ERR)),
                   ERR_INVALID);
    assert_stage(next, STORE_ADOPTED, STAGE_BEST_PRACTICE);
    assert_done(submit_as(w, w->lead, draft));
    struct svc_move merge = {.practice = text_str(draft), .move = MOVE_MERGE, .other = text_str(id)};
    assert_refused(AS(w, w->editor, svc_move(SVC, &merge, ERR)), ERR_INVALID);
    assert_reason("other", "ended");
    back.other = text_str(draft); /* on its way, and nothing to go by yet */
    assert_refused(AS(w, w->editor, svc_move(SVC, &back, ERR)), ERR_INVALID);
    assert_reason("other", "not-standing");
    const char *sent = full_draft(w);
    assert_done(submit_as(w, w->lead, sent));
    merge.other = text_str(sent); /* what is on its way can take another in */
    assert_done(AS(w, w->editor, svc_move(SVC, &merge, ERR)));
    struct svc_move circle = {.practice = text_str(sent), .move = MOVE_MERGE, .other = text_str(draft)};
    assert_refused(AS(w, w->editor, svc_move(SVC, &circle, ERR)), ERR_INVALID);
}

static void test_a_text_that_changed_since_it_was_shown_does_not_move(void **state)
{
    struct world *w = *state;
    const char *id = a_proposal(w);
    struct svc_move in = {
        .practice = text_str(id), .move = MOVE_WITHDRAW, .words = TEXT("Dubbel."), .revision = TEXT("x")};
    assert_refused(AS(w, w->lead, svc_move(SVC, &in, ERR)), ERR_CONFLICT);
    assert_reason("revision", "changed-since");
}

/* Who takes a text up again, or gets it back, has the whole term from that day on. */
static void test_a_text_that_came_back_or_was_revived_has_its_whole_term_again(void **state)
{
    struct world *w = *state;
    struct svc_practice p;
    const char *revived = full_draft(w), *back = full_draft(w);
    days_pass(w, 60);
    assert_done(submit_as(w, w->lead, back));
    days_pass(w, 32);
    assert_int_equal(tick(w), 1);
    assert_stage(revived, STORE_CANDIDATE, STAGE_DORMANT);
    assert_done(move_as(w, w->member, revived, MOVE_REVIVE, ""));
    assert_done(move_as(w, w->editor, back, MOVE_RETURN, "Zeg erbij vanaf wanneer."));
    w->svc.now += MS_MINUTE;
    assert_int_equal(tick(w), 0);
    days_pass(w, 89);
    assert_int_equal(tick(w), 0);
    days_pass(w, 2);
    assert_int_equal(tick(w), 2);
    assert_stage(back, STORE_CANDIDATE, STAGE_DORMANT);
    assert_done(read_as(w, w->member, back, &p));
    assert_string_equal(p.reason, "Zeg erbij vanaf wanneer."); /* what the editor wrote is still there */
    assert_done(move_as(w, w->member, back, MOVE_REVIVE, ""));
    assert_done(read_as(w, w->member, back, &p));
    assert_string_equal(p.reason, "Zeg erbij vanaf wanneer.");
}

static void test_a_draft_nobody_touches_falls_asleep_and_wakes(void **state)
{
    struct world *w = *state;
    const char *id = full_draft(w);
    days_pass(w, 80);
    assert_int_equal(tick(w), 0);
    days_pass(w, 12);
    assert_int_equal(tick(w), 1);
    assert_stage(id, STORE_CANDIDATE, STAGE_DORMANT);
    assert_done(move_as(w, w->member, id, MOVE_REVIVE, ""));
    assert_stage(id, STORE_CANDIDATE, STAGE_DRAFT);
}

/* The clocks with no more memory than this; gives how many texts they moved. */
static size_t keep_within(struct world *w, size_t bytes)
{
    size_t moved = 0;
    arena *whole = w->svc.arena;
    w->svc.arena = arena_new(bytes);
    assert_non_null(w->svc.arena);
    err_code code = AS(w, SYSTEM, svc_keep(SVC, NULL, NULL, &moved, ERR));
    arena_free(w->svc.arena);
    w->svc.arena = whole;
    assert_done(code);
    return moved;
}

static void test_many_large_drafts_keep_no_clock_from_moving_what_is_due(void **state)
{
    struct world *w = *state;
    enum { DRAFTS = 60, ROOM = 512 * 1024, WORDS = 4000 };
    char words[WORDS + 1];
    for (size_t i = 0; i < WORDS; i++) words[i] = i % 5 ? 'a' : ' ';
    words[WORDS] = '\0';
    const char *old = full_draft(w), *large = NULL;
    days_pass(w, 30);
    for (int i = 0; i < DRAFTS; i++) {
        large = start_draft(w, w->member, "huur", arena_printf(w->svc.arena, "Huurverhoging %d", i));
        fill_draft(w, large, words);
    }
    days_pass(w, 59);
    assert_int_equal(keep_within(w, ROOM), 0);
    days_pass(w, 3); /* the others are warned */
    assert_int_equal(keep_within(w, ROOM), 1);
    assert_stage(old, STORE_CANDIDATE, STAGE_DORMANT);
    assert_stage(large, STORE_CANDIDATE, STAGE_DRAFT);
    assert_string_equal(last_change(w, large), "practice.idle ");
    days_pass(w, 30);
    assert_int_equal(keep_within(w, ROOM), DRAFTS);
    assert_stage(large, STORE_CANDIDATE, STAGE_DORMANT);
}

static void test_the_desk_shows_what_is_late_first_to_editors_only(void **state)
{
    struct world *w = *state;
    struct svc_desk desk;
    struct svc_desk_ask all = {0};
    const char *old = full_draft(w);
    assert_done(submit_as(w, w->lead, old));
    days_pass(w, 20);
    const char *fresh = full_draft(w);
    assert_done(submit_as(w, w->lead, fresh));
    assert_refused(AS(w, w->lead, svc_desk(SVC, &all, &desk, ERR)), ERR_FORBIDDEN);
    assert_done(AS(w, w->editor, svc_desk(SVC, &all, &desk, ERR)));
    assert_int_equal(desk.n, 2);
    assert_string_equal(desk.at[0].card.id, old);
    assert_true(desk.at[0].late);
    assert_false(desk.at[1].late);
    assert_done(AS(w, w->editor, svc_desk_take(SVC, text_str(old), ERR)));
    all.editor = text_str(w->editor);
    assert_done(AS(w, w->editor, svc_desk(SVC, &all, &desk, ERR)));
    assert_int_equal(desk.n, 1);
    assert_string_equal(desk.at[0].editor_name, "Rik Redactie");
    all.editor = TEXT(SVC_DESK_NOBODY);
    assert_done(AS(w, w->editor, svc_desk(SVC, &all, &desk, ERR)));
    assert_int_equal(desk.n, 1);
    assert_null(desk.at[0].editor);
}

static void test_what_an_editor_had_in_hand_who_left_is_in_nobodys(void **state)
{
    struct world *w = *state;
    struct boards b = boards_of(w);
    struct svc_desk desk;
    struct svc_desk_notes notes;
    struct svc_needed n;
    struct svc_desk_ask nobodys = {.editor = TEXT(SVC_DESK_NOBODY)};
    const char *id = full_draft(w);
    assert_done(submit_as(w, w->lead, id));
    assert_done(AS(w, b.second_editor, svc_desk_take(SVC, text_str(id), ERR)));
    assert_done(AS(w, w->editor, svc_desk(SVC, &nobodys, &desk, ERR)));
    assert_int_equal(desk.n, 0);
    assert_done(AS(w, w->admin, svc_person_disable(SVC, text_str(b.second_editor), true, ERR)));
    assert_done(AS(w, w->editor, svc_desk(SVC, &nobodys, &desk, ERR)));
    assert_int_equal(desk.n, 1);
    assert_null(desk.at[0].editor);
    assert_done(AS(w, w->editor, svc_desk_notes(SVC, text_str(id), &notes, ERR)));
    assert_null(notes.in_hand);
    assert_done(AS(w, w->editor, svc_needed(SVC, text_str(id), LINE_CANDIDATE, &n, ERR)));
    assert_string_equal(n.editor, "");
    assert_done(AS(w, w->admin, svc_person_disable(SVC, text_str(b.second_editor), false, ERR)));
    assert_done(AS(w, w->editor, svc_desk(SVC, &nobodys, &desk, ERR)));
    assert_int_equal(desk.n, 0); /* back again, it is theirs */
}

/* Texts that must be looked at, one a minute; gives the first, which the editor has in hand. */
static const char *fill_desk(struct world *w, size_t n)
{
    const char *first = NULL;
    for (size_t i = 0; i < n; i++) {
        const char *title = arena_printf(w->svc.arena, "Stuk %03zu", i), *id = adopted(w, title, title);
        w->svc.now += MS_MINUTE;
        assert_done(move_as(w, w->editor, id, MOVE_TRIGGER, "Nakijken."));
        if (!first) first = id;
    }
    assert_done(AS(w, w->editor, svc_desk_take(SVC, text_str(first), ERR)));
    return first;
}

static void test_of_a_full_desk_those_that_wait_longest_are_shown_and_a_filter_sees_all(void **state)
{
    struct world *w = *state;
    struct svc_desk desk;
    struct svc_desk_ask all = {0}, mine = {.editor = text_str(w->editor)};
    const char *first = fill_desk(w, 505);
    assert_done(AS(w, w->editor, svc_desk(SVC, &mine, &desk, ERR)));
    assert_int_equal(desk.n, 1);
    assert_string_equal(desk.at[0].card.id, first);
    assert_done(AS(w, w->editor, svc_desk(SVC, &all, &desk, ERR)));
    assert_string_equal(desk.at[0].card.id, first);
    assert_string_equal(desk.at[499].card.title, "Stuk 499");
    assert_int_equal(desk.n, 500);
    assert_int_equal(desk.all, 505);
    struct svc_waits_list waits;
    assert_done(AS(w, w->editor, svc_waiting(SVC, 10, &waits, ERR)));
    assert_int_equal(waits.n, 1);
    assert_int_equal(waits.at[0].n, 505); /* also what does not fit on a page */
}

static err_code many(struct world *w, const char *who, enum svc_desk_verb verb, const text *ids, size_t n,
                     size_t *failed)
{
    struct svc_desk_many in = {.verb = verb,
                               .practices = ids,
                               .n = n,
                               .words = TEXT("Zeg erbij wie belt."),
                               .review = date_add_months(calendar_date(w->svc.now), 12)};
    return AS(w, who, svc_desk_many(SVC, &in, failed, ERR));
}

static void test_an_editor_does_one_thing_with_many_texts_or_with_none(void **state)
{
    struct world *w = *state;
    size_t failed;
    const char *a = full_draft(w), *b = full_draft(w), *draft = full_draft(w);
    assert_done(submit_as(w, w->lead, a));
    assert_done(submit_as(w, w->lead, b));
    text both[] = {text_str(a), text_str(b)}, mixed[] = {text_str(a), text_str(draft)};
    assert_refused(many(w, w->lead, SVC_DESK_ACCEPT, both, 2, &failed), ERR_FORBIDDEN);
    assert_refused(many(w, w->editor, SVC_DESK_ACCEPT, mixed, 2, &failed), ERR_NOT_FOUND);
    assert_int_equal(failed, 1);
    assert_stage(a, STORE_CANDIDATE, STAGE_SUBMITTED);
    assert_done(many(w, w->editor, SVC_DESK_TAKE, both, 2, &failed));
    assert_done(many(w, w->editor, SVC_DESK_RETURN, both, 1, &failed));
    assert_stage(a, STORE_CANDIDATE, STAGE_RETURNED);
    assert_done(many(w, w->editor, SVC_DESK_ACCEPT, both + 1, 1, &failed));
    assert_stage(b, STORE_CANDIDATE, STAGE_PROPOSAL);
    assert_refused(many(w, w->editor, SVC_DESK_TAKE, both, 0, &failed), ERR_INVALID);
}

/* What was ticked is what was shown: a text that came back as another one is not passed unread, nor are the others. */
static void test_of_many_texts_none_is_passed_that_changed_since_it_was_shown(void **state)
{
    struct world *w = *state;
    struct svc_desk desk;
    struct svc_desk_ask all = {0};
    size_t failed;
    const char *a = full_draft(w), *b = full_draft(w);
    assert_done(submit_as(w, w->lead, a));
    assert_done(submit_as(w, w->lead, b));
    assert_done(AS(w, w->editor, svc_desk(SVC, &all, &desk, ERR)));
    assert_int_equal(desk.n, 2);
    text ids[2], read[2];
    for (size_t i = 0; i < 2; i++) {
        size_t at = !strcmp(desk.at[i].card.id, b); /* the text that changes comes last */
        ids[at] = text_str(desk.at[i].card.id);
        read[at] = text_str(desk.at[i].revision);
    }
    assert_done(move_as(w, w->editor, b, MOVE_RETURN, "Zeg erbij wie belt."));
    struct svc_desk_many in = {.verb = SVC_DESK_ACCEPT, .practices = ids, .revisions = read, .n = 2};
    assert_refused(AS(w, w->editor, svc_desk_many(SVC, &in, &failed, ERR)), ERR_CONFLICT);
    fill_draft(w, b, "Bel nooit.");
    assert_done(submit_as(w, w->lead, b));
    assert_refused(AS(w, w->editor, svc_desk_many(SVC, &in, &failed, ERR)), ERR_CONFLICT);
    assert_reason("revision", "changed-since");
    assert_int_equal(failed, 1);
    assert_stage(a, STORE_CANDIDATE, STAGE_SUBMITTED);
    assert_stage(b, STORE_CANDIDATE, STAGE_SUBMITTED);
    assert_done(AS(w, w->editor, svc_desk(SVC, &all, &desk, ERR)));
    for (size_t i = 0; i < 2; i++)
        if (text_is(ids[1], desk.at[i].card.id)) read[1] = text_str(desk.at[i].revision);
    assert_done(AS(w, w->editor, svc_desk_many(SVC, &in, &failed, ERR)));
    assert_stage(b, STORE_CANDIDATE, STAGE_PROPOSAL);
}

static void test_a_nudge_asks_whoever_it_waits_for(void **state)
{
    struct world *w = *state;
    struct boards b = boards_of(w);
    const char *round, *id = in_round(w, ROUND_CONSENT, &round);
    assert_done(say_as(w, b.secretaries[0], round, b.organisations[0], POSITION_AGREE));
    int64_t before = log_length(w);
    assert_refused(AS(w, w->lead, svc_desk_nudge(SVC, text_str(id), ERR)), ERR_FORBIDDEN);
    assert_done(AS(w, w->editor, svc_desk_nudge(SVC, text_str(id), ERR)));
    assert_int_equal(log_length(w), before + PARTNERS - 1); /* one for each silent board */
    const char *proposal = a_proposal(w);
    assert_refused(AS(w, w->editor, svc_desk_nudge(SVC, text_str(proposal), ERR)), ERR_RULE);
    assert_reason("practice", "waits-for-nobody");
}

/* "Nog in behandeling tot" stops reminders, those of an editor too. */
static void test_a_nudge_leaves_a_board_alone_that_said_until_when_it_is_busy(void **state)
{
    struct world *w = *state;
    struct boards b = boards_of(w);
    const char *round, *id = in_round(w, ROUND_CONSENT, &round);
    struct date day = date_add_days(calendar_date(w->svc.now), 10);
    text key = text_str(round);
    assert_done(AS(w, b.secretaries[2], svc_busy(SVC, key, text_str(b.organisations[2]), day, ERR)));
    int64_t before = log_length(w);
    assert_done(AS(w, w->editor, svc_desk_nudge(SVC, text_str(id), ERR)));
    assert_int_equal(log_length(w), before + PARTNERS - 1);
    for (int i = 0; i < PARTNERS; i++)
        assert_done(AS(w, b.secretaries[i], svc_busy(SVC, key, text_str(b.organisations[i]), day, ERR)));
    assert_refused(AS(w, w->editor, svc_desk_nudge(SVC, text_str(id), ERR)), ERR_RULE);
    assert_reason("practice", "waits-for-nobody");
    days_pass(w, 11);
    before = log_length(w);
    assert_done(AS(w, w->editor, svc_desk_nudge(SVC, text_str(id), ERR)));
    assert_int_equal(log_length(w), before + PARTNERS);
}

static const struct svc_cards *listed(const struct svc_overview *o, enum stage stage)
{
    for (size_t i = 0; i < SVC_OVERVIEW_STAGES; i++)
        if (o->at[i].stage == stage) return &o->at[i].cards;
    return NULL;
}

/* A participant's overview is the same whether boards decide or talk. */
static void test_the_overview_lists_by_stage_and_tells_no_position(void **state)
{
    struct world *w = *state;
    struct boards b = boards_of(w);
    struct svc_overview before, after;
    const char *round, *id = in_round(w, ROUND_CONSENT, &round);
    full_draft(w);
    assert_done(AS(w, w->participant, svc_overview(SVC, &before, ERR)));
    assert_int_equal(listed(&before, STAGE_IN_ROUND)->n, 1);
    assert_int_equal(listed(&before, STAGE_PROPOSAL)->n, 0);
    for (int i = 0; i < PARTNERS; i++)
        assert_done(say_as(w, b.secretaries[i], round, b.organisations[i], i ? POSITION_AGREE : POSITION_OBJECT));
    days_pass(w, 1);
    struct svc_move talk = {.practice = text_str(id),
                            .move = MOVE_TALK,
                            .until = round_talks_until(&round_terms_default, calendar_date(w->svc.now))};
    assert_done(AS(w, w->editor, svc_move(SVC, &talk, ERR)));
    assert_done(AS(w, w->participant, svc_overview(SVC, &after, ERR)));
    const struct svc_card *x = &listed(&before, STAGE_IN_ROUND)->at[0], *y = &listed(&after, STAGE_IN_ROUND)->at[0];
    assert_int_equal(listed(&after, STAGE_IN_ROUND)->n, 1);
    assert_int_equal(x->since, y->since);
    assert_int_equal(x->stage, y->stage);
    assert_refused(AS(w, ANONYMOUS, svc_overview(SVC, &after, ERR)), ERR_SIGN_IN);
}

static void test_what_waits_is_told_to_whom_it_is_asked_of(void **state)
{
    struct world *w = *state;
    struct boards b = boards_of(w);
    struct svc_waits_list waits;
    const char *round;
    in_round(w, ROUND_CONSENT, &round);
    assert_done(AS(w, b.secretaries[2], svc_waiting(SVC, 10, &waits, ERR)));
    assert_int_equal(waits.n, 1);
    assert_int_equal(waits.at[0].what, SVC_WAIT_POSITION);
    assert_done(say_as(w, b.secretaries[2], round, b.organisations[2], POSITION_AGREE));
    assert_done(AS(w, b.secretaries[2], svc_waiting(SVC, 10, &waits, ERR)));
    assert_int_equal(waits.n, 0);
    assert_done(AS(w, w->participant, svc_waiting(SVC, 10, &waits, ERR)));
    assert_int_equal(waits.n, 0);
}

/* What does not fit on the first page is counted there. */
static void test_what_waits_and_does_not_fit_is_counted(void **state)
{
    struct world *w = *state;
    struct boards b = boards_of(w);
    struct svc_waits_list waits;
    const char *round;
    for (int i = 0; i < 3; i++) in_round(w, ROUND_CONSENT, &round);
    assert_done(AS(w, b.secretaries[2], svc_waiting(SVC, 3, &waits, ERR)));
    assert_int_equal(waits.n, 3);
    assert_int_equal(waits.more_rounds, 0);
    assert_done(AS(w, b.secretaries[2], svc_waiting(SVC, 2, &waits, ERR)));
    assert_int_equal(waits.n, 2);
    assert_int_equal(waits.more_rounds, 1);
    assert_int_equal(waits.more, 0);
}

static void test_meeting_dates_set_the_term(void **state)
{
    struct world *w = *state;
    struct boards b = boards_of(w);
    struct store_round row;
    struct date today = calendar_date(w->svc.now);
    const char *id = a_recommendation(w);
    for (int i = 0; i < PARTNERS; i++) {
        struct svc_meeting_put put = {.organisation = text_str(b.organisations[i]),
                                      .day = date_add_days(today, 20 + i)};
        assert_refused(AS(w, b.secretaries[(i + 1) % PARTNERS], svc_meeting_put(SVC, &put, ERR)), ERR_FORBIDDEN);
        assert_done(AS(w, b.secretaries[i], svc_meeting_put(SVC, &put, ERR)));
    }
    assert_done(open_round_as(w, w->editor, id, ROUND_CONSENT, PARTNERS));
    assert_done(store_round_latest(w->store, id, w->svc.arena, &row, ERR));
    struct date last = calendar_add_working_days(date_add_days(today, 20 + PARTNERS - 1), 5);
    assert_true(row.ends == calendar_term_end(last));
}

/* One round's place among what a board had before it for a meeting on that day: what `voice` said then, or -1. */
static int said_then(struct world *w, const char *who, const char *board, struct date meeting, const char *voice)
{
    struct svc_rounds_then then;
    assert_done(AS(w, who, svc_rounds_then(SVC, text_str(board), meeting, &then, ERR)));
    for (size_t i = 0; then.rounds.n == 1 && i < then.rounds.at[0].n_voices; i++)
        if (!strcmp(then.rounds.at[0].voices[i].organisation, voice)) return (int)then.rounds.at[0].voices[i].position;
    return -1;
}

static void test_the_papers_of_an_earlier_meeting_hold_what_they_held_then(void **state)
{
    struct world *w = *state;
    struct boards b = boards_of(w);
    const char *round, *id = in_round(w, ROUND_CONSENT, &round), *board = b.organisations[0];
    struct date first = calendar_date(w->svc.now), early = date_add_days(first, 10);
    struct svc_meeting_put put = {.organisation = text_str(board), .day = early, .papers = date_add_days(first, 3)};
    assert_done(AS(w, b.secretaries[0], svc_meeting_put(SVC, &put, ERR)));
    days_pass(w, 2);
    assert_done(say_as(w, b.secretaries[1], round, b.organisations[1], POSITION_OBJECT));
    days_pass(w, 3);
    assert_done(say_as(w, b.secretaries[1], round, b.organisations[1], POSITION_AGREE));
    for (int i = 0; i < PARTNERS; i++)
        if (i != 1) assert_done(say_as(w, b.secretaries[i], round, b.organisations[i], POSITION_AGREE));
    days_pass(w, 1);
    assert_done(adopt_as(w, w->editor, id));
    struct date over = calendar_date(w->svc.now);
    days_pass(w, 30);
    /* the papers were due on the third day: after the objection, before it was taken back */
    assert_int_equal(said_then(w, b.secretaries[0], board, early, b.organisations[1]), POSITION_OBJECT);
    assert_int_equal(said_then(w, b.secretaries[0], board, early, b.organisations[2]), POSITION_NONE);
    /* a day that nobody planned counts by itself */
    assert_int_equal(said_then(w, b.secretaries[0], board, date_add_days(first, 5), b.organisations[1]),
                     POSITION_AGREE);
    assert_int_equal(said_then(w, b.secretaries[0], board, first, b.organisations[1]), POSITION_NONE);
    assert_int_equal(said_then(w, b.secretaries[0], board, date_add_days(first, -1), b.organisations[1]), -1);
    assert_int_equal(said_then(w, b.secretaries[0], board, over, b.organisations[1]), -1);
    assert_refused(AS(w, ANONYMOUS, svc_rounds_then(SVC, text_str(board), early, &(struct svc_rounds_then){0}, ERR)),
                   ERR_SIGN_IN);
}

static void test_the_papers_of_then_tell_nothing_before_the_outcome(void **state)
{
    struct world *w = *state;
    struct boards b = boards_of(w);
    const char *round, *board = b.organisations[0];
    (void)in_round(w, ROUND_CONSENT, &round);
    struct date first = calendar_date(w->svc.now);
    assert_done(say_as(w, b.secretaries[1], round, b.organisations[1], POSITION_OBJECT));
    days_pass(w, 5);
    assert_int_equal(said_then(w, w->editor, board, first, b.organisations[1]), POSITION_OBJECT);
    assert_int_equal(said_then(w, w->participant, board, first, b.organisations[1]), POSITION_NONE);
}

static void test_an_organisation_joins_later_or_leaves(void **state)
{
    struct world *w = *state;
    struct boards b = boards_of(w);
    struct svc_heres heres;
    const char *id = adopted(w, "Huurverhoging", "Bel de verhuurder.");
    struct svc_local_put put = {text_str(id), text_str(b.organisations[1]), TEXT("joined"), TEXT(""), TEXT("")};
    assert_refused(AS(w, b.secretaries[0], svc_local_put(SVC, &put, ERR)), ERR_FORBIDDEN);
    assert_done(AS(w, b.secretaries[1], svc_local_put(SVC, &put, ERR)));
    assert_done(AS(w, b.secretaries[1], svc_heres(SVC, text_str(id), &heres, ERR)));
    assert_int_equal(heres.at[0].here, HERE_ADOPTED);
    put.what = TEXT("left");
    assert_refused(AS(w, b.secretaries[1], svc_local_put(SVC, &put, ERR)), ERR_INVALID);
    put.words = TEXT("Bij ons werkt het anders.");
    assert_done(AS(w, b.secretaries[1], svc_local_put(SVC, &put, ERR)));
    assert_done(AS(w, b.secretaries[1], svc_heres(SVC, text_str(id), &heres, ERR)));
    assert_int_equal(heres.at[0].here, HERE_NOT);
    assert_string_equal(heres.at[0].said, "Bij ons werkt het anders.");
}

/* Whoever is lead and editor can withdraw either of two texts: it is the one they name, and none when they name none.
 */
static void test_who_is_lead_and_editor_withdraws_the_text_that_they_name(void **state)
{
    struct world *w = *state;
    static const enum practice_line lines[] = {LINE_ADOPTED, LINE_CANDIDATE};
    give(w, w->lead, "editor", "network", "");
    for (size_t i = 0; i < COUNT_OF(lines); i++) {
        struct svc_move_form form;
        const char *id = adopted(w, i ? "Huurverhoging" : "Servicekosten", "Bel de verhuurder.");
        assert_done(AS(w, w->lead, svc_revise(SVC, text_str(id), ERR)));
        assert_done(move_as(w, w->lead, id, MOVE_TRIGGER, "De wet verandert."));
        struct svc_move in = {.practice = text_str(id), .move = MOVE_WITHDRAW, .words = TEXT("Dubbel.")};
        assert_refused(AS(w, w->lead, svc_move(SVC, &in, ERR)), ERR_CONFLICT);
        assert_reason("withdraw", "of-which-text");
        in.lines = 1U << lines[i];
        assert_done(AS(w, w->lead, svc_move_form(SVC, text_str(id), MOVE_WITHDRAW, in.lines, &form, ERR)));
        assert_int_equal(form.move.line, lines[i]);
        in.revision = text_str(form.revision);
        assert_done(AS(w, w->lead, svc_move(SVC, &in, ERR)));
        assert_stage(id, STORE_ADOPTED, lines[i] == LINE_ADOPTED ? STAGE_WITHDRAWN : STAGE_DUE);
        assert_stage(id, STORE_CANDIDATE, lines[i] == LINE_CANDIDATE ? STAGE_WITHDRAWN : STAGE_RECOMMENDATION);
        in.lines = 0; /* of the other one there is no need to say which */
        in.revision = TEXT("");
        assert_done(AS(w, w->lead, svc_move(SVC, &in, ERR)));
        assert_stage(id, STORE_ADOPTED, STAGE_WITHDRAWN);
        assert_stage(id, STORE_CANDIDATE, STAGE_WITHDRAWN);
    }
}

/* Nobody decides on what they wrote: neither in the round nor after it. What they note beside it decides nothing. */
static void test_who_wrote_a_text_does_not_join_it_for_their_organisation(void **state)
{
    struct world *w = *state;
    struct boards b = boards_of(w);
    struct svc_heres heres;
    const char *round, *id = in_round(w, ROUND_CONSENT, &round);
    give(w, w->member, "secretary", "organisation", partner_slugs[1]);
    assert_refused(say_as(w, w->member, round, b.organisations[1], POSITION_AGREE), ERR_FORBIDDEN);
    for (int i = 0; i < PARTNERS; i++)
        assert_done(say_as(w, b.secretaries[i], round, b.organisations[i], i == 1 ? POSITION_ABSTAIN : POSITION_AGREE));
    assert_done(adopt_as(w, w->editor, id));
    struct svc_local_put put = {.practice = text_str(id),
                                .organisation = text_str(b.organisations[1]),
                                .what = TEXT("joined"),
                                .words = TEXT("Zo doen wij het.")};
    assert_refused(AS(w, w->member, svc_local_put(SVC, &put, ERR)), ERR_FORBIDDEN);
    put.what = TEXT("left");
    assert_refused(AS(w, w->member, svc_local_put(SVC, &put, ERR)), ERR_FORBIDDEN);
    put.what = TEXT("note");
    assert_done(AS(w, w->member, svc_local_put(SVC, &put, ERR)));
    assert_done(AS(w, w->member, svc_heres(SVC, text_str(id), &heres, ERR)));
    assert_true(heres.at[0].mine);
    assert_false(heres.at[0].decides);
    put.what = TEXT("joined");
    assert_done(AS(w, b.secretaries[1], svc_heres(SVC, text_str(id), &heres, ERR)));
    assert_true(heres.at[0].decides);
    assert_done(AS(w, b.secretaries[1], svc_local_put(SVC, &put, ERR)));
}

/* What was read is joined, left or noted at, and no text that came in its place since. */
static void test_an_organisation_joins_the_text_that_it_read(void **state)
{
    struct world *w = *state;
    struct boards b = boards_of(w);
    struct svc_heres heres;
    const char *id = adopted_from(w, "a.md", "Huurverhoging", "Bel de verhuurder.");
    assert_done(AS(w, b.secretaries[1], svc_heres(SVC, text_str(id), &heres, ERR)));
    struct svc_local_put put = {.practice = text_str(id),
                                .organisation = text_str(b.organisations[1]),
                                .what = TEXT("joined"),
                                .words = TEXT("Zo doen wij het."),
                                .revision = text_str(heres.revision)};
    assert_string_equal(adopted_from(w, "a.md", "Huurverhoging", "Bel nooit."), id);
    assert_refused(AS(w, b.secretaries[1], svc_local_put(SVC, &put, ERR)), ERR_CONFLICT);
    assert_reason("revision", "changed-since");
    put.what = TEXT("left");
    assert_refused(AS(w, b.secretaries[1], svc_local_put(SVC, &put, ERR)), ERR_CONFLICT);
    put.what = TEXT("note");
    assert_refused(AS(w, b.secretaries[1], svc_local_put(SVC, &put, ERR)), ERR_CONFLICT);
    assert_done(AS(w, b.secretaries[1], svc_heres(SVC, text_str(id), &heres, ERR)));
    put.revision = text_str(heres.revision);
    assert_done(AS(w, b.secretaries[1], svc_local_put(SVC, &put, ERR)));
    put.what = TEXT("joined");
    assert_done(AS(w, b.secretaries[1], svc_local_put(SVC, &put, ERR)));
}

/* A store that was made before it was kept: the keeper fills it, once, and the log tells the index. */
static void test_for_whom_a_text_holds_is_filled_where_it_was_not_kept(void **state)
{
    struct world *w = *state;
    struct boards b = boards_of(w);
    const char *round, *id = in_round(w, ROUND_CONSENT, &round);
    size_t moved;
    struct store_practice row;
    for (int i = 0; i < PARTNERS; i++)
        assert_done(say_as(w, b.secretaries[i], round, b.organisations[i], POSITION_AGREE));
    assert_done(adopt_as(w, w->editor, id));
    assert_done(store_practice_get(w->store, id, w->svc.arena, &row, ERR));
    const char *kept = arena_text_str(w->svc.arena, row.holds_for);
    assert_true(strlen(kept) > 0);
    assert_done(AS(w, SYSTEM, store_practice_holds(w->store, id, "", ERR)));
    assert_done(AS(w, SYSTEM, svc_keep(SVC, NULL, NULL, &moved, ERR)));
    assert_done(store_practice_get(w->store, id, w->svc.arena, &row, ERR));
    assert_true(text_is(row.holds_for, kept));
    assert_string_equal(last_change(w, id), "practice.holds ");
    int64_t length = log_length(w);
    assert_done(AS(w, SYSTEM, svc_keep(SVC, NULL, NULL, &moved, ERR)));
    assert_int_equal(log_length(w), length);
}

/* ---- What a text waits for ---- */

static void test_a_proposal_tells_everybody_until_when_and_its_writers_what_is_missing(void **state)
{
    struct world *w = *state;
    const char *id = a_proposal(w);
    struct svc_needed lead = needed_as(w, w->lead, id), reader = needed_as(w, w->participant, id);
    assert_int_equal(lead.stage, STAGE_PROPOSAL);
    assert_true(lead.due > w->svc.now && lead.due == reader.due);
    assert_int_equal(lead.n_missing, 4); /* the term, the lead, the check, the trying */
    assert_int_equal(reader.n_missing, 0);
    days_pass(w, 30);
    assert_true(needed_as(w, w->lead, id).over);
    assert_int_equal(needed_as(w, w->lead, id).n_missing, 3);
}

static void test_a_round_tells_boards_and_lead_who_is_silent_and_who_is_not_akkoord_and_nobody_else(void **state)
{
    struct world *w = *state;
    struct boards b = boards_of(w);
    const char *round, *id = in_round(w, ROUND_CONSENT, &round);
    struct svc_needed before = needed_as(w, w->participant, id);
    assert_int_equal(needed_as(w, w->lead, id).n_boards, PARTNERS);
    assert_done(say_as(w, b.secretaries[1], round, b.organisations[1], POSITION_OBJECT));
    for (int i = 2; i < 5; i++) assert_done(say_as(w, b.secretaries[i], round, b.organisations[i], POSITION_AGREE));
    struct svc_needed n = needed_as(w, b.secretaries[4], id);
    assert_int_equal(n.n_boards, 2);
    assert_true(n.enough);
    assert_string_equal(n.boards[1].name, "nova");
    assert_true(n.boards[1].objects && !n.boards[0].objects);
    assert_string_equal(n.boards[1].lift, "Maak er twee weken van.");
    struct svc_needed after = needed_as(w, w->participant, id);
    assert_int_equal(after.stage, STAGE_IN_ROUND);
    assert_true(!after.n_boards && !after.enough && !after.over && after.due == before.due);
    assert_true(!needed_as(w, w->member, id).n_boards); /* a member who is no lead is told as everybody */
}

/* ---- Every term is a setting ---- */

static err_code set_term(struct world *w, const char *name, const char *value)
{
    return AS(w, w->admin, svc_setting_put(SVC, text_str(name), text_str(value), ERR));
}

static void test_a_term_that_was_set_counts_and_an_empty_one_is_as_the_profile_has_it(void **state)
{
    struct world *w = *state;
    struct store_practice row;
    assert_done(set_term(w, "term-open", "3"));
    const char *id = a_proposal(w);
    assert_done(store_practice_get(w->store, id, w->svc.arena, &row, ERR));
    assert_true(row.lines[STORE_CANDIDATE].until == calendar_term_end(date_add_days(calendar_date(w->svc.now), 3)));
    assert_done(set_term(w, "term-open", ""));
    id = a_proposal(w);
    assert_done(store_practice_get(w->store, id, w->svc.arena, &row, ERR));
    assert_true(row.lines[STORE_CANDIDATE].until == calendar_term_end(date_add_days(calendar_date(w->svc.now), 7)));
    assert_refused(set_term(w, "term-open", "0"), ERR_INVALID);
    assert_refused(set_term(w, "term-open", "366"), ERR_INVALID);
    assert_refused(set_term(w, "keep-notices", ""), ERR_INVALID); /* only a term can be left empty */
}

static void test_a_round_takes_its_term_from_the_settings_and_a_running_one_keeps_it(void **state)
{
    struct world *w = *state;
    boards_of(w);
    assert_done(set_term(w, "term-light", "10"));
    const char *round, *id = in_round(w, ROUND_LIGHT, &round);
    struct store_round row;
    kb_time until = calendar_term_end(date_add_days(calendar_date(w->svc.now), 10));
    assert_done(set_term(w, "term-light", "30"));
    assert_done(store_round_latest(w->store, id, w->svc.arena, &row, ERR));
    assert_true(row.ends == until);
}

static void test_no_term_lets_a_review_be_proposed_that_is_refused(void **state)
{
    struct world *w = *state;
    struct svc_move_form form;
    struct boards b = boards_of(w);
    assert_done(set_term(w, "term-review-most", "6")); /* less than the usual 24 months */
    const char *round, *id = in_round(w, ROUND_CONSENT, &round);
    for (int i = 0; i < PARTNERS; i++)
        assert_done(say_as(w, b.secretaries[i], round, b.organisations[i], POSITION_AGREE));
    assert_done(AS(w, w->editor, svc_move_form(SVC, text_str(id), MOVE_ADOPT, 0, &form, ERR)));
    struct svc_move in = {
        .practice = text_str(id), .move = MOVE_ADOPT, .words = TEXT("Vijf keer."), .review = form.review};
    assert_done(AS(w, w->editor, svc_move(SVC, &in, ERR)));
}

/* ---- What nobody else looked at, who is at turn, and what a member adds ---- */

/* How often something of this kind was asked of somebody. */
static size_t times_told(struct world *w, const char *who, const char *what)
{
    struct svc_notices told;
    size_t moved, n = 0;
    assert_done(AS(w, SYSTEM, svc_keep(SVC, NULL, NULL, &moved, ERR)));
    assert_done(AS(w, who, svc_notices(SVC, 50, &told, ERR)));
    for (size_t i = 0; i < told.n; i++) n += told.at[i].asked && !strcmp(told.at[i].what, what);
    return n;
}

static void test_talks_that_gave_nothing_wait_for_the_steering_group_and_it_hears_it_once(void **state)
{
    struct world *w = *state;
    struct boards b = boards_of(w);
    const char *round, *id = in_round(w, ROUND_CONSENT, &round);
    struct svc_waits_list waits;
    for (int i = 0; i < PARTNERS; i++)
        assert_done(say_as(w, b.secretaries[i], round, b.organisations[i], i ? POSITION_AGREE : POSITION_OBJECT));
    struct svc_move talk = {.practice = text_str(id),
                            .move = MOVE_TALK,
                            .until = round_talks_until(&round_terms_default, calendar_date(w->svc.now))};
    assert_done(AS(w, w->editor, svc_move(SVC, &talk, ERR)));
    assert_done(AS(w, b.steering, svc_waiting(SVC, 10, &waits, ERR)));
    assert_int_equal(waits.n, 0);
    days_pass(w, 20);
    assert_done(AS(w, b.steering, svc_waiting(SVC, 10, &waits, ERR)));
    assert_int_equal(waits.n, 1);
    assert_int_equal(waits.at[0].what, SVC_WAIT_STEER);
    assert_int_equal(times_told(w, b.steering, "practice.talks-over"), 1);
    assert_int_equal(times_told(w, b.steering, "practice.talks-over"), 1);
    assert_done(AS(w, w->participant, svc_waiting(SVC, 10, &waits, ERR)));
    assert_int_equal(waits.n, 0);
}

static void test_a_board_that_decides_after_the_term_is_told_to_the_editors(void **state)
{
    struct world *w = *state;
    struct boards b = boards_of(w);
    const char *round;
    in_round(w, ROUND_LIGHT, &round);
    struct date today = calendar_date(w->svc.now);
    text key = text_str(round), whose = text_str(b.organisations[2]);
    assert_done(AS(w, b.secretaries[2], svc_busy(SVC, key, whose, date_add_days(today, 10), ERR)));
    assert_int_equal(times_told(w, w->editor, "round.busy"), 0);
    assert_done(AS(w, b.secretaries[2], svc_busy(SVC, key, whose, date_add_days(today, 40), ERR)));
    assert_int_equal(times_told(w, w->editor, "round.busy"), 1);
}

static void test_a_member_adds_a_note_and_inherits_the_rest_from_its_partner(void **state)
{
    struct world *w = *state;
    struct boards b = boards_of(w);
    const char *slug, *round, *id = in_round(w, ROUND_CONSENT, &round);
    struct svc_organisation_put put = {.name = TEXT("Balie Oost"), .slug = TEXT("oost"), .parent = TEXT("nova")};
    assert_done(AS(w, SYSTEM, svc_organisation_put(SVC, &put, &slug, ERR)));
    const char *secretary = add_person(w, "oost", "Olga Oost");
    give(w, secretary, "secretary", "organisation", "oost");
    for (int i = 0; i < PARTNERS; i++)
        assert_done(say_as(w, b.secretaries[i], round, b.organisations[i], POSITION_AGREE));
    assert_done(adopt_as(w, w->editor, id));
    struct store_organisation member;
    assert_done(store_organisation_by_slug(w->store, "oost", w->svc.arena, &member, ERR));
    struct svc_local_put note = {text_str(id), text_str(member.id), TEXT("note"), TEXT("Bij ons belt de balie zelf."),
                                 TEXT("")};
    assert_done(AS(w, secretary, svc_local_put(SVC, &note, ERR)));
    struct svc_heres heres;
    assert_done(AS(w, w->participant, svc_heres(SVC, text_str(id), &heres, ERR)));
    assert_int_equal(heres.n, PARTNERS + 1);
    const struct svc_here *line = NULL;
    for (size_t i = 0; i < heres.n; i++)
        if (heres.at[i].member) line = &heres.at[i];
    assert_non_null(line);
    assert_int_equal(line->here, HERE_ADOPTED);
    assert_string_equal(line->note, "Bij ons belt de balie zelf.");
    assert_string_equal(line->noted_by, "Olga Oost");
    note.what = TEXT("left");
    assert_refused(AS(w, secretary, svc_local_put(SVC, &note, ERR)), ERR_RULE);
    struct store_practice row;
    assert_done(store_practice_get(w->store, id, w->svc.arena, &row, ERR));
    assert_false(store_list_has(row.holds_for, TEXT("oost"))); /* the filter is by partner */
    note.what = TEXT("note");
    note.words = TEXT(" ");
    assert_done(AS(w, secretary, svc_local_put(SVC, &note, ERR))); /* emptied, it goes away */
    assert_done(AS(w, w->participant, svc_heres(SVC, text_str(id), &heres, ERR)));
    assert_int_equal(heres.n, PARTNERS);
    assert_refused(AS(w, secretary, svc_local_put(SVC, &note, ERR)), ERR_INVALID);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WORLD(test_talks_that_gave_nothing_wait_for_the_steering_group_and_it_hears_it_once),
        IN_WORLD(test_a_board_that_decides_after_the_term_is_told_to_the_editors),
        IN_WORLD(test_a_member_adds_a_note_and_inherits_the_rest_from_its_partner),
        IN_WORLD(test_a_term_that_was_set_counts_and_an_empty_one_is_as_the_profile_has_it),
        IN_WORLD(test_a_round_takes_its_term_from_the_settings_and_a_running_one_keeps_it),
        IN_WORLD(test_no_term_lets_a_review_be_proposed_that_is_refused),
        IN_WORLD(test_a_proposal_tells_everybody_until_when_and_its_writers_what_is_missing),
        IN_WORLD(test_a_round_tells_boards_and_lead_who_is_silent_and_who_is_not_akkoord_and_nobody_else),
        IN_WORLD(test_submitting_makes_a_version_and_hands_it_to_the_editors),
        IN_WORLD(test_a_refusal_names_everything_that_is_missing),
        IN_WORLD(test_client_data_is_not_submitted),
        IN_WORLD(test_a_returned_text_comes_back),
        IN_WORLD(test_accepting_gives_a_number_and_everybody_reads_it),
        IN_WORLD(test_an_editor_who_wrote_it_passes_it_only_by_force_and_is_named),
        IN_WORLD(test_recommending_waits_for_the_term_the_lead_the_check_and_the_remarks),
        IN_WORLD(test_an_open_remark_holds_a_text_back_however_many_came_after_it),
        IN_WORLD(test_a_use_counts_once_a_day),
        IN_WORLD(test_five_boards_agree_and_the_text_stands),
        IN_WORLD(test_only_ones_own_organisation_speaks),
        IN_WORLD(test_before_the_outcome_nothing_told_depends_on_a_position),
        IN_WORLD(test_what_was_written_in_talks_is_published_when_they_are_over),
        IN_WORLD(test_a_board_day_to_come_or_long_before_the_round_is_refused),
        IN_WORLD(test_one_objection_is_talked_about_and_steered_over_as_dissent),
        IN_WORLD(test_a_withdrawn_objection_lets_it_pass),
        IN_WORLD(test_what_an_objector_says_late_in_the_talks_is_not_adopted_before_an_editor_saw_it),
        IN_WORLD(test_a_word_changed_after_everybody_spoke_is_not_adopted_before_an_editor_saw_it),
        IN_WORLD(test_after_its_term_a_round_takes_nothing_more),
        IN_WORLD(test_the_timeline_of_a_text_that_stands_keeps_the_secret_of_its_new_round),
        IN_WORLD(test_a_text_that_is_withdrawn_out_of_talks_ends_its_round),
        IN_WORLD(test_silence_puts_it_off_and_a_board_asks_for_consent_once),
        IN_WORLD(test_what_passed_is_adopted_by_itself_after_five_working_days),
        IN_WORLD(test_where_the_law_moves_a_text_is_looked_at_after_twelve_months),
        IN_WORLD(test_an_adopted_text_comes_due_is_confirmed_or_expires),
        IN_WORLD(test_three_times_no_help_or_a_leaving_organisation_makes_it_due),
        IN_WORLD(test_for_whom_a_text_holds_is_a_filter_of_search),
        IN_WORLD(test_a_new_text_is_told_what_exists_already),
        IN_WORLD(test_more_like_a_text_is_what_the_reader_may_read_and_stands),
        IN_WORLD(test_a_yes_to_the_text_before_is_offered_but_never_taken_by_itself),
        IN_WORLD(test_a_round_shows_the_text_that_was_put_to_the_boards_and_no_newer_one),
        IN_WORLD(test_a_round_on_a_new_version_leads_to_what_changed_since_the_text_that_stands),
        IN_WORLD(test_a_running_round_is_closed_for_a_new_text_and_the_next_one_waits_for_it),
        IN_WORLD(test_what_was_decided_on_is_what_stands),
        IN_WORLD(test_a_new_text_for_what_stands_leaves_it_valid_until_adopted),
        IN_WORLD(test_after_a_new_version_that_ended_the_next_can_be_begun),
        IN_WORLD(test_a_text_is_put_off_to_a_day_that_comes),
        IN_WORLD(test_what_was_adopted_elsewhere_is_a_list_of_the_desk_until_it_is_confirmed),
        IN_WORLD(test_an_import_is_confirmed_or_a_board_asks_for_a_round),
        IN_WORLD(test_a_confirmed_import_holds_for_the_organisations_it_names_and_no_other),
        IN_WORLD(test_a_confirmation_says_all_that_is_missing_and_takes_partners_only),
        IN_WORLD(test_what_was_said_of_an_older_text_ends_when_the_boards_decide_on_the_next),
        IN_WORLD(test_who_left_an_import_is_not_bound_by_its_confirmation),
        IN_WORLD(test_what_was_decided_here_offers_no_step_that_is_about_an_import),
        IN_WORLD(test_a_step_that_misses_what_people_can_do_stays_offered),
        IN_WORLD(test_a_check_of_an_older_version_counts_as_none_and_can_be_given_again),
        IN_WORLD(test_a_yes_is_given_to_the_text_that_was_read),
        IN_WORLD(test_a_yes_of_the_lead_is_none_to_a_newer_version_and_can_be_asked_again),
        IN_WORLD(test_asking_takes_no_yes_back),
        IN_WORLD(test_that_it_is_still_right_is_said_of_the_text_with_its_spelling_mended_too),
        IN_WORLD(test_a_promise_is_asked_of_the_lead_only_when_the_outcome_hangs_on_it),
        IN_WORLD(test_the_clock_asks_the_lead_for_a_promise_before_it_rejects),
        IN_WORLD(test_what_was_reworked_waits_for_the_version_that_the_lead_promised),
        IN_WORLD(test_what_was_reworked_without_a_promise_waits_without_a_day),
        IN_WORLD(test_what_the_clock_rejects_says_why),
        IN_WORLD(test_an_objection_that_is_supported_in_talks_leaves_the_lead_the_same_time),
        IN_WORLD(test_in_talks_nobody_else_objects_anew_when_the_objection_is_gone),
        IN_WORLD(test_merging_and_superseding_point_to_another),
        IN_WORLD(test_nobody_is_sent_to_a_text_that_ended),
        IN_WORLD(test_a_yes_to_recommending_is_none_to_merging),
        IN_WORLD(test_the_lead_agrees_to_merging_a_recommendation),
        IN_WORLD(test_still_right_is_not_asked_while_a_new_version_is_on_its_way),
        IN_WORLD(test_a_text_that_changed_since_it_was_shown_does_not_move),
        IN_WORLD(test_a_text_that_came_back_or_was_revived_has_its_whole_term_again),
        IN_WORLD(test_a_draft_nobody_touches_falls_asleep_and_wakes),
        IN_WORLD(test_many_large_drafts_keep_no_clock_from_moving_what_is_due),
        IN_WORLD(test_what_an_editor_had_in_hand_who_left_is_in_nobodys),
        IN_WORLD(test_of_a_full_desk_those_that_wait_longest_are_shown_and_a_filter_sees_all),
        IN_WORLD(test_the_desk_shows_what_is_late_first_to_editors_only),
        IN_WORLD(test_an_editor_does_one_thing_with_many_texts_or_with_none),
        IN_WORLD(test_of_many_texts_none_is_passed_that_changed_since_it_was_shown),
        IN_WORLD(test_a_nudge_asks_whoever_it_waits_for),
        IN_WORLD(test_a_nudge_leaves_a_board_alone_that_said_until_when_it_is_busy),
        IN_WORLD(test_the_overview_lists_by_stage_and_tells_no_position),
        IN_WORLD(test_what_waits_is_told_to_whom_it_is_asked_of),
        IN_WORLD(test_what_waits_and_does_not_fit_is_counted),
        IN_WORLD(test_meeting_dates_set_the_term),
        IN_WORLD(test_the_papers_of_an_earlier_meeting_hold_what_they_held_then),
        IN_WORLD(test_the_papers_of_then_tell_nothing_before_the_outcome),
        IN_WORLD(test_an_organisation_joins_later_or_leaves),
        IN_WORLD(test_who_is_lead_and_editor_withdraws_the_text_that_they_name),
        IN_WORLD(test_who_wrote_a_text_does_not_join_it_for_their_organisation),
        IN_WORLD(test_an_organisation_joins_the_text_that_it_read),
        IN_WORLD(test_for_whom_a_text_holds_is_filled_where_it_was_not_kept),
    };
    return cmocka_run_group_tests_name("ladder", tests, NULL, NULL);
}
