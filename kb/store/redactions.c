/* The file of redactions: written before the commit, so that no word is taken out that a copy would bring back. */
#include "kb/store/redact.h"

#include "kb/base/buf.h"
#include "kb/base/cleanup.h"
#include "kb/store/handle.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sodium.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FIELDS = 7, FILE_MAX = 64 * 1024 * 1024, HEX_BYTES = 2 * STORE_TEXT_HASH_BYTES + 1 };

static void put_line(struct buf *out, const struct store_redaction *r)
{
    char was[HEX_BYTES], is[HEX_BYTES];
    buf_printf(out, "%s\t%s\t%s\t%s\t", r->practice, r->place, r->item, *r->sub ? r->sub : "-");
    for (size_t i = 0; i < r->n_spans; i++)
        buf_printf(out, "%s%zu+%zu", i ? "," : "", r->spans[i].from, r->spans[i].len);
    sodium_bin2hex(was, sizeof was, r->was, sizeof r->was);
    sodium_bin2hex(is, sizeof is, r->is, sizeof r->is);
    buf_printf(out, "\t%s\t%s\n", was, is);
}

static err_code write_all(int fd, text rest, const char *path, kb_err *err)
{
    while (rest.len) {
        ssize_t n = write(fd, rest.ptr, rest.len);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return err_errno(err, path);
        rest = text_slice(rest, (size_t)n, SIZE_MAX);
    }
    return fsync(fd) == 0 ? OK : err_errno(err, path);
}

/* Does the file end in the middle of a line? A power cut leaves that behind. */
static bool is_torn(int fd, off_t size)
{
    char last;
    return size > 0 && (pread(fd, &last, 1, size - 1) != 1 || last != '\n');
}

/* Behind what is there, on a line of its own; all of it or nothing. */
static err_code append(int fd, text lines, const char *path, kb_err *err)
{
    struct stat st;
    if (fstat(fd, &st) != 0) return err_errno(err, path);
    err_code code = lines.len && is_torn(fd, st.st_size) ? write_all(fd, TEXT("\n"), path, err) : OK;
    if (code == OK) code = write_all(fd, lines, path, err);
    if (code != OK && ftruncate(fd, st.st_size) != 0)
        return code; /* then half a line stays, and the next record begins behind it */
    return code;
}

/* Without its name on the disk a power cut takes the whole file along. */
static err_code sync_name(const char *path, kb_err *err)
{
    const char *slash = strrchr(path, '/');
    char dir[PATH_MAX];
    if (!slash) return store__sync_directory(".", err);
    snprintf(dir, sizeof dir, "%.*s", slash == path ? 1 : (int)(slash - path), path);
    return store__sync_directory(dir, err);
}

err_code store_redactions_add(const char *path, const struct store_redactions *all, kb_err *err)
{
    _cleanup_(buf_release)
    struct buf lines = buf_new(FILE_MAX);
    for (size_t i = 0; i < all->n; i++) put_line(&lines, &all->at[i]);
    for (size_t i = 0; i < all->n_persons; i++) buf_printf(&lines, "person\t%s\n", all->persons[i]);
    if (lines.failed) return err_set(err, ERR_NOMEM, "redactions");
    bool is_new = access(path, F_OK) != 0;
    _cleanup_(close_fd)
    int fd = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (fd < 0) return err_errno(err, path);
    err_code named = is_new ? sync_name(path, err) : OK;
    if (named != OK) (void)unlink(path); /* the next time it is new again */
    return named == OK ? append(fd, buf_text(&lines), path, err) : named;
}

/* ---- Reading ---- */

static bool read_hash(text hex, uint8_t out[STORE_TEXT_HASH_BYTES])
{
    size_t n = 0;
    return hex.len == HEX_BYTES - 1 &&
           sodium_hex2bin(out, STORE_TEXT_HASH_BYTES, hex.ptr, hex.len, NULL, &n, NULL) == 0 &&
           n == STORE_TEXT_HASH_BYTES;
}

