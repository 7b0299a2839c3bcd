/* ladder_replay.h - where every text stands, by the change log alone: the rows are read in order, and nothing else of
 * the store is looked at. What comes out is compared with the store (design section 6: replaying the log rebuilds
 * stages, rounds and kinds of positions).
 *
 *     struct replay r = {0};
 *     replay_on(w, &r);                    the rows that were added since the last time
 *     replay_compare(w, replay_of(&r, id));
 */
#ifndef LADDER_REPLAY_H
#define LADDER_REPLAY_H

#include "tests/integration/service/service_test.h"

#include "kb/base/calendar.h"

enum { REPLAY_SEATS = 8, REPLAY_ROWS = 1000 };

struct replayed_round {
    char id[STORE_ID_BYTES], revision[STORE_ID_BYTES], preset[16], last_day[DATE_BYTES], outcome[16];
    enum round_state state;
    kb_time closed, ended;
    struct {
        char organisation[STORE_ID_BYTES], says[16]; /* "" before it has a position */
    } seats[REPLAY_SEATS];
    size_t n_seats;
};

struct replayed {
    char id[STORE_ID_BYTES];
    enum stage stages[STORE_LINE__COUNT];
    char revisions[STORE_LINE__COUNT][STORE_ID_BYTES]; /* "" when there is none */
    struct replayed_round round;                       /* the last one; id "" before there was any */
    bool moved, touched;                               /* by the rows that were read last */
};

struct replay {
    int64_t seq;
    struct replayed *texts;
    size_t n, room;
};

/* ---- Reading a row ---- */

/* The value of one name in a detail; "" when it is not there. */
static inline text replay_value(const struct store_change *row, const char *name)
{
    text rest = text_str(row->detail), part;
    size_t len = strlen(name);
    while (text_next(&rest, ' ', &part))
        if (part.len > len && !memcmp(part.ptr, name, len) && part.ptr[len] == '=')
            return text_of(part.ptr + len + 1, part.len - len - 1);
    return text_of("", 0);
}

static inline void replay_copy(char *to, size_t room, text from)
{
    assert_true(from.len < room);
    memcpy(to, from.ptr, from.len);
    to[from.len] = '\0';
}
#define REPLAY_COPY(to, from) replay_copy(to, sizeof(to), from)

static inline struct replayed *replay_of(struct replay *r, const char *id)
{
    for (size_t i = r->n; i-- > 0;)
        if (!strcmp(r->texts[i].id, id)) return &r->texts[i];
    return NULL;
}

/* ---- What each row does ---- */

static inline void replay_start(struct replay *r, const struct store_change *row)
{
    if (r->n == r->room) {
        r->room = r->room ? 2 * r->room : 64;
        r->texts = realloc(r->texts, r->room * sizeof *r->texts);
        assert_non_null(r->texts);
    }
    struct replayed *p = &r->texts[r->n++];
    *p = (struct replayed){.stages = {[STORE_CANDIDATE] = STAGE_DRAFT, [STORE_ADOPTED] = STAGE_NONE}, .touched = true};
    REPLAY_COPY(p->id, text_str(row->object));
}

static inline void replay_open(struct replayed *p, const struct store_change *row)
{
    struct replayed_round *round = &p->round;
    text list = replay_value(row, "organisations"), organisation;
    *round = (struct replayed_round){.state = ROUND_OPEN};
    REPLAY_COPY(round->id, replay_value(row, "round"));
    REPLAY_COPY(round->revision, text_str(row->revision));
    REPLAY_COPY(round->preset, replay_value(row, "preset"));
    REPLAY_COPY(round->last_day, replay_value(row, "ends"));
    while (text_next(&list, ',', &organisation)) {
        assert_true(round->n_seats < REPLAY_SEATS);
        REPLAY_COPY(round->seats[round->n_seats++].organisation, organisation);
    }
}

static inline void replay_end(struct replayed_round *round, const struct store_change *row)
{
    round->state = ROUND_ENDED;
    round->ended = row->at;
    if (!round->closed) round->closed = row->at;
    REPLAY_COPY(round->outcome, replay_value(row, "outcome"));
}

/* Which line moved follows from where it came from; adopting takes the text to the line that stands. */
static inline void replay_move(struct replayed *p, enum stage_move move, const struct store_change *row)
{
    enum stage from = STAGE_NONE, to = STAGE_NONE;
    bool known = stage_from_slug(replay_value(row, "from"), &from);
    if (!stage_from_slug(replay_value(row, "to"), &to)) fail_msg("%s: to where? %s", row->action, row->detail);
    bool stood = known && stage_is_adopted(from), adopts = !stood && stage_is_adopted(to);
    enum store_line_name line = stood || adopts ? STORE_ADOPTED : STORE_CANDIDATE;
    p->stages[line] = to;
    REPLAY_COPY(p->revisions[line], text_str(row->revision ? row->revision : ""));
    p->moved = true;
    if (adopts) p->stages[STORE_CANDIDATE] = STAGE_NONE;
    if (adopts) p->revisions[STORE_CANDIDATE][0] = '\0';
    if (move == MOVE_OPEN_ROUND) replay_open(p, row);
    if (move == MOVE_TALK) p->round.state = ROUND_IN_TALKS, p->round.closed = row->at;
    if (replay_value(row, "outcome").len) replay_end(&p->round, row);
}

