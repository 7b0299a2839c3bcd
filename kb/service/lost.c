/* A lost second factor: back in with a code on paper, or because a colleague says that it is really them. */
#include "kb/service/service__internal.h"

#include "kb/domain/vouch.h"

const char svc__lost[] = "lost", svc__lost_sure[] = "lost-sure";

/* Letters that only tell. */
static const char asked[] = "lost-asked", refused[] = "lost-refused", vouched[] = "lost-vouched", done[] = "lost-done";

/* ---- What there is ---- */

static err_code look(struct svc *svc, const char *person, struct store_loss *out, bool *there, kb_err *err)
{
    kb_err said = {0};
    return err_optional(store_loss_get(svc->store, person, svc->arena, out, &said), &said, there, err);
}

static bool is_waiting(const struct svc *svc, const struct store_loss *loss)
{
    return !loss->vouched_by && loss->expires > svc->now;
}

err_code svc__loss_anew(struct svc *svc, const char *person, bool *out, kb_err *err)
{
    struct store_loss loss;
    ERR_TRY(look(svc, person, &loss, out, err));
    *out = *out && loss.anew;
    return OK;
}

err_code svc__loss_links_drop(struct svc *svc, const char *person, kb_err *err)
{
    ERR_TRY(store_letter_drop(svc->store, person, svc__lost, err));
    ERR_TRY(store_letter_drop(svc->store, person, svc__lost_sure, err));
    ERR_TRY(store_link_drop(svc->store, person, svc__lost, err));
    return store_link_drop(svc->store, person, svc__lost_sure, err);
}

err_code svc__loss_lapses(struct svc *svc, const char *person, kb_err *err)
{
    struct store_loss loss;
    bool there;
    ERR_TRY(look(svc, person, &loss, &there, err));
    if (!there) return OK;
    ERR_TRY(svc__loss_links_drop(svc, person, err));
    if (!loss.anew) return store_loss_remove(svc->store, person, err);
    loss.expires = svc->now;
    return store_loss_put(svc->store, &loss, err);
}

/* ---- Whoever owns the account hears it, wherever they get mail ---- */

/* The name to sign in with, when mail goes elsewhere and the name is an address as well; else "". */
static err_code other_address(struct svc *svc, const char *person, const char **out, kb_err *err)
{
    struct svc as = *svc;
    struct svc_wish wish;
    struct store_person row;
    *out = "";
    ERR_TRY(svc_actor(svc->store, person, svc->arena, &as.actor, err));
    if (!as.actor->person) return OK;
    ERR_TRY(svc_wish(&as, &wish, err));
    ERR_TRY(store_person_get(svc->store, person, svc->arena, &row, err));
    bool same = text_is(text_str(svc_sign_in_folded(svc, text_str(wish.address))), row.sign_in_folded);
    if (!same && svc__is_address(text_str(row.sign_in))) *out = row.sign_in;
    return OK;
}

static err_code tell_owner(struct svc *svc, const char *person, const char *kind, const char *elsewhere, kb_err *err)
{
    const char *other;
    ERR_TRY(svc__letter_about(svc, person, kind, "", err));
    ERR_TRY(other_address(svc, person, &other, err));
    return other[0] ? svc__letter_about(svc, person, elsewhere, other, err) : OK;
}

/* ---- Asking for the link ---- */

err_code svc_lost(struct svc *svc, text name, kb_err *err)
{
    return svc__letter_called(svc, name, svc__lost, "person.second-lost", svc_second_of, err);
}

/* ---- With the link in hand ---- */

static err_code over(kb_err *err)
{
    return err_set(err, ERR_GONE, "what this link is for is over");
}

/* What was confirmed counts as long as who confirmed it is somebody here. */
static err_code check_vouched(struct svc *svc, const char *person, kb_err *err)
{
    struct store_loss loss;
    struct store_person by;
    bool there, open;
    ERR_TRY(look(svc, person, &loss, &there, err));
    if (!there || !loss.vouched_by || loss.expires <= svc->now) return over(err);
    ERR_TRY(svc__find_open(svc, loss.vouched_by, &by, &open, err));
    return open ? OK : over(err);
}

