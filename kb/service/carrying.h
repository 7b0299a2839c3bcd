/* carrying.h - Uitvoering of an adopted plan (carrying.c). */
#ifndef KB_SERVICE_CARRYING_H
#define KB_SERVICE_CARRYING_H

#include "kb/service/svc.h"

#ifdef __cplusplus
extern "C" {
#endif

struct svc_carrying {
    const char *organisation, *name;
    bool mine;         /* the actor may say it: its own board, an editor */
    const char *state; /* "planned", "busy", "done", "stuck"; "" when nothing was said */
    const char *step;
    const char *day; /* yyyy-mm-dd, or NULL */
    kb_time at;
};
struct svc_carryings {
    bool plan; /* it is one that stands */
    const char *revision; /* of it */
    const struct svc_carrying *at;
    size_t n;
};
/* Empty for what is no plan, and for who is not of the network. */
MUST_CHECK err_code svc_carryings(struct svc *svc, text practice, struct svc_carryings *out, kb_err *err);
struct svc_carrying_put {
    text practice, organisation, state, step;
    struct date day;
    kb_time seen; /* `at` of the newest that was shown, 1 for none: ERR_CONFLICT when this organisation said something
                     since; 0 does not ask */
    text revision; /* of the plan that was read: ERR_CONFLICT when another one stands; "" does not ask */
};
/* A step is required unless it is done. */
MUST_CHECK err_code svc_carrying_put(struct svc *svc, const struct svc_carrying_put *in, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
