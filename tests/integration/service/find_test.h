/* find_test.h - the world of ladder_test.h, and answers of search as texts to compare. */
#ifndef FIND_TEST_H
#define FIND_TEST_H

#include "tests/integration/service/ladder_test.h"

/* The titles of what was found, in order, with a bar between. */
static inline const char *titles(struct world *w, const struct svc_hit *hits, size_t n)
{
    const char *s = "";
    for (size_t i = 0; i < n; i++) s = arena_printf(w->svc.arena, "%s%s%s", s, i ? "|" : "", hits[i].card.title);
    return s;
}

#define assert_hits(found, expected) assert_string_equal(titles(w, (found).hits, (found).n_hits), expected)
#define assert_own(found, expected)  assert_string_equal(titles(w, (found).own, (found).n_own), expected)

/* A whole answer as one text, to compare two of them byte for byte. */
static inline const char *everything(struct world *w, const char *who, const char *typed)
{
    struct svc_found f;
    struct svc_ask ask = {.query = query_scan(w->svc.arena, text_str(typed)), .together = true, .said = true};
    assert_done(AS(w, who, svc_find(SVC, &ask, &f, ERR)));
    const char *s = arena_printf(w->svc.arena, "%zu of %zu%s, page %zu of %zu;", f.n_hits, f.total, f.more ? "+" : "",
                                 f.page, f.pages);
    for (size_t i = 0; i < f.n_hits; i++)
        s = arena_printf(w->svc.arena, "%s %s %s %.17g %zu", s, f.hits[i].card.id, f.hits[i].card.title,
                         f.hits[i].score, f.hits[i].alike);
    for (size_t i = 0; i < f.n_hits; i++)
        for (size_t k = 0; k < f.hits[i].snippet.n; k++)
            s = arena_printf(w->svc.arena, "%s%s%.*s", s, f.hits[i].snippet.pieces[k].marked ? "*" : " ",
                             TEXT_FMT(f.hits[i].snippet.pieces[k].words));
    for (size_t i = 0; i < f.n_corrected; i++)
        s = arena_printf(w->svc.arena, "%s; %.*s for %.*s", s, TEXT_FMT(f.corrected[i].used),
                         TEXT_FMT(f.corrected[i].typed));
    for (size_t i = 0; i < f.n_meant; i++) s = arena_printf(w->svc.arena, "%s; means %.*s", s, TEXT_FMT(f.meant[i]));
    for (size_t i = 0; i < f.n_unheld; i++) s = arena_printf(w->svc.arena, "%s; no %.*s", s, TEXT_FMT(f.unheld[i]));
    if (f.only_near) s = arena_printf(w->svc.arena, "%s; only near", s);
    for (size_t i = 0; i < f.n_counts; i++)
        s = arena_printf(w->svc.arena, "%s; %d %s %zu", s, f.counts[i].field, f.counts[i].value, f.counts[i].n);
    return arena_printf(w->svc.arena, "%s; own %zu", s, f.n_own);
}

#endif
