/* webauthn_device.h - a device with passkeys, for tests: makes keys and signs, and says whatever it is told to, so that
 * each forgery is signed as well as the truth. */
#ifndef WEBAUTHN_DEVICE_H
#define WEBAUTHN_DEVICE_H

#include "kb/base/buf.h"
#include "kb/service/webauthn.h"
#include "tests/kb_test.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <sodium.h>
#include <string.h>

enum {
    DEVICE_ES256 = -7,
    DEVICE_EDDSA = -8,
    DEVICE_RS256 = -257,
    DEVICE_PRESENT = 1,
    DEVICE_NOBODY = 2 /* no flag that means anything */,
    DEVICE_VERIFIED = 4
};

struct device {
    int algorithm;
    EVP_PKEY *pair;
    char id[16];
};

static inline struct device device_new(int algorithm, const char *id)
{
    struct device d = {.algorithm = algorithm};
    memcpy(d.id, id, strlen(id) < sizeof d.id ? strlen(id) : sizeof d.id);
    if (algorithm == DEVICE_ES256) d.pair = EVP_PKEY_Q_keygen(NULL, NULL, "EC", "P-256");
    if (algorithm == DEVICE_EDDSA) d.pair = EVP_PKEY_Q_keygen(NULL, NULL, "ED25519");
    if (algorithm == DEVICE_RS256) d.pair = EVP_PKEY_Q_keygen(NULL, NULL, "RSA", (size_t)2048);
    assert_non_null(d.pair);
    return d;
}

static inline void device_free(struct device *d)
{
    EVP_PKEY_free(d->pair);
}

/* What browser and device say. */
struct saying {
    const char *type, *challenge, *origin, *more; /* more: further members of the JSON, ",\"crossOrigin\":true" */
    const char *rp;
    unsigned flags;
    uint32_t counter;
};

static inline text device_keep(arena *a, struct buf *made)
{
    char *copy = arena_alloc(a, made->len + 1);
    assert_non_null(copy);
    text out = text_of(memcpy(copy, made->ptr, made->len), made->len);
    buf_release(made);
    return out;
}

static inline text device_client_data(const struct saying *say, arena *a)
{
    struct buf out = buf_new(WEBAUTHN_BYTES_MAX);
    buf_printf(&out, "{\"type\":\"%s\",\"challenge\":\"%s\",\"origin\":\"%s\"%s}", say->type, say->challenge,
               say->origin, say->more ? say->more : "");
    return device_keep(a, &out);
}

static inline void device_put_head(struct buf *out, const struct saying *say, unsigned flags)
{
    unsigned char head[37];
    crypto_hash_sha256(head, (const unsigned char *)say->rp, strlen(say->rp));
    head[32] = (unsigned char)flags;
    for (int i = 0; i < 4; i++) head[33 + i] = (unsigned char)(say->counter >> (24 - 8 * i));
    buf_put(out, text_of((const char *)head, sizeof head));
}

static inline void device_put_bytes(struct buf *out, const char *cbor_head, size_t head, const void *bytes, size_t len)
{
    buf_put(out, text_of(cbor_head, head));
    buf_put(out, text_of((const char *)bytes, len));
}

/* The public key as COSE: maps of RFC 9053, sections 7.1 and 7.2, and RFC 8230. */
static inline void device_put_key(struct buf *out, const struct device *d)
{
    unsigned char key[300];
    size_t len = sizeof key;
    if (d->algorithm == DEVICE_ES256) {
        assert_int_equal(EVP_PKEY_get_octet_string_param(d->pair, OSSL_PKEY_PARAM_PUB_KEY, key, sizeof key, &len), 1);
        assert_int_equal(len, 65);
        device_put_bytes(out, "\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20", 10, key + 1, 32);
        device_put_bytes(out, "\x22\x58\x20", 3, key + 33, 32);
    } else if (d->algorithm == DEVICE_EDDSA) {
        assert_int_equal(EVP_PKEY_get_raw_public_key(d->pair, key, &len), 1);
        device_put_bytes(out, "\xa4\x01\x01\x03\x27\x20\x06\x21\x58\x20", 10, key, len);
    } else {
        BIGNUM *n = NULL;
        assert_int_equal(EVP_PKEY_get_bn_param(d->pair, OSSL_PKEY_PARAM_RSA_N, &n), 1);
        assert_int_equal(BN_bn2bin(n, key), 256);
        BN_free(n);
        device_put_bytes(out, "\xa4\x01\x03\x03\x39\x01\x00\x20\x59\x01\x00", 11, key, 256);
        device_put_bytes(out, "\x21\x43\x01\x00\x01", 5, "", 0);
    }
}

static inline struct webauthn_answer device_make(const struct device *d, const struct saying *say, arena *a)
{
    enum { ATTESTED = 0x40, ID_LENGTH = sizeof d->id };
    struct buf out = buf_new(WEBAUTHN_BYTES_MAX);
    char model[16] = {0}, length[2] = {0, ID_LENGTH};
    device_put_head(&out, say, say->flags | ATTESTED);
    buf_put(&out, text_of(model, sizeof model));
    buf_put(&out, text_of(length, sizeof length));
    buf_put(&out, text_of(d->id, ID_LENGTH));
    device_put_key(&out, d);
    return (struct webauthn_answer){.client_data = device_client_data(say, a), .authenticator = device_keep(a, &out)};
}

/* Signs anew what stands in the answer. */
static inline void device_sign_again(const struct device *d, struct webauthn_answer *answer, arena *a)
{
    unsigned char hash[32];
    struct buf both = buf_new(WEBAUTHN_BYTES_MAX);
    size_t len = 600;
    unsigned char *signature = arena_alloc(a, len);
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    crypto_hash_sha256(hash, (const unsigned char *)answer->client_data.ptr, answer->client_data.len);
    buf_put(&both, answer->authenticator);
    buf_put(&both, text_of((const char *)hash, sizeof hash));
    const EVP_MD *md = d->algorithm == DEVICE_EDDSA ? NULL : EVP_sha256();
    assert_int_equal(EVP_DigestSignInit(ctx, NULL, md, NULL, d->pair), 1);
    assert_int_equal(EVP_DigestSign(ctx, signature, &len, (const unsigned char *)both.ptr, both.len), 1);
    EVP_MD_CTX_free(ctx);
    buf_release(&both);
    answer->signature = text_of((const char *)signature, len);
}

static inline struct webauthn_answer device_sign(const struct device *d, const struct saying *say, arena *a)
{
    struct buf out = buf_new(WEBAUTHN_BYTES_MAX);
    device_put_head(&out, say, say->flags);
    struct webauthn_answer answer = {.client_data = device_client_data(say, a), .authenticator = device_keep(a, &out)};
    device_sign_again(d, &answer, a);
    return answer;
}

#endif
