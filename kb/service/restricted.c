/* Reads of what not everybody may read (kb/store/restricted.h). Restricted is what a participant of the network, who is
 * in no group, no board and no editor, may not read: the same table of rights decides that as decides everything. */
#include "kb/service/service__internal.h"

static const struct actor_grant plain_grant = {ROLE_PARTICIPANT, SCOPE_NETWORK, ""};
static const struct actor plain = {.person = "plain", .grants = &plain_grant, .n_grants = 1};

const struct actor *svc__participant(void)
{
    return &plain;
}

void svc__note(struct svc *svc, const char *what, const char *object)
{
    if (!svc->reads) return;
    for (const struct svc_read *r = svc->reads->first; r; r = r->next)
        if (!strcmp(r->what, what) && !strcmp(r->object, object)) return;
    struct svc_read *read = ARENA_NEW(svc->arena, struct svc_read);
    if (!read) return; /* the arena failed, and with it the request */
    *read = (struct svc_read){.what = what, .object = object, .next = svc->reads->first};
    svc->reads->first = read;
}

void svc__note_text(struct svc *svc, const struct svc__seen *seen, enum store_line_name line)
{
    struct policy_object object = svc__object(seen, line);
    object.by_actor = false;
    if (svc->reads && !policy_may_read(&plain, &object)) svc__note(svc, "text", seen->row.id);
}

err_code svc_reads_log(struct svc *svc, const struct svc_reads *reads, kb_err *err)
{
    for (const struct svc_read *r = reads->first; r; r = r->next) {
        struct store_restricted row = {.at = svc->now,
                                       .actor = svc->actor->person ? svc->actor->person : "link",
                                       .what = r->what,
                                       .object = r->object};
        ERR_TRY(store_restricted_add(svc->store, &row, err));
    }
    return OK;
}
