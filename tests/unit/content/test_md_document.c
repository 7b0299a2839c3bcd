/* The document that rendering gives: pieces, headings, words, its packed form; and that nothing typed breaks it. */
#include "tests/spec/examples.h"

static const struct md_document *rendered(arena *a, text source, const struct md_options *options)
{
    kb_err err = {0};
    const struct md_document *doc = NULL;
    assert_ok(md_render(source, options, a, &doc, &err), &err);
    return doc;
}

static int set_up(void **state)
{
    *state = arena_new(64 << 20);
    return 0;
}

static int tear_down(void **state)
{
    arena_free(*state);
    return 0;
}

static void test_pieces_stand_in_order_and_slots_are_typed(void **state)
{
    const struct md_document *doc =
        rendered(*state, TEXT("Bel {contact:piket} of zie [*dit*](/s/2026-014).\n\n{contact:loket}"),
                 &(struct md_options){.flags = MD_PAGE});
    assert_int_equal(doc->n_pieces, 6);
    assert_text(doc->pieces[0].html.raw, "<p>Bel ");
    assert_int_equal(doc->pieces[1].kind, MD_PIECE_CONTACT);
    assert_text(doc->pieces[1].key, "piket");
    assert_false(doc->pieces[1].block);
    assert_text(doc->pieces[2].html.raw, " of zie ");
    assert_int_equal(doc->pieces[3].kind, MD_PIECE_PRACTICE);
    assert_text(doc->pieces[3].key, "2026-014");
    assert_text(doc->pieces[3].html.raw, "<em>dit</em>");
    assert_text(doc->pieces[4].html.raw, ".</p>\n");
    assert_true(doc->pieces[5].block);
    assert_text(doc->pieces[5].key, "loket");
    assert_text(doc->plain, "Bel piket of zie dit.\nloket"); /* so that a snippet reads as a sentence */
}

static void test_headings_carry_level_id_line_and_where_their_words_begin(void **state)
{
    const struct md_document *doc =
        rendered(*state, TEXT("Vooraf.\n\n# Eerst *bellen*\n\ntekst\n\nDan\n---\n\n[^1]: noot\n\n> ### Wél\n"),
                 &(struct md_options){.flags = MD_PAGE, .heading_top = 3, .id_prefix = "doe-dit-"});
    assert_int_equal(doc->n_headings, 3);
    assert_text(doc->headings[0].title, "Eerst bellen");
    assert_text(doc->headings[0].id, "doe-dit-eerst-bellen");
    assert_int_equal(doc->headings[0].level, 3);
    assert_int_equal(doc->headings[0].line, 3);
    assert_int_equal(doc->headings[1].level, 4);
    assert_int_equal(doc->headings[1].line, 7);
    assert_int_equal(doc->headings[2].level, 5);
    assert_int_equal(doc->headings[2].line, 12);
    for (size_t i = 0; i < doc->n_headings; i++)
        assert_true(text_starts(text_slice(doc->plain, doc->headings[i].plain_at, SIZE_MAX), doc->headings[i].title));
}

static void test_plain_text_holds_the_words_a_line_for_each_block(void **state)
{
    text plain;
    kb_err err = {0};
    assert_ok(
        md_plain(
            TEXT(
                "# Kop\n\nEen **vet** `stuk`\nen [link](/x) ![beeld](y).[^1]\n\n- a\n- b {stuk:2026-014}{contact:x}\n\n"
                "| c | d |\n|---|---|\n| e | f |\n\n<b>weg</b>\n\n    code <i>\n\n[^1]: Noot.\n"),
            "tekst", *state, &plain, &err),
        &err);
    assert_text(plain, "Kop\nEen vet stuk en link beeld.\na\nb 2026-014x\nc\td\ne\tf\nweg\ncode <i>\nNoot.");
}

