/* What md_check refuses, and how long the worst of what it accepts may take: half a second of this thread's own time
 * for 128 KiB, with the sanitizers on. Most shapes come from cmark's own list of pathological inputs and from its fixed
 * bugs. */
#include "tests/kb_test.h"

#include "content/markdown.h"
#include "kb/base/buf.h"
#include "kb/base/cleanup.h"

static const char *refusal_of(text source)
{
    kb_err err = {0};
    if (md_check(source, "doe-dit", &err) == OK) return "";
    assert_int_equal(err.code, ERR_INVALID);
    assert_string_equal(err.items[0].field, "doe-dit");
    return err.items[0].reason;
}

static struct buf repeated(const char *part, size_t times)
{
    struct buf out = buf_new(1 << 22);
    while (times--) buf_str(&out, part);
    return out;
}

static const char *refusal_of_repeated(const char *part, size_t times, const char *end)
{
    _cleanup_(buf_release)
    struct buf source = repeated(part, times);
    buf_str(&source, end);
    return refusal_of(buf_text(&source));
}

static void test_a_text_of_the_greatest_length_is_taken_and_one_byte_more_is_not(void **state)
{
    (void)state;
    assert_string_equal(refusal_of_repeated("a", MD_SOURCE_MAX, ""), "");
    assert_string_equal(refusal_of_repeated("a", MD_SOURCE_MAX, "b"), "too-long");
}

static void test_invalid_utf8_and_nul_are_refused(void **state)
{
    (void)state;
    assert_string_equal(refusal_of(TEXT("")), "");
    assert_string_equal(refusal_of(TEXT("cli\xEBnt")), "not-utf8");
    assert_string_equal(refusal_of(TEXT("a\0b")), "control-character");
}

static void test_more_than_32_containers_on_a_line_are_refused(void **state)
{
    (void)state;
    assert_string_equal(refusal_of_repeated("> ", 32, "a"), "");
    assert_string_equal(refusal_of_repeated("> ", 33, "a"), "too-deep");
    assert_string_equal(refusal_of_repeated("- ", 33, "a"), "too-deep");
    assert_string_equal(refusal_of_repeated("1. ", 33, "a"), "too-deep");
    assert_string_equal(refusal_of_repeated(">", 33, ""), "too-deep");
    assert_string_equal(refusal_of_repeated("+ > 2) ", 11, "a"), "too-deep");
}

static void test_containers_behind_the_label_of_a_note_count_too(void **state)
{
    (void)state;
    _cleanup_(buf_release)
    struct buf source = buf_new(4096), quotes = repeated("> ", 33);
    buf_str(&source, "[^a]: ");
    buf_put(&source, buf_text(&quotes));
    assert_string_equal(refusal_of(buf_text(&source)), "too-deep");
}

static void test_a_long_line_across_the_page_is_no_nesting(void **state)
{
    (void)state;
    assert_string_equal(refusal_of_repeated("- ", 200, ""), "");
    assert_string_equal(refusal_of_repeated("* ", 200, "\ntekst"), "");
    assert_string_equal(refusal_of_repeated("-", 5000, ""), "");
    assert_string_equal(refusal_of_repeated("+ ", 200, ""), "too-deep");
}

static void test_more_than_100_columns_of_indentation_are_refused(void **state)
{
    (void)state;
    assert_string_equal(refusal_of_repeated(" ", 100, "a"), "");
    assert_string_equal(refusal_of_repeated(" ", 101, "a"), "too-indented");
    assert_string_equal(refusal_of_repeated("\t", 26, "a"), "too-indented");
    assert_string_equal(refusal_of_repeated(" ", 101, "\n"), ""); /* nothing but white space is an empty line */
}

static void test_brackets_are_counted_per_run_of_lines_whatever_ends_a_line(void **state)
{
    (void)state;
    assert_string_equal(refusal_of_repeated("[", 2000, "\n\n[["), "");
    assert_string_equal(refusal_of_repeated("[", 2001, ""), "too-many-brackets");
    assert_string_equal(refusal_of_repeated("[[\r\n", 1001, ""), "too-many-brackets");
    assert_string_equal(refusal_of_repeated("[[\r", 1001, ""), "too-many-brackets");
    assert_string_equal(refusal_of_repeated("[[\r\n\r\n", 1001, ""), "");
}

/* cmark stops replacing references when they have grown as much as the text itself. Should another version not do so,
 * this says it. */
