/* kb_test.h - what every cmocka test begins with. Tests are sentences: test_author_may_not_accept_own_practice. */
#ifndef KB_TEST_H
#define KB_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include <cmocka.h>

#include "kb/base/err.h"
#include "kb/base/text.h"

#define TEST(name) cmocka_unit_test(name)

/* Asserts that a view holds exactly these characters. */
#define assert_text(actual, expected)                                                                                  \
    do {                                                                                                               \
        text actual_ = (actual);                                                                                       \
        if (!text_is(actual_, expected)) fail_msg("text is \"%.*s\", expected \"%s\"", TEXT_FMT(actual_), (expected)); \
    } while (0)

/* Asserts success and, if not, prints the cause. */
#define assert_ok(call, err_ptr)                                                                                       \
    do {                                                                                                               \
        err_code code_ = (call);                                                                                       \
        if (code_ != OK) fail_msg("%s failed: %s (%s)", #call, err_slug(code_), (err_ptr)->cause);                     \
    } while (0)

/* What the processor spent on this thread: what else a machine does takes nothing away. */
static inline double thread_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

#endif
