/* db.h - the driver interface: all the store asks of a database, and the only door to it.
 *
 * db_sqlite.c is the one implementation and the one file that knows SQLite. A second driver implements these functions
 * again; nothing above this line changes, because statements are written in the common subset of both (statements.h).
 *
 * A db is one connection and belongs to one thread at a time. Parameters are numbered from 1 as ?1..?n, columns from 0.
 * Every failure is an err_code: ERR_FULL (no room), ERR_IO (the disk, or a lost transaction), ERR_NOMEM, ERR_BUSY,
 * ERR_CORRUPT, ERR_CONFLICT (something unique exists already), ERR_INVALID (a reference to nothing, or a refused
 * value), ERR_INTERNAL (a mistake of ours). The cause names the statement's error, never a value.
 *
 * The transaction guard. A full disk or a failing write can make SQLite roll back a whole transaction in the middle of
 * a statement; a statement run after that would commit on its own. So between db_begin and db_commit every step first
 * asks whether the transaction still stands. When it is gone the connection is `lost`: each further step is refused
 * with the code that lost it, until db_rollback.
 */
#ifndef KB_STORE_DB_H
#define KB_STORE_DB_H

#include "kb/base/err.h"
#include "kb/base/text.h"

#ifdef __cplusplus
extern "C" {
#endif

struct db;
struct db_stmt;

struct db_options {
    const char *path;
    bool read_only;   /* sees what is committed, never writes or checkpoints */
    bool sync_normal; /* synchronous=NORMAL: loses commits in a power cut; the control of the crash test */
    const char *vfs;  /* name of an SQLite VFS; NULL for the usual one */
    int busy_ms;      /* how long to wait for another connection */
};

/* Opens an existing file, applies the settings of design section 9 and reads the schema. ERR_CORRUPT when the file is
 * damaged or no database at all. The caller closes. */
MUST_CHECK err_code db_open(struct db **out, const struct db_options *options, kb_err *err);

/* NULL is allowed. All statements must have been finalized. */
void db_close(struct db *db);

/* ---- Statements ---- */

/* The caller finalizes; NULL is allowed there. sql must outlive the statement. */
MUST_CHECK err_code db_prepare(struct db_stmt **out, struct db *db, const char *sql, kb_err *err);
void db_finalize(struct db_stmt *stmt);

/* Binding borrows the bytes until db_reset. A failure to bind is kept and reported by the next db_step. */
void db_bind_int(struct db_stmt *stmt, int n, int64_t value);
void db_bind_text(struct db_stmt *stmt, int n, text value);
void db_bind_str(struct db_stmt *stmt, int n, const char *value_or_null);
void db_bind_blob(struct db_stmt *stmt, int n, const void *bytes_or_null, size_t len);
void db_bind_null(struct db_stmt *stmt, int n);

/* One step: *row tells whether there is a row to read. After an error the statement is reset. */
MUST_CHECK err_code db_step(struct db_stmt *stmt, bool *row, kb_err *err);

/* Makes the statement ready for the next use and forgets what was bound. */
void db_reset(struct db_stmt *stmt);

/* Columns of the current row. Text and blob are borrowed until the next step or reset; NULL reads as 0 or ptr NULL. */
int64_t db_col_int(struct db_stmt *stmt, int column);
text db_col_text(struct db_stmt *stmt, int column);
text db_col_blob(struct db_stmt *stmt, int column);
bool db_col_is_null(struct db_stmt *stmt, int column);
bool db_col_is_int(struct db_stmt *stmt, int column);
int db_col_count(struct db_stmt *stmt);

/* Is there a table of this name; with NULL: is there any table at all? */
MUST_CHECK err_code db_has_table(struct db *db, const char *name_or_null, bool *out, kb_err *err);

/* Rows changed by the last completed INSERT, UPDATE or DELETE. */
int64_t db_changes(struct db *db);

/* Runs a fixed text of one or more statements; for migrations and maintenance only. */
MUST_CHECK err_code db_exec(struct db *db, const char *sql, kb_err *err);

/* ---- Transactions ---- */

MUST_CHECK err_code db_begin(struct db *db, kb_err *err);      /* for writing: takes the write lock at once */
MUST_CHECK err_code db_begin_read(struct db *db, kb_err *err); /* one unmoving view of the data */
MUST_CHECK err_code db_commit(struct db *db, kb_err *err);     /* a failure leaves nothing: it has been rolled back */
void db_rollback(struct db *db);                               /* also when there is nothing to roll back */

/* Savepoints: the last one that was begun is meant. */
MUST_CHECK err_code db_savepoint(struct db *db, kb_err *err);
MUST_CHECK err_code db_release(struct db *db, kb_err *err);
MUST_CHECK err_code db_rollback_to(struct db *db, kb_err *err); /* undoes the savepoint and removes it */

/* Is a transaction open that db_begin or db_begin_read began? False as well when it was lost. */
bool db_in_transaction(const struct db *db);

/* OK, or the code with which the transaction was lost. */
err_code db_lost(const struct db *db);

/* The first failure since db_begin or db_savepoint that no value of the caller explains (the disk, memory, a mistake of
 * ours), or OK. What was written since then may be half, whatever the caller made of the failure: undo it. */
err_code db_trouble(const struct db *db);

/* A number that is another one when somebody committed between two transactions of this connection. Ask inside a
 * transaction, behind its first read. A driver that cannot tell gives another number each time. */
int64_t db_version(struct db *db);

/* ---- Upkeep ---- */

/* Copies everything to a new file, 0600. ERR_CONFLICT when the file exists. */
MUST_CHECK err_code db_copy_to(struct db *db, const char *path, kb_err *err);

/* Reads every page and index and checks every reference: ERR_CORRUPT with the first complaint. Takes time. */
MUST_CHECK err_code db_check(struct db *db, kb_err *err);

/* Nothing that was deleted or changed is left on the disk once both are done, in this order. Writer only, outside a
 * transaction.
 *
 * db_rewrite writes the whole file anew: secure_delete clears what a deleted row leaves behind; of rows that moved
 * between pages it promises nothing. Takes time and room on the disk for two copies, little memory; no reader hinders
 * it.
 *
 * db_empty_log moves all of the write-ahead log into the file and cuts the log off. Waits for nobody: ERR_BUSY when a
 * reader looks at the log. */
MUST_CHECK err_code db_rewrite(struct db *db, kb_err *err);
MUST_CHECK err_code db_empty_log(struct db *db, kb_err *err);

/* For tests of the bad day: the nth step from now (1 is the next; db_begin, db_commit, savepoints and db_step count)
 * fails with code. With lose, the transaction is rolled back under the caller's feet first, as SQLite does when the
 * disk is full. 0 calls it off. db_steps counts the steps so far. */
void db_fail_step(struct db *db, int nth, err_code code, bool lose);
int64_t db_steps(const struct db *db);

#ifdef __cplusplus
}
#endif
#endif
