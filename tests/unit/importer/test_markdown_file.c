#include "tests/kb_test.h"

#include "importer/markdown_file.h"
#include "kb/base/cleanup.h"

static arena *memory;

static int set_up(void **state)
{
    (void)state;
    memory = arena_new(8 << 20);
    return memory ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(memory);
    return 0;
}

static struct markdown_file read_named(const char *source, const char *content)
{
    struct markdown_file file;
    kb_err err = {0};
    assert_ok(markdown_file_read(memory, source, text_str(content), &file, &err), &err);
    return file;
}

static struct markdown_file read_text(const char *content)
{
    return read_named("map/huur.md", content);
}

static void assert_section(const struct markdown_file *file, size_t i, const char *key, const char *body)
{
    if (i >= file->n_sections) fail_msg("there is no section %zu, expected %s", i, key);
    assert_string_equal(file->sections[i].key, key);
    assert_text(file->sections[i].body, body);
}

static void test_a_werkwijze_is_taken_apart_into_its_sections_and_its_card(void **state)
{
    (void)state;
    struct markdown_file f =
        read_text("---\nsummary: Bel eerst.\n---\n# Ontruiming\n\n## Waarom\n\nOmdat.\n\n## Doe dit\n\n1. Bel.\n"
                  "2. Schrijf.\n\n## Overdrachtskaart\n\n### Tweede lijn doet\n\nKort geding.\n\n"
                  "### Binnen\n\nEen dag.\n\n## Bronnen\n\n- [wet](https://wetten.nl)\n");
    assert_int_equal(f.kind, PRACTICE_WERKWIJZE);
    assert_string_equal(f.title, "Ontruiming");
    assert_string_equal(f.brief, "Bel eerst.");
    assert_int_equal(f.n_sections, 5);
    assert_section(&f, 0, "doe-dit", "1. Bel.\n2. Schrijf.");
    assert_section(&f, 1, "kaart-tweede-lijn", "Kort geding.");
    assert_section(&f, 2, "kaart-binnen", "Een dag.");
    assert_section(&f, 3, "waarom", "Omdat.");
    assert_section(&f, 4, "bronnen", "- [wet](https://wetten.nl)");
}

static void test_a_taakverdeling_has_its_border_and_a_plan_its_questions(void **state)
{
    (void)state;
    struct markdown_file f = read_text(
        "---\nkind: taakverdeling\n---\n## Overdrachtskaart\n### Eerste lijn doet\nBellen.\n## De grens\nTien uur.\n");
    assert_int_equal(f.kind, PRACTICE_TAAKVERDELING);
    assert_int_equal(f.n_sections, 2);
    assert_section(&f, 0, "kaart-eerste-lijn", "Bellen.");
    assert_section(&f, 1, "grens", "Tien uur.");
    f = read_text("---\nkind: plan\n---\n## Wat verandert er\nEen lijn.\n## Geld of mensen nodig\nTwee.\n");
    assert_int_equal(f.kind, PRACTICE_PLAN);
    assert_section(&f, 0, "wat-verandert-er", "Een lijn.");
    assert_section(&f, 1, "geld-of-mensen", "Twee.");
}

static void test_a_body_with_other_headings_is_one_section_and_loses_nothing(void **state)
{
    (void)state;
    static const char *const bodies[] = {
        "## Artikel 1\n\nTekst.\n\n## Doe dit\n\nMeer.",         /* another heading */
        "Vooraf.\n\n## Doe dit\n\nBel.",                         /* text before the first */
        "## Doe dit\n\nEen.\n\n## Doe dit\n\nTwee.",             /* the same twice */
        "## Overdrachtskaart\n\nLos.\n\n### Binnen\n\nEen dag.", /* text in the card that belongs to no field */
        "## Overdrachtskaart\n\n### Buiten\n\nEen dag.",         /* a field that the card does not have */
        "Gewone tekst.",
        "    eerst code\n\ndan tekst",
    };
    for (size_t i = 0; i < COUNT_OF(bodies); i++) {
        struct markdown_file f = read_text(arena_printf(memory, "\n\n%s\n\n", bodies[i]));
        assert_int_equal(f.n_sections, 1);
        assert_section(&f, 0, "tekst", bodies[i]);
    }
}

static void test_headings_inside_fenced_code_are_text(void **state)
{
    (void)state;
    struct markdown_file f = read_text("## Doe dit\n\n```\n## Waarom\n# Titel\n```\n\n~~~~\n```\n## "
                                       "Bronnen\n~~~\n~~~~\nKlaar.\n\n## Waarom\n\nDaarom.\n");
    assert_int_equal(f.n_sections, 2);
    assert_section(&f, 0, "doe-dit", "```\n## Waarom\n# Titel\n```\n\n~~~~\n```\n## Bronnen\n~~~\n~~~~\nKlaar.");
    assert_section(&f, 1, "waarom", "Daarom.");
}

