#include "kb/store/handle.h"

/* ---- Organisations ---- */

static void organisation_row(struct store__row *r, void *out)
{
    struct store_organisation *o = out;
    o->id = store__str(r);
    o->slug = store__str(r);
    o->name = store__str(r);
    o->partner = text_is(store__peek(r), "partner");
    o->parent = store__str(r);
    o->active = store__int(r) != 0;
}

err_code store_organisation_get(struct store *s, const char *id, arena *a, struct store_organisation *out, kb_err *err)
{
    return store__get(s, STMT_organisation_get, PARAMS(P_STR(id)), organisation_row, a, out, err);
}

err_code store_organisation_by_slug(struct store *s, const char *slug, arena *a, struct store_organisation *out,
                                    kb_err *err)
{
    return store__get(s, STMT_organisation_by_slug, PARAMS(P_STR(slug)), organisation_row, a, out, err);
}

err_code store_organisation_list(struct store *s, arena *a, struct store_organisations *out, kb_err *err)
{
    return store__list(s, STMT_organisation_list, NO_PARAMS, organisation_row, sizeof *out->at, a, (void **)&out->at,
                       &out->n, err);
}

err_code store_organisation_put(struct store *s, const struct store_organisation *o, kb_err *err)
{
    return store__exec(s, STMT_organisation_put,
                       PARAMS(P_STR(o->id), P_STR(o->slug), P_STR(o->name), P_STR(o->partner ? "partner" : "member"),
                              P_STR(o->parent), P_INT(o->active)),
                       err);
}

/* ---- Working groups ---- */

static void group_row(struct store__row *r, void *out)
{
    struct store_group *g = out;
    g->id = store__str(r);
    g->slug = store__str(r);
    g->name = store__str(r);
    g->purpose = store__str(r);
    g->location = store__str(r);
    g->created = store__int(r);
    g->closed = store__int(r);
    g->alone_since = store__int(r);
}

err_code store_group_get(struct store *s, const char *id, arena *a, struct store_group *out, kb_err *err)
{
    return store__get(s, STMT_group_get, PARAMS(P_STR(id)), group_row, a, out, err);
}

err_code store_group_by_slug(struct store *s, const char *slug, arena *a, struct store_group *out, kb_err *err)
{
    return store__get(s, STMT_group_by_slug, PARAMS(P_STR(slug)), group_row, a, out, err);
}

err_code store_group_list(struct store *s, arena *a, struct store_groups *out, kb_err *err)
{
    return store__list(s, STMT_group_list, NO_PARAMS, group_row, sizeof *out->at, a, (void **)&out->at, &out->n, err);
}

err_code store_group_put(struct store *s, const struct store_group *g, kb_err *err)
{
    return store__exec(s, STMT_group_put,
                       PARAMS(P_STR(g->id), P_STR(g->slug), P_STR(g->name), P_SAY(g->purpose), P_STR(g->location),
                              P_INT(g->created), P_WHEN(g->closed), P_WHEN(g->alone_since)),
                       err);
}

err_code store_group_alone(struct store *s, kb_time now, kb_err *err)
{
    return store__exec(s, STMT_group_alone, PARAMS(P_INT(now)), err);
}

/* ---- Locations and legal fields ---- */

static void location_row(struct store__row *r, void *out)
{
    struct store_location *l = out;
    l->slug = store__str(r);
    l->name = store__str(r);
    l->place = (int)store__int(r);
    l->active = store__int(r) != 0;
}

err_code store_location_get(struct store *s, const char *slug, arena *a, struct store_location *out, kb_err *err)
{
    return store__get(s, STMT_location_get, PARAMS(P_STR(slug)), location_row, a, out, err);
}

err_code store_location_list(struct store *s, arena *a, struct store_locations *out, kb_err *err)
{
    return store__list(s, STMT_location_list, NO_PARAMS, location_row, sizeof *out->at, a, (void **)&out->at, &out->n,
                       err);
}

err_code store_location_put(struct store *s, const struct store_location *l, kb_err *err)
{
    return store__exec(s, STMT_location_put, PARAMS(P_STR(l->slug), P_STR(l->name), P_INT(l->place), P_INT(l->active)),
                       err);
}

