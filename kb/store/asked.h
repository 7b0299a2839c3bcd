/* asked.h - how often words were asked in a week; never by whom (migration 0011). */
#ifndef KB_STORE_ASKED_H
#define KB_STORE_ASKED_H

#include "kb/base/arena.h"
#include "kb/base/clock.h"
#include "kb/base/err.h"

#ifdef __cplusplus
extern "C" {
#endif

struct store;

struct store_asked {
    const char *week;  /* its Monday, '2026-03-09' */
    const char *kind;  /* 'word', 'question', 'practice' */
    const char *words; /* folded, or a practice's id */
    int64_t asked, nothing, opened, reported;
};

struct store_askeds {
    struct store_asked *at;
    size_t n;
};

struct store_weeks {
    const char **at;
    size_t n;
};

/* Adds the counts to what is there. */
MUST_CHECK err_code store_asked_add(struct store *s, const struct store_asked *row, kb_err *err);

/* Of one week and kind, by words, at most 5,000. */
MUST_CHECK err_code store_asked_list(struct store *s, const char *week, const char *kind, arena *a,
                                     struct store_askeds *out, kb_err *err);

/* Newest first, at most 60. */
MUST_CHECK err_code store_asked_weeks(struct store *s, arena *a, struct store_weeks *out, kb_err *err);

/* Forgets weeks before this one. */
MUST_CHECK err_code store_asked_forget(struct store *s, const char *week, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
