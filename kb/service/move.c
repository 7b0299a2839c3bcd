/* Moves on the ladder. One function makes them all: it finds the row of the table, asks policy_may and the guards, and
 * carries out what the move does to the line, the round and the number. What a certain move does besides changing the
 * stage stands in `effects`. */
#include "kb/service/service__internal.h"

#include "kb/base/calendar.h"
#include "search/query_scan.h"

/* These begin a practice: svc_start and svc_import make them, before there is one to move. */
static bool begins_practice(enum stage_move m)
{
    return m == MOVE_START || m == MOVE_IMPORT;
}

/* ---- Which row: the line that moves, and the one whose rights count ---- */

struct moving {
    struct svc__seen seen;
    enum stage at[STORE_LINE__COUNT]; /* where its lines stand */
    const struct stage_row *row;
    enum store_line_name line, judged;
    unsigned who;
    struct policy_object object;
    struct practice_facts facts;
    bool let_stand; /* an editor passes what the guard blocks */
};

/* A candidate that begins from the adopted text is asked for there. */
static enum store_line_name judged_line(const struct stage_row *row)
{
    return row->move == MOVE_REVISE || row->move == MOVE_ASK_ROUND ? STORE_ADOPTED : svc__line_name(row->line);
}

static enum policy_action action_of(const struct moving *m)
{
    enum policy_action action = policy_action_of(m->row->move, m->who & m->row->who);
    /* The guard names an own text; whether it may be forced at all is policy's word. */
    return action == ACT_PASS && m->seen.author ? ACT_FORCE : action;
}

static err_code look_at(struct svc *svc, text key, struct moving *m, kb_err *err)
{
    *m = (struct moving){0};
    ERR_TRY(svc__see(svc, key, &m->seen, err));
    for (int l = 0; l < STORE_LINE__COUNT; l++) m->at[l] = svc__stage(&m->seen.row.lines[l]);
    return OK;
}

/* Fills m for this row. False when the row does not start where the practice stands, or this actor may not see it. */
static bool starts_here(struct svc *svc, struct moving *m, const struct stage_row *row)
{
    enum store_line_name line = svc__line_name(row->line);
    if (!(row->from & UINT32_C(1) << m->at[line])) return false;
    m->row = row;
    m->line = line;
    m->judged = judged_line(row);
    if (!m->seen.visible[m->judged]) return false;
    m->object = svc__object(&m->seen, m->judged);
    m->who = policy_who(svc->actor, &m->object);
    return true;
}

static bool is_theirs(struct svc *svc, const struct moving *m)
{
    if (!stage_may(m->row, m->who)) return false;
    return svc->actor->system || policy_may(svc->actor, action_of(m), &m->object) == POLICY_ALLOW;
}

/* Might this be somebody else's to make, as far as this actor is told where the text stands? That a text was deferred
 * is not to be had from which refusal one gets. */
static bool seems_to_start(struct svc *svc, const struct svc__seen *seen, const struct stage_row *row)
{
    enum stage told = svc__stage_told(svc, &seen->row, svc__line_name(row->line));
    return seen->visible[judged_line(row)] && row->from & UINT32_C(1) << told;
}

/* Takes it as the one that is meant. False when there is one already, of the other text. */
static bool take_one(const struct moving *one, struct moving *m)
{
    if (m->row) return m->line == one->line;
    *m = *one;
    return true;
}

/* The row of this move that is the actor's to make. A move can stand in the table for both lines, and be theirs on both
 * of them: then it is made of the one that is named, and of none when none is. */
