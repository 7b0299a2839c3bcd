/* One-time links that let somebody do one thing: come in, read a draft along, check a text, give a position. Whoever
 * holds one acts with the rights of that one thing and no others: an actor is made for it that holds one role in one
 * place. */
#include "kb/service/service__internal.h"

#include <sodium.h>

enum { NAME_MAX_BYTES = 200 };

const char svc__invite[] = "invite";
static const char check[] = "check", position[] = "position", reader[] = "reader";

/* `what`: "link.make", "link.revoke". Of a position it names the organisation. */
static err_code log_link(struct svc *svc, const char *what, const struct store_link *link, kb_err *err)
{
    bool board = !strcmp(link->purpose, position);
    return svc__log(svc, what, link->object, NULL,
                    arena_printf(svc->arena, "purpose=%s%s%s", link->purpose, board ? " organisation=" : "",
                                 board ? link->detail : ""),
                    err);
}

/* The link, if it is of one of these purposes and still good. */
static err_code look(struct svc *svc, text token, struct store_link *link, kb_err *err)
{
    ERR_TRY(svc_link_look(svc, token, link, err));
    bool known = !strcmp(link->purpose, svc__invite) || !strcmp(link->purpose, check) ||
                 !strcmp(link->purpose, position) || !strcmp(link->purpose, reader);
    return known ? OK : err_set(err, ERR_GONE, "link of another purpose");
}

/* ---- Invitations ---- */

static const struct {
    const char *kind, *role;
    enum policy_kind object;
} invites[] = {{"group", "member", OBJECT_GROUP},
               {"location", "participant", OBJECT_LOCATION},
               {"organisation", "participant", OBJECT_ORGANISATION}};

/* The id behind the slug, as the policy asks about it. */
static err_code scope_object(struct svc *svc, enum policy_kind kind, const char *slug, struct policy_object *out,
                             const char **name, kb_err *err)
{
    struct store_group group;
    struct store_location location;
    struct store_organisation organisation;
    *out = (struct policy_object){.kind = kind};
    switch (kind) {
    case OBJECT_GROUP:
        ERR_TRY(store_group_by_slug(svc->store, slug, svc->arena, &group, err));
        out->group = group.id;
        *name = group.name;
        return OK;
    case OBJECT_LOCATION:
        ERR_TRY(store_location_get(svc->store, slug, svc->arena, &location, err));
        out->location = location.slug;
        *name = location.name;
        return OK;
    default:
        ERR_TRY(store_organisation_by_slug(svc->store, slug, svc->arena, &organisation, err));
        out->organisation = organisation.id;
        *name = organisation.name;
        return OK;
    }
}

/* "group huur": which kind, and the slug. */
static err_code read_scope(struct svc *svc, const char *object, size_t *kind, const char **slug, kb_err *err)
{
    text rest = text_str(object), word;
    if (!text_next(&rest, ' ', &word)) return err_set(err, ERR_GONE, "an invitation into nothing");
    for (*kind = 0; *kind < COUNT_OF(invites); ++*kind)
        if (text_is(word, invites[*kind].kind)) break;
    if (*kind == COUNT_OF(invites)) return err_set(err, ERR_GONE, "an invitation into nothing");
    *slug = svc__str(svc, rest);
    return *slug ? OK : svc__no_memory(err);
}

err_code svc_invite_make(struct svc *svc, const struct svc_invite *in, char token[SVC_LINK_TOKEN_BYTES], kb_err *err)
{
    struct policy_object object;
    size_t kind;
    const char *slug, *name,
        *scope = arena_printf(svc->arena, "%.*s %.*s", TEXT_FMT(in->scope_kind), TEXT_FMT(in->scope));
    if (!scope) return svc__no_memory(err);
    if (!svc->actor->person) return err_set(err, ERR_SIGN_IN, "invitations are made by people");
    if (read_scope(svc, scope, &kind, &slug, err) != OK)
        return err_field(err, ERR_INVALID, "scope_kind", "not-a-choice");
    ERR_TRY(scope_object(svc, invites[kind].object, slug, &object, &name, err));
    ERR_TRY(policy_check(svc->actor, ACT_INVITE, &object, err));
    struct store_link link = {.purpose = svc__invite, .object = scope, .detail = invites[kind].role};
    ERR_TRY(svc__link_put(svc, &link, (kb_time)SVC_INVITE_DAYS * MS_DAY, token, err));
    return log_link(svc, "link.make", &link, err);
}

