#include "importer/front_matter.h"

#include "kb/base/cleanup.h"

#include <yaml.h>

/* Past this line there is nothing but the body. */
static bool is_fence(text line)
{
    return text_is(line, "---") || text_is(line, "---\r");
}

void front_matter_split(text file, text *yaml, text *body)
{
    if (text_starts(file, TEXT("\xEF\xBB\xBF"))) file = text_slice(file, 3, SIZE_MAX);
    text rest = file, line;
    *yaml = text_slice(file, 0, 0);
    *body = file;
    if (!text_next(&rest, '\n', &line) || !is_fence(line)) return;
    const char *start = rest.ptr;
    while (text_next(&rest, '\n', &line)) {
        if (!is_fence(line)) continue;
        *yaml = text_of(start, (size_t)(line.ptr - start));
        *body = rest;
        return;
    }
}

static err_code refuse(kb_err *err, const char *reason, const char *cause)
{
    err_add(err, ERR_INVALID, "front matter", reason);
    return err_set(err, ERR_INVALID, "%s", cause);
}

struct reader {
    yaml_parser_t parser;
    arena *arena;
    struct front_matter *out;
    kb_err *err;
};

/* Delivers the next event; the caller deletes it. */
static err_code next_event(struct reader *r, yaml_event_t *event)
{
    if (yaml_parser_parse(&r->parser, event)) return OK;
    return refuse(r->err, "no-yaml", r->parser.problem ? r->parser.problem : "cannot be parsed");
}

static err_code take_scalar(struct reader *r, const yaml_event_t *event, const char **value)
{
    if (event->data.scalar.anchor || event->data.scalar.tag)
        return refuse(r->err, "no-yaml", "anchors and tags are not read");
    text t = text_of((const char *)event->data.scalar.value, event->data.scalar.length);
    if (text_find_byte(t, '\0', 0) != SIZE_MAX) return refuse(r->err, "nul", "a value holds a NUL");
    bool quoted = event->data.scalar.style == YAML_DOUBLE_QUOTED_SCALAR_STYLE; /* says every space on purpose */
    *value = arena_text_str(r->arena, quoted ? t : text_trim(t));
    return *value ? OK : err_set(r->err, ERR_NOMEM, "front matter");
}

static err_code add_value(struct reader *r, struct front_matter_entry *entry, const yaml_event_t *event)
{
    if (entry->n_values == FRONT_MATTER_MAX_VALUES) return refuse(r->err, "too-many", "a list is too long");
    return take_scalar(r, event, &entry->values[entry->n_values++]);
}

/* A value is a scalar, or a flat sequence of scalars. */
static err_code read_value(struct reader *r, struct front_matter_entry *entry)
{
    bool in_list = false;
    for (;;) {
        _cleanup_(yaml_event_delete)
        yaml_event_t event;
        ERR_TRY(next_event(r, &event));
        switch (event.type) {
        case YAML_SCALAR_EVENT:
            ERR_TRY(add_value(r, entry, &event));
            if (!in_list) return OK;
            break;
        case YAML_SEQUENCE_START_EVENT:
            if (in_list) return refuse(r->err, "no-yaml", "a list within a list");
            in_list = true;
            break;
        case YAML_SEQUENCE_END_EVENT: return OK;
        default: return refuse(r->err, "no-yaml", "a value is a text or a list of texts");
        }
    }
}

static err_code read_entry(struct reader *r, const yaml_event_t *key)
{
    if (r->out->n_entries == FRONT_MATTER_MAX_KEYS) return refuse(r->err, "too-many", "there are too many keys");
    struct front_matter_entry *entry = &r->out->entries[r->out->n_entries];
    ERR_TRY(take_scalar(r, key, &entry->key));
    if (front_matter_find(r->out, entry->key)) return refuse(r->err, "twice", "a key stands there twice");
    entry->values = ARENA_ARRAY(r->arena, const char *, FRONT_MATTER_MAX_VALUES);
    if (!entry->values) return err_set(r->err, ERR_NOMEM, "front matter");
    r->out->n_entries++;
    return read_value(r, entry);
}