static err_code find_link(struct svc *svc, text token, struct store_link *link, struct store_person *person,
                          kb_err *err)
{
    bool open;
    ERR_TRY(svc_link_look(svc, token, link, err));
    bool sure = !strcmp(link->purpose, svc__lost_sure);
    if ((!sure && strcmp(link->purpose, svc__lost) != 0) || !link->person) return over(err);
    ERR_TRY(svc__find_open(svc, link->person, person, &open, err));
    if (!open) return over(err);
    return sure ? check_vouched(svc, link->person, err) : OK;
}

err_code svc_lost_look(struct svc *svc, text token, struct svc_lost *out, kb_err *err)
{
    struct store_link link;
    struct store_person person;
    struct store_loss loss;
    struct store_ids vouchers;
    bool there;
    ERR_TRY(find_link(svc, token, &link, &person, err));
    ERR_TRY(look(svc, person.id, &loss, &there, err));
    ERR_TRY(svc__vouchers(svc, person.id, &vouchers, err));
    *out = (struct svc_lost){.person = person.id,
                             .name = person.name,
                             .sign_in = person.sign_in,
                             .sure = !strcmp(link.purpose, svc__lost_sure),
                             .asked = there && is_waiting(svc, &loss),
                             .vouch = vouchers.n > 0};
    return OK;
}

err_code svc_lost_ask(struct svc *svc, text token, kb_err *err)
{
    struct store_link link;
    struct store_person person;
    struct store_loss before = {0};
    struct svc_lost now;
    bool there;
    ERR_TRY(find_link(svc, token, &link, &person, err));
    ERR_TRY(svc_lost_look(svc, token, &now, err));
    if (now.sure || now.asked) return err_field(err, ERR_CONFLICT, "vouch", "changed-since");
    if (!now.vouch) return err_field(err, ERR_RULE, "vouch", "nobody-vouches");
    ERR_TRY(look(svc, person.id, &before, &there, err));
    ERR_TRY(store_link_use(svc->store, link.token_hash, svc->now, err));
    struct store_loss loss = {.person = person.id,
                              .asked = svc->now,
                              .expires = svc->now + SVC_VOUCH_DAYS * (kb_time)MS_DAY,
                              .anew = there ? before.anew : 0};
    ERR_TRY(store_loss_put(svc->store, &loss, err));
    ERR_TRY(tell_owner(svc, person.id, asked, asked, err));
    return svc__log_as(svc, person.id, "person.second-ask", person.id, err);
}

err_code svc_lost_use(struct svc *svc, text token, text code, const char **person, kb_err *err)
{
    struct store_link link;
    struct store_person row;
    ERR_TRY(find_link(svc, token, &link, &row, err));
    bool sure = !strcmp(link.purpose, svc__lost_sure);
    ERR_TRY(sure ? store_recovery_clear(svc->store, row.id, err) : svc__paper_use(svc, row.id, code, err));
    ERR_TRY(store_link_use(svc->store, link.token_hash, svc->now, err));
    ERR_TRY(svc__second_away(svc, row.id, err));
    struct store_loss loss = {.person = row.id, .asked = svc->now, .expires = svc->now, .anew = svc->now};
    ERR_TRY(store_loss_put(svc->store, &loss, err));
    ERR_TRY(store_session_end_person(svc->store, row.id, err));
    ERR_TRY(tell_owner(svc, row.id, done, done, err));
    *person = row.id;
    return svc__log_as(svc, row.id, "person.second-recover", row.id, err);
}

/* ---- Colleagues ---- */

static bool is_among(const struct store_ids *ids, const char *id)
{
    for (size_t i = 0; i < ids->n; i++)
        if (!strcmp(ids->at[i], id)) return true;
    return false;
}

/* Those who hold this role and may vouch. */
static err_code add_vouchers(struct svc *svc, const struct actor *whom, enum role role, struct store_ids *out,
                             size_t room, kb_err *err)
{
    struct store_ids holders;
    ERR_TRY(store_people_with_role(svc->store, policy_role_slug(role), svc->arena, &holders, err));
    for (size_t i = 0; i < holders.n && out->n < room; i++) {
        const struct actor *who;
        if (is_among(out, holders.at[i])) continue;
        ERR_TRY(svc_actor(svc->store, holders.at[i], svc->arena, &who, err));
        if (vouch_may(who, whom)) out->at[out->n++] = who->person;
    }
    return OK;
}

