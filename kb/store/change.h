/* change.h - the log: one append-only row per change, each chained to the one before.
 *
 * Index, feeds, notifications and audit follow it by seq, which runs 1, 2, 3, ... without gaps and never leaves the
 * server. A row is written in the transaction of the change itself: the use case calls store_change_append once per
 * thing it did, in the same job.
 *
 * hash = SHA-256 over prev_hash and all columns of the row, in the order of the struct below. Encoding, so that no two
 * rows look alike: the line "kb-change-1\n"; an integer as 8 bytes, big end first; a text as its length in 8 bytes and
 * then the bytes; a text that is absent as the length 2^64 - 1. A row with an origin begins with "kb-change-2\n"
 * instead; rows from before that was kept have none, and leave it out. The first row's prev_hash is 32 zero bytes. A
 * row that is changed, taken out or moved breaks the chain at that place; rows cut off the end disagree with log_head.
 *
 * detail is "name=value name=value" of ids, enums, dates and hashes. Never text of a practice, never a name. It holds
 * what a replay needs to have stages, rounds and kinds of positions again; tests/integration/service/ladder_replay.h
 * does that.
 */
#ifndef KB_STORE_CHANGE_H
#define KB_STORE_CHANGE_H

#include "kb/base/arena.h"
#include "kb/base/clock.h"
#include "kb/base/err.h"

#ifdef __cplusplus
extern "C" {
#endif

struct store;

enum { STORE_HASH_BYTES = 32, STORE_DETAIL_MAX = 2000 };

struct store_change {
    int64_t seq;
    kb_time at;
    const char *actor;        /* id of a person, or "system" */
    const char *organisation; /* acted for; may be NULL */
    const char *action;       /* "practice.publish": what the object is, a dot, what was done */
    const char *object;       /* id or slug */
    const char *revision;     /* may be NULL */
    const char *detail;       /* NULL is written as "" */
    const char *origin;       /* "page", "link", "command", "clock"; NULL: from before it was kept */
    uint8_t prev_hash[STORE_HASH_BYTES], hash[STORE_HASH_BYTES];
};

struct store_changes {
    struct store_change *at;
    size_t n;
};

/* Writer, in a transaction. seq and the hashes of `change` are ignored on the way in and filled on the way out. */
MUST_CHECK err_code store_change_append(struct store *s, struct store_change *change, kb_err *err);

/* seq of the last change; 0 when there is none. */
MUST_CHECK err_code store_seq(struct store *s, int64_t *seq, kb_err *err);

/* Changes with a seq over `after`, oldest first, at most limit. */
MUST_CHECK err_code store_changes_after(struct store *s, int64_t after, int limit, arena *a, struct store_changes *out,
                                        kb_err *err);

/* The last changes of one object, newest first. */
MUST_CHECK err_code store_changes_of(struct store *s, const char *object, int limit, arena *a,
                                     struct store_changes *out, kb_err *err);

/* What store_changes_verify found. */
struct store_chain {
    int64_t rows;     /* that are in order */
    int64_t bad_seq;  /* the first row that is not; 0 when all are */
    const char *what; /* "changed", "missing" (this seq is not there), "chain" (does not follow the row before it),
                         "head" (log_head disagrees with the last row); NULL when all is well */
};

/* Walks the whole chain in one read. OK also when it is broken: look at out. */
MUST_CHECK err_code store_changes_verify(struct store *s, struct store_chain *out, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
