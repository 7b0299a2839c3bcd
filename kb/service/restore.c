/* Rows go back in the order of their references: places and fields, organisations, groups, people, practices; and last
 * the lines that point to other practices. */
#include "kb/service/restore.h"

#include "kb/service/service__internal.h"

enum { LIST_WHOLE_MAX = 999 /* the store's lists end at 1,000: one that is full may be cut off */, PEOPLE_PAGE = 1000 };
enum { PRACTICE_ARENA_BYTES = 256 * 1024 * 1024 };

static err_code only_the_system(const struct svc *svc, kb_err *err)
{
    return svc->actor->system ? OK : err_set(err, ERR_FORBIDDEN, "only the command line reads or restores everything");
}

static err_code whole(size_t n, const char *what, kb_err *err)
{
    return n <= LIST_WHOLE_MAX ? OK : err_set(err, ERR_TOO_LARGE, "more than %d %s", LIST_WHOLE_MAX, what);
}

/* ---- Out ---- */

static err_code read_settings(struct svc *svc, struct svc_whole *out, kb_err *err)
{
    out->settings = ARENA_ARRAY(svc->arena, struct svc_setting_value, svc_setting_count);
    if (!out->settings) return svc__no_memory(err);
    for (size_t i = 0; i < svc_setting_count; i++) {
        struct svc_setting_value value = {.name = svc_setting_table[i].name};
        ERR_TRY(store_setting_get(svc->store, value.name, NULL, svc->arena, &value.value, err));
        if (value.value) out->settings[out->n_settings++] = value;
    }
    return OK;
}

/* Puts `more` behind the n rows at *at, which has room for *room. */
static err_code append(struct svc *svc, void **at, size_t *n, size_t *room, const void *more, size_t n_more,
                       size_t bytes_each, kb_err *err)
{
    if (*n + n_more > *room) {
        void *wider = arena_array(svc->arena, (*n + n_more) * 2, bytes_each);
        if (!wider) return svc__no_memory(err);
        if (*n) memcpy(wider, *at, *n * bytes_each);
        *at = wider;
        *room = (*n + n_more) * 2;
    }
    if (n_more) memcpy((char *)*at + *n * bytes_each, more, n_more * bytes_each);
    *n += n_more;
    return OK;
}

#define APPEND(svc, all, room, more, n_more, err)                                                                      \
    append(svc, (void **)&(all)->at, &(all)->n, room, more, n_more, sizeof *(all)->at, err)

static err_code add_grants(struct svc *svc, const char *person, struct store_grants *all, size_t *room, kb_err *err)
{
    struct store_grants some;
    ERR_TRY(store_grants_of(svc->store, person, svc->arena, &some, err));
    return APPEND(svc, all, room, some.at, some.n, err);
}

static err_code add_identities(struct svc *svc, const char *person, struct store_identities *all, size_t *room,
                               kb_err *err)
{
    struct store_identities some;
    ERR_TRY(store_identity_whole(svc->store, person, svc->arena, &some, err));
    return APPEND(svc, all, room, some.at, some.n, err);
}

/* How somebody wants to be told, and what they were told. */
static err_code add_told(struct svc *svc, const char *person, struct svc_whole *out, size_t room[2], kb_err *err)
{
    struct store_wish wish;
    struct store_notices notices;
    bool there;
    kb_err said = {0};
    ERR_TRY(err_optional(store_wish_get(svc->store, person, svc->arena, &wish, &said), &said, &there, err));
    if (there) ERR_TRY(APPEND(svc, &out->wishes, &room[0], &wish, 1, err));
    ERR_TRY(store_notice_whole(svc->store, person, svc->arena, &notices, err));
    return APPEND(svc, &out->notices, &room[1], notices.at, notices.n, err);
}

static err_code read_requests(struct svc *svc, struct svc_whole *out, kb_err *err)
{
    size_t room = 0;
    for (size_t i = 0; i < out->groups.n; i++) {
        struct store_requests some;
        ERR_TRY(store_request_whole(svc->store, out->groups.at[i].id, svc->arena, &some, err));
        ERR_TRY(APPEND(svc, &out->requests, &room, some.at, some.n, err));
    }
    return OK;
}

