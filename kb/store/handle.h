/* handle.h - inside the store: one connection with its statements, and how the aggregates run them.
 *
 *     return store__exec(s, STMT_author_add, PARAMS(P_STR(practice), P_STR(person), P_INT(at)), err);
 *     return store__get(s, STMT_person_get, PARAMS(P_STR(id)), person_row, a, out, err);
 *
 * A statement is reset before these functions return, so that no read stays open behind the caller's back.
 */
#ifndef KB_STORE_HANDLE_H
#define KB_STORE_HANDLE_H

#include "kb/base/arena.h"
#include "kb/base/buf.h"
#include "kb/base/cleanup.h"
#include "kb/store/db.h"
#include "kb/store/statements.h"
#include "kb/store/store.h"

enum { STORE__KEY_BYTES = 32 };

/* As the limit of a list: none. What a guard or an export reads is not cut off. */
enum { STORE__ALL = INT32_MAX };

struct store {
    struct db *db;
    char *dir;                               /* of a writer */
    struct db_stmt *statements[STMT__COUNT]; /* each prepared at its first use */
    int lock;                                /* descriptor of the lock; -1 for a reader */
    int schema;
    int reading;                          /* depth of store_read_begin */
    void (*told)(void *ctx, bool begins); /* of each batch; NULL: nobody is */
    void *told_ctx;
    bool taken_out;               /* words were, by a job that is not committed yet */
    bool owed;                    /* the store itself says so: for a process that ends before the next two are done */
    bool rewrite;                 /* words were taken out: none of them may stay in the file behind the commit */
    bool empty_log;               /* nor in the write-ahead log, as soon as no reader needs it */
    bool drop_copies;             /* nor in a copy of before an upgrade (copies.h) */
    bool tidy;                    /* all is tried behind the next commit, then no more until store_tidy */
    kb_err untidy;                /* why that failed the last time; code OK: it did not, or that was told */
    struct store__facts *facts;   /* facts.c; NULL until asked for, and on a writer */
    struct store__memory *memory; /* memory.h; the same */
    bool has_key;
    unsigned char key[STORE__KEY_BYTES]; /* of DIR/secret.key: what second.c seals with */
};

void store__facts_free(struct store__facts *f);

/* What was made or removed in it stays so after a power cut. */
MUST_CHECK err_code store__sync_directory(const char *dir, kb_err *err);

/* In a job that takes words out: behind its commit they leave the disk too (batch.c). When the process ends before that
 * is done, the next writer does it. */
MUST_CHECK err_code store__take_off_disk(struct store *s, kb_err *err);

/* For a writer that starts: what one before it left to do is done behind the first commit. */
MUST_CHECK err_code store__off_disk_begin(struct store *s, kb_err *err);

enum store__param_type { PARAM_INT, PARAM_TEXT, PARAM_BLOB, PARAM_NULL };

/* One parameter. */
struct store__param {
    enum store__param_type type;
    int64_t number;
    text bytes;
};

#define PARAMS(...) (const struct store__param[]){__VA_ARGS__}, COUNT_OF(((const struct store__param[]){__VA_ARGS__}))
#define NO_PARAMS   NULL, 0

static inline struct store__param P_INT(int64_t value) {
    return (struct store__param){.type = PARAM_INT, .number = value, .bytes = {NULL, 0}};
}

static inline struct store__param
P_TEXT(text value) {
    return (struct store__param){.type = PARAM_TEXT, .number = 0, .bytes = value};
}

/* A string; NULL is written as NULL. */
static inline struct store__param
P_STR(const char *value) {
    return (struct store__param){.type = value ? PARAM_TEXT : PARAM_NULL, .number = 0, .bytes = text_str(value)};
}

/* A string that is never absent: NULL is written as "". */
static inline struct store__param
P_SAY(const char *value) {
    return P_STR(value ? value : "");
}

/* An optional time: 0 is written as NULL. */
static inline struct store__param
P_WHEN(kb_time value) {
    return (struct store__param){.type = value ? PARAM_INT : PARAM_NULL, .number = value, .bytes = {NULL, 0}};
}

static inline struct store__param
P_BLOB(const void *bytes_or_null, size_t len) {
    return (struct store__param){
        .type = bytes_or_null ? PARAM_BLOB : PARAM_NULL, .number = 0, .bytes = {(const char *)bytes_or_null, len}};
}

struct store__cell;

/* Reads the current row from left to right, strings into the arena: of the statement, or of a remembered answer. */
struct store__row {
    struct db_stmt *stmt; /* NULL: the cells */
    const struct store__cell *cells;
    arena *a;
    int column;
};

int64_t store__int(struct store__row *r);
const char *store__str(struct store__row *r); /* NULL for NULL */
text store__text(struct store__row *r);
text store__peek(struct store__row *r); /* the same, borrowed for the call of the row function */
text store__blob(struct store__row *r);
text store__lent_blob(struct store__row *r); /* of a remembered answer itself: until store_read_end */

/* Reads 32 bytes into out; zeros when the column holds something else. */
void store__hash(struct store__row *r, uint8_t out[32]);

/* Fills one struct from a row. */
typedef void store__row_fn(struct store__row *r, void *out);

/* Runs to the end. */
MUST_CHECK err_code store__exec(struct store *s, enum store_statement_name name, const struct store__param *params,
                                size_t n, kb_err *err);

/* The same; ERR_NOT_FOUND when no row changed. */
MUST_CHECK err_code store__update(struct store *s, enum store_statement_name name, const struct store__param *params,
                                  size_t n, kb_err *err);

/* Reads the one row; ERR_NOT_FOUND when there is none. a may be NULL when the row holds no strings. */
MUST_CHECK err_code store__get(struct store *s, enum store_statement_name name, const struct store__param *params,
                               size_t n, store__row_fn *read, arena *a, void *out, kb_err *err);

/* Reads all rows into an array of structs in the arena. */
MUST_CHECK err_code store__list(struct store *s, enum store_statement_name name, const struct store__param *params,
                                size_t n, store__row_fn *read, size_t bytes_each, arena *a, void **at, size_t *count,
                                kb_err *err);

/* For walking many rows without keeping them: bound and ready for db_step; the caller resets. */
MUST_CHECK err_code store__start(struct store *s, enum store_statement_name name, const struct store__param *params,
                                 size_t n, struct db_stmt **out, kb_err *err);

/* For _cleanup_: resets the statement variable. */
static inline void store__reset_p(struct db_stmt **stmt)
{
    if (*stmt) db_reset(*stmt);
}

/* Row functions for one number (int64_t) and one string (const char *). */
void store__int_row(struct store__row *r, void *out);
void store__str_row(struct store__row *r, void *out);

/* A row function for a key and a body (struct store_section). */
void store__section_row(struct store__row *r, void *out);

#endif
