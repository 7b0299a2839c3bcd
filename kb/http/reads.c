#include "kb/http/reads.h"

#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>

enum { PLACES = 16384, PROBES = 8, KEY_BYTES_MAX = 256 };

struct place {
    uint64_t tag; /* 0: free */
    kb_time at;
};

struct reads {
    pthread_mutex_t lock;
    unsigned char key[crypto_shorthash_KEYBYTES];
    struct place places[PLACES];
};

err_code reads_new(struct reads **out, kb_err *err)
{
    struct reads *r = calloc(1, sizeof *r);
    if (!r) return err_set(err, ERR_NOMEM, "no memory for what was read");
    pthread_mutex_init(&r->lock, NULL);
    crypto_shorthash_keygen(r->key);
    *out = r;
    return OK;
}

void reads_free(struct reads *r)
{
    if (!r) return;
    pthread_mutex_destroy(&r->lock);
    sodium_memzero(r, sizeof *r);
    free(r);
}

/* Never 0. */
static uint64_t tag_of(const struct reads *r, text who, const struct svc_read *read)
{
    char key[KEY_BYTES_MAX];
    unsigned char hash[crypto_shorthash_BYTES];
    uint64_t tag;
    int n = snprintf(key, sizeof key, "%.*s\n%s\n%s", TEXT_FMT(who), read->what, read->object);
    crypto_shorthash(hash, (const unsigned char *)key, n < KEY_BYTES_MAX ? (size_t)n : KEY_BYTES_MAX - 1, r->key);
    memcpy(&tag, hash, sizeof tag);
    return tag ? tag : 1;
}

static bool is_fresh(const struct place *p, kb_time now)
{
    return now >= p->at && now - p->at < READS_MS;
}

bool reads_known(struct reads *r, text who, const struct svc_read *read, kb_time now)
{
    uint64_t tag = tag_of(r, who, read);
    bool known = false;
    pthread_mutex_lock(&r->lock);
    for (size_t i = 0; i < PROBES && !known; i++) {
        const struct place *p = &r->places[(tag + i) % PLACES];
        known = p->tag == tag && is_fresh(p, now);
    }
    pthread_mutex_unlock(&r->lock);
    return known;
}

/* In its own place, else in the one that was written longest ago. */
void reads_remember(struct reads *r, text who, const struct svc_read *read, kb_time now)
{
    uint64_t tag = tag_of(r, who, read);
    pthread_mutex_lock(&r->lock);
    struct place *best = &r->places[tag % PLACES];
    for (size_t i = 1; i < PROBES && best->tag != tag; i++) {
        struct place *p = &r->places[(tag + i) % PLACES];
        if (p->tag == tag || p->at < best->at) best = p;
    }
    *best = (struct place){tag, now};
    pthread_mutex_unlock(&r->lock);
}
