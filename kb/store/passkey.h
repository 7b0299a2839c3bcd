/* passkey.h - public keys with which people sign in. There is no secret in them: the half that signs is in a device. */
#ifndef KB_STORE_PASSKEY_H
#define KB_STORE_PASSKEY_H

#include "kb/base/arena.h"
#include "kb/base/clock.h"
#include "kb/base/err.h"

#ifdef __cplusplus
extern "C" {
#endif

struct store;

struct store_passkey {
    text id; /* bytes, as the device gave them */
    const char *person;
    int algorithm;
    text public_key;
    int64_t counter;
    const char *name;
    kb_time made, used; /* used 0: not yet */
};

struct store_passkeys {
    struct store_passkey *at;
    size_t n;
};

/* ERR_NOT_FOUND when there is none. */
MUST_CHECK err_code store_passkey_get(struct store *s, text id, arena *a, struct store_passkey *out, kb_err *err);

/* All of one person, oldest first; at most 100. */
MUST_CHECK err_code store_passkeys_of(struct store *s, const char *person, arena *a, struct store_passkeys *out,
                                      kb_err *err);

/* ERR_CONFLICT when there is one with this id, whoever it belongs to. */
MUST_CHECK err_code store_passkey_add(struct store *s, const struct store_passkey *row, kb_err *err);

/* Somebody signed in with it: its counter is this from now on. */
MUST_CHECK err_code store_passkey_used(struct store *s, text id, int64_t counter, kb_time at, kb_err *err);

/* ERR_NOT_FOUND when this person has no such key. */
MUST_CHECK err_code store_passkey_remove(struct store *s, text id, const char *person, kb_err *err);
MUST_CHECK err_code store_passkey_clear(struct store *s, const char *person, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
