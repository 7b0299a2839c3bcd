#include "kb/store/round.h"

#include "kb/store/handle.h"

enum { ROUNDS_SHOWN = 100, MEETINGS_SHOWN = 200 };

/* ---- Rounds ---- */

static void round_row(struct store__row *r, void *out)
{
    struct store_round *d = out;
    d->id = store__str(r);
    d->practice = store__str(r);
    d->revision = store__str(r);
    d->preset = store__str(r);
    d->state = store__str(r);
    d->bundle = store__str(r);
    d->begun = store__int(r);
    d->opened_by = store__str(r);
    d->ends = store__int(r);
    d->extended = store__int(r) != 0;
    d->question = store__str(r);
    d->summary = store__str(r);
    d->advice = store__str(r);
    d->closed = store__int(r);
    d->ended = store__int(r);
    d->outcome = store__str(r);
    d->outcome_text = store__str(r);
    d->advised = store__str(r);
}

err_code store_round_get(struct store *s, const char *id, arena *a, struct store_round *out, kb_err *err)
{
    return store__get(s, STMT_round_get, PARAMS(P_STR(id)), round_row, a, out, err);
}

err_code store_round_latest(struct store *s, const char *practice, arena *a, struct store_round *out, kb_err *err)
{
    return store__get(s, STMT_round_latest, PARAMS(P_STR(practice)), round_row, a, out, err);
}

static err_code list_rounds(struct store *s, enum store_statement_name statement, const char *key, arena *a,
                            struct store_rounds *out, kb_err *err)
{
    return store__list(s, statement, PARAMS(P_STR(key)), round_row, sizeof *out->at, a, (void **)&out->at, &out->n,
                       err);
}

static err_code list_of_practice(struct store *s, const char *practice, int limit, arena *a, struct store_rounds *out,
                                 kb_err *err)
{
    return store__list(s, STMT_round_list, PARAMS(P_STR(practice), P_INT(limit)), round_row, sizeof *out->at, a,
                       (void **)&out->at, &out->n, err);
}

err_code store_round_list(struct store *s, const char *practice, arena *a, struct store_rounds *out, kb_err *err)
{
    return list_of_practice(s, practice, ROUNDS_SHOWN, a, out, err);
}

err_code store_round_whole(struct store *s, const char *practice, arena *a, struct store_rounds *out, kb_err *err)
{
    return list_of_practice(s, practice, STORE__ALL, a, out, err);
}

err_code store_round_in_state(struct store *s, const char *state, arena *a, struct store_rounds *out, kb_err *err)
{
    return list_rounds(s, STMT_round_in_state, state, a, out, err);
}

err_code store_round_put_off(struct store *s, arena *a, struct store_rounds *out, kb_err *err)
{
    return list_rounds(s, STMT_round_put_off, "deferred", a, out, err);
}

err_code store_round_of_board(struct store *s, const char *organisation, kb_time until, arena *a,
                              struct store_rounds *out, kb_err *err)
{
    return store__list(s, STMT_round_of_board, PARAMS(P_STR(organisation), P_INT(until)), round_row, sizeof *out->at, a,
                       (void **)&out->at, &out->n, err);
}

err_code store_round_add(struct store *s, const struct store_round *d, kb_err *err)
{
    return store__exec(s, STMT_round_add,
                       PARAMS(P_STR(d->id), P_STR(d->practice), P_STR(d->revision), P_STR(d->preset), P_STR(d->state),
                              P_STR(d->bundle), P_INT(d->begun), P_STR(d->opened_by), P_INT(d->ends),
                              P_INT(d->extended), P_SAY(d->question), P_SAY(d->summary), P_SAY(d->advice),
                              P_WHEN(d->closed), P_WHEN(d->ended), P_SAY(d->outcome), P_SAY(d->outcome_text),
                              P_SAY(d->advised)),
                       err);
}

err_code store_round_put(struct store *s, const struct store_round *d, kb_err *err)
{
    return store__update(s, STMT_round_put,
                         PARAMS(P_STR(d->id), P_STR(d->preset), P_STR(d->state), P_INT(d->ends), P_INT(d->extended),
                                P_SAY(d->advice), P_WHEN(d->closed), P_WHEN(d->ended), P_SAY(d->outcome),
                                P_SAY(d->outcome_text)),
                         err);
}

/* ---- The frozen list ---- */

static void seat_row(struct store__row *r, void *out)
{
    struct store_seat *x = out;
    x->round = store__str(r);
    x->organisation = store__str(r);
    x->busy_until = store__str(r);
}

err_code store_seat_put(struct store *s, const struct store_seat *x, kb_err *err)
{
    return store__exec(s, STMT_seat_put, PARAMS(P_STR(x->round), P_STR(x->organisation), P_STR(x->busy_until)), err);
}

err_code store_seat_list(struct store *s, const char *round, arena *a, struct store_seats *out, kb_err *err)
{
    return store__list(s, STMT_seat_list, PARAMS(P_STR(round)), seat_row, sizeof *out->at, a, (void **)&out->at,
                       &out->n, err);
}

/* ---- Positions ---- */

static void position_row(struct store__row *r, void *out)
{
    struct store_position *p = out;
    p->id = store__str(r);
    p->round = store__str(r);
    p->organisation = store__str(r);
    p->position = store__str(r);
    p->said = store__str(r);
    p->lift = store__str(r);
    p->reserve = store__str(r);
    p->board_day = store__str(r);
    p->minute = store__str(r);
    p->at = store__int(r);
    p->given_by = store__str(r);
    p->by_link = store__str(r);
    p->replaced = store__int(r);
}

