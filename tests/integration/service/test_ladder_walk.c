/* A random walk over the ladder: random people do random things to a few texts while time passes and some of the people
 * fall away. Whatever they do, the rules of design sections 2 and 4 hold after every step. After each
 * of them the change log alone says where every text stands. KB_STEPS and KB_SEED choose a longer walk. */
#include "tests/integration/service/ladder_replay.h"
#include "tests/integration/service/ladder_test.h"

enum { TEXTS = 4, CAST_MAX = 16, PEOPLE_MAX = 16 };

/* Steps in one network; a longer walk goes on in a new one. A text moves some dozens of times in its life, and one that
 * moved thousands of times only makes a walk slow. */
enum { LIFE = 5000 };

/* Everybody of the network who may do something for a text. */
struct one {
    const char *id, *name;
    const char *unless; /* fell away: this one stays, for somebody must be left; the own id: never falls away */
    bool away;
};

struct walking {
    struct world *w;
    struct boards boards;
    const char *cast[CAST_MAX];
    size_t n_cast;
    char texts[TEXTS][STORE_ID_BYTES];
    struct one people[PEOPLE_MAX];
    size_t n_people;
    struct replay replay;
    uint64_t random;
    size_t done, refused, adopted, onward, fell_away, alike;
    size_t ways[STAGE__COUNT][PEOPLE_MAX + 1]; /* who was found to take a text out of a stage; the last is the clock */
};

static unsigned pick(struct walking *g, unsigned n)
{
    g->random = g->random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (unsigned)(g->random >> 33) % n;
}

static const char *somebody(struct walking *g)
{
    return g->cast[pick(g, (unsigned)g->n_cast)];
}

/* ---- People fall away and come back ---- */

static bool is_away(const struct walking *g, const char *id)
{
    for (size_t i = 0; i < g->n_people; i++)
        if (!strcmp(g->people[i].id, id)) return g->people[i].away;
    return false;
}

static const char *a_lead(const struct walking *g)
{
    return is_away(g, g->w->lead) ? g->w->second : g->w->lead;
}

static const char *an_editor(const struct walking *g)
{
    return is_away(g, g->w->editor) ? g->boards.second_editor : g->w->editor;
}

static void set_away(struct walking *g, struct one *one, bool away)
{
    struct world *w = g->w;
    if (one->away == away) return;
    assert_done(AS(w, SYSTEM, svc_person_disable(SVC, text_str(one->id), away, ERR)));
    one->away = away;
    g->fell_away += away;
}

static void somebody_falls_away(struct walking *g)
{
    struct one *one = &g->people[pick(g, (unsigned)g->n_people)];
    if (!one->away && one->unless && (!strcmp(one->unless, one->id) || is_away(g, one->unless))) return;
    set_away(g, one, !one->away);
}

static void comes_back(struct walking *g, const char *id)
{
    for (size_t i = 0; i < g->n_people; i++)
        if (!strcmp(g->people[i].id, id)) set_away(g, &g->people[i], false);
}

static void meet_everybody(struct walking *g)
{
    struct world *w = g->w;
    const struct one all[] = {{w->lead, "the lead", w->second, false},
                              {w->second, "the second lead", w->lead, false},
                              {w->member, "a member", NULL, false},
                              {w->editor, "an editor", g->boards.second_editor, false},
                              {g->boards.second_editor, "the other editor", w->editor, false},
                              {g->boards.steering, "the steering group", NULL, false},
                              {w->participant, "a participant", w->participant, false},
                              {w->other, "somebody of another group", NULL, false}};
    memcpy(g->people, all, sizeof all);
    g->n_people = COUNT_OF(all);
    for (int p = 0; p < PARTNERS; p++)
        g->people[g->n_people++] = (struct one){g->boards.secretaries[p], partner_slugs[p], NULL, false};
}

/* ---- What a participant is told ---- */

