#include "kb/store/handle.h"

#include <sodium.h>

/* ---- The hash of a text ---- */

static void hash_text(crypto_hash_sha256_state *h, text t)
{
    uint8_t len[8];
    for (int i = 0; i < 8; i++) len[i] = (uint8_t)((uint64_t)t.len >> (56 - 8 * i));
    crypto_hash_sha256_update(h, len, sizeof len);
    crypto_hash_sha256_update(h, (const uint8_t *)t.ptr, t.len);
}

static void hash_begin(crypto_hash_sha256_state *h, text title, text brief)
{
    static const char mark[] = "kb-text-1\n";
    crypto_hash_sha256_init(h);
    crypto_hash_sha256_update(h, (const uint8_t *)mark, sizeof mark - 1);
    hash_text(h, title);
    hash_text(h, brief);
}

void store_text_hash(const char *title, const char *brief, const struct store_section *sections, size_t n,
                     uint8_t hash[STORE_TEXT_HASH_BYTES])
{
    crypto_hash_sha256_state h;
    hash_begin(&h, text_str(title), text_str(brief));
    for (size_t i = 0; i < n; i++) {
        hash_text(&h, text_str(sections[i].key));
        hash_text(&h, sections[i].body);
    }
    crypto_hash_sha256_final(&h, hash);
}

/* ---- Reading ---- */

static void revision_row(struct store__row *r, void *out)
{
    struct store_revision *v = out;
    memset(v, 0, sizeof *v);
    v->id = store__str(r);
    v->practice = store__str(r);
    v->version = (int)store__int(r);
    v->title = store__str(r);
    v->brief = store__str(r);
    v->author = store__str(r);
    v->at = store__int(r);
    v->note = store__str(r);
    store__hash(r, v->text_hash);
}

void store__section_row(struct store__row *r, void *out)
{
    struct store_section *section = out;
    section->key = store__str(r);
    section->body = store__text(r);
}

static err_code read_with_sections(struct store *s, enum store_statement_name name, const struct store__param *params,
                                   size_t n, arena *a, struct store_revision *out, kb_err *err)
{
    ERR_TRY(store__get(s, name, params, n, revision_row, a, out, err));
    void *sections = NULL;
    ERR_TRY(store__list(s, STMT_revision_sections, PARAMS(P_STR(out->id)), store__section_row,
                        sizeof(struct store_section), a, &sections, &out->n_sections, err));
    out->sections = sections;
    return OK;
}

/* In one view: a redaction may rewrite it between the two. */
static err_code with_sections(struct store *s, enum store_statement_name name, const struct store__param *params,
                              size_t n, arena *a, struct store_revision *out, kb_err *err)
{
    ERR_TRY(store_read_begin(s, err));
    err_code code = read_with_sections(s, name, params, n, a, out, err);
    store_read_end(s);
    return code;
}

err_code store_revision_get(struct store *s, const char *id, arena *a, struct store_revision *out, kb_err *err)
{
    return with_sections(s, STMT_revision_get, PARAMS(P_STR(id)), a, out, err);
}

err_code store_revision_by_version(struct store *s, const char *practice, int version, arena *a,
                                   struct store_revision *out, kb_err *err)
{
    return with_sections(s, STMT_revision_by_version, PARAMS(P_STR(practice), P_INT(version)), a, out, err);
}

err_code store_revision_list(struct store *s, const char *practice, arena *a, struct store_revisions *out, kb_err *err)
{
    return store__list(s, STMT_revision_list, PARAMS(P_STR(practice)), revision_row, sizeof *out->at, a,
                       (void **)&out->at, &out->n, err);
}

/* ---- Writing ---- */

err_code store_revision_add(struct store *s, const struct store_revision *v, kb_err *err)
{
    if (v->n_sections > STORE_SECTIONS_MAX) return err_field(err, ERR_INVALID, "sections", "too-long");
    uint8_t hash[STORE_TEXT_HASH_BYTES];
    store_text_hash(v->title, v->brief, v->sections, v->n_sections, hash);
    ERR_TRY(store__exec(s, STMT_revision_add,
                        PARAMS(P_STR(v->id), P_STR(v->practice), v->version ? P_INT(v->version) : P_STR(NULL),
                               P_STR(v->title), P_SAY(v->brief), P_STR(v->author), P_INT(v->at), P_SAY(v->note),
                               P_BLOB(hash, sizeof hash)),
                        err));
    for (size_t i = 0; i < v->n_sections; i++)
        ERR_TRY(store__exec(
            s, STMT_revision_section_add,
            PARAMS(P_STR(v->id), P_INT((int64_t)i), P_STR(v->sections[i].key), P_TEXT(v->sections[i].body)), err));
    return OK;
}

