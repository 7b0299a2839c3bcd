/* restricted.h - who read what not everybody may read: a log beside that of changes (change.h), chained the same way.
 *
 * It stands apart because index, feeds and notices follow the changes by seq, and reading must not set them to work;
 * and because reads are forgotten when their time is over, changes never. The hash of a row is as in change.h, over the
 * line "kb-read-1\n" and the columns in the order of the struct. Rows are forgotten from the oldest on; where the chain
 * then begins, the hash of the last row that went, stays. So a row that is changed, taken out of the middle or moved is
 * found; the oldest ones can be taken away by who writes the file, as forgetting does.
 */
#ifndef KB_STORE_RESTRICTED_H
#define KB_STORE_RESTRICTED_H

#include "kb/store/change.h"

#ifdef __cplusplus
extern "C" {
#endif

struct store;

struct store_restricted {
    int64_t seq;
    kb_time at;
    const char *actor;  /* id of a person, or "link": whoever held a one-time link */
    const char *what;   /* "text", "working-copy", "positions", ... (kb/service/restricted.c) */
    const char *object; /* id */
    uint8_t prev_hash[STORE_HASH_BYTES], hash[STORE_HASH_BYTES];
};

struct store_restricteds {
    struct store_restricted *at;
    size_t n;
};

/* Writer, in a transaction. seq and the hashes are filled on the way out. */
MUST_CHECK err_code store_restricted_add(struct store *s, struct store_restricted *row, kb_err *err);

/* The newest first, at most limit. */
MUST_CHECK err_code store_restricted_list(struct store *s, int limit, arena *a, struct store_restricteds *out,
                                          kb_err *err);

/* Puts the head of this log into that of changes, whose own head is signed (head.h): what was read cannot be written
 * anew without that showing. Does nothing when the head stands there already. Writer, in a transaction. */
MUST_CHECK err_code store_restricted_anchor(struct store *s, kb_time at, arena *a, kb_err *err);

/* Forgets what is older. */
MUST_CHECK err_code store_restricted_forget(struct store *s, kb_time before, kb_err *err);

/* Walks the whole chain in one read, and looks whether it holds what was put into the log of changes ("anchor"). OK
 * also when it is broken: look at out. */
MUST_CHECK err_code store_restricted_verify(struct store *s, struct store_chain *out, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
