/* Runs the two compilers on every file of tests/templates/bad and bad_po. The first line of each says where it must
 * stop and what it must say, as "# LINE: reason"; of a catalogue only the start of the reason. */
#include "tests/kb_test.h"

#include "kb/base/cleanup.h"

#include <glob.h>
#include <stdio.h>
#include <sys/wait.h>

static const char compiler[] = KB_BINARY_DIR "/content/kb_tmplc --messages " KB_SOURCE_DIR "/content/po/nl/*.po";

/* Runs a command line and gives its exit status and what it said. */
static int run(const char *command, char *said, size_t room)
{
    FILE *in = popen(command, "r");
    assert_non_null(in);
    size_t len = fread(said, 1, room - 1, in);
    said[len] = 0;
    int status = pclose(in);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void first_line(const char *path, char *line, size_t room)
{
    _cleanup_(close_file)
    FILE *in = fopen(path, "r");
    assert_non_null(in);
    assert_non_null(fgets(line, (int)room, in));
}

/* What stands behind the first "# ". */
static text expected_of(const char *path, char *line, size_t room)
{
    first_line(path, line, room);
    text whole = text_trim(text_str(line));
    size_t from = text_find(whole, TEXT("# "), 0);
    assert_int_not_equal(from, SIZE_MAX);
    return text_slice(whole, from + 2, SIZE_MAX);
}

static void check_file(const char *path, const char *command, text expected, bool whole)
{
    char said[4096], wanted[4096];
    int status = run(command, said, sizeof said);
    assert_int_equal(status, 1);
    size_t colon = text_find_byte(expected, ':', 0);
    assert_int_not_equal(colon, SIZE_MAX);
    snprintf(wanted, sizeof wanted, "%s:%.*s%s", path, TEXT_FMT(expected), whole ? "\n" : "");
    if (whole ? strcmp(said, wanted) != 0 : strncmp(said, wanted, strlen(wanted)) != 0)
        fail_msg("said     %sexpected %s", said, wanted);
}

static glob_t files(const char *pattern, size_t at_least)
{
    glob_t found;
    assert_int_equal(glob(pattern, 0, NULL, &found), 0);
    assert_true(found.gl_pathc >= at_least);
    return found;
}

static void test_every_bad_template_stops_the_build_at_its_line_with_its_reason(void **state)
{
    (void)state;
    glob_t found = files(KB_SOURCE_DIR "/tests/templates/bad/*.html", 75);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        char line[512], command[2048];
        text expected = expected_of(found.gl_pathv[i], line, sizeof line);
        const char *page =
            KB_SOURCE_DIR "/content/templates/page.html " KB_SOURCE_DIR "/content/templates/message.html";
        /* contains_itself shows when the header is written, so all are asked to write, to nowhere. */
        snprintf(command, sizeof command, "%s --templates %s %s --out /dev/null /dev/null 2>&1", compiler,
                 found.gl_pathv[i], page);
        check_file(found.gl_pathv[i], command, expected, true);
    }
    globfree(&found);
}

static void test_every_bad_catalogue_stops_the_build_at_its_line_with_its_reason(void **state)
{
    (void)state;
    glob_t found = files(KB_SOURCE_DIR "/tests/templates/bad_po/*.po", 6);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        char line[512], command[2048];
        text expected = expected_of(found.gl_pathv[i], line, sizeof line);
        snprintf(command, sizeof command, KB_BINARY_DIR "/content/kb_poc /dev/null /dev/null --lang nl %s 2>&1",
                 found.gl_pathv[i]);
        check_file(found.gl_pathv[i], command, expected, false);
    }
    globfree(&found);
}

static void test_good_templates_are_accepted(void **state)
{
    (void)state;
    char command[2048], said[4096];
    snprintf(command, sizeof command, "%s --templates " KB_SOURCE_DIR "/tests/templates/good/*.html --check 2>&1",
             compiler);
    int status = run(command, said, sizeof said);
    if (status != 0) fail_msg("said %s", said);
}

static void test_a_key_given_in_two_files_of_one_language_is_refused(void **state)
{
    (void)state;
    char said[4096];
    const char *command = KB_BINARY_DIR "/content/kb_poc /dev/null /dev/null --lang nl " KB_SOURCE_DIR
                                        "/content/po/nl/page.po " KB_SOURCE_DIR "/content/po/nl/page.po 2>&1";
    assert_int_equal(run(command, said, sizeof said), 1);
    assert_non_null(strstr(said, "is already in"));
}

static void test_a_key_that_only_another_language_has_is_refused(void **state)
{
    (void)state;
    char said[4096];
    const char *command =
        KB_BINARY_DIR "/content/kb_poc /dev/null /dev/null --lang nl " KB_SOURCE_DIR
                      "/content/po/nl/page.po --lang en " KB_SOURCE_DIR "/content/po/nl/error.po 2>&1";
    assert_int_equal(run(command, said, sizeof said), 1);
    assert_non_null(strstr(said, "is not in the Dutch catalogue"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_every_bad_template_stops_the_build_at_its_line_with_its_reason),
        TEST(test_every_bad_catalogue_stops_the_build_at_its_line_with_its_reason),
        TEST(test_good_templates_are_accepted),
        TEST(test_a_key_given_in_two_files_of_one_language_is_refused),
        TEST(test_a_key_that_only_another_language_has_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
