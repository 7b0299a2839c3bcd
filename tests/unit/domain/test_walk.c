/* Design section 4, last rule: no sequence of actions may reach BEST PRACTICE with an open niet akkoord (but through
 * the steering step), with fewer than the preset asks, by an author-editor unflagged, or bind an organisation from
 * outside without an editor's confirmation.
 *
 * A practice is pushed about at random: people take positions, write, agree and ask, clocks run, anybody tries any
 * move. The walk keeps its own books, simply, and looks at what the tables let through. */
#include "tests/kb_test.h"

#include "kb/base/cleanup.h"
#include "kb/domain/stage.h"

enum { MOST = 5, STEPS = 10000, WALKS = 60 };

/* ---- Chance with a fixed seed (xorshift64*) ---- */

struct chance {
    uint64_t state;
};

static unsigned pick(struct chance *c, unsigned below)
{
    c->state ^= c->state >> 12, c->state ^= c->state << 25, c->state ^= c->state >> 27;
    return (unsigned)((c->state * UINT64_C(2685821657736338717)) >> 33) % below;
}

static bool likely(struct chance *c, unsigned percent)
{
    return pick(c, 100) < percent;
}

/* ---- The world ---- */

struct world {
    struct chance chance;
    kb_time now;
    enum practice_kind kind;
    bool numbered;

    enum stage adopted, candidate;
    kb_time adopted_since, candidate_since, opened, recommended, last_edit, review_at;
    bool from_outside, confirmed; /* of the adopted text */
    bool binds;                   /* somebody is bound by it */

    enum round_preset preset;
    unsigned organisations;
    enum round_position says[MOST];
    enum round_state state;
    bool closed;
    kb_time closed_at;
    bool new_revision;

    unsigned moves[STAGE_MOVE__COUNT]; /* made */
};

static struct round_tally tally(const struct world *w)
{
    return round_count(w->says, w->organisations);
}

/* ---- What the books say, in the words of section 4 ---- */

static unsigned saying(const struct world *w, enum round_position p)
{
    unsigned n = 0;
    for (unsigned i = 0; i < w->organisations; i++) n += w->says[i] == p;
    return n;
}

static bool preset_asks_no_more(const struct world *w)
{
    unsigned plain = saying(w, POSITION_AGREE), yes = plain + saying(w, POSITION_RESERVE);
    unsigned e = w->organisations - saying(w, POSITION_RECUSE);
    switch (w->preset) {
    case ROUND_LIGHT: return plain >= 2;
    case ROUND_CONSENT: return 3 * yes >= 2 * e && plain >= 1 && e >= 2;
    case ROUND_UNANIMOUS: return yes == e && e >= 2;
    default: return plain >= 1;
    }
}

static void look_at_adoption(const struct world *w, const struct stage_step *step)
{
    enum stage_move by = step->row->move;
    assert_true(by == MOVE_ADOPT || by == MOVE_STEER);
    assert_int_equal(step->line, LINE_ADOPTED);
    assert_true(w->closed);
    if (by == MOVE_STEER) {
        assert_true(step->dissent);
        assert_int_equal(saying(w, POSITION_OBJECT), 1);
        return;
    }
    if (saying(w, POSITION_OBJECT)) fail_msg("adopted over a niet akkoord");
    if (!preset_asks_no_more(w)) fail_msg("adopted with fewer than the preset asks");
}

/* Each step upward on the candidate line that somebody takes. */
static void look_at_passing(const struct practice_facts *f, const struct stage_step *step)
{
    bool passing = step->to > f->stage && step->to <= STAGE_BEST_PRACTICE && step->to >= STAGE_PROPOSAL &&
                   step->row->move != MOVE_REVISE && step->row->move != MOVE_ASK_ROUND;
    bool down = step->to == STAGE_TALKS || step->to == STAGE_DEFERRED;
    if (passing && !down && f->by_author && !step->author_flagged) fail_msg("an author passed the own text unflagged");
}

/* What moves a text that stands may have done to it. */
static void look_at_standing(const struct world *w, enum stage_move move, unsigned who)
{
    static const enum stage_move keep[] = {MOVE_IMPORT, MOVE_CONFIRM_IMPORT, MOVE_CONFIRM, MOVE_CORRECT};
    bool known = false;
    for (size_t i = 0; i < COUNT_OF(keep); i++) known |= keep[i] == move;
    assert_true(known);
    if (move == MOVE_CONFIRM_IMPORT && !(who & STAGE_BY_EDITOR)) fail_msg("an import confirmed without an editor");
    if (w->from_outside && !w->confirmed && w->binds) fail_msg("bound from outside without a confirmation");
}

/* ---- What happens ---- */

static void begin_round(struct world *w)
{
    for (int i = 0; i < MOST; i++) w->says[i] = POSITION_NONE;
    w->organisations = 1 + pick(&w->chance, MOST);
    w->preset = (enum round_preset)pick(&w->chance, ROUND_PRESET__COUNT);
    w->state = ROUND_OPEN, w->closed = false, w->new_revision = true;
}

