/* Any bytes: findings lie inside the text, in its order, and apart. */
#include "tests/fuzz/fuzz.h"

#include "content/privacy.h"

static struct privacy_findings scan(arena *a, text source)
{
    struct privacy_findings found;
    kb_err err = {0};
    MUST_HOLD(privacy_scan(source, NULL, a, &found, &err) == OK);
    return found;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    _cleanup_(arena_free_p)
    arena *a = arena_new((size_t)64 << 20);
    text source = text_of((const char *)data, size);
    struct privacy_findings found = scan(a, source);
    size_t end = 0;
    for (size_t i = 0; i < found.n; i++) {
        MUST_HOLD(found.at[i].from >= end && found.at[i].to > found.at[i].from && found.at[i].to <= size);
        end = found.at[i].to;
    }
    return 0;
}
