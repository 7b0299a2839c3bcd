/* The clocks: everything whose time has come moves by itself, through the same table and guards as a person's move. */
#include "kb/service/service__internal.h"

#include "kb/base/calendar.h"

enum { NO_HELP_MAX = 3 /* times "Hielp niet" */ };

/* From which stage a clock tries which moves, in this order; the guards let at most one through. */
static const struct {
    enum stage stage;
    enum stage_move moves[6];
} clocks[] = {
    {STAGE_DRAFT, {MOVE_SLEEP}},
    {STAGE_RETURNED, {MOVE_SLEEP}},
    {STAGE_SUBMITTED, {MOVE_FIX_LANGUAGE}},
    {STAGE_IN_ROUND, {MOVE_ADOPT, MOVE_VOID, MOVE_REWORK, MOVE_REJECT, MOVE_TALK, MOVE_DEFER}},
    {STAGE_TALKS, {MOVE_ADOPT, MOVE_VOID, MOVE_REWORK, MOVE_REJECT}},
    {STAGE_BEST_PRACTICE, {MOVE_CORRECT, MOVE_DUE, MOVE_TRIGGER}},
    {STAGE_DUE, {MOVE_CORRECT, MOVE_EXPIRE}},
};

struct ticking {
    struct svc svc; /* its arena is cleared before each practice */
    arena *lists;
    svc_tick_say *say;
    void *ctx;
    size_t *moved;
};

/* The dates that a person would have chosen. */
static err_code take_move(struct ticking *t, const struct store_practice *p, enum stage_move move,
                          const struct stage_terms *terms, struct svc_move *in, kb_err *err)
{
    struct date today = calendar_date(t->svc.now);
    *in = (struct svc_move){.practice = text_str(p->id), .move = move};
    if (move == MOVE_TALK) in->until = round_talks_until(&terms->round, today);
    if (move == MOVE_DEFER) in->until = date_add_days(today, terms->round.no_dates_days);
    return move == MOVE_ADOPT ? svc__review_date(&t->svc, p->legal_fields, terms, &in->review, err) : OK;
}

/* What happened to a text that stands since it was adopted or confirmed, so that it must be looked at before its date
 * (design section 2); a slug of the catalogue's trigger.<slug>, or NULL. */
static err_code trigger_of(const struct ticking *t, const struct store_practice *p, const char **out, kb_err *err)
{
    struct store_use_counts uses;
    struct store_locals locals;
    kb_time since = p->lines[STORE_ADOPTED].since;
    *out = NULL;
    ERR_TRY(store_local_list(t->svc.store, p->id, t->svc.arena, &locals, err));
    for (size_t i = 0; i < locals.n; i++)
        if (!strcmp(locals.at[i].what, "left") && locals.at[i].at >= since) *out = "left";
    ERR_TRY(store_use_counts(t->svc.store, p->id, since, &uses, err));
    if (uses.no_help >= NO_HELP_MAX) *out = "no-help";
    return OK;
}

/* Whoever could agree to it, or let it be, was silent for so long; also where nobody has to agree. */
static err_code mends_itself(const struct ticking *t, const struct store_practice *p, enum stage_move move,
                             const struct stage_terms *terms, bool *may, kb_err *err)
{
    struct store_correction c;
    kb_err said = {0};
    int days = move == MOVE_FIX_LANGUAGE ? terms->fix_working_days : terms->second_working_days;
    ERR_TRY(err_optional(store_correction_get(t->svc.store, p->id, t->svc.arena, &c, &said), &said, may, err));
    *may = *may && t->svc.now >= calendar_term_end(calendar_add_working_days(calendar_date(c.at), days));
    return OK;
}

/* Did nobody save it for that long, since it came here? What has no working copy is left to the guards. */
static err_code is_idle(const struct ticking *t, const struct store_practice *p, const struct stage_terms *terms,
                        bool *may, kb_err *err)
{
    kb_time saved, since = p->lines[STORE_CANDIDATE].since;
    kb_err said = {0};
    bool there;
    ERR_TRY(err_optional(store_working_updated(t->svc.store, p->id, &saved, &said), &said, &there, err));
    *may = !there || t->svc.now >= stage_idle_until(saved > since ? saved : since, terms);
    return OK;
}