/* Everything that the pages of a text say to somebody of the network who may not know any position. */
static const char *told(struct walking *g, const char *id)
{
    struct world *w = g->w;
    arena *a = w->svc.arena;
    struct svc_card card;
    struct svc_steps steps;
    struct svc_open_moves moves;
    struct svc_assents assents;
    if (AS(w, w->participant, svc_practice_card(SVC, text_str(id), &card, ERR)) != OK) return "";
    assert_done(AS(w, w->participant, svc_timeline(SVC, text_str(id), &steps, ERR)));
    assert_done(AS(w, w->participant, svc_moves(SVC, text_str(id), &moves, ERR)));
    assert_done(AS(w, w->participant, svc_assents(SVC, text_str(id), &assents, ERR)));
    const char *out = arena_printf(a, "%d %d %lld %s %s %s|%zu", card.line, card.stage, (long long)card.since,
                                   card.title, card.brief, card.href, assents.n);
    for (size_t i = 0; i < steps.n; i++)
        out = arena_printf(a, "%s|%d %d %lld %s %s", out, steps.at[i].move, steps.at[i].to, (long long)steps.at[i].at,
                           steps.at[i].by, steps.at[i].words);
    for (size_t i = 0; i < moves.n; i++)
        out = arena_printf(a, "%s|%d %zu", out, moves.at[i].move, moves.at[i].n_missing);
    for (int line = 0; line < 2; line++) {
        struct svc_needed n;
        assert_done(
            AS(w, w->participant, svc_needed(SVC, text_str(id), line ? LINE_ADOPTED : LINE_CANDIDATE, &n, ERR)));
        out = arena_printf(a, "%s|%d %d%d %lld %s %zu %zu %zu %d", out, n.stage, n.over, n.after_talks,
                           (long long)n.due, n.editor ? n.editor : "", n.n_missing, n.remarks, n.n_boards, n.enough);
    }
    assert_non_null(out);
    return out;
}

/* Boards decide, talk or have put it off: what they say is not everybody's yet. */
static bool is_secret(struct walking *g, const char *id)
{
    enum stage stage = stage_of(g->w, id, STORE_CANDIDATE);
    return stage == STAGE_IN_ROUND || stage == STAGE_TALKS || stage == STAGE_DEFERRED;
}

/* NULL when what is told may change with the next step. */
static const char *told_of_secret(struct walking *g, const char *id)
{
    return is_secret(g, id) ? told(g, id) : NULL;
}

/* A position, and what follows from it while there is no outcome, changes nothing of it. */
static void check_told(struct walking *g, const char *id, const char *before)
{
    if (!before || !is_secret(g, id)) return;
    assert_string_equal(told(g, id), before);
    g->alike++;
}

/* Only these answers are possible: nobody makes the program fail. */
static err_code count(struct walking *g, err_code code)
{
    g->done += code == OK;
    g->refused += code != OK;
    switch (code) {
    case OK:
    case ERR_RULE:
    case ERR_CONFLICT:
    case ERR_FORBIDDEN:
    case ERR_NOT_FOUND:
    case ERR_GONE:
    case ERR_INVALID:
    case ERR_STALE_EDIT:
    case ERR_SIGN_IN: return code;
    default: fail_msg("a step failed with %s (%s)", err_slug(code), g->w->err.cause); return code;
    }
}

/* ---- Steps ---- */

/* Half of the time what the page offers this person, half of the time anything at all. */
static enum stage_move choose_move(struct walking *g, const char *who, const char *id)
{
    struct world *w = g->w;
    struct svc_open_moves offered;
    if (pick(g, 2) && AS(w, who, svc_moves(SVC, text_str(id), &offered, ERR)) == OK && offered.n)
        return offered.at[pick(g, (unsigned)offered.n)].move;
    return (enum stage_move)(1 + pick(g, STAGE_MOVE__COUNT - 1));
}

static void some_move(struct walking *g, const char *id)
{
    struct world *w = g->w;
    const char *who = somebody(g);
    text slugs[PARTNERS];
    size_t n = 1 + pick(g, PARTNERS);
    for (size_t i = 0; i < n; i++) slugs[i] = text_str(partner_slugs[i]);
    struct svc_round_open round = {
        .preset = (enum round_preset)pick(g, ROUND_PRESET__COUNT), .organisations = slugs, .n_organisations = n};
    struct date today = calendar_date(w->svc.now);
    struct svc_move in = {.practice = text_str(id),
                          .move = choose_move(g, who, id),
                          .words = pick(g, 8) ? TEXT("Omdat het zo is.") : TEXT(""),
                          .review = pick(g, 4) ? date_add_months(today, 1 + (int)pick(g, 40)) : (struct date){0},
                          .until = date_add_days(today, 30),
                          .other = text_str(g->texts[pick(g, TEXTS)]),
                          .forced = pick(g, 20) == 0,
                          .similar = pick(g, 4) != 0,
                          .told = pick(g, 4) != 0,
                          .organisations = slugs,
                          .n_organisations = n,
                          .round = &round};
    if (in.move == MOVE_MERGE || in.move == MOVE_SUPERSEDE || in.move == MOVE_NOT_TAKE_UP || in.move == MOVE_WITHDRAW)
        if (pick(g, 40)) return; /* these end a text: seldom */
    struct store_working copy;
    kb_err none = {0};
    if (store_working_get(w->store, id, w->svc.arena, &copy, &none) == OK) in.seen = copy.version;
    bool hidden = in.move == MOVE_TALK || in.move == MOVE_DEFER;
    const char *before = hidden ? told_of_secret(g, id) : NULL;
    count(g, AS(w, who, svc_move(SVC, &in, ERR)));
    check_told(g, id, before);
}

