#include "content/html.h"
#include "content/tools/tmpl_html.h"

#include <stdarg.h>
#include <stdio.h>

/* The literal being read. `space` is white space that was seen and not yet written. */
struct scan {
    struct machine *m;
    text in;
    size_t at;
    struct buf *out;
    bool space;
};

void machine_fail(const struct machine *m, const char *format, ...)
{
    char reason[512];
    va_list args;
    va_start(args, format);
    vsnprintf(reason, sizeof reason, format, args);
    va_end(args);
    tool_fail(m->t->file, m->line, "%s", reason);
}

static bool at_end(const struct scan *s)
{
    return s->at >= s->in.len;
}

static char peek(const struct scan *s)
{
    return at_end(s) ? 0 : s->in.ptr[s->at];
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static void pass(struct scan *s, bool write)
{
    char c = s->in.ptr[s->at++];
    if (c == '\n') s->m->line++;
    if (write) buf_byte(s->out, c);
}

static bool skip_space(struct scan *s)
{
    size_t from = s->at;
    while (!at_end(s) && is_space(peek(s))) pass(s, false);
    return s->at != from;
}

/* Reads a name in lower case into name; 0 when there is none. `colon` says whether : _ . are part of it. */
static size_t read_name(struct scan *s, char name[NAME_MAX_LEN], bool attribute)
{
    size_t len = 0;
    for (; !at_end(s); pass(s, false)) {
        char c = lower(peek(s));
        bool letter = c >= 'a' && c <= 'z';
        if (!letter && !(len && ((c >= '0' && c <= '9') || c == '-' || (attribute && (c == ':' || c == '_'))))) break;
        if (len + 1 == NAME_MAX_LEN) machine_fail(s->m, "a name longer than %d", NAME_MAX_LEN - 1);
        name[len++] = c;
    }
    name[len] = 0;
    return len;
}

/* ---- Text. */

static void flush_space(struct scan *s)
{
    if (s->space && !s->m->after_block) buf_byte(s->out, ' ');
    s->space = false;
}

static void check_nesting(const struct machine *m, const char *name, unsigned facts)
{
    for (size_t i = 0; i < m->depth; i++) {
        const struct open_element *e = &m->open[i];
        bool clash = !strcmp(e->name, "p") ? (facts & ELEMENT_BLOCK) != 0
                     : !strcmp(name, "form")
                         ? !strcmp(e->name, "form")
                         : (facts & ELEMENT_ACTIVE) && (element_facts(text_str(e->name)) & ELEMENT_ACTIVE);
        if (clash) machine_fail(m, "<%s> may not stand in <%s> of line %d", name, e->name, e->line);
    }
}

static void start_tag(struct scan *s)
{
    struct machine *m = s->m;
    m->tag_line = m->line;
    m->tag_branch = m->branch;
    m->tag_post = m->tag_src = false;
    if (!read_name(s, m->tag, false)) machine_fail(m, "a lonely <: write &lt;, and no value or space in a tag name");
    unsigned facts = element_facts(text_str(m->tag));
    if (facts & ELEMENT_REFUSED) machine_fail(m, "<%s> is not allowed in a template", m->tag);
    if (at_end(s) || is_space(peek(s)) || peek(s) == '/' || peek(s) == '>') {
        check_nesting(m, m->tag, facts);
        if (facts & ELEMENT_BLOCK) s->space = false;
        flush_space(s);
        buf_printf(s->out, "<%s", m->tag);
        m->place = PLACE_TAG;
        m->need_space = true;
        return;
    }
    machine_fail(m, "a tag name ends with a space, / or >");
}

static void close_element(struct machine *m, const char *name)
{
    if (element_facts(text_str(name)) & ELEMENT_VOID) machine_fail(m, "<%s> has no end tag", name);
    if (!m->depth) machine_fail(m, "</%s> closes nothing", name);
    struct open_element *e = &m->open[m->depth - 1];
    if (strcmp(e->name, name) != 0) machine_fail(m, "</%s> found, but <%s> of line %d is open", name, e->name, e->line);
    if (e->post && !e->csrf) machine_fail(m, "<form method=\"post\"> of line %d has no {{csrf}}", e->line);
    if (element_facts(text_str(name)) & ELEMENT_KEEPS) m->keeps--;
    m->depth--;
}

static void end_tag(struct scan *s)
{
    struct machine *m = s->m;
    char name[NAME_MAX_LEN];
    pass(s, false);
    if (!read_name(s, name, false)) machine_fail(m, "no value may stand in a tag name");
    skip_space(s);
    if (peek(s) != '>') machine_fail(m, "</%s is not closed with >", name);
    pass(s, false);
    close_element(m, name);
    bool block = element_facts(text_str(name)) & ELEMENT_BLOCK;
    if (block) s->space = false;
    flush_space(s);
    buf_printf(s->out, "</%s>", name);
    m->after_block = block;
    m->place = PLACE_TEXT;
}

static void declaration(struct scan *s)
{
    static const char doctype[] = "!doctype html>";
    for (size_t i = 0; doctype[i]; i++, pass(s, false))
        if (lower(peek(s)) != doctype[i]) machine_fail(s->m, "HTML comments are refused: write {{! ... }}");
    buf_str(s->out, "<!doctype html>");
    s->space = false;
    s->m->after_block = true;
}

static void scan_text(struct scan *s)
{
    struct machine *m = s->m;
    char c = peek(s);
    if (c == '<') {
        pass(s, false);
        if (at_end(s)) machine_fail(m, "no value may stand in a tag name");
        if (peek(s) == '/')
            end_tag(s);
        else if (peek(s) == '!')
            declaration(s);
        else
            start_tag(s);
        return;
    }
    if (is_space(c) && !m->keeps) {
        skip_space(s);
        s->space = true;
        return;
    }
    flush_space(s);
    pass(s, true);
    m->after_block = false;
}

/* Inside title and textarea only their own end tag is a tag. */
static void scan_raw(struct scan *s)
{
    if (peek(s) != '<') {
        pass(s, true);
        return;
    }
    pass(s, false);
    if (peek(s) != '/') machine_fail(s->m, "<%s> holds no elements", s->m->open[s->m->depth - 1].name);
    end_tag(s);
}

static void scan_script(struct scan *s)
{
    skip_space(s);
    if (at_end(s)) return;
    pass(s, false);
    if (s->in.ptr[s->at - 1] != '<' || peek(s) != '/')
        machine_fail(s->m, "inline script: only <script src> is allowed");
    end_tag(s);
}

/* ---- Tags. */

static bool inside(const struct machine *m, const char *name)
{
    for (size_t i = 0; i < m->depth; i++)
        if (!strcmp(m->open[i].name, name)) return true;
    return false;
}

static void open_element(struct machine *m, unsigned facts)
{
    if (m->depth == OPEN_MAX) machine_fail(m, "more than %d open elements", OPEN_MAX);
    struct open_element *e = &m->open[m->depth++];
    *e = (struct open_element){.line = m->tag_line, .branch = m->branch};
    memcpy(e->name, m->tag, sizeof e->name);
    e->post = m->tag_post && !strcmp(m->tag, "form");
    if (facts & ELEMENT_KEEPS) m->keeps++;
    m->place = PLACE_TEXT;
    if (facts & ELEMENT_RAW) m->place = PLACE_RAW;
    if (!strcmp(m->tag, "script")) {
        m->place = PLACE_SCRIPT;
        if (!m->tag_src) machine_fail(m, "inline script: <script> needs src=\"{{asset ...}}\"");
    }
}

/* The > of a start tag. A browser drops the first newline in pre and textarea, so one is put there for it to drop. */
static void finish_tag(struct scan *s, bool self_closed)
{
    struct machine *m = s->m;
    unsigned facts = element_facts(text_str(m->tag));
    if (self_closed && !(facts & ELEMENT_VOID) && !inside(m, "svg"))
        machine_fail(m, "<%s/> does not close <%s>", m->tag, m->tag);
    buf_str(s->out, self_closed && !(facts & ELEMENT_VOID) ? "/>" : ">");
    m->after_block = (facts & ELEMENT_BLOCK) != 0;
    m->place = PLACE_TEXT;
    if ((facts & ELEMENT_VOID) || self_closed) return;
    open_element(m, facts);
    if (facts & ELEMENT_KEEPS) {
        if (peek(s) == '\n') pass(s, false);
        buf_byte(s->out, '\n');
    }
}

static void start_attribute(struct scan *s)
{
    struct machine *m = s->m;
    if (!read_name(s, m->attr, true)) machine_fail(m, "'%c' does not begin an attribute", peek(s));
    m->rule = attribute_rule(text_str(m->attr));
    if (m->rule == ATTRIBUTE_REFUSED) machine_fail(m, "the attribute %s is not allowed in a template", m->attr);
    buf_printf(s->out, " %s", m->attr);
    m->need_space = true;
    if (peek(s) != '=') return;
    pass(s, true);
    m->quote = peek(s);
    if (m->quote != '"' && m->quote != '\'') machine_fail(m, "the value of %s needs quotes", m->attr);
    pass(s, true);
    m->place = PLACE_VALUE;
    m->url = URL_START;
}

static void scan_tag(struct scan *s)
{
    struct machine *m = s->m;
    if (skip_space(s)) {
        m->need_space = false;
        s->space = false;
    }
    if (at_end(s)) return;
    char c = peek(s);
    if (c == '>' || c == '/') {
        pass(s, false);
        if (c == '/' && peek(s) != '>') machine_fail(m, "/ without >");
        if (c == '/') pass(s, false);
        finish_tag(s, c == '/');
        return;
    }
    if (m->need_space) machine_fail(m, "a space is needed between attributes");
    start_attribute(s);
}

/* ---- Values. */

static void check_method(struct machine *m, text value)
{
    if (m->branch != m->tag_branch) machine_fail(m, "method may not depend on {{if}}");
    if (!text_is(value, "post") && !text_is(value, "get")) machine_fail(m, "method is \"post\" or \"get\"");
    m->tag_post = text_is(value, "post");
}

static void check_address(struct machine *m, text piece)
{
    if (!piece.len) return;
    if (!strcmp(m->tag, "script") && !strcmp(m->attr, "src")) machine_fail(m, "a script comes from {{asset ...}} only");
    if (m->url == URL_START) {
        if (!html_url_allowed(piece)) machine_fail(m, "the address \"%.*s\" is not allowed", TEXT_FMT(piece));
        size_t authority = text_find(piece, TEXT("://"), 0);
        bool host_open = authority != SIZE_MAX && text_find_byte(piece, '/', authority + 3) == SIZE_MAX;
        m->url = URL_NAME;
        for (size_t i = 0; i < piece.len && !host_open; i++)
            if (strchr("/?#:", piece.ptr[i])) m->url = URL_INSIDE;
        return;
    }
    if (m->url == URL_NAME && text_find_byte(piece, ':', 0) != SIZE_MAX) machine_fail(m, "a scheme is cut in two");
    if (m->url == URL_VALUE && !strchr("?&#/", piece.ptr[0]))
        machine_fail(m, "behind a whole address comes ? & # or /");
    if (m->url == URL_VALUE || text_find_byte(piece, '/', 0) != SIZE_MAX || text_find_byte(piece, '?', 0) != SIZE_MAX)
        m->url = URL_INSIDE;
}

static void scan_value(struct scan *s)
{
    struct machine *m = s->m;
    size_t from = s->at;
    while (!at_end(s) && peek(s) != m->quote) {
        if (peek(s) == '<') machine_fail(m, "< in the value of %s: write &lt;", m->attr);
        pass(s, true);
    }
    text piece = text_slice(s->in, from, s->at - from);
    if (m->rule == ATTRIBUTE_ADDRESS) check_address(m, piece);
    if (!strcmp(m->attr, "method")) check_method(m, piece);
    if (at_end(s)) return;
    pass(s, true);
    m->place = PLACE_TAG;
    m->need_space = true;
}

void machine_literal(struct machine *m, text literal, struct buf *out)
{
    static void (*const scans[])(struct scan *) = {
        [PLACE_TEXT] = scan_text, [PLACE_RAW] = scan_raw,     [PLACE_SCRIPT] = scan_script,
        [PLACE_TAG] = scan_tag,   [PLACE_VALUE] = scan_value,
    };
    struct scan s = {.m = m, .in = literal, .out = out};
    m->need_space = false;
    while (!at_end(&s)) scans[m->place](&s);
    if (m->place == PLACE_TEXT) flush_space(&s);
}
