#include "kb/http/session.h"

#include <sodium.h>

struct session_token session_token_new(void)
{
    unsigned char random[32];
    struct session_token token;
    randombytes_buf(random, sizeof random);
    sodium_bin2base64(token.cookie, sizeof token.cookie, random, sizeof random,
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    crypto_hash_sha256(token.key, (const unsigned char *)token.cookie, SESSION_TOKEN_LEN);
    sodium_memzero(random, sizeof random);
    return token;
}

bool session_token_read(text cookie, struct session_token *token)
{
    if (cookie.len != SESSION_TOKEN_LEN) return false;
    for (size_t i = 0; i < cookie.len; i++) {
        char c = cookie.ptr[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!letter && c != '-' && c != '_') return false;
    }
    memcpy(token->cookie, cookie.ptr, SESSION_TOKEN_LEN);
    token->cookie[SESSION_TOKEN_LEN] = '\0';
    crypto_hash_sha256(token->key, (const unsigned char *)token->cookie, SESSION_TOKEN_LEN);
    return true;
}

static const char *cookie_name(const kb_req *req)
{
    return req->plain_cookie ? SESSION_COOKIE_PLAIN : SESSION_COOKIE;
}

void session_cookie_set(const kb_req *req, kb_res *res, const struct session_token *token, bool trusted)
{
    int max_age = trusted ? SESSION_ABSOLUTE_MS / MS_SECOND : -1;
    res_cookie(res, cookie_name(req), token->cookie, max_age, req->plain_cookie);
}

void session_cookie_clear(const kb_req *req, kb_res *res)
{
    res_cookie(res, cookie_name(req), "", 0, req->plain_cookie);
}

bool session_cookie_read(const kb_req *req, struct session_token *token)
{
    return session_token_read(req_cookie(req, cookie_name(req)), token);
}

bool session_cookie_sent(const kb_req *req)
{
    return req_cookie(req, cookie_name(req)).len > 0;
}

bool session_alive(kb_time created, kb_time last_seen, kb_time now)
{
    return now - last_seen < SESSION_IDLE_MS && now - created < SESSION_ABSOLUTE_MS;
}
