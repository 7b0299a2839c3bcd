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
/* One person's remarks on one text that wait for an answer. */
enum { SVC_REMARKS_OPEN_MAX = 50 };
/* ERR_INVALID "body" "too-many-open" beyond that. */
MUST_CHECK err_code svc_remark_add(struct svc *svc, const struct svc_remark_add *in, kb_err *err);

/* The working group answers; ERR_CONFLICT when it did. */
MUST_CHECK err_code svc_remark_answer(struct svc *svc, text practice, text remark, text answer, kb_err *err);

enum svc_use { SVC_USED, SVC_NO_HELP, SVC_OUTDATED, SVC_USE__COUNT };
bool svc_use_from_slug(text slug, enum svc_use *use);
/* One tap; a second one on the same day is no second use. */
MUST_CHECK err_code svc_use(struct svc *svc, text practice, enum svc_use use, kb_err *err);

struct svc_experience_add {
    text practice, location, body, again; /* again: yes, no, changed; location may be "" */
};
/* One person's experiences with one text; ERR_INVALID "experience" "too-many-yours" beyond that. */
enum { SVC_EXPERIENCES_MAX = 50 };
MUST_CHECK err_code svc_experience_add(struct svc *svc, const struct svc_experience_add *in, kb_err *err);

/* Who said it takes it back: a remark until it is answered (ERR_CONFLICT "remark" "already-answered"), an experience,
 * and a tap on its own day. ERR_NOT_FOUND: it is not there, or another's. */
enum svc_said_kind { SVC_SAID_REMARK, SVC_SAID_EXPERIENCE, SVC_SAID_USE };
/* which: the id of a remark or an experience, the slug of a use. */
MUST_CHECK err_code svc_take_back(struct svc *svc, text practice, enum svc_said_kind kind, text which, kb_err *err);

struct svc_remark {
    struct store_remark row;
    const char *name, *answer_name;
    bool may_take_back;
};
struct svc_experience {
    struct store_experience row;
    const char *location_name; /* or NULL */
    bool mine;
};

/* What is said has no end and a page has: so many remarks and so many experiences at a time. Each has at most
 * SVC_SAY_MAX bytes, and so has an answer. */
enum { SVC_SAID_SHOWN = 25, SVC_SAY_MAX = 4000 };
struct svc_said_part {
    size_t remarks, experiences; /* page, from 1; beyond the last is the last, and 0 is the first */
    text remark;                 /* id of one that comes before all others, or "" */
};
struct svc_said_at {
    size_t page, pages, all; /* pages from 1; 0 pages when there is nothing */
};
struct svc_said {
    const struct svc_remark *remarks; /* newest first; those without an answer before the others */
    size_t n_remarks, n_open;         /* here */
    struct svc_said_at remarks_at;
    const struct svc_experience *experiences; /* newest first */
    size_t n_experiences;
    struct svc_said_at experiences_at;
    struct store_use_counts uses;
    struct store_uses mine; /* the reader's last tap of each kind, newest first */
    size_t mine_today;      /* the first so many are of today */
    bool may_remark, may_use, may_flag, may_experience, may_answer;
};
/* part: NULL for the first pages. */
MUST_CHECK err_code svc_said(struct svc *svc, text practice, const struct svc_said_part *part, struct svc_said *out,
                             kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
