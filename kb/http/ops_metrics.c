#include "kb/http/ops__internal.h"
#include "kb/service/writer.h"

struct http_health core_health(struct http_core *core)
{
    struct http_health health = {.ready = true};
    if (core->config.health) core->config.health(core->config.app, &health);
    if (atomic_load(&core->stopping)) {
        health.ready = false;
        health.why = "stopping";
    }
    return health;
}

struct http_health ops_health(const kb_req *req)
{
    return core_health(req->core);
}

static void put_writer(struct writer *w, struct buf *out)
{
    struct writer_stats s = writer_stats(w);
    metrics_value(out, "kb_write_queue", "gauge", "Changes waiting for the writer.", (int64_t)s.waiting);
    metrics_value(out, "kb_writes_total", "counter", "Changes the writer ran.", (int64_t)s.jobs);
    metrics_value(out, "kb_commits_total", "counter", "Transactions committed.", (int64_t)s.commits);
    metrics_value(out, "kb_commits_failed_total", "counter", "Transactions lost.", (int64_t)s.failed_commits);
    metrics_value(out, "kb_notes_waiting", "gauge", "Notes waiting for the writer.", (int64_t)s.waiting_notes);
    metrics_value(out, "kb_notes_lost_total", "counter", "Notes dropped, queue full.", (int64_t)s.notes_lost);
}

static void put_cache(struct blob_cache *cache, struct buf *out)
{
    struct blob_cache_stats s = blob_cache_stats(cache);
    metrics_value(out, "kb_cache_bytes", "gauge", "Bytes of kept answers.", (int64_t)s.bytes);
    metrics_value(out, "kb_cache_hits_total", "counter", "Kept answers used.", (int64_t)s.hits);
    metrics_value(out, "kb_cache_misses_total", "counter", "Kept answers missed.", (int64_t)s.misses);
}

void ops_metrics(struct http_core *core, size_t connections, uint64_t reaped, struct buf *out)
{
    struct http_health health = core_health(core);
    metrics_write(core->metrics, out);
    metrics_value(out, "kb_ready", "gauge", "1 when store and index can be used.", health.ready);
    metrics_value(out, "kb_index_lag", "gauge", "Changes the index has yet to follow.", health.seq - health.index_seq);
    metrics_value(out, "kb_http_in_flight", "gauge", "Requests being answered.",
                  (int64_t)atomic_load(&core->in_flight));
    metrics_value(out, "kb_http_connections", "gauge", "Connections open.", (int64_t)connections);
    metrics_value(out, "kb_http_reaped_total", "counter", "Connections ended by a deadline.", (int64_t)reaped);
    metrics_value(out, "kb_worker_queue", "gauge", "Slow work waiting.", (int64_t)pool_waiting(core->workers));
    if (core->config.desks)
        metrics_value(out, "kb_desks_busy", "gauge", "Desks borrowed.", (int64_t)desk_pool_busy(core->config.desks));
    put_cache(core->cache, out);
    if (core->config.writer) put_writer(core->config.writer, out);
    if (core->config.more_metrics) core->config.more_metrics(core->config.app, out);
}
