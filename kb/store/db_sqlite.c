#include "kb/store/db.h"

#include "kb/base/cleanup.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/stat.h>

enum fixed { BEGIN, BEGIN_READ, COMMIT, ROLLBACK, SAVEPOINT, RELEASE, ROLLBACK_TO, FIXED__COUNT };

static const char *const fixed_sql[FIXED__COUNT] = {
    [BEGIN] = "BEGIN IMMEDIATE",       [BEGIN_READ] = "BEGIN",        [COMMIT] = "COMMIT",
    [ROLLBACK] = "ROLLBACK",           [SAVEPOINT] = "SAVEPOINT job", [RELEASE] = "RELEASE job",
    [ROLLBACK_TO] = "ROLLBACK TO job",
};

struct db {
    sqlite3 *handle;
    sqlite3_stmt *fixed[FIXED__COUNT];
    int busy_ms;
    bool expected; /* a transaction was begun and not ended by us */
    err_code lost; /* it is gone all the same */
    err_code trouble;
    int64_t steps, fail_at;
    err_code fail_code;
    bool fail_loses;
    int64_t no_version; /* below 0: db_version could not tell */
};

struct db_stmt {
    sqlite3_stmt *handle;
    struct db *db;
    int bind_status;
};

/* ---- Errors ---- */

static err_code code_of_constraint(int extended)
{
    switch (extended) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID: return ERR_CONFLICT;
    case SQLITE_CONSTRAINT_TRIGGER: return ERR_INTERNAL; /* append-only rows: a mistake of ours */
    default: return ERR_INVALID;
    }
}

static err_code code_of(int extended)
{
    if (extended == SQLITE_IOERR_NOMEM) return ERR_NOMEM;
    switch (extended & 0xff) {
    case SQLITE_OK: return OK;
    case SQLITE_FULL: return ERR_FULL;
    case SQLITE_NOMEM: return ERR_NOMEM;
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return ERR_BUSY;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB: return ERR_CORRUPT;
    case SQLITE_TOOBIG: return ERR_TOO_LARGE;
    case SQLITE_CONSTRAINT: return code_of_constraint(extended);
    case SQLITE_IOERR:
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_AUTH:
    case SQLITE_PROTOCOL: return ERR_IO;
    default: return ERR_INTERNAL;
    }
}

static bool explained_by_values(err_code code)
{
    return code == OK || code == ERR_CONFLICT || code == ERR_INVALID || code == ERR_TOO_LARGE;
}

static void note_trouble(struct db *db, err_code code)
{
    if (db->trouble == OK && !explained_by_values(code)) db->trouble = code;
}

/* What the operating system said, where an administrator can mend it: "disk I/O error" does not tell. 0: nothing of
 * that kind. The memory beside the database cannot grow only where there is no room, and SQLite forgets why. */
static int system_said(struct db *db, int extended)
{
    int primary = extended & 0xff;
    if (!db->handle || (primary != SQLITE_IOERR && primary != SQLITE_CANTOPEN)) return 0;
    if (extended == SQLITE_IOERR_SHMSIZE) return ENOSPC;
    int said = sqlite3_system_errno(db->handle);
    return said == ENOSPC || said == EDQUOT || said == EACCES || said == EPERM || said == EROFS ? said : 0;
}

/* SQLite's messages name tables and columns, never values. */
static err_code failed(struct db *db, int status, kb_err *err)
{
    int extended = db->handle ? sqlite3_extended_errcode(db->handle) : status;
    if ((extended & 0xff) != (status & 0xff)) extended = status;
    const char *message = db->handle ? sqlite3_errmsg(db->handle) : sqlite3_errstr(status);
    int said = system_said(db, extended);
    err_code code = said == ENOSPC || said == EDQUOT ? ERR_FULL : code_of(extended);
    note_trouble(db, code);
    return err_set(err, code, "database: %s (%d)%s%s", message, extended, said ? ": " : "", said ? strerror(said) : "");
}

/* ---- The transaction guard ---- */

