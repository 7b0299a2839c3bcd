/* Who is told what. The table below follows the log: for each action, of whom something is asked and who only hears it.
 * Whoever takes part in the chain hears each step without following anything (design section 5). A notice is made, and
 * shown, only to who may know the practice and what happened to it. */
#include "kb/service/service__internal.h"

enum { CHANGE_BYTES = 64 * 1024 * 1024, PERSON_BYTES = 16 * 1024 * 1024 };

enum {
    TO_LEADS = 1, /* lead and second lead of the working group */
    TO_GROUP = 2,
    TO_DESK = 4, /* the editor who has it in hand, else all */
    TO_EDITORS = 8,
    TO_BOARDS = 16, /* of the organisations of its last round: asked of who speaks, heard by all */
    TO_ONE_BOARD = 32,
    TO_CHAIN = 64, /* wrote it, remarked, used it, told an experience */
    TO_REMARKER = 128,
    TO_ASKER = 256,     /* who asked to join the working group */
    TO_VOUCHERS = 512,  /* who may say of the person that it is really them */
    TO_WATCHERS = 1024, /* who hears of it when two of them did: coordinators of where they are, administrators */
    TO_STEERING = 2048,
    TO_BOUND = 4096 /* the boards of who joined the text that stands: one from elsewhere had no round */
};

