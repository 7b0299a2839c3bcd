/* form__internal.h - what form.c, form_value.c and form_multipart.c share. */
#ifndef KB_HTTP_FORM__INTERNAL_H
#define KB_HTTP_FORM__INTERNAL_H

#include "kb/http/form.h"

/* Reads one answer as its field's kind says. NULL, or the reason why it is refused. An empty answer gives value.len 0
 * and number 0: not given. */
const char *form__read_value(const struct form_pair *pair, arena *a, struct form_value *out);

bool form__name_ok(text name);

/* A field whose very name cannot be repeated in an answer. */
MUST_CHECK err_code form__bad_name(kb_err *err, const char *reason);

#endif
