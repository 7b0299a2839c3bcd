/* store.h - everything that must survive: one directory, one database file, one writer, many readers.
 *
 * A data directory (0700, files 0600) holds
 *     kb.db, kb.db-wal, kb.db-shm   the database
 *     secret.key                    seals what must be read again and not from a copy of the database (second.h)
 *     lock                          held by the one process that writes (lock.h)
 *     backup-before-NNNN.db         a copy made before an upgrade that began with migration NNNN; gone after a week, or
 *                                   when something is taken out of the store (copies.h)
 * and, beside what the store knows of, the search indexes and the socket of the server.
 *
 * `struct store` is one connection and the statements it has used. A writer is the only connection of all that commits
 * and checkpoints; it changes things in jobs (batch.h), each change with its row in the log (change.h). A reader sees
 * what is committed. A store belongs to one thread at a time.
 *
 * Reading: one call is consistent by itself. What belongs together, above all rights and the data they protect, is read
 * between store_read_begin and store_read_end. A writer's job is in a transaction already.
 *
 * Results: strings live in the arena that was passed. Nothing here looks at the clock or judges a right.
 */
#ifndef KB_STORE_STORE_H
#define KB_STORE_STORE_H

#include "kb/store/answer_text.h"
#include "kb/store/asked.h"
#include "kb/store/batch.h"
#include "kb/store/change.h"
#include "kb/store/copies.h"
#include "kb/store/facts.h"
#include "kb/store/identity.h"
#include "kb/store/ladder.h"
#include "kb/store/network.h"
#include "kb/store/notice.h"
#include "kb/store/passkey.h"
#include "kb/store/person.h"
#include "kb/store/practice.h"
#include "kb/store/register.h"
#include "kb/store/remark.h"
#include "kb/store/restricted.h"
#include "kb/store/revision.h"
#include "kb/store/round.h"
#include "kb/store/saved.h"
#include "kb/store/second.h"
#include "kb/store/session.h"
#include "kb/store/token.h"
#include "kb/store/vocabulary.h"

#ifdef __cplusplus
extern "C" {
#endif

struct store_options {
    const char *dir;  /* data directory */
    bool create;      /* writer: make the directory and an empty store when they are not there */
    bool sync_normal; /* for the crash test's control only (db.h) */
    const char *vfs;  /* for measurements only: name of an SQLite VFS */
    kb_time now;      /* writer: written beside each applied migration */
};

/* Takes the lock, opens, and brings the schema up to date. The caller closes.
 *   ERR_NOT_FOUND  there is no data directory, or no store in it (none, or an empty file), and `create` is false
 *   ERR_BUSY       another process is the writer
 *   ERR_FORBIDDEN  root may not write in a directory of somebody else (lock.h)
 *   ERR_CORRUPT    kb.db is damaged or no database
 *   ERR_CONFLICT   the store was made by a newer version of the program
 *   ERR_FULL       the disk is full
 *   ERR_IO         the disk, or by this user the files, cannot be read or written
 * The cause is one line that an administrator can act on, with the path and nothing of what people wrote. */
MUST_CHECK err_code store_open_writer(struct store **out, const struct store_options *options, kb_err *err);

/* Opens for reading. As above; ERR_CONFLICT also when the schema is older: a writer must have opened it first. */
MUST_CHECK err_code store_open_reader(struct store **out, const struct store_options *options, kb_err *err);

/* NULL is allowed; _p is for _cleanup_. */
void store_close(struct store *s);
void store_close_p(struct store **s);

/* One unmoving view from here to store_read_end. Inside a writer's job both do nothing. */
MUST_CHECK err_code store_read_begin(struct store *s, kb_err *err);
void store_read_end(struct store *s);

/* The same view goes on for somebody else: nothing that was lent before is used any more. A view that is kept must end
 * when somebody writes (store_on_batch). */
void store_read_pause(struct store *s);

/* For _cleanup_(store_read_end_p): ends the read of the store variable when the function returns. */
void store_read_end_p(struct store **s);

/* A new random id: 26 characters of Crockford base32 in lower case (0-9 a-h j k m n p-t v-z), and a NUL. */
enum { STORE_ID_BYTES = 27 };
void store_new_id(char out[STORE_ID_BYTES]);

/* Could this be an id? Cheap, before the store is asked. */
bool store_id_valid(text id);

/* The number of the newest migration this program knows, and of the store that is open. */
int store_schema_known(void);
int store_schema(const struct store *s);

/* The whole file is sound: pages, indexes, references. ERR_CORRUPT with the first complaint. Takes time. */
MUST_CHECK err_code store_check(struct store *s, kb_err *err);

/* How many rows the last thing that was written or forgotten touched. Writer. */
int64_t store_changed(const struct store *s);

/* A copy of the whole store in a new file, 0600; beside a working writer too. */
MUST_CHECK err_code store_copy_to(struct store *s, const char *path, kb_err *err);

/* Writer, for the keeper, now and then: words that were taken out (redact.h, register.h) and could not leave the disk
 * yet, because somebody was reading or the disk was full, are tried again: once, behind the batch that runs now or
 * else the next one. Nothing happens when all is done. Waits for nobody. */
void store_tidy(struct store *s);

/* Writer: why words that were taken out could not leave the disk at the last try; OK when they did, when nothing was
 * tried, or when this was asked already. That somebody was reading is no failure. */
err_code store_untidy(struct store *s, kb_err *why);

/* Are there words that were taken out, in the file of the store or in a copy of before an upgrade? For a reader too. */
MUST_CHECK err_code store_taken_out(struct store *s, bool *left, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
