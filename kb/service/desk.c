/* The editors' desk: everything on its way or due, the latest first. */
#include "kb/service/service__internal.h"

#include "kb/base/calendar.h"

enum { EACH_PAGE = 500 /* rows of one stage that are read at once */ };

static err_code only_editors(const struct svc *svc, kb_err *err)
{
    if (!svc->actor->person) return err_set(err, ERR_SIGN_IN, "the desk is for editors");
    return svc__is_editor(svc) ? OK : err_set(err, ERR_FORBIDDEN, "the desk is for editors");
}

/* What stands on the desk, for whom each waits by itself, and which line it is. */
struct desk_stage {
    enum stage stage;
    enum store_line_name line;
    enum svc_waits waits;
};
static const struct desk_stage desk_stages[] = {
    {STAGE_SUBMITTED, STORE_CANDIDATE, SVC_WAITS_EDITOR},      {STAGE_PROPOSAL, STORE_CANDIDATE, SVC_WAITS_CLOCK},
    {STAGE_RECOMMENDATION, STORE_CANDIDATE, SVC_WAITS_EDITOR}, {STAGE_IN_ROUND, STORE_CANDIDATE, SVC_WAITS_BOARDS},
    {STAGE_TALKS, STORE_CANDIDATE, SVC_WAITS_EDITOR},          {STAGE_DEFERRED, STORE_CANDIDATE, SVC_WAITS_CLOCK},
    {STAGE_RETURNED, STORE_CANDIDATE, SVC_WAITS_GROUP},        {STAGE_DUE, STORE_ADOPTED, SVC_WAITS_EDITOR},
    {STAGE_EXPIRED, STORE_ADOPTED, SVC_WAITS_EDITOR},
};

/* The date that a hidden move asked for: talks and deferrals. */
static err_code until_of_hidden_move(struct svc *svc, const char *practice, kb_time *out, kb_err *err)
{
    struct store_move move;
    bool there;
    ERR_TRY(svc__hidden_move(svc, practice, &move, &there, err));
    if (!there) return OK;
    const char *words = move.words;
    struct date day = svc__take_day(&words);
    if (!date_is_none(day)) *out = calendar_term_end(day);
    return OK;
}

/* When the round should be open: counted from the final comments, or from the recommendation. A text that the last
 * round asked for comes first, by the day that its lead promised; the round is counted from the day it came. */
static kb_time time_to_open(const struct store_line *line, const struct svc__awaited *awaited,
                            const struct stage_terms *terms)
{
    kb_time from = line->until ? line->until - 1 : line->since; /* on their last day */
    if (awaited->text) return awaited->until;
    if (awaited->came > from) from = awaited->came;
    return calendar_term_end(calendar_add_working_days(calendar_date(from), terms->open_round_working_days));
}

static err_code due(struct svc *svc, const struct store_practice *p, enum store_line_name name,
                    const struct svc__awaited *awaited, kb_time *out, kb_err *err)
{
    const struct stage_terms *terms;
    const struct store_line *line = &p->lines[name];
    struct date since = calendar_date(line->since);
    ERR_TRY(svc__terms(svc, &terms, err));
    *out = line->until;
    switch (svc__stage(line)) {
    case STAGE_SUBMITTED: *out = calendar_term_end(calendar_add_working_days(since, terms->intake_working_days)); break;
    case STAGE_RECOMMENDATION: *out = time_to_open(line, awaited, terms); break;
    case STAGE_TALKS:
    case STAGE_DEFERRED: return until_of_hidden_move(svc, p->id, out, err);
    case STAGE_RETURNED: *out = stage_idle_warning(line->since, terms); break;
    case STAGE_DUE: *out = stage_expires(line->since, terms); break;
    case STAGE_EXPIRED: *out = line->since; break;
    default: break;
    }
    return OK;
}

err_code svc__due(struct svc *svc, const struct store_practice *p, enum store_line_name name, kb_time *out, kb_err *err)
{
    struct svc__awaited awaited;
    ERR_TRY(svc__awaited(svc, p, &awaited, err));
    return due(svc, p, name, &awaited, out, err);
}

/* A text that nobody promised has no day for its group; editors ask after it as after one that was sent back. */
static err_code lies_too_long(struct svc *svc, const struct store_line *line, kb_time *out, kb_err *err)
{
    const struct stage_terms *terms;
    ERR_TRY(svc__terms(svc, &terms, err));
    *out = stage_idle_warning(line->since, terms);
    return OK;
}

