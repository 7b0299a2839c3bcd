/* "Geldt dit bij ons?": what an adopted text means for an organisation, by what was said in its round and since. */
#include "kb/service/service__internal.h"

/* The round that adopted what stands; false when it was adopted outside. */
static err_code adopting_round(struct svc *svc, const char *practice, struct store_round *out, bool *found, kb_err *err)
{
    struct store_rounds rows;
    *found = false;
    ERR_TRY(store_round_list(svc->store, practice, svc->arena, &rows, err));
    for (size_t i = 0; i < rows.n && !*found; i++) {
        if (svc__round_outcome(&rows.at[i]) != OUTCOME_PASSES) continue;
        *out = rows.at[i];
        *found = true;
    }
    return OK;
}

static bool is_own_organisation(const struct svc *svc, const char *organisation)
{
    for (size_t i = 0; i < svc->actor->n_grants; i++)
        if (svc->actor->grants[i].scope == SCOPE_ORGANISATION && !strcmp(svc->actor->grants[i].id, organisation))
            return true;
    return false;
}

/* One's own organisation, or the partner it stands under. */
static bool is_of_partner(struct svc *svc, const struct store_organisations *all, const char *partner)
{
    if (is_own_organisation(svc, partner)) return true;
    for (size_t i = 0; i < all->n; i++)
        if (all->at[i].parent && !strcmp(all->at[i].parent, partner) && is_own_organisation(svc, all->at[i].id))
            return true;
    return false;
}

static const struct store_local *find_local(const struct store_locals *all, const char *organisation, const char *what)
{
    for (size_t i = 0; i < all->n; i++)
        if (!strcmp(all->at[i].organisation, organisation) && !strcmp(all->at[i].what, what)) return &all->at[i];
    return NULL;
}

/* What its partner, or it itself, said after the round. What was said of an older text ended when the boards decided on
 * this one, at `since`: nobody is bound to a new text by a yes to the one before. */
static void apply_local(const struct store_locals *all, const char *decides, kb_time since, struct svc_here *here)
{
    const struct store_local *joined = find_local(all, decides, "joined"), *left = find_local(all, decides, "left");
    const struct store_local *last = left ? left : joined;
    if (!last || last->at < since) return;
    here->here = left ? HERE_NOT : HERE_ADOPTED;
    here->said = last->words;
    here->joined = !left;
    here->left = left != NULL;
    here->at = last->at;
}

/* A note has a date and an owner of its own. */
static err_code take_note(struct svc *svc, const struct store_locals *all, struct svc_here *here, kb_err *err)
{
    const struct store_local *note = find_local(all, here->organisation, "note");
    here->note = here->noted_by = "";
    if (!note) return OK;
    here->note = note->words;
    here->noted = note->at;
    return svc__person_name(svc, note->person, &here->noted_by, err);
}

/* A member is not listed for itself, unless it said something or this actor may. */
static bool has_own_line(const struct store_organisation *o, const struct store_locals *locals, bool mine)
{
    return o->partner || mine || find_local(locals, o->id, "note");
}

static int own_first(const void *a, const void *b)
{
    const struct svc_here *x = a, *y = b;
    if (x->own != y->own) return x->own ? -1 : 1;
    return strcmp(x->name, y->name);
}

/* Everybody of the network who reads an adopted text sees for whom it holds; positions stand in it as they were given.
 */
err_code svc_heres(struct svc *svc, text practice, struct svc_heres *out, kb_err *err)
{
    struct svc__seen seen;
    struct store_organisations organisations;
    struct store_locals locals;
    struct store_round round = {0};
    struct svc__votes votes = {0};
    bool decided;
    *out = (struct svc_heres){0};
    ERR_TRY(svc__see(svc, practice, &seen, err));
    if (!seen.visible[STORE_ADOPTED] || !stage_is_adopted(svc__stage(&seen.row.lines[STORE_ADOPTED]))) return OK;
    struct policy_object object = svc__object(&seen, STORE_ADOPTED);
    if (!svc->actor->system && policy_may(svc->actor, ACT_SEE_POSITIONS, &object) != POLICY_ALLOW) return OK;
    ERR_TRY(store_organisation_list(svc->store, svc->arena, &organisations, err));
    ERR_TRY(store_local_list(svc->store, seen.row.id, svc->arena, &locals, err));
    ERR_TRY(adopting_round(svc, seen.row.id, &round, &decided, err));
    if (decided) ERR_TRY(svc__votes(svc, round.id, &votes, err));
    struct svc_here *heres = ARENA_ARRAY(svc->arena, struct svc_here, organisations.n);
    if (!heres) return svc__no_memory(err);
    for (size_t i = 0; i < organisations.n; i++) {
        const struct store_organisation *o = &organisations.at[i];
        const char *decides = o->partner ? o->id : o->parent; /* a member inherits from its partner */
        const struct store_position *before,
            *said = decided && decides ? svc__said_by(&votes.said, decides, &before) : NULL;
        object.organisation = o->id;
        bool mine = policy_may(svc->actor, ACT_NOTE, &object) == POLICY_ALLOW;
        if (!o->active || !has_own_line(o, &locals, mine)) continue;
        struct svc_here *here = &heres[out->n++];
        *here = (struct svc_here){.organisation = o->id,
                                  .name = o->name,
                                  .own = is_of_partner(svc, &organisations, o->id),
                                  .member = !o->partner,
                                  .mine = mine,
                                  .decides = policy_may(svc->actor, ACT_JOIN, &object) == POLICY_ALLOW,
                                  .here = round_here(svc__position_of(said)),
                                  .said = said ? said->said : "",
                                  .at = said ? said->at : 0};
        if (decides) apply_local(&locals, decides, decided ? round.ended : 0, here);
        ERR_TRY(take_note(svc, &locals, here, err));
    }
    qsort(heres, out->n, sizeof *heres, own_first);
    out->at = heres;
    out->revision = seen.row.lines[STORE_ADOPTED].revision;
    return OK;
}

