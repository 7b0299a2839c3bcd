/* desk.h - the editors' desk and notes that editors leave each other (desk.c), and what waits for somebody (waiting.c).
 */
#ifndef KB_SERVICE_DESK_H
#define KB_SERVICE_DESK_H

#include "kb/service/svc.h"

#ifdef __cplusplus
extern "C" {
#endif

enum svc_waits { SVC_WAITS_EDITOR, SVC_WAITS_GROUP, SVC_WAITS_BOARDS, SVC_WAITS_CLOCK, SVC_WAITS__COUNT };

struct svc_named {
    const char *key, *name;
};

struct svc_desk_item {
    struct svc_card card;
    enum svc_waits waits; /* for whom */
    kb_time due;          /* 0: no date */
    bool late;
    const char *editor, *editor_name; /* who has it in hand; NULL, "" */
    enum store_line_name line;        /* the one that waits */
    const char *revision;             /* its text, as it is shown */
};
enum { SVC_DESK_MAX = 500 /* on one page */ };
struct svc_desk {
    const struct svc_desk_item *at; /* latest first; at most SVC_DESK_MAX, and then those that wait longest */
    size_t n, all;                  /* on it; how many there are */
    size_t unconfirmed;             /* adopted elsewhere, not confirmed: a list of their own */
    const struct svc_named *editors, *organisations; /* what can be asked for: ids, and slugs of the partners */
    size_t n_editors, n_organisations;
};
#define SVC_DESK_NOBODY "niemand"
struct svc_desk_ask {
    text stage, legal_field; /* slugs; "" is all */
    text editor;             /* who has it in hand: the id of an editor, SVC_DESK_NOBODY; "" is all */
    text organisation;       /* slug of a partner: whose position a round still waits for; "" is all */
    bool stuck;              /* late only */
    bool unconfirmed;        /* instead of what is on its way or due: what was adopted elsewhere and is not confirmed */
};
MUST_CHECK err_code svc_desk(struct svc *svc, const struct svc_desk_ask *ask, struct svc_desk *out, kb_err *err);
/* Takes it in hand, also from a colleague. */
MUST_CHECK err_code svc_desk_take(struct svc *svc, text practice, kb_err *err);
/* Asks whoever it waits for: the group's leads, the boards without a position, the editor who has it in hand. */
MUST_CHECK err_code svc_desk_nudge(struct svc *svc, text practice, kb_err *err);

/* The same for many, all or nothing; `failed` is the one that was refused, when one was. */
enum svc_desk_verb { SVC_DESK_TAKE, SVC_DESK_NUDGE, SVC_DESK_ACCEPT, SVC_DESK_RETURN, SVC_DESK_CONFIRM };
enum { SVC_DESK_MANY_MAX = 100 };
struct svc_desk_many {
    enum svc_desk_verb verb;
    const text *practices; /* ids */
    const text *revisions; /* of each the text that was shown, as of svc_move; NULL or "" does not ask */
    size_t n;
    text words;         /* of a return: what to change; of a confirmation: what was checked */
    struct date review; /* of a confirmation */
};
MUST_CHECK err_code svc_desk_many(struct svc *svc, const struct svc_desk_many *in, size_t *failed, kb_err *err);

/* ---- Notes that editors leave each other ---- */

MUST_CHECK err_code svc_desk_note_add(struct svc *svc, text practice, text body, kb_err *err);

struct svc_desk_notes {
    const struct store_desk_note *at;
    const char *const *names;
    size_t n;
    const char *in_hand, *in_hand_name; /* the editor who has it; NULL, "" */
};
/* Empty for who is no editor. */
MUST_CHECK err_code svc_desk_notes(struct svc *svc, text practice, struct svc_desk_notes *out, kb_err *err);

/* Everything that others than its writers can see, by stage as this actor is told it, the newest first. */
enum { SVC_OVERVIEW_STAGES = 6, SVC_OVERVIEW_EACH = 100 };
struct svc_overview {
    struct {
        enum stage stage;
        struct svc_cards cards; /* at most SVC_OVERVIEW_EACH */
        bool more;
    } at[SVC_OVERVIEW_STAGES];
};
MUST_CHECK err_code svc_overview(struct svc *svc, struct svc_overview *out, kb_err *err);

/* What is asked of this person now, the most urgent first. */
enum svc_wait_for {
    SVC_WAIT_POSITION,
    SVC_WAIT_RETURNED,
    SVC_WAIT_TEXT, /* the last round asked for a new one */
    SVC_WAIT_LEAD,
    SVC_WAIT_REVIEW, /* what stands must be looked at */
    SVC_WAIT_REMARKS,
    SVC_WAIT_DESK,
    SVC_WAIT_ACCESS, /* people who ask to join */
    SVC_WAIT_VOUCH,  /* somebody who lost their second factor */
    SVC_WAIT_STEER,  /* a step over one niet akkoord */
    SVC_WAIT__COUNT
};
struct svc_wait {
    enum svc_wait_for what;
    struct svc_card card;
    const char *href;
    kb_time due; /* 0: none */
    size_t n;    /* of remarks, of late items, of people */
};
struct svc_waits_list {
    const struct svc_wait *at;
    size_t n;
    size_t more_rounds, more; /* what did not fit: rounds, and all else */
};
MUST_CHECK err_code svc_waiting(struct svc *svc, size_t limit, struct svc_waits_list *out, kb_err *err);

#ifdef __cplusplus
}
#endif
#endif