/* An open round closes as soon as everybody has a position; a later word closes it anew, as each one in talks does. */
static inline void replay_position(struct replayed_round *round, const struct store_change *row)
{
    size_t silent = 0;
    assert_true(text_is(replay_value(row, "round"), round->id));
    for (size_t i = 0; i < round->n_seats; i++) {
        if (text_is(replay_value(row, "organisation"), round->seats[i].organisation))
            REPLAY_COPY(round->seats[i].says, replay_value(row, "position"));
        silent += !*round->seats[i].says;
    }
    if (round->state == ROUND_IN_TALKS || !silent) round->closed = row->at;
}

static inline void replay_row(struct replay *r, const struct store_change *row)
{
    text action = text_str(row->action), of;
    enum stage_move move;
    if (text_is(action, "practice.start")) replay_start(r, row);
    struct replayed *p = replay_of(r, row->object);
    if (!p || text_is(action, "practice.start")) return;
    p->touched = true;
    if (text_is(action, "practice.publish")) REPLAY_COPY(p->revisions[STORE_CANDIDATE], text_str(row->revision));
    if (text_starts(action, TEXT("round.position"))) replay_position(&p->round, row);
    if (text_is(action, "round.consent")) REPLAY_COPY(p->round.preset, TEXT("consent"));
    if (text_is(action, "round.consent") || text_is(action, "round.extend"))
        REPLAY_COPY(p->round.last_day, replay_value(row, "ends"));
    if (text_next(&action, '.', &of) && text_is(of, "practice") && stage_move_from_slug(action, &move))
        replay_move(p, move, row);
}

static inline void replay_on(struct world *w, struct replay *r)
{
    struct store_changes rows;
    for (size_t i = 0; i < r->n; i++) r->texts[i].moved = r->texts[i].touched = false;
    do {
        assert_done(store_changes_after(w->store, r->seq, REPLAY_ROWS, w->svc.arena, &rows, ERR));
        for (size_t i = 0; i < rows.n; i++) replay_row(r, &rows.at[i]);
        if (rows.n) r->seq = rows.at[rows.n - 1].seq;
    } while (rows.n == REPLAY_ROWS);
}

/* ---- Comparing ---- */

static inline void replay_compare_round(struct world *w, const struct replayed *p)
{
    const struct replayed_round *round = &p->round;
    struct store_round row;
    struct store_seats seats;
    struct store_positions said;
    char day[DATE_BYTES];
    assert_done(store_round_latest(w->store, p->id, w->svc.arena, &row, ERR));
    assert_string_equal(row.id, round->id);
    assert_string_equal(row.revision, round->revision);
    assert_string_equal(row.preset, round->preset);
    assert_string_equal(row.state, round_state_slug(round->state));
    assert_string_equal(row.outcome, round->outcome);
    assert_string_equal(date_format(calendar_date(row.ends - 1), DATE_ISO, day), round->last_day);
    assert_true(row.closed == round->closed && row.ended == round->ended);
    assert_done(store_seat_list(w->store, row.id, w->svc.arena, &seats, ERR));
    assert_done(store_position_list(w->store, row.id, w->svc.arena, &said, ERR));
    assert_int_equal(seats.n, round->n_seats);
    for (size_t i = 0; i < seats.n; i++) {
        const char *says = "";
        for (size_t j = 0; j < said.n; j++)
            if (!said.at[j].replaced && !strcmp(said.at[j].organisation, seats.at[i].organisation))
                says = said.at[j].position;
        assert_string_equal(seats.at[i].organisation, round->seats[i].organisation);
        assert_string_equal(says, round->seats[i].says);
    }
}

/* A round runs as long as its text is with the boards. */
static inline enum round_state replay_state_of(enum stage candidate)
{
    return candidate == STAGE_IN_ROUND ? ROUND_OPEN : candidate == STAGE_TALKS ? ROUND_IN_TALKS : ROUND_ENDED;
}

static inline void replay_compare(struct world *w, const struct replayed *p)
{
    struct store_practice row;
    assert_non_null(p);
    assert_done(store_practice_get(w->store, p->id, w->svc.arena, &row, ERR));
    for (int i = 0; i < STORE_LINE__COUNT; i++) {
        const struct store_line *line = &row.lines[i];
        assert_string_equal(line->present ? line->stage : "",
                            p->stages[i] == STAGE_NONE ? "" : stage_slug(p->stages[i]));
        assert_string_equal(line->present && line->revision ? line->revision : "", p->revisions[i]);
    }
    if (!*p->round.id) return;
    assert_int_equal(p->round.state, replay_state_of(p->stages[STORE_CANDIDATE]));
    if (p->touched) replay_compare_round(w, p);
}

#endif