static void some_position(struct walking *g, const char *id)
{
    struct world *w = g->w;
    struct store_round round;
    kb_err none = {0};
    if (store_round_latest(w->store, id, w->svc.arena, &round, &none) != OK) return;
    int whose = (int)pick(g, PARTNERS);
    static const enum round_position likely[] = {POSITION_AGREE,  POSITION_AGREE,   POSITION_AGREE, POSITION_RESERVE,
                                                 POSITION_OBJECT, POSITION_ABSTAIN, POSITION_RECUSE};
    const char *who = pick(g, 5) ? g->boards.secretaries[whose] : somebody(g);
    const char *before = told_of_secret(g, id);
    count(g, say_as(w, who, round.id, g->boards.organisations[whose], likely[pick(g, COUNT_OF(likely))]));
    check_told(g, id, before);
}

/* The text that stands, and where. */
static const char *stands(struct walking *g, const char *id)
{
    struct world *w = g->w;
    struct store_practice row;
    assert_done(store_practice_get(w->store, id, w->svc.arena, &row, ERR));
    const struct store_line *line = &row.lines[STORE_ADOPTED];
    return line->present ? arena_printf(w->svc.arena, "%s %s", line->stage, line->revision) : "";
}

/* The clocks run, and no text of which the positions are still secret says that one of them did something. */
static void some_time(struct walking *g)
{
    struct world *w = g->w;
    const char *before[TEXTS];
    const char *stood[TEXTS];
    days_pass(w, (int)pick(g, 20));
    for (size_t t = 0; t < TEXTS; t++) {
        before[t] = told_of_secret(g, g->texts[t]);
        stood[t] = stands(g, g->texts[t]);
    }
    tick(w);
    for (size_t t = 0; t < TEXTS; t++)
        if (!strcmp(stands(g, g->texts[t]), stood[t])) check_told(g, g->texts[t], before[t]);
}

/* A board takes a light round to consent, an editor gives it its one extension. */
static void some_managing(struct walking *g, const char *id)
{
    struct world *w = g->w;
    struct store_round round;
    kb_err none = {0};
    if (store_round_latest(w->store, id, w->svc.arena, &round, &none) != OK) return;
    text key = text_str(round.id);
    if (pick(g, 2))
        count(g, AS(w, g->boards.secretaries[pick(g, PARTNERS)], svc_round_consent(SVC, key, ERR)));
    else
        count(g, AS(w, an_editor(g), svc_round_extend(SVC, key, ERR)));
}

static enum svc_assent_kind choose_assent(struct walking *g, const char *who, const char *id)
{
    struct world *w = g->w;
    struct svc_assents offered;
    if (pick(g, 4) && AS(w, who, svc_assents(SVC, text_str(id), &offered, ERR)) == OK && offered.n)
        return offered.at[pick(g, (unsigned)offered.n)].kind;
    return (enum svc_assent_kind)pick(g, SVC_ASSENT__COUNT);
}

static void some_word(struct walking *g, const char *id)
{
    struct world *w = g->w;
    const char *who = somebody(g);
    struct svc_remark_add remark = {.practice = text_str(id), .must = pick(g, 3) == 0, .body = TEXT("Kan dit anders?")};
    struct svc_said said;
    switch (pick(g, 8)) {
    case 0: count(g, AS(w, somebody(g), svc_remark_add(SVC, &remark, ERR))); return;
    case 1: count(g, AS(w, somebody(g), svc_use(SVC, text_str(id), (enum svc_use)pick(g, 3), ERR))); return;
    case 2:
    case 3:
        if (AS(w, a_lead(g), svc_said(SVC, text_str(id), NULL, &said, ERR)) != OK || !said.n_open) return;
        count(g,
              AS(w, somebody(g),
                 svc_remark_answer(SVC, text_str(id), text_str(said.remarks[0].row.id), TEXT("Staat er nu in."), ERR)));
        return;
    default: {
        enum svc_assent_kind kind = choose_assent(g, who, id);
        count(g, AS(w, who, svc_assent_give(SVC, text_str(id), kind, TEXT(""), TEXT("Een advocaat"), ERR)));
    }
    }
}

static void some_writing(struct walking *g, const char *id)
{
    struct world *w = g->w;
    const char *who = somebody(g);
    struct svc_working working;
    int64_t version;
    const char *revision;
    if (count(g, AS(w, who, svc_working(SVC, text_str(id), &working, ERR))) != OK) return;
    working.draft.title = text_str(arena_printf(w->svc.arena, "Huurverhoging %u", pick(g, 1000)));
    if (count(g, save_as(w, who, id, working.version, working.draft, &version)) != OK) return;
    const char *before = told_of_secret(g, id);
    if (pick(g, 4) == 0) count(g, publish_as(w, who, id, version, &revision));
    check_told(g, id, before);
}