err_code svc__holds(struct svc *svc, const char *practice, kb_err *err)
{
    struct svc as = *svc;
    struct svc_heres heres;
    const char *list = "";
    svc__act_as(&as, svc_system_actor());
    err_code code = svc_heres(&as, text_str(practice), &heres, err);
    if (code == ERR_NOT_FOUND || code == ERR_GONE) return OK;
    if (code != OK) return code;
    for (size_t i = 0; i < heres.n; i++) {
        struct store_organisation organisation;
        if (heres.at[i].member || !round_binds(heres.at[i].here)) continue;
        ERR_TRY(store_organisation_get(svc->store, heres.at[i].organisation, svc->arena, &organisation, err));
        list = arena_printf(svc->arena, "%s%s%s", list, *list ? " " : "", organisation.slug);
        if (!list) return svc__no_memory(err);
    }
    return store_practice_holds(svc->store, practice, list, err);
}

/* It is kept as having joined, so that it can leave. Whoever joined or left already said so itself: that stays. */
static err_code bind_one(struct svc *svc, const struct store_locals *said, const struct store_local *row, kb_err *err)
{
    if (find_local(said, row->organisation, "joined") || find_local(said, row->organisation, "left")) return OK;
    return store_local_put(svc->store, row, err);
}

err_code svc__bind(struct svc *svc, const char *practice, const struct svc_move *in, const char **detail, kb_err *err)
{
    struct store_locals said;
    struct store_local row = {.practice = practice,
                              .what = "joined",
                              .words = svc__str(svc, text_trim(in->words)),
                              .at = svc->now,
                              .person = svc->actor->person};
    size_t n = in->n_organisations;
    if (n > ROUND_ORGANISATIONS_MAX) return err_field(err, ERR_INVALID, "organisations", "too-many");
    const char **ids = ARENA_ARRAY(svc->arena, const char *, n);
    if (!ids || !row.words) return svc__no_memory(err);
    ERR_TRY(svc__partners(svc, in->organisations, n, ids, err));
    ERR_TRY(store_local_list(svc->store, practice, svc->arena, &said, err));
    for (size_t i = 0; i < n; i++) {
        row.organisation = ids[i];
        ERR_TRY(bind_one(svc, &said, &row, err));
        *detail = arena_printf(svc->arena, "%s%s%s", i ? *detail : " organisations=", i ? "," : "", ids[i]);
        if (!*detail) return svc__no_memory(err);
    }
    return OK;
}

/* A note without words takes away the one that stands. */
static err_code drop_note(struct svc *svc, const struct svc__seen *seen, const char *organisation, kb_err *err)
{
    struct store_locals said;
    ERR_TRY(store_local_list(svc->store, seen->row.id, svc->arena, &said, err));
    if (!find_local(&said, organisation, "note")) return err_field(err, ERR_INVALID, "words", "required");
    ERR_TRY(store_local_remove(svc->store, seen->row.id, organisation, "note", err));
    return svc__log(svc, "local.note", seen->row.id, seen->row.lines[STORE_ADOPTED].revision,
                    arena_printf(svc->arena, "organisation=%s", organisation), err);
}

err_code svc_local_put(struct svc *svc, const struct svc_local_put *in, kb_err *err)
{
    struct svc__seen seen;
    struct store_organisation organisation;
    const char *id = svc__str(svc, in->organisation), *what = svc__str(svc, in->what);
    if (!id || !what) return svc__no_memory(err);
    ERR_TRY(svc__see(svc, in->practice, &seen, err));
    if (!seen.row.lines[STORE_ADOPTED].present) return err_set(err, ERR_CONFLICT, "nothing stands that one could join");
    struct policy_object object = svc__object(&seen, STORE_ADOPTED);
    object.organisation = id;
    bool joined = !strcmp(what, "joined"), left = !strcmp(what, "left");
    ERR_TRY(policy_check(svc->actor, joined || left ? ACT_JOIN : ACT_NOTE, &object, err));
    ERR_TRY(store_organisation_get(svc->store, id, svc->arena, &organisation, err));
    if (!joined && !left && strcmp(what, "note") != 0) return err_field(err, ERR_INVALID, "what", "not-a-choice");
    if (!organisation.partner && (joined || left)) return err_field(err, ERR_RULE, "what", "partner-decides");
    ERR_TRY(svc__same_text(in->revision, object.revision, err));
    bool wordless = !text_trim(in->words).len;
    if (left && wordless) return err_field(err, ERR_INVALID, "words", "required");
    if (!joined && wordless) return drop_note(svc, &seen, organisation.id, err);
    if (in->words.len > SVC__SAID_MAX) return err_field(err, ERR_INVALID, "words", "too-long");
    ERR_TRY(svc__no_client_data(svc, "words", in->words, err));
    struct store_local row = {.practice = seen.row.id,
                              .organisation = organisation.id,
                              .what = what,
                              .words = svc__str(svc, text_trim(in->words)),
                              .at = svc->now,
                              .person = svc->actor->person};
    if (joined || left)
        ERR_TRY(store_local_remove(svc->store, row.practice, row.organisation, joined ? "left" : "joined", err));
    ERR_TRY(store_local_put(svc->store, &row, err));
    ERR_TRY(svc__holds(svc, row.practice, err));
    return svc__log(svc, arena_printf(svc->arena, "local.%s", what), seen.row.id,
                    seen.row.lines[STORE_ADOPTED].revision,
                    arena_printf(svc->arena, "organisation=%s", organisation.id), err);
}
