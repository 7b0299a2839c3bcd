/* multipart/form-data (RFC 7578) as browsers send it, and nothing looser: the body is
 *
 *     --BOUNDARY CRLF  headers CRLF CRLF  bytes CRLF  --BOUNDARY ... CRLF --BOUNDARY-- [CRLF]
 *
 * with one Content-Disposition per part. No preamble, no nesting, no transfer encoding. */
#include "kb/base/cleanup.h"
#include "kb/http/form__internal.h"
#include "kb/http/guard.h"

#include <string.h>

enum { BOUNDARY_MAX = 70, PART_HEADERS_MAX = 2048 };

static err_code bad(kb_err *err, const char *why)
{
    return err_set(err, ERR_BAD_REQUEST, "multipart: %s", why);
}

/* Reads one parameter `name=value` or `name="value"` of a header value, behind the first ';'. In quotes a backslash
 * stands before a quote or backslash (browsers write %22 instead; both are kept as they are but for \" and \\). */
static bool read_param(text *rest, arena *a, text *name, text *value)
{
    *rest = text_trim(*rest);
    if (!rest->len || rest->ptr[0] != ';') return false;
    *rest = text_trim(text_slice(*rest, 1, SIZE_MAX));
    size_t eq = text_find_byte(*rest, '=', 0);
    if (eq == SIZE_MAX) return false;
    *name = text_slice(*rest, 0, eq);
    *rest = text_slice(*rest, eq + 1, SIZE_MAX);
    if (!rest->len || rest->ptr[0] != '"') {
        size_t end = text_find_byte(*rest, ';', 0);
        *value = text_trim(text_slice(*rest, 0, end));
        *rest = end == SIZE_MAX ? text_of(rest->ptr, 0) : text_slice(*rest, end, SIZE_MAX);
        return true;
    }
    char *to = arena_alloc(a, rest->len + 1);
    size_t n = 0, i = 1;
    if (!to) return false;
    for (; i < rest->len && rest->ptr[i] != '"'; i++) {
        if (rest->ptr[i] == '\\' && i + 1 < rest->len && strchr("\\\"", rest->ptr[i + 1])) i++;
        to[n++] = rest->ptr[i];
    }
    if (i >= rest->len) return false;
    *value = text_of(to, n);
    *rest = text_slice(*rest, i + 1, SIZE_MAX);
    return true;
}

static bool boundary_ok(text b)
{
    for (size_t i = 0; i < b.len; i++) {
        char c = b.ptr[i];
        bool alnum = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!alnum && (c == '\0' || !strchr("'()+_,-./:=? ", c))) return false; /* RFC 2046 section 5.1.1 */
    }
    return b.len >= 1 && b.len <= BOUNDARY_MAX && b.ptr[b.len - 1] != ' ';
}

/* "--BOUNDARY", in the arena. */
static err_code read_boundary(text content_type, arena *a, text *dashed, kb_err *err)
{
    size_t semi = text_find_byte(content_type, ';', 0);
    text rest = semi == SIZE_MAX ? text_of("", 0) : text_slice(content_type, semi, SIZE_MAX), name, value;
    text found = {0};
    while (rest.len) {
        if (!read_param(&rest, a, &name, &value)) return bad(err, "content type");
        if (!text_eq_ascii(name, "boundary")) continue;
        if (found.ptr) return bad(err, "two boundaries");
        found = value;
    }
    if (!found.ptr || !boundary_ok(found)) return bad(err, "boundary");
    char *with = arena_printf(a, "--%.*s", TEXT_FMT(found));
    if (!with) return err_set(err, ERR_NOMEM, "no memory for the form");
    *dashed = text_str(with);
    return OK;
}

static text base_name(text path)
{
    for (size_t i = path.len; i > 0; i--)
        if (path.ptr[i - 1] == '/' || path.ptr[i - 1] == '\\') return text_slice(path, i, SIZE_MAX);
    return path;
}

static err_code read_disposition(text value, arena *a, struct form_pair *pair, kb_err *err)
{
    size_t semi = text_find_byte(value, ';', 0);
    if (semi == SIZE_MAX || !text_eq_ascii(text_trim(text_slice(value, 0, semi)), "form-data"))
        return bad(err, "disposition");
    if (pair->name.ptr) return bad(err, "two dispositions");
    text rest = text_slice(value, semi, SIZE_MAX), name, content;
    while (text_trim(rest).len) {
        if (!read_param(&rest, a, &name, &content)) return bad(err, "disposition");
        if (text_eq_ascii(name, "name")) {
            if (pair->name.ptr) return bad(err, "two names");
            pair->name = content;
        } else if (text_eq_ascii(name, "filename")) {
            if (pair->is_file) return bad(err, "two file names");
            pair->is_file = true;
            pair->file_name = base_name(content);
        } else if (!text_eq_ascii(name, "filename*")) {
            return bad(err, "disposition");
        }
    }
    if (!form__name_ok(pair->name)) return form__bad_name(err, "unknown-field");
    return utf8_valid(pair->file_name) ? OK : form__bad_name(err, "not-text");
}

