/* What an organisation says in a round: its position, what its board prepares to say, and until when it is busy. */
#include "kb/service/service__internal.h"

#include "kb/base/calendar.h"

struct seat {
    struct store_round round;
    struct svc__seen seen;
    struct svc__votes votes;
    size_t place;
};

/* The round and the organisation are both asked about (design section 3 rule 5). */
static err_code find_seat(struct svc *svc, text round, text organisation, enum policy_action action, struct seat *out,
                          kb_err *err)
{
    enum svc_seat least = action == ACT_SEE_CONCEPT ? SVC_SEAT_MEMBER : SVC_SEAT_VOICE;
    const char *id = svc__str(svc, round);
    if (!id) return svc__no_memory(err);
    if (!svc__insider(svc->actor)) return err_set(err, ERR_NOT_FOUND, "rounds are for the network");
    ERR_TRY(store_round_get(svc->store, id, svc->arena, &out->round, err));
    ERR_TRY(svc__see(svc, text_str(out->round.practice), &out->seen, err));
    const char *whose = svc__str(svc, organisation);
    struct policy_object object = svc__voice(&out->seen, whose);
    err_code code = policy_check(svc->actor, action, &object, err);
    bool over = svc__round_state(&out->round) == ROUND_ENDED;
    if (code == ERR_FORBIDDEN && over && whose && svc__seat(svc->actor, whose) >= least)
        return err_field(err, ERR_CONFLICT, "position", "round-over"); /* theirs to say, and too late */
    if (code != OK) return code;
    ERR_TRY(svc__votes(svc, out->round.id, &out->votes, err));
    for (out->place = 0; out->place < out->votes.seats.n; out->place++)
        if (text_is(organisation, out->votes.seats.at[out->place].organisation)) return OK;
    return err_set(err, ERR_NOT_FOUND, "not on the list of this round");
}

/* What a position cannot be given without. */
static err_code said_needed(const struct svc_position *in, kb_err *err)
{
    err_code wrong = OK;
    int needed = round_texts_needed(in->position);
    if (needed >= 1 && !text_trim(in->said).len) wrong = err_field(err, ERR_INVALID, "said", "required");
    if (needed >= 2 && !text_trim(in->lift).len) wrong = err_field(err, ERR_INVALID, "lift", "required");
    if (in->position == POSITION_RESERVE && !in->reserve.len)
        wrong = err_field(err, ERR_INVALID, "reserve", "not-a-choice");
    return wrong;
}

static err_code said_fits(struct svc *svc, const struct svc_position *in, kb_err *err)
{
    err_code wrong = OK;
    if (in->said.len > SVC__SAID_MAX) wrong = err_field(err, ERR_INVALID, "said", "too-long");
    if (in->lift.len > SVC__SAID_MAX) wrong = err_field(err, ERR_INVALID, "lift", "too-long");
    if (in->minute.len > SVC_MINUTE_MAX) wrong = err_field(err, ERR_INVALID, "minute", "too-long");
    if (wrong != OK) return wrong;
    wrong = svc__no_client_data(svc, "said", in->said, err);
    wrong = svc__first(wrong, svc__no_client_data(svc, "lift", in->lift, err));
    return svc__first(wrong, svc__no_client_data(svc, "minute", in->minute, err));
}

/* The day of the board's meeting is one on which it has spoken of this text; a slip of the pen is none. */
static err_code day_fits(struct svc *svc, const struct store_round *round, struct date day, kb_err *err)
{
    enum { DAYS_BEFORE = 366 };
    if (date_is_none(day)) return OK;
    if (date_cmp(day, calendar_date(svc->now)) > 0) return err_field(err, ERR_INVALID, "board_day", "in-future");
    if (date_cmp(day, date_add_days(calendar_date(round->begun), -DAYS_BEFORE)) < 0)
        return err_field(err, ERR_INVALID, "board_day", "long-ago");
    return OK;
}

/* Everybody has a position: the round closes before its term. A later word, and each one in talks, closes it anew: the
 * working days in which an editor looks at what passed are counted from the last. */
static err_code close_early(struct svc *svc, struct seat *seat, kb_err *err)
{
    struct svc__votes votes;
    ERR_TRY(svc__votes(svc, seat->round.id, &votes, err));
    if (!svc__round_closed(&seat->round, &votes, svc->now)) return OK;
    seat->round.closed = svc->now;
    return store_round_put(svc->store, &seat->round, err);
}

static const char *organisation_of(const struct seat *seat)
{
    return seat->votes.seats.at[seat->place].organisation;
}

static err_code may_take(struct svc *svc, const struct seat *seat, enum round_position position, kb_err *err)
{
    enum round_state state = svc__round_state(&seat->round);
    bool over = svc__round_over(&seat->round, svc->now);
    if (!over && svc__may_take(state, &seat->votes, seat->place, position)) return OK;
    return err_field(err, ERR_CONFLICT, "position", svc__shut(state, over));
}

/* Whoever saves replaces what was shown beside the form, and not what a colleague saved since. */
static err_code still_stands(text seen, const char *id_or_null, kb_err *err)
{
    if (!seen.len || text_is(seen, id_or_null ? id_or_null : "none")) return OK;
    return err_field(err, ERR_CONFLICT, "position", "position-changed");
}

