/* Working groups: who is in them, what they are writing, and the administrator's form for one. */
#include "kb/service/service__internal.h"

enum { NAME_MAX_BYTES = 200, PURPOSE_MAX_BYTES = 2000, WORK_MAX = 200 };

static struct policy_object group_object(const char *id)
{
    return (struct policy_object){.kind = OBJECT_GROUP, .group = id};
}

/* Groups are for people of the network: who is not signed in is asked to do so, whether the group exists or not. */
static err_code signed_in(const struct svc *svc, kb_err *err)
{
    return svc->actor->person || svc->actor->system ? OK : err_set(err, ERR_SIGN_IN, "working groups");
}

/* By id, or by slug. */
static err_code find_group(struct svc *svc, text key, struct store_group *out, kb_err *err)
{
    const char *k = svc__str(svc, key);
    if (!k) return svc__no_memory(err);
    return store_id_valid(key) ? store_group_get(svc->store, k, svc->arena, out, err)
                               : store_group_by_slug(svc->store, k, svc->arena, out, err);
}

/* ---- Members ---- */

static bool is_listed(const struct svc_member *members, size_t n, const char *person)
{
    for (size_t i = 0; i < n; i++)
        if (!strcmp(members[i].person, person)) return true;
    return false;
}

/* Those who are not there with a higher role; `at` has room. */
static err_code add_members(struct svc *svc, const struct store_ids *people, enum role role, struct svc_member *at,
                            size_t *n, kb_err *err)
{
    for (size_t i = 0; i < people->n; i++) {
        if (is_listed(at, *n, people->at[i])) continue;
        at[*n] = (struct svc_member){.person = people->at[i], .role = role};
        ERR_TRY(svc__person_name(svc, people->at[i], &at[*n].name, err));
        ++*n;
    }
    return OK;
}

err_code svc__members(struct svc *svc, const char *group, struct svc_members *out, kb_err *err)
{
    static const enum role highest_first[] = {ROLE_LEAD, ROLE_SECOND_LEAD, ROLE_MEMBER};
    struct store_ids people[COUNT_OF(highest_first)];
    size_t room = 0;
    *out = (struct svc_members){0};
    for (size_t r = 0; r < COUNT_OF(highest_first); r++) {
        ERR_TRY(svc__holding(svc, &highest_first[r], 1, STORE_GROUP, group, &people[r], err));
        room += people[r].n;
    }
    struct svc_member *at = ARENA_ARRAY(svc->arena, struct svc_member, room);
    if (!at) return svc__no_memory(err);
    for (size_t r = 0; r < COUNT_OF(highest_first); r++)
        ERR_TRY(add_members(svc, &people[r], highest_first[r], at, &out->n, err));
    out->at = at;
    return OK;
}

static err_code name_organisation(struct svc *svc, struct svc_member *member, kb_err *err)
{
    struct store_grants grants;
    ERR_TRY(store_grants_of(svc->store, member->person, svc->arena, &grants, err));
    for (size_t i = 0; i < grants.n; i++) {
        struct store_organisation organisation;
        if (grants.at[i].kind != STORE_ORGANISATION) continue;
        ERR_TRY(store_organisation_get(svc->store, grants.at[i].scope, svc->arena, &organisation, err));
        member->organisation_name = organisation.name;
        return OK;
    }
    return OK;
}

/* Lead, second lead, members; within that by name. */
static int by_role(const void *a, const void *b)
{
    const struct svc_member *x = a, *y = b;
    int rank = svc__rank_in_group(y->role) - svc__rank_in_group(x->role);
    if (rank) return rank;
    int name = strcmp(x->name, y->name);
    return name ? name : strcmp(x->person, y->person);
}

/* ---- Reading ---- */

