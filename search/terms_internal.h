/* terms_internal.h - what the files about terms must agree on. */
#ifndef KB_SEARCH_TERMS_INTERNAL_H
#define KB_SEARCH_TERMS_INTERNAL_H

#include "search/reference.h"
#include "search/short_name.h"
#include "search/terms.h"

/* How often a word counts for standing where it stands (README.md has the measurements behind them). */
enum { TERMS_WDF_TITLE = 5, TERMS_WDF_BRIEF = 3, TERMS_WDF_HEADING = 2, TERMS_WDF_BODY = 1 };

/* The prefix of what was said about a text; by itself the term of every document of such words. */
#define TERMS_SAID "U"

/* The prefix of a reference that the title makes: the text is that article, or about it. */
#define TERMS_IS "O"

/* The prefixes of a title, and of what remains of it from a later word on (titles.hh). */
#define TERMS_TITLE      "NT"
#define TERMS_TITLE_REST "NW"

/* A term in the arena, cut at TERM_BYTES_MAX between code points; ptr NULL when the arena is full. */
text term__with_prefix(arena *a, const char *prefix, text rest);
text term__of_filter(arena *a, enum query_field field, text value);

/* "XT" and the stems of a title but its function words, in one; empty when nothing remains. */
text term__of_title(arena *a, struct analyser *an, const char *prefix, text title);

/* "L" and a law with its book: "bw 7". */
text term__of_book(arena *a, const struct reference_home *home);

/* "XL", a law, and the stems of what its title says besides: "XLfw akkoord". Empty when nothing remains of the part. */
text term__of_law_part(arena *a, struct analyser *an, const struct reference_home *home, text part);

/* What closes a law ("Overgangs- en slotbepalingen") is of the law, and not what it is about: who names a law seldom
 * wants to read when it came into force. Folded words of a title, or of a question that asks for it. */
bool term__closes_a_law(text folded_title);

/* Has a text that has this term the word itself? Not one that only has a word made from it, its root, or a part. */
bool term__stands_for(const struct plan_word *w, size_t form);

/* Has one text all words of the clause, or (`parts`) the parts of one that is written with hyphens? */
bool term__has_words(const struct plan_clause *clause, bool parts, const struct terms_held *held);

/* The references of what was typed, a question in one line with a space behind each clause: tells each unit to `boost`,
 * and puts those in the plan that none of its references stands in the way of. */
void terms__plan_references(arena *a, struct analyser *an, const struct query *q, text typed, struct plan *plan,
                            void (*boost)(void *ctx, text unit), void *ctx);

/* Leaves the words out that say a reference, once the clauses are planned. */
void terms__ease_references(struct plan *plan);

/* Has some text this reference? */
bool terms__is_cited(arena *a, const struct plan_reference *r, const struct terms_held *held);

/* The two terms of a short name that a text explains; false when it has none that fits. */
bool terms__of_short_name(arena *a, struct analyser *an, const struct short_name *name, text terms[2]);

#endif
