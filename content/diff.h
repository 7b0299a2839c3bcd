/* diff.h - what changed between two texts, as a reader would say it.
 *
 * Two steps. First sentences are compared. Where sentences were replaced by others that are still much alike, their
 * words are compared, so that one changed number is one marked number; where they are not, the old sentence is struck
 * out whole and the new one stands whole, which reads better than a patchwork. libgit2 does the comparing (Myers).
 *
 * Comparing costs time by the sentence and the word. All comparisons of one answer share DIFF_TOKENS_MAX of them: what
 * is beyond is not looked into (`coarse`), and the old text stands struck out before the new one.
 *
 * The pieces, in order, cover both texts: leaving out the removed ones gives the new text byte for byte, leaving out
 * the added ones gives the old text, but for the white space between unchanged words.
 *
 * Lines should end in LF; a text that only changes its line ends is another text.
 */
#ifndef CONTENT_DIFF_H
#define CONTENT_DIFF_H

#include "kb/base/arena.h"
#include "kb/base/err.h"

#ifdef __cplusplus
extern "C" {
#endif

enum {
    DIFF_TEXT_MAX = 256 * 1024, /* bytes of each text; ERR_TOO_LARGE beyond */
    DIFF_TOKENS_MAX = 30000,    /* sentences and words of both sides, all texts of one answer together */
};

enum diff_kind { DIFF_SAME, DIFF_REMOVED, DIFF_ADDED, DIFF__COUNT };

struct diff_piece {
    enum diff_kind kind;
    text text; /* borrowed from the text it stands in; one that is the same, from the new one */
};

struct diff {
    const struct diff_piece *pieces; /* neighbours differ in kind; a removed one stands before what replaces it */
    size_t n_pieces;
    size_t words_removed, words_added;
    bool coarse; /* something was too much to be looked into */
};

/* Compares. tokens_left: what may still be compared, DIFF_TOKENS_MAX at first; what it took is gone from it. The pieces
 * live in the arena and borrow from both texts. ERR_TOO_LARGE, ERR_NOMEM. */
MUST_CHECK err_code diff_texts(text old_text, text new_text, size_t *tokens_left, arena *a, const struct diff **diff,
                               kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
