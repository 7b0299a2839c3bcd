/* A forgotten password: whoever has the name gets a letter with a link, and whoever asked learns nothing. */
#include "kb/service/service__internal.h"

const char svc__reset[] = "reset", svc__reset_told[] = "password";

/* Of an open account that can get mail, and not again so soon: who asks on purpose for somebody else fills no mailbox.
 */
static err_code may_write(struct svc *svc, const char *person, const char *kind, svc__wants_letter *wants, bool *out,
                          kb_err *err)
{
    struct svc as = *svc;
    struct svc_wish wish;
    kb_time last;
    *out = false;
    ERR_TRY(svc_actor(svc->store, person, svc->arena, &as.actor, err));
    if (!as.actor->person) return OK;
    ERR_TRY(svc_wish(&as, &wish, err));
    ERR_TRY(store_letter_last(svc->store, person, kind, &last, err));
    if (!wish.address[0] || svc->now - last < SVC_RESET_APART_MINUTES * MS_MINUTE) return OK;
    *out = true;
    return wants ? wants(svc, person, out, err) : OK;
}

static err_code write_one(struct svc *svc, const char *person, const char *kind, const char *action,
                          svc__wants_letter *wants, kb_err *err)
{
    bool may;
    ERR_TRY(may_write(svc, person, kind, wants, &may, err));
    if (!may) return OK;
    ERR_TRY(store_letter_drop(svc->store, person, kind, err)); /* one that did not go yet */
    ERR_TRY(svc__letter_about(svc, person, kind, "", err));
    return svc__log(svc, action, person, NULL, "", err);
}

err_code svc__letter_called(struct svc *svc, text name, const char *kind, const char *action, svc__wants_letter *wants,
                            kb_err *err)
{
    const char *called;
    struct store_ids there;
    if (!svc->actor->system) return err_set(err, ERR_FORBIDDEN, "only the keeper looks whose name it is");
    ERR_TRY(svc_person_called(svc, name, &called, err));
    ERR_TRY(store_wish_people(svc->store, svc_sign_in_folded(svc, name), svc->arena, &there, err));
    if (called) ERR_TRY(write_one(svc, called, kind, action, wants, err));
    for (size_t i = 0; i < there.n; i++)
        if (!called || strcmp(there.at[i], called) != 0) ERR_TRY(write_one(svc, there.at[i], kind, action, wants, err));
    return OK;
}

err_code svc_reset(struct svc *svc, text name, kb_err *err)
{
    return svc__letter_called(svc, name, svc__reset, "person.reset-ask", NULL, err);
}
