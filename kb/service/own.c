/* What somebody may ask about themselves: everything that is held about them, and to be erased. Which rows and columns
 * that are is one table, kb/store/register.h. */
#include "kb/service/service__internal.h"

static const char former[] = "voormalig deelnemer";

err_code svc_own_data(struct svc *svc, struct store_owns *out, kb_err *err)
{
    ERR_TRY(svc__need_person(svc, err));
    svc__note(svc, "own-data", svc->actor->person);
    return store_own_data(svc->store, svc->actor->person, svc->arena, out, err);
}

err_code svc_register_days(struct svc *svc, const struct store_register_row *row, int64_t *days, kb_err *err)
{
    *days = 0;
    if (!svc->actor->person) return err_set(err, ERR_SIGN_IN, "the register is for the network");
    text rest = text_str(row->kept), word;
    if (!text_next(&rest, '_', &word) || !text_is(word, "keep")) return OK;
    return svc__days(svc, arena_printf(svc->arena, "keep-%.*s", TEXT_FMT(rest)), days, err);
}

/* ---- Erasing ---- */

err_code svc__erase(struct svc *svc, const char *person, kb_err *err)
{
    ERR_TRY(store_person_erase(svc->store, person, former, svc->now, err));
    ERR_TRY(store_group_alone(svc->store, svc->now, err));
    return svc__log(svc, "person.erase", person, NULL, "", err);
}

err_code svc_person_erase(struct svc *svc, const struct svc_person_erase *in, kb_err *err)
{
    const char *id = svc__str(svc, in->person);
    const struct policy_object account = {.kind = OBJECT_PERSON, .person = id};
    struct store_person row;
    bool had;
    if (!id) return svc__no_memory(err);
    ERR_TRY(svc__may_manage(svc, ACT_ERASE, &account, err));
    ERR_TRY(store_person_get(svc->store, id, svc->arena, &row, err));
    if (row.erased) return OK;
    ERR_TRY(svc_has_administrator(svc, &had, err));
    ERR_TRY(svc__erase(svc, id, err));
    ERR_TRY(svc__keep_administrator(svc, had, err));
    if (!in->file) return err_field(err, ERR_CONFLICT, "person", "no-redactions");
    return store_redactions_add(in->file, &(struct store_redactions){.persons = &id, .n_persons = 1}, err);
}
