/* How boards decide together: rounds. Counting is kb/domain/round.h; who sees and says what is policy's word; what an
 * organisation says is position.c, what an adopted text means for it is here.c, and when boards meet is boards.c. */
#include "kb/service/service__internal.h"

#include "kb/base/calendar.h"

enum { MEETINGS_EACH = 12 };

enum round_state svc__round_state(const struct store_round *round)
{
    for (unsigned s = 0; s < ROUND_STATE__COUNT; s++)
        if (!strcmp(round->state, round_state_slug((enum round_state)s))) return (enum round_state)s;
    return ROUND_ENDED;
}

enum round_preset svc__round_preset(const struct store_round *round)
{
    enum round_preset preset = ROUND_UNANIMOUS; /* what asks most */
    return round_preset_from_slug(text_str(round->preset), &preset) ? preset : ROUND_UNANIMOUS;
}

enum round_outcome svc__round_outcome(const struct store_round *round)
{
    for (unsigned o = 0; o < ROUND_OUTCOME__COUNT; o++)
        if (!strcmp(round->outcome, round_outcome_slug((enum round_outcome)o))) return (enum round_outcome)o;
    return OUTCOME_NONE;
}

/* ---- Counting ---- */

enum round_position svc__position_of(const struct store_position *p)
{
    enum round_position position = POSITION_NONE;
    return p && round_position_from_slug(text_str(p->position), &position) ? position : POSITION_NONE;
}

const struct store_position *svc__said_by(const struct store_positions *all, const char *organisation,
                                          const struct store_position **before)
{
    const struct store_position *now = NULL;
    *before = NULL;
    for (size_t i = 0; i < all->n; i++) {
        if (strcmp(all->at[i].organisation, organisation) != 0) continue;
        if (all->at[i].replaced)
            *before = &all->at[i];
        else
            now = &all->at[i];
    }
    return now;
}

err_code svc__votes(struct svc *svc, const char *round, struct svc__votes *out, kb_err *err)
{
    ERR_TRY(store_seat_list(svc->store, round, svc->arena, &out->seats, err));
    ERR_TRY(store_position_list(svc->store, round, svc->arena, &out->said, err));
    if (out->seats.n > ROUND_ORGANISATIONS_MAX) return err_set(err, ERR_CORRUPT, "a round with too many seats");
    const struct store_position *before;
    for (size_t i = 0; i < out->seats.n; i++)
        out->at[i] = svc__position_of(svc__said_by(&out->said, out->seats.at[i].organisation, &before));
    out->tally = round_count(out->at, out->seats.n);
    return OK;
}

bool svc__round_closed(const struct store_round *round, const struct svc__votes *votes, kb_time now)
{
    if (svc__round_state(round) == ROUND_IN_TALKS) return true;
    return now >= round->ends || round_closes_early(&votes->tally);
}

/* What passed waits for its date then. A round that closed early is not over: who spoke may still mend a slip. */
bool svc__round_over(const struct store_round *round, kb_time now)
{
    return svc__round_state(round) == ROUND_OPEN && now >= round->ends;
}

/* The organisation that took back the last objection; NULL when none was. */
static const char *last_objector(const struct store_positions *said)
{
    const struct store_position *last = NULL;
    for (size_t i = 0; i < said->n; i++) {
        const struct store_position *p = &said->at[i];
        if (p->replaced && svc__position_of(p) == POSITION_OBJECT && (!last || p->replaced >= last->replaced)) last = p;
    }
    return last ? last->organisation : NULL;
}

bool svc__may_take(enum round_state state, const struct svc__votes *votes, size_t place, enum round_position to)
{
    const char *last = last_objector(&votes->said);
    bool objector = last && !strcmp(last, votes->seats.at[place].organisation);
    return round_may_take(state, &votes->tally, objector, votes->at[place], to);
}

/* ---- Opening ---- */