static err_code count_people(struct svc *svc, size_t *n, kb_err *err)
{
    struct store_persons page;
    const char *name = "", *id = "";
    *n = 0;
    do {
        ERR_TRY(store_person_list(svc->store, name, id, PEOPLE_PAGE, svc->arena, &page, err));
        *n += page.n;
        if (page.n) name = page.at[page.n - 1].name, id = page.at[page.n - 1].id;
    } while (page.n == PEOPLE_PAGE);
    return OK;
}

static err_code read_people(struct svc *svc, struct svc_whole *out, kb_err *err)
{
    size_t n, room = 0, identity_room = 0, told_room[2] = {0};
    struct store_persons page;
    const char *name = "", *id = "";
    ERR_TRY(count_people(svc, &n, err));
    out->persons.at = ARENA_ARRAY(svc->arena, struct store_person, n);
    if (!out->persons.at) return svc__no_memory(err);
    while (out->persons.n < n) {
        ERR_TRY(store_person_list(svc->store, name, id, PEOPLE_PAGE, svc->arena, &page, err));
        if (!page.n) break;
        for (size_t i = 0; i < page.n; i++) {
            struct store_person *p = &out->persons.at[out->persons.n++];
            *p = page.at[i];
            p->password_hash = p->sign_in_folded = NULL;
            ERR_TRY(add_grants(svc, p->id, &out->grants, &room, err));
            ERR_TRY(add_identities(svc, p->id, &out->identities, &identity_room, err));
            ERR_TRY(add_told(svc, p->id, out, told_room, err));
        }
        name = page.at[page.n - 1].name;
        id = page.at[page.n - 1].id;
    }
    return OK;
}

static err_code read_meetings(struct svc *svc, struct svc_whole *out, kb_err *err)
{
    size_t room = 0;
    for (size_t i = 0; i < out->organisations.n; i++) {
        struct store_meetings some;
        ERR_TRY(store_meeting_whole(svc->store, out->organisations.at[i].id, svc->arena, &some, err));
        ERR_TRY(APPEND(svc, &out->meetings, &room, some.at, some.n, err));
    }
    return OK;
}

err_code svc_whole(struct svc *svc, struct svc_whole *out, kb_err *err)
{
    *out = (struct svc_whole){0};
    ERR_TRY(only_the_system(svc, err));
    ERR_TRY(read_settings(svc, out, err));
    ERR_TRY(store_location_list(svc->store, svc->arena, &out->locations, err));
    ERR_TRY(store_legal_field_list(svc->store, svc->arena, &out->legal_fields, err));
    ERR_TRY(store_organisation_list(svc->store, svc->arena, &out->organisations, err));
    ERR_TRY(store_group_list(svc->store, svc->arena, &out->groups, err));
    ERR_TRY(whole(out->locations.n, "locations", err));
    ERR_TRY(whole(out->legal_fields.n, "legal fields", err));
    ERR_TRY(whole(out->organisations.n, "organisations", err));
    ERR_TRY(whole(out->groups.n, "working groups", err));
    ERR_TRY(read_meetings(svc, out, err));
    ERR_TRY(store_saved_all(svc->store, svc->arena, &out->saved, err));
    ERR_TRY(read_requests(svc, out, err));
    ERR_TRY(store_agreement_all(svc->store, svc->arena, &out->vocabulary, err));
    ERR_TRY(store_answer_text_list(svc->store, svc->arena, &out->answers, err));
    ERR_TRY(whole(out->answers.n, "answer texts", err));
    return read_people(svc, out, err);
}

static err_code read_revisions(struct svc *svc, const char *practice, struct svc_whole_practice *out, kb_err *err)
{
    struct store_revisions newest_first;
    ERR_TRY(store_revision_list(svc->store, practice, svc->arena, &newest_first, err));
    ERR_TRY(whole(newest_first.n, "revisions of one practice", err));
    out->revisions = ARENA_ARRAY(svc->arena, struct store_revision, newest_first.n);
    if (!out->revisions) return svc__no_memory(err);
    for (size_t i = newest_first.n; i-- > 0;)
        ERR_TRY(store_revision_get(svc->store, newest_first.at[i].id, svc->arena, &out->revisions[out->n_revisions++],
                                   err));
    return OK;
}

