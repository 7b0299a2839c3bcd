/* clock.h - what time it is, asked of somebody who can be told what to answer.
 *
 * Time is epoch milliseconds, UTC (`kb_time`). Nobody reads the system clock but the functions below; whoever needs the
 * time is given a `struct kb_clock`, so that tests, the demonstration network and `kb tick --now` can move it.
 */
#ifndef KB_BASE_CLOCK_H
#define KB_BASE_CLOCK_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef int64_t kb_time; /* milliseconds since 1970-01-01T00:00:00Z */

enum { MS_SECOND = 1000, MS_MINUTE = 60 * MS_SECOND, MS_HOUR = 60 * MS_MINUTE, MS_DAY = 24 * MS_HOUR };

struct kb_clock {
    kb_time (*now)(void *ctx);
    void *ctx;
};

/* The clock on the wall. */
struct kb_clock clock_system(void);

/* A clock that answers *at; the owner of `at` moves it. */
struct kb_clock clock_fixed(kb_time *at);

/* The clock on the wall, *later milliseconds on (or back): a whole story can be played today. */
struct kb_clock clock_moved(int64_t *later);

static inline kb_time clock_now(struct kb_clock c)
{
    return c.now(c.ctx);
}

/* Milliseconds that only ever go forward, for deadlines and durations; unrelated to the date. */
int64_t clock_monotonic_ms(void);

#ifdef __cplusplus
}
#endif
#endif
