/* vocabulary.h - the agreements that editors keep beside the shipped vocabulary, every version of them. */
#ifndef KB_STORE_VOCABULARY_H
#define KB_STORE_VOCABULARY_H

#include "kb/base/arena.h"
#include "kb/base/clock.h"
#include "kb/base/err.h"

#ifdef __cplusplus
extern "C" {
#endif

struct store;

/* One version (migration 0009 has the columns). */
struct store_agreement {
    const char *id, *entry;
    const char *kind;         /* 'abbreviation', 'alike', 'means', 'whole', 'spelling', 'off' */
    const char *said, *meant; /* several sides with ", " between */
    kb_time made;
    const char *made_by; /* person, or NULL */
    kb_time ended;       /* 0: in use */
    const char *ended_by;
};

struct store_agreements {
    struct store_agreement *at;
    size_t n;
};

/* A number that grows with every change; 0 when there never was an agreement. */
MUST_CHECK err_code store_agreement_version(struct store *s, int64_t *version, kb_err *err);

/* Those in use, the newest first, at most 5,000. */
MUST_CHECK err_code store_agreement_list(struct store *s, arena *a, struct store_agreements *out, kb_err *err);
/* All there ever were, oldest first: for an export. */
MUST_CHECK err_code store_agreement_all(struct store *s, arena *a, struct store_agreements *out, kb_err *err);

/* The version in use; ERR_NOT_FOUND when there is none. */
MUST_CHECK err_code store_agreement_get(struct store *s, const char *entry, arena *a, struct store_agreement *out,
                                        kb_err *err);

MUST_CHECK err_code store_agreement_add(struct store *s, const struct store_agreement *row, kb_err *err);
/* Ends the version in use; ERR_NOT_FOUND when there is none. */
MUST_CHECK err_code store_agreement_end(struct store *s, const char *entry, kb_time at, const char *by_or_null,
                                        kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
