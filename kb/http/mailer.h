/* mailer.h - the thread that sends letters: it takes one that is due, reads what it says with the rights of its person,
 * hands it to the mail server and writes down how that went. A mail server that is away costs nothing but the letters'
 * next try (kb/service/letter.c).
 */
#ifndef KB_HTTP_MAILER_H
#define KB_HTTP_MAILER_H

#include "kb/base/clock.h"
#include "kb/base/err.h"
#include "kb/base/log.h"
#include "kb/http/smtp.h"

#ifdef __cplusplus
extern "C" {
#endif

struct mailer;
struct store;
struct writer;

struct mailer_config {
    const char *dir;     /* data directory: saved searches are asked of its index */
    struct store *store; /* a reader that the thread owns from here until mailer_stop */
    struct writer *writer;
    struct smtp smtp;
    const char *from; /* address */
    const char *base; /* "https://praktijk.voorbeeld.nl": what stands before every link */
    int every_ms;     /* how often it looks; 0: 5,000 */
    struct kb_clock clock;
    const struct kb_log *log;
};

/* Everything in config is borrowed until mailer_stop, but the store, which is closed there. */
MUST_CHECK err_code mailer_start(struct mailer **out, const struct mailer_config *config, kb_err *err);

/* Waits for the letter in hand. NULL is allowed. */
void mailer_stop(struct mailer *m);

#ifdef __cplusplus
}
#endif
#endif
