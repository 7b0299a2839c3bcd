/* merge.h - two people changed the same text: what both wrote, put together.
 *
 * Three texts: `base`, from which both began, `mine` and `theirs`. Sentences that only one of the two changed are taken
 * as changed. Where both changed the same sentence (or sentences that touch), nobody's words are chosen: the result is
 * a conflict that holds both, and a person decides. So no text is ever lost. libgit2 does the merging.
 *
 * A sentence is the unit and not a word, because two edits inside one sentence can each be right and together be wrong
 * ("binnen zes weken" against "niet binnen vier weken").
 */
#ifndef CONTENT_MERGE_H
#define CONTENT_MERGE_H

#include "kb/base/arena.h"
#include "kb/base/err.h"
#include "kb/base/text.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { MERGE_TEXT_MAX = 256 * 1024 /* bytes of each text; ERR_TOO_LARGE beyond */ };

struct merge_piece {
    bool conflict;
    text both;         /* no conflict: what stands */
    text mine, theirs; /* conflict: what each wrote here; may be empty when one took it out */
};

struct merge {
    bool clean;  /* no conflict */
    text merged; /* when clean: the whole text; else empty */
    const struct merge_piece *pieces;
    size_t n_pieces, n_conflicts;
};

/* Merges. The result lives in the arena. ERR_TOO_LARGE, ERR_NOMEM. */
MUST_CHECK err_code merge_texts(text base, text mine, text theirs, arena *a, const struct merge **merge, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
