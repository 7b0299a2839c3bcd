/* Who somebody of the identity provider is here. */
#include "kb/service/service__internal.h"

#include <sodium.h>

enum { SUBJECT_MAX = 255, NAME_MAX_BYTES = 200, ROLES_MAX = 500 };

static const char by_provider[] = "sso"; /* role_grant.granted_by of what groups give */

static err_code refuse(kb_err *err, err_code code, const char *why)
{
    return err_field(err, code, "sso", why);
}

/* Core 1.0, section 2: at most 255 characters. */
static err_code read_subject(struct svc *svc, const struct svc_identity *who, const char **subject, kb_err *err)
{
    if (!who->subject.len || who->subject.len > SUBJECT_MAX) return refuse(err, ERR_FORBIDDEN, "sso-unknown");
    *subject = svc__str(svc, who->subject);
    return *subject ? OK : svc__no_memory(err);
}

/* False in *there when nobody is linked to it. */
static err_code look(struct svc *svc, const struct svc_identity *who, bool *there, struct store_identity *row,
                     kb_err *err)
{
    const char *subject;
    kb_err said = {0};
    ERR_TRY(read_subject(svc, who, &subject, err));
    err_code code = store_identity_get(svc->store, who->issuer, subject, svc->arena, row, &said);
    return err_optional(code, &said, there, err);
}

static err_code look_of(struct svc *svc, const char *issuer, const char *person, bool *there,
                        struct store_identity *row, kb_err *err)
{
    kb_err said = {0};
    return err_optional(store_identity_of(svc->store, issuer, person, svc->arena, row, &said), &said, there, err);
}

err_code svc_sso_person(struct svc *svc, const struct svc_identity *who, const char **person, kb_err *err)
{
    struct store_identity row;
    struct store_person account;
    bool counts;
    ERR_TRY(look(svc, who, &counts, &row, err));
    if (counts) ERR_TRY(svc__find_open(svc, row.person, &account, &counts, err));
    if (!counts) return refuse(err, ERR_FORBIDDEN, "sso-unknown");
    *person = row.person;
    return OK;
}

/* The state of a question, and the id of a token, count once. `kind` keeps them apart. */
static err_code once(struct svc *svc, const char *kind, text what, kb_err *err)
{
    uint8_t key[STORE_TOKEN_HASH_BYTES];
    const char *name = arena_printf(svc->arena, "%s %.*s", kind, TEXT_FMT(what));
    if (!name) return svc__no_memory(err);
    store_sha256(text_str(name), key);
    return store_request_once(svc->store, key, svc->now, err);
}

err_code svc_sso_once(struct svc *svc, text state, kb_err *err)
{
    err_code code = once(svc, "sso-state", state, err);
    return code == ERR_CONFLICT ? refuse(err, ERR_CONFLICT, "sso-way") : code;
}

/* ---- Linking ---- */

static err_code link_to(struct svc *svc, const char *person, const struct svc_identity *who, kb_err *err)
{
    struct store_identity row, own;
    bool there, has;
    ERR_TRY(look(svc, who, &there, &row, err));
    ERR_TRY(look_of(svc, who->issuer, person, &has, &own, err));
    if (there && !strcmp(row.person, person)) return OK;
    if (there) return refuse(err, ERR_CONFLICT, "sso-taken");
    if (has) return refuse(err, ERR_CONFLICT, "sso-other");
    row = (struct store_identity){.issuer = who->issuer, .person = person, .created = svc->now};
    ERR_TRY(read_subject(svc, who, &row.subject, err));
    ERR_TRY(store_identity_add(svc->store, &row, err));
    return svc__log_as(svc, person, "person.sso-link", person, err);
}

err_code svc_sso_link(struct svc *svc, const struct svc_identity *who, kb_err *err)
{
    ERR_TRY(svc__need_person(svc, err));
    return link_to(svc, svc->actor->person, who, err);
}

err_code svc_sso(struct svc *svc, const char *issuer, struct svc_sso *out, kb_err *err)
{
    struct store_identity row;
    struct store_person person;
    *out = (struct svc_sso){0};
    ERR_TRY(svc__need_person(svc, err));
    ERR_TRY(look_of(svc, issuer, svc->actor->person, &out->linked, &row, err));
    ERR_TRY(store_person_get(svc->store, svc->actor->person, svc->arena, &person, err));
    if (out->linked) out->since = row.created;
    out->only = !person.password_hash;
    return OK;
}

