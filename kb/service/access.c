/* Who comes into a working group, and as what: asking to join, with the answer of its lead or second lead; and the
 * second lead whom an editor names when there has been none too long. */
#include "kb/service/service__internal.h"

static err_code find(struct svc *svc, text slug, struct store_group *row, struct policy_object *object, kb_err *err)
{
    const char *s = svc__str(svc, slug);
    if (!s) return svc__no_memory(err);
    ERR_TRY(store_group_by_slug(svc->store, s, svc->arena, row, err));
    *object = (struct policy_object){.kind = OBJECT_GROUP, .group = row->id};
    return policy_check(svc->actor, ACT_READ, object, err);
}

static err_code log_person(struct svc *svc, const char *action, const char *group, const char *person, kb_err *err)
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
    return log_person(svc, "group.ask", row.id, request.person, err);
}

/* Who may decide on it has done so; that the role is given follows from it. */
static err_code give_role(struct svc *svc, const struct store_group *group, text person, enum role role, kb_err *err)
{
    struct svc system = *svc;
    svc__act_as(&system, svc_system_actor());
    struct svc_role_put put = {.person = person,
                               .role = text_str(policy_role_slug(role)),
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
    if (accept) ERR_TRY(give_role(svc, &row, person, ROLE_MEMBER, err));
    return log_person(svc, accept ? "group.accept" : "group.decline", row.id, who, err);
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

/* ---- A second lead ---- */

err_code svc__alone(struct svc *svc, const struct store_group *group, kb_time *from, kb_err *err)
{
    const struct stage_terms *terms;
    *from = 0;
    if (!group->alone_since || group->closed) return OK;
    ERR_TRY(svc__terms(svc, &terms, err));
    *from = stage_alone_until(group->alone_since, terms);
    return OK;
}

/* Who leads already is no second; and nobody names themselves: then one person would be both editor and lead. */
bool svc__may_stand_in(const struct svc *svc, const struct svc_member *member)
{
    return member->role == ROLE_MEMBER && !(svc->actor->person && !strcmp(svc->actor->person, member->person));
}

static bool is_candidate(const struct svc *svc, const struct svc_members *members, text person)
{
    for (size_t i = 0; i < members->n; i++)
        if (text_is(person, members->at[i].person)) return svc__may_stand_in(svc, &members->at[i]);
    return false;
}

/* Everything that is missing at once. */
static err_code appoint_check(struct svc *svc, const struct store_group *group, text person, kb_err *err)
{
    struct svc_members members;
    kb_time from;
    ERR_TRY(svc__alone(svc, group, &from, err));
    if (!from) return err_field(err, ERR_CONFLICT, "", group->closed ? "closed" : "two-leads");
    ERR_TRY(svc__members(svc, group->id, &members, err));
    bool early = svc->now < from, fits = is_candidate(svc, &members, person);
    if (early) err_add_until(err, ERR_RULE, "alone", "too-early", from);
    if (!fits) err_add(err, ERR_RULE, "person", "no-candidate");
    return early || !fits ? ERR_RULE : OK;
}

err_code svc_group_appoint(struct svc *svc, text group, text person, kb_err *err)
{
    struct store_group row;
    struct policy_object object;
    const char *who = svc__str(svc, person);
    if (!who) return svc__no_memory(err);
    if (!svc->actor->person) return err_set(err, ERR_SIGN_IN, "people name people");
    ERR_TRY(find(svc, group, &row, &object, err));
    ERR_TRY(policy_check(svc->actor, ACT_APPOINT, &object, err));
    ERR_TRY(appoint_check(svc, &row, person, err));
    ERR_TRY(give_role(svc, &row, person, ROLE_SECOND_LEAD, err));
    return log_person(svc, "group.appoint", row.id, who, err);
}
