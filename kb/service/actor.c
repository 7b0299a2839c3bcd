#include "kb/service/service__internal.h"

static const struct actor system_actor = {.system = true};
static const struct actor anonymous_actor = {0};

const struct actor *svc_system_actor(void)
{
    return &system_actor;
}

static const enum scope scope_of[STORE_SCOPE__COUNT] = {
    [STORE_ORGANISATION] = SCOPE_ORGANISATION,
    [STORE_GROUP] = SCOPE_GROUP,
    [STORE_LOCATION] = SCOPE_LOCATION,
    [STORE_NETWORK] = SCOPE_NETWORK,
};

/* A role that the store has and this program does not know allows nothing. */
static size_t take_grants(const struct store_grants *rows, struct actor_grant *grants)
{
    size_t n = 0;
    for (size_t i = 0; i < rows->n; i++) {
        enum role role;
        if (!policy_role_from_slug(text_str(rows->at[i].role), &role)) continue;
        grants[n++] = (struct actor_grant){role, scope_of[rows->at[i].kind], rows->at[i].scope};
    }
    return n;
}

err_code svc_actor(struct store *store, const char *person, arena *a, const struct actor **out, kb_err *err)
{
    *out = &anonymous_actor;
    if (!person) return OK;
    struct store_person row;
    kb_err said = {0};
    bool there;
    ERR_TRY(err_optional(store_person_get(store, person, a, &row, &said), &said, &there, err));
    if (!there || row.disabled) return OK;
    struct store_grants rows;
    ERR_TRY(store_grants_of(store, person, a, &rows, err));
    struct actor *actor = ARENA_NEW(a, struct actor);
    struct actor_grant *grants = ARENA_ARRAY(a, struct actor_grant, rows.n);
    if (!actor || !grants) return svc__no_memory(err);
    *actor = (struct actor){.person = row.id, .grants = grants, .n_grants = take_grants(&rows, grants)};
    *out = actor;
    return OK;
}

static bool in_any_group(const struct actor *a)
{
    return actor_holds(a, ROLE_MEMBER) || actor_holds(a, ROLE_LEAD) || actor_holds(a, ROLE_SECOND_LEAD);
}

err_code svc_me(struct svc *svc, struct svc_me *out, kb_err *err)
{
    *out = (struct svc_me){
        .writer = in_any_group(svc->actor),
        .editor = actor_holds(svc->actor, ROLE_EDITOR),
        .administrator = actor_holds(svc->actor, ROLE_ADMINISTRATOR),
    };
    ERR_TRY(svc_setting(svc->store, "network-name", svc->arena, &out->network, err));
    return svc__person_name(svc, svc->actor->person, &out->name, err);
}

/* ---- What the files of this box share ---- */

err_code svc__no_memory(kb_err *err)
{
    return err_set(err, ERR_NOMEM, "the request needs too much memory");
}

err_code svc__new_id(struct svc *svc, const char **out, kb_err *err)
{
    char *id = arena_alloc(svc->arena, STORE_ID_BYTES);
    if (!id) return svc__no_memory(err);
    store_new_id(id);
    *out = id;
    return OK;
}

const char *svc__str(struct svc *svc, text t)
{
    return arena_text_str(svc->arena, t);
}

err_code svc__person_name(struct svc *svc, const char *id, const char **out, kb_err *err)
{
    *out = "";
    if (!id || !store_id_valid(text_str(id))) return OK;
    struct store_person row;
    kb_err said = {0};
    bool there;
    ERR_TRY(err_optional(store_person_get(svc->store, id, svc->arena, &row, &said), &said, &there, err));
    if (there) *out = row.name;
    return OK;
}

static const char link_actor[] = "link"; /* whoever holds a one-time link: who and by which way */

static err_code append(struct svc *svc, const char *actor, const char *action, const char *object, const char *revision,
                       const char *detail, kb_err *err)
{
    if (!detail) return svc__no_memory(err);
    struct store_change change = {
        .at = svc->now,
        .actor = actor ? actor : "system",
        .action = action,
        .object = object,
        .revision = revision,
        .detail = detail,
        .origin = actor == link_actor ? link_actor : svc->origin,
    };
    return store_change_append(svc->store, &change, err);
}