err_code store_revision_version(struct store *s, const char *id, int *version, kb_err *err)
{
    int64_t number = 0;
    ERR_TRY(store__get(s, STMT_revision_version, PARAMS(P_STR(id)), store__int_row, NULL, &number, err));
    *version = (int)number;
    return OK;
}

err_code store_revision_version_give(struct store *s, const char *id, int *version, kb_err *err)
{
    int64_t number = 0;
    err_code code = store__get(s, STMT_revision_version_give, PARAMS(P_STR(id)), store__int_row, NULL, &number, NULL);
    if (code == ERR_NOT_FOUND) return store_revision_version(s, id, version, err);
    if (code != OK) return err_set(err, code, "version of a revision");
    *version = (int)number;
    return OK;
}

/* ---- Verifying: one walk over all revisions, sections beside them ---- */

struct walk {
    struct db_stmt *stmt;
    crypto_hash_sha256_state hash;
    char id[STORE_ID_BYTES];
    uint8_t expected[STORE_TEXT_HASH_BYTES];
    int64_t n; /* revisions begun */
};

enum { WALK_ID, WALK_TITLE, WALK_BRIEF, WALK_HASH, WALK_KEY, WALK_BODY };

static bool same_hash(struct walk *w)
{
    uint8_t found[STORE_TEXT_HASH_BYTES];
    crypto_hash_sha256_final(&w->hash, found);
    return memcmp(found, w->expected, sizeof found) == 0;
}

static void begin_revision(struct walk *w)
{
    w->n++;
    snprintf(w->id, sizeof w->id, "%.*s", TEXT_FMT(db_col_text(w->stmt, WALK_ID)));
    text expected = db_col_blob(w->stmt, WALK_HASH);
    memset(w->expected, 0, sizeof w->expected);
    if (expected.len == sizeof w->expected) memcpy(w->expected, expected.ptr, expected.len);
    hash_begin(&w->hash, db_col_text(w->stmt, WALK_TITLE), db_col_text(w->stmt, WALK_BRIEF));
}

err_code store_revisions_verify(struct store *s, int64_t *checked, char bad[STORE_ID_BYTES], kb_err *err)
{
    struct walk w = {0};
    _cleanup_(store__reset_p)
    struct db_stmt *stmt = NULL;
    ERR_TRY(store__start(s, STMT_revision_walk, NO_PARAMS, &stmt, err));
    w.stmt = stmt;
    bad[0] = '\0';
    for (;;) {
        bool row = false;
        ERR_TRY(db_step(stmt, &row, err));
        bool next = !row || !text_is(db_col_text(stmt, WALK_ID), w.id);
        if (next && w.n && !same_hash(&w)) {
            memcpy(bad, w.id, STORE_ID_BYTES);
            w.n--;
            row = false;
        }
        *checked = w.n;
        if (!row) return OK;
        if (next) begin_revision(&w);
        if (db_col_is_null(stmt, WALK_KEY)) continue;
        hash_text(&w.hash, db_col_text(stmt, WALK_KEY));
        hash_text(&w.hash, db_col_text(stmt, WALK_BODY));
    }
}

/* ---- Rendered text ---- */

static void blob_row(struct store__row *r, void *out)
{
    *(text *)out = store__lent_blob(r);
}

err_code store_rendered_get(struct store *s, const char *revision, const char *renderer, arena *a, text *out,
                            kb_err *err)
{
    return store__get(s, STMT_rendered_get, PARAMS(P_STR(revision), P_STR(renderer)), blob_row, a, out, err);
}

err_code store_rendered_lacking(struct store *s, const char *renderer, int limit, arena *a, struct store_ids *out,
                                kb_err *err)
{
    return store__list(s, STMT_rendered_lacking, PARAMS(P_STR(renderer), P_INT(limit)), store__str_row, sizeof *out->at,
                       a, (void **)&out->at, &out->n, err);
}

err_code store_rendered_put(struct store *s, const char *revision, const char *renderer, text body, kb_err *err)
{
    const char *bytes = body.ptr ? body.ptr : "";
    return store__exec(s, STMT_rendered_put, PARAMS(P_STR(revision), P_STR(renderer), P_BLOB(bytes, body.len)), err);
}
