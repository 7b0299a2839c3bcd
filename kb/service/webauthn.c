#include "kb/service/webauthn.h"

#include "kb/base/cleanup.h"

#include <fido.h>
#include <fido/eddsa.h>
#include <fido/es256.h>
#include <fido/rs256.h>
#include <jansson.h>
#include <sodium.h>
#include <string.h>

const char *webauthn_words(enum webauthn_verdict verdict)
{
    static const char *const words[] = {
#define X(name, words) words,
        WEBAUTHN_VERDICTS(X)
#undef X
    };
    return words[verdict];
}

static const unsigned char *bytes_of(text t)
{
    return (const unsigned char *)t.ptr;
}

/* ---- What the browser says (section 5.8.1) ---- */

static void free_json(json_t **j)
{
    json_decref(*j);
}

static bool says(const json_t *client_data, const char *name, text value)
{
    const json_t *said = json_object_get(client_data, name);
    return json_is_string(said) && text_eq(text_of(json_string_value(said), json_string_length(said)), value);
}

static bool framed(const json_t *client_data)
{
    const json_t *cross = json_object_get(client_data, "crossOrigin");
    return cross && !json_is_false(cross);
}

static enum webauthn_verdict check_client_data(const struct webauthn_asked *asked, const char *type, text json)
{
    if (!json.len || json.len > WEBAUTHN_BYTES_MAX) return WEBAUTHN_UNREADABLE;
    _cleanup_(free_json)
    json_t *said = json_loadb(json.ptr, json.len, JSON_REJECT_DUPLICATES, NULL);
    if (!json_is_object(said)) return WEBAUTHN_UNREADABLE;
    if (!says(said, "type", text_str(type))) return WEBAUTHN_TYPE;
    if (!asked->challenge.len || !says(said, "challenge", asked->challenge)) return WEBAUTHN_CHALLENGE;
    if (!asked->origin.len || !says(said, "origin", asked->origin) || framed(said)) return WEBAUTHN_ORIGIN;
    return WEBAUTHN_GOOD;
}

/* ---- What the device says (section 6.1): hash of the party, flags, counter, and what else there is ---- */

enum { HASH = 32, FLAGS = HASH, COUNTER = FLAGS + 1, HEAD = COUNTER + 4, PRESENT = 0x01, VERIFIED = 0x04 };