static void legal_field_row(struct store__row *r, void *out)
{
    struct store_legal_field *f = out;
    f->slug = store__str(r);
    f->name = store__str(r);
    f->lay_label = store__str(r);
    f->place = (int)store__int(r);
    f->active = store__int(r) != 0;
    f->moving = store__int(r) != 0;
}

err_code store_legal_field_get(struct store *s, const char *slug, arena *a, struct store_legal_field *out, kb_err *err)
{
    return store__get(s, STMT_legal_field_get, PARAMS(P_STR(slug)), legal_field_row, a, out, err);
}

err_code store_legal_field_list(struct store *s, arena *a, struct store_legal_fields *out, kb_err *err)
{
    return store__list(s, STMT_legal_field_list, NO_PARAMS, legal_field_row, sizeof *out->at, a, (void **)&out->at,
                       &out->n, err);
}

err_code store_legal_field_put(struct store *s, const struct store_legal_field *f, kb_err *err)
{
    return store__exec(s, STMT_legal_field_put,
                       PARAMS(P_STR(f->slug), P_STR(f->name), P_SAY(f->lay_label), P_INT(f->place), P_INT(f->active),
                              P_INT(f->moving)),
                       err);
}

/* ---- Settings ---- */

err_code store_setting_get(struct store *s, const char *name, const char *default_value, arena *a, const char **out,
                           kb_err *err)
{
    err_code code = store__get(s, STMT_setting_get, PARAMS(P_STR(name)), store__str_row, a, out, NULL);
    if (code == ERR_NOT_FOUND) *out = default_value;
    return code == OK || code == ERR_NOT_FOUND ? OK : err_set(err, code, "setting %s", name);
}

static void setting_row(struct store__row *r, void *out)
{
    struct store_setting *s = out;
    s->name = store__str(r);
    s->value = store__str(r);
}

err_code store_setting_list(struct store *s, const char *prefix, arena *a, struct store_settings *out, kb_err *err)
{
    const char *after = arena_printf(a, "%s\x7f", prefix); /* behind every name of letters, digits and hyphens */
    if (!after) return err_set(err, ERR_NOMEM, "settings");
    return store__list(s, STMT_setting_between, PARAMS(P_STR(prefix), P_STR(after)), setting_row, sizeof *out->at, a,
                       (void **)&out->at, &out->n, err);
}

err_code store_setting_put(struct store *s, const char *name, const char *value, kb_err *err)
{
    return store__exec(s, STMT_setting_put, PARAMS(P_STR(name), P_STR(value)), err);
}

/* ---- Who asks to join ---- */

static void request_row(struct store__row *r, void *out)
{
    struct store_request *q = out;
    q->group = store__str(r);
    q->person = store__str(r);
    q->words = store__str(r);
    q->at = store__int(r);
}

err_code store_request_list(struct store *s, const char *group, arena *a, struct store_requests *out, kb_err *err)
{
    return store__list(s, STMT_request_list, PARAMS(P_STR(group)), request_row, sizeof *out->at, a, (void **)&out->at,
                       &out->n, err);
}

err_code store_request_whole(struct store *s, const char *group, arena *a, struct store_requests *out, kb_err *err)
{
    return store__list(s, STMT_request_whole, PARAMS(P_STR(group)), request_row, sizeof *out->at, a, (void **)&out->at,
                       &out->n, err);
}

err_code store_request_add(struct store *s, const struct store_request *q, kb_err *err)
{
    return store__exec(s, STMT_request_add, PARAMS(P_STR(q->group), P_STR(q->person), P_SAY(q->words), P_INT(q->at)),
                       err);
}

err_code store_access_forget(struct store *s, kb_time before, kb_err *err)
{
    return store__exec(s, STMT_access_forget, PARAMS(P_INT(before)), err);
}

err_code store_request_remove(struct store *s, const char *group, const char *person, kb_err *err)
{
    return store__exec(s, STMT_request_remove, PARAMS(P_STR(group), P_STR(person)), err);
}
