#include "kb/http/sealed.h"

#include <sodium.h>

enum {
    NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
    MAC = crypto_aead_xchacha20poly1305_ietf_ABYTES,
    BASE64 = sodium_base64_VARIANT_URLSAFE_NO_PADDING
};

static const unsigned char *bytes_of(text t)
{
    return (const unsigned char *)t.ptr;
}

void sealed_key_new(unsigned char key[SEALED_KEY_LEN])
{
    _Static_assert((int)SEALED_KEY_LEN == (int)crypto_aead_xchacha20poly1305_ietf_KEYBYTES, "the key fits");
    randombytes_buf(key, SEALED_KEY_LEN);
}

text sealed_make(const unsigned char key[SEALED_KEY_LEN], const char *purpose, text plain, size_t max, arena *a)
{
    size_t len = NONCE + MAC + plain.len, room = sodium_base64_encoded_len(len, BASE64);
    if (room > max) return text_str("");
    unsigned char *sealed = arena_alloc(a, len);
    char *out = arena_alloc(a, room);
    if (!sealed || !out) return text_str("");
    randombytes_buf(sealed, NONCE);
    crypto_aead_xchacha20poly1305_ietf_encrypt(sealed + NONCE, NULL, bytes_of(plain), plain.len,
                                               (const unsigned char *)purpose, strlen(purpose), NULL, sealed, key);
    return text_str(sodium_bin2base64(out, room, sealed, len, BASE64));
}

bool sealed_open(const unsigned char key[SEALED_KEY_LEN], const char *purpose, text sealed, arena *a, text *plain)
{
    size_t len = 0;
    unsigned char *bytes = arena_alloc(a, sealed.len + 1), *out;
    if (!bytes || sodium_base642bin(bytes, sealed.len, sealed.ptr, sealed.len, NULL, &len, NULL, BASE64) != 0)
        return false;
    if (len < NONCE + MAC || !(out = arena_alloc(a, len))) return false;
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(out, NULL, NULL, bytes + NONCE, len - NONCE,
                                                   (const unsigned char *)purpose, strlen(purpose), bytes, key) != 0)
        return false;
    *plain = text_of((const char *)out, len - NONCE - MAC);
    return true;
}