static err_code take_group(struct svc *svc, const struct store_group *row, struct svc_group *out,
                           struct svc_members *members, kb_err *err)
{
    *out = (struct svc_group){.row = *row, .member = svc__in_group(svc->actor, row->id)};
    if (row->location) {
        struct store_location location;
        ERR_TRY(store_location_get(svc->store, row->location, svc->arena, &location, err));
        out->location_name = location.name;
    }
    ERR_TRY(svc__members(svc, row->id, members, err));
    out->n_members = members->n;
    return OK;
}

err_code svc_groups(struct svc *svc, struct svc_groups *out, kb_err *err)
{
    ERR_TRY(signed_in(svc, err));
    struct store_groups rows;
    ERR_TRY(store_group_list(svc->store, svc->arena, &rows, err));
    struct svc_group *groups = ARENA_ARRAY(svc->arena, struct svc_group, rows.n);
    if (!groups) return svc__no_memory(err);
    size_t n = 0;
    for (size_t i = 0; i < rows.n; i++) {
        struct policy_object object = group_object(rows.at[i].id);
        struct svc_members members;
        if (!policy_may_read(svc->actor, &object)) continue;
        ERR_TRY(take_group(svc, &rows.at[i], &groups[n++], &members, err));
    }
    *out = (struct svc_groups){groups, n};
    return OK;
}

err_code svc_group_name(struct svc *svc, text slug, const char **out, kb_err *err)
{
    struct store_group row;
    kb_err unknown = {0};
    *out = NULL;
    const char *key = svc__str(svc, slug);
    if (!key) return svc__no_memory(err);
    if (store_group_by_slug(svc->store, key, svc->arena, &row, &unknown) != OK) return OK;
    struct policy_object object = group_object(row.id);
    if (policy_may_read(svc->actor, &object)) *out = row.name;
    return OK;
}

static err_code take_work(struct svc *svc, const char *group, struct svc_cards *out, kb_err *err)
{
    struct store_list list = {.of = STORE_LIST_GROUP, .key = group, .limit = STORE_LIST_MAX};
    struct store_practices rows;
    ERR_TRY(store_practice_list(svc->store, &list, svc->arena, &rows, err));
    return svc__cards(svc, &rows, true, WORK_MAX, out, err);
}

/* For an editor, of a group with nobody beside its lead. */
static err_code take_stand_in(struct svc *svc, const struct policy_object *object, struct svc_group_page *out,
                              kb_err *err)
{
    if (policy_may(svc->actor, ACT_APPOINT, object) != POLICY_ALLOW) return OK;
    ERR_TRY(svc__alone(svc, &out->group.row, &out->alone_until, err));
    out->may_appoint = out->alone_until && svc->now >= out->alone_until;
    for (size_t i = 0; i < out->members.n; i++)
        out->members.at[i].may_stand_in = out->may_appoint && svc__may_stand_in(svc, &out->members.at[i]);
    return OK;
}

err_code svc_group(struct svc *svc, text slug, struct svc_group_page *out, kb_err *err)
{
    *out = (struct svc_group_page){0};
    ERR_TRY(signed_in(svc, err));
    struct store_group row;
    ERR_TRY(find_group(svc, slug, &row, err));
    struct policy_object object = group_object(row.id);
    ERR_TRY(policy_check(svc->actor, ACT_READ, &object, err));
    ERR_TRY(take_group(svc, &row, &out->group, &out->members, err));
    for (size_t i = 0; i < out->members.n; i++) ERR_TRY(name_organisation(svc, &out->members.at[i], err));
    qsort(out->members.at, out->members.n, sizeof *out->members.at, by_role);
    ERR_TRY(take_stand_in(svc, &object, out, err));
    out->may_start = !row.closed && policy_may(svc->actor, ACT_START, &object) == POLICY_ALLOW;
    out->may_invite = !row.closed && policy_may(svc->actor, ACT_INVITE, &object) == POLICY_ALLOW;
    out->may_change = policy_may(svc->actor, ACT_WRITE, &object) == POLICY_ALLOW;
    return take_work(svc, row.id, &out->work, err);
}

/* ---- Writing ---- */

