/* The facts of one line of one practice, gathered for the guards of kb/domain/stage.h. The service judges nothing here:
 * it looks up what a guard may ask. */
#include "kb/service/service__internal.h"

/* ---- Assents ---- */

static const char *const assent_slugs[SVC_ASSENT__COUNT] = {
    [SVC_ASSENT_LEAD] = "lead",   [SVC_ASSENT_MERGE] = "merge",         [SVC_ASSENT_SECOND] = "second-editor",
    [SVC_ASSENT_CHECK] = "check", [SVC_ASSENT_NOT_TRIED] = "not-tried", [SVC_ASSENT_PROMISE] = "promise",
};

const char *svc_assent_slug(enum svc_assent_kind kind)
{
    return (unsigned)kind < SVC_ASSENT__COUNT ? assent_slugs[kind] : "";
}

bool svc_assent_from_slug(text slug, enum svc_assent_kind *kind)
{
    for (unsigned i = 0; i < SVC_ASSENT__COUNT; i++) {
        if (!text_is(slug, assent_slugs[i])) continue;
        *kind = (enum svc_assent_kind)i;
        return true;
    }
    return false;
}

const struct store_assent *svc__assent(const struct store_assents *all, enum svc_assent_kind kind)
{
    for (size_t i = 0; i < all->n; i++)
        if (!strcmp(all->at[i].kind, assent_slugs[kind])) return &all->at[i];
    return NULL;
}

static bool same(const char *a, const char *b)
{
    return a && b && strcmp(a, b) == 0;
}

/* What was said of a text is said of that one only; that nobody tried it yet, and what is promised of a round, are not
 * about its words. */
static bool is_of_text(enum svc_assent_kind kind)
{
    return kind != SVC_ASSENT_NOT_TRIED && kind != SVC_ASSENT_PROMISE;
}

const struct store_assent *svc__assent_on(const struct store_assents *all, enum svc_assent_kind kind,
                                          const char *revision)
{
    const struct store_assent *row = svc__assent(all, kind);
    bool lapsed = row && row->given && is_of_text(kind) && !same(row->revision, revision);
    return lapsed ? NULL : row;
}

static err_code take_assents(struct svc *svc, const struct svc__seen *seen, enum store_line_name line,
                             struct practice_facts *f, kb_err *err)
{
    struct store_assents all;
    ERR_TRY(store_assent_list(svc->store, seen->row.id, svc->arena, &all, err));
    const char *revision = seen->row.lines[line].revision;
    const struct store_assent *lead = svc__assent_on(&all, SVC_ASSENT_LEAD, revision),
                              *merge = svc__assent_on(&all, SVC_ASSENT_MERGE, revision),
                              *second = svc__assent_on(&all, SVC_ASSENT_SECOND, revision),
                              *check = svc__assent_on(&all, SVC_ASSENT_CHECK, revision),
                              *not_tried = svc__assent(&all, SVC_ASSENT_NOT_TRIED);
    f->lead_agrees = lead && lead->given;
    f->lead_merges = merge && merge->given;
    f->lead_asked = lead ? lead->asked : 0;
    f->second_agrees = second && second->given;
    f->second_asked = second ? second->asked : 0;
    struct store_correction correction;
    ERR_TRY(svc__correction(svc, seen, line, &correction, &f->spelling_only, err)); /* more was refused then */
    if (f->spelling_only) *(f->stage == STAGE_SUBMITTED ? &f->lead_asked : &f->second_asked) = correction.at;
    f->field_checked = check && check->given;
    f->not_tried_said = not_tried && not_tried->given;
    size_t editors;
    ERR_TRY(svc__holders(svc, ROLE_EDITOR, 2, &editors, err));
    f->one_editor = editors == 1;
    return OK;
}

/* ---- The text that moves: what is being written while it is a draft, else what the line points to ---- */

static void take_parts(enum practice_kind kind, const char *title, const char *brief,
                       const struct store_section *sections, size_t n, struct practice_facts *f)
{
    f->title_chars = utf8_count(text_trim(text_str(title)));
    f->brief_words = text_word_count(text_str(brief));
    for (size_t i = 0; i < n; i++)
        if (text_trim(sections[i].body).len) f->filled |= practice_section_bit(kind, text_str(sections[i].key));
}