/* Proposes one, agrees to one, or lets one be; sometimes with more than spelling, which must be refused. */
static void some_correction(struct walking *g, const char *id)
{
    struct world *w = g->w;
    const char *who = somebody(g);
    struct svc_correction c;
    if (count(g, AS(w, who, svc_correction(SVC, text_str(id), &c, ERR))) != OK) return;
    if (c.waits) {
        text key = text_str(id);
        count(g, pick(g, 4) ? AS(w, who, svc_correction_agree(SVC, key, c.at, ERR))
                            : AS(w, who, svc_correction_drop(SVC, key, ERR)));
        return;
    }
    bool more = pick(g, 4) == 0;
    struct svc_correct in = {
        .practice = text_str(id), .revision = text_str(c.revision), .draft = c.draft, .note = TEXT("Spelling.")};
    in.draft.brief = text_str(arena_printf(w->svc.arena, "%.*s%s", TEXT_FMT(c.draft.brief), more ? " Nooit." : "!"));
    err_code code = count(g, AS(w, who, svc_correct(SVC, &in, ERR)));
    if (more && code == OK) fail_msg("more than spelling passed as a correction");
}

/* ---- Doing exactly what the needed line asks ---- */

static struct svc_needed needed_by(struct walking *g, const char *who, const char *id, enum practice_line line)
{
    struct world *w = g->w;
    struct svc_needed n;
    assert_done(AS(w, who, svc_needed(SVC, text_str(id), line, &n, ERR)));
    return n;
}

static void write_all(struct walking *g, const char *id)
{
    struct world *w = g->w;
    struct svc_working working;
    int64_t version;
    assert_done(AS(w, a_lead(g), svc_working(SVC, text_str(id), &working, ERR)));
    struct store_section *sections = ARENA_ARRAY(w->svc.arena, struct store_section, working.draft.n_sections);
    for (size_t i = 0; i < working.draft.n_sections; i++)
        sections[i] = (struct store_section){working.draft.sections[i].key, TEXT("Bel eerst de verhuurder.")};
    struct svc_draft draft = {TEXT("Huurverhoging"), TEXT("Bel eerst."), sections, working.draft.n_sections};
    assert_done(save_as(w, a_lead(g), id, working.version, draft, &version));
}

static void publish_another(struct walking *g, const char *id)
{
    struct world *w = g->w;
    struct svc_working working;
    int64_t version;
    const char *revision;
    assert_done(AS(w, a_lead(g), svc_working(SVC, text_str(id), &working, ERR)));
    working.draft.title = text_str(arena_printf(w->svc.arena, "Huurverhoging van dag %lld", (long long)w->svc.now));
    assert_done(save_as(w, a_lead(g), id, working.version, working.draft, &version));
    assert_done(publish_as(w, a_lead(g), id, version, &revision));
}

static void answer_all(struct walking *g, const char *id)
{
    struct world *w = g->w;
    struct svc_said said;
    do {
        assert_done(AS(w, a_lead(g), svc_said(SVC, text_str(id), NULL, &said, ERR)));
        for (size_t i = 0; i < said.n_open; i++)
            assert_done(
                AS(w, a_lead(g),
                   svc_remark_answer(SVC, text_str(id), text_str(said.remarks[i].row.id), TEXT("Gedaan."), ERR)));
    } while (said.n_open);
}

static void do_item(struct walking *g, const char *id, const struct kb_err_item *item, kb_time due)
{
    struct world *w = g->w;
    const char *f = item->field;
    if (!strcmp(item->reason, "too-early")) {
        assert_true(due >= w->svc.now); /* it names the day */
        w->svc.now = due;
    } else if (!strcmp(f, "new-revision")) {
        publish_another(g, id);
    } else if (!strcmp(item->reason, "unanswered")) {
        answer_all(g, id);
    } else if (!strcmp(f, "lead-agrees")) {
        assent_as(w, a_lead(g), id, SVC_ASSENT_LEAD, "");
    } else if (!strcmp(item->reason, "not-checked")) {
        assent_as(w, an_editor(g), id, SVC_ASSENT_CHECK, "Een huuradvocaat");
    } else if (!strcmp(f, "tried")) {
        assent_as(w, a_lead(g), id, SVC_ASSENT_NOT_TRIED, "");
    } else if (!strcmp(f, "title") || !strcmp(f, "brief") || practice_section_known(text_str(f))) {
        write_all(g, id);
    } else {
        fail_msg("nobody knows how to mend %s: %s", f, item->reason);
    }
}

