#include "kb/base/calendar.h"
#include "kb/base/cleanup.h"
#include "kb/http/form__internal.h"

#include <string.h>

enum { LINE_MAX = 300, MULTILINE_MAX = 128 * 1024, ID_MAX = 64 };

static size_t max_of(const struct form_field *f)
{
    if (f->max) return f->max;
    return f->kind == FIELD_MULTILINE || f->kind == FIELD_FILE ? MULTILINE_MAX : LINE_MAX;
}

/* C0 controls, DEL and C1 controls (as UTF-8: C2 80 .. C2 9F) have no place in what people write. */
static bool has_control(text t, const char *allowed)
{
    for (size_t i = 0; i < t.len; i++) {
        unsigned char c = (unsigned char)t.ptr[i];
        if (c == 0x7F || (c < ' ' && (c == 0 || !strchr(allowed, c)))) return true;
        if (c == 0xC2 && i + 1 < t.len && (unsigned char)t.ptr[i + 1] < 0xA0) return true;
    }
    return false;
}

static const char *read_line(const struct form_field *f, text in, text *out)
{
    *out = f->kind == FIELD_SECRET ? in : text_trim(in);
    if (has_control(*out, "") || (f->kind == FIELD_TEXT && utf8_turns(*out))) return "not-text";
    return out->len > max_of(f) ? "too-long" : NULL;
}

/* "\r\n" and "\r" become "\n". */
static const char *read_multiline(const struct form_field *f, text in, arena *a, text *out)
{
    char *to = arena_alloc(a, in.len + 1);
    size_t n = 0;
    if (!to) return "too-long";
    for (size_t i = 0; i < in.len; i++) {
        char c = in.ptr[i];
        if (c == '\r') {
            if (i + 1 < in.len && in.ptr[i + 1] == '\n') continue;
            c = '\n';
        }
        to[n++] = c;
    }
    *out = text_of(to, n);
    if (has_control(*out, "\t\n") || (!f->kept && utf8_turns(*out))) return "not-text";
    if (n > max_of(f)) return "too-long";
    if (!text_trim(*out).len) out->len = 0;
    return NULL;
}

static const char *read_id(text in)
{
    if (in.len > ID_MAX) return "not-an-id";
    for (size_t i = 0; i < in.len; i++) {
        char c = in.ptr[i];
        if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '-') return "not-an-id";
    }
    return NULL;
}

static const char *read_int(const struct form_field *f, text in, int64_t *out)
{
    uint64_t n = 0, most = f->most > 0 ? (uint64_t)f->most : 1ULL << 53;
    if (!in.len) return NULL;
    if (!text_to_u64(in, most, &n) || (int64_t)n < f->least) return "not-a-number";
    *out = (int64_t)n;
    return NULL;
}

static const char *read_choice(const struct form_field *f, text in)
{
    if (!in.len) return NULL;
    for (size_t i = 0; f->choices && f->choices[i]; i++)
        if (text_is(in, f->choices[i])) return NULL;
    return "not-a-choice";
}

static const char *read_date(text in, int64_t *out)
{
    struct date date;
    if (!in.len) return NULL;
    bool iso = in.len == 10 && in.ptr[4] == '-'; /* date_parse reads what people write, too */
    if (!iso || !date_parse(in, &date) || date.year < 1900 || date.year > 2199) return "not-a-date";
    *out = date_to_days(date);
    return NULL;
}

static const char *read_bool(text in, int64_t *out)
{
    static const char *const yes[] = {"1", "on", "ja", "true"}, *const no[] = {"", "0", "nee", "false"};
    for (size_t i = 0; i < COUNT_OF(yes); i++)
        if (text_is(in, yes[i])) *out = 1;
    for (size_t i = 0; i < COUNT_OF(no); i++)
        if (text_is(in, no[i])) return NULL;
    return *out ? NULL : "not-a-choice";
}

static const char *read_file(const struct form_pair *pair, struct form_value *out)
{
    out->value = pair->value;
    out->file_name = pair->file_name;
    out->media_type = pair->media_type;
    return pair->value.len > max_of(out->field) ? "too-long" : NULL;
}

const char *form__read_value(const struct form_pair *pair, arena *a, struct form_value *out)
{
    const struct form_field *f = out->field;
    if ((f->kind == FIELD_FILE) != pair->is_file) return "not-text";
    if (f->kind == FIELD_FILE) return read_file(pair, out);
    if (f->kind == FIELD_MULTILINE) return read_multiline(f, pair->value, a, &out->value);
    const char *reason = read_line(f, pair->value, &out->value);
    if (reason) return reason;
    switch (f->kind) {
    case FIELD_ID: return read_id(out->value);
    case FIELD_INT: return read_int(f, out->value, &out->number);
    case FIELD_CHOICE: return read_choice(f, out->value);
    case FIELD_DATE: return read_date(out->value, &out->number);
    case FIELD_BOOL: return read_bool(out->value, &out->number);
    default: return NULL;
    }
}
