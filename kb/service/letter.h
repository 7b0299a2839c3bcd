/* letter.h - mail (letter.c): a letter is made of notices that wait; what it says is read when it is sent. */
#ifndef KB_SERVICE_LETTER_H
#define KB_SERVICE_LETTER_H

#include "kb/service/tell.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { SVC_ADDRESS_MAX = 200 /* bytes of an e-mail address */, SVC_UNSUBSCRIBE_DAYS = 60 };

struct svc_wish {
    const char *address; /* "" for none */
    bool direct;
    const char *overview; /* "daily", "weekly", "never" */
};
struct svc_wish_put {
    text address, overview;
    bool direct;
    bool mail; /* letters can be sent: another address counts when it is confirmed */
};
/* The actor's own. With mail, another address is asked by a letter and svc_wish gives the old one until then; who loses
 * mail is told by a letter to where it went. Each time it is put, an address that was asked before and not confirmed is
 * forgotten with its link: so a slip is taken back. */
MUST_CHECK err_code svc_wish(struct svc *svc, struct svc_wish *out, kb_err *err);
MUST_CHECK err_code svc_wish_put(struct svc *svc, const struct svc_wish_put *in, kb_err *err);

/* The link in that letter: from now on mail goes there. ERR_GONE when it was used, has expired or was replaced. */
MUST_CHECK err_code svc_address_look(struct svc *svc, text token, kb_err *err);
MUST_CHECK err_code svc_address_confirm(struct svc *svc, text token, kb_err *err);

/* Puts what waits into letters: at once for what is asked, at seven in the morning for the overview; for the system. */
MUST_CHECK err_code svc_letters_make(struct svc *svc, size_t *made, kb_err *err);

struct svc_letter {
    const char *id, *person, *name, *sign_in, *address;
    const char *kind; /* "": of notices; else about the account: "address" (asks to confirm it), "moved" (tells the old
                         one), "reset" (a password was forgotten), "password" (it was set with that link), "lost..."
                         (lost.c), and "password-changed", "second-factor", "passkey", "token" (there is another one) */
    bool overview;
    kb_time made;
    int64_t tries;
    char token[SVC_LINK_TOKEN_BYTES]; /* of the link that stops mail, confirms the address or sets a password; "" for
                                         none */
};
/* Takes the next letter that is due, for one try, and puts its next try ahead, so that two never send the same one;
 * ERR_NOT_FOUND when there is none. For the system. */
MUST_CHECK err_code svc_letter_take(struct svc *svc, struct svc_letter *out, kb_err *err);
/* What it says, as its person may know it now; the actor is that person. */
MUST_CHECK err_code svc_letter_read(struct svc *svc, const char *letter, struct svc_notices *out, kb_err *err);
/* How the try went: "" is well, also when there was nothing to say any more and no mail went; `for_good`: it will never
 * go. */
MUST_CHECK err_code svc_letter_tried(struct svc *svc, const char *letter, const char *problem, bool for_good,
                                     kb_err *err);

/* The link in a letter: no more mail for its person. */
MUST_CHECK err_code svc_unsubscribe(struct svc *svc, text token, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