/* The place that a role is held in, when it is one to invite into; else its kind is NULL. */
static err_code place_of(struct svc *svc, const struct actor_grant *g, struct svc_invite_place *out, kb_err *err)
{
    struct store_location location;
    struct store_organisation organisation;
    bool here = g->scope == SCOPE_LOCATION;
    struct policy_object object = {.kind = here ? OBJECT_LOCATION : OBJECT_ORGANISATION};
    *(here ? &object.location : &object.organisation) = g->id;
    *out = (struct svc_invite_place){0};
    if (!here && g->scope != SCOPE_ORGANISATION) return OK;
    if (policy_may(svc->actor, ACT_INVITE, &object) != POLICY_ALLOW) return OK;
    if (here) {
        ERR_TRY(store_location_get(svc->store, g->id, svc->arena, &location, err));
        *out = (struct svc_invite_place){"location", location.slug, location.name};
    } else {
        ERR_TRY(store_organisation_get(svc->store, g->id, svc->arena, &organisation, err));
        *out = (struct svc_invite_place){"organisation", organisation.slug, organisation.name};
    }
    return OK;
}

err_code svc_invites_into(struct svc *svc, struct svc_invite_places *out, kb_err *err)
{
    struct svc_invite_place *places = ARENA_ARRAY(svc->arena, struct svc_invite_place, svc->actor->n_grants + 1);
    if (!places) return svc__no_memory(err);
    *out = (struct svc_invite_places){.at = places};
    for (size_t i = 0; i < svc->actor->n_grants; i++) {
        if (svc__held_before(svc->actor, i)) continue;
        ERR_TRY(place_of(svc, &svc->actor->grants[i], &places[out->n], err));
        out->n += places[out->n].scope_kind != NULL;
    }
    return OK;
}

/* What the invitation is into. */
static err_code invited_into(struct svc *svc, const struct store_link *link, struct policy_object *object,
                             const char **name, kb_err *err)
{
    size_t kind;
    const char *slug;
    ERR_TRY(read_scope(svc, link->object ? link->object : "", &kind, &slug, err));
    return scope_object(svc, invites[kind].object, slug, object, name, err);
}

err_code svc_invite_name(struct svc *svc, const struct store_link *link, const char **name, kb_err *err)
{
    struct policy_object object;
    return invited_into(svc, link, &object, name, err);
}

static err_code may_invite(struct svc *svc, const struct store_link *link, bool *out, kb_err *err)
{
    struct policy_object object;
    const char *name;
    ERR_TRY(invited_into(svc, link, &object, &name, err));
    *out = policy_may(svc->actor, ACT_INVITE, &object) == POLICY_ALLOW;
    return OK;
}

/* Does this actor see the practice, and may they do this with what is on its way there? */
static err_code may_on(struct svc *svc, const char *practice, enum policy_action action, bool *out, kb_err *err)
{
    struct svc__seen seen;
    *out = false;
    err_code code = svc__see(svc, text_str(practice), &seen, err);
    if (code == ERR_NOT_FOUND || code == ERR_GONE) return OK;
    if (code != OK) return code;
    *out = svc__may(svc, &seen, STORE_CANDIDATE, action) == POLICY_ALLOW;
    return OK;
}

err_code svc__may_still_make(struct svc *svc, const struct store_link *link, bool *out, kb_err *err)
{
    struct svc maker = *svc;
    struct store_round round;
    maker.reads = NULL; /* nobody reads anything */
    maker.seen = NULL;  /* what is kept there is of one actor */
    *out = true;
    ERR_TRY(svc_actor(svc->store, link->made_by, svc->arena, &maker.actor, err));
    if (!strcmp(link->purpose, svc__invite)) return may_invite(&maker, link, out, err);
    if (!strcmp(link->purpose, check)) return may_on(&maker, link->detail, ACT_EDIT, out, err);
    if (!strcmp(link->purpose, reader)) return may_on(&maker, link->object, ACT_INVITE, out, err);
    if (strcmp(link->purpose, position) != 0) return OK;
    ERR_TRY(store_round_get(svc->store, link->object, svc->arena, &round, err));
    return may_on(&maker, round.practice, ACT_MANAGE_ROUND, out, err);
}

