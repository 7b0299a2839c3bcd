/* round.h - how boards decide, as rows: rounds, the organisations on their list, positions with all earlier ones, the
 * boards' meeting dates, and what an organisation does with an adopted text afterwards. Counting is kb/domain/round.h.
 *
 * Days are ISO text, "2026-03-12".
 */
#ifndef KB_STORE_ROUND_H
#define KB_STORE_ROUND_H

#include "kb/base/arena.h"
#include "kb/base/clock.h"
#include "kb/base/err.h"

#ifdef __cplusplus
extern "C" {
#endif

struct store;

struct store_round {
    const char *id, *practice, *revision;
    const char *preset, *state; /* slugs */
    const char *bundle;         /* NULL: by itself */
    kb_time begun;
    const char *opened_by;
    kb_time ends;
    bool extended;
    const char *question, *summary, *advice;
    kb_time closed, ended;              /* 0: not yet */
    const char *outcome, *outcome_text; /* "" before */
    const char *advised;                /* slug of the position that the editors advise; "" for none */
};

struct store_rounds {
    struct store_round *at;
    size_t n;
};

/* ERR_NOT_FOUND when there is none. `latest`: of a practice, whatever its state. */
MUST_CHECK err_code store_round_get(struct store *s, const char *id, arena *a, struct store_round *out, kb_err *err);
MUST_CHECK err_code store_round_latest(struct store *s, const char *practice, arena *a, struct store_round *out,
                                       kb_err *err);
/* Of a practice, newest first, at most 100, or all of them; or of all in one state, first to end first, at most 500. */
MUST_CHECK err_code store_round_list(struct store *s, const char *practice, arena *a, struct store_rounds *out,
                                     kb_err *err);
MUST_CHECK err_code store_round_whole(struct store *s, const char *practice, arena *a, struct store_rounds *out,
                                      kb_err *err);
MUST_CHECK err_code store_round_in_state(struct store *s, const char *state, arena *a, struct store_rounds *out,
                                         kb_err *err);

/* The latest rounds of practices that were put off and still are, in no order: no outcome yet, for who may not see
 * positions. */
MUST_CHECK err_code store_round_put_off(struct store *s, arena *a, struct store_rounds *out, kb_err *err);

/* With this organisation on their list and begun before `until`, whatever their state, newest first, at most 500. */
MUST_CHECK err_code store_round_of_board(struct store *s, const char *organisation, kb_time until, arena *a,
                                         struct store_rounds *out, kb_err *err);

MUST_CHECK err_code store_round_add(struct store *s, const struct store_round *round, kb_err *err);
/* Writes what may change of it: preset, state, ends, extended, advice, closed, ended, outcome and its text. */
MUST_CHECK err_code store_round_put(struct store *s, const struct store_round *round, kb_err *err);

/* ---- The frozen list ---- */

struct store_seat {
    const char *round, *organisation;
    const char *busy_until; /* day, or NULL */
};

struct store_seats {
    struct store_seat *at;
    size_t n;
};

MUST_CHECK err_code store_seat_put(struct store *s, const struct store_seat *seat, kb_err *err);
/* In the order of organisations' names. */
MUST_CHECK err_code store_seat_list(struct store *s, const char *round, arena *a, struct store_seats *out, kb_err *err);

/* ---- Positions ---- */

#define STORE_BY_LINK "link"

struct store_position {
    const char *id, *round, *organisation;
    const char *position;    /* slug */
    const char *said, *lift; /* "" when none are asked */
    const char *reserve;     /* "", "local", "condition", "means" */
    const char *board_day;   /* NULL: between meetings */
    const char *minute;      /* "" when there is none */
    kb_time at;
    const char *given_by; /* id of a person, or STORE_BY_LINK */
    const char *by_link;  /* name of who gave it by link, as they wrote it; "" else */
    kb_time replaced;     /* 0: this is the current one */
};

struct store_positions {
    struct store_position *at;
    size_t n;
};

/* Replaces the organisation's current one in that round; ERR_INVALID when it is not on the list. */
MUST_CHECK err_code store_position_add(struct store *s, const struct store_position *position, kb_err *err);
/* Puts one back as it was elsewhere. */
MUST_CHECK err_code store_position_restore(struct store *s, const struct store_position *position, kb_err *err);
/* All of a round, earlier ones too, oldest first. */
MUST_CHECK err_code store_position_list(struct store *s, const char *round, arena *a, struct store_positions *out,
                                        kb_err *err);

/* ---- What a board prepares to say ---- */

struct store_concept {
    const char *round, *organisation;
    const char *id;          /* another one with each save */
    const char *position;    /* slug */
    const char *said, *lift; /* may be "" */
    const char *reserve;     /* "", "local", "condition", "means" */
    kb_time at;
    const char *person;
};

/* Takes the place of the one before it; ERR_INVALID when the organisation is not on the list. */
MUST_CHECK err_code store_concept_put(struct store *s, const struct store_concept *concept, kb_err *err);
/* ERR_NOT_FOUND when there is none. */
MUST_CHECK err_code store_concept_get(struct store *s, const char *round, const char *organisation, arena *a,
                                      struct store_concept *out, kb_err *err);
/* Of one organisation, and of all in a round. */
MUST_CHECK err_code store_concept_remove(struct store *s, const char *round, const char *organisation, kb_err *err);
MUST_CHECK err_code store_concept_clear(struct store *s, const char *round, kb_err *err);

/* ---- Meetings of boards ---- */

struct store_meeting {
    const char *organisation, *day;
    const char *papers; /* NULL: that day itself */
};

struct store_meetings {
    struct store_meeting *at;
    size_t n;
};

MUST_CHECK err_code store_meeting_put(struct store *s, const struct store_meeting *meeting, kb_err *err);
MUST_CHECK err_code store_meeting_remove(struct store *s, const char *organisation, const char *day, kb_err *err);
/* Of one organisation, in order: from this day on, at most 200; or all of them. */
MUST_CHECK err_code store_meeting_list(struct store *s, const char *organisation, const char *from, arena *a,
                                       struct store_meetings *out, kb_err *err);
/* The last one before this day; ERR_NOT_FOUND when there is none. */
MUST_CHECK err_code store_meeting_before(struct store *s, const char *organisation, const char *day, arena *a,
                                         struct store_meeting *out, kb_err *err);
MUST_CHECK err_code store_meeting_whole(struct store *s, const char *organisation, arena *a, struct store_meetings *out,
                                        kb_err *err);

/* ---- What an organisation does with an adopted text ---- */

struct store_local {
    const char *practice, *organisation;
    const char *what; /* "joined", "left", "note" */
    const char *words;
    kb_time at;
    const char *person;
};

struct store_locals {
    struct store_local *at;
    size_t n;
};

/* One of each; writing it again replaces it. Joining takes a leaving away, and the other way round: the caller does. */
MUST_CHECK err_code store_local_put(struct store *s, const struct store_local *local, kb_err *err);
MUST_CHECK err_code store_local_remove(struct store *s, const char *practice, const char *organisation,
                                       const char *what, kb_err *err);
MUST_CHECK err_code store_local_list(struct store *s, const char *practice, arena *a, struct store_locals *out,
                                     kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
