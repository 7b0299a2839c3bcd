/* practice.h - practices with their lines, authors and numbers, as rows.
 *
 * The store keeps what it is told: which move is allowed is a question for kb/domain. Kinds and stages are kept as the
 * slugs of the domain. `touched` is set by every function below that changes something a reader of the practice sees.
 *
 * A list of slugs is one text, "huur-en-consument schulden": in order, one space between; text_next(&rest, ' ', &slug)
 * walks it, store_list_has asks.
 *
 * Optional times are 0 and optional strings NULL when there is none.
 */
#ifndef KB_STORE_PRACTICE_H
#define KB_STORE_PRACTICE_H

#include "kb/base/arena.h"
#include "kb/base/clock.h"
#include "kb/base/err.h"
#include "kb/domain/practice.h"

#ifdef __cplusplus
extern "C" {
#endif

struct store;

enum store_line_name { STORE_ADOPTED, STORE_CANDIDATE, STORE_LINE__COUNT };

/* In rows and files: practice_line_slug. */
const char *store_line_slug(enum store_line_name name);

/* Where one text of the practice stands. */
struct store_line {
    bool present;                            /* false: there is no such line, and nothing else is set */
    const char *stage;                       /* slug */
    kb_time since;                           /* in this stage */
    const char *revision;                    /* id; NULL for a draft of which nothing is published */
    const char *reason;                      /* "" when there is none */
    kb_time until;                           /* end of a term or a deferral */
    kb_time review_at;                       /* adopted: to be looked at again */
    const char *superseded_by, *merged_into; /* ids of practices */
    const char *origin;                      /* "" (candidate), "decided", "outside" */
    const char *decision;                    /* of an import; "" when there is none */
    bool confirmed;                          /* adopted outside: an editor confirmed it */
    kb_time adopted;                         /* when, here or outside; a confirmation changes nothing about it */
    /* Of the revision, read only; NULL and 0 when there is none. */
    const char *title, *brief;
    int version;
    kb_time revision_at;
};

struct store_practice {
    const char *id;
    const char *number; /* "2026-014" or NULL */
    const char *kind;   /* slug */
    const char *group;  /* id of the working group */
    kb_time created;
    const char *created_by;     /* id of a person, or "system" */
    const char *source_path;    /* of the imported file, relative to the import root; NULL: written here */
    const uint8_t *source_hash; /* 32 bytes, NULL when there is no source */
    text legal_fields, comes_from, applies_in; /* lists of slugs */
    text holds_for;                            /* slugs of partners for which the adopted text holds; derived */
    kb_time touched;
    struct store_line lines[STORE_LINE__COUNT];
};

struct store_practices {
    struct store_practice *at;
    size_t n;
};

/* Does the list of slugs hold this one? */
bool store_list_has(text list, text slug);

/* ---- Reading. ERR_NOT_FOUND when there is none. ---- */

MUST_CHECK err_code store_practice_get(struct store *s, const char *id, arena *a, struct store_practice *out,
                                       kb_err *err);
MUST_CHECK err_code store_practice_by_number(struct store *s, const char *number, arena *a, struct store_practice *out,
                                             kb_err *err);
MUST_CHECK err_code store_practice_by_source(struct store *s, const char *source_path, arena *a,
                                             struct store_practice *out, kb_err *err);

enum store_list_of {
    STORE_LIST_ALL,         /* by id, ascending: for reindex, verify, export. Uses after_id only */
    STORE_LIST_TOUCHED,     /* everything, last touched first */
    STORE_LIST_GROUP,       /* of one working group (key = its id), last touched first */
    STORE_LIST_GROUP_WAITS, /* of those what may wait for somebody of the group: returned, to be looked at again, sent
                             * back by a round, with a word that was asked or given, or a remark without an answer */
    STORE_LIST_CANDIDATES,  /* with a candidate line, last moved first */
    STORE_LIST_STAGE,       /* with a line in one stage (key = slug), last moved first */
    STORE_LIST_UNCONFIRMED, /* adopted outside and not confirmed, last first */
    STORE_LIST_AUTHOR,      /* of which one person (key = id) is an author, last touched first */
    STORE_LIST_FIELD,       /* in one legal field (key = slug), last touched first */
    STORE_LIST__COUNT
};

enum { STORE_LIST_MAX = 1000 };

/* One page of a list, walked by key and not by offset, so that a practice that moves is never counted twice. The next
 * page begins after the last row: after_time = that row's touched (TOUCHED, GROUP, AUTHOR, FIELD) or the since of the
 * line the list is ordered by, after_id = its id. For the first page both are zero. */
struct store_list {
    enum store_list_of of;
    const char *key;
    kb_time after_time;
    const char *after_id;
    int limit; /* 1..STORE_LIST_MAX */
};

/* Rights are not judged here: the caller filters, in the same read transaction. */
MUST_CHECK err_code store_practice_list(struct store *s, const struct store_list *list, arena *a,
                                        struct store_practices *out, kb_err *err);

struct store_counts {
    int64_t practices, adopted, candidates, revisions;
    int64_t persons, organisations, groups, locations, legal_fields; /* open or active ones */
};

MUST_CHECK err_code store_counts(struct store *s, struct store_counts *out, kb_err *err);

/* ---- Writing, in a transaction ---- */

/* Adds the practice without its lines; id, kind, group, created and created_by must be set, number and source may be.
 * ERR_CONFLICT when number or source path exists, ERR_INVALID for a group, field or location that does not. */
MUST_CHECK err_code store_practice_add(struct store *s, const struct store_practice *practice, kb_err *err);

/* Gives the practice the next number of the year into number, for good; ERR_INVALID when that would be none. */
MUST_CHECK err_code store_practice_number_give(struct store *s, const char *id, int year,
                                               char number[PRACTICE_NUMBER_BYTES], kb_err *err);

/* Gives it the number it had elsewhere ("2026-014"); later numbers of that year are higher. ERR_CONFLICT when taken,
 * ERR_INVALID on "number". */
MUST_CHECK err_code store_practice_number_restore(struct store *s, const char *id, const char *number, kb_err *err);

/* Kind, group, legal fields and locations belong to the practice and not to a revision. Replaces all of them by those
 * of `practice`; unknown slugs are ERR_INVALID. */
MUST_CHECK err_code store_practice_place(struct store *s, const struct store_practice *practice, kb_time at,
                                         kb_err *err);

/* The imported file was taken again, with this SHA-256. */
MUST_CHECK err_code store_practice_source(struct store *s, const char *id, const char *source_path,
                                          const uint8_t hash[32], kb_err *err);

/* Writes one line as a whole, new or over what was there (`present` and what is of the revision are ignored). */
MUST_CHECK err_code store_line_put(struct store *s, const char *practice, enum store_line_name name,
                                   const struct store_line *line, kb_time at, kb_err *err);
MUST_CHECK err_code store_line_remove(struct store *s, const char *practice, enum store_line_name name, kb_time at,
                                      kb_err *err);

/* ---- Authors: who saved content into the practice since the last adoption ---- */

/* Who saved content into it since the last adoption, and when they first did; in that order, at most 1,000. */
struct store_author {
    const char *person;
    kb_time since;
};
struct store_authors {
    struct store_author *at;
    size_t n;
};

MUST_CHECK err_code store_author_add(struct store *s, const char *practice, const char *person, kb_time at,
                                     kb_err *err);
MUST_CHECK err_code store_authors_clear(struct store *s, const char *practice, kb_err *err);
MUST_CHECK err_code store_authors(struct store *s, const char *practice, arena *a, struct store_authors *out,
                                  kb_err *err);
MUST_CHECK err_code store_is_author(struct store *s, const char *practice, const char *person, bool *out, kb_err *err);

/* Writes the derived list of partners for which the adopted text holds. */
MUST_CHECK err_code store_practice_holds(struct store *s, const char *id, const char *holds_for, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
