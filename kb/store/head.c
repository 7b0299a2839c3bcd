#include "kb/store/head.h"

#include "kb/store/change.h"
#include "kb/store/handle.h"
#include "kb/store/second.h"

#include <sodium.h>

enum { ROOM = 64 * 1024, MESSAGE_MAX = 64 };

static const char mark[] = "kb-head-1\n";

static err_code keys_of(const struct store *s, uint8_t public[crypto_sign_PUBLICKEYBYTES],
                        uint8_t secret[crypto_sign_SECRETKEYBYTES], kb_err *err)
{
    uint8_t seed[STORE_KEY_BYTES];
    _Static_assert((int)STORE_KEY_BYTES == (int)crypto_sign_SEEDBYTES, "a derived key is a seed");
    ERR_TRY(store_key_derive(s, 1, "log-head", seed, err));
    crypto_sign_seed_keypair(public, secret, seed);
    sodium_memzero(seed, sizeof seed);
    return OK;
}

static size_t write_message(int64_t seq, const uint8_t hash[STORE_HASH_BYTES], uint8_t out[MESSAGE_MAX])
{
    size_t n = sizeof mark - 1;
    memcpy(out, mark, n);
    for (int i = 0; i < 8; i++) out[n++] = (uint8_t)((uint64_t)seq >> (56 - 8 * i));
    memcpy(out + n, hash, STORE_HASH_BYTES);
    return n + STORE_HASH_BYTES;
}

/* The row with this seq; rows->n is 0 when there is none. */
static err_code row_at(struct store *s, int64_t seq, arena *a, struct store_changes *rows, kb_err *err)
{
    ERR_TRY(store_changes_after(s, seq - 1, 1, a, rows, err));
    if (rows->n && rows->at[0].seq != seq) rows->n = 0;
    return OK;
}

err_code store_head_sign(struct store *s, struct store_head *out, kb_err *err)
{
    uint8_t public[crypto_sign_PUBLICKEYBYTES], secret[crypto_sign_SECRETKEYBYTES], signature[crypto_sign_BYTES],
        message[MESSAGE_MAX], hash[STORE_HASH_BYTES] = {0};
    struct store_changes rows = {0};
    _cleanup_(arena_free_p)
    arena *a = arena_new(ROOM);
    if (!a) return err_set(err, ERR_NOMEM, "a signed head");
    ERR_TRY(store_seq(s, &out->seq, err));
    if (out->seq) ERR_TRY(row_at(s, out->seq, a, &rows, err));
    if (rows.n) memcpy(hash, rows.at[0].hash, sizeof hash);
    ERR_TRY(keys_of(s, public, secret, err));
    crypto_sign_detached(signature, NULL, message, write_message(out->seq, hash, message), secret);
    sodium_memzero(secret, sizeof secret);
    sodium_bin2hex(out->hash, sizeof out->hash, hash, sizeof hash);
    sodium_bin2hex(out->signature, sizeof out->signature, signature, sizeof signature);
    sodium_bin2hex(out->key, sizeof out->key, public, sizeof public);
    return OK;
}

/* ---- Checking ---- */

/* The word behind "name=", up to a space; "" when the line has no such thing. */
static text word_of(text line, const char *name)
{
    for (text part; text_next(&line, ' ', &part);)
        if (text_starts(part, text_str(name))) return text_trim(text_slice(part, strlen(name), SIZE_MAX));
    return TEXT("");
}

static bool take_hex(text word, char *out, size_t room)
{
    if (word.len != room - 1) return false;
    memcpy(out, word.ptr, word.len);
    out[word.len] = '\0';
    return true;
}

bool store_head_read(text line, struct store_head *out)
{
    uint64_t seq;
    if (!text_to_u64(word_of(line, "seq="), INT64_MAX, &seq)) return false;
    out->seq = (int64_t)seq;
    return take_hex(word_of(line, "hash="), out->hash, sizeof out->hash) &&
           take_hex(word_of(line, "signature="), out->signature, sizeof out->signature) &&
           take_hex(word_of(line, "key="), out->key, sizeof out->key);
}

static bool from_hex(const char *hex, uint8_t *out, size_t len)
{
    size_t n = 0;
    return sodium_hex2bin(out, len, hex, strlen(hex), NULL, &n, NULL) == 0 && n == len;
}

static bool is_signed(const struct store_head *head, uint8_t hash[STORE_HASH_BYTES],
                      const uint8_t public[crypto_sign_PUBLICKEYBYTES])
{
    uint8_t signature[crypto_sign_BYTES], message[MESSAGE_MAX];
    return from_hex(head->hash, hash, STORE_HASH_BYTES) && from_hex(head->signature, signature, sizeof signature) &&
           crypto_sign_verify_detached(signature, message, write_message(head->seq, hash, message), public) == 0;
}

err_code store_head_check(struct store *s, const struct store_head *head, const char **what, kb_err *err)
{
    uint8_t public[crypto_sign_PUBLICKEYBYTES], secret[crypto_sign_SECRETKEYBYTES], said[crypto_sign_PUBLICKEYBYTES],
        hash[STORE_HASH_BYTES];
    struct store_changes rows = {0};
    _cleanup_(arena_free_p)
    arena *a = arena_new(ROOM);
    if (!a) return err_set(err, ERR_NOMEM, "a signed head");
    *what = NULL;
    ERR_TRY(keys_of(s, public, secret, err));
    sodium_memzero(secret, sizeof secret);
    if (!from_hex(head->key, said, sizeof said) || memcmp(said, public, sizeof said) != 0)
        *what = "key";
    else if (!is_signed(head, hash, public))
        *what = "signature";
    if (*what || !head->seq) return OK;
    ERR_TRY(row_at(s, head->seq, a, &rows, err));
    if (!rows.n)
        *what = "missing";
    else if (memcmp(rows.at[0].hash, hash, sizeof hash) != 0)
        *what = "changed";
    return OK;
}
