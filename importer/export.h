/* export.h - everything in a store as readable files (state_file.h tells which), and back.
 *
 *     kb export OUTDIR                       reads only; OUTDIR must be empty or not there yet
 *     kb import --restore --apply OUTDIR     into an empty store, as one transaction
 *
 * The way there and back changes nothing: exporting what was restored gives the same files. netwerk.json is written
 * last, so that a folder without it is an export that did not end.
 */
#ifndef KB_IMPORTER_EXPORT_H
#define KB_IMPORTER_EXPORT_H

#include "kb/base/clock.h"
#include "kb/base/err.h"

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

struct store;

struct export_done {
    size_t practices, texts; /* texts: revisions and working copies */
};

/* Told after each practice; may be NULL. `of` is 0 while it is not known. */
struct export_progress {
    void (*tell)(void *ctx, size_t done, size_t of);
    void *ctx;
};

/* One moment of the store as files, folders 0700 and files 0600. ERR_CONFLICT when `dir` holds anything; ERR_IO,
 * ERR_FULL leave behind what was written so far. */
MUST_CHECK err_code export_write(struct store *store, const char *dir, const struct export_progress *progress,
                                 struct export_done *out, kb_err *err);

/* Reads all files and writes them, in a job of the writer's (kb/store/batch.h); without `apply` the files and the
 * store, which may be a reader, are only read and checked. `then` is done in the same job, last: all of it or nothing.
 * ERR_INVALID names the file and the key that is wrong; ERR_CONFLICT: the store is not empty. */
struct export_restore {
    const char *dir;
    bool apply;
    kb_time now;
    const struct export_progress *progress;
    err_code (*then)(struct store *store, void *ctx, kb_err *err); /* or NULL */
    void *ctx;
};
MUST_CHECK err_code export_restore(struct store *store, const struct export_restore *how, struct export_done *out,
                                   kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
