#include "kb/base/arena.h"

#include <stdio.h>
#include <stdlib.h>

enum { BLOCK_BYTES = 16 * 1024, ALIGNMENT = 16 };

struct block {
    struct block *next;
    size_t size, used;
    _Alignas(ALIGNMENT) char bytes[];
};

struct arena {
    struct block *blocks; /* newest first */
    size_t used, max;
    bool failed;
};

arena *arena_new(size_t max_bytes)
{
    arena *a = calloc(1, sizeof *a);
    if (a) a->max = max_bytes;
    return a;
}

static void free_blocks(struct block *b)
{
    while (b) {
        struct block *next = b->next;
        free(b);
        b = next;
    }
}

void arena_free(arena *a)
{
    if (!a) return;
    free_blocks(a->blocks);
    free(a);
}

void arena_free_p(arena **a)
{
    arena_free(*a);
}

void arena_clear(arena *a)
{
    struct block *keep = a->blocks;
    if (keep) {
        free_blocks(keep->next);
        keep->next = NULL;
        keep->used = 0;
    }
    if (keep && keep->size > BLOCK_BYTES) {
        free(keep);
        keep = NULL;
    }
    a->blocks = keep;
    a->used = 0;
    a->failed = false;
}

static struct block *add_block(arena *a, size_t at_least)
{
    size_t size = at_least > BLOCK_BYTES ? at_least : BLOCK_BYTES;
    struct block *b = malloc(sizeof *b + size);
    if (!b) return NULL;
    b->next = a->blocks;
    b->size = size;
    b->used = 0;
    a->blocks = b;
    return b;
}

static void *fail(arena *a)
{
    a->failed = true;
    return NULL;
}

/* Room for bytes that the caller writes. */
static void *take(arena *a, size_t bytes)
{
    if (bytes > a->max - a->used || bytes > SIZE_MAX / 2) return fail(a);
    size_t rounded = (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    struct block *b = a->blocks;
    if (!b || b->size - b->used < rounded) b = add_block(a, rounded);
    if (!b) return fail(a);
    char *p = b->bytes + b->used;
    b->used += rounded;
    a->used += bytes;
    return p;
}

void *arena_alloc(arena *a, size_t bytes)
{
    void *p = take(a, bytes);
    if (p) memset(p, 0, bytes);
    return p;
}

void *arena_array(arena *a, size_t count, size_t bytes_each)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, bytes_each, &bytes)) return fail(a);
    return arena_alloc(a, bytes);
}

char *arena_text_str(arena *a, text t)
{
    char *copy = take(a, t.len + 1);
    if (!copy) return NULL;
    if (t.len) memcpy(copy, t.ptr, t.len);
    copy[t.len] = '\0';
    return copy;
}

char *arena_str(arena *a, const char *s)
{
    return s ? arena_text_str(a, text_str(s)) : NULL;
}

text arena_text(arena *a, text t)
{
    char *copy = arena_text_str(a, t);
    return text_of(copy, copy ? t.len : 0);
}

char *arena_join(arena *a, const char *start, const char *rest)
{
    if (!start || !rest) return fail(a);
    size_t n = strlen(start), m = strlen(rest);
    char *out = take(a, n + m + 1);
    if (!out) return NULL;
    memcpy(out, start, n + 1);
    memcpy(out + n, rest, m + 1);
    return out;
}

char *arena_vprintf(arena *a, const char *format, va_list args)
{
    char mostly[256]; /* room for nearly all: written once, then copied */
    va_list measured;
    va_copy(measured, args);
    int len = vsnprintf(mostly, sizeof mostly, format, measured);
    va_end(measured);
    if (len < 0) return fail(a);
    size_t bytes = (size_t)len + 1;
    char *out = take(a, bytes);
    if (out && bytes <= sizeof mostly)
        memcpy(out, mostly, bytes);
    else if (out)
        vsnprintf(out, bytes, format, args);
    return out;
}

char *arena_printf(arena *a, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *out = arena_vprintf(a, format, args);
    va_end(args);
    return out;
}

bool arena_failed(const arena *a)
{
    return a->failed;
}

size_t arena_used(const arena *a)
{
    return a->used;
}