static err_code find_move(struct svc *svc, text key, enum stage_move move, unsigned lines, struct moving *m,
                          kb_err *err)
{
    size_t n;
    const struct stage_row *rows = stage_rows(&n);
    bool somebodys = false;
    ERR_TRY(look_at(svc, key, m, err));
    struct moving one = *m;
    for (size_t i = 0; i < n; i++) {
        if (rows[i].move != move || begins_practice(move)) continue;
        if (lines && !(lines & 1U << rows[i].line)) continue;
        if (!starts_here(svc, &one, &rows[i]) || !is_theirs(svc, &one))
            somebodys |= seems_to_start(svc, &one.seen, &rows[i]);
        else if (!take_one(&one, m))
            return err_field(err, ERR_CONFLICT, stage_move_slug(move), "of-which-text");
    }
    if (m->row) return svc__facts(svc, &m->seen, m->line, &m->facts, err);
    return somebodys ? err_set(err, ERR_FORBIDDEN, "move: %s", stage_move_slug(move))
                     : err_field(err, ERR_CONFLICT, stage_move_slug(move), "no-such-move");
}

/* ---- What the form tells the guards ---- */

static int months_until(struct date from, struct date to)
{
    int n = 0;
    while (n < 1200 && date_cmp(date_add_months(from, n), to) < 0) n++;
    return n;
}

/* The words that are a text; dates and the other practice have fields of their own. */
static const uint32_t text_words =
    ~((UINT32_C(1) << WORDS_REVIEW_DATE) | (UINT32_C(1) << WORDS_UNTIL) | (UINT32_C(1) << WORDS_OTHER));

static void take_form(struct svc *svc, const struct svc_move *in, struct practice_facts *f)
{
    bool by_clock = svc->actor->system;
    if (text_trim(in->words).len || by_clock) f->written |= text_words;
    if (!date_is_none(in->review)) f->written |= UINT32_C(1) << WORDS_REVIEW_DATE;
    if (!date_is_none(in->until)) f->written |= UINT32_C(1) << WORDS_UNTIL;
    if (text_trim(in->other).len) f->written |= UINT32_C(1) << WORDS_OTHER;
    struct date today = calendar_date(svc->now);
    if (date_cmp(in->review, today) > 0) f->review_months = months_until(today, in->review);
    f->forced = in->forced;
    f->similar_seen = in->similar;
    f->boards_told = in->told;
    f->round_frozen = in->round && in->round->n_organisations > 0;
    f->named = in->n_organisations > 0;
}

/* ---- Client data: no text is submitted in which the guard finds some ---- */

/* What is passed with a reason only: the words of the submission. */
static err_code take_privacy(struct svc *svc, const struct svc_move *in, struct moving *m, kb_err *err)
{
    struct store_working copy;
    struct svc__client_data found;
    kb_err said = {0};
    if (in->move != MOVE_SUBMIT) return OK;
    ERR_TRY(store_working_get(svc->store, m->seen.row.id, svc->arena, &copy, err));
    struct svc_draft draft = {text_str(copy.title), text_str(copy.brief), copy.sections, copy.n_sections};
    err_code code = svc__draft_no_client_data(svc, m->seen.row.id, &draft, &found, &said);
    if (code != OK && code != ERR_INVALID) return err_set(err, code, "%s", said.cause);
    m->facts.privacy_passed = code == OK && (!(found.warned + found.let_stand) || text_trim(in->words).len);
    m->let_stand = found.let_stand > 0;
    return OK;
}

/* ---- What a move does besides changing the stage ---- */

struct doing {
    struct svc *svc;
    const struct svc_move *in;
    struct moving *m;
    struct stage_step step;
    struct store_line line; /* as it will be */
    const char *words, *marks, *detail;
};

typedef err_code effect(struct doing *d, kb_err *err);

static err_code do_submit(struct doing *d, kb_err *err)
{
    const char *revision;
    ERR_TRY(svc__publish_copy(d->svc, &d->m->seen, d->in->seen, text_of("", 0), d->in->rendered, true, &revision, err));
    d->line.revision = revision;
    return d->m->let_stand ? svc__log(d->svc, "practice.let-stand", d->m->seen.row.id, revision, "", err) : OK;
}

