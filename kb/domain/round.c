#include "kb/domain/round.h"

#include "kb/base/cleanup.h"

/* ---- Words ---- */

static const char *const position_slugs[ROUND_POSITION__COUNT] = {
    [POSITION_NONE] = "",         [POSITION_AGREE] = "agree",     [POSITION_RESERVE] = "reserve",
    [POSITION_OBJECT] = "object", [POSITION_ABSTAIN] = "abstain", [POSITION_RECUSE] = "recuse",
};

static const char *const state_slugs[ROUND_STATE__COUNT] = {
    [ROUND_OPEN] = "open",
    [ROUND_IN_TALKS] = "in-talks",
    [ROUND_ENDED] = "ended",
};

static const char *const outcome_slugs[ROUND_OUTCOME__COUNT] = {
    [OUTCOME_NONE] = "",
    [OUTCOME_VOID] = "void",
    [OUTCOME_PASSES] = "passes",
    [OUTCOME_REWORK] = "rework",
    [OUTCOME_REJECTED] = "rejected",
    [OUTCOME_TALKS] = "talks",
    [OUTCOME_DEFERRED] = "deferred",
};

/* What each preset asks. plain: at least so many plain akkoord. */
struct preset {
    const char *slug;
    unsigned plain;
    bool two_thirds, everybody; /* of E must say yes */
    unsigned least;             /* organisations it must concern */
};

/* clang-format off */
static const struct preset presets[ROUND_PRESET__COUNT] = {
    /*                    slug         plain  2/3    all    least E */
    [ROUND_LIGHT]     = { "light",     2,     false, false, 2 },
    [ROUND_CONSENT]   = { "consent",   1,     true,  false, 2 },
    [ROUND_UNANIMOUS] = { "unanimous", 0,     false, true,  2 },
    [ROUND_SINGLE]    = { "single",    1,     false, false, 1 },
};
/* clang-format on */

#define SLUG_OF(slugs, value) ((unsigned)(value) < COUNT_OF(slugs) ? (slugs)[value] : "")

const char *round_position_slug(enum round_position p)
{
    return SLUG_OF(position_slugs, p);
}

const char *round_preset_slug(enum round_preset p)
{
    return (unsigned)p < ROUND_PRESET__COUNT ? presets[p].slug : "";
}

const char *round_state_slug(enum round_state s)
{
    return SLUG_OF(state_slugs, s);
}

const char *round_outcome_slug(enum round_outcome o)
{
    return SLUG_OF(outcome_slugs, o);
}

bool round_position_from_slug(text slug, enum round_position *p)
{
    for (unsigned i = POSITION_AGREE; i < ROUND_POSITION__COUNT; i++) {
        if (!text_is(slug, position_slugs[i])) continue;
        *p = (enum round_position)i;
        return true;
    }
    return false;
}

bool round_preset_from_slug(text slug, enum round_preset *p)
{
    for (unsigned i = 0; i < ROUND_PRESET__COUNT; i++) {
        if (!text_is(slug, presets[i].slug)) continue;
        *p = (enum round_preset)i;
        return true;
    }
    return false;
}

enum round_preset round_default(bool werkwijze, bool plan_that_moves)
{
    if (werkwijze) return ROUND_LIGHT;
    return plan_that_moves ? ROUND_UNANIMOUS : ROUND_CONSENT;
}

/* ---- Counting ---- */

struct round_tally round_count(const enum round_position *positions, size_t n)
{
    struct round_tally t = {.organisations = (unsigned)(n < ROUND_ORGANISATIONS_MAX ? n : ROUND_ORGANISATIONS_MAX)};
    for (size_t i = 0; i < t.organisations; i++)
        if ((unsigned)positions[i] < ROUND_POSITION__COUNT) t.n[positions[i]]++;
    t.counting = t.organisations - t.n[POSITION_RECUSE];
    t.need = (2 * t.counting + 2) / 3;
    t.yes = t.n[POSITION_AGREE] + t.n[POSITION_RESERVE];
    return t;
}

bool round_is_met(enum round_preset preset, const struct round_tally *t)
{
    if ((unsigned)preset >= ROUND_PRESET__COUNT) return false;
    const struct preset *p = &presets[preset];
    if (t->n[POSITION_OBJECT] > 0) return false;
    if (t->counting < p->least) return false;
    if (t->n[POSITION_AGREE] < p->plain) return false;
    if (p->two_thirds && t->yes < t->need) return false;
    return !p->everybody || t->yes == t->counting;
}

bool round_closes_early(const struct round_tally *t)
{
    return t->n[POSITION_NONE] == 0;
}

int round_outcome_row(enum round_preset preset, const struct round_tally *t)
{
    if ((unsigned)preset >= ROUND_PRESET__COUNT) return 1;
    if (t->counting < 2 && preset != ROUND_SINGLE) return 1;
    if (round_is_met(preset, t)) return 2;
    if (t->n[POSITION_OBJECT] >= 2) return 3;
    if (t->n[POSITION_OBJECT] == 1) return 4;
    if (t->n[POSITION_NONE] > 0) return 5;
    if (t->n[POSITION_AGREE] < presets[preset].plain) return 6;
    return 7;
}

