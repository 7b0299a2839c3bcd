/* People, their accounts and the roles they hold. People are disabled or erased (own.c), never deleted: the log names
 * their id. */
#include "kb/service/service__internal.h"

#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>

enum {
    NAME_MAX_BYTES = 200,
    SIGN_IN_MIN = 3,
    SIGN_IN_MAX = 200,
    PEOPLE_MAX = 10000,
    PEOPLE_STEP = 500,
    HOLDERS_MAX = 8
};

static struct policy_object account_object(const char *id)
{
    return (struct policy_object){.kind = OBJECT_PERSON, .person = id};
}

/* ---- The name to sign in with ---- */

/* White space, control characters and characters that are not drawn cannot be typed back from paper. */
static bool can_be_typed(text t)
{
    size_t at = 0;
    for (uint32_t c; utf8_next(t, &at, &c);) {
        if (uc_is_property_white_space(c) || uc_is_cntrl(c)) return false;
        if (uc_is_property_default_ignorable_code_point(c) || uc_is_property_not_a_character(c)) return false;
    }
    return true;
}

/* Unicode's case folding, composed (NFC), so that one name is one account however it was typed. */
static const char *fold(struct svc *svc, text t)
{
    uint8_t room[2 * SIGN_IN_MAX];
    size_t len = sizeof room;
    uint8_t *folded = u8_casefold((const uint8_t *)t.ptr, t.len, NULL, UNINORM_NFC, room, &len);
    if (!folded) return NULL;
    bool fits = len >= SIGN_IN_MIN && len <= SIGN_IN_MAX;
    const char *out = fits ? svc__str(svc, text_of((const char *)folded, len)) : NULL;
    if (folded != room) free(folded);
    return out;
}

static const char *sign_in_wrong(text t)
{
    if (!t.len) return "required";
    if (!utf8_valid(t)) return "not-text";
    if (t.len < SIGN_IN_MIN) return "too-short";
    if (t.len > SIGN_IN_MAX) return "too-long";
    return can_be_typed(t) ? NULL : "invalid";
}

const char *svc__fold_sign_in(struct svc *svc, text sign_in)
{
    text t = text_trim(sign_in);
    return sign_in_wrong(t) ? NULL : fold(svc, t);
}

/* ---- Reading ---- */

static const struct {
    const char *word; /* on the wire */
    enum scope scope;
    enum policy_kind object;
} scope_rows[STORE_SCOPE__COUNT] = {
    [STORE_ORGANISATION] = {"organisation", SCOPE_ORGANISATION, OBJECT_ORGANISATION},
    [STORE_GROUP] = {"group", SCOPE_GROUP, OBJECT_GROUP},
    [STORE_LOCATION] = {"location", SCOPE_LOCATION, OBJECT_LOCATION},
    [STORE_NETWORK] = {"network", SCOPE_NETWORK, OBJECT_NETWORK},
};

/* Slug and name of what a role is held within; both "" for the network. */
static err_code name_scope(struct svc *svc, const struct store_grant *g, struct svc_role *out, kb_err *err)
{
    struct store_organisation organisation;
    struct store_group group;
    struct store_location location;
    switch (g->kind) {
    case STORE_ORGANISATION:
        ERR_TRY(store_organisation_get(svc->store, g->scope, svc->arena, &organisation, err));
        out->scope = organisation.slug;
        out->scope_name = organisation.name;
        return OK;
    case STORE_GROUP:
        ERR_TRY(store_group_get(svc->store, g->scope, svc->arena, &group, err));
        out->scope = group.slug;
        out->scope_name = group.name;
        return OK;
    case STORE_LOCATION:
        ERR_TRY(store_location_get(svc->store, g->scope, svc->arena, &location, err));
        out->scope = location.slug;
        out->scope_name = location.name;
        return OK;
    default: out->scope = out->scope_name = ""; return OK;
    }
}

