/* tick.h - what time brings (tick.c, remind.c, retention.c): moves that are due, reminders, forgetting. */
#ifndef KB_SERVICE_TICK_H
#define KB_SERVICE_TICK_H

#include "kb/service/svc.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Moves everything whose time has come, as the clocks do. Each move that was made is told to `say` (may be NULL). One
 * that fails is undone and said in svc->log, and the rest goes on; trouble of the store itself fails it all. */
typedef void svc_tick_say(void *ctx, const struct svc_card *card, enum stage_move move);
MUST_CHECK err_code svc_tick(struct svc *svc, svc_tick_say *say, void *ctx, size_t *moved, kb_err *err);

/* All that time brings: svc_tick, reminders, and telling people (svc_tell); and store_tidy behind it. */
MUST_CHECK err_code svc_keep(struct svc *svc, svc_tick_say *say, void *ctx, size_t *moved, kb_err *err);

/* What is older than its setting allows is forgotten (retention.c); for the system. */
enum svc_forgotten_kind {
    SVC_FORGOTTEN_SESSIONS,
    SVC_FORGOTTEN_LINKS, /* one-time links and forms that waited for a sign-in */
    SVC_FORGOTTEN_FORMS, /* that the same form is not carried out twice */
    SVC_FORGOTTEN_WRITING,
    SVC_FORGOTTEN_ASKED, /* search words */
    SVC_FORGOTTEN_NOTICES,
    SVC_FORGOTTEN_LETTERS,
    SVC_FORGOTTEN_REQUESTS, /* to join a group */
    SVC_FORGOTTEN_READS,    /* of what not everybody may read */
    SVC_FORGOTTEN_TOKENS,   /* that expired */
    SVC_FORGOTTEN_COPIES,   /* of before an upgrade (kb/store/copies.h) */
    SVC_FORGOTTEN__COUNT
};
const char *svc_forgotten_slug(enum svc_forgotten_kind kind);
struct svc_forgotten {
    int64_t n[SVC_FORGOTTEN__COUNT]; /* rows of each kind; files of the last */
};
MUST_CHECK err_code svc_forget(struct svc *svc, struct svc_forgotten *out, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