err_code svc__partners(struct svc *svc, const text *slugs, size_t n, const char **ids, kb_err *err)
{
    for (size_t i = 0; i < n; i++) {
        struct store_organisation row;
        const char *slug = svc__str(svc, text_trim(slugs[i]));
        if (!slug) return svc__no_memory(err);
        err_code code = store_organisation_by_slug(svc->store, slug, svc->arena, &row, err);
        if (code != OK && code != ERR_NOT_FOUND) return code;
        if (code == ERR_NOT_FOUND || !row.partner || !row.active)
            return err_field(err, ERR_INVALID, "organisations", "not-a-choice");
        for (size_t j = 0; j < i; j++)
            if (!strcmp(ids[j], row.id)) return err_field(err, ERR_INVALID, "organisations", "twice");
        ids[i] = row.id;
    }
    return OK;
}

static struct date day_of(const char *iso)
{
    struct date day = {0};
    return iso && date_parse(text_str(iso), &day) ? day : (struct date){0};
}

const char *svc__iso(struct svc *svc, struct date day)
{
    char room[DATE_BYTES];
    return date_is_none(day) ? NULL : arena_str(svc->arena, date_format(day, DATE_ISO, room));
}

/* The last day by the boards' own dates. */
static err_code term_of(struct svc *svc, enum round_preset preset, const char *const *ids, size_t n, struct date *out,
                        kb_err *err)
{
    const struct stage_terms *terms;
    struct date today = calendar_date(svc->now);
    struct round_meeting *meetings = ARENA_ARRAY(svc->arena, struct round_meeting, n * MEETINGS_EACH);
    size_t n_meetings = 0;
    if (!meetings) return svc__no_memory(err);
    for (size_t i = 0; i < n; i++) {
        struct store_meetings rows;
        ERR_TRY(store_meeting_list(svc->store, ids[i], svc__iso(svc, today), svc->arena, &rows, err));
        for (size_t j = 0; j < rows.n && j < MEETINGS_EACH; j++)
            meetings[n_meetings++] =
                (struct round_meeting){(unsigned)i, day_of(rows.at[j].papers), day_of(rows.at[j].day)};
    }
    ERR_TRY(svc__terms(svc, &terms, err));
    *out = round_term(&terms->round, preset, today, (unsigned)n, meetings, n_meetings);
    return OK;
}

err_code svc__round_open(struct svc *svc, const struct svc__seen *seen, const struct svc_move *in,
                         struct store_round *out, kb_err *err)
{
    const struct svc_round_open *open = in->round;
    struct date last;
    size_t n = open->n_organisations;
    const char **ids = ARENA_ARRAY(svc->arena, const char *, n);
    if (!ids) return svc__no_memory(err);
    if (n > ROUND_ORGANISATIONS_MAX) return err_field(err, ERR_INVALID, "organisations", "too-many");
    if (n < 2 && open->preset != ROUND_SINGLE) return err_field(err, ERR_INVALID, "organisations", "too-few");
    if (n != 1 && open->preset == ROUND_SINGLE) return err_field(err, ERR_INVALID, "organisations", "one-only");
    if (open->question.len > SVC_WORDS_MAX) return err_field(err, ERR_INVALID, "question", "too-long");
    if (open->advice.len > SVC_WORDS_MAX) return err_field(err, ERR_INVALID, "advice", "too-long");
    ERR_TRY(svc__no_client_data(svc, "question", open->question, err));
    ERR_TRY(svc__no_client_data(svc, "advice", open->advice, err));
    ERR_TRY(svc__partners(svc, open->organisations, n, ids, err));
    ERR_TRY(term_of(svc, open->preset, ids, n, &last, err));
    *out = (struct store_round){
        .practice = seen->row.id,
        .revision = seen->row.lines[STORE_CANDIDATE].revision,
        .preset = round_preset_slug(open->preset),
        .state = round_state_slug(ROUND_OPEN),
        .bundle = open->bundle.len ? svc__str(svc, open->bundle) : NULL,
        .begun = svc->now,
        .opened_by = svc->actor->person ? svc->actor->person : "system",
        .ends = calendar_term_end(last),
        .question = svc__str(svc, text_trim(open->question)),
        .summary = svc__str(svc, text_trim(in->words)),
        .advice = svc__str(svc, text_trim(open->advice)),
        .outcome = "",
        .outcome_text = "",
        .advised = open->advised == POSITION_AGREE ? round_position_slug(POSITION_AGREE) : "",
    };
    ERR_TRY(svc__new_id(svc, &out->id, err));
    ERR_TRY(store_round_add(svc->store, out, err));
    for (size_t i = 0; i < n; i++) {
        struct store_seat seat = {.round = out->id, .organisation = ids[i]};
        ERR_TRY(store_seat_put(svc->store, &seat, err));
    }
    return OK;
}

