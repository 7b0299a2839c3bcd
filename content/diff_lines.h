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

/* A sentence with the white space behind it: up to . ! ? : ; and a space, or to the end of the line. */
bool diff__sentences(text t, arena *a, struct diff__tokens *out);

/* The same, but the white space between sentences is a token of its own. */
bool diff__sentences_and_gaps(text t, arena *a, struct diff__tokens *out);

/* A word or one sign, with the white space behind it. */
bool diff__words(text t, arena *a, struct diff__tokens *out);

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