/* What was begun there ends with it. */
static err_code let_go(struct svc *svc, const char *issuer, const char *person, kb_err *err)
{
    ERR_TRY(store_identity_remove(svc->store, issuer, person, err));
    ERR_TRY(store_session_end_sso(svc->store, person, "", err));
    return svc__log(svc, "person.sso-unlink", person, NULL, "", err);
}

err_code svc_sso_unlink(struct svc *svc, const char *issuer, kb_err *err)
{
    struct svc_sso now;
    ERR_TRY(svc_sso(svc, issuer, &now, err));
    if (!now.linked) return OK;
    if (now.only) return refuse(err, ERR_RULE, "sso-only");
    return let_go(svc, issuer, svc->actor->person, err);
}

/* Whoever closes accounts may do so: ERR_NOT_FOUND when there is no such person. */
static err_code find_other(struct svc *svc, text person, const char **id, kb_err *err)
{
    struct store_person row;
    *id = svc__str(svc, person);
    if (!*id) return svc__no_memory(err);
    struct policy_object account = {.kind = OBJECT_PERSON, .person = *id};
    ERR_TRY(svc__may_manage(svc, ACT_DISABLE, &account, err));
    return store_person_get(svc->store, *id, svc->arena, &row, err);
}

err_code svc_sso_of(struct svc *svc, text person, const char *issuer, kb_time *since, kb_err *err)
{
    struct store_identity row;
    const char *id;
    bool linked;
    ERR_TRY(find_other(svc, person, &id, err));
    ERR_TRY(look_of(svc, issuer, id, &linked, &row, err));
    *since = linked ? row.created : 0;
    return OK;
}

/* One's own is let go as one's own: not as the only way in. */
err_code svc_sso_unlink_of(struct svc *svc, text person, const char *issuer, kb_err *err)
{
    const char *id;
    kb_time since;
    ERR_TRY(find_other(svc, person, &id, err));
    if (svc->actor->person && !strcmp(id, svc->actor->person)) return svc_sso_unlink(svc, issuer, err);
    ERR_TRY(svc_sso_of(svc, person, issuer, &since, err));
    return since ? let_go(svc, issuer, id, err) : OK;
}

/* ---- One-time links ---- */

/* What the provider says, within what an account can have. */
static err_code make_account(struct svc *svc, const struct svc_identity *who, const char **person, kb_err *err)
{
    struct svc system = *svc;
    svc__act_as(&system, svc_system_actor());
    text sign_in = svc__fold_sign_in(svc, who->sign_in) ? who->sign_in : who->subject;
    text name = utf8_clip(text_trim(who->name), NAME_MAX_BYTES);
    struct svc_person_put put = {.sign_in = sign_in, .name = name.len ? name : sign_in};
    kb_err said = {0};
    err_code code = svc_person_put(&system, &put, person, &said);
    if (code == ERR_CONFLICT || code == ERR_INVALID) return refuse(err, ERR_CONFLICT, "sso-name");
    return code == OK ? link_to(svc, *person, who, err) : err_set(err, code, "%s", said.cause);
}

static err_code take_invitation(struct svc *svc, const struct store_link *link, const struct svc_identity *who,
                                const char **person, kb_err *err)
{
    struct store_identity row;
    bool there;
    ERR_TRY(look(svc, who, &there, &row, err));
    ERR_TRY(there ? svc_sso_person(svc, who, person, err) : make_account(svc, who, person, err));
    return svc__invited(svc, link, *person, err);
}

/* As with a password that is chosen by such a link: whoever was signed in as this person is so no more. */
static err_code take_account(struct svc *svc, const struct store_link *link, const struct svc_identity *who,
                             const char **person, kb_err *err)
{
    struct store_person row;
    ERR_TRY(svc__open_person(svc, link->person, &row, err));
    ERR_TRY(link_to(svc, row.id, who, err));
    *person = row.id;
    return store_session_end_person(svc->store, row.id, err);
}

