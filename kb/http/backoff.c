#include "kb/http/backoff.h"

#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>

enum { SETS = 1024, WAYS = 8 };

/* Whose attempts these are: part of what is hashed. */
enum whose { OF_ACCOUNT = 'a', OF_ADDRESS = 'i' };

struct entry {
    uint64_t key;        /* 0: free */
    unsigned count;      /* attempts */
    kb_time began, last; /* of the window, of the latest attempt */
    kb_time until;       /* no attempt before this */
};

struct backoff {
    pthread_mutex_t lock;
    unsigned char key[crypto_shorthash_KEYBYTES];
    struct entry entries[SETS][WAYS];
};

err_code backoff_new(struct backoff **out, kb_err *err)
{
    struct backoff *b = calloc(1, sizeof *b);
    if (!b) return err_set(err, ERR_NOMEM, "no memory to count sign-ins");
    pthread_mutex_init(&b->lock, NULL);
    crypto_shorthash_keygen(b->key);
    *out = b;
    return OK;
}

void backoff_free(struct backoff *b)
{
    if (!b) return;
    pthread_mutex_destroy(&b->lock);
    free(b);
}

/* ---- The table ---- */

static uint64_t key_of(const struct backoff *b, enum whose whose, text name)
{
    unsigned char hash[crypto_shorthash_BYTES], digest[crypto_hash_sha256_BYTES];
    crypto_hash_sha256_state state;
    unsigned char kind = (unsigned char)whose;
    crypto_hash_sha256_init(&state);
    crypto_hash_sha256_update(&state, &kind, 1);
    crypto_hash_sha256_update(&state, (const unsigned char *)name.ptr, name.len);
    crypto_hash_sha256_final(&state, digest);
    crypto_shorthash(hash, digest, sizeof digest, b->key);
    uint64_t key;
    memcpy(&key, hash, sizeof key);
    return key ? key : 1;
}

/* The entry of this key; a free one, or the one tried longest ago, when there is none. */
static struct entry *entry_of(struct backoff *b, uint64_t key)
{
    struct entry *set = b->entries[key % SETS], *oldest = set;
    for (size_t i = 0; i < WAYS; i++) {
        if (set[i].key == key) return &set[i];
        if (set[i].last < oldest->last) oldest = &set[i];
    }
    *oldest = (struct entry){.key = key};
    return oldest;
}

/* ---- The two limits ---- */

static int seconds_until(kb_time until, kb_time now)
{
    return until > now ? (int)((until - now + MS_SECOND - 1) / MS_SECOND) : 0;
}

static void start_again_when_old(struct entry *e, kb_time since, int seconds, kb_time now)
{
    if (now - since >= (kb_time)seconds * MS_SECOND) *e = (struct entry){.key = e->key, .began = now, .last = now};
}

static kb_time account_wait(unsigned count)
{
    if (count < BACKOFF_FREE) return 0;
    int64_t seconds = BACKOFF_FIRST_S;
    for (unsigned i = BACKOFF_FREE; i < count && seconds < BACKOFF_LONGEST_S; i++) seconds *= 2;
    return (seconds < BACKOFF_LONGEST_S ? seconds : BACKOFF_LONGEST_S) * MS_SECOND;
}

static void count_account(struct entry *e, kb_time now)
{
    e->last = now;
    e->until = now + account_wait(++e->count);
}

static void count_address(struct entry *e, kb_time now)
{
    e->last = now;
    if (++e->count >= BACKOFF_ADDRESS_MAX) e->until = e->began + (kb_time)BACKOFF_ADDRESS_S * MS_SECOND;
}

int backoff_begin(struct backoff *b, text account, text address, kb_time now)
{
    pthread_mutex_lock(&b->lock);
    struct entry *a = entry_of(b, key_of(b, OF_ACCOUNT, account));
    start_again_when_old(a, a->last, BACKOFF_FORGET_S, now);
    a->last = now; /* so that the address does not take its place */
    int wait = seconds_until(a->until, now);
    struct entry *i = address.len ? entry_of(b, key_of(b, OF_ADDRESS, address)) : NULL;
    if (i) start_again_when_old(i, i->began, BACKOFF_ADDRESS_S, now);
    int wait_address = i ? seconds_until(i->until, now) : 0;
    if (wait_address > wait) wait = wait_address;
    if (!wait) {
        count_account(a, now);
        if (i) count_address(i, now);
    }
    pthread_mutex_unlock(&b->lock);
    return wait;
}

void backoff_succeeded(struct backoff *b, text account, text address)
{
    pthread_mutex_lock(&b->lock);
    struct entry *a = entry_of(b, key_of(b, OF_ACCOUNT, account));
    *a = (struct entry){0};
    struct entry *i = address.len ? entry_of(b, key_of(b, OF_ADDRESS, address)) : NULL;
    if (i && i->count) {
        i->count--;
        i->until = 0;
    }
    pthread_mutex_unlock(&b->lock);
}
