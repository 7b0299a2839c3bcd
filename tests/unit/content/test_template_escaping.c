/* A property: whatever bytes a value holds, the page keeps the shape its template gave it. tests/templates/good/
 * fx_everywhere.html puts one value into every kind of place; the page is read back by a tokenizer that shares nothing
 * with the compiler's, and its elements and attribute names must be those of the page with a harmless value. */
#include "tests/kb_test.h"

#include "kb/base/cleanup.h"

#include <ctype.h>
#include <strings.h>

#include "content/fixtures/views.c"

enum { OUT_MAX = 1 << 20, ROUNDS = 20000 };

/* The reader: after the HTML standard's tokenizer, states "data", "RCDATA", "tag open" to "attribute value", "comment".
 */
struct page {
    text in;
    size_t at;
    struct buf shape;     /* "<p title>" "</p>" ... */
    struct buf addresses; /* values of href and action, one a line */
};

static bool more(const struct page *p)
{
    return p->at < p->in.len;
}

static char now(const struct page *p)
{
    return more(p) ? p->in.ptr[p->at] : 0;
}

static bool space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}

static void read_value(struct page *p, bool address)
{
    char quote = now(p);
    bool quoted = quote == '"' || quote == '\'';
    if (quoted) p->at++;
    while (more(p) && (quoted ? now(p) != quote : !space(now(p)) && now(p) != '>')) {
        if (address) buf_byte(&p->addresses, now(p));
        p->at++;
    }
    if (quoted) p->at++;
    if (address) buf_byte(&p->addresses, '\n');
}

static void read_attributes(struct page *p)
{
    while (more(p) && now(p) != '>') {
        if (space(now(p)) || now(p) == '/') {
            p->at++;
            continue;
        }
        size_t from = p->at;
        do p->at++;
        while (more(p) && !space(now(p)) && now(p) != '=' && now(p) != '>' && now(p) != '/');
        text name = text_slice(p->in, from, p->at - from);
        buf_byte(&p->shape, ' ');
        buf_put(&p->shape, name);
        while (space(now(p))) p->at++;
        if (now(p) != '=') continue;
        p->at++;
        while (space(now(p))) p->at++;
        read_value(p, text_is(name, "href") || text_is(name, "action"));
    }
    p->at++;
    buf_byte(&p->shape, '>');
}

/* In textarea and title only the own end tag ends the text. */
static void skip_characters(struct page *p, const char *name)
{
    size_t len = strlen(name);
    while (more(p)) {
        text rest = text_slice(p->in, p->at, SIZE_MAX);
        if (rest.len > len + 2 && rest.ptr[0] == '<' && rest.ptr[1] == '/' && !strncasecmp(rest.ptr + 2, name, len) &&
            (space(rest.ptr[len + 2]) || rest.ptr[len + 2] == '>' || rest.ptr[len + 2] == '/'))
            return;
        p->at++;
    }
}

static void read_tag(struct page *p)
{
    size_t from = p->at++;
    if (now(p) == '/') p->at++;
    if (now(p) == '!' || now(p) == '?') {
        buf_str(&p->shape, "<!");
        while (more(p) && now(p) != '>') p->at++;
        return;
    }
    if (!isalpha((unsigned char)now(p))) return;
    while (more(p) && !space(now(p)) && now(p) != '>' && now(p) != '/') p->at++;
    text name = text_slice(p->in, from, p->at - from);
    buf_put(&p->shape, name);
    read_attributes(p);
    if (text_is(name, "<textarea")) skip_characters(p, "textarea");
    if (text_is(name, "<title")) skip_characters(p, "title");
}

static void read_page(struct page *p)
{
    while (more(p)) {
        if (now(p) == '<')
            read_tag(p);
        else
            p->at++;
    }
}

static void render(struct buf *out, text value)
{
    const struct view_env env = {.csrf = value, .site = value, .person = value};
    const struct view_fx_everywhere v = {.value = value, .address = value};
    buf_clear(out);
    view_fx_everywhere(out, &env, &v);
    assert_false(out->failed);
}

/* A small generator of our own, so that every run tries the same bytes. */
static uint32_t next_random(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*seed >> 33);
}

