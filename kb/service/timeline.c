/* What the moves of a text tell afterwards: one by one to who may know each, and when something was that still counts.
 */
#include "kb/service/service__internal.h"

bool svc__is_hidden(enum stage_move m)
{
    return m == MOVE_TALK || m == MOVE_DEFER;
}

err_code svc__hidden_move(struct svc *svc, const char *practice, struct store_move *out, bool *there, kb_err *err)
{
    struct store_moves moves;
    enum stage_move move;
    *there = false;
    ERR_TRY(store_move_list(svc->store, practice, svc->arena, &moves, err));
    for (size_t i = 0; i < moves.n && !*there; i++) {
        *out = moves.at[i];
        *there =
            out->line == STORE_CANDIDATE && stage_move_from_slug(text_str(out->what), &move) && svc__is_hidden(move);
    }
    return OK;
}

err_code svc__stands_since(struct svc *svc, const char *practice, kb_time *out, kb_err *err)
{
    struct store_moves moves;
    ERR_TRY(store_move_list(svc->store, practice, svc->arena, &moves, err));
    *out = 0;
    for (size_t i = 0; i < moves.n && !*out; i++) { /* newest first */
        const struct store_move *m = &moves.at[i];
        bool came = !strcmp(m->went_to, stage_slug(STAGE_BEST_PRACTICE)) && strcmp(m->came_from, m->went_to) != 0;
        if (came) *out = m->at;
    }
    return OK;
}

struct date svc__take_day(const char **words)
{
    enum { ISO_BYTES = 10 };
    struct date day;
    if (!date_parse(text_slice(text_str(*words), 0, ISO_BYTES), &day)) return (struct date){0};
    *words += ISO_BYTES;
    if (**words == ' ') ++*words;
    return day;
}

/* ---- Told one by one ---- */

/* What happened before others could see the text is the group's and the editors'; what hangs on a position is told to
 * who sees positions, of which those of the text that stands say nothing about a round that runs; the public sees what
 * became of the text that stands. */
static bool is_told(struct svc *svc, const struct svc__seen *seen, const struct store_move *row, enum stage_move move,
                    enum stage to, bool running)
{
    bool writer = svc__in_group(svc->actor, seen->row.group) || actor_holds(svc->actor, ROLE_EDITOR);
    enum practice_line line = svc__line(row->line);
    if (svc__is_hidden(move))
        return svc__may(svc, seen, STORE_CANDIDATE, ACT_SEE_POSITIONS) == POLICY_ALLOW ||
               (!running && svc__may(svc, seen, STORE_ADOPTED, ACT_SEE_POSITIONS) == POLICY_ALLOW);
    if (writer || svc->actor->system) return true;
    if (!svc__insider(svc->actor)) return stage_is_adopted(to);
    return policy_audience(line, to, seen->row.number != NULL) != AUDIENCE_GROUPS && to != STAGE_NOT_TAKEN_UP;
}

/* Who mended a text is who proposed it, not who agreed. */
static err_code done_by(struct svc *svc, const struct store_move *row, enum stage_move move, const char **name,
                        kb_err *err)
{
    struct store_revision r;
    if (!stage_move_mends(move) || !row->revision) return svc__person_name(svc, row->made_by, name, err);
    ERR_TRY(store_revision_get(svc->store, row->revision, svc->arena, &r, err));
    return svc__person_name(svc, r.author, name, err);
}

err_code svc_timeline(struct svc *svc, text practice, struct svc_steps *out, kb_err *err)
{
    struct svc__seen seen;
    struct store_moves rows;
    ERR_TRY(svc__see(svc, practice, &seen, err));
    ERR_TRY(store_move_list(svc->store, seen.row.id, svc->arena, &rows, err));
    struct svc_step *steps = ARENA_ARRAY(svc->arena, struct svc_step, rows.n);
    if (!steps) return svc__no_memory(err);
    *out = (struct svc_steps){.at = steps};
    bool insider = svc__insider(svc->actor), running = true; /* newest first: since the last outcome */
    for (size_t i = 0; i < rows.n; i++) {
        const struct store_move *row = &rows.at[i];
        enum stage_move move;
        enum stage to;
        if (!stage_move_from_slug(text_str(row->what), &move) || !stage_from_slug(text_str(row->went_to), &to))
            continue;
        if (stage_has_outcome(to) && (row->line == STORE_CANDIDATE || svc__outcome_of(move) == OUTCOME_PASSES))
            running = false;
        if (!is_told(svc, &seen, row, move, to, running)) continue;
        struct svc_step *step = &steps[out->n++];
        *step = (struct svc_step){.move = move,
                                  .to = to,
                                  .at = row->at,
                                  .by = "",
                                  .words = row->words,
                                  .own_text = store_list_has(text_str(row->marks), TEXT("own-text")),
                                  .one_editor = store_list_has(text_str(row->marks), TEXT("one-editor")),
                                  .dissent = store_list_has(text_str(row->marks), TEXT("dissent"))};
        if (svc__is_hidden(move)) step->until = svc__take_day(&step->words);
        if (insider) ERR_TRY(done_by(svc, row, move, &step->by, err));
    }
    return OK;
}