err_code svc__invited(struct svc *svc, const struct store_link *link, const char *person, kb_err *err)
{
    struct svc system = *svc;
    size_t kind;
    const char *slug;
    svc__act_as(&system, svc_system_actor());
    ERR_TRY(read_scope(svc, link->object ? link->object : "", &kind, &slug, err));
    struct svc_role_put put = {.person = text_str(person),
                               .role = text_str(invites[kind].role),
                               .scope_kind = text_str(invites[kind].kind),
                               .scope = text_str(slug)};
    return svc_role_put(&system, &put, err);
}

err_code svc_invite_take(struct svc *svc, text token, kb_err *err)
{
    struct store_link link;
    if (!svc->actor->person) return err_set(err, ERR_SIGN_IN, "an invitation is taken by a person");
    ERR_TRY(look(svc, token, &link, err));
    if (strcmp(link.purpose, svc__invite) != 0) return err_set(err, ERR_GONE, "no invitation");
    ERR_TRY(store_link_use(svc->store, link.token_hash, svc->now, err));
    return svc__invited(svc, &link, svc->actor->person, err);
}

/* ---- Readers of a draft ---- */

static err_code draft_of(struct svc *svc, text practice, struct svc__seen *seen, kb_err *err)
{
    ERR_TRY(svc__see(svc, practice, seen, err));
    return svc__allow_on(svc, seen, STORE_CANDIDATE, ACT_INVITE, err);
}

err_code svc_reader_link(struct svc *svc, text practice, text name, char token[SVC_LINK_TOKEN_BYTES], kb_err *err)
{
    struct svc__seen seen;
    ERR_TRY(draft_of(svc, practice, &seen, err));
    ERR_TRY(svc__line_check("name", name, NAME_MAX_BYTES, err));
    ERR_TRY(svc__no_client_data(svc, "name", name, err));
    if (!seen.row.lines[STORE_CANDIDATE].revision) return err_field(err, ERR_RULE, "text", "nothing-published");
    struct store_link link = {.purpose = reader, .object = seen.row.id, .detail = svc__str(svc, text_trim(name))};
    ERR_TRY(svc__link_put(svc, &link, (kb_time)SVC_READER_DAYS * MS_DAY, token, err));
    return log_link(svc, "link.make", &link, err);
}

err_code svc_readers(struct svc *svc, text practice, struct svc_readers *out, kb_err *err)
{
    struct svc__seen seen;
    struct store_links links;
    *out = (struct svc_readers){0};
    ERR_TRY(draft_of(svc, practice, &seen, err));
    ERR_TRY(svc__card(svc, &seen.row, STORE_CANDIDATE, &out->card, err));
    ERR_TRY(store_link_list(svc->store, seen.row.id, reader, svc->now, svc->arena, &links, err));
    struct svc_reader *at = ARENA_ARRAY(svc->arena, struct svc_reader, links.n);
    if (!at) return svc__no_memory(err);
    for (size_t i = 0; i < links.n; i++) {
        at[i] =
            (struct svc_reader){.name = links.at[i].detail, .made = links.at[i].created, .until = links.at[i].expires};
        sodium_bin2hex(at[i].key, sizeof at[i].key, links.at[i].token_hash, sizeof links.at[i].token_hash);
    }
    out->published = seen.row.lines[STORE_CANDIDATE].revision != NULL;
    out->at = at;
    out->n = links.n;
    return OK;
}

err_code svc_reader_revoke(struct svc *svc, text practice, text key, kb_err *err)
{
    struct svc__seen seen;
    struct store_link link;
    uint8_t hash[STORE_TOKEN_HASH_BYTES];
    size_t len = 0;
    ERR_TRY(draft_of(svc, practice, &seen, err));
    if (sodium_hex2bin(hash, sizeof hash, key.ptr, key.len, NULL, &len, NULL) || len != sizeof hash)
        return err_field(err, ERR_INVALID, "key", "not-a-choice");
    err_code code = store_link_get(svc->store, hash, svc->arena, &link, err);
    if (code == ERR_NOT_FOUND || (code == OK && strcmp(link.object ? link.object : "", seen.row.id) != 0))
        return err_field(err, ERR_CONFLICT, "key", "changed-since");
    if (code != OK) return code;
    ERR_TRY(store_link_remove(svc->store, hash, err));
    return log_link(svc, "link.revoke", &link, err);
}

