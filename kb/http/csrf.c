#include "kb/http/csrf.h"

#include "kb/base/cleanup.h"
#include "kb/http/guard.h"

#include <sodium.h>
#include <strings.h>

enum { TOKEN_BYTES = 2 * CSRF_SECRET_LEN };

void csrf_secret_new(unsigned char secret[CSRF_SECRET_LEN])
{
    randombytes_buf(secret, CSRF_SECRET_LEN);
}

const char *csrf_token(const unsigned char secret[CSRF_SECRET_LEN], arena *a)
{
    unsigned char token[TOKEN_BYTES];
    randombytes_buf(token, CSRF_SECRET_LEN);
    for (size_t i = 0; i < CSRF_SECRET_LEN; i++) token[CSRF_SECRET_LEN + i] = token[i] ^ secret[i];
    char *out = arena_alloc(a, CSRF_TOKEN_LEN + 1);
    if (!out) return "";
    return sodium_bin2base64(out, CSRF_TOKEN_LEN + 1, token, sizeof token, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

bool csrf_token_ok(const unsigned char secret[CSRF_SECRET_LEN], text token)
{
    unsigned char bytes[TOKEN_BYTES];
    size_t n = 0;
    if (token.len != CSRF_TOKEN_LEN) return false;
    if (sodium_base642bin(bytes, sizeof bytes, token.ptr, token.len, NULL, &n, NULL,
                          sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
        n != sizeof bytes)
        return false;
    for (size_t i = 0; i < CSRF_SECRET_LEN; i++) bytes[CSRF_SECRET_LEN + i] ^= bytes[i];
    return sodium_memcmp(bytes + CSRF_SECRET_LEN, secret, CSRF_SECRET_LEN) == 0;
}

/* A browser leaves the port of the scheme out of Origin; a Host header may carry it. */
static text without_default_port(text host, bool https)
{
    text port = https ? TEXT(":443") : TEXT(":80");
    return text_ends(host, port) ? text_slice(host, 0, host.len - port.len) : host;
}

bool csrf_origin_ok(text origin, text sec_fetch_site, bool https, text own_host)
{
    text scheme = https ? TEXT("https://") : TEXT("http://");
    if (sec_fetch_site.len && !text_is(sec_fetch_site, "same-origin")) return false;
    if (!text_starts(origin, scheme)) return false;
    text theirs = without_default_port(text_slice(origin, scheme.len, SIZE_MAX), https);
    text ours = without_default_port(own_host, https);
    return ours.len && theirs.len == ours.len && strncasecmp(theirs.ptr, ours.ptr, ours.len) == 0;
}