/* The number is given here, for good; the text becomes a version that others see. */
static err_code do_accept(struct doing *d, kb_err *err)
{
    char number[PRACTICE_NUMBER_BYTES];
    int version;
    if (d->step.gives_number) {
        ERR_TRY(
            store_practice_number_give(d->svc->store, d->m->seen.row.id, calendar_date(d->svc->now).year, number, err));
        d->detail = arena_printf(d->svc->arena, " number=%s", number);
    }
    const struct stage_terms *terms;
    ERR_TRY(svc__terms(d->svc, &terms, err));
    d->line.until = stage_open_until(d->svc->now, terms);
    return store_revision_version_give(d->svc->store, d->line.revision, &version, err);
}

static err_code do_recommend(struct doing *d, kb_err *err)
{
    const struct stage_terms *terms;
    ERR_TRY(svc__terms(d->svc, &terms, err));
    d->line.until = terms->final_comment_days ? stage_final_comment_until(d->svc->now, terms) : 0;
    return OK;
}

static err_code do_begin(struct doing *d, kb_err *err)
{
    ERR_TRY(svc__begin_candidate(d->svc, &d->m->seen, d->step.to, err));
    d->line.revision = d->m->seen.row.lines[STORE_ADOPTED].revision;
    return OK;
}

/* Why nobody is sent to this text: it ended, or it is to take the place of what stands and does not stand itself. NULL
 * when they can be. So no two texts point to each other. */
static const char *leads_nowhere(const struct svc__seen *other, enum stage_move move)
{
    enum stage candidate = svc__stage(&other->row.lines[STORE_CANDIDATE]);
    bool stands = other->visible[STORE_ADOPTED] && stage_is_adopted(svc__stage(&other->row.lines[STORE_ADOPTED]));
    bool on_way = other->visible[STORE_CANDIDATE] && candidate != STAGE_NONE && !stage_is_ended(candidate);
    if (!stands && !on_way) return "ended";
    return stands || move == MOVE_MERGE ? NULL : "not-standing";
}

/* The text that this one points to then. */
static err_code find_other(struct svc *svc, const struct moving *m, text key, struct svc__seen *other, kb_err *err)
{
    err_code code = svc__see(svc, text_trim(key), other, err);
    if (code == ERR_NOT_FOUND || code == ERR_GONE) return err_field(err, ERR_INVALID, "other", "not-known");
    if (code != OK) return code;
    if (!strcmp(other->row.id, m->seen.row.id)) return err_field(err, ERR_INVALID, "other", "itself");
    const char *why = leads_nowhere(other, m->row->move);
    return why ? err_field(err, ERR_INVALID, "other", why) : OK;
}

static err_code do_point(struct doing *d, kb_err *err)
{
    struct svc__seen other;
    ERR_TRY(find_other(d->svc, d->m, d->in->other, &other, err));
    *(d->in->move == MOVE_MERGE ? &d->line.merged_into : &d->line.superseded_by) = other.row.id;
    return OK;
}

/* The words of the last move of this kind; "" when there was none. */
static err_code words_before(struct svc *svc, const char *practice, enum stage_move move, const char **out, kb_err *err)
{
    struct store_moves moves;
    *out = "";
    ERR_TRY(store_move_list(svc->store, practice, svc->arena, &moves, err));
    for (size_t i = 0; i < moves.n; i++) {
        if (strcmp(moves.at[i].what, stage_move_slug(move)) != 0) continue;
        *out = moves.at[i].words;
        return OK;
    }
    return OK;
}

/* The boards are asked what the recommendation asked, unless the editor asks something else. */
static err_code do_open_round(struct doing *d, kb_err *err)
{
    struct store_round round;
    struct svc_round_open open = *d->in->round;
    struct svc_move in = *d->in;
    const char *asked;
    ERR_TRY(words_before(d->svc, d->m->seen.row.id, MOVE_RECOMMEND, &asked, err));
    if (!text_trim(open.question).len) open.question = text_str(asked);
    in.round = &open;
    ERR_TRY(svc__round_open(d->svc, &d->m->seen, &in, &round, err));
    d->line.until = round.ends;
    return svc__round_frozen(d->svc, &round, &d->detail, err);
}

