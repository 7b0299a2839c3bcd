/* caller.h - inside kb/http: at which address somebody asks, and which addresses are one place.
 *
 * The address is the peer of the connection, or, when that peer is the proxy we were told of, the last address of
 * X-Forwarded-For: the one the proxy itself wrote. What stands before it in that header, and the header of everybody
 * else, is what a stranger chose to say, and counts for nothing.
 *
 * A place is one IPv4 address, or the first 64 bits of an IPv6 address: who has one such address has all of them.
 */
#ifndef KB_HTTP_CALLER_H
#define KB_HTTP_CALLER_H

#include "kb/base/text.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { CALLER_ADDRESS_BYTES = 64, CALLER_PLACE_BYTES = 9 };

struct caller_proxy {
    bool in_front;       /* there is one */
    const char *address; /* in figures; NULL or "": on this machine */
};

/* False when the proxy's address is no address in figures: then nobody would be the proxy. */
bool caller_proxy_ok(const struct caller_proxy *proxy);

/* peer: in figures, "" on a unix socket, which only the proxy can open. Writes the address in its usual form, an IPv4
 * address that was written as IPv6 as IPv4; "" when there is none. A proxy that names no address that can be read is
 * taken for the caller itself: then all behind it count together, and nobody counts as nobody. */
void caller_address(const struct caller_proxy *proxy, const char *peer, text forwarded, char out[CALLER_ADDRESS_BYTES]);

/* Writes the place of an address; false, and zeroes, when there is none. */
bool caller_place(text address, unsigned char place[CALLER_PLACE_BYTES]);

#ifdef __cplusplus
}
#endif
#endif
