/* notice.h - what people are told: notices, the letters they go into, and how each person wants to be told.
 *
 * Notices are made by following the log; store_told_* is how far. Strings are borrowed in and arena-owned out.
 */
#ifndef KB_STORE_NOTICE_H
#define KB_STORE_NOTICE_H

#include "kb/base/arena.h"
#include "kb/base/clock.h"
#include "kb/base/err.h"
#include "kb/store/person.h"

#ifdef __cplusplus
extern "C" {
#endif

struct store;

/* ---- How far the log was followed ---- */

MUST_CHECK err_code store_told_get(struct store *s, int64_t *seq, kb_err *err);
MUST_CHECK err_code store_told_put(struct store *s, int64_t seq, kb_err *err);

/* ---- Who ---- */

/* Open accounts that hold this role (a slug) anywhere: all of them. */
MUST_CHECK err_code store_people_with_role(struct store *s, const char *role, arena *a, struct store_ids *out,
                                           kb_err *err);

/* Open accounts that took part in a practice: wrote it, remarked on it, used it or told an experience; all of them.
 */
MUST_CHECK err_code store_people_of_practice(struct store *s, const char *practice, arena *a, struct store_ids *out,
                                             kb_err *err);

/* ---- Notices ---- */

struct store_notice {
    const char *id, *person;
    const char *practice; /* NULL: about a working group */
    const char *what;     /* action of the log: "practice.accept" */
    const char *about;    /* id of the round, remark or group; "" */
    kb_time at;
    bool asked;
    kb_time seen;    /* 0: not yet */
    const char *way; /* "none", "direct", "overview" */
};

struct store_notices {
    struct store_notice *at;
    size_t n;
};

MUST_CHECK err_code store_notice_add(struct store *s, const struct store_notice *notice, kb_err *err);
/* Newest first, at most limit. */
MUST_CHECK err_code store_notice_list(struct store *s, const char *person, int limit, arena *a,
                                      struct store_notices *out, kb_err *err);
/* All of them, newest first; one that was put into a letter waits for no mail any more. */
MUST_CHECK err_code store_notice_whole(struct store *s, const char *person, arena *a, struct store_notices *out,
                                       kb_err *err);
MUST_CHECK err_code store_notice_unseen(struct store *s, const char *person, int64_t *n, kb_err *err);
/* Everything up to this moment was on the screen. */
MUST_CHECK err_code store_notice_see(struct store *s, const char *person, kb_time up_to, kb_time at, kb_err *err);
/* Forgets what is older. */
MUST_CHECK err_code store_notice_forget(struct store *s, kb_time before, kb_err *err);
MUST_CHECK err_code store_letter_forget(struct store *s, kb_time before, kb_err *err);

/* ---- Letters ---- */

struct store_letter {
    const char *id, *person;
    bool overview;
    kb_time made;
    int64_t tries;
    kb_time next_try, sent; /* 0: none */
    const char *problem;
    const char *kind;    /* "" or NULL: what notices are told in; "address", "moved", "reset",
                            "password": about the account (kb/service/letter.h) */
    const char *address; /* where such a one goes; "" or NULL: where its person gets mail */
};

/* For whom notices since then wait for a mail of this way: all of them, those too whose mail is not due yet. */
struct store_waiting {
    const char *person;
    kb_time since; /* of the oldest of them */
};
struct store_waitings {
    struct store_waiting *at;
    size_t n;
};
MUST_CHECK err_code store_notice_waiting(struct store *s, const char *way, kb_time after, arena *a,
                                         struct store_waitings *out, kb_err *err);
/* Adds the letter and puts into it what waits for its person since then: of way "direct", or of "overview"; the oldest
 * 200, the rest waits for the next. One that is about an address tells nothing else. */
MUST_CHECK err_code store_letter_add(struct store *s, const struct store_letter *letter, kb_time after, kb_err *err);
/* When the last one of a kind was made; 0: never. */
MUST_CHECK err_code store_letter_last(struct store *s, const char *person, const char *kind, kb_time *made,
                                      kb_err *err);
/* Takes away those of a kind. */
MUST_CHECK err_code store_letter_drop(struct store *s, const char *person, const char *kind, kb_err *err);
/* Oldest first. */
MUST_CHECK err_code store_letter_notices(struct store *s, const char *letter, arena *a, struct store_notices *out,
                                         kb_err *err);
MUST_CHECK err_code store_letter_get(struct store *s, const char *id, arena *a, struct store_letter *out, kb_err *err);
/* The first whose next try has come; ERR_NOT_FOUND when there is none. */
MUST_CHECK err_code store_letter_due(struct store *s, kb_time now, arena *a, struct store_letter *out, kb_err *err);
/* Writes tries, next_try, sent and problem. */
MUST_CHECK err_code store_letter_put(struct store *s, const struct store_letter *letter, kb_err *err);

struct store_letter_counts {
    int64_t waiting, given_up;
};
MUST_CHECK err_code store_letter_counts(struct store *s, struct store_letter_counts *out, kb_err *err);

/* ---- Wishes ---- */

struct store_wish {
    const char *person, *address; /* "" for none */
    bool direct;
    const char *overview; /* "daily", "weekly", "never" */
};

MUST_CHECK err_code store_wish_get(struct store *s, const char *person, arena *a, struct store_wish *out, kb_err *err);
MUST_CHECK err_code store_wish_put(struct store *s, const struct store_wish *wish, kb_err *err);
/* Who has mail sent to this address, given in lower case: at most 20. */
MUST_CHECK err_code store_wish_people(struct store *s, const char *folded, arena *a, struct store_ids *out,
                                      kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
