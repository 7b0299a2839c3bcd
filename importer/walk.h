/* walk.h - which files an import takes: every *.md and *.markdown, in small or capital letters, below the given
 * paths.
 *
 * A path that is a folder is an import root: its files are named relative to it. A path that is a file is named by its
 * last part. So files of one name below two roots are named apart only when the folder above both is the root. Hidden
 * files and folders (a leading dot) are passed over. Symbolic links below a root are not followed, so that an import
 * cannot wander off; they are listed, as is a folder that cannot be opened, and walk_read then refuses them by name.
 * The list is sorted by name, so that two runs do the same things in the same order.
 */
#ifndef KB_IMPORTER_WALK_H
#define KB_IMPORTER_WALK_H

#include "kb/base/arena.h"
#include "kb/base/err.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { WALK_FILES_MAX = 200000, WALK_DEPTH_MAX = 32 };

struct walk_file {
    const char *path;   /* to open */
    const char *source; /* relative to its import root, with '/' between the parts */
};

struct walk {
    struct walk_file *files;
    size_t n;
};

/* ERR_NOT_FOUND names the path that is not there (in err's cause); ERR_TOO_LARGE over the ceilings; ERR_CONFLICT when
 * two files would have the same source. */
MUST_CHECK err_code walk_paths(arena *a, char *const *paths, size_t n_paths, struct walk *out, kb_err *err);

/* The name without .md or .markdown; the whole of a name that ends otherwise. */
text walk_stem(text name);

/* Reads a whole file of at most max bytes into the arena; ERR_TOO_LARGE beyond, ERR_INVALID for what is no regular file
 * or a link to one, ERR_FORBIDDEN for what this user may not read. */
MUST_CHECK err_code walk_read(arena *a, const char *path, size_t max, text *out, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