/* Seats and positions of all rounds behind each other. */
static err_code read_rounds(struct svc *svc, const char *practice, struct svc_whole_practice *out, kb_err *err)
{
    size_t seat_room = 0, position_room = 0;
    ERR_TRY(store_round_whole(svc->store, practice, svc->arena, &out->rounds, err));
    for (size_t i = 0; i < out->rounds.n; i++) {
        struct store_seats seats;
        struct store_positions positions;
        ERR_TRY(store_seat_list(svc->store, out->rounds.at[i].id, svc->arena, &seats, err));
        ERR_TRY(store_position_list(svc->store, out->rounds.at[i].id, svc->arena, &positions, err));
        ERR_TRY(APPEND(svc, &out->seats, &seat_room, seats.at, seats.n, err));
        ERR_TRY(APPEND(svc, &out->positions, &position_room, positions.at, positions.n, err));
    }
    return OK;
}

static err_code read_correction(struct svc *svc, const char *practice, struct svc_whole_practice *out, kb_err *err)
{
    bool there;
    kb_err said = {0};
    struct store_correction *c = ARENA_NEW(svc->arena, struct store_correction);
    if (!c) return svc__no_memory(err);
    ERR_TRY(err_optional(store_correction_get(svc->store, practice, svc->arena, c, &said), &said, &there, err));
    if (!there) return OK;
    struct store_section *sections = ARENA_ARRAY(svc->arena, struct store_section, c->n_sections);
    if (!sections) return svc__no_memory(err);
    if (c->n_sections) memcpy(sections, c->sections, c->n_sections * sizeof *sections);
    out->corrections.at = c;
    out->corrections.n = 1;
    out->correction_sections.at = sections;
    out->correction_sections.n = c->n_sections;
    return OK;
}

/* What was done with it and said about it. */
static err_code read_ladder(struct svc *svc, const char *practice, struct svc_whole_practice *out, kb_err *err)
{
    ERR_TRY(store_move_list(svc->store, practice, svc->arena, &out->moves, err));
    ERR_TRY(whole(out->moves.n, "moves of one practice", err));
    ERR_TRY(store_assent_list(svc->store, practice, svc->arena, &out->assents, err));
    ERR_TRY(store_remark_whole(svc->store, practice, svc->arena, &out->remarks, err));
    ERR_TRY(store_use_list(svc->store, practice, svc->arena, &out->uses, err));
    ERR_TRY(store_experience_whole(svc->store, practice, svc->arena, &out->experiences, err));
    ERR_TRY(read_rounds(svc, practice, out, err));
    ERR_TRY(store_local_list(svc->store, practice, svc->arena, &out->locals, err));
    ERR_TRY(store_carrying_list(svc->store, practice, svc->arena, &out->carryings, err));
    ERR_TRY(read_correction(svc, practice, out, err));
    ERR_TRY(svc__reminders(svc, practice, &out->reminders, err));
    ERR_TRY(store_desk_get(svc->store, practice, svc->arena, &out->desk, err));
    return store_desk_note_whole(svc->store, practice, svc->arena, &out->notes, err);
}

err_code svc_whole_practice(struct svc *svc, const struct store_practice *row, struct svc_whole_practice *out,
                            kb_err *err)
{
    *out = (struct svc_whole_practice){.row = *row};
    ERR_TRY(only_the_system(svc, err));
    ERR_TRY(read_revisions(svc, row->id, out, err));
    ERR_TRY(store_authors(svc->store, row->id, svc->arena, &out->authors, err));
    ERR_TRY(whole(out->authors.n, "authors of one practice", err));
    ERR_TRY(read_ladder(svc, row->id, out, err));
    struct store_working *working = ARENA_NEW(svc->arena, struct store_working);
    bool there;
    kb_err said = {0};
    if (!working) return svc__no_memory(err);
    ERR_TRY(err_optional(store_working_get(svc->store, row->id, svc->arena, working, &said), &said, &there, err));
    if (there) out->working = working;
    return OK;
}

