#include "kb/store/handle.h"

const char *store_line_slug(enum store_line_name name)
{
    return practice_line_slug(name == STORE_ADOPTED ? LINE_ADOPTED : LINE_CANDIDATE);
}

/* ---- Lists of slugs ---- */

enum { LIST_SLUGS_MAX = 64 };

bool store_list_has(text list, text slug)
{
    for (text part; text_next(&list, ' ', &part);)
        if (text_eq(part, slug)) return true;
    return false;
}

/* A list as single slugs, in order and each once. */
struct slugs {
    text at[LIST_SLUGS_MAX];
    size_t n;
};

static int compare_slugs(const void *x, const void *y)
{
    return text_cmp(*(const text *)x, *(const text *)y);
}

static err_code read_slugs(struct slugs *slugs, text list, const char *field, kb_err *err)
{
    slugs->n = 0;
    for (text part; text_next(&list, ' ', &part);) {
        if (!part.len) continue;
        if (slugs->n == LIST_SLUGS_MAX) return err_field(err, ERR_INVALID, field, "too-long");
        slugs->at[slugs->n++] = part;
    }
    qsort(slugs->at, slugs->n, sizeof *slugs->at, compare_slugs);
    size_t kept = 0;
    for (size_t i = 0; i < slugs->n; i++)
        if (i == 0 || !text_eq(slugs->at[i], slugs->at[kept - 1])) slugs->at[kept++] = slugs->at[i];
    slugs->n = kept;
    return OK;
}

static void join_slugs(struct buf *out, const struct slugs *slugs)
{
    for (size_t i = 0; i < slugs->n; i++) {
        if (i) buf_byte(out, ' ');
        buf_put(out, slugs->at[i]);
    }
}

/* ---- Rows, in the column order of SQL_WHOLE ---- */

static void read_line(struct store__row *r, struct store_line *line)
{
    line->stage = store__str(r);
    line->present = line->stage != NULL;
    line->since = store__int(r);
    line->revision = store__str(r);
    line->until = store__int(r);
    line->review_at = store__int(r);
    line->superseded_by = store__str(r);
    line->merged_into = store__str(r);
    line->origin = store__str(r);
    line->confirmed = store__int(r) != 0;
    line->adopted = store__int(r);
}

static void read_line_text(struct store__row *r, struct store_line *line)
{
    line->reason = store__str(r);
    line->decision = store__str(r);
    line->title = store__str(r);
    line->brief = store__str(r);
    line->version = (int)store__int(r);
    line->revision_at = store__int(r);
}

static void whole_row(struct store__row *r, void *out)
{
    struct store_practice *p = out;
    memset(p, 0, sizeof *p);
    p->id = store__str(r);
    p->number = store__str(r);
    p->kind = store__str(r);
    p->group = store__str(r);
    p->source_path = store__str(r);
    p->legal_fields = store__text(r);
    p->comes_from = store__text(r);
    p->applies_in = store__text(r);
    p->holds_for = store__text(r);
    p->touched = store__int(r);
    for (int i = 0; i < STORE_LINE__COUNT; i++) read_line(r, &p->lines[i]);
    p->created = store__int(r);
    p->created_by = store__str(r);
    text hash = store__blob(r);
    p->source_hash = hash.len == STORE_HASH_BYTES ? (const uint8_t *)hash.ptr : NULL;
    for (int i = 0; i < STORE_LINE__COUNT; i++) read_line_text(r, &p->lines[i]);
}

/* ---- Reading ---- */

err_code store_practice_get(struct store *s, const char *id, arena *a, struct store_practice *out, kb_err *err)
{
    return store__get(s, STMT_practice_get, PARAMS(P_STR(id)), whole_row, a, out, err);
}

err_code store_practice_by_number(struct store *s, const char *number, arena *a, struct store_practice *out,
                                  kb_err *err)
{
    return store__get(s, STMT_practice_by_number, PARAMS(P_STR(number)), whole_row, a, out, err);
}

err_code store_practice_by_source(struct store *s, const char *source_path, arena *a, struct store_practice *out,
                                  kb_err *err)
{
    return store__get(s, STMT_practice_by_source, PARAMS(P_STR(source_path)), whole_row, a, out, err);
}

static const struct {
    enum store_statement_name statement;
    bool keyed;
} lists[STORE_LIST__COUNT] = {
    [STORE_LIST_ALL] = {STMT_practice_list_all, false},
    [STORE_LIST_TOUCHED] = {STMT_practice_list_touched, false},
    [STORE_LIST_GROUP] = {STMT_practice_list_group, true},
    [STORE_LIST_GROUP_WAITS] = {STMT_practice_list_group_waits, true},
    [STORE_LIST_CANDIDATES] = {STMT_practice_list_candidates, false},
    [STORE_LIST_STAGE] = {STMT_practice_list_stage, true},
    [STORE_LIST_UNCONFIRMED] = {STMT_practice_list_unconfirmed, false},
    [STORE_LIST_AUTHOR] = {STMT_practice_list_author, true},
    [STORE_LIST_FIELD] = {STMT_practice_list_field, true},
};

