/* Answer texts: what editors write often. The log holds no words of them. */
#include "kb/service/service__internal.h"

#define W(x) (UINT32_C(1) << WORDS_##x)

/* The boxes of steps in which the same is said again and again. */
static const uint32_t purposes =
    W(WHAT_TO_CHANGE) | W(REASON) | W(QUESTION) | W(SUMMARY) | W(OUTCOME) | W(WHAT_CHECKED);

static bool is_purpose(enum practice_words words)
{
    return (unsigned)words < PRACTICE_WORDS__COUNT && (purposes & UINT32_C(1) << words);
}

bool svc_answer_purpose_from_slug(text slug, enum practice_words *out)
{
    for (int w = 0; w < PRACTICE_WORDS__COUNT; w++) {
        if (!is_purpose((enum practice_words)w) || !text_is(slug, stage_words_slug((enum practice_words)w))) continue;
        *out = (enum practice_words)w;
        return true;
    }
    return false;
}

static err_code may(struct svc *svc, enum policy_action action, kb_err *err)
{
    struct policy_object object = {.kind = OBJECT_ANSWER_TEXT};
    return svc__may_manage(svc, action, &object, err);
}

/* ---- Reading ---- */

static err_code take(struct svc *svc, const struct store_answer_text *row, struct svc_answer_text *out, kb_err *err)
{
    *out = (struct svc_answer_text){.id = row->id,
                                    .title = row->title,
                                    .body = row->body,
                                    .version = row->version,
                                    .changed = row->changed,
                                    .by = ""};
    if (!svc_answer_purpose_from_slug(text_str(row->purpose), &out->purpose))
        return err_set(err, ERR_CORRUPT, "an answer text");
    return row->changed_by ? svc__person_name(svc, row->changed_by, &out->by, err) : OK;
}

err_code svc_answer_texts(struct svc *svc, struct svc_answer_texts *out, kb_err *err)
{
    ERR_TRY(may(svc, ACT_READ, err));
    return svc_answer_texts_for(svc, purposes, out, err);
}

err_code svc_answer_texts_for(struct svc *svc, uint32_t words, struct svc_answer_texts *out, kb_err *err)
{
    struct policy_object object = {.kind = OBJECT_ANSWER_TEXT};
    struct store_answer_texts rows;
    *out = (struct svc_answer_texts){0};
    if (!policy_may_read(svc->actor, &object)) return OK;
    ERR_TRY(store_answer_text_list(svc->store, svc->arena, &rows, err));
    struct svc_answer_text *at = ARENA_ARRAY(svc->arena, struct svc_answer_text, rows.n);
    if (!at) return svc__no_memory(err);
    for (size_t i = 0; i < rows.n; i++) {
        ERR_TRY(take(svc, &rows.at[i], &at[out->n], err));
        if (words & UINT32_C(1) << at[out->n].purpose) out->n++;
    }
    out->at = at;
    return OK;
}

static err_code find(struct svc *svc, text id, struct store_answer_text *out, kb_err *err)
{
    const char *key = svc__str(svc, id);
    return key ? store_answer_text_get(svc->store, key, svc->arena, out, err) : svc__no_memory(err);
}

err_code svc_answer_text(struct svc *svc, text id, struct svc_answer_text *out, kb_err *err)
{
    struct store_answer_text row;
    ERR_TRY(may(svc, ACT_READ, err));
    ERR_TRY(find(svc, id, &row, err));
    return take(svc, &row, out, err);
}

/* ---- Writing ---- */

static err_code check(struct svc *svc, const struct svc_answer_text_put *in, kb_err *err)
{
    err_code wrong = is_purpose(in->purpose) ? OK : err_field(err, ERR_INVALID, "answer_for", "not-a-choice");
    wrong = svc__first(wrong, svc__line_check("answer_title", in->title, SVC_ANSWER_TITLE_MAX, err));
    wrong = svc__first(wrong, svc__lines_check("answer_body", in->body, SVC_WORDS_MAX, err));
    if (wrong != OK) return wrong;
    wrong = svc__no_client_data(svc, "answer_title", in->title, err);
    return svc__first(wrong, svc__no_client_data(svc, "answer_body", in->body, err));
}

/* The one that is there, as the actor saw it. */
static err_code find_seen(struct svc *svc, text id, int64_t seen, struct store_answer_text *out, kb_err *err)
{
    ERR_TRY(find(svc, id, out, err));
    return out->version == seen ? OK : err_set(err, ERR_STALE_EDIT, "a colleague changed it");
}

static err_code begin(struct svc *svc, struct store_answer_text *out, kb_err *err)
{
    struct store_answer_texts all;
    *out = (struct store_answer_text){0};
    ERR_TRY(store_answer_text_list(svc->store, svc->arena, &all, err));
    if (all.n >= SVC_ANSWER_TEXTS_MAX) return err_field(err, ERR_INVALID, "answer_title", "too-many");
    return svc__new_id(svc, &out->id, err);
}

err_code svc_answer_text_put(struct svc *svc, const struct svc_answer_text_put *in, kb_err *err)
{
    struct store_answer_text row;
    ERR_TRY(may(svc, ACT_WRITE, err));
    ERR_TRY(check(svc, in, err));
    ERR_TRY(in->id.len ? find_seen(svc, in->id, in->seen, &row, err) : begin(svc, &row, err));
    row.purpose = stage_words_slug(in->purpose);
    row.title = svc__str(svc, text_trim(in->title));
    row.body = svc__str(svc, text_trim(in->body));
    row.version++;
    row.changed = svc->now;
    row.changed_by = svc->actor->person;
    ERR_TRY(store_answer_text_put(svc->store, &row, err));
    return svc__log(svc, in->id.len ? "answer-text.change" : "answer-text.add", row.id, NULL,
                    arena_printf(svc->arena, "for=%s", row.purpose), err);
}

err_code svc_answer_text_remove(struct svc *svc, text id, int64_t seen, kb_err *err)
{
    struct store_answer_text row;
    ERR_TRY(may(svc, ACT_WRITE, err));
    ERR_TRY(find_seen(svc, id, seen, &row, err));
    ERR_TRY(store_answer_text_remove(svc->store, row.id, err));
    return svc__log(svc, "answer-text.remove", row.id, NULL, "", err);
}