/* ---- In: the network ---- */

/* What is closed or inactive is there too: store_counts knows only of what is not. */
err_code svc_restore_check(struct svc *svc, kb_err *err)
{
    struct svc_whole there;
    struct store_practices practices;
    struct store_list one = {.of = STORE_LIST_ALL, .limit = 1};
    ERR_TRY(only_the_system(svc, err));
    ERR_TRY(store_location_list(svc->store, svc->arena, &there.locations, err));
    ERR_TRY(store_legal_field_list(svc->store, svc->arena, &there.legal_fields, err));
    ERR_TRY(store_organisation_list(svc->store, svc->arena, &there.organisations, err));
    ERR_TRY(store_group_list(svc->store, svc->arena, &there.groups, err));
    ERR_TRY(store_person_list(svc->store, "", "", 1, svc->arena, &there.persons, err));
    ERR_TRY(store_practice_list(svc->store, &one, svc->arena, &practices, err));
    bool empty = practices.n + there.locations.n + there.legal_fields.n + there.organisations.n + there.groups.n +
                     there.persons.n ==
                 0;
    return empty ? OK
                 : err_set(err, ERR_CONFLICT, "the store is not empty: restore into one that kb init has just made");
}

static err_code put_settings(struct svc *svc, const struct svc_whole *in, kb_err *err)
{
    for (size_t i = 0; i < in->n_settings; i++)
        ERR_TRY(svc_setting_put(svc, text_str(in->settings[i].name), text_str(in->settings[i].value), err));
    return OK;
}

static err_code put_places(struct svc *svc, const struct svc_whole *in, kb_err *err)
{
    for (size_t i = 0; i < in->locations.n; i++) {
        ERR_TRY(store_location_put(svc->store, &in->locations.at[i], err));
        ERR_TRY(svc__log(svc, "location.restore", in->locations.at[i].slug, NULL, "", err));
    }
    for (size_t i = 0; i < in->legal_fields.n; i++) {
        ERR_TRY(store_legal_field_put(svc->store, &in->legal_fields.at[i], err));
        ERR_TRY(svc__log(svc, "legal-field.restore", in->legal_fields.at[i].slug, NULL, "", err));
    }
    return OK;
}

static err_code id_check(const char *field, const char *id, kb_err *err)
{
    return store_id_valid(text_str(id)) ? OK : err_field(err, ERR_INVALID, field, "invalid");
}

static err_code put_groups(struct svc *svc, const struct svc_whole *in, kb_err *err)
{
    for (size_t i = 0; i < in->organisations.n; i++) {
        ERR_TRY(id_check("organisation", in->organisations.at[i].id, err));
        ERR_TRY(store_organisation_put(svc->store, &in->organisations.at[i], err));
        ERR_TRY(svc__log(svc, "organisation.restore", in->organisations.at[i].id, NULL, "", err));
    }
    for (size_t i = 0; i < in->groups.n; i++) {
        ERR_TRY(id_check("group", in->groups.at[i].id, err));
        ERR_TRY(store_group_put(svc->store, &in->groups.at[i], err));
        ERR_TRY(svc__log(svc, "group.restore", in->groups.at[i].id, NULL, "", err));
    }
    return OK;
}

static err_code put_people(struct svc *svc, const struct svc_whole *in, kb_err *err)
{
    for (size_t i = 0; i < in->persons.n; i++) {
        struct store_person p = in->persons.at[i];
        ERR_TRY(id_check("person", p.id, err));
        p.sign_in_folded = svc__fold_sign_in(svc, text_str(p.sign_in));
        p.password_hash = NULL;
        if (!p.sign_in_folded) return err_field(err, ERR_INVALID, "sign_in", "invalid");
        ERR_TRY(store_person_add(svc->store, &p, err));
        ERR_TRY(svc__log(svc, "person.restore", p.id, NULL, "", err));
    }
    for (size_t i = 0; i < in->grants.n; i++) ERR_TRY(store_grant_add(svc->store, &in->grants.at[i], err));
    for (size_t i = 0; i < in->identities.n; i++) ERR_TRY(store_identity_add(svc->store, &in->identities.at[i], err));
    ERR_TRY(store_group_alone(svc->store, svc->now, err)); /* an export from before it was kept says nothing of it */
    for (size_t i = 0; i < in->meetings.n; i++) ERR_TRY(store_meeting_put(svc->store, &in->meetings.at[i], err));
    for (size_t i = 0; i < in->wishes.n; i++) ERR_TRY(store_wish_put(svc->store, &in->wishes.at[i], err));
    for (size_t i = 0; i < in->requests.n; i++) ERR_TRY(store_request_add(svc->store, &in->requests.at[i], err));
    return OK;
}

