#include "kb/base/text.h"

bool text_eq(text a, text b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

bool text_is(text a, const char *b)
{
    return text_eq(a, text_str(b));
}

bool text_starts(text whole, text start)
{
    return whole.len >= start.len && text_eq(text_of(whole.ptr, start.len), start);
}

bool text_ends(text whole, text end)
{
    return whole.len >= end.len && text_eq(text_of(whole.ptr + whole.len - end.len, end.len), end);
}

int text_cmp(text a, text b)
{
    size_t common = a.len < b.len ? a.len : b.len;
    int order = common ? memcmp(a.ptr, b.ptr, common) : 0;
    if (order != 0) return order;
    return (a.len > b.len) - (a.len < b.len);
}

text text_slice(text t, size_t from, size_t max)
{
    if (from > t.len) from = t.len;
    size_t left = t.len - from;
    return text_of(t.ptr ? t.ptr + from : NULL, left < max ? left : max);
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

text text_trim(text t)
{
    while (t.len && is_space(t.ptr[0])) t = text_slice(t, 1, t.len);
    while (t.len && is_space(t.ptr[t.len - 1])) t.len--;
    return t;
}

size_t text_find(text haystack, text needle, size_t from)
{
    if (from > haystack.len) return SIZE_MAX;
    if (!needle.len) return from;
    if (needle.len > haystack.len - from) return SIZE_MAX; /* and memmem never sees the NULL of an empty text */
    const char *hit = memmem(haystack.ptr + from, haystack.len - from, needle.ptr, needle.len);
    return hit ? (size_t)(hit - haystack.ptr) : SIZE_MAX;
}

size_t text_find_byte(text haystack, char byte, size_t from)
{
    if (from >= haystack.len) return SIZE_MAX;
    const char *hit = memchr(haystack.ptr + from, byte, haystack.len - from);
    return hit ? (size_t)(hit - haystack.ptr) : SIZE_MAX;
}

bool text_next(text *rest, char separator, text *part)
{
    if (!rest->len) return false;
    size_t end = text_find_byte(*rest, separator, 0);
    if (end == SIZE_MAX) {
        *part = *rest;
        *rest = text_slice(*rest, rest->len, 0);
        return true;
    }
    *part = text_slice(*rest, 0, end);
    *rest = text_slice(*rest, end + 1, SIZE_MAX);
    return true;
}

bool text_to_u64(text t, uint64_t max, uint64_t *value)
{
    uint64_t v = 0;
    if (!t.len) return false;
    for (size_t i = 0; i < t.len; i++) {
        if (t.ptr[i] < '0' || t.ptr[i] > '9') return false;
        uint64_t digit = (uint64_t)(t.ptr[i] - '0');
        if (digit > max || v > (max - digit) / 10) return false;
        v = v * 10 + digit;
    }
    *value = v;
    return true;
}

int text_hex_digit(char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

/* The number of bytes that a lead byte announces, 0 for a byte that cannot lead (RFC 3629 section 4). */
static size_t sequence_length(unsigned char lead)
{
    if (lead < 0x80) return 1;
    if (lead >= 0xC2 && lead <= 0xDF) return 2;
    if (lead >= 0xE0 && lead <= 0xEF) return 3;
    if (lead >= 0xF0 && lead <= 0xF4) return 4;
    return 0;
}

static bool is_scalar(uint32_t c, size_t bytes)
{
    static const uint32_t smallest[5] = {0, 0, 0x80, 0x800, 0x10000};
    return c >= smallest[bytes] && c <= 0x10FFFF && !(c >= 0xD800 && c <= 0xDFFF);
}

/* Decodes the sequence at s; returns its length, or 0 when it is not valid. */
static size_t decode(const unsigned char *s, size_t left, uint32_t *code_point)
{
    static const unsigned char lead_mask[5] = {0, 0x7F, 0x1F, 0x0F, 0x07};
    size_t n = sequence_length(s[0]);
    if (n == 0 || n > left) return 0;
    uint32_t c = s[0] & lead_mask[n];
    for (size_t i = 1; i < n; i++) {
        if ((s[i] & 0xC0) != 0x80) return 0;
        c = c << 6 | (s[i] & 0x3F);
    }
    *code_point = c;
    return is_scalar(c, n) ? n : 0;
}

bool utf8_next(text t, size_t *at, uint32_t *code_point)
{
    if (*at >= t.len) return false;
    size_t n = decode((const unsigned char *)t.ptr + *at, t.len - *at, code_point);
    if (n == 0) {
        *code_point = 0xFFFD;
        n = 1;
    }
    *at += n;
    return true;
}

size_t utf8_put(uint32_t c, char out[4])
{
    if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) return 0;
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    size_t n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    static const unsigned char lead[5] = {0, 0, 0xC0, 0xE0, 0xF0};
    for (size_t i = n - 1; i > 0; i--) {
        out[i] = (char)(0x80 | (c & 0x3F));
        c >>= 6;
    }
    out[0] = (char)(lead[n] | c);
    return n;
}

size_t utf8_valid_until(text t)
{
    size_t at = 0;
    while (at < t.len) {
        uint32_t c;
        if ((unsigned char)t.ptr[at] < 0x80) {
            at++;
            continue;
        }
        size_t n = decode((const unsigned char *)t.ptr + at, t.len - at, &c);
        if (n == 0) return at;
        at += n;
    }
    return t.len;
}

bool utf8_valid(text t)
{
    return utf8_valid_until(t) == t.len;
}

size_t utf8_count(text t)
{
    size_t n = 0;
    for (size_t i = 0; i < t.len; i++) n += ((unsigned char)t.ptr[i] & 0xC0) != 0x80;
    return n;
}

text utf8_clip(text t, size_t max_bytes)
{
    if (t.len <= max_bytes) return t;
    size_t end = max_bytes;
    while (end > 0 && ((unsigned char)t.ptr[end] & 0xC0) == 0x80) end--;
    return text_slice(t, 0, end);
}

bool utf8_turns(text t)
{
    for (size_t i = 0; i + 2 < t.len; i++) {
        const unsigned char *c = (const unsigned char *)t.ptr + i;
        bool embeds = c[1] == 0x80 && c[2] >= 0xAA && c[2] <= 0xAE,
             isolates = c[1] == 0x81 && c[2] >= 0xA6 && c[2] <= 0xA9;
        if (c[0] == 0xE2 && (embeds || isolates)) return true;
    }
    return false;
}

size_t text_word_count(text t)
{
    size_t words = 0, at = 0;
    bool inside = false;
    for (uint32_t c; utf8_next(t, &at, &c);) {
        bool space = c == 0xA0 || (c < 0x80 && is_space((char)c));
        words += !space && !inside;
        inside = !space;
    }
    return words;
}

bool text_is_a_to_z(text t)
{
    for (size_t i = 0; i < t.len; i++)
        if (t.ptr[i] < 'a' || t.ptr[i] > 'z') return false;
    return true;
}