enum round_outcome svc__outcome_of(enum stage_move m)
{
    switch (m) {
    case MOVE_ADOPT:
    case MOVE_STEER: return OUTCOME_PASSES;
    case MOVE_REJECT: return OUTCOME_REJECTED;
    case MOVE_DEFER: return OUTCOME_DEFERRED;
    case MOVE_WITHDRAW: /* there is nothing left to decide about */
    case MOVE_VOID: return OUTCOME_VOID;
    default: return OUTCOME_REWORK;
    }
}

static err_code end_round(struct doing *d, kb_err *err)
{
    struct store_round round;
    ERR_TRY(store_round_latest(d->svc->store, d->m->seen.row.id, d->svc->arena, &round, err));
    round.state = round_state_slug(ROUND_ENDED);
    if (!round.closed) round.closed = d->svc->now;
    round.ended = d->svc->now;
    round.outcome = round_outcome_slug(svc__outcome_of(d->in->move));
    round.outcome_text = d->words;
    d->detail = arena_printf(d->svc->arena, " round=%s outcome=%s", round.id, round.outcome);
    ERR_TRY(store_concept_clear(d->svc->store, round.id, err));
    return store_round_put(d->svc->store, &round, err);
}

/* Out of the talks: their round is over too. */
static err_code do_withdraw(struct doing *d, kb_err *err)
{
    return d->m->facts.stage == STAGE_TALKS ? end_round(d, err) : OK;
}

static err_code do_talk(struct doing *d, kb_err *err)
{
    struct store_round round;
    ERR_TRY(store_round_latest(d->svc->store, d->m->seen.row.id, d->svc->arena, &round, err));
    round.state = round_state_slug(ROUND_IN_TALKS);
    round.closed = d->svc->now;
    d->detail = arena_printf(d->svc->arena, " round=%s", round.id);
    return store_round_put(d->svc->store, &round, err);
}

/* The text that the boards decided on takes the place of what stands; what was written during the talks is over. Its
 * authors are still told; a new version begins without them (svc__begin_candidate). */
static err_code do_adopt(struct doing *d, kb_err *err)
{
    const char *practice = d->m->seen.row.id;
    struct store_round round;
    ERR_TRY(end_round(d, err));
    ERR_TRY(store_round_latest(d->svc->store, practice, d->svc->arena, &round, err));
    d->line = (struct store_line){.revision = round.revision,
                                  .review_at = calendar_midnight(d->in->review),
                                  .origin = "decided",
                                  .confirmed = true,
                                  .adopted = d->svc->now};
    ERR_TRY(store_line_remove(d->svc->store, practice, STORE_CANDIDATE, d->svc->now, err));
    ERR_TRY(store_assent_clear(d->svc->store, practice, NULL, err));
    return store_working_remove(d->svc->store, practice, err);
}

static err_code do_confirm(struct doing *d, kb_err *err)
{
    (void)err;
    d->line.review_at = calendar_midnight(d->in->review);
    return OK;
}

/* The words are what was written with the proposal, whoever carries it out. */
static err_code do_mend(struct doing *d, kb_err *err)
{
    return svc__put_correction(d->svc, &d->m->seen, d->m->line, &d->line.revision, &d->words, err);
}

/* From here on it binds the organisations that are named; an editor has just looked at it. */
static err_code do_confirm_import(struct doing *d, kb_err *err)
{
    ERR_TRY(svc__review_at(d->svc, d->m->seen.row.legal_fields, &d->line.review_at, err));
    d->line.confirmed = true;
    d->line.decision = d->words;
    d->words = "";
    return svc__bind(d->svc, d->m->seen.row.id, d->in, &d->detail, err);
}