static void take_a_position(struct world *w)
{
    static const enum round_position says[] = {POSITION_AGREE,  POSITION_AGREE,   POSITION_AGREE, POSITION_RESERVE,
                                               POSITION_OBJECT, POSITION_ABSTAIN, POSITION_RECUSE};
    if (w->candidate != STAGE_IN_ROUND && w->candidate != STAGE_TALKS) return;
    unsigned who = pick(&w->chance, w->organisations);
    enum round_position to = says[pick(&w->chance, COUNT_OF(says))];
    struct round_tally t = tally(w);
    bool objector = likely(&w->chance, 50);
    if (round_may_take(w->state, &t, objector, w->says[who], to)) w->says[who] = to;
}

static void close_the_round(struct world *w)
{
    if (w->candidate != STAGE_IN_ROUND || w->closed) return;
    struct round_tally t = tally(w);
    if (!round_closes_early(&t) && !likely(&w->chance, 20)) return;
    w->closed = true, w->closed_at = w->now;
    w->state = ROUND_ENDED;
}

static void something_happens(struct world *w)
{
    switch (pick(&w->chance, 5)) {
    case 0: w->now += (kb_time)(likely(&w->chance, 5) ? 800 : pick(&w->chance, 20)) * MS_DAY; break;
    case 1:
    case 2: take_a_position(w); break;
    case 3: close_the_round(w); break;
    default: w->new_revision |= likely(&w->chance, 30), w->last_edit = w->now; break;
    }
}

/* What people say of it, true or not; what the world knows, as it is. */
static struct practice_facts facts_of(struct world *w, enum practice_line line)
{
    struct chance *c = &w->chance;
    struct round_tally t = tally(w);
    bool adopted = line == LINE_ADOPTED;
    struct practice_facts f = {
        .now = w->now,
        .kind = w->kind,
        .line = line,
        .stage = adopted ? w->adopted : w->candidate,
        .numbered = w->numbered,
        .adopted_stands = stage_is_adopted(w->adopted),
        .adopted_unconfirmed = stage_is_adopted(w->adopted) && w->from_outside && !w->confirmed,
        .candidate_on_way = w->candidate != STAGE_NONE && !stage_is_ended(w->candidate),
        .title_chars = likely(c, 95) ? 10 : 0,
        .brief_words = 10,
        .filled = likely(c, 95) ? UINT32_MAX : 0,
        .privacy_passed = likely(c, 95),
        .similar_seen = likely(c, 95),
        .new_revision = w->new_revision,
        .spelling_only = likely(c, 50),
        .must_remarks_open = pick(c, 2) * pick(c, 2),
        .field_checked = likely(c, 80),
        .uses = pick(c, 3),
        .boards_told = likely(c, 80),
        .by_author = likely(c, 30),
        .forced = likely(c, 30),
        .lead_agrees = likely(c, 60),
        .lead_merges = likely(c, 60),
        .lead_asked = likely(c, 50) ? w->now - 60 * (kb_time)MS_DAY : 0,
        .second_agrees = likely(c, 60),
        .stage_since = adopted ? w->adopted_since : w->candidate_since,
        .opened = w->opened,
        .recommended = w->recommended,
        .last_edit = w->last_edit,
        .review_at = w->review_at,
        .round_frozen = likely(c, 90),
        .named = likely(c, 90),
        .preset = w->preset,
        .round_closed = w->closed,
        .round_closed_at = w->closed_at,
        .outcome = w->closed ? round_outcome(w->preset, &t, likely(c, 50)) : OUTCOME_NONE,
        .steering_met = round_steering_met(&t),
        .written = likely(c, 90) ? UINT32_MAX : pick(c, 1u << PRACTICE_WORDS__COUNT),
        .review_months = likely(c, 90) ? 24 : 48,
    };
    return f;
}

/* ---- What a move does to the world ---- */

static void stands(struct world *w, bool from_outside)
{
    w->adopted = STAGE_BEST_PRACTICE, w->adopted_since = w->now;
    w->from_outside = from_outside, w->confirmed = false;
    w->review_at = calendar_midnight(date_add_months(calendar_date(w->now), 24));
}

static void bookkeeping(struct world *w, enum stage_move move)
{
    switch (move) {
    case MOVE_ACCEPT: w->numbered = true, w->opened = w->now; break;
    case MOVE_OPEN_ROUND: begin_round(w); break;
    case MOVE_TALK: w->state = ROUND_IN_TALKS; break;
    case MOVE_CHANGE_TEXT:
    case MOVE_REWORK: begin_round(w), w->new_revision = false; break;
    case MOVE_VOID:
    case MOVE_REVISE:
    case MOVE_ASK_ROUND: begin_round(w); break; /* no position moves to another revision */
    case MOVE_IMPORT: stands(w, true), w->binds = false, w->numbered = true; break;
    case MOVE_CONFIRM_IMPORT: w->confirmed = true, w->binds = true; break;
    default: break;
    }
    if (w->candidate == STAGE_RECOMMENDATION) w->recommended = w->now;
}

