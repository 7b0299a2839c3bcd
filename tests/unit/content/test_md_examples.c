/* Runs the examples of docs/markdown: each addition to CommonMark has its page there, and the page is the test. A slot
 * is shown as {{contact slug}}, {{contact slug, block}} or {{practice number: html}}. */
#include "tests/spec/examples.h"

#include <dirent.h>

static const struct {
    const char *name;
    unsigned flag;
} flags[] = {
    {"tables", MD_TABLES},     {"footnotes", MD_FOOTNOTES},      {"anchors", MD_HEADING_ANCHORS},
    {"contents", MD_CONTENTS}, {"allowlist", MD_LINK_ALLOWLIST}, {"marks", MD_EXTERNAL_LINK_MARKS},
    {"slots", MD_SLOTS},       {"lines", MD_SOURCE_LINES},
};

/* "tables slots prefix=doe-dit- top=3" */
static void read_option(text word, struct md_options *options, char prefix[64])
{
    uint64_t top = 0;
    for (size_t i = 0; i < COUNT_OF(flags); i++)
        if (text_is(word, flags[i].name)) {
            options->flags |= flags[i].flag;
            return;
        }
    if (text_starts(word, TEXT("prefix="))) {
        snprintf(prefix, 64, "%.*s", TEXT_FMT(text_slice(word, 7, 63)));
        options->id_prefix = prefix;
    } else if (text_starts(word, TEXT("top=")) && text_to_u64(text_slice(word, 4, 1), 6, &top)) {
        options->heading_top = (unsigned)top;
    } else {
        fail_msg("unknown option \"%.*s\"", TEXT_FMT(word));
    }
}

static void show_piece(struct buf *out, const struct md_piece *piece)
{
    switch (piece->kind) {
    case MD_PIECE_CONTACT:
        buf_printf(out, "{{contact %.*s%s}}", TEXT_FMT(piece->key), piece->block ? ", block" : "");
        break;
    case MD_PIECE_PRACTICE: buf_printf(out, "{{practice %.*s: ", TEXT_FMT(piece->key)); break;
    default: break;
    }
    html_raw_safe_html(out, piece->html);
    if (piece->kind == MD_PIECE_PRACTICE) buf_str(out, "}}");
    if (piece->block) buf_byte(out, '\n');
}

static void run_example(const struct example *example, void *path)
{
    kb_err err = {0};
    char prefix[64];
    struct md_options options = {0};
    arena *a = arena_new(64 << 20);
    const struct md_document *doc = NULL;
    _cleanup_(buf_release)
    struct buf got = buf_new(MD_HTML_MAX);
    text words = example->flags;
    for (text word; text_next(&words, ' ', &word);) read_option(word, &options, prefix);
    assert_ok(md_render(buf_text(&example->source), &options, a, &doc, &err), &err);
    for (size_t i = 0; i < doc->n_pieces; i++) show_piece(&got, &doc->pieces[i]);
    if (got.len && got.ptr[got.len - 1] != '\n') buf_byte(&got, '\n');
    if (!text_eq(buf_text(&got), buf_text(&example->expected)))
        fail_msg("%s:%zu\nsource:\n%sexpected:\n%sgot:\n%s", (const char *)path, example->line,
                 buf_cstr(&example->source), buf_cstr(&example->expected), buf_cstr(&got));
    arena_free(a);
}

static size_t run_page(const char *name)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/docs/markdown/%s", KB_SOURCE_DIR, name);
    _cleanup_(buf_release)
    struct buf page = read_whole(path, "it is in the repository");
    return run_examples(buf_text(&page), run_example, path);
}

static void test_every_example_of_every_page_comes_out_as_written(void **state)
{
    (void)state;
    size_t pages = 0;
    DIR *folder = opendir(KB_SOURCE_DIR "/docs/markdown");
    assert_non_null(folder);
    for (struct dirent *entry; (entry = readdir(folder));) {
        if (!text_ends(text_str(entry->d_name), TEXT(".md"))) continue;
        if (!run_page(entry->d_name)) fail_msg("%s holds no example", entry->d_name);
        pages++;
    }
    closedir(folder);
    assert_int_equal(pages, 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {TEST(test_every_example_of_every_page_comes_out_as_written)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
