/* facts.h - what checking search hits again needs of many practices, in one read (design section 3 rule 3, section 7).
 *
 * Reading the rows of 1,000 practices takes 2 ms and more, and a busy server asks for the same ones all the time. So a
 * connection for reading remembers the facts it read, at most FACTS_MAX of them. What it remembers is true for one seq
 * of the change log: every function of the service that changes a practice or a line writes to that log in the same
 * transaction. The seq is read in the transaction of the caller, and when it moved everything is forgotten. A writer,
 * which may have changed rows and not yet written to the log, never uses what was remembered.
 */
#ifndef KB_STORE_FACTS_H
#define KB_STORE_FACTS_H

#include "kb/domain/practice.h"
#include "kb/store/practice.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { FACTS_MAX = 8192 };

struct store_facts {
    const char *id;
    const char *kind;  /* slug */
    const char *group; /* id of the working group */
    bool numbered;
    text legal_fields, comes_from, applies_in; /* lists of slugs */
    text holds_for;                            /* slugs of partners, of the adopted line */
    struct {
        enum stage stage;     /* STAGE_NONE: there is no such line */
        const char *revision; /* id; NULL for a draft of which nothing is published */
    } lines[STORE_LINE__COUNT];
};

/* out[i] belongs to ids[i] and is NULL where there is no such practice. Call it inside store_read_begin/end together
 * with what judges the rights: what comes out lives until store_read_end, or the arena's end if that is sooner. */
MUST_CHECK err_code store_practice_facts(struct store *s, const text *ids, size_t n, arena *a,
                                         const struct store_facts **out, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
