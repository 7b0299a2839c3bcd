/* What a text waits for: whose turn it is, by when, and what must be there first (design section 2, "needed line"). It
 * reads the table of moves and the guards that will judge the move, so that doing what it asks lets the move through.
 */
#include "kb/service/service__internal.h"

#include "kb/base/calendar.h"

/* Its writers, the editors and the boards; everybody else is told the stage and its date. */
static bool works_on_it(const struct svc *svc, const struct svc__seen *seen)
{
    static const enum role roles[] = {ROLE_EDITOR, ROLE_SECRETARY, ROLE_DEPUTY, ROLE_MANDATED, ROLE_BOARD};
    if (svc__in_group(svc->actor, seen->row.group)) return true;
    for (size_t i = 0; i < COUNT_OF(roles); i++)
        if (actor_holds(svc->actor, roles[i])) return true;
    return false;
}

/* ---- Boards ---- */

static err_code take_board(struct svc *svc, const struct svc__votes *votes, size_t i, struct svc_needed *out,
                           struct svc_needed_board *board, kb_err *err)
{
    const struct store_seat *seat = &votes->seats.at[i];
    struct store_organisation organisation;
    ERR_TRY(store_organisation_get(svc->store, seat->organisation, svc->arena, &organisation, err));
    *board = (struct svc_needed_board){.name = organisation.name,
                                       .objects = votes->at[i] == POSITION_OBJECT,
                                       .said = "",
                                       .lift = "",
                                       .busy_until = seat->busy_until};
    const struct store_position *before,
        *said = board->objects ? svc__said_by(&votes->said, seat->organisation, &before) : NULL;
    if (said) board->said = said->said, board->lift = said->lift;
    out->n_boards++;
    return OK;
}

/* Who is still silent, and who is not akkoord. In talks, and after the last day, only the latter. */
static err_code take_boards(struct svc *svc, const char *practice, struct svc_needed *out, kb_err *err)
{
    struct store_round round;
    struct svc__votes votes;
    ERR_TRY(store_round_latest(svc->store, practice, svc->arena, &round, err));
    ERR_TRY(svc__votes(svc, round.id, &votes, err));
    struct svc_needed_board *boards = ARENA_ARRAY(svc->arena, struct svc_needed_board, votes.seats.n);
    if (!boards) return svc__no_memory(err);
    bool silent_too = svc__round_state(&round) == ROUND_OPEN && !svc__round_over(&round, svc->now);
    for (size_t i = 0; i < votes.seats.n; i++)
        if (votes.at[i] == POSITION_OBJECT || (silent_too && votes.at[i] == POSITION_NONE))
            ERR_TRY(take_board(svc, &votes, i, out, &boards[out->n_boards], err));
    out->boards = boards;
    out->settled = svc__round_state(&round) == ROUND_IN_TALKS && !votes.tally.n[POSITION_OBJECT];
    out->enough = votes.tally.counting - votes.tally.n[POSITION_NONE] >= votes.tally.need;
    svc__note(svc, "positions", round.id);
    return OK;
}

/* ---- Whose turn ---- */

/* After talks that gave nothing it is the steering group's. */
static void end_of_talks(const struct practice_facts *f, const struct stage_terms *terms, struct svc_needed *out)
{
    struct date until = round_talks_until(&terms->round, calendar_date(f->stage_since));
    out->over = f->now >= calendar_term_end(until);
    if (out->over) out->due = calendar_term_end(round_steering_until(&terms->round, until));
}

/* The round is closed: its outcome is written down by an editor, or by itself after some working days. */
static void end_of_round(const struct practice_facts *f, const struct stage_terms *terms, struct svc_needed *out)
{
    out->over = f->round_closed;
    if (!out->over) return;
    struct date closed = calendar_date(f->round_closed_at);
    out->due = calendar_term_end(calendar_add_working_days(closed, terms->confirm_working_days));
}

/* By the count a text is put off for one reason only, that an organisation was silent; after talks an editor does it.
 */
static err_code why_deferred(struct svc *svc, const char *practice, struct svc_needed *out, kb_err *err)
{
    struct store_move move;
    bool there;
    ERR_TRY(svc__hidden_move(svc, practice, &move, &there, err));
    out->after_talks = there && !strcmp(move.came_from, stage_slug(STAGE_TALKS));
    return OK;
}

/* A term in which everybody may still say something; when it is over, an editor goes on. */
static void end_of_remarks(const struct practice_facts *f, kb_time until, struct svc_needed *out)
{
    out->over = until <= f->now;
    if (!out->over) out->due = until;
}