err_code svc_sso_use(struct svc *svc, text token, const struct svc_identity *who, const char **person, kb_err *err)
{
    struct store_link link;
    ERR_TRY(svc_link_look(svc, token, &link, err));
    ERR_TRY(store_link_use(svc->store, link.token_hash, svc->now, err));
    if (!strcmp(link.purpose, svc__invite)) return take_invitation(svc, &link, who, person, err);
    if (!strcmp(link.purpose, "password") && link.person) return take_account(svc, &link, who, person, err);
    return err_set(err, ERR_GONE, "link of another purpose");
}

/* ---- Groups and roles ---- */

/* "editor@network", "participant@organisation:hjl". A group's name may hold an "=" itself. */
static bool read_line(text line, struct svc_group_role *out)
{
    size_t at = line.len;
    while (at && line.ptr[at - 1] != '=') at--;
    if (!at) return false;
    text rest = text_trim(text_slice(line, at, SIZE_MAX)), place;
    enum role role;
    *out = (struct svc_group_role){.group = text_trim(text_slice(line, 0, at - 1))};
    if (!text_next(&rest, '@', &out->role) || !policy_role_from_slug(out->role, &role)) return false;
    if (!text_next(&rest, ':', &place)) return false;
    out->scope_kind = place;
    out->scope = rest;
    return out->group.len > 0;
}

err_code svc_group_roles_read(text file, arena *a, struct svc_group_roles *out, kb_err *err)
{
    int number = 0;
    text rest = arena_text(a, file);
    *out = (struct svc_group_roles){.at = ARENA_ARRAY(a, struct svc_group_role, ROLES_MAX)};
    if (!out->at || !rest.ptr) return svc__no_memory(err);
    for (text line; text_next(&rest, '\n', &line);) {
        number++;
        line = text_trim(line);
        if (!line.len || line.ptr[0] == '#') continue;
        if (out->n == ROLES_MAX || !read_line(line, &out->at[out->n++]))
            return err_set(err, ERR_INVALID, "the table of groups: line %d is not \"group = role@kind:slug\"", number);
    }
    return OK;
}

static bool is_in(const struct svc_identity *who, text group)
{
    for (size_t i = 0; i < who->n_groups; i++)
        if (text_eq(who->groups[i], group)) return true;
    return false;
}

static bool same_grant(const struct store_grant *a, const struct store_grant *b)
{
    return a->kind == b->kind && !strcmp(a->role, b->role) && !strcmp(a->scope, b->scope);
}

/* What the table gives this person, as far as its places are there. */
static err_code read_wanted(struct svc *svc, const char *person, const struct svc_identity *who,
                            const struct svc_group_roles *table, struct store_grants *out, kb_err *err)
{
    *out = (struct store_grants){.at = ARENA_ARRAY(svc->arena, struct store_grant, table->n)};
    if (!out->at) return svc__no_memory(err);
    for (size_t i = 0; i < table->n; i++) {
        const struct svc_group_role *row = &table->at[i];
        struct svc_role_put put = {.role = row->role, .scope_kind = row->scope_kind, .scope = row->scope};
        struct store_grant *grant = &out->at[out->n];
        kb_err said = {0};
        if (!is_in(who, row->group)) continue;
        *grant = (struct store_grant){.person = person, .created = svc->now, .granted_by = by_provider};
        err_code code = svc__grant_read(svc, &put, grant, &said);
        if (code != OK && code != ERR_INVALID) return err_set(err, code, "%s", said.cause);
        out->n += code == OK;
    }
    return OK;
}

static bool is_wanted(const struct store_grants *wanted, const struct store_grant *grant)
{
    for (size_t i = 0; i < wanted->n; i++)
        if (same_grant(&wanted->at[i], grant)) return true;
    return false;
}

/* Nobody is locked out by a group that was emptied. */
static err_code is_last_administrator(struct svc *svc, const struct store_grant *grant, bool *out, kb_err *err)
{
    size_t n = 2;
    if (!strcmp(grant->role, policy_role_slug(ROLE_ADMINISTRATOR)))
        ERR_TRY(svc__holders(svc, ROLE_ADMINISTRATOR, 2, &n, err));
    *out = n < 2;
    return OK;
}

