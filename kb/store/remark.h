/* remark.h - what readers say of a practice: remarks, one tap, and what happened when they used it. */
#ifndef KB_STORE_REMARK_H
#define KB_STORE_REMARK_H

#include "kb/base/arena.h"
#include "kb/base/clock.h"
#include "kb/base/err.h"

#ifdef __cplusplus
extern "C" {
#endif

struct store;

struct store_remark {
    const char *id, *practice, *revision;
    const char *section; /* key, or "" for the whole */
    const char *passage; /* the words it is about, or "" */
    const char *person;
    kb_time at;
    bool must; /* "moet anders"; else "kan beter" */
    const char *body;
    const char *answer;      /* "" when there is none */
    const char *answered_by; /* id, or NULL */
    kb_time answered;        /* 0: not yet */
};

struct store_remarks {
    struct store_remark *at;
    size_t n;
};

MUST_CHECK err_code store_remark_add(struct store *s, const struct store_remark *remark, kb_err *err);
MUST_CHECK err_code store_remark_get(struct store *s, const char *id, arena *a, struct store_remark *out, kb_err *err);
MUST_CHECK err_code store_remark_answer(struct store *s, const char *id, const char *answer, const char *person,
                                        kb_time at, kb_err *err);

/* Which rows of a list: so many at most, behind so many others. */
struct store_part {
    int64_t n, from;
};

struct store_remark_ask {
    kb_time since;     /* not those from before */
    const char *first; /* id of one that comes before all others, or NULL */
    struct store_part part;
};

/* For a screen: open ones first, those that must change before the others, then the newest. Whole: all of them, newest
 * first. */
MUST_CHECK err_code store_remark_list(struct store *s, const char *practice, const struct store_remark_ask *ask,
                                      arena *a, struct store_remarks *out, kb_err *err);
MUST_CHECK err_code store_remark_whole(struct store *s, const char *practice, arena *a, struct store_remarks *out,
                                       kb_err *err);

/* How many have no answer: all, and those that must change. */
struct store_remark_open {
    int64_t all, must;
};
MUST_CHECK err_code store_remark_remove(struct store *s, const char *id, kb_err *err);

/* Of those since then. */
MUST_CHECK err_code store_remark_open(struct store *s, const char *practice, kb_time since,
                                      struct store_remark_open *out, kb_err *err);
/* How many there are since then, and how many of this person have no answer. */
MUST_CHECK err_code store_remark_count(struct store *s, const char *practice, kb_time since, int64_t *n, kb_err *err);
MUST_CHECK err_code store_remark_open_of(struct store *s, const char *practice, const char *person, int64_t *n,
                                         kb_err *err);

/* ---- One tap ---- */

struct store_use {
    const char *practice, *person;
    const char *day;  /* '2026-03-12' */
    const char *what; /* "used", "no-help", "outdated" */
    kb_time at;
};

struct store_uses {
    struct store_use *at;
    size_t n;
};

struct store_use_counts {
    int64_t used, no_help, outdated;
};

/* A second tap of the same person on the same day counts once: fine, and nothing is written. */
MUST_CHECK err_code store_use_add(struct store *s, const struct store_use *use, kb_err *err);
/* Of that person, day and kind; `at` is not read. */
MUST_CHECK err_code store_use_remove(struct store *s, const struct store_use *use, kb_err *err);

/* Those since this moment. */
MUST_CHECK err_code store_use_counts(struct store *s, const char *practice, kb_time since, struct store_use_counts *out,
                                     kb_err *err);
/* The last taps of this person, newest first. */
enum { STORE_USES_MINE = 30 };
MUST_CHECK err_code store_use_mine(struct store *s, const char *practice, const char *person, arena *a,
                                   struct store_uses *out, kb_err *err);
/* All of them, by person. */
MUST_CHECK err_code store_use_list(struct store *s, const char *practice, arena *a, struct store_uses *out,
                                   kb_err *err);

/* ---- Experiences ---- */

struct store_experience {
    const char *id, *practice, *person;
    kb_time at;
    const char *location; /* slug, or NULL */
    const char *body;
    const char *again; /* "yes", "no", "changed" */
};

struct store_experiences {
    struct store_experience *at;
    size_t n;
};

MUST_CHECK err_code store_experience_add(struct store *s, const struct store_experience *experience, kb_err *err);
MUST_CHECK err_code store_experience_get(struct store *s, const char *id, arena *a, struct store_experience *out,
                                         kb_err *err);
MUST_CHECK err_code store_experience_remove(struct store *s, const char *id, kb_err *err);
/* Newest first; whole: all of them. */
MUST_CHECK err_code store_experience_list(struct store *s, const char *practice, struct store_part part, arena *a,
                                          struct store_experiences *out, kb_err *err);
MUST_CHECK err_code store_experience_whole(struct store *s, const char *practice, arena *a,
                                           struct store_experiences *out, kb_err *err);
MUST_CHECK err_code store_experience_count(struct store *s, const char *practice, int64_t *n, kb_err *err);
MUST_CHECK err_code store_experience_count_of(struct store *s, const char *practice, const char *person, int64_t *n,
                                              kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
