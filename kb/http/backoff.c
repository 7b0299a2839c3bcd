#include "kb/http/backoff.h"

#include "kb/http/caller.h"

#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>

enum { SETS = 1024, WAYS = 8, LIMITS_MAX = 3 };

/* Either a wait that doubles from the attempt `max` on, or `max` in a window of time. */
struct rule {
    unsigned char mark; /* part of what is hashed */
    unsigned max;
    int window_s; /* 0: doubles */
};

static const struct rule of_device = {'d', BACKOFF_FREE, 0};
static const struct rule of_stranger = {'s', BACKOFF_FREE, 0};
static const struct rule of_strangers = {'a', BACKOFF_STRANGERS_MAX, BACKOFF_STRANGERS_S};
static const struct rule of_place = {'p', BACKOFF_PLACE_MAX, BACKOFF_PLACE_S};

struct entry {
    uint64_t key;        /* 0: free */
    unsigned count;      /* attempts */
    kb_time began, last; /* of the window, of the latest attempt */
    kb_time until;       /* no attempt before this */
};

struct backoff {
    pthread_mutex_t lock;
    unsigned char key[crypto_generichash_KEYBYTES];
    struct entry entries[SETS][WAYS];
};

err_code backoff_new(struct backoff **out, kb_err *err)
{
    struct backoff *b = calloc(1, sizeof *b);
    if (!b) return err_set(err, ERR_NOMEM, "no memory to count sign-ins");
    pthread_mutex_init(&b->lock, NULL);
    crypto_generichash_keygen(b->key);
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

static void hash_part(crypto_generichash_state *state, text part)
{
    uint64_t len = part.len;
    crypto_generichash_update(state, (const unsigned char *)&len, sizeof len);
    crypto_generichash_update(state, (const unsigned char *)part.ptr, part.len);
}

static uint64_t key_of(const struct backoff *b, const struct rule *rule, text whose, text where)
{
    crypto_generichash_state state;
    unsigned char digest[crypto_generichash_BYTES];
    uint64_t key;
    crypto_generichash_init(&state, b->key, sizeof b->key, sizeof digest);
    crypto_generichash_update(&state, &rule->mark, 1);
    hash_part(&state, whose);
    hash_part(&state, where);
    crypto_generichash_final(&state, digest, sizeof digest);
    memcpy(&key, digest, sizeof key);
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

/* ---- The limits of one attempt ---- */

struct limits {
    struct {
        const struct rule *rule;
        struct entry *entry;
    } at[LIMITS_MAX];
    size_t n;
};

/* Tried now, so that the next limit does not take its place. */
static void add_limit(struct backoff *b, struct limits *l, const struct rule *rule, text whose, text where, kb_time now)
{
    struct entry *e = entry_of(b, key_of(b, rule, whose, where));
    kb_time since = rule->window_s ? e->began : e->last;
    kb_time kept = (kb_time)(rule->window_s ? rule->window_s : BACKOFF_FORGET_S) * MS_SECOND;
    if (now - since >= kept) *e = (struct entry){.key = e->key, .began = now};
    e->last = now;
    l->at[l->n].rule = rule;
    l->at[l->n++].entry = e;
}

static struct limits limits_of(struct backoff *b, const struct backoff_attempt *try, kb_time now)
{
    struct limits l = {.n = 0};
    unsigned char bytes[CALLER_PLACE_BYTES];
    bool placed = caller_place(try->address, bytes);
    text place = text_of((const char *)bytes, sizeof bytes), none = TEXT("");
    if (try->device.len) {
        add_limit(b, &l, &of_device, try->account, try->device, now);
        return l;
    }
    add_limit(b, &l, &of_stranger, try->account, try->as_one ? none : place, now);
    add_limit(b, &l, &of_strangers, try->account, none, now);
    if (placed) add_limit(b, &l, &of_place, none, place, now);
    return l;
}

static kb_time doubled(unsigned over)
{
    int64_t seconds = BACKOFF_FIRST_S;
    for (unsigned i = 0; i < over && seconds < BACKOFF_LONGEST_S; i++) seconds *= 2;
    return (seconds < BACKOFF_LONGEST_S ? seconds : BACKOFF_LONGEST_S) * MS_SECOND;
}

static void count(struct entry *e, const struct rule *rule, kb_time now)
{
    if (++e->count < rule->max) return;
    e->until = rule->window_s ? e->began + (kb_time)rule->window_s * MS_SECOND : now + doubled(e->count - rule->max);
}

static int seconds_until(kb_time until, kb_time now)
{
    return until > now ? (int)((until - now + MS_SECOND - 1) / MS_SECOND) : 0;
}

int backoff_begin(struct backoff *b, const struct backoff_attempt *attempt, kb_time now)
{
    int wait = 0;
    pthread_mutex_lock(&b->lock);
    struct limits l = limits_of(b, attempt, now);
    for (size_t i = 0; i < l.n; i++) {
        int seconds = seconds_until(l.at[i].entry->until, now);
        if (seconds > wait) wait = seconds;
    }
    for (size_t i = 0; i < l.n && !wait; i++) count(l.at[i].entry, l.at[i].rule, now);
    pthread_mutex_unlock(&b->lock);
    return wait;
}

/* Guesses of others, which the same window counts, stay. */
static void forgive(struct entry *e, const struct rule *rule)
{
    if (!rule->window_s) e->count = 0;
    if (e->count) e->count--;
    e->until = 0;
}

void backoff_succeeded(struct backoff *b, const struct backoff_attempt *attempt, kb_time now)
{
    pthread_mutex_lock(&b->lock);
    struct limits l = limits_of(b, attempt, now);
    for (size_t i = 0; i < l.n; i++) forgive(l.at[i].entry, l.at[i].rule);
    pthread_mutex_unlock(&b->lock);
}
