/* Writing: the working copy of a group and the revisions made from it. Where a text goes next is move.c. */
#include "kb/service/service__internal.h"

/* ---- What may be stored: complete or not ---- */

static void wrong_section(const char *key, const char *reason, kb_err *err)
{
    char field[ERR_FIELD_MAX];
    snprintf(field, sizeof field, "section-%.40s", key);
    err_add(err, ERR_INVALID, field, reason);
}

static const char *section_wrong(enum practice_kind kind, const struct svc_draft *draft, size_t i)
{
    const struct practice_section *info = practice_section_find(kind, text_str(draft->sections[i].key));
    for (size_t j = 0; j < i; j++)
        if (!strcmp(draft->sections[j].key, draft->sections[i].key)) return "twice";
    if (info) return practice_section_wrong(info, draft->sections[i].body);
    if (!practice_section_known(text_str(draft->sections[i].key))) return "unknown-field";
    return draft->sections[i].body.len > PRACTICE_MARKDOWN_MAX ? "too-long" : NULL;
}

err_code svc_draft_fits(const struct svc_draft *draft, kb_err *err)
{
    size_t bytes = 0;
    for (size_t i = 0; i < draft->n_sections; i++) bytes += draft->sections[i].body.len;
    return bytes > PRACTICE_MARKDOWN_MAX ? err_field(err, ERR_INVALID, "text", "too-long") : OK;
}

/* Who is writing may have too many words for now; a version may not. */
static const char *brief_wrong(text brief, bool writing)
{
    const char *wrong = practice_brief_wrong(brief);
    return writing && wrong && !strcmp(wrong, "too-many-words") ? NULL : wrong;
}

static err_code check_draft(enum practice_kind kind, const struct svc_draft *draft, bool writing, kb_err *err)
{
    err_code code = OK;
    const char *title = text_trim(draft->title).len ? practice_title_wrong(draft->title) : "required";
    const char *brief = brief_wrong(draft->brief, writing);
    if (title) code = err_field(err, ERR_INVALID, "title", title);
    if (brief) code = err_field(err, ERR_INVALID, "brief", brief);
    for (size_t i = 0; i < draft->n_sections; i++) {
        const char *reason = section_wrong(kind, draft, i);
        if (!reason) continue;
        wrong_section(draft->sections[i].key, reason, err);
        code = ERR_INVALID;
    }
    return svc_draft_fits(draft, err) == OK ? code : ERR_INVALID;
}

err_code svc__draft_check(enum practice_kind kind, const struct svc_draft *draft, kb_err *err)
{
    return check_draft(kind, draft, false, err);
}

static struct store_working copy_of(struct svc *svc, const char *practice, const struct svc_draft *draft,
                                    const char *base)
{
    return (struct store_working){
        .practice = practice,
        .base_revision = base,
        .title = svc__str(svc, text_trim(draft->title)),
        .brief = svc__str(svc, text_trim(draft->brief)),
        .updated = svc->now,
        .updated_by = svc->actor->person ? svc->actor->person : "system",
        .sections = draft->sections,
        .n_sections = draft->n_sections,
    };
}

static err_code remember_author(struct svc *svc, const char *practice, kb_err *err)
{
    return svc->actor->person ? store_author_add(svc->store, practice, svc->actor->person, svc->now, err) : OK;
}

/* ---- Where a practice belongs ---- */

static const char *join(struct svc *svc, const text *slugs, size_t n)
{
    _cleanup_(buf_release)
    struct buf list = buf_new(8192);
    for (size_t i = 0; i < n; i++) {
        if (i) buf_byte(&list, ' ');
        buf_put(&list, text_trim(slugs[i]));
    }
    return arena_text_str(svc->arena, buf_text(&list));
}

