/* A random walk over the ladder: random people do random things to a few texts while time passes and some of the people
 * fall away. Whatever they do, the rules of design sections 2 and 4 hold after every step. KB_STEPS and KB_SEED choose
 * a longer walk. */
#include "tests/integration/service/ladder_test.h"

enum { TEXTS = 4, CAST_MAX = 16 };

struct walking {
    struct world *w;
    struct boards boards;
    const char *cast[CAST_MAX];
    size_t n_cast;
    const char *texts[TEXTS];
    uint64_t random;
    size_t done, refused, adopted, onward;
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
                          .round = &round};
    if (in.move == MOVE_MERGE || in.move == MOVE_SUPERSEDE || in.move == MOVE_NOT_TAKE_UP || in.move == MOVE_WITHDRAW)
        if (pick(g, 40)) return; /* these end a text: seldom */
    struct store_working copy;
    kb_err none = {0};
    if (store_working_get(w->store, id, w->svc.arena, &copy, &none) == OK) in.seen = copy.version;
    count(g, AS(w, who, svc_move(SVC, &in, ERR)));
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
    count(g, say_as(w, who, round.id, g->boards.organisations[whose], likely[pick(g, COUNT_OF(likely))]));
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
        if (AS(w, w->lead, svc_said(SVC, text_str(id), &said, ERR)) != OK || !said.n_open) return;
        count(g,
              AS(w, somebody(g),
                 svc_remark_answer(SVC, text_str(id), text_str(said.remarks[0].row.id), TEXT("Staat er nu in."), ERR)));
        return;
    default: {
        enum svc_assent_kind kind = choose_assent(g, who, id);
        count(g, AS(w, who, svc_assent_give(SVC, text_str(id), kind, TEXT("Een advocaat"), ERR)));
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
    if (pick(g, 4) == 0) count(g, publish_as(w, who, id, version, &revision));
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
    assert_done(AS(w, w->lead, svc_working(SVC, text_str(id), &working, ERR)));
    struct store_section *sections = ARENA_ARRAY(w->svc.arena, struct store_section, working.draft.n_sections);
    for (size_t i = 0; i < working.draft.n_sections; i++)
        sections[i] = (struct store_section){working.draft.sections[i].key, TEXT("Bel eerst de verhuurder.")};
    struct svc_draft draft = {TEXT("Huurverhoging"), TEXT("Bel eerst."), sections, working.draft.n_sections};
    assert_done(save_as(w, w->lead, id, working.version, draft, &version));
}

static void answer_all(struct walking *g, const char *id)
{
    struct world *w = g->w;
    struct svc_said said;
    assert_done(AS(w, w->lead, svc_said(SVC, text_str(id), &said, ERR)));
    for (size_t i = 0; i < said.n_remarks; i++)
        if (!said.remarks[i].row.answered)
            assert_done(
                AS(w, w->lead,
                   svc_remark_answer(SVC, text_str(id), text_str(said.remarks[i].row.id), TEXT("Gedaan."), ERR)));
}

