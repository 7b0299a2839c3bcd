/* redact.h - taking words out (redact.c). */
#ifndef KB_SERVICE_REDACT_H
#define KB_SERVICE_REDACT_H

#include "kb/service/svc.h"
#include "kb/store/redact.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { SVC_PASSAGE_LEAST = 3, SVC_PASSAGE_MAX = 2000 /* bytes */ };

/* Stands in the place of what was taken out. */
#define SVC_TAKEN_OUT "[weggehaald]"

/* How often a passage stands in what this editor may read of a practice: not in a working copy, a version that only the
 * group saw, what the group said among themselves, or what a board prepares to say; those go along, and are not told.
 * ERR_INVALID on "passage" when it is too short, too long or not there. */
struct svc_redact_look {
    struct svc_card card;
    size_t times, texts; /* in so many texts: versions, remarks, experiences, rounds */
};
MUST_CHECK err_code svc_redact_look(struct svc *svc, text practice, text passage, struct svc_redact_look *out,
                                    kb_err *err);

/* Takes a passage out of everything that is kept about a practice, for good: SVC_TAKEN_OUT stands in its place. The
 * log tells that it was done, with the hashes of the texts before and after, not what went. `file`: the file of
 * redactions (kb/store/redact.h), written first; NULL is ERR_CONFLICT. Editors only. */
struct svc_redact {
    text practice, passage;
    const char *file;
};
MUST_CHECK err_code svc_redact(struct svc *svc, const struct svc_redact *in, kb_err *err);

/* Does again what a file of redactions says, on a store that was put back from a copy. The system only. */
struct svc_redact_again {
    size_t done;   /* texts from which the words went now, and persons who were erased */
    size_t before; /* for which that was done already, also when words went from them later */
    size_t gone;   /* that are not there */
    /* That say something else than when it was written: the words may stand there again. In the arena. */
    struct svc_redact_changed {
        const char *practice, *place; /* number or id; as in the file */
    } * changed;
    size_t n_changed;
};
MUST_CHECK err_code svc_redact_again(struct svc *svc, const struct store_redactions *all, struct svc_redact_again *out,
                                     kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