/* What a replay of the log needs to have the round again (design section 6): its rule, its term and who is on the list.
 * The longest list still fits in a row of the log. */
err_code svc__round_frozen(struct svc *svc, const struct store_round *round, const char **detail, kb_err *err)
{
    struct store_seats seats;
    _cleanup_(buf_release)
    struct buf list = buf_new(ROUND_ORGANISATIONS_MAX * STORE_ID_BYTES);
    ERR_TRY(store_seat_list(svc->store, round->id, svc->arena, &seats, err));
    for (size_t i = 0; i < seats.n; i++) buf_printf(&list, "%s%s", i ? "," : "", seats.at[i].organisation);
    *detail = arena_printf(svc->arena, " round=%s preset=%s ends=%s organisations=%.*s", round->id, round->preset,
                           svc__iso(svc, calendar_date(round->ends - 1)), TEXT_FMT(buf_text(&list)));
    return list.failed || !*detail ? svc__no_memory(err) : OK;
}

/* ---- Reading a round ---- */

/* A practice as a round's page knows it: the line that is being decided on, or was. */
static enum store_line_name round_line(const struct svc__seen *seen)
{
    return seen->visible[STORE_CANDIDATE] ? STORE_CANDIDATE : STORE_ADOPTED;
}

struct policy_object svc__voice(const struct svc__seen *seen, const char *organisation)
{
    struct policy_object object = svc__object(seen, round_line(seen));
    object.organisation = organisation;
    return object;
}

static bool may_for(struct svc *svc, const struct svc__seen *seen, const char *organisation, enum policy_action action)
{
    struct policy_object object = svc__voice(seen, organisation);
    return policy_may(svc->actor, action, &object) == POLICY_ALLOW;
}

/* The positions of a round that is over are everybody's; of one that runs, of who may see them. One's own board sees
 * its own. */
static bool sees_all(struct svc *svc, const struct svc__seen *seen, const struct store_round *round)
{
    struct policy_object object = svc__object(seen, round_line(seen));
    if (svc__round_state(round) == ROUND_ENDED && strcmp(round->outcome, "deferred") != 0)
        object.round_has_outcome = true;
    return policy_may(svc->actor, ACT_SEE_POSITIONS, &object) == POLICY_ALLOW;
}

const char *svc__shut(enum round_state state, bool over)
{
    return state == ROUND_IN_TALKS && !over ? "talks-of-others" : "round-over";
}

/* Which positions follow on the one it has: in talks not every one does. */
static unsigned takes(enum round_state state, const struct svc__votes *votes, size_t place)
{
    unsigned out = 0;
    for (unsigned p = POSITION_AGREE; p < ROUND_POSITION__COUNT; p++)
        if (svc__may_take(state, votes, place, (enum round_position)p)) out |= 1U << p;
    return out;
}

