/* Cookies, tokens of programs, form tokens, known devices and sealed fields: nothing that was not made here is taken.
 */
#include "tests/fuzz/fuzz.h"

#include "kb/http/bearer.h"
#include "kb/http/csrf.h"
#include "kb/http/known.h"
#include "kb/http/sealed.h"
#include "kb/http/session.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    static const unsigned char secret[CSRF_SECRET_LEN] = {7, 1, 4}, key[SEALED_KEY_LEN] = {9, 3};
    _cleanup_(arena_free_p)
    arena *a = arena_new(1024 * 1024);
    text in = text_of((const char *)bytes, len), value, plain;
    struct session_token token;
    if (!a) return 0;
    kb_req req = {.arena = a, .cookie = in, .plain_cookie = len % 2};
    value = req_cookie(&req, len % 2 ? SESSION_COOKIE_PLAIN : SESSION_COOKIE);
    MUST_HOLD(value.len <= in.len);
    if (session_cookie_read(&req, &token))
        MUST_HOLD(value.len == SESSION_TOKEN_LEN && strlen(token.cookie) == SESSION_TOKEN_LEN);
    MUST_HOLD(!known_device(&req, key, "fuzz").len);
    if (bearer_read(in, &value)) {
        MUST_HOLD(value.ptr && value.len <= in.len && value.ptr + value.len <= in.ptr + in.len);
        MUST_HOLD(value.ptr >= in.ptr + strlen("Bearer"));
        MUST_HOLD(!value.len || (value.ptr[0] != ' ' && value.ptr[value.len - 1] != ' '));
    }
    if (session_token_read(in, &token)) MUST_HOLD(!memcmp(token.cookie, bytes, SESSION_TOKEN_LEN));
    MUST_HOLD(!csrf_token_ok(secret, in)); /* 256 bits to guess */
    MUST_HOLD(!sealed_open(key, "fuzz", in, a, &plain));
    (void)csrf_origin_ok(in, TEXT(""), len % 2, TEXT("kb.example"));
    return 0;
}
