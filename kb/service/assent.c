/* Assents: what somebody says yes to before a text may move, each asked by one and given by another. Which moves wait
 * for them is the ladder's word (move.c). */
#include "kb/service/service__internal.h"

/* Who asks and who gives each of them. */
static const struct {
    unsigned asks, gives;
} assent_people[SVC_ASSENT__COUNT] = {
    [SVC_ASSENT_LEAD] = {STAGE_BY_EDITOR, STAGE_BY_LEAD},
    [SVC_ASSENT_MERGE] = {STAGE_BY_EDITOR, STAGE_BY_LEAD},
    [SVC_ASSENT_SECOND] = {STAGE_BY_EDITOR, STAGE_BY_EDITOR},
    [SVC_ASSENT_CHECK] = {0, STAGE_BY_EDITOR}, /* an editor writes down who of the field read it */
    [SVC_ASSENT_NOT_TRIED] = {0, STAGE_BY_LEAD | STAGE_BY_EDITOR},
    [SVC_ASSENT_PROMISE] = {STAGE_BY_EDITOR, STAGE_BY_LEAD},
};

/* The text that an assent is about, as this actor stands to it. */
struct assenting {
    struct svc__seen seen;
    enum store_line_name line; /* the text on its way, else what stands */
    enum stage stage;
    unsigned who;
    bool promise; /* the outcome hangs on what the lead promises, and this actor may know it */
};

static enum store_line_name moving_line(const struct svc__seen *seen)
{
    enum stage candidate = svc__stage(&seen->row.lines[STORE_CANDIDATE]);
    return seen->visible[STORE_CANDIDATE] && candidate != STAGE_NONE && !stage_is_ended(candidate) ? STORE_CANDIDATE
                                                                                                   : STORE_ADOPTED;
}

/* That a promise is asked for tells that two organisations object. */
static err_code take_promise(struct svc *svc, struct assenting *a, kb_err *err)
{
    struct store_round round;
    struct svc__votes votes;
    if (a->stage != STAGE_IN_ROUND && a->stage != STAGE_TALKS) return OK;
    if (svc__may(svc, &a->seen, STORE_CANDIDATE, ACT_SEE_POSITIONS) != POLICY_ALLOW) return OK;
    ERR_TRY(store_round_latest(svc->store, a->seen.row.id, svc->arena, &round, err));
    ERR_TRY(svc__votes(svc, round.id, &votes, err));
    a->promise = round_asks_promise(svc__round_preset(&round), &votes.tally);
    return OK;
}

static const char *revision_of(const struct assenting *a)
{
    return a->seen.row.lines[a->line].revision;
}

static err_code see_assents(struct svc *svc, text practice, struct assenting *a, kb_err *err)
{
    *a = (struct assenting){0};
    ERR_TRY(svc__see(svc, practice, &a->seen, err));
    a->line = moving_line(&a->seen);
    a->stage = svc__stage(&a->seen.row.lines[a->line]);
    struct policy_object object = svc__object(&a->seen, a->line);
    a->who = policy_who(svc->actor, &object);
    return take_promise(svc, a, err);
}

/* Where each of them has a meaning. */
static bool assent_fits(const struct assenting *a, enum svc_assent_kind kind)
{
    switch (kind) {
    case SVC_ASSENT_CHECK:
        return a->stage == STAGE_PROPOSAL || a->stage == STAGE_RECOMMENDATION || a->stage == STAGE_DEFERRED;
    case SVC_ASSENT_NOT_TRIED: return a->stage == STAGE_PROPOSAL;
    case SVC_ASSENT_PROMISE: return a->promise;
    case SVC_ASSENT_LEAD: return a->stage == STAGE_PROPOSAL || a->stage == STAGE_DUE || a->stage == STAGE_EXPIRED;
    case SVC_ASSENT_MERGE: return a->stage == STAGE_PROPOSAL || a->stage == STAGE_RECOMMENDATION;
    default: return false; /* a second editor agrees to a correction on its own page (correction.c) */
    }
}

/* An editor who wrote the text does not say that somebody else read it. */
static bool may_give(const struct assenting *a, enum svc_assent_kind kind)
{
    if (kind == SVC_ASSENT_CHECK && a->seen.author) return false;
    return assent_fits(a, kind) && (a->who & assent_people[kind].gives);
}

static bool may_ask(const struct assenting *a, enum svc_assent_kind kind)
{
    return assent_fits(a, kind) && (a->who & assent_people[kind].asks);
}

