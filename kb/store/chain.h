/* chain.h - inside the store: what its two logs have in common (change.h, restricted.h): how a row is hashed, and how a
 * whole chain is walked. */
#ifndef KB_STORE_CHAIN_H
#define KB_STORE_CHAIN_H

#include "kb/store/handle.h"

#include <sodium.h>

/* The last row of a log, or where one begins. */
struct store__head {
    int64_t seq;
    uint8_t hash[STORE_HASH_BYTES];
};
void store__head_row(struct store__row *r, void *out);

/* The encoding that is hashed (change.h tells it in words). */
typedef crypto_hash_sha256_state store__sha256;
void store__hash_int(store__sha256 *h, uint64_t value);
void store__hash_str(store__sha256 *h, const char *s);

/* One row as it stands, and the hash that it should have. */
struct store__link {
    int64_t seq;
    uint8_t prev_hash[STORE_HASH_BYTES], hash[STORE_HASH_BYTES], right[STORE_HASH_BYTES];
};
typedef void store__link_fn(struct store__row *r, struct store__link *out);

/* A log: its rows in order, its head, the row before its first, and how a row is read. */
struct store__chain {
    enum store_statement_name walk, head, from;
    bool from_nothing; /* it begins before row 1; `from` is not asked */
    store__link_fn *read;
};

/* Walks it in one read; what store_changes_verify gives. */
MUST_CHECK err_code store__chain_verify(struct store *s, const struct store__chain *chain, struct store_chain *out,
                                        kb_err *err);

#endif
