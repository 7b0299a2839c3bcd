/* remark.h - what readers say: remarks and experiences (remark.c). */
#ifndef KB_SERVICE_REMARK_H
#define KB_SERVICE_REMARK_H

#include "kb/service/svc.h"

#ifdef __cplusplus
extern "C" {
#endif

struct svc_remark_add {
    text practice;
    bool candidate; /* about the text on its way */
    bool must;      /* "moet anders" */
    text section, passage, body;
};
MUST_CHECK err_code svc_remark_add(struct svc *svc, const struct svc_remark_add *in, kb_err *err);

/* The working group answers; ERR_CONFLICT when it did. */
MUST_CHECK err_code svc_remark_answer(struct svc *svc, text practice, text remark, text answer, kb_err *err);

enum svc_use { SVC_USED, SVC_NO_HELP, SVC_OUTDATED, SVC_USE__COUNT };
const char *svc_use_slug(enum svc_use use);
bool svc_use_from_slug(text slug, enum svc_use *use);
/* One tap; a second one on the same day is no second use. */
MUST_CHECK err_code svc_use(struct svc *svc, text practice, enum svc_use use, kb_err *err);

struct svc_experience_add {
    text practice, location, body, again; /* again: yes, no, changed; location may be "" */
};
MUST_CHECK err_code svc_experience_add(struct svc *svc, const struct svc_experience_add *in, kb_err *err);

struct svc_remark {
    struct store_remark row;
    const char *name, *answer_name;
};
struct svc_experience {
    struct store_experience row;
    const char *location_name; /* or NULL */
};
struct svc_said {
    const struct svc_remark *remarks; /* newest first; those without an answer before the others */
    size_t n_remarks, n_open;
    const struct svc_experience *experiences;
    size_t n_experiences;
    struct store_use_counts uses;
    struct store_uses mine; /* the reader's last tap of each kind, newest first */
    bool may_remark, may_use, may_flag, may_experience, may_answer;
};
MUST_CHECK err_code svc_said(struct svc *svc, text practice, struct svc_said *out, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