static err_code due_of(struct svc *svc, const struct store_practice *p, const struct desk_stage *kind,
                       struct svc_desk_item *out, kb_err *err)
{
    struct svc__awaited awaited;
    ERR_TRY(svc__awaited(svc, p, &awaited, err));
    out->waits = awaited.text && kind->line == STORE_CANDIDATE ? SVC_WAITS_GROUP : kind->waits;
    ERR_TRY(due(svc, p, kind->line, &awaited, &out->due, err));
    if (!out->due && awaited.text) ERR_TRY(lies_too_long(svc, &p->lines[kind->line], &out->due, err));
    out->late = out->due && out->due <= svc->now;
    if (out->late && out->waits != SVC_WAITS_GROUP) out->waits = SVC_WAITS_EDITOR; /* the clock did its part */
    return OK;
}

/* A round whose last position came before its term waits for the editor too. */
static err_code closed_early(struct svc *svc, const char *practice, struct svc_desk_item *out, kb_err *err)
{
    struct store_round round;
    const struct stage_terms *terms;
    if (out->waits != SVC_WAITS_BOARDS) return OK;
    ERR_TRY(store_round_latest(svc->store, practice, svc->arena, &round, err));
    if (!round.closed) return OK;
    ERR_TRY(svc__terms(svc, &terms, err));
    out->waits = SVC_WAITS_EDITOR;
    out->due = calendar_term_end(calendar_add_working_days(calendar_date(round.closed), terms->confirm_working_days));
    return OK;
}

err_code svc__in_hand(struct svc *svc, const char *practice, const char **editor, kb_err *err)
{
    struct store_desk desk;
    struct store_ids editors;
    *editor = NULL;
    ERR_TRY(store_desk_get(svc->store, practice, svc->arena, &desk, err));
    if (!desk.editor) return OK;
    ERR_TRY(store_people_with_role(svc->store, policy_role_slug(ROLE_EDITOR), svc->arena, &editors, err));
    for (size_t i = 0; i < editors.n; i++)
        if (!strcmp(editors.at[i], desk.editor)) *editor = desk.editor;
    return OK;
}

static bool is_in_hand_of(text asked, const char *editor)
{
    if (!asked.len) return true;
    return editor ? text_is(asked, editor) : text_is(asked, SVC_DESK_NOBODY);
}

/* Is the position of this organisation, or of any, still to come? */
static err_code waits_for_board(struct svc *svc, const char *practice, const struct desk_stage *kind, text organisation,
                                bool *out, kb_err *err)
{
    struct store_round round;
    struct svc__votes votes;
    *out = !organisation.len;
    if (*out || kind->stage != STAGE_IN_ROUND) return OK;
    ERR_TRY(store_round_latest(svc->store, practice, svc->arena, &round, err));
    ERR_TRY(svc__votes(svc, round.id, &votes, err));
    for (size_t i = 0; i < votes.seats.n; i++) {
        struct store_organisation o;
        ERR_TRY(store_organisation_get(svc->store, votes.seats.at[i].organisation, svc->arena, &o, err));
        *out |= votes.at[i] == POSITION_NONE && text_is(organisation, o.slug);
    }
    return OK;
}

static err_code is_asked(struct svc *svc, const struct svc_desk_ask *ask, const struct store_practice *p,
                         const struct desk_stage *kind, const char *editor, bool *out, kb_err *err)
{
    *out = is_in_hand_of(ask->editor, editor) &&
           (!ask->legal_field.len || store_list_has(p->legal_fields, ask->legal_field));
    return *out ? waits_for_board(svc, p->id, kind, ask->organisation, out, err) : OK;
}

/* What is found, before it is known what is shown: of thousands only those that wait longest keep their place. */
struct desking {
    struct svc svc; /* its arena is cleared with each page of rows */
    arena *lasting;
    const struct svc_desk_ask *ask;
    struct svc_desk *out;
    struct svc_desk_item *items; /* room for SVC_DESK_MAX and as many again; of a card: id, since */
    size_t n;
    size_t for_editors; /* of all, those that wait for an editor */
};

