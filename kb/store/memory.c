#include "kb/store/memory.h"

enum { KEY_MAX = 256 };

struct store__memory {
    arena *a;
    int64_t version; /* of the data that the answers are of */
    bool looked;     /* in this transaction */
    struct store__answer *slots[MEMORY_SLOTS];
    uint32_t asked_once[MEMORY_SLOTS]; /* hashes of questions */
};

static struct store__memory *memory_new(void)
{
    struct store__memory *m = calloc(1, sizeof *m);
    if (m) m->a = arena_new(MEMORY_BYTES);
    if (m && m->a) return m;
    free(m);
    return NULL;
}

void store__memory_free(struct store__memory *m)
{
    if (!m) return;
    arena_free(m->a);
    free(m);
}

void store__memory_rest(struct store__memory *m)
{
    if (m) m->looked = false;
}

static void forget(struct store__memory *m)
{
    arena_clear(m->a);
    memset(m->slots, 0, sizeof m->slots);
}

void store__memory_pause(struct store__memory *m)
{
    if (m && arena_failed(m->a)) forget(m);
}

/* The first read of a transaction fixes what it sees; only then the version is the one of its data. */
static err_code first_read(struct store *s, kb_err *err)
{
    _cleanup_(store__reset_p)
    struct db_stmt *stmt = NULL;
    bool row;
    ERR_TRY(store__start(s, STMT_log_head_get, NO_PARAMS, &stmt, err));
    return db_step(stmt, &row, err);
}

static err_code look(struct store *s, struct store__memory **out, kb_err *err)
{
    *out = NULL;
    if (s->lock >= 0 || s->reading == 0) return OK;
    if (!s->memory) s->memory = memory_new();
    struct store__memory *m = s->memory;
    if (!m) return OK;
    if (!m->looked) {
        ERR_TRY(first_read(s, err));
        int64_t version = db_version(s->db);
        if (version != m->version || arena_failed(m->a)) forget(m);
        m->version = version;
        m->looked = true;
    }
    *out = m;
    return OK;
}

/* The parameters as bytes: each its type, and its number or length and bytes. */
static bool make_key(const struct store__param *params, size_t n, char key[KEY_MAX], size_t *len)
{
    *len = 0;
    for (size_t i = 0; i < n; i++) {
        const struct store__param *p = &params[i];
        int64_t number = p->type == PARAM_INT ? p->number : (int64_t)p->bytes.len;
        size_t bytes = p->type == PARAM_INT ? 0 : p->bytes.len;
        if (bytes > KEY_MAX || *len + 1 + sizeof number + bytes > KEY_MAX) return false;
        key[(*len)++] = (char)p->type;
        memcpy(key + *len, &number, sizeof number);
        *len += sizeof number;
        if (bytes) memcpy(key + *len, p->bytes.ptr, bytes);
        *len += bytes;
    }
    return true;
}

/* Eight bytes a step; of two ids, which are random, one step differs. */
static uint32_t hash_of(enum store_statement_name name, const char *key, size_t len)
{
    uint64_t h = (uint64_t)name, word;
    for (size_t at = 0; at < len; at += sizeof word) {
        size_t left = len - at;
        word = 0;
        memcpy(&word, key + at, left < sizeof word ? left : sizeof word);
        h = (h ^ word) * UINT64_C(0x9E3779B97F4A7C15);
        h ^= h >> 32;
    }
    uint32_t hash = (uint32_t)h;
    return hash ? hash : 1;
}

static struct store__answer *begin(struct store__memory *m, enum store_statement_name name, text key)
{
    struct store__answer *fresh = ARENA_NEW(m->a, struct store__answer);
    if (!fresh) return NULL;
    *fresh = (struct store__answer){.name = name, .key = arena_text(m->a, key), .last = &fresh->first};
    return fresh;
}

err_code store__recall(struct store *s, enum store_statement_name name, const struct store__param *params, size_t n,
                       const struct store__answer **found, struct store__answer **fresh, kb_err *err)
{
    struct store__memory *m = NULL;
    char room[KEY_MAX];
    size_t len;
    *found = *fresh = NULL;
    if (store_statements[name].use == STORE_READ) ERR_TRY(look(s, &m, err));
    if (!m || !make_key(params, n, room, &len)) return OK;
    text key = text_of(room, len);
    uint32_t hash = hash_of(name, room, len);
    struct store__answer *at = m->slots[hash % MEMORY_SLOTS];
    if (at && at->name == name && text_eq(at->key, key)) {
        *found = at;
        return OK;
    }
    uint32_t *once = &m->asked_once[hash % MEMORY_SLOTS];
    if (*once == hash) *fresh = begin(m, name, key);
    *once = hash;
    return OK;
}

static struct store__cell cell_of(struct store__memory *m, struct store__answer *fresh, struct db_stmt *stmt,
                                  int column)
{
    if (db_col_is_int(stmt, column)) return (struct store__cell){.number = db_col_int(stmt, column)};
    text bytes = db_col_blob(stmt, column);
    bool empty = !bytes.ptr && !db_col_is_null(stmt, column);
    if (empty) bytes = TEXT("");
    fresh->bytes += bytes.len;
    fresh->lost = fresh->lost || fresh->bytes > MEMORY_ANSWER_MAX;
    return (struct store__cell){.bytes = bytes.ptr && !fresh->lost ? arena_text(m->a, bytes) : bytes};
}

void store__note_row(struct store *s, struct store__answer *fresh, struct db_stmt *stmt)
{
    struct store__memory *m = s->memory;
    int n = db_col_count(stmt);
    if (fresh->lost) return;
    struct store__answer_row *row = arena_alloc(m->a, sizeof *row + (size_t)n * sizeof row->cells[0]);
    for (int i = 0; row && i < n && !fresh->lost; i++) row->cells[i] = cell_of(m, fresh, stmt, i);
    fresh->lost = fresh->lost || arena_failed(m->a);
    if (fresh->lost) return;
    *fresh->last = row;
    fresh->last = &row->next;
}

void store__keep(struct store *s, struct store__answer *fresh)
{
    struct store__memory *m = s->memory;
    if (!arena_failed(m->a) && !fresh->lost)
        m->slots[hash_of(fresh->name, fresh->key.ptr, fresh->key.len) % MEMORY_SLOTS] = fresh;
}