/* The move that the stage waits for, by whom the table says, with its form filled in. */
static err_code go_on(struct walking *g, const char *id, enum stage stage)
{
    struct world *w = g->w;
    enum stage_move move = stage_onward(stage);
    bool by_lead = move == MOVE_SUBMIT || move == MOVE_REVIVE;
    if (move == MOVE_SUBMIT) return submit_as(w, a_lead(g), id);
    if (move == MOVE_OPEN_ROUND) return open_round_as(w, an_editor(g), id, ROUND_CONSENT, PARTNERS);
    struct svc_move in = {.practice = text_str(id),
                          .move = move,
                          .words = TEXT("Zo is het."),
                          .told = true,
                          .review = date_add_months(calendar_date(w->svc.now), 12)};
    return AS(w, by_lead ? a_lead(g) : an_editor(g), svc_move(SVC, &in, ERR));
}

/* Every organisation that it names says yes, as long as it can; then the round has an outcome that an editor can write
 * down. */
static void decide_all(struct walking *g, const char *id, const struct svc_needed *n)
{
    struct world *w = g->w;
    struct store_round round;
    struct svc_open_moves moves;
    bool out = false;
    assert_done(store_round_latest(w->store, id, w->svc.arena, &round, ERR));
    bool over = !strcmp(round.state, "open") && w->svc.now >= round.ends; /* what was said is all there is */
    for (size_t i = 0; !over && i < n->n_boards; i++)
        for (int p = 0; p < PARTNERS; p++)
            if (!strcmp(n->boards[i].name, partner_slugs[p]) || (!p && !strcmp(n->boards[i].name, "Juridisch Loket"))) {
                comes_back(g, g->boards.secretaries[p]);
                assert_done(say_as(w, g->boards.secretaries[p], round.id, g->boards.organisations[p], POSITION_AGREE));
            }
    assert_done(AS(w, an_editor(g), svc_moves(SVC, text_str(id), &moves, ERR)));
    for (size_t i = 0; i < moves.n; i++) {
        enum stage_move m = moves.at[i].move;
        bool ends = m == MOVE_ADOPT || m == MOVE_REWORK || m == MOVE_REJECT || m == MOVE_VOID;
        ends |= m == MOVE_DEFER && n->stage == STAGE_TALKS; /* who was silent before the talks still is */
        ends |= over && (m == MOVE_DEFER || m == MOVE_TALK);
        out |= ends && !moves.at[i].n_missing;
    }
    if (!out) fail_msg("every organisation that was waited for spoke, and the round has no outcome");
}

/* A term that runs is what the line is about, unless that is a new text. */
static kb_time day_of(const struct svc_needed *n, const struct kb_err_item *item)
{
    return n->awaits_text ? item->until : n->due;
}

static void do_what_is_needed(struct walking *g, const char *id)
{
    struct world *w = g->w;
    enum practice_line line = stage_waits(stage_of(w, id, STORE_CANDIDATE)) ? LINE_CANDIDATE : LINE_ADOPTED;
    enum stage stage = stage_of(w, id, line == LINE_ADOPTED ? STORE_ADOPTED : STORE_CANDIDATE);
    bool groups_own = stage_dot(stage, line, false) == DOT_DRAFT && stage != STAGE_SUBMITTED;
    if (!stage_waits(stage)) return;
    struct svc_needed n = needed_by(g, groups_own ? a_lead(g) : an_editor(g), id, line);
    if (stage == STAGE_IN_ROUND || stage == STAGE_TALKS) {
        decide_all(g, id, &n);
        return;
    }
    for (size_t i = 0; i < n.n_missing; i++) do_item(g, id, &n.missing[i], day_of(&n, &n.missing[i]));
    n = needed_by(g, groups_own ? a_lead(g) : an_editor(g), id, line); /* a new version asks for a check of its own */
    for (size_t i = 0; i < n.n_missing; i++) do_item(g, id, &n.missing[i], day_of(&n, &n.missing[i]));
    if (go_on(g, id, stage) != OK)
        fail_msg("from %s: all that was needed was done, and %s is refused", stage_slug(stage), w->err.cause);
    g->onward++;
}

static void some_step(struct walking *g)
{
    const char *id = g->texts[pick(g, TEXTS)];
    if (pick(g, 40) == 0) {
        do_what_is_needed(g, id);
        return;
    }
    if (pick(g, 16) == 0) {
        some_correction(g, id);
        return;
    }
    if (pick(g, 50) == 0) somebody_falls_away(g);
    if (pick(g, 50) == 0) some_managing(g, id);
    switch (pick(g, 10)) {
    case 0:
    case 1:
    case 2:
    case 3: some_move(g, id); break;
    case 4:
    case 5: some_position(g, id); break;
    case 6:
    case 7: some_word(g, id); break;
    case 8: some_writing(g, id); break;
    default: some_time(g);
    }
}

/* ---- What must hold ---- */