/* What is late or due first, of one day what waits longest; what has no date last. */
static int by_due(const void *a, const void *b)
{
    const struct svc_desk_item *x = a, *y = b;
    kb_time dx = x->due ? x->due : INT64_MAX, dy = y->due ? y->due : INT64_MAX;
    if (dx != dy) return dx < dy ? -1 : 1;
    if (x->card.since != y->card.since) return x->card.since < y->card.since ? -1 : 1;
    return strcmp(x->card.id, y->card.id);
}

static void keep_first(struct desking *d)
{
    qsort(d->items, d->n, sizeof *d->items, by_due);
    if (d->n > SVC_DESK_MAX) d->n = SVC_DESK_MAX;
}

static err_code find_item(struct desking *d, const struct store_practice *p, const struct desk_stage *kind, kb_err *err)
{
    struct svc *svc = &d->svc;
    struct svc__seen seen = {.row = *p};
    struct svc_desk_item *item = &d->items[d->n];
    const char *editor;
    bool asked;
    ERR_TRY(svc__in_hand(svc, p->id, &editor, err));
    ERR_TRY(is_asked(svc, d->ask, p, kind, editor, &asked, err));
    if (!asked || svc__may(svc, &seen, kind->line, ACT_READ) != POLICY_ALLOW) return OK;
    *item = (struct svc_desk_item){.card = {.id = p->id, .since = p->lines[kind->line].since}, .line = kind->line};
    ERR_TRY(due_of(svc, p, kind, item, err));
    ERR_TRY(closed_early(svc, p->id, item, err));
    if (d->ask->stuck && !item->late) return OK;
    item->card.id = arena_str(d->lasting, p->id);
    if (editor) item->editor = arena_str(d->lasting, editor);
    if (arena_failed(d->lasting)) return svc__no_memory(err);
    d->out->all++;
    d->for_editors += item->waits == SVC_WAITS_EDITOR;
    if (++d->n == 2 * SVC_DESK_MAX) keep_first(d);
    return OK;
}

typedef err_code find(struct desking *d, const struct store_practice *p, const struct desk_stage *kind, kb_err *err);

/* All rows of a list, page after page: it begins with the newest, and the filters are for all of them. */
static err_code walk(struct desking *d, struct store_list *list, const struct desk_stage *kind, find *take, kb_err *err)
{
    struct store_practices rows;
    list->limit = EACH_PAGE;
    do {
        arena_clear(d->svc.arena);
        ERR_TRY(store_practice_list(d->svc.store, list, d->svc.arena, &rows, err));
        for (size_t i = 0; i < rows.n; i++) ERR_TRY(take(d, &rows.at[i], kind, err));
        if (!rows.n) break;
        list->after_time = rows.at[rows.n - 1].lines[kind->line].since;
        list->after_id = arena_str(d->lasting, rows.at[rows.n - 1].id);
        if (!list->after_id) return svc__no_memory(err);
    } while (rows.n == EACH_PAGE);
    return OK;
}

/* Adopted elsewhere, not confirmed by an editor, and still standing: counted always, shown when they are asked for. */
static err_code find_unconfirmed(struct desking *d, const struct store_practice *p, const struct desk_stage *kind,
                                 kb_err *err)
{
    if (!stage_is_adopted(svc__stage(&p->lines[STORE_ADOPTED]))) return OK;
    d->out->unconfirmed++;
    return d->ask->unconfirmed ? find_item(d, p, kind, err) : OK;
}

static err_code walk_unconfirmed(struct desking *d, kb_err *err)
{
    static const struct desk_stage adopted = {STAGE_BEST_PRACTICE, STORE_ADOPTED, SVC_WAITS_EDITOR};
    struct store_list list = {.of = STORE_LIST_UNCONFIRMED};
    return walk(d, &list, &adopted, find_unconfirmed, err);
}

static err_code walk_stages(struct desking *d, kb_err *err)
{
    enum stage wanted = STAGE_NONE;
    if (d->ask->stage.len && !stage_from_slug(d->ask->stage, &wanted)) wanted = STAGE__COUNT;
    for (size_t k = 0; k < COUNT_OF(desk_stages); k++) {
        struct store_list list = {.of = STORE_LIST_STAGE, .key = stage_slug(desk_stages[k].stage)};
        if (wanted != STAGE_NONE && wanted != desk_stages[k].stage) continue;
        ERR_TRY(walk(d, &list, &desk_stages[k], find_item, err));
    }
    return OK;
}

