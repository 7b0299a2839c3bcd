/* saved.h - saved searches (saved.c): a person's own, nobody else's. */
#ifndef KB_SERVICE_SAVED_H
#define KB_SERVICE_SAVED_H

#include "kb/service/find.h"
#include "kb/service/letter.h"
#include "kb/service/svc.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { SVC_SAVED_MAX = 50, SVC_SAVED_NAME_MAX = 200, SVC_SAVED_ADDRESS_MAX = 2000 /* bytes */ };
struct svc_saved_add {
    text name, address; /* "/zoeken?q=huur" */
    text words;         /* that stand in it, for the privacy guard */
    bool mail;          /* what is new goes into the overview */
};
MUST_CHECK err_code svc_saved(struct svc *svc, struct store_saveds *out, kb_err *err);
MUST_CHECK err_code svc_saved_one(struct svc *svc, text id, struct store_saved *out, kb_err *err);
/* The same address again is the same search, under another name. ERR_INVALID on "saved_name" and "address". */
MUST_CHECK err_code svc_saved_add(struct svc *svc, const struct svc_saved_add *in, kb_err *err);
MUST_CHECK err_code svc_saved_mail(struct svc *svc, text id, bool mail, kb_err *err);
MUST_CHECK err_code svc_saved_remove(struct svc *svc, text id, kb_err *err);
/* What this question finds, in whatever order and page it asks, that came to where it stands after `since`, up to
 * `until`; the newest first. At most SVC_SAVED_NEW_MAX: where there are so many, there may be more. */
enum { SVC_SAVED_NEW_MAX = 50 };
MUST_CHECK err_code svc_saved_new(struct svc *svc, const struct svc_ask *asked, kb_time since, kb_time until,
                                  struct svc_cards *out, kb_err *err);
/* Since when what is new belongs into this overview; the actor is its person. */
MUST_CHECK err_code svc_saved_window(struct svc *svc, const struct svc_letter *letter, const struct store_saved *saved,
                                     kb_time *since, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