static err_code check_fields(struct svc *svc, const text *slugs, size_t n, kb_err *err)
{
    for (size_t i = 0; i < n; i++) {
        struct store_legal_field row;
        const char *slug = svc__str(svc, text_trim(slugs[i]));
        err_code code = slug ? store_legal_field_get(svc->store, slug, svc->arena, &row, err) : svc__no_memory(err);
        if (code == ERR_NOT_FOUND) return err_field(err, ERR_INVALID, "fields", "not-a-choice");
        if (code != OK) return code;
    }
    return OK;
}

static err_code check_locations(struct svc *svc, const char *field, const text *slugs, size_t n, kb_err *err)
{
    for (size_t i = 0; i < n; i++) {
        struct store_location row;
        const char *slug = svc__str(svc, text_trim(slugs[i]));
        err_code code = slug ? store_location_get(svc->store, slug, svc->arena, &row, err) : svc__no_memory(err);
        if (code == ERR_NOT_FOUND) return err_field(err, ERR_INVALID, field, "not-a-choice");
        if (code != OK) return code;
    }
    return OK;
}

err_code svc__place_check(struct svc *svc, const struct svc_place *in, struct store_practice *row, kb_err *err)
{
    ERR_TRY(check_fields(svc, in->legal_fields, in->n_legal_fields, err));
    ERR_TRY(check_locations(svc, "location", in->comes_from, in->n_comes_from, err));
    ERR_TRY(check_locations(svc, "applies", in->applies_in, in->n_applies_in, err));
    row->kind = practice_kind_slug(in->kind);
    row->legal_fields = text_str(join(svc, in->legal_fields, in->n_legal_fields));
    row->comes_from = text_str(join(svc, in->comes_from, in->n_comes_from));
    row->applies_in = text_str(join(svc, in->applies_in, in->n_applies_in));
    return OK;
}

/* What a colleague changed since it was shown is not put back by a form that did not know of it. */
static err_code same_place(const struct svc_place *in, const struct store_practice *now,
                           const struct store_practice *asked, kb_err *err)
{
    const struct {
        const char *field;
        text seen, now, asked;
    } all[] = {{"kind", in->seen.kind, text_str(now->kind), text_str(asked->kind)},
               {"fields", in->seen.legal_fields, now->legal_fields, asked->legal_fields},
               {"location", in->seen.comes_from, now->comes_from, asked->comes_from},
               {"applies", in->seen.applies_in, now->applies_in, asked->applies_in}};
    bool same = true;
    for (size_t i = 0; in->seen.kind.len && i < COUNT_OF(all); i++) {
        if (text_eq(all[i].seen, all[i].now) || text_eq(all[i].asked, all[i].now)) continue;
        err_add(err, ERR_CONFLICT, all[i].field, "place-changed");
        same = false;
    }
    return same ? OK : ERR_CONFLICT;
}

err_code svc_place(struct svc *svc, const struct svc_place *in, kb_err *err)
{
    struct svc__seen seen;
    ERR_TRY(svc__see(svc, in->practice, &seen, err));
    enum store_line_name line = seen.row.lines[STORE_ADOPTED].present ? STORE_ADOPTED : STORE_CANDIDATE;
    ERR_TRY(svc__allow_on(svc, &seen, line, ACT_PLACE, err));
    struct store_practice row = seen.row;
    ERR_TRY(svc__place_check(svc, in, &row, err));
    ERR_TRY(same_place(in, &seen.row, &row, err));
    ERR_TRY(store_practice_place(svc->store, &row, svc->now, err));
    const char *detail =
        arena_printf(svc->arena, "kind=%s fields=%.*s", row.kind, TEXT_FMT(utf8_clip(row.legal_fields, 1000)));
    return svc__log(svc, "practice.place", row.id, NULL, detail, err);
}

/* ---- Beginning ---- */

/* A new draft is placed like any other and starts with the sections of its kind, empty. */
static err_code add_draft(struct svc *svc, const struct svc_start *in, const char *group, struct store_practice *row,
                          kb_err *err)
{
    char *id = arena_alloc(svc->arena, STORE_ID_BYTES);
    if (!id) return svc__no_memory(err);
    store_new_id(id);
    *row = (struct store_practice){.id = id, .group = group, .created = svc->now, .created_by = svc->actor->person};
    struct svc_place place = {
        .kind = in->kind,
        .legal_fields = in->legal_fields,
        .n_legal_fields = in->n_legal_fields,
        .applies_in = in->applies_in,
        .n_applies_in = in->n_applies_in,
    };
    ERR_TRY(svc__place_check(svc, &place, row, err));
    return store_practice_add(svc->store, row, err);
}

