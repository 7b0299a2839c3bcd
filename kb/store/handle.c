#include "kb/store/handle.h"

int64_t store__int(struct store__row *r)
{
    return db_col_int(r->stmt, r->column++);
}

const char *store__str(struct store__row *r)
{
    text t = db_col_text(r->stmt, r->column++);
    return t.ptr ? arena_text_str(r->a, t) : NULL;
}

text store__text(struct store__row *r)
{
    return arena_text(r->a, db_col_text(r->stmt, r->column++));
}

text store__blob(struct store__row *r)
{
    text t = db_col_blob(r->stmt, r->column++);
    return t.ptr ? arena_text(r->a, t) : t;
}

void store__hash(struct store__row *r, uint8_t out[32])
{
    text t = db_col_blob(r->stmt, r->column++);
    memset(out, 0, 32);
    if (t.len == 32) memcpy(out, t.ptr, 32);
}

void store__int_row(struct store__row *r, void *out)
{
    *(int64_t *)out = store__int(r);
}

static void bind(struct db_stmt *stmt, int n, const struct store__param *param)
{
    switch (param->type) {
    case PARAM_INT: db_bind_int(stmt, n, param->number); break;
    case PARAM_TEXT: db_bind_text(stmt, n, param->bytes); break;
    case PARAM_BLOB: db_bind_blob(stmt, n, param->bytes.ptr, param->bytes.len); break;
    case PARAM_NULL: db_bind_null(stmt, n); break;
    }
}

err_code store__start(struct store *s, enum store_statement_name name, const struct store__param *params, size_t n,
                      struct db_stmt **out, kb_err *err)
{
    struct db_stmt *stmt = s->statements[name];
    if (!stmt) return err_set(err, ERR_INTERNAL, "%s on a connection for reading", store_statements[name].name);
    if (store_statements[name].use == STORE_WRITE && !db_in_transaction(s->db) && db_lost(s->db) == OK)
        return err_set(err, ERR_INTERNAL, "%s outside a transaction", store_statements[name].name);
    for (size_t i = 0; i < n; i++) bind(stmt, (int)i + 1, &params[i]);
    *out = stmt;
    return OK;
}

err_code store__exec(struct store *s, enum store_statement_name name, const struct store__param *params, size_t n,
                     kb_err *err)
{
    _cleanup_(store__reset_p)
    struct db_stmt *stmt = NULL;
    ERR_TRY(store__start(s, name, params, n, &stmt, err));
    bool row = true;
    while (row) ERR_TRY(db_step(stmt, &row, err));
    return OK;
}

static err_code not_found(enum store_statement_name name, kb_err *err)
{
    return err_set(err, ERR_NOT_FOUND, "no row for %s", store_statements[name].name);
}

err_code store__update(struct store *s, enum store_statement_name name, const struct store__param *params, size_t n,
                       kb_err *err)
{
    ERR_TRY(store__exec(s, name, params, n, err));
    return db_changes(s->db) > 0 ? OK : not_found(name, err);
}

static err_code arena_full(kb_err *err)
{
    return err_set(err, ERR_NOMEM, "no room for the rows of the store");
}

err_code store__get(struct store *s, enum store_statement_name name, const struct store__param *params, size_t n,
                    store__row_fn *read, arena *a, void *out, kb_err *err)
{
    _cleanup_(store__reset_p)
    struct db_stmt *stmt = NULL;
    ERR_TRY(store__start(s, name, params, n, &stmt, err));
    bool row = false;
    ERR_TRY(db_step(stmt, &row, err));
    if (!row) return not_found(name, err);
    read(&(struct store__row){.stmt = stmt, .a = a}, out);
    if (a && arena_failed(a)) return arena_full(err);
    /* A change with RETURNING is judged (references) when it ends, so it is run to its end. */
    while (row && store_statements[name].use == STORE_WRITE) ERR_TRY(db_step(stmt, &row, err));
    return OK;
}

/* Room for one struct more: the array doubles. */
static void *next_place(arena *a, void **at, size_t count, size_t *room, size_t bytes_each)
{
    if (count == *room) {
        size_t more = *room ? *room * 2 : 8;
        void *wider = arena_array(a, more, bytes_each);
        if (!wider) return NULL;
        if (count) memcpy(wider, *at, count * bytes_each);
        *at = wider;
        *room = more;
    }
    return (char *)*at + count * bytes_each;
}

err_code store__list(struct store *s, enum store_statement_name name, const struct store__param *params, size_t n,
                     store__row_fn *read, size_t bytes_each, arena *a, void **at, size_t *count, kb_err *err)
{
    _cleanup_(store__reset_p)
    struct db_stmt *stmt = NULL;
    ERR_TRY(store__start(s, name, params, n, &stmt, err));
    size_t room = 0;
    *at = NULL;
    *count = 0;
    for (;;) {
        bool row = false;
        ERR_TRY(db_step(stmt, &row, err));
        if (!row) return OK;
        void *place = next_place(a, at, *count, &room, bytes_each);
        if (!place) return arena_full(err);
        read(&(struct store__row){.stmt = stmt, .a = a}, place);
        if (arena_failed(a)) return arena_full(err);
        ++*count;
    }
}