static void test_readable_text_says_where_links_lead_and_how_lists_count(void **state)
{
    static const char *const read[][2] = {
        {"Een **vet** [stuk](/x).", "Een vet stuk (/x)."},
        {"Zie <https://a.nl> of [https://a.nl](https://a.nl)", "Zie https://a.nl of https://a.nl"},
        {"[*dit*](/s/2026-014) en ![beeld](https://a.nl/y)", "dit (/s/2026-014) en beeld (https://a.nl/y)"},
        {"[a][1]\n\n[1]: https://a.nl", "a (https://a.nl)"},
        {"# Kop\n\n- a\n- b\n    1. c\n    2. d\n\n3. e\n4. f", "Kop\n\u2022 a\n\u2022 b\n1. c\n2. d\n3. e\n4. f"},
        {"| c | d |\n|---|---|\n| e | f |", "c | d\ne | f"},
        {"Tekst.[^1]\n\n[^1]: Noot.", "Tekst.\nNoot."},
        {"{contact:piket-huur}", "piket huur"},
        {"", ""},
    };
    for (size_t i = 0; i < COUNT_OF(read); i++) {
        text readable;
        kb_err err = {0};
        assert_ok(md_readable(text_str(read[i][0]), "tekst", *state, &readable, &err), &err);
        assert_text(readable, read[i][1]);
    }
}

static void test_headings_beyond_their_number_are_shown_without_an_id(void **state)
{
    _cleanup_(buf_release)
    struct buf source = buf_new(MD_SOURCE_MAX);
    for (int i = 0; i <= MD_HEADINGS_MAX; i++) buf_str(&source, "# a\n");
    const struct md_document *doc =
        rendered(*state, buf_text(&source), &(struct md_options){.flags = MD_HEADING_ANCHORS});
    assert_int_equal(doc->n_headings, MD_HEADINGS_MAX);
    assert_true(text_ends(doc->pieces[0].html.raw, TEXT("<h1 id=\"a-2000\">a</h1>\n<h1>a</h1>\n")));
}

static void test_a_table_beyond_the_number_of_cells_stays_a_paragraph(void **state)
{
    _cleanup_(buf_release)
    struct buf source = buf_new(MD_SOURCE_MAX);
    buf_str(&source, "a|b\n-|-\n");
    for (int i = 0; i < MD_TABLE_CELLS_MAX / 2; i++) buf_str(&source, "c|d\n");
    const struct md_document *doc = rendered(*state, buf_text(&source), &(struct md_options){.flags = MD_TABLES});
    assert_true(text_starts(doc->pieces[0].html.raw, TEXT("<p>a|b\n")));
}

static void test_without_memory_the_answer_is_no_memory(void **state)
{
    (void)state;
    for (size_t bytes = 64; bytes < 60000; bytes = bytes * 5 / 4) {
        arena *a = arena_new(bytes);
        const struct md_document *doc = NULL;
        kb_err err = {0};
        err_code code = md_render(
            TEXT("# Kop {contact:x}\n\nTekst[^1] {contact:y} {stuk:2026-1}\n\na|b\n-|-\nc|d[^1]\n\n[^1]: noot\n"),
            &(struct md_options){.flags = MD_PREVIEW | MD_CONTENTS}, a, &doc, &err);
        if (code != OK) assert_int_equal(code, ERR_NOMEM);
        arena_free(a);
    }
}

static void assert_same_text(text a, text b)
{
    if (!text_eq(a, b)) fail_msg("\"%.*s\" is not \"%.*s\"", TEXT_FMT(a), TEXT_FMT(b));
}

static void test_a_packed_document_comes_back_the_same(void **state)
{
    kb_err err = {0};
    const struct md_document *back = NULL;
    _cleanup_(buf_release)
    struct buf packed = buf_new(1 << 20), again = buf_new(1 << 20);
    const struct md_document *doc =
        rendered(*state, TEXT("# Een\n\n{contact:a}\n\n# Twee\nzie {stuk:2026-014} en [x](/s/2026-015)[^1]\n\n[^1]: n"),
                 &(struct md_options){.flags = MD_PAGE});
    assert_ok(md_pack(doc, &packed, &err), &err);
    assert_ok(md_unpack(buf_text(&packed), *state, &back, &err), &err);
    assert_int_equal(back->n_pieces, doc->n_pieces);
    for (size_t i = 0; i < doc->n_pieces; i++) {
        assert_int_equal(back->pieces[i].kind, doc->pieces[i].kind);
        assert_int_equal(back->pieces[i].block, doc->pieces[i].block);
        assert_same_text(back->pieces[i].html.raw, doc->pieces[i].html.raw);
        assert_same_text(back->pieces[i].key, doc->pieces[i].key);
    }
    assert_int_equal(back->n_headings, 2);
    assert_same_text(back->headings[1].id, TEXT("twee"));
    assert_int_equal(back->headings[1].line, 5);
    assert_int_equal(back->headings[1].plain_at, doc->headings[1].plain_at);
    assert_same_text(back->plain, doc->plain);
    assert_ok(md_pack(back, &again, &err), &err);
    assert_same_text(buf_text(&again), buf_text(&packed));
}