/* clang-format off */
static const struct telling {
    const char *action, *with; /* with: stands in the detail of the log row, or NULL */
    unsigned asked, hear;
    bool positions; /* tells of a position: for who may see them */
} tellings[] = {
    { "practice.submit",         NULL, TO_DESK,              TO_GROUP, false },
    { "practice.return",         NULL, TO_LEADS,             TO_GROUP, false },
    { "practice.accept",         NULL, 0,                    TO_GROUP | TO_CHAIN, false },
    { "practice.not-take-up",    NULL, 0,                    TO_GROUP | TO_CHAIN, false },
    { "practice.merge",          NULL, 0,                    TO_GROUP | TO_CHAIN, false },
    { "practice.fix-language",   NULL, 0,                    TO_GROUP | TO_DESK, false },
    { "practice.correct",        NULL, 0,                    TO_GROUP | TO_DESK | TO_BOARDS | TO_BOUND, false },
    { "correction.drop",         NULL, 0,                    TO_EDITORS, false },
    { "practice.recommend",      NULL, 0,                    TO_GROUP | TO_CHAIN, false },
    { "practice.open-round",     NULL, TO_BOARDS,            TO_GROUP | TO_CHAIN, false },
    { "practice.change-text",    NULL, TO_LEADS,             TO_GROUP | TO_CHAIN | TO_BOARDS, false },
    { "practice.adopt",          NULL, 0,                    TO_GROUP | TO_CHAIN | TO_BOARDS | TO_DESK, false },
    { "practice.steer",          NULL, 0,                    TO_GROUP | TO_CHAIN | TO_BOARDS | TO_DESK, false },
    { "practice.void",           NULL, TO_DESK,              TO_GROUP | TO_CHAIN | TO_BOARDS, false },
    { "practice.rework",         NULL, TO_LEADS,             TO_GROUP | TO_CHAIN | TO_BOARDS | TO_DESK, false },
    { "practice.reject",         NULL, 0,                    TO_GROUP | TO_CHAIN | TO_BOARDS | TO_DESK, false },
    { "practice.talk",           NULL, TO_LEADS | TO_DESK,   TO_BOARDS, true },
    { "practice.publish", "for=round", TO_DESK,              TO_BOARDS, false },
    { "practice.defer",          NULL, TO_DESK,              TO_LEADS | TO_BOARDS, true },
    { "practice.resume",         NULL, 0,                    TO_GROUP | TO_CHAIN, false },
    { "practice.withdraw", "from=due",     0,                TO_GROUP | TO_CHAIN | TO_BOARDS | TO_BOUND, false },
    { "practice.withdraw", "from=expired", 0,                TO_GROUP | TO_CHAIN | TO_BOARDS | TO_BOUND, false },
    { "practice.withdraw",       NULL, 0,                    TO_GROUP | TO_CHAIN | TO_BOARDS, false },
    { "practice.sleep",          NULL, TO_LEADS,             TO_GROUP, false },
    { "practice.idle",           NULL, TO_LEADS,             0, false },
    { "practice.talks-over",     NULL, TO_STEERING,          TO_DESK, false },
    { "practice.revise",         NULL, 0,                    TO_GROUP | TO_CHAIN | TO_DESK, false },
    { "practice.ask-round",      NULL, TO_DESK,              TO_GROUP, false },
    { "practice.confirm-import", NULL, 0,                    TO_GROUP | TO_CHAIN | TO_BOARDS | TO_BOUND, false },
    { "practice.due",            NULL, TO_LEADS | TO_DESK,   TO_CHAIN, false },
    { "practice.trigger",        NULL, TO_LEADS | TO_DESK,   TO_CHAIN, false },
    { "practice.confirm",        NULL, 0,                    TO_GROUP | TO_CHAIN | TO_BOARDS | TO_BOUND, false },
    { "practice.expire",         NULL, TO_LEADS | TO_DESK,   TO_CHAIN | TO_BOARDS | TO_BOUND, false },
    { "practice.supersede",      NULL, 0,                    TO_GROUP | TO_CHAIN | TO_BOARDS | TO_BOUND, false },
    { "assent.ask", "kind=second-editor", TO_EDITORS,        0, false },
    { "assent.ask",              NULL, TO_LEADS,             0, false },
    { "assent.ask-promise",      NULL, TO_LEADS,             0, true },
    { "assent.give",             NULL, 0,                    TO_DESK, false },
    { "remark.add", "weight=must",     TO_LEADS,             TO_GROUP, false },
    { "remark.add",              NULL, 0,                    TO_LEADS, false },
    { "remark.answer",           NULL, 0,                    TO_REMARKER, false },
    { "experience.add",          NULL, 0,                    TO_LEADS, false },
    { "use.flag",                NULL, TO_DESK,              TO_LEADS, false },
    { "round.position",          NULL, 0,                    TO_LEADS | TO_DESK, true },
    { "round.position-link",     NULL, 0,                    TO_LEADS | TO_DESK | TO_ONE_BOARD, true },
    { "round.busy", "past=term",       TO_DESK,              0, true },
    { "round.consent",           NULL, TO_BOARDS,            TO_LEADS | TO_DESK, false },
    { "round.extend",            NULL, 0,                    TO_BOARDS, false },
    { "round.remind",            NULL, TO_ONE_BOARD,         0, false },
    { "desk.nudge", "to=group",        TO_LEADS,             0, false },
    { "desk.nudge",              NULL, TO_DESK,              0, false },
    { "group.ask",              NULL, TO_LEADS,             0, false },
    { "group.accept",           NULL, 0,                    TO_ASKER, false },
    { "group.decline",          NULL, 0,                    TO_ASKER, false },
    { "group.appoint",          NULL, 0,                    TO_GROUP, false },
    { "person.second-ask",       NULL, TO_VOUCHERS,          0, false },
    { "person.second-vouch",     NULL, 0,                    TO_WATCHERS, false },
    { "plan.carry",              NULL, 0,                    TO_GROUP | TO_DESK, false },
    { "local.left",              NULL, 0,                    TO_LEADS | TO_DESK, false }, /* what is asked comes with practice.trigger */
    { "local.joined",            NULL, 0,                    TO_LEADS | TO_DESK, false },
};
/* clang-format on */

static const struct telling *telling_of(const struct store_change *c)
{
    for (size_t i = 0; i < COUNT_OF(tellings); i++)
        if (!strcmp(tellings[i].action, c->action) && (!tellings[i].with || strstr(c->detail, tellings[i].with)))
            return &tellings[i];
    return NULL;
}

const char *svc_notice_action(size_t i)
{
    return i < COUNT_OF(tellings) ? tellings[i].action : NULL;
}

