/* import.h - in and out (import.c): what importer/ hands over. */
#ifndef KB_SERVICE_IMPORT_H
#define KB_SERVICE_IMPORT_H

#include "kb/service/write.h"

#ifdef __cplusplus
extern "C" {
#endif

struct svc_import {
    text source;         /* path relative to the import root; "" for a restore without one */
    const uint8_t *hash; /* SHA-256 of the file */
    bool adopted;        /* else a draft in its group */
    text decision;       /* adopted: who decided what and when, in words */
    enum practice_kind kind;
    text group;                                         /* slug; it must exist */
    const text *legal_fields, *comes_from, *applies_in; /* slugs; unknown ones are refused */
    size_t n_legal_fields, n_comes_from, n_applies_in;
    kb_time at; /* of the text; 0 is now */
    struct svc_draft draft;
    text rendered;
};

enum svc_import_result { SVC_IMPORT_NEW, SVC_IMPORT_CHANGED, SVC_IMPORT_UNCHANGED, SVC_IMPORT_RESULT__COUNT };

enum { SVC_SOURCE_MAX = 1000 /* bytes of a source path */ };

/* What taking this file would do, without doing it. ERR_CONFLICT on "source" when the file is refused, so that nobody's
 * text is overwritten: "other-group", the text that was taken from this path is of another group; "other-stage", it was
 * taken as a draft and is asked as adopted, or the reverse; "worked-on", somebody works on it here, or a board said
 * something of it. Only here `group` may be "": it is made before the taking. */
MUST_CHECK err_code svc_import_look(struct svc *svc, const struct svc_import *in, enum svc_import_result *out,
                                    kb_err *err);
/* An adopted text is to be looked at again as one that is adopted today, whatever `at` says: counted from `at`, an old
 * stock would come due, and be asked of every lead and editor, in one night. */
MUST_CHECK err_code svc_import(struct svc *svc, const struct svc_import *in, enum svc_import_result *out, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
