/* merge.h - two people changed the same text: what both wrote, put together.
 *
 * Three texts: `base`, from which both began, `mine` and `theirs`. Sentences that only one of the two changed are taken
 * as changed. Where both changed the same sentence (or sentences that touch), nobody's words are chosen: the result is
 * a conflict that holds both, and a person decides. So no text is ever lost. libgit2 does the merging.
 *
 * A sentence is the unit and not a word, because two edits inside one sentence can each be right and together be wrong
 * ("binnen zes weken" against "niet binnen vier weken").
 *
 * Merging costs time by the sentence. All texts that one answer merges share MERGE_TOKENS_MAX of them: what is beyond
 * is one conflict that holds both texts whole. A text that only one of the two changed costs nothing.
 */
#ifndef CONTENT_MERGE_H
#define CONTENT_MERGE_H

#include "kb/base/arena.h"
#include "kb/base/err.h"
#include "kb/base/text.h"

#ifdef __cplusplus
extern "C" {
#endif

enum {
    MERGE_TEXT_MAX = 256 * 1024, /* bytes of each text; ERR_TOO_LARGE beyond */
    MERGE_TOKENS_MAX = 24000,    /* sentences, and gaps between them, of the three sides of all texts together */
};

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

/* Merges. tokens_left: what may still be merged, MERGE_TOKENS_MAX at first; what it took is gone from it. The result
 * lives in the arena; the texts of a conflict that holds them whole, and one that is taken whole, are borrowed.
 * ERR_TOO_LARGE, ERR_NOMEM. */
MUST_CHECK err_code merge_texts(text base, text mine, text theirs, size_t *tokens_left, arena *a,
                                const struct merge **merge, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