/* `round`: as far as it is filled. */
static err_code take_voice(struct svc *svc, const struct svc__seen *seen, const struct svc__votes *votes, size_t i,
                           const struct svc_round *round, struct svc_voice *out, kb_err *err)
{
    struct store_organisation organisation;
    const struct store_seat *seat = &votes->seats.at[i];
    const struct store_position *before, *now = svc__said_by(&votes->said, seat->organisation, &before);
    ERR_TRY(store_organisation_get(svc->store, seat->organisation, svc->arena, &organisation, err));
    bool mine = may_for(svc, seen, seat->organisation, ACT_TAKE_POSITION);
    bool prepares = may_for(svc, seen, seat->organisation, ACT_SEE_CONCEPT);
    unsigned may = takes(round->state, votes, i);
    bool runs = may && !round->over;
    *out = (struct svc_voice){.organisation = organisation.id,
                              .slug = organisation.slug,
                              .name = organisation.name,
                              .visible = round->sees_positions || mine,
                              .mine = mine && runs,
                              .takes = may,
                              .papers = round->state != ROUND_ENDED &&
                                        svc__seat(svc->actor, seat->organisation) != SVC_SEAT_NONE,
                              .prepares = prepares && runs};
    if (!out->visible) return OK;
    out->position = votes->at[i];
    if (now) out->said = *now;
    out->before = before ? before->position : NULL;
    out->busy_until = seat->busy_until;
    return OK;
}

/* A yes does not move to another text by itself, but its board can give it again with one click (design section 2). */
static err_code take_earlier(struct svc *svc, const struct store_round *row, struct svc_voice *voice, kb_err *err)
{
    struct store_rounds rounds;
    if (!voice->mine || voice->position != POSITION_NONE) return OK;
    ERR_TRY(store_round_list(svc->store, row->practice, svc->arena, &rounds, err));
    for (size_t i = 0; i < rounds.n; i++) {
        struct store_positions said;
        struct store_revision revision;
        const struct store_position *before, *then;
        if (!strcmp(rounds.at[i].id, row->id) || rounds.at[i].begun > row->begun) continue;
        ERR_TRY(store_position_list(svc->store, rounds.at[i].id, svc->arena, &said, err));
        then = svc__said_by(&said, voice->organisation, &before);
        enum round_position position = svc__position_of(then);
        if (position == POSITION_NONE) return OK;
        ERR_TRY(store_revision_get(svc->store, rounds.at[i].revision, svc->arena, &revision, err));
        voice->earlier = position;
        voice->earlier_said = *then;
        voice->earlier_version = revision.version;
        return OK;
    }
    return OK;
}

/* What one's own board prepares to say, and nobody else's. A one-time link speaks for a board, and is not of it. */
static err_code take_concept(struct svc *svc, const char *round, struct svc_voice *voice, kb_err *err)
{
    kb_err said = {0};
    bool there;
    if (!voice->prepares || !svc->actor->person) return OK;
    ERR_TRY(err_optional(store_concept_get(svc->store, round, voice->organisation, svc->arena, &voice->concept, &said),
                         &said, &there, err));
    if (!there) return OK;
    svc__note(svc, "concept", round);
    return svc__person_name(svc, voice->concept.person, &voice->concept_by, err);
}

/* For who could make them. */
static err_code take_links(struct svc *svc, struct svc_round *round, kb_err *err)
{
    struct store_links links;
    if (!round->manages || round->over || round->state == ROUND_ENDED) return OK; /* else they open nothing */
    ERR_TRY(svc__links_out(svc, round->row.id, &links, err));
    for (size_t i = 0; i < links.n; i++)
        for (size_t k = 0; k < round->n_voices; k++)
            if (!strcmp(links.at[i].detail, round->voices[k].organisation))
                round->voices[k].link_until = links.at[i].expires;
    return OK;
}

/* A position that the network is not told yet. */
static void note_positions(struct svc *svc, const struct svc__seen *seen, const struct svc_round *round)
{
    struct svc plain = *svc;
    svc__act_as(&plain, svc__participant());
    for (size_t i = 0; i < round->n_voices; i++)
        if (round->voices[i].position != POSITION_NONE && !sees_all(&plain, seen, &round->row)) {
            svc__note(svc, "positions", round->row.id);
            return;
        }
}

