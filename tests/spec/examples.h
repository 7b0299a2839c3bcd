/* examples.h - runs the examples of a document, in the manner of CommonMark's spec.txt:
 *
 *     ```````````````````````````````` example flag flag
 *     source
 *     .
 *     expected
 *     ````````````````````````````````
 *
 * An arrow (U+2192) stands for a tab. Used by the tests of the renderer; each test includes it once. */
#ifndef KB_TESTS_SPEC_EXAMPLES_H
#define KB_TESTS_SPEC_EXAMPLES_H

#include "tests/kb_test.h"

#include "content/markdown.h"
#include "kb/base/buf.h"
#include "kb/base/cleanup.h"

struct example {
    text flags; /* the words behind "example" */
    struct buf source, expected;
    size_t line; /* in the file */
};

/* The whole file; the test fails, and says what to do, when it is not there. */
static inline struct buf read_whole(const char *path, const char *advice)
{
    struct buf whole = buf_new(16 * 1024 * 1024);
    _cleanup_(close_file)
    FILE *file = fopen(path, "rb");
    if (!file) fail_msg("cannot read %s: %s", path, advice);
    char part[65536];
    for (size_t n; (n = fread(part, 1, sizeof part, file)) > 0;) buf_put(&whole, text_of(part, n));
    return whole;
}

static inline void put_with_tabs(struct buf *out, text line)
{
    for (size_t arrow; (arrow = text_find(line, TEXT("\u2192"), 0)) != SIZE_MAX;
         line = text_slice(line, arrow + 3, SIZE_MAX)) {
        buf_put(out, text_of(line.ptr, arrow));
        buf_byte(out, '\t');
    }
    buf_put(out, line);
    buf_byte(out, '\n');
}

/* Calls `run` for each example and returns how many there were. */
static inline size_t run_examples(text document, void (*run)(const struct example *, void *), void *context)
{
    static const char fence[] = "````````````````````````````````";
    struct example example = {.source = buf_new(1 << 20), .expected = buf_new(1 << 20)};
    enum { PROSE, SOURCE, EXPECTED } at = PROSE;
    size_t count = 0, number = 0;
    for (text line; text_next(&document, '\n', &line);) {
        number++;
        if (at == PROSE && text_starts(line, text_str(fence))) {
            example.flags = text_trim(text_slice(text_trim(text_slice(line, strlen(fence), SIZE_MAX)), 7, SIZE_MAX));
            example.line = number;
            buf_clear(&example.source);
            buf_clear(&example.expected);
            at = SOURCE;
        } else if (at == SOURCE && text_is(line, ".")) {
            at = EXPECTED;
        } else if (at == EXPECTED && text_starts(line, text_str(fence))) {
            run(&example, context);
            count++;
            at = PROSE;
        } else if (at != PROSE) {
            put_with_tabs(at == SOURCE ? &example.source : &example.expected, line);
        }
    }
    assert_int_equal(at, PROSE);
    buf_release(&example.source);
    buf_release(&example.expected);
    return count;
}

#endif
