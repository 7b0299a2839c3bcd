/* round.h - how boards decide together (design section 4).
 *
 * A round puts one frozen revision to a frozen list of partner organisations, under one preset and with one term. Each
 * organisation has at most one current position. Counting is a pure function of those positions:
 *
 *     E     organisations that count: all but those for whom it is not their business ("gaat niet over ons")
 *     need  two thirds of E, rounded up
 *
 * Silence is not consent, and one silent organisation cannot block: passing asks enough yes, never everybody's answer.
 * One "niet akkoord" stops a practice from passing; it opens talks, and only the steering step passes over it, visibly.
 */
#ifndef KB_DOMAIN_ROUND_H
#define KB_DOMAIN_ROUND_H

#include "kb/base/calendar.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { ROUND_ORGANISATIONS_MAX = 64, ROUND_BUNDLE_MAX = 25 };

/* What one organisation says. "Nog in behandeling tot ..." is no position. */
enum round_position {
    POSITION_NONE,    /* nothing yet */
    POSITION_AGREE,   /* akkoord */
    POSITION_RESERVE, /* akkoord, maar ... */
    POSITION_OBJECT,  /* niet akkoord: blocks */
    POSITION_ABSTAIN, /* geen oordeel: counts in E, is no yes */
    POSITION_RECUSE,  /* gaat niet over ons: leaves the count */
    ROUND_POSITION__COUNT
};

enum round_preset {
    ROUND_LIGHT,     /* two plain akkoord, no niet akkoord, after three weeks */
    ROUND_CONSENT,   /* `need` yes of which one plain, no niet akkoord */
    ROUND_UNANIMOUS, /* every E yes */
    ROUND_SINGLE,    /* one organisation, and the editor who confirms */
    ROUND_PRESET__COUNT
};

enum round_state { ROUND_OPEN, ROUND_IN_TALKS, ROUND_ENDED, ROUND_STATE__COUNT };

enum round_outcome {
    OUTCOME_NONE, /* not closed: ask again later */
    OUTCOME_VOID, /* too few organisations that it concerns */
    OUTCOME_PASSES,
    OUTCOME_REWORK,
    OUTCOME_REJECTED,
    OUTCOME_TALKS,
    OUTCOME_DEFERRED,
    ROUND_OUTCOME__COUNT
};

/* The default for a kind (enum practice_kind, given as its two questions): work at a desk is decided lightly, what
 * moves tasks or money between the lines by everybody. */
enum round_preset round_default(bool werkwijze, bool plan_that_moves);

/* Slugs for rows, keys of messages: "agree", "consent", "in-talks", "rework". "" for what is none. */
const char *round_position_slug(enum round_position p);
const char *round_preset_slug(enum round_preset p);
const char *round_state_slug(enum round_state s);
const char *round_outcome_slug(enum round_outcome o);
bool round_position_from_slug(text slug, enum round_position *p);
bool round_preset_from_slug(text slug, enum round_preset *p);

/* ---- Counting ---- */

struct round_tally {
    unsigned organisations;            /* on the frozen list */
    unsigned n[ROUND_POSITION__COUNT]; /* how many say what; POSITION_NONE are the silent ones */
    unsigned counting;                 /* E */
    unsigned need;                     /* ceil(2/3 * E) */
    unsigned yes;                      /* akkoord and akkoord maar */
};

/* n at most ROUND_ORGANISATIONS_MAX; more are not counted. */
struct round_tally round_count(const enum round_position *positions, size_t n);

/* Does the preset pass as it stands? */
bool round_is_met(enum round_preset preset, const struct round_tally *t);

/* Every organisation that counts has a position: the round closes before its term. */
bool round_closes_early(const struct round_tally *t);

/* What closing gives, by the first row of the table of section 4 that matches; never OUTCOME_NONE. `lead_promises`: a
 * new revision within ten working days. */
