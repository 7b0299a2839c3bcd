/* Asking to join a working group, and the answer of its lead or second lead. */
#include "kb/service/service__internal.h"

static err_code find(struct svc *svc, text slug, struct store_group *row, struct policy_object *object, kb_err *err)
{
    const char *s = svc__str(svc, slug);
    if (!s) return svc__no_memory(err);
    ERR_TRY(store_group_by_slug(svc->store, s, svc->arena, row, err));
    *object = (struct policy_object){.kind = OBJECT_GROUP, .group = row->id};
    return policy_check(svc->actor, ACT_READ, object, err);
}

static err_code log_request(struct svc *svc, const char *action, const char *group, const char *person, kb_err *err)
{
    return svc__log(svc, action, group, NULL, arena_printf(svc->arena, "person=%s", person), err);
}

static err_code is_asked(struct svc *svc, const char *group, const char *person, bool *out, kb_err *err)
{
    struct store_requests rows;
    *out = false;
    ERR_TRY(store_request_list(svc->store, group, svc->arena, &rows, err));
    for (size_t i = 0; i < rows.n; i++) *out |= !strcmp(rows.at[i].person, person);
    return OK;
}

err_code svc_group_ask(struct svc *svc, text group, text words, kb_err *err)
{
    struct store_group row;
    struct policy_object object;
    bool asked;
    if (!svc->actor->person) return err_set(err, ERR_SIGN_IN, "people ask");
    ERR_TRY(find(svc, group, &row, &object, err));
    if (row.closed) return err_field(err, ERR_RULE, "group", "closed");
    if (svc__in_group(svc->actor, row.id)) return err_field(err, ERR_CONFLICT, "group", "exists");
    if (words.len > SVC_NOTE_MAX) return err_field(err, ERR_INVALID, "words", "too-long");
    ERR_TRY(svc__no_client_data(svc, "words", words, err));
    ERR_TRY(is_asked(svc, row.id, svc->actor->person, &asked, err));
    if (asked) return err_field(err, ERR_CONFLICT, "group", "exists");
    struct store_request request = {
        .group = row.id, .person = svc->actor->person, .words = svc__str(svc, text_trim(words)), .at = svc->now};
    ERR_TRY(store_request_add(svc->store, &request, err));
    return log_request(svc, "group.ask", row.id, request.person, err);
}

/* The lead lets somebody in as a member; that the role is given follows from it. */
static err_code let_in(struct svc *svc, const struct store_group *group, text person, kb_err *err)
{
    struct svc system = *svc;
    system.actor = svc_system_actor();
    struct svc_role_put put = {.person = person,
                               .role = text_str(policy_role_slug(ROLE_MEMBER)),
                               .scope_kind = text_str(svc_scope_slug(STORE_GROUP)),
                               .scope = text_str(group->slug)};
    return svc_role_put(&system, &put, err);
}

err_code svc_group_answer(struct svc *svc, text group, text person, bool accept, kb_err *err)
{
    struct store_group row;
    struct policy_object object;
    bool asked;
    const char *who = svc__str(svc, person);
    if (!who) return svc__no_memory(err);
    ERR_TRY(find(svc, group, &row, &object, err));
    ERR_TRY(policy_check(svc->actor, ACT_INVITE, &object, err));
    ERR_TRY(is_asked(svc, row.id, who, &asked, err));
    if (!asked) return err_field(err, ERR_CONFLICT, "person", "changed-since");
    ERR_TRY(store_request_remove(svc->store, row.id, who, err));
    if (accept) ERR_TRY(let_in(svc, &row, person, err));
    return log_request(svc, accept ? "group.accept" : "group.decline", row.id, who, err);
}

err_code svc_group_requests(struct svc *svc, text group, struct svc_requests *out, kb_err *err)
{
    struct store_group row;
    struct policy_object object;
    struct store_requests rows;
    *out = (struct svc_requests){0};
    ERR_TRY(find(svc, group, &row, &object, err));
    ERR_TRY(store_request_list(svc->store, row.id, svc->arena, &rows, err));
    bool lead = policy_may(svc->actor, ACT_INVITE, &object) == POLICY_ALLOW;
    struct svc_request *at = ARENA_ARRAY(svc->arena, struct svc_request, rows.n);
    if (!at) return svc__no_memory(err);
    for (size_t i = 0; i < rows.n; i++) {
        bool mine = svc->actor->person && !strcmp(svc->actor->person, rows.at[i].person);
        out->mine |= mine;
        if (!lead) continue;
        struct svc_request *r = &at[out->n++];
        *r = (struct svc_request){.person = rows.at[i].person, .words = rows.at[i].words, .at = rows.at[i].at};
        ERR_TRY(svc__person_name(svc, r->person, &r->name, err));
    }
    out->at = at;
    out->may_ask = svc->actor->person && !row.closed && !out->mine && !svc__in_group(svc->actor, row.id);
    return OK;
}