/* The words that go with a position; what was typed for another one is left. */
struct words {
    const char *said, *lift, *reserve;
};

static struct words words_of(struct svc *svc, const struct svc_position *in)
{
    int needed = round_texts_needed(in->position);
    return (struct words){.said = needed >= 1 ? svc__str(svc, text_trim(in->said)) : "",
                          .lift = needed >= 2 ? svc__str(svc, text_trim(in->lift)) : "",
                          .reserve = in->position == POSITION_RESERVE ? svc__str(svc, in->reserve) : ""};
}

err_code svc_position(struct svc *svc, const struct svc_position *in, kb_err *err)
{
    struct seat seat;
    ERR_TRY(find_seat(svc, in->round, in->organisation, ACT_TAKE_POSITION, &seat, err));
    const struct store_position *before, *now = svc__said_by(&seat.votes.said, organisation_of(&seat), &before);
    ERR_TRY(still_stands(in->seen, now ? now->id : NULL, err));
    ERR_TRY(may_take(svc, &seat, in->position, err));
    ERR_TRY(svc__first(said_needed(in, err), said_fits(svc, in, err)));
    ERR_TRY(day_fits(svc, &seat.round, in->board_day, err));
    struct words words = words_of(svc, in);
    struct store_position row = {
        .round = seat.round.id,
        .organisation = organisation_of(&seat),
        .position = round_position_slug(in->position),
        .said = words.said,
        .lift = words.lift,
        .reserve = words.reserve,
        .board_day = svc__iso(svc, in->board_day),
        .minute = svc__str(svc, text_trim(in->minute)),
        .at = svc->now,
        .given_by = svc->actor->person ? svc->actor->person : STORE_BY_LINK,
        .by_link = svc__str(svc, text_trim(in->by_link)),
    };
    if (!row.said || !row.lift || !row.reserve || !row.minute || !row.by_link) return svc__no_memory(err);
    ERR_TRY(svc__new_id(svc, &row.id, err));
    ERR_TRY(store_position_add(svc->store, &row, err));
    ERR_TRY(store_concept_remove(svc->store, row.round, row.organisation, err));
    ERR_TRY(close_early(svc, &seat, err));
    return svc__log(
        svc, svc->actor->person ? "round.position" : "round.position-link", seat.seen.row.id, seat.round.revision,
        arena_printf(svc->arena, "round=%s organisation=%s position=%s", seat.round.id, row.organisation, row.position),
        err);
}

/* The one that stands now; its id is NULL when there is none. */
static err_code find_concept(struct svc *svc, const struct seat *seat, struct store_concept *out, kb_err *err)
{
    kb_err none = {0};
    bool there;
    *out = (struct store_concept){0};
    err_code code = store_concept_get(svc->store, seat->round.id, organisation_of(seat), svc->arena, out, &none);
    return err_optional(code, &none, &there, err);
}

err_code svc_concept(struct svc *svc, const struct svc_position *in, kb_err *err)
{
    struct seat seat;
    struct store_concept now;
    ERR_TRY(find_seat(svc, in->round, in->organisation, ACT_SEE_CONCEPT, &seat, err));
    ERR_TRY(find_concept(svc, &seat, &now, err));
    ERR_TRY(still_stands(in->seen, now.id, err));
    ERR_TRY(may_take(svc, &seat, in->position, err));
    ERR_TRY(said_fits(svc, in, err));
    struct words words = words_of(svc, in);
    struct store_concept row = {
        .round = seat.round.id,
        .organisation = organisation_of(&seat),
        .position = round_position_slug(in->position),
        .said = words.said,
        .lift = words.lift,
        .reserve = words.reserve,
        .at = svc->now,
        .person = svc->actor->person,
    };
    ERR_TRY(svc__new_id(svc, &row.id, err));
    ERR_TRY(store_concept_put(svc->store, &row, err));
    return svc__log(svc, "round.concept", seat.seen.row.id, seat.round.revision,
                    arena_printf(svc->arena, "round=%s organisation=%s", row.round, row.organisation), err);
}

err_code svc_busy(struct svc *svc, text round, text organisation, struct date until, kb_err *err)
{
    struct seat seat;
    ERR_TRY(find_seat(svc, round, organisation, ACT_TAKE_POSITION, &seat, err));
    bool over = svc__round_state(&seat.round) == ROUND_ENDED || svc__round_over(&seat.round, svc->now);
    if (over) return err_field(err, ERR_CONFLICT, "until", "round-over");
    if (!date_is_none(until) && date_cmp(until, calendar_date(svc->now)) < 0)
        return err_field(err, ERR_INVALID, "until", "in-past");
    bool past = !date_is_none(until) && calendar_term_end(until) > seat.round.ends; /* the editor may extend it */
    struct store_seat row = {
        .round = seat.round.id, .organisation = organisation_of(&seat), .busy_until = svc__iso(svc, until)};
    ERR_TRY(store_seat_put(svc->store, &row, err));
    return svc__log(svc, "round.busy", seat.seen.row.id, seat.round.revision,
                    arena_printf(svc->arena, "round=%s organisation=%s until=%s%s", row.round, row.organisation,
                                 row.busy_until ? row.busy_until : "-", past ? " past=term" : ""),
                    err);
}
