/* What people are reminded of before a term is over: boards whose papers are due, writers whose text falls asleep,
 * the steering group when talks gave nothing. Each
 * is one row in the log, once; who is told of it stands in tell.c. */
#include "kb/service/service__internal.h"

#include "kb/base/calendar.h"

enum { LOOK_BACK = 200 };

/* What is said once: the log remembers it, and a restore brings it along. */
static const char *const reminders[] = {"round.remind", "practice.idle", "practice.talks-over"};

bool svc__is_reminder(const char *action)
{
    for (size_t i = 0; i < COUNT_OF(reminders); i++)
        if (!strcmp(reminders[i], action)) return true;
    return false;
}

err_code svc__reminders(struct svc *svc, const char *practice, struct store_changes *out, kb_err *err)
{
    size_t n = 0;
    ERR_TRY(store_changes_of(svc->store, practice, LOOK_BACK, svc->arena, out, err));
    for (size_t i = 0; i < out->n; i++)
        if (svc__is_reminder(out->at[i].action)) out->at[n++] = out->at[i];
    out->n = n;
    return OK;
}

/* Was exactly this said of the practice since then? The rows are newest first; where a clock was put back their times
 * are in no order. */
static err_code was_said(struct svc *svc, const char *practice, const char *action, const char *detail, kb_time since,
                         bool *said, kb_err *err)
{
    struct store_changes rows;
    *said = false;
    ERR_TRY(store_changes_of(svc->store, practice, LOOK_BACK, svc->arena, &rows, err));
    for (size_t i = 0; i < rows.n; i++)
        *said |= rows.at[i].at >= since && !strcmp(rows.at[i].action, action) && !strcmp(rows.at[i].detail, detail);
    return OK;
}

/* `since`: 0 when the detail names what it is about; else when that began. */
static err_code say_once(struct svc *svc, const char *practice, const char *revision, const char *action,
                         const char *detail, kb_time since, size_t *n, kb_err *err)
{
    bool said;
    if (!detail) return svc__no_memory(err);
    ERR_TRY(was_said(svc, practice, action, detail, since, &said, err));
    if (said) return OK;
    ++*n;
    return svc__log(svc, action, practice, revision, detail, err);
}

/* ---- Boards ---- */

err_code svc__meeting_ahead(struct svc *svc, const struct store_round *round, const char *organisation,
                            struct date from, struct svc__meeting *out, kb_err *err)
{
    struct store_meetings meetings;
    struct date last = calendar_date(round->ends - 1);
    *out = (struct svc__meeting){0};
    ERR_TRY(store_meeting_list(svc->store, organisation, svc__iso(svc, from), svc->arena, &meetings, err));
    for (size_t i = 0; i < meetings.n; i++) {
        const struct store_meeting *m = &meetings.at[i];
        struct svc__meeting ahead;
        if (!date_parse(text_str(m->papers ? m->papers : m->day), &ahead.papers) ||
            !date_parse(text_str(m->day), &ahead.day))
            continue;
        if (date_cmp(ahead.papers, from) < 0 || date_cmp(ahead.day, last) > 0) continue;
        *out = ahead;
        break;
    }
    return OK;
}

/* The last day for papers of its next meeting within the term; else the end of the term. */
static err_code papers_day(struct svc *svc, const struct store_round *round, const char *organisation,
                           const struct stage_terms *terms, struct date *papers, int *days_before, kb_err *err)
{
    struct svc__meeting ahead;
    ERR_TRY(svc__meeting_ahead(svc, round, organisation, calendar_date(svc->now), &ahead, err));
    bool meets = !date_is_none(ahead.day);
    *papers = meets ? ahead.papers : calendar_date(round->ends - 1);
    *days_before = meets ? terms->before_papers_days : terms->before_end_days;
    return OK;
}

static err_code remind_board(struct svc *svc, const struct store_round *round, const char *organisation,
                             const struct stage_terms *terms, size_t *n, kb_err *err)
{
    char room[DATE_BYTES];
    struct date papers, today = calendar_date(svc->now);
    int before;
    ERR_TRY(papers_day(svc, round, organisation, terms, &papers, &before, err));
    if (date_cmp(today, date_add_days(papers, -before)) < 0) return OK;
    const char *detail = arena_printf(svc->arena, "round=%s organisation=%s day=%s", round->id, organisation,
                                      date_format(papers, DATE_ISO, room));
    return say_once(svc, round->practice, round->revision, "round.remind", detail, 0, n, err);
}

bool svc__is_busy(const struct svc *svc, const struct store_seat *seat)
{
    struct date until;
    return seat->busy_until && date_parse(text_str(seat->busy_until), &until) &&
           date_cmp(until, calendar_date(svc->now)) >= 0;
}

