#include "kb/http/kept.h"

#include "kb/base/cleanup.h"
#include "kb/http/csrf.h"
#include "kb/http/routes.h"

#include <sodium.h>

enum {
    NONCE = crypto_secretbox_NONCEBYTES,
    MAC = crypto_secretbox_MACBYTES,
    BASE64 = sodium_base64_VARIANT_URLSAFE_NO_PADDING
};

void kept_key_new(unsigned char key[KEPT_KEY_LEN])
{
    _Static_assert((int)KEPT_KEY_LEN == (int)crypto_secretbox_KEYBYTES, "the key fits the box");
    randombytes_buf(key, KEPT_KEY_LEN);
}

/* ---- What is in it: the time, the path, and each name and value, each closed by a NUL (no text holds one) ---- */

static bool is_kept(const kb_req *req, const struct form_pair *pair)
{
    if (pair->is_file || text_is(pair->name, CSRF_FIELD)) return false;
    for (const struct form_field *f = req->route->form; f && f->name; f++)
        if (text_is(pair->name, f->name)) return f->kind != FIELD_SECRET && f->kind != FIELD_FILE;
    return true;
}

static void put(struct buf *out, text t)
{
    buf_put(out, t);
    buf_byte(out, '\0');
}

static void pack(const kb_req *req, struct buf *out)
{
    buf_printf(out, "%lld", (long long)req->now);
    buf_byte(out, '\0');
    put(out, req->path);
    for (size_t i = 0; i < req->n_pairs; i++) {
        if (!is_kept(req, &req->pairs[i])) continue;
        put(out, req->pairs[i].name);
        put(out, req->pairs[i].value);
    }
}

static bool take(text *rest, text *out)
{
    size_t end = text_find_byte(*rest, '\0', 0);
    if (end == SIZE_MAX) return false;
    *out = text_slice(*rest, 0, end);
    *rest = text_slice(*rest, end + 1, SIZE_MAX);
    return true;
}

static bool unpack(text rest, kb_time now, arena *a, struct kept *out)
{
    text at, path;
    uint64_t made = 0;
    if (!take(&rest, &at) || !take(&rest, &path) || !text_to_u64(at, INT64_MAX, &made)) return false;
    if (now - (kb_time)made > MS_DAY) return false;
    struct form_pair *pairs = ARENA_ARRAY(a, struct form_pair, FORM_FIELDS_MAX);
    *out = (struct kept){.path = arena_text_str(a, path), .pairs = pairs};
    if (!pairs || !out->path) return false;
    while (out->n < FORM_FIELDS_MAX && take(&rest, &pairs[out->n].name) && take(&rest, &pairs[out->n].value)) out->n++;
    return true;
}

/* ---- The seal ---- */

text kept_seal(const kb_req *req, const unsigned char key[KEPT_KEY_LEN])
{
    _cleanup_(buf_release)
    struct buf plain = buf_new(KEPT_MAX);
    pack(req, &plain);
    size_t sealed_len = NONCE + MAC + plain.len;
    size_t room = sodium_base64_encoded_len(sealed_len, BASE64);
    if (!req->n_pairs || plain.failed || room > KEPT_MAX) return text_str("");
    unsigned char *sealed = arena_alloc(req->arena, sealed_len);
    char *out = arena_alloc(req->arena, room);
    if (!sealed || !out) return text_str("");
    randombytes_buf(sealed, NONCE);
    crypto_secretbox_easy(sealed + NONCE, (const unsigned char *)plain.ptr, plain.len, sealed, key);
    sodium_memzero(plain.ptr, plain.len);
    return text_str(sodium_bin2base64(out, room, sealed, sealed_len, BASE64));
}

bool kept_open(text sealed, const unsigned char key[KEPT_KEY_LEN], kb_time now, arena *a, struct kept *out)
{
    size_t len = 0;
    if (!sealed.len || sealed.len > KEPT_MAX) return false;
    unsigned char *bytes = arena_alloc(a, sealed.len);
    if (!bytes || sodium_base642bin(bytes, sealed.len, sealed.ptr, sealed.len, NULL, &len, NULL, BASE64) != 0)
        return false;
    if (len < NONCE + MAC) return false;
    char *plain = arena_alloc(a, len);
    if (!plain || crypto_secretbox_open_easy((unsigned char *)plain, bytes + NONCE, len - NONCE, bytes, key) != 0)
        return false;
    return unpack(text_of(plain, len - NONCE - MAC), now, a, out);
}
