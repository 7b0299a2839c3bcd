/* diff_lines.h - how texts for readers become lines for libgit2. Shared by diff.c and merge.c, nobody else includes it.
 *
 * libgit2 compares lines. Readers think in sentences and words, so a text is cut into TOKENS, and each is written as
 * one line. Tokens cover the text without gaps, so any run of them is a piece of the text. */
#ifndef CONTENT_DIFF_LINES_H
#define CONTENT_DIFF_LINES_H

#include "kb/base/arena.h"
#include "kb/base/buf.h"
#include "kb/base/err.h"

struct diff__tokens {
    const text *at;
    size_t n;
};

enum diff__unit {
    DIFF__SENTENCE,         /* with the white space behind it: up to . ! ? : ; and a space, or to the end of the line */
    DIFF__SENTENCE_AND_GAP, /* the same, but the white space between sentences is a token of its own */
    DIFF__WORD,             /* or one sign, with the white space behind it */
};

bool diff__cut(enum diff__unit unit, text t, arena *a, struct diff__tokens *out);

/* Takes as many tokens as these texts have from those that may still be compared. False when they have more: then
 * nothing is taken. Comparing costs time and memory by the token, so this comes before it. */
bool diff__may_compare(enum diff__unit unit, const text *texts, size_t n, size_t *tokens_left);

/* Writes tokens as lines. `loose`: white space at the end is left out, inside it is one space. Else exact, and
 * diff__unescape takes a line back. Each line begins with 't', so no line looks like a mark of a conflict. */
void diff__put_lines(struct buf *out, struct diff__tokens tokens, bool loose);
void diff__unescape(struct buf *out, text line);

/* Starts libgit2 when nobody did yet, for the rest of the process: it reads every certificate of the machine, so a
 * program that shows no difference does without. Any thread, as often as you like. */
MUST_CHECK err_code diff__git_start(kb_err *err);

/* What libgit2 says last, as an error. */
MUST_CHECK err_code diff__git_error(kb_err *err, const char *what);

#endif
