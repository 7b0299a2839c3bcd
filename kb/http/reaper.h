/* reaper.h - ends connections that take too long, whatever they are at.
 *
 * libmicrohttpd's own timeout starts again at every byte, so one header line per second holds a connection for ever
 * (measured). Here each phase of a connection has one deadline on the monotonic clock, and a thread that looks every
 * `step_ms` and calls shutdown(fd): the library then sees the end and cleans up by itself.
 *
 * The list's lock is held across shutdown(fd), and reaper_remove (called when the library closes the connection, before
 * it closes the fd) takes the same lock: so the reaper never hits an fd that already belongs to somebody else.
 */
#ifndef KB_HTTP_REAPER_H
#define KB_HTTP_REAPER_H

#include "kb/base/err.h"

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct reaper;
struct reaper_entry;

MUST_CHECK err_code reaper_start(struct reaper **out, int step_ms, kb_err *err);

/* NULL when there is no memory. The deadline is `ms` from now. */
struct reaper_entry *reaper_add(struct reaper *r, int fd, int ms);

/* A new deadline for a new phase; a negative ms means none, while we work ourselves. Any thread. */
void reaper_deadline(struct reaper_entry *e, int64_t ms);

/* The same, when it is sooner than the present one. */
void reaper_sooner(struct reaper_entry *e, int64_t ms);

/* Takes it out and frees it. NULL is allowed. */
void reaper_remove(struct reaper *r, struct reaper_entry *e);

/* Connections now, and ended by deadline since the start. */
size_t reaper_connections(struct reaper *r);
uint64_t reaper_ended(struct reaper *r);

/* Ends the thread. Entries may remain until the library closed their connections; then free. */
void reaper_stop(struct reaper *r);
void reaper_free(struct reaper *r);

#ifdef __cplusplus
}
#endif
#endif