static err_code take_text(struct svc *svc, const struct svc__seen *seen, enum store_line_name line,
                          struct practice_facts *f, kb_err *err)
{
    struct store_working copy;
    struct store_revision r;
    bool writing = line == STORE_CANDIDATE && stage_dot(f->stage, LINE_CANDIDATE, false) == DOT_DRAFT;
    err_code code = store_working_get(svc->store, seen->row.id, svc->arena, &copy, err);
    if (code != OK && code != ERR_NOT_FOUND) return code;
    if (code == OK) f->last_edit = copy.updated;
    if (code == OK && writing) {
        take_parts(f->kind, copy.title, copy.brief, copy.sections, copy.n_sections, f);
    } else if (seen->row.lines[line].revision) {
        ERR_TRY(store_revision_get(svc->store, seen->row.lines[line].revision, svc->arena, &r, err));
        take_parts(f->kind, r.title, r.brief, r.sections, r.n_sections, f);
        f->published = r.at;
        if (!f->last_edit) f->last_edit = r.at;
    }
    kb_time since = seen->row.lines[line].since; /* whoever got it back or took it up begins anew */
    if (since > f->last_edit) f->last_edit = since;
    return OK;
}

/* ---- What was done about it ---- */

static err_code take_said(struct svc *svc, const struct svc__seen *seen, struct practice_facts *f, kb_err *err)
{
    struct store_remark_open open;
    struct store_use_counts uses;
    int64_t experiences;
    ERR_TRY(svc__remarks_open(svc, seen->row.id, &open, err));
    ERR_TRY(store_use_counts(svc->store, seen->row.id, 0, &uses, err));
    ERR_TRY(store_experience_count(svc->store, seen->row.id, &experiences, err));
    f->must_remarks_open = (unsigned)open.must;
    f->uses = (unsigned)uses.used;
    f->experiences = (unsigned)experiences;
    return OK;
}

/* When it last came to a stage, from the moves; 0 when it never did. */
static kb_time came_to(const struct store_moves *moves, enum store_line_name line, enum stage stage)
{
    for (size_t i = 0; i < moves->n; i++)
        if (moves->at[i].line == line && !strcmp(moves->at[i].went_to, stage_slug(stage)) &&
            strcmp(moves->at[i].came_from, moves->at[i].went_to) != 0)
            return moves->at[i].at;
    return 0;
}

static err_code take_times(struct svc *svc, const struct svc__seen *seen, enum store_line_name line,
                           struct practice_facts *f, kb_err *err)
{
    struct store_moves moves;
    const struct store_line *l = &seen->row.lines[line];
    ERR_TRY(store_move_list(svc->store, seen->row.id, svc->arena, &moves, err));
    kb_time since = came_to(&moves, line, f->stage);
    f->stage_since = since > l->since ? since : l->since; /* a hidden move leaves the line's own time as it was */
    f->opened = came_to(&moves, STORE_CANDIDATE, STAGE_PROPOSAL);
    f->recommended = came_to(&moves, STORE_CANDIDATE, STAGE_RECOMMENDATION);
    f->review_at = l->review_at;
    return OK;
}

static err_code take_round(struct svc *svc, const struct svc__seen *seen, struct practice_facts *f, kb_err *err)
{
    struct store_round round;
    struct svc__votes votes;
    struct store_assents all;
    if (f->stage != STAGE_IN_ROUND && f->stage != STAGE_TALKS) return OK;
    ERR_TRY(store_round_latest(svc->store, seen->row.id, svc->arena, &round, err));
    ERR_TRY(svc__votes(svc, round.id, &votes, err));
    ERR_TRY(store_assent_list(svc->store, seen->row.id, svc->arena, &all, err));
    const struct store_assent *promise = svc__assent(&all, SVC_ASSENT_PROMISE);
    f->preset = svc__round_preset(&round);
    f->round_closed = svc__round_closed(&round, &votes, svc->now);
    f->round_closed_at = round.closed ? round.closed : round.ends - 1; /* on its last day */
    if (f->round_closed) f->outcome = round_outcome(f->preset, &votes.tally, promise && promise->given);
    f->steering_met = round_steering_met(&votes.tally);
    return OK;
}

