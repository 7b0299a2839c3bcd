/* page_sign_in.h - inside the pages for signing in: a session on its way from the pool, through the writer, to a
 * cookie. */
#ifndef KB_HTTP_PAGE_SIGN_IN_H
#define KB_HTTP_PAGE_SIGN_IN_H

#include "kb/http/page.h"

#ifdef __cplusplus
extern "C" {
#endif

struct signing_in {
    const char *person; /* id; NULL until somebody is known */
    struct session_token token;
    unsigned char csrf[32];
    bool trusted;
    int wait; /* seconds, when there were too many attempts */
};

/* A new token and secret; person and trusted stay. */
void sign_in_prepare(struct signing_in *s);

/* On the writer: ends the session of the request, if there is one, and begins the new one. */
MUST_CHECK err_code sign_in_write(kb_req *req, const struct signing_in *s, kb_err *err);

/* After the commit. */
void sign_in_cookie(const kb_req *req, kb_res *res, const struct signing_in *s);

#ifdef __cplusplus
}
#endif
#endif