static const char *const nasty[] = {
    "<",
    ">",
    "\"",
    "'",
    "&",
    "=",
    "/",
    " ",
    "\n",
    "`",
    "</textarea>",
    "</title>",
    "</svg>",
    "<script>",
    "-->",
    "<!--",
    "&#34;",
    "&quot",
    "\" onload=\"",
    "' onload='",
    "javascript:",
    "JaVa\tScript:",
    "data:text/html,",
    "//evil.example",
    "\\\\evil",
    "]]>",
    "{n}",
    "%22",
    "\x01",
    "\xC3",
    "\xE2\x80\xA8",
    "?",
    "#",
    ":",
    "<p",
    "</p",
};

static text random_value(uint64_t *seed, struct buf *into)
{
    buf_clear(into);
    for (uint32_t pieces = next_random(seed) % 8; pieces; pieces--) {
        if (next_random(seed) % 3)
            buf_str(into, nasty[next_random(seed) % COUNT_OF(nasty)]);
        else
            buf_byte(into, (char)(next_random(seed) % 256));
    }
    return buf_text(into);
}

static void test_no_value_changes_the_elements_and_attributes_of_a_page(void **state)
{
    (void)state;
    struct page plain = {.shape = buf_new(OUT_MAX), .addresses = buf_new(OUT_MAX)};
    struct page odd = {.shape = buf_new(OUT_MAX), .addresses = buf_new(OUT_MAX)};
    _cleanup_(buf_release)
    struct buf out = buf_new(OUT_MAX), value = buf_new(4096);
    render(&out, TEXT("x"));
    plain.in = buf_text(&out);
    read_page(&plain);
    _cleanup_(free_p)
    char *wanted = buf_take(&plain.shape, NULL);
    assert_non_null(strstr(wanted, "<p><a href></a>"));
    assert_non_null(strstr(wanted, "<textarea name></textarea>"));
    uint64_t seed = 2026;
    for (int round = 0; round < ROUNDS; round++) {
        text bytes = random_value(&seed, &value);
        render(&out, bytes);
        odd.in = buf_text(&out);
        odd.at = 0;
        buf_clear(&odd.shape);
        buf_clear(&odd.addresses);
        read_page(&odd);
        if (strcmp(buf_cstr(&odd.shape), wanted) != 0)
            fail_msg("\"%.*s\" made %s of %s", TEXT_FMT(bytes), buf_cstr(&odd.shape), wanted);
    }
    buf_release(&odd.shape);
    buf_release(&odd.addresses);
    buf_release(&plain.addresses);
}

/* What a browser does with an address before it looks at the scheme: control characters and white space go. */
static bool runs_or_leaves(text address)
{
    char bare[64];
    size_t len = 0;
    for (size_t i = 0; i < address.len && len + 1 < sizeof bare; i++)
        if ((unsigned char)address.ptr[i] > ' ') bare[len++] = (char)tolower((unsigned char)address.ptr[i]);
    bare[len] = 0;
    return !strncmp(bare, "javascript:", 11) || !strncmp(bare, "data:", 5) || !strncmp(bare, "//", 2) ||
           !strncmp(bare, "/\\", 2) || !strncmp(bare, "\\", 1);
}

static void test_no_value_makes_an_address_that_runs_or_leaves_the_site(void **state)
{
    (void)state;
    assert_true(runs_or_leaves(TEXT("java\nScript:x")));
    _cleanup_(buf_release)
    struct buf out = buf_new(OUT_MAX), value = buf_new(4096);
    struct page p = {.shape = buf_new(OUT_MAX), .addresses = buf_new(OUT_MAX)};
    uint64_t seed = 1848;
    for (int round = 0; round < ROUNDS; round++) {
        text bytes = random_value(&seed, &value);
        render(&out, bytes);
        p.in = buf_text(&out);
        p.at = 0;
        buf_clear(&p.shape);
        buf_clear(&p.addresses);
        read_page(&p);
        text rest = buf_text(&p.addresses);
        for (text line; text_next(&rest, '\n', &line);)
            if (runs_or_leaves(line)) fail_msg("\"%.*s\" made the address %.*s", TEXT_FMT(bytes), TEXT_FMT(line));
    }
    buf_release(&p.shape);
    buf_release(&p.addresses);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_no_value_changes_the_elements_and_attributes_of_a_page),
        TEST(test_no_value_makes_an_address_that_runs_or_leaves_the_site),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
