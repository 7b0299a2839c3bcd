/* form.h - what people send in a form, checked against the table of its route before anybody looks at it.
 *
 *     static const struct form_field save_form[] = {
 *         { "title", FIELD_TEXT, .required = true, .max = 300 },
 *         { "kind", FIELD_CHOICE, .required = true, .choices = kind_slugs },
 *         { "fields", FIELD_TEXT, .max = 40, .many = 9 },
 *         { "version", FIELD_INT, .required = true, .most = 1000000 },
 *         FORM_END
 *     };
 *
 * Both encodings of browsers are read (application/x-www-form-urlencoded and multipart/form-data, RFC 7578) by our own
 * strict parsers. A field that the table does not know, two answers to a field that takes one, bytes that are no UTF-8,
 * a NUL, a value over its maximum: ERR_INVALID with every wrong field named (err items), and the handler is not called.
 * Line ends arrive as "\n". One-line fields are trimmed; a value that is empty after that counts as not given.
 *
 * Reasons used in err items: required, too-long, not-text, unknown-field, twice, not-a-number, not-a-choice,
 * not-a-date, not-an-id, too-many.
 */
#ifndef KB_HTTP_FORM_H
#define KB_HTTP_FORM_H

#include "kb/base/arena.h"
#include "kb/base/err.h"
#include "kb/base/text.h"

#ifdef __cplusplus
extern "C" {
#endif

enum form_kind {
    FIELD_END = 0,
    FIELD_TEXT,      /* one line: control characters and line ends are refused, trimmed */
    FIELD_MULTILINE, /* any text; line ends become \n; NUL and other C0 controls but tab refused */
    FIELD_SECRET,    /* one line, taken as typed: not trimmed, never logged, never shown again */
    FIELD_ID,        /* 26 characters of an id (kb/store), or a slug a-z 0-9 - of at most 64 */
    FIELD_INT,       /* decimal digits, from `least` to `most` (0 most: 2^53) */
    FIELD_CHOICE,    /* one of `choices` */
    FIELD_DATE,      /* yyyy-mm-dd, an existing day, 1900-2199 */
    FIELD_BOOL,      /* a checkbox: "1", "on", "ja", "true"; absent or "" or "0" is false */
    FIELD_FILE,      /* multipart only: the bytes as sent, not checked as text; `max` counts */
    FIELD__COUNT
};

struct form_field {
    const char *name; /* "section-*" takes any field that starts with "section-" */
    enum form_kind kind;
    bool required;
    size_t max;                 /* bytes; 0: 300 for one-line kinds, 131072 (128 KiB) for FIELD_MULTILINE */
    size_t many;                /* 0: one answer; else at most so many */
    int64_t least, most;        /* FIELD_INT */
    const char *const *choices; /* FIELD_CHOICE: slugs, closed by NULL */
    bool kept;                  /* FIELD_MULTILINE: a copy of what is stored, which may be older than a rule */
};

/* clang-format off */
#define FORM_END { NULL, FIELD_END, .max = 0 }
/* clang-format on */

/* One answer. `value` stands in the request's arena. */
struct form_value {
    const struct form_field *field;
    text name, value;
    int64_t number;  /* FIELD_INT; FIELD_BOOL as 0 or 1; FIELD_DATE as days since 1970-01-01 */
    text file_name;  /* FIELD_FILE: as sent, cleaned of folders; "" else */
    text media_type; /* FIELD_FILE */
};

struct form {
    struct form_value *values;
    size_t n;
};

enum { FORM_FIELDS_MAX = 256, FORM_BODY_MAX = 1024 * 1024 };

/* One name=value as it came in, before the table is applied. */
struct form_pair {
    text name, value;
    bool is_file;
    text file_name, media_type;
};

/* Splits a urlencoded body or query ("a=1&b=%20"); + is a space. Bad escapes, NUL and invalid UTF-8 are ERR_INVALID
 * with the field named; more than FORM_FIELDS_MAX pairs ERR_TOO_LARGE. The pairs live in the arena. */
MUST_CHECK err_code form_split_urlencoded(text body, arena *a, struct form_pair **pairs, size_t *n, kb_err *err);

/* Splits a multipart/form-data body. content_type is the whole header value; its boundary may be quoted and followed by
 * parameters, and has 1 to 70 characters. Everything that is not exactly RFC 7578 is ERR_BAD_REQUEST. */
MUST_CHECK err_code form_split_multipart(text content_type, text body, arena *a, struct form_pair **pairs, size_t *n,
                                         kb_err *err);

/* Applies the table. A field named in `ignored` (NULL: none) is passed over: the CSRF token is not the page's. */
MUST_CHECK err_code form_check(const struct form_field *table, const struct form_pair *pairs, size_t n,
                               const char *ignored, arena *a, struct form *form, kb_err *err);

/* The first answer to `name`, NULL when not given. */
const struct form_value *form_get(const struct form *form, const char *name);

/* Percent-decoding; `plus` makes + a space. False on a bad escape or NUL. The result lives in the arena. */
MUST_CHECK bool form_unescape(text in, bool plus, arena *a, text *out);

#ifdef __cplusplus
}
#endif
#endif
