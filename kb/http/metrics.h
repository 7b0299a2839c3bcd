/* metrics.h - what the server counts about itself, and the text Prometheus reads. No person, no address, no word. */
#ifndef KB_HTTP_METRICS_H
#define KB_HTTP_METRICS_H

#include "kb/base/buf.h"
#include "kb/base/err.h"

#ifdef __cplusplus
extern "C" {
#endif

struct metrics;
struct router;

/* Counters for each row of the router, and one row for what found no route. */
MUST_CHECK err_code metrics_new(struct metrics **out, const struct router *router, kb_err *err);
void metrics_free(struct metrics *m);

/* One answer. route: index in the router, SIZE_MAX for none. Any thread. */
void metrics_count(struct metrics *m, size_t route, int status, int64_t microseconds);

/* Answers that got this status, over all routes. For tests. */
uint64_t metrics_status(const struct metrics *m, int status);

void metrics_write(const struct metrics *m, struct buf *out);

/* One line with its HELP and TYPE. type: "gauge" or "counter". */
void metrics_value(struct buf *out, const char *name, const char *type, const char *help, int64_t value);

#ifdef __cplusplus
}
#endif
#endif
