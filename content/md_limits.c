#include "content/md__inside.h"

bool md__next_line(text *rest, text *line)
{
    if (!rest->len) return false;
    size_t end = 0;
    while (end < rest->len && rest->ptr[end] != '\n' && rest->ptr[end] != '\r') end++;
    *line = text_of(rest->ptr, end);
    if (end < rest->len) end += rest->ptr[end] == '\r' && end + 1 < rest->len && rest->ptr[end + 1] == '\n' ? 2 : 1;
    *rest = text_slice(*rest, end, SIZE_MAX);
    return true;
}

static bool is_blank(text line)
{
    return text_trim(line).len == 0;
}

static bool ends_marker(text line, size_t at)
{
    return at >= line.len || line.ptr[at] == ' ' || line.ptr[at] == '\t';
}

/* Length of the container marker at `at`: ">", "-", "12." ...; 0 when there is none. */
static size_t marker_length(text line, size_t at)
{
    size_t digits = 0;
    if (at >= line.len) return 0;
    if (line.ptr[at] == '>') return 1;
    if (strchr("-+*", line.ptr[at])) return ends_marker(line, at + 1) ? 1 : 0;
    while (at + digits < line.len && line.ptr[at + digits] >= '0' && line.ptr[at + digits] <= '9') digits++;
    if (!digits || digits > 9 || at + digits >= line.len) return 0;
    if (line.ptr[at + digits] != '.' && line.ptr[at + digits] != ')') return 0;
    return ends_marker(line, at + digits + 1) ? digits + 1 : 0;
}

/* "* * * *" is a line across the page, however long it is. */
static bool is_thematic_break(text line, size_t at)
{
    char mark = line.ptr[at];
    size_t marks = 0;
    if (mark != '-' && mark != '*') return false;
    for (; at < line.len; at++)
        if (line.ptr[at] == mark)
            marks++;
        else if (line.ptr[at] != ' ' && line.ptr[at] != '\t')
            return false;
    return marks >= 3;
}

/* Moves *at over white space and returns its columns, with tab stops of four. */
static size_t skip_white(text line, size_t *at)
{
    size_t columns = 0;
    for (; *at < line.len && (line.ptr[*at] == ' ' || line.ptr[*at] == '\t'); ++*at)
        columns += line.ptr[*at] == '\t' ? 4 - columns % 4 : 1;
    return columns;
}

/* The definition of a note holds blocks as well: "[^a]: > > > text". */
static size_t after_note_label(text line)
{
    if (!text_starts(line, TEXT("[^"))) return 0;
    size_t close = text_find(line, TEXT("]:"), 2);
    return close == SIZE_MAX ? 0 : close + 2;
}

static const char *check_line(text line)
{
    size_t at = after_note_label(line), containers = 0;
    if (is_blank(line)) return NULL;
    for (;;) {
        if (skip_white(line, &at) > MD_INDENT_MAX) return "too-indented";
        size_t marker = marker_length(line, at);
        if (!marker || is_thematic_break(line, at)) return NULL;
        if (++containers > MD_CONTAINERS_MAX) return "too-deep";
        at += marker;
    }
}

static size_t count_brackets(text line)
{
    size_t n = 0;
    for (size_t i = 0; i < line.len; i++) n += line.ptr[i] == '[';
    return n;
}

static const char *check_lines(text source)
{
    size_t brackets = 0; /* in this run of lines */
    for (text line; md__next_line(&source, &line);) {
        const char *reason = check_line(line);
        if (reason) return reason;
        brackets = is_blank(line) ? 0 : brackets + count_brackets(line);
        if (brackets > MD_BRACKETS_MAX) return "too-many-brackets";
    }
    return NULL;
}

static const char *refusal(text source)
{
    if (source.len > MD_SOURCE_MAX) return "too-long";
    if (!utf8_valid(source)) return "not-utf8";
    if (source.len && memchr(source.ptr, '\0', source.len)) return "control-character";
    return check_lines(source);
}

err_code md_check(text source, const char *field, kb_err *err)
{
    const char *reason = refusal(source);
    return reason ? err_field(err, ERR_INVALID, field, reason) : OK;
}
