/* migrate.h - inside the store: bringing a database to the schema of this program.
 *
 * A migration is migrations/NNNN_what.sql, numbered from 1 without gaps and never changed once released. Each is
 * applied in one transaction of its own, together with its row in schema_version; a failure leaves the schema of
 * before. When the store held a schema already, DIR/backup-before-NNNN.db is made before the first of them, NNNN
 * (copies.h).
 */
#ifndef KB_STORE_MIGRATE_H
#define KB_STORE_MIGRATE_H

#include "kb/base/clock.h"
#include "kb/base/embed.h"
#include "kb/base/err.h"

struct db;

extern const struct embedded_file store_migrations[];
extern const size_t store_migrations_count;

/* The schema the file is at; 0 when it is empty. ERR_CORRUPT when it holds tables that are not ours. */
MUST_CHECK err_code store__schema_read(struct db *db, const char *dir, int *schema, kb_err *err);

/* Applies what is missing of n migrations and tells where the schema stands. ERR_CONFLICT when it is newer than n. */
MUST_CHECK err_code store__migrate(struct db *db, const char *dir, const struct embedded_file *migrations, size_t n,
                                   kb_time now, int *schema, kb_err *err);

#endif
