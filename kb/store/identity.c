#include "kb/store/identity.h"

#include "kb/store/handle.h"

static void identity_row(struct store__row *r, void *out)
{
    struct store_identity *row = out;
    row->issuer = store__str(r);
    row->subject = store__str(r);
    row->person = store__str(r);
    row->created = store__int(r);
}

err_code store_identity_get(struct store *s, const char *issuer, const char *subject, arena *a,
                            struct store_identity *out, kb_err *err)
{
    return store__get(s, STMT_identity_get, PARAMS(P_STR(issuer), P_STR(subject)), identity_row, a, out, err);
}

err_code store_identity_of(struct store *s, const char *issuer, const char *person, arena *a,
                           struct store_identity *out, kb_err *err)
{
    return store__get(s, STMT_identity_of, PARAMS(P_STR(issuer), P_STR(person)), identity_row, a, out, err);
}

err_code store_identity_whole(struct store *s, const char *person, arena *a, struct store_identities *out, kb_err *err)
{
    return store__list(s, STMT_identity_whole, PARAMS(P_STR(person)), identity_row, sizeof *out->at, a,
                       (void **)&out->at, &out->n, err);
}

err_code store_identity_any(struct store *s, const char *person, bool *out, kb_err *err)
{
    int64_t n = 0;
    err_code code = store__get(s, STMT_identity_any, PARAMS(P_STR(person)), store__int_row, NULL, &n, err);
    *out = n > 0;
    return code;
}

err_code store_identity_add(struct store *s, const struct store_identity *row, kb_err *err)
{
    return store__exec(s, STMT_identity_add,
                       PARAMS(P_STR(row->issuer), P_STR(row->subject), P_STR(row->person), P_INT(row->created)), err);
}

err_code store_identity_remove(struct store *s, const char *issuer, const char *person, kb_err *err)
{
    return store__exec(s, STMT_identity_remove, PARAMS(P_STR(issuer), P_STR(person)), err);
}
