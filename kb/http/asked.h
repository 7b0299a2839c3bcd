/* asked.h - what is searched for, counted in memory until it may be kept, and then handed over without who it was.
 *
 * For each word and question there is a place in a bounded table with the keyed hashes of at most two persons; the key
 * is of this process and written nowhere. What is known to the dictionary may be kept at once, anything else when a
 * second person used it (kb/service/asked.h). Who is not signed in is counted and is no person: an address may be a
 * second one of the same, or of somebody who asked before signing in. What never may is
 * forgotten with the process, at the end of the week, or when its place is needed.
 *
 * Counting is lossy: a question asked again by the same person within half an hour is the same question, one that is
 * answered from a page kept for who is not signed in (a minute at most, http.h) is not seen, and what has not been
 * handed over yet is lost in a crash. Safe to call from several threads.
 */
#ifndef KB_HTTP_ASKED_H
#define KB_HTTP_ASKED_H

#include "kb/service/service.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { ASKED_PLACES = 4096, ASKED_WORDS_BYTES = SVC_ASKED_BYTES + 1 };

struct asked_counts;

MUST_CHECK err_code asked_new(struct asked_counts **out, kb_err *err);
void asked_free(struct asked_counts *c); /* NULL is allowed */

struct asked_by {
    text who;    /* id of the person, or the address of who is not signed in */
    bool person; /* signed in */
};

/* A question was answered. */
void asked_searched(struct asked_counts *c, const struct svc_asked *what, struct asked_by by, bool nothing,
                    kb_time now);

/* Something was opened from the results of a question. */
void asked_opened(struct asked_counts *c, const struct svc_asked *what, const char *practice, struct asked_by by,
                  kb_time now);

/* Takes at most max rows that may be kept and were not handed over yet; strings are copied into the arena. */
size_t asked_take(struct asked_counts *c, arena *a, struct store_asked *rows, size_t max);

#ifdef __cplusplus
}
#endif
#endif