static void test_a_long_link_definition_used_often_does_not_multiply(void **state)
{
    (void)state;
    arena *a = arena_new(256 << 20);
    const struct md_document *doc = NULL;
    _cleanup_(buf_release)
    struct buf source = repeated("x", 60000), whole = buf_new(MD_SOURCE_MAX);
    buf_printf(&whole, "[a]: /%s\n\n[^n]: [a]\n\n", buf_cstr(&source));
    for (int i = 0; i < 3000; i++) buf_str(&whole, "[a]\n\n[a]|b\n-|-\n\n[^n]");
    assert_int_equal(md_render(buf_text(&whole), &(struct md_options){.flags = MD_PAGE}, a, &doc, NULL), OK);
    assert_true(doc->pieces[0].html.raw.len < 2 << 20);
    arena_free(a);
}

/* Each is repeated up to 128 KiB, between `start` and `end`. */
static const struct hostile {
    const char *name, *start, *part, *end;
} hostile[] = {
    {"images that never close", "", "![[]()\n\n", ""},
    {"images that never close, 250 to a paragraph", "", "![[]()![[]()![[]()![[]()![[]()![[]()![[]()![[]()\n\n", ""},
    {"dashes and empty lines", "", "- - - - - - - - - - - - - - - - - - - - - - - - a\n\n\n\n", ""},
    {"deep list, then empty lines", "- - - - - - - - - - - - - - - - - - - - - - - - - - - - - - a", "\n", ""},
    {"deep list, then lazy lines", "> > > > > > > > > > > > > > > > > > > > > > > > > > > > > > a\n", "b\n", ""},
    {"lists each one deeper", "", "- - - - - - - - - a\n  - - - - - - b\n", ""},
    {"indented continuation", "- - - - - - - - - - - - - - - - - - - - - - - - - - - - a\n",
     "                                                                                    b\n", ""},
    {"nested strong", "", "*a **a ", ""},
    {"strong closed late", "", "**a *a a** a*", ""},
    {"emphasis closers without openers", "", "a_ ", ""},
    {"emphasis openers without closers", "", "_a ", ""},
    {"mixed openers", "", "*a_ ", ""},
    {"openers and closers of three", "", "a**b", "c* d*"},
    {"one long run of stars", "", "*", "a"},
    {"stars and underscores", "", "*_* _", ""},
    {"brackets, few to a paragraph", "", "[[[[[[[[[[a](b\n\n", ""},
    {"unclosed link addresses", "", "[a](<b\n\n", ""},
    {"unclosed link titles", "", "[a](b \"c\n\n", ""},
    {"open parentheses in an address", "", "[a](b((((((((((((((((((((((((((\n\n", ""},
    {"code spans of growing length", "", "e`e``e```e````e`````", ""},
    {"one long run of backticks", "", "`", "a"},
    {"unclosed comments", "", "a <!-- ", ""},
    {"unclosed processing instructions", "", "a <? ", ""},
    {"unclosed declarations", "", "a <!A ", ""},
    {"unclosed character data", "", "a <![CDATA[", ""},
    {"unclosed character data, apart", "", "a <![CDATA[ \n\n", ""},
    {"unclosed tags", "", "<a b=\"", ""},
    {"tags with many attributes", "<a", " b", ""},
    {"less-than signs", "", "<", ""},
    {"almost autolinks", "", "<a:", ""},
    {"ampersands", "", "&", ""},
    {"almost entities", "", "&#1234567", ""},
    {"backslashes", "", "\\", ""},
    {"quotes as deep as can be", "", ">>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>>\n\n", ""},
    {"link definitions", "", "[a]: b\n", ""},
    {"link definitions without an end", "", "[a]: b \"\n", ""},
    {"link definitions that use each other", "", "[a]: /b 'c'\n\n[a][a][a]\n\n", ""},
    {"setext underlines", "a\n", "=\n", ""},
    {"headings", "", "# a\n", ""},
    {"headings with the same long words", "",
     "# aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n", ""},
    {"headings without words", "", "#\n", ""},
    {"fences that never close", "", "```\n~~~\n", ""},
    {"fences in quotes", "", "> ```\n", ""},
    {"hard breaks", "", "a  \n", ""},
    {"slots", "", "{stuk:2026-1}", ""},
    {"almost slots", "", "{contact:", ""},
    {"open braces", "", "{", ""},
    {"links to practices", "", "[a](/s/2026-1)\n\n", ""},
    {"small tables", "", "a|b\n-|-\n\n", ""},
    {"a table of many rows", "a|b\n-|-\n", "c\n", ""},
    {"a table of many rows and bars", "a|b\n-|-\n", "|||||||||||||||||\n", ""},
    {"a table of 64 columns",
     "|||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||||\n"
     "|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-"
     "|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|-|\n",
     "a\n", ""},
    {"a head of many columns", "", "|a", "\n|-|-|"},
    {"delimiter rows", "", "|-|-|\n", ""},
    {"tables in quotes", "", "> > > > > > a|b\n> > > > > > -|-\n\n", ""},
    {"escaped bars", "a|b\n-|-\n", "\\|", ""},
    {"cells with brackets", "a|b\n-|-\n", "[x]|![\n\n", ""},
    {"notes", "", "[^a]: b\n", "\n[^a]"},
    {"references to one note", "[^a]: b\n\n", "[^a]\n\n", ""},
    {"references to one note, close together", "[^a]: b\n\n", "[^a] [^a] [^a] [^a] [^a] [^a] [^a] [^a] [^a]\n\n", ""},
    {"a note that refers to itself", "[^a]\n\n[^a]: b", "\n\n  [^a]", ""},
    {"a note of many lines", "[^a]\n\n[^a]: b", "\n  - c", ""},
    {"a note of empty lines", "[^a]\n\n[^a]: b", "\n", "\n  c"},
    {"notes and tables", "[^a]: b\n[d]: /e\n\n", "[^a]|[d]\n-|-\n[d]|[^a]\n\n", ""},
    {"carriage returns", "", "a\r\r\n", ""},
};

