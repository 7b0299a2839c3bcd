/* A forgotten password: whoever has the name gets a letter with a link, and whoever asked learns nothing. */
#include "kb/service/service__internal.h"

const char svc__reset[] = "reset", svc__reset_told[] = "password";

/* Of an open account that can get mail, and not again so soon: who asks on purpose for somebody else fills no mailbox.
 */
static err_code may_write(struct svc *svc, const char *person, bool *out, kb_err *err)
{
    struct svc as = *svc;
    struct svc_wish wish;
    kb_time last;
    *out = false;
    ERR_TRY(svc_actor(svc->store, person, svc->arena, &as.actor, err));
    if (!as.actor->person) return OK;
    ERR_TRY(svc_wish(&as, &wish, err));
    ERR_TRY(store_letter_last(svc->store, person, svc__reset, &last, err));
    *out = wish.address[0] && svc->now - last >= SVC_RESET_APART_MINUTES * MS_MINUTE;
    return OK;
}

err_code svc_reset(struct svc *svc, text sign_in, kb_err *err)
{
    const char *person;
    bool may = false;
    if (!svc->actor->system) return err_set(err, ERR_FORBIDDEN, "only the keeper looks whose name it is");
    ERR_TRY(svc_person_called(svc, sign_in, &person, err));
    if (person) ERR_TRY(may_write(svc, person, &may, err));
    if (!may) return OK;
    ERR_TRY(store_letter_drop(svc->store, person, svc__reset, err)); /* one that did not go yet */
    ERR_TRY(svc__letter_about(svc, person, svc__reset, "", err));
    return svc__log(svc, "person.reset-ask", person, NULL, "", err);
}
