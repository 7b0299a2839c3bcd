#include "kb/http/kept.h"

#include "kb/base/cleanup.h"
#include "kb/http/csrf.h"
#include "kb/http/routes.h"

#include <sodium.h>

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

static const char purpose[] = "kept";

text kept_seal(const kb_req *req, const unsigned char key[SEALED_KEY_LEN])
{
    _cleanup_(buf_release)
    struct buf plain = buf_new(KEPT_MAX);
    pack(req, &plain);
    if (!req->n_pairs || plain.failed) return text_str("");
    text sealed = sealed_make(key, purpose, buf_text(&plain), KEPT_MAX, req->arena);
    sodium_memzero(plain.ptr, plain.len);
    return sealed;
}

bool kept_open(text sealed, const unsigned char key[SEALED_KEY_LEN], kb_time now, arena *a, struct kept *out)
{
    text plain;
    if (!sealed.len || sealed.len > KEPT_MAX || !sealed_open(key, purpose, sealed, a, &plain)) return false;
    return unpack(plain, now, a, out);
}
