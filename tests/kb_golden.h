/* kb_golden.h - a page of text that is kept in tests/golden, so that a change of it is a line of a difference that
 * somebody reads. KB_GOLDEN=1 writes the page anew. Each line names what it is about and stands or falls on its own. */
#ifndef KB_GOLDEN_H
#define KB_GOLDEN_H

#include "tests/kb_test.h"

#include "kb/base/buf.h"
#include "kb/base/cleanup.h"

#include <stdio.h>
#include <stdlib.h>

static inline void golden__read(const char *path, struct buf *golden)
{
    _cleanup_(close_file)
    FILE *in = fopen(path, "r");
    if (!in) fail_msg("no %s; run this test with KB_GOLDEN=1", path);
    char line[4096];
    while (fgets(line, sizeof line, in)) buf_str(golden, line);
    assert_false(golden->failed);
}

static inline void golden__write(const char *path, text now)
{
    _cleanup_(close_file)
    FILE *out = fopen(path, "w");
    assert_non_null(out);
    assert_int_equal(fwrite(now.ptr, 1, now.len, out), now.len);
}

static inline bool golden__has_line(text page, text line)
{
    for (size_t at = 0; (at = text_find(page, line, at)) != SIZE_MAX; at++) {
        size_t end = at + line.len;
        if ((at == 0 || page.ptr[at - 1] == '\n') && end < page.len && page.ptr[end] == '\n') return true;
    }
    return false;
}

static inline unsigned golden__print_missing(const char *sign, text page, text from)
{
    unsigned missing = 0;
    for (text line; text_next(&page, '\n', &line);)
        if (line.len && !golden__has_line(from, line) && ++missing <= 40)
            print_error("%s %.*s\n", sign, TEXT_FMT(line));
    return missing;
}

/* `path` is the golden file, `now` what the program says today. */
static inline void assert_golden(const char *path, const struct buf *now)
{
    _cleanup_(buf_release)
    struct buf golden = buf_new(1 << 20);
    assert_false(now->failed);
    if (getenv("KB_GOLDEN")) golden__write(path, buf_text(now));
    golden__read(path, &golden);
    if (text_eq(buf_text(now), buf_text(&golden))) return;
    unsigned n = golden__print_missing("-", buf_text(&golden), buf_text(now));
    n += golden__print_missing("+", buf_text(now), buf_text(&golden));
    fail_msg("%u lines differ from %s; if that is meant, run this test with KB_GOLDEN=1", n, path);
}

#endif
