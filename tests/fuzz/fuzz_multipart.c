/* A form as browsers send files: the first line is the content type, the rest the body. What is read is text where it
 * must be, lies within the body, and holds no boundary. */
#include "tests/fuzz/fuzz.h"

#include "kb/http/form.h"

/* boundary: with the line end before it; NULL: not known. */
static void check(text content_type, text body, const char *boundary)
{
    _cleanup_(arena_free_p)
    arena *a = arena_new(64 * 1024 * 1024);
    struct form_pair *pairs;
    kb_err err = {0};
    size_t n, held = 0;
    if (!a || form_split_multipart(content_type, body, a, &pairs, &n, &err) != OK) return;
    for (size_t i = 0; i < n; i++) {
        text value = pairs[i].value;
        MUST_HOLD(pairs[i].name.len && utf8_valid(pairs[i].name) && utf8_valid(pairs[i].file_name));
        MUST_HOLD(text_find_byte(pairs[i].file_name, '/', 0) == SIZE_MAX);
        MUST_HOLD(pairs[i].is_file || utf8_valid(value));
        MUST_HOLD(!value.len || (value.ptr >= body.ptr && value.ptr + value.len <= body.ptr + body.len));
        MUST_HOLD(!boundary || text_find(value, text_str(boundary), 0) == SIZE_MAX);
        held += value.len;
    }
    MUST_HOLD(held <= body.len);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    text in = text_of((const char *)bytes, len);
    size_t eol = text_find_byte(in, '\n', 0);
    if (eol == SIZE_MAX) return 0;
    text first = text_slice(in, 0, eol), rest = text_slice(in, eol + 1, SIZE_MAX);
    check(TEXT("multipart/form-data; boundary=x"), rest, "\r\n--x");
    check(first, rest, NULL);
    return 0;
}
