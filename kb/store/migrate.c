#include "kb/store/migrate.h"

#include "kb/base/cleanup.h"
#include "kb/store/db.h"

#include <errno.h>
#include <stdio.h>

enum { PATH_BYTES = 4096 };

static const char version_table[] = "CREATE TABLE schema_version (\n"
                                    "    version INTEGER PRIMARY KEY, -- number of the migration\n"
                                    "    name TEXT NOT NULL,          -- its file\n"
                                    "    applied INTEGER NOT NULL     -- when\n"
                                    ") STRICT;";

static void finalize_p(struct db_stmt **stmt)
{
    db_finalize(*stmt);
}

err_code store__schema_read(struct db *db, const char *dir, int *schema, kb_err *err)
{
    bool ours = false, any = false;
    ERR_TRY(db_has_table(db, "schema_version", &ours, err));
    ERR_TRY(db_has_table(db, NULL, &any, err));
    *schema = 0;
    if (!ours && any) return err_set(err, ERR_CORRUPT, "%s/kb.db is a database of another program", dir);
    if (!ours) return OK;
    _cleanup_(finalize_p)
    struct db_stmt *stmt = NULL;
    ERR_TRY(db_prepare(&stmt, db, "SELECT coalesce(max(version), 0) FROM schema_version", err));
    bool row = false;
    ERR_TRY(db_step(stmt, &row, err));
    *schema = row ? (int)db_col_int(stmt, 0) : 0;
    return OK;
}

static err_code note_version(struct db *db, int version, const char *name, kb_time now, kb_err *err)
{
    _cleanup_(finalize_p)
    struct db_stmt *stmt = NULL;
    ERR_TRY(db_prepare(&stmt, db, "INSERT INTO schema_version (version, name, applied) VALUES (?1, ?2, ?3)", err));
    db_bind_int(stmt, 1, version);
    db_bind_str(stmt, 2, name);
    db_bind_int(stmt, 3, now);
    bool row = false;
    return db_step(stmt, &row, err);
}

static err_code apply_within(struct db *db, int version, const struct embedded_file *file, kb_time now, kb_err *err)
{
    if (version == 1) ERR_TRY(db_exec(db, version_table, err));
    ERR_TRY(db_exec(db, (const char *)file->bytes, err));
    return note_version(db, version, file->name, now, err);
}

static err_code apply(struct db *db, int version, const struct embedded_file *file, kb_time now, kb_err *err)
{
    ERR_TRY(db_begin(db, err));
    err_code code = apply_within(db, version, file, now, err);
    if (code == OK) return db_commit(db, err);
    db_rollback(db);
    return code;
}

/* A copy left by an earlier try of the same migration is of the same data and makes place. */
static err_code copy_before(struct db *db, const char *dir, int version, kb_err *err)
{
    char path[PATH_BYTES];
    if ((size_t)snprintf(path, sizeof path, "%s/backup-before-%04d.db", dir, version) >= sizeof path)
        return err_set(err, ERR_INVALID, "the path of the data directory is too long");
    if (unlink(path) != 0 && errno != ENOENT) return err_errno(err, path);
    return db_copy_to(db, path, err);
}

err_code store__migrate(struct db *db, const char *dir, const struct embedded_file *migrations, size_t n, kb_time now,
                        int *schema, kb_err *err)
{
    int found = 0;
    ERR_TRY(store__schema_read(db, dir, &found, err));
    if (found > (int)n)
        return err_set(err, ERR_CONFLICT, "%s was made by a newer kb (schema %d, this program knows %zu): upgrade kb",
                       dir, found, n);
    *schema = found;
    if (found > 0 && found < (int)n) ERR_TRY(copy_before(db, dir, found + 1, err));
    for (int version = found + 1; version <= (int)n; version++) {
        ERR_TRY(apply(db, version, &migrations[version - 1], now, err));
        *schema = version;
    }
    return OK;
}
