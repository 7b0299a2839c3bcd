#include "kb/http/caller.h"

#include <arpa/inet.h>
#include <string.h>

enum { V4_BYTES = 4, V6_BYTES = 16, V6_NET_BYTES = 8 };

struct ip {
    int family; /* AF_INET, AF_INET6 or 0: none */
    unsigned char bytes[V6_BYTES];
};

static const unsigned char mapped[12] = {[10] = 0xFF, [11] = 0xFF}; /* ::ffff:192.0.2.1 */

static struct ip read_ip(text words)
{
    struct ip ip = {0};
    char room[CALLER_ADDRESS_BYTES];
    if (!words.len || words.len >= sizeof room || memchr(words.ptr, '\0', words.len)) return ip;
    memcpy(room, words.ptr, words.len);
    room[words.len] = '\0';
    if (inet_pton(AF_INET, room, ip.bytes) == 1) ip.family = AF_INET;
    if (!ip.family && inet_pton(AF_INET6, room, ip.bytes) == 1) ip.family = AF_INET6;
    if (ip.family != AF_INET6 || memcmp(ip.bytes, mapped, sizeof mapped) != 0) return ip;
    memcpy(ip.bytes, ip.bytes + sizeof mapped, V4_BYTES);
    ip.family = AF_INET;
    return ip;
}

/* Some proxies add the port: "192.0.2.1:4711", "[2001:db8::1]:4711". */
static text without_port(text words)
{
    size_t colon = text_find_byte(words, ':', 0);
    if (words.len && words.ptr[0] == '[') return text_slice(words, 1, text_find_byte(words, ']', 0) - 1);
    bool one = colon != SIZE_MAX && text_find_byte(words, ':', colon + 1) == SIZE_MAX;
    return one ? text_slice(words, 0, colon) : words;
}

static struct ip last_of(text forwarded)
{
    size_t from = forwarded.len;
    while (from && forwarded.ptr[from - 1] != ',') from--;
    return read_ip(without_port(text_trim(text_slice(forwarded, from, SIZE_MAX))));
}

static bool is_loopback(const struct ip *ip)
{
    static const unsigned char one[V6_BYTES] = {[15] = 1};
    if (ip->family == AF_INET) return ip->bytes[0] == 127;
    return ip->family == AF_INET6 && !memcmp(ip->bytes, one, sizeof one);
}

static bool same(const struct ip *a, const struct ip *b)
{
    return a->family && a->family == b->family &&
           !memcmp(a->bytes, b->bytes, a->family == AF_INET ? V4_BYTES : V6_BYTES);
}

static bool is_proxy(const struct caller_proxy *proxy, const char *peer)
{
    if (!proxy->in_front) return false;
    if (!peer[0]) return true;
    struct ip at = read_ip(text_str(peer));
    if (!proxy->address || !proxy->address[0]) return is_loopback(&at);
    struct ip told = read_ip(text_str(proxy->address));
    return same(&at, &told);
}

bool caller_proxy_ok(const struct caller_proxy *proxy)
{
    return !proxy->address || !proxy->address[0] || read_ip(text_str(proxy->address)).family;
}

void caller_address(const struct caller_proxy *proxy, const char *peer, text forwarded, char out[CALLER_ADDRESS_BYTES])
{
    struct ip ip = {0};
    if (is_proxy(proxy, peer)) ip = last_of(forwarded);
    if (!ip.family) ip = read_ip(text_str(peer));
    if (!ip.family || !inet_ntop(ip.family, ip.bytes, out, CALLER_ADDRESS_BYTES)) out[0] = '\0';
}

bool caller_place(text address, unsigned char place[CALLER_PLACE_BYTES])
{
    struct ip ip = read_ip(address);
    memset(place, 0, CALLER_PLACE_BYTES);
    place[0] = (unsigned char)(ip.family == AF_INET ? 4 : ip.family ? 6 : 0);
    memcpy(place + 1, ip.bytes, ip.family == AF_INET ? V4_BYTES : V6_NET_BYTES);
    return ip.family != 0;
}