static err_code take_person(struct svc *svc, const struct store_person *row, struct svc_person *out, kb_err *err)
{
    struct store_grants grants;
    ERR_TRY(store_grants_of(svc->store, row->id, svc->arena, &grants, err));
    struct svc_role *roles = ARENA_ARRAY(svc->arena, struct svc_role, grants.n);
    if (!roles) return svc__no_memory(err);
    *out = (struct svc_person){.row = *row, .roles = roles};
    out->row.password_hash = NULL;
    for (size_t i = 0; i < grants.n; i++) {
        struct svc_role *role = &roles[out->n_roles];
        if (!policy_role_from_slug(text_str(grants.at[i].role), &role->role)) continue;
        role->kind = grants.at[i].kind;
        ERR_TRY(name_scope(svc, &grants.at[i], role, err));
        out->n_roles++;
    }
    return OK;
}

err_code svc_people(struct svc *svc, struct svc_persons *out, kb_err *err)
{
    *out = (struct svc_persons){0};
    struct policy_object anybody = account_object(NULL);
    ERR_TRY(svc__may_manage(svc, ACT_READ, &anybody, err));
    struct svc_person *all = NULL;
    size_t room = 0;
    const char *name = "", *id = "";
    for (struct store_persons page = {0}; out->n < PEOPLE_MAX;
         name = page.at[page.n - 1].name, id = page.at[page.n - 1].id) {
        ERR_TRY(store_person_list(svc->store, name, id, PEOPLE_STEP, svc->arena, &page, err));
        if (!page.n) break;
        if (out->n + page.n > room) {
            room = 2 * (out->n + page.n);
            struct svc_person *more = ARENA_ARRAY(svc->arena, struct svc_person, room);
            if (!more) return svc__no_memory(err);
            if (out->n) memcpy(more, all, out->n * sizeof *all);
            all = more;
        }
        for (size_t i = 0; i < page.n; i++)
            if (!page.at[i].erased) ERR_TRY(take_person(svc, &page.at[i], &all[out->n++], err));
    }
    out->at = all;
    return OK;
}

static err_code find_person(struct svc *svc, text id, struct store_person *out, kb_err *err)
{
    const char *k = svc__str(svc, id);
    if (!k) return svc__no_memory(err);
    if (!store_id_valid(id)) return err_set(err, ERR_NOT_FOUND, "no id");
    ERR_TRY(store_person_get(svc->store, k, svc->arena, out, err));
    return out->erased ? err_set(err, ERR_GONE, "a person who was erased") : OK;
}

err_code svc_person(struct svc *svc, text id, struct svc_person *out, kb_err *err)
{
    *out = (struct svc_person){0};
    struct policy_object object = account_object(svc__str(svc, id));
    ERR_TRY(svc__may_manage(svc, ACT_READ, &object, err));
    struct store_person row;
    ERR_TRY(find_person(svc, id, &row, err));
    return take_person(svc, &row, out, err);
}

/* ---- Accounts ---- */

/* A name that is taken tells that somebody has an account. Only who sees all accounts may choose one (design section 3
 * rule 6); somebody may change their own name as it is shown. */
static err_code choose_sign_in(struct svc *svc, const struct store_person *row, const char *folded, kb_err *err)
{
    if (row->sign_in_folded && !strcmp(row->sign_in_folded, folded)) return OK;
    struct policy_object anybody = account_object(NULL);
    if (!policy_may_read(svc->actor, &anybody))
        return err_set(err, ERR_FORBIDDEN, "sign-in names are the administrator's");
    struct store_person other;
    err_code code = store_person_by_sign_in(svc->store, folded, svc->arena, &other, NULL);
    if (code == ERR_NOT_FOUND) return OK;
    return code == OK ? err_field(err, ERR_CONFLICT, "sign_in", "taken") : err_set(err, code, "by sign-in name");
}

