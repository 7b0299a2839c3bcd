#include "kb/http/page.h"

#include "content/assets.h"

struct svc page_svc(const kb_req *req)
{
    return (struct svc){.store = req->store,
                        .search = req->desk ? req->desk->search : NULL,
                        .actor = req->actor,
                        .now = req->now,
                        .arena = req->arena,
                        .reads = req->reads,
                        .origin = "page"};
}

struct view_env page_env(const kb_req *req)
{
    return (struct view_env){
        .lang = LANG_NL,
        .site = text_str(req->site),
        .csrf = req->session ? text_str(csrf_token(req->session->csrf, req->arena)) : TEXT(""),
        .person = text_str(req->person_name),
        .path = req->target,
        .query = req_query(req, "q"),
        .writer = req->in_group,
        .editor = req->editor,
        .admin = req->admin,
        .demo = req->demo,
        .asset = asset_url,
    };
}

/* A key of the catalogue and nothing else: whoever sets this cookie chooses among our own sentences. */
void page_take_flash(const kb_req *req, kb_res *res, struct view_env *env)
{
    text key = req_cookie(req, RES_FLASH_COOKIE);
    if (!key.len) return;
    res_cookie(res, RES_FLASH_COOKIE, "", 0, true);
    if (text_starts(key, TEXT("flash."))) env->flash = msg_text(env->lang, msg_find(key));
    env->flash_bad = text_starts(key, TEXT("flash.bad."));
}

struct buf *page_html(kb_res *res, int status)
{
    res_type(res, status, "text/html; charset=utf-8");
    return &res->body;
}

err_code page_done(kb_res *res, kb_err *err)
{
    return res->body.failed ? err_set(err, ERR_NOMEM, "the page is over its ceiling") : OK;
}

static bool unreserved(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c && strchr("-._~/", c));
}

const char *page_sign_in_link(const kb_req *req, const char *path)
{
    struct buf out = buf_new(4 * req->target.len + strlen(path) + 16);
    buf_printf(&out, "%s?verder=", path);
    for (size_t i = 0; i < req->target.len; i++) {
        char c = req->target.ptr[i];
        if (unreserved(c))
            buf_byte(&out, c);
        else
            buf_printf(&out, "%%%02X", (unsigned char)c);
    }
    const char *link = out.failed ? path : arena_str(req->arena, buf_cstr(&out));
    buf_release(&out);
    return link ? link : path;
}

const char *page_whole_address(const kb_req *req, const char *href)
{
    const char *address =
        arena_printf(req->arena, "%s://%.*s%s", req->https ? "https" : "http", TEXT_FMT(req->host), href);
    return address ? address : "";
}

const char *page_local_target(const kb_req *req, text wish)
{
    bool local = wish.len && wish.ptr[0] == '/' && !text_starts(wish, TEXT("//"));
    for (size_t i = 0; i < wish.len; i++)
        if ((unsigned char)wish.ptr[i] <= ' ' || wish.ptr[i] == '\\' || wish.ptr[i] == 0x7F) local = false;
    const char *target = local ? arena_text_str(req->arena, wish) : NULL;
    return target ? target : "/";
}
