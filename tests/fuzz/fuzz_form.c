/* A form body in either encoding: checked answers, or every wrong field named. */
#include "tests/fuzz/fuzz.h"

#include "kb/http/form.h"

static const struct form_field table[] = {
    {.name = "title", .kind = FIELD_TEXT, .required = true, .max = 300},
    {.name = "section-*", .kind = FIELD_MULTILINE},
    {.name = "n", .kind = FIELD_INT, .most = 100},
    {.name = "day", .kind = FIELD_DATE},
    {.name = "file", .kind = FIELD_FILE, .max = 1000},
    FORM_END,
};

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    _cleanup_(arena_free_p)
    arena *a = arena_new(64 * 1024 * 1024);
    text body = text_of((const char *)bytes, len);
    struct form_pair *pairs;
    struct form form;
    kb_err err = {0};
    size_t n;
    if (!a) return 0;
    bool multipart = len && bytes[0] == '-';
    err_code code = multipart ? form_split_multipart(TEXT("multipart/form-data; boundary=x"), body, a, &pairs, &n, &err)
                              : form_split_urlencoded(body, a, &pairs, &n, &err);
    if (code != OK) return 0;
    if (form_check(table, pairs, n, NULL, a, &form, &err) == OK) MUST_HOLD(form_get(&form, "title"));
    return 0;
}