err_code svc__same_text(text read, const char *now, kb_err *err)
{
    if (!read.len || text_eq(read, text_str(now))) return OK;
    return err_field(err, ERR_CONFLICT, "revision", "changed-since");
}

/* The move that closed the last round; MOVE_NONE when there was none. The moves are newest first. */
static enum stage_move closed_by(const struct store_moves *moves)
{
    enum stage_move move = MOVE_NONE;
    for (size_t i = 0; i < moves->n; i++) {
        const struct store_move *m = &moves->at[i];
        bool out = !strcmp(m->came_from, stage_slug(STAGE_IN_ROUND)) || !strcmp(m->came_from, stage_slug(STAGE_TALKS));
        if (m->line != STORE_CANDIDATE || !out) continue;
        return stage_move_from_slug(text_str(m->what), &move) ? move : MOVE_NONE;
    }
    return move;
}

/* Where the outcome hung on the promise of the lead, rework says that it was given. */
static err_code take_promised(struct svc *svc, const struct store_round *round, kb_time *until, kb_err *err)
{
    struct svc__votes votes;
    const struct stage_terms *terms;
    ERR_TRY(svc__votes(svc, round->id, &votes, err));
    if (!round_asks_promise(svc__round_preset(round), &votes.tally)) return OK;
    ERR_TRY(svc__terms(svc, &terms, err));
    *until = calendar_term_end(round_promised_until(&terms->round, calendar_date(round->ended)));
    return OK;
}

static err_code take_came(struct svc *svc, const char *revision, kb_time *out, kb_err *err)
{
    struct store_revision row;
    ERR_TRY(store_revision_get(svc->store, revision, svc->arena, &row, err));
    *out = row.at;
    return OK;
}

/* A text that a round was closed for, or that must be reworked, is not put to the boards again as it was. */
err_code svc__awaited(struct svc *svc, const struct store_practice *p, struct svc__awaited *out, kb_err *err)
{
    struct store_moves moves;
    struct store_round round;
    const struct store_line *line = &p->lines[STORE_CANDIDATE];
    *out = (struct svc__awaited){0};
    if (svc__stage(line) != STAGE_RECOMMENDATION) return OK;
    ERR_TRY(store_move_list(svc->store, p->id, svc->arena, &moves, err));
    enum stage_move by = closed_by(&moves);
    if (by != MOVE_CHANGE_TEXT && by != MOVE_REWORK) return OK;
    ERR_TRY(store_round_latest(svc->store, p->id, svc->arena, &round, err));
    out->text = same(round.revision, line->revision);
    if (!out->text) return take_came(svc, line->revision, &out->came, err);
    return by == MOVE_REWORK ? take_promised(svc, &round, &out->until, err) : OK;
}

err_code svc__facts(struct svc *svc, const struct svc__seen *seen, enum store_line_name line,
                    struct practice_facts *out, kb_err *err)
{
    const struct store_practice *p = &seen->row;
    const struct store_line *adopted = &p->lines[STORE_ADOPTED];
    enum stage candidate = svc__stage(&p->lines[STORE_CANDIDATE]);
    *out = (struct practice_facts){
        .now = svc->now,
        .kind = svc__kind(p),
        .line = svc__line(line),
        .stage = svc__stage(&p->lines[line]),
        .numbered = p->number != NULL,
        .adopted_stands = adopted->present && stage_is_adopted(svc__stage(adopted)),
        .adopted_unconfirmed =
            adopted->present && adopted->origin && !strcmp(adopted->origin, "outside") && !adopted->confirmed,
        .candidate_on_way = candidate != STAGE_NONE && !stage_is_ended(candidate),
        .by_author = seen->author,
    };
    ERR_TRY(take_text(svc, seen, line, out, err));
    ERR_TRY(take_assents(svc, seen, line, out, err));
    ERR_TRY(take_said(svc, seen, out, err));
    ERR_TRY(take_times(svc, seen, line, out, err));
    struct svc__awaited awaited;
    ERR_TRY(svc__awaited(svc, p, &awaited, err));
    out->new_revision = !awaited.text;
    return take_round(svc, seen, out, err);
}
