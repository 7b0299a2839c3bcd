/* stemmer.h - a word without its ending. Private to search/; the one seam through which analysis reaches a stemmer.
 *
 * Behind it stands the Snowball stemmer of the search library, called word by word. A stemmer of our own takes its
 * place by another .c file behind the same three functions, and another name. */
#ifndef KB_SEARCH_STEMMER_H
#define KB_SEARCH_STEMMER_H

#include "kb/base/err.h"
#include "kb/base/text.h"

#ifdef __cplusplus
extern "C" {
#endif

struct stemmer;
MUST_CHECK err_code stemmer_open(struct stemmer **out, kb_err *err);
void stemmer_close(struct stemmer *s);

/* The stem of a folded word; valid until the next call. The word itself when memory runs out. */
text stemmer_stem(struct stemmer *s, text folded);

/* Names the algorithm and its version; part of the analyser's id. */
text stemmer_name(void);

#ifdef __cplusplus
}
#endif
#endif
