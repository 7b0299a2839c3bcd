#include "kb/http/known.h"

#include <sodium.h>
#include <string.h>

enum {
    DEVICE = 16,
    PROOF = 16,
    BYTES_MAX = DEVICE + KNOWN_PERSONS * PROOF,
    BASE64 = sodium_base64_VARIANT_URLSAFE_NO_PADDING,
    AGE_S = 365 * 24 * 3600
};

struct known {
    unsigned char bytes[BYTES_MAX]; /* the device, then the proofs */
    size_t proofs;
};

static const char *cookie_name(const kb_req *req)
{
    return req->plain_cookie ? KNOWN_COOKIE_PLAIN : KNOWN_COOKIE;
}

static bool read_cookie(const kb_req *req, struct known *k)
{
    size_t len = 0;
    text value = req_cookie(req, cookie_name(req));
    if (sodium_base642bin(k->bytes, sizeof k->bytes, value.ptr, value.len, NULL, &len, NULL, BASE64) != 0) return false;
    k->proofs = len > DEVICE ? (len - DEVICE) / PROOF : 0;
    return k->proofs && len == DEVICE + k->proofs * PROOF;
}

static void prove(const struct known *k, const unsigned char key[KNOWN_KEY_BYTES], const char *person,
                  unsigned char proof[PROOF])
{
    crypto_generichash_state state;
    crypto_generichash_init(&state, key, KNOWN_KEY_BYTES, PROOF);
    crypto_generichash_update(&state, k->bytes, DEVICE);
    crypto_generichash_update(&state, (const unsigned char *)person, strlen(person));
    crypto_generichash_final(&state, proof, PROOF);
}

/* Which proof this is; k->proofs when it is none of them. */
static size_t find(const struct known *k, const unsigned char proof[PROOF])
{
    size_t i = 0;
    while (i < k->proofs && sodium_memcmp(k->bytes + DEVICE + i * PROOF, proof, PROOF) != 0) i++;
    return i;
}

text known_device(const kb_req *req, const unsigned char key[KNOWN_KEY_BYTES], const char *person)
{
    struct known k;
    unsigned char proof[PROOF];
    if (!person || !read_cookie(req, &k)) return TEXT("");
    prove(&k, key, person, proof);
    bool known = find(&k, proof) < k.proofs;
    return known ? arena_text(req->arena, text_of((const char *)k.bytes, DEVICE)) : TEXT("");
}

/* In front of the others; the one that is longest ago makes room. */
static void put_first(struct known *k, const unsigned char proof[PROOF])
{
    unsigned char *first = k->bytes + DEVICE;
    size_t at = find(k, proof);
    if (at == k->proofs && k->proofs < KNOWN_PERSONS) k->proofs++;
    if (at == KNOWN_PERSONS) at--;
    memmove(first + PROOF, first, at * PROOF);
    memcpy(first, proof, PROOF);
}

void known_device_add(const kb_req *req, kb_res *res, const unsigned char key[KNOWN_KEY_BYTES], const char *person)
{
    struct known k;
    unsigned char proof[PROOF];
    char value[sodium_base64_ENCODED_LEN(BYTES_MAX, BASE64)];
    if (!read_cookie(req, &k)) {
        k.proofs = 0;
        randombytes_buf(k.bytes, DEVICE);
    }
    prove(&k, key, person, proof);
    put_first(&k, proof);
    sodium_bin2base64(value, sizeof value, k.bytes, DEVICE + k.proofs * PROOF, BASE64);
    res_cookie_at(res, "/inloggen", cookie_name(req), value, AGE_S, req->plain_cookie);
}
