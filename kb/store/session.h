/* session.h - who is signed in, one-time links, and forms that wait for a sign-in.
 *
 * Tokens never come here: callers hand in their SHA-256 (store_sha256). The store keeps times; what is too old is the
 * caller's judgement (design section 9).
 */
#ifndef KB_STORE_SESSION_H
#define KB_STORE_SESSION_H

#include "kb/base/arena.h"
#include "kb/base/clock.h"
#include "kb/base/err.h"

#ifdef __cplusplus
extern "C" {
#endif

struct store;

enum { STORE_TOKEN_HASH_BYTES = 32, STORE_CSRF_BYTES = 32 };

struct store_session {
    uint8_t token_hash[STORE_TOKEN_HASH_BYTES];
    const char *person;
    kb_time created, last_seen;
    kb_time signed_in; /* last time a password was given */
    bool trusted;      /* "dit is mijn eigen apparaat" */
    uint8_t csrf[STORE_CSRF_BYTES];
    kb_time second;            /* when a second factor was given; 0: never */
    const char *agent, *place; /* browser and system, network address: as it began; "" when not known */
    const char *sso;           /* begun at the identity provider: the hash of its session there; "" when not */
};

struct store_sessions {
    struct store_session *at;
    size_t n;
};

/* All of one person, the one used last first; at most 200. */
MUST_CHECK err_code store_sessions_of(struct store *s, const char *person, arena *a, struct store_sessions *out,
                                      kb_err *err);

void store_sha256(text bytes, uint8_t hash[32]);

/* ERR_NOT_FOUND when there is none. */
MUST_CHECK err_code store_session_get(struct store *s, const uint8_t token_hash[32], arena *a,
                                      struct store_session *out, kb_err *err);
MUST_CHECK err_code store_session_add(struct store *s, const struct store_session *session, kb_err *err);
MUST_CHECK err_code store_session_seen(struct store *s, const uint8_t token_hash[32], kb_time at, kb_err *err);
MUST_CHECK err_code store_session_signed_in(struct store *s, const uint8_t token_hash[32], kb_time at, kb_err *err);

MUST_CHECK err_code store_session_second(struct store *s, const uint8_t token_hash[32], kb_time at, kb_err *err);

/* All of a person but this one. */
MUST_CHECK err_code store_session_end_others(struct store *s, const char *person, const uint8_t token_hash[32],
                                             kb_err *err);

/* Ends one session; all of a person, and their tokens (token.h) with them, so that whoever is put out is out; or all
 * that are idle since before `last_seen` or older than `created`. Ending what is not there is fine. */
MUST_CHECK err_code store_session_end(struct store *s, const uint8_t token_hash[32], kb_err *err);
MUST_CHECK err_code store_session_end_person(struct store *s, const char *person, kb_err *err);
MUST_CHECK err_code store_session_forget(struct store *s, kb_time last_seen, kb_time created, kb_err *err);

/* Ends what was begun at the identity provider: that session there, or with "" all of the person. Without a person the
 * session must be named. */
MUST_CHECK err_code store_session_end_sso(struct store *s, const char *person_or_null, const char *sso, kb_err *err);

struct store_link {
    uint8_t token_hash[STORE_TOKEN_HASH_BYTES];
    const char *purpose; /* "first-administrator", "password", "unsubscribe", "address", "reset", "invite", "check",
                            "position", "reader" */
    const char *person;  /* for whom; NULL: whoever holds it */
    kb_time created, expires;
    kb_time used;                /* 0: not yet */
    const char *object, *detail; /* what it is for; NULL when that is a person only */
    const char *made_by;         /* NULL: nobody in person, as for the link in a letter */
};

MUST_CHECK err_code store_link_add(struct store *s, const struct store_link *link, kb_err *err);
MUST_CHECK err_code store_link_get(struct store *s, const uint8_t token_hash[32], arena *a, struct store_link *out,
                                   kb_err *err);

/* Uses the link up at `at`: ERR_GONE when it was used before, has expired, or never was. */
MUST_CHECK err_code store_link_use(struct store *s, const uint8_t token_hash[32], kb_time at, kb_err *err);

struct store_links {
    struct store_link *at;
    size_t n;
};

/* Those of an object that are still good, oldest first, at most 200. */
MUST_CHECK err_code store_link_list(struct store *s, const char *object, const char *purpose, kb_time now, arena *a,
                                    struct store_links *out, kb_err *err);
/* Those of a person and a purpose never were. */
MUST_CHECK err_code store_link_drop(struct store *s, const char *person, const char *purpose, kb_err *err);
/* Revokes one: it never was. */
MUST_CHECK err_code store_link_remove(struct store *s, const uint8_t token_hash[32], kb_err *err);

/* Takes away what expired before this time, pending forms included. */
MUST_CHECK err_code store_link_forget(struct store *s, kb_time before, kb_err *err);

/* A form whose session had ended: kept sealed by the caller until the person has signed in again, taken once. */
struct store_pending {
    uint8_t token_hash[STORE_TOKEN_HASH_BYTES];
    uint8_t place[STORE_TOKEN_HASH_BYTES]; /* hash of where it was sent from */
    kb_time expires;
    text sealed;
};
MUST_CHECK err_code store_pending_put(struct store *s, const struct store_pending *form, kb_err *err);
/* How many wait at this time; how many of one place; from which place most of them come, ERR_NOT_FOUND for none. */
MUST_CHECK err_code store_pending_count(struct store *s, kb_time at, int64_t *n, kb_err *err);
MUST_CHECK err_code store_pending_of(struct store *s, const uint8_t place[32], kb_time at, int64_t *n, kb_err *err);
MUST_CHECK err_code store_pending_most(struct store *s, kb_time at, uint8_t place[32], int64_t *n, kb_err *err);
/* The oldest of a place waits no more. */
MUST_CHECK err_code store_pending_drop(struct store *s, const uint8_t place[32], kb_time at, kb_err *err);
MUST_CHECK err_code store_pending_take(struct store *s, const uint8_t token_hash[32], kb_time at, arena *a,
                                       text *sealed, kb_err *err);

/* ---- Requests that were carried out ---- */

/* ERR_CONFLICT when this key was given before. */
MUST_CHECK err_code store_request_once(struct store *s, const uint8_t key[STORE_TOKEN_HASH_BYTES], kb_time at,
                                       kb_err *err);
MUST_CHECK err_code store_request_forget(struct store *s, kb_time before, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
