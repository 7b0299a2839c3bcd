/* What is asked of somebody now: positions, papers that came back, remarks, people who wait; for editors their desk. */
#include "kb/service/service__internal.h"

struct waiting {
    struct svc_wait *at;
    size_t n, room;
    size_t more_rounds, more; /* for which there was no room */
};

static struct svc_wait *add_wait(struct waiting *w, enum svc_wait_for what, const struct svc_card *card)
{
    if (w->n == w->room) {
        ++*(what == SVC_WAIT_POSITION ? &w->more_rounds : &w->more);
        return NULL;
    }
    w->at[w->n] = (struct svc_wait){.what = what, .card = *card, .href = card->href};
    return &w->at[w->n++];
}

/* Rounds in which an organisation of theirs has no position. */
static err_code wait_positions(struct svc *svc, struct waiting *w, kb_err *err)
{
    struct svc_rounds rounds;
    bool board = actor_holds(svc->actor, ROLE_SECRETARY) || actor_holds(svc->actor, ROLE_DEPUTY) ||
                 actor_holds(svc->actor, ROLE_MANDATED) || actor_holds(svc->actor, ROLE_BOARD);
    if (!board) return OK;
    ERR_TRY(svc_rounds(svc, &rounds, err));
    for (size_t i = 0; i < rounds.n; i++) {
        const struct svc_round *r = &rounds.at[i];
        bool asked = false;
        for (size_t j = 0; j < r->n_voices; j++) asked |= r->voices[j].mine && r->voices[j].position == POSITION_NONE;
        struct svc_wait *wait = asked && r->state == ROUND_OPEN ? add_wait(w, SVC_WAIT_POSITION, &r->card) : NULL;
        if (!wait) continue;
        wait->href = arena_printf(svc->arena, "/besluiten/%s", r->row.id);
        wait->due = r->row.ends;
    }
    return OK;
}

/* What stands and must be looked at waits for its lead from the day it is due, asked or not, until they said that it is
 * still right; a new text on its way is another answer to that. */
static err_code wait_of_lead(struct svc *svc, const struct store_practice *p, const struct svc_card *card,
                             struct waiting *w, kb_err *err)
{
    struct svc_assents assents;
    enum stage stage = svc__stage(&p->lines[STORE_ADOPTED]);
    const struct stage_terms *terms;
    bool told = false; /* more than one thing may be asked of the lead, on one page */
    ERR_TRY(svc__terms(svc, &terms, err));
    ERR_TRY(svc_assents(svc, text_str(p->id), &assents, err));
    for (size_t i = 0; i < assents.n; i++) {
        const struct svc_assent *a = &assents.at[i];
        bool review = assents.review && a->kind == SVC_ASSENT_LEAD;
        if (!a->may_give || (!a->asked && !review) || (told && !review)) continue;
        told = told || !review;
        struct svc_wait *wait = add_wait(w, review ? SVC_WAIT_REVIEW : SVC_WAIT_LEAD, card);
        if (wait && review && stage == STAGE_DUE) wait->due = stage_expires(p->lines[STORE_ADOPTED].since, terms);
    }
    return OK;
}

/* The boards wait for a new text, until a day when the lead promised one. */
static err_code wait_text(struct svc *svc, const struct store_practice *p, const struct svc_card *card,
                          struct waiting *w, kb_err *err)
{
    struct svc__awaited awaited;
    ERR_TRY(svc__awaited(svc, p, &awaited, err));
    struct svc_wait *wait = awaited.text ? add_wait(w, SVC_WAIT_TEXT, card) : NULL;
    if (wait) wait->due = awaited.until;
    return OK;
}

/* Talks that gave nothing: the steering group's step. */
static err_code wait_steering(struct svc *svc, struct waiting *w, kb_err *err)
{
    enum { TALKS_MAX = 300 };
    struct store_practices rows;
    struct store_list list = {.of = STORE_LIST_STAGE, .key = stage_slug(STAGE_TALKS), .limit = TALKS_MAX};
    if (!actor_holds(svc->actor, ROLE_STEERING)) return OK;
    ERR_TRY(store_practice_list(svc->store, &list, svc->arena, &rows, err));
    for (size_t i = 0; i < rows.n; i++) {
        struct svc__seen seen = {.row = rows.at[i]};
        struct svc_card card;
        bool may;
        if (svc__may(svc, &seen, STORE_CANDIDATE, ACT_STEER) != POLICY_ALLOW) continue;
        ERR_TRY(svc__may_steer(svc, &seen, &may, err));
        if (!may) continue;
        ERR_TRY(svc__card(svc, &rows.at[i], STORE_CANDIDATE, &card, err));
        svc__href_to_line(svc, &rows.at[i], STORE_CANDIDATE, &card);
        (void)add_wait(w, SVC_WAIT_STEER, &card);
    }
    return OK;
}