/* Does this line, as far as the actor sees it, point to the text of the round? */
static bool points_to(const struct svc__seen *seen, enum store_line_name line, const char *revision)
{
    const char *now = seen->row.lines[line].revision;
    return seen->visible[line] && now && !strcmp(now, revision);
}

/* A round is about one frozen text: that is what it shows, also when the lines of the practice have gone on since. */
static err_code take_card(struct svc *svc, const struct svc__seen *seen, struct svc_round *out, kb_err *err)
{
    struct store_revision frozen;
    const char *revision = out->row.revision;
    enum store_line_name line = points_to(seen, STORE_CANDIDATE, revision) ? STORE_CANDIDATE
                                : points_to(seen, STORE_ADOPTED, revision) ? STORE_ADOPTED
                                                                           : round_line(seen);
    ERR_TRY(svc__card(svc, &seen->row, line, &out->card, err));
    svc__href_to_line(svc, &seen->row, line, &out->card);
    out->version = seen->row.lines[line].version;
    if (points_to(seen, line, revision)) return OK;
    ERR_TRY(store_revision_get(svc->store, revision, svc->arena, &frozen, err));
    out->version = frozen.version;
    out->card.title = frozen.title;
    out->card.brief = frozen.brief;
    if (seen->row.number)
        out->card.href = arena_printf(svc->arena, "/s/%s/versie/%d", seen->row.number, frozen.version);
    return OK;
}

/* What it changes, or would have changed, about the text that stands; nothing when a later one stands by now. */
static void take_changes(struct svc *svc, const struct svc__seen *seen, struct svc_round *out)
{
    const struct store_line *stands = &seen->row.lines[STORE_ADOPTED];
    bool over = out->sees_positions && out->state == ROUND_ENDED;
    bool new_text = seen->visible[STORE_ADOPTED] && stage_is_adopted(svc__stage(stands)) && seen->row.number &&
                    stands->version != out->version;
    if (!new_text || (over && stands->version > out->version)) return;
    const char *practice = svc__href(svc->arena, &seen->row);
    out->from_version_href = svc_changes_href(svc->arena, practice, stands->version, out->version);
}

static err_code take_round(struct svc *svc, const struct svc__seen *seen, const struct store_round *row,
                           struct svc_round *out, kb_err *err)
{
    struct svc__votes votes;
    ERR_TRY(svc__votes(svc, row->id, &votes, err));
    struct svc_voice *voices = ARENA_ARRAY(svc->arena, struct svc_voice, votes.seats.n);
    if (!voices) return svc__no_memory(err);
    struct policy_object object = svc__object(seen, round_line(seen));
    *out = (struct svc_round){.row = *row,
                              .preset = svc__round_preset(row),
                              .state = svc__round_state(row),
                              .over = svc__round_over(row, svc->now),
                              .voices = voices,
                              .n_voices = votes.seats.n,
                              .sees_positions = sees_all(svc, seen, row),
                              .manages = policy_may(svc->actor, ACT_MANAGE_ROUND, &object) == POLICY_ALLOW};
    ERR_TRY(take_card(svc, seen, out, err));
    take_changes(svc, seen, out);
    for (size_t i = 0; i < votes.seats.n; i++) {
        ERR_TRY(take_voice(svc, seen, &votes, i, out, &voices[i], err));
        ERR_TRY(take_earlier(svc, row, &voices[i], err));
        const char *why = "";
        if (out->manages && voices[i].takes && !out->over)
            ERR_TRY(svc__not_by_link(svc, row->practice, voices[i].organisation, &voices[i].said, &why, err));
        voices[i].voiceless = !why;
    }
    if (svc->reads) note_positions(svc, seen, out);
    bool open = out->state == ROUND_OPEN && !svc__round_closed(row, &votes, svc->now);
    out->may_extend = open && out->manages && !row->extended;
    out->may_move_to_consent = open && policy_may(svc->actor, ACT_ASK_ROUND, &object) == POLICY_ALLOW &&
                               round_may_move_to_consent(out->state, out->preset) &&
                               svc__stage(&seen->row.lines[STORE_CANDIDATE]) == STAGE_IN_ROUND;
    if (!out->sees_positions) {
        /* what runs is told as running: nothing here may hang on a position */
        out->row.closed = out->row.ended = 0;
        out->row.outcome = out->row.outcome_text = "";
        out->state = ROUND_OPEN;
        out->over = false;
        return OK;
    }
    out->outcome = svc__round_outcome(row);
    out->tally = votes.tally;
    out->now = round_outcome(out->preset, &votes.tally, false);
    return out->state == ROUND_IN_TALKS ? svc__due(svc, &seen->row, STORE_CANDIDATE, &out->talks_until, err) : OK;
}