static effect *const effects[STAGE_MOVE__COUNT] = {
    [MOVE_SUBMIT] = do_submit,       [MOVE_ACCEPT] = do_accept,
    [MOVE_RECOMMEND] = do_recommend, [MOVE_OPEN_ROUND] = do_open_round,
    [MOVE_REVISE] = do_begin,        [MOVE_ASK_ROUND] = do_begin,
    [MOVE_MERGE] = do_point,         [MOVE_SUPERSEDE] = do_point,
    [MOVE_ADOPT] = do_adopt,         [MOVE_STEER] = do_adopt,
    [MOVE_VOID] = end_round,         [MOVE_REWORK] = end_round,
    [MOVE_REJECT] = end_round,       [MOVE_CHANGE_TEXT] = end_round,
    [MOVE_DEFER] = end_round,        [MOVE_TALK] = do_talk,
    [MOVE_CONFIRM] = do_confirm,     [MOVE_CONFIRM_IMPORT] = do_confirm_import,
    [MOVE_FIX_LANGUAGE] = do_mend,   [MOVE_CORRECT] = do_mend,
    [MOVE_WITHDRAW] = do_withdraw,
};

/* ---- Making the move ---- */

/* The reason that stands on the practice afterwards: of what sends it back or ends it. It outlives a sleep: who takes
 * the text up again still has to know what must change. */
static bool keeps_reason(enum stage_move m)
{
    return m == MOVE_RETURN || m == MOVE_NOT_TAKE_UP || m == MOVE_WITHDRAW || m == MOVE_REJECT || m == MOVE_TRIGGER;
}

static struct store_line line_after(const struct doing *d)
{
    struct store_line line = d->m->seen.row.lines[d->m->line];
    if (svc__is_hidden(d->in->move) || stage_move_mends(d->in->move)) return line; /* but for its stage, or its text */
    line.since = d->svc->now;
    line.until = 0;
    if (d->in->move != MOVE_SLEEP && d->in->move != MOVE_REVIVE)
        line.reason = keeps_reason(d->in->move) ? d->words : "";
    if (!line.reason) line.reason = "";
    if (!line.origin) line.origin = "";
    if (!line.decision) line.decision = "";
    return line;
}

static const char *marks_of(const struct doing *d)
{
    return arena_printf(d->svc->arena, "%s%s%s", d->step.author_flagged ? "own-text " : "",
                        d->step.one_editor_marked ? "one-editor " : "", d->step.dissent ? "dissent" : "");
}

/* A date that was asked for stands in the move itself where the line may not tell it. */
static const char *words_of(const struct doing *d)
{
    text words = text_trim(d->in->words);
    char day[DATE_BYTES];
    if (date_is_none(d->in->until)) return svc__str(d->svc, words);
    return arena_printf(d->svc->arena, "%s%s%.*s", date_format(d->in->until, DATE_ISO, day), words.len ? " " : "",
                        TEXT_FMT(words));
}

/* What the lead said of the text that stands holds for it with its spelling mended. */
static err_code carry_lead(struct doing *d, kb_err *err)
{
    struct store_assents all;
    const struct store_practice *p = &d->m->seen.row;
    ERR_TRY(store_assent_list(d->svc->store, p->id, d->svc->arena, &all, err));
    const struct store_assent *lead = svc__assent_on(&all, SVC_ASSENT_LEAD, p->lines[d->m->line].revision);
    if (!lead) return OK;
    struct store_assent row = *lead;
    row.revision = d->line.revision;
    return store_assent_put(d->svc->store, &row, err);
}

/* What waited for this move is over with it; what was said of the text stays. */
static err_code forget_assents(struct doing *d, kb_err *err)
{
    static const enum svc_assent_kind of_one_move[] = {SVC_ASSENT_LEAD, SVC_ASSENT_MERGE, SVC_ASSENT_SECOND,
                                                       SVC_ASSENT_PROMISE};
    size_t first = d->in->move == MOVE_CORRECT ? 2 : 0; /* what the lead said is of other moves */
    if (first) ERR_TRY(carry_lead(d, err));
    for (size_t i = first; i < COUNT_OF(of_one_move); i++)
        ERR_TRY(store_assent_clear(d->svc->store, d->m->seen.row.id, svc_assent_slug(of_one_move[i]), err));
    return OK;
}

