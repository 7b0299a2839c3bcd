#include "importer/walk.h"

#include "kb/base/cleanup.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <strings.h>
#include <sys/stat.h>

struct walker {
    arena *arena;
    struct walk *out;
    size_t room;
    kb_err *err;
};

static err_code no_memory(kb_err *err)
{
    return err_set(err, ERR_NOMEM, "list of files");
}

static err_code add_file(struct walker *w, const char *path, const char *source)
{
    if (w->out->n == WALK_FILES_MAX) return err_set(w->err, ERR_TOO_LARGE, "more than %d files", WALK_FILES_MAX);
    if (w->out->n == w->room) {
        size_t room = w->room ? w->room * 2 : 256;
        struct walk_file *more = ARENA_ARRAY(w->arena, struct walk_file, room);
        if (!more) return no_memory(w->err);
        if (w->out->n) memcpy(more, w->out->files, w->out->n * sizeof *more);
        w->out->files = more;
        w->room = room;
    }
    w->out->files[w->out->n++] = (struct walk_file){path, source};
    return OK;
}

text walk_stem(text name)
{
    static const char *const ends[] = {".md", ".markdown"};
    for (size_t i = 0; i < COUNT_OF(ends); i++) {
        size_t len = strlen(ends[i]);
        if (name.len >= len && !strncasecmp(name.ptr + name.len - len, ends[i], len))
            return text_slice(name, 0, name.len - len);
    }
    return name;
}

static bool is_markdown(const char *name)
{
    return walk_stem(text_str(name)).len < strlen(name);
}

static void close_folder(DIR **d)
{
    if (*d) closedir(*d);
}

static err_code walk_folder(struct walker *w, const char *root, const char *at, int depth);

static bool leads_to_folder(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* Goes down into folders and lists what may be a text; what turns out not to be one is named when it is read. */
static err_code walk_entry(struct walker *w, const char *root, const char *source, int depth)
{
    struct stat st;
    const char *path = arena_printf(w->arena, "%s/%s", root, source);
    if (!path) return no_memory(w->err);
    if (lstat(path, &st) == 0 && S_ISDIR(st.st_mode)) {
        const char *below = arena_printf(w->arena, "%s/", source);
        return below ? walk_folder(w, root, below, depth + 1) : no_memory(w->err);
    }
    return is_markdown(source) || leads_to_folder(path) ? add_file(w, path, source) : OK;
}

/* `at` is the folder relative to the root, with a closing '/', or "". */
static err_code walk_folder(struct walker *w, const char *root, const char *at, int depth)
{
    if (depth > WALK_DEPTH_MAX) return err_set(w->err, ERR_TOO_LARGE, "folders nest deeper than %d", WALK_DEPTH_MAX);
    const char *folder = arena_printf(w->arena, "%s/%s", root, at);
    if (!folder) return no_memory(w->err);
    _cleanup_(close_folder)
    DIR *d = opendir(folder);
    if (!d) return depth > 1 ? add_file(w, folder, at) : err_errno(w->err, folder);
    for (struct dirent *e; (e = readdir(d));) {
        if (e->d_name[0] == '.') continue;
        const char *source = arena_printf(w->arena, "%s%s", at, e->d_name);
        if (!source) return no_memory(w->err);
        ERR_TRY(walk_entry(w, root, source, depth));
    }
    return OK;
}

static err_code walk_path(struct walker *w, const char *path)
{
    struct stat st;
    if (stat(path, &st) != 0) {
        if (errno == ENOENT || errno == ENOTDIR) return err_set(w->err, ERR_NOT_FOUND, "there is no %s", path);
        return err_errno(w->err, path);
    }
    if (S_ISDIR(st.st_mode)) return walk_folder(w, path, "", 1);
    const char *slash = strrchr(path, '/');
    _cleanup_(free_p)
    char *real = realpath(path, NULL); /* a link that was named by hand is meant */
    const char *kept = arena_str(w->arena, real ? real : path);
    return kept ? add_file(w, kept, slash ? slash + 1 : path) : no_memory(w->err);
}

static int by_source(const void *a, const void *b)
{
    return strcmp(((const struct walk_file *)a)->source, ((const struct walk_file *)b)->source);
}

err_code walk_paths(arena *a, char *const *paths, size_t n_paths, struct walk *out, kb_err *err)
{
    *out = (struct walk){0};
    struct walker w = {.arena = a, .out = out, .err = err};
    for (size_t i = 0; i < n_paths; i++) ERR_TRY(walk_path(&w, paths[i]));
    if (out->n) qsort(out->files, out->n, sizeof *out->files, by_source);
    for (size_t i = 1; i < out->n; i++)
        if (!strcmp(out->files[i - 1].source, out->files[i].source))
            return err_set(err, ERR_CONFLICT,
                           "two files are called %s: give one another name, or import the folder above them, which "
                           "names them apart",
                           out->files[i].source);
    return OK;
}

static err_code cannot_open(const char *path, kb_err *err)
{
    if (errno == ELOOP) return err_field(err, ERR_INVALID, "file", "symlink");
    if (errno == EACCES || errno == EPERM) return err_field(err, ERR_FORBIDDEN, "file", "unreadable");
    return err_errno(err, path);
}

err_code walk_read(arena *a, const char *path, size_t max, text *out, kb_err *err)
{
    _cleanup_(close_fd)
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW);
    struct stat st;
    if (fd < 0 || fstat(fd, &st) != 0) return cannot_open(path, err);
    if (!S_ISREG(st.st_mode)) return err_field(err, ERR_INVALID, "file", "no-file");
    if ((size_t)st.st_size > max) return err_field(err, ERR_TOO_LARGE, "file", "too-long");
    char *bytes = arena_alloc(a, (size_t)st.st_size + 1);
    if (!bytes) return err_set(err, ERR_NOMEM, "file");
    size_t len = 0;
    while (len < (size_t)st.st_size) {
        ssize_t got = read(fd, bytes + len, (size_t)st.st_size - len);
        if (got < 0) return err_errno(err, path);
        if (got == 0) break;
        len += (size_t)got;
    }
    *out = text_of(bytes, len);
    return OK;
}
