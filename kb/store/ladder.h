/* ladder.h - what was done with a practice on its way: moves, assents, and who of the editors has it in hand.
 *
 * The store keeps what it is told; which move is allowed is a question for kb/domain. Moves, kinds of assent and marks
 * are slugs.
 */
#ifndef KB_STORE_LADDER_H
#define KB_STORE_LADDER_H

#include "kb/base/arena.h"
#include "kb/base/clock.h"
#include "kb/base/err.h"
#include "kb/store/practice.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Moves ---- */

struct store_move {
    const char *id, *practice;
    enum store_line_name line;
    const char *what;                /* slug of the move */
    const char *came_from, *went_to; /* slugs of stages; came_from "" when the line began */
    const char *revision;            /* NULL before there was one */
    kb_time at;
    const char *made_by; /* id of a person, or "system" */
    const char *words;   /* "" when none were asked */
    const char *marks;   /* list of slugs: "own-text", "one-editor", "dissent" */
};

struct store_moves {
    struct store_move *at;
    size_t n;
};

/* Writes one for good; ids are the caller's. */
MUST_CHECK err_code store_move_add(struct store *s, const struct store_move *move, kb_err *err);

/* All moves of a practice, newest first, at most 1,000. */
MUST_CHECK err_code store_move_list(struct store *s, const char *practice, arena *a, struct store_moves *out,
                                    kb_err *err);

/* Those with a mark that says that nobody else looked, of all practices, newest first, at most 100. */
MUST_CHECK err_code store_move_marked(struct store *s, arena *a, struct store_moves *out, kb_err *err);

/* ---- Assents: what a move waits for ---- */

struct store_assent {
    const char *practice;
    const char *kind;     /* "lead", "merge", "second-editor", "check", "not-tried", "promise" */
    const char *revision; /* the text it was about; may be NULL */
    kb_time asked, given; /* 0: not */
    const char *given_by; /* id; NULL: by a one-time link */
    const char *words;
};

struct store_assents {
    struct store_assent *at;
    size_t n;
};

/* One of each kind; writing it again replaces it. */
MUST_CHECK err_code store_assent_put(struct store *s, const struct store_assent *assent, kb_err *err);
MUST_CHECK err_code store_assent_list(struct store *s, const char *practice, arena *a, struct store_assents *out,
                                      kb_err *err);

/* Takes one away, or all of a practice (kind NULL); fine when there is none. */
MUST_CHECK err_code store_assent_clear(struct store *s, const char *practice, const char *kind, kb_err *err);

/* ---- How an adopted plan is carried out ---- */

struct store_carrying {
    const char *practice, *organisation;
    const char *state; /* "planned", "busy", "done", "stuck" */
    const char *step;  /* the next one; may be "" */
    const char *day;   /* yyyy-mm-dd, by when; NULL: not said */
    kb_time at;
    const char *person;
};

struct store_carryings {
    struct store_carrying *at;
    size_t n;
};

MUST_CHECK err_code store_carrying_list(struct store *s, const char *practice, arena *a, struct store_carryings *out,
                                        kb_err *err);
/* One for each organisation; writing it again replaces it. */
MUST_CHECK err_code store_carrying_put(struct store *s, const struct store_carrying *carrying, kb_err *err);

/* ---- The editors' desk ---- */

struct store_desk {
    const char *editor; /* NULL when nobody has it in hand */
    kb_time since;
};

MUST_CHECK err_code store_desk_get(struct store *s, const char *practice, arena *a, struct store_desk *out,
                                   kb_err *err);
MUST_CHECK err_code store_desk_put(struct store *s, const char *practice, const char *editor, kb_time at, kb_err *err);

struct store_desk_note {
    const char *id, *practice;
    kb_time at;
    const char *person, *body;
};

struct store_desk_notes {
    struct store_desk_note *at;
    size_t n;
};

MUST_CHECK err_code store_desk_note_add(struct store *s, const struct store_desk_note *note, kb_err *err);
/* Newest first, at most 200; or all of them. */
MUST_CHECK err_code store_desk_note_list(struct store *s, const char *practice, arena *a, struct store_desk_notes *out,
                                         kb_err *err);
MUST_CHECK err_code store_desk_note_whole(struct store *s, const char *practice, arena *a, struct store_desk_notes *out,
                                          kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
