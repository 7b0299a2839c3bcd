/* The boards and the dates of their meetings. */
#include "kb/service/service__internal.h"

#include "kb/base/calendar.h"

enum svc_seat svc__seat(const struct actor *actor, const char *organisation)
{
    static const enum svc_seat seats[ROLE__COUNT] = {[ROLE_BOARD] = SVC_SEAT_MEMBER,
                                                     [ROLE_DEPUTY] = SVC_SEAT_VOICE,
                                                     [ROLE_SECRETARY] = SVC_SEAT_VOICE,
                                                     [ROLE_MANDATED] = SVC_SEAT_VOICE};
    enum svc_seat seat = SVC_SEAT_NONE;
    for (size_t i = 0; i < actor->n_grants; i++) {
        const struct actor_grant *g = &actor->grants[i];
        bool here = g->scope == SCOPE_ORGANISATION && !actor->disabled && !strcmp(g->id, organisation);
        if (here && seats[g->role] > seat) seat = seats[g->role];
    }
    return seat;
}

static bool is_own_board(struct svc *svc, const char *organisation)
{
    struct policy_object object = {.kind = OBJECT_ORGANISATION, .organisation = organisation};
    return policy_may(svc->actor, ACT_INVITE, &object) == POLICY_ALLOW ||
           policy_may(svc->actor, ACT_WRITE, &object) == POLICY_ALLOW;
}

/* Its meetings, split at today: one that is held today is still to come, and no longer. */
static err_code take_meetings(struct svc *svc, const char *today, struct svc_board *board, kb_err *err)
{
    struct store_meetings ahead;
    struct store_meeting before;
    bool there;
    kb_err said = {0};
    const char *of = board->organisation;
    ERR_TRY(store_meeting_list(svc->store, of, today, svc->arena, &ahead, err));
    ERR_TRY(err_optional(store_meeting_before(svc->store, of, today, svc->arena, &before, &said), &said, &there, err));
    board->meetings = ahead.at;
    board->n_meetings = ahead.n;
    if (there) board->last = before.day;
    if (ahead.n && !strcmp(ahead.at[0].day, today)) board->last = ahead.at[0].day;
    return OK;
}

err_code svc_boards(struct svc *svc, struct svc_boards *out, kb_err *err)
{
    struct store_organisations rows;
    ERR_TRY(svc__insiders_only(svc, "boards are of the network", err));
    ERR_TRY(store_organisation_list(svc->store, svc->arena, &rows, err));
    struct svc_board *boards = ARENA_ARRAY(svc->arena, struct svc_board, rows.n);
    const char *today = svc__iso(svc, calendar_date(svc->now));
    if (!boards || !today) return svc__no_memory(err);
    *out = (struct svc_boards){.at = boards};
    for (size_t i = 0; i < rows.n; i++) {
        const struct store_organisation *o = &rows.at[i];
        struct svc_board *board = &boards[out->n];
        if (!o->partner || !o->active) continue;
        *board = (struct svc_board){.organisation = o->id,
                                    .slug = o->slug,
                                    .name = o->name,
                                    .seat = svc__seat(svc->actor, o->id),
                                    .mine = is_own_board(svc, o->id)};
        ERR_TRY(take_meetings(svc, today, board, err));
        out->n++;
    }
    return OK;
}

err_code svc_meeting_put(struct svc *svc, const struct svc_meeting_put *in, kb_err *err)
{
    struct store_organisation row;
    const char *id = svc__str(svc, in->organisation);
    if (!id) return svc__no_memory(err);
    if (!svc__insider(svc->actor) && !svc->actor->system)
        return err_set(err, ERR_NOT_FOUND, "boards are of the network");
    ERR_TRY(store_organisation_get(svc->store, id, svc->arena, &row, err));
    if (!is_own_board(svc, row.id)) return err_set(err, ERR_FORBIDDEN, "meeting dates of another board");
    if (date_is_none(in->day)) return err_field(err, ERR_INVALID, "day", "required");
    if (!in->remove && date_cmp(in->day, calendar_date(svc->now)) < 0)
        return err_field(err, ERR_INVALID, "day", "in-past");
    if (date_cmp(in->papers, in->day) > 0) return err_field(err, ERR_INVALID, "papers", "after-meeting");
    struct store_meeting meeting = {
        .organisation = row.id, .day = svc__iso(svc, in->day), .papers = svc__iso(svc, in->papers)};
    if (in->remove)
        ERR_TRY(store_meeting_remove(svc->store, row.id, meeting.day, err));
    else
        ERR_TRY(store_meeting_put(svc->store, &meeting, err));
    return svc__log(svc, in->remove ? "meeting.remove" : "meeting.put", row.id, NULL,
                    arena_printf(svc->arena, "day=%s", meeting.day), err);
}
