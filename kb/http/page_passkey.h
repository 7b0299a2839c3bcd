/* page_passkey.h - asking a browser for a passkey: what a page hands to its script, and what came back.
 *
 * The challenge goes along sealed (page_sign_in.h), so that nothing lies on the server of who never answers; that it is
 * answered once is the service's to say. Passkeys are of a name: that of our own address, as the guard let it in. At an
 * address of figures, or without TLS on another name than localhost, browsers have none, and so no page offers them.
 */
#ifndef KB_HTTP_PAGE_PASSKEY_H
#define KB_HTTP_PAGE_PASSKEY_H

#include "kb/http/page_parts.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The name that passkeys are of here; NULL where there can be none. */
const char *passkey_party(const kb_req *req);

/* 256 random bits, in base64url. */
text passkey_challenge(kb_req *req);

/* What this request must be the answer to. ERR_FORBIDDEN where there are no passkeys. */
MUST_CHECK err_code passkey_asked(const kb_req *req, text challenge, bool verified, struct webauthn_asked *out,
                                  kb_err *err);
struct svc_passkey_answer passkey_answer(const kb_req *req);

/* The form that signs in with one: one or none, in req->arena. After a password only those of that person may answer;
 * alone anybody's, and the device must know its owner. */
struct passkey_asks {
    const struct view_passkey_get_ask *at;
    size_t n;
};
MUST_CHECK err_code passkey_ask_after(struct page *page, const char *person, text challenge, text seal,
                                      struct passkey_asks *out, kb_err *err);
MUST_CHECK err_code passkey_ask_alone(struct page *page, struct passkey_asks *out, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