static void test_a_section_keeps_the_indent_of_its_first_line(void **state)
{
    (void)state;
    struct markdown_file f = read_text("## Doe dit\n\n    kb serve\n\n## Waarom\n\nDaarom.\n");
    assert_section(&f, 0, "doe-dit", "    kb serve");
}

static void test_line_ends_of_windows_and_a_byte_order_mark_are_no_part_of_the_text(void **state)
{
    (void)state;
    struct markdown_file f = read_text("\xEF\xBB\xBF---\r\ntitle: Huur\r\nsummary: Kort.\r\n---\r\n## Doe "
                                       "dit\r\n\r\nEen.\r\nTwee.\r\n\r\n## Waarom\r\nDaarom.\r\n");
    assert_string_equal(f.title, "Huur");
    assert_string_equal(f.brief, "Kort.");
    assert_section(&f, 0, "doe-dit", "Een.\nTwee.");
    assert_section(&f, 1, "waarom", "Daarom.");
}

static void test_title_is_of_the_front_matter_else_the_heading_else_the_files_name(void **state)
{
    (void)state;
    struct markdown_file f = read_text("---\ntitle: Van boven\n---\nTekst.\n");
    assert_string_equal(f.title, "Van boven");
    assert_section(&f, 0, "tekst", "Tekst.");
    assert_string_equal(read_text("\n# Kop ##\n\nTekst.\n").title, "Kop");
    f = read_text("Tekst.\n\n# Kop\n");
    assert_string_equal(f.title, "huur");
    assert_section(&f, 0, "tekst", "Tekst.\n\n# Kop");
    assert_string_equal(read_named("los.md", "Tekst.").title, "los");
}

static void test_a_heading_goes_only_when_the_title_says_it(void **state)
{
    (void)state;
    static const char *const same[] = {"# Van boven", "#   Van boven  ", "# Van boven ##", "\n\n#\tVan boven"};
    for (size_t i = 0; i < COUNT_OF(same); i++) {
        struct markdown_file f =
            read_text(arena_printf(memory, "---\ntitle: ' Van boven '\n---\n%s\n\n## Doe dit\n\nBel.\n", same[i]));
        assert_int_equal(f.n_sections, 1);
        assert_section(&f, 0, "doe-dit", "Bel.");
    }
    static const char *const others[] = {"# Alleen voor medewerkers van Zwolle", "# Van bovenaf", "# van boven"};
    for (size_t i = 0; i < COUNT_OF(others); i++) {
        struct markdown_file f =
            read_text(arena_printf(memory, "---\ntitle: Van boven\n---\n%s\n\nTekst.\n", others[i]));
        assert_string_equal(f.title, "Van boven");
        assert_int_equal(f.n_sections, 1);
        assert_section(&f, 0, "tekst", arena_printf(memory, "%s\n\nTekst.", others[i]));
    }
}

static void test_unknown_keys_are_passed_over_and_named(void **state)
{
    (void)state;
    struct markdown_file f = read_text("---\ntitle: Huur\nauteur: Bea\nlayout: page\n---\nTekst.\n");
    assert_non_null(strstr(f.remark, "auteur"));
    assert_non_null(strstr(f.remark, "layout"));
    assert_null(strstr(f.remark, "title"));
    assert_string_equal(read_text("Tekst.").remark, "");
}

static void test_what_is_no_text_is_refused_by_name(void **state)
{
    (void)state;
    static const struct {
        text bytes;
        const char *field, *reason;
    } bad[] = {
        {{"# Kop\n\xFF\n", 8}, "file", "not-utf8"},
        {{"# Kop\n\0\n", 8}, "file", "control-character"},
        {{"---\nkind: gedicht\n---\nTekst.\n", 29}, "kind", "not-a-choice"},
        {{"---\ntitle: [a\n---\nTekst.\n", 25}, "front matter", "no-yaml"},
    };
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        struct markdown_file f;
        kb_err err = {0};
        assert_int_equal(markdown_file_read(memory, "x.md", bad[i].bytes, &f, &err), ERR_INVALID);
        assert_string_equal(err.items[0].field, bad[i].field);
        assert_string_equal(err.items[0].reason, bad[i].reason);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_a_werkwijze_is_taken_apart_into_its_sections_and_its_card),
        TEST(test_a_taakverdeling_has_its_border_and_a_plan_its_questions),
        TEST(test_a_body_with_other_headings_is_one_section_and_loses_nothing),
        TEST(test_headings_inside_fenced_code_are_text),
        TEST(test_a_section_keeps_the_indent_of_its_first_line),
        TEST(test_line_ends_of_windows_and_a_byte_order_mark_are_no_part_of_the_text),
        TEST(test_title_is_of_the_front_matter_else_the_heading_else_the_files_name),
        TEST(test_a_heading_goes_only_when_the_title_says_it),
        TEST(test_unknown_keys_are_passed_over_and_named),
        TEST(test_what_is_no_text_is_refused_by_name),
    };
    return cmocka_run_group_tests_name("a Markdown file", tests, set_up, tear_down);
}