/* The last round of an adopted text that was decided here. */
static void check_adoption(struct walking *g, const char *id, const struct store_move *move)
{
    struct world *w = g->w;
    struct store_rounds rounds;
    struct store_positions said;
    bool steered = !strcmp(move->what, stage_move_slug(MOVE_STEER));
    assert_done(store_round_list(w->store, id, w->svc.arena, &rounds, ERR));
    assert_true(rounds.n > 0);
    const struct store_round *r = &rounds.at[0];
    assert_string_equal(r->state, "ended");
    assert_string_equal(r->outcome, "passes");
    assert_string_equal(r->revision, move->revision); /* what was decided on is what stands */
    assert_done(store_position_list(w->store, r->id, w->svc.arena, &said, ERR));
    unsigned agree = 0, yes = 0, object = 0;
    for (size_t i = 0; i < said.n; i++) {
        if (said.at[i].replaced) continue;
        agree += !strcmp(said.at[i].position, "agree");
        yes += !strcmp(said.at[i].position, "agree") || !strcmp(said.at[i].position, "reserve");
        object += !strcmp(said.at[i].position, "object");
    }
    if (steered) {
        assert_true(object == 1 && yes >= 2);
        assert_true(strstr(move->marks, "dissent") != NULL);
        return;
    }
    assert_int_equal(object, 0);
    if (!strcmp(r->preset, "light")) assert_true(agree >= 2);
    if (!strcmp(r->preset, "consent")) assert_true(agree >= 1 && yes >= 2);
    if (!strcmp(r->preset, "unanimous")) assert_true(yes >= 1);
    if (!strcmp(r->preset, "single")) assert_int_equal(agree, 1);
}

/* Nobody but the clock passed an own text without a mark. */
static void check_authors(struct walking *g, const char *id, const struct store_move *move)
{
    static const char *const passing[] = {"accept", "recommend", "open-round", "adopt"};
    struct world *w = g->w;
    bool author, passes = false;
    for (size_t i = 0; i < COUNT_OF(passing); i++) passes |= !strcmp(move->what, passing[i]);
    if (!passes || !strcmp(move->made_by, "system") || !strcmp(move->what, "adopt"))
        return; /* adopting forgets authors */
    assert_done(store_is_author(w->store, id, move->made_by, &author, ERR));
    if (author) assert_true(strstr(move->marks, "own-text") != NULL);
}

/* ---- Nobody is stuck ---- */

/* The form of a step, with everything in it that it may ask. */
static struct svc_move filled_move(struct walking *g, const char *id, enum stage_move move,
                                   struct svc_round_open *round)
{
    struct world *w = g->w;
    struct date today = calendar_date(w->svc.now);
    text *slugs = ARENA_ARRAY(w->svc.arena, text, PARTNERS);
    for (int p = 0; p < PARTNERS; p++) slugs[p] = text_str(partner_slugs[p]);
    *round = (struct svc_round_open){.preset = ROUND_CONSENT, .organisations = slugs, .n_organisations = PARTNERS};
    struct svc_move in = {.practice = text_str(id),
                          .move = move,
                          .words = TEXT("Omdat het zo is."),
                          .review = date_add_months(today, 12),
                          .until = date_add_days(today, 30),
                          .forced = true,
                          .similar = true,
                          .told = true,
                          .organisations = slugs,
                          .n_organisations = PARTNERS,
                          .round = round};
    struct store_working copy;
    kb_err none = {0};
    if (store_working_get(w->store, id, w->svc.arena, &copy, &none) == OK) in.seen = copy.version;
    return in;
}

/* Makes the step for real, sees that the text left its stage, and takes it all back. */
static bool leaves_by(struct walking *g, const struct one *one, const char *id, enum store_line_name name,
                      enum stage stage, enum stage_move move)
{
    struct world *w = g->w;
    struct svc_round_open round;
    struct svc_move in = filled_move(g, id, move, &round);
    act_begin(w, one->id);
    err_code code = svc_move(SVC, &in, ERR);
    if (code != OK)
        fail_msg("%s is offered %s and is refused: %s (%s)", one->name, stage_move_slug(move), err_slug(code),
                 w->err.cause);
    bool left = stage_of(w, id, name) != stage;
    db_rollback(w->store->db);
    return left;
}

/* A step of this person that leads out of the stage and lacks nothing. One that names another text hangs on that. */
static bool can_leave(struct walking *g, const struct one *one, const char *id, enum practice_line line,
                      enum store_line_name name, enum stage stage)
{
    struct world *w = g->w;
    struct svc_open_moves moves;
    if (one->away || AS(w, one->id, svc_moves(SVC, text_str(id), &moves, ERR)) != OK) return false;
    for (size_t i = 0; i < moves.n; i++) {
        const struct svc_open_move *m = &moves.at[i];
        if (m->n_missing || m->to == stage || !stage_find(line, stage, m->move)) continue;
        if (m->move == MOVE_SUBMIT || m->must_write & UINT32_C(1) << WORDS_OTHER) continue; /* asks a text of its own */
        if (leaves_by(g, one, id, name, stage, m->move)) return true;
    }
    return false;
}

