/* saved.h - questions that a person keeps (migration 0014). */
#ifndef KB_STORE_SAVED_H
#define KB_STORE_SAVED_H

#include "kb/base/arena.h"
#include "kb/base/clock.h"
#include "kb/base/err.h"

#ifdef __cplusplus
extern "C" {
#endif

struct store;

struct store_saved {
    const char *id, *person, *name;
    const char *address; /* "/zoeken?..." */
    bool mail;
    kb_time made, seen;
};

struct store_saveds {
    struct store_saved *at;
    size_t n;
};

/* Whose saved searches go into an overview: since when, and when their last overview was made (0: never). */
struct store_saved_mailing {
    const char *person;
    kb_time since, last;
};

struct store_saved_mailings {
    struct store_saved_mailing *at;
    size_t n;
};

MUST_CHECK err_code store_saved_add(struct store *s, const struct store_saved *row, kb_err *err);
MUST_CHECK err_code store_saved_get(struct store *s, const char *id, arena *a, struct store_saved *out, kb_err *err);
/* Of one person, by name, at most 200. */
MUST_CHECK err_code store_saved_list(struct store *s, const char *person, arena *a, struct store_saveds *out,
                                     kb_err *err);
/* Of everybody, by id: for an export. */
MUST_CHECK err_code store_saved_all(struct store *s, arena *a, struct store_saveds *out, kb_err *err);
MUST_CHECK err_code store_saved_put_mail(struct store *s, const char *id, bool mail, kb_err *err);
MUST_CHECK err_code store_saved_see(struct store *s, const char *id, const char *person, kb_time at, kb_err *err);
MUST_CHECK err_code store_saved_remove(struct store *s, const char *id, kb_err *err);

/* All persons that want mail of theirs. */
MUST_CHECK err_code store_saved_mailing(struct store *s, arena *a, struct store_saved_mailings *out, kb_err *err);
/* When the overview before this moment was made for the person; 0 for none. */
MUST_CHECK err_code store_overview_before(struct store *s, const char *person, kb_time before, kb_time *made,
                                          kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
