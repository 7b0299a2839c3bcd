/* token.h - with a token a program reads in the name of a person. The token itself never comes here, only its SHA-256
 * (store_sha256). What it opens and whether its time is over is the caller's judgement.
 */
#ifndef KB_STORE_TOKEN_H
#define KB_STORE_TOKEN_H

#include "kb/base/arena.h"
#include "kb/base/clock.h"
#include "kb/base/err.h"

#ifdef __cplusplus
extern "C" {
#endif

struct store;

struct store_token {
    const char *id;
    uint8_t hash[32];
    const char *person, *name;
    const char *scope; /* "feeds", "read" */
    kb_time made, expires;
    kb_time signed_in; /* when its person last did */
    const char *used;  /* "2026-03-12": the last day; NULL: not yet */
};

struct store_tokens {
    struct store_token *at;
    size_t n;
};

/* ERR_NOT_FOUND when there is none. */
MUST_CHECK err_code store_token_get(struct store *s, const uint8_t hash[32], arena *a, struct store_token *out,
                                    kb_err *err);

/* All of one person, oldest first; at most 100. */
MUST_CHECK err_code store_tokens_of(struct store *s, const char *person, arena *a, struct store_tokens *out,
                                    kb_err *err);

MUST_CHECK err_code store_token_add(struct store *s, const struct store_token *row, kb_err *err);

/* A program asked with it on this day. One that went in the meantime is fine. */
MUST_CHECK err_code store_token_used(struct store *s, const uint8_t hash[32], const char *day, kb_err *err);

/* Their person signed in at this time. */
MUST_CHECK err_code store_token_signed_in(struct store *s, const char *person, kb_time at, kb_err *err);

/* ERR_NOT_FOUND when this person has no such token. All of a person go with their sessions: store_session_end_person.
 */
MUST_CHECK err_code store_token_remove(struct store *s, const char *id, const char *person, kb_err *err);

/* Takes away what expired before this time. */
MUST_CHECK err_code store_token_forget(struct store *s, kb_time before, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
