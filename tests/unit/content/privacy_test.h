/* What the tests of the privacy guard share: a text, and what is found in it. */
#ifndef KB_TESTS_PRIVACY_TEST_H
#define KB_TESTS_PRIVACY_TEST_H

#include "tests/kb_test.h"

#include "content/privacy.h"
#include "kb/base/buf.h"
#include "kb/base/cleanup.h"

#include <stdlib.h>

static int set_up(void **state)
{
    *state = arena_new(512 << 20);
    return *state ? 0 : -1;
}

static int tear_down(void **state)
{
    arena_free(*state);
    return 0;
}

static inline struct privacy_findings scan(arena *a, text source)
{
    struct privacy_findings found;
    kb_err err = {0};
    arena_clear(a);
    assert_ok(privacy_scan(source, NULL, a, &found, &err), &err);
    return found;
}

/* What is found, as "kind level at:what"; "" when nothing is. */
static void assert_found(arena *a, const char *source, const char *expected)
{
    char shown[1000] = "";
    struct privacy_findings found = scan(a, text_str(source));
    for (size_t i = 0; i < found.n; i++) {
        const struct privacy_finding *f = &found.at[i];
        size_t len = strlen(shown);
        snprintf(shown + len, sizeof shown - len, "%s%s%s <%.*s>", len ? ", " : "", privacy_kind_slug(f->kind),
                 f->level == PRIVACY_BLOCK ? "!" : "", (int)(f->to - f->from), source + f->from);
    }
    if (strcmp(shown, expected) != 0) fail_msg("\"%s\": %s, expected %s", source, shown, expected);
}

/* Lines of a source and what is found in each of them; it closes with {NULL}. */
struct spelling {
    const char *source, *found;
};

static inline void assert_spellings(arena *a, const struct spelling *rows)
{
    for (; rows->source; rows++) assert_found(a, rows->source, rows->found);
}

static uint64_t seed;

static unsigned pick(unsigned n)
{
    seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (unsigned)(seed >> 33) % n;
}

#endif
