/* correction.h - corrections (correction.c): spelling and links, which make nobody an author. */
#ifndef KB_SERVICE_CORRECTION_H
#define KB_SERVICE_CORRECTION_H

#include "kb/service/write.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Of a submitted text (a language fix; headings too): the lead agrees, or is silent for five working days. Of an
 * adopted text (a minor correction): a second editor agrees where the profile asks one; the decision is carried over.
 */
struct svc_correction {
    struct svc_card card;
    bool fix; /* of a submitted text */
    bool may_propose, may_agree, may_drop;
    const char *revision;   /* of the text that is or would be mended */
    struct svc_draft draft; /* the text as it stands */
    bool waits;             /* there is one; what follows is its */
    const char *note, *by;
    kb_time at;
    const struct svc_compared *parts;
    size_t n_parts;
    bool done_at_once; /* nobody else needs to agree */
};
/* For editors, and for the lead of a text that has one. */
MUST_CHECK err_code svc_correction(struct svc *svc, text practice, struct svc_correction *out, kb_err *err);

/* Does one wait that this actor has a part in? For a page that only leads there: no text is read. */
MUST_CHECK err_code svc_correction_waits(struct svc *svc, text practice, bool *waits, kb_err *err);

struct svc_correct {
    text practice, revision; /* the text that was shown */
    struct svc_draft draft;  /* sections that are left out stay as they are */
    text note;
};
/* ERR_RULE names every part in which more changes than spelling, ERR_INVALID what cannot be shown; ERR_CONFLICT when
 * one of a colleague waits. */
MUST_CHECK err_code svc_correct(struct svc *svc, const struct svc_correct *in, kb_err *err);

/* Agrees, after which the text is mended at once; or lets it be. ERR_CONFLICT when it is another than was shown (`at`).
 */
MUST_CHECK err_code svc_correction_agree(struct svc *svc, text practice, kb_time at, kb_err *err);
MUST_CHECK err_code svc_correction_drop(struct svc *svc, text practice, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