err_code store_position_restore(struct store *s, const struct store_position *p, kb_err *err)
{
    return store__exec(s, STMT_position_add,
                       PARAMS(P_STR(p->id), P_STR(p->round), P_STR(p->organisation), P_STR(p->position), P_SAY(p->said),
                              P_SAY(p->lift), P_SAY(p->reserve), P_STR(p->board_day), P_SAY(p->minute), P_INT(p->at),
                              P_STR(p->given_by), P_SAY(p->by_link), P_WHEN(p->replaced)),
                       err);
}

err_code store_position_add(struct store *s, const struct store_position *p, kb_err *err)
{
    ERR_TRY(store__exec(s, STMT_position_replace, PARAMS(P_STR(p->round), P_STR(p->organisation), P_INT(p->at)), err));
    return store_position_restore(s, p, err);
}

err_code store_position_list(struct store *s, const char *round, arena *a, struct store_positions *out, kb_err *err)
{
    return store__list(s, STMT_position_list, PARAMS(P_STR(round)), position_row, sizeof *out->at, a, (void **)&out->at,
                       &out->n, err);
}

/* ---- What a board prepares to say ---- */

static void concept_row(struct store__row *r, void *out)
{
    struct store_concept *c = out;
    c->round = store__str(r);
    c->organisation = store__str(r);
    c->id = store__str(r);
    c->position = store__str(r);
    c->said = store__str(r);
    c->lift = store__str(r);
    c->reserve = store__str(r);
    c->at = store__int(r);
    c->person = store__str(r);
}

err_code store_concept_put(struct store *s, const struct store_concept *c, kb_err *err)
{
    return store__exec(s, STMT_concept_put,
                       PARAMS(P_STR(c->round), P_STR(c->organisation), P_STR(c->id), P_STR(c->position), P_SAY(c->said),
                              P_SAY(c->lift), P_SAY(c->reserve), P_INT(c->at), P_STR(c->person)),
                       err);
}

err_code store_concept_get(struct store *s, const char *round, const char *organisation, arena *a,
                           struct store_concept *out, kb_err *err)
{
    return store__get(s, STMT_concept_get, PARAMS(P_STR(round), P_STR(organisation)), concept_row, a, out, err);
}

err_code store_concept_remove(struct store *s, const char *round, const char *organisation, kb_err *err)
{
    return store__exec(s, STMT_concept_remove, PARAMS(P_STR(round), P_STR(organisation)), err);
}

err_code store_concept_clear(struct store *s, const char *round, kb_err *err)
{
    return store__exec(s, STMT_concept_clear, PARAMS(P_STR(round)), err);
}

/* ---- Meetings of boards ---- */

static void meeting_row(struct store__row *r, void *out)
{
    struct store_meeting *m = out;
    m->organisation = store__str(r);
    m->day = store__str(r);
    m->papers = store__str(r);
}

err_code store_meeting_put(struct store *s, const struct store_meeting *m, kb_err *err)
{
    return store__exec(s, STMT_meeting_put, PARAMS(P_STR(m->organisation), P_STR(m->day), P_STR(m->papers)), err);
}

err_code store_meeting_remove(struct store *s, const char *organisation, const char *day, kb_err *err)
{
    return store__exec(s, STMT_meeting_remove, PARAMS(P_STR(organisation), P_STR(day)), err);
}

static err_code list_meetings(struct store *s, const char *organisation, const char *from, int limit, arena *a,
                              struct store_meetings *out, kb_err *err)
{
    return store__list(s, STMT_meeting_list, PARAMS(P_STR(organisation), P_STR(from), P_INT(limit)), meeting_row,
                       sizeof *out->at, a, (void **)&out->at, &out->n, err);
}

err_code store_meeting_list(struct store *s, const char *organisation, const char *from, arena *a,
                            struct store_meetings *out, kb_err *err)
{
    return list_meetings(s, organisation, from, MEETINGS_SHOWN, a, out, err);
}

err_code store_meeting_before(struct store *s, const char *organisation, const char *day, arena *a,
                              struct store_meeting *out, kb_err *err)
{
    return store__get(s, STMT_meeting_before, PARAMS(P_STR(organisation), P_STR(day)), meeting_row, a, out, err);
}

err_code store_meeting_whole(struct store *s, const char *organisation, arena *a, struct store_meetings *out,
                             kb_err *err)
{
    return list_meetings(s, organisation, "", STORE__ALL, a, out, err);
}

/* ---- What an organisation does with an adopted text ---- */

static void local_row(struct store__row *r, void *out)
{
    struct store_local *l = out;
    l->practice = store__str(r);
    l->organisation = store__str(r);
    l->what = store__str(r);
    l->words = store__str(r);
    l->at = store__int(r);
    l->person = store__str(r);
}

err_code store_local_put(struct store *s, const struct store_local *l, kb_err *err)
{
    return store__exec(s, STMT_local_put,
                       PARAMS(P_STR(l->practice), P_STR(l->organisation), P_STR(l->what), P_SAY(l->words), P_INT(l->at),
                              P_STR(l->person)),
                       err);
}

err_code store_local_remove(struct store *s, const char *practice, const char *organisation, const char *what,
                            kb_err *err)
{
    return store__exec(s, STMT_local_remove, PARAMS(P_STR(practice), P_STR(organisation), P_STR(what)), err);
}

err_code store_local_list(struct store *s, const char *practice, arena *a, struct store_locals *out, kb_err *err)
{
    return store__list(s, STMT_local_list, PARAMS(P_STR(practice)), local_row, sizeof *out->at, a, (void **)&out->at,
                       &out->n, err);
}
