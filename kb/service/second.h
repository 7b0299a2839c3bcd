/* second.h - the second factor (second.c): a code from a telephone (RFC 6238, 6 digits, 30 s, SHA-1), each good once;
 * or a passkey. Codes on paper stand in for either, and go with the last of them. */
#ifndef KB_SERVICE_SECOND_H
#define KB_SERVICE_SECOND_H

#include "kb/service/svc.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { SVC_RECOVERY_CODES = 10, SVC_RECOVERY_BYTES = 20 /* "8r2k-wj5n-0vqe-tm3x" and NUL */ };

/* The actor's own. */
struct svc_second {
    bool on;       /* asked for when signing in: a code, a passkey, or either */
    bool begun;    /* the secret was shown, no code was given yet */
    bool needed;   /* the network's setting asks it of what this actor may do */
    bool anew;     /* the lost one was taken away; until a new one works nobody signs in with the password alone */
    kb_time since; /* codes from a telephone; 0: none */
    int64_t left;  /* codes on paper */
};
MUST_CHECK err_code svc_second(struct svc *svc, struct svc_second *out, kb_err *err);
MUST_CHECK err_code svc_second_needed(struct svc *svc, bool *needed, kb_err *err);

/* Does signing in ask this person for one? */
MUST_CHECK err_code svc_second_of(struct svc *svc, const char *person, bool *on, kb_err *err);

/* Makes a secret for the actor; it counts from svc_second_confirm on. ERR_CONFLICT when there is one that counts. */
MUST_CHECK err_code svc_second_begin(struct svc *svc, kb_err *err);

/* That secret while it does not count yet: in base32, and as an otpauth: address for a picture. ERR_NOT_FOUND else. */
MUST_CHECK err_code svc_second_secret(struct svc *svc, const char **base32, const char **uri, kb_err *err);

/* The first code. From here on it counts: where the person is signed in now has it, everywhere else they are signed
 * out, and the codes on paper are given: only their hashes are kept. ERR_INVALID on "code". */
MUST_CHECK err_code svc_second_confirm(struct svc *svc, text code, const uint8_t session[32],
                                       char codes[SVC_RECOVERY_CODES][SVC_RECOVERY_BYTES], kb_err *err);

/* Ten new codes on paper in the place of the old ones. */
MUST_CHECK err_code svc_second_codes(struct svc *svc, char codes[SVC_RECOVERY_CODES][SVC_RECOVERY_BYTES], kb_err *err);

/* The actor does without codes from a telephone. */
MUST_CHECK err_code svc_second_remove(struct svc *svc, kb_err *err);

/* Takes it away from somebody who lost it, passkeys as well, and ends their sessions: administrators and the command
 * line. */
MUST_CHECK err_code svc_second_reset(struct svc *svc, text person, kb_err *err);

/* Signing in: uses up a code from the telephone or from paper; ERR_FORBIDDEN when it is wrong or was used. On the
 * writer. */
MUST_CHECK err_code svc_second_use(struct svc *svc, const char *person, text code, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
