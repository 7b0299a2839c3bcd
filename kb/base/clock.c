#include "kb/base/clock.h"

#include <time.h>

static int64_t read_ms(clockid_t id)
{
    struct timespec t;
    clock_gettime(id, &t);
    return (int64_t)t.tv_sec * MS_SECOND + t.tv_nsec / 1000000;
}

static kb_time now_system(void *ctx)
{
    (void)ctx;
    return read_ms(CLOCK_REALTIME);
}

struct kb_clock clock_system(void)
{
    return (struct kb_clock){.now = now_system};
}

static kb_time now_fixed(void *ctx)
{
    return *(const kb_time *)ctx;
}

struct kb_clock clock_fixed(kb_time *at)
{
    return (struct kb_clock){.now = now_fixed, .ctx = at};
}

static kb_time now_moved(void *ctx)
{
    return now_system(NULL) + *(const int64_t *)ctx;
}

struct kb_clock clock_moved(int64_t *later)
{
    return (struct kb_clock){.now = now_moved, .ctx = later};
}

int64_t clock_monotonic_ms(void)
{
    return read_ms(CLOCK_MONOTONIC);
}