static void test_a_packed_document_with_any_byte_changed_or_missing_is_refused(void **state)
{
    kb_err err = {0};
    const struct md_document *back = NULL;
    _cleanup_(buf_release)
    struct buf packed = buf_new(1 << 20);
    const struct md_document *doc =
        rendered(*state, TEXT("# Een\n\n{contact:a} en <b> tekst"), &(struct md_options){.flags = MD_PAGE});
    assert_ok(md_pack(doc, &packed, &err), &err);
    for (size_t i = 0; i < packed.len; i++) {
        packed.ptr[i] ^= 0x20;
        assert_int_equal(md_unpack(buf_text(&packed), *state, &back, &err), ERR_CORRUPT);
        packed.ptr[i] ^= 0x20;
        assert_int_equal(md_unpack(text_of(packed.ptr, i), *state, &back, &err), ERR_CORRUPT);
    }
    assert_ok(md_unpack(buf_text(&packed), *state, &back, &err), &err);
}

/* A small generator with a fixed seed. */
static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

static const char *const parts[] = {
    "a",
    "\n",
    "\n\n",
    "|",
    "|-|-|\n",
    "a|b\n-|-\n",
    "[^1]",
    "[^1]: ",
    "\n  ",
    "> ",
    "- ",
    "1. ",
    "# ",
    "```\n",
    "`",
    "*",
    "**",
    "_",
    "[",
    "](",
    ")",
    "![",
    "<b>",
    "<!--",
    "\\",
    "\\|",
    "{stuk:2026-014}",
    "{contact:x}",
    "[a]: /b\n",
    "[a]",
    "\r\n",
    "\r",
    "\t",
    "    ",
    "&#124;",
    "[x](/s/2026-014)",
    "[y](https://z.nl)",
    "](kb-note:0)",
    "'\">",
    "[^1]: > ",
    "<a href='x'>",
    "---\n",
};

static bool is_void(text tag)
{
    return text_starts(tag, TEXT("!--")) || text_ends(tag, TEXT("/"));
}

/* Every tag that opens closes in order, so that no text of one person can swallow the page around it. */
static void assert_balanced(text html, text source)
{
    text open[256];
    size_t depth = 0;
    for (size_t at = 0; (at = text_find_byte(html, '<', at)) != SIZE_MAX; at++) {
        text tag = text_slice(html, at + 1, text_find_byte(html, '>', at) - at - 1);
        text name = text_slice(tag, 0, text_find_byte(tag, ' ', 0));
        if (is_void(tag)) continue;
        if (tag.ptr[0] != '/') {
            assert_true(depth < COUNT_OF(open));
            open[depth++] = name;
        } else if (!depth || !text_eq(open[--depth], text_slice(name, 1, SIZE_MAX))) {
            fail_msg("unbalanced at %zu\nsource:\n%.*s\nhtml:\n%.*s", at, TEXT_FMT(source), TEXT_FMT(html));
        }
    }
    if (depth) fail_msg("left open\nsource:\n%.*s\nhtml:\n%.*s", TEXT_FMT(source), TEXT_FMT(html));
}

