#include "kb/store/saved.h"

#include "kb/store/handle.h"

static void saved_row(struct store__row *r, void *out)
{
    struct store_saved *v = out;
    v->id = store__str(r);
    v->person = store__str(r);
    v->name = store__str(r);
    v->address = store__str(r);
    v->mail = store__int(r) != 0;
    v->made = store__int(r);
    v->seen = store__int(r);
}

static void mailing_row(struct store__row *r, void *out)
{
    struct store_saved_mailing *m = out;
    m->person = store__str(r);
    m->since = store__int(r);
    m->last = store__int(r);
}

err_code store_saved_add(struct store *s, const struct store_saved *v, kb_err *err)
{
    return store__exec(s, STMT_saved_add,
                       PARAMS(P_STR(v->id), P_STR(v->person), P_STR(v->name), P_STR(v->address), P_INT(v->mail),
                              P_INT(v->made), P_INT(v->seen)),
                       err);
}

err_code store_saved_get(struct store *s, const char *id, arena *a, struct store_saved *out, kb_err *err)
{
    return store__get(s, STMT_saved_get, PARAMS(P_STR(id)), saved_row, a, out, err);
}

err_code store_saved_list(struct store *s, const char *person, arena *a, struct store_saveds *out, kb_err *err)
{
    return store__list(s, STMT_saved_list, PARAMS(P_STR(person)), saved_row, sizeof *out->at, a, (void **)&out->at,
                       &out->n, err);
}

err_code store_saved_all(struct store *s, arena *a, struct store_saveds *out, kb_err *err)
{
    return store__list(s, STMT_saved_all, NO_PARAMS, saved_row, sizeof *out->at, a, (void **)&out->at, &out->n, err);
}

err_code store_saved_put_mail(struct store *s, const char *id, bool mail, kb_err *err)
{
    return store__update(s, STMT_saved_put_mail, PARAMS(P_STR(id), P_INT(mail)), err);
}

err_code store_saved_see(struct store *s, const char *id, const char *person, kb_time at, kb_err *err)
{
    return store__exec(s, STMT_saved_see, PARAMS(P_STR(id), P_STR(person), P_INT(at)), err);
}

err_code store_saved_remove(struct store *s, const char *id, kb_err *err)
{
    return store__update(s, STMT_saved_remove, PARAMS(P_STR(id)), err);
}

err_code store_saved_mailing(struct store *s, arena *a, struct store_saved_mailings *out, kb_err *err)
{
    return store__list(s, STMT_saved_mailing, NO_PARAMS, mailing_row, sizeof *out->at, a, (void **)&out->at, &out->n,
                       err);
}

err_code store_overview_before(struct store *s, const char *person, kb_time before, kb_time *made, kb_err *err)
{
    return store__get(s, STMT_overview_before, PARAMS(P_STR(person), P_INT(before)), store__int_row, NULL, made, err);
}
