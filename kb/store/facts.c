#include "kb/store/facts.h"

#include "kb/store/change.h"
#include "kb/store/handle.h"

enum { SLOTS = 2 * FACTS_MAX, SAME_SLOTS = 512, REMEMBERED_BYTES = 4 * 1024 * 1024 };

/* What one connection remembers. Ids are looked up by their place and the free one behind it; the other strings repeat
 * a lot, so each is kept about once. */
struct store__facts {
    int64_t seq;
    arena *a;
    size_t n;
    const struct store_facts *slots[SLOTS];
    text same[SAME_SLOTS];
};

void store__facts_free(struct store__facts *f)
{
    if (!f) return;
    arena_free(f->a);
    free(f);
}

static struct store__facts *facts_new(void)
{
    struct store__facts *f = calloc(1, sizeof *f);
    if (f) f->a = arena_new(REMEMBERED_BYTES);
    if (f && f->a) return f;
    store__facts_free(f);
    return NULL;
}

static void forget(struct store__facts *f)
{
    arena_clear(f->a);
    memset(f->slots, 0, sizeof f->slots);
    memset(f->same, 0, sizeof f->same);
    f->n = 0;
}

/* What is remembered and still true; NULL on a writer, and without memory. */
static err_code remembered(struct store *s, struct store__facts **out, kb_err *err)
{
    *out = NULL;
    if (s->lock >= 0) return OK;
    if (!s->facts) s->facts = facts_new();
    if (!s->facts) return OK;
    int64_t seq;
    ERR_TRY(store_seq(s, &seq, err));
    if (seq != s->facts->seq) forget(s->facts);
    s->facts->seq = seq;
    *out = s->facts;
    return OK;
}

/* The end of an id is drawn at random (store_new_id): that spreads them well enough. */
static uint32_t hash_of_id(text id)
{
    uint64_t end = 0;
    if (id.len >= sizeof end) memcpy(&end, id.ptr + id.len - sizeof end, sizeof end);
    return (uint32_t)(end * UINT64_C(0x9E3779B97F4A7C15) >> 32);
}

/* The place of this id, or the free one where it belongs. */
static const struct store_facts **place_of(struct store__facts *f, text id)
{
    uint32_t at = hash_of_id(id) % SLOTS;
    while (f->slots[at] && !text_is(id, f->slots[at]->id)) at = (at + 1) % SLOTS;
    return &f->slots[at];
}

/* ---- Reading rows: into what is remembered while there is room, else into the arena of the caller ---- */

static text keep(struct store__facts *f, arena *a, text t)
{
    if (!t.ptr || !f) return t.ptr ? arena_text(a, t) : t;
    text *same = &f->same[text_hash(t) % SAME_SLOTS];
    if (!same->ptr || !text_eq(*same, t)) *same = arena_text(a, t);
    return *same;
}

/* In the column order of STMT_practice_facts. */
static struct store_facts *read_row(struct db_stmt *stmt, struct store__facts *f, arena *a)
{
    struct store_facts *facts = ARENA_NEW(a, struct store_facts);
    struct store__row r = {.stmt = stmt, .a = a};
    if (!facts) return NULL;
    facts->id = store__str(&r);
    facts->numbered = store__int(&r) != 0;
    facts->kind = keep(f, a, db_col_text(stmt, r.column++)).ptr;
    facts->group = keep(f, a, db_col_text(stmt, r.column++)).ptr;
    facts->legal_fields = keep(f, a, db_col_text(stmt, r.column++));
    facts->comes_from = keep(f, a, db_col_text(stmt, r.column++));
    facts->applies_in = keep(f, a, db_col_text(stmt, r.column++));
    facts->holds_for = keep(f, a, db_col_text(stmt, r.column++));
    for (int l = 0; l < STORE_LINE__COUNT; l++) {
        (void)stage_from_slug(store__peek(&r), &facts->lines[l].stage);
        facts->lines[l].revision = store__str(&r);
    }
    return arena_failed(a) ? NULL : facts;
}

/* Which practice was asked at which place. */
struct wanted {
    text id;
    size_t place;
};

static int compare_wanted(const void *x, const void *y)
{
    return text_cmp(((const struct wanted *)x)->id, ((const struct wanted *)y)->id);
}

static err_code read_one(struct store *s, struct store__facts *f, text id, arena *a, const struct store_facts **out,
                         kb_err *err)
{
    _cleanup_(store__reset_p)
    struct db_stmt *stmt = NULL;
    bool row = false;
    ERR_TRY(store__start(s, STMT_practice_facts, PARAMS(P_TEXT(id)), &stmt, err));
    ERR_TRY(db_step(stmt, &row, err));
    if (!row) return OK;
    bool room = f && f->n < FACTS_MAX;
    const struct store_facts *facts = room ? read_row(stmt, f, f->a) : NULL;
    if (facts) {
        *place_of(f, id) = facts;
        f->n++;
    } else {
        facts = read_row(stmt, NULL, a);
    }
    *out = facts;
    return facts ? OK : err_set(err, ERR_NOMEM, "no room for the facts of practices");
}

/* In the order of the ids, which is the order of the rows: neighbours share a page. */
static err_code read_wanted(struct store *s, struct store__facts *f, struct wanted *wanted, size_t n, arena *a,
                            const struct store_facts **out, kb_err *err)
{
    qsort(wanted, n, sizeof *wanted, compare_wanted);
    for (size_t i = 0; i < n; i++) ERR_TRY(read_one(s, f, wanted[i].id, a, &out[wanted[i].place], err));
    return OK;
}

static err_code look(struct store *s, const text *ids, size_t n, arena *a, const struct store_facts **out, kb_err *err)
{
    struct store__facts *f;
    struct wanted *wanted = ARENA_ARRAY(a, struct wanted, n);
    size_t n_wanted = 0;
    if (!wanted) return err_set(err, ERR_NOMEM, "no room for the facts of practices");
    ERR_TRY(remembered(s, &f, err));
    for (size_t i = 0; i < n; i++) {
        out[i] = f ? *place_of(f, ids[i]) : NULL;
        if (!out[i]) wanted[n_wanted++] = (struct wanted){ids[i], i};
    }
    return read_wanted(s, f, wanted, n_wanted, a, out, err);
}

err_code store_practice_facts(struct store *s, const text *ids, size_t n, arena *a, const struct store_facts **out,
                              kb_err *err)
{
    ERR_TRY(store_read_begin(s, err));
    err_code code = n ? look(s, ids, n, a, out, err) : OK;
    store_read_end(s);
    return code;
}