static void apply(struct world *w, const struct practice_facts *f, const struct stage_step *step)
{
    enum stage_move move = step->row->move;
    w->moves[move]++;
    if (step->gives_number) assert_false(w->numbered);
    if (f->line == LINE_ADOPTED)
        w->adopted = step->to, w->adopted_since = w->now;
    else if (step->line == LINE_ADOPTED)
        w->candidate = STAGE_NONE, stands(w, false), w->binds = true;
    else
        w->candidate = step->to, w->candidate_since = w->now, w->last_edit = w->now;
    if (move == MOVE_CONFIRM) w->review_at = calendar_midnight(date_add_months(calendar_date(w->now), 24));
    bookkeeping(w, move);
}

/* Mostly a move that there is, by somebody whose move it is, and seldom one that ends everything; else it would be a
 * walk in the hall. One in ten is anything by anybody. */
static const struct stage_row *something_to_try(struct world *w, enum practice_line line, enum stage stage)
{
    size_t n;
    const struct stage_row *rows = stage_rows(&n), *row = &rows[pick(&w->chance, (unsigned)n)];
    if (likely(&w->chance, 10)) return row;
    while (row->line != line || !(row->from & 1u << stage)) row = &rows[pick(&w->chance, (unsigned)n)];
    return stage_is_ended(row->to) && likely(&w->chance, 90) ? NULL : row;
}

/* An adopted text that ended has no move left. */
static enum practice_line some_line(struct world *w)
{
    if (stage_is_ended(w->adopted)) return LINE_CANDIDATE;
    return likely(&w->chance, 20) || w->candidate == STAGE_NOT_TAKEN_UP ? LINE_ADOPTED : LINE_CANDIDATE;
}

static void somebody_tries(struct world *w)
{
    enum practice_line line = some_line(w);
    if (line == LINE_CANDIDATE && w->candidate == STAGE_NOT_TAKEN_UP) return;
    const struct stage_row *row = something_to_try(w, line, line == LINE_ADOPTED ? w->adopted : w->candidate);
    if (!row) return;
    unsigned who = likely(&w->chance, 80) ? row->who : 1u << pick(&w->chance, 6);
    const struct stage_terms *terms = likely(&w->chance, 50) ? &stage_small : &stage_national;
    struct practice_facts f = facts_of(w, line);
    struct stage_step step;
    if (stage_after(&f, row->move, who, terms, &step, NULL) != OK) return;
    if (f.line == LINE_CANDIDATE) look_at_passing(&f, &step);
    if (f.line == LINE_CANDIDATE && stage_is_adopted(step.to)) look_at_adoption(w, &step);
    if (row->move == MOVE_IMPORT && f.adopted_stands && !f.adopted_unconfirmed)
        fail_msg("an import took the place of what was decided");
    apply(w, &f, &step);
    if (f.line == LINE_ADOPTED && step.to == STAGE_BEST_PRACTICE) look_at_standing(w, row->move, who);
}

/* A practice that ended makes place for another one. */
static void begin_again(struct world *w)
{
    bool over = stage_is_ended(w->adopted) || w->candidate == STAGE_NOT_TAKEN_UP ||
                (stage_is_ended(w->candidate) && w->adopted == STAGE_NONE);
    if (!over || likely(&w->chance, 80)) return;
    struct world fresh = {.chance = w->chance, .now = w->now};
    memcpy(fresh.moves, w->moves, sizeof fresh.moves);
    fresh.kind = (enum practice_kind)pick(&fresh.chance, PRACTICE_KIND__COUNT);
    *w = fresh;
}

static void test_no_sequence_of_actions_breaks_the_last_rule_of_section_4(void **state)
{
    (void)state;
    unsigned made[STAGE_MOVE__COUNT] = {0};
    for (unsigned seed = 1; seed <= WALKS; seed++) {
        struct world w = {.chance = {seed * UINT64_C(0x9E3779B97F4A7C15)}, .now = (kb_time)1767225600 * MS_SECOND};
        for (int i = 0; i < STEPS; i++) {
            something_happens(&w);
            if (likely(&w.chance, 50)) somebody_tries(&w);
            begin_again(&w);
        }
        for (unsigned m = 0; m < STAGE_MOVE__COUNT; m++) made[m] += w.moves[m];
    }
    for (unsigned m = MOVE_START; m < STAGE_MOVE__COUNT; m++) /* the walk went everywhere, or it proved nothing */
        if (!made[m]) fail_msg("no walk ever made the move %s", stage_move_slug((enum stage_move)m));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_no_sequence_of_actions_breaks_the_last_rule_of_section_4),
    };
    return cmocka_run_group_tests_name("walk", tests, NULL, NULL);
}