static err_code refuse_lost(const struct db *db, kb_err *err)
{
    return err_set(err, db->lost, "the transaction was lost");
}

/* Notices that SQLite ended the transaction under our feet. */
static void notice_loss(struct db *db, err_code because)
{
    if (db->expected && db->lost == OK && sqlite3_get_autocommit(db->handle)) db->lost = because;
}

static err_code injected(struct db *db, kb_err *err)
{
    if (++db->steps != db->fail_at) return OK;
    if (db->fail_loses) sqlite3_exec(db->handle, "ROLLBACK", NULL, NULL, NULL);
    notice_loss(db, db->fail_code);
    note_trouble(db, db->fail_code);
    return err_set(err, db->fail_code, "database: a failure made by a test");
}

static err_code before_step(struct db *db, kb_err *err)
{
    if (db->lost != OK) return refuse_lost(db, err);
    return injected(db, err);
}

void db_fail_step(struct db *db, int nth, err_code code, bool lose)
{
    db->fail_at = nth > 0 ? db->steps + nth : 0;
    db->fail_code = code;
    db->fail_loses = lose;
}

int64_t db_steps(const struct db *db)
{
    return db->steps;
}

err_code db_lost(const struct db *db)
{
    return db->lost;
}

err_code db_trouble(const struct db *db)
{
    return db->trouble;
}

bool db_in_transaction(const struct db *db)
{
    return db->expected && db->lost == OK;
}

/* ---- Transactions ---- */

static err_code run_fixed(struct db *db, enum fixed which, kb_err *err)
{
    ERR_TRY(before_step(db, err));
    int status = sqlite3_step(db->fixed[which]);
    err_code code = status == SQLITE_DONE ? OK : failed(db, status, err);
    sqlite3_reset(db->fixed[which]);
    return code;
}

static err_code begin(struct db *db, enum fixed which, kb_err *err)
{
    if (db->expected) return err_set(err, ERR_INTERNAL, "a transaction is open already");
    ERR_TRY(run_fixed(db, which, err));
    db->expected = true;
    db->trouble = OK;
    return OK;
}

err_code db_begin(struct db *db, kb_err *err)
{
    return begin(db, BEGIN, err);
}

err_code db_begin_read(struct db *db, kb_err *err)
{
    return begin(db, BEGIN_READ, err);
}

err_code db_commit(struct db *db, kb_err *err)
{
    err_code code = run_fixed(db, COMMIT, err);
    if (code != OK) {
        db_rollback(db);
        return code;
    }
    db->expected = false;
    return OK;
}

void db_rollback(struct db *db)
{
    if (!sqlite3_get_autocommit(db->handle)) {
        sqlite3_step(db->fixed[ROLLBACK]);
        sqlite3_reset(db->fixed[ROLLBACK]);
    }
    db->expected = false;
    db->lost = OK;
}

static err_code within(struct db *db, enum fixed which, kb_err *err)
{
    err_code code = run_fixed(db, which, err);
    notice_loss(db, code == OK ? ERR_IO : code);
    if (code == OK && db->lost != OK) return refuse_lost(db, err);
    return code;
}

err_code db_savepoint(struct db *db, kb_err *err)
{
    db->trouble = OK;
    return within(db, SAVEPOINT, err);
}

err_code db_release(struct db *db, kb_err *err)
{
    return within(db, RELEASE, err);
}

err_code db_rollback_to(struct db *db, kb_err *err)
{
    ERR_TRY(within(db, ROLLBACK_TO, err));
    return within(db, RELEASE, err);
}

/* ---- Statements ---- */

err_code db_prepare(struct db_stmt **out, struct db *db, const char *sql, kb_err *err)
{
    struct db_stmt *stmt = calloc(1, sizeof *stmt);
    if (!stmt) return err_set(err, ERR_NOMEM, "no memory for a statement");
    stmt->db = db;
    int status = sqlite3_prepare_v3(db->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &stmt->handle, NULL);
    if (status != SQLITE_OK) {
        free(stmt);
        return failed(db, status, err);
    }
    *out = stmt;
    return OK;
}

