/* buf.h - bytes that grow, up to a ceiling given at birth.
 *
 *     _cleanup_(buf_release) struct buf out = buf_new(64 * 1024);
 *     buf_put(&out, TEXT("Beste "));
 *     buf_printf(&out, "%d", n);
 *     if (out.failed) return err_set(err, ERR_TOO_LARGE, "...");
 *
 * Failure is sticky: past the ceiling, or without memory, nothing more is added and `failed` stays true, so that a
 * writer checks once, at the end. There is always a NUL behind the last byte.
 */
#ifndef KB_BASE_BUF_H
#define KB_BASE_BUF_H

#include "kb/base/text.h"

#include <stdarg.h>

#ifdef __cplusplus
extern "C" {
#endif

struct buf {
    char *ptr;
    size_t len, room, max;
    bool failed;
};

struct buf buf_new(size_t max_bytes);

/* Frees the bytes; the buf can be used again, with the same ceiling. */
void buf_release(struct buf *b);

/* Forgets the bytes and keeps the memory. */
void buf_clear(struct buf *b);

void buf_put(struct buf *b, text t);
void buf_str(struct buf *b, const char *s);
void buf_byte(struct buf *b, char c);
void buf_printf(struct buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Room for `bytes` more: the place to write, or NULL (and failed). buf_grew says how many were written. */
char *buf_reserve(struct buf *b, size_t bytes);
void buf_grew(struct buf *b, size_t bytes);

/* What stands in it. Valid until the next write. */
text buf_text(const struct buf *b);

/* The bytes as a C string; "" when nothing was written. */
const char *buf_cstr(const struct buf *b);

/* Takes the bytes out, with their NUL; the caller frees them. NULL when the buf failed or there is no memory. */
char *buf_take(struct buf *b, size_t *len);

#ifdef __cplusplus
}
#endif
#endif
