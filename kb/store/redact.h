/* redact.h - every text that is kept about one practice, and the one door through which such a text still changes.
 *
 * Revisions and what was written at moves never change, except here: a redaction (design section 6, "One log drives
 * everything") takes a passage out of all of them. Which words go is a question for kb/service; the store lists the
 * texts, writes them back while the door is open, and sees to it that the old words leave the disk too: behind the
 * commit the file is written anew, once, and the write-ahead log emptied: at once, or when who reads at that moment has
 * ended (store_tidy). A process that ends before that leaves it to the next writer: it stands in the store since the
 * commit. Copies of before an upgrade go too (copies.h).
 */
#ifndef KB_STORE_REDACT_H
#define KB_STORE_REDACT_H

#include "kb/base/arena.h"
#include "kb/base/err.h"
#include "kb/store/revision.h"

#ifdef __cplusplus
extern "C" {
#endif

struct store;

/* A text and where it stands. `place` is "revision_title", "remark_body", ...; `item` and `sub` are the key of its row,
 * sub being "" for rows with one key. */
struct store_text {
    const char *place, *item, *sub;
    text body;
};

struct store_texts {
    struct store_text *at;
    size_t n;
};

/* All texts about this practice that are not empty, those of its revisions first. */
MUST_CHECK err_code store_texts_of(struct store *s, const char *practice, arena *a, struct store_texts *out,
                                   kb_err *err);

/* Writes a text in the place of what stands there; a working copy gets its next version. ERR_NOT_FOUND when there is no
 * such row, ERR_INVALID for a place that is not known. Writer, between begin and end. */
MUST_CHECK err_code store_text_put(struct store *s, const struct store_text *t, kb_err *err);

/* Opens and closes the door for one practice, within one job. What was rendered of its texts is forgotten. */
MUST_CHECK err_code store_redact_begin(struct store *s, const char *practice, kb_err *err);
MUST_CHECK err_code store_redact_end(struct store *s, const char *practice, kb_err *err);

/* Writes the hash of this revision's text as it is now, between begin and end; gives both. */
MUST_CHECK err_code store_revision_rehash(struct store *s, const char *revision, arena *a,
                                          uint8_t was[STORE_TEXT_HASH_BYTES], uint8_t is[STORE_TEXT_HASH_BYTES],
                                          kb_err *err);

/* ---- The file of redactions: beside the data directory, so that a copy of the store that is put back can be treated
 * again. One line of tab-separated fields for each text, in the order in which it was done:
 *
 *     practice  place  item  sub or -  from+length[,from+length...]  hash before  hash after
 *
 * Bytes and lengths count in the text before; the hashes are SHA-256 of the text, as hex. Never a word of it. Of a
 * person who was erased (register.h) the line is "person", a tab and the id.
 *
 * A record is on the disk before the change that it tells of is committed. One that was written half, because the disk
 * was full or the power went, is therefore of a change that was not made: it is cut off again, or the next record
 * begins on a line of its own behind it. Reading passes over what is no record and tells where it stands, so that no
 * other record is lost and damage of another cause is not hidden either. ---- */

struct store_span {
    size_t from, len;
};

struct store_redaction {
    const char *practice, *place, *item, *sub;
    const struct store_span *spans; /* in order, apart from each other */
    size_t n_spans;
    uint8_t was[STORE_TEXT_HASH_BYTES], is[STORE_TEXT_HASH_BYTES];
};

struct store_redactions {
    struct store_redaction *at;
    size_t n;
    const char **persons; /* ids of who was erased */
    size_t n_persons;
    size_t damaged, first_damaged; /* lines that are no record: how many, and the number of the first */
};

/* Adds lines and waits for the disk. Makes the file (0600) when there is none. ERR_IO, ERR_FULL: none was added. */
MUST_CHECK err_code store_redactions_add(const char *path, const struct store_redactions *all, kb_err *err);

/* Every record that is whole. The caller tells of `damaged`. ERR_NOT_FOUND when there is no file, ERR_INVALID when
 * something is in it and no record. */
MUST_CHECK err_code store_redactions_read(const char *path, arena *a, struct store_redactions *out, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