static err_code begin_copy(struct svc *svc, const struct svc_start *in, const char *practice, kb_err *err)
{
    const struct practice_section *infos;
    size_t n = practice_sections(in->kind, &infos);
    struct store_section *sections = ARENA_ARRAY(svc->arena, struct store_section, n);
    if (!sections) return svc__no_memory(err);
    for (size_t i = 0; i < n; i++) sections[i] = (struct store_section){infos[i].key, TEXT("")};
    struct svc_draft draft = {.title = in->title, .brief = TEXT(""), .sections = sections, .n_sections = n};
    struct store_working copy = copy_of(svc, practice, &draft, NULL);
    return store_working_save(svc->store, &copy, 0, err);
}

err_code svc_start(struct svc *svc, const struct svc_start *in, const char **practice, kb_err *err)
{
    struct store_group group;
    const char *slug = svc__str(svc, in->group);
    if (!slug) return svc__no_memory(err);
    ERR_TRY(store_group_by_slug(svc->store, slug, svc->arena, &group, err));
    struct policy_object object = {.kind = OBJECT_GROUP, .group = group.id};
    ERR_TRY(svc__may_manage(svc, ACT_START, &object, err));
    if (group.closed) return err_field(err, ERR_RULE, "group", "closed");
    if (!text_trim(in->title).len) return err_field(err, ERR_INVALID, "title", "required");
    const char *wrong = practice_title_wrong(in->title);
    if (wrong) return err_field(err, ERR_INVALID, "title", wrong);
    struct store_practice row;
    ERR_TRY(add_draft(svc, in, group.id, &row, err));
    struct store_line line = {
        .stage = stage_slug(STAGE_DRAFT), .since = svc->now, .reason = "", .origin = "", .decision = ""};
    ERR_TRY(store_line_put(svc->store, row.id, STORE_CANDIDATE, &line, svc->now, err));
    ERR_TRY(begin_copy(svc, in, row.id, err));
    ERR_TRY(remember_author(svc, row.id, err));
    *practice = row.id;
    return svc__log(svc, "practice.start", row.id, NULL, arena_printf(svc->arena, "group=%s", group.id), err);
}

/* ---- The working copy ---- */

static err_code take_writers(struct svc *svc, const char *practice, struct svc_working *out, kb_err *err)
{
    enum { RECENT_MS = 90 * MS_SECOND };
    struct store_writers rows;
    ERR_TRY(store_writing_list(svc->store, practice, svc->now - RECENT_MS, svc->arena, &rows, err));
    const char **names = ARENA_ARRAY(svc->arena, const char *, rows.n);
    if (!names) return svc__no_memory(err);
    size_t n = 0;
    for (size_t i = 0; i < rows.n; i++) {
        if (svc->actor->person && !strcmp(rows.at[i].person, svc->actor->person)) continue;
        ERR_TRY(svc__person_name(svc, rows.at[i].person, &names[n++], err));
    }
    out->writing_now = names;
    out->n_writing_now = n;
    return OK;
}

err_code svc_working(struct svc *svc, text practice, struct svc_working *out, kb_err *err)
{
    *out = (struct svc_working){0};
    struct svc__seen seen;
    ERR_TRY(svc__see(svc, practice, &seen, err));
    ERR_TRY(svc__allow_on(svc, &seen, STORE_CANDIDATE, ACT_WRITE, err));
    struct store_working copy;
    ERR_TRY(store_working_get(svc->store, seen.row.id, svc->arena, &copy, err));
    ERR_TRY(svc__card(svc, &seen.row, STORE_CANDIDATE, &out->card, err));
    svc__note(svc, "working-copy", seen.row.id);
    svc__rights(svc, &seen, &out->may);
    out->draft = (struct svc_draft){text_str(copy.title), text_str(copy.brief), copy.sections, copy.n_sections};
    out->version = copy.version;
    out->updated = copy.updated;
    out->updated_by_me = svc->actor->person && !strcmp(copy.updated_by, svc->actor->person);
    ERR_TRY(svc__person_name(svc, copy.updated_by, &out->updated_by_name, err));
    return take_writers(svc, seen.row.id, out, err);
}