static err_code put_assent(struct svc *svc, const struct assenting *a, enum svc_assent_kind kind, bool given,
                           text words, kb_err *err)
{
    struct store_assents all;
    const char *id = a->seen.row.id, *revision = revision_of(a);
    ERR_TRY(store_assent_list(svc->store, id, svc->arena, &all, err));
    const struct store_assent *before = svc__assent_on(&all, kind, revision);
    struct store_assent row = {
        .practice = id,
        .kind = svc_assent_slug(kind),
        .revision = revision,
        .asked = before && before->asked ? before->asked
                 : given                 ? 0
                                         : svc->now,
        .given = given ? svc->now : 0,
        .given_by = given ? svc->actor->person : NULL,
        .words = svc__str(svc, text_trim(words)),
    };
    ERR_TRY(store_assent_put(svc->store, &row, err));
    const char *ask =
        kind == SVC_ASSENT_PROMISE ? "assent.ask-promise" : "assent.ask"; /* only this one tells of a position */
    return svc__log(svc, given ? "assent.give" : ask, id, revision, arena_printf(svc->arena, "kind=%s", row.kind), err);
}

/* By the clock, once: the round closed so that its outcome hangs on it. */
err_code svc__ask_promise(struct svc *svc, text practice, kb_err *err)
{
    struct assenting a;
    struct store_assents all;
    ERR_TRY(see_assents(svc, practice, &a, err));
    ERR_TRY(store_assent_list(svc->store, a.seen.row.id, svc->arena, &all, err));
    if (svc__assent(&all, SVC_ASSENT_PROMISE)) return OK;
    return put_assent(svc, &a, SVC_ASSENT_PROMISE, false, text_of("", 0), err);
}

err_code svc_assent_ask(struct svc *svc, text practice, enum svc_assent_kind kind, text revision, kb_err *err)
{
    struct assenting a;
    struct store_assents all;
    ERR_TRY(see_assents(svc, practice, &a, err));
    if (!may_ask(&a, kind)) return err_set(err, ERR_FORBIDDEN, "assent: %s", svc_assent_slug(kind));
    ERR_TRY(svc__same_text(revision, revision_of(&a), err));
    ERR_TRY(store_assent_list(svc->store, a.seen.row.id, svc->arena, &all, err));
    const struct store_assent *now = svc__assent_on(&all, kind, revision_of(&a));
    if (now && now->given) return err_field(err, ERR_CONFLICT, "assent", "already-answered");
    return put_assent(svc, &a, kind, false, text_of("", 0), err);
}

err_code svc_assent_give(struct svc *svc, text practice, enum svc_assent_kind kind, text revision, text words,
                         kb_err *err)
{
    struct assenting a;
    ERR_TRY(see_assents(svc, practice, &a, err));
    if (!may_give(&a, kind)) return err_set(err, ERR_FORBIDDEN, "assent: %s", svc_assent_slug(kind));
    ERR_TRY(svc__same_text(revision, revision_of(&a), err));
    if (words.len > SVC_NOTE_MAX) return err_field(err, ERR_INVALID, "checked", "too-long");
    if (kind == SVC_ASSENT_CHECK && !text_trim(words).len) return err_field(err, ERR_INVALID, "checked", "required");
    ERR_TRY(svc__no_client_data(svc, "checked", words, err));
    return put_assent(svc, &a, kind, true, words, err);
}

err_code svc_assents(struct svc *svc, text practice, struct svc_assents *out, kb_err *err)
{
    struct assenting a;
    struct store_assents all;
    const struct stage_terms *terms;
    ERR_TRY(see_assents(svc, practice, &a, err));
    ERR_TRY(svc__terms(svc, &terms, err));
    *out = (struct svc_assents){.revision = revision_of(&a),
                                .review = a.stage == STAGE_DUE || a.stage == STAGE_EXPIRED,
                                .promise_days = terms->round.promise_working_days};
    ERR_TRY(store_assent_list(svc->store, a.seen.row.id, svc->arena, &all, err));
    bool concerns = a.who & (STAGE_BY_LEAD | STAGE_BY_MEMBER | STAGE_BY_EDITOR);
    for (unsigned k = 0; k < SVC_ASSENT__COUNT; k++) {
        enum svc_assent_kind kind = (enum svc_assent_kind)k;
        const struct store_assent *row = svc__assent_on(&all, kind, revision_of(&a));
        struct svc_assent one = {.kind = kind,
                                 .may_ask = may_ask(&a, kind) && !row,
                                 .may_give = may_give(&a, kind) && !(row && row->given),
                                 .asked = row ? row->asked : 0,
                                 .given = row ? row->given : 0,
                                 .words = row ? row->words : ""};
        if (kind == SVC_ASSENT_MERGE && !row) one.may_give = false; /* few are merged: not until it is asked */
        bool told = row && concerns && (kind != SVC_ASSENT_PROMISE || a.promise);
        if (!one.may_ask && !one.may_give && !told) continue;
        ERR_TRY(svc__person_name(svc, row ? row->given_by : NULL, &one.by, err));
        out->at[out->n++] = one;
    }
    return OK;
}