/* The value of `name` in "name=value name=value"; "" when it is not there. */
static text detail_value(const struct store_change *c, const char *name)
{
    text rest = text_str(c->detail), word, n = text_str(name);
    while (text_next(&rest, ' ', &word))
        if (text_starts(word, n) && word.len > n.len && word.ptr[n.len] == '=')
            return text_slice(word, n.len + 1, SIZE_MAX);
    return text_of("", 0);
}

/* Is it about a working group or a person, and no practice? */
static bool of_group(const char *action)
{
    return text_starts(text_str(action), TEXT("group."));
}

static bool of_person(const char *action)
{
    return text_starts(text_str(action), TEXT("person."));
}

/* ---- Whom ---- */

struct whom {
    const char *id;
    bool asked;
};

struct people {
    struct svc *svc; /* its arena lives as long as the change */
    arena *each;     /* cleared for each of them */
    const struct store_change *change;
    struct store_practice practice;
    struct whom *at;
    size_t n, room;
};

static err_code make_room(struct people *p, kb_err *err)
{
    if (p->n < p->room) return OK;
    size_t room = p->room ? p->room * 2 : 64;
    struct whom *wider = ARENA_ARRAY(p->svc->arena, struct whom, room);
    if (!wider) return svc__no_memory(err);
    if (p->n) memcpy(wider, p->at, p->n * sizeof *wider);
    p->at = wider;
    p->room = room;
    return OK;
}

static err_code add(struct people *p, const char *person, bool asked, kb_err *err)
{
    for (size_t i = 0; i < p->n; i++) {
        if (strcmp(p->at[i].id, person) != 0) continue;
        p->at[i].asked |= asked;
        return OK;
    }
    if (!strcmp(person, p->change->actor)) return OK;  /* who did it knows */
    if (!strcmp(person, p->change->object)) return OK; /* hears about the account by letter */
    ERR_TRY(make_room(p, err));
    p->at[p->n++] = (struct whom){person, asked};
    return OK;
}

static err_code add_ids(struct people *p, const struct store_ids *ids, bool asked, kb_err *err)
{
    for (size_t i = 0; i < ids->n; i++) ERR_TRY(add(p, ids->at[i], asked, err));
    return OK;
}

static err_code add_group(struct people *p, bool leads_only, bool asked, kb_err *err)
{
    static const enum role roles[] = {ROLE_LEAD, ROLE_SECOND_LEAD, ROLE_MEMBER};
    struct store_ids people;
    size_t n = leads_only ? 2 : COUNT_OF(roles);
    ERR_TRY(svc__holding(p->svc, roles, n, STORE_GROUP, p->practice.group, &people, err));
    return add_ids(p, &people, asked, err);
}

static err_code add_editors(struct people *p, bool in_hand, bool asked, kb_err *err)
{
    const char *editor = NULL;
    struct store_ids editors;
    if (in_hand) ERR_TRY(svc__in_hand(p->svc, p->practice.id, &editor, err));
    if (editor) return add(p, editor, asked, err);
    ERR_TRY(store_people_with_role(p->svc->store, policy_role_slug(ROLE_EDITOR), p->svc->arena, &editors, err));
    return add_ids(p, &editors, asked, err);
}

static err_code add_steering(struct people *p, bool asked, kb_err *err)
{
    struct store_ids ids;
    ERR_TRY(store_people_with_role(p->svc->store, policy_role_slug(ROLE_STEERING), p->svc->arena, &ids, err));
    return add_ids(p, &ids, asked, err);
}

/* Asked of who may speak on this text; the others of the board hear it. */
static err_code add_board(struct people *p, const char *organisation, bool asked, kb_err *err)
{
    static const enum role board = ROLE_BOARD;
    struct svc__voices voices;
    struct store_ids others;
    ERR_TRY(svc__voices(p->svc, p->practice.id, organisation, &voices, err));
    ERR_TRY(svc__holding(p->svc, &board, 1, STORE_ORGANISATION, organisation, &others, err));
    for (size_t i = 0; i < voices.n; i++) ERR_TRY(add(p, voices.ids[i], asked && i < voices.n_may, err));
    return add_ids(p, &others, false, err);
}

