#include "kb/http/form.h"

#include "kb/base/cleanup.h"
#include "kb/http/form__internal.h"

#include <string.h>

bool form_unescape(text in, bool plus, arena *a, text *out)
{
    char *to = arena_alloc(a, in.len + 1);
    if (!to) return false;
    size_t n = 0;
    for (size_t i = 0; i < in.len; i++) {
        char c = in.ptr[i];
        if (c == '%') {
            if (i + 2 >= in.len) return false;
            int high = text_hex_digit(in.ptr[i + 1]), low = text_hex_digit(in.ptr[i + 2]);
            if (high < 0 || low < 0) return false;
            c = (char)(high * 16 + low);
            i += 2;
        } else if (c == '+' && plus) {
            c = ' ';
        }
        if (c == '\0') return false;
        to[n++] = c;
    }
    *out = text_of(to, n);
    return true;
}

err_code form__bad_name(kb_err *err, const char *reason)
{
    return err_field(err, ERR_INVALID, "", reason);
}

/* A name that may stand in an answer and in the log: letters, digits, - _ . and at most 63 of them. */
bool form__name_ok(text name)
{
    if (name.len == 0 || name.len >= ERR_FIELD_MAX) return false;
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!letter && !(c >= '0' && c <= '9') && !strchr("-_.", c)) return false;
    }
    return true;
}

static size_t count_pairs(text body)
{
    size_t n = 0;
    for (text part; text_next(&body, '&', &part);) n += part.len > 0;
    return n;
}

static err_code split_pair(text part, arena *a, struct form_pair *pair, kb_err *err)
{
    size_t eq = text_find_byte(part, '=', 0);
    text raw = eq == SIZE_MAX ? text_of(part.ptr, 0) : text_slice(part, eq + 1, SIZE_MAX);
    if (!form_unescape(text_slice(part, 0, eq), true, a, &pair->name) || !form__name_ok(pair->name))
        return form__bad_name(err, "unknown-field");
    bool good = form_unescape(raw, true, a, &pair->value) && utf8_valid(pair->value);
    if (arena_failed(a)) return err_set(err, ERR_NOMEM, "no memory for the form");
    return good ? OK : err_field(err, ERR_INVALID, arena_text_str(a, pair->name), "not-text");
}

err_code form_split_urlencoded(text body, arena *a, struct form_pair **pairs, size_t *n, kb_err *err)
{
    size_t count = count_pairs(body);
    if (count > FORM_FIELDS_MAX) return err_set(err, ERR_TOO_LARGE, "more than %d fields", FORM_FIELDS_MAX);
    struct form_pair *out = ARENA_ARRAY(a, struct form_pair, count);
    if (!out) return err_set(err, ERR_NOMEM, "no memory for the form");
    size_t at = 0;
    for (text part; text_next(&body, '&', &part);)
        if (part.len) ERR_TRY(split_pair(part, a, &out[at++], err));
    *pairs = out;
    *n = at;
    return OK;
}

/* The row that a name belongs to: the same, or "start-*" and something behind it. */
static const struct form_field *find_field(const struct form_field *table, text name)
{
    for (const struct form_field *f = table; f && f->name; f++) {
        size_t len = strlen(f->name);
        if (f->name[len - 1] != '*' && text_is(name, f->name)) return f;
        if (f->name[len - 1] == '*' && name.len >= len && memcmp(name.ptr, f->name, len - 1) == 0) return f;
    }
    return NULL;
}

static bool is_pattern(const struct form_field *f)
{
    return f->name[strlen(f->name) - 1] == '*';
}

/* How many of the pairs before this one have its name, empty ones too. */
static size_t answers_before(const struct form_pair *pairs, size_t i)
{
    size_t n = 0;
    for (size_t j = 0; j < i; j++) n += text_eq(pairs[j].name, pairs[i].name);
    return n;
}

static void add_reason(kb_err *err, text name, const char *reason)
{
    char field[ERR_FIELD_MAX] = {0};
    memcpy(field, name.ptr, name.len < sizeof field - 1 ? name.len : sizeof field - 1);
    err_add(err, ERR_INVALID, field, reason);
}

/* The pair at i against the table; adds it to the form, or a reason to err. */
static void take_pair(const struct form_field *table, const struct form_pair *pairs, size_t i, arena *a,
                      struct form *form, kb_err *err)
{
    const struct form_pair *pair = &pairs[i];
    const struct form_field *field = find_field(table, pair->name);
    if (!field) {
        add_reason(err, pair->name, "unknown-field");
        return;
    }
    size_t already = answers_before(pairs, i), most = field->many ? field->many : 1;
    if (already >= most) {
        if (already == most) add_reason(err, pair->name, field->many ? "too-many" : "twice");
        return;
    }
    struct form_value value = {.field = field, .name = pair->name};
    const char *reason = form__read_value(pair, a, &value);
    if (reason) add_reason(err, pair->name, reason);
    if (value.value.len || value.number || reason) form->values[form->n++] = value;
}

static bool is_named(const kb_err *err, const char *field)
{
    for (size_t i = 0; i < err->n_items; i++)
        if (strcmp(err->items[i].field, field) == 0) return true;
    return false;
}

/* One reason a field is enough: what was refused is not asked for as well. */
static void check_required(const struct form_field *table, const struct form *form, kb_err *err)
{
    for (const struct form_field *f = table; f && f->name; f++)
        if (f->required && !is_pattern(f) && !form_get(form, f->name) && !is_named(err, f->name))
            err_add(err, ERR_INVALID, f->name, "required");
}

err_code form_check(const struct form_field *table, const struct form_pair *pairs, size_t n, const char *ignored,
                    arena *a, struct form *form, kb_err *err)
{
    kb_err found = {0};
    form->n = 0;
    form->values = ARENA_ARRAY(a, struct form_value, n);
    if (!form->values) return err_set(err, ERR_NOMEM, "no memory for the form");
    for (size_t i = 0; i < n; i++)
        if (!ignored || !text_is(pairs[i].name, ignored)) take_pair(table, pairs, i, a, form, &found);
    check_required(table, form, &found);
    if (arena_failed(a)) return err_set(err, ERR_NOMEM, "no memory for the form");
    if (found.code != OK && err) *err = found;
    return found.code;
}

const struct form_value *form_get(const struct form *form, const char *name)
{
    for (size_t i = 0; i < form->n; i++)
        if (text_is(form->values[i].name, name)) return &form->values[i];
    return NULL;
}
