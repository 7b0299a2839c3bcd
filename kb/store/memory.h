/* memory.h - answers that a connection for reading gives again; private to the store.
 *
 * A page asks the store a dozen small questions, and a busy server asks the same ones for each page: who is this, which
 * groups, how are the legal fields called. What they cost is mostly SQLite's, so a reader remembers rows as cells, by
 * statement and parameters, and reads structs from those. Nobody can tell the difference, because an answer is only
 * given again while nothing at all was committed since it was read: db_version is looked at in each transaction, behind
 * its first read, and when it moved everything is forgotten; never while bytes may be lent (store__lent_blob). A writer
 * remembers nothing, nor does a reader outside store_read_begin/end. */
#ifndef KB_STORE_MEMORY_H
#define KB_STORE_MEMORY_H

#include "kb/store/handle.h"

enum {
    MEMORY_BYTES = 1024 * 1024,     /* of one connection; when they are full the next read forgets everything */
    MEMORY_ANSWER_MAX = 128 * 1024, /* longer answers are not remembered */
    MEMORY_SLOTS = 512
};

struct store__cell {
    int64_t number;
    text bytes; /* ptr NULL for numbers and NULL */
};

struct store__answer_row {
    struct store__answer_row *next;
    struct store__cell cells[];
};

/* One question and its answer. */
struct store__answer {
    enum store_statement_name name;
    text key; /* the parameters */
    struct store__answer_row *first, **last;
    size_t bytes;
    bool lost; /* too long, or no memory: not to be kept */
};

/* The remembered answer, or NULL. *fresh is then an answer to be filled and kept, or NULL when this question is not
 * worth it: each is remembered the second time it is asked. */
MUST_CHECK err_code store__recall(struct store *s, enum store_statement_name name, const struct store__param *params,
                                  size_t n, const struct store__answer **found, struct store__answer **fresh,
                                  kb_err *err);

/* The row that stmt stands on. */
void store__note_row(struct store *s, struct store__answer *fresh, struct db_stmt *stmt);

/* All rows were noted. */
void store__keep(struct store *s, struct store__answer *fresh);

/* Nothing is lent any more: a full memory begins anew. */
void store__memory_pause(struct store__memory *m);

/* A transaction ended: what is remembered must be looked at again. */
void store__memory_rest(struct store__memory *m);

void store__memory_free(struct store__memory *m);

#endif