static err_code add_boards(struct people *p, bool asked, kb_err *err)
{
    struct store_round round;
    struct store_seats seats;
    err_code code = store_round_latest(p->svc->store, p->practice.id, p->svc->arena, &round, err);
    if (code == ERR_NOT_FOUND) return OK;
    if (code != OK) return code;
    ERR_TRY(store_seat_list(p->svc->store, round.id, p->svc->arena, &seats, err));
    for (size_t i = 0; i < seats.n; i++) ERR_TRY(add_board(p, seats.at[i].organisation, asked, err));
    return OK;
}

/* Who left is bound no more, and is not among them. */
static err_code add_bound(struct people *p, bool asked, kb_err *err)
{
    struct store_locals locals;
    ERR_TRY(store_local_list(p->svc->store, p->practice.id, p->svc->arena, &locals, err));
    for (size_t i = 0; i < locals.n; i++)
        if (!strcmp(locals.at[i].what, "joined")) ERR_TRY(add_board(p, locals.at[i].organisation, asked, err));
    return OK;
}

static err_code add_remarker(struct people *p, kb_err *err)
{
    struct store_remark remark;
    const char *id = svc__str(p->svc, detail_value(p->change, "remark"));
    if (!id) return svc__no_memory(err);
    err_code code = store_remark_get(p->svc->store, id, p->svc->arena, &remark, err);
    if (code == ERR_NOT_FOUND) return OK;
    return code == OK ? add(p, remark.person, false, err) : code;
}

static err_code add_asker(struct people *p, kb_err *err)
{
    const char *id = svc__str(p->svc, detail_value(p->change, "person"));
    if (!id) return svc__no_memory(err);
    return add(p, id, false, err);
}

static err_code add_chain(struct people *p, bool asked, kb_err *err)
{
    struct store_ids chain;
    ERR_TRY(store_people_of_practice(p->svc->store, p->practice.id, p->svc->arena, &chain, err));
    return add_ids(p, &chain, asked, err);
}

static err_code add_vouchers(struct people *p, bool asked, kb_err *err)
{
    struct store_ids vouchers;
    ERR_TRY(svc__vouchers(p->svc, p->change->object, &vouchers, err));
    return add_ids(p, &vouchers, asked, err);
}

static err_code add_coordinators(struct people *p, const char *person, kb_err *err)
{
    static const enum role coordinator = ROLE_COORDINATOR;
    struct store_grants own;
    struct store_ids there;
    ERR_TRY(store_grants_of(p->svc->store, person, p->svc->arena, &own, err));
    for (size_t i = 0; i < own.n; i++) {
        if (own.at[i].kind != STORE_LOCATION) continue;
        ERR_TRY(svc__holding(p->svc, &coordinator, 1, STORE_LOCATION, own.at[i].scope, &there, err));
        ERR_TRY(add_ids(p, &there, false, err));
    }
    return OK;
}

static err_code add_watchers(struct people *p, kb_err *err)
{
    struct store_ids administrators;
    ERR_TRY(store_people_with_role(p->svc->store, policy_role_slug(ROLE_ADMINISTRATOR), p->svc->arena, &administrators,
                                   err));
    ERR_TRY(add_ids(p, &administrators, false, err));
    ERR_TRY(add_coordinators(p, p->change->object, err));
    return add_coordinators(p, p->change->actor, err);
}

static err_code add_all(struct people *p, unsigned to, bool asked, kb_err *err)
{
    if (to & (TO_LEADS | TO_GROUP)) ERR_TRY(add_group(p, !(to & TO_GROUP), asked, err));
    if (to & (TO_DESK | TO_EDITORS)) ERR_TRY(add_editors(p, !(to & TO_EDITORS), asked, err));
    if (to & TO_BOARDS) ERR_TRY(add_boards(p, asked, err));
    if (to & TO_BOUND) ERR_TRY(add_bound(p, asked, err));
    if (to & TO_ONE_BOARD) {
        const char *organisation = svc__str(p->svc, detail_value(p->change, "organisation"));
        if (!organisation) return svc__no_memory(err);
        ERR_TRY(add_board(p, organisation, asked, err));
    }
    if (to & TO_STEERING) ERR_TRY(add_steering(p, asked, err));
    if (to & TO_REMARKER) ERR_TRY(add_remarker(p, err));
    if (to & TO_ASKER) ERR_TRY(add_asker(p, err));
    if (to & TO_VOUCHERS) ERR_TRY(add_vouchers(p, asked, err));
    if (to & TO_WATCHERS) ERR_TRY(add_watchers(p, err));
    return to & TO_CHAIN ? add_chain(p, asked, err) : OK;
}

