#include "content/tools/tool.h"
#include "kb/base/cleanup.h"

#include <ctype.h>
#include <stdarg.h>

void tool_fail(const char *file, int line, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    if (line)
        fprintf(stderr, "%s:%d: ", file, line);
    else
        fprintf(stderr, "%s: ", file);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    exit(1);
}

text tool_read(arena *mem, const char *path)
{
    _cleanup_(close_file)
    FILE *in = fopen(path, "rb");
    if (!in) tool_fail(path, 0, "cannot be read");
    struct buf bytes = buf_new(TOOL_FILE_MAX);
    for (int c; (c = getc(in)) != EOF;) buf_byte(&bytes, (char)c);
    if (bytes.failed) tool_fail(path, 0, "is larger than 4 MiB");
    text whole = arena_text(mem, buf_text(&bytes));
    buf_release(&bytes);
    if (!utf8_valid(whole) || text_find_byte(whole, 0, 0) != SIZE_MAX) tool_fail(path, 0, "is not valid UTF-8");
    return whole;
}

static bool holds(const char *path, const struct buf *content)
{
    _cleanup_(close_file)
    FILE *in = fopen(path, "rb");
    if (!in) return false;
    for (size_t i = 0; i < content->len; i++)
        if (getc(in) != (unsigned char)content->ptr[i]) return false;
    return getc(in) == EOF;
}

void tool_write(arena *mem, const char *path, const struct buf *content)
{
    if (arena_failed(mem) || content->failed) tool_fail(path, 0, "too much to write, or no memory");
    if (holds(path, content)) return;
    FILE *out = fopen(path, "wb");
    if (!out) tool_fail(path, 0, "cannot be written");
    size_t put = fwrite(content->ptr, 1, content->len, out);
    if (fclose(out) != 0 || put != content->len) tool_fail(path, 0, "cannot be written");
}

void tool_c_string(struct buf *out, text t)
{
    buf_byte(out, '"');
    for (size_t i = 0; i < t.len; i++) {
        unsigned char c = (unsigned char)t.ptr[i];
        if (c == '\n')
            buf_str(out, "\\n");
        else if (c == '"' || c == '\\')
            buf_printf(out, "\\%c", c);
        else if (c < ' ' || c > '~' || (c == '?' && i && t.ptr[i - 1] == '?'))
            buf_printf(out, "\\%03o", c);
        else
            buf_byte(out, (char)c);
    }
    buf_byte(out, '"');
}

void tool_c_upper(struct buf *out, text key)
{
    for (size_t i = 0; i < key.len; i++) {
        unsigned char c = (unsigned char)key.ptr[i];
        buf_byte(out, (char)(c == '.' || c == '-' ? '_' : toupper(c)));
    }
}