/* Who may see positions, or is of a board, or was told the outcome: for others a round is one sentence on the practice.
 */
err_code svc_round(struct svc *svc, text id, struct svc_round *out, kb_err *err)
{
    struct store_round row;
    struct svc__seen seen;
    const char *key = svc__str(svc, id);
    if (!key) return svc__no_memory(err);
    if (!svc__insider(svc->actor)) return err_set(err, ERR_NOT_FOUND, "rounds are for the network");
    ERR_TRY(store_round_get(svc->store, key, svc->arena, &row, err));
    ERR_TRY(svc__see(svc, text_str(row.practice), &seen, err));
    ERR_TRY(take_round(svc, &seen, &row, out, err));
    for (size_t i = 0; i < out->n_voices; i++) ERR_TRY(take_concept(svc, row.id, &out->voices[i], err));
    return take_links(svc, out, err);
}

err_code svc_concepts(struct svc *svc, const char *organisation, const struct svc_rounds *rounds, kb_err *err)
{
    for (size_t i = 0; i < rounds->n; i++) {
        const struct svc_round *r = &rounds->at[i];
        for (size_t k = 0; k < r->n_voices; k++)
            if (!strcmp(r->voices[k].organisation, organisation))
                ERR_TRY(take_concept(svc, r->row.id, &r->voices[k], err));
    }
    return OK;
}

/* `running`: what was put off is over for who may know it; for others it runs, as before (design section 2). */
static err_code take_rounds(struct svc *svc, const struct store_rounds *rows, bool running, struct svc_rounds *out,
                            kb_err *err)
{
    struct svc_round *rounds = ARENA_ARRAY(svc->arena, struct svc_round, rows->n);
    if (!rounds) return svc__no_memory(err);
    out->at = rounds;
    for (size_t i = 0; i < rows->n; i++) {
        struct svc__seen seen;
        err_code code = svc__see(svc, text_str(rows->at[i].practice), &seen, err);
        if (code == ERR_NOT_FOUND || code == ERR_GONE) continue;
        if (code != OK) return code;
        ERR_TRY(take_round(svc, &seen, &rows->at[i], &rounds[out->n], err));
        if (!running || rounds[out->n].state != ROUND_ENDED) out->n++;
    }
    return OK;
}

/* First to end comes first, talks among the others: their place tells nothing. */
static int by_end(const void *a, const void *b)
{
    const struct store_round *x = a, *y = b;
    if (x->ends != y->ends) return x->ends < y->ends ? -1 : 1;
    return strcmp(x->id, y->id);
}

err_code svc_rounds(struct svc *svc, struct svc_rounds *out, kb_err *err)
{
    struct store_rounds open, talks, put_off;
    *out = (struct svc_rounds){0};
    ERR_TRY(svc__insiders_only(svc, "rounds are for the network", err));
    ERR_TRY(store_round_in_state(svc->store, round_state_slug(ROUND_OPEN), svc->arena, &open, err));
    ERR_TRY(store_round_in_state(svc->store, round_state_slug(ROUND_IN_TALKS), svc->arena, &talks, err));
    ERR_TRY(store_round_put_off(svc->store, svc->arena, &put_off, err));
    struct store_rounds all = {.at = ARENA_ARRAY(svc->arena, struct store_round, open.n + talks.n + put_off.n)};
    if (!all.at) return svc__no_memory(err);
    for (size_t i = 0; i < open.n; i++) all.at[all.n++] = open.at[i];
    for (size_t i = 0; i < talks.n; i++) all.at[all.n++] = talks.at[i];
    for (size_t i = 0; i < put_off.n; i++) all.at[all.n++] = put_off.at[i];
    qsort(all.at, all.n, sizeof *all.at, by_end);
    return take_rounds(svc, &all, true, out, err);
}