/* ---- May they know ---- */

/* Sees the practice, and positions when the notice tells of one. `seen` is filled when the answer is yes. */
static err_code may_know(struct svc *svc, const char *practice, const struct telling *telling, struct svc__seen *seen,
                         bool *may, kb_err *err)
{
    *may = false;
    err_code code = svc__see(svc, text_str(practice), seen, err);
    if (code == ERR_NOT_FOUND || code == ERR_GONE) return OK;
    if (code != OK) return code;
    *may = !telling->positions || svc__may(svc, seen, STORE_CANDIDATE, ACT_SEE_POSITIONS) == POLICY_ALLOW ||
           svc__may(svc, seen, STORE_ADOPTED, ACT_SEE_POSITIONS) == POLICY_ALLOW;
    return OK;
}

static err_code way_of(struct svc *svc, bool asked, const char **way, kb_err *err)
{
    struct svc_wish wish;
    ERR_TRY(svc_wish(svc, &wish, err));
    bool overview = strcmp(wish.overview, "never") != 0;
    *way = !wish.address[0] ? "none" : asked && wish.direct ? "direct" : overview ? "overview" : "none";
    return OK;
}

static err_code tell_one(const struct people *p, const struct telling *telling, size_t i, kb_err *err)
{
    struct svc as = *p->svc;
    struct svc__seen seen;
    bool may;
    arena_clear(p->each);
    as.arena = p->each;
    ERR_TRY(svc_actor(as.store, p->at[i].id, as.arena, &as.actor, err));
    if (!as.actor->person) return OK;
    may = !p->practice.id; /* a group is known to everybody of the network, a person to those of the table */
    if (p->practice.id) ERR_TRY(may_know(&as, p->practice.id, telling, &seen, &may, err));
    if (!may) return OK;
    text about = detail_value(p->change, "round");
    if (!about.len) about = detail_value(p->change, "remark");
    if (!p->practice.id) about = text_str(p->practice.group);
    if (of_person(telling->action))
        about = text_str(arena_printf(as.arena, "%s %s", p->change->object, p->change->actor));
    struct store_notice row = {.person = p->at[i].id,
                               .practice = p->practice.id,
                               .what = telling->action,
                               .about = svc__str(&as, about),
                               .at = p->change->at,
                               .asked = p->at[i].asked};
    ERR_TRY(way_of(&as, row.asked, &row.way, err));
    ERR_TRY(svc__new_id(&as, &row.id, err));
    return store_notice_add(p->svc->store, &row, err);
}

static err_code tell_change(struct svc *svc, arena *each, const struct store_change *change, kb_err *err)
{
    const struct telling *telling = telling_of(change);
    struct people p = {.svc = svc, .each = each, .change = change};
    if (!telling) return OK;
    p.practice.group = change->object; /* of the row that is about a group */
    bool practice = !of_group(change->action) && !of_person(change->action);
    err_code code = practice ? store_practice_get(svc->store, change->object, svc->arena, &p.practice, err) : OK;
    if (code == ERR_NOT_FOUND) return OK;
    if (code != OK) return code;
    ERR_TRY(add_all(&p, telling->asked, true, err));
    ERR_TRY(add_all(&p, telling->hear, false, err));
    for (size_t i = 0; i < p.n; i++) ERR_TRY(tell_one(&p, telling, i, err));
    return OK;
}