enum round_outcome round_outcome(enum round_preset preset, const struct round_tally *t, bool lead_promises);

/* Does the outcome hang on that promise? Only then is the lead asked for it. */
bool round_asks_promise(enum round_preset preset, const struct round_tally *t);

/* The number (1..7) of that row, for the explanation beside the outcome. */
int round_outcome_row(enum round_preset preset, const struct round_tally *t);

/* After talks without a way out: may the steering group pass it over the one niet akkoord? Needs min(need, E-1) yes
 * and E of three or more. */
bool round_steering_met(const struct round_tally *t);

/* ---- Taking positions ---- */

/* May an organisation whose position is `from` now take `to`? In talks only the objector may change, and another may
 * support an objection that stands by objecting as well. When none stands there is nothing to support: only who took
 * the last one back (`objector`) may still mend that. An ended round changes no more. */
bool round_may_take(enum round_state state, const struct round_tally *t, bool objector, enum round_position from,
                    enum round_position to);

/* Any board may move a light round to consent, once; positions stay. */
bool round_may_move_to_consent(enum round_state state, enum round_preset now);

/* The texts a position needs beside it: none, one ("akkoord, maar"), two ("niet akkoord": what is wrong, what would
 * lift it). */
int round_texts_needed(enum round_position p);

/* ---- "Geldt dit bij ons?" ---- */

enum round_here {
    HERE_NO_POSITION, /* not bound */
    HERE_ADOPTED,     /* bound */
    HERE_RESERVE,     /* bound, but for what it said */
    HERE_NOT,         /* not bound: dissent, or not their business */
    ROUND_HERE__COUNT
};

/* What an adopted practice shows for an organisation with this position. Only HERE_ADOPTED and HERE_RESERVE bind. */
enum round_here round_here(enum round_position p);
bool round_binds(enum round_here here);

/* ---- The term ---- */

/* Every term is a setting (design section 2). Days are calendar days unless they say working. */
struct round_terms {
    int light_days;                 /* of a light round */
    int no_dates_days;              /* for an organisation without meeting dates */
    int most_days;                  /* whatever the dates say */
    int after_meeting_working_days; /* to write down what the meeting said */
    int extension_days;             /* the one extension */
    int talks_working_days;         /* within which talks must give something */
    int promise_working_days;       /* within which the lead promises a new revision */
    int steering_days;              /* after that, for the steering group's joint meeting */
};

/* As design section 4 has them: an initialiser, and the same as a constant. */
#define ROUND_TERMS                                                                                                    \
    {                                                                                                                  \
        .light_days = 3 * 7, .no_dates_days = 10 * 7, .most_days = 14 * 7, .after_meeting_working_days = 5,            \
        .extension_days = 4 * 7, .talks_working_days = 10, .promise_working_days = 10, .steering_days = 8 * 7          \
    }
extern const struct round_terms round_terms_default;

/* One meeting of one organisation. A meeting whose papers had to be in before the round began does not count. */
struct round_meeting {
    unsigned organisation; /* index into the frozen list */
    struct date papers;    /* last day for papers; none: the day itself */
    struct date day;
};

/* The last day of the term. Light: three weeks. Else the first date by which every organisation has met, plus five
 * working days, at most fourteen weeks; an organisation without a date counts for ten weeks. */
struct date round_term(const struct round_terms *t, enum round_preset preset, struct date begins,
                       unsigned organisations, const struct round_meeting *meetings, size_t n_meetings);

/* The last days of the extension, of talks, of the new revision that the lead promised (from the day that the round
 * ended on that promise), and of the time for the steering group. */
struct date round_extended(const struct round_terms *t, struct date term);
struct date round_talks_until(const struct round_terms *t, struct date talks_began);
struct date round_promised_until(const struct round_terms *t, struct date ended);
struct date round_steering_until(const struct round_terms *t, struct date talks_ended);

#ifdef __cplusplus
}
#endif
#endif
