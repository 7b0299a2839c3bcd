/* json_out.h - inside kb/http: an answer in JSON, put together with jansson. */
#ifndef KB_HTTP_JSON_OUT_H
#define KB_HTTP_JSON_OUT_H

#include "kb/base/buf.h"
#include "kb/base/err.h"
#include "kb/base/text.h"

#include <jansson.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What is empty is left out. */
void json_put(json_t *object, const char *name, text value);

/* NULL is a json_object() that had no memory; ERR_NOMEM then, and when out is over its ceiling. */
MUST_CHECK err_code json_write(const json_t *root, size_t flags, struct buf *out, kb_err *err);

/* For _cleanup_(json_free_p). */
static inline void json_free_p(json_t **j)
{
    json_decref(*j);
}

#ifdef __cplusplus
}
#endif
#endif