/* With arenas of their own: a busy hour of a large network is told in the room of one change. */
static err_code tell_changes(struct svc *svc, const struct store_changes *changes, kb_err *err)
{
    _cleanup_(arena_free_p)
    arena *change = arena_new(CHANGE_BYTES);
    _cleanup_(arena_free_p)
    arena *each = arena_new(PERSON_BYTES);
    struct svc as = *svc;
    if (!change || !each) return svc__no_memory(err);
    as.arena = change;
    for (size_t i = 0; i < changes->n; i++) {
        arena_clear(change);
        ERR_TRY(tell_change(&as, each, &changes->at[i], err));
    }
    return OK;
}

err_code svc_tell(struct svc *svc, bool *left, kb_err *err)
{
    struct store_changes changes;
    int64_t seq;
    *left = false;
    if (!svc->actor->system) return err_set(err, ERR_FORBIDDEN, "only the clock follows the log");
    ERR_TRY(store_told_get(svc->store, &seq, err));
    ERR_TRY(store_changes_after(svc->store, seq, SVC_TELL_STEP, svc->arena, &changes, err));
    if (!changes.n) return OK;
    ERR_TRY(tell_changes(svc, &changes, err));
    *left = changes.n == SVC_TELL_STEP;
    return store_told_put(svc->store, changes.at[changes.n - 1].seq, err);
}

/* ---- What one was told ---- */

/* The row of the table by which this notice was made; `with` no longer matters. */
static const struct telling *telling_of_notice(const struct store_notice *n)
{
    for (size_t i = 0; i < COUNT_OF(tellings); i++)
        if (!strcmp(tellings[i].action, n->what)) return &tellings[i];
    return NULL;
}

static bool is_of_round(const struct store_notice *n)
{
    return n->about[0] && (text_starts(text_str(n->what), TEXT("round.")) || !strcmp(n->what, "practice.open-round"));
}

/* The page on which it is done, or read. */
static const char *href_of(struct svc *svc, const struct store_notice *n, const struct svc_card *card)
{
    if (is_of_round(n)) return arena_printf(svc->arena, "/besluiten/%s", n->about);
    if (text_starts(text_str(n->what), TEXT("remark."))) return arena_printf(svc->arena, "%s#reacties", card->href);
    if (text_starts(text_str(n->what), TEXT("assent.ask"))) return arena_printf(svc->arena, "%s#nog-nodig", card->href);
    return card->href;
}

/* The meeting that the reader's board is reminded of; none when they have no board in it. */
static err_code take_meeting(struct svc *svc, const struct store_round *round, struct svc_notice *out, kb_err *err)
{
    struct store_seats seats;
    struct svc__meeting ahead = {0};
    ERR_TRY(store_seat_list(svc->store, round->id, svc->arena, &seats, err));
    for (size_t i = 0; i < svc->actor->n_grants && date_is_none(ahead.day); i++) {
        if (svc->actor->grants[i].scope != SCOPE_ORGANISATION) continue;
        for (size_t k = 0; k < seats.n; k++)
            if (!strcmp(seats.at[k].organisation, svc->actor->grants[i].id))
                ERR_TRY(svc__meeting_ahead(svc, round, seats.at[k].organisation, calendar_date(out->at), &ahead, err));
    }
    out->meets = ahead.day;
    out->papers = ahead.papers;
    return OK;
}

/* The dates that its words name. */
static err_code take_round(struct svc *svc, const struct store_notice *row, struct svc_notice *out, kb_err *err)
{
    struct store_round round;
    kb_err said = {0};
    bool there;
    if (!is_of_round(row)) return OK;
    ERR_TRY(err_optional(store_round_get(svc->store, row->about, svc->arena, &round, &said), &said, &there, err));
    if (!there) return OK;
    out->until = calendar_date(round.ends - 1);
    return strcmp(row->what, "round.remind") != 0 ? OK : take_meeting(svc, &round, out, err);
}

/* The group stands where a practice stands. */
static err_code take_group(struct svc *svc, const struct store_notice *row, struct svc_notice *out, bool *may,
                           kb_err *err)
{
    struct store_group group;
    kb_err said = {0};
    struct policy_object object = {.kind = OBJECT_GROUP, .group = row->about};
    ERR_TRY(err_optional(store_group_get(svc->store, row->about, svc->arena, &group, &said), &said, may, err));
    *may = *may && policy_may_read(svc->actor, &object);
    if (!*may) return OK;
    out->card = (struct svc_card){.title = group.name, .brief = "", .group_slug = group.slug, .group_name = group.name};
    out->href = out->card.href = arena_printf(svc->arena, "/werkgroepen/%s", group.slug);
    return out->href ? OK : svc__no_memory(err);
}

