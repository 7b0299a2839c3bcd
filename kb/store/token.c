#include "kb/store/token.h"

#include "kb/store/handle.h"

static struct store__param P_HASH(const uint8_t hash[32]) {
    return P_BLOB(hash, 32);
}

static void
token_row(struct store__row *r, void *out)
{
    struct store_token *row = out;
    row->id = store__str(r);
    store__hash(r, row->hash);
    row->person = store__str(r);
    row->name = store__str(r);
    row->scope = store__str(r);
    row->made = store__int(r);
    row->expires = store__int(r);
    row->signed_in = store__int(r);
    row->used = store__str(r);
}

err_code store_token_get(struct store *s, const uint8_t hash[32], arena *a, struct store_token *out, kb_err *err)
{
    return store__get(s, STMT_token_get, PARAMS(P_HASH(hash)), token_row, a, out, err);
}

err_code store_tokens_of(struct store *s, const char *person, arena *a, struct store_tokens *out, kb_err *err)
{
    return store__list(s, STMT_tokens_of, PARAMS(P_STR(person)), token_row, sizeof *out->at, a, (void **)&out->at,
                       &out->n, err);
}

err_code store_token_add(struct store *s, const struct store_token *row, kb_err *err)
{
    return store__exec(s, STMT_token_add,
                       PARAMS(P_STR(row->id), P_HASH(row->hash), P_STR(row->person), P_STR(row->name),
                              P_STR(row->scope), P_INT(row->made), P_INT(row->expires), P_INT(row->signed_in)),
                       err);
}

err_code store_token_used(struct store *s, const uint8_t hash[32], const char *day, kb_err *err)
{
    return store__exec(s, STMT_token_used, PARAMS(P_HASH(hash), P_STR(day)), err);
}

err_code store_token_signed_in(struct store *s, const char *person, kb_time at, kb_err *err)
{
    return store__exec(s, STMT_token_signed_in, PARAMS(P_STR(person), P_INT(at)), err);
}

err_code store_token_remove(struct store *s, const char *id, const char *person, kb_err *err)
{
    return store__update(s, STMT_token_remove, PARAMS(P_STR(id), P_STR(person)), err);
}

err_code store_token_forget(struct store *s, kb_time before, kb_err *err)
{
    return store__exec(s, STMT_token_forget, PARAMS(P_INT(before)), err);
}
