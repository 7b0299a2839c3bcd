/* vocabulary.h - the vocabulary (vocabulary.c): what travels with the program, and what editors keep beside it. Applied
 * to questions only, from the next one on; every version stays, and the log says who made it. For editors. */
#ifndef KB_SERVICE_VOCABULARY_H
#define KB_SERVICE_VOCABULARY_H

#include "kb/service/svc.h"

#ifdef __cplusplus
extern "C" {
#endif

enum svc_agreement_kind {
    SVC_ABBREVIATION,  /* said = meant, a name in short */
    SVC_ALIKE,         /* two ways */
    SVC_MEANS,         /* who says this means that; not the other way round */
    SVC_KEEP_WHOLE,    /* asked for as a whole: never split */
    SVC_KEEP_SPELLING, /* never corrected */
    SVC_AGREEMENT__COUNT
};
bool svc_agreement_from_slug(text slug, enum svc_agreement_kind *kind);

enum { SVC_SIDES_MAX = 600 /* bytes of one side, its alternatives with commas between */, SVC_LINE_MAX = 1000 };
struct svc_agreement {
    const char *entry; /* id; "" of a shipped one */
    enum svc_agreement_kind kind;
    const char *said, *meant; /* alternatives with ", " between; meant is "" where there is none */
    text line;                /* of a shipped one, as svc_shipped_switch takes it */
    bool off;                 /* shipped, switched off */
    kb_time since;            /* of an own one */
    const char *by;           /* name, or "" */
};
struct svc_agreements_ask {
    text words;                          /* only those with these words; "" is all */
    const enum svc_agreement_kind *kind; /* only of this kind; NULL is all */
};
struct svc_agreements {
    const struct svc_agreement *own, *shipped;
    size_t n_own, n_shipped;
};
MUST_CHECK err_code svc_agreements(struct svc *svc, const struct svc_agreements_ask *ask, struct svc_agreements *out,
                                   kb_err *err);
MUST_CHECK err_code svc_agreement(struct svc *svc, text entry, struct svc_agreement *out, kb_err *err);

/* Adds an agreement (entry ""), or changes one. */
struct svc_agreement_put {
    text entry;
    enum svc_agreement_kind kind;
    text said, meant;
    kb_time seen; /* svc_agreement's `since` when it was read; 0: whatever stands there now */
};
/* ERR_INVALID on "typed" (said) and "means" (meant): "forbidden-sign", "over-five-words", "one-word",
 * "not-an-abbreviation", "no-meaning" (of a kind without one); when it is put or tried "means-itself", when put
 * "already-there" and "too-many", of one that is not as it was `seen` "changed-meanwhile", and of one that is there no
 * more "taken-back". */
MUST_CHECK err_code svc_agreement_check(const struct svc_agreement_put *in, kb_err *err);
MUST_CHECK err_code svc_agreement_put(struct svc *svc, const struct svc_agreement_put *in, const char **entry,
                                      kb_err *err);
MUST_CHECK err_code svc_agreement_end(struct svc *svc, text entry, kb_err *err);

/* What an agreement would change: its own words, and what was missed last, are asked without and with it. ERR_INVALID
 * as above. */
enum { SVC_TRIALS_MAX = 24, SVC_TRIAL_HITS = 3, SVC_TRIAL_DEPTH = 10 };
struct svc_trial {
    text question;
    size_t before, after;                  /* how many are found */
    struct svc_card cards[SVC_TRIAL_HITS]; /* the first ones with it */
    size_t was[SVC_TRIAL_HITS];            /* its place without it, from 1; 0: not among the first SVC_TRIAL_DEPTH */
    size_t n_cards;
    const struct svc_card *led; /* what came first without it and does not any more, or NULL */
    bool own;                   /* of the agreement itself */
    bool changes;               /* anything of the above */
};
struct svc_trials {
    struct svc_trial at[SVC_TRIALS_MAX];
    size_t n;
};
MUST_CHECK err_code svc_agreement_try(struct svc *svc, const struct svc_agreement_put *in, struct svc_trials *out,
                                      kb_err *err);
/* ERR_NOT_FOUND when no shipped line reads so. */
MUST_CHECK err_code svc_shipped_switch(struct svc *svc, text line, bool on, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