static err_code take_turn(struct svc *svc, const struct svc__seen *seen, enum store_line_name line,
                          const struct practice_facts *f, struct svc_needed *out, kb_err *err)
{
    const struct stage_terms *terms;
    ERR_TRY(svc__terms(svc, &terms, err));
    if (f->stage == STAGE_IN_ROUND) end_of_round(f, terms, out);
    if (f->stage == STAGE_TALKS) end_of_talks(f, terms, out);
    out->awaits_text = f->stage == STAGE_RECOMMENDATION && !f->new_revision;
    if (f->stage == STAGE_PROPOSAL || f->stage == STAGE_RECOMMENDATION)
        end_of_remarks(f, seen->row.lines[line].until, out);
    return f->stage == STAGE_DEFERRED ? why_deferred(svc, seen->row.id, out, err) : OK;
}

/* What the move that takes it on still lacks. */
static err_code take_missing(struct svc *svc, const struct practice_facts *f, struct svc_needed *out, kb_err *err)
{
    struct svc_open_move move;
    const struct stage_row *row = stage_find(f->line, f->stage, stage_onward(f->stage));
    if (!row) return OK;
    ERR_TRY(svc__missing(svc, f, row, &move, err));
    out->missing = move.missing;
    out->n_missing = move.n_missing;
    return OK;
}

static bool is_decided_now(enum stage s)
{
    return s == STAGE_IN_ROUND || s == STAGE_TALKS || s == STAGE_DEFERRED;
}

static err_code count_remarks(struct svc *svc, const char *practice, size_t *out, kb_err *err)
{
    struct store_remark_open open;
    ERR_TRY(svc__remarks_open(svc, practice, &open, err));
    *out = (size_t)open.all;
    return OK;
}

static err_code take_editor(struct svc *svc, const char *practice, struct svc_needed *out, kb_err *err)
{
    const char *editor;
    ERR_TRY(svc__in_hand(svc, practice, &editor, err));
    return svc__person_name(svc, editor, &out->editor, err);
}

/* Everything, for who works on it. */
static err_code take_all(struct svc *svc, const struct svc__seen *seen, enum store_line_name line,
                         struct svc_needed *out, kb_err *err)
{
    struct practice_facts facts;
    enum stage stage = svc__stage(&seen->row.lines[line]);
    ERR_TRY(svc__facts(svc, seen, line, &facts, err));
    ERR_TRY(svc__due(svc, &seen->row, line, &out->due, err));
    ERR_TRY(take_turn(svc, seen, line, &facts, out, err));
    if (!works_on_it(svc, seen)) return OK;
    struct policy_object object = svc__object(seen, line);
    out->lead = policy_who(svc->actor, &object) & STAGE_BY_LEAD;
    ERR_TRY(take_editor(svc, seen->row.id, out, err));
    ERR_TRY(take_missing(svc, &facts, out, err));
    ERR_TRY(count_remarks(svc, seen->row.id, &out->remarks, err));
    bool positions = stage == STAGE_IN_ROUND || stage == STAGE_TALKS;
    return positions ? take_boards(svc, seen->row.id, out, err) : OK;
}

err_code svc_needed(struct svc *svc, text practice, enum practice_line of, struct svc_needed *out, kb_err *err)
{
    struct svc__seen seen;
    enum store_line_name line = svc__line_name(of);
    *out = (struct svc_needed){.stage = STAGE_NONE, .editor = ""};
    ERR_TRY(svc__see(svc, practice, &seen, err));
    enum stage stage = svc__stage(&seen.row.lines[line]);
    if (!seen.visible[line] || !stage_waits(stage)) return OK;
    out->stage = svc__stage_told(svc, &seen.row, line);
    if (!is_decided_now(stage) || svc__may(svc, &seen, line, ACT_SEE_POSITIONS) == POLICY_ALLOW)
        return take_all(svc, &seen, line, out, err);
    out->due = seen.row.lines[line].until; /* nothing that hangs on a position */
    return OK;
}

/* ---- The steering group ---- */

err_code svc__may_steer(struct svc *svc, const struct svc__seen *seen, bool *out, kb_err *err)
{
    struct practice_facts facts;
    struct svc_open_move move;
    const struct stage_row *row = stage_find(LINE_CANDIDATE, svc__stage(&seen->row.lines[STORE_CANDIDATE]), MOVE_STEER);
    *out = false;
    if (!row) return OK;
    ERR_TRY(svc__facts(svc, seen, STORE_CANDIDATE, &facts, err));
    ERR_TRY(svc__missing(svc, &facts, row, &move, err));
    *out = !move.n_missing;
    return OK;
}