/* As others see it: what is not drawn is left out, so that two names that look alike are alike. NULL: no room. */
static const char *as_drawn(struct svc *svc, text name, bool *has_letter)
{
    char *out = arena_alloc(svc->arena, name.len + 1);
    size_t n = 0, at = 0;
    *has_letter = false;
    for (uint32_t c; out && utf8_next(name, &at, &c);) {
        if (uc_is_property_default_ignorable_code_point(c)) continue;
        *has_letter |= uc_is_alpha(c);
        n += utf8_put(c, out + n);
    }
    return out ? svc__str(svc, text_trim(text_of(out, n))) : NULL;
}

/* The name to sign in with, which a provider may leave us as the only one, is nobody else's data. */
static err_code take_name(struct svc *svc, text name, text sign_in, const char **out, kb_err *err)
{
    bool has_letter;
    ERR_TRY(svc__line_check("name", name, NAME_MAX_BYTES, err));
    *out = as_drawn(svc, name, &has_letter);
    if (!*out) return svc__no_memory(err);
    if (text_is(sign_in, *out)) return OK;
    if (!has_letter) return err_field(err, ERR_INVALID, "name", "no-letter");
    return svc__no_client_data(svc, "name", text_str(*out), err);
}

static err_code take_form(struct svc *svc, const struct svc_person_put *in, struct store_person *row, kb_err *err)
{
    text sign_in = text_trim(in->sign_in);
    err_code wrong = take_name(svc, in->name, sign_in, &row->name, err);
    const char *folded = svc__fold_sign_in(svc, sign_in), *reason = sign_in_wrong(sign_in);
    if (!folded) wrong = svc__first(wrong, err_field(err, ERR_INVALID, "sign_in", reason ? reason : "too-long"));
    if (wrong != OK) return wrong;
    ERR_TRY(choose_sign_in(svc, row, folded, err));
    row->sign_in = svc__str(svc, sign_in);
    row->sign_in_folded = folded;
    return row->sign_in ? OK : svc__no_memory(err);
}

err_code svc_person_put(struct svc *svc, const struct svc_person_put *in, const char **id, kb_err *err)
{
    bool change = in->id.len > 0;
    struct policy_object object = account_object(change ? svc__str(svc, in->id) : NULL);
    ERR_TRY(svc__may_manage(svc, ACT_WRITE, &object, err));
    struct store_person row = {.created = svc->now};
    if (change) ERR_TRY(find_person(svc, in->id, &row, err));
    ERR_TRY(take_form(svc, in, &row, err));
    if (change) {
        ERR_TRY(store_person_rename(svc->store, &row, err));
    } else {
        ERR_TRY(svc__new_id(svc, &row.id, err));
        ERR_TRY(store_person_add(svc->store, &row, err));
    }
    *id = row.id;
    return svc__log(svc, change ? "person.rename" : "person.add", row.id, NULL, "", err);
}

/* ---- Nobody is locked out: there stays an administrator who can sign in ---- */

static bool among(const char *const *ids, size_t n, const char *id)
{
    for (size_t i = 0; i < n; i++)
        if (!strcmp(ids[i], id)) return true;
    return false;
}

err_code svc__holding(struct svc *svc, const enum role *roles, size_t n, enum store_scope kind, const char *scope,
                      struct store_ids *out, kb_err *err)
{
    const char *slugs[STORE_ROLES_MAX];
    for (size_t i = 0; i < n && i < STORE_ROLES_MAX; i++) slugs[i] = policy_role_slug(roles[i]);
    return store_people_holding(svc->store, slugs, n, kind, scope, svc->arena, out, err);
}

struct holders {
    const char *ids[HOLDERS_MAX];
    size_t n, enough;
};

static err_code holders_in(struct svc *svc, enum role role, enum store_scope kind, const char *scope,
                           struct holders *found, kb_err *err)
{
    struct store_ids people;
    ERR_TRY(svc__holding(svc, &role, 1, kind, scope, &people, err));
    for (size_t i = 0; i < people.n && found->n < found->enough; i++)
        if (!among(found->ids, found->n, people.at[i])) found->ids[found->n++] = people.at[i];
    return OK;
}