err_code store_practice_list(struct store *s, const struct store_list *list, arena *a, struct store_practices *out,
                             kb_err *err)
{
    bool first = !list->after_id;
    if ((unsigned)list->of >= STORE_LIST__COUNT || list->limit < 1 || list->limit > STORE_LIST_MAX ||
        lists[list->of].keyed != (list->key != NULL))
        return err_set(err, ERR_INTERNAL, "a list of practices that does not exist");
    const struct store__param params[] = {
        P_INT(first ? INT64_MAX : list->after_time),
        P_SAY(list->after_id),
        P_INT(list->limit),
        P_STR(list->key),
    };
    return store__list(s, lists[list->of].statement, params, list->key ? 4 : 3, whole_row, sizeof *out->at, a,
                       (void **)&out->at, &out->n, err);
}

static void counts_row(struct store__row *r, void *out)
{
    struct store_counts *c = out;
    c->practices = store__int(r);
    c->adopted = store__int(r);
    c->candidates = store__int(r);
    c->revisions = store__int(r);
    c->persons = store__int(r);
    c->organisations = store__int(r);
    c->groups = store__int(r);
    c->locations = store__int(r);
    c->legal_fields = store__int(r);
}

err_code store_counts(struct store *s, struct store_counts *out, kb_err *err)
{
    return store__get(s, STMT_counts, NO_PARAMS, counts_row, NULL, out, err);
}

/* ---- Writing ---- */

static err_code add_places(struct store *s, const char *id, const struct slugs *slugs, const char *relation,
                           const char *field, kb_err *err)
{
    for (size_t i = 0; i < slugs->n; i++) {
        err_code code = relation
                            ? store__exec(s, STMT_practice_location_add,
                                          PARAMS(P_STR(id), P_TEXT(slugs->at[i]), P_STR(relation)), err)
                            : store__exec(s, STMT_practice_field_add, PARAMS(P_STR(id), P_TEXT(slugs->at[i])), err);
        if (code == ERR_INVALID) return err_field(err, ERR_INVALID, field, "unknown");
        if (code != OK) return code;
    }
    return OK;
}

enum { PLACE_FIELDS, PLACE_FROM, PLACE_APPLIES, PLACE__COUNT };

static const struct {
    const char *field, *relation;
} places[PLACE__COUNT] = {
    [PLACE_FIELDS] = {"fields", NULL}, [PLACE_FROM] = {"location", "from"}, [PLACE_APPLIES] = {"applies", "applies"}};

err_code store_practice_place(struct store *s, const struct store_practice *p, kb_time at, kb_err *err)
{
    const text given[PLACE__COUNT] = {p->legal_fields, p->comes_from, p->applies_in};
    struct slugs slugs[PLACE__COUNT];
    text lists_as_text[PLACE__COUNT];
    _cleanup_(buf_release)
    struct buf joined = buf_new(64 * 1024);
    size_t ends[PLACE__COUNT];
    for (int i = 0; i < PLACE__COUNT; i++) {
        ERR_TRY(read_slugs(&slugs[i], given[i], places[i].field, err));
        join_slugs(&joined, &slugs[i]);
        ends[i] = joined.len;
    }
    if (joined.failed) return err_set(err, ERR_TOO_LARGE, "lists of slugs");
    for (int i = 0; i < PLACE__COUNT; i++) {
        size_t from = i ? ends[i - 1] : 0;
        lists_as_text[i] = text_slice(buf_text(&joined), from, ends[i] - from);
    }
    ERR_TRY(store__update(s, STMT_practice_place,
                          PARAMS(P_STR(p->id), P_STR(p->kind), P_STR(p->group), P_TEXT(lists_as_text[PLACE_FIELDS]),
                                 P_TEXT(lists_as_text[PLACE_FROM]), P_TEXT(lists_as_text[PLACE_APPLIES]), P_INT(at)),
                          err));
    ERR_TRY(store__exec(s, STMT_practice_fields_clear, PARAMS(P_STR(p->id)), err));
    ERR_TRY(store__exec(s, STMT_practice_locations_clear, PARAMS(P_STR(p->id)), err));
    for (int i = 0; i < PLACE__COUNT; i++)
        ERR_TRY(add_places(s, p->id, &slugs[i], places[i].relation, places[i].field, err));
    return OK;
}

