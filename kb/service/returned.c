/* Two editors with one text: the one sends it back while the other is still at it. From then on the text is the group's
 * and no editor's (design section 3), so the answer would be that there is no such text. But who had that very revision
 * before them, on the same desk, may know what became of it: who sent it back, and when. Nothing of what the group does
 * with it since: the answer depends on that one step only (section 3 rule 6). */
#include "kb/service/service__internal.h"

/* Would this actor have it on the desk, if it still were as it was sent in? */
static bool of_the_desk(const struct svc *svc, const struct store_practice *row)
{
    struct policy_object object = {
        .kind = OBJECT_PRACTICE, .line = LINE_CANDIDATE, .stage = STAGE_SUBMITTED, .id = row->id, .group = row->group};
    return policy_may(svc->actor, ACT_EDIT, &object) == POLICY_ALLOW;
}

static const struct store_move *last_return(const struct store_moves *moves)
{
    for (size_t i = 0; i < moves->n; i++)
        if (!strcmp(moves->at[i].what, stage_move_slug(MOVE_RETURN))) return &moves->at[i];
    return NULL;
}

err_code svc_returned(struct svc *svc, text practice, text revision, struct svc_returned *out, kb_err *err)
{
    struct store_practice row;
    struct store_moves moves;
    const char *id = svc__str(svc, practice);
    if (!id) return svc__no_memory(err);
    if (!store_id_valid(practice)) return err_set(err, ERR_NOT_FOUND, "no id");
    ERR_TRY(store_practice_get(svc->store, id, svc->arena, &row, err));
    if (!of_the_desk(svc, &row)) return err_set(err, ERR_NOT_FOUND, "for editors");
    ERR_TRY(store_move_list(svc->store, id, svc->arena, &moves, err));
    const struct store_move *m = last_return(&moves);
    if (!m || !m->revision || !text_is(revision, m->revision)) return err_set(err, ERR_NOT_FOUND, "not sent back");
    out->at = m->at;
    return svc__person_name(svc, m->made_by, &out->by, err);
}
