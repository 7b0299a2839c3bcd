/* The page of content/README.md is compiled as it stands there: an example that no longer works is a broken document.
 */
#include "tests/kb_test.h"

#include "kb/base/cleanup.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>

enum { README_MAX = 64 * 1024 };

/* What the example leans on and does not show. */
static const char others[] = "msgid \"group.no_brief\"\nmsgstr \"x\"\nmsgid \"group.lead\"\nmsgstr \"x\"\n"
                             "msgid \"group.edit\"\nmsgstr \"x\"\nmsgid \"group.all\"\nmsgstr \"x\"\n"
                             "msgid \"field.title\"\nmsgstr \"x\"\nmsgid \"action.save\"\nmsgstr \"x\"\n";

static void write_file(const char *folder, const char *name, text bytes)
{
    char path[512];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *out = fopen(path, "w");
    assert_non_null(out);
    assert_int_equal(fwrite(bytes.ptr, 1, bytes.len, out), bytes.len);
    assert_int_equal(fclose(out), 0);
}

/* The first block of this language; the readme indents it by three spaces, which a template may keep. */
static text block_of(text readme, const char *fence)
{
    size_t from = text_find(readme, text_str(fence), 0);
    assert_int_not_equal(from, SIZE_MAX);
    from += strlen(fence);
    size_t to = text_find(readme, TEXT("```"), from);
    assert_int_not_equal(to, SIZE_MAX);
    return text_slice(readme, from, to - from);
}

static void test_the_page_of_the_readme_compiles(void **state)
{
    (void)state;
    static char readme[README_MAX];
    _cleanup_(close_file)
    FILE *in = fopen(KB_SOURCE_DIR "/content/README.md", "r");
    assert_non_null(in);
    text whole = text_of(readme, fread(readme, 1, sizeof readme, in));
    const char *tmp = getenv("TMPDIR");
    char folder[256], command[2048], said[2048];
    snprintf(folder, sizeof folder, "%s/kb-readme-XXXXXX", tmp ? tmp : "/tmp");
    assert_non_null(mkdtemp(folder));
    write_file(folder, "group_page.html", block_of(whole, "```html\n"));
    write_file(folder, "group.po", block_of(whole, "```po\n"));
    write_file(folder, "others.po", text_str(others));
    write_file(folder, "hit.html", TEXT("{{view hit}} a: text {{end}}<p>{{a}}</p>"));
    write_file(folder, "card.html", TEXT("{{view card}} a: text {{end}}<p>{{a}}</p>"));
    snprintf(command, sizeof command,
             "cd %s && %s/content/kb_tmplc --messages *.po %s/content/po/nl/page.po %s/content/po/nl/form.po "
             "--templates *.html "
             "%s/content/templates/page.html %s/content/templates/message.html %s/content/templates/field.html --check "
             "2>&1; "
             "status=$?; rm -r %s; exit $status",
             folder, KB_BINARY_DIR, KB_SOURCE_DIR, KB_SOURCE_DIR, KB_SOURCE_DIR, KB_SOURCE_DIR, KB_SOURCE_DIR, folder);
    FILE *run = popen(command, "r");
    assert_non_null(run);
    said[fread(said, 1, sizeof said - 1, run)] = 0;
    int status = pclose(run);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) fail_msg("said %s", said);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_the_page_of_the_readme_compiles),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
