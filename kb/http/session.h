/* session.h - who is asking: the cookie, and what is behind it.
 *
 * The cookie holds 256 random bits; the store holds only their SHA-256. A session ends after 12 hours without use and
 * 7 days in any case (design section 9). Reading keeps it alive through a note to the writer, at most once a minute.
 *
 * The cookie is `__Host-sid` with Secure, also on plain http at a loopback address: browsers treat loopback as a secure
 * origin. With `plain_cookie` (settings, loopback only) it is `sid` without Secure, for those that do not.
 */
#ifndef KB_HTTP_SESSION_H
#define KB_HTTP_SESSION_H

#include "kb/http/request.h"
#include "kb/http/response.h"
#include "kb/service/service.h"

#ifdef __cplusplus
extern "C" {
#endif

enum {
    SESSION_IDLE_MS = SVC_SESSION_IDLE_MS,
    SESSION_ABSOLUTE_MS = SVC_SESSION_ABSOLUTE_MS,
    SESSION_FRESH_MS = 15 * MS_MINUTE,
    SESSION_SEEN_MS = MS_MINUTE
};

#define SESSION_COOKIE       "__Host-sid"
#define SESSION_COOKIE_PLAIN "sid"

struct session_token {
    char cookie[SESSION_TOKEN_LEN + 1]; /* base64url: goes to the browser, nowhere else */
    unsigned char key[32];              /* SHA-256: goes to the store */
};

/* A new random token. */
struct session_token session_token_new(void);

/* Reads a token as sent; false when it has not the right form. */
bool session_token_read(text cookie, struct session_token *token);

/* The cookie to set after sign-in, and the one that removes it. On a device that is one's own it outlives the browser.
 */
void session_cookie_set(const kb_req *req, kb_res *res, const struct session_token *token, bool trusted);
void session_cookie_clear(const kb_req *req, kb_res *res);

/* The token in the request's cookie; false when there is none. */
bool session_cookie_read(const kb_req *req, struct session_token *token);
/* There is such a cookie, whatever is in it. */
bool session_cookie_sent(const kb_req *req);

/* Valid by its two clocks? */
bool session_alive(kb_time created, kb_time last_seen, kb_time now);

/* For http_config.identify: reads the session and its person from req->store and fills session, actor, person_name,
 * site, in_group, editor, admin. A session that ended, or a closed account, is nobody. Leaves a note that the session
 * was seen, when the last one is over a minute old. Runs on the HTTP thread and inside the writer's transaction.
 *
 * With a token (req->bearer) there is no session: its person asks, within `scope`. One that is not good is ERR_TOKEN,
 * and after some of those from one place ERR_TOO_MANY; a good one never waits, so that nobody can keep out who asks
 * from the same place. */
MUST_CHECK err_code session_identify(kb_req *req, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