/* Does it leave by itself within a year? */
static bool clock_leaves(struct walking *g, const char *id, enum store_line_name name, enum stage stage)
{
    struct world *w = g->w;
    kb_time now = w->svc.now;
    bool left = false;
    act_begin(w, SYSTEM);
    for (int month = 0; month < 13 && !left; month++) {
        size_t moved;
        w->svc.now += (kb_time)28 * MS_DAY;
        assert_done(svc_tick(SVC, NULL, NULL, &moved, ERR));
        left = stage_of(w, id, name) != stage;
    }
    db_rollback(w->store->db);
    w->svc.now = now;
    return left;
}

/* A text that has not ended can be taken out of its stage: by somebody who is there, now, or else by the clock. */
static void check_not_stuck(struct walking *g, const char *id, enum store_line_name name)
{
    enum stage stage = stage_of(g->w, id, name);
    enum practice_line line = name == STORE_ADOPTED ? LINE_ADOPTED : LINE_CANDIDATE;
    size_t first = pick(g, (unsigned)g->n_people);
    if (stage == STAGE_NONE || stage_is_ended(stage)) return;
    for (size_t i = 0; i < g->n_people; i++) {
        size_t who = (first + i) % g->n_people;
        if (!can_leave(g, &g->people[who], id, line, name, stage)) continue;
        g->ways[stage][who]++;
        return;
    }
    if (!clock_leaves(g, id, name, stage)) {
        for (size_t i = 0; i < g->n_people; i++)
            print_message("%s: %s\n", g->people[i].name, g->people[i].away ? "away" : "can do nothing");
        fail_msg("nobody and no clock takes a text out of %s", stage_slug(stage));
    }
    g->ways[stage][g->n_people]++;
}

static void print_ways(const struct walking *g)
{
    for (unsigned s = 0; s < STAGE__COUNT; s++) {
        char line[1024] = "";
        for (size_t i = 0; i <= g->n_people; i++)
            if (g->ways[s][i])
                snprintf(line + strlen(line), sizeof line - strlen(line), " %s %zu,",
                         i < g->n_people ? g->people[i].name : "the clock", g->ways[s][i]);
        if (*line) print_message("  out of %s:%s\n", stage_slug((enum stage)s), line);
    }
}

static bool visible_to(struct walking *g, const char *who, const char *id)
{
    struct world *w = g->w;
    struct svc_card card;
    return AS(w, who, svc_practice_card(SVC, text_str(id), &card, ERR)) == OK;
}

/* A waiting stage always says what it waits for; to a participant never anything that hangs on a position. */
static void check_needed(struct walking *g, const char *id)
{
    static const enum practice_line lines[] = {LINE_CANDIDATE, LINE_ADOPTED};
    static const enum store_line_name names[] = {STORE_CANDIDATE, STORE_ADOPTED};
    struct world *w = g->w;
    for (size_t i = 0; i < COUNT_OF(lines); i++) {
        enum stage stage = stage_of(w, id, names[i]);
        bool hidden = stage == STAGE_IN_ROUND || stage == STAGE_TALKS || stage == STAGE_DEFERRED;
        bool groups_own = stage_dot(stage, lines[i], false) == DOT_DRAFT && stage != STAGE_SUBMITTED;
        if (!stage_waits(stage)) continue;
        struct svc_needed all = needed_by(g, groups_own ? a_lead(g) : an_editor(g), id, lines[i]);
        assert_int_equal(all.stage, stage);
        bool dated = all.due || all.n_missing || stage == STAGE_DRAFT || stage == STAGE_DORMANT || all.over;
        if (!dated) fail_msg("%s waits for nothing and nobody", stage_slug(stage));
        if (!hidden || !visible_to(g, w->participant, id)) continue;
        struct store_practice row;
        struct svc_needed told = needed_by(g, w->participant, id, lines[i]);
        assert_done(store_practice_get(w->store, id, w->svc.arena, &row, ERR));
        assert_int_equal(told.stage, STAGE_IN_ROUND);
        assert_true(!told.n_boards && !told.n_missing && !told.enough && !told.over && !told.after_talks &&
                    !*told.editor);
        assert_true(told.due == row.lines[names[i]].until);
    }
}

/* What the log says is what the store says; a text that moved kept the rules. */
static void check(struct walking *g, const char *id)
{
    struct store_moves moves;
    struct world *w = g->w;
    const struct replayed *log = replay_of(&g->replay, id);
    replay_compare(w, log);
    if (!log->moved) return;
    assert_done(store_move_list(w->store, id, w->svc.arena, &moves, ERR));
    if (!moves.n) return;
    const struct store_move *last = &moves.at[0];
    bool adopts = !strcmp(last->what, "adopt") || !strcmp(last->what, "steer");
    g->adopted += adopts;
    if (adopts) check_adoption(g, id, last);
    check_authors(g, id, last);
}

