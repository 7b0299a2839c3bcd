/* An address: what the guard lets through is decoded to text without NUL, and finds a row or none. */
#include "tests/fuzz/fuzz.h"

#include "kb/http/form.h"
#include "kb/http/guard.h"
#include "kb/http/router.h"
#include "kb/http/routes.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    static struct router *router;
    const struct route *const tables[] = {kb_routes, ops_routes};
    const size_t counts[] = {kb_routes_count, ops_routes_count};
    text uri = text_of((const char *)bytes, len), decoded;
    kb_err err = {0};
    _cleanup_(arena_free_p)
    arena *a = arena_new(8 * 1024 * 1024);
    if (!a || (!router && router_new(&router, tables, counts, 2, &err) != OK) || guard_uri(uri)) return 0;
    size_t mark = text_find_byte(uri, '?', 0);
    text path = text_slice(uri, 0, mark);
    struct form_pair *pairs;
    size_t n;
    MUST_HOLD(form_unescape(path, false, a, &decoded));
    MUST_HOLD(memchr(decoded.ptr, '\0', decoded.len) == NULL);
    struct route_match match = router_find(router, GET, path, a);
    for (size_t i = 0; i < match.n_params; i++) {
        MUST_HOLD(utf8_valid(match.params[i].value) && text_find_byte(match.params[i].value, '/', 0) == SIZE_MAX);
        MUST_HOLD(!text_is(match.params[i].value, "..") && match.params[i].value.len > 0);
    }
    if (mark != SIZE_MAX && form_split_urlencoded(text_slice(uri, mark + 1, SIZE_MAX), a, &pairs, &n, &err) == OK)
        for (size_t i = 0; i < n; i++) MUST_HOLD(utf8_valid(pairs[i].name) && utf8_valid(pairs[i].value));
    return 0;
}
