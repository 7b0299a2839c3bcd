/* passkey.h - passkeys (passkey.c): a key in a device, as second factor, or alone where the device knows its owner. */
#ifndef KB_SERVICE_PASSKEY_H
#define KB_SERVICE_PASSKEY_H

#include "kb/service/second.h"
#include "kb/service/webauthn.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { SVC_PASSKEYS_MAX = 20, SVC_PASSKEY_NAME_MAX = 100 /* bytes */ };

struct svc_passkey {
    const char *id;   /* in base64url */
    const char *name; /* as its owner calls it */
    kb_time made, used;
};
struct svc_passkeys {
    const struct svc_passkey *at;
    size_t n;
};

/* The actor's own, oldest first; or those of somebody who gave the right password and is asked for one of them. */
MUST_CHECK err_code svc_passkeys(struct svc *svc, struct svc_passkeys *out, kb_err *err);
MUST_CHECK err_code svc_passkeys_of(struct svc *svc, const char *person, struct svc_passkeys *out, kb_err *err);

/* What the script of a page sends, all in base64url. `credential` is the id of a key that signed. */
struct svc_passkey_answer {
    text credential, client_data, authenticator, signature;
};

/* A new one for the actor. When it is their first second factor, *first: where they are signed in now has it,
 * everywhere else they are signed out, and the codes on paper are given. ERR_INVALID on "name" or "passkey":
 * "passkey-refused", "passkey-taken". */
struct svc_passkey_add {
    text name;
    const struct webauthn_asked *asked;
    struct svc_passkey_answer answer;
    const uint8_t *session; /* 32 bytes */
};
MUST_CHECK err_code svc_passkey_add(struct svc *svc, const struct svc_passkey_add *in, bool *first,
                                    char codes[SVC_RECOVERY_CODES][SVC_RECOVERY_BYTES], kb_err *err);

/* Signing in. `person` is who gave the right password; NULL: whose key it is, and asked->verified must be set.
 * ERR_FORBIDDEN for an unknown key, that of somebody else, a wrong answer, and a challenge that was used, alike. */
MUST_CHECK err_code svc_passkey_use(struct svc *svc, const struct webauthn_asked *asked,
                                    const struct svc_passkey_answer *answer, const char *person, const char **owner,
                                    kb_err *err);

/* The actor's own, "" for all of them; ERR_NOT_FOUND when it is not there. */
MUST_CHECK err_code svc_passkey_remove(struct svc *svc, text id, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