static void do_item(struct walking *g, const char *id, const struct kb_err_item *item, kb_time due)
{
    struct world *w = g->w;
    const char *f = item->field;
    if (!strcmp(item->reason, "too-early")) {
        assert_true(due >= w->svc.now); /* it names the day */
        w->svc.now = due;
    } else if (!strcmp(item->reason, "unanswered")) {
        answer_all(g, id);
    } else if (!strcmp(f, "lead-agrees")) {
        assent_as(w, w->lead, id, SVC_ASSENT_LEAD, "");
    } else if (!strcmp(item->reason, "not-checked")) {
        assent_as(w, w->editor, id, SVC_ASSENT_CHECK, "Een huuradvocaat");
    } else if (!strcmp(f, "tried")) {
        assent_as(w, w->lead, id, SVC_ASSENT_NOT_TRIED, "");
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
    if (move == MOVE_SUBMIT) return submit_as(w, w->lead, id);
    if (move == MOVE_OPEN_ROUND) return open_round_as(w, w->editor, id, ROUND_CONSENT, PARTNERS);
    struct svc_move in = {.practice = text_str(id),
                          .move = move,
                          .words = TEXT("Zo is het."),
                          .told = true,
                          .review = date_add_months(calendar_date(w->svc.now), 12)};
    return AS(w, by_lead ? w->lead : w->editor, svc_move(SVC, &in, ERR));
}

/* Every organisation that it names says yes; then the round has an outcome that an editor can write down. */
static void decide_all(struct walking *g, const char *id, const struct svc_needed *n)
{
    struct world *w = g->w;
    struct store_round round;
    struct svc_open_moves moves;
    bool out = false;
    assert_done(store_round_latest(w->store, id, w->svc.arena, &round, ERR));
    for (size_t i = 0; i < n->n_boards; i++)
        for (int p = 0; p < PARTNERS; p++)
            if (!strcmp(n->boards[i].name, partner_slugs[p]) || (!p && !strcmp(n->boards[i].name, "Juridisch Loket")))
                assert_done(say_as(w, g->boards.secretaries[p], round.id, g->boards.organisations[p], POSITION_AGREE));
    assert_done(AS(w, w->editor, svc_moves(SVC, text_str(id), &moves, ERR)));
    for (size_t i = 0; i < moves.n; i++) {
        enum stage_move m = moves.at[i].move;
        bool ends = m == MOVE_ADOPT || m == MOVE_REWORK || m == MOVE_REJECT || m == MOVE_VOID;
        ends |= m == MOVE_DEFER && n->stage == STAGE_TALKS; /* who was silent before the talks still is */
        out |= ends && !moves.at[i].n_missing;
    }
    if (!out) fail_msg("every organisation that was waited for spoke, and the round has no outcome");
}

static void do_what_is_needed(struct walking *g, const char *id)
{
    struct world *w = g->w;
    enum practice_line line = stage_waits(stage_of(w, id, STORE_CANDIDATE)) ? LINE_CANDIDATE : LINE_ADOPTED;
    enum stage stage = stage_of(w, id, line == LINE_ADOPTED ? STORE_ADOPTED : STORE_CANDIDATE);
    bool groups_own = stage_dot(stage, line, false) == DOT_DRAFT && stage != STAGE_SUBMITTED;
    if (!stage_waits(stage)) return;
    struct svc_needed n = needed_by(g, groups_own ? w->lead : w->editor, id, line);
    if (stage == STAGE_IN_ROUND || stage == STAGE_TALKS) {
        decide_all(g, id, &n);
        return;
    }
    for (size_t i = 0; i < n.n_missing; i++) do_item(g, id, &n.missing[i], n.due);
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
    default: days_pass(g->w, (int)pick(g, 20)); tick(g->w);
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

/* The moves tell where the practice stands: replaying them gives the same stage. */
static void check_replay(struct walking *g, const char *id, const struct store_moves *moves)
{
    struct world *w = g->w;
    enum stage candidate = STAGE_DRAFT, stands = STAGE_NONE;
    for (size_t i = moves->n; i-- > 0;) {
        const struct store_move *m = &moves->at[i];
        enum stage to;
        assert_true(stage_from_slug(text_str(m->went_to), &to));
        if (m->line == STORE_ADOPTED)
            stands = to;
        else if (stage_is_adopted(to))
            stands = to, candidate = STAGE_NONE;
        else
            candidate = to;
    }
    assert_stage(id, STORE_CANDIDATE, candidate);
    assert_stage(id, STORE_ADOPTED, stands);
}

/* A text that has not ended can be moved by somebody, now or when a clock has run. */
static void check_not_stuck(struct walking *g, const char *id)
{
    enum stage candidate = stage_of(g->w, id, STORE_CANDIDATE);
    size_t n, ways = 0;
    const struct stage_row *rows = stage_rows(&n);
    if (candidate == STAGE_NONE || stage_is_ended(candidate)) return;
    for (size_t i = 0; i < n; i++) ways += rows[i].line == LINE_CANDIDATE && (rows[i].from & UINT32_C(1) << candidate);
    assert_true(ways > 0);
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
        struct svc_needed all = needed_by(g, groups_own ? w->lead : w->editor, id, lines[i]);
        assert_int_equal(all.stage, stage);
        bool dated = all.due || all.n_missing || stage == STAGE_DRAFT || stage == STAGE_DORMANT || all.over;
        if (!dated) fail_msg("%s waits for nothing and nobody", stage_slug(stage));
        if (!hidden || !visible_to(g, w->participant, id)) continue;
        struct store_practice row;
        struct svc_needed told = needed_by(g, w->participant, id, lines[i]);
        assert_done(store_practice_get(w->store, id, w->svc.arena, &row, ERR));
        assert_int_equal(told.stage, STAGE_IN_ROUND);
        assert_true(!told.n_boards && !told.n_missing && !told.enough && !told.over && !*told.editor);
        assert_true(told.due == row.lines[names[i]].until);
    }
}

static void check(struct walking *g, const char *id)
{
    struct store_moves moves;
    struct world *w = g->w;
    assert_done(store_move_list(w->store, id, w->svc.arena, &moves, ERR));
    check_replay(g, id, &moves);
    check_not_stuck(g, id);
    if (!moves.n) return;
    const struct store_move *last = &moves.at[0];
    bool adopts = !strcmp(last->what, "adopt") || !strcmp(last->what, "steer");
    g->adopted += adopts && last->at == w->svc.now;
    if (adopts) check_adoption(g, id, last);
    check_authors(g, id, last);
}

/* ---- The walk ---- */

static void walk(struct world *w, const char *profile, uint64_t seed, size_t steps, size_t *adopted)
{
    struct walking g = {.w = w, .boards = boards_of(w), .random = seed};
    const char *people[] = {w->lead,          w->lead,   w->second, w->member,      w->editor,
                            w->editor,        w->editor, w->other,  w->participant, g.boards.second_editor,
                            g.boards.steering};
    for (size_t i = 0; i < COUNT_OF(people); i++) g.cast[g.n_cast++] = people[i];
    assert_done(AS(w, SYSTEM, svc_setting_put(SVC, TEXT("profile"), text_str(profile), ERR)));
    char ids[TEXTS][STORE_ID_BYTES];
    for (size_t i = 0; i < TEXTS; i++) g.texts[i] = full_draft(w);
    arena *scratch = w->svc.arena, *each = arena_new((size_t)256 << 20);
    for (size_t i = 0; i < steps; i++) {
        w->svc.arena = each;
        arena_clear(each);
        some_step(&g);
        for (size_t t = 0; t < TEXTS; t++) check(&g, g.texts[t]);
        check_needed(&g, g.texts[pick(&g, TEXTS)]);
        for (size_t t = 0; t < TEXTS; t++) {
            enum stage c = stage_of(w, g.texts[t], STORE_CANDIDATE), a = stage_of(w, g.texts[t], STORE_ADOPTED);
            bool over = (c == STAGE_NONE || stage_is_ended(c)) && (a == STAGE_NONE || !stage_is_adopted(a));
            if (!over && pick(&g, 4000)) continue;
            const char *next = full_draft(w); /* takes its place; its id outlives this step */
            memcpy(ids[t], next, STORE_ID_BYTES);
            g.texts[t] = ids[t];
        }
        w->svc.arena = scratch;
        if (i == steps / 2) assert_done(AS(w, SYSTEM, svc_person_disable(SVC, text_str(w->second), true, ERR)));
    }
    arena_free(each);
    print_message("%s, seed %llu: %zu steps, %zu done, %zu refused, %zu times all that was needed was done, "
                  "%zu checks of a text just adopted\n",
                  profile, (unsigned long long)seed, steps, g.done, g.refused, g.onward, g.adopted);
    *adopted = g.adopted;
    struct store_chain chain;
    assert_done(store_changes_verify(w->store, &chain, ERR));
    assert_null(chain.what);
}

static size_t steps_of(size_t quick)
{
    const char *asked = getenv("KB_STEPS");
    return asked ? strtoull(asked, NULL, 10) : quick;
}

static uint64_t seed_of(uint64_t quick)
{
    const char *asked = getenv("KB_SEED");
    return asked ? strtoull(asked, NULL, 10) : quick;
}

static void test_a_walk_in_the_small_profile_breaks_no_rule(void **state)
{
    size_t adopted;
    walk(*state, "small", seed_of(20261126), steps_of(25000), &adopted);
    assert_true(adopted > 0); /* a walk that never gets there proves nothing */
}

static void test_a_walk_in_the_national_profile_breaks_no_rule(void **state)
{
    size_t adopted;
    walk(*state, "national", seed_of(7), steps_of(25000), &adopted);
    assert_true(adopted > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WORLD(test_a_walk_in_the_small_profile_breaks_no_rule),
        IN_WORLD(test_a_walk_in_the_national_profile_breaks_no_rule),
    };
    return cmocka_run_group_tests_name("a walk over the ladder", tests, NULL, NULL);
}
