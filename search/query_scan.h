/* query_scan.h - from what somebody typed to the tree of kb/domain/query.h.
 *
 *     huur incasso          two words; texts with both come first
 *     "warme overdracht"    required: these words, next to each other (the curly quotes of Word too)
 *     +wijkteam             must be there
 *     -corona -"oude wet"   must not be there
 *     rechtsgebied:werk     a filter; the names are those of query_field_find. A blank behind the colon of a Dutch one
 *                           is a slip
 *     jaar:2024-2026        a range of years
 *
 * There is no wrong query. What is not understood is plain text: a quote without its partner, a plus or minus alone, a
 * field nobody knows ("art:12"), brackets, control characters. Ceilings are those of query.h: QUERY_BYTES_MAX bytes are
 * read and QUERY_CLAUSES_MAX clauses kept, in time linear in the bytes read; what is left out sets `cut`.
 */
#ifndef KB_SEARCH_QUERY_SCAN_H
#define KB_SEARCH_QUERY_SCAN_H

#include "kb/domain/query.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The query in the arena; NULL only when the arena is full. */
struct query *query_scan(arena *a, text typed);

/* Adds what was typed to a query that has filters already: what was chosen comes before what finds no room. */
void query_scan_more(struct query *q, text typed);

#ifdef __cplusplus
}
#endif
#endif
