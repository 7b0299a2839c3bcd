/* token.h - tokens (token.c): a program reads in the name of a person.
 *
 * 256 random bits behind "kb_", by which who looks for secrets that leaked knows them. Shown once; only the SHA-256 is
 * kept. What a token opens is its scope: the table of routes says which addresses take which. There it gives what its
 * person may see at that moment, and nowhere can it change anything. It ends with its term, when it is revoked, and
 * with everything that ends all sessions of its person: another password, a closed account. Of who signs in at the
 * identity provider it sleeps when they did not for as long as a session lives, so that it does not outlive their
 * account there. */
#ifndef KB_SERVICE_TOKEN_H
#define KB_SERVICE_TOKEN_H

#include "kb/service/svc.h"

#ifdef __cplusplus
extern "C" {
#endif

/* One bit each: a route takes several. */
enum svc_token_scope {
    SVC_TOKEN_NOTHING = 0,
    SVC_TOKEN_FEEDS = 1, /* what a reader of feeds asks */
    SVC_TOKEN_READ = 2   /* searching and reading texts, feeds too */
};
const char *svc_token_scope_slug(enum svc_token_scope scope); /* "feeds", "read" */

#define SVC_TOKEN_PREFIX "kb_"
enum { SVC_TOKEN_BYTES = 3 + 43 + 1 /* prefix, base64url, NUL */, SVC_TOKENS_MAX = 20, SVC_TOKEN_NAME_MAX = 100 };

/* For how many days one may be made at most: a setting. */
MUST_CHECK err_code svc_token_days(struct svc *svc, int64_t *most, kb_err *err);

/* For the actor; the last day counts whole. ERR_INVALID on "token_name", "token_scope" and "token_term". */
struct svc_token_make {
    text name, scope;
    int64_t days;
};
struct svc_token_made {
    char token[SVC_TOKEN_BYTES]; /* for the person, nowhere else and never again */
    kb_time expires;
};
MUST_CHECK err_code svc_token_make(struct svc *svc, const struct svc_token_make *in, struct svc_token_made *out,
                                   kb_err *err);

struct svc_token {
    const char *id, *name; /* the id opens nothing */
    enum svc_token_scope scope;
    kb_time expires;
    bool over;
    const char *used; /* the last day, "2026-03-12"; "" when not yet */
};
struct svc_tokens {
    const struct svc_token *at; /* oldest first */
    size_t n;
};
/* Of the person, for themselves or an administrator. ERR_NOT_FOUND when that person has no such token. */
MUST_CHECK err_code svc_tokens(struct svc *svc, text person, struct svc_tokens *out, kb_err *err);
MUST_CHECK err_code svc_token_revoke(struct svc *svc, text person, text id, kb_err *err);

/* Whose token this is. ERR_TOKEN, always the same, for what is no token, is unknown, was revoked, is over, sleeps, or
 * is of a closed account. Reads. */
struct svc_token_holder {
    const char *person;
    enum svc_token_scope scope;
    uint8_t key[32];  /* for svc_token_used */
    bool first_today; /* the day of use is not written down yet */
};
MUST_CHECK err_code svc_token_look(struct svc *svc, text sent, struct svc_token_holder *out, kb_err *err);

/* Writes down the day; may be lost. On the writer. */
MUST_CHECK err_code svc_token_used(struct store *store, const uint8_t key[32], kb_time at, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
