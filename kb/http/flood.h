/* flood.h - inside kb/http: who asks more than anybody reads hears 429 for a moment.
 *
 * A place (caller.h) may ask `burst` requests at once, and `rate` a second from then on. What is kept of it is one
 * moment: when it will have made up for all it asked (the "theoretical arrival time" of the generic cell rate
 * algorithm). Asking costs a hash and one compare-and-swap: no lock, and nothing is read of the request but its
 * address.
 *
 * The table is bounded: the place that made up first is forgotten when its row is full, and starts anew when it asks
 * again. The hash is keyed, so nobody can choose with whom they share a row. Two places of one row whose marks are
 * equal count as one (one pair in 65,536). Safe to call from several threads.
 */
#ifndef KB_HTTP_FLOOD_H
#define KB_HTTP_FLOOD_H

#include "kb/base/err.h"
#include "kb/base/text.h"

#ifdef __cplusplus
extern "C" {
#endif

struct flood;

/* rate 0: no limit, and *out stays NULL. */
MUST_CHECK err_code flood_new(struct flood **out, size_t rate, size_t burst, kb_err *err);
void flood_free(struct flood *f); /* NULL is allowed */

/* 0: go on, the request is counted. Otherwise the seconds after which it may, and it is not counted. now_us: of a clock
 * that does not go back. An address that is none, and f NULL, are not limited. */
int flood_ask(struct flood *f, text address, int64_t now_us);

#ifdef __cplusplus
}
#endif
#endif