/* A person stands there: "who by". What was asked is over when it was answered; that two did it stays to be read. */
static err_code take_person(struct svc *svc, const struct store_notice *row, struct svc_notice *out, bool *may,
                            kb_err *err)
{
    struct store_loss loss;
    text rest = text_str(row->about), who = text_str("");
    const char *name;
    (void)text_next(&rest, ' ', &who);
    const char *person = svc__str(svc, who);
    if (!person) return svc__no_memory(err);
    *may = true;
    if (row->asked) ERR_TRY(svc__loss_waits(svc, person, &loss, may, err));
    if (!*may) return OK;
    ERR_TRY(svc__person_name(svc, person, &name, err));
    out->card = (struct svc_card){.title = name, .brief = ""};
    out->href = out->card.href =
        row->asked ? arena_printf(svc->arena, "/tweede-stap/%s", person) : arena_printf(svc->arena, "/berichten");
    if (!row->asked) ERR_TRY(svc__person_name(svc, svc__str(svc, rest), &out->by, err));
    return out->href ? OK : svc__no_memory(err);
}

err_code svc__take_notices(struct svc *svc, const struct store_notices *rows, struct svc_notices *out, kb_err *err)
{
    struct svc_notice *notices = ARENA_ARRAY(svc->arena, struct svc_notice, rows->n);
    if (!notices) return svc__no_memory(err);
    *out = (struct svc_notices){.at = notices};
    for (size_t i = 0; i < rows->n; i++) {
        const struct store_notice *row = &rows->at[i];
        const struct telling *telling = telling_of_notice(row);
        struct svc_notice *n = &notices[out->n];
        struct svc__seen seen;
        bool may = false;
        if (telling && !row->practice) {
            *n = (struct svc_notice){.what = telling->action, .asked = row->asked, .fresh = !row->seen, .at = row->at};
            ERR_TRY(of_person(row->what) ? take_person(svc, row, n, &may, err) : take_group(svc, row, n, &may, err));
            out->n += may;
            continue;
        }
        if (telling) ERR_TRY(may_know(svc, row->practice, telling, &seen, &may, err));
        if (!may) continue;
        enum stage coming = svc__stage(&seen.row.lines[STORE_CANDIDATE]);
        bool candidate = seen.visible[STORE_CANDIDATE] && coming != STAGE_NONE && !stage_is_ended(coming);
        enum store_line_name line = candidate ? STORE_CANDIDATE : seen.first;
        *n = (struct svc_notice){.what = telling->action, .asked = row->asked, .fresh = !row->seen, .at = row->at};
        ERR_TRY(svc__card(svc, &seen.row, line, &n->card, err));
        svc__href_to_line(svc, &seen.row, line, &n->card);
        n->href = href_of(svc, row, &n->card);
        if (!n->href) return svc__no_memory(err);
        ERR_TRY(take_round(svc, row, n, err));
        out->n++;
    }
    return OK;
}

err_code svc_notices(struct svc *svc, size_t limit, struct svc_notices *out, kb_err *err)
{
    struct store_notices rows;
    ERR_TRY(svc__need_person(svc, err));
    ERR_TRY(store_notice_list(svc->store, svc->actor->person, (int)limit, svc->arena, &rows, err));
    return svc__take_notices(svc, &rows, out, err);
}

err_code svc_notices_unseen(struct svc *svc, int64_t *n, kb_err *err)
{
    ERR_TRY(svc__need_person(svc, err));
    return store_notice_unseen(svc->store, svc->actor->person, n, err);
}

err_code svc_notices_see(struct svc *svc, kb_time up_to, kb_err *err)
{
    ERR_TRY(svc__need_person(svc, err));
    return store_notice_see(svc->store, svc->actor->person, up_to < svc->now ? up_to : svc->now, svc->now, err);
}