/* Some sentences; lines are allowed, other control characters are not. */
static err_code purpose_check(text purpose, kb_err *err)
{
    if (purpose.len > PURPOSE_MAX_BYTES) return err_field(err, ERR_INVALID, "purpose", "too-long");
    bool fine = utf8_valid(purpose);
    for (size_t i = 0; i < purpose.len; i++) {
        char c = purpose.ptr[i];
        fine &= (unsigned char)c >= ' ' || c == '\n' || c == '\r' || c == '\t';
    }
    return fine ? OK : err_field(err, ERR_INVALID, "purpose", "not-text");
}

/* "" is nowhere; a location that is not offered any more may stay where it was. */
static err_code location_check(struct svc *svc, text slug, struct store_group *row, kb_err *err)
{
    const char *old = row->location;
    row->location = NULL;
    slug = text_trim(slug);
    if (!slug.len) return OK;
    struct store_location location;
    const char *s = svc__str(svc, slug);
    err_code code = s ? store_location_get(svc->store, s, svc->arena, &location, NULL) : ERR_NOMEM;
    bool offered = code == OK && (location.active || (old && !strcmp(old, s)));
    if (code == ERR_NOT_FOUND || (code == OK && !offered))
        return err_field(err, ERR_INVALID, "location", "not-a-choice");
    row->location = s;
    return code == OK ? OK : err_set(err, code, "location of a group");
}

static err_code slug_free(struct svc *svc, const char *slug, kb_err *err)
{
    struct store_group other;
    err_code code = store_group_by_slug(svc->store, slug, svc->arena, &other, NULL);
    if (code == ERR_NOT_FOUND) return OK;
    return code == OK ? err_field(err, ERR_CONFLICT, "slug", "taken") : err_set(err, code, "slug of a group");
}

/* The form into the row; every wrong field is named. */
static err_code take_form(struct svc *svc, const struct svc_group_put *in, struct store_group *row, kb_err *err)
{
    err_code wrong = svc__line_check("name", in->name, NAME_MAX_BYTES, err);
    wrong = svc__first(wrong, purpose_check(in->purpose, err));
    wrong = svc__first(wrong, svc__no_client_data(svc, "purpose", in->purpose, err));
    wrong = svc__first(wrong, location_check(svc, in->location, row, err));
    if (!row->slug) wrong = svc__first(wrong, svc__slug(svc, in->slug, in->name, &row->slug, err));
    if (wrong != OK) return wrong;
    row->name = svc__str(svc, text_trim(in->name));
    row->purpose = svc__str(svc, text_trim(in->purpose));
    if (!in->closed)
        row->closed = 0;
    else if (!row->closed)
        row->closed = svc->now;
    return row->name && row->purpose ? OK : svc__no_memory(err);
}

err_code svc_group_put(struct svc *svc, const struct svc_group_put *in, const char **slug, kb_err *err)
{
    struct policy_object any = group_object(NULL);
    ERR_TRY(svc__may_manage(svc, ACT_WRITE, &any, err));
    struct store_group row = {.created = svc->now};
    bool change = in->id.len > 0;
    if (change) {
        ERR_TRY(find_group(svc, in->id, &row, err));
        struct policy_object object = group_object(row.id);
        ERR_TRY(policy_check(svc->actor, ACT_WRITE, &object, err));
    }
    ERR_TRY(take_form(svc, in, &row, err));
    if (!change) {
        ERR_TRY(slug_free(svc, row.slug, err));
        ERR_TRY(svc__new_id(svc, &row.id, err));
    }
    ERR_TRY(store_group_put(svc->store, &row, err));
    ERR_TRY(store_group_alone(svc->store, svc->now, err));
    *slug = row.slug;
    const char *detail = arena_printf(svc->arena, "slug=%s location=%s closed=%d", row.slug,
                                      row.location ? row.location : "-", row.closed != 0);
    return svc__log(svc, "group.put", row.id, NULL, detail, err);
}
