#include "kb/store/handle.h"

#include <sodium.h>

typedef crypto_hash_sha256_state sha256;

/* ---- The encoding that is hashed ---- */

static void hash_int(sha256 *h, uint64_t value)
{
    uint8_t bytes[8];
    for (int i = 0; i < 8; i++) bytes[i] = (uint8_t)(value >> (56 - 8 * i));
    crypto_hash_sha256_update(h, bytes, sizeof bytes);
}

static void hash_str(sha256 *h, const char *s)
{
    if (!s) {
        hash_int(h, UINT64_MAX);
        return;
    }
    hash_int(h, strlen(s));
    crypto_hash_sha256_update(h, (const uint8_t *)s, strlen(s));
}

static void hash_change(const struct store_change *c, uint8_t out[STORE_HASH_BYTES])
{
    static const char mark[] = "kb-change-1\n";
    sha256 h;
    crypto_hash_sha256_init(&h);
    crypto_hash_sha256_update(&h, (const uint8_t *)mark, sizeof mark - 1);
    hash_int(&h, (uint64_t)c->seq);
    hash_int(&h, (uint64_t)c->at);
    hash_str(&h, c->actor);
    hash_str(&h, c->organisation);
    hash_str(&h, c->action);
    hash_str(&h, c->object);
    hash_str(&h, c->revision);
    hash_str(&h, c->detail);
    crypto_hash_sha256_update(&h, c->prev_hash, STORE_HASH_BYTES);
    crypto_hash_sha256_final(&h, out);
}

/* ---- Writing ---- */

struct head {
    int64_t seq;
    uint8_t hash[STORE_HASH_BYTES];
};

static void head_row(struct store__row *r, void *out)
{
    struct head *head = out;
    head->seq = store__int(r);
    store__hash(r, head->hash);
}

err_code store_change_append(struct store *s, struct store_change *c, kb_err *err)
{
    if (!c->detail) c->detail = "";
    if (!c->actor || !c->action || !c->object || strlen(c->detail) > STORE_DETAIL_MAX)
        return err_set(err, ERR_INTERNAL, "a change without actor, action or object, or with too much detail");
    struct head head;
    ERR_TRY(store__get(s, STMT_log_head_move, PARAMS(P_INT(1)), head_row, NULL, &head, err));
    c->seq = head.seq;
    memcpy(c->prev_hash, head.hash, STORE_HASH_BYTES);
    hash_change(c, c->hash);
    ERR_TRY(store__exec(s, STMT_change_add,
                        PARAMS(P_INT(c->seq), P_INT(c->at), P_STR(c->actor), P_STR(c->organisation), P_STR(c->action),
                               P_STR(c->object), P_STR(c->revision), P_STR(c->detail),
                               P_BLOB(c->prev_hash, STORE_HASH_BYTES), P_BLOB(c->hash, STORE_HASH_BYTES)),
                        err));
    return store__exec(s, STMT_log_head_hash, PARAMS(P_BLOB(c->hash, STORE_HASH_BYTES)), err);
}

/* ---- Reading ---- */

static void change_row(struct store__row *r, void *out)
{
    struct store_change *c = out;
    c->seq = store__int(r);
    c->at = store__int(r);
    c->actor = store__str(r);
    c->organisation = store__str(r);
    c->action = store__str(r);
    c->object = store__str(r);
    c->revision = store__str(r);
    c->detail = store__str(r);
    store__hash(r, c->prev_hash);
    store__hash(r, c->hash);
}

err_code store_seq(struct store *s, int64_t *seq, kb_err *err)
{
    struct head head;
    ERR_TRY(store__get(s, STMT_log_head_get, NO_PARAMS, head_row, NULL, &head, err));
    *seq = head.seq;
    return OK;
}

err_code store_changes_after(struct store *s, int64_t after, int limit, arena *a, struct store_changes *out,
                             kb_err *err)
{
    return store__list(s, STMT_change_after, PARAMS(P_INT(after), P_INT(limit)), change_row, sizeof *out->at, a,
                       (void **)&out->at, &out->n, err);
}

err_code store_changes_of(struct store *s, const char *object, int limit, arena *a, struct store_changes *out,
                          kb_err *err)
{
    return store__list(s, STMT_change_of, PARAMS(P_STR(object), P_INT(limit)), change_row, sizeof *out->at, a,
                       (void **)&out->at, &out->n, err);
}

/* ---- Verifying ---- */

enum { WALK_ARENA_BYTES = 64 * 1024 };

/* What is wrong with this row, NULL when it follows `last`. */
static const char *row_fault(const struct store_change *c, const struct head *last)
{
    uint8_t hash[STORE_HASH_BYTES];
    if (c->seq != last->seq + 1) return "missing";
    hash_change(c, hash);
    if (memcmp(hash, c->hash, STORE_HASH_BYTES) != 0) return "changed";
    return memcmp(c->prev_hash, last->hash, STORE_HASH_BYTES) == 0 ? NULL : "chain";
}

static err_code walk(struct store *s, arena *a, struct head *last, struct store_chain *out, kb_err *err)
{
    _cleanup_(store__reset_p)
    struct db_stmt *stmt = NULL;
    ERR_TRY(store__start(s, STMT_change_walk, NO_PARAMS, &stmt, err));
    for (;; out->rows++) {
        bool row = false;
        ERR_TRY(db_step(stmt, &row, err));
        if (!row) return OK;
        struct store_change c;
        arena_clear(a);
        change_row(&(struct store__row){.stmt = stmt, .a = a}, &c);
        if (arena_failed(a)) return err_set(err, ERR_NOMEM, "no room for a row of the log");
        out->what = row_fault(&c, last);
        if (out->what) {
            out->bad_seq = last->seq + 1;
            return OK;
        }
        last->seq = c.seq;
        memcpy(last->hash, c.hash, STORE_HASH_BYTES);
    }
}

static err_code verify(struct store *s, struct store_chain *out, kb_err *err)
{
    _cleanup_(arena_free_p)
    arena *a = arena_new(WALK_ARENA_BYTES);
    if (!a) return err_set(err, ERR_NOMEM, "no memory for the log");
    struct head last = {0}, head;
    ERR_TRY(walk(s, a, &last, out, err));
    if (out->what) return OK;
    ERR_TRY(store__get(s, STMT_log_head_get, NO_PARAMS, head_row, NULL, &head, err));
    if (head.seq == last.seq && memcmp(head.hash, last.hash, STORE_HASH_BYTES) == 0) return OK;
    out->what = "head";
    out->bad_seq = head.seq > last.seq ? last.seq + 1 : last.seq;
    return OK;
}

err_code store_changes_verify(struct store *s, struct store_chain *out, kb_err *err)
{
    *out = (struct store_chain){0};
    ERR_TRY(store_read_begin(s, err));
    err_code code = verify(s, out, err);
    store_read_end(s);
    return code;
}
