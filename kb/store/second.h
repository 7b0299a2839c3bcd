/* second.h - the second factor of an account: a shared secret for codes by time, and codes on paper that work once.
 *
 * The secret must be read again to check a code, so it is sealed: with a key that stands beside the database in
 * DIR/secret.key (0600, made with the store). A copy of the database without that file opens nothing.
 */
#ifndef KB_STORE_SECOND_H
#define KB_STORE_SECOND_H

#include "kb/base/arena.h"
#include "kb/base/clock.h"
#include "kb/base/err.h"

#ifdef __cplusplus
extern "C" {
#endif

struct store;

/* Seals what belongs to one person, so that it opens for that person only. ERR_IO when there is no key file.
 * store_unseal: ERR_CORRUPT when it was sealed with another key, or for somebody else. */
MUST_CHECK err_code store_seal(struct store *s, const char *person, text plain, arena *a, text *sealed, kb_err *err);
MUST_CHECK err_code store_unseal(struct store *s, const char *person, text sealed, arena *a, text *plain, kb_err *err);

/* A key for one other purpose, from the same file: `number` and the eight letters of `purpose` are its name, for ever
 * (crypto_kdf). ERR_IO when there is no key file. */
enum { STORE_KEY_BYTES = 32 };
MUST_CHECK err_code store_key_derive(const struct store *s, uint64_t number, const char purpose[8],
                                     uint8_t out[STORE_KEY_BYTES], kb_err *err);

struct store_second {
    const char *person;
    text sealed;
    kb_time made, confirmed; /* confirmed 0: being set up, counts for nothing */
    int64_t last_step;
};

/* ERR_NOT_FOUND when there is none. */
MUST_CHECK err_code store_second_get(struct store *s, const char *person, arena *a, struct store_second *out,
                                     kb_err *err);
/* A new one, not confirmed, over the old one. */
MUST_CHECK err_code store_second_put(struct store *s, const struct store_second *row, kb_err *err);

/* The code of this step is used at `at`, which also confirms; ERR_CONFLICT when it, or a later one, was used before. */
MUST_CHECK err_code store_second_use(struct store *s, const char *person, int64_t step, kb_time at, kb_err *err);

/* Takes away the secret; the codes on paper stay. */
MUST_CHECK err_code store_second_remove(struct store *s, const char *person, kb_err *err);

/* ---- Codes on paper ---- */

MUST_CHECK err_code store_recovery_add(struct store *s, const char *person, const uint8_t hash[32], kb_time at,
                                       kb_err *err);
/* ERR_NOT_FOUND when this person has no such code that is left. */
MUST_CHECK err_code store_recovery_use(struct store *s, const char *person, const uint8_t hash[32], kb_time at,
                                       kb_err *err);
MUST_CHECK err_code store_recovery_left(struct store *s, const char *person, int64_t *n, kb_err *err);
MUST_CHECK err_code store_recovery_clear(struct store *s, const char *person, kb_err *err);

/* ---- Who lost it and has no code on paper: a colleague is asked; and whose old one was taken away ---- */

struct store_loss {
    const char *person;
    kb_time asked, expires;
    const char *vouched_by; /* NULL: nobody yet */
    kb_time anew;           /* when the old one was taken away; 0: not yet */
};
struct store_losses {
    struct store_loss *at;
    size_t n;
};

/* ERR_NOT_FOUND when there is none. */
MUST_CHECK err_code store_loss_get(struct store *s, const char *person, arena *a, struct store_loss *out, kb_err *err);
/* Those that wait for a colleague now, the first to expire first. */
MUST_CHECK err_code store_loss_waiting(struct store *s, kb_time now, arena *a, struct store_losses *out, kb_err *err);
/* Over the one there is. */
MUST_CHECK err_code store_loss_put(struct store *s, const struct store_loss *row, kb_err *err);
MUST_CHECK err_code store_loss_remove(struct store *s, const char *person, kb_err *err);
/* Those that expired before this; a factor that was taken away is no matter of time. */
MUST_CHECK err_code store_loss_forget(struct store *s, kb_time before, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
