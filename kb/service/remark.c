/* What readers say of a text: remarks, one tap, and what happened when they used it. */
#include "kb/service/service__internal.h"

#include "kb/base/calendar.h"

enum { PASSAGE_MAX = 500 /* bytes */ };
/* What search knows of one text. */
enum { REMARKS_FOUND = 500, EXPERIENCES_FOUND = 200 };

static const char *const use_slugs[SVC_USE__COUNT] = {
    [SVC_USED] = "used", [SVC_NO_HELP] = "no-help", [SVC_OUTDATED] = "outdated"};

bool svc_use_from_slug(text slug, enum svc_use *use)
{
    for (unsigned i = 0; i < SVC_USE__COUNT; i++) {
        if (!text_is(slug, use_slugs[i])) continue;
        *use = (enum svc_use)i;
        return true;
    }
    return false;
}

/* ---- Remarks ---- */

static err_code room_for_remark(struct svc *svc, const char *practice, kb_err *err)
{
    int64_t open;
    ERR_TRY(store_remark_open_of(svc->store, practice, svc->actor->person, &open, err));
    return open < SVC_REMARKS_OPEN_MAX ? OK : err_field(err, ERR_INVALID, "body", "too-many-open");
}

err_code svc_remark_add(struct svc *svc, const struct svc_remark_add *in, kb_err *err)
{
    struct svc__seen seen;
    ERR_TRY(svc__see(svc, in->practice, &seen, err));
    enum store_line_name line = in->candidate ? STORE_CANDIDATE : seen.first;
    ERR_TRY(svc__allow_on(svc, &seen, line, ACT_REMARK, err));
    const char *revision = seen.row.lines[line].revision;
    if (!revision) return err_field(err, ERR_RULE, "body", "nothing-to-read");
    ERR_TRY(svc__lines_check("body", in->body, SVC_SAY_MAX, err));
    if (in->passage.len > PASSAGE_MAX) return err_field(err, ERR_INVALID, "passage", "too-long");
    if (in->section.len && !practice_section_known(in->section))
        return err_field(err, ERR_INVALID, "section", "not-a-choice");
    ERR_TRY(svc__no_client_data(svc, "body", in->body, err));
    ERR_TRY(svc__no_client_data(svc, "passage", in->passage, err));
    ERR_TRY(room_for_remark(svc, seen.row.id, err));
    struct store_remark row = {
        .practice = seen.row.id,
        .revision = revision,
        .section = svc__str(svc, in->section),
        .passage = svc__str(svc, text_trim(in->passage)),
        .person = svc->actor->person,
        .at = svc->now,
        .must = in->must,
        .body = svc__str(svc, text_trim(in->body)),
        .answer = "",
    };
    ERR_TRY(svc__new_id(svc, &row.id, err));
    ERR_TRY(store_remark_add(svc->store, &row, err));
    return svc__log(svc, "remark.add", seen.row.id, revision,
                    arena_printf(svc->arena, "remark=%s weight=%s", row.id, row.must ? "must" : "can"), err);
}

static bool may_answer(struct svc *svc, const struct svc__seen *seen)
{
    return svc__in_group(svc->actor, seen->row.group);
}

err_code svc_remark_answer(struct svc *svc, text practice, text remark, text answer, kb_err *err)
{
    struct svc__seen seen;
    struct store_remark row;
    const char *id = svc__str(svc, remark);
    if (!id) return svc__no_memory(err);
    ERR_TRY(svc__see(svc, practice, &seen, err));
    ERR_TRY(store_remark_get(svc->store, id, svc->arena, &row, err));
    if (strcmp(row.practice, seen.row.id) != 0) return err_set(err, ERR_NOT_FOUND, "a remark on another practice");
    if (!may_answer(svc, &seen)) return err_set(err, ERR_FORBIDDEN, "the working group answers");
    if (row.answered) return err_field(err, ERR_CONFLICT, "answer", "already-answered");
    ERR_TRY(svc__lines_check("answer", answer, SVC_SAY_MAX, err));
    ERR_TRY(svc__no_client_data(svc, "answer", answer, err));
    ERR_TRY(
        store_remark_answer(svc->store, row.id, svc__str(svc, text_trim(answer)), svc->actor->person, svc->now, err));
    return svc__log(svc, "remark.answer", seen.row.id, row.revision, arena_printf(svc->arena, "remark=%s", row.id),
                    err);
}

/* ---- One tap ---- */