err_code svc__log(struct svc *svc, const char *action, const char *object, const char *revision, const char *detail,
                  kb_err *err)
{
    const char *actor = svc->actor->person || svc->actor->system ? svc->actor->person : link_actor;
    return append(svc, actor, action, object, revision, detail, err);
}

err_code svc__log_as(struct svc *svc, const char *person, const char *action, const char *object, kb_err *err)
{
    return append(svc, person, action, object, NULL, "", err);
}

err_code svc__may_manage(struct svc *svc, enum policy_action action, const struct policy_object *object, kb_err *err)
{
    if (!svc->actor->person && !svc->actor->system) return err_set(err, ERR_SIGN_IN, "administration only");
    return policy_check(svc->actor, action, object, err);
}

err_code svc__line_check(const char *field, text value, size_t max, kb_err *err)
{
    if (!text_trim(value).len) return err_field(err, ERR_INVALID, field, "required");
    if (value.len > max) return err_field(err, ERR_INVALID, field, "too-long");
    if (!utf8_valid(value) || utf8_turns(value)) return err_field(err, ERR_INVALID, field, "not-text");
    for (size_t i = 0; i < value.len; i++)
        if ((unsigned char)value.ptr[i] < ' ' || value.ptr[i] == 0x7F)
            return err_field(err, ERR_INVALID, field, "not-text");
    return OK;
}

err_code svc__lines_check(const char *field, text body, size_t max, kb_err *err)
{
    if (!text_trim(body).len) return err_field(err, ERR_INVALID, field, "required");
    if (body.len > max) return err_field(err, ERR_INVALID, field, "too-long");
    return utf8_valid(body) && !utf8_turns(body) ? OK : err_field(err, ERR_INVALID, field, "not-text");
}

err_code svc__slug(struct svc *svc, text slug, text name, const char **out, kb_err *err)
{
    char room[QUERY_VALUE_BYTES];
    text made = query_slug(text_trim(slug).len ? slug : name, room);
    if (!made.len) return err_field(err, ERR_INVALID, text_trim(slug).len ? "slug" : "name", "no-slug");
    if (text_trim(slug).len && !text_eq(made, text_trim(slug))) return err_field(err, ERR_INVALID, "slug", "no-slug");
    *out = svc__str(svc, made);
    return *out ? OK : svc__no_memory(err);
}

bool svc__insider(const struct actor *actor)
{
    struct policy_object any_group = {.kind = OBJECT_GROUP}; /* what participants and boards see, and nobody else */
    return policy_may_read(actor, &any_group);
}

bool svc__is_editor(const struct svc *svc)
{
    return actor_holds(svc->actor, ROLE_EDITOR) && !svc->actor->disabled;
}

err_code svc__need_person(const struct svc *svc, kb_err *err)
{
    return svc->actor->person ? OK : err_set(err, ERR_SIGN_IN, "this is of a person");
}

err_code svc__insiders_only(const struct svc *svc, const char *why, kb_err *err)
{
    if (svc__insider(svc->actor)) return OK;
    return err_set(err, svc->actor->person ? ERR_FORBIDDEN : ERR_SIGN_IN, "%s", why);
}

int svc__rank_in_group(enum role role)
{
    static const int ranks[ROLE__COUNT] = {[ROLE_LEAD] = 3, [ROLE_SECOND_LEAD] = 2, [ROLE_MEMBER] = 1};
    return ranks[role];
}

enum role svc__role_in(const struct actor *actor, const char *group)
{
    enum role highest = ROLE_NONE;
    for (size_t i = 0; i < actor->n_grants; i++) {
        const struct actor_grant *g = &actor->grants[i];
        bool here = g->scope == SCOPE_GROUP && !actor->disabled && !strcmp(g->id, group);
        if (here && svc__rank_in_group(g->role) > svc__rank_in_group(highest)) highest = g->role;
    }
    return highest;
}

bool svc__in_group(const struct actor *actor, const char *group)
{
    return svc__role_in(actor, group) != ROLE_NONE;
}

bool svc__held_before(const struct actor *actor, size_t i)
{
    const struct actor_grant *grants = actor->grants;
    for (size_t k = 0; k < i; k++)
        if (grants[k].scope == grants[i].scope && !strcmp(grants[k].id, grants[i].id)) return true;
    return false;
}
