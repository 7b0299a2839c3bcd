#include "kb/base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const struct {
    int status;
    const char *slug, *title;
} facts[ERR__COUNT] = {[OK] = {200, "ok", "Gelukt"},
#define X(name, http_status, http_slug, http_title) [name] = {http_status, http_slug, http_title},
                       KB_ERRORS(X)
#undef X
};

static err_code known(err_code code)
{
    return (unsigned)code < ERR__COUNT ? code : ERR_INTERNAL;
}

int err_http_status(err_code code)
{
    return facts[known(code)].status;
}

const char *err_slug(err_code code)
{
    return facts[known(code)].slug;
}

const char *err_title(err_code code)
{
    return facts[known(code)].title;
}

err_code err_set(kb_err *err, err_code code, const char *cause_format, ...)
{
    if (!err) return code;
    err->code = code;
    va_list args;
    va_start(args, cause_format);
    vsnprintf(err->cause, sizeof err->cause, cause_format, args);
    va_end(args);
    return code;
}

static err_code code_of_errno(int number)
{
    switch (number) {
    case ENOSPC:
    case EDQUOT: return ERR_FULL;
    case ENOMEM: return ERR_NOMEM;
    default: return ERR_IO;
    }
}

err_code err_optional(err_code code, const kb_err *said, bool *there, kb_err *err)
{
    *there = code == OK;
    if (code == OK || code == ERR_NOT_FOUND) return OK;
    if (err) *err = *said;
    return code;
}

err_code err_errno(kb_err *err, const char *what)
{
    int number = errno;
    char text[128];
    return err_set(err, code_of_errno(number), "%s: %s", what, strerror_r(number, text, sizeof text));
}

void err_add(kb_err *err, err_code code, const char *field, const char *reason)
{
    err_add_until(err, code, field, reason, 0);
}

void err_add_until(kb_err *err, err_code code, const char *field, const char *reason, int64_t until)
{
    if (!err) return;
    err->code = code;
    if (err->n_items == ERR_ITEMS_MAX) return;
    struct kb_err_item *item = &err->items[err->n_items++];
    snprintf(item->field, sizeof item->field, "%s", field);
    item->reason = reason;
    item->until = until;
}

err_code err_field(kb_err *err, err_code code, const char *field, const char *reason)
{
    err_add(err, code, field, reason);
    return code;
}
