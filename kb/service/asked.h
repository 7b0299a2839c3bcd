/* asked.h - what is asked (asked.c), for the editors, without who. */
#ifndef KB_SERVICE_ASKED_H
#define KB_SERVICE_ASKED_H

#include "kb/service/svc.h"

#ifdef __cplusplus
extern "C" {
#endif

/* What may be kept of one question. A word that is not known may be kept when two persons used it: whoever counts must
 * see to that. Nothing of a question in which the privacy guard sees a client. */
enum { SVC_ASKED_WORDS = 8, SVC_ASKED_BYTES = 200 };
struct svc_asked_word {
    text folded;
    bool known; /* in the dictionary, the vocabulary or a text */
    bool held;  /* texts have it, though the question as a whole was missed; for who counts to say */
};
struct svc_asked {
    struct svc_asked_word words[SVC_ASKED_WORDS]; /* without function words, each once */
    size_t n, n_known;
    text known; /* the known ones and function words in their order, folded; "" when there are none */
};
MUST_CHECK err_code svc_asked(struct svc *svc, const struct query *query, struct svc_asked *out, kb_err *err);

/* Of a question that found nothing: marks its words that texts have by themselves. They are not what is missing. */
MUST_CHECK err_code svc_asked_hold(struct svc *svc, struct svc_asked *what, kb_err *err);

/* Somebody reports that nothing was found for these words: svc_asked's `known`. ERR_CONFLICT when there are none. */
MUST_CHECK err_code svc_asked_report(struct svc *svc, text known, kb_err *err);

/* The Monday of this moment's week. */
const char *svc_week(kb_time at, char out[DATE_BYTES]);

struct svc_asked_row {
    const char *words; /* folded */
    int64_t asked, nothing, reported;
    struct search_near near; /* what the texts may say instead */
    bool found;              /* of one that was missed: by now there is something */
};
struct svc_opened_row {
    struct svc_card card;
    int64_t n;
};
struct svc_asked_week {
    const char *week; /* its Monday, '2026-03-09' */
    struct store_weeks weeks;
    /* Nothing was found, or so it was reported; the most missed first, those that find something by now last. */
    const struct svc_asked_row *missed;
    size_t n_missed;
    const struct svc_asked_row *left; /* something was found, and nobody opened it */
    size_t n_left;
    const struct svc_opened_row *opened; /* from the results, most first */
    size_t n_opened;
};
/* For editors. A week that is not there is the present one. */
MUST_CHECK err_code svc_asked_week(struct svc *svc, text week, struct svc_asked_week *out, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
