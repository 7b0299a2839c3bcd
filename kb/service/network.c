/* What the network consists of: organisations, locations, legal fields; and what an empty installation still needs. */
#include "kb/service/service__internal.h"

enum { NAME_MAX_BYTES = 200, LABEL_MAX_BYTES = 300, PLACE_MAX = 9999 };

/* These lists fill filters and forms: who may read adopted texts may read them. Whoever is signed in and may not gets
 * an empty one, as if there were nothing; who is not signed in is asked to do so. */
static err_code may_read(struct svc *svc, enum policy_kind kind, bool *may, kb_err *err)
{
    struct policy_object object = {.kind = kind};
    ERR_TRY(svc__reading_public(svc, &object.reading_public, err));
    *may = policy_may_read(svc->actor, &object);
    return *may || svc->actor->person ? OK : err_set(err, ERR_SIGN_IN, "reading is for members");
}

static err_code may_write(struct svc *svc, struct policy_object object, kb_err *err)
{
    ERR_TRY(svc__reading_public(svc, &object.reading_public, err));
    return svc__may_manage(svc, ACT_WRITE, &object, err);
}

static err_code place_check(int place, kb_err *err)
{
    return place < 0 || place > PLACE_MAX ? err_field(err, ERR_INVALID, "place", "not-a-number") : OK;
}

/* What a look for a slug that must be free, or must be there, found. */
static err_code judge_slug(err_code found, bool change, kb_err *err)
{
    if (found == OK && !change) return err_field(err, ERR_CONFLICT, "slug", "taken");
    if (found == ERR_NOT_FOUND && !change) return OK;
    return found == OK ? OK : err_set(err, found, "by slug");
}

/* ---- Organisations ---- */

err_code svc_organisations(struct svc *svc, struct store_organisations *out, kb_err *err)
{
    bool may;
    *out = (struct store_organisations){0};
    ERR_TRY(may_read(svc, OBJECT_ORGANISATION, &may, err));
    return may ? store_organisation_list(svc->store, svc->arena, out, err) : OK;
}

err_code svc_organisation_name(struct svc *svc, text slug, const char **out, kb_err *err)
{
    bool may;
    struct store_organisation row;
    kb_err unknown = {0};
    *out = NULL;
    ERR_TRY(may_read(svc, OBJECT_ORGANISATION, &may, err));
    const char *key = svc__str(svc, slug);
    if (!key) return svc__no_memory(err);
    if (may && store_organisation_by_slug(svc->store, key, svc->arena, &row, &unknown) == OK) *out = row.name;
    return OK;
}

/* By id, or by slug. */
static err_code find_organisation(struct svc *svc, text key, struct store_organisation *out, kb_err *err)
{
    const char *k = svc__str(svc, key);
    if (!k) return svc__no_memory(err);
    return store_id_valid(key) ? store_organisation_get(svc->store, k, svc->arena, out, err)
                               : store_organisation_by_slug(svc->store, k, svc->arena, out, err);
}

static err_code has_members(struct svc *svc, const char *id, bool *out, kb_err *err)
{
    *out = false;
    struct store_organisations all;
    if (!id) return OK;
    ERR_TRY(store_organisation_list(svc->store, svc->arena, &all, err));
    for (size_t i = 0; i < all.n; i++) *out |= all.at[i].parent && !strcmp(all.at[i].parent, id);
    return OK;
}

/* A partner decides as one and stands under nobody; everybody else stands under a partner. */
static err_code take_parent(struct svc *svc, text slug, struct store_organisation *row, kb_err *err)
{
    slug = text_trim(slug);
    row->partner = !slug.len;
    row->parent = NULL;
    if (row->partner) return OK;
    struct store_organisation parent;
    bool has;
    const char *s = svc__str(svc, slug);
    if (!s) return svc__no_memory(err);
    err_code code = store_organisation_by_slug(svc->store, s, svc->arena, &parent, NULL);
    if (code != OK && code != ERR_NOT_FOUND) return err_set(err, code, "parent of an organisation");
    if (code == ERR_NOT_FOUND || !parent.partner || (row->id && !strcmp(row->id, parent.id)))
        return err_field(err, ERR_INVALID, "parent", "not-a-choice");
    ERR_TRY(has_members(svc, row->id, &has, err));
    if (has) return err_field(err, ERR_INVALID, "parent", "has-members");
    row->parent = parent.id;
    return OK;
}

