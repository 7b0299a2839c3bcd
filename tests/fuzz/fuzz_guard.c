/* A request as the library hands it over: what the guard lets through has nothing on which two programs could
 * disagree. The bytes: request line, then headers, each on a line. */
#include "tests/fuzz/fuzz.h"

#include "kb/http/guard.h"

static text take(text *rest, char until)
{
    text part;
    return text_next(rest, until, &part) ? part : TEXT("");
}

static size_t count(const struct raw_request *raw, const char *name)
{
    size_t n = 0;
    for (size_t i = 0; i < raw->n_headers; i++) n += text_eq_ascii(raw->headers[i].name, name);
    return n;
}

static void look(const struct raw_request *raw, const struct guard_verdict *v)
{
    MUST_HOLD(raw->uri.len && raw->uri.ptr[0] == '/' && raw->uri.len <= GUARD_URI_MAX);
    MUST_HOLD(text_find(raw->uri, TEXT("%00"), 0) == SIZE_MAX && text_find(raw->uri, TEXT("/../"), 0) == SIZE_MAX);
    MUST_HOLD(count(raw, "Host") == 1 && count(raw, "Content-Length") <= 1 && count(raw, "Transfer-Encoding") <= 1);
    MUST_HOLD(count(raw, "Content-Length") + count(raw, "Transfer-Encoding") <= 1);
    for (size_t i = 0; i < raw->n_headers; i++) {
        MUST_HOLD(guard_is_token(raw->headers[i].name));
        for (size_t k = 0; k < raw->headers[i].value.len; k++) {
            unsigned char c = (unsigned char)raw->headers[i].value.ptr[k];
            MUST_HOLD(c == '\t' || (c >= ' ' && c != 0x7F));
        }
    }
    MUST_HOLD(v->length <= 1000000);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    struct raw_header headers[GUARD_HEADERS_COUNT + 10];
    text rest = text_of((const char *)bytes, len), line = take(&rest, '\n');
    struct raw_request raw = {.headers = headers};
    raw.method = take(&line, ' ');
    raw.uri = take(&line, ' ');
    raw.uri_len = raw.uri.len;
    raw.version = line;
    while (rest.len && raw.n_headers < COUNT_OF(headers)) {
        text header = take(&rest, '\n');
        size_t colon = text_find_byte(header, ':', 0);
        headers[raw.n_headers++] = (struct raw_header){
            text_slice(header, 0, colon), colon == SIZE_MAX ? TEXT("") : text_slice(header, colon + 1, SIZE_MAX)};
    }
    static const char *const names[] = {"kb.example", "kb.example:8080"};
    const struct guard_hosts ours = {.names = names, .n = 2}, loopback = {.loopback_only = true};
    struct guard_verdict v = guard_check(&raw, len % 2 ? &ours : &loopback, 1000000);
    if (!v.status)
        look(&raw, &v);
    else
        MUST_HOLD(v.why && (v.status / 100 == 4 || v.status == 505));
    return 0;
}
