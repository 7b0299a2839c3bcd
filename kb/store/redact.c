#include "kb/store/redact.h"

#include "kb/store/handle.h"
#include "kb/store/revision.h"

static const struct {
    const char *place;
    enum store_statement_name put;
} places[] = {
#define PLACE(name, item, sub, table, column, of, key) {#name, STMT_text_put_##name},
    STORE_TEXTS(PLACE)
#undef PLACE
};

static void text_row(struct store__row *r, void *out)
{
    struct store_text *t = out;
    t->place = store__str(r);
    t->item = store__str(r);
    t->sub = store__str(r);
    t->body = store__text(r);
}

err_code store_texts_of(struct store *s, const char *practice, arena *a, struct store_texts *out, kb_err *err)
{
    return store__list(s, STMT_texts_of, PARAMS(P_STR(practice)), text_row, sizeof *out->at, a, (void **)&out->at,
                       &out->n, err);
}

err_code store_text_put(struct store *s, const struct store_text *t, kb_err *err)
{
    for (size_t i = 0; i < COUNT_OF(places); i++) {
        if (strcmp(places[i].place, t->place)) continue;
        ERR_TRY(store__update(s, places[i].put, PARAMS(P_TEXT(t->body), P_STR(t->item), P_STR(t->sub)), err));
        if (!text_starts(text_str(t->place), TEXT("working_"))) return OK;
        return store__update(s, STMT_working_touch, PARAMS(P_STR(t->item)), err); /* who has it open has another one */
    }
    return err_set(err, ERR_INVALID, "there are no texts called %s", t->place);
}

err_code store_redact_begin(struct store *s, const char *practice, kb_err *err)
{
    ERR_TRY(store__exec(s, STMT_redact_begin, PARAMS(P_STR(practice)), err));
    return store__exec(s, STMT_rendered_drop, PARAMS(P_STR(practice)), err);
}

err_code store_redact_end(struct store *s, const char *practice, kb_err *err)
{
    ERR_TRY(store__take_off_disk(s, err));
    return store__exec(s, STMT_redact_end, PARAMS(P_STR(practice)), err);
}

err_code store_revision_rehash(struct store *s, const char *revision, arena *a, uint8_t was[STORE_TEXT_HASH_BYTES],
                               uint8_t is[STORE_TEXT_HASH_BYTES], kb_err *err)
{
    struct store_revision v;
    ERR_TRY(store_revision_get(s, revision, a, &v, err));
    memcpy(was, v.text_hash, STORE_TEXT_HASH_BYTES);
    store_text_hash(v.title, v.brief, v.sections, v.n_sections, is);
    return store__update(s, STMT_revision_rehash, PARAMS(P_STR(revision), P_BLOB(is, STORE_TEXT_HASH_BYTES)), err);
}
