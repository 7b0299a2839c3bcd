#include "kb/http/response.h"

#include <stdio.h>

void res_type(kb_res *res, int status, const char *content_type)
{
    res->status = status;
    res->content_type = content_type;
}

void res_text(kb_res *res, int status, const char *format, ...)
{
    res_type(res, status, "text/plain; charset=utf-8");
    va_list args;
    va_start(args, format);
    buf_str(&res->body, arena_vprintf(res->arena, format, args));
    va_end(args);
}

static bool is_clean(const char *value)
{
    for (const unsigned char *c = (const unsigned char *)value; *c; c++)
        if (*c < ' ' || *c == 0x7F) return false;
    return true;
}

void res_header(kb_res *res, const char *name, const char *value)
{
    if (!name || !value || !is_clean(value) || res->n_headers == RES_HEADERS_MAX) return;
    res->headers[res->n_headers++] = (struct res_header){name, value};
}

void res_redirect(kb_res *res, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const char *place = arena_vprintf(res->arena, format, args);
    va_end(args);
    bool ours = place && place[0] == '/' && place[1] != '/' && !strchr(place, '\\') && is_clean(place);
    buf_clear(&res->body);
    res_type(res, 303, "text/plain; charset=utf-8");
    res->location = ours ? place : "/";
}

void res_away(kb_res *res, const char *url)
{
    buf_clear(&res->body);
    res_type(res, 303, "text/plain; charset=utf-8");
    res->location = is_clean(url) ? url : "/";
}

void res_cookie_at(kb_res *res, const char *path, const char *name, const char *value, int max_age, bool plain)
{
    const char *age = max_age < 0 ? "" : arena_printf(res->arena, "; Max-Age=%d", max_age);
    res_header(res, "Set-Cookie",
               arena_printf(res->arena, "%s=%s; Path=%s%s; HttpOnly; SameSite=Lax%s", name, value, path, age ? age : "",
                            plain ? "" : "; Secure"));
}

void res_cookie(kb_res *res, const char *name, const char *value, int max_age, bool plain)
{
    res_cookie_at(res, "/", name, value, max_age, plain);
}

void res_flash(kb_res *res, const char *msgid)
{
    res_cookie(res, RES_FLASH_COOKIE, msgid, 60, true);
}