/* A page that has not heard yet what its last save became goes on from there. Whoever else saved in between would have
 * left a word of their own. */
static bool saves_on(const struct store_working *old, const struct svc_save *in)
{
    return in->from.len && text_is(in->from, old->saved_from) && in->seen < old->version;
}

err_code svc_save(struct svc *svc, const struct svc_save *in, int64_t *version, kb_err *err)
{
    struct svc__seen seen;
    ERR_TRY(svc__see(svc, in->practice, &seen, err));
    ERR_TRY(svc__allow_on(svc, &seen, STORE_CANDIDATE, ACT_WRITE, err));
    ERR_TRY(check_draft(svc__kind(&seen.row), &in->draft, true, err));
    struct store_working old;
    ERR_TRY(store_working_get(svc->store, seen.row.id, svc->arena, &old, err));
    struct store_working copy = copy_of(svc, seen.row.id, &in->draft, old.base_revision);
    copy.saved_from = svc__str(svc, in->from);
    int64_t over = saves_on(&old, in) ? old.version : in->seen;
    ERR_TRY(store_working_save(svc->store, &copy, over, err));
    ERR_TRY(remember_author(svc, seen.row.id, err));
    *version = over + 1;
    return OK;
}

err_code svc_writing(struct svc *svc, text practice, kb_err *err)
{
    struct svc__seen seen;
    ERR_TRY(svc__see(svc, practice, &seen, err));
    ERR_TRY(svc__allow_on(svc, &seen, STORE_CANDIDATE, ACT_WRITE, err));
    return store_writing_seen(svc->store, seen.row.id, svc->actor->person, svc->now, err);
}

/* ---- Two people saved ---- */

static text draft_part(const struct svc_draft *draft, const char *key)
{
    if (!strcmp(key, "title")) return draft->title;
    if (!strcmp(key, "brief")) return draft->brief;
    for (size_t i = 0; i < draft->n_sections; i++)
        if (!strcmp(draft->sections[i].key, key)) return draft->sections[i].body;
    return text_of("", 0);
}

/* Where both wrote, both stand, theirs first: what nobody chose yet may not be lost by saving at once. */
static text with_both(struct svc *svc, const struct merge *merge)
{
    _cleanup_(buf_release)
    struct buf out = buf_new(2 * MERGE_TEXT_MAX);
    for (size_t i = 0; i < merge->n_pieces; i++) {
        const struct merge_piece *piece = &merge->pieces[i];
        buf_put(&out, piece->conflict ? piece->theirs : piece->both);
        if (!piece->conflict) continue;
        if (piece->theirs.len && piece->mine.len && !text_ends(piece->theirs, TEXT("\n"))) buf_str(&out, "\n\n");
        buf_put(&out, piece->mine);
    }
    return arena_text(svc->arena, buf_text(&out));
}

static text propose(struct svc *svc, const char *key, text own, const struct merge *merge)
{
    if (merge->clean) return merge->merged;
    return !strcmp(key, "title") ? own : with_both(svc, merge);
}

struct merging {
    struct svc *svc;
    const struct svc_draft *base, *mine;
    struct svc_merge *out;
    size_t tokens_left;
};