static struct buf fill(const struct hostile *h)
{
    struct buf source = buf_new(MD_SOURCE_MAX);
    buf_str(&source, h->start);
    while (source.len + strlen(h->part) + strlen(h->end) <= MD_SOURCE_MAX) buf_str(&source, h->part);
    buf_str(&source, h->end);
    return source;
}

/* The least of three, so that a machine that is busy elsewhere does not fail the test. */
static double seconds_to_render(text source, err_code *code)
{
    double least = 1e9;
    for (int i = 0; i < 3 && least > 0.25; i++) {
        arena *a = arena_new(256 << 20);
        const struct md_document *doc;
        double began = thread_seconds();
        *code =
            md_render(source, &(struct md_options){.flags = MD_PREVIEW | MD_CONTENTS, .heading_top = 3}, a, &doc, NULL);
        double took = thread_seconds() - began;
        if (took < least) least = took;
        arena_free(a);
    }
    return least;
}

/* Half a second, or on a slow machine fifteen times what an ordinary text of that length takes in this run. */
static double most_seconds(void)
{
    static const struct hostile ordinary = {
        "", "",
        "## Wat je doet\n\nBel *vandaag* met de [gemeente](/s/2025-001) en vraag:\n\n- de brief\n- het **nummer**\n\n",
        ""};
    err_code code = OK;
    _cleanup_(buf_release)
    struct buf source = fill(&ordinary);
    double seconds = 15 * seconds_to_render(buf_text(&source), &code);
    assert_int_equal(code, OK);
    print_message("an ordinary text: %.0f ms\n", seconds / 15 * 1000);
    return seconds > 0.5 ? seconds : 0.5;
}

static void test_128_kib_of_any_hostile_shape_takes_less_than_half_a_second(void **state)
{
    (void)state;
    double most = most_seconds();
    for (size_t i = 0; i < COUNT_OF(hostile); i++) {
        err_code code = OK;
        _cleanup_(buf_release)
        struct buf source = fill(&hostile[i]);
        double seconds = seconds_to_render(buf_text(&source), &code);
        assert_true(code == OK || code == ERR_INVALID);
        print_message("%6.0f ms  %s%s\n", seconds * 1000, hostile[i].name, code == OK ? "" : " (refused)");
        if (seconds > most) fail_msg("%s: %.2f s", hostile[i].name, seconds);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_a_text_of_the_greatest_length_is_taken_and_one_byte_more_is_not),
        TEST(test_invalid_utf8_and_nul_are_refused),
        TEST(test_more_than_32_containers_on_a_line_are_refused),
        TEST(test_containers_behind_the_label_of_a_note_count_too),
        TEST(test_a_long_line_across_the_page_is_no_nesting),
        TEST(test_more_than_100_columns_of_indentation_are_refused),
        TEST(test_brackets_are_counted_per_run_of_lines_whatever_ends_a_line),
        TEST(test_a_long_link_definition_used_often_does_not_multiply),
        TEST(test_128_kib_of_any_hostile_shape_takes_less_than_half_a_second),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
