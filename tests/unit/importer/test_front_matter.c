#include "tests/kb_test.h"

#include "importer/front_matter.h"
#include "kb/base/cleanup.h"

static arena *memory;

static int set_up(void **state)
{
    (void)state;
    memory = arena_new(1 << 20);
    return memory ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(memory);
    return 0;
}

static void test_a_file_without_front_matter_is_all_body(void **state)
{
    (void)state;
    text yaml, body;
    front_matter_split(TEXT("# Titel\n\n---\nMeer\n"), &yaml, &body);
    assert_int_equal(yaml.len, 0);
    assert_text(body, "# Titel\n\n---\nMeer\n");
    front_matter_split(TEXT("---\ntitle: nooit gesloten\n"), &yaml, &body);
    assert_int_equal(yaml.len, 0);
}

static void test_keys_are_texts_or_lists_of_texts(void **state)
{
    (void)state;
    text yaml, body;
    kb_err err = {0};
    struct front_matter fm;
    front_matter_split(TEXT("\xEF\xBB\xBF---\r\ntitle: 'Bel eerst: altijd'\nnee: no\nfields:\n  - werk\n  - "
                            "zorg\nlocation: []\n---\nTekst\n"),
                       &yaml, &body);
    assert_text(body, "Tekst\n");
    assert_ok(front_matter_parse(memory, yaml, &fm, &err), &err);
    assert_string_equal(front_matter_text(&fm, "title"), "Bel eerst: altijd");
    assert_string_equal(front_matter_text(&fm, "nee"), "no");
    assert_int_equal(front_matter_find(&fm, "fields")->n_values, 2);
    assert_string_equal(front_matter_find(&fm, "fields")->values[1], "zorg");
    assert_null(front_matter_text(&fm, "location"));
    assert_null(front_matter_text(&fm, "absent"));
}

static void test_anchors_tags_maps_and_doubles_are_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {"a: &x b\n",       "a: !!int 3\n", "a: {b: c}\n",     "a: b\na: c\n",
                                      "- een\n- twee\n", "a: [[b]]\n",   "los woord\n",     "a: [b\n",
                                      "a: *x\n",         "a: \"\\0\"\n", "a: b\n\xFF: c\n", "? [a]\n: b\n"};
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        kb_err err = {0};
        struct front_matter fm;
        if (front_matter_parse(memory, text_str(bad[i]), &fm, &err) != ERR_INVALID) fail_msg("taken: %s", bad[i]);
        assert_string_equal(err.items[0].field, "front matter");
    }
}

static void test_hostile_nesting_is_refused_at_once(void **state)
{
    (void)state;
    char brackets[FRONT_MATTER_MAX_BYTES];
    memset(brackets, '[', sizeof brackets);
    memcpy(brackets, "a: ", 3);
    kb_err err = {0};
    struct front_matter fm;
    assert_int_equal(front_matter_parse(memory, text_of(brackets, sizeof brackets), &fm, &err), ERR_INVALID);
}

static void test_what_is_written_is_read_back(void **state)
{
    (void)state;
    _cleanup_(buf_release)
    struct buf out = buf_new(4096);
    const char *list[] = {"a, b", "\"c\"", "d\\e"};
    front_matter_put(&out, "title", "Regel één\nregel \"twee\": #niet - \x01 {contact:x}");
    front_matter_put(&out, "empty", "");
    front_matter_put_list(&out, "fields", list, 3);
    kb_err err = {0};
    struct front_matter fm;
    assert_ok(front_matter_parse(memory, buf_text(&out), &fm, &err), &err);
    assert_string_equal(front_matter_text(&fm, "title"), "Regel één\nregel \"twee\": #niet - \x01 {contact:x}");
    assert_null(front_matter_find(&fm, "empty"));
    for (size_t i = 0; i < 3; i++) assert_string_equal(front_matter_find(&fm, "fields")->values[i], list[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_a_file_without_front_matter_is_all_body),
        TEST(test_keys_are_texts_or_lists_of_texts),
        TEST(test_anchors_tags_maps_and_doubles_are_refused),
        TEST(test_hostile_nesting_is_refused_at_once),
        TEST(test_what_is_written_is_read_back),
    };
    return cmocka_run_group_tests_name("front matter", tests, set_up, tear_down);
}
