/* Uitvoering: which organisation carries an adopted plan out, its next step, by when, and how far it is (design section
 * 5). An organisation's own board says so, or an editor for it. */
#include "kb/service/service__internal.h"

#include "kb/base/calendar.h"

static const char *const states[] = {"planned", "busy", "done", "stuck"};

static bool is_state(const char *state)
{
    for (size_t i = 0; i < COUNT_OF(states); i++)
        if (!strcmp(states[i], state)) return true;
    return false;
}

/* An adopted plan that the actor, somebody of the network, reads. */
static bool is_plan(struct svc *svc, const struct svc__seen *seen)
{
    return svc__insider(svc->actor) && svc__kind(&seen->row) == PRACTICE_PLAN && seen->visible[STORE_ADOPTED] &&
           stage_is_adopted(svc__stage(&seen->row.lines[STORE_ADOPTED]));
}

static bool may_say(struct svc *svc, const struct svc__seen *seen, const char *organisation)
{
    struct policy_object object = svc__object(seen, STORE_ADOPTED);
    object.organisation = organisation;
    return policy_may(svc->actor, ACT_NOTE, &object) == POLICY_ALLOW ||
           policy_may(svc->actor, ACT_EDIT, &object) == POLICY_ALLOW;
}

static const struct store_carrying *said_by(const struct store_carryings *rows, const char *organisation)
{
    for (size_t i = 0; i < rows->n; i++)
        if (!strcmp(rows->at[i].organisation, organisation)) return &rows->at[i];
    return NULL;
}

err_code svc_carryings(struct svc *svc, text practice, struct svc_carryings *out, kb_err *err)
{
    struct svc__seen seen;
    struct store_organisations all;
    struct store_carryings rows;
    *out = (struct svc_carryings){0};
    ERR_TRY(svc__see(svc, practice, &seen, err));
    if (!is_plan(svc, &seen)) return OK;
    ERR_TRY(store_organisation_list(svc->store, svc->arena, &all, err));
    ERR_TRY(store_carrying_list(svc->store, seen.row.id, svc->arena, &rows, err));
    struct svc_carrying *at = ARENA_ARRAY(svc->arena, struct svc_carrying, all.n);
    if (!at) return svc__no_memory(err);
    out->plan = true;
    out->revision = seen.row.lines[STORE_ADOPTED].revision;
    out->at = at;
    for (size_t i = 0; i < all.n; i++) {
        const struct store_carrying *row = said_by(&rows, all.at[i].id);
        bool mine = all.at[i].partner && all.at[i].active && may_say(svc, &seen, all.at[i].id);
        if (!row && !mine) continue;
        struct svc_carrying *c = &at[out->n++];
        *c = (struct svc_carrying){
            .organisation = all.at[i].id, .name = all.at[i].name, .mine = mine, .state = "", .step = ""};
        if (!row) continue;
        c->state = row->state;
        c->step = row->step;
        c->day = row->day;
        c->at = row->at;
    }
    return OK;
}

/* What was said since the page was read is not written over unread. */
static err_code not_said_since(struct svc *svc, const char *practice, const char *organisation, kb_time seen,
                               kb_err *err)
{
    struct store_carryings rows;
    if (!seen) return OK;
    ERR_TRY(store_carrying_list(svc->store, practice, svc->arena, &rows, err));
    const struct store_carrying *row = said_by(&rows, organisation);
    return row && row->at > seen ? err_field(err, ERR_CONFLICT, "state", "position-changed") : OK;
}

err_code svc_carrying_put(struct svc *svc, const struct svc_carrying_put *in, kb_err *err)
{
    struct svc__seen seen;
    struct store_organisation organisation;
    char day[DATE_BYTES];
    const char *id = svc__str(svc, in->organisation), *state = svc__str(svc, in->state);
    if (!id || !state) return svc__no_memory(err);
    ERR_TRY(svc__see(svc, in->practice, &seen, err));
    if (!may_say(svc, &seen, id)) return err_set(err, ERR_FORBIDDEN, "carrying out is said by its board or an editor");
    if (!is_plan(svc, &seen)) return err_field(err, ERR_CONFLICT, "practice", "no-such-move");
    ERR_TRY(store_organisation_get(svc->store, id, svc->arena, &organisation, err));
    if (!organisation.partner) return err_field(err, ERR_INVALID, "organisation", "not-a-choice");
    ERR_TRY(svc__same_text(in->revision, seen.row.lines[STORE_ADOPTED].revision, err));
    ERR_TRY(not_said_since(svc, seen.row.id, organisation.id, in->seen, err));
    if (!is_state(state)) return err_field(err, ERR_INVALID, "state", "not-a-choice");
    if (in->step.len > SVC_NOTE_MAX) return err_field(err, ERR_INVALID, "step", "too-long");
    ERR_TRY(svc__no_client_data(svc, "step", in->step, err));
    if (strcmp(state, "done") != 0 && !text_trim(in->step).len) return err_field(err, ERR_INVALID, "step", "required");
    struct store_carrying row = {.practice = seen.row.id,
                                 .organisation = organisation.id,
                                 .state = state,
                                 .step = svc__str(svc, text_trim(in->step)),
                                 .day = date_is_none(in->day) ? NULL : date_format(in->day, DATE_ISO, day),
                                 .at = svc->now,
                                 .person = svc->actor->person};
    ERR_TRY(store_carrying_put(svc->store, &row, err));
    return svc__log(svc, "plan.carry", row.practice, seen.row.lines[STORE_ADOPTED].revision,
                    arena_printf(svc->arena, "organisation=%s state=%s", row.organisation, row.state), err);
}