/* ---- Asking ---- */

err_code svc_check_link(struct svc *svc, text practice, char token[SVC_LINK_TOKEN_BYTES], kb_err *err)
{
    struct svc__seen seen;
    ERR_TRY(svc__see(svc, practice, &seen, err));
    enum stage stage = svc__stage(&seen.row.lines[STORE_CANDIDATE]);
    ERR_TRY(svc__allow_on(svc, &seen, STORE_CANDIDATE, ACT_EDIT, err));
    if (stage != STAGE_PROPOSAL && stage != STAGE_RECOMMENDATION)
        return err_field(err, ERR_CONFLICT, "practice", "no-such-move");
    struct store_link link = {
        .purpose = check, .object = seen.row.lines[STORE_CANDIDATE].revision, .detail = seen.row.id};
    ERR_TRY(svc__link_put(svc, &link, (kb_time)SVC_CHECK_DAYS * MS_DAY, token, err));
    return log_link(svc, "link.make", &link, err);
}

err_code svc__voices(struct svc *svc, const char *practice, const char *organisation, struct svc__voices *out,
                     kb_err *err)
{
    static const enum role roles[] = {ROLE_SECRETARY, ROLE_DEPUTY, ROLE_MANDATED};
    struct store_ids all;
    ERR_TRY(svc__holding(svc, roles, COUNT_OF(roles), STORE_ORGANISATION, organisation, &all, err));
    const char **ids = ARENA_ARRAY(svc->arena, const char *, all.n);
    if (!ids) return svc__no_memory(err);
    *out = (struct svc__voices){.ids = ids, .n = all.n};
    for (size_t i = 0, mute = all.n; i < all.n; i++) {
        bool author;
        ERR_TRY(store_is_author(svc->store, practice, all.at[i], &author, err));
        ids[author ? --mute : out->n_may++] = all.at[i];
    }
    return OK;
}

err_code svc__speaks(struct svc *svc, const char *practice, const char *organisation, bool *out, kb_err *err)
{
    struct svc__voices voices;
    ERR_TRY(svc__voices(svc, practice, organisation, &voices, err));
    *out = voices.n_may > 0;
    return OK;
}

err_code svc__not_by_link(struct svc *svc, const char *practice, const char *organisation,
                          const struct store_position *said, const char **why, kb_err *err)
{
    bool speaks;
    *why = said->id && strcmp(said->given_by, STORE_BY_LINK) != 0 ? "own-position" : NULL;
    if (*why) return OK;
    ERR_TRY(svc__speaks(svc, practice, organisation, &speaks, err));
    if (speaks) *why = "has-secretary";
    return OK;
}

static const struct svc_voice *voice_of(const struct svc_round *r, text organisation)
{
    for (size_t i = 0; i < r->n_voices; i++)
        if (text_is(organisation, r->voices[i].organisation)) return &r->voices[i];
    return NULL;
}

/* The round, for who manages it, and this organisation on its list. */
static err_code managed(struct svc *svc, text round, text organisation, struct svc_round *r,
                        const struct svc_voice **voice, kb_err *err)
{
    ERR_TRY(svc_round(svc, round, r, err));
    if (!r->manages) return err_set(err, ERR_FORBIDDEN, "only who manages the round");
    *voice = voice_of(r, organisation);
    return *voice ? OK : err_set(err, ERR_NOT_FOUND, "not on the list of this round");
}

err_code svc__links_out(struct svc *svc, const char *round, struct store_links *out, kb_err *err)
{
    return store_link_list(svc->store, round, position, svc->now, svc->arena, out, err);
}