static bool read_spans(text list, arena *a, struct store_redaction *r)
{
    size_t most = 1, end = 0;
    for (size_t i = 0; i < list.len; i++) most += list.ptr[i] == ',';
    struct store_span *spans = ARENA_ARRAY(a, struct store_span, most);
    for (text part; spans && text_next(&list, ',', &part);) {
        uint64_t from, len;
        size_t plus = text_find_byte(part, '+', 0);
        if (plus == SIZE_MAX || !text_to_u64(text_slice(part, 0, plus), FILE_MAX, &from) ||
            !text_to_u64(text_slice(part, plus + 1, SIZE_MAX), FILE_MAX, &len) || !len || from < end)
            return false;
        spans[r->n_spans++] = (struct store_span){from, len};
        end = from + len;
    }
    r->spans = spans;
    return r->n_spans > 0;
}

static bool read_line(text line, arena *a, struct store_redaction *r)
{
    text f[FIELDS];
    size_t n = 0;
    for (text part; n < FIELDS && text_next(&line, '\t', &part);) f[n++] = part;
    if (n < FIELDS || line.len) return false;
    r->practice = arena_text_str(a, f[0]);
    r->place = arena_text_str(a, f[1]);
    r->item = arena_text_str(a, f[2]);
    r->sub = text_is(f[3], "-") ? "" : arena_text_str(a, f[3]);
    return read_spans(f[4], a, r) && read_hash(f[5], r->was) && read_hash(f[6], r->is);
}

static bool read_person(text line, arena *a, struct store_redactions *out)
{
    text word;
    if (!text_next(&line, '\t', &word) || !text_is(word, "person") || !store_id_valid(line)) return false;
    out->persons[out->n_persons++] = arena_text_str(a, line);
    return true;
}

static err_code read_all(const char *path, arena *a, text *out, kb_err *err)
{
    struct stat st;
    _cleanup_(close_fd)
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 && errno == ENOENT) return err_set(err, ERR_NOT_FOUND, "there is no file %s", path);
    if (fd < 0 || fstat(fd, &st) != 0) return err_errno(err, path);
    if (st.st_size > FILE_MAX) return err_set(err, ERR_TOO_LARGE, "%s", path);
    char *bytes = arena_alloc(a, (size_t)st.st_size + 1);
    if (!bytes) return err_set(err, ERR_NOMEM, "redactions");
    size_t have = 0;
    while (have < (size_t)st.st_size) {
        ssize_t n = read(fd, bytes + have, (size_t)st.st_size - have);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return err_errno(err, path);
        have += (size_t)n;
    }
    *out = text_of(bytes, have);
    return OK;
}

/* One line; false when it is none of ours. */
static bool take_line(text line, arena *a, struct store_redactions *out)
{
    struct store_redaction r = {0};
    if (!line.len || read_person(line, a, out)) return true;
    if (!read_line(line, a, &r)) return false;
    out->at[out->n++] = r;
    return true;
}

err_code store_redactions_read(const char *path, arena *a, struct store_redactions *out, kb_err *err)
{
    text all, line;
    size_t lines = 0;
    *out = (struct store_redactions){0};
    ERR_TRY(read_all(path, a, &all, err));
    for (size_t i = 0; i < all.len; i++) lines += all.ptr[i] == '\n';
    out->at = ARENA_ARRAY(a, struct store_redaction, lines + 1);
    out->persons = ARENA_ARRAY(a, const char *, lines + 1);
    if (!out->at || !out->persons) return err_set(err, ERR_NOMEM, "redactions");
    for (size_t number = 1; text_next(&all, '\n', &line); number++) {
        if (take_line(line, a, out)) continue;
        if (!out->damaged++) out->first_damaged = number;
    }
    if (arena_failed(a)) return err_set(err, ERR_NOMEM, "redactions");
    if (out->damaged && !out->n && !out->n_persons)
        return err_set(err, ERR_INVALID, "%s: line %zu is no redaction, nor is another", path, out->first_damaged);
    return OK;
}