static uint32_t counter_of(text authenticator)
{
    const unsigned char *at = bytes_of(authenticator) + COUNTER;
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static enum webauthn_verdict check_authenticator(const struct webauthn_asked *asked, text authenticator)
{
    unsigned char party[HASH];
    if (authenticator.len < HEAD || authenticator.len > WEBAUTHN_BYTES_MAX) return WEBAUTHN_UNREADABLE;
    crypto_hash_sha256(party, (const unsigned char *)asked->rp, strlen(asked->rp));
    unsigned char flags = bytes_of(authenticator)[FLAGS];
    if (memcmp(party, authenticator.ptr, sizeof party) != 0) return WEBAUTHN_RP;
    if (!(flags & PRESENT)) return WEBAUTHN_ABSENT;
    return asked->verified && !(flags & VERIFIED) ? WEBAUTHN_UNVERIFIED : WEBAUTHN_GOOD;
}

static enum webauthn_verdict check(const struct webauthn_asked *asked, const struct webauthn_answer *answer,
                                   const char *type)
{
    fido_init(0); /* asked once in each thread; it opens nothing */
    enum webauthn_verdict verdict = check_client_data(asked, type, answer->client_data);
    return verdict == WEBAUTHN_GOOD ? check_authenticator(asked, answer->authenticator) : verdict;
}

/* ---- Algorithms ---- */

/* libfido2 has a type for the keys of each. */
#define RIGHT_BY(kind, cose)                                                                                           \
    static bool right_by_##kind(const fido_assert_t *said, text public_key)                                            \
    {                                                                                                                  \
        _cleanup_(kind##_pk_free)                                                                                      \
        kind##_pk_t *pk = kind##_pk_new();                                                                             \
        return pk && kind##_pk_from_ptr(pk, public_key.ptr, public_key.len) == FIDO_OK &&                              \
               fido_assert_verify(said, 0, cose, pk) == FIDO_OK;                                                       \
    }
RIGHT_BY(es256, COSE_ES256)
RIGHT_BY(eddsa, COSE_EDDSA)
RIGHT_BY(rs256, COSE_RS256)

static const struct {
    int cose;
    bool (*right)(const fido_assert_t *said, text public_key);
} algorithms[] = {{COSE_ES256, right_by_es256}, {COSE_EDDSA, right_by_eddsa}, {COSE_RS256, right_by_rs256}};

/* ---- A key is made: model of the device, length of its id, its id, the key as CBOR, perhaps extensions ---- */

enum { ID_LENGTH = HEAD + 16, ID = ID_LENGTH + 2 };
enum cbor_major { CBOR_BYTES = 2, CBOR_STRING, CBOR_ARRAY, CBOR_MAP };

/* The number that a head promises (RFC 8949, section 3), and past it. False for one that is cut short, or promises
 * "until further notice", which no device may (CTAP2). */
static bool read_promise(text cbor, size_t *at, uint64_t *n)
{
    unsigned short_form = bytes_of(cbor)[(*at)++] & 31;
    *n = short_form;
    if (short_form < 24) return true;
    size_t more = (size_t)1 << (short_form - 24);
    if (short_form > 27 || more > cbor.len - *at) return false;
    for (*n = 0; more; more--) *n = *n << 8 | bytes_of(cbor)[(*at)++];
    return true;
}

/* libcbor makes room for as many items as are promised before it reads one of them: 50 GB for a few bytes. */
static bool promises_fit(text cbor)
{
    for (size_t at = 0; at < cbor.len;) {
        uint64_t n;
        unsigned major = bytes_of(cbor)[at] >> 5;
        if (!read_promise(cbor, &at, &n)) return false;
        if (major >= CBOR_BYTES && major <= CBOR_MAP && n > cbor.len - at) return false;
        if (major == CBOR_BYTES || major == CBOR_STRING) at += (size_t)n;
    }
    return true;
}

static bool can_be_read(text authenticator)
{
    if (authenticator.len < ID) return false;
    const unsigned char *length = bytes_of(authenticator) + ID_LENGTH;
    size_t key = ID + ((size_t)length[0] << 8 | length[1]);
    return key <= authenticator.len && promises_fit(text_slice(authenticator, key, SIZE_MAX));
}

static bool keep_bytes(const unsigned char *ptr, size_t len, size_t max, arena *a, text *out)
{
    if (!ptr || !len || len > max) return false;
    char *copy = arena_alloc(a, len);
    if (!copy) return false;
    *out = text_of(memcpy(copy, ptr, len), len);
    return true;
}

/* libfido2 reads the key only when it is told the algorithm. */
static bool read_key(int algorithm, text authenticator, arena *a, struct webauthn_key *out)
{
    _cleanup_(fido_cred_free)
    fido_cred_t *cred = fido_cred_new();
    *out = (struct webauthn_key){.algorithm = algorithm, .counter = counter_of(authenticator)};
    return cred && fido_cred_set_type(cred, algorithm) == FIDO_OK &&
           fido_cred_set_authdata_raw(cred, bytes_of(authenticator), authenticator.len) == FIDO_OK &&
           keep_bytes(fido_cred_id_ptr(cred), fido_cred_id_len(cred), WEBAUTHN_ID_MAX, a, &out->id) &&
           keep_bytes(fido_cred_pubkey_ptr(cred), fido_cred_pubkey_len(cred), WEBAUTHN_BYTES_MAX, a, &out->public_key);
}

enum webauthn_verdict webauthn_made(const struct webauthn_asked *asked, const struct webauthn_answer *answer, arena *a,
                                    struct webauthn_key *out)
{
    enum webauthn_verdict verdict = check(asked, answer, "webauthn.create");
    if (verdict != WEBAUTHN_GOOD) return verdict;
    if (!can_be_read(answer->authenticator)) return WEBAUTHN_KEY;
    for (size_t i = 0; i < COUNT_OF(algorithms); i++)
        if (read_key(algorithms[i].cose, answer->authenticator, a, out)) return WEBAUTHN_GOOD;
    return WEBAUTHN_KEY;
}

/* ---- A key signs ---- */

static bool tell(fido_assert_t *said, const struct webauthn_asked *asked, const struct webauthn_answer *answer)
{
    text client = answer->client_data, device = answer->authenticator, signature = answer->signature;
    return fido_assert_set_count(said, 1) == FIDO_OK && fido_assert_set_rp(said, asked->rp) == FIDO_OK &&
           fido_assert_set_up(said, FIDO_OPT_TRUE) == FIDO_OK &&
           fido_assert_set_uv(said, asked->verified ? FIDO_OPT_TRUE : FIDO_OPT_OMIT) == FIDO_OK &&
           fido_assert_set_clientdata(said, bytes_of(client), client.len) == FIDO_OK &&
           fido_assert_set_authdata_raw(said, 0, bytes_of(device), device.len) == FIDO_OK &&
           fido_assert_set_sig(said, 0, bytes_of(signature), signature.len) == FIDO_OK;
}

static bool signature_right(const struct webauthn_asked *asked, const struct webauthn_answer *answer,
                            const struct webauthn_key *key)
{
    _cleanup_(fido_assert_free)
    fido_assert_t *said = fido_assert_new();
    if (!said || !answer->signature.len || answer->signature.len > WEBAUTHN_BYTES_MAX) return false;
    if (!tell(said, asked, answer)) return false;
    for (size_t i = 0; i < COUNT_OF(algorithms); i++)
        if (algorithms[i].cose == key->algorithm) return algorithms[i].right(said, key->public_key);
    return false;
}

enum webauthn_verdict webauthn_signed(const struct webauthn_asked *asked, const struct webauthn_answer *answer,
                                      const struct webauthn_key *key, uint32_t *counter)
{
    enum webauthn_verdict verdict = check(asked, answer, "webauthn.get");
    if (verdict != WEBAUTHN_GOOD) return verdict;
    if (answer->authenticator.len != HEAD) return WEBAUTHN_UNREADABLE; /* no extension was asked */
    if (!signature_right(asked, answer, key)) return WEBAUTHN_SIGNATURE;
    *counter = counter_of(answer->authenticator);
    bool counts = *counter || key->counter;
    return counts && *counter <= key->counter ? WEBAUTHN_COUNTER : WEBAUTHN_GOOD;
}
