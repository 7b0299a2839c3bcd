/* layout.h - the index directory on disk: names, the clean-stop marker, fsync, the swap. Private to search/; plain C.
 *
 *     DIR/index/            the index in use            DIR/index.new/    one being built beside it
 *         adopted/ members/ groups/                     one database each
 *         clean                                         marker of a clean stop: layout and analysis id, seq
 */
#ifndef KB_SEARCH_LAYOUT_H
#define KB_SEARCH_LAYOUT_H

#include "search/analyse.h"
#include "search/search.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { LAYOUT_PATH_MAX = 1024 };

struct layout_path {
    char path[LAYOUT_PATH_MAX];
};

/* Fills out with DIR/index or DIR/index.new, and with the database of one audience in such a root. */
MUST_CHECK err_code layout_root(struct layout_path *out, const char *dir, bool rebuilding, kb_err *err);
MUST_CHECK err_code layout_database(struct layout_path *out, const char *root, enum search_audience audience,
                                    kb_err *err);

/* Makes the root (0700) and makes that durable. Nothing to do when it is there. */
MUST_CHECK err_code layout_make(const char *dir, const char *root, kb_err *err);

/* Removes an index root and the files in its databases; no error when there is none. */
MUST_CHECK err_code layout_remove(const char *root, kb_err *err);

/* fsync of a directory: makes the renames in it durable. */
MUST_CHECK err_code layout_sync(const char *path, kb_err *err);

/* Puts DIR/index.new in the place of DIR/index, durably, and removes the old one. */
MUST_CHECK err_code layout_swap(const char *dir, kb_err *err);

struct layout_marker {
    char id[ANALYSE_ID_BYTES];
    uint64_t seq;
};

/* The marker; *found is false when there is none or it is not readable as one. */
MUST_CHECK err_code layout_marker_read(const char *root, struct layout_marker *out, bool *found, kb_err *err);
MUST_CHECK err_code layout_marker_write(const char *root, const struct layout_marker *marker, kb_err *err);
MUST_CHECK err_code layout_marker_remove(const char *root, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
