/* smtp.h - hands one message to a mail server, behind fetch_init (fetch.h). */
#ifndef KB_HTTP_SMTP_H
#define KB_HTTP_SMTP_H

#include "kb/base/err.h"
#include "kb/base/text.h"

#ifdef __cplusplus
extern "C" {
#endif

struct smtp {
    const char *url;             /* "smtp://host:port" (TLS when offered), "smtps://host:port" */
    const char *user, *password; /* "" for none */
    int timeout_ms;              /* for the whole conversation */
};

/* Sends the message to one recipient: with several, one refusal would hide behind the others. Waits for the server.
 * ERR_RULE when the server refused the recipient for good; ERR_IO when it may be tried again, as after a wrong
 * password. The cause is what the server said, without any address. */
MUST_CHECK err_code smtp_send(const struct smtp *smtp, const char *from, const char *to, text message, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
