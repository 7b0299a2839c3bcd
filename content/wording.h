/* wording.h - is a change of a text more than spelling? (design section 2: a language fix, a minor correction.)
 *
 * A sieve before a person looks at the diff, not a proof. Two texts say the same when their words stand in the same
 * order and each is the other's but for spelling. Free are: capitals, punctuation, marks of CommonMark, where a link
 * points, a doubled word left out, a word written in two or as one ("huur recht"), and a few letters of a word that
 * begins the same; also one of the pairs that grammar chooses between (de/het, die/dat, als/dan, hun/hen, u/uw, ...).
 * Never free are: a word more or less, a number with what stands in it (1.000 is not 1,000), a live contact
 * ({contact:...}), and a word that turns the meaning (niet, geen, on-).
 */
#ifndef CONTENT_WORDING_H
#define CONTENT_WORDING_H

#include "kb/base/arena.h"
#include "kb/base/err.h"
#include "kb/base/text.h"

#ifdef __cplusplus
extern "C" {
#endif

/* `headings`: the words of headings (lines that begin with #) may change too. ERR_NOMEM. */
MUST_CHECK err_code wording_same(text before, text after, bool headings, arena *a, bool *same, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