err_code svc_rounds_of(struct svc *svc, text practice, struct svc_rounds *out, kb_err *err)
{
    struct svc__seen seen;
    struct store_rounds rows;
    *out = (struct svc_rounds){0};
    ERR_TRY(svc__see(svc, practice, &seen, err));
    if (!svc__insider(svc->actor)) return OK;
    ERR_TRY(store_round_list(svc->store, seen.row.id, svc->arena, &rows, err));
    return take_rounds(svc, &rows, false, out, err);
}

/* ---- An earlier meeting ---- */

/* The end of the day on which the papers for that meeting were due; without such a day that of the meeting itself. */
static err_code papers_due(struct svc *svc, const char *organisation, struct date meeting, kb_time *out, kb_err *err)
{
    struct store_meetings rows;
    const char *day = svc__iso(svc, meeting);
    if (!day) return svc__no_memory(err);
    ERR_TRY(store_meeting_list(svc->store, organisation, day, svc->arena, &rows, err));
    bool planned = rows.n && rows.at[0].papers && !strcmp(rows.at[0].day, day);
    *out = calendar_term_end(planned ? day_of(rows.at[0].papers) : meeting);
    return OK;
}

/* Whoever may not see positions knows the term only: when it ended may hang on what was said. */
static bool ran_at(const struct svc_round *round, kb_time at)
{
    if (!round->sees_positions) return at < round->row.ends;
    return !round->row.ended || at < round->row.ended;
}

/* Back to what was known then. */
static err_code rewind_voices(struct svc *svc, struct svc_round *round, kb_time until, kb_err *err)
{
    struct store_positions said;
    struct svc_voice *voices = ARENA_ARRAY(svc->arena, struct svc_voice, round->n_voices);
    if (!voices) return svc__no_memory(err);
    ERR_TRY(store_position_list(svc->store, round->row.id, svc->arena, &said, err));
    for (size_t i = 0; i < round->n_voices; i++) {
        const struct svc_voice *now = &round->voices[i];
        voices[i] = (struct svc_voice){
            .organisation = now->organisation, .slug = now->slug, .name = now->name, .visible = now->visible};
        for (size_t j = 0; now->visible && j < said.n; j++) {
            if (strcmp(said.at[j].organisation, now->organisation) != 0 || said.at[j].at >= until) continue;
            voices[i].said = said.at[j];
            voices[i].position = svc__position_of(&said.at[j]);
        }
    }
    round->voices = voices;
    round->tally = (struct round_tally){0};
    round->now = OUTCOME_NONE;
    return OK;
}

err_code svc_rounds_then(struct svc *svc, text organisation, struct date meeting, struct svc_rounds_then *out,
                         kb_err *err)
{
    struct store_rounds rows;
    struct svc_rounds all = {0};
    const char *board = svc__str(svc, organisation);
    if (!board) return svc__no_memory(err);
    *out = (struct svc_rounds_then){0};
    ERR_TRY(svc__insiders_only(svc, "rounds are for the network", err));
    ERR_TRY(papers_due(svc, board, meeting, &out->until, err));
    ERR_TRY(store_round_of_board(svc->store, board, out->until, svc->arena, &rows, err));
    if (rows.n) qsort(rows.at, rows.n, sizeof *rows.at, by_end);
    ERR_TRY(take_rounds(svc, &rows, false, &all, err));
    struct svc_round *ran = ARENA_ARRAY(svc->arena, struct svc_round, all.n);
    if (!ran) return svc__no_memory(err);
    for (size_t i = 0; i < all.n; i++) {
        if (!ran_at(&all.at[i], out->until)) continue;
        ran[out->rounds.n] = all.at[i];
        ERR_TRY(rewind_voices(svc, &ran[out->rounds.n++], out->until, err));
    }
    out->rounds.at = ran;
    return OK;
}

