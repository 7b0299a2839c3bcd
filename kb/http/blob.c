#include "kb/http/blob.h"

#include "kb/base/cleanup.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

/* A blob and what nobody outside needs to see of it. */
struct held {
    struct blob blob; /* first, so that a blob is its held */
    atomic_uint refs;
    bool owned;
    _Atomic(void *) made;
    void (*end)(void *made);
};

static struct blob *blob_new(char *bytes, size_t len, bool owned)
{
    struct held *h = calloc(1, sizeof *h);
    if (!h) {
        if (owned) free(bytes);
        return NULL;
    }
    h->blob.bytes = bytes;
    h->blob.len = len;
    h->owned = owned;
    atomic_init(&h->refs, 1);
    return &h->blob;
}

struct blob *blob_own(char *bytes, size_t len)
{
    return blob_new(bytes, len, true);
}

struct blob *blob_fixed(const void *bytes, size_t len)
{
    union {
        const void *in;
        char *out; /* nobody writes through it */
    } u = {bytes};
    return blob_new(u.out, len, false);
}

struct blob *blob_ref(struct blob *b)
{
    struct held *h = (struct held *)(void *)b;
    atomic_fetch_add_explicit(&h->refs, 1, memory_order_relaxed);
    return b;
}

void blob_unref(struct blob *b)
{
    struct held *h = (struct held *)(void *)b;
    if (!h || atomic_fetch_sub_explicit(&h->refs, 1, memory_order_acq_rel) != 1) return;
    void *made = atomic_load(&h->made);
    if (made) h->end(made);
    if (h->owned) free(b->bytes);
    free(h);
}

void *blob_made(const struct blob *b)
{
    const struct held *h = (const struct held *)(const void *)b;
    return atomic_load_explicit(&h->made, memory_order_acquire);
}

bool blob_give_made(struct blob *b, void *made, void (*end)(void *made))
{
    struct held *h = (struct held *)(void *)b;
    void *none = NULL;
    bool first = atomic_compare_exchange_strong(&h->made, &none, made);
    if (first) h->end = end; /* the last reference, which looks at it, is not given back before this one */
    return first;
}

enum { BUCKETS = 1024, ENTRIES_MAX = 2048, PART_OF_CACHE = 16 };

/* One key in two lists: its bucket, and all by last use. Index 0 is nobody. */
struct entry {
    unsigned char key[BLOB_KEY_LEN];
    struct blob *blob;
    uint16_t next, older, newer;
};

struct blob_cache {
    pthread_mutex_t lock;
    size_t max, bytes, n;
    uint64_t hits, misses;
    uint16_t buckets[BUCKETS], newest, oldest, unused;
    struct entry entries[ENTRIES_MAX + 1];
};

err_code blob_cache_new(struct blob_cache **out, size_t max_bytes, kb_err *err)
{
    struct blob_cache *c = calloc(1, sizeof *c);
    if (!c) return err_set(err, ERR_NOMEM, "no memory for the cache");
    c->max = max_bytes;
    pthread_mutex_init(&c->lock, NULL);
    for (unsigned i = 1; i <= ENTRIES_MAX; i++) c->entries[i].next = (uint16_t)(i < ENTRIES_MAX ? i + 1 : 0);
    c->unused = 1;
    *out = c;
    return OK;
}

static uint16_t *bucket_of(struct blob_cache *c, const unsigned char *key)
{
    return &c->buckets[(key[0] | key[1] << 8) % BUCKETS];
}

/* The place that points to the entry of this key, or to 0. */
static uint16_t *find(struct blob_cache *c, const unsigned char *key)
{
    uint16_t *at = bucket_of(c, key);
    while (*at && memcmp(c->entries[*at].key, key, BLOB_KEY_LEN) != 0) at = &c->entries[*at].next;
    return at;
}

static void unlink_use(struct blob_cache *c, uint16_t i)
{
    struct entry *e = &c->entries[i];
    *(e->newer ? &c->entries[e->newer].older : &c->newest) = e->older;
    *(e->older ? &c->entries[e->older].newer : &c->oldest) = e->newer;
}

static void link_newest(struct blob_cache *c, uint16_t i)
{
    struct entry *e = &c->entries[i];
    e->newer = 0;
    e->older = c->newest;
    *(c->newest ? &c->entries[c->newest].newer : &c->oldest) = i;
    c->newest = i;
}

static void drop(struct blob_cache *c, uint16_t *at)
{
    uint16_t i = *at;
    struct entry *e = &c->entries[i];
    *at = e->next;
    unlink_use(c, i);
    c->bytes -= e->blob->len;
    c->n--;
    blob_unref(e->blob);
    e->blob = NULL;
    e->next = c->unused;
    c->unused = i;
}

void blob_cache_free(struct blob_cache *c)
{
    if (!c) return;
    while (c->oldest) drop(c, find(c, c->entries[c->oldest].key));
    pthread_mutex_destroy(&c->lock);
    free(c);
}

struct blob *blob_cache_get(struct blob_cache *c, const unsigned char key[BLOB_KEY_LEN])
{
    struct blob *found = NULL;
    pthread_mutex_lock(&c->lock);
    uint16_t i = *find(c, key);
    if (i) {
        found = blob_ref(c->entries[i].blob);
        unlink_use(c, i);
        link_newest(c, i);
        c->hits++;
    } else {
        c->misses++;
    }
    pthread_mutex_unlock(&c->lock);
    return found;
}

void blob_cache_put(struct blob_cache *c, const unsigned char key[BLOB_KEY_LEN], struct blob *b)
{
    if (b->len > c->max / PART_OF_CACHE) return;
    pthread_mutex_lock(&c->lock);
    uint16_t *old = find(c, key);
    if (*old) drop(c, old);
    while (c->oldest && (c->bytes + b->len > c->max || !c->unused)) drop(c, find(c, c->entries[c->oldest].key));
    uint16_t i = c->unused;
    struct entry *e = &c->entries[i];
    c->unused = e->next;
    memcpy(e->key, key, BLOB_KEY_LEN);
    e->blob = blob_ref(b);
    uint16_t *bucket = bucket_of(c, key);
    e->next = *bucket;
    *bucket = i;
    link_newest(c, i);
    c->bytes += b->len;
    c->n++;
    pthread_mutex_unlock(&c->lock);
}

struct blob_cache_stats blob_cache_stats(struct blob_cache *c)
{
    pthread_mutex_lock(&c->lock);
    struct blob_cache_stats s = {c->bytes, c->n, c->hits, c->misses};
    pthread_mutex_unlock(&c->lock);
    return s;
}
