#include "kb/http/json_out.h"

void json_put(json_t *object, const char *name, text value)
{
    if (value.len) json_object_set_new(object, name, json_stringn(value.ptr, value.len));
}

static int put_bytes(const char *bytes, size_t len, void *ctx)
{
    struct buf *out = ctx;
    buf_put(out, text_of(bytes, len));
    return out->failed ? -1 : 0;
}

err_code json_write(const json_t *root, size_t flags, struct buf *out, kb_err *err)
{
    if (root && json_dump_callback(root, put_bytes, out, flags) == 0) return OK;
    return err_set(err, ERR_NOMEM, "JSON over its ceiling");
}
