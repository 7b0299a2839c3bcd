/* blob.h - finished bytes that several answers may be sending at the same time, and a bounded cache of them.
 *
 * A blob never changes once it is made. Who holds a reference gives it back; the last one frees.
 *
 * The cache serves two things, told apart by the key: an answer's bytes in one content encoding (key: hash of the bytes
 * and the encoding), and whole signed-out pages (key: host, address, encoding), which are valid as long as the epoch of
 * the data they were made from is the current one. When it is full, what was used longest ago goes.
 */
#ifndef KB_HTTP_BLOB_H
#define KB_HTTP_BLOB_H

#include "kb/base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum { BLOB_KEY_LEN = 32, BLOB_ETAG_MAX = 40 };

struct blob {
    char *bytes;
    size_t len;
    char etag[BLOB_ETAG_MAX];     /* with its quotes; "" none */
    const char *content_type;     /* static; NULL */
    const char *content_encoding; /* static: "br", "gzip"; NULL for none */
    int64_t epoch;                /* of a page */
    int64_t until_ms;             /* monotonic; of a page */
};

/* Takes over bytes (malloc), or borrows bytes that live for ever. NULL when there is no memory; then owned is freed. */
struct blob *blob_own(char *bytes, size_t len);
struct blob *blob_fixed(const void *bytes, size_t len);

struct blob *blob_ref(struct blob *b);
void blob_unref(struct blob *b); /* NULL is allowed */

/* What a server made of a blob once, for all who get it: NULL as long as nobody gave it something. The first that is
 * given stays, and goes with the blob by `end`; false when it came second, and is still the giver's. */
void *blob_made(const struct blob *b);
bool blob_give_made(struct blob *b, void *made, void (*end)(void *made));

struct blob_cache;

MUST_CHECK err_code blob_cache_new(struct blob_cache **out, size_t max_bytes, kb_err *err);
void blob_cache_free(struct blob_cache *c);

/* A reference, or NULL. */
struct blob *blob_cache_get(struct blob_cache *c, const unsigned char key[BLOB_KEY_LEN]);

/* Takes a reference of its own. A blob over a sixteenth of the cache is not kept. */
void blob_cache_put(struct blob_cache *c, const unsigned char key[BLOB_KEY_LEN], struct blob *b);

struct blob_cache_stats {
    size_t bytes, entries;
    uint64_t hits, misses;
};
struct blob_cache_stats blob_cache_stats(struct blob_cache *c);

#ifdef __cplusplus
}
#endif
#endif