/* That a text is no longer right somebody must look at; a second tap on one day says nothing new. */
static err_code add_flag(struct svc *svc, const struct svc__seen *seen, const struct store_use *row, kb_err *err)
{
    struct store_use_counts before, now;
    ERR_TRY(store_use_counts(svc->store, row->practice, 0, &before, err));
    ERR_TRY(store_use_add(svc->store, row, err));
    ERR_TRY(store_use_counts(svc->store, row->practice, 0, &now, err));
    if (now.outdated == before.outdated) return OK;
    return svc__log(svc, "use.flag", row->practice, seen->row.lines[seen->first].revision, "", err);
}

err_code svc_use(struct svc *svc, text practice, enum svc_use use, kb_err *err)
{
    struct svc__seen seen;
    char room[DATE_BYTES];
    ERR_TRY(svc__see(svc, practice, &seen, err));
    ERR_TRY(svc__allow_on(svc, &seen, seen.first, use == SVC_OUTDATED ? ACT_FLAG : ACT_USE, err));
    struct store_use row = {.practice = seen.row.id,
                            .person = svc->actor->person,
                            .day = date_format(calendar_date(svc->now), DATE_ISO, room),
                            .what = use_slugs[use],
                            .at = svc->now};
    return use == SVC_OUTDATED ? add_flag(svc, &seen, &row, err) : store_use_add(svc->store, &row, err);
}

static err_code room_for_experience(struct svc *svc, const char *practice, kb_err *err)
{
    int64_t n;
    ERR_TRY(store_experience_count_of(svc->store, practice, svc->actor->person, &n, err));
    return n < SVC_EXPERIENCES_MAX ? OK : err_field(err, ERR_INVALID, "experience", "too-many-yours");
}

err_code svc_experience_add(struct svc *svc, const struct svc_experience_add *in, kb_err *err)
{
    struct svc__seen seen;
    struct store_location location;
    ERR_TRY(svc__see(svc, in->practice, &seen, err));
    ERR_TRY(svc__allow_on(svc, &seen, seen.first, ACT_EXPERIENCE, err));
    ERR_TRY(svc__lines_check("experience", in->body, SVC_SAY_MAX, err));
    if (!text_is(in->again, "yes") && !text_is(in->again, "no") && !text_is(in->again, "changed"))
        return err_field(err, ERR_INVALID, "repeat", "not-a-choice");
    const char *place = in->location.len ? svc__str(svc, in->location) : NULL;
    err_code code = place ? store_location_get(svc->store, place, svc->arena, &location, err) : OK;
    if (code == ERR_NOT_FOUND) return err_field(err, ERR_INVALID, "where", "not-a-choice");
    if (code != OK) return code;
    ERR_TRY(svc__no_client_data(svc, "experience", in->body, err));
    ERR_TRY(room_for_experience(svc, seen.row.id, err));
    struct store_experience row = {.practice = seen.row.id,
                                   .person = svc->actor->person,
                                   .at = svc->now,
                                   .location = place,
                                   .body = svc__str(svc, text_trim(in->body)),
                                   .again = svc__str(svc, in->again)};
    ERR_TRY(svc__new_id(svc, &row.id, err));
    ERR_TRY(store_experience_add(svc->store, &row, err));
    return svc__log(svc, "experience.add", seen.row.id, seen.row.lines[seen.first].revision,
                    arena_printf(svc->arena, "experience=%s again=%s", row.id, row.again), err);
}

/* ---- Taking it back ---- */

static bool is_mine(const struct svc *svc, const char *person)
{
    return person && svc->actor->person && !strcmp(person, svc->actor->person);
}

static err_code not_mine(kb_err *err)
{
    return err_set(err, ERR_NOT_FOUND, "nothing of one's own to take back");
}

static err_code take_back_remark(struct svc *svc, const char *practice, const char *id, kb_err *err)
{
    struct store_remark row;
    ERR_TRY(store_remark_get(svc->store, id, svc->arena, &row, err));
    if (strcmp(row.practice, practice) != 0 || !is_mine(svc, row.person)) return not_mine(err);
    if (row.answered) return err_field(err, ERR_CONFLICT, "remark", "already-answered");
    ERR_TRY(store_remark_remove(svc->store, id, err));
    return svc__log(svc, "remark.take-back", practice, row.revision, arena_printf(svc->arena, "remark=%s", id), err);
}

static err_code take_back_experience(struct svc *svc, const char *practice, const char *id, kb_err *err)
{
    struct store_experience row;
    ERR_TRY(store_experience_get(svc->store, id, svc->arena, &row, err));
    if (strcmp(row.practice, practice) != 0 || !is_mine(svc, row.person)) return not_mine(err);
    ERR_TRY(store_experience_remove(svc->store, id, err));
    return svc__log(svc, "experience.take-back", practice, NULL, arena_printf(svc->arena, "experience=%s", id), err);
}