static err_code put_line(struct doing *d, kb_err *err)
{
    enum store_line_name name = svc__line_name(d->step.line);
    kb_time touched = svc__is_hidden(d->in->move) ? d->m->seen.row.touched : d->svc->now;
    d->line.stage = stage_slug(d->step.to);
    if (!svc__is_hidden(d->in->move) && !stage_move_mends(d->in->move)) d->line.since = d->svc->now;
    return store_line_put(d->svc->store, d->m->seen.row.id, name, &d->line, touched, err);
}

err_code svc__move_row(struct svc *svc, const struct svc__seen *seen, enum store_line_name line, enum stage_move move,
                       enum stage from, enum stage to, const char *revision, const char *words, const char *marks,
                       kb_err *err)
{
    struct store_move row = {
        .practice = seen->row.id,
        .line = line,
        .what = stage_move_slug(move),
        .came_from = from == STAGE_NONE ? "" : stage_slug(from),
        .went_to = stage_slug(to),
        .revision = revision,
        .at = svc->now,
        .made_by = svc->actor->person ? svc->actor->person : "system",
        .words = words,
        .marks = marks,
    };
    ERR_TRY(svc__new_id(svc, &row.id, err));
    return store_move_add(svc->store, &row, err);
}

static err_code carry_out(struct doing *d, kb_err *err)
{
    struct svc *svc = d->svc;
    enum stage from = d->m->facts.stage;
    d->words = words_of(d);
    d->marks = marks_of(d);
    d->detail = "";
    if (!d->words || !d->marks) return svc__no_memory(err);
    d->line = line_after(d);
    if (effects[d->in->move]) ERR_TRY(effects[d->in->move](d, err));
    ERR_TRY(put_line(d, err));
    ERR_TRY(forget_assents(d, err));
    if (from == STAGE_SUBMITTED)
        ERR_TRY(store_correction_remove(svc->store, d->m->seen.row.id, err)); /* of a text that went on */
    ERR_TRY(svc__move_row(svc, &d->m->seen, d->m->line, d->in->move, from, d->step.to, d->line.revision, d->words,
                          d->marks, err));
    const char *action = arena_printf(svc->arena, "practice.%s", stage_move_slug(d->in->move));
    const char *detail =
        arena_printf(svc->arena, "from=%s to=%s%s", stage_slug(from), stage_slug(d->step.to), d->detail);
    if (!action || !detail) return svc__no_memory(err);
    if (d->step.line == LINE_ADOPTED) ERR_TRY(svc__holds(svc, d->m->seen.row.id, err));
    return svc__log(svc, action, d->m->seen.row.id, d->line.revision, detail, err);
}

/* The text is out of this actor's sight. Who lost it to a colleague is told so. */
static err_code out_of_sight(struct svc *svc, const struct svc_move *in, kb_err *err)
{
    struct svc_returned returned;
    kb_err said = {0};
    bool lost;
    ERR_TRY(err_optional(svc_returned(svc, in->practice, in->revision, &returned, &said), &said, &lost, err));
    return lost ? err_field(err, ERR_CONFLICT, "revision", "changed-since") : ERR_NOT_FOUND;
}

/* The last day of talks or of a deferral is still to come. */
static err_code until_comes(struct svc *svc, const struct svc_move *in, kb_err *err)
{
    bool over = !date_is_none(in->until) && date_cmp(in->until, calendar_date(svc->now)) < 0;
    return over ? err_field(err, ERR_INVALID, "until", "in-past") : OK;
}

