#include "kb/store/restricted.h"

#include "kb/store/chain.h"

static void hash_row(const struct store_restricted *c, uint8_t out[STORE_HASH_BYTES])
{
    static const char mark[] = "kb-read-1\n";
    store__sha256 h;
    crypto_hash_sha256_init(&h);
    crypto_hash_sha256_update(&h, (const uint8_t *)mark, sizeof mark - 1);
    store__hash_int(&h, (uint64_t)c->seq);
    store__hash_int(&h, (uint64_t)c->at);
    store__hash_str(&h, c->actor);
    store__hash_str(&h, c->what);
    store__hash_str(&h, c->object);
    crypto_hash_sha256_update(&h, c->prev_hash, STORE_HASH_BYTES);
    crypto_hash_sha256_final(&h, out);
}

err_code store_restricted_add(struct store *s, struct store_restricted *row, kb_err *err)
{
    struct store__head head;
    ERR_TRY(store__get(s, STMT_restricted_head_get, NO_PARAMS, store__head_row, NULL, &head, err));
    row->seq = head.seq + 1;
    memcpy(row->prev_hash, head.hash, STORE_HASH_BYTES);
    hash_row(row, row->hash);
    ERR_TRY(store__exec(s, STMT_restricted_add,
                        PARAMS(P_INT(row->seq), P_INT(row->at), P_STR(row->actor), P_STR(row->what), P_STR(row->object),
                               P_BLOB(row->prev_hash, STORE_HASH_BYTES), P_BLOB(row->hash, STORE_HASH_BYTES)),
                        err));
    return store__exec(s, STMT_restricted_head_put, PARAMS(P_INT(row->seq), P_BLOB(row->hash, STORE_HASH_BYTES)), err);
}

static void restricted_row(struct store__row *r, void *out)
{
    struct store_restricted *c = out;
    c->seq = store__int(r);
    c->at = store__int(r);
    c->actor = store__str(r);
    c->what = store__str(r);
    c->object = store__str(r);
    store__hash(r, c->prev_hash);
    store__hash(r, c->hash);
}

err_code store_restricted_list(struct store *s, int limit, arena *a, struct store_restricteds *out, kb_err *err)
{
    return store__list(s, STMT_restricted_list, PARAMS(P_INT(limit)), restricted_row, sizeof *out->at, a,
                       (void **)&out->at, &out->n, err);
}

/* Clocks go back now and then: what stands before the last row that is old enough goes with it. */
err_code store_restricted_forget(struct store *s, kb_time before, kb_err *err)
{
    struct store__head last;
    bool there;
    kb_err said = {0};
    ERR_TRY(
        err_optional(store__get(s, STMT_restricted_before, PARAMS(P_INT(before)), store__head_row, NULL, &last, &said),
                     &said, &there, err));
    if (!there) last.seq = 0;
    if (there)
        ERR_TRY(
            store__exec(s, STMT_restricted_keep, PARAMS(P_INT(last.seq), P_BLOB(last.hash, STORE_HASH_BYTES)), err));
    return store__exec(s, STMT_restricted_forget, PARAMS(P_INT(last.seq)), err);
}

static void read_link(struct store__row *r, struct store__link *out)
{
    struct store_restricted c;
    restricted_row(r, &c);
    out->seq = c.seq;
    memcpy(out->prev_hash, c.prev_hash, STORE_HASH_BYTES);
    memcpy(out->hash, c.hash, STORE_HASH_BYTES);
    hash_row(&c, out->right);
}

/* ---- Anchors: rows of the log of changes that hold where this one stood ---- */

static const char anchor_object[] = "reads";
enum { ANCHORS_MAX = 4000 /* one a day */, ANCHORS_ARENA = 8 * 1024 * 1024 };

static const char *anchor_of(const struct store__head *head, arena *a)
{
    char hex[2 * STORE_HASH_BYTES + 1];
    sodium_bin2hex(hex, sizeof hex, head->hash, sizeof head->hash);
    return arena_printf(a, "seq=%lld hash=%s", (long long)head->seq, hex);
}

err_code store_restricted_anchor(struct store *s, kb_time at, arena *a, kb_err *err)
{
    struct store__head head;
    struct store_changes last;
    ERR_TRY(store__get(s, STMT_restricted_head_get, NO_PARAMS, store__head_row, NULL, &head, err));
    ERR_TRY(store_changes_of(s, anchor_object, 1, a, &last, err));
    const char *now = anchor_of(&head, a);
    if (!now) return err_set(err, ERR_NOMEM, "no room for an anchor");
    if (!head.seq || (last.n && !strcmp(last.at[0].detail, now))) return OK;
    struct store_change row = {
        .at = at, .actor = "system", .action = "reads.head", .object = anchor_object, .detail = now, .origin = "clock"};
    return store_change_append(s, &row, err);
}

/* "seq=12 hash=...": 12. */
static bool read_seq(text anchor, int64_t *seq)
{
    text first;
    uint64_t n;
    if (!text_next(&anchor, ' ', &first) || !text_starts(first, TEXT("seq="))) return false;
    if (!text_to_u64(text_slice(first, 4, SIZE_MAX), INT64_MAX, &n)) return false;
    *seq = (int64_t)n;
    return true;
}

/* The first row that is not what an anchor says; rows that were forgotten are nobody's any more. */
static err_code check_anchors(struct store *s, arena *a, struct store_chain *out, kb_err *err)
{
    struct store_changes anchors;
    struct store__head kept;
    ERR_TRY(store__get(s, STMT_restricted_kept_get, NO_PARAMS, store__head_row, NULL, &kept, err));
    ERR_TRY(store_changes_of(s, anchor_object, ANCHORS_MAX, a, &anchors, err));
    for (size_t i = anchors.n; i-- > 0 && !out->what;) {
        struct store__head row = {0};
        int64_t seq;
        bool there;
        kb_err said = {0};
        if (!read_seq(text_str(anchors.at[i].detail), &seq) || seq <= kept.seq) continue;
        ERR_TRY(err_optional(store__get(s, STMT_restricted_get, PARAMS(P_INT(seq)), store__head_row, NULL, &row, &said),
                             &said, &there, err));
        const char *now = anchor_of(&row, a);
        if (!now) return err_set(err, ERR_NOMEM, "no room for an anchor");
        if (there && !strcmp(now, anchors.at[i].detail)) continue;
        out->what = "anchor";
        out->bad_seq = seq;
    }
    return OK;
}

err_code store_restricted_verify(struct store *s, struct store_chain *out, kb_err *err)
{
    static const struct store__chain chain = {.walk = STMT_restricted_walk,
                                              .head = STMT_restricted_head_get,
                                              .from = STMT_restricted_kept_get,
                                              .read = read_link};
    _cleanup_(arena_free_p)
    arena *a = arena_new(ANCHORS_ARENA);
    if (!a) return err_set(err, ERR_NOMEM, "no room for anchors");
    ERR_TRY(store__chain_verify(s, &chain, out, err));
    return out->what ? OK : check_anchors(s, a, out, err);
}
