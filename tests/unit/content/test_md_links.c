/* Runs tests/spec/links.txt, and holds html.h to what it promises. */
#include "tests/spec/examples.h"

#include "content/html.h"

#include <cmark.h>

static void put_address(struct buf *out, text typed)
{
    for (size_t i = 0; i < typed.len; i++) {
        bool escape = typed.ptr[i] == '\\' && i + 1 < typed.len && strchr("tv", typed.ptr[i + 1]);
        buf_byte(out, !escape ? typed.ptr[i] : typed.ptr[i + 1] == 't' ? '\t' : '\v');
        i += escape;
    }
}

static text rendered(arena *a, text source, unsigned flags)
{
    kb_err err = {0};
    const struct md_document *doc = NULL;
    _cleanup_(buf_release)
    struct buf out = buf_new(1 << 20);
    assert_ok(md_render(source, &(struct md_options){.flags = flags}, a, &doc, &err), &err);
    md_html_without_rights(&out, doc);
    return arena_text(a, buf_text(&out));
}

/* The address as CommonMark reads it. */
static text address_of(arena *a, text source)
{
    cmark_node *tree = cmark_parse_document(source.ptr, source.len, CMARK_OPT_DEFAULT);
    cmark_node *link = cmark_node_first_child(cmark_node_first_child(tree));
    assert_int_equal(cmark_node_get_type(link), CMARK_NODE_LINK);
    text url = text_str(arena_str(a, cmark_node_get_url(link)));
    cmark_node_free(tree);
    return url;
}

static void check_case(bool allowed, text typed)
{
    arena *a = arena_new(1 << 20);
    _cleanup_(buf_release)
    struct buf source = buf_new(4096), url = buf_new(4096);
    buf_str(&source, "![x](");
    put_address(&source, typed);
    buf_str(&source, ")\n");
    text image = rendered(a, buf_text(&source), MD_LINK_ALLOWLIST), link = text_slice(buf_text(&source), 1, SIZE_MAX);
    text html = rendered(a, link, MD_LINK_ALLOWLIST);
    if (text_is(html, "<p>x</p>\n") == allowed) fail_msg("%.*s gives %.*s", TEXT_FMT(typed), TEXT_FMT(html));
    if (!text_eq(image, html)) fail_msg("an image at %.*s gives %.*s", TEXT_FMT(typed), TEXT_FMT(image));
    html_url(&url, address_of(a, link));
    if (text_is(buf_text(&url), "#") == allowed) fail_msg("html_url: %.*s gives %s", TEXT_FMT(typed), buf_cstr(&url));
    arena_free(a);
}

static void test_every_listed_address_is_a_link_or_words_as_listed(void **state)
{
    (void)state;
    size_t allowed = 0, refused = 0;
    _cleanup_(buf_release)
    struct buf list = read_whole(KB_SOURCE_DIR "/tests/spec/links.txt", "it is in the repository");
    text rest = buf_text(&list);
    for (text line; text_next(&rest, '\n', &line);) {
        if (!line.len || line.ptr[0] == '#') continue;
        assert_true(line.ptr[0] == '+' || line.ptr[0] == '-');
        check_case(line.ptr[0] == '+', text_slice(line, 2, SIZE_MAX));
        *(line.ptr[0] == '+' ? &allowed : &refused) += 1;
    }
    assert_true(allowed > 15 && refused > 45);
}

static text written(arena *a, void (*writer)(struct buf *, text), text t)
{
    _cleanup_(buf_release)
    struct buf out = buf_new(4096);
    writer(&out, t);
    return arena_text(a, buf_text(&out));
}

static void test_each_writer_escapes_for_its_own_place(void **state)
{
    (void)state;
    arena *a = arena_new(1 << 20);
    assert_text(written(a, html_text, TEXT("<b>&\"' foto's</b>")), "&lt;b&gt;&amp;&quot;' foto's&lt;/b&gt;");
    assert_text(written(a, html_attr, TEXT("\"'<>&")), "&quot;&#x27;&lt;&gt;&amp;");
    assert_text(written(a, html_query, TEXT("a b&c=d/é~'\"")), "a%20b%26c%3Dd%2F%C3%A9~%27%22");
    assert_text(written(a, html_url, TEXT(" /zoeken?q=a&b=\"x\" ")), "/zoeken?q=a&amp;b=%22x%22");
    assert_text(written(a, html_url, TEXT("javascript:alert(1)")), "#");
    assert_text(written(a, html_url, TEXT("")), "");
    arena_free(a);
}

/* Sixteen bytes are looked at together: at each place of texts of each length one byte that must not stay. */
static void test_a_mark_is_seen_wherever_it_stands(void **state)
{
    (void)state;
    char bytes[40];
    arena *a = arena_new(4 << 20);
    for (size_t len = 1; len <= sizeof bytes; len++)
        for (size_t at = 0; at < len; at++) {
            memset(bytes, 'x', sizeof bytes);
            bytes[at] = '<';
            text html = written(a, html_text, text_of(bytes, len));
            assert_int_equal(html.len, len + strlen("&lt;") - 1);
            assert_int_equal(text_find(html, TEXT("&lt;"), 0), at);
        }
    arena_free(a);
}

static void test_no_byte_leaves_a_quoted_attribute_whichever_writer_wrote_it(void **state)
{
    (void)state;
    arena *a = arena_new(4 << 20);
    void (*const writers[])(struct buf *, text) = {html_attr, html_url, html_query};
    for (size_t w = 0; w < COUNT_OF(writers); w++)
        for (unsigned c = 0; c < 256; c++) {
            char bytes[3] = {'/', (char)c, 'x'};
            text html = written(a, writers[w], text_of(bytes, 3));
            assert_int_equal(text_find_byte(html, '"', 0), SIZE_MAX);
            assert_int_equal(text_find_byte(html, '\'', 0), SIZE_MAX);
            assert_int_equal(text_find_byte(html, '<', 0), SIZE_MAX);
        }
    arena_free(a);
}

static void test_only_web_addresses_count_as_another_site(void **state)
{
    (void)state;
    assert_true(html_url_external(TEXT("https://rvr.org")));
    assert_true(html_url_external(TEXT("Http://rvr.org")));
    assert_false(html_url_external(TEXT("mailto:a@b.nl")));
    assert_false(html_url_external(TEXT("/s/2026-014")));
    assert_false(html_url_external(TEXT("//rvr.org")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_every_listed_address_is_a_link_or_words_as_listed),
        TEST(test_each_writer_escapes_for_its_own_place),
        TEST(test_a_mark_is_seen_wherever_it_stands),
        TEST(test_no_byte_leaves_a_quoted_attribute_whichever_writer_wrote_it),
        TEST(test_only_web_addresses_count_as_another_site),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