static err_code wait_of_group(struct svc *svc, const struct store_practice *p, bool lead, struct waiting *w,
                              kb_err *err)
{
    struct svc_card card;
    struct store_remark_open open;
    enum stage stage = svc__stage(&p->lines[STORE_CANDIDATE]);
    bool candidate = stage != STAGE_NONE && !stage_is_ended(stage);
    ERR_TRY(store_remark_open(svc->store, p->id, 0, &open, err));
    ERR_TRY(svc__card(svc, p, candidate ? STORE_CANDIDATE : STORE_ADOPTED, &card, err));
    svc__href_to_line(svc, p, candidate ? STORE_CANDIDATE : STORE_ADOPTED, &card);
    if (stage == STAGE_RETURNED) (void)add_wait(w, SVC_WAIT_RETURNED, &card);
    if (lead) ERR_TRY(wait_text(svc, p, &card, w, err));
    if (lead) ERR_TRY(wait_of_lead(svc, p, &card, w, err));
    struct svc_wait *wait = open.all ? add_wait(w, SVC_WAIT_REMARKS, &card) : NULL;
    if (wait) wait->n = (size_t)open.all;
    return OK;
}

static err_code wait_access(struct svc *svc, const char *group, struct waiting *w, kb_err *err)
{
    struct store_requests rows;
    struct store_group row;
    ERR_TRY(store_request_list(svc->store, group, svc->arena, &rows, err));
    if (!rows.n) return OK;
    ERR_TRY(store_group_get(svc->store, group, svc->arena, &row, err));
    struct svc_card card = {.title = row.name,
                            .href = arena_printf(svc->arena, "/werkgroepen/%s#wil-meedoen", row.slug)};
    struct svc_wait *wait = add_wait(w, SVC_WAIT_ACCESS, &card);
    if (wait) wait->n = rows.n;
    return OK;
}

/* Of a group: what is not shown is counted, and read into an arena that is cleared before each. */
static err_code wait_texts(struct svc *svc, arena *scratch, const char *group, bool lead, struct waiting *w,
                           kb_err *err)
{
    enum { AT_ONCE = 200 };
    struct store_practices rows;
    struct store_list list = {.of = STORE_LIST_GROUP_WAITS, .key = group, .limit = AT_ONCE};
    struct svc counting = *svc;
    counting.arena = scratch;
    counting.seen = NULL;
    do {
        ERR_TRY(store_practice_list(svc->store, &list, svc->arena, &rows, err));
        for (size_t i = 0; i < rows.n; i++) {
            arena_clear(scratch);
            ERR_TRY(wait_of_group(w->n < w->room ? svc : &counting, &rows.at[i], lead, w, err));
        }
        if (!rows.n) break;
        list.after_time = rows.at[rows.n - 1].touched;
        list.after_id = rows.at[rows.n - 1].id;
    } while (rows.n == AT_ONCE);
    return OK;
}

static err_code wait_groups(struct svc *svc, struct waiting *w, kb_err *err)
{
    text groups[SEARCH_GROUPS_MAX];
    size_t n = svc__own_groups(svc->actor, groups);
    _cleanup_(arena_free_p)
    arena *scratch = n ? arena_new(SVC__SCRATCH_BYTES) : NULL;
    if (n && !scratch) return svc__no_memory(err);
    for (size_t i = 0; i < n; i++) {
        enum role role = svc__role_in(svc->actor, groups[i].ptr);
        bool lead = role == ROLE_LEAD || role == ROLE_SECOND_LEAD;
        if (lead) ERR_TRY(wait_access(svc, groups[i].ptr, w, err));
        ERR_TRY(wait_texts(svc, scratch, groups[i].ptr, lead, w, err));
    }
    return OK;
}

static err_code wait_vouches(struct svc *svc, struct waiting *w, kb_err *err)
{
    struct svc_vouches vouches;
    ERR_TRY(svc_vouches(svc, &vouches, err));
    for (size_t i = 0; i < vouches.n; i++) {
        const struct svc_vouch *v = &vouches.at[i];
        struct svc_card card = {.title = v->name, .href = arena_printf(svc->arena, "/tweede-stap/%s", v->person)};
        struct svc_wait *wait = add_wait(w, SVC_WAIT_VOUCH, &card);
        if (wait) wait->due = v->expires;
    }
    return OK;
}

static err_code wait_desk(struct svc *svc, struct waiting *w, kb_err *err)
{
    size_t n;
    if (!svc__is_editor(svc)) return OK;
    ERR_TRY(svc__desk_waits(svc, &n, err));
    struct svc_card none = {.href = "/redactie", .title = ""};
    struct svc_wait *wait = n ? add_wait(w, SVC_WAIT_DESK, &none) : NULL;
    if (wait) wait->n = n;
    return OK;
}

err_code svc_waiting(struct svc *svc, size_t limit, struct svc_waits_list *out, kb_err *err)
{
    struct waiting w = {.at = ARENA_ARRAY(svc->arena, struct svc_wait, limit), .room = limit};
    if (!w.at) return svc__no_memory(err);
    if (svc->actor->person) {
        ERR_TRY(wait_vouches(svc, &w, err));
        ERR_TRY(wait_positions(svc, &w, err));
        ERR_TRY(wait_steering(svc, &w, err));
        ERR_TRY(wait_desk(svc, &w, err));
        ERR_TRY(wait_groups(svc, &w, err));
    }
    *out = (struct svc_waits_list){.at = w.at, .n = w.n, .more_rounds = w.more_rounds, .more = w.more};
    return OK;
}