/* ---- Managing a round ---- */

/* A round that is not closed, of a practice this actor may see and do this with. */
static err_code find_running(struct svc *svc, text id, enum policy_action action, struct store_round *round,
                             struct svc__seen *seen, kb_err *err)
{
    struct svc__votes votes;
    const char *key = svc__str(svc, id);
    if (!key) return svc__no_memory(err);
    if (!svc__insider(svc->actor)) return err_set(err, ERR_NOT_FOUND, "rounds are for the network");
    ERR_TRY(store_round_get(svc->store, key, svc->arena, round, err));
    ERR_TRY(svc__see(svc, text_str(round->practice), seen, err));
    ERR_TRY(svc__allow_on(svc, seen, STORE_CANDIDATE, action, err));
    ERR_TRY(svc__votes(svc, round->id, &votes, err));
    bool open = svc__round_state(round) == ROUND_OPEN && !svc__round_closed(round, &votes, svc->now);
    return open ? OK : err_field(err, ERR_CONFLICT, "round", "round-over");
}

/* The term changes: the line tells it. */
static err_code move_end(struct svc *svc, const struct svc__seen *seen, struct store_round *round, struct date last,
                         kb_err *err)
{
    round->ends = calendar_term_end(last);
    struct store_line line = seen->row.lines[STORE_CANDIDATE];
    line.until = round->ends;
    ERR_TRY(store_round_put(svc->store, round, err));
    return store_line_put(svc->store, seen->row.id, STORE_CANDIDATE, &line, svc->now, err);
}

/* With the new last day, so that a replay of the log has it. */
static err_code log_term(struct svc *svc, const char *action, const struct store_round *round, kb_err *err)
{
    const char *detail =
        arena_printf(svc->arena, "round=%s ends=%s", round->id, svc__iso(svc, calendar_date(round->ends - 1)));
    return svc__log(svc, action, round->practice, round->revision, detail, err);
}

err_code svc_round_consent(struct svc *svc, text id, kb_err *err)
{
    struct store_round round;
    struct svc__seen seen;
    struct store_seats seats;
    struct date last;
    ERR_TRY(find_running(svc, id, ACT_ASK_ROUND, &round, &seen, err));
    if (!round_may_move_to_consent(ROUND_OPEN, svc__round_preset(&round)))
        return err_field(err, ERR_CONFLICT, "preset", "not-light");
    ERR_TRY(store_seat_list(svc->store, round.id, svc->arena, &seats, err));
    const char **ids = ARENA_ARRAY(svc->arena, const char *, seats.n);
    if (!ids) return svc__no_memory(err);
    for (size_t i = 0; i < seats.n; i++) ids[i] = seats.at[i].organisation;
    ERR_TRY(term_of(svc, ROUND_CONSENT, ids, seats.n, &last, err));
    round.preset = round_preset_slug(ROUND_CONSENT);
    ERR_TRY(move_end(svc, &seen, &round, last, err));
    return log_term(svc, "round.consent", &round, err);
}

err_code svc_round_extend(struct svc *svc, text id, kb_err *err)
{
    struct store_round round;
    struct svc__seen seen;
    const struct stage_terms *terms;
    ERR_TRY(find_running(svc, id, ACT_MANAGE_ROUND, &round, &seen, err));
    ERR_TRY(svc__terms(svc, &terms, err));
    if (round.extended) return err_field(err, ERR_CONFLICT, "round", "already-extended");
    round.extended = true;
    ERR_TRY(move_end(svc, &seen, &round, round_extended(&terms->round, calendar_date(round.ends - 1)), err));
    return log_term(svc, "round.extend", &round, err);
}
