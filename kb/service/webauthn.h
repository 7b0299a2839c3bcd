/* webauthn.h - is what a browser sends the answer to what we asked? Passkeys, after W3C Web Authentication level 2,
 * sections 7.1 (a key is made) and 7.2 (a key signs).
 *
 * Pure: bytes in, a verdict and a key out. No store, no clock, no device: libfido2 reads keys and checks signatures
 * here, and none of its functions that open a device is called.
 *
 * Who made the device is not asked (attestation "none"): a new key proves that somebody made it now, at our address,
 * and touched the device. Whose it is, whether its id is taken and whether the challenge was used before are the
 * caller's to know.
 */
#ifndef KB_SERVICE_WEBAUTHN_H
#define KB_SERVICE_WEBAUTHN_H

#include "kb/base/arena.h"
#include "kb/base/text.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { WEBAUTHN_BYTES_MAX = 4096, WEBAUTHN_ID_MAX = 1023 /* bytes of one part of an answer; of the id of a key */ };

/* What was asked. */
struct webauthn_asked {
    text origin;    /* as browsers spell it: "https://praktijkbank.nl" */
    const char *rp; /* whose passkeys: the name in it, "praktijkbank.nl" */
    text challenge; /* in base64url, as the browser repeats it */
    bool verified;  /* the device must know its owner, by PIN, finger or face; a touch is always asked */
};

/* What the device said, as bytes. */
struct webauthn_answer {
    text client_data;   /* JSON, of the browser */
    text authenticator; /* of the device */
    text signature;     /* over both; none when a key is made */
};

struct webauthn_key {
    text id;          /* the device's name for it */
    int algorithm;    /* COSE: -7 ES256, -8 EdDSA, -257 RS256 (2048 bits) */
    text public_key;  /* as libfido2 has it */
    uint32_t counter; /* signatures so far; 0 on a device that does not count */
};

/* clang-format off */
#define WEBAUTHN_VERDICTS(X)                                                                                           \
    X(WEBAUTHN_GOOD,       "good")                                                                                     \
    X(WEBAUTHN_UNREADABLE, "unreadable")                                                                               \
    X(WEBAUTHN_TYPE,       "another type")      /* a new key for a signature, or the other way round */                \
    X(WEBAUTHN_CHALLENGE,  "another challenge")                                                                        \
    X(WEBAUTHN_ORIGIN,     "another origin")    /* or within a frame of another origin */                              \
    X(WEBAUTHN_RP,         "another party")                                                                            \
    X(WEBAUTHN_ABSENT,     "nobody was there")                                                                         \
    X(WEBAUTHN_UNVERIFIED, "the owner was not verified")                                                               \
    X(WEBAUTHN_KEY,        "no key that we can use")                                                                   \
    X(WEBAUTHN_SIGNATURE,  "the signature is wrong")                                                                   \
    X(WEBAUTHN_COUNTER,    "the counter did not rise")  /* two devices hold this key */
/* clang-format on */

enum webauthn_verdict {
#define X(name, words) name,
    WEBAUTHN_VERDICTS(X)
#undef X
};

/* For the log. */
const char *webauthn_words(enum webauthn_verdict verdict);

/* A key was made. `out` is filled when that is good; it lives in the arena. */
enum webauthn_verdict webauthn_made(const struct webauthn_asked *asked, const struct webauthn_answer *answer, arena *a,
                                    struct webauthn_key *out);

/* This key signed. When that is good, *counter is what to keep beside the key from now on. */
enum webauthn_verdict webauthn_signed(const struct webauthn_asked *asked, const struct webauthn_answer *answer,
                                      const struct webauthn_key *key, uint32_t *counter);

#ifdef __cplusplus
}
#endif
#endif