err_code svc_move(struct svc *svc, const struct svc_move *in, kb_err *err)
{
    struct moving m;
    struct doing d = {.svc = svc, .in = in, .m = &m};
    const struct stage_terms *terms;
    if (in->words.len > SVC_WORDS_MAX) return err_field(err, ERR_INVALID, "words", "too-long");
    if (!utf8_valid(in->words)) return err_field(err, ERR_INVALID, "words", "not-text");
    ERR_TRY(svc__no_client_data(svc, "words", in->words, err));
    ERR_TRY(until_comes(svc, in, err));
    err_code found = find_move(svc, in->practice, in->move, in->lines, &m, err);
    if (found != OK) return found == ERR_NOT_FOUND ? out_of_sight(svc, in, err) : found;
    ERR_TRY(svc__same_text(in->revision, m.seen.row.lines[m.judged].revision, err));
    ERR_TRY(svc__terms(svc, &terms, err));
    take_form(svc, in, &m.facts);
    ERR_TRY(take_privacy(svc, in, &m, err));
    ERR_TRY(stage_after(&m.facts, in->move, m.who, terms, &d.step, err));
    return carry_out(&d, err);
}

/* ---- Which moves there are ---- */

/* As if the form were filled in: what is missing then is what somebody must do first. */
static void suppose_form(struct practice_facts *f)
{
    f->written = UINT32_MAX;
    f->review_months = 1;
    f->forced = f->similar_seen = f->boards_told = f->round_frozen = f->named = true;
    f->privacy_passed = true;
}

static err_code keep_missing(struct svc *svc, const kb_err *why, struct svc_open_move *out, kb_err *err)
{
    struct kb_err_item *items = ARENA_ARRAY(svc->arena, struct kb_err_item, why->n_items);
    if (!items) return svc__no_memory(err);
    memcpy(items, why->items, why->n_items * sizeof *items);
    out->missing = items;
    out->n_missing = why->n_items;
    return OK;
}

err_code svc__missing(struct svc *svc, const struct practice_facts *facts, const struct stage_row *row,
                      struct svc_open_move *out, kb_err *err)
{
    const struct stage_terms *terms;
    struct practice_facts filled = *facts;
    kb_err why = {0};
    ERR_TRY(svc__terms(svc, &terms, err));
    suppose_form(&filled);
    *out = (struct svc_open_move){.move = row->move, .line = row->line, .to = row->to, .must_write = row->must_write};
    return stage_can(&filled, row, terms, &why) == OK ? OK : keep_missing(svc, &why, out, err);
}

/* `never`: why it can never be made, or NULL. */
static err_code take_missing(struct svc *svc, const struct moving *m, struct svc_open_move *out, const char **never,
                             kb_err *err)
{
    const struct stage_terms *terms;
    ERR_TRY(svc__terms(svc, &terms, err));
    ERR_TRY(svc__missing(svc, &m->facts, m->row, out, err));
    out->own_text = m->seen.author && (m->row->guards & UINT64_C(1) << GUARD_NOT_AUTHOR);
    *never = stage_ruled_out(&m->facts, m->row, terms);
    return OK;
}

err_code svc_moves(struct svc *svc, text practice, struct svc_open_moves *out, kb_err *err)
{
    size_t n;
    const struct stage_row *rows = stage_rows(&n);
    struct svc_open_move *moves = ARENA_ARRAY(svc->arena, struct svc_open_move, STAGE_MOVE__COUNT);
    struct moving m;
    bool known[STORE_LINE__COUNT] = {false};
    struct practice_facts facts[STORE_LINE__COUNT];
    *out = (struct svc_open_moves){.at = moves};
    if (!moves) return svc__no_memory(err);
    ERR_TRY(look_at(svc, practice, &m, err));
    for (size_t i = 0; i < n && out->n < STAGE_MOVE__COUNT; i++) {
        const char *never;
        if (begins_practice(rows[i].move) || !starts_here(svc, &m, &rows[i]) || !is_theirs(svc, &m)) continue;
        if (!known[m.line]) ERR_TRY(svc__facts(svc, &m.seen, m.line, &facts[m.line], err));
        known[m.line] = true;
        m.facts = facts[m.line];
        ERR_TRY(take_missing(svc, &m, &moves[out->n], &never, err));
        if (!never) out->n++;
    }
    return OK;
}

