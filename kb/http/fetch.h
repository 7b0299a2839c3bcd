/* fetch.h - asks another machine one thing over HTTPS: the identity provider that the settings name (oidc.h). Nothing
 * that a user sends ever becomes an address here.
 *
 * TLS is always verified; plain http is for loopback only. No redirect is followed, no proxy of the environment is
 * used; time and size have a ceiling.
 */
#ifndef KB_HTTP_FETCH_H
#define KB_HTTP_FETCH_H

#include "kb/base/buf.h"
#include "kb/base/err.h"

#ifdef __cplusplus
extern "C" {
#endif

struct fetch {
    const char *url;             /* fetch_good() */
    const char *form;            /* urlencoded: makes it a POST; NULL: a GET */
    const char *user, *password; /* "" for none */
};

/* Once per process, before any thread: libcurl, for mail as well (smtp.h). A second time does nothing. ERR_INTERNAL
 * when it cannot start. */
MUST_CHECK err_code fetch_init(kb_err *err);

/* May this be asked, and at which port? https anywhere, http on loopback; no name or password in it. */
bool fetch_good(const char *url, int *port);

/* What was said with status 200, put into `out`, whose ceiling is the limit. ERR_IO when nothing was heard; ERR_RULE
 * for another status, which *status tells. */
MUST_CHECK err_code fetch(const struct fetch *ask, struct buf *out, int *status, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
