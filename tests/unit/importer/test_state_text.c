#include "tests/kb_test.h"

#include "importer/state_file.h"
#include "kb/base/cleanup.h"

static arena *memory;
static struct buf file;

static int set_up(void **state)
{
    (void)state;
    memory = arena_new(8 << 20);
    file = buf_new(4 << 20);
    return memory ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(memory);
    buf_release(&file);
    return 0;
}

static void test_moments_are_written_in_utc_and_read_back(void **state)
{
    (void)state;
    static const struct {
        kb_time at;
        const char *written;
    } moments[] = {{0, "1970-01-01T00:00:00.000Z"},
                   {-1, "1969-12-31T23:59:59.999Z"},
                   {INT64_C(1772452800123), "2026-03-02T12:00:00.123Z"},
                   {INT64_C(253402300799999), "9999-12-31T23:59:59.999Z"}};
    for (size_t i = 0; i < COUNT_OF(moments); i++) {
        char stamp[STATE_TIME_BYTES];
        kb_time again;
        assert_string_equal(state_time(moments[i].at, stamp), moments[i].written);
        assert_true(state_time_read(moments[i].written, &again));
        assert_int_equal(again, moments[i].at);
    }
    char stamp[STATE_TIME_BYTES];
    assert_string_equal(state_time(INT64_MAX, stamp), "");
    assert_string_equal(state_time(INT64_MIN, stamp), "");
}

static void test_other_ways_to_write_a_moment_are_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {"",
                                      "2026-03-02",
                                      "2026-03-02 12:00:00.123Z",
                                      "2026-03-02T12:00:00.123+",
                                      "2026-13-02T12:00:00.123Z",
                                      "2026-02-30T12:00:00.123Z",
                                      "2026-03-02T24:00:00.000Z",
                                      "2026-03-02T12:00:00.1234Z"};
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        kb_time at;
        if (state_time_read(bad[i], &at)) fail_msg("taken: %s", bad[i]);
    }
}

#define BODY(literal)                                                                                                  \
    {                                                                                                                  \
        (literal), sizeof(literal) - 1                                                                                 \
    }

/* Bodies that hold what looks like the file around them. */
static const struct store_section awkward[] = {
    {"doe-dit", BODY("## Waarom\n\nnog steeds dit\n---\n")}, {"kaart-binnen", BODY("")},
    {"kaart-contact", BODY("  spaties  \r\n\n\n")},          {"waarom", BODY("```\nopen\n")},
    {"grens", BODY("\xE2\x80\xA8 van een andere soort")},    {"tekst", BODY("\n\nlos\n")},
};

static struct store_revision written(void)
{
    struct store_revision r = {.id = "0123456789abcdefghjkmnpqrs",
                               .practice = "p",
                               .version = 3,
                               .title = " \"Titel\": \xE2\x80\xA9met\ttabs \\ en \xC2\x85 ",
                               .brief = "",
                               .author = "system",
                               .at = 42,
                               .note = "een\ntwee",
                               .sections = awkward,
                               .n_sections = COUNT_OF(awkward)};
    store_text_hash(r.title, r.brief, r.sections, r.n_sections, r.text_hash);
    buf_clear(&file);
    state_revision_put(&file, PRACTICE_WERKWIJZE, &r);
    assert_false(file.failed);
    return r;
}

static void test_a_revision_comes_back_to_the_byte(void **state)
{
    (void)state;
    struct store_revision r = written(), again;
    kb_err err = {0};
    assert_ok(state_revision_read(memory, buf_text(&file), &again, &err), &err);
    assert_string_equal(again.id, r.id);
    assert_int_equal(again.version, 3);
    assert_string_equal(again.title, r.title);
    assert_string_equal(again.brief, "");
    assert_string_equal(again.author, "system");
    assert_string_equal(again.note, r.note);
    assert_int_equal(again.at, 42);
    assert_memory_equal(again.text_hash, r.text_hash, sizeof r.text_hash);
    assert_int_equal(again.n_sections, COUNT_OF(awkward));
    for (size_t i = 0; i < COUNT_OF(awkward); i++) {
        assert_string_equal(again.sections[i].key, awkward[i].key);
        assert_true(text_eq(again.sections[i].body, awkward[i].body));
    }
}

static void test_a_working_copy_comes_back_with_its_version_and_base(void **state)
{
    (void)state;
    struct store_working again, w = {.practice = "p",
                                     .version = 12,
                                     .base_revision = "0123456789abcdefghjkmnpqrs",
                                     .title = "",
                                     .brief = "Kort.",
                                     .updated = 99,
                                     .updated_by = "system",
                                     .sections = awkward,
                                     .n_sections = 2};
    kb_err err = {0};
    buf_clear(&file);
    state_working_put(&file, PRACTICE_PLAN, &w);
    assert_ok(state_working_read(memory, buf_text(&file), &again, &err), &err);
    assert_int_equal(again.version, 12);
    assert_string_equal(again.base_revision, w.base_revision);
    assert_string_equal(again.title, "");
    assert_string_equal(again.brief, "Kort.");
    assert_int_equal(again.updated, 99);
    assert_int_equal(again.n_sections, 2);
    assert_true(text_eq(again.sections[0].body, awkward[0].body));
}

/* Every single byte of the body counts: a revision that was edited by hand is not the revision it says it is. */
static void test_a_revision_that_was_edited_is_refused(void **state)
{
    (void)state;
    written();
    text original = buf_text(&file);
    size_t body = text_find(original, TEXT("\n---\n"), 4);
    assert_int_not_equal(body, SIZE_MAX);
    for (size_t at = body + 5; at < original.len; at++) {
        struct store_revision r;
        kb_err err = {0};
        text copy = arena_text(memory, original);
        ((char *)copy.ptr)[at] = copy.ptr[at] == 'x' ? 'y' : 'x';
        if (state_revision_read(memory, copy, &r, &err) == OK) fail_msg("byte %zu was changed and nobody saw", at);
        assert_int_equal(err.code, ERR_INVALID);
    }
    struct store_revision r;
    kb_err err = {0};
    assert_int_equal(state_revision_read(memory, text_slice(original, 0, original.len - 1), &r, &err), ERR_INVALID);
    assert_int_equal(state_revision_read(memory, TEXT("# Gewoon\n"), &r, &err), ERR_INVALID);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_moments_are_written_in_utc_and_read_back),
        TEST(test_other_ways_to_write_a_moment_are_refused),
        TEST(test_a_revision_comes_back_to_the_byte),
        TEST(test_a_working_copy_comes_back_with_its_version_and_base),
        TEST(test_a_revision_that_was_edited_is_refused),
    };
    return cmocka_run_group_tests_name("texts of an export", tests, set_up, tear_down);
}