static err_code read_header(text line, arena *a, struct form_pair *pair, kb_err *err)
{
    size_t colon = text_find_byte(line, ':', 0);
    if (colon == SIZE_MAX || !guard_is_token(text_slice(line, 0, colon))) return bad(err, "part header");
    text name = text_slice(line, 0, colon), value = text_trim(text_slice(line, colon + 1, SIZE_MAX));
    for (size_t i = 0; i < value.len; i++)
        if ((unsigned char)value.ptr[i] < ' ' && value.ptr[i] != '\t') return bad(err, "part header");
    if (text_eq_ascii(name, "content-disposition")) return read_disposition(value, a, pair, err);
    if (text_eq_ascii(name, "content-type")) {
        pair->media_type = value;
        return OK;
    }
    return bad(err, "a part header that is not known");
}

/* Headers up to the empty line; *at moves behind it. */
static err_code read_headers(text body, size_t *at, arena *a, struct form_pair *pair, kb_err *err)
{
    size_t end = text_find(text_slice(body, *at, PART_HEADERS_MAX), TEXT("\r\n\r\n"), 0);
    if (end == SIZE_MAX) return bad(err, "part headers");
    text lines = text_slice(body, *at, end);
    while (lines.len) {
        size_t eol = text_find(lines, TEXT("\r\n"), 0);
        ERR_TRY(read_header(text_slice(lines, 0, eol), a, pair, err));
        lines = eol == SIZE_MAX ? text_of(lines.ptr, 0) : text_slice(lines, eol + 2, SIZE_MAX);
    }
    *at += end + 4;
    return pair->name.ptr ? OK : bad(err, "a part without a name");
}

/* The bytes up to CRLF--BOUNDARY; *at moves behind the boundary. */
static err_code read_content(text body, size_t *at, text dashed, text *value, kb_err *err)
{
    for (size_t from = *at;;) {
        size_t eol = text_find(body, TEXT("\r\n"), from);
        if (eol == SIZE_MAX) return bad(err, "no closing boundary");
        if (text_starts(text_slice(body, eol + 2, SIZE_MAX), dashed)) {
            *value = text_slice(body, *at, eol - *at);
            *at = eol + 2 + dashed.len;
            return OK;
        }
        from = eol + 2;
    }
}

/* Behind a boundary: CRLF and another part, or "--" and the end. */
static err_code read_mark(text body, size_t *at, bool *last, kb_err *err)
{
    text rest = text_slice(body, *at, SIZE_MAX);
    *last = text_starts(rest, TEXT("--"));
    *at += 2;
    if (!*last) return text_starts(rest, TEXT("\r\n")) ? OK : bad(err, "boundary line");
    text tail = text_slice(rest, 2, SIZE_MAX);
    return !tail.len || text_is(tail, "\r\n") ? OK : bad(err, "something behind the end");
}

static err_code read_part(text body, size_t *at, text dashed, arena *a, struct form_pair *pair, kb_err *err)
{
    ERR_TRY(read_headers(body, at, a, pair, err));
    ERR_TRY(read_content(body, at, dashed, &pair->value, err));
    if (pair->is_file) return OK;
    bool good = utf8_valid(pair->value) && memchr(pair->value.ptr, '\0', pair->value.len) == NULL;
    return good ? OK : err_field(err, ERR_INVALID, arena_text_str(a, pair->name), "not-text");
}

err_code form_split_multipart(text content_type, text body, arena *a, struct form_pair **pairs, size_t *n, kb_err *err)
{
    text dashed;
    ERR_TRY(read_boundary(content_type, a, &dashed, err));
    struct form_pair *out = ARENA_ARRAY(a, struct form_pair, FORM_FIELDS_MAX);
    if (!out) return err_set(err, ERR_NOMEM, "no memory for the form");
    if (!text_starts(body, dashed)) return bad(err, "no opening boundary");
    size_t at = dashed.len, count = 0;
    bool last = false;
    ERR_TRY(read_mark(body, &at, &last, err));
    while (!last) {
        if (count == FORM_FIELDS_MAX) return err_set(err, ERR_TOO_LARGE, "more than %d fields", FORM_FIELDS_MAX);
        ERR_TRY(read_part(body, &at, dashed, a, &out[count++], err));
        ERR_TRY(read_mark(body, &at, &last, err));
    }
    *pairs = out;
    *n = count;
    return OK;
}
