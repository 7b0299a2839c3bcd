/* Corrections that wait for somebody's agreement (revision.h). */
#include "kb/store/handle.h"
#include "kb/store/revision.h"

static void correction_row(struct store__row *r, void *out)
{
    struct store_correction *c = out;
    c->practice = store__str(r);
    c->base = store__str(r);
    c->title = store__str(r);
    c->brief = store__str(r);
    c->note = store__str(r);
    c->editor = store__str(r);
    c->at = store__int(r);
}

err_code store_correction_get(struct store *s, const char *practice, arena *a, struct store_correction *out,
                              kb_err *err)
{
    void *sections = NULL;
    *out = (struct store_correction){0};
    ERR_TRY(store__get(s, STMT_correction_get, PARAMS(P_STR(practice)), correction_row, a, out, err));
    ERR_TRY(store__list(s, STMT_correction_sections, PARAMS(P_STR(practice)), store__section_row,
                        sizeof(struct store_section), a, &sections, &out->n_sections, err));
    out->sections = sections;
    return OK;
}

err_code store_correction_put(struct store *s, const struct store_correction *c, kb_err *err)
{
    ERR_TRY(store_correction_remove(s, c->practice, err));
    ERR_TRY(store__exec(s, STMT_correction_add,
                        PARAMS(P_STR(c->practice), P_STR(c->base), P_STR(c->title), P_SAY(c->brief), P_SAY(c->note),
                               P_STR(c->editor), P_INT(c->at)),
                        err));
    for (size_t i = 0; i < c->n_sections; i++)
        ERR_TRY(store__exec(
            s, STMT_correction_section_add,
            PARAMS(P_STR(c->practice), P_INT((int64_t)i), P_STR(c->sections[i].key), P_TEXT(c->sections[i].body)),
            err));
    return OK;
}

err_code store_correction_remove(struct store *s, const char *practice, kb_err *err)
{
    return store__exec(s, STMT_correction_remove, PARAMS(P_STR(practice)), err);
}
