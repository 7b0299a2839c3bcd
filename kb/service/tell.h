/* tell.h - telling people (tell.c): notices made by following the log, seen in the application. */
#ifndef KB_SERVICE_TELL_H
#define KB_SERVICE_TELL_H

#include "kb/service/svc.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { SVC_TELL_STEP = 500 /* changes followed in one go */ };

/* Follows the log from where it was left, by at most SVC_TELL_STEP changes; for the system. `left`: there is more. */
MUST_CHECK err_code svc_tell(struct svc *svc, bool *left, kb_err *err);

/* The actions that are told, one after the other (some twice); NULL after the last. */
const char *svc_notice_action(size_t i);

struct svc_notice {
    struct svc_card card;
    const char *href;
    const char *what; /* action of the log: "practice.accept", "remark.add", ... */
    const char *by;   /* who did it, where that is told by name; NULL else */
    bool asked;       /* something is asked of this person */
    bool fresh;       /* was not on the screen before */
    kb_time at;
    struct date until; /* of a round: its last day; none else */
    /* in a reminder: the next meeting of the reader's own board as it was then, and the last day for its papers */
    struct date meets, papers;
};
struct svc_notices {
    const struct svc_notice *at; /* newest first */
    size_t n;
};
/* What this person was told and may still know. */
MUST_CHECK err_code svc_notices(struct svc *svc, size_t limit, struct svc_notices *out, kb_err *err);
MUST_CHECK err_code svc_notices_unseen(struct svc *svc, int64_t *n, kb_err *err);
MUST_CHECK err_code svc_notices_see(struct svc *svc, kb_time up_to, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