static err_code put_saved(struct svc *svc, const struct svc_whole *in, kb_err *err)
{
    for (size_t i = 0; i < in->saved.n; i++) {
        ERR_TRY(id_check("saved", in->saved.at[i].id, err));
        ERR_TRY(store_saved_add(svc->store, &in->saved.at[i], err));
        ERR_TRY(svc__log(svc, "saved.restore", in->saved.at[i].id, NULL, "", err));
    }
    return OK;
}

static err_code put_vocabulary(struct svc *svc, const struct svc_whole *in, kb_err *err)
{
    for (size_t i = 0; i < in->vocabulary.n; i++) {
        const struct store_agreement *row = &in->vocabulary.at[i];
        ERR_TRY(id_check("vocabulary", row->id, err));
        ERR_TRY(id_check("vocabulary", row->entry, err));
        ERR_TRY(store_agreement_add(svc->store, row, err));
        ERR_TRY(svc__log(svc, "vocabulary.restore", row->entry, NULL, "", err));
    }
    return OK;
}

static err_code put_answers(struct svc *svc, const struct svc_whole *in, kb_err *err)
{
    for (size_t i = 0; i < in->answers.n; i++) {
        ERR_TRY(id_check("answers", in->answers.at[i].id, err));
        ERR_TRY(store_answer_text_put(svc->store, &in->answers.at[i], err));
        ERR_TRY(svc__log(svc, "answer-text.restore", in->answers.at[i].id, NULL, "", err));
    }
    return OK;
}

/* ---- In: a practice ---- */

static bool has_revision(const struct svc_whole_practice *p, const char *id)
{
    for (size_t i = 0; i < p->n_revisions; i++)
        if (!strcmp(p->revisions[i].id, id)) return true;
    return false;
}

static err_code line_check(const struct svc_whole_practice *p, const struct store_line *line, kb_err *err)
{
    enum stage stage;
    if (!line->present) return OK;
    if (!stage_from_slug(text_str(line->stage), &stage)) return err_field(err, ERR_INVALID, "stage", "not-a-choice");
    if (line->revision && !has_revision(p, line->revision)) return err_field(err, ERR_INVALID, "revision", "unknown");
    return OK;
}

static err_code practice_check(const struct svc_whole_practice *p, kb_err *err)
{
    enum practice_kind kind;
    ERR_TRY(id_check("id", p->row.id, err));
    if (!practice_kind_from_slug(text_str(p->row.kind), &kind))
        return err_field(err, ERR_INVALID, "kind", "not-a-choice");
    for (int l = 0; l < STORE_LINE__COUNT; l++) ERR_TRY(line_check(p, &p->row.lines[l], err));
    for (size_t i = 0; i < p->n_revisions; i++) ERR_TRY(id_check("revision", p->revisions[i].id, err));
    const char *base = p->working ? p->working->base_revision : NULL;
    if (base && !has_revision(p, base)) return err_field(err, ERR_INVALID, "base", "unknown");
    return OK;
}

/* A text that today's renderer refuses comes back all the same: it was published once. `scratch` is cleared: it does
 * not matter how many versions there are. */
static err_code put_revision(struct svc *svc, arena *scratch, const struct store_revision *r, kb_err *err)
{
    text rendered;
    kb_err unfit = {0};
    ERR_TRY(store_revision_add(svc->store, r, err));
    arena_clear(scratch);
    err_code code = svc_render(scratch, r->sections, r->n_sections, &rendered, &unfit);
    if (code == ERR_INVALID) return svc__renderings_lack(svc, err);
    if (code != OK) return err_set(err, code, "%s", unfit.cause);
    return store_rendered_put(svc->store, r->id, svc__renderer, rendered, err);
}

