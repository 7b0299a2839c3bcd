#include "kb/store/chain.h"

/* The first line tells which of the two forms it is, so that neither can pass for the other. */
static void hash_change(const struct store_change *c, uint8_t out[STORE_HASH_BYTES])
{
    char mark[] = "kb-change-1\n";
    store__sha256 h;
    if (c->origin) mark[sizeof mark - 3] = '2';
    crypto_hash_sha256_init(&h);
    crypto_hash_sha256_update(&h, (const uint8_t *)mark, sizeof mark - 1);
    store__hash_int(&h, (uint64_t)c->seq);
    store__hash_int(&h, (uint64_t)c->at);
    store__hash_str(&h, c->actor);
    store__hash_str(&h, c->organisation);
    store__hash_str(&h, c->action);
    store__hash_str(&h, c->object);
    store__hash_str(&h, c->revision);
    store__hash_str(&h, c->detail);
    if (c->origin) store__hash_str(&h, c->origin);
    crypto_hash_sha256_update(&h, c->prev_hash, STORE_HASH_BYTES);
    crypto_hash_sha256_final(&h, out);
}

/* ---- Writing ---- */

err_code store_change_append(struct store *s, struct store_change *c, kb_err *err)
{
    if (!c->detail) c->detail = "";
    if (!c->actor || !c->action || !c->object || strlen(c->detail) > STORE_DETAIL_MAX)
        return err_set(err, ERR_INTERNAL, "a change without actor, action or object, or with too much detail");
    struct store__head head;
    ERR_TRY(store__get(s, STMT_log_head_move, PARAMS(P_INT(1)), store__head_row, NULL, &head, err));
    c->seq = head.seq;
    memcpy(c->prev_hash, head.hash, STORE_HASH_BYTES);
    hash_change(c, c->hash);
    ERR_TRY(
        store__exec(s, STMT_change_add,
                    PARAMS(P_INT(c->seq), P_INT(c->at), P_STR(c->actor), P_STR(c->organisation), P_STR(c->action),
                           P_STR(c->object), P_STR(c->revision), P_STR(c->detail),
                           P_BLOB(c->prev_hash, STORE_HASH_BYTES), P_BLOB(c->hash, STORE_HASH_BYTES), P_STR(c->origin)),
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
    c->origin = store__str(r);
}

err_code store_seq(struct store *s, int64_t *seq, kb_err *err)
{
    struct store__head head;
    ERR_TRY(store__get(s, STMT_log_head_get, NO_PARAMS, store__head_row, NULL, &head, err));
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

static void read_link(struct store__row *r, struct store__link *out)
{
    struct store_change c;
    change_row(r, &c);
    out->seq = c.seq;
    memcpy(out->prev_hash, c.prev_hash, STORE_HASH_BYTES);
    memcpy(out->hash, c.hash, STORE_HASH_BYTES);
    hash_change(&c, out->right);
}

err_code store_changes_verify(struct store *s, struct store_chain *out, kb_err *err)
{
    static const struct store__chain chain = {
        .walk = STMT_change_walk, .head = STMT_log_head_get, .from_nothing = true, .read = read_link};
    return store__chain_verify(s, &chain, out, err);
}
