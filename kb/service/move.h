/* move.h - on the ladder (move.c). The table of moves is kb/domain/stage.h; here it is asked and carried out. */
#ifndef KB_SERVICE_MOVE_H
#define KB_SERVICE_MOVE_H

#include "kb/service/find.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { SVC_WORDS_MAX = 8000 /* bytes of what is written with a move, a remark, a position */ };

/* How a round begins: who decides, by which rule. The term follows from the boards' meeting dates. */
struct svc_round_open {
    enum round_preset preset;
    const text *organisations; /* slugs of partners */
    size_t n_organisations;
    text question, advice;       /* to the boards; of the editors, may be "" */
    enum round_position advised; /* what the editors advise: POSITION_AGREE, or POSITION_NONE */
    text bundle;                 /* id that the rounds of one bundle share, or "" */
};

/* A bundle: up to 25 rounds under one rule, on one list, opened together or not at all. */
enum { SVC_BUNDLE_MAX = 25 };
struct svc_bundle_item {
    text practice, revision, summary; /* as of svc_move */
};
struct svc_bundle {
    const struct svc_bundle_item *items;
    size_t n;
    const struct svc_round_open *round; /* without bundle */
};
/* What may be put into a bundle: recommendations that can go to the boards, and what the others still need. */
struct svc_bundle_choice {
    struct svc_card card;
    const char *revision;
    bool ready;
    const char *question;
};
struct svc_bundle_choices {
    const struct svc_bundle_choice *at;
    size_t n;
};
MUST_CHECK err_code svc_bundle_choices(struct svc *svc, struct svc_bundle_choices *out, kb_err *err);
/* `failed` is the item that was refused, when one was. */
MUST_CHECK err_code svc_bundle_open(struct svc *svc, const struct svc_bundle *in, size_t *failed, kb_err *err);

/* One move. What it does not ask is left zero. */
struct svc_move {
    text practice; /* number or id */
    enum stage_move move;
    unsigned lines; /* which of the two texts is meant, bits 1 << LINE_x; 0: the one that has this move */
    text revision;  /* that was shown: ERR_CONFLICT when the line points to another by now; "" does not ask */
    text words;     /* reason, question, summary, outcome, ...: the one text that this move must have */
    struct date review, until;
    text other;   /* the practice it became part of, or that takes its place */
    bool forced;  /* an editor passes an own text, knowingly */
    bool similar; /* the writers looked at practices that are like it */
    bool told;    /* the boards know */
    const struct svc_round_open *round;
    const text *organisations; /* slugs of the partners that adopted it outside: it binds those */
    size_t n_organisations;
    /* submitting makes a version of the working copy, as svc_publish does */
    int64_t seen;
    text rendered;
};

/* Makes it. ERR_CONFLICT when there is no such move from where it stands, or svc_returned tells why there is none;
 * ERR_RULE with everything that is missing. ERR_CONFLICT as well when the actor could make it of both texts and none of
 * them is named: a lead who is an editor too withdraws the new one or the one that stands. */
MUST_CHECK err_code svc_move(struct svc *svc, const struct svc_move *in, kb_err *err);

/* What an editor may know of a text that a colleague sent back while they had this revision before them (returned.c).
 * ERR_NOT_FOUND for all others. */
struct svc_returned {
    const char *by; /* name */
    kb_time at;
};
MUST_CHECK err_code svc_returned(struct svc *svc, text practice, text revision, struct svc_returned *out, kb_err *err);

/* A move that this actor can make here, or could if what is missing were there. */
struct svc_open_move {
    enum stage_move move;
    enum practice_line line; /* that moves */
    enum stage to;
    uint32_t must_write;
    bool own_text;                     /* the actor wrote it: passing it is flagged */
    const struct kb_err_item *missing; /* what the form cannot give */
    size_t n_missing;
};
struct svc_open_moves {
    const struct svc_open_move *at;
    size_t n;
};
MUST_CHECK err_code svc_moves(struct svc *svc, text practice, struct svc_open_moves *out, kb_err *err);

/* What the form of one move needs to be drawn; `lines` as of svc_move. ERR_FORBIDDEN when it is not theirs to make. */
struct svc_move_form {
    struct svc_card card;
    struct svc_open_move move;
    const char *revision;      /* id, or NULL */
    struct date review, until; /* proposals */
    const char *question;      /* to the boards, as it was written at the recommendation */
    enum round_preset preset;
    struct svc_similar similar; /* for a submission */
    struct svc_cards alike;     /* for a move that points to another text: standing ones on the same subject */
    /* For a confirmation, what readers say against it: taps that it is not right any more, since it was last adopted or
     * confirmed, and remarks "moet anders" without an answer. */
    int64_t outdated, must_open;
};
MUST_CHECK err_code svc_move_form(struct svc *svc, text practice, enum stage_move move, unsigned lines,
                                  struct svc_move_form *out, kb_err *err);

/* The text that a merge or a replacement would point to (number or id). ERR_FORBIDDEN when the move is not this actor's
 * to make, ERR_INVALID with "other" when there is no such text, it is this one or it ended; or it does not stand and is
 * to take the place of one that does. */
MUST_CHECK err_code svc_move_other(struct svc *svc, text practice, enum stage_move move, text other,
                                   struct svc_card *out, kb_err *err);

/* What was done, newest first: the public timeline. */
struct svc_step {
    enum stage_move move;
    enum stage to;
    kb_time at;
    const char *by; /* name, "" for clocks */
    const char *words;
    struct date until; /* of talks and of a deferral: their last day; else none */
    bool own_text, one_editor, dissent;
};
struct svc_steps {
    const struct svc_step *at;
    size_t n;
};
MUST_CHECK err_code svc_timeline(struct svc *svc, text practice, struct svc_steps *out, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
