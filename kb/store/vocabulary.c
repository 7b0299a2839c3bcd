#include "kb/store/vocabulary.h"

#include "kb/store/handle.h"

static void agreement_row(struct store__row *r, void *out)
{
    struct store_agreement *g = out;
    g->id = store__str(r);
    g->entry = store__str(r);
    g->kind = store__str(r);
    g->said = store__str(r);
    g->meant = store__str(r);
    g->made = store__int(r);
    g->made_by = store__str(r);
    g->ended = store__int(r);
    g->ended_by = store__str(r);
}

static err_code list(struct store *s, enum store_statement_name name, const struct store__param *params, size_t n,
                     arena *a, struct store_agreements *out, kb_err *err)
{
    return store__list(s, name, params, n, agreement_row, sizeof *out->at, a, (void **)&out->at, &out->n, err);
}

err_code store_agreement_version(struct store *s, int64_t *version, kb_err *err)
{
    return store__get(s, STMT_vocabulary_version, NO_PARAMS, store__int_row, NULL, version, err);
}

err_code store_agreement_list(struct store *s, arena *a, struct store_agreements *out, kb_err *err)
{
    return list(s, STMT_agreement_list, NO_PARAMS, a, out, err);
}

err_code store_agreement_all(struct store *s, arena *a, struct store_agreements *out, kb_err *err)
{
    return list(s, STMT_agreement_all, NO_PARAMS, a, out, err);
}

err_code store_agreement_get(struct store *s, const char *entry, arena *a, struct store_agreement *out, kb_err *err)
{
    return store__get(s, STMT_agreement_get, PARAMS(P_STR(entry)), agreement_row, a, out, err);
}

err_code store_agreement_add(struct store *s, const struct store_agreement *g, kb_err *err)
{
    ERR_TRY(store__update(s, STMT_vocabulary_move, NO_PARAMS, err));
    return store__exec(s, STMT_agreement_add,
                       PARAMS(P_STR(g->id), P_STR(g->entry), P_STR(g->kind), P_STR(g->said), P_SAY(g->meant),
                              P_INT(g->made), P_STR(g->made_by), P_WHEN(g->ended), P_STR(g->ended_by)),
                       err);
}

err_code store_agreement_end(struct store *s, const char *entry, kb_time at, const char *by, kb_err *err)
{
    ERR_TRY(store__update(s, STMT_vocabulary_move, NO_PARAMS, err));
    return store__update(s, STMT_agreement_end, PARAMS(P_STR(entry), P_INT(at), P_STR(by)), err);
}
