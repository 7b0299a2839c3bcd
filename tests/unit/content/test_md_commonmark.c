/* With no flag set the renderer writes what `cmark --safe` writes, byte for byte: on every example of CommonMark's
 * specification (npm package commonmark-spec), on all bytes in an address, and on mangled examples. */
#include "tests/spec/examples.h"

#include <cmark.h>

static const char spec_path[] = KB_SOURCE_DIR "/node_modules/commonmark-spec/spec.txt";
static const char advice[] = "run npm ci, it brings the specification";

static void assert_same_as_cmark(text source)
{
    kb_err err = {0};
    arena *a = arena_new(64 << 20);
    const struct md_document *doc = NULL;
    _cleanup_(buf_release)
    struct buf ours = buf_new(MD_HTML_MAX);
    _cleanup_(free_p)
    char *theirs = cmark_markdown_to_html(source.ptr, source.len, CMARK_OPT_DEFAULT);
    assert_ok(md_render(source, &(struct md_options){0}, a, &doc, &err), &err);
    md_html_without_rights(&ours, doc);
    if (strcmp(buf_cstr(&ours), theirs) != 0)
        fail_msg("source:\n%.*s\nours:\n%s\ncmark:\n%s", TEXT_FMT(source), buf_cstr(&ours), theirs);
    arena_free(a);
}

static void run_example(const struct example *example, void *context)
{
    (void)context;
    assert_same_as_cmark(buf_text(&example->source));
}

static void test_every_example_of_commonmark_is_rendered_as_cmark_does(void **state)
{
    (void)state;
    _cleanup_(buf_release)
    struct buf spec = read_whole(spec_path, advice);
    assert_true(run_examples(buf_text(&spec), run_example, NULL) >= 649);
}

static void test_every_byte_in_an_address_is_escaped_as_cmark_does(void **state)
{
    (void)state;
    for (unsigned c = 1; c < 256; c++) {
        char source[64];
        size_t len = c < 0x80 ? (size_t)snprintf(source, sizeof source, "[a](<x%cy> 'a%cb') ![a%cb](<%c>)", c, c, c, c)
                              : (size_t)snprintf(source, sizeof source, "[a](<x%c%cy>) ![a](<q%c%c>)", 0xC0 | c >> 6,
                                                 0x80 | (c & 63), 0xC0 | c >> 6, 0x80 | (c & 63));
        assert_same_as_cmark(text_of(source, len));
    }
}

/* A small generator with a fixed seed: pieces of the specification are cut and joined. */
static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

static void test_mangled_examples_are_rendered_as_cmark_does(void **state)
{
    (void)state;
    uint32_t seed = 20260301;
    _cleanup_(buf_release)
    struct buf spec = read_whole(spec_path, advice);
    for (int i = 0; i < 1500; i++) {
        _cleanup_(buf_release)
        struct buf source = buf_new(1 << 20);
        for (uint32_t parts = 1 + next_random(&seed) % 8; parts; parts--) {
            text part = text_slice(buf_text(&spec), next_random(&seed) % spec.len, next_random(&seed) % 120);
            buf_put(&source, part);
        }
        if (md_check(buf_text(&source), "x", NULL) == OK) assert_same_as_cmark(buf_text(&source));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_every_example_of_commonmark_is_rendered_as_cmark_does),
        TEST(test_every_byte_in_an_address_is_escaped_as_cmark_does),
        TEST(test_mangled_examples_are_rendered_as_cmark_does),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