static err_code take_back_use(struct svc *svc, const char *practice, text slug, kb_err *err)
{
    enum svc_use use;
    if (!svc->actor->person || !svc_use_from_slug(slug, &use)) return not_mine(err);
    struct store_use row = {.practice = practice,
                            .person = svc->actor->person,
                            .day = svc__iso(svc, calendar_date(svc->now)),
                            .what = use_slugs[use]};
    return row.day ? store_use_remove(svc->store, &row, err) : svc__no_memory(err);
}

err_code svc_take_back(struct svc *svc, text practice, enum svc_said_kind kind, text which, kb_err *err)
{
    struct svc__seen seen;
    const char *id = svc__str(svc, which);
    if (!id) return svc__no_memory(err);
    ERR_TRY(svc__see(svc, practice, &seen, err));
    switch (kind) {
    case SVC_SAID_REMARK: return take_back_remark(svc, seen.row.id, id, err);
    case SVC_SAID_EXPERIENCE: return take_back_experience(svc, seen.row.id, id, err);
    case SVC_SAID_USE: break;
    }
    return take_back_use(svc, seen.row.id, which, err);
}

/* ---- Reading it ---- */

/* Where a page lies in a list of so many. */
static struct svc_said_at place_of(int64_t all, size_t asked)
{
    struct svc_said_at at = {.all = (size_t)all, .pages = ((size_t)all + SVC_SAID_SHOWN - 1) / SVC_SAID_SHOWN};
    at.page = asked < at.pages ? asked : at.pages;
    if (!at.page) at.page = 1;
    return at;
}

static struct store_part part_of(const struct svc_said_at *at)
{
    return (struct store_part){.n = SVC_SAID_SHOWN, .from = (int64_t)(at->page - 1) * SVC_SAID_SHOWN};
}

err_code svc__open_since(struct svc *svc, const char *practice, kb_time *out, kb_err *err)
{
    struct store_moves moves;
    *out = 0;
    ERR_TRY(store_move_list(svc->store, practice, svc->arena, &moves, err));
    for (size_t i = 0; i < moves.n; i++)
        if (!strcmp(moves.at[i].went_to, stage_slug(STAGE_PROPOSAL))) *out = moves.at[i].at;
    return OK;
}

err_code svc__remarks_open(struct svc *svc, const char *practice, struct store_remark_open *out, kb_err *err)
{
    kb_time since;
    ERR_TRY(svc__open_since(svc, practice, &since, err));
    return store_remark_open(svc->store, practice, since, out, err);
}

static err_code take_remarks(struct svc *svc, const struct svc__seen *seen, const struct svc_said_part *part,
                             struct svc_said *out, kb_err *err)
{
    struct store_remarks rows;
    struct store_remark_ask ask = {.first = svc__str(svc, part->remark)};
    int64_t all;
    kb_time since;
    /* What the group said among themselves, before others could read the text, stays theirs. */
    ERR_TRY(svc__open_since(svc, seen->row.id, &since, err));
    if (!svc__in_group(svc->actor, seen->row.group)) ask.since = since;
    ERR_TRY(store_remark_count(svc->store, seen->row.id, ask.since, &all, err));
    out->remarks_at = place_of(all, part->remarks);
    ask.part = part_of(&out->remarks_at);
    ERR_TRY(store_remark_list(svc->store, seen->row.id, &ask, svc->arena, &rows, err));
    struct svc_remark *remarks = ARENA_ARRAY(svc->arena, struct svc_remark, rows.n);
    if (!remarks) return svc__no_memory(err);
    for (size_t i = 0; i < rows.n; i++) {
        remarks[i] = (struct svc_remark){.row = rows.at[i],
                                         .may_take_back = !rows.at[i].answered && is_mine(svc, rows.at[i].person)};
        ERR_TRY(svc__person_name(svc, rows.at[i].person, &remarks[i].name, err));
        ERR_TRY(svc__person_name(svc, rows.at[i].answered_by, &remarks[i].answer_name, err));
        out->n_open += !rows.at[i].answered;
        if (rows.at[i].at < since) svc__note(svc, "remarks", seen->row.id);
    }
    out->remarks = remarks;
    out->n_remarks = rows.n;
    return OK;
}

static err_code take_experiences(struct svc *svc, const char *practice, const struct svc_said_part *part,
                                 struct svc_said *out, kb_err *err)
{
    struct store_experiences rows;
    int64_t all;
    ERR_TRY(store_experience_count(svc->store, practice, &all, err));
    out->experiences_at = place_of(all, part->experiences);
    ERR_TRY(store_experience_list(svc->store, practice, part_of(&out->experiences_at), svc->arena, &rows, err));
    struct svc_experience *experiences = ARENA_ARRAY(svc->arena, struct svc_experience, rows.n);
    if (!experiences) return svc__no_memory(err);
    for (size_t i = 0; i < rows.n; i++) {
        struct store_location location;
        experiences[i] = (struct svc_experience){.row = rows.at[i], .mine = is_mine(svc, rows.at[i].person)};
        if (!rows.at[i].location) continue;
        ERR_TRY(store_location_get(svc->store, rows.at[i].location, svc->arena, &location, err));
        experiences[i].location_name = location.name;
    }
    out->experiences = experiences;
    out->n_experiences = rows.n;
    return OK;
}

