#include "kb/store/answer_text.h"

#include "kb/store/handle.h"

static void answer_text_row(struct store__row *r, void *out)
{
    struct store_answer_text *t = out;
    t->id = store__str(r);
    t->purpose = store__str(r);
    t->title = store__str(r);
    t->body = store__str(r);
    t->version = (int)store__int(r);
    t->changed = store__int(r);
    t->changed_by = store__str(r);
}

err_code store_answer_text_list(struct store *s, arena *a, struct store_answer_texts *out, kb_err *err)
{
    return store__list(s, STMT_answer_text_list, NO_PARAMS, answer_text_row, sizeof *out->at, a, (void **)&out->at,
                       &out->n, err);
}

err_code store_answer_text_get(struct store *s, const char *id, arena *a, struct store_answer_text *out, kb_err *err)
{
    return store__get(s, STMT_answer_text_get, PARAMS(P_STR(id)), answer_text_row, a, out, err);
}

err_code store_answer_text_put(struct store *s, const struct store_answer_text *t, kb_err *err)
{
    return store__exec(s, STMT_answer_text_put,
                       PARAMS(P_STR(t->id), P_STR(t->purpose), P_STR(t->title), P_STR(t->body), P_INT(t->version),
                              P_INT(t->changed), P_STR(t->changed_by)),
                       err);
}

err_code store_answer_text_remove(struct store *s, const char *id, kb_err *err)
{
    return store__update(s, STMT_answer_text_remove, PARAMS(P_STR(id)), err);
}
