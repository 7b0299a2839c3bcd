/* query.h - what a reader can ask, as a tree without syntax.
 *
 * A query is a list of clauses; a clause is a word, a phrase or a filter, and is wanted, required or unwanted. That is
 * two levels by construction: nothing nests, so nothing can nest too deep.
 *
 *     huurverhoging "warme overdracht" +wijkteam -corona rechtsgebied:huur-en-consument jaar:2024-2026
 *
 * How clauses work together:
 *   - words marked QUERY_ANY rank: a text with more of them, and rarer ones, comes first; none is required, but one of
 *     them must be there;
 *   - QUERY_MUST: texts without it are left out. A phrase is always required, unless it is unwanted;
 *   - QUERY_NOT: texts with it are left out;
 *   - filters restrict and do not rank: values of one field are alternatives, different fields must all hold
 *     ("fase:voorstel fase:aanbeveling soort:plan" = a plan that is either). A filter with QUERY_NOT leaves out.
 * A query without clauses asks for everything.
 *
 * The words in a clause are what was typed, in valid UTF-8 without control characters; which terms of an index they
 * stand for is the business of search/. Filter values are slugs: lower case ASCII letters, digits and hyphens.
 *
 * search/query_scan.h makes a query from what somebody typed; pages add the filters that were clicked. Pure: no Xapian.
 */
#ifndef KB_DOMAIN_QUERY_H
#define KB_DOMAIN_QUERY_H

#include "kb/base/arena.h"
#include "kb/base/text.h"

#ifdef __cplusplus
extern "C" {
#endif

enum {
    QUERY_BYTES_MAX = 4096,   /* of typed text that is read; the rest is left out and the query says `cut` */
    QUERY_CLAUSES_MAX = 64,   /* words, phrases and filters together */
    QUERY_PHRASES_MAX = 8,    /* each is looked for word by word in every text that may have it */
    QUERY_CLAUSE_BYTES = 512, /* words of one clause */
    QUERY_VALUE_BYTES = 64,   /* slug of a filter */
    QUERY_YEARS_MAX = 50      /* years in one range "2020-2026" */
};

enum query_need { QUERY_ANY, QUERY_MUST, QUERY_NOT, QUERY_NEED__COUNT };

enum query_shape {
    QUERY_WORD,   /* one typed word; it may hold several words of the language ("WW-uitkering") */
    QUERY_PHRASE, /* these words in this order, next to each other */
    QUERY_FILTER, /* field and value */
    QUERY_SHAPE__COUNT
};

/* The fields one can filter on (design section 7). Each has a Dutch and an English name, one table in query.c. */
enum query_field {
    QUERY_LEGAL_FIELD,  /* rechtsgebied: field:        legal field slug */
    QUERY_GROUP,        /* werkgroep:    group:        slug of the working group */
    QUERY_STAGE,        /* fase:         stage:        */
    QUERY_KIND,         /* soort:        kind:         werkwijze, taakverdeling, plan */
    QUERY_ORGANISATION, /* geldt-bij:    adopted-by:   organisation slug */
    QUERY_FROM,         /* komt-uit:     from:         location slug */
    QUERY_APPLIES,      /* geldt-in:     applies-in:   location slug */
    QUERY_YEAR,         /* jaar:         year:         2026, or in typed text a range 2024-2026 */
    QUERY_FIELD__COUNT
};

struct query_clause {
    enum query_shape shape;
    enum query_need need;
    enum query_field field; /* of a filter */
    text words;             /* the words, or the filter's value */
};

struct query {
    arena *home; /* where the words live */
    size_t n;
    bool cut; /* something did not fit and was left out; tell the reader */
    struct query_clause clauses[QUERY_CLAUSES_MAX];
};

/* An empty query in the arena; NULL when the arena is full. */
struct query *query_new(arena *a);

/* Adds a word or phrase, copied; a phrase marked QUERY_ANY becomes QUERY_MUST. Empty words are ignored; words that do
 * not fit set `cut`. Bytes that are no valid UTF-8 and control characters become spaces. */
void query_add_words(struct query *q, enum query_shape shape, enum query_need need, text words);

/* Adds a filter. The value is made a slug first ("Best practice" -> "best-practice"); false, and nothing added, when
 * nothing remains. The same filter twice counts once. */
bool query_add_filter(struct query *q, enum query_field field, enum query_need need, text value);

/* Adds the years of "2026" or "2024-2026" as filters; false when it is neither, or more than QUERY_YEARS_MAX. */
bool query_add_years(struct query *q, enum query_need need, text years);

bool query_is_empty(const struct query *q);

/* Are these words that are wanted: no filter, and not what must not be there? */
bool query_is_wanted(const struct query_clause *c);

/* Is there any word or phrase that ranks or is required? */
bool query_has_words(const struct query *q);

/* Does the query filter on this value (need ANY or MUST)? */
bool query_has_filter(const struct query *q, enum query_field field, text value);

/* The Dutch and English name of a field, and back; find also knows the shown words "geldt bij". */
const char *query_field_name_nl(enum query_field field);
const char *query_field_name_en(enum query_field field);
bool query_field_find(text name, enum query_field *field);

/* Makes a slug of value into out: accents of Latin letters fall away, capitals become small, runs of anything else
 * become one hyphen. The empty text when nothing remains or it is longer than QUERY_VALUE_BYTES. */
text query_slug(text value, char out[QUERY_VALUE_BYTES]);

/* The query as one would type it, with Dutch field names; scanning it again gives the same clauses. In the arena, NULL
 * when that is full. */
const char *query_typed(arena *a, const struct query *q);

#ifdef __cplusplus
}
#endif
#endif