static bool has_kind(const struct store_uses *uses, const char *what)
{
    for (size_t i = 0; i < uses->n; i++)
        if (!strcmp(uses->at[i].what, what)) return true;
    return false;
}

static err_code take_mine(struct svc *svc, const char *practice, struct svc_said *out, kb_err *err)
{
    struct store_uses rows;
    ERR_TRY(store_use_mine(svc->store, practice, svc->actor->person, svc->arena, &rows, err));
    out->mine = (struct store_uses){.at = rows.at};
    for (size_t i = 0; i < rows.n; i++)
        if (!has_kind(&out->mine, rows.at[i].what)) out->mine.at[out->mine.n++] = rows.at[i];
    const char *today = svc__iso(svc, calendar_date(svc->now));
    if (!today) return svc__no_memory(err);
    while (out->mine_today < out->mine.n && !strcmp(out->mine.at[out->mine_today].day, today)) out->mine_today++;
    return OK;
}

err_code svc_said(struct svc *svc, text practice, const struct svc_said_part *part, struct svc_said *out, kb_err *err)
{
    static const struct svc_said_part first = {0};
    struct svc__seen seen;
    if (!part) part = &first;
    *out = (struct svc_said){0};
    ERR_TRY(svc__see(svc, practice, &seen, err));
    if (!svc__insider(svc->actor)) return OK;
    ERR_TRY(take_remarks(svc, &seen, part, out, err));
    ERR_TRY(take_experiences(svc, seen.row.id, part, out, err));
    ERR_TRY(store_use_counts(svc->store, seen.row.id, 0, &out->uses, err));
    ERR_TRY(take_mine(svc, seen.row.id, out, err));
    bool candidate = seen.visible[STORE_CANDIDATE];
    out->may_remark = svc__may(svc, &seen, seen.first, ACT_REMARK) == POLICY_ALLOW ||
                      (candidate && svc__may(svc, &seen, STORE_CANDIDATE, ACT_REMARK) == POLICY_ALLOW);
    out->may_use = svc__may(svc, &seen, seen.first, ACT_USE) == POLICY_ALLOW;
    out->may_flag = svc__may(svc, &seen, seen.first, ACT_FLAG) == POLICY_ALLOW;
    out->may_experience = svc__may(svc, &seen, seen.first, ACT_EXPERIENCE) == POLICY_ALLOW;
    out->may_answer = may_answer(svc, &seen);
    return OK;
}

/* ---- For search ---- */

static void add_said(struct svc__saids *out, const char *words, enum svc_said_as as)
{
    if (words[0]) out->at[out->n++] = (struct svc__said){text_str(words), as};
}

err_code svc__said_of(struct svc *svc, const char *practice, enum svc__said_by by, struct svc__saids *out, kb_err *err)
{
    struct store_remarks remarks;
    struct store_experiences experiences;
    struct store_remark_ask ask = {.part = {.n = REMARKS_FOUND}};
    struct store_part newest = {.n = EXPERIENCES_FOUND};
    kb_time since = 0;
    ERR_TRY(store_remark_list(svc->store, practice, &ask, svc->arena, &remarks, err));
    ERR_TRY(store_experience_list(svc->store, practice, newest, svc->arena, &experiences, err));
    *out = (struct svc__saids){.at = ARENA_ARRAY(svc->arena, struct svc__said, 2 * remarks.n + experiences.n)};
    if (!out->at) return svc__no_memory(err);
    if (remarks.n && by != SVC__SAID_ALL) ERR_TRY(svc__open_since(svc, practice, &since, err));
    for (size_t i = 0; i < remarks.n; i++) {
        bool open = remarks.at[i].at >= since;
        if (by != SVC__SAID_ALL && open != (by == SVC__SAID_OPEN)) continue;
        add_said(out, remarks.at[i].body, SVC_SAID_AS_REMARK);
        add_said(out, remarks.at[i].answer, SVC_SAID_AS_REMARK);
    }
    for (size_t i = 0; i < experiences.n && by != SVC__SAID_KEPT; i++)
        add_said(out, experiences.at[i].body, SVC_SAID_AS_EXPERIENCE);
    return OK;
}
