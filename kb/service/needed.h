/* needed.h - what a text waits for (needed.c), and what people say yes to before it moves (assent.c): the needed line
 * of design section 2, for each reader what they may know. */
#ifndef KB_SERVICE_NEEDED_H
#define KB_SERVICE_NEEDED_H

#include "kb/service/svc.h"

#ifdef __cplusplus
extern "C" {
#endif

/* An organisation without a position, or one that is not akkoord; for who may see positions. */
struct svc_needed_board {
    const char *name;
    bool objects;
    const char *said, *lift; /* of a niet akkoord */
    const char *busy_until;  /* day on which it decides, or NULL */
};
struct svc_needed {
    enum stage stage;   /* as this actor is told it; STAGE_NONE when it waits for nothing */
    bool over;          /* the term before this turn is over: of remarks, of the round, of talks */
    bool settled;       /* in talks, and nobody objects any more; for who is told of boards */
    bool after_talks;   /* a deferral: not because an organisation was silent */
    bool awaits_text;   /* the last round asked for a new text; `due` is the day that the lead promised it for */
    kb_time due;        /* 0: no date */
    bool lead;          /* the actor leads its group */
    const char *editor; /* who has it in hand, for its writers, editors and boards; "" */
    /* What the move that takes it on still lacks, for the same people. */
    const struct kb_err_item *missing;
    size_t n_missing;
    size_t remarks; /* without an answer */
    const struct svc_needed_board *boards;
    size_t n_boards;
    bool enough; /* enough organisations have a position to decide by */
};
/* Of the text on its way, or of the one that stands. */
MUST_CHECK err_code svc_needed(struct svc *svc, text practice, enum practice_line line, struct svc_needed *out,
                               kb_err *err);

/* What a move waits for: the lead agrees, the lead agrees to merging it, a second editor agrees, somebody of the field
 * checked it, nobody tried it yet, the lead promises a new revision. An editor asks, for a promise also the clock; whom
 * it is asked of gives it. A yes and a check are of one revision: once there is a newer one, nobody gave them. */
enum svc_assent_kind {
    SVC_ASSENT_LEAD,
    SVC_ASSENT_MERGE,
    SVC_ASSENT_SECOND,
    SVC_ASSENT_CHECK,
    SVC_ASSENT_NOT_TRIED,
    SVC_ASSENT_PROMISE,
    SVC_ASSENT__COUNT
};
const char *svc_assent_slug(enum svc_assent_kind kind);
bool svc_assent_from_slug(text slug, enum svc_assent_kind *kind);
/* ERR_CONFLICT when it was given already: asking takes nothing back. `revision` as below. */
MUST_CHECK err_code svc_assent_ask(struct svc *svc, text practice, enum svc_assent_kind kind, text revision,
                                   kb_err *err);
/* `revision`: the text that was read; ERR_CONFLICT when another one is there now, and "" is whatever is there. */
MUST_CHECK err_code svc_assent_give(struct svc *svc, text practice, enum svc_assent_kind kind, text revision,
                                    text words, kb_err *err);

/* Which of them this actor may give or ask now, and what was said. */
struct svc_assent {
    enum svc_assent_kind kind;
    bool may_ask, may_give;
    kb_time asked, given;
    const char *by, *words;
};
struct svc_assents {
    struct svc_assent at[SVC_ASSENT__COUNT];
    size_t n;
    const char *revision; /* that they are about */
    bool review;          /* the lead is asked whether the text that stands is still right */
    int promise_days;     /* working days within which a promised revision comes */
};
MUST_CHECK err_code svc_assents(struct svc *svc, text practice, struct svc_assents *out, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