/* Those that are out for this board; `any` when there were. */
static err_code drop_links(struct svc *svc, const char *round, const char *organisation, bool *any, kb_err *err)
{
    struct store_links links;
    *any = false;
    ERR_TRY(svc__links_out(svc, round, &links, err));
    for (size_t i = 0; i < links.n; i++) {
        if (strcmp(links.at[i].detail, organisation) != 0) continue;
        ERR_TRY(store_link_remove(svc->store, links.at[i].token_hash, err));
        *any = true;
    }
    return OK;
}

err_code svc_position_link_revoke(struct svc *svc, text round, text organisation, kb_err *err)
{
    struct svc_round r;
    const struct svc_voice *voice;
    bool any;
    ERR_TRY(managed(svc, round, organisation, &r, &voice, err));
    ERR_TRY(drop_links(svc, r.row.id, voice->organisation, &any, err));
    if (!any) return err_field(err, ERR_CONFLICT, "organisation", "changed-since");
    struct store_link link = {.purpose = position, .object = r.row.id, .detail = voice->organisation};
    return log_link(svc, "link.revoke", &link, err);
}

err_code svc_position_link(struct svc *svc, text round, text organisation, char token[SVC_LINK_TOKEN_BYTES],
                           kb_err *err)
{
    struct svc_round r;
    const struct svc_voice *voice;
    const char *why;
    bool any;
    ERR_TRY(managed(svc, round, organisation, &r, &voice, err));
    if (!voice->takes || r.over) return err_field(err, ERR_CONFLICT, "organisation", svc__shut(r.state, r.over));
    struct store_link link = {.purpose = position, .object = r.row.id, .detail = voice->organisation};
    ERR_TRY(svc__not_by_link(svc, r.row.practice, link.detail, &voice->said, &why, err));
    if (why) return err_field(err, ERR_RULE, "organisation", why);
    ERR_TRY(drop_links(svc, link.object, link.detail, &any, err));
    int days = (int)((r.row.ends - svc->now) / MS_DAY) + 1;
    ERR_TRY(svc__link_put(svc, &link, (days > 1 ? days : 1) * (kb_time)MS_DAY, token, err));
    return log_link(svc, "link.make", &link, err);
}

/* ---- Reading and saying, with a link in hand ---- */

/* Somebody who holds this one role in this one place; lives in svc's arena. */
static err_code become(struct svc *svc, const struct store_link *link, kb_err *err)
{
    struct actor *actor = ARENA_NEW(svc->arena, struct actor);
    struct actor_grant *grant = ARENA_NEW(svc->arena, struct actor_grant);
    if (!actor || !grant) return svc__no_memory(err);
    *grant = !strcmp(link->purpose, check)    ? (struct actor_grant){ROLE_CHECKER, SCOPE_REVISION, link->object}
             : !strcmp(link->purpose, reader) ? (struct actor_grant){ROLE_READER, SCOPE_PRACTICE, link->object}
                                              : (struct actor_grant){ROLE_SECRETARY, SCOPE_ORGANISATION, link->detail};
    *actor = (struct actor){.grants = grant, .n_grants = 1};
    svc__act_as(svc, actor);
    return OK;
}

static err_code over(kb_err *err)
{
    return err_set(err, ERR_GONE, "what this link is for is over");
}

static err_code read_check(struct svc *svc, const struct store_link *link, struct svc_link_page *out, kb_err *err)
{
    struct svc_practice p;
    struct svc_which which = {.key = text_str(link->detail), .candidate = true};
    err_code code = svc_practice(svc, &which, &p, err);
    if (code == ERR_NOT_FOUND || code == ERR_GONE) return over(err);
    if (code != OK) return code;
    if (!p.text.revision || strcmp(p.text.revision, link->object) != 0) return over(err); /* there is a newer text */
    out->card = p.card;
    out->text = p.text;
    return OK;
}

/* A draft that was submitted or taken back is read along no more. */
static err_code read_along(struct svc *svc, const struct store_link *link, struct svc_link_page *out, kb_err *err)
{
    struct svc_practice p;
    struct svc_which which = {.key = text_str(link->object), .candidate = true};
    out->reading = true;
    err_code code = svc_practice(svc, &which, &p, err);
    if (code == ERR_NOT_FOUND || code == ERR_GONE) return over(err);
    if (code != OK) return code;
    out->card = p.card;
    out->text = p.text;
    return link->made_by ? svc__person_name(svc, link->made_by, &out->asked_by, err) : OK;
}

