/* search_test.h - a data directory that goes away by itself, and short ways to put and to ask. */
#ifndef SEARCH_TEST_H
#define SEARCH_TEST_H

#include "tests/kb_test.h"

#include "kb/base/arena.h"
#include "kb/base/cleanup.h"
#include "search/query_scan.h"
#include "search/search.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

struct place {
    char dir[256];
    arena *a;
    kb_err err;
};

static int place__remove(const char *path, const struct stat *st, int type, struct FTW *at)
{
    (void)st;
    (void)type;
    (void)at;
    return remove(path);
}

static int place_setup(void **state)
{
    struct place *p = calloc(1, sizeof *p);
    const char *tmp = getenv("TMPDIR");
    snprintf(p->dir, sizeof p->dir, "%s/kb-search-XXXXXX", tmp ? tmp : "/tmp");
    p->a = arena_new(64 * 1024 * 1024);
    *state = p;
    return mkdtemp(p->dir) && p->a ? 0 : -1;
}

static int place_teardown(void **state)
{
    struct place *p = *state;
    nftw(p->dir, place__remove, 8, FTW_DEPTH | FTW_PHYS);
    arena_free(p->a);
    free(p);
    return 0;
}

#define IN_PLACE(name) cmocka_unit_test_setup_teardown(name, place_setup, place_teardown)

/* Puts a document of one section; group only for SEARCH_GROUPS. */
static inline void put_doc(struct place *p, struct search_writer *w, enum search_audience audience, const char *id,
                           const char *title, const char *body, const char *group)
{
    struct search_section section = {TEXT("Doe dit"), text_str(body)};
    text groups[] = {text_str(group)};
    struct search_doc doc = {.id = text_str(id),
                             .audience = audience,
                             .title = text_str(title),
                             .sections = &section,
                             .n_sections = 1,
                             .groups = groups,
                             .n_groups = group ? 1 : 0,
                             .date = 1000};
    assert_ok(search_put(w, &doc, &p->err), &p->err);
}

static inline struct search_writer *open_writer(struct place *p)
{
    struct search_writer *w = NULL;
    assert_ok(search_writer_open(&w, p->dir, &p->err), &p->err);
    return w;
}

static inline struct search_reader *open_reader(struct place *p)
{
    struct search_reader *r = NULL;
    assert_ok(search_reader_open(&r, p->dir, &p->err), &p->err);
    return r;
}

static inline void commit(struct place *p, struct search_writer *w, uint64_t seq)
{
    assert_ok(search_commit(w, seq, &p->err), &p->err);
}

static inline void stop(struct place *p, struct search_writer **w)
{
    assert_ok(search_writer_stop(w, &p->err), &p->err);
    assert_null(*w);
}

static inline struct search_hits ask(struct place *p, struct search_reader *r, enum search_scope scope,
                                     const char *typed)
{
    struct search_hits hits;
    struct search_ask question = {
        query_scan(p->a, text_str(typed)), scope, SEARCH_BY_RELEVANCE, 0, false, false, false};
    assert_ok(search_find(r, p->a, &question, &hits, &p->err), &p->err);
    return hits;
}

/* Adopted texts, and a reader that has them. */
struct told {
    const char *id, *title, *body;
};

static inline struct search_reader *tell(struct place *p, struct search_writer *w, const struct told *texts, size_t n)
{
    for (size_t i = 0; i < n; i++) put_doc(p, w, SEARCH_ADOPTED, texts[i].id, texts[i].title, texts[i].body, NULL);
    commit(p, w, 1);
    return open_reader(p);
}

static inline void forget(struct place *p, struct search_writer **w, struct search_reader *r)
{
    search_reader_close(r);
    stop(p, w);
}

/* The ids of the answer, in order, with a space between. */
static inline const char *ids(struct place *p, struct search_hits hits)
{
    const char *s = "";
    for (size_t i = 0; i < hits.n; i++) s = arena_printf(p->a, "%s%s%.*s", s, i ? " " : "", TEXT_FMT(hits.items[i].id));
    return s;
}

#define assert_finds(p, r, scope, typed, expected) assert_string_equal(ids(p, ask(p, r, scope, typed)), expected)

static inline enum search_state state_of(struct place *p, enum search_depth how)
{
    struct search_health health;
    assert_ok(search_check(p->dir, how, &health, &p->err), &p->err);
    return health.state;
}

#endif
