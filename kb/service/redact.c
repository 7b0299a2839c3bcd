/* Taking words out of everything that is kept about a practice: a client's name that should never have been written. */
#include "kb/service/service__internal.h"

#include "kb/store/session.h"

#include <sodium.h>

static const text mark = {SVC_TAKEN_OUT, sizeof SVC_TAKEN_OUT - 1};

/* ---- One text ---- */

/* Where the passage stands, one after another. */
static err_code find_spans(struct svc *svc, text body, text passage, struct store_redaction *r, kb_err *err)
{
    size_t n = 0, at;
    for (size_t from = 0; (at = text_find(body, passage, from)) != SIZE_MAX; from = at + passage.len) n++;
    struct store_span *spans = ARENA_ARRAY(svc->arena, struct store_span, n + 1);
    if (!spans) return svc__no_memory(err);
    for (size_t from = 0; (at = text_find(body, passage, from)) != SIZE_MAX; from = at + passage.len)
        spans[r->n_spans++] = (struct store_span){at, passage.len};
    r->spans = spans;
    return OK;
}

/* The text without those bytes; ERR_INVALID when they are not in it. */
static err_code without(struct svc *svc, text body, const struct store_redaction *r, text *out, kb_err *err)
{
    _cleanup_(buf_release)
    struct buf left = buf_new(body.len + r->n_spans * mark.len);
    size_t from = 0;
    for (size_t i = 0; i < r->n_spans; i++) {
        const struct store_span *span = &r->spans[i];
        if (span->from < from || span->from > body.len || span->len > body.len - span->from)
            return err_set(err, ERR_INVALID, "a span outside its text");
        buf_put(&left, text_of(body.ptr + from, span->from - from));
        buf_put(&left, mark);
        from = span->from + span->len;
    }
    buf_put(&left, text_of(body.ptr + from, body.len - from));
    *out = arena_text(svc->arena, buf_text(&left));
    return left.failed || !out->ptr ? svc__no_memory(err) : OK;
}

static bool is_of_revision(const char *place)
{
    return text_starts(text_str(place), TEXT("revision_"));
}

static bool is_of_remark(const char *place)
{
    return text_starts(text_str(place), TEXT("remark_"));
}

/* What an editor is told of: else the words of a board's concept, or of a version that only its group saw, could be
 * asked for one after another. */
struct told {
    struct svc *svc;
    const struct svc__seen *seen;
    kb_time since; /* since when others than the group can read the text */
};

static err_code told_begin(struct svc *svc, const struct svc__seen *seen, struct told *out, kb_err *err)
{
    *out = (struct told){.svc = svc, .seen = seen};
    if (svc__in_group(svc->actor, seen->row.group)) return OK;
    return svc__open_since(svc, seen->row.id, &out->since, err);
}

static err_code is_told(const struct told *told, const struct store_text *t, bool *out, kb_err *err)
{
    struct svc *svc = told->svc;
    struct store_remark remark;
    int version;
    *out = !text_starts(text_str(t->place), TEXT("working_")) && !text_starts(text_str(t->place), TEXT("concept_"));
    if (is_of_revision(t->place)) {
        ERR_TRY(store_revision_version(svc->store, t->item, &version, err));
        *out = svc__sees_version(svc, told->seen, t->item, version);
    } else if (is_of_remark(t->place)) {
        ERR_TRY(store_remark_get(svc->store, t->item, svc->arena, &remark, err));
        *out = remark.at >= told->since;
    }
    return OK;
}

/* ---- What was done, in the log ---- */

static err_code log_revision(struct svc *svc, const char *practice, const char *revision, kb_err *err)
{
    uint8_t was[STORE_TEXT_HASH_BYTES], is[STORE_TEXT_HASH_BYTES];
    char from[2 * sizeof was + 1], to[2 * sizeof is + 1];
    ERR_TRY(store_revision_rehash(svc->store, revision, svc->arena, was, is, err));
    sodium_bin2hex(from, sizeof from, was, sizeof was);
    sodium_bin2hex(to, sizeof to, is, sizeof is);
    return svc__log(svc, "practice.redact", practice, revision, arena_printf(svc->arena, "was=%s is=%s", from, to),
                    err);
}

