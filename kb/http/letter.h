/* letter.h - what a letter says, as a whole message. */
#ifndef KB_HTTP_LETTER_H
#define KB_HTTP_LETTER_H

#include "kb/base/buf.h"
#include "kb/service/service.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Writes the message into out, in plain text and HTML, with every link behind `base`. The actor of svc is the person it
 * is for, so it tells what they may know now; `empty` when that is nothing. */
MUST_CHECK err_code letter_write(struct svc *svc, const struct svc_letter *letter, const char *from, const char *base,
                                 struct buf *out, bool *empty, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
