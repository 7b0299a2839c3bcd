#include "kb/store/register.h"

#include "kb/store/handle.h"

#include <stdlib.h>

#define AS_ROW(table, holder, why, ground, kept, erased) {#table, #holder, #why, #ground, #kept, #erased},
const struct store_register_row store_register_rows[] = {STORE_REGISTER_ROWS(AS_ROW)};
const size_t store_register_rows_count = COUNT_OF(store_register_rows);

#define AS_COLUMN(table, holder, column, kind) {#table, #holder, #column, #kind},
#define AS_SECRET(table, holder, column)       {#table, #holder, #column, "secret"},
const struct store_register_column store_register_columns[] = {STORE_REGISTER_COLUMNS(AS_COLUMN, AS_SECRET)};
const size_t store_register_columns_count = COUNT_OF(store_register_columns);

/* ---- Own data ---- */

static size_t place_of(text place)
{
    for (size_t i = 0; i < COUNT_OF(store_register_columns); i++) {
        const struct store_register_column *c = &store_register_columns[i];
        text rest = place, table, holder;
        if (text_next(&rest, ' ', &table) && text_next(&rest, ' ', &holder) && text_is(table, c->table) &&
            text_is(holder, c->holder) && text_is(rest, c->column))
            return i;
    }
    return COUNT_OF(store_register_columns);
}

static void own_row(struct store__row *r, void *out)
{
    struct store_own *own = out;
    own->column = place_of(store__peek(r));
    own->key = store__str(r);
    own->value = store__str(r);
}

/* The rows of the first part stand in the same order as their columns, so a place tells which row it belongs to. */
static size_t row_of(const struct store_own *own)
{
    const struct store_register_column *c = &store_register_columns[own->column];
    size_t i = 0;
    while (strcmp(store_register_rows[i].table, c->table) != 0 || strcmp(store_register_rows[i].holder, c->holder) != 0)
        i++;
    return i;
}

static int compare(const void *a, const void *b)
{
    const struct store_own *x = a, *y = b;
    size_t row_x = row_of(x), row_y = row_of(y);
    if (row_x != row_y) return row_x < row_y ? -1 : 1;
    int order = strcmp(x->key, y->key);
    if (order) return order;
    return x->column < y->column ? -1 : x->column > y->column;
}

err_code store_own_data(struct store *s, const char *person, arena *a, struct store_owns *out, kb_err *err)
{
    ERR_TRY(store__list(s, STMT_own_data, PARAMS(P_STR(person)), own_row, sizeof *out->at, a, (void **)&out->at,
                        &out->n, err));
    qsort(out->at, out->n, sizeof *out->at, compare);
    return OK;
}

/* ---- Erasing ---- */

#define IN_ERASED_gone(table)  STMT_erase_##table,
#define IN_ERASED_blank(table) /* store_person_erase itself */
#define IN_ERASED_stays(table)
#define IN_ERASED(table, holder, why, ground, kept, erased) IN_ERASED_##erased(table)
static const enum store_statement_name erasing[] = {STORE_REGISTER_ROWS(IN_ERASED)};

err_code store_person_erase(struct store *s, const char *person, const char *name, kb_time at, kb_err *err)
{
    ERR_TRY(store__update(s, STMT_person_erase, PARAMS(P_STR(person), P_STR(name), P_INT(at)), err));
    for (size_t i = 0; i < COUNT_OF(erasing); i++) ERR_TRY(store__exec(s, erasing[i], PARAMS(P_STR(person)), err));
    return store__take_off_disk(s, err);
}