static err_code merge_part(struct merging *m, const char *key, const char *title, kb_err *err)
{
    text theirs = draft_part(&m->out->theirs.draft, key), own = draft_part(m->mine, key);
    const struct merge *merge;
    ERR_TRY(merge_texts(draft_part(m->base, key), own, theirs, &m->tokens_left, m->svc->arena, &merge, err));
    struct svc_merged *part = (struct svc_merged *)&m->out->parts[m->out->n_parts++];
    *part = (struct svc_merged){
        .key = key,
        .title = title,
        .mine = own,
        .theirs = theirs,
        .proposal = propose(m->svc, key, own, merge),
        .differs = !text_eq(own, theirs),
        .conflict = !merge->clean,
    };
    m->out->conflict |= part->conflict;
    return OK;
}

static bool merged_already(const struct svc_merge *out, const char *key)
{
    for (size_t i = 0; i < out->n_parts; i++)
        if (!strcmp(out->parts[i].key, key)) return true;
    return false;
}

/* Sections that only a draft has: the practice was of another kind when they were written. */
static err_code merge_others(struct merging *m, const struct svc_draft *draft, kb_err *err)
{
    for (size_t i = 0; i < draft->n_sections; i++)
        if (!merged_already(m->out, draft->sections[i].key)) ERR_TRY(merge_part(m, draft->sections[i].key, NULL, err));
    return OK;
}

err_code svc_merge(struct svc *svc, text practice, const struct svc_draft *base, const struct svc_draft *mine,
                   struct svc_merge *out, kb_err *err)
{
    struct merging m = {svc, base, mine, out, MERGE_TOKENS_MAX};
    *out = (struct svc_merge){0};
    ERR_TRY(svc_working(svc, practice, &out->theirs, err));
    const struct practice_section *infos;
    size_t n = practice_sections(out->theirs.card.kind, &infos);
    size_t most = n + 2 + mine->n_sections + out->theirs.draft.n_sections;
    out->parts = ARENA_ARRAY(svc->arena, struct svc_merged, most);
    if (!out->parts) return svc__no_memory(err);
    ERR_TRY(merge_part(&m, "title", NULL, err));
    ERR_TRY(merge_part(&m, "brief", NULL, err));
    for (size_t i = 0; i < n; i++) ERR_TRY(merge_part(&m, infos[i].key, infos[i].title, err));
    ERR_TRY(merge_others(&m, mine, err));
    return merge_others(&m, &out->theirs.draft, err);
}

/* ---- Publishing a version ---- */

static err_code add_revision(struct svc *svc, const struct store_working *copy, text note, text rendered,
                             const char **revision, kb_err *err)
{
    char *id = arena_alloc(svc->arena, STORE_ID_BYTES);
    if (!id) return svc__no_memory(err);
    store_new_id(id);
    struct store_revision r = {
        .id = id,
        .practice = copy->practice,
        .title = copy->title,
        .brief = copy->brief,
        .author = svc->actor->person ? svc->actor->person : "system",
        .at = svc->now,
        .note = svc__str(svc, text_trim(note)),
        .sections = copy->sections,
        .n_sections = copy->n_sections,
    };
    ERR_TRY(store_revision_add(svc->store, &r, err));
    ERR_TRY(store_rendered_put(svc->store, id, svc__renderer, rendered, err));
    *revision = id;
    return OK;
}

/* The line points to the new text; a version number is given when others than the writers can see it. */
static err_code point_to(struct svc *svc, const struct svc__seen *seen, enum store_line_name name, const char *revision,
                         kb_err *err)
{
    struct store_line line = seen->row.lines[name];
    line.revision = revision;
    ERR_TRY(store_line_put(svc->store, seen->row.id, name, &line, svc->now, err));
    struct policy_object object = svc__object(seen, name);
    if (policy_audience(object.line, object.stage, object.numbered) == AUDIENCE_GROUPS) return OK;
    int version;
    return store_revision_version_give(svc->store, revision, &version, err);
}