enum round_outcome round_outcome(enum round_preset preset, const struct round_tally *t, bool lead_promises)
{
    switch (round_outcome_row(preset, t)) {
    case 1: return OUTCOME_VOID;
    case 2: return OUTCOME_PASSES;
    case 3: return lead_promises ? OUTCOME_REWORK : OUTCOME_REJECTED;
    case 4: return OUTCOME_TALKS;
    case 5: return OUTCOME_DEFERRED;
    case 6: return OUTCOME_REWORK;
    default: return OUTCOME_REJECTED;
    }
}

bool round_asks_promise(enum round_preset preset, const struct round_tally *t)
{
    return round_outcome(preset, t, true) != round_outcome(preset, t, false);
}

bool round_steering_met(const struct round_tally *t)
{
    if (t->counting < 3 || t->n[POSITION_OBJECT] != 1) return false;
    unsigned others = t->counting - 1;
    return t->yes >= (t->need < others ? t->need : others);
}

/* ---- Taking positions ---- */

bool round_may_take(enum round_state state, const struct round_tally *t, bool objector, enum round_position from,
                    enum round_position to)
{
    if ((unsigned)from >= ROUND_POSITION__COUNT || (unsigned)to >= ROUND_POSITION__COUNT) return false;
    if (to == POSITION_NONE) return false; /* one can change one's mind, not have had none */
    if (state == ROUND_OPEN) return true;
    if (state != ROUND_IN_TALKS) return false;
    return from == POSITION_OBJECT || (to == POSITION_OBJECT && (t->n[POSITION_OBJECT] > 0 || objector));
}

bool round_may_move_to_consent(enum round_state state, enum round_preset now)
{
    return state == ROUND_OPEN && now == ROUND_LIGHT;
}

int round_texts_needed(enum round_position p)
{
    return p == POSITION_OBJECT ? 2 : p == POSITION_RESERVE ? 1 : 0;
}

/* ---- "Geldt dit bij ons?" ---- */

enum round_here round_here(enum round_position p)
{
    switch (p) {
    case POSITION_AGREE: return HERE_ADOPTED;
    case POSITION_RESERVE: return HERE_RESERVE;
    case POSITION_OBJECT:
    case POSITION_RECUSE: return HERE_NOT;
    default: return HERE_NO_POSITION;
    }
}

bool round_binds(enum round_here here)
{
    return here == HERE_ADOPTED || here == HERE_RESERVE;
}

/* ---- The term ---- */

const struct round_terms round_terms_default = ROUND_TERMS;

/* Can this meeting still speak about a round that begins then? */
static bool meeting_counts(const struct round_meeting *m, struct date begins)
{
    struct date papers = date_is_none(m->papers) ? m->day : m->papers;
    return date_cmp(papers, begins) >= 0 && date_cmp(m->day, begins) >= 0;
}

/* The first date on which this organisation can decide, with the days behind it. */
static struct date organisation_ready(const struct round_terms *t, unsigned organisation, struct date begins,
                                      const struct round_meeting *meetings, size_t n)
{
    struct date first = {0};
    for (size_t i = 0; i < n; i++) {
        const struct round_meeting *m = &meetings[i];
        if (m->organisation != organisation || !meeting_counts(m, begins)) continue;
        if (date_is_none(first) || date_cmp(m->day, first) < 0) first = m->day;
    }
    if (date_is_none(first)) return date_add_days(begins, t->no_dates_days);
    return calendar_add_working_days(first, t->after_meeting_working_days);
}

struct date round_term(const struct round_terms *t, enum round_preset preset, struct date begins,
                       unsigned organisations, const struct round_meeting *meetings, size_t n_meetings)
{
    if (preset == ROUND_LIGHT) return date_add_days(begins, t->light_days);
    struct date last = {0}, most = date_add_days(begins, t->most_days);
    for (unsigned i = 0; i < organisations && i < ROUND_ORGANISATIONS_MAX; i++)
        last = date_later(last, organisation_ready(t, i, begins, meetings, n_meetings));
    if (date_is_none(last)) return date_add_days(begins, t->no_dates_days);
    return date_cmp(last, most) > 0 ? most : last;
}

struct date round_extended(const struct round_terms *t, struct date term)
{
    return date_add_days(term, t->extension_days);
}

struct date round_talks_until(const struct round_terms *t, struct date talks_began)
{
    return calendar_add_working_days(talks_began, t->talks_working_days);
}

struct date round_promised_until(const struct round_terms *t, struct date ended)
{
    return calendar_add_working_days(ended, t->promise_working_days);
}

struct date round_steering_until(const struct round_terms *t, struct date talks_ended)
{
    return date_add_days(talks_ended, t->steering_days);
}