static void test_whatever_is_typed_comes_out_balanced_without_raw_html(void **state)
{
    (void)state;
    uint32_t seed = 42;
    for (int i = 0; i < 6000; i++) {
        arena *a = arena_new(64 << 20);
        _cleanup_(buf_release)
        struct buf source = buf_new(1 << 16), html = buf_new(1 << 20);
        for (uint32_t n = 1 + next_random(&seed) % 40; n; n--)
            buf_str(&source, parts[next_random(&seed) % COUNT_OF(parts)]);
        if (md_check(buf_text(&source), "x", NULL) == OK) {
            md_html_without_rights(&html,
                                   rendered(a, buf_text(&source),
                                            &(struct md_options){.flags = MD_PREVIEW | MD_CONTENTS, .heading_top = 3}));
            assert_balanced(buf_text(&html), buf_text(&source));
            assert_int_equal(text_find(buf_text(&html), TEXT("<b>"), 0), SIZE_MAX);
            if (text_find(buf_text(&html), TEXT("f=\"kb-note"), 0) != SIZE_MAX)
                fail_msg("source:\n%s\nhtml:\n%s", buf_cstr(&source), buf_cstr(&html));
        }
        arena_free(a);
    }
}

#define DOCUMENT_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

static void test_a_text_that_is_refused_can_be_shown_as_it_was_typed(void **state)
{
    kb_err err = {0};
    const struct md_document *doc;
    assert_ok(md_render_as_typed(TEXT("  <b> & [\n\tnog\n\n \nslot\xff\n"), *state, &doc, &err), &err);
    assert_int_equal(doc->n_pieces, 1);
    assert_text(doc->pieces[0].html.raw, "<p>&lt;b&gt; &amp; [\nnog</p>\n<p>slot\uFFFD</p>\n");
    assert_text(doc->plain, "<b> & [\nnog\nslot\uFFFD");
    assert_ok(md_render_as_typed(TEXT(""), *state, &doc, &err), &err);
    assert_int_equal(doc->n_pieces, 0);
}

static void test_a_text_without_notes_reserves_no_room_for_them(void **state)
{
    size_t before = arena_used(*state);
    (void)rendered(*state, TEXT("Bel eerst."), &(struct md_options){.flags = MD_PAGE});
    assert_in_range(arena_used(*state) - before, 1, 16 * 1024);
}

static void test_as_many_notes_as_there_may_be_are_all_there(void **state)
{
    enum { NOTES = 2000 };
    struct buf source = buf_new(MD_SOURCE_MAX);
    for (int i = 0; i < NOTES; i++) buf_printf(&source, "[^%d]\n\n", i);
    for (int i = 0; i < NOTES; i++) buf_printf(&source, "[^%d]: noot %d\n\n", i, i);
    const struct md_document *doc = rendered(*state, buf_text(&source), &(struct md_options){.flags = MD_PAGE});
    buf_release(&source);
    assert_true(text_ends(doc->plain, TEXT("noot 1999")));
    assert_true(text_find(doc->plain, TEXT("noot 0\nnoot 1\n"), 0) != SIZE_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        DOCUMENT_TEST(test_pieces_stand_in_order_and_slots_are_typed),
        DOCUMENT_TEST(test_headings_carry_level_id_line_and_where_their_words_begin),
        DOCUMENT_TEST(test_plain_text_holds_the_words_a_line_for_each_block),
        DOCUMENT_TEST(test_readable_text_says_where_links_lead_and_how_lists_count),
        DOCUMENT_TEST(test_headings_beyond_their_number_are_shown_without_an_id),
        DOCUMENT_TEST(test_a_table_beyond_the_number_of_cells_stays_a_paragraph),
        DOCUMENT_TEST(test_without_memory_the_answer_is_no_memory),
        DOCUMENT_TEST(test_a_packed_document_comes_back_the_same),
        DOCUMENT_TEST(test_a_packed_document_with_any_byte_changed_or_missing_is_refused),
        DOCUMENT_TEST(test_whatever_is_typed_comes_out_balanced_without_raw_html),
        DOCUMENT_TEST(test_a_text_that_is_refused_can_be_shown_as_it_was_typed),
        DOCUMENT_TEST(test_a_text_without_notes_reserves_no_room_for_them),
        DOCUMENT_TEST(test_as_many_notes_as_there_may_be_are_all_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