err_code svc__holders(struct svc *svc, enum role role, size_t enough, size_t *out, kb_err *err)
{
    struct holders found = {.enough = enough < HOLDERS_MAX ? enough : HOLDERS_MAX};
    struct store_organisations organisations;
    ERR_TRY(holders_in(svc, role, STORE_NETWORK, "", &found, err));
    ERR_TRY(store_organisation_list(svc->store, svc->arena, &organisations, err));
    for (size_t i = 0; i < organisations.n && found.n < found.enough; i++)
        ERR_TRY(holders_in(svc, role, STORE_ORGANISATION, organisations.at[i].id, &found, err));
    *out = found.n;
    return OK;
}

err_code svc_has_administrator(struct svc *svc, bool *out, kb_err *err)
{
    size_t n;
    ERR_TRY(svc__holders(svc, ROLE_ADMINISTRATOR, 1, &n, err));
    *out = n > 0;
    return OK;
}

/* After the change, in its savepoint: a refusal undoes it. */
err_code svc__keep_administrator(struct svc *svc, bool had, kb_err *err)
{
    bool has;
    ERR_TRY(svc_has_administrator(svc, &has, err));
    return had && !has ? err_field(err, ERR_RULE, "person", "last-administrator") : OK;
}

err_code svc_person_disable(struct svc *svc, text id, bool disabled, kb_err *err)
{
    struct policy_object object = account_object(svc__str(svc, id));
    ERR_TRY(svc__may_manage(svc, ACT_DISABLE, &object, err));
    struct store_person row;
    bool had;
    ERR_TRY(find_person(svc, id, &row, err));
    if (disabled == (row.disabled != 0)) return OK;
    ERR_TRY(svc_has_administrator(svc, &had, err));
    ERR_TRY(store_person_disable(svc->store, row.id, disabled ? svc->now : 0, err));
    ERR_TRY(store_group_alone(svc->store, svc->now, err));
    ERR_TRY(svc__keep_administrator(svc, had, err));
    return svc__log(svc, disabled ? "person.disable" : "person.enable", row.id, NULL, "", err);
}

/* ---- Roles ---- */

static bool find_scope_kind(text word, enum store_scope *kind)
{
    for (int k = 0; k < STORE_SCOPE__COUNT; k++) {
        if (!text_is(word, scope_rows[k].word)) continue;
        *kind = (enum store_scope)k;
        return true;
    }
    return false;
}

/* Which role within which kind of thing, and whether the one can be held within the other. */
static err_code take_role(const struct svc_role_put *in, struct store_grant *grant, kb_err *err)
{
    enum role role = ROLE_NONE;
    err_code wrong = OK;
    if (!policy_role_from_slug(in->role, &role)) wrong = err_field(err, ERR_INVALID, "role", "not-a-choice");
    if (!find_scope_kind(in->scope_kind, &grant->kind))
        wrong = svc__first(wrong, err_field(err, ERR_INVALID, "scope_kind", "not-a-choice"));
    if (wrong != OK) return wrong;
    if (!policy_role_fits(role, scope_rows[grant->kind].scope))
        return err_field(err, ERR_INVALID, "scope_kind", "does-not-fit");
    grant->role = policy_role_slug(role);
    return OK;
}

static err_code find_scope(struct svc *svc, enum store_scope kind, const char *slug, const char **id)
{
    struct store_organisation organisation;
    struct store_group group;
    struct store_location location;
    err_code code = slug[0] ? ERR_NOT_FOUND : OK;
    *id = "";
    switch (kind) {
    case STORE_ORGANISATION:
        code = store_organisation_by_slug(svc->store, slug, svc->arena, &organisation, NULL);
        if (code == OK) *id = organisation.id;
        return code;
    case STORE_GROUP:
        code = store_group_by_slug(svc->store, slug, svc->arena, &group, NULL);
        if (code == OK) *id = group.id;
        return code;
    case STORE_LOCATION:
        code = store_location_get(svc->store, slug, svc->arena, &location, NULL);
        if (code == OK) *id = location.slug;
        return code;
    default: return code; /* the network has no slug */
    }
}

