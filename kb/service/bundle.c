/* Deciding about many texts in one go: a bundle of rounds that an editor opens together, and the editors' advice that a
 * board follows for a whole block. Each text keeps a round of its own, so an exception is just another position. */
#include "kb/service/service__internal.h"

enum { CHOICES_MAX = 200 };

static err_code take_choice(struct svc *svc, const struct store_practice *p, struct svc_bundle_choices *out,
                            struct svc_bundle_choice *room, kb_err *err)
{
    struct svc_open_moves moves;
    struct svc_move_form form;
    ERR_TRY(svc_moves(svc, text_str(p->id), &moves, err));
    for (size_t i = 0; i < moves.n; i++) {
        if (moves.at[i].move != MOVE_OPEN_ROUND) continue;
        ERR_TRY(svc_move_form(svc, text_str(p->id), MOVE_OPEN_ROUND, 0, &form, err));
        room[out->n++] = (struct svc_bundle_choice){.card = form.card,
                                                    .revision = form.revision,
                                                    .ready = moves.at[i].n_missing == 0 && !moves.at[i].own_text,
                                                    .question = form.question};
    }
    return OK;
}

err_code svc_bundle_choices(struct svc *svc, struct svc_bundle_choices *out, kb_err *err)
{
    struct store_practices rows;
    struct store_list list = {.of = STORE_LIST_STAGE, .key = stage_slug(STAGE_RECOMMENDATION), .limit = CHOICES_MAX};
    struct svc_bundle_choice *room = ARENA_ARRAY(svc->arena, struct svc_bundle_choice, CHOICES_MAX);
    if (!room) return svc__no_memory(err);
    if (!svc->actor->person) return err_set(err, ERR_SIGN_IN, "bundles are for editors");
    if (!svc__is_editor(svc)) return err_set(err, ERR_FORBIDDEN, "bundles are for editors");
    *out = (struct svc_bundle_choices){.at = room};
    ERR_TRY(store_practice_list(svc->store, &list, svc->arena, &rows, err));
    for (size_t i = 0; i < rows.n; i++) ERR_TRY(take_choice(svc, &rows.at[i], out, room, err));
    return OK;
}

err_code svc_bundle_open(struct svc *svc, const struct svc_bundle *in, size_t *failed, kb_err *err)
{
    const char *bundle;
    struct svc_round_open round = *in->round;
    *failed = SIZE_MAX;
    if (in->n == 0) return err_field(err, ERR_INVALID, "practice", "required");
    if (in->n > SVC_BUNDLE_MAX) return err_field(err, ERR_INVALID, "practice", "too-many");
    ERR_TRY(svc__new_id(svc, &bundle, err));
    round.bundle = text_str(bundle);
    for (size_t i = 0; i < in->n; i++) {
        const struct svc_bundle_item *item = &in->items[i];
        struct svc_move move = {.practice = item->practice,
                                .move = MOVE_OPEN_ROUND,
                                .revision = item->revision,
                                .words = item->summary,
                                .round = &round};
        *failed = i;
        ERR_TRY(svc_move(svc, &move, err));
    }
    *failed = SIZE_MAX;
    return OK;
}

static err_code follow_one(struct svc *svc, const struct svc_follow *in, text id, kb_err *err)
{
    struct svc_round round;
    const struct svc_voice *voice = NULL;
    ERR_TRY(svc_round(svc, id, &round, err));
    for (size_t i = 0; i < round.n_voices; i++)
        if (text_is(in->organisation, round.voices[i].organisation)) voice = &round.voices[i];
    bool over = round.over || (voice && !voice->takes);
    if (voice && over && svc__seat(svc->actor, voice->organisation) >= SVC_SEAT_VOICE)
        return err_field(err, ERR_CONFLICT, "rounds",
                         svc__shut(round.state, round.over)); /* theirs to say, and too late */
    if (!voice || !voice->mine) return err_set(err, ERR_FORBIDDEN, "another organisation's position");
    if (voice->position != POSITION_NONE) return err_field(err, ERR_CONFLICT, "rounds", "has-position");
    if (strcmp(round.row.advised, round_position_slug(POSITION_AGREE)) != 0)
        return err_field(err, ERR_RULE, "rounds", "no-advice");
    struct svc_position position = {.round = id,
                                    .organisation = in->organisation,
                                    .position = POSITION_AGREE,
                                    .board_day = in->board_day,
                                    .minute = in->minute};
    return svc_position(svc, &position, err);
}

err_code svc_follow_advice(struct svc *svc, const struct svc_follow *in, kb_err *err)
{
    if (!in->n) return err_field(err, ERR_INVALID, "rounds", "required");
    for (size_t i = 0; i < in->n; i++) ERR_TRY(follow_one(svc, in, in->rounds[i], err));
    return OK;
}
