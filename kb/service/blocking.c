/* Whose leaving would block what: no right should hang on one person (design section 2). */
#include "kb/service/service__internal.h"

enum { BLOCKING_MAX = 200 };

struct listing {
    struct svc *svc;
    struct svc_blocking *at;
    size_t n;
    const char *only; /* what hangs on this person; NULL: on anybody */
};

static err_code add(struct listing *l, enum svc_blocked what, const char *scope, const char *person, kb_err *err)
{
    if (l->n == BLOCKING_MAX) return OK;
    if (l->only && (!person || strcmp(person, l->only) != 0)) return OK;
    struct svc_blocking *b = &l->at[l->n++];
    *b = (struct svc_blocking){.what = what, .scope = scope, .person = "", .nobody = person == NULL};
    return svc__person_name(l->svc, person, &b->person, err);
}

/* Fewer than two in this place: it is on the list. */
static err_code look(struct listing *l, enum svc_blocked what, enum store_scope kind, const char *id, const char *name,
                     const enum role *roles, size_t n_roles, kb_err *err)
{
    struct store_ids people;
    ERR_TRY(svc__holding(l->svc, roles, n_roles, kind, id, &people, err));
    return people.n < 2 ? add(l, what, name, people.n ? people.at[0] : NULL, err) : OK;
}

/* A group says besides from when an editor may mend it. */
static err_code look_at_group(struct listing *l, const struct store_group *g, kb_err *err)
{
    static const enum role leads[] = {ROLE_LEAD, ROLE_SECOND_LEAD};
    size_t before = l->n;
    ERR_TRY(look(l, SVC_BLOCKED_GROUP, STORE_GROUP, g->id, g->name, leads, COUNT_OF(leads), err));
    if (l->n == before) return OK;
    l->at[before].group = g->slug;
    return svc__alone(l->svc, g, &l->at[before].from, err);
}

static err_code look_at_network(struct listing *l, enum svc_blocked what, enum role role, kb_err *err)
{
    struct store_ids people;
    ERR_TRY(store_people_with_role(l->svc->store, policy_role_slug(role), l->svc->arena, &people, err));
    return people.n < 2 ? add(l, what, "", people.n ? people.at[0] : NULL, err) : OK;
}

static err_code look_at_places(struct listing *l, kb_err *err)
{
    static const enum role coordinators[] = {ROLE_COORDINATOR};
    static const enum role voices[] = {ROLE_SECRETARY, ROLE_DEPUTY, ROLE_MANDATED};
    struct store_organisations organisations;
    struct store_groups groups;
    struct store_locations locations;
    struct svc *svc = l->svc;
    ERR_TRY(store_organisation_list(svc->store, svc->arena, &organisations, err));
    ERR_TRY(store_group_list(svc->store, svc->arena, &groups, err));
    ERR_TRY(store_location_list(svc->store, svc->arena, &locations, err));
    for (size_t i = 0; i < organisations.n; i++) {
        const struct store_organisation *o = &organisations.at[i];
        if (o->partner && o->active)
            ERR_TRY(look(l, SVC_BLOCKED_VOICE, STORE_ORGANISATION, o->id, o->name, voices, COUNT_OF(voices), err));
    }
    for (size_t i = 0; i < groups.n; i++)
        if (!groups.at[i].closed) ERR_TRY(look_at_group(l, &groups.at[i], err));
    for (size_t i = 0; i < locations.n; i++)
        if (locations.at[i].active)
            ERR_TRY(look(l, SVC_BLOCKED_LOCATION, STORE_LOCATION, locations.at[i].slug, locations.at[i].name,
                         coordinators, COUNT_OF(coordinators), err));
    return OK;
}

static err_code look_everywhere(struct svc *svc, const char *only, struct svc_blockings *out, kb_err *err)
{
    struct listing l = {.svc = svc, .at = ARENA_ARRAY(svc->arena, struct svc_blocking, BLOCKING_MAX), .only = only};
    if (!l.at) return svc__no_memory(err);
    ERR_TRY(look_at_network(&l, SVC_BLOCKED_EDITING, ROLE_EDITOR, err));
    ERR_TRY(look_at_network(&l, SVC_BLOCKED_ACCOUNTS, ROLE_ADMINISTRATOR, err));
    ERR_TRY(look_at_network(&l, SVC_BLOCKED_STEERING, ROLE_STEERING, err));
    ERR_TRY(look_at_places(&l, err));
    *out = (struct svc_blockings){.at = l.at, .n = l.n};
    return OK;
}

static err_code stewards_only(const struct svc *svc, kb_err *err)
{
    if (!svc->actor->person) return err_set(err, ERR_SIGN_IN, "for editors and administrators");
    if (!actor_holds(svc->actor, ROLE_EDITOR) && !actor_holds(svc->actor, ROLE_ADMINISTRATOR))
        return err_set(err, ERR_FORBIDDEN, "for editors and administrators");
    return OK;
}

err_code svc_blocking(struct svc *svc, struct svc_blockings *out, kb_err *err)
{
    ERR_TRY(stewards_only(svc, err));
    return look_everywhere(svc, NULL, out, err);
}

/* ---- Steps that one person made alone ---- */

/* False for a text that this actor may not see. */
static err_code take_alone(struct svc *svc, const struct store_move *m, struct svc_alone *out, bool *seen, kb_err *err)
{
    kb_err said = {0};
    err_code code = svc_practice_card(svc, text_str(m->practice), &out->card, &said);
    *seen = code == OK && stage_move_from_slug(text_str(m->what), &out->move);
    if (code != OK && code != ERR_NOT_FOUND && code != ERR_GONE) return err_set(err, code, "%s", said.cause);
    out->at = m->at;
    out->own_text = store_list_has(text_str(m->marks), TEXT("own-text"));
    out->one_editor = store_list_has(text_str(m->marks), TEXT("one-editor"));
    return svc__person_name(svc, m->made_by, &out->by, err);
}

err_code svc_alones(struct svc *svc, struct svc_alones *out, kb_err *err)
{
    struct store_moves rows;
    ERR_TRY(stewards_only(svc, err));
    ERR_TRY(store_move_marked(svc->store, svc->arena, &rows, err));
    struct svc_alone *alones = ARENA_ARRAY(svc->arena, struct svc_alone, rows.n);
    if (!alones) return svc__no_memory(err);
    *out = (struct svc_alones){.at = alones};
    for (size_t i = 0; i < rows.n; i++) {
        bool seen;
        ERR_TRY(take_alone(svc, &rows.at[i], &alones[out->n], &seen, err));
        out->n += seen;
    }
    return OK;
}

err_code svc_leaving(struct svc *svc, text person, struct svc_blockings *out, kb_err *err)
{
    const char *id = svc__str(svc, person);
    struct policy_object account = {.kind = OBJECT_PERSON, .person = id};
    if (!id) return svc__no_memory(err);
    ERR_TRY(svc__may_manage(svc, ACT_ERASE, &account, err));
    return look_everywhere(svc, id, out, err);
}