/* Lines that point to other practices wait until all practices are there. */
struct waiting {
    const char *practice;
    kb_time touched;
    enum store_line_name name;
    struct store_line line;
    struct waiting *next;
};

static err_code wait_for_others(struct svc *svc, const struct store_practice *p, enum store_line_name name,
                                struct waiting **list, kb_err *err)
{
    struct waiting *w = ARENA_NEW(svc->arena, struct waiting);
    if (!w) return svc__no_memory(err);
    *w = (struct waiting){arena_str(svc->arena, p->id), p->touched, name, p->lines[name], *list};
    const char **strings[] = {&w->line.stage,       &w->line.revision, &w->line.reason,  &w->line.superseded_by,
                              &w->line.merged_into, &w->line.origin,   &w->line.decision};
    for (size_t i = 0; i < COUNT_OF(strings); i++) *strings[i] = arena_str(svc->arena, *strings[i]);
    *list = w;
    return arena_failed(svc->arena) ? svc__no_memory(err) : OK;
}

/* A text from elsewhere in an export from before it had a day to be looked at: counted from today. */
static err_code give_review(struct svc *svc, const struct store_practice *p, struct store_line *line, kb_err *err)
{
    bool outside = line->origin && !strcmp(line->origin, "outside");
    if (!outside || line->review_at || svc__stage(line) != STAGE_BEST_PRACTICE) return OK;
    return svc__review_at(svc, p->legal_fields, &line->review_at, err);
}

/* `all` lives as long as the restore, `one` as long as this practice. */
static err_code put_lines(struct svc *all, struct svc *one, const struct store_practice *p, struct waiting **list,
                          kb_err *err)
{
    for (int name = 0; name < STORE_LINE__COUNT; name++) {
        struct store_line line = p->lines[name];
        if (!line.present) continue;
        ERR_TRY(give_review(one, p, &line, err));
        if (line.superseded_by || line.merged_into) ERR_TRY(wait_for_others(all, p, name, list, err));
        line.superseded_by = line.merged_into = NULL;
        ERR_TRY(store_line_put(one->store, p->id, name, &line, p->touched, err));
    }
    return OK;
}

static err_code put_correction(struct store *s, const struct svc_whole_practice *p, kb_err *err)
{
    struct store_correction c = p->corrections.at[0];
    c.practice = p->row.id;
    c.sections = p->correction_sections.at;
    c.n_sections = p->correction_sections.n;
    return store_correction_put(s, &c, err);
}

#define PUT_ALL(list, put)                                                                                             \
    for (size_t i = 0; i < (list).n; i++) ERR_TRY(put(s, &(list).at[i], err))

static err_code put_ladder(struct store *s, const struct svc_whole_practice *p, kb_err *err)
{
    for (size_t i = p->moves.n; i-- > 0;)
        ERR_TRY(store_move_add(s, &p->moves.at[i], err)); /* oldest first: order counts */
    PUT_ALL(p->assents, store_assent_put);
    PUT_ALL(p->remarks, store_remark_add);
    PUT_ALL(p->uses, store_use_add);
    PUT_ALL(p->experiences, store_experience_add);
    for (size_t i = p->rounds.n; i-- > 0;) ERR_TRY(store_round_add(s, &p->rounds.at[i], err));
    PUT_ALL(p->seats, store_seat_put);
    PUT_ALL(p->positions, store_position_restore);
    PUT_ALL(p->locals, store_local_put);
    PUT_ALL(p->carryings, store_carrying_put);
    PUT_ALL(p->notes, store_desk_note_add);
    if (p->corrections.n) ERR_TRY(put_correction(s, p, err));
    return p->desk.editor ? store_desk_put(s, p->row.id, p->desk.editor, p->desk.since, err) : OK;
}