err_code store_practice_add(struct store *s, const struct store_practice *p, kb_err *err)
{
    ERR_TRY(store__exec(s, STMT_practice_add,
                        PARAMS(P_STR(p->id), P_STR(p->kind), P_STR(p->group), P_INT(p->created), P_STR(p->created_by),
                               P_STR(p->source_path), P_BLOB(p->source_hash, STORE_HASH_BYTES), P_INT(p->created)),
                        err));
    if (p->number) ERR_TRY(store_practice_number_restore(s, p->id, p->number, err));
    return store_practice_place(s, p, p->created, err);
}

err_code store_practice_source(struct store *s, const char *id, const char *source_path, const uint8_t hash[32],
                               kb_err *err)
{
    return store__update(s, STMT_practice_source, PARAMS(P_STR(id), P_STR(source_path), P_BLOB(hash, STORE_HASH_BYTES)),
                         err);
}

err_code store_practice_number_give(struct store *s, const char *id, int year, char number[PRACTICE_NUMBER_BYTES],
                                    kb_err *err)
{
    int64_t last = 0;
    ERR_TRY(store__get(s, STMT_number_next, PARAMS(P_INT(year)), store__int_row, NULL, &last, err));
    struct practice_number next = {year, last > INT32_MAX ? 0 : (int)last};
    if (!practice_number_format(next, number)[0]) return err_set(err, ERR_INVALID, "no number is left in that year");
    return store__update(s, STMT_practice_number, PARAMS(P_STR(id), P_STR(number)), err);
}

err_code store_practice_number_restore(struct store *s, const char *id, const char *number, kb_err *err)
{
    struct practice_number n;
    if (!practice_number_parse(text_str(number), &n)) return err_field(err, ERR_INVALID, "number", "invalid");
    ERR_TRY(store__exec(s, STMT_number_at_least, PARAMS(P_INT(n.year), P_INT(n.order)), err));
    return store__update(s, STMT_practice_number, PARAMS(P_STR(id), P_STR(number)), err);
}

static err_code touch(struct store *s, const char *practice, kb_time at, kb_err *err)
{
    return store__update(s, STMT_practice_touch, PARAMS(P_STR(practice), P_INT(at)), err);
}

err_code store_line_put(struct store *s, const char *practice, enum store_line_name name, const struct store_line *l,
                        kb_time at, kb_err *err)
{
    ERR_TRY(touch(s, practice, at, err));
    return store__exec(s, STMT_line_put,
                       PARAMS(P_STR(practice), P_STR(store_line_slug(name)), P_STR(l->stage), P_INT(l->since),
                              P_STR(l->revision), P_SAY(l->reason), P_WHEN(l->until), P_WHEN(l->review_at),
                              P_STR(l->superseded_by), P_STR(l->merged_into), P_SAY(l->origin), P_SAY(l->decision),
                              P_INT(l->confirmed), P_WHEN(l->adopted)),
                       err);
}

err_code store_line_remove(struct store *s, const char *practice, enum store_line_name name, kb_time at, kb_err *err)
{
    ERR_TRY(touch(s, practice, at, err));
    return store__exec(s, STMT_line_remove, PARAMS(P_STR(practice), P_STR(store_line_slug(name))), err);
}

/* ---- Authors ---- */

err_code store_author_add(struct store *s, const char *practice, const char *person, kb_time at, kb_err *err)
{
    return store__exec(s, STMT_author_add, PARAMS(P_STR(practice), P_STR(person), P_INT(at)), err);
}

err_code store_authors_clear(struct store *s, const char *practice, kb_err *err)
{
    return store__exec(s, STMT_authors_clear, PARAMS(P_STR(practice)), err);
}

static void author_row(struct store__row *r, void *out)
{
    struct store_author *author = out;
    author->person = store__str(r);
    author->since = store__int(r);
}

err_code store_authors(struct store *s, const char *practice, arena *a, struct store_authors *out, kb_err *err)
{
    return store__list(s, STMT_authors, PARAMS(P_STR(practice)), author_row, sizeof *out->at, a, (void **)&out->at,
                       &out->n, err);
}

err_code store_is_author(struct store *s, const char *practice, const char *person, bool *out, kb_err *err)
{
    int64_t since;
    err_code code =
        store__get(s, STMT_author_is, PARAMS(P_STR(practice), P_STR(person)), store__int_row, NULL, &since, NULL);
    *out = code == OK;
    return code == OK || code == ERR_NOT_FOUND ? OK : err_set(err, code, "authors of a practice");
}

err_code store_practice_holds(struct store *s, const char *id, const char *holds_for, kb_err *err)
{
    return store__update(s, STMT_practice_holds, PARAMS(P_STR(id), P_SAY(holds_for)), err);
}