static err_code take_card(struct svc *svc, struct svc_desk_item *item, kb_err *err)
{
    struct store_practice row;
    ERR_TRY(store_practice_get(svc->store, item->card.id, svc->arena, &row, err));
    item->revision = row.lines[item->line].revision;
    ERR_TRY(svc__card(svc, &row, item->line, &item->card, err));
    svc__href_to_line(svc, &row, item->line, &item->card);
    return svc__person_name(svc, item->editor, &item->editor_name, err);
}

/* Counts all, and finds those that wait longest, without their cards. */
static err_code find_items(struct desking *d, kb_err *err)
{
    d->items = ARENA_ARRAY(d->lasting, struct svc_desk_item, 2 * SVC_DESK_MAX);
    _cleanup_(arena_free_p)
    arena *page = arena_new(SVC__SCRATCH_BYTES);
    if (!d->items || !page) return svc__no_memory(err);
    d->svc.arena = page;
    if (!d->ask->unconfirmed) ERR_TRY(walk_stages(d, err));
    ERR_TRY(walk_unconfirmed(d, err));
    keep_first(d);
    return OK;
}

static err_code take_items(struct svc *svc, const struct svc_desk_ask *ask, struct svc_desk *out, kb_err *err)
{
    struct desking d = {.svc = *svc, .lasting = svc->arena, .ask = ask, .out = out};
    ERR_TRY(find_items(&d, err));
    for (size_t i = 0; i < d.n; i++) ERR_TRY(take_card(svc, &d.items[i], err));
    out->at = d.items;
    out->n = d.n;
    return OK;
}

err_code svc__desk_waits(struct svc *svc, size_t *n, kb_err *err)
{
    static const struct svc_desk_ask all = {0};
    struct svc_desk none = {0};
    struct desking d = {.svc = *svc, .lasting = svc->arena, .ask = &all, .out = &none};
    ERR_TRY(find_items(&d, err));
    *n = d.for_editors;
    return OK;
}

static err_code list_editors(struct svc *svc, struct svc_desk *out, kb_err *err)
{
    struct store_ids ids;
    ERR_TRY(store_people_with_role(svc->store, policy_role_slug(ROLE_EDITOR), svc->arena, &ids, err));
    struct svc_named *named = ARENA_ARRAY(svc->arena, struct svc_named, ids.n);
    if (!named) return svc__no_memory(err);
    for (size_t i = 0; i < ids.n; i++) {
        named[i].key = ids.at[i];
        ERR_TRY(svc__person_name(svc, ids.at[i], &named[i].name, err));
    }
    out->editors = named;
    out->n_editors = ids.n;
    return OK;
}

static err_code list_partners(struct svc *svc, struct svc_desk *out, kb_err *err)
{
    struct store_organisations all;
    ERR_TRY(store_organisation_list(svc->store, svc->arena, &all, err));
    struct svc_named *named = ARENA_ARRAY(svc->arena, struct svc_named, all.n);
    if (!named) return svc__no_memory(err);
    for (size_t i = 0; i < all.n; i++)
        if (all.at[i].partner && all.at[i].active)
            named[out->n_organisations++] = (struct svc_named){all.at[i].slug, all.at[i].name};
    out->organisations = named;
    return OK;
}

err_code svc_desk(struct svc *svc, const struct svc_desk_ask *ask, struct svc_desk *out, kb_err *err)
{
    *out = (struct svc_desk){0};
    ERR_TRY(only_editors(svc, err));
    ERR_TRY(take_items(svc, ask, out, err));
    ERR_TRY(list_editors(svc, out, err));
    return list_partners(svc, out, err);
}

/* ---- In somebody's hand ---- */

/* A practice that this editor works on: on its way, or adopted. */
static err_code find_work(struct svc *svc, text practice, struct svc__seen *seen, kb_err *err)
{
    ERR_TRY(svc__see(svc, practice, seen, err));
    bool candidate = svc__may(svc, seen, STORE_CANDIDATE, ACT_EDIT) == POLICY_ALLOW;
    bool adopted = svc__may(svc, seen, STORE_ADOPTED, ACT_EDIT) == POLICY_ALLOW;
    return candidate || adopted ? OK : err_set(err, ERR_FORBIDDEN, "the desk is for editors");
}

err_code svc_desk_take(struct svc *svc, text practice, kb_err *err)
{
    struct svc__seen seen;
    ERR_TRY(find_work(svc, practice, &seen, err));
    ERR_TRY(store_desk_put(svc->store, seen.row.id, svc->actor->person, svc->now, err));
    return svc__log(svc, "desk.take", seen.row.id, NULL, "", err);
}