/* A round that rejects: the lead, who can still promise a new text, is asked first. The reason is a slug of the
 * catalogue's trigger.<slug> and says no more than the outcome does. */
static err_code before_rejecting(const struct ticking *t, const struct store_practice *p, text *why, bool *may,
                                 kb_err *err)
{
    struct svc svc = t->svc;
    struct store_round round;
    struct svc__votes votes;
    ERR_TRY(store_round_latest(svc.store, p->id, svc.arena, &round, err));
    ERR_TRY(svc__votes(&svc, round.id, &votes, err));
    *may = svc__round_closed(&round, &votes, svc.now);
    *why = votes.tally.n[POSITION_OBJECT] >= 2 ? TEXT("objections") : TEXT("too-few-agree");
    return *may && round_asks_promise(svc__round_preset(&round), &votes.tally)
               ? svc__ask_promise(&svc, text_str(p->id), err)
               : OK;
}

/* Most texts that stand, and most drafts, have no date that came: they are passed without asking the guards, who read
 * all of a text. */
static err_code may_have_come(const struct ticking *t, const struct store_practice *p, const struct stage_terms *terms,
                              struct svc_move *in, bool *may, kb_err *err)
{
    kb_time review = p->lines[STORE_ADOPTED].review_at;
    const char *trigger = "";
    if (in->move == MOVE_REJECT) return before_rejecting(t, p, &in->words, may, err);
    if (stage_move_mends(in->move)) return mends_itself(t, p, in->move, terms, may, err);
    if (in->move == MOVE_SLEEP) return is_idle(t, p, terms, may, err);
    if (in->move == MOVE_TRIGGER) ERR_TRY(trigger_of(t, p, &trigger, err));
    in->words = text_str(trigger);
    *may = in->move == MOVE_DUE ? review && review <= t->svc.now : trigger != NULL;
    return OK;
}

struct trying {
    struct ticking *t;
    const struct store_practice *p;
    enum stage_move move;
    const struct stage_terms *terms;
    bool done;
};

/* Tries one move. What a guard refuses is simply not due. */
static err_code try_move(struct store *store, void *ctx, kb_err *err)
{
    (void)store;
    struct trying *a = ctx;
    struct ticking *t = a->t;
    bool may;
    struct svc_move in;
    ERR_TRY(take_move(t, a->p, a->move, a->terms, &in, err));
    ERR_TRY(may_have_come(t, a->p, a->terms, &in, &may, err));
    if (!may) return OK;
    kb_err why = {0};
    err_code code = svc_move(&t->svc, &in, &why);
    if (code == ERR_RULE || code == ERR_CONFLICT || code == ERR_FORBIDDEN) return OK;
    if (code != OK) {
        if (err) *err = why;
        return code;
    }
    struct svc_card card;
    if (t->say) ERR_TRY(svc_practice_card(&t->svc, text_str(a->p->id), &card, err));
    if (t->say) t->say(t->ctx, &card, a->move);
    a->done = true;
    return OK;
}

err_code svc__apart(struct svc *svc, const char *practice, const char *action,
                    err_code (*run)(struct store *store, void *ctx, kb_err *err), void *ctx, kb_err *err)
{
    kb_err why;
    ERR_TRY(store_part(svc->store, &(struct store_job){run, ctx}, &why, err));
    if (why.code == OK) return OK;
    log_line(svc->log, KB_LOG_ERROR, "clock.failed", "practice=%s action=%s code=%s field=%s reason=%s cause=%s",
             practice, action, err_slug(why.code), why.items[0].field, why.n_items ? why.items[0].reason : "",
             why.cause);
    return OK;
}

/* The first of the clock's moves that a guard lets through; one that fails holds up neither the next of them nor the
 * next practice. */
static err_code try_moves(struct ticking *t, const struct store_practice *p, const enum stage_move *moves, size_t n,
                          const struct stage_terms *terms, kb_err *err)
{
    struct trying a = {.t = t, .p = p, .terms = terms};
    for (size_t i = 0; i < n && !a.done && moves[i]; i++) {
        arena_clear(t->svc.arena);
        a.move = moves[i];
        ERR_TRY(svc__apart(&t->svc, p->id, stage_move_slug(a.move), try_move, &a, err));
    }
    *t->moved += a.done;
    return OK;
}