static err_code take_form(struct svc *svc, const struct svc_organisation_put *in, struct store_organisation *row,
                          kb_err *err)
{
    err_code wrong = svc__line_check("name", in->name, NAME_MAX_BYTES, err);
    wrong = svc__first(wrong, take_parent(svc, in->parent, row, err));
    if (!row->slug) wrong = svc__first(wrong, svc__slug(svc, in->slug, in->name, &row->slug, err));
    if (wrong != OK) return wrong;
    row->name = svc__str(svc, text_trim(in->name));
    row->active = !in->inactive;
    return row->name ? OK : svc__no_memory(err);
}

static err_code organisation_slug_free(struct svc *svc, const char *slug, kb_err *err)
{
    struct store_organisation other;
    return judge_slug(store_organisation_by_slug(svc->store, slug, svc->arena, &other, NULL), false, err);
}

err_code svc_organisation_put(struct svc *svc, const struct svc_organisation_put *in, const char **slug, kb_err *err)
{
    ERR_TRY(may_write(svc, (struct policy_object){.kind = OBJECT_ORGANISATION}, err));
    struct store_organisation row = {0};
    bool change = in->id.len > 0;
    if (change) {
        ERR_TRY(find_organisation(svc, in->id, &row, err));
        ERR_TRY(may_write(svc, (struct policy_object){.kind = OBJECT_ORGANISATION, .organisation = row.id}, err));
    }
    ERR_TRY(take_form(svc, in, &row, err));
    if (!change) {
        ERR_TRY(organisation_slug_free(svc, row.slug, err));
        ERR_TRY(svc__new_id(svc, &row.id, err));
    }
    ERR_TRY(store_organisation_put(svc->store, &row, err));
    *slug = row.slug;
    const char *detail = arena_printf(svc->arena, "slug=%s kind=%s parent=%s active=%d", row.slug,
                                      row.partner ? "partner" : "member", row.parent ? row.parent : "-", row.active);
    return svc__log(svc, "organisation.put", row.id, NULL, detail, err);
}

/* ---- Locations ---- */

err_code svc_locations(struct svc *svc, struct store_locations *out, kb_err *err)
{
    bool may;
    *out = (struct store_locations){0};
    ERR_TRY(may_read(svc, OBJECT_LOCATION, &may, err));
    return may ? store_location_list(svc->store, svc->arena, out, err) : OK;
}

/* The slug of a row that is new, or the one that is there. */
static err_code take_slug(struct svc *svc, text slug, text name, bool change, const char **out, kb_err *err)
{
    if (!change) return svc__slug(svc, slug, name, out, err);
    *out = svc__str(svc, slug);
    return *out ? OK : svc__no_memory(err);
}

err_code svc_location_put(struct svc *svc, const struct svc_location_put *in, kb_err *err)
{
    ERR_TRY(may_write(svc, (struct policy_object){.kind = OBJECT_LOCATION}, err));
    struct store_location row = {.place = in->place, .active = !in->inactive}, old;
    err_code wrong = svc__line_check("name", in->name, NAME_MAX_BYTES, err);
    wrong = svc__first(wrong, place_check(in->place, err));
    wrong = svc__first(wrong, take_slug(svc, in->slug, in->name, in->change, &row.slug, err));
    if (wrong != OK) return wrong;
    ERR_TRY(judge_slug(store_location_get(svc->store, row.slug, svc->arena, &old, NULL), in->change, err));
    row.name = svc__str(svc, text_trim(in->name));
    if (!row.name) return svc__no_memory(err);
    ERR_TRY(store_location_put(svc->store, &row, err));
    const char *detail = arena_printf(svc->arena, "place=%d active=%d", row.place, row.active);
    return svc__log(svc, "location.put", row.slug, NULL, detail, err);
}

