#include "kb/http/asked.h"

#include "kb/base/cleanup.h"

#include <pthread.h>
#include <sodium.h>

enum { KIND_WORD, KIND_QUESTION, KIND_PRACTICE, KINDS };
enum { PROBES = 8, SAME_QUESTION_MS = 30 * MS_MINUTE };

static const char *const kinds[KINDS] = {"word", "question", "practice"};

struct place {
    bool used, may_keep;
    int kind;
    char words[ASKED_WORDS_BYTES];
    char week[DATE_BYTES];
    uint64_t who[2]; /* the first two persons; 0: nobody */
    uint64_t last_who, last_opener;
    kb_time last, last_opened;
    int64_t asked, nothing, opened;
};

struct asked_counts {
    pthread_mutex_t lock;
    unsigned char key[crypto_shorthash_KEYBYTES];
    struct place places[ASKED_PLACES];
};

err_code asked_new(struct asked_counts **out, kb_err *err)
{
    struct asked_counts *c = calloc(1, sizeof *c);
    if (!c) return err_set(err, ERR_NOMEM, "no memory to count questions");
    pthread_mutex_init(&c->lock, NULL);
    crypto_shorthash_keygen(c->key);
    *out = c;
    return OK;
}

void asked_free(struct asked_counts *c)
{
    if (!c) return;
    pthread_mutex_destroy(&c->lock);
    sodium_memzero(c, sizeof *c);
    free(c);
}

/* Never 0. */
static uint64_t tag(const struct asked_counts *c, text t)
{
    unsigned char hash[crypto_shorthash_BYTES];
    uint64_t n;
    crypto_shorthash(hash, (const unsigned char *)t.ptr, t.len, c->key);
    memcpy(&n, hash, sizeof n);
    return n ? n : 1;
}

static bool is_at(const struct place *p, int kind, text words)
{
    return p->used && p->kind == kind && text_is(words, p->words);
}

static bool is_handed_over(const struct place *p)
{
    return !p->asked && !p->opened;
}

/* The place of these words, for this week; what was used longest ago makes room. */
static struct place *place_of(struct asked_counts *c, int kind, text words, kb_time now)
{
    char week[DATE_BYTES];
    size_t from = (size_t)(tag(c, words) + (uint64_t)kind) % ASKED_PLACES;
    struct place *oldest = &c->places[from], *found = NULL;
    if (words.len >= ASKED_WORDS_BYTES) return NULL;
    for (size_t i = 0; i < PROBES && !found; i++) {
        struct place *p = &c->places[(from + i) % ASKED_PLACES];
        if (is_at(p, kind, words)) found = p;
        if (!p->used || (oldest->used && p->last < oldest->last)) oldest = p;
    }
    svc_week(now, week);
    if (!found || strcmp(found->week, week) != 0) {
        found = found ? found : oldest;
        *found = (struct place){.used = true, .kind = kind};
        memcpy(found->words, words.ptr, words.len);
        memcpy(found->week, week, sizeof found->week);
    }
    return found;
}

/* Who asks, as a tag. */
struct asker {
    uint64_t tag;
    bool person;
};

static struct asker asker_of(const struct asked_counts *c, struct asked_by by)
{
    return (struct asker){tag(c, by.who), by.person};
}

/* Two persons make a word one that may be kept. */
static void see(struct place *p, struct asker who, bool known)
{
    if (who.person && !p->who[0]) p->who[0] = who.tag;
    if (who.person && p->who[0] != who.tag && !p->who[1]) p->who[1] = who.tag;
    p->may_keep |= known || p->who[1];
}

static void count_search(struct place *p, struct asker who, bool known, bool nothing, kb_time now)
{
    if (!p) return;
    see(p, who, known);
    bool again = p->last_who == who.tag && now - p->last < SAME_QUESTION_MS;
    p->last_who = who.tag;
    p->last = now;
    if (again) return;
    p->asked++;
    p->nothing += nothing;
}

static void count_opened(struct place *p, struct asker who, kb_time now)
{
    if (!p) return;
    bool again = p->last_opener == who.tag && now - p->last_opened < SAME_QUESTION_MS;
    p->last_opener = who.tag;
    p->last_opened = now;
    p->opened += !again;
}

/* One that is too long to be kept has no words. */
static bool is_question(const struct svc_asked *what)
{
    return what->n_known > 1 && what->known.len;
}

void asked_searched(struct asked_counts *c, const struct svc_asked *what, struct asked_by by, bool nothing, kb_time now)
{
    pthread_mutex_lock(&c->lock);
    struct asker asker = asker_of(c, by);
    for (size_t i = 0; i < what->n; i++)
        count_search(place_of(c, KIND_WORD, what->words[i].folded, now), asker, what->words[i].known,
                     nothing && !what->words[i].held, now);
    if (is_question(what)) count_search(place_of(c, KIND_QUESTION, what->known, now), asker, false, nothing, now);
    pthread_mutex_unlock(&c->lock);
}

void asked_opened(struct asked_counts *c, const struct svc_asked *what, const char *practice, struct asked_by by,
                  kb_time now)
{
    pthread_mutex_lock(&c->lock);
    struct asker asker = asker_of(c, by);
    for (size_t i = 0; i < what->n; i++) count_opened(place_of(c, KIND_WORD, what->words[i].folded, now), asker, now);
    if (is_question(what)) count_opened(place_of(c, KIND_QUESTION, what->known, now), asker, now);
    struct place *p = place_of(c, KIND_PRACTICE, text_str(practice), now);
    count_opened(p, asker, now);
    if (p) p->may_keep = true;
    if (p) p->last = now;
    pthread_mutex_unlock(&c->lock);
}

size_t asked_take(struct asked_counts *c, arena *a, struct store_asked *rows, size_t max)
{
    size_t n = 0;
    pthread_mutex_lock(&c->lock);
    for (size_t i = 0; i < ASKED_PLACES && n < max; i++) {
        struct place *p = &c->places[i];
        if (!p->used || !p->may_keep || is_handed_over(p)) continue;
        rows[n] = (struct store_asked){.week = arena_str(a, p->week),
                                       .kind = kinds[p->kind],
                                       .words = arena_str(a, p->words),
                                       .asked = p->asked,
                                       .nothing = p->nothing,
                                       .opened = p->opened};
        if (!rows[n].week || !rows[n].words) break;
        p->asked = p->nothing = p->opened = 0;
        n++;
    }
    pthread_mutex_unlock(&c->lock);
    return n;
}