void db_finalize(struct db_stmt *stmt)
{
    if (!stmt) return;
    sqlite3_finalize(stmt->handle);
    free(stmt);
}

static void note_bind(struct db_stmt *stmt, int status)
{
    if (status != SQLITE_OK) stmt->bind_status = status;
}

void db_bind_int(struct db_stmt *stmt, int n, int64_t value)
{
    note_bind(stmt, sqlite3_bind_int64(stmt->handle, n, value));
}

void db_bind_text(struct db_stmt *stmt, int n, text value)
{
    const char *bytes = value.ptr ? value.ptr : "";
    note_bind(stmt, sqlite3_bind_text64(stmt->handle, n, bytes, value.len, SQLITE_STATIC, SQLITE_UTF8));
}

void db_bind_str(struct db_stmt *stmt, int n, const char *value_or_null)
{
    note_bind(stmt, sqlite3_bind_text(stmt->handle, n, value_or_null, -1, SQLITE_STATIC));
}

void db_bind_blob(struct db_stmt *stmt, int n, const void *bytes_or_null, size_t len)
{
    note_bind(stmt, sqlite3_bind_blob64(stmt->handle, n, bytes_or_null, len, SQLITE_STATIC));
}

void db_bind_null(struct db_stmt *stmt, int n)
{
    note_bind(stmt, sqlite3_bind_null(stmt->handle, n));
}

err_code db_step(struct db_stmt *stmt, bool *row, kb_err *err)
{
    struct db *db = stmt->db;
    *row = false;
    err_code code = before_step(db, err);
    if (code == OK && stmt->bind_status != SQLITE_OK) code = failed(db, stmt->bind_status, err);
    if (code == OK) {
        int status = sqlite3_step(stmt->handle);
        *row = status == SQLITE_ROW;
        if (status != SQLITE_ROW && status != SQLITE_DONE) code = failed(db, status, err);
    }
    if (code != OK) sqlite3_reset(stmt->handle);
    notice_loss(db, code == OK ? ERR_IO : code);
    if (code == OK && db->lost != OK) return refuse_lost(db, err);
    return code;
}

void db_reset(struct db_stmt *stmt)
{
    sqlite3_reset(stmt->handle);
    sqlite3_clear_bindings(stmt->handle);
    stmt->bind_status = SQLITE_OK;
}

int64_t db_col_int(struct db_stmt *stmt, int column)
{
    return sqlite3_column_int64(stmt->handle, column);
}

text db_col_text(struct db_stmt *stmt, int column)
{
    const char *bytes = (const char *)sqlite3_column_text(stmt->handle, column);
    return text_of(bytes, bytes ? (size_t)sqlite3_column_bytes(stmt->handle, column) : 0);
}

text db_col_blob(struct db_stmt *stmt, int column)
{
    const char *bytes = sqlite3_column_blob(stmt->handle, column);
    return text_of(bytes, bytes ? (size_t)sqlite3_column_bytes(stmt->handle, column) : 0);
}

bool db_col_is_null(struct db_stmt *stmt, int column)
{
    return sqlite3_column_type(stmt->handle, column) == SQLITE_NULL;
}

bool db_col_is_int(struct db_stmt *stmt, int column)
{
    return sqlite3_column_type(stmt->handle, column) == SQLITE_INTEGER;
}

int db_col_count(struct db_stmt *stmt)
{
    return sqlite3_column_count(stmt->handle);
}

int64_t db_version(struct db *db)
{
    unsigned version = 0;
    int status = sqlite3_file_control(db->handle, "main", SQLITE_FCNTL_DATA_VERSION, &version);
    return status == SQLITE_OK ? (int64_t)version : --db->no_version;
}

int64_t db_changes(struct db *db)
{
    return sqlite3_changes64(db->handle);
}

err_code db_exec(struct db *db, const char *sql, kb_err *err)
{
    ERR_TRY(before_step(db, err));
    int status = sqlite3_exec(db->handle, sql, NULL, NULL, NULL);
    err_code code = status == SQLITE_OK ? OK : failed(db, status, err);
    notice_loss(db, code == OK ? ERR_IO : code);
    return code;
}

