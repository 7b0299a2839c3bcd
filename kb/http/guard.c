#include "kb/http/guard.h"

#include "kb/base/cleanup.h"

#include <strings.h>

static bool is_alnum(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool text_eq_ascii(text a, const char *b)
{
    return a.len == strlen(b) && strncasecmp(a.ptr, b, a.len) == 0;
}

bool guard_is_token(text name)
{
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];
        if (!is_alnum(c) && (c == '\0' || !strchr("!#$%&'*+-.^_`|~", c))) return false;
    }
    return name.len > 0;
}

/* Visible characters, space, tab and bytes over 127 (RFC 9110 section 5.5). */
static bool value_is_clean(text value)
{
    for (size_t i = 0; i < value.len; i++) {
        unsigned char c = (unsigned char)value.ptr[i];
        if ((c < ' ' && c != '\t') || c == 0x7F) return false;
    }
    return true;
}

static bool port_ok(text port)
{
    uint64_t n = 0;
    return text_to_u64(port, 65535, &n) && n > 0;
}

static bool bracketed_host(text host)
{
    size_t end = text_find_byte(host, ']', 0);
    if (end == SIZE_MAX || end < 3) return false;
    for (size_t i = 1; i < end; i++)
        if (!strchr("0123456789abcdefABCDEF:.", host.ptr[i])) return false;
    if (end + 1 == host.len) return true;
    return host.ptr[end + 1] == ':' && port_ok(text_slice(host, end + 2, SIZE_MAX));
}

bool guard_host_syntax(text host)
{
    if (host.len == 0 || host.len > 255) return false;
    if (host.ptr[0] == '[') return memchr(host.ptr, '\0', host.len) == NULL && bracketed_host(host);
    size_t colon = text_find_byte(host, ':', 0);
    text name = text_slice(host, 0, colon);
    for (size_t i = 0; i < name.len; i++)
        if (!is_alnum(name.ptr[i]) && name.ptr[i] != '-' && name.ptr[i] != '.') return false;
    if (name.len == 0 || name.ptr[0] == '.' || name.ptr[0] == '-') return false;
    return colon == SIZE_MAX || port_ok(text_slice(host, colon + 1, SIZE_MAX));
}

static text without_port(text host)
{
    size_t end = host.ptr[0] == '[' ? text_find_byte(host, ']', 0) + 1 : text_find_byte(host, ':', 0);
    return text_slice(host, 0, end);
}

static bool host_is_loopback(text host)
{
    text name = without_port(host);
    if (text_eq_ascii(name, "localhost") || text_is(name, "[::1]")) return true;
    if (!text_starts(name, TEXT("127."))) return false;
    for (size_t i = 0; i < name.len; i++)
        if (!strchr("0123456789.", name.ptr[i])) return false;
    return true;
}

bool guard_host_ours(text host, const struct guard_hosts *hosts)
{
    for (size_t i = 0; i < hosts->n; i++)
        if (text_eq_ascii(host, hosts->names[i])) return true;
    if (hosts->n) return false;
    return !hosts->loopback_only || host_is_loopback(host);
}

/* The byte at *at, with its %XX read, and *at moved behind it; -1 for a broken escape. */
static int path_byte(text path, size_t *at, bool *escaped)
{
    unsigned char c = (unsigned char)path.ptr[(*at)++];
    *escaped = c == '%';
    if (c != '%') return c;
    if (*at + 2 > path.len) return -1;
    int high = text_hex_digit(path.ptr[*at]), low = text_hex_digit(path.ptr[*at + 1]);
    *at += 2;
    return high < 0 || low < 0 ? -1 : high * 16 + low;
}

/* "." and "..", also when spelled with %2e. */
static bool is_dots(size_t length, size_t dots)
{
    return length == dots && (dots == 1 || dots == 2);
}

static const char *path_fault(text path)
{
    size_t length = 0, dots = 0;
    for (size_t at = 1; at < path.len;) {
        bool escaped;
        int c = path_byte(path, &at, &escaped);
        if (c < 0) return "uri-escape";
        if (c == 0) return "uri-nul";
        if (c == '\\' || (escaped && c == '/')) return "uri-slash";
        if (c < ' ' || c == 0x7F) return "uri-control";
        if (c == '/') {
            if (length == 0) return "uri-empty-segment";
            if (is_dots(length, dots)) return "uri-dots";
            length = dots = 0;
            continue;
        }
        length++;
        dots += c == '.';
    }
    return is_dots(length, dots) ? "uri-dots" : NULL;
}

static const char *query_fault(text query)
{
    for (size_t at = 0; at < query.len;) {
        bool escaped;
        int c = path_byte(query, &at, &escaped);
        if (c < 0) return "uri-escape";
        if (c == 0) return "uri-nul";
    }
    return NULL;
}

