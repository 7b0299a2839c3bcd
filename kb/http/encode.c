#include "kb/http/encode.h"

#include "kb/base/cleanup.h"
#include "kb/http/guard.h"

#include <brotli/encode.h>
#include <zlib.h>

enum { BR_ONCE = 1, BR_KEPT = 5, GZIP_ONCE = 1, GZIP_KEPT = 6, BR_WINDOW = 18, GZIP_WINDOW = 15 + 16 };

static const char *const names[ENCODING__COUNT] = {NULL, "gzip", "br"};

const char *encoding_name(enum encoding e)
{
    return (unsigned)e < ENCODING__COUNT ? names[e] : NULL;
}

/* "0", "0.5", "1.000" in thousandths; 1000 when it is no such thing. */
static int read_q(text q)
{
    if (!q.len || (q.ptr[0] != '0' && q.ptr[0] != '1')) return 1000;
    int value = (q.ptr[0] - '0') * 1000, unit = 100;
    for (size_t i = 2; i < q.len && i < 5 && q.ptr[i] >= '0' && q.ptr[i] <= '9'; i++, unit /= 10)
        value += (q.ptr[i] - '0') * unit;
    return value > 1000 ? 1000 : value;
}

enum encoding encoding_choose(text accept)
{
    int q[ENCODING__COUNT] = {0}, star = 0;
    bool named[ENCODING__COUNT] = {false};
    for (text part; text_next(&accept, ',', &part);) {
        size_t semi = text_find_byte(part, ';', 0);
        text name = text_trim(text_slice(part, 0, semi));
        size_t eq = text_find_byte(part, '=', 0);
        int value = eq == SIZE_MAX ? 1000 : read_q(text_trim(text_slice(part, eq + 1, SIZE_MAX)));
        if (text_is(name, "*")) star = value;
        for (int e = ENCODING_GZIP; e < ENCODING__COUNT; e++) {
            if (!text_eq_ascii(name, names[e])) continue;
            q[e] = value;
            named[e] = true;
        }
    }
    for (int e = ENCODING_GZIP; e < ENCODING__COUNT; e++)
        if (!named[e]) q[e] = star;
    if (q[ENCODING_BR] > 0 && q[ENCODING_BR] >= q[ENCODING_GZIP]) return ENCODING_BR;
    return q[ENCODING_GZIP] > 0 ? ENCODING_GZIP : ENCODING_NONE;
}

bool encoding_helps(const char *content_type)
{
    static const char *const starts[] = {"text/",         "application/json",       "application/problem+json",
                                         "image/svg+xml", "application/javascript", "application/manifest+json"};
    for (size_t i = 0; content_type && i < COUNT_OF(starts); i++)
        if (strncmp(content_type, starts[i], strlen(starts[i])) == 0) return true;
    return false;
}

static bool make_br(char *to, size_t *room, const void *bytes, size_t len, bool once)
{
    return BrotliEncoderCompress(once ? BR_ONCE : BR_KEPT, BR_WINDOW, BROTLI_MODE_TEXT, len, bytes, room,
                                 (uint8_t *)to) == BROTLI_TRUE;
}

static bool make_gzip(char *to, size_t *room, const void *bytes, size_t len, bool once)
{
    z_stream z = {0};
    union {
        const void *in;
        Bytef *zlib; /* zlib reads only, without saying const */
    } u = {bytes};
    if (deflateInit2(&z, once ? GZIP_ONCE : GZIP_KEPT, Z_DEFLATED, GZIP_WINDOW, 8, Z_DEFAULT_STRATEGY) != Z_OK)
        return false;
    z.next_in = u.zlib;
    z.avail_in = (uInt)len;
    z.next_out = (Bytef *)to;
    z.avail_out = (uInt)*room;
    bool whole = deflate(&z, Z_FINISH) == Z_STREAM_END;
    *room = z.total_out;
    deflateEnd(&z);
    return whole;
}

char *encode_bytes(enum encoding e, const void *bytes, size_t len, bool once, size_t *out_len)
{
    if (e == ENCODING_NONE || len == 0) return NULL;
    _cleanup_(free_p)
    char *to = malloc(len);
    size_t room = len; /* what does not become shorter is sent as it is */
    if (!to) return NULL;
    bool good = e == ENCODING_BR ? make_br(to, &room, bytes, len, once) : make_gzip(to, &room, bytes, len, once);
    if (!good || room >= len) return NULL;
    *out_len = room;
    return TAKE(to);
}
