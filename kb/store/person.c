#include "kb/store/handle.h"

static void person_row(struct store__row *r, void *out)
{
    struct store_person *p = out;
    p->id = store__str(r);
    p->sign_in = store__str(r);
    p->sign_in_folded = store__str(r);
    p->name = store__str(r);
    p->password_hash = store__str(r);
    p->disabled = store__int(r);
    p->created = store__int(r);
    p->erased = store__int(r);
}

err_code store_person_get(struct store *s, const char *id, arena *a, struct store_person *out, kb_err *err)
{
    return store__get(s, STMT_person_get, PARAMS(P_STR(id)), person_row, a, out, err);
}

err_code store_person_by_sign_in(struct store *s, const char *folded, arena *a, struct store_person *out, kb_err *err)
{
    return store__get(s, STMT_person_by_sign_in, PARAMS(P_STR(folded)), person_row, a, out, err);
}

err_code store_person_list(struct store *s, const char *after_name, const char *after_id, int limit, arena *a,
                           struct store_persons *out, kb_err *err)
{
    return store__list(s, STMT_person_list, PARAMS(P_SAY(after_name), P_SAY(after_id), P_INT(limit)), person_row,
                       sizeof *out->at, a, (void **)&out->at, &out->n, err);
}

err_code store_person_add(struct store *s, const struct store_person *p, kb_err *err)
{
    return store__exec(s, STMT_person_add,
                       PARAMS(P_STR(p->id), P_STR(p->sign_in), P_STR(p->sign_in_folded), P_STR(p->name),
                              P_STR(p->password_hash), P_WHEN(p->disabled), P_INT(p->created), P_WHEN(p->erased)),
                       err);
}

err_code store_person_rename(struct store *s, const struct store_person *p, kb_err *err)
{
    return store__update(s, STMT_person_rename,
                         PARAMS(P_STR(p->id), P_STR(p->sign_in), P_STR(p->sign_in_folded), P_STR(p->name)), err);
}

err_code store_person_password(struct store *s, const char *id, const char *hash_or_null, kb_err *err)
{
    return store__update(s, STMT_person_password, PARAMS(P_STR(id), P_STR(hash_or_null)), err);
}

err_code store_person_disable(struct store *s, const char *id, kb_time disabled, kb_err *err)
{
    ERR_TRY(store__update(s, STMT_person_disable, PARAMS(P_STR(id), P_WHEN(disabled)), err));
    return disabled ? store_session_end_person(s, id, err) : OK;
}

/* ---- Roles ---- */

static const char *const scope_names[STORE_SCOPE__COUNT] = {[STORE_ORGANISATION] = "organisation",
                                                            [STORE_GROUP] = "working_group",
                                                            [STORE_LOCATION] = "location",
                                                            [STORE_NETWORK] = "network"};

static enum store_scope scope_of(text name)
{
    enum store_scope kind = 0;
    while (kind < STORE_SCOPE__COUNT && !text_is(name, scope_names[kind])) kind++;
    return kind; /* the table's CHECK knows the same names */
}

static void grant_row(struct store__row *r, void *out)
{
    struct store_grant *g = out;
    g->person = store__str(r);
    g->role = store__str(r);
    g->kind = scope_of(store__peek(r));
    g->scope = store__str(r);
    g->created = store__int(r);
    g->granted_by = store__str(r);
}

err_code store_grants_of(struct store *s, const char *person, arena *a, struct store_grants *out, kb_err *err)
{
    return store__list(s, STMT_grants_of, PARAMS(P_STR(person)), grant_row, sizeof *out->at, a, (void **)&out->at,
                       &out->n, err);
}

err_code store_people_holding(struct store *s, const char *const *roles, size_t n, enum store_scope kind,
                              const char *scope, arena *a, struct store_ids *out, kb_err *err)
{
    const char *r[STORE_ROLES_MAX] = {0};
    if (n > STORE_ROLES_MAX) return err_set(err, ERR_INTERNAL, "more than %d roles at once", STORE_ROLES_MAX);
    for (size_t i = 0; i < n; i++) r[i] = roles[i];
    return store__list(s, STMT_people_holding,
                       PARAMS(P_STR(scope_names[kind]), P_SAY(scope), P_STR(r[0]), P_STR(r[1]), P_STR(r[2])),
                       store__str_row, sizeof *out->at, a, (void **)&out->at, &out->n, err);
}

/* A scope is one of four tables, so the database cannot check by itself that it exists. */
static err_code need_scope(struct store *s, const struct store_grant *g, kb_err *err)
{
    static const enum store_statement_name finds[STORE_SCOPE__COUNT] = {[STORE_ORGANISATION] = STMT_organisation_get,
                                                                        [STORE_GROUP] = STMT_group_get,
                                                                        [STORE_LOCATION] = STMT_location_get};
    if (g->kind == STORE_NETWORK) return g->scope && g->scope[0] ? err_field(err, ERR_INVALID, "scope", "unknown") : OK;
    _cleanup_(store__reset_p)
    struct db_stmt *stmt = NULL;
    bool found = false;
    ERR_TRY(store__start(s, finds[g->kind], PARAMS(P_SAY(g->scope)), &stmt, err));
    ERR_TRY(db_step(stmt, &found, err));
    return found ? OK : err_field(err, ERR_INVALID, "scope", "unknown");
}

err_code store_grant_add(struct store *s, const struct store_grant *g, kb_err *err)
{
    ERR_TRY(need_scope(s, g, err));
    return store__exec(s, STMT_grant_add,
                       PARAMS(P_STR(g->person), P_STR(g->role), P_STR(scope_names[g->kind]), P_SAY(g->scope),
                              P_INT(g->created), P_STR(g->granted_by)),
                       err);
}

err_code store_grant_remove(struct store *s, const struct store_grant *g, kb_err *err)
{
    return store__update(s, STMT_grant_remove,
                         PARAMS(P_STR(g->person), P_STR(g->role), P_STR(scope_names[g->kind]), P_SAY(g->scope)), err);
}