err_code svc_sso_roles(struct svc *svc, const char *person, const struct svc_identity *who,
                       const struct svc_group_roles *table, kb_err *err)
{
    struct svc system = *svc;
    struct store_grants wanted, held;
    svc__act_as(&system, svc_system_actor());
    ERR_TRY(read_wanted(&system, person, who, table, &wanted, err));
    ERR_TRY(store_grants_of(svc->store, person, svc->arena, &held, err));
    for (size_t i = 0; i < wanted.n; i++) ERR_TRY(svc__grant_put(&system, &wanted.at[i], false, err));
    for (size_t i = 0; i < held.n; i++) {
        bool last;
        if (strcmp(held.at[i].granted_by, by_provider) != 0 || is_wanted(&wanted, &held.at[i])) continue;
        ERR_TRY(is_last_administrator(&system, &held.at[i], &last, err));
        if (!last) ERR_TRY(svc__grant_put(&system, &held.at[i], true, err));
    }
    return OK;
}

/* ---- Sessions that the provider ends ---- */

void svc_sso_session(text sid, char out[SVC_SSO_BYTES])
{
    uint8_t hash[32];
    store_sha256(sid, hash);
    sodium_bin2hex(out, SVC_SSO_BYTES, hash, sizeof hash);
}

err_code svc_sso_end(struct svc *svc, const struct svc_identity *who, text sid, text token, kb_err *err)
{
    struct store_identity row;
    char sso[SVC_SSO_BYTES] = "";
    bool there;
    kb_err said = {0};
    if (sid.len) svc_sso_session(sid, sso);
    err_code code = once(svc, "sso-logout", token, &said);
    if (code != OK) return code == ERR_CONFLICT ? OK : err_set(err, code, "%s", said.cause);
    if (!who->subject.len) return store_session_end_sso(svc->store, NULL, sso, err);
    ERR_TRY(look(svc, who, &there, &row, err));
    if (!there) return OK;
    ERR_TRY(store_session_end_sso(svc->store, row.person, sso, err));
    return svc__log_as(svc, row.person, "person.sessions-end", row.person, err);
}

/* ---- Forms that wait while their person is away ---- */

/* One form makes room for a new one of this place. */
static err_code make_room(struct svc *svc, const uint8_t place[STORE_TOKEN_HASH_BYTES], kb_err *err)
{
    uint8_t crowded[STORE_TOKEN_HASH_BYTES];
    int64_t most, own;
    ERR_TRY(store_pending_most(svc->store, svc->now, crowded, &most, err));
    ERR_TRY(store_pending_of(svc->store, place, svc->now, &own, err));
    if (most > own + 1) return store_pending_drop(svc->store, crowded, svc->now, err);
    if (own) return store_pending_drop(svc->store, place, svc->now, err);
    return err_set(err, ERR_BUSY, "too many forms wait");
}

err_code svc_form_keep(struct svc *svc, text place, text sealed, char token[SVC_LINK_TOKEN_BYTES], kb_err *err)
{
    enum { WAIT_MS = 15 * MS_MINUTE };
    unsigned char random[32];
    struct store_pending form = {.expires = svc->now + WAIT_MS, .sealed = sealed};
    int64_t waiting;
    if (!sealed.len || sealed.len > SVC_FORM_MAX) return err_field(err, ERR_INVALID, "kept", "too-long");
    store_sha256(place, form.place);
    ERR_TRY(store_pending_count(svc->store, svc->now, &waiting, err));
    if (waiting >= SVC_FORMS_MAX) ERR_TRY(make_room(svc, form.place, err));
    randombytes_buf(random, sizeof random);
    sodium_bin2base64(token, SVC_LINK_TOKEN_BYTES, random, sizeof random, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    store_sha256(text_str(token), form.token_hash);
    return store_pending_put(svc->store, &form, err);
}

err_code svc_form_take(struct svc *svc, text token, text *sealed, kb_err *err)
{
    uint8_t hash[STORE_TOKEN_HASH_BYTES];
    bool there;
    kb_err said = {0};
    *sealed = text_str("");
    store_sha256(token, hash);
    err_code code = store_pending_take(svc->store, hash, svc->now, svc->arena, sealed, &said);
    return err_optional(code, &said, &there, err);
}