static bool is_text_of(const struct store_text *t, const char *revision)
{
    return is_of_revision(t->place) && !strcmp(t->item, revision);
}

/* Writes texts of one practice. The log has one row for each revision among them, and one for all. */
static err_code put_texts(struct svc *svc, const char *practice, const struct store_text *texts, size_t n, kb_err *err)
{
    ERR_TRY(store_redact_begin(svc->store, practice, err));
    for (size_t i = 0; i < n; i++) ERR_TRY(store_text_put(svc->store, &texts[i], err));
    for (size_t i = 0; i < n; i++) {
        bool first = is_of_revision(texts[i].place);
        for (size_t k = 0; k < i && first; k++) first = !is_text_of(&texts[k], texts[i].item);
        if (first) ERR_TRY(log_revision(svc, practice, texts[i].item, err));
    }
    ERR_TRY(store_redact_end(svc->store, practice, err));
    ERR_TRY(svc__renderings_lack(svc, err));
    return svc__log(svc, "practice.redact", practice, NULL, arena_printf(svc->arena, "texts=%zu", n), err);
}

/* ---- By an editor ---- */

static err_code passage_check(text passage, kb_err *err)
{
    if (text_trim(passage).len < SVC_PASSAGE_LEAST) return err_field(err, ERR_INVALID, "passage", "too-short");
    if (passage.len > SVC_PASSAGE_MAX) return err_field(err, ERR_INVALID, "passage", "too-long");
    if (text_find(mark, passage, 0) != SIZE_MAX) return err_field(err, ERR_INVALID, "passage", "taken-out");
    return OK;
}

/* At any stage that an editor reads: also what has ended may hold a name. */
static err_code texts_for_editor(struct svc *svc, text practice, text passage, struct svc__seen *seen,
                                 struct store_texts *texts, kb_err *err)
{
    ERR_TRY(svc__see(svc, practice, seen, err));
    if (!svc__is_editor(svc)) return err_set(err, ERR_FORBIDDEN, "an editor takes words out");
    ERR_TRY(passage_check(passage, err));
    return store_texts_of(svc->store, seen->row.id, svc->arena, texts, err);
}

err_code svc_redact_look(struct svc *svc, text practice, text passage, struct svc_redact_look *out, kb_err *err)
{
    struct svc__seen seen;
    struct store_texts texts;
    struct told told;
    *out = (struct svc_redact_look){0};
    passage = text_trim(passage);
    ERR_TRY(texts_for_editor(svc, practice, passage, &seen, &texts, err));
    ERR_TRY(told_begin(svc, &seen, &told, err));
    for (size_t i = 0; i < texts.n; i++) {
        struct store_redaction r = {0};
        bool tell;
        ERR_TRY(is_told(&told, &texts.at[i], &tell, err));
        if (!tell) continue;
        ERR_TRY(find_spans(svc, texts.at[i].body, passage, &r, err));
        out->times += r.n_spans;
        out->texts += r.n_spans > 0;
    }
    if (!out->times) return err_field(err, ERR_INVALID, "passage", "not-there");
    return svc__card(svc, &seen.row, seen.first, &out->card, err);
}

err_code svc_redact(struct svc *svc, const struct svc_redact *in, kb_err *err)
{
    struct svc__seen seen;
    struct store_texts texts;
    struct store_redactions all = {0};
    struct told told;
    text passage = text_trim(in->passage);
    bool there = false;
    ERR_TRY(texts_for_editor(svc, in->practice, passage, &seen, &texts, err));
    ERR_TRY(told_begin(svc, &seen, &told, err));
    struct store_text *left = ARENA_ARRAY(svc->arena, struct store_text, texts.n + 1);
    all.at = ARENA_ARRAY(svc->arena, struct store_redaction, texts.n + 1);
    if (!left || !all.at) return svc__no_memory(err);
    for (size_t i = 0; i < texts.n; i++) {
        const struct store_text *t = &texts.at[i];
        struct store_redaction r = {.practice = seen.row.id, .place = t->place, .item = t->item, .sub = t->sub};
        ERR_TRY(find_spans(svc, t->body, passage, &r, err));
        if (!r.n_spans) continue;
        left[all.n] = *t;
        ERR_TRY(without(svc, t->body, &r, &left[all.n].body, err));
        store_sha256(t->body, r.was);
        store_sha256(left[all.n].body, r.is);
        if (!there) ERR_TRY(is_told(&told, t, &there, err));
        all.at[all.n++] = r;
    }
    if (!there) return err_field(err, ERR_INVALID, "passage", "not-there");
    if (!in->file) return err_field(err, ERR_CONFLICT, "passage", "no-redactions");
    ERR_TRY(store_redactions_add(in->file, &all, err));
    return put_texts(svc, seen.row.id, left, all.n, err);
}