/* Does the copy say what the text of the line says already? */
static err_code is_unchanged(struct svc *svc, const struct svc__seen *seen, enum store_line_name name,
                             const struct store_working *copy, bool *out, kb_err *err)
{
    const char *current = seen->row.lines[name].revision;
    *out = false;
    if (!current) return OK;
    struct store_revision r;
    uint8_t hash[STORE_TEXT_HASH_BYTES];
    ERR_TRY(store_revision_get(svc->store, current, svc->arena, &r, err));
    store_text_hash(copy->title, copy->brief, copy->sections, copy->n_sections, hash);
    *out = memcmp(hash, r.text_hash, sizeof hash) == 0;
    return OK;
}

/* From a proposal on everybody in the network reads each version, and no step looks at it again: what the guard warns
 * of is passed with the note of the version. What an editor lets stand is passed so in a draft too. */
static err_code guard_version(struct svc *svc, const struct svc__seen *seen, const struct store_working *copy,
                              text note, bool *let_stand, kb_err *err)
{
    struct svc__client_data found;
    const struct store_line *line = &seen->row.lines[STORE_CANDIDATE];
    struct svc_draft draft = {text_str(copy->title), text_str(copy->brief), copy->sections, copy->n_sections};
    ERR_TRY(svc__no_client_data(svc, "note", note, err));
    ERR_TRY(svc__draft_no_client_data(svc, seen->row.id, &draft, &found, err));
    bool open = stage_dot(svc__stage(line), LINE_CANDIDATE, seen->row.number != NULL) != DOT_DRAFT;
    *let_stand = found.let_stand > 0;
    if (text_trim(note).len || !(*let_stand || (open && found.warned))) return OK;
    return err_field(err, ERR_INVALID, "note", "privacy-reason");
}

/* A new text for the boards: who read the one before has time for this one too. */
static err_code begin_final_comments(struct svc *svc, struct svc__seen *seen, kb_err *err)
{
    const struct stage_terms *terms;
    struct store_line *line = &seen->row.lines[STORE_CANDIDATE];
    if (svc__stage(line) != STAGE_RECOMMENDATION) return OK;
    ERR_TRY(svc__terms(svc, &terms, err));
    if (terms->final_comment_days) line->until = stage_final_comment_until(svc->now, terms);
    return OK;
}

err_code svc__publish_copy(struct svc *svc, struct svc__seen *seen, int64_t version, text note, text rendered,
                           bool submitted, const char **revision, kb_err *err)
{
    struct store_working copy;
    bool unchanged, let_stand = false;
    ERR_TRY(store_working_get(svc->store, seen->row.id, svc->arena, &copy, err));
    if (copy.version != version) return err_set(err, ERR_STALE_EDIT, "saved since it was shown");
    if (note.len > SVC_NOTE_MAX) return err_field(err, ERR_INVALID, "note", "too-long");
    if (!submitted) ERR_TRY(guard_version(svc, seen, &copy, note, &let_stand, err));
    const char *brief = practice_brief_wrong(text_str(copy.brief));
    if (brief) return err_field(err, ERR_INVALID, "brief", brief);
    ERR_TRY(is_unchanged(svc, seen, STORE_CANDIDATE, &copy, &unchanged, err));
    *revision = seen->row.lines[STORE_CANDIDATE].revision;
    if (unchanged) return submitted ? OK : err_field(err, ERR_RULE, "text", "unchanged");
    ERR_TRY(add_revision(svc, &copy, note, rendered, revision, err));
    ERR_TRY(begin_final_comments(svc, seen, err));
    ERR_TRY(point_to(svc, seen, STORE_CANDIDATE, *revision, err));
    seen->row.lines[STORE_CANDIDATE].revision = *revision;
    copy.base_revision = *revision;
    ERR_TRY(store_working_save(svc->store, &copy, copy.version, err));
    if (let_stand) ERR_TRY(svc__log(svc, "practice.let-stand", seen->row.id, *revision, "", err));
    return remember_author(svc, seen->row.id, err);
}

