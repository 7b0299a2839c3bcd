/* own.h - what is held about a person (own.c; the table is kb/store/register.h). */
#ifndef KB_SERVICE_OWN_H
#define KB_SERVICE_OWN_H

#include "kb/service/svc.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Everything about the actor, but secrets. */
MUST_CHECK err_code svc_own_data(struct svc *svc, struct store_owns *out, kb_err *err);

/* For how many days rows of the register are kept; 0 when no setting says so. For who is signed in. */
MUST_CHECK err_code svc_register_days(struct svc *svc, const struct store_register_row *row, int64_t *days,
                                      kb_err *err);

/* Erases a person, for good: name, address, password, sessions, notices and what else the register says are gone; texts
 * and decisions stay, with "voormalig deelnemer". By the person, or by an administrator. `file`: the file of
 * redactions, written first, so that a copy that is put back is treated again; NULL is ERR_CONFLICT. ERR_RULE for the
 * last administrator. */
struct svc_person_erase {
    text person;
    const char *file;
};
MUST_CHECK err_code svc_person_erase(struct svc *svc, const struct svc_person_erase *in, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
