/* write.h - writing: starting a text, keeping a draft, merging with what others wrote meanwhile, publishing (write.c).
 */
#ifndef KB_SERVICE_WRITE_H
#define KB_SERVICE_WRITE_H

#include "content/merge.h"
#include "kb/service/read.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { SVC_NOTE_MAX = 2000 /* bytes of a note or reason */ };

struct svc_start {
    text group; /* slug */
    enum practice_kind kind;
    text title;
    const text *legal_fields, *applies_in; /* slugs */
    size_t n_legal_fields, n_applies_in;
};

/* A member begins a draft: an empty working copy with the sections of its kind. */
MUST_CHECK err_code svc_start(struct svc *svc, const struct svc_start *in, const char **practice, kb_err *err);

/* A text being written, as the editor's form holds it. Sections in the order of the kind. */
struct svc_draft {
    text title, brief;
    const struct store_section *sections;
    size_t n_sections;
};

/* The limit of all sections together, refused as saving refuses it (ERR_INVALID of "text"): comes before anything dear
 * is done with what was typed. */
MUST_CHECK err_code svc_draft_fits(const struct svc_draft *draft, kb_err *err);

struct svc_working {
    struct svc_card card;
    struct svc_draft draft;
    int64_t version; /* to hand back when saving */
    kb_time updated;
    const char *updated_by_name;
    bool updated_by_me;
    const char *const *writing_now; /* names of others who have it open */
    size_t n_writing_now;
    struct svc_may may;
};

/* Opens the working copy. */
MUST_CHECK err_code svc_working(struct svc *svc, text practice, struct svc_working *out, kb_err *err);

/* Saves it over version `seen`. ERR_STALE_EDIT when somebody saved in between: nothing is written. What the same open
 * page saved is not in between: somebody clicks twice, or an answer was lost. Private, sends nothing. */
struct svc_save {
    text practice;
    int64_t seen;
    struct svc_draft draft;
    text from; /* a random word of the page it was written in; "": not known */
};
MUST_CHECK err_code svc_save(struct svc *svc, const struct svc_save *in, int64_t *version, kb_err *err);

/* Two people wrote: what both have, part by part, for the page that shows both. `base` is what mine began from. */
struct svc_merged {
    const char *key; /* of the section; "title", "brief" */
    const char *title;
    text mine, theirs;
    text proposal; /* put together; where the two touch both stand in it, theirs first (of a title: mine) */
    bool differs;  /* mine is not theirs */
    bool conflict; /* a person must choose */
};
struct svc_merge {
    struct svc_working theirs;
    const struct svc_merged *parts;
    size_t n_parts;
    bool conflict;
};
MUST_CHECK err_code svc_merge(struct svc *svc, text practice, const struct svc_draft *base,
                              const struct svc_draft *mine, struct svc_merge *out, kb_err *err);

/* "Publiceer deze versie": the working copy becomes a revision, exactly as it was at version `seen`. `rendered` was
 * made from it before (svc_render), so that the writer need not. */
struct svc_publish {
    text practice;
    int64_t seen;
    text note;
    text rendered;
};
MUST_CHECK err_code svc_publish(struct svc *svc, const struct svc_publish *in, const char **revision, kb_err *err);

/* A new revision of an adopted text begins: a candidate beside it, from RECOMMENDATION; the old text stays valid. */
MUST_CHECK err_code svc_revise(struct svc *svc, text practice, kb_err *err);

/* Kind, legal fields and locations belong to the practice: the group sets them while it is a draft, later the editor.
 */
struct svc_place {
    text practice;
    enum practice_kind kind;
    const text *legal_fields, *comes_from, *applies_in; /* slugs */
    size_t n_legal_fields, n_comes_from, n_applies_in;
    /* As they were shown: kind and slugs as a card has them. ERR_CONFLICT names each that a colleague changed since,
     * but for what is asked as it stands by now. Without a kind it does not ask. */
    struct {
        text kind, legal_fields, comes_from, applies_in;
    } seen;
};
MUST_CHECK err_code svc_place(struct svc *svc, const struct svc_place *in, kb_err *err);

/* A sign of life of somebody who has the editor open. */
MUST_CHECK err_code svc_writing(struct svc *svc, text practice, kb_err *err);

/* Did an editor let these words stand in a version of this practice (id)? Asked for a text that the actor writes. */
MUST_CHECK err_code svc_client_data_stands(struct svc *svc, const char *practice, text words, bool *out, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
