#include "kb/store/memory.h"

#include "kb/store/lock.h"
#include "kb/store/migrate.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>

enum { PATH_BYTES = 4096, BUSY_MS = 5000 };

/* ---- Ids ---- */

static const char id_alphabet[] = "0123456789abcdefghjkmnpqrstvwxyz";

void store_new_id(char out[STORE_ID_BYTES])
{
    uint8_t random[17] = {0};       /* 16 random bytes and room to read five bits across the end */
    if (sodium_init() < 0) abort(); /* no source of randomness: nothing may be given an id that can be guessed */
    randombytes_buf(random, 16);
    for (unsigned i = 0; i < STORE_ID_BYTES - 1; i++) {
        unsigned bit = i * 5, pair = (unsigned)random[bit / 8] << 8 | random[bit / 8 + 1];
        out[i] = id_alphabet[pair >> (11 - bit % 8) & 31];
    }
    out[STORE_ID_BYTES - 1] = '\0';
}

bool store_id_valid(text id)
{
    if (id.len != STORE_ID_BYTES - 1) return false;
    for (size_t i = 0; i < id.len; i++)
        if (!memchr(id_alphabet, id.ptr[i], sizeof id_alphabet - 1)) return false;
    return true;
}

/* ---- The directory ---- */

static err_code path_in(char out[PATH_BYTES], const char *dir, const char *name, kb_err *err)
{
    if (snprintf(out, PATH_BYTES, "%s/%s", dir, name) < PATH_BYTES) return OK;
    return err_set(err, ERR_INVALID, "the path of the data directory is too long");
}

static err_code make_directories(const char *dir, kb_err *err)
{
    char path[PATH_BYTES];
    if (snprintf(path, sizeof path, "%s", dir) >= PATH_BYTES)
        return err_set(err, ERR_INVALID, "the path of the data directory is too long");
    for (char *slash = path + 1; (slash = strchr(slash, '/')); *slash++ = '/') {
        *slash = '\0';
        if (mkdir(path, 0700) != 0 && errno != EEXIST) return err_errno(err, path);
    }
    if (mkdir(path, 0700) != 0 && errno != EEXIST) return err_errno(err, path);
    return OK;
}

static err_code need_directory(const struct store_options *options, kb_err *err)
{
    struct stat st;
    if (!options->dir || !options->dir[0]) return err_set(err, ERR_INVALID, "no data directory was named");
    if (stat(options->dir, &st) == 0)
        return S_ISDIR(st.st_mode) ? OK : err_set(err, ERR_NOT_FOUND, "%s is not a directory", options->dir);
    if (errno != ENOENT && errno != ENOTDIR) return err_errno(err, options->dir);
    if (options->create) return make_directories(options->dir, err);
    return err_set(err, ERR_NOT_FOUND, "there is no directory %s: make it with kb init", options->dir);
}

err_code store__sync_directory(const char *dir, kb_err *err)
{
    _cleanup_(close_fd)
    int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return fd >= 0 && fsync(fd) == 0 ? OK : err_errno(err, dir);
}

/* The file exists afterwards; a new one is empty, and for our eyes only (SQLite gives its side files the same mode). An
 * empty one is what a full disk or a copy that broke off leaves: no store, unless one is being made. */
static err_code need_file(const struct store_options *options, const char *path, kb_err *err)
{
    struct stat st;
    bool there = stat(path, &st) == 0;
    if (!there && errno != ENOENT) return err_errno(err, path);
    if (there && (st.st_size || options->create)) return OK;
    if (there)
        return err_set(err, ERR_NOT_FOUND, "%s holds no store: its kb.db is empty; put back a backup, or use kb init",
                       options->dir);
    if (!options->create) return err_set(err, ERR_NOT_FOUND, "%s holds no store: make it with kb init", options->dir);
    _cleanup_(close_fd)
    int fd = open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);
    if (fd < 0 || fsync(fd) != 0) return err_errno(err, path);
    return store__sync_directory(options->dir, err); /* cppcheck-suppress resourceLeak ; closed by _cleanup_ */
}

/* ---- The key file ---- */

static err_code make_key(struct store *s, const char *dir, const char *path, kb_err *err)
{
    _cleanup_(close_fd)
    int fd = open(path, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0600);
    randombytes_buf(s->key, sizeof s->key);
    ssize_t written = fd < 0 ? -1 : write(fd, s->key, sizeof s->key);
    if (written >= 0 && written < (ssize_t)sizeof s->key) errno = ENOSPC;
    if (written != (ssize_t)sizeof s->key || fsync(fd) != 0) return err_errno(err, path);
    s->has_key = true;
    return store__sync_directory(dir, err); /* cppcheck-suppress resourceLeak ; closed by _cleanup_ */
}

/* Without it the store opens all the same: only what is sealed stays shut. One that is cut off counts as none; one that
 * cannot be read may be whole, and is left alone. */
static err_code take_key(struct store *s, const char *dir, bool make, kb_err *err)
{
    char path[PATH_BYTES];
    ERR_TRY(path_in(path, dir, "secret.key", err));
    _cleanup_(close_fd)
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 && errno == ENOENT) return make ? make_key(s, dir, path, err) : OK;
    if (fd < 0) return err_errno(err, path);
    ssize_t n = read(fd, s->key, sizeof s->key);
    if (n < 0) return err_errno(err, path);
    s->has_key = n == (ssize_t)sizeof s->key;
    return s->has_key || !make ? OK
                               : make_key(s, dir, path, err); /* cppcheck-suppress resourceLeak ; closed by _cleanup_ */
}

