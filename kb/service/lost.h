/* lost.h - a lost second factor (lost.c): back in without an administrator.
 *
 *     svc_lost       a letter with a link to whose name it is, as for a forgotten password
 *     svc_lost_use   the link, the password and a code on paper: the old factor is taken away
 *     svc_lost_ask   the link, and no code left: colleagues are asked whether it is really them
 *     svc_vouch      one of them says so (kb/domain/vouch.h): a letter with a link that needs no code
 *     svc_lost_use   that link and the password
 *
 * So a stranger with the password still lacks the mail, and then a code or a colleague. From the moment that the old
 * factor is taken away until a new one works, the password alone opens nothing (svc_second_of). Every step is in the
 * log, and told wherever the owner gets mail; who signs in with the factor that was said to be lost ends it. */
#ifndef KB_SERVICE_LOST_H
#define KB_SERVICE_LOST_H

#include "kb/service/svc.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { SVC_LOST_MINUTES = 60, SVC_LOST_SURE_HOURS = 24, SVC_VOUCH_DAYS = 3 /* so long colleagues are asked */ };

MUST_CHECK err_code svc_lost(struct svc *svc, text name, kb_err *err);

/* What whoever holds such a link may know. ERR_GONE when it was used, has expired, or what it is for is over. */
struct svc_lost {
    const char *person, *name, *sign_in;
    bool sure;  /* somebody vouched: no code is asked */
    bool asked; /* colleagues are asked already */
    bool vouch; /* there is somebody who may vouch */
};
MUST_CHECK err_code svc_lost_look(struct svc *svc, text token, struct svc_lost *out, kb_err *err);

/* Uses the link up. ERR_RULE on "vouch" when nobody may, ERR_CONFLICT when they are asked already. */
MUST_CHECK err_code svc_lost_ask(struct svc *svc, text token, kb_err *err);

/* Uses the link up, and the code; the caller checked the password of its person. ERR_FORBIDDEN when the code is wrong
 * or was used. Every session of theirs ends. */
MUST_CHECK err_code svc_lost_use(struct svc *svc, text token, text code, const char **person, kb_err *err);

/* Who waits for the actor to vouch. ERR_NOT_FOUND for everybody else, whoever they are. */
struct svc_vouch {
    const char *person, *name;
    kb_time asked, expires;
};
struct svc_vouches {
    const struct svc_vouch *at;
    size_t n;
};
MUST_CHECK err_code svc_vouches(struct svc *svc, struct svc_vouches *out, kb_err *err);
MUST_CHECK err_code svc_vouch_look(struct svc *svc, text person, struct svc_vouch *out, kb_err *err);
/* `is_them` false: nobody is asked any more. */
MUST_CHECK err_code svc_vouch(struct svc *svc, text person, bool is_them, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
