#include "kb/http/metrics.h"

#include "kb/base/cleanup.h"
#include "kb/http/router.h"

#include <inttypes.h>
#include <stdatomic.h>

static const int statuses[] = {200, 301, 303, 304, 400, 401, 403, 404, 405, 408, 409, 410, 413,
                               414, 415, 417, 421, 422, 429, 431, 500, 503, 505, 507, 0 /* any other */};
static const int64_t bounds_us[] = {500,    1000,   2500,   5000,    10000,   25000,  50000,
                                    100000, 250000, 500000, 1000000, 2500000, 5000000};
enum { STATUSES = COUNT_OF(statuses), BOUNDS = COUNT_OF(bounds_us) };

struct metrics {
    const struct router *router;
    size_t rows;
    _Atomic uint64_t within[BOUNDS + 1]; /* one bucket each, not cumulative */
    _Atomic uint64_t total_us;
    _Atomic uint64_t counts[][STATUSES];
};

err_code metrics_new(struct metrics **out, const struct router *router, kb_err *err)
{
    size_t rows = router_count(router) + 1;
    struct metrics *m = calloc(1, sizeof *m + rows * sizeof m->counts[0]);
    if (!m) return err_set(err, ERR_NOMEM, "no memory for the counters");
    m->router = router;
    m->rows = rows;
    *out = m;
    return OK;
}

void metrics_free(struct metrics *m)
{
    free(m);
}

static size_t status_index(int status)
{
    size_t i = 0;
    while (i < STATUSES - 1 && statuses[i] != status) i++;
    return i;
}

static void add(_Atomic uint64_t *counter, uint64_t n)
{
    atomic_fetch_add_explicit(counter, n, memory_order_relaxed);
}

static uint64_t get(const _Atomic uint64_t *counter)
{
    return atomic_load_explicit(counter, memory_order_relaxed);
}

void metrics_count(struct metrics *m, size_t route, int status, int64_t microseconds)
{
    size_t row = route < m->rows - 1 ? route : m->rows - 1, bucket = 0;
    while (bucket < BOUNDS && microseconds > bounds_us[bucket]) bucket++;
    add(&m->counts[row][status_index(status)], 1);
    add(&m->within[bucket], 1);
    add(&m->total_us, (uint64_t)(microseconds > 0 ? microseconds : 0));
}

uint64_t metrics_status(const struct metrics *m, int status)
{
    uint64_t sum = 0;
    for (size_t row = 0; row < m->rows; row++) sum += get(&m->counts[row][status_index(status)]);
    return sum;
}

void metrics_value(struct buf *out, const char *name, const char *type, const char *help, int64_t value)
{
    buf_printf(out, "# HELP %s %s\n# TYPE %s %s\n%s %" PRId64 "\n", name, help, name, type, name, value);
}

static void write_requests(const struct metrics *m, struct buf *out)
{
    buf_str(out, "# HELP kb_http_requests_total Answers by route and status.\n# TYPE kb_http_requests_total counter\n");
    for (size_t row = 0; row < m->rows; row++) {
        const struct route *r = row < m->rows - 1 ? router_at(m->router, row) : NULL;
        for (size_t i = 0; i < STATUSES; i++) {
            uint64_t n = get(&m->counts[row][i]);
            if (!n) continue;
            buf_printf(out, "kb_http_requests_total{method=\"%s\",route=\"%s\",status=\"%d\"} %" PRIu64 "\n",
                       r ? http_method_name(r->method) : "-", r ? r->pattern : "-", statuses[i], n);
        }
    }
}

static void write_durations(const struct metrics *m, struct buf *out)
{
    uint64_t sum = 0;
    buf_str(out, "# HELP kb_http_request_seconds Time from the request's headers to its answer.\n"
                 "# TYPE kb_http_request_seconds histogram\n");
    for (size_t i = 0; i < BOUNDS; i++) {
        sum += get(&m->within[i]);
        buf_printf(out, "kb_http_request_seconds_bucket{le=\"%g\"} %" PRIu64 "\n", (double)bounds_us[i] / 1e6, sum);
    }
    sum += get(&m->within[BOUNDS]);
    buf_printf(out, "kb_http_request_seconds_bucket{le=\"+Inf\"} %" PRIu64 "\n", sum);
    buf_printf(out, "kb_http_request_seconds_sum %.6f\nkb_http_request_seconds_count %" PRIu64 "\n",
               (double)get(&m->total_us) / 1e6, sum);
}

void metrics_write(const struct metrics *m, struct buf *out)
{
    write_requests(m, out);
    write_durations(m, out);
}