/* ---- Legal fields: a list that editors keep ---- */

err_code svc_legal_fields(struct svc *svc, struct store_legal_fields *out, kb_err *err)
{
    bool may;
    *out = (struct store_legal_fields){0};
    ERR_TRY(may_read(svc, OBJECT_VOCABULARY, &may, err));
    return may ? store_legal_field_list(svc->store, svc->arena, out, err) : OK;
}

err_code svc_legal_field_put(struct svc *svc, const struct svc_legal_field_put *in, kb_err *err)
{
    ERR_TRY(may_write(svc, (struct policy_object){.kind = OBJECT_VOCABULARY}, err));
    struct store_legal_field row = {.place = in->place, .active = !in->inactive, .moving = in->moving}, old;
    err_code wrong = svc__line_check("name", in->name, NAME_MAX_BYTES, err);
    if (text_trim(in->lay_label).len)
        wrong = svc__first(wrong, svc__line_check("lay_label", in->lay_label, LABEL_MAX_BYTES, err));
    wrong = svc__first(wrong, place_check(in->place, err));
    wrong = svc__first(wrong, take_slug(svc, in->slug, in->name, in->change, &row.slug, err));
    if (wrong != OK) return wrong;
    ERR_TRY(judge_slug(store_legal_field_get(svc->store, row.slug, svc->arena, &old, NULL), in->change, err));
    row.name = svc__str(svc, text_trim(in->name));
    row.lay_label = svc__str(svc, text_trim(in->lay_label));
    if (!row.name || !row.lay_label) return svc__no_memory(err);
    ERR_TRY(store_legal_field_put(svc->store, &row, err));
    const char *detail = arena_printf(svc->arena, "place=%d active=%d moving=%d", row.place, row.active, row.moving);
    return svc__log(svc, "legal-field.put", row.slug, NULL, detail, err);
}

/* ---- What an empty installation still needs ---- */

static err_code has_partner(struct svc *svc, bool *out, kb_err *err)
{
    struct store_organisations all;
    ERR_TRY(store_organisation_list(svc->store, svc->arena, &all, err));
    for (size_t i = 0; i < all.n; i++) *out |= all.at[i].partner && all.at[i].active;
    return OK;
}

err_code svc_setup(struct svc *svc, struct svc_setup *out, kb_err *err)
{
    *out = (struct svc_setup){.all = true};
    struct policy_object settings = {.kind = OBJECT_SETTINGS};
    ERR_TRY(svc__may_manage(svc, ACT_READ, &settings, err));
    struct store_counts counts;
    size_t editors;
    const char *reading;
    ERR_TRY(store_counts(svc->store, &counts, err));
    ERR_TRY(has_partner(svc, &out->done[SVC_SETUP_ORGANISATIONS], err));
    ERR_TRY(svc__holders(svc, ROLE_EDITOR, 2, &editors, err));
    ERR_TRY(store_setting_get(svc->store, "reading", NULL, svc->arena, &reading, err));
    out->done[SVC_SETUP_LOCATIONS] = counts.locations > 0;
    out->done[SVC_SETUP_LEGAL_FIELDS] = counts.legal_fields > 0;
    out->done[SVC_SETUP_PEOPLE] = counts.persons > 1;
    out->done[SVC_SETUP_EDITORS] = editors >= 2;
    out->done[SVC_SETUP_GROUPS] = counts.groups > 0;
    out->done[SVC_SETUP_READING] = reading != NULL;
    for (int s = 0; s < SVC_SETUP__COUNT; s++) out->all &= out->done[s];
    return OK;
}
