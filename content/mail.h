/* mail.h - one message as it goes over the wire (RFC 5322, 2045, 2047): two versions of the same text, plain and HTML.
 *
 *     struct mail mail = {.from = TEXT("kb@voorbeeld.nl"), .to = TEXT("rosa@voorbeeld.nl"), .subject = TEXT("Hallo"),
 * ...}; ERR_TRY(mail_format(&mail, &out, err));
 *
 * Header injection is refused, not repaired: a control character in any header field is ERR_INVALID that names the
 * field. Words outside ASCII are written as encoded words, bodies as quoted-printable; lines end with CRLF and no line
 * is longer than 76 characters, but for addresses and the links of List-Unsubscribe.
 */
#ifndef CONTENT_MAIL_H
#define CONTENT_MAIL_H

#include "kb/base/buf.h"
#include "kb/base/clock.h"
#include "kb/base/err.h"
#include "kb/base/text.h"

#ifdef __cplusplus
extern "C" {
#endif

struct mail {
    text from, to;           /* bare addresses: "kb@voorbeeld.nl" */
    text from_name, to_name; /* as shown; may be empty */
    text subject;
    text id;          /* left of the @ of Message-ID: letters and digits; also the boundary between the parts */
    kb_time at;       /* Date */
    text unsubscribe; /* address of a page; "" for none */
    text plain, html; /* UTF-8 */
};

/* Writes the whole message. ERR_INVALID names the field that cannot stand in a header; ERR_NOMEM over out's ceiling. */
MUST_CHECK err_code mail_format(const struct mail *mail, struct buf *out, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
