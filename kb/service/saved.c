/* Questions that a person keeps. They are that person's alone: somebody else's is not there. The log holds no words. */
#include "kb/service/service__internal.h"

static err_code find_own(struct svc *svc, text id, struct store_saved *out, kb_err *err)
{
    const char *key = svc__str(svc, id);
    ERR_TRY(svc__need_person(svc, err));
    if (!key) return svc__no_memory(err);
    ERR_TRY(store_saved_get(svc->store, key, svc->arena, out, err));
    return strcmp(out->person, svc->actor->person) ? err_set(err, ERR_NOT_FOUND, "of somebody else") : OK;
}

err_code svc_saved(struct svc *svc, struct store_saveds *out, kb_err *err)
{
    ERR_TRY(svc__need_person(svc, err));
    return store_saved_list(svc->store, svc->actor->person, svc->arena, out, err);
}

err_code svc_saved_one(struct svc *svc, text id, struct store_saved *out, kb_err *err)
{
    return find_own(svc, id, out, err);
}

err_code svc_saved_add(struct svc *svc, const struct svc_saved_add *in, kb_err *err)
{
    struct store_saveds all;
    ERR_TRY(svc_saved(svc, &all, err));
    ERR_TRY(svc__line_check("saved_name", in->name, SVC_SAVED_NAME_MAX, err));
    if (!text_starts(in->address, TEXT("/zoeken")) || in->address.len > SVC_SAVED_ADDRESS_MAX)
        return err_field(err, ERR_INVALID, "address", "not-a-choice");
    const struct store_saved *old = NULL;
    for (size_t i = 0; i < all.n && !old; i++)
        if (text_is(in->address, all.at[i].address)) old = &all.at[i];
    if (!old && all.n >= SVC_SAVED_MAX) return err_field(err, ERR_INVALID, "saved_name", "too-many");
    ERR_TRY(svc__no_client_data(svc, "saved_name", in->name, err));
    ERR_TRY(svc__no_client_data(svc, "saved_name", in->words, err));
    if (old) ERR_TRY(store_saved_remove(svc->store, old->id, err)); /* saved again it has another name */
    struct store_saved row = {.person = svc->actor->person,
                              .name = svc__str(svc, text_trim(in->name)),
                              .address = svc__str(svc, in->address),
                              .mail = in->mail,
                              .made = svc->now,
                              .seen = svc->now};
    ERR_TRY(svc__new_id(svc, &row.id, err));
    ERR_TRY(store_saved_add(svc->store, &row, err));
    return svc__log(svc, "saved.add", row.id, NULL, row.mail ? "mail=1" : "mail=0", err);
}

err_code svc_saved_mail(struct svc *svc, text id, bool mail, kb_err *err)
{
    struct store_saved row;
    ERR_TRY(find_own(svc, id, &row, err));
    ERR_TRY(store_saved_put_mail(svc->store, row.id, mail, err));
    return svc__log(svc, "saved.mail", row.id, NULL, mail ? "mail=1" : "mail=0", err);
}

err_code svc_saved_remove(struct svc *svc, text id, kb_err *err)
{
    struct store_saved row;
    ERR_TRY(find_own(svc, id, &row, err));
    ERR_TRY(store_saved_remove(svc->store, row.id, err));
    return svc__log(svc, "saved.remove", row.id, NULL, "", err);
}

/* ---- What is new ---- */

err_code svc_saved_new(struct svc *svc, const struct svc_ask *asked, kb_time since, kb_time until,
                       struct svc_cards *out, kb_err *err)
{
    struct svc_found found;
    struct svc_ask ask = {.query = asked->query,
                          .as_typed = asked->as_typed,
                          .sort = SEARCH_BY_DATE,
                          .per_page = SVC_SAVED_NEW_MAX,
                          .bare = true};
    *out = (struct svc_cards){0};
    ERR_TRY(svc_find(svc, &ask, &found, err));
    struct svc_card *cards = ARENA_ARRAY(svc->arena, struct svc_card, found.n_hits);
    if (!cards) return svc__no_memory(err);
    for (size_t i = 0; i < found.n_hits; i++) {
        const struct svc_card *card = &found.hits[i].card;
        if (card->since > since && card->since <= until) cards[out->n++] = *card;
    }
    out->at = cards;
    return OK;
}

err_code svc_saved_window(struct svc *svc, const struct svc_letter *letter, const struct store_saved *saved,
                          kb_time *since, kb_err *err)
{
    kb_time least = letter->made - (kb_time)SVC__LETTER_DAYS * MS_DAY;
    ERR_TRY(store_overview_before(svc->store, svc->actor->person, letter->made, since, err));
    if (*since < least) *since = least;
    if (*since < saved->made) *since = saved->made;
    return OK;
}