/* For whom it waits now. */
static err_code waits_for(struct svc *svc, const struct svc__seen *seen, enum svc_waits *out, kb_err *err)
{
    for (size_t k = 0; k < COUNT_OF(desk_stages); k++) {
        struct svc_desk_item item = {0};
        if (svc__stage(&seen->row.lines[desk_stages[k].line]) != desk_stages[k].stage) continue;
        ERR_TRY(due_of(svc, &seen->row, &desk_stages[k], &item, err));
        ERR_TRY(closed_early(svc, seen->row.id, &item, err));
        *out = item.waits;
        return OK;
    }
    return err_field(err, ERR_RULE, "practice", "waits-for-nobody");
}

static err_code nudge_boards(struct svc *svc, const char *practice, kb_err *err)
{
    struct store_round round;
    struct svc__votes votes;
    size_t n = 0;
    ERR_TRY(store_round_latest(svc->store, practice, svc->arena, &round, err));
    ERR_TRY(svc__votes(svc, round.id, &votes, err));
    for (size_t i = 0; i < votes.seats.n; i++) {
        if (votes.at[i] != POSITION_NONE || svc__is_busy(svc, &votes.seats.at[i])) continue;
        const char *detail =
            arena_printf(svc->arena, "round=%s organisation=%s", round.id, votes.seats.at[i].organisation);
        if (!detail) return svc__no_memory(err);
        ERR_TRY(svc__log(svc, "round.remind", practice, round.revision, detail, err));
        n++;
    }
    return n ? OK : err_field(err, ERR_RULE, "practice", "waits-for-nobody");
}

err_code svc_desk_nudge(struct svc *svc, text practice, kb_err *err)
{
    struct svc__seen seen;
    enum svc_waits waits = SVC_WAITS_EDITOR;
    ERR_TRY(find_work(svc, practice, &seen, err));
    ERR_TRY(waits_for(svc, &seen, &waits, err));
    if (waits == SVC_WAITS_CLOCK) return err_field(err, ERR_RULE, "practice", "waits-for-nobody");
    if (waits == SVC_WAITS_BOARDS) return nudge_boards(svc, seen.row.id, err);
    return svc__log(svc, "desk.nudge", seen.row.id, NULL, waits == SVC_WAITS_GROUP ? "to=group" : "to=editor", err);
}

static err_code do_one(struct svc *svc, const struct svc_desk_many *in, size_t i, kb_err *err)
{
    static const enum stage_move moves[] = {
        [SVC_DESK_ACCEPT] = MOVE_ACCEPT, [SVC_DESK_RETURN] = MOVE_RETURN, [SVC_DESK_CONFIRM] = MOVE_CONFIRM};
    text practice = in->practices[i];
    if (in->verb == SVC_DESK_TAKE) return svc_desk_take(svc, practice, err);
    if (in->verb == SVC_DESK_NUDGE) return svc_desk_nudge(svc, practice, err);
    struct svc_move move = {.practice = practice,
                            .move = moves[in->verb],
                            .revision = in->revisions ? in->revisions[i] : TEXT(""),
                            .words = in->words,
                            .review = in->review,
                            .told = in->verb == SVC_DESK_CONFIRM}; /* the boards hear of it (tell.c) */
    return svc_move(svc, &move, err);
}

err_code svc_desk_many(struct svc *svc, const struct svc_desk_many *in, size_t *failed, kb_err *err)
{
    *failed = SIZE_MAX;
    ERR_TRY(only_editors(svc, err));
    if (!in->n) return err_field(err, ERR_INVALID, "practice", "required");
    if (in->n > SVC_DESK_MANY_MAX) return err_field(err, ERR_INVALID, "practice", "too-many");
    for (size_t i = 0; i < in->n; i++) {
        *failed = i;
        ERR_TRY(do_one(svc, in, i, err));
    }
    *failed = SIZE_MAX;
    return OK;
}

