/* account.h - signing in with a password, sessions, and a password that was forgotten (account.c, reset.c). */
#ifndef KB_SERVICE_ACCOUNT_H
#define KB_SERVICE_ACCOUNT_H

#include "kb/service/svc.h"

#ifdef __cplusplus
extern "C" {
#endif

/* In code points; with a second factor a shorter one will do (design section 9). */
enum { SVC_PASSWORD_MIN = 15, SVC_PASSWORD_MIN_SECOND = 12, SVC_PASSWORD_MAX = 200 /* bytes */ };

/* Whose password it is going to be: what others know of them is guessed first. */
struct svc_password_about {
    text sign_in, name;
    bool second_factor;
    const text *words; /* names of the network: svc_password_about; NULL when there is no store to ask */
    size_t n_words;
};

/* Puts the words of the network's own into about: its name, those of its organisations and locations. */
MUST_CHECK err_code svc_password_about(struct svc *svc, struct svc_password_about *about, kb_err *err);

/* ERR_INVALID with field "password": "too-short", "too-long", "not-text", or "too-easy": what everybody tries, and what
 * is made of one ordinary word and things that are known. No composition rules. */
MUST_CHECK err_code svc_password_check(text password, const struct svc_password_about *about, kb_err *err);

/* A sign-in name as it is compared, however it was typed: for counting attempts. "" for what can be none. */
const char *svc_sign_in_folded(struct svc *svc, text sign_in);

/* Whose name that is; NULL for nobody. For counting attempts, never for an answer. Reads. */
MUST_CHECK err_code svc_person_called(struct svc *svc, text sign_in, const char **person, kb_err *err);

/* argon2id with 64 MiB: a quarter of a second; on the small pool only. */
MUST_CHECK err_code svc_password_hash(text password, arena *a, const char **hash, kb_err *err);

/* Whose password this is: ERR_FORBIDDEN for an unknown name, a closed account and a wrong password alike, in the same
 * time. Reads; on the small pool only. Meanwhile the password can change: `mark` tells svc_sign_in which one it was. */
enum { SVC_PASSWORD_MARK_BYTES = 33 };
MUST_CHECK err_code svc_password_verify(struct svc *svc, text sign_in, text password, const char **person,
                                        char mark[SVC_PASSWORD_MARK_BYTES], kb_err *err);

struct svc_new_session {
    const char *person;
    const uint8_t *token_hash, *csrf; /* 32 bytes each */
    bool trusted, second;             /* second: a second factor was given */
    const char *password_mark;        /* of the password that was right; NULL when none was asked */
    const char *agent, *place;        /* may be NULL */
    const char *sso;                  /* begun at the identity provider: svc_sso_session; NULL when not */
    kb_time age;                      /* how long ago they proved who they are there; 0: just now */
};

/* ERR_FORBIDDEN when the account was closed since, when it has another password by now, or when the password alone does
 * not open it any more: whoever ends all sessions ends those on their way too. */
MUST_CHECK err_code svc_sign_in(struct svc *svc, const struct svc_new_session *in, kb_err *err);

/* Where the actor is signed in now; `own` is the session that asks. Ids are no tokens: they open nothing. */
enum { SVC_SESSION_ID_BYTES = 27, SVC_SESSION_IDLE_MS = 12 * MS_HOUR, SVC_SESSION_ABSOLUTE_MS = 7 * MS_DAY };
struct svc_session {
    char id[SVC_SESSION_ID_BYTES];
    const char *agent, *place;
    kb_time created, last_seen;
    bool trusted, own;
};
struct svc_sessions {
    const struct svc_session *at;
    size_t n;
};
MUST_CHECK err_code svc_sessions(struct svc *svc, const uint8_t own[32], struct svc_sessions *out, kb_err *err);

/* Ends one of the actor's own by its id, or with "" all but `own`. ERR_NOT_FOUND when it is not there any more. */
MUST_CHECK err_code svc_session_end(struct svc *svc, text id, const uint8_t own[32], kb_err *err);
MUST_CHECK err_code svc_sign_out(struct svc *svc, const uint8_t token_hash[32], kb_err *err);
MUST_CHECK err_code svc_password_put(struct svc *svc, text person, const char *hash, kb_err *err);

/* ---- A forgotten password (reset.c) ---- */

enum { SVC_RESET_MINUTES = 60 /* so long its link works */, SVC_RESET_APART_MINUTES = 15 };

/* Somebody says that they forgot the password of this name, or of whoever gets mail at this address. Each open account
 * it belongs to gets a letter of its own with a link that sets another one (svc_link_use), unless there was such a
 * letter in the last SVC_RESET_APART_MINUTES; it replaces the one before. OK in any case: who asked learns nothing, and
 * neither does a log but that of the account. For the system. */
MUST_CHECK err_code svc_reset(struct svc *svc, text name, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