/* ---- Again, on a copy that was put back ---- */

static const struct store_text *text_at(const struct store_texts *texts, const struct store_redaction *r)
{
    for (size_t i = 0; i < texts->n; i++) {
        const struct store_text *t = &texts->at[i];
        if (!strcmp(t->place, r->place) && !strcmp(t->item, r->item) && !strcmp(t->sub, r->sub)) return t;
    }
    return NULL;
}

static bool is_same_text(const struct store_redaction *a, const struct store_redaction *b)
{
    return !strcmp(a->practice, b->practice) && !strcmp(a->place, b->place) && !strcmp(a->item, b->item) &&
           !strcmp(a->sub, b->sub);
}

/* Is this what the text said after this redaction, or after a later one? */
static bool is_after(const struct store_redactions *all, size_t i, const uint8_t now[STORE_TEXT_HASH_BYTES])
{
    for (size_t k = i; k < all->n; k++)
        if (is_same_text(&all->at[k], &all->at[i]) && !memcmp(now, all->at[k].is, STORE_TEXT_HASH_BYTES)) return true;
    return false;
}

/* Each text is told once. */
static err_code note_changed(struct svc *svc, const struct store_redactions *all, size_t i,
                             struct svc_redact_again *out, kb_err *err)
{
    struct store_practice row;
    for (size_t k = 0; k < i; k++)
        if (is_same_text(&all->at[k], &all->at[i])) return OK;
    ERR_TRY(store_practice_get(svc->store, all->at[i].practice, svc->arena, &row, err));
    out->changed[out->n_changed++] =
        (struct svc_redact_changed){row.number ? row.number : all->at[i].practice, all->at[i].place};
    return OK;
}

static err_code again(struct svc *svc, const struct store_redactions *all, size_t i, struct svc_redact_again *out,
                      kb_err *err)
{
    const struct store_redaction *r = &all->at[i];
    struct store_texts texts;
    uint8_t now[STORE_TEXT_HASH_BYTES];
    ERR_TRY(store_texts_of(svc->store, r->practice, svc->arena, &texts, err));
    const struct store_text *t = text_at(&texts, r);
    out->gone += !t;
    if (!t) return OK;
    store_sha256(t->body, now);
    if (is_after(all, i, now)) {
        out->before++;
        return OK;
    }
    if (memcmp(now, r->was, sizeof now) != 0) return note_changed(svc, all, i, out, err);
    struct store_text left = *t;
    ERR_TRY(without(svc, t->body, r, &left.body, err));
    out->done++;
    return put_texts(svc, r->practice, &left, 1, err);
}

static err_code erase_again(struct svc *svc, const char *person, struct svc_redact_again *out, kb_err *err)
{
    struct store_person row;
    bool there;
    kb_err said = {0};
    ERR_TRY(err_optional(store_person_get(svc->store, person, svc->arena, &row, &said), &said, &there, err));
    out->gone += !there;
    out->before += there && row.erased;
    if (!there || row.erased) return OK;
    out->done++;
    return svc__erase(svc, person, err);
}

err_code svc_redact_again(struct svc *svc, const struct store_redactions *all, struct svc_redact_again *out,
                          kb_err *err)
{
    *out = (struct svc_redact_again){.changed = ARENA_ARRAY(svc->arena, struct svc_redact_changed, all->n + 1)};
    if (!svc->actor->system) return err_set(err, ERR_FORBIDDEN, "only the system does redactions again");
    if (!out->changed) return svc__no_memory(err);
    for (size_t i = 0; i < all->n; i++) ERR_TRY(again(svc, all, i, out, err));
    for (size_t i = 0; i < all->n_persons; i++) ERR_TRY(erase_again(svc, all->persons[i], out, err));
    return OK;
}
