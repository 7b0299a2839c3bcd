/* There is no wrong query; and what it means, typed again, means the same. */
#include "tests/fuzz/fuzz.h"

#include "search/query_scan.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    _cleanup_(arena_free_p)
    arena *a = arena_new(16 * 1024 * 1024);
    const struct query *q = a ? query_scan(a, text_of((const char *)bytes, len)) : NULL;
    if (!q) return 0;
    MUST_HOLD(q->n <= QUERY_CLAUSES_MAX);
    for (size_t i = 0; i < q->n; i++) MUST_HOLD(q->clauses[i].words.len && utf8_valid(q->clauses[i].words));
    MUST_HOLD(query_typed(a, q));
    return 0;
}
