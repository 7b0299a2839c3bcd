#include "kb/base/buf.h"

#include <stdio.h>
#include <stdlib.h>

struct buf buf_new(size_t max_bytes)
{
    return (struct buf){.max = max_bytes};
}

void buf_release(struct buf *b)
{
    free(b->ptr);
    *b = buf_new(b->max);
}

void buf_clear(struct buf *b)
{
    b->len = 0;
    b->failed = false;
    if (b->ptr) b->ptr[0] = '\0';
}

static bool grow(struct buf *b, size_t needed)
{
    size_t room = b->room ? b->room : 64;
    while (room < needed) room = room > SIZE_MAX / 2 ? needed : room * 2;
    if (room > b->max) room = b->max + 1;
    char *bigger = realloc(b->ptr, room);
    if (!bigger) return false;
    b->ptr = bigger;
    b->room = room;
    return true;
}

static char *make_room(struct buf *b, size_t bytes)
{
    if (b->failed || bytes > b->max - b->len || !grow(b, b->len + bytes + 1)) {
        b->failed = true;
        return NULL;
    }
    return b->ptr + b->len;
}

/* Room beyond the ceiling is never made, so what fits in the room may be written. */
static inline char *place_for(struct buf *b, size_t bytes)
{
    return !b->failed && bytes < b->room - b->len ? b->ptr + b->len : make_room(b, bytes);
}

char *buf_reserve(struct buf *b, size_t bytes)
{
    return place_for(b, bytes);
}

void buf_grew(struct buf *b, size_t bytes)
{
    b->len += bytes;
    b->ptr[b->len] = '\0';
}

void buf_put(struct buf *b, text t)
{
    char *to = place_for(b, t.len);
    if (!to) return;
    if (t.len) memcpy(to, t.ptr, t.len);
    buf_grew(b, t.len);
}

void buf_str(struct buf *b, const char *s)
{
    buf_put(b, text_str(s));
}

void buf_byte(struct buf *b, char c)
{
    buf_put(b, text_of(&c, 1));
}

void buf_printf(struct buf *b, const char *format, ...)
{
    char mostly[256]; /* room for nearly all: written once, then copied */
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int len = vsnprintf(mostly, sizeof mostly, format, args);
    char *to = len < 0 ? NULL : buf_reserve(b, (size_t)len);
    if (to && (size_t)len < sizeof mostly)
        memcpy(to, mostly, (size_t)len);
    else if (to)
        vsnprintf(to, (size_t)len + 1, format, again);
    if (to) buf_grew(b, (size_t)len);
    va_end(again);
    va_end(args);
}

text buf_text(const struct buf *b)
{
    return text_of(b->ptr, b->len);
}

const char *buf_cstr(const struct buf *b)
{
    return b->ptr ? b->ptr : "";
}

char *buf_take(struct buf *b, size_t *len)
{
    if (b->failed || !buf_reserve(b, 0)) return NULL;
    buf_grew(b, 0);
    char *taken = b->ptr;
    if (len) *len = b->len;
    *b = buf_new(b->max);
    return taken;
}