err_code svc_publish(struct svc *svc, const struct svc_publish *in, const char **revision, kb_err *err)
{
    struct svc__seen seen;
    ERR_TRY(svc__see(svc, in->practice, &seen, err));
    ERR_TRY(svc__allow_on(svc, &seen, STORE_CANDIDATE, ACT_PUBLISH, err));
    struct svc__awaited awaited;
    ERR_TRY(svc__awaited(svc, &seen.row, &awaited, err));
    ERR_TRY(svc__publish_copy(svc, &seen, in->seen, in->note, in->rendered, false, revision, err));
    return svc__log(svc, "practice.publish", seen.row.id, *revision, awaited.text ? "for=round" : "", err);
}

/* ---- A new text for what stands ---- */

static err_code copy_from(struct svc *svc, const char *practice, const char *revision, kb_err *err)
{
    struct store_revision r;
    struct store_working old;
    ERR_TRY(store_revision_get(svc->store, revision, svc->arena, &r, err));
    err_code code = store_working_get(svc->store, practice, svc->arena, &old, err);
    if (code != OK && code != ERR_NOT_FOUND) return code;
    struct svc_draft draft = {text_str(r.title), text_str(r.brief), r.sections, r.n_sections};
    struct store_working copy = copy_of(svc, practice, &draft, revision);
    return store_working_save(svc->store, &copy, code == OK ? old.version : 0, err);
}

err_code svc__begin_candidate(struct svc *svc, const struct svc__seen *seen, enum stage stage, kb_err *err)
{
    const char *revision = seen->row.lines[STORE_ADOPTED].revision;
    struct store_line line = {.stage = stage_slug(stage),
                              .since = svc->now,
                              .revision = revision,
                              .reason = "",
                              .origin = "",
                              .decision = ""};
    ERR_TRY(store_line_put(svc->store, seen->row.id, STORE_CANDIDATE, &line, svc->now, err));
    ERR_TRY(store_authors_clear(svc->store, seen->row.id, err));
    ERR_TRY(store_assent_clear(svc->store, seen->row.id, NULL, err));
    return copy_from(svc, seen->row.id, revision, err);
}

err_code svc_revise(struct svc *svc, text practice, kb_err *err)
{
    struct svc_move move = {.practice = practice, .move = MOVE_REVISE};
    return svc_move(svc, &move, err);
}

/* ---- Mended by an editor ---- */

err_code svc__put_correction(struct svc *svc, const struct svc__seen *seen, enum store_line_name name,
                             const char **revision, const char **note, kb_err *err)
{
    struct store_correction c;
    struct svc as = *svc;
    text rendered;
    ERR_TRY(store_correction_get(svc->store, seen->row.id, svc->arena, &c, err));
    ERR_TRY(svc_actor(svc->store, c.editor, svc->arena, &as.actor, err));
    struct svc_draft draft = {text_str(c.title), text_str(c.brief), c.sections, c.n_sections};
    struct store_working copy = copy_of(&as, seen->row.id, &draft, NULL);
    ERR_TRY(svc_render(svc->arena, c.sections, c.n_sections, &rendered, err));
    ERR_TRY(add_revision(&as, &copy, text_str(c.note), rendered, revision, err));
    ERR_TRY(point_to(svc, seen, name, *revision, err));
    ERR_TRY(store_correction_remove(svc->store, seen->row.id, err));
    *note = c.note;
    return name == STORE_CANDIDATE ? copy_from(&as, seen->row.id, *revision, err) : OK;
}

/* ---- Taken in from files (import.c decides, these write) ---- */

err_code svc__text_put(struct svc *svc, const struct svc__seen *seen, enum store_line_name name,
                       const struct svc_draft *draft, text note, text rendered, kb_err *err)
{
    struct store_working copy = copy_of(svc, seen->row.id, draft, NULL);
    const char *revision;
    bool unchanged;
    ERR_TRY(is_unchanged(svc, seen, name, &copy, &unchanged, err));
    if (unchanged) return OK;
    ERR_TRY(add_revision(svc, &copy, note, rendered, &revision, err));
    ERR_TRY(point_to(svc, seen, name, revision, err));
    return name == STORE_CANDIDATE ? copy_from(svc, seen->row.id, revision, err) : OK;
}