static err_code read_position(struct svc *svc, const struct store_link *link, struct svc_link_page *out, kb_err *err)
{
    struct svc_practice p;
    const char *why;
    out->position = true;
    err_code code = svc_round(svc, text_str(link->object), &out->round, err);
    bool ended = code == OK && (out->round.row.ended || out->round.over);
    if (code == ERR_NOT_FOUND || code == ERR_GONE || ended) return over(err);
    if (code != OK) return code;
    out->voice = voice_of(&out->round, text_str(link->detail));
    if (!out->voice || !out->voice->takes) return over(err);
    ERR_TRY(svc__not_by_link(svc, out->round.row.practice, link->detail, &out->voice->said, &why, err));
    if (why) return err_field(err, ERR_GONE, "", why);
    struct svc_which which = {
        .key = text_str(out->round.row.practice), .version = out->round.version, .candidate = true};
    ERR_TRY(svc_practice(svc, &which, &p, err));
    out->card = out->round.card;
    out->text = p.text;
    return OK;
}

err_code svc_link_read(struct svc *svc, text token, struct svc_link_page *out, kb_err *err)
{
    struct store_link link;
    struct svc as = *svc;
    *out = (struct svc_link_page){0};
    ERR_TRY(look(svc, token, &link, err));
    if (!strcmp(link.purpose, svc__invite)) return err_set(err, ERR_GONE, "an invitation has a page of its own");
    ERR_TRY(become(&as, &link, err));
    if (!strcmp(link.purpose, reader)) return read_along(&as, &link, out, err);
    return strcmp(link.purpose, check) ? read_position(&as, &link, out, err) : read_check(&as, &link, out, err);
}

/* Who checked stands in the words, as when an editor writes it down. */
static err_code say_check(struct svc *svc, const struct store_link *link, const struct svc_link_said *in, kb_err *err)
{
    struct svc_link_page now = {0};
    ERR_TRY(read_check(svc, link, &now, err));
    const char *words = arena_printf(svc->arena, "%.*s%s%.*s", TEXT_FMT(text_trim(in->name)),
                                     text_trim(in->words).len ? ": " : "", TEXT_FMT(text_trim(in->words)));
    struct store_assent row = {.practice = link->detail,
                               .kind = svc_assent_slug(SVC_ASSENT_CHECK),
                               .revision = link->object,
                               .given = svc->now,
                               .words = words};
    if (!words) return svc__no_memory(err);
    ERR_TRY(store_assent_put(svc->store, &row, err));
    return svc__log(svc, "assent.give", link->detail, link->object, "kind=check", err);
}

/* Nobody who holds a link replaces what they did not see. */
static err_code say_position(struct svc *svc, const struct store_link *link, const struct svc_link_said *in,
                             kb_err *err)
{
    struct svc_link_page now = {0};
    struct svc_position put = in->position;
    ERR_TRY(read_position(svc, link, &now, err));
    put.round = text_str(link->object);
    put.organisation = text_str(link->detail);
    put.by_link = in->name;
    if (!put.seen.len) put.seen = TEXT("none");
    return svc_position(svc, &put, err);
}

err_code svc_link_say(struct svc *svc, const struct svc_link_said *in, kb_err *err)
{
    struct store_link link;
    struct svc as = *svc;
    ERR_TRY(look(svc, in->token, &link, err));
    if (!strcmp(link.purpose, svc__invite) || !strcmp(link.purpose, reader))
        return err_set(err, ERR_GONE, "a link that says nothing");
    ERR_TRY(svc__line_check("name", in->name, NAME_MAX_BYTES, err));
    if (in->words.len > SVC_NOTE_MAX) return err_field(err, ERR_INVALID, "words", "too-long");
    ERR_TRY(svc__no_client_data(svc, "name", in->name, err));
    ERR_TRY(svc__no_client_data(svc, "words", in->words, err));
    ERR_TRY(become(&as, &link, err));
    ERR_TRY(strcmp(link.purpose, check) ? say_position(&as, &link, in, err) : say_check(&as, &link, in, err));
    return store_link_use(svc->store, link.token_hash, svc->now, err);
}