err_code svc__vouchers(struct svc *svc, const char *person, struct store_ids *out, kb_err *err)
{
    enum { ROOM = 200 };
    static const enum role roles[] = {ROLE_ADMINISTRATOR, ROLE_EDITOR,    ROLE_STEERING,
                                      ROLE_DEPUTY,        ROLE_SECRETARY, ROLE_MANDATED,
                                      ROLE_COORDINATOR,   ROLE_LEAD,      ROLE_SECOND_LEAD};
    const struct actor *whom;
    *out = (struct store_ids){.at = ARENA_ARRAY(svc->arena, const char *, ROOM)};
    if (!out->at) return svc__no_memory(err);
    ERR_TRY(svc_actor(svc->store, person, svc->arena, &whom, err));
    for (size_t i = 0; i < COUNT_OF(roles); i++) ERR_TRY(add_vouchers(svc, whom, roles[i], out, ROOM, err));
    return OK;
}

static err_code waits_for_actor(struct svc *svc, const struct store_loss *loss, bool *out, kb_err *err)
{
    const struct actor *whom;
    *out = is_waiting(svc, loss);
    if (!*out) return OK;
    ERR_TRY(svc_actor(svc->store, loss->person, svc->arena, &whom, err));
    *out = vouch_may(svc->actor, whom);
    return OK;
}

err_code svc__loss_waits(struct svc *svc, const char *person, struct store_loss *out, bool *waits, kb_err *err)
{
    ERR_TRY(look(svc, person, out, waits, err));
    return *waits ? waits_for_actor(svc, out, waits, err) : OK;
}

static err_code take_vouch(struct svc *svc, const struct store_loss *loss, struct svc_vouch *out, kb_err *err)
{
    *out = (struct svc_vouch){.person = loss->person, .asked = loss->asked, .expires = loss->expires};
    return svc__person_name(svc, loss->person, &out->name, err);
}

err_code svc_vouches(struct svc *svc, struct svc_vouches *out, kb_err *err)
{
    struct store_losses rows;
    *out = (struct svc_vouches){0};
    if (!svc->actor->person) return OK;
    ERR_TRY(store_loss_waiting(svc->store, svc->now, svc->arena, &rows, err));
    struct svc_vouch *at = ARENA_ARRAY(svc->arena, struct svc_vouch, rows.n);
    if (!at) return svc__no_memory(err);
    for (size_t i = 0; i < rows.n; i++) {
        bool waits;
        ERR_TRY(waits_for_actor(svc, &rows.at[i], &waits, err));
        if (waits) ERR_TRY(take_vouch(svc, &rows.at[i], &at[out->n++], err));
    }
    out->at = at;
    return OK;
}

static err_code find_loss(struct svc *svc, text person, struct store_loss *loss, kb_err *err)
{
    const char *id = svc__str(svc, person);
    bool waits;
    if (!id) return svc__no_memory(err);
    ERR_TRY(svc__loss_waits(svc, id, loss, &waits, err));
    return waits ? OK : err_set(err, ERR_NOT_FOUND, "nobody of this name waits for this actor");
}

err_code svc_vouch_look(struct svc *svc, text person, struct svc_vouch *out, kb_err *err)
{
    struct store_loss loss;
    ERR_TRY(find_loss(svc, person, &loss, err));
    return take_vouch(svc, &loss, out, err);
}

err_code svc_vouch(struct svc *svc, text person, bool is_them, kb_err *err)
{
    struct store_loss loss;
    ERR_TRY(find_loss(svc, person, &loss, err));
    if (!is_them) {
        ERR_TRY(svc__loss_lapses(svc, loss.person, err));
        ERR_TRY(tell_owner(svc, loss.person, refused, refused, err));
        return svc__log(svc, "person.second-refuse", loss.person, NULL, "", err);
    }
    loss.vouched_by = svc->actor->person;
    loss.expires = svc->now + SVC_LOST_SURE_HOURS * (kb_time)MS_HOUR;
    ERR_TRY(store_loss_put(svc->store, &loss, err));
    ERR_TRY(tell_owner(svc, loss.person, svc__lost_sure, vouched, err));
    return svc__log(svc, "person.second-vouch", loss.person, NULL, "", err);
}
