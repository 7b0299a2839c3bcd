/* html_oracle.h - reads what the renderer of Markdown wrote as a browser would, and knows only what may be there: these
 * elements, these attributes in double quotes, these schemes, everything closed in order. NULL, or what is wrong. */
#ifndef KB_TESTS_FUZZ_HTML_ORACLE_H
#define KB_TESTS_FUZZ_HTML_ORACLE_H

#include "kb/base/cleanup.h"
#include "kb/base/text.h"

#include <string.h>

enum { ORACLE_DEPTH = 4096 };

static const char *const oracle_tags[] = {
    "a",     "p",     "ol",    "ul", "li", "code", "pre", "blockquote", "h1", "h2",  "h3",  "h4",      "h5",     "h6",
    "table", "thead", "tbody", "tr", "th", "td",   "sup", "span",       "em", "nav", "div", "section", "strong", NULL};
static const char *const oracle_void[] = {"br", "hr", "img", NULL};
static const char *const oracle_attributes[] = {
    "class", "id",  "href", "aria-label",  "data-line",       "rel", "role", "scope", "start", "tabindex",
    "title", "alt", "src",  "aria-hidden", "aria-labelledby", NULL};
static const char *const oracle_schemes[] = {"http:", "https:", "mailto:", "tel:", NULL};

static inline bool oracle_in(const char *const *list, text word)
{
    for (size_t i = 0; list[i]; i++)
        if (text_is(word, list[i])) return true;
    return false;
}

static inline bool oracle_name_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
}

static inline text oracle_name(text in, size_t *at)
{
    size_t from = *at;
    while (*at < in.len && oracle_name_char(in.ptr[*at])) ++*at;
    return text_slice(in, from, *at - from);
}

/* An address: one of our schemes, or one without any. Entities are no way around, for the renderer writes & as &amp;
 * and ' as &#x27;, and knows no other. */
static inline const char *oracle_address(text value)
{
    for (size_t i = 0; oracle_schemes[i]; i++)
        if (value.len >= strlen(oracle_schemes[i]) &&
            !strncasecmp(value.ptr, oracle_schemes[i], strlen(oracle_schemes[i])))
            return NULL;
    if (text_starts(value, TEXT("//")) || text_find_byte(value, '\\', 0) != SIZE_MAX)
        return "an address of another host";
    for (size_t i = 0; i < value.len; i++) {
        char c = value.ptr[i];
        text rest = text_slice(value, i, SIZE_MAX);
        if (text_starts(rest, TEXT("&amp;")) || text_starts(rest, TEXT("&#x27;"))) continue;
        if (c == '/' || c == '?' || c == '#') return NULL;
        if (c == ':' || c == '&') return "a scheme that is not ours";
    }
    return NULL;
}

static inline const char *oracle_attribute(text in, size_t *at)
{
    text name = oracle_name(in, at);
    if (!oracle_in(oracle_attributes, name)) return "an attribute";
    if (*at + 1 >= in.len || in.ptr[*at] != '=' || in.ptr[*at + 1] != '"') return "no quote";
    size_t end = text_find_byte(in, '"', *at + 2);
    if (end == SIZE_MAX) return "an open quote";
    text value = text_slice(in, *at + 2, end - *at - 2);
    if (text_find_byte(value, '<', 0) != SIZE_MAX || text_find_byte(value, '>', 0) != SIZE_MAX) return "a bare mark";
    *at = end + 1;
    return text_is(name, "href") || text_is(name, "src") ? oracle_address(value) : NULL;
}

static inline const char *oracle_tag(text in, size_t *at, text *stack, size_t *depth)
{
    bool closes = *at < in.len && in.ptr[*at] == '/';
    *at += closes;
    text name = oracle_name(in, at);
    bool lonely = oracle_in(oracle_void, name);
    if (!lonely && !oracle_in(oracle_tags, name)) return "an element";
    while (!closes && *at < in.len && (in.ptr[*at] == ' ' || in.ptr[*at] == '\n')) {
        ++*at;
        if (*at < in.len && in.ptr[*at] == '/') break;
        const char *wrong = oracle_attribute(in, at);
        if (wrong) return wrong;
    }
    if (!closes && lonely && *at < in.len && in.ptr[*at] == '/') ++*at;
    if (*at >= in.len || in.ptr[*at] != '>') return "an open tag";
    ++*at;
    if (lonely) return closes ? "an end of nothing" : NULL;
    if (closes) return *depth && text_eq(stack[*depth - 1], name) ? (--*depth, NULL) : "an end out of order";
    if (*depth == ORACLE_DEPTH) return "too deep";
    stack[(*depth)++] = name;
    return NULL;
}

/* What stands where raw HTML stood: the one comment there is. */
#define oracle_omitted TEXT("<!-- raw HTML omitted -->")

static inline const char *html_wrong(text in)
{
    static text stack[ORACLE_DEPTH];
    size_t depth = 0;
    for (size_t at = 0; at < in.len;) {
        if (in.ptr[at] == '>') return "a bare mark";
        if (in.ptr[at] == '<' && text_starts(text_slice(in, at, SIZE_MAX), oracle_omitted)) {
            at += oracle_omitted.len;
            continue;
        }
        if (in.ptr[at++] != '<') continue;
        const char *wrong = oracle_tag(in, &at, stack, &depth);
        if (wrong) return wrong;
    }
    return depth ? "an element stays open" : NULL;
}

#endif
