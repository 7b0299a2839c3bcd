#include "kb/http/core__internal.h"

#include "kb/http/reads.h"

#include <sodium.h>
#include <stdio.h>
#include <sys/resource.h>
#include <unistd.h>

enum { MIB = 1024 * 1024, SPARE_DESCRIPTORS = 256, LEAST_CONNECTIONS = 64, MAKERS = 1 };

struct http_config http_config_default(void)
{
    return (struct http_config){
        .address = "127.0.0.1",
        .metrics_port = -1,
        .site = "Praktijkbank",
        .clock = clock_system(),
        .limits = {.header_ms = 10 * MS_SECOND,
                   .form_ms = 30 * MS_SECOND,
                   .answer_ms = 60 * MS_SECOND,
                   .keep_alive_ms = 15 * MS_SECOND,
                   .stop_ms = 10 * MS_SECOND,
                   .desk_wait_ms = 2 * MS_SECOND,
                   .reap_ms = 100,
                   .in_flight = 256,
                   .bodies = 256,
                   .bodies_each = 16,
                   .connections = 10000,
                   .form_bytes = FORM_BODY_MAX,
                   .upload_bytes = 20 * MIB,
                   .workers = 2,
                   .talkers = 2,
                   .worker_queue = 16,
                   .makes = 4,
                   .cache_bytes = 8 * MIB,
                   .page_ms = 60 * MS_SECOND},
    };
}

static size_t most_connections(size_t wish)
{
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) != 0 || files.rlim_cur == RLIM_INFINITY) return wish;
    size_t room =
        files.rlim_cur > SPARE_DESCRIPTORS + LEAST_CONNECTIONS ? files.rlim_cur - SPARE_DESCRIPTORS : LEAST_CONNECTIONS;
    return wish < room ? wish : room;
}

/* Puts numbers where the configuration says "choose". */
static size_t threads_of(const struct http_limits *l)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    if (l->threads) return l->threads;
    return cores > 2 ? 2 * (size_t)cores : 4;
}

size_t http_desks(const struct http_limits *limits)
{
    return threads_of(limits) + limits->workers + MAKERS;
}

static void choose_limits(struct http_limits *l)
{
    l->threads = threads_of(l);
    l->connections = most_connections(l->connections);
}

static bool listens_on_loopback(const struct http_config *c)
{
    return !c->unix_path && !c->behind_proxy;
}

static err_code make_parts(struct http_core *core, kb_err *err)
{
    const struct http_config *c = &core->config;
    const struct route *const tables[] = {c->routes, ops_routes};
    const size_t counts[] = {c->n_routes, ops_routes_count};
    ERR_TRY(router_new(&core->router, tables, counts, 2, err));
    ERR_TRY(metrics_new(&core->metrics, core->router, err));
    ERR_TRY(blob_cache_new(&core->cache, c->limits.cache_bytes, err));
    ERR_TRY(reads_new(&core->reads, err));
    ERR_TRY(flood_new(&core->flood, c->limits.rate, c->limits.burst, err));
    ERR_TRY(shares_new(&core->bodies, c->limits.bodies, c->limits.bodies_each, err));
    ERR_TRY(shares_new(&core->makes, c->limits.makes, 1, err));
    ERR_TRY(pool_start(&core->makers, MAKERS, c->limits.makes, err));
    ERR_TRY(pool_start(&core->talkers, c->limits.talkers, c->limits.worker_queue, err));
    return pool_start(&core->workers, c->limits.workers, c->limits.worker_queue, err);
}

err_code core_init(struct http_core *core, const struct http_config *config, kb_err *err)
{
    if (sodium_init() < 0) return err_set(err, ERR_INTERNAL, "libsodium does not start");
    core->config = *config;
    choose_limits(&core->config.limits);
    if (!caller_proxy_ok(&(struct caller_proxy){config->behind_proxy, config->proxy}))
        return err_set(err, ERR_INVALID, "%s is no address of a proxy: give it in figures", config->proxy);
    core->hosts = (struct guard_hosts){config->hosts, config->n_hosts, listens_on_loopback(config)};
    randombytes_buf(core->id_seed, sizeof core->id_seed);
    return make_parts(core, err);
}

void core_release(struct http_core *core)
{
    pool_stop(core->workers);
    pool_stop(core->talkers);
    pool_stop(core->makers);
    blob_cache_free(core->cache);
    shares_free(core->bodies);
    shares_free(core->makes);
    flood_free(core->flood);
    reads_free(core->reads);
    metrics_free(core->metrics);
    router_free(core->router);
}

void core_request_id(struct http_core *core, char id[REQ_ID_LEN + 1])
{
    static const char digits[] = "0123456789abcdefghjkmnpqrstvwxyz";
    uint64_t number[2] = {atomic_fetch_add_explicit(&core->next_id, 1, memory_order_relaxed), 0};
    uint64_t parts[2]; /* keyed: the number of requests is nobody's business */
    for (int i = 0; i < 2; i++, number[1]++)
        crypto_shorthash((unsigned char *)&parts[i], (const unsigned char *)number, sizeof number, core->id_seed);
    for (int i = 0; i < 13; i++, parts[0] >>= 5) id[i] = digits[parts[0] & 31];
    for (int i = 13; i < REQ_ID_LEN; i++, parts[1] >>= 5) id[i] = digits[parts[1] & 31];
    id[REQ_ID_LEN] = '\0';
}