/* Oldest first, each with its time: what was said before the last edit does not count as said after it. */
static err_code put_reminders(struct svc *svc, const struct svc_whole_practice *p, kb_err *err)
{
    struct svc then = *svc;
    for (size_t i = p->reminders.n; i-- > 0;) {
        const struct store_change *row = &p->reminders.at[i];
        if (!svc__is_reminder(row->action)) return err_field(err, ERR_INVALID, "reminders", "not-a-choice");
        then.now = row->at;
        ERR_TRY(svc__log(&then, row->action, p->row.id, row->revision, row->detail, err));
    }
    return OK;
}

static err_code put_practice(struct svc *all, struct svc *one, arena *scratch, const struct svc_whole_practice *p,
                             struct waiting **list, kb_err *err)
{
    ERR_TRY(practice_check(p, err));
    ERR_TRY(store_practice_add(one->store, &p->row, err));
    for (size_t i = 0; i < p->n_revisions; i++) ERR_TRY(put_revision(one, scratch, &p->revisions[i], err));
    ERR_TRY(put_lines(all, one, &p->row, list, err));
    for (size_t i = 0; i < p->authors.n; i++)
        ERR_TRY(store_author_add(one->store, p->row.id, p->authors.at[i].person, p->authors.at[i].since, err));
    if (p->working) ERR_TRY(store_working_restore(one->store, p->working, err));
    ERR_TRY(put_ladder(one->store, p, err));
    ERR_TRY(put_reminders(one, p, err));
    ERR_TRY(store_practice_place(one->store, &p->row, p->row.touched, err));
    ERR_TRY(svc__holds(one, p->row.id, err));
    return svc__log(one, "practice.restore", p->row.id, NULL, "", err);
}

static err_code put_waiting(struct svc *svc, const struct waiting *list, kb_err *err)
{
    for (const struct waiting *w = list; w; w = w->next)
        ERR_TRY(store_line_put(svc->store, w->practice, w->name, &w->line, w->touched, err));
    return OK;
}

static err_code put_practices(struct svc *svc, const struct svc_restore_source *from, kb_err *err)
{
    _cleanup_(arena_free_p)
    arena *a = arena_new(PRACTICE_ARENA_BYTES);
    _cleanup_(arena_free_p)
    arena *scratch = arena_new(SVC__SCRATCH_BYTES);
    if (!a || !scratch) return svc__no_memory(err);
    struct svc one = *svc;
    struct waiting *list = NULL;
    one.arena = a;
    for (size_t i = 0; i < from->n; i++) {
        struct svc_whole_practice p = {0};
        arena_clear(a);
        ERR_TRY(from->practice(from->ctx, i, a, &p, err));
        err_code code = put_practice(svc, &one, scratch, &p, &list, err);
        if (code != OK && err->cause[0] == '\0')
            return err_set(err, code, "practice %s", p.row.id ? p.row.id : "without an id");
        if (code != OK) return code;
    }
    return put_waiting(svc, list, err);
}

/* Nobody is told of a restore: what stands in its log was told where it happened. */
static err_code put_told(struct svc *svc, kb_err *err)
{
    int64_t seq;
    ERR_TRY(store_seq(svc->store, &seq, err));
    return store_told_put(svc->store, seq, err);
}

/* They name practices, which must be there. */
static err_code put_notices(struct svc *svc, const struct svc_whole *in, kb_err *err)
{
    for (size_t i = in->notices.n; i-- > 0;) {
        ERR_TRY(id_check("notice", in->notices.at[i].id, err));
        ERR_TRY(store_notice_add(svc->store, &in->notices.at[i], err));
    }
    return OK;
}

err_code svc_restore(struct svc *svc, const struct svc_whole *network, const struct svc_restore_source *practices,
                     kb_err *err)
{
    ERR_TRY(svc_restore_check(svc, err));
    ERR_TRY(put_settings(svc, network, err));
    ERR_TRY(put_places(svc, network, err));
    ERR_TRY(put_groups(svc, network, err));
    ERR_TRY(put_people(svc, network, err));
    ERR_TRY(put_saved(svc, network, err));
    ERR_TRY(put_vocabulary(svc, network, err));
    ERR_TRY(put_answers(svc, network, err));
    ERR_TRY(put_practices(svc, practices, err));
    ERR_TRY(put_notices(svc, network, err));
    return put_told(svc, err);
}
