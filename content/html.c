#include "content/html.h"

#include <string.h>
#include <strings.h>

/* The bytes that may have to stand as an entity: what is_plain looks for and entity_of knows. */
static const char marks[] = "&<>\"'";

/* What stands in the place of this byte; empty where it may stand as it is. */
static text entity_of(char c, bool in_attribute)
{
    switch (c) {
    case '&': return TEXT("&amp;");
    case '<': return TEXT("&lt;");
    case '>': return TEXT("&gt;");
    case '"': return TEXT("&quot;");
    case '\'': return in_attribute ? TEXT("&#x27;") : TEXT("");
    default: return TEXT("");
    }
}

/* Sixteen bytes at once: most of a text goes out as it is. */
typedef unsigned char sixteen __attribute__((vector_size(16)));

static bool any_marked(const char *at)
{
    sixteen bytes, hit = {0};
    memcpy(&bytes, at, sizeof bytes);
    for (size_t m = 0; m < sizeof marks - 1; m++) hit |= (sixteen)(bytes == (unsigned char)marks[m]);
    uint64_t halves[2];
    memcpy(halves, &hit, sizeof halves);
    return halves[0] | halves[1];
}

/* Whether a longer text goes out in one piece; a shorter one is looked at letter by letter anyway. */
static bool is_plain(text t)
{
    if (t.len < sizeof(sixteen)) return false;
    for (size_t i = 0; i + sizeof(sixteen) <= t.len; i += sizeof(sixteen))
        if (any_marked(t.ptr + i)) return false;
    return !any_marked(t.ptr + t.len - sizeof(sixteen)); /* the last ones, some a second time */
}

static void escape(struct buf *out, text t, bool in_attribute)
{
    size_t from = 0;
    for (size_t i = is_plain(t) ? t.len : 0; i < t.len; i++) {
        text entity = entity_of(t.ptr[i], in_attribute);
        if (!entity.len) continue;
        buf_put(out, text_of(t.ptr + from, i - from));
        buf_put(out, entity);
        from = i + 1;
    }
    if (from < t.len) buf_put(out, text_of(t.ptr + from, t.len - from));
}

void html_text(struct buf *out, text t)
{
    escape(out, t, false);
}

void html_attr(struct buf *out, text t)
{
    escape(out, t, true);
}

void html_raw_safe_html(struct buf *out, safe_html html)
{
    buf_put(out, html.raw);
}

static bool is_alnum(unsigned char c)
{
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

static void put_percent(struct buf *out, unsigned char c)
{
    static const char hex[] = "0123456789ABCDEF";
    char bytes[3] = {'%', hex[c >> 4], hex[c & 15]};
    buf_put(out, text_of(bytes, sizeof bytes));
}

/* The bytes that stay are those cmark leaves alone, so that its output and ours are equal. */
static bool stays_in_url(unsigned char c)
{
    static const unsigned char stays[256] = {
        ['0' ... '9'] = 1, ['A' ... 'Z'] = 1, ['a' ... 'z'] = 1, ['-'] = 1, ['_'] = 1, ['.'] = 1, ['+'] = 1, ['!'] = 1,
        ['*'] = 1,         ['('] = 1,         [')'] = 1,         [','] = 1, ['%'] = 1, ['#'] = 1, ['@'] = 1, ['?'] = 1,
        ['='] = 1,         [';'] = 1,         [':'] = 1,         ['/'] = 1, ['$'] = 1, ['~'] = 1};
    return stays[c];
}

void html__href(struct buf *out, text url)
{
    size_t from = 0;
    for (size_t i = 0; i < url.len; i++) {
        unsigned char c = (unsigned char)url.ptr[i];
        if (stays_in_url(c)) continue;
        buf_put(out, text_of(url.ptr + from, i - from));
        if (c == '&' || c == '\'')
            buf_put(out, entity_of((char)c, true));
        else
            put_percent(out, c);
        from = i + 1;
    }
    if (from < url.len) buf_put(out, text_of(url.ptr + from, url.len - from));
}

void html_query(struct buf *out, text value)
{
    for (size_t i = 0; i < value.len; i++) {
        unsigned char c = (unsigned char)value.ptr[i];
        if (is_alnum(c) || (c && strchr("-._~", c)))
            buf_byte(out, (char)c);
        else
            put_percent(out, c);
    }
}

void html_url(struct buf *out, text url)
{
    url = text_trim(url);
    if (html_url_allowed(url))
        html__href(out, url);
    else
        buf_byte(out, '#');
}

static text scheme_of(text url)
{
    for (size_t i = 0; i < url.len; i++) {
        char c = url.ptr[i];
        if (c == '/' || c == '?' || c == '#' || !c) break;
        if (c == ':') return text_of(url.ptr, i + 1);
    }
    return TEXT("");
}

static bool is_scheme(text scheme, const char *name)
{
    return scheme.len == strlen(name) && strncasecmp(scheme.ptr, name, scheme.len) == 0;
}

static bool has_control(text url)
{
    for (size_t i = 0; i < url.len; i++)
        if ((unsigned char)url.ptr[i] < 0x20 || url.ptr[i] == 0x7F) return true;
    return false;
}

static bool is_slash(char c)
{
    return c == '/' || c == '\\'; /* browsers read a backslash as a slash (WHATWG URL, "special" schemes) */
}

bool html_url_allowed(text url)
{
    static const char *const schemes[] = {"http:", "https:", "mailto:", "tel:"};
    url = text_trim(url);
    if (has_control(url)) return false;
    text scheme = scheme_of(url);
    if (!scheme.len) return !(url.len > 1 && is_slash(url.ptr[0]) && is_slash(url.ptr[1]));
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        if (is_scheme(scheme, schemes[i])) return true;
    return false;
}

bool html_url_external(text url)
{
    url = text_trim(url);
    text scheme = scheme_of(url);
    return html_url_allowed(url) && (is_scheme(scheme, "http:") || is_scheme(scheme, "https:"));
}