static err_code read_mapping(struct reader *r)
{
    bool inside = false;
    for (;;) {
        _cleanup_(yaml_event_delete)
        yaml_event_t event;
        ERR_TRY(next_event(r, &event));
        switch (event.type) {
        case YAML_STREAM_START_EVENT:
        case YAML_DOCUMENT_START_EVENT: break;
        case YAML_MAPPING_START_EVENT:
            if (inside) return refuse(r->err, "no-yaml", "a map within a map");
            inside = true;
            break;
        case YAML_SCALAR_EVENT:
            if (!inside) return refuse(r->err, "no-yaml", "the block is no list of keys");
            ERR_TRY(read_entry(r, &event));
            break;
        case YAML_MAPPING_END_EVENT:
        case YAML_STREAM_END_EVENT: return OK;
        default: return refuse(r->err, "no-yaml", "the block is no list of keys");
        }
    }
}

err_code front_matter_parse(arena *a, text yaml, struct front_matter *out, kb_err *err)
{
    *out = (struct front_matter){0};
    if (!text_trim(yaml).len) return OK;
    if (yaml.len > FRONT_MATTER_MAX_BYTES) return refuse(err, "too-long", "the front matter is over 16 KiB");
    if (!utf8_valid(yaml)) return refuse(err, "utf8", "the front matter is no UTF-8");
    out->entries = ARENA_ARRAY(a, struct front_matter_entry, FRONT_MATTER_MAX_KEYS);
    if (!out->entries) return err_set(err, ERR_NOMEM, "front matter");
    struct reader r = {.arena = a, .out = out, .err = err};
    if (!yaml_parser_initialize(&r.parser)) return err_set(err, ERR_NOMEM, "front matter");
    yaml_parser_set_input_string(&r.parser, (const unsigned char *)yaml.ptr, yaml.len);
    err_code code = read_mapping(&r);
    yaml_parser_delete(&r.parser);
    return code;
}

const struct front_matter_entry *front_matter_find(const struct front_matter *fm, const char *key)
{
    for (size_t i = 0; i < fm->n_entries; i++)
        if (!strcmp(fm->entries[i].key, key)) return &fm->entries[i];
    return NULL;
}

const char *front_matter_text(const struct front_matter *fm, const char *key)
{
    const struct front_matter_entry *entry = front_matter_find(fm, key);
    return entry && entry->n_values && entry->values[0][0] ? entry->values[0] : NULL;
}

/* What YAML 1.2 would fold or refuse when it stands there raw (chapter 5.1 and 7.3.1), besides what C calls control. */
static bool needs_escape(uint32_t c)
{
    return c < ' ' || (c >= 0x7F && c <= 0x9F) || c == 0x2028 || c == 0x2029 || c == 0xFEFF || c == 0xFFFE ||
           c == 0xFFFF;
}

/* A double-quoted scalar of YAML. */
static void put_quoted(struct buf *out, const char *value)
{
    text t = text_str(value);
    buf_byte(out, '"');
    for (size_t at = 0, from = 0; at < t.len; from = at) {
        uint32_t c;
        utf8_next(t, &at, &c);
        if (c == '"' || c == '\\')
            buf_printf(out, "\\%c", (int)c);
        else if (c == '\n')
            buf_str(out, "\\n");
        else if (needs_escape(c))
            buf_printf(out, "\\u%04X", (unsigned)c);
        else
            buf_put(out, text_slice(t, from, at - from));
    }
    buf_byte(out, '"');
}

void front_matter_put(struct buf *out, const char *key, const char *value)
{
    if (!value || !value[0]) return;
    buf_printf(out, "%s: ", key);
    put_quoted(out, value);
    buf_byte(out, '\n');
}

void front_matter_put_list(struct buf *out, const char *key, const char *const *values, size_t n)
{
    if (n == 0) return;
    buf_printf(out, "%s: [", key);
    for (size_t i = 0; i < n; i++) {
        if (i > 0) buf_str(out, ", ");
        put_quoted(out, values[i]);
    }
    buf_str(out, "]\n");
}
