/* analyse.h - what the words of a text are. One function for indexing, queries and snippets alike (design section 7).
 *
 * Analysis is a pure function of the text and the analyser's tables. For each word it emits
 *
 *   ANALYSE_EXACT   the folded form: lower case, accents off            huurders
 *   ANALYSE_STEM    what the stemmer leaves of it, for words that are    huurder
 *                   not stop words and hold no digit
 *
 *   ANALYSE_RELATED the root of the stem, where it has another one,      huur
 *                   and the stems and roots of the parts of a compound
 *                   (stem.h, compound.h)
 *
 * and then the same for the parts of a word that are words themselves, marked `part` and at lower weight: ww and
 * uitkering of "WW-uitkering", 7 and 271 of "7:271" (exact only).
 *
 * The exact and the stemmed form are different terms, so that a text with the very form somebody typed gets both and
 * comes before one with another form of the word.
 *
 * What is a word:
 *   - a run of letters and digits. Marks on letters fall away whether composed or not: é -> e, ï -> i, so
 * "reïntegratie" and "reintegratie" are one word; æ, œ, ø, ß, ĳ become ae, oe, o, ss, ij;
 *   - hyphens join: "re-integratie" is the word "reintegratie", "WW-uitkering" the word "wwuitkering" with two parts;
 *     the prefixes re-, co-, ex-, pre- and the like are no parts of their own;
 *   - an apostrophe and s at the end fall away (foto's, auto's); any other apostrophe separates;
 *   - digits hold on to digits across one of : . , / -  so that 7:271, 2026-014, 6.1 and 31-12-2025 are units;
 *   - of an address (https://host/path) only the words of the host.
 *
 * Words over ANALYSE_WORD_MAX bytes are cut there, between code points. Invalid UTF-8 separates words.
 */
#ifndef KB_SEARCH_ANALYSE_H
#define KB_SEARCH_ANALYSE_H

#include "kb/base/err.h"
#include "kb/base/text.h"

#ifdef __cplusplus
extern "C" {
#endif

enum {
    ANALYSE_WORD_MAX = 64, /* bytes of a term, without prefix */
    ANALYSE_PARTS_MAX = 8, /* parts of one word; further ones are left out */
    ANALYSE_ID_BYTES = 65  /* an analyser's id: 64 hex digits and a NUL */
};

enum analyse_kind { ANALYSE_EXACT, ANALYSE_STEM, ANALYSE_RELATED, ANALYSE_KIND__COUNT };

/* One emitted term. Borrowed: valid during the call of emit. */
struct analysed {
    enum analyse_kind kind;
    bool part;         /* of a longer word, emitted before it; of RELATED: a part of a compound, not the root */
    text term;         /* folded, without prefix */
    unsigned position; /* in the text, from 1: of a word and its first part the same, further parts of letters one on */
    double weight;     /* 1 for the word itself, less for parts */
    bool stop;         /* a function word ("de", "van"): counts in phrases only, has no stem */
    bool number;       /* holds a digit */
    bool unit;         /* digits joined, as 7:271; its parts keep its position and are not for queries */
    size_t from, to;   /* bytes of the whole word in the text */
};

/* Where the words go. `wanted` may be NULL; when given it is asked with the folded word before the dear part, and
 * answering false skips the stem of this word (snippets skip words that share no beginning with a word of the query).
 */
struct analyse_sink {
    void (*emit)(void *ctx, const struct analysed *word);
    bool (*wanted)(void *ctx, text folded);
    void *ctx;
    bool stems_only; /* nothing RELATED, which is the dearer half of the work */
    bool completed;  /* also what words leave out beside one another, as parts: reiskosten of "reis- en verblijfkosten",
                      * told behind the word that completes it, with the position of the one that leaves it out */
};

/* Tables and stemmer. Not shared between threads: one per reader, writer or piece of work. Making one costs
 * microseconds. */
struct analyser;
MUST_CHECK err_code analyser_open(struct analyser **out, kb_err *err);

/* What analysers may share, from all threads: the tables, and what was made of words that were met before (2 MiB at
 * most). It outlives them. analyser_share: shares it from here on. */
struct analysis;
MUST_CHECK err_code analysis_new(struct analysis **out, kb_err *err);
void analysis_free(struct analysis *shared);
MUST_CHECK err_code analyser_open_shared(struct analyser **out, struct analysis *shared, kb_err *err);
void analyser_share(struct analyser *a, struct analysis *shared);

void analyser_close(struct analyser *a);
void analyser_close_p(struct analyser **a);

/* Emits the words of the text and returns the position of the last one (0 for none). */
unsigned analyse(struct analyser *a, text words, const struct analyse_sink *sink);

/* SHA-256 over the version of the rules and all tables, in hex. It is stored in every index; an index with another id
 * is rebuilt. Changing a rule without a table means raising ANALYSE_VERSION in analyse.c. */
void analyser_id(char out[ANALYSE_ID_BYTES]);

/* The names of laws that came with it (reference.h). */
const struct laws *analyser_laws(const struct analyser *a);

/* The words of Dutch that it knows (lexicon.h). */
const struct lexicon *analyser_lexicon(const struct analyser *a);

/* Is the folded word a Dutch function word? */
bool analyse_is_stop(const struct analyser *a, text folded);

/* Is this the stem of a word that people ask with (dutch.h)? */
bool analyse_is_asking(const struct analyser *a, text stem);

#ifdef __cplusplus
}
#endif
#endif