/* Runs a statement that is used once, up to its first row, and copies that row's first column when there is one. */
static err_code ask_once(struct db *db, const char *sql, const char *param, bool *row, char *out, size_t room,
                         kb_err *err)
{
    sqlite3_stmt *stmt = NULL;
    int status = sqlite3_prepare_v2(db->handle, sql, -1, &stmt, NULL);
    if (status == SQLITE_OK && param) status = sqlite3_bind_text(stmt, 1, param, -1, SQLITE_STATIC);
    if (status == SQLITE_OK) status = sqlite3_step(stmt);
    *row = status == SQLITE_ROW;
    const char *column = *row ? (const char *)sqlite3_column_text(stmt, 0) : NULL;
    if (out) snprintf(out, room, "%s", column ? column : "");
    err_code code = status == SQLITE_ROW || status == SQLITE_DONE ? OK : failed(db, status, err);
    sqlite3_finalize(stmt);
    return code;
}

err_code db_has_table(struct db *db, const char *name_or_null, bool *out, kb_err *err)
{
    const char *sql =
        name_or_null ? "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?1" : "SELECT 1 FROM sqlite_schema";
    return ask_once(db, sql, name_or_null, out, NULL, 0, err);
}

/* ---- Opening ---- */

/* Settings of design section 9. A refused one is an error, never a quieter database. */
static const char writer_settings[] = "PRAGMA foreign_keys = ON;"
                                      "PRAGMA secure_delete = ON;"
                                      "PRAGMA cell_size_check = ON;"
                                      "PRAGMA temp_store = MEMORY;"
                                      "PRAGMA journal_size_limit = 67108864;";

static const char reader_settings[] =
    "PRAGMA query_only = ON;"
    "PRAGMA cache_size = -1024;" /* KiB: what is asked often is remembered above (memory.h, facts.h) */
    "PRAGMA cell_size_check = ON;"
    "PRAGMA temp_store = MEMORY;";