/* ---- The form of one move ---- */

/* Texts like it that it may point to. */
static err_code take_alike(struct svc *svc, const struct moving *m, struct svc_move_form *out, kb_err *err)
{
    struct svc_cards like;
    ERR_TRY(svc_more_like(svc, &out->card, &like, err));
    struct svc_card *cards = ARENA_ARRAY(svc->arena, struct svc_card, like.n);
    if (!cards) return svc__no_memory(err);
    out->alike = (struct svc_cards){.at = cards};
    for (size_t i = 0; i < like.n; i++)
        if (m->row->move == MOVE_MERGE || stage_is_adopted(like.at[i].stage)) cards[out->alike.n++] = like.at[i];
    return OK;
}

static err_code take_similar(struct svc *svc, const struct moving *m, struct svc_move_form *out, kb_err *err)
{
    struct store_working copy;
    if (out->move.must_write & UINT32_C(1) << WORDS_OTHER) return take_alike(svc, m, out, err);
    if (m->row->move != MOVE_SUBMIT) return OK;
    ERR_TRY(store_working_get(svc->store, m->seen.row.id, svc->arena, &copy, err));
    return svc_similar(svc, text_str(copy.title), text_str(m->seen.row.id), &out->similar, err);
}

static err_code take_against(struct svc *svc, const struct moving *m, struct svc_move_form *out, kb_err *err)
{
    struct store_use_counts taps;
    kb_time since;
    if (m->row->move != MOVE_CONFIRM) return OK;
    ERR_TRY(svc__stands_since(svc, m->seen.row.id, &since, err));
    ERR_TRY(store_use_counts(svc->store, m->seen.row.id, since, &taps, err));
    out->outdated = taps.outdated;
    out->must_open = m->facts.must_remarks_open;
    return OK;
}

err_code svc_move_form(struct svc *svc, text practice, enum stage_move move, unsigned lines, struct svc_move_form *out,
                       kb_err *err)
{
    struct moving m;
    const struct stage_terms *terms;
    const char *never;
    struct date today = calendar_date(svc->now);
    *out = (struct svc_move_form){0};
    ERR_TRY(find_move(svc, practice, move, lines, &m, err));
    ERR_TRY(svc__terms(svc, &terms, err));
    ERR_TRY(svc__card(svc, &m.seen.row, m.judged, &out->card, err));
    ERR_TRY(take_missing(svc, &m, &out->move, &never, err));
    if (never) return err_field(err, ERR_RULE, stage_move_slug(move), never);
    out->revision = m.seen.row.lines[m.judged].revision;
    ERR_TRY(svc__review_date(svc, m.seen.row.legal_fields, terms, &out->review, err));
    out->until =
        move == MOVE_TALK ? round_talks_until(&terms->round, today) : date_add_days(today, terms->round.no_dates_days);
    out->preset = round_default(out->card.kind == PRACTICE_WERKWIJZE, out->card.kind == PRACTICE_PLAN);
    ERR_TRY(words_before(svc, m.seen.row.id, MOVE_RECOMMEND, &out->question, err));
    ERR_TRY(take_against(svc, &m, out, err));
    return take_similar(svc, &m, out, err);
}

err_code svc_move_other(struct svc *svc, text practice, enum stage_move move, text other, struct svc_card *out,
                        kb_err *err)
{
    struct moving m;
    struct svc__seen found;
    ERR_TRY(find_move(svc, practice, move, 0, &m, err));
    ERR_TRY(find_other(svc, &m, other, &found, err));
    return svc_practice_card(svc, text_str(found.row.id), out, err);
}
