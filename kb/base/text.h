/* text.h - borrowed views of bytes, and UTF-8.
 *
 * A `text` points into memory that somebody else keeps alive. It may hold any byte and has no closing NUL.
 * Lengths and offsets are bytes, unless a name says code points.
 */
#ifndef KB_BASE_TEXT_H
#define KB_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct text {
    const char *ptr;
    size_t len;
} text;

/* TEXT("literal"), and the arguments for a "%.*s". */
#ifdef __cplusplus
#define TEXT(literal) (text{(literal), sizeof(literal) - 1})
#else
#define TEXT(literal) ((text){(literal), sizeof(literal) - 1})
#endif
#define TEXT_FMT(t) (int)(t).len, (t).ptr

static inline text text_of(const char *ptr, size_t len)
{
    text t = {ptr, len};
    return t;
}

/* The view of a C string; NULL gives the empty view. */
static inline text text_str(const char *s)
{
    return text_of(s, s ? strlen(s) : 0);
}

/* A number for tables in memory, the same for the same bytes (FNV-1a; its low bits are well mixed). Who chooses the
 * keys can make them collide: where that is a stranger, a table bounds how long it looks. */
static inline uint32_t text_hash(text t)
{
    uint32_t h = 2166136261u;
    for (size_t i = 0; i < t.len; i++) h = (h ^ (unsigned char)t.ptr[i]) * 16777619u;
    return h ^ h >> 15;
}

bool text_eq(text a, text b);
bool text_is(text a, const char *b);
bool text_starts(text whole, text start);
bool text_ends(text whole, text end);

/* Orders by bytes, as memcmp does; a prefix comes first. */
int text_cmp(text a, text b);

/* The view from `from` (clamped to the length), of at most `max` bytes. */
text text_slice(text t, size_t from, size_t max);

/* The view without ASCII white space at both ends. */
text text_trim(text t);

/* Position of the first `needle` at or after `from`; SIZE_MAX when there is none. An empty needle is found at `from`.
 */
size_t text_find(text haystack, text needle, size_t from);
size_t text_find_byte(text haystack, char byte, size_t from);

/* Takes what stands before the first `separator` out of `rest` and moves rest behind it. False when rest is exhausted:
 *     for (text part; text_next(&rest, '\n', &part);) ...          "a\n" gives "a"; "" gives nothing. */
bool text_next(text *rest, char separator, text *part);

/* Reads a decimal number without sign; false when it is empty, has other bytes, or is over `max`. */
bool text_to_u64(text t, uint64_t max, uint64_t *value);

/* What this hexadecimal digit stands for; -1 when it is none. */
int text_hex_digit(char c);

/* Reads one code point and moves *at behind it. False at the end. A byte that is no valid UTF-8 gives U+FFFD and moves
 * one byte. Overlong forms, surrogates and values over U+10FFFF are not valid (RFC 3629). */
bool utf8_next(text t, size_t *at, uint32_t *code_point);

/* Writes the code point as UTF-8 into out[4] and returns the number of bytes, 0 when it is no scalar value. */
size_t utf8_put(uint32_t code_point, char out[4]);

/* The position of the first byte that is no valid UTF-8, or t.len. */
size_t utf8_valid_until(text t);
bool utf8_valid(text t);

/* Number of code points in valid UTF-8. */
size_t utf8_count(text t);

/* The longest start of t that holds at most max_bytes and ends between two code points. */
text utf8_clip(text t, size_t max_bytes);

/* Does it hold a sign that turns the direction of what stands behind it (U+202A..202E, U+2066..2069)? In what people
 * write it makes the words beside it read as something else. */
bool utf8_turns(text t);

/* Number of words: runs of anything but white space (ASCII and U+00A0). */
size_t text_word_count(text t);

/* a to z, and nothing else; true of "". */
bool text_is_a_to_z(text t);

#ifdef __cplusplus
}
#endif
#endif