static err_code tick_stage(struct ticking *t, size_t clock, const struct stage_terms *terms, kb_err *err)
{
    struct store_practices rows;
    struct store_list list = {.of = STORE_LIST_STAGE, .key = stage_slug(clocks[clock].stage), .limit = STORE_LIST_MAX};
    do {
        ERR_TRY(store_practice_list(t->svc.store, &list, t->lists, &rows, err));
        for (size_t i = 0; i < rows.n; i++)
            ERR_TRY(try_moves(t, &rows.at[i], clocks[clock].moves, COUNT_OF(clocks[clock].moves), terms, err));
        if (!rows.n) break;
        const struct store_practice *last = &rows.at[rows.n - 1];
        enum store_line_name line =
            svc__stage(&last->lines[STORE_ADOPTED]) == clocks[clock].stage ? STORE_ADOPTED : STORE_CANDIDATE;
        list.after_time = last->lines[line].since;
        list.after_id = last->id;
    } while (rows.n == STORE_LIST_MAX);
    return OK;
}

err_code svc_tick(struct svc *svc, svc_tick_say *say, void *ctx, size_t *moved, kb_err *err)
{
    struct ticking t = {.svc = *svc, .lists = svc->arena, .say = say, .ctx = ctx, .moved = moved};
    const struct stage_terms *terms;
    *moved = 0;
    svc__act_as(&t.svc, svc_system_actor());
    ERR_TRY(svc__terms(&t.svc, &terms, err));
    _cleanup_(arena_free_p)
    arena *scratch = arena_new(SVC__SCRATCH_BYTES);
    if (!scratch) return svc__no_memory(err);
    t.svc.arena = scratch;
    for (size_t i = 0; i < COUNT_OF(clocks); i++) ERR_TRY(tick_stage(&t, i, terms, err));
    return OK;
}

/* ---- "Geldt bij" for stores that were made before it was kept (migration 0007) ---- */

/* Fills it where it differs, once for a store; the log tells the index. */
static err_code fill_holds_of(struct svc *svc, const char *practice, kb_err *err)
{
    struct store_practice was, is;
    ERR_TRY(store_practice_get(svc->store, practice, svc->arena, &was, err));
    ERR_TRY(svc__holds(svc, practice, err));
    ERR_TRY(store_practice_get(svc->store, practice, svc->arena, &is, err));
    return text_eq(was.holds_for, is.holds_for) ? OK : svc__log(svc, "practice.holds", practice, NULL, "", err);
}

static err_code fill_holds(struct svc *svc, kb_err *err)
{
    static const char filled[] = "holds-filled-2";
    struct store_practices rows;
    struct store_list list = {.of = STORE_LIST_ALL, .limit = STORE_LIST_MAX};
    struct svc one = *svc;
    const char *done;
    ERR_TRY(store_setting_get(svc->store, filled, "", svc->arena, &done, err));
    if (*done) return OK;
    _cleanup_(arena_free_p)
    arena *scratch = arena_new(SVC__SCRATCH_BYTES);
    if (!scratch) return svc__no_memory(err);
    one.arena = scratch;
    do {
        ERR_TRY(store_practice_list(svc->store, &list, svc->arena, &rows, err));
        for (size_t i = 0; i < rows.n; i++) {
            arena_clear(scratch);
            if (rows.at[i].lines[STORE_ADOPTED].present) ERR_TRY(fill_holds_of(&one, rows.at[i].id, err));
        }
        if (rows.n) list.after_id = rows.at[rows.n - 1].id;
    } while (rows.n == STORE_LIST_MAX);
    return store_setting_put(svc->store, filled, "1", err);
}

err_code svc_keep(struct svc *svc, svc_tick_say *say, void *ctx, size_t *moved, kb_err *err)
{
    struct svc as = *svc;
    size_t reminded;
    bool left = true;
    svc__act_as(&as, svc_system_actor());
    store_tidy(svc->store);
    ERR_TRY(fill_holds(&as, err));
    ERR_TRY(svc__render_lacking(&as, err));
    ERR_TRY(svc_tick(&as, say, ctx, moved, err));
    ERR_TRY(svc__remind(&as, &reminded, err));
    while (left) ERR_TRY(svc_tell(&as, &left, err));
    return OK;
}
