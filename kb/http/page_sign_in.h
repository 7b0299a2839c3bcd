/* page_sign_in.h - inside the pages for signing in: a session on its way from the pool, through the writer, to a
 * cookie. */
#ifndef KB_HTTP_PAGE_SIGN_IN_H
#define KB_HTTP_PAGE_SIGN_IN_H

#include "kb/http/backoff.h"
#include "kb/http/page.h"

#ifdef __cplusplus
extern "C" {
#endif

struct signing_in {
    const char *person;                 /* id; NULL until somebody is known */
    char mark[SVC_PASSWORD_MARK_BYTES]; /* of the password that was right; "" when none was asked */
    struct session_token token;
    unsigned char csrf[32];
    bool trusted;
    bool asks_second; /* the password was right; a second factor is asked */
    bool second;      /* it was given */
    bool alone;       /* by a passkey, without a password */
    text challenge;   /* for a passkey */
    int wait;         /* seconds, when there were too many attempts */
    const char *sso;  /* proved at the identity provider (svc_sso_session); NULL when here */
    kb_time age;      /* how long ago they did so there */
};

/* A new token and secret; person and trusted stay. */
void sign_in_prepare(struct signing_in *s);

/* On the writer: ends the session of the request, if there is one, and begins the new one. */
MUST_CHECK err_code sign_in_write(kb_req *req, const struct signing_in *s, kb_err *err);

/* Must this person set up a second factor before they act? For where to go after signing in. */
MUST_CHECK err_code sign_in_lacks_second(kb_req *req, const struct signing_in *s, bool *lacks, kb_err *err);

/* The page that asks for the second factor, with everything that waits behind it (page_sign_in_code.c). */
struct sign_in_waiting {
    text next, kept, wrong;
};
MUST_CHECK err_code sign_in_ask_second(kb_req *req, kb_res *res, const struct signing_in *s,
                                       const struct sign_in_waiting *waiting, kb_err *err);

/* The same again, after what came back was refused: with what this request brought along. */
MUST_CHECK err_code sign_in_ask_second_again(kb_req *req, kb_res *res, const struct sign_in_waiting *waiting,
                                             int status, kb_err *err);

/* The page to sign in, after a passkey was refused. */
MUST_CHECK err_code sign_in_again(kb_req *req, kb_res *res, const struct sign_in_waiting *waiting, int status,
                                  kb_err *err);

/* The step that came along in field `step`: who gave the right password, and the challenge for a passkey. ERR_SIGN_IN
 * when that was too long ago. */
MUST_CHECK err_code sign_in_open_step(kb_req *req, struct signing_in *s, kb_err *err);

/* What goes along with a page of signing in and must come back within ten minutes (sealed.h). */
text sign_in_seal(kb_req *req, const char *purpose, text plain);
bool sign_in_unseal(kb_req *req, const char *purpose, text sealed, text *plain);
/* The person is known: cookie and on, or first the second factor. On the HTTP thread, after the commit. */
MUST_CHECK err_code sign_in_finish(kb_req *req, kb_res *res, const struct signing_in *s,
                                   const struct sign_in_waiting *waiting, kb_err *err);

/* Where `verder` of this request leads, unless that is round in a circle. */
const char *sign_in_next(const kb_req *req);

/* "Wacht 30 seconden." */
text sign_in_wait_words(const kb_req *req, int seconds);

/* A new sign-in on its way, as req->result. NULL without memory. */
struct signing_in *sign_in_new(kb_req *req);

/* How an attempt at this account counts. person: whose it is, NULL for nobody. */
struct backoff_attempt sign_in_attempt(const kb_req *req, const char *person, text account);

/* After the commit: the session, and that this device is known from now on. */
void sign_in_cookie(const kb_req *req, kb_res *res, const struct signing_in *s);

#ifdef __cplusplus
}
#endif
#endif