static void check_all(struct walking *g)
{
    const char *one = g->texts[pick(g, TEXTS)];
    replay_on(g->w, &g->replay);
    for (size_t t = 0; t < TEXTS; t++) check(g, g->texts[t]);
    check_needed(g, one);
    if (pick(g, 16)) return; /* that costs more than all the rest */
    check_not_stuck(g, one, STORE_CANDIDATE);
    check_not_stuck(g, one, STORE_ADOPTED);
}

/* ---- The walk ---- */

static void begin_text(struct walking *g, size_t t)
{
    memcpy(g->texts[t], full_draft(g->w), STORE_ID_BYTES);
}

/* The people of a new network and its first texts; what was counted in earlier ones stays. */
static void settle(struct walking *g, struct world *w, const char *profile)
{
    g->w = w;
    g->boards = boards_of(w);
    g->n_cast = 0;
    g->replay = (struct replay){0};
    meet_everybody(g);
    const char *people[] = {w->lead,           w->lead,   w->second, w->member,      w->editor,
                            w->editor,         w->editor, w->other,  w->participant, g->boards.second_editor,
                            g->boards.steering};
    for (size_t i = 0; i < COUNT_OF(people); i++) g->cast[g->n_cast++] = people[i];
    assert_done(AS(w, SYSTEM, svc_setting_put(SVC, TEXT("profile"), text_str(profile), ERR)));
    for (size_t i = 0; i < TEXTS; i++) begin_text(g, i);
}

static bool is_over(struct walking *g, const char *id)
{
    const struct replayed *log = replay_of(&g->replay, id);
    enum stage c = log->stages[STORE_CANDIDATE], a = log->stages[STORE_ADOPTED];
    return (c == STAGE_NONE || stage_is_ended(c)) && (a == STAGE_NONE || !stage_is_adopted(a));
}

/* A text that is over makes room for a new one, and now and then another does. */
static void renew_texts(struct walking *g)
{
    for (size_t t = 0; t < TEXTS; t++) {
        if (!is_over(g, g->texts[t]) && pick(g, 4000)) continue;
        comes_back(g, g->w->member);
        begin_text(g, t);
    }
}

static void live(struct walking *g, size_t steps)
{
    struct world *w = g->w;
    struct store_chain chain;
    arena *scratch = w->svc.arena, *each = arena_new((size_t)256 << 20);
    w->svc.arena = each;
    for (size_t i = 0; i < steps; i++) {
        arena_clear(each);
        some_step(g);
        check_all(g);
        renew_texts(g);
    }
    w->svc.arena = scratch;
    arena_free(each);
    free(g->replay.texts);
    assert_done(store_changes_verify(w->store, &chain, ERR));
    assert_null(chain.what);
}

static void walk(void **state, const char *profile, uint64_t seed, size_t steps)
{
    struct walking g = {.random = seed};
    for (size_t done = 0; done < steps; done += LIFE) {
        if (done) world_teardown(state), world_setup(state);
        settle(&g, *state, profile);
        live(&g, steps - done < LIFE ? steps - done : LIFE);
    }
    print_message("%s, seed %llu: %zu steps, %zu done, %zu refused, %zu times all that was needed was done, "
                  "%zu adoptions, %zu times somebody fell away, %zu times a participant was told the same\n",
                  profile, (unsigned long long)seed, steps, g.done, g.refused, g.onward, g.adopted, g.fell_away,
                  g.alike);
    print_ways(&g);
    assert_true(g.fell_away > 0 && g.alike > 0 && g.onward > 0);
    assert_true(g.adopted > 0); /* a walk that never gets there proves nothing */
}

static size_t steps_of(size_t quick)
{
    const char *asked = getenv("KB_STEPS");
    return asked ? strtoull(asked, NULL, 10) / 2 : quick; /* of both profiles together */
}

static uint64_t seed_of(uint64_t quick)
{
    const char *asked = getenv("KB_SEED");
    return asked ? strtoull(asked, NULL, 10) : quick;
}

static void test_a_walk_in_the_small_profile_breaks_no_rule(void **state)
{
    walk(state, "small", seed_of(20261126), steps_of(25000));
}

static void test_a_walk_in_the_national_profile_breaks_no_rule(void **state)
{
    walk(state, "national", seed_of(7), steps_of(25000));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WORLD(test_a_walk_in_the_small_profile_breaks_no_rule),
        IN_WORLD(test_a_walk_in_the_national_profile_breaks_no_rule),
    };
    return cmocka_run_group_tests_name("a walk over the ladder", tests, NULL, NULL);
}
