/* deciding.h - deciding: rounds, the positions of organisations, what each of them does with a text, and the meetings
 * of boards (deciding.c, position.c, here.c, boards.c). */
#ifndef KB_SERVICE_DECIDING_H
#define KB_SERVICE_DECIDING_H

#include "kb/service/svc.h"

#ifdef __cplusplus
extern "C" {
#endif

struct svc_voice {
    const char *organisation, *slug, *name;
    bool visible; /* the actor may see what it says */
    enum round_position position;
    struct store_position said;   /* of the current one; zero when there is none */
    const char *before;           /* slug of the position before it, or NULL */
    const char *busy_until;       /* day, or NULL */
    bool mine;                    /* the actor may take its position, and there is one to take */
    bool papers;                  /* the actor sits on its board, and the round has not ended: it lies before that */
    bool prepares;                /* the actor is of its board: sees and saves what that prepares to say */
    struct store_concept concept; /* that (svc_round, svc_concepts); zero when there is none */
    const char *concept_by;       /* name */
    bool voiceless;               /* nobody may, nor did: the actor may make a link for it (svc_position_link) */
    kb_time link_until;           /* when the actor may make a link: until when one is out; 0: none is (svc_round) */
    unsigned takes;               /* which positions it may take now: bit 1 << POSITION_... */
    /* what it said of the text before, when it has no position on this one: a yes is one click, with what changed */
    enum round_position earlier; /* POSITION_NONE: nothing */
    struct store_position earlier_said;
    int earlier_version;
};
struct svc_round {
    struct store_round row;
    struct svc_card card;
    enum round_preset preset;
    enum round_state state;
    enum round_outcome outcome; /* when it ended */
    struct svc_voice *voices;
    size_t n_voices;
    bool sees_positions, manages;
    struct round_tally tally; /* when the actor sees positions */
    enum round_outcome now;   /* what closing would give now; OUTCOME_NONE when the actor does not see positions */
    bool may_move_to_consent, may_extend;
    bool over;                     /* its term is, and it waits for its date: nobody says anything any more */
    int version;                   /* of the text it is about; card tells its title, its brief and where it is read */
    kb_time talks_until;           /* in talks, when the actor sees positions: the end of their last day; 0 else */
    const char *from_version_href; /* what changed since the text that stands; NULL when there is none */
};
struct svc_rounds {
    const struct svc_round *at;
    size_t n;
};
/* Rounds that are open or in talks; and those of one practice, newest first. */
MUST_CHECK err_code svc_rounds(struct svc *svc, struct svc_rounds *out, kb_err *err);
/* Puts into these rounds what the board of this organisation prepares, when it is the actor's own. */
MUST_CHECK err_code svc_concepts(struct svc *svc, const char *organisation, const struct svc_rounds *rounds,
                                 kb_err *err);
MUST_CHECK err_code svc_rounds_of(struct svc *svc, text practice, struct svc_rounds *out, kb_err *err);
MUST_CHECK err_code svc_round(struct svc *svc, text id, struct svc_round *out, kb_err *err);

/* What lay before one board for a meeting in the past: the rounds that ran at the end of the day its papers were due,
 * with the positions that were known then. Their term, rule and advice are those of now. */
struct svc_rounds_then {
    struct svc_rounds rounds; /* first to end first */
    kb_time until;            /* the end of that day */
};
MUST_CHECK err_code svc_rounds_then(struct svc *svc, text organisation, struct date meeting,
                                    struct svc_rounds_then *out, kb_err *err);

enum { SVC_MINUTE_MAX = 100 }; /* bytes of a reference in the minutes */

struct svc_position {
    text round, organisation; /* ids */
    enum round_position position;
    text said, lift, reserve;
    struct date board_day;
    text minute;
    text by_link; /* name of who gives it by link; of nobody else */
    text seen;    /* id of the position that was shown beside the form, "none", or "" when none was looked at */
};
/* A secretary, deputy or mandated member records what the organisation says. ERR_CONFLICT when a colleague was first,
 * and "round-over" after the last day of the round, but for what talks are about; ERR_INVALID on "board_day" for a day
 * that is still to come ("in-future") or a year and more before it ("long-ago"). */
MUST_CHECK err_code svc_position(struct svc *svc, const struct svc_position *in, kb_err *err);
/* Anybody of the board saves what it prepares to say: `seen` is the concept that was shown, day and minute are not
 * kept. Its texts may still be empty. Nobody is told; giving the position, or the end of the round, takes it away. */
MUST_CHECK err_code svc_concept(struct svc *svc, const struct svc_position *in, kb_err *err);

/* Follows what the editors advise in these open rounds, for one organisation that has no position there yet; what it
 * cannot follow is refused as a whole. */
struct svc_follow {
    text organisation;
    const text *rounds;
    size_t n;
    struct date board_day;
    text minute;
};
MUST_CHECK err_code svc_follow_advice(struct svc *svc, const struct svc_follow *in, kb_err *err);
/* "Nog in behandeling tot": no position. */
MUST_CHECK err_code svc_busy(struct svc *svc, text round, text organisation, struct date until, kb_err *err);
/* A board moves a light round to consent, once; an editor extends the term, once; nobody when it is closed. */
MUST_CHECK err_code svc_round_consent(struct svc *svc, text round, kb_err *err);
MUST_CHECK err_code svc_round_extend(struct svc *svc, text round, kb_err *err);

/* Where somebody sits on a board. */
enum svc_seat {
    SVC_SEAT_NONE,
    SVC_SEAT_MEMBER,
    SVC_SEAT_VOICE, /* may give its position: secretary, deputy, mandated */
};

/* A board and its meeting dates. */
struct svc_board {
    const char *organisation, *slug, *name;
    enum svc_seat seat;                   /* of the actor */
    bool mine;                            /* its dates are the actor's to change: its secretary's */
    const struct store_meeting *meetings; /* from today on */
    size_t n_meetings;
    const char *last; /* day of its newest meeting that is no longer to come, today's included; NULL */
};
struct svc_boards {
    const struct svc_board *at;
    size_t n;
};
MUST_CHECK err_code svc_boards(struct svc *svc, struct svc_boards *out, kb_err *err);
struct svc_meeting_put {
    text organisation; /* id */
    struct date day, papers;
    bool remove;
};
MUST_CHECK err_code svc_meeting_put(struct svc *svc, const struct svc_meeting_put *in, kb_err *err);

/* "Geldt dit bij ons?": one line for each partner, and for a member that said something of its own. */
struct svc_here {
    const char *organisation, *name;
    bool own;     /* the reader's */
    bool mine;    /* the reader may note something for it, */
    bool decides; /* and join or leave for it: not who wrote the text */
    enum round_here here;
    const char *said; /* its "maar", its dissent; of a member those of its partner; "" */
    bool member;      /* of a partner, from which it inherits */
    bool joined, left;
    kb_time at;
    const char *note, *noted_by; /* its own words for its people; "" */
    kb_time noted;
};
struct svc_heres {
    const char *revision; /* id of the text that holds there */
    const struct svc_here *at;
    size_t n;
};
MUST_CHECK err_code svc_heres(struct svc *svc, text practice, struct svc_heres *out, kb_err *err);

/* Joins an adopted text later, leaves it with a reason, or keeps a note: what is "joined", "left" or "note". */
struct svc_local_put {
    text practice, organisation, what, words;
    text revision; /* that was read: ERR_CONFLICT when another one stands; "" does not ask */
};
MUST_CHECK err_code svc_local_put(struct svc *svc, const struct svc_local_put *in, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
