/* revision.h - the texts of practices: revisions, which only a redaction changes (redact.h), and the working
 * copy, which changes all the time.
 *
 * A text is a title, a brief ("In het kort") and sections in order, each a key and CommonMark. Keys are those of
 * kb/domain/practice.h; the store takes any.
 *
 * text_hash = SHA-256 over the source: the line "kb-text-1\n", then title, brief, and key and body of every section in
 * order, each as its length in 8 bytes (big end first) and the bytes. Rendering, fields and locations are no part of
 * it.
 */
#ifndef KB_STORE_REVISION_H
#define KB_STORE_REVISION_H

#include "kb/base/arena.h"
#include "kb/base/clock.h"
#include "kb/base/err.h"
#include "kb/store/person.h"

#ifdef __cplusplus
extern "C" {
#endif

struct store;

enum { STORE_TEXT_HASH_BYTES = 32, STORE_SECTIONS_MAX = 32 };

struct store_section {
    const char *key;
    text body;
};

struct store_revision {
    const char *id, *practice;
    int version; /* 0: not given yet */
    const char *title, *brief;
    const char *author; /* id of a person, or "system" */
    kb_time at;
    const char *note; /* what changed; "" when nothing is said */
    uint8_t text_hash[STORE_TEXT_HASH_BYTES];
    const struct store_section *sections;
    size_t n_sections;
};

struct store_revisions {
    struct store_revision *at;
    size_t n;
};

void store_text_hash(const char *title, const char *brief, const struct store_section *sections, size_t n,
                     uint8_t hash[STORE_TEXT_HASH_BYTES]);

/* ERR_NOT_FOUND when there is none. */
MUST_CHECK err_code store_revision_get(struct store *s, const char *id, arena *a, struct store_revision *out,
                                       kb_err *err);
MUST_CHECK err_code store_revision_by_version(struct store *s, const char *practice, int version, arena *a,
                                              struct store_revision *out, kb_err *err);

/* All revisions of a practice, newest first, without sections. At most 1,000. */
MUST_CHECK err_code store_revision_list(struct store *s, const char *practice, arena *a, struct store_revisions *out,
                                        kb_err *err);

/* Writes a revision for good. text_hash is computed, not taken. ERR_INVALID over STORE_SECTIONS_MAX sections. */
MUST_CHECK err_code store_revision_add(struct store *s, const struct store_revision *revision, kb_err *err);

/* The version number of a revision; 0 when nobody outside its group ever saw it. */
MUST_CHECK err_code store_revision_version(struct store *s, const char *id, int *version, kb_err *err);

/* Gives the revision the next version number of its practice: it becomes visible outside the group. A revision that has
 * one keeps it. */
MUST_CHECK err_code store_revision_version_give(struct store *s, const char *id, int *version, kb_err *err);

/* Computes the hash of every revision's text again. OK also when one differs: bad holds its id, else "". */
MUST_CHECK err_code store_revisions_verify(struct store *s, int64_t *checked, char bad[27], kb_err *err);

/* ---- Rendered text: derived, disposable ---- */

/* ERR_NOT_FOUND when this revision was not rendered by this renderer. What comes out lives until store_read_end, or the
 * arena's end if that is sooner. */
MUST_CHECK err_code store_rendered_get(struct store *s, const char *revision, const char *renderer, arena *a, text *out,
                                       kb_err *err);
/* The texts of lines that were not rendered by this renderer, in no order, at most `limit`. */
MUST_CHECK err_code store_rendered_lacking(struct store *s, const char *renderer, int limit, arena *a,
                                           struct store_ids *out, kb_err *err);
MUST_CHECK err_code store_rendered_put(struct store *s, const char *revision, const char *renderer, text body,
                                       kb_err *err);

/* ---- The working copy: what the working group is writing ---- */

struct store_working {
    const char *practice;
    int64_t version;           /* counts saves, from 1 */
    const char *base_revision; /* where it started; NULL: from nothing */
    const char *title, *brief;
    kb_time updated;
    const char *updated_by;
    const char *saved_from; /* a random word of the open page that saved it; "" or NULL: of none */
    const struct store_section *sections;
    size_t n_sections;
};

MUST_CHECK err_code store_working_get(struct store *s, const char *practice, arena *a, struct store_working *out,
                                      kb_err *err);

/* When it was last saved, without reading it; ERR_NOT_FOUND when there is none. */
MUST_CHECK err_code store_working_updated(struct store *s, const char *practice, kb_time *out, kb_err *err);

/* Saves the whole copy over version `seen` (0: there is none yet) and makes it version seen + 1. ERR_STALE_EDIT when
 * somebody saved in between: nothing is written, and the caller merges. `version` of `copy` is ignored. */
MUST_CHECK err_code store_working_save(struct store *s, const struct store_working *copy, int64_t seen, kb_err *err);

/* Puts back a copy as it was elsewhere, version and all; ERR_CONFLICT when the practice has one. */
MUST_CHECK err_code store_working_restore(struct store *s, const struct store_working *copy, kb_err *err);

/* Throws the copy away; also fine when there is none. */
MUST_CHECK err_code store_working_remove(struct store *s, const char *practice, kb_err *err);

/* ---- A correction that waits for somebody's agreement ---- */

struct store_correction {
    const char *practice;
    const char *base; /* revision that it mends */
    const char *title, *brief, *note;
    const char *editor; /* who proposes it */
    kb_time at;
    const struct store_section *sections;
    size_t n_sections;
};

/* ERR_NOT_FOUND when there is none. */
MUST_CHECK err_code store_correction_get(struct store *s, const char *practice, arena *a, struct store_correction *out,
                                         kb_err *err);
/* In the place of the one that was there. */
MUST_CHECK err_code store_correction_put(struct store *s, const struct store_correction *correction, kb_err *err);
/* Fine when there is none. */
MUST_CHECK err_code store_correction_remove(struct store *s, const char *practice, kb_err *err);

/* ---- Who is writing now ---- */

struct store_writer {
    const char *person;
    kb_time seen;
};

struct store_writers {
    struct store_writer *at;
    size_t n;
};

MUST_CHECK err_code store_writing_seen(struct store *s, const char *practice, const char *person, kb_time at,
                                       kb_err *err);

/* Those seen at or after `since`, last seen first, at most 50. */
MUST_CHECK err_code store_writing_list(struct store *s, const char *practice, kb_time since, arena *a,
                                       struct store_writers *out, kb_err *err);

/* Forgets signs of life before this time. */
MUST_CHECK err_code store_writing_forget(struct store *s, kb_time before, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