err_code svc_desk_note_add(struct svc *svc, text practice, text body, kb_err *err)
{
    struct svc__seen seen;
    ERR_TRY(find_work(svc, practice, &seen, err));
    if (!text_trim(body).len) return err_field(err, ERR_INVALID, "desk-note", "required");
    if (body.len > SVC_NOTE_MAX) return err_field(err, ERR_INVALID, "desk-note", "too-long");
    ERR_TRY(svc__no_client_data(svc, "desk-note", body, err));
    struct store_desk_note row = {
        .practice = seen.row.id, .at = svc->now, .person = svc->actor->person, .body = svc__str(svc, text_trim(body))};
    ERR_TRY(svc__new_id(svc, &row.id, err));
    ERR_TRY(store_desk_note_add(svc->store, &row, err));
    return svc__log(svc, "desk.note", seen.row.id, NULL, arena_printf(svc->arena, "note=%s", row.id), err);
}

err_code svc_desk_notes(struct svc *svc, text practice, struct svc_desk_notes *out, kb_err *err)
{
    struct svc__seen seen;
    struct store_desk_notes rows;
    *out = (struct svc_desk_notes){0};
    ERR_TRY(svc__see(svc, practice, &seen, err));
    if (!svc__is_editor(svc)) return OK;
    ERR_TRY(store_desk_note_list(svc->store, seen.row.id, svc->arena, &rows, err));
    const char **names = ARENA_ARRAY(svc->arena, const char *, rows.n);
    if (!names) return svc__no_memory(err);
    for (size_t i = 0; i < rows.n; i++) ERR_TRY(svc__person_name(svc, rows.at[i].person, &names[i], err));
    *out = (struct svc_desk_notes){.at = rows.at, .names = names, .n = rows.n};
    if (rows.n) svc__note(svc, "notes", seen.row.id);
    ERR_TRY(svc__in_hand(svc, seen.row.id, &out->in_hand, err));
    return svc__person_name(svc, out->in_hand, &out->in_hand_name, err);
}

/* ---- Everything on its way, and what stands ---- */

static int newest_first(const void *a, const void *b)
{
    const struct svc_card *x = a, *y = b;
    if (x->since != y->since) return x->since > y->since ? -1 : 1;
    return strcmp(x->id, y->id);
}

err_code svc_overview(struct svc *svc, struct svc_overview *out, kb_err *err)
{
    /* what a participant is told as one stage is one list, so that a place in it tells nothing */
    static const struct {
        enum stage stage, also[2];
    } lists[SVC_OVERVIEW_STAGES] = {
        {STAGE_PROPOSAL, {0}}, {STAGE_RECOMMENDATION, {0}}, {STAGE_IN_ROUND, {STAGE_TALKS, STAGE_DEFERRED}},
        {STAGE_DUE, {0}},      {STAGE_BEST_PRACTICE, {0}},  {STAGE_EXPIRED, {0}}};
    *out = (struct svc_overview){0};
    ERR_TRY(svc__insiders_only(svc, "the overview is for the network", err));
    for (size_t i = 0; i < SVC_OVERVIEW_STAGES; i++) {
        const enum stage stages[] = {lists[i].stage, lists[i].also[0], lists[i].also[1]};
        struct svc_card *cards = ARENA_ARRAY(svc->arena, struct svc_card, COUNT_OF(stages) * SVC_OVERVIEW_EACH);
        if (!cards) return svc__no_memory(err);
        out->at[i].stage = lists[i].stage;
        out->at[i].cards.at = cards;
        for (size_t k = 0; k < COUNT_OF(stages) && stages[k]; k++) {
            struct store_practices rows;
            struct store_list list = {.of = STORE_LIST_STAGE, .key = stage_slug(stages[k]), .limit = SVC_OVERVIEW_EACH};
            enum store_line_name line = stage_is_adopted(stages[k]) ? STORE_ADOPTED : STORE_CANDIDATE;
            ERR_TRY(store_practice_list(svc->store, &list, svc->arena, &rows, err));
            out->at[i].more |= rows.n == SVC_OVERVIEW_EACH;
            for (size_t r = 0; r < rows.n; r++) {
                struct svc__seen seen = {.row = rows.at[r], .reading_public = true};
                struct svc_card *card = &cards[out->at[i].cards.n];
                if (svc__may(svc, &seen, line, ACT_READ) != POLICY_ALLOW) continue;
                ERR_TRY(svc__card(svc, &rows.at[r], line, card, err));
                svc__href_to_line(svc, &rows.at[r], line, card);
                out->at[i].cards.n++;
            }
        }
        qsort(cards, out->at[i].cards.n, sizeof *cards, newest_first);
    }
    return OK;
}