const char *guard_uri(text uri)
{
    if (uri.len == 0 || uri.ptr[0] != '/') return "uri-form";
    for (size_t i = 0; i < uri.len; i++) {
        unsigned char c = (unsigned char)uri.ptr[i];
        if (c <= ' ' || c >= 0x7F || c == '#') return "uri-character";
    }
    size_t mark = text_find_byte(uri, '?', 0);
    const char *fault = path_fault(text_slice(uri, 0, mark));
    if (!fault && mark != SIZE_MAX) fault = query_fault(text_slice(uri, mark + 1, SIZE_MAX));
    return fault;
}

/* What is counted while walking over the headers. */
struct tally {
    size_t bytes, hosts, lengths, codings, expects, origins, types, sites, tokens;
    text host, length, coding, expect, other;
};

static const struct {
    const char *name;
    size_t count, value; /* offsets in struct tally */
} counted[] = {
    {"Host", offsetof(struct tally, hosts), offsetof(struct tally, host)},
    {"Content-Length", offsetof(struct tally, lengths), offsetof(struct tally, length)},
    {"Transfer-Encoding", offsetof(struct tally, codings), offsetof(struct tally, coding)},
    {"Expect", offsetof(struct tally, expects), offsetof(struct tally, expect)},
    {"Origin", offsetof(struct tally, origins), offsetof(struct tally, other)},
    {"Content-Type", offsetof(struct tally, types), offsetof(struct tally, other)},
    {"Sec-Fetch-Site", offsetof(struct tally, sites), offsetof(struct tally, other)},
    {"Authorization", offsetof(struct tally, tokens), offsetof(struct tally, other)},
};

static void tally_header(struct tally *t, const struct raw_header *h)
{
    t->bytes += h->name.len + h->value.len + 4; /* ": " and CRLF */
    for (size_t i = 0; i < COUNT_OF(counted); i++) {
        if (!text_eq_ascii(h->name, counted[i].name)) continue;
        ++*(size_t *)(void *)((char *)t + counted[i].count);
        *(text *)(void *)((char *)t + counted[i].value) = h->value;
    }
}

static struct guard_verdict refuse(int status, const char *why)
{
    return (struct guard_verdict){.status = status, .why = why};
}

static struct guard_verdict check_body(const struct raw_request *raw, const struct tally *t, uint64_t body_max)
{
    struct guard_verdict v = {.has_body = t->codings > 0};
    if (t->lengths > 1) return refuse(400, "two-lengths");
    if (t->codings > 1) return refuse(400, "two-codings");
    if (t->lengths && t->codings) return refuse(400, "length-and-coding");
    if (t->codings && !text_eq_ascii(t->coding, "chunked")) return refuse(400, "coding");
    if (t->codings && text_is(raw->version, "HTTP/1.0")) return refuse(400, "coding-in-1.0");
    if (t->lengths && t->length.len > 18) return refuse(400, "length");
    if (t->lengths && !text_to_u64(t->length, UINT64_MAX, &v.length)) return refuse(400, "length");
    v.has_body = v.has_body || v.length > 0;
    if (v.has_body && (text_is(raw->method, "GET") || text_is(raw->method, "HEAD"))) return refuse(400, "body-on-get");
    if (t->expects > 1 || (t->expects && !text_eq_ascii(t->expect, "100-continue"))) return refuse(417, "expect");
    if (v.length > body_max) return refuse(413, "body-too-large");
    return v;
}

static struct guard_verdict check_line(const struct raw_request *raw)
{
    if (raw->uri_len > GUARD_URI_MAX) return refuse(414, "uri-too-long");
    if (!guard_is_token(raw->method) || raw->method.len > 20) return refuse(400, "method");
    if (!text_is(raw->version, "HTTP/1.1") && !text_is(raw->version, "HTTP/1.0")) return refuse(505, "version");
    const char *fault = guard_uri(raw->uri);
    return fault ? refuse(400, fault) : refuse(0, NULL);
}

struct guard_verdict guard_check(const struct raw_request *raw, const struct guard_hosts *hosts, uint64_t body_max)
{
    struct guard_verdict line = check_line(raw);
    if (line.status) return line;
    if (raw->n_headers > GUARD_HEADERS_COUNT) return refuse(431, "too-many-headers");
    struct tally t = {0};
    for (size_t i = 0; i < raw->n_headers; i++) {
        const struct raw_header *h = &raw->headers[i];
        if (!guard_is_token(h->name)) return refuse(400, "header-name");
        if (!value_is_clean(h->value)) return refuse(400, "header-value");
        tally_header(&t, h);
    }
    if (t.bytes > GUARD_HEADERS_MAX) return refuse(431, "headers-too-large");
    if (t.hosts != 1) return refuse(400, t.hosts ? "two-hosts" : "no-host");
    if (!guard_host_syntax(t.host)) return refuse(400, "host");
    if (!guard_host_ours(t.host, hosts)) return refuse(400, "host-not-ours");
    if (t.origins > 1 || t.types > 1 || t.sites > 1 || t.tokens > 1) return refuse(400, "two-of-one");
    return check_body(raw, &t, body_max);
}