static const struct {
    int name, value;
} switches[] = {
    {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
    {SQLITE_DBCONFIG_DEFENSIVE, 1},
    {SQLITE_DBCONFIG_DQS_DML, 0},
    {SQLITE_DBCONFIG_DQS_DDL, 0},
};

static err_code apply_settings(struct db *db, const struct db_options *options, kb_err *err)
{
    for (size_t i = 0; i < COUNT_OF(switches); i++) {
        int status = sqlite3_db_config(db->handle, switches[i].name, switches[i].value, NULL);
        if (status != SQLITE_OK) return failed(db, status, err);
    }
    if (options->read_only) {
        sqlite3_db_config(db->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
        return db_exec(db, reader_settings, err);
    }
    bool row = false;
    char mode[16];
    ERR_TRY(ask_once(db, "PRAGMA journal_mode = WAL", NULL, &row, mode, sizeof mode, err));
    if (strcmp(mode, "wal") != 0) return err_set(err, ERR_IO, "database: no write-ahead log here (mode %s)", mode);
    ERR_TRY(db_exec(db, options->sync_normal ? "PRAGMA synchronous = NORMAL" : "PRAGMA synchronous = FULL", err));
    return db_exec(db, writer_settings, err);
}

static err_code open_handle(struct db *db, const struct db_options *options, kb_err *err)
{
    /* SQLite counts its memory under one lock for the whole process, and nobody reads the count; readers on several
     * threads would wait for each other at every allocation. Refused, and harmless, once the library has begun. */
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    int flags = (options->read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE) | SQLITE_OPEN_NOMUTEX |
                SQLITE_OPEN_EXRESCODE;
    int status = sqlite3_open_v2(options->path, &db->handle, flags, options->vfs);
    if (status != SQLITE_OK) return failed(db, status, err);
    db->busy_ms = options->busy_ms;
    sqlite3_busy_timeout(db->handle, db->busy_ms);
    ERR_TRY(apply_settings(db, options, err));
    bool any = false;
    ERR_TRY(db_has_table(db, NULL, &any, err)); /* the first read of the file: is it a database? */
    for (enum fixed i = 0; i < FIXED__COUNT; i++) {
        status = sqlite3_prepare_v3(db->handle, fixed_sql[i], -1, SQLITE_PREPARE_PERSISTENT, &db->fixed[i], NULL);
        if (status != SQLITE_OK) return failed(db, status, err);
    }
    return OK;
}

err_code db_open(struct db **out, const struct db_options *options, kb_err *err)
{
    struct db *db = calloc(1, sizeof *db);
    if (!db) return err_set(err, ERR_NOMEM, "no memory for a connection");
    err_code code = open_handle(db, options, err);
    if (code != OK) {
        db_close(db);
        return code;
    }
    *out = db;
    return OK;
}

void db_close(struct db *db)
{
    if (!db) return;
    for (enum fixed i = 0; i < FIXED__COUNT; i++) sqlite3_finalize(db->fixed[i]);
    sqlite3_close(db->handle);
    free(db);
}

/* ---- Upkeep ---- */

static err_code sync_file(const char *path, kb_err *err)
{
    _cleanup_(close_fd)
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    return fd >= 0 && fsync(fd) == 0 ? OK : err_errno(err, path);
}

err_code db_copy_to(struct db *db, const char *path, kb_err *err)
{
    _cleanup_(close_fd)
    int fd = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600); /* VACUUM takes an empty file */
    if (fd < 0 && errno == EEXIST) return err_set(err, ERR_CONFLICT, "%s exists already", path);
    if (fd < 0) return err_errno(err, path);
    bool row = false;
    err_code code = ask_once(db, "VACUUM INTO ?1", path, &row, NULL, 0, err);
    if (code == OK) code = sync_file(path, err);
    if (code != OK) unlink(path);
    return code; /* cppcheck-suppress resourceLeak ; closed by _cleanup_ */
}

err_code db_check(struct db *db, kb_err *err)
{
    char said[160];
    bool row = false;
    ERR_TRY(ask_once(db, "PRAGMA integrity_check(1)", NULL, &row, said, sizeof said, err));
    if (strcmp(said, "ok") != 0) return err_set(err, ERR_CORRUPT, "database: %s", said);
    ERR_TRY(ask_once(db, "PRAGMA foreign_key_check", NULL, &row, said, sizeof said, err));
    return row ? err_set(err, ERR_CORRUPT, "database: a row of %s points to nothing", said) : OK;
}

/* VACUUM builds the new database aside: in memory that would be as much as there is data. The file it is built in
 * stands in the data directory, because the walls leave no other place. SQLite takes its name away before it writes the
 * first byte, so that also a crash leaves nothing to read, and it holds only what stays. SQLite has one name of that
 * directory for the whole process; no other connection writes files aside. */
err_code db_rewrite(struct db *db, kb_err *err)
{
    const char *path = sqlite3_db_filename(db->handle, "main"), *slash = path ? strrchr(path, '/') : NULL;
    char *before = sqlite3_temp_directory, *beside = slash ? sqlite3_mprintf("%.*s", (int)(slash - path), path) : NULL;
    if (beside) sqlite3_temp_directory = beside;
    int status = sqlite3_exec(db->handle, "PRAGMA temp_store = FILE; VACUUM", NULL, NULL, NULL);
    err_code code = status == SQLITE_OK ? OK : failed(db, status, err);
    sqlite3_exec(db->handle, "PRAGMA temp_store = MEMORY", NULL, NULL, NULL);
    sqlite3_temp_directory = before;
    sqlite3_free(beside);
    return code;
}

err_code db_empty_log(struct db *db, kb_err *err)
{
    sqlite3_busy_timeout(db->handle, 0);
    int status = sqlite3_wal_checkpoint_v2(db->handle, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
    err_code code = status == SQLITE_OK ? OK : failed(db, status, err);
    sqlite3_busy_timeout(db->handle, db->busy_ms);
    return code;
}
