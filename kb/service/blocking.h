/* blocking.h - whose leaving would block what, and who acted alone (blocking.c). */
#ifndef KB_SERVICE_BLOCKING_H
#define KB_SERVICE_BLOCKING_H

#include "kb/service/svc.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Whose leaving would block what (blocking.c): places where fewer than two people can do something. For editors and
 * administrators. */
enum svc_blocked {
    SVC_BLOCKED_EDITING,  /* the desk: one editor */
    SVC_BLOCKED_ACCOUNTS, /* one administrator */
    SVC_BLOCKED_STEERING, /* the steering step: one of the group */
    SVC_BLOCKED_VOICE,    /* an organisation's position */
    SVC_BLOCKED_GROUP,    /* a working group's submissions */
    SVC_BLOCKED_LOCATION, /* a location's coordinator */
    SVC_BLOCKED__COUNT
};
struct svc_blocking {
    enum svc_blocked what;
    const char *scope;  /* name of the organisation, group or location; "" for the network */
    const char *person; /* the one who can; "" when nobody can */
    bool nobody;
    const char *group; /* slug of a working group, else NULL */
    kb_time from;      /* an editor may name a second lead from then; else 0 */
};
struct svc_blockings {
    const struct svc_blocking *at;
    size_t n;
};
MUST_CHECK err_code svc_blocking(struct svc *svc, struct svc_blockings *out, kb_err *err);

/* Steps that one person made alone where two are asked: an editor passed a text that they helped to write, or was the
 * only editor. Newest first, at most 100; for editors and administrators, what they may see. */
struct svc_alone {
    struct svc_card card;
    enum stage_move move;
    kb_time at;
    const char *by; /* name; "" for a clock */
    bool own_text, one_editor;
};
struct svc_alones {
    const struct svc_alone *at;
    size_t n;
};
MUST_CHECK err_code svc_alones(struct svc *svc, struct svc_alones *out, kb_err *err);

/* What would stand still when this person left: for the person, and for administrators. */
MUST_CHECK err_code svc_leaving(struct svc *svc, text person, struct svc_blockings *out, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
