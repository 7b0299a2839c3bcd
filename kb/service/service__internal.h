/* service__internal.h - what the files of kb/service share. */
#ifndef KB_SERVICE_SERVICE__INTERNAL_H
#define KB_SERVICE_SERVICE__INTERNAL_H

#include "kb/base/cleanup.h"
#include "kb/service/service.h"

/* One row in the log for what the actor did. `detail` may be "" (kb/store/change.h tells what may stand in it). */
MUST_CHECK err_code svc__log(struct svc *svc, const char *action, const char *object, const char *revision,
                             const char *detail, kb_err *err);

/* OK for administrators and the system; ERR_FORBIDDEN, ERR_SIGN_IN else. */
MUST_CHECK err_code svc__may_administer(struct svc *svc, kb_err *err);

/* Turns policy's word into an error. */
MUST_CHECK err_code svc__allow(enum policy_answer answer, kb_err *err);

/* One line of text that must be there: "required", "too-long", "not-text". */
MUST_CHECK err_code svc__line_check(const char *field, text value, size_t max, kb_err *err);

/* A slug: the given one checked, or one made from the name when it is empty. */
MUST_CHECK err_code svc__slug(struct svc *svc, text slug, text name, const char **out, kb_err *err);

/* A C string in svc's arena; ERR_NOMEM is caught by the store, which refuses NULL. */
const char *svc__str(struct svc *svc, text t);

MUST_CHECK err_code svc__no_memory(kb_err *err);

/* ---- practices, shared by reading and writing (practice.c) ---- */

/* What policy must know of one line of a practice. */
void svc__object(struct svc *svc, const struct store_practice *p, enum practice_line line, bool author, bool reading_public,
                 struct policy_object *out);

/* The practice of a key (number or id) with what policy says of each line; ERR_NOT_FOUND when neither may be read. */
struct svc__seen {
    struct store_practice row;
    bool author, reading_public;
    bool visible[STORE_LINE__COUNT];
    enum store_line_name first; /* the line that is shown */
};
MUST_CHECK err_code svc__see(struct svc *svc, text key, struct svc__seen *out, kb_err *err);

/* May the actor do this to the line? */
enum policy_answer svc__may(struct svc *svc, const struct svc__seen *seen, enum store_line_name line, enum policy_action action);

/* The card of a line. The group's names are looked up. */
MUST_CHECK err_code svc__card(struct svc *svc, const struct store_practice *p, enum store_line_name line, struct svc_card *out,
                              kb_err *err);

const char *svc__href(arena *a, const struct store_practice *p);

/* What one may do with the practice as a whole. */
MUST_CHECK err_code svc__rights(struct svc *svc, const struct svc__seen *seen, struct svc_may *out, kb_err *err);

/* The name of a person; "" for the system and for who is not there. */
MUST_CHECK err_code svc__person_name(struct svc *svc, const char *id, const char **out, kb_err *err);

/* Rendered sections of a revision: from the store, or made now when they are not there. */
MUST_CHECK err_code svc__rendered(struct svc *svc, const struct store_revision *revision, const struct md_document ***out,
                                  kb_err *err);

/* The id of the stored form: changes with the renderer and with its options. */
extern const char svc__renderer[];

/* The words of a revision in one text, for snippets. */
MUST_CHECK err_code svc__plain(struct svc *svc, const struct store_revision *revision, text *out, kb_err *err);

#endif
