#include "kb/store/passkey.h"

#include "kb/store/handle.h"

static struct store__param P_ID(text id) {
    return P_BLOB(id.ptr, id.len);
}

static void
passkey_row(struct store__row *r, void *out)
{
    struct store_passkey *row = out;
    row->id = store__blob(r);
    row->person = store__str(r);
    row->algorithm = (int)store__int(r);
    row->public_key = store__blob(r);
    row->counter = store__int(r);
    row->name = store__str(r);
    row->made = store__int(r);
    row->used = store__int(r);
}

err_code store_passkey_get(struct store *s, text id, arena *a, struct store_passkey *out, kb_err *err)
{
    return store__get(s, STMT_passkey_get, PARAMS(P_ID(id)), passkey_row, a, out, err);
}

err_code store_passkeys_of(struct store *s, const char *person, arena *a, struct store_passkeys *out, kb_err *err)
{
    return store__list(s, STMT_passkeys_of, PARAMS(P_STR(person)), passkey_row, sizeof *out->at, a, (void **)&out->at,
                       &out->n, err);
}

err_code store_passkey_add(struct store *s, const struct store_passkey *row, kb_err *err)
{
    err_code code = store__update(s, STMT_passkey_add,
                                  PARAMS(P_ID(row->id), P_STR(row->person), P_INT(row->algorithm),
                                         P_BLOB(row->public_key.ptr, row->public_key.len), P_INT(row->counter),
                                         P_STR(row->name), P_INT(row->made)),
                                  err);
    return code == ERR_NOT_FOUND ? err_set(err, ERR_CONFLICT, "there is a passkey with this id") : code;
}

err_code store_passkey_used(struct store *s, text id, int64_t counter, kb_time at, kb_err *err)
{
    return store__update(s, STMT_passkey_used, PARAMS(P_ID(id), P_INT(counter), P_INT(at)), err);
}

err_code store_passkey_remove(struct store *s, text id, const char *person, kb_err *err)
{
    return store__update(s, STMT_passkey_remove, PARAMS(P_ID(id), P_STR(person)), err);
}

err_code store_passkey_clear(struct store *s, const char *person, kb_err *err)
{
    return store__exec(s, STMT_passkey_clear, PARAMS(P_STR(person)), err);
}
