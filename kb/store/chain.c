#include "kb/store/chain.h"

void store__head_row(struct store__row *r, void *out)
{
    struct store__head *head = out;
    head->seq = store__int(r);
    store__hash(r, head->hash);
}

/* ---- The encoding that is hashed ---- */

void store__hash_int(store__sha256 *h, uint64_t value)
{
    uint8_t bytes[8];
    for (int i = 0; i < 8; i++) bytes[i] = (uint8_t)(value >> (56 - 8 * i));
    crypto_hash_sha256_update(h, bytes, sizeof bytes);
}

void store__hash_str(store__sha256 *h, const char *s)
{
    if (!s) {
        store__hash_int(h, UINT64_MAX);
        return;
    }
    store__hash_int(h, strlen(s));
    crypto_hash_sha256_update(h, (const uint8_t *)s, strlen(s));
}

/* ---- Verifying ---- */

enum { WALK_ARENA_BYTES = 64 * 1024 };

/* What is wrong with this row, NULL when it follows `last`. */
static const char *fault_of(const struct store__link *row, const struct store__head *last)
{
    if (row->seq != last->seq + 1) return "missing";
    if (memcmp(row->hash, row->right, STORE_HASH_BYTES) != 0) return "changed";
    return memcmp(row->prev_hash, last->hash, STORE_HASH_BYTES) == 0 ? NULL : "chain";
}

static err_code walk(struct store *s, const struct store__chain *chain, arena *a, struct store__head *last,
                     struct store_chain *out, kb_err *err)
{
    _cleanup_(store__reset_p)
    struct db_stmt *stmt = NULL;
    ERR_TRY(store__start(s, chain->walk, NO_PARAMS, &stmt, err));
    for (;; out->rows++) {
        bool row = false;
        ERR_TRY(db_step(stmt, &row, err));
        if (!row) return OK;
        struct store__link link;
        arena_clear(a);
        chain->read(&(struct store__row){.stmt = stmt, .a = a}, &link);
        if (arena_failed(a)) return err_set(err, ERR_NOMEM, "no room for a row of the log");
        out->what = fault_of(&link, last);
        if (out->what) {
            out->bad_seq = last->seq + 1;
            return OK;
        }
        last->seq = link.seq;
        memcpy(last->hash, link.hash, STORE_HASH_BYTES);
    }
}

static err_code verify(struct store *s, const struct store__chain *chain, struct store_chain *out, kb_err *err)
{
    _cleanup_(arena_free_p)
    arena *a = arena_new(WALK_ARENA_BYTES);
    if (!a) return err_set(err, ERR_NOMEM, "no memory for the log");
    struct store__head last = {0}, head;
    if (!chain->from_nothing) ERR_TRY(store__get(s, chain->from, NO_PARAMS, store__head_row, NULL, &last, err));
    ERR_TRY(walk(s, chain, a, &last, out, err));
    if (out->what) return OK;
    ERR_TRY(store__get(s, chain->head, NO_PARAMS, store__head_row, NULL, &head, err));
    if (head.seq == last.seq && memcmp(head.hash, last.hash, STORE_HASH_BYTES) == 0) return OK;
    out->what = "head";
    out->bad_seq = head.seq > last.seq ? last.seq + 1 : last.seq;
    return OK;
}

err_code store__chain_verify(struct store *s, const struct store__chain *chain, struct store_chain *out, kb_err *err)
{
    *out = (struct store_chain){0};
    ERR_TRY(store_read_begin(s, err));
    err_code code = verify(s, chain, out, err);
    store_read_end(s);
    return code;
}
