#include "kb/http/sso_way.h"

#include "kb/http/app.h"
#include "kb/http/page.h"

#include <sodium.h>

enum { WAY_S = 600, WAY_MAX = 3600 /* a cookie holds 4,096 bytes */, NEXT_MAX = 1500, RANDOM_BYTES = 32 };

static const char purpose[] = "sso";

static const char *cookie_name(const kb_req *req)
{
    return req->plain_cookie ? "sso" : "__Host-sso";
}

static text draw(arena *a)
{
    unsigned char random[RANDOM_BYTES];
    size_t room = sodium_base64_encoded_len(sizeof random, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    char *out = arena_alloc(a, room);
    randombytes_buf(random, sizeof random);
    if (out) sodium_bin2base64(out, room, random, sizeof random, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    return text_str(out);
}

err_code sso_way_begin(const kb_req *req, struct sso_way *way, kb_err *err)
{
    way->begun = req->now;
    way->state = draw(req->arena);
    way->nonce = draw(req->arena);
    way->verifier = draw(req->arena);
    if (!way->next.len || way->next.len > NEXT_MAX) way->next = TEXT("/");
    return way->verifier.len ? OK : err_set(err, ERR_NOMEM, "on the way to the identity provider");
}

/* None of the parts holds a space; `next` is the last. */
static text pack(const kb_req *req, const struct sso_way *w)
{
    return text_str(arena_printf(req->arena, "%d %d %lld -%.*s %.*s %.*s %.*s %.*s", (int)w->aim, w->again,
                                 (long long)w->begun, TEXT_FMT(w->about), TEXT_FMT(w->state), TEXT_FMT(w->nonce),
                                 TEXT_FMT(w->verifier), TEXT_FMT(w->next)));
}

static bool unpack(text rest, struct sso_way *w)
{
    text aim, again, begun;
    uint64_t number, at;
    bool good = text_next(&rest, ' ', &aim) && text_next(&rest, ' ', &again) && text_next(&rest, ' ', &begun) &&
                text_next(&rest, ' ', &w->about) && text_next(&rest, ' ', &w->state) &&
                text_next(&rest, ' ', &w->nonce) && text_next(&rest, ' ', &w->verifier) &&
                text_to_u64(aim, SSO_AIM__COUNT - 1, &number) && text_to_u64(begun, INT64_MAX, &at);
    if (!good) return false;
    w->aim = (enum sso_aim)number;
    w->again = text_is(again, "1");
    w->begun = (kb_time)at;
    w->about = text_slice(w->about, 1, SIZE_MAX);
    w->next = rest;
    return true;
}

void sso_way_set(const kb_req *req, kb_res *res, const struct sso_way *way)
{
    text sealed = sealed_make(app_of(req)->seal_key, purpose, pack(req, way), WAY_MAX, req->arena);
    res_cookie(res, cookie_name(req), sealed.len ? sealed.ptr : "", WAY_S, req->plain_cookie);
}

void sso_way_clear(const kb_req *req, kb_res *res)
{
    res_cookie(res, cookie_name(req), "", 0, req->plain_cookie);
}

bool sso_way_read(const kb_req *req, struct sso_way *way)
{
    text plain;
    text sealed = req_cookie(req, cookie_name(req));
    *way = (struct sso_way){0};
    if (!sealed.len || !sealed_open(app_of(req)->seal_key, purpose, sealed, req->arena, &plain)) return false;
    return unpack(plain, way) && req->now - way->begun < WAY_S * (kb_time)MS_SECOND;
}

bool sso_way_answers(const struct sso_way *way, text state)
{
    return state.len == way->state.len && sodium_memcmp(state.ptr, way->state.ptr, state.len) == 0;
}

struct oidc_question sso_way_question(const kb_req *req, const struct sso_way *way)
{
    return (struct oidc_question){.state = way->state,
                                  .nonce = way->nonce,
                                  .verifier = way->verifier,
                                  .back = page_whole_address(req, "/inloggen/organisatie/terug"),
                                  .again = way->again};
}
