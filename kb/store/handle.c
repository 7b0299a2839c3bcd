#include "kb/store/memory.h"

text store__peek(struct store__row *r)
{
    int column = r->column++;
    return r->stmt ? db_col_text(r->stmt, column) : r->cells[column].bytes;
}

int64_t store__int(struct store__row *r)
{
    int column = r->column++;
    return r->stmt ? db_col_int(r->stmt, column) : r->cells[column].number;
}

const char *store__str(struct store__row *r)
{
    text t = store__peek(r);
    return t.ptr ? arena_text_str(r->a, t) : NULL;
}

text store__text(struct store__row *r)
{
    return arena_text(r->a, store__peek(r));
}

static text blob_of(struct store__row *r)
{
    int column = r->column++;
    return r->stmt ? db_col_blob(r->stmt, column) : r->cells[column].bytes;
}

text store__blob(struct store__row *r)
{
    text t = blob_of(r);
    return t.ptr ? arena_text(r->a, t) : t;
}

text store__lent_blob(struct store__row *r)
{
    return r->stmt ? store__blob(r) : blob_of(r);
}

void store__hash(struct store__row *r, uint8_t out[32])
{
    text t = blob_of(r);
    memset(out, 0, 32);
    if (t.len == 32) memcpy(out, t.ptr, 32);
}

void store__int_row(struct store__row *r, void *out)
{
    *(int64_t *)out = store__int(r);
}

void store__str_row(struct store__row *r, void *out)
{
    *(const char **)out = store__str(r);
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
    const struct store_statement *statement = &store_statements[name];
    if (statement->use == STORE_WRITE && s->lock < 0)
        return err_set(err, ERR_INTERNAL, "%s on a connection for reading", statement->name);
    if (statement->use == STORE_WRITE && !db_in_transaction(s->db) && db_lost(s->db) == OK)
        return err_set(err, ERR_INTERNAL, "%s outside a transaction", statement->name);
    if (!s->statements[name]) ERR_TRY(db_prepare(&s->statements[name], s->db, statement->sql, err));
    for (size_t i = 0; i < n; i++) bind(s->statements[name], (int)i + 1, &params[i]);
    *out = s->statements[name];
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

/* The one row of a statement. */
static err_code get_now(struct store *s, enum store_statement_name name, const struct store__param *params, size_t n,
                        struct store__answer *fresh, store__row_fn *read, arena *a, void *out, kb_err *err)
{
    _cleanup_(store__reset_p)
    struct db_stmt *stmt = NULL;
    ERR_TRY(store__start(s, name, params, n, &stmt, err));
    bool row = false;
    ERR_TRY(db_step(stmt, &row, err));
    if (fresh && row) store__note_row(s, fresh, stmt);
    if (fresh) store__keep(s, fresh);
    if (!row) return not_found(name, err);
    read(&(struct store__row){.stmt = stmt, .a = a}, out);
    if (a && arena_failed(a)) return arena_full(err);
    /* A change with RETURNING is judged (references) when it ends, so it is run to its end. */
    while (row && store_statements[name].use == STORE_WRITE) ERR_TRY(db_step(stmt, &row, err));
    return OK;
}

err_code store__get(struct store *s, enum store_statement_name name, const struct store__param *params, size_t n,
                    store__row_fn *read, arena *a, void *out, kb_err *err)
{
    const struct store__answer *found;
    struct store__answer *fresh;
    ERR_TRY(store__recall(s, name, params, n, &found, &fresh, err));
    if (!found) return get_now(s, name, params, n, fresh, read, a, out, err);
    if (!found->first) return not_found(name, err);
    read(&(struct store__row){.cells = found->first->cells, .a = a}, out);
    return a && arena_failed(a) ? arena_full(err) : OK;
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

/* The rows as they are gathered. */
struct gathering {
    store__row_fn *read;
    size_t bytes_each, room;
    arena *a;
    void **at;
    size_t *count;
};

static err_code gather(struct gathering *g, struct store__row *row, kb_err *err)
{
    void *place = next_place(g->a, g->at, *g->count, &g->room, g->bytes_each);
    if (!place) return arena_full(err);
    g->read(row, place);
    if (arena_failed(g->a)) return arena_full(err);
    ++*g->count;
    return OK;
}

static err_code list_now(struct store *s, enum store_statement_name name, const struct store__param *params, size_t n,
                         struct store__answer *fresh, struct gathering *g, kb_err *err)
{
    _cleanup_(store__reset_p)
    struct db_stmt *stmt = NULL;
    ERR_TRY(store__start(s, name, params, n, &stmt, err));
    for (;;) {
        bool row = false;
        ERR_TRY(db_step(stmt, &row, err));
        if (!row) break;
        if (fresh) store__note_row(s, fresh, stmt);
        ERR_TRY(gather(g, &(struct store__row){.stmt = stmt, .a = g->a}, err));
    }
    if (fresh) store__keep(s, fresh);
    return OK;
}

err_code store__list(struct store *s, enum store_statement_name name, const struct store__param *params, size_t n,
                     store__row_fn *read, size_t bytes_each, arena *a, void **at, size_t *count, kb_err *err)
{
    const struct store__answer *found;
    struct store__answer *fresh;
    struct gathering g = {.read = read, .bytes_each = bytes_each, .a = a, .at = at, .count = count};
    *at = NULL;
    *count = 0;
    ERR_TRY(store__recall(s, name, params, n, &found, &fresh, err));
    if (!found) return list_now(s, name, params, n, fresh, &g, err);
    for (const struct store__answer_row *row = found->first; row; row = row->next)
        ERR_TRY(gather(&g, &(struct store__row){.cells = row->cells, .a = a}, err));
    return OK;
}