/* What is looked at, each by itself (svc__apart). */
struct reminding {
    struct svc *svc; /* its arena is cleared before each */
    const struct stage_terms *terms;
    const struct store_round *round;
    const struct store_practice *practice;
    size_t *n;
};

static err_code remind_round(struct store *store, void *ctx, kb_err *err)
{
    (void)store;
    const struct reminding *r = ctx;
    struct svc *svc = r->svc;
    struct svc__votes votes;
    if (r->round->closed || r->round->ends <= svc->now) return OK;
    ERR_TRY(svc__votes(svc, r->round->id, &votes, err));
    for (size_t i = 0; i < votes.seats.n; i++)
        if (votes.at[i] == POSITION_NONE && !svc__is_busy(svc, &votes.seats.at[i]))
            ERR_TRY(remind_board(svc, r->round, votes.seats.at[i].organisation, r->terms, r->n, err));
    return OK;
}

/* ---- Steering group ---- */

/* Talks that gave nothing are the steering group's, when it may make its step at all. */
static err_code hand_to_steering(struct store *store, void *ctx, kb_err *err)
{
    (void)store;
    const struct reminding *r = ctx;
    struct svc__seen seen;
    bool may;
    ERR_TRY(svc__see(r->svc, text_str(r->round->practice), &seen, err));
    ERR_TRY(svc__may_steer(r->svc, &seen, &may, err));
    if (!may) return OK;
    return say_once(r->svc, r->round->practice, r->round->revision, "practice.talks-over",
                    arena_printf(r->svc->arena, "round=%s", r->round->id), 0, r->n, err);
}

/* ---- Writers ---- */

static err_code warn_idle(struct store *store, void *ctx, kb_err *err)
{
    const struct reminding *r = ctx;
    kb_time saved, edited = r->practice->lines[STORE_CANDIDATE].since;
    kb_err said = {0};
    bool there;
    ERR_TRY(err_optional(store_working_updated(store, r->practice->id, &saved, &said), &said, &there, err));
    if (there && saved > edited) edited = saved;
    if (r->svc->now < stage_idle_warning(edited, r->terms)) return OK;
    return say_once(r->svc, r->practice->id, NULL, "practice.idle", "", edited, r->n, err);
}

static err_code warn_stage(struct reminding *r, arena *lists, enum stage stage, kb_err *err)
{
    struct store_practices rows;
    struct store_list list = {.of = STORE_LIST_STAGE, .key = stage_slug(stage), .limit = STORE_LIST_MAX};
    do {
        ERR_TRY(store_practice_list(r->svc->store, &list, lists, &rows, err));
        for (size_t i = 0; i < rows.n; i++) {
            arena_clear(r->svc->arena);
            r->practice = &rows.at[i];
            ERR_TRY(svc__apart(r->svc, r->practice->id, "practice.idle", warn_idle, r, err));
        }
        if (!rows.n) break;
        list.after_time = rows.at[rows.n - 1].lines[STORE_CANDIDATE].since;
        list.after_id = rows.at[rows.n - 1].id;
    } while (rows.n == STORE_LIST_MAX);
    return OK;
}

/* ---- All of them ---- */

static err_code remind_rounds(struct reminding *r, arena *lists, enum round_state state, const char *action,
                              err_code (*one)(struct store *store, void *ctx, kb_err *err), kb_err *err)
{
    struct store_rounds rows;
    ERR_TRY(store_round_in_state(r->svc->store, round_state_slug(state), lists, &rows, err));
    for (size_t i = 0; i < rows.n; i++) {
        arena_clear(r->svc->arena);
        r->round = &rows.at[i];
        ERR_TRY(svc__apart(r->svc, r->round->practice, action, one, r, err));
    }
    return OK;
}

err_code svc__remind(struct svc *svc, size_t *n, kb_err *err)
{
    struct svc one = *svc;
    struct reminding r = {.svc = &one, .n = n};
    *n = 0;
    ERR_TRY(svc__terms(svc, &r.terms, err));
    _cleanup_(arena_free_p)
    arena *scratch = arena_new(SVC__SCRATCH_BYTES);
    if (!scratch) return svc__no_memory(err);
    one.arena = scratch;
    ERR_TRY(remind_rounds(&r, svc->arena, ROUND_OPEN, "round.remind", remind_round, err));
    ERR_TRY(remind_rounds(&r, svc->arena, ROUND_IN_TALKS, "practice.talks-over", hand_to_steering, err));
    ERR_TRY(warn_stage(&r, svc->arena, STAGE_DRAFT, err));
    return warn_stage(&r, svc->arena, STAGE_RETURNED, err);
}