static err_code take_scope(struct svc *svc, text slug, struct store_grant *grant, kb_err *err)
{
    const char *s = svc__str(svc, text_trim(slug));
    if (!s) return svc__no_memory(err);
    err_code code = find_scope(svc, grant->kind, s, &grant->scope);
    if (code == ERR_NOT_FOUND) return err_field(err, ERR_INVALID, "scope", "not-a-choice");
    if (code != OK) return err_set(err, code, "scope of a role");
    struct policy_object object = {
        .kind = scope_rows[grant->kind].object,
        .organisation = grant->kind == STORE_ORGANISATION ? grant->scope : NULL,
        .group = grant->kind == STORE_GROUP ? grant->scope : NULL,
        .location = grant->kind == STORE_LOCATION ? grant->scope : NULL,
    };
    return svc__may_manage(svc, ACT_GRANT, &object, err);
}

static err_code holds_already(struct svc *svc, const struct store_grant *grant, bool *out, kb_err *err)
{
    struct store_grants all;
    ERR_TRY(store_grants_of(svc->store, grant->person, svc->arena, &all, err));
    *out = false;
    for (size_t i = 0; i < all.n; i++) {
        const struct store_grant *g = &all.at[i];
        *out |= g->kind == grant->kind && !strcmp(g->role, grant->role) && !strcmp(g->scope, grant->scope);
    }
    return OK;
}

static err_code take_away(struct svc *svc, const struct store_grant *grant, kb_err *err)
{
    bool had;
    ERR_TRY(svc_has_administrator(svc, &had, err));
    ERR_TRY(store_grant_remove(svc->store, grant, err));
    return svc__keep_administrator(svc, had, err);
}

err_code svc__grant_read(struct svc *svc, const struct svc_role_put *in, struct store_grant *grant, kb_err *err)
{
    ERR_TRY(take_role(in, grant, err));
    return take_scope(svc, in->scope, grant, err);
}

/* Giving what is held, and taking what is not, is fine and changes nothing: a button that was pressed twice. */
err_code svc__grant_put(struct svc *svc, const struct store_grant *grant, bool take, kb_err *err)
{
    bool held;
    ERR_TRY(holds_already(svc, grant, &held, err));
    if (held != take) return OK;
    ERR_TRY(take ? take_away(svc, grant, err) : store_grant_add(svc->store, grant, err));
    ERR_TRY(store_group_alone(svc->store, svc->now, err));
    const char *detail = arena_printf(svc->arena, "role=%s within=%s scope=%s", grant->role,
                                      scope_rows[grant->kind].word, grant->scope[0] ? grant->scope : "-");
    return svc__log(svc, take ? "role.take" : "role.give", grant->person, NULL, detail, err);
}

err_code svc_role_put(struct svc *svc, const struct svc_role_put *in, kb_err *err)
{
    struct policy_object object = account_object(svc__str(svc, in->person));
    ERR_TRY(svc__may_manage(svc, ACT_GRANT, &object, err));
    struct store_person person;
    struct store_grant grant = {.created = svc->now, .granted_by = svc->actor->person ? svc->actor->person : "system"};
    ERR_TRY(find_person(svc, in->person, &person, err));
    grant.person = person.id;
    ERR_TRY(svc__grant_read(svc, in, &grant, err));
    return svc__grant_put(svc, &grant, in->take, err);
}

const char *svc_scope_slug(enum store_scope kind)
{
    return (unsigned)kind < STORE_SCOPE__COUNT ? scope_rows[kind].word : "";
}