/* ---- Opening and closing ---- */

/* Puts the path in front of what the driver said, because an administrator reads it. */
static err_code name_file(err_code code, const char *path, kb_err *err)
{
    if (code == OK || !err) return code;
    char said[ERR_CAUSE_MAX];
    snprintf(said, sizeof said, "%s", err->cause);
    const char *advice = code == ERR_CORRUPT ? " is damaged or no database: restore a backup" : "";
    return err_set(err, code, "%s%s (%.120s)", path, advice, said);
}

static err_code open_writer(struct store *s, const struct store_options *options, kb_err *err)
{
    char path[PATH_BYTES];
    ERR_TRY(path_in(path, options->dir, "kb.db", err));
    ERR_TRY(need_file(options, path, err));
    struct db_options db = {.path = path, .sync_normal = options->sync_normal, .vfs = options->vfs, .busy_ms = BUSY_MS};
    ERR_TRY(name_file(db_open(&s->db, &db, err), path, err));
    s->dir = strdup(options->dir);
    if (!s->dir) return err_set(err, ERR_NOMEM, "no memory for a store");
    ERR_TRY(
        store__migrate(s->db, options->dir, store_migrations, store_migrations_count, options->now, &s->schema, err));
    return store__off_disk_begin(s, err);
}

static err_code open_reader(struct store *s, const struct store_options *options, kb_err *err)
{
    char path[PATH_BYTES];
    ERR_TRY(path_in(path, options->dir, "kb.db", err));
    ERR_TRY(need_file(options, path, err));
    struct db_options db = {.path = path, .read_only = true, .vfs = options->vfs, .busy_ms = BUSY_MS};
    ERR_TRY(name_file(db_open(&s->db, &db, err), path, err));
    ERR_TRY(store__schema_read(s->db, options->dir, &s->schema, err));
    if (s->schema > store_schema_known())
        return err_set(err, ERR_CONFLICT, "%s was made by a newer kb (schema %d, this program knows %d): upgrade kb",
                       options->dir, s->schema, store_schema_known());
    if (s->schema < store_schema_known())
        return err_set(err, ERR_CONFLICT, "%s has schema %d, not %d yet: start kb serve or kb init once", options->dir,
                       s->schema, store_schema_known());
    return OK;
}

static err_code new_store(struct store **out, kb_err *err)
{
    if (sodium_init() < 0) return err_set(err, ERR_INTERNAL, "no source of randomness");
    *out = calloc(1, sizeof **out);
    if (!*out) return err_set(err, ERR_NOMEM, "no memory for a store");
    (*out)->lock = -1;
    return OK;
}

err_code store_open_writer(struct store **out, const struct store_options *options, kb_err *err)
{
    _cleanup_(store_close_p)
    struct store *s = NULL;
    ERR_TRY(new_store(&s, err));
    ERR_TRY(need_directory(options, err));
    ERR_TRY(store_lock_take(&s->lock, options->dir, err));
    ERR_TRY(open_writer(s, options, err));
    int64_t sealed;
    ERR_TRY(store__get(s, STMT_second_any, NO_PARAMS, store__int_row, NULL, &sealed, err));
    ERR_TRY(take_key(s, options->dir, !sealed, err)); /* a new key would lose what the old one sealed */
    *out = TAKE(s);
    return OK;
}

err_code store_open_reader(struct store **out, const struct store_options *options, kb_err *err)
{
    _cleanup_(store_close_p)
    struct store *s = NULL;
    struct store_options existing = *options;
    existing.create = false;
    ERR_TRY(new_store(&s, err));
    ERR_TRY(need_directory(&existing, err));
    ERR_TRY(open_reader(s, &existing, err));
    ERR_TRY(take_key(s, options->dir, false, err));
    *out = TAKE(s);
    return OK;
}

void store_close(struct store *s)
{
    if (!s) return;
    for (enum store_statement_name i = 0; i < STMT__COUNT; i++) db_finalize(s->statements[i]);
    store__facts_free(s->facts);
    store__memory_free(s->memory);
    db_close(s->db);
    store_lock_release(s->lock);
    free(s->dir);
    sodium_memzero(s->key, sizeof s->key);
    free(s);
}

void store_close_p(struct store **s)
{
    store_close(*s);
}

/* ---- Reading together ---- */

err_code store_read_begin(struct store *s, kb_err *err)
{
    if (s->reading == 0 && db_in_transaction(s->db)) return OK; /* a writer's job */
    if (s->reading == 0) ERR_TRY(db_begin_read(s->db, err));
    s->reading++;
    return OK;
}

void store_read_end(struct store *s)
{
    if (s->reading == 0) return;
    if (--s->reading) return;
    store__memory_rest(s->memory);
    db_rollback(s->db);
}

void store_read_pause(struct store *s)
{
    store__memory_pause(s->memory);
}

void store_read_end_p(struct store **s)
{
    if (*s) store_read_end(*s);
}

/* ---- Upkeep ---- */

int store_schema_known(void)
{
    return (int)store_migrations_count;
}

int store_schema(const struct store *s)
{
    return s->schema;
}

err_code store_check(struct store *s, kb_err *err)
{
    return db_check(s->db, err);
}

int64_t store_changed(const struct store *s)
{
    return db_changes(s->db);
}

err_code store_copy_to(struct store *s, const char *path, kb_err *err)
{
    return db_copy_to(s->db, path, err);
}

void store_tidy(struct store *s)
{
    s->tidy = true;
}
