/* head.h - the head of the log, signed: written to the journal each day, where whoever can change the database cannot
 * reach. Rows that are changed, cut off or written anew afterwards disagree with it, also when the whole chain was
 * computed again.
 *
 *     message   the line "kb-head-1\n", seq in 8 bytes (big end first), the 32 bytes of the row's hash
 *     key       Ed25519, from DIR/secret.key (crypto_kdf, number 1, context "log-head")
 */
#ifndef KB_STORE_HEAD_H
#define KB_STORE_HEAD_H

#include "kb/base/err.h"
#include "kb/base/text.h"

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct store;

enum { STORE_HEAD_HASH_HEX = 65, STORE_HEAD_SIGNATURE_HEX = 129, STORE_HEAD_KEY_HEX = 65 };

struct store_head {
    int64_t seq;
    char hash[STORE_HEAD_HASH_HEX], signature[STORE_HEAD_SIGNATURE_HEX], key[STORE_HEAD_KEY_HEX]; /* hex */
};

/* ERR_IO without DIR/secret.key. */
MUST_CHECK err_code store_head_sign(struct store *s, struct store_head *out, kb_err *err);

/* Reads one from a line of the journal, "... seq=N hash=HEX signature=HEX key=HEX ..."; false when there is none. */
bool store_head_read(text line, struct store_head *out);

/* *what is NULL when the log still says the same at that row; else "signature", "key" (of another installation),
 * "missing" (the row is not there) or "changed". */
MUST_CHECK err_code store_head_check(struct store *s, const struct store_head *head, const char **what, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
