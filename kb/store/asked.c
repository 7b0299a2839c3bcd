#include "kb/store/asked.h"

#include "kb/store/handle.h"

static void asked_row(struct store__row *r, void *out)
{
    struct store_asked *k = out;
    k->week = store__str(r);
    k->kind = store__str(r);
    k->words = store__str(r);
    k->asked = store__int(r);
    k->nothing = store__int(r);
    k->opened = store__int(r);
    k->reported = store__int(r);
}

err_code store_asked_add(struct store *s, const struct store_asked *k, kb_err *err)
{
    return store__exec(s, STMT_asked_add,
                       PARAMS(P_STR(k->week), P_STR(k->kind), P_STR(k->words), P_INT(k->asked), P_INT(k->nothing),
                              P_INT(k->opened), P_INT(k->reported)),
                       err);
}

err_code store_asked_list(struct store *s, const char *week, const char *kind, arena *a, struct store_askeds *out,
                          kb_err *err)
{
    return store__list(s, STMT_asked_list, PARAMS(P_STR(week), P_STR(kind)), asked_row, sizeof *out->at, a,
                       (void **)&out->at, &out->n, err);
}

err_code store_asked_weeks(struct store *s, arena *a, struct store_weeks *out, kb_err *err)
{
    return store__list(s, STMT_asked_weeks, NO_PARAMS, store__str_row, sizeof *out->at, a, (void **)&out->at, &out->n,
                       err);
}

err_code store_asked_forget(struct store *s, const char *week, kb_err *err)
{
    return store__exec(s, STMT_asked_forget, PARAMS(P_STR(week)), err);
}
