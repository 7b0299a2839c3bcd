/* Texts that come from files: a draft in its group, or a text adopted outside the Praktijkbank ("vastgesteld buiten de
 * Praktijkbank, nog niet bevestigd", design section 2), which stands at once and binds nobody until an editor confirms.
 *
 * A file is known again by its path within the import root. It is taken again only for the group that has it, and only
 * as long as nobody worked on the practice here, and no board said anything of it: a person's text is never overwritten
 * by a file, and what was said of one text never comes to stand under another (design section 4). */
#include "kb/service/service__internal.h"

#include "kb/base/calendar.h"

static err_code may_import(struct svc *svc, kb_err *err)
{
    struct policy_object network = {.kind = OBJECT_NETWORK};
    return svc__may_manage(svc, ACT_IMPORT, &network, err);
}

static enum store_line_name line_of(const struct svc_import *in)
{
    return in->adopted ? STORE_ADOPTED : STORE_CANDIDATE;
}

static err_code find_known(struct svc *svc, const struct svc_import *in, struct svc__seen *seen, bool *known,
                           kb_err *err)
{
    *seen = (struct svc__seen){0};
    *known = false;
    if (!in->source.len) return OK;
    const char *source = svc__str(svc, in->source);
    if (!source) return svc__no_memory(err);
    kb_err said = {0};
    return err_optional(store_practice_by_source(svc->store, source, svc->arena, &seen->row, &said), &said, known, err);
}

static bool is_taken_out(text words)
{
    return text_find(words, TEXT(SVC_TAKEN_OUT), 0) != SIZE_MAX;
}

/* Did an editor take words out of it? They stand in its file still. */
static err_code find_taken_out(struct svc *svc, const struct store_line *l, bool *out, kb_err *err)
{
    struct store_revision r;
    *out = is_taken_out(text_str(l->decision));
    if (!l->revision) return OK;
    ERR_TRY(store_revision_get(svc->store, l->revision, svc->arena, &r, err));
    *out |= is_taken_out(text_str(r.title)) || is_taken_out(text_str(r.brief));
    for (size_t i = 0; i < r.n_sections; i++) *out |= is_taken_out(r.sections[i].body);
    return OK;
}

/* Does the line stand where an import put it? */
static bool is_where_it_came(const struct svc_import *in, const struct store_practice *row)
{
    enum store_line_name line = line_of(in), other = line == STORE_ADOPTED ? STORE_CANDIDATE : STORE_ADOPTED;
    const struct store_line *l = &row->lines[line];
    if (!l->present || row->lines[other].present || l->confirmed) return false;
    return svc__stage(l) == (in->adopted ? STAGE_BEST_PRACTICE : STAGE_DRAFT);
}

/* Did a board join it, leave it, note something with it or say how far its plan is? That is of the text it read. */
static err_code find_said(struct svc *svc, const char *practice, bool *out, kb_err *err)
{
    struct store_locals locals;
    struct store_carryings carryings;
    ERR_TRY(store_local_list(svc->store, practice, svc->arena, &locals, err));
    ERR_TRY(store_carrying_list(svc->store, practice, svc->arena, &carryings, err));
    *out = locals.n || carryings.n;
    return OK;
}

/* Did anybody but an import touch it? */
static err_code untouched(struct svc *svc, const struct svc__seen *seen, const struct svc_import *in, bool *out,
                          kb_err *err)
{
    struct store_authors authors;
    bool taken_out, said;
    *out = false;
    if (!is_where_it_came(in, &seen->row)) return OK;
    ERR_TRY(find_taken_out(svc, &seen->row.lines[line_of(in)], &taken_out, err));
    ERR_TRY(find_said(svc, seen->row.id, &said, err));
    ERR_TRY(store_authors(svc->store, seen->row.id, svc->arena, &authors, err));
    *out = authors.n == 0 && !taken_out && !said;
    return OK;
}

/* Was it taken as what is asked now? Where people here brought it since is no matter of its file. */
static bool taken_as_asked(const struct svc_import *in, const struct store_practice *row)
{
    const struct store_line *adopted = &row->lines[STORE_ADOPTED];
    return in->adopted ? adopted->present : !(adopted->present && text_is(TEXT("outside"), adopted->origin));
}

/* An editor's words are not held against a file: those of a confirmation, and what a redaction left. */
static bool decision_agrees(const struct svc_import *in, const struct store_practice *row)
{
    const struct store_line *adopted = &row->lines[STORE_ADOPTED];
    if (!in->adopted || adopted->confirmed || is_taken_out(text_str(adopted->decision))) return true;
    return text_is(text_trim(in->decision), adopted->decision);
}

static bool says_the_same(const struct svc_import *in, const struct store_practice *row)
{
    return row->source_hash && !memcmp(row->source_hash, in->hash, STORE_HASH_BYTES) && decision_agrees(in, row);
}

/* A file of that path for another group is another file, and one for another stage would pass by the ladder. */
static err_code judge_known(struct svc *svc, const struct svc_import *in, const char *group,
                            const struct svc__seen *seen, enum svc_import_result *out, kb_err *err)
{
    bool free_to_take;
    if (!group || strcmp(seen->row.group, group) != 0) return err_field(err, ERR_CONFLICT, "source", "other-group");
    if (!taken_as_asked(in, &seen->row)) return err_field(err, ERR_CONFLICT, "source", "other-stage");
    *out = SVC_IMPORT_UNCHANGED;
    if (says_the_same(in, &seen->row)) return OK;
    ERR_TRY(untouched(svc, seen, in, &free_to_take, err));
    if (!free_to_take) return err_field(err, ERR_CONFLICT, "source", "worked-on");
    *out = SVC_IMPORT_CHANGED;
    return OK;
}

/* `group` is the id of the one that is asked for; NULL: one that is still to be made. */
static err_code judge(struct svc *svc, const struct svc_import *in, const char *group, struct svc__seen *seen,
                      enum svc_import_result *out, kb_err *err)
{
    bool known;
    ERR_TRY(find_known(svc, in, seen, &known, err));
    *out = SVC_IMPORT_NEW;
    return known ? judge_known(svc, in, group, seen, out, err) : OK;
}

static err_code find_group(struct svc *svc, const struct svc_import *in, const char **id, kb_err *err)
{
    struct store_group group;
    const char *slug = svc__str(svc, in->group);
    if (!slug) return svc__no_memory(err);
    kb_err why = {0};
    err_code code = store_group_by_slug(svc->store, slug, svc->arena, &group, &why);
    if (code == ERR_NOT_FOUND) return err_field(err, ERR_INVALID, "group", "not-a-choice");
    if (code != OK) return err_set(err, code, "%s", why.cause);
    *id = group.id;
    return OK;
}

static err_code check(struct svc *svc, const struct svc_import *in, struct store_practice *row, kb_err *err)
{
    if (in->adopted && !text_trim(in->decision).len) return err_field(err, ERR_INVALID, "decision", "required");
    if (in->decision.len > SVC_NOTE_MAX) return err_field(err, ERR_INVALID, "decision", "too-long");
    if (in->source.len > SVC_SOURCE_MAX) return err_field(err, ERR_INVALID, "source", "too-long");
    if (in->at > svc->now) return err_field(err, ERR_INVALID, "date", "in-future");
    ERR_TRY(svc__draft_check(in->kind, &in->draft, err));
    struct svc_place place = {
        .kind = in->kind,
        .legal_fields = in->legal_fields,
        .comes_from = in->comes_from,
        .applies_in = in->applies_in,
        .n_legal_fields = in->n_legal_fields,
        .n_comes_from = in->n_comes_from,
        .n_applies_in = in->n_applies_in,
    };
    return svc__place_check(svc, &place, row, err);
}

err_code svc_import_look(struct svc *svc, const struct svc_import *in, enum svc_import_result *out, kb_err *err)
{
    struct svc__seen seen;
    struct store_practice row = {0};
    ERR_TRY(may_import(svc, err));
    ERR_TRY(check(svc, in, &row, err));
    if (in->group.len) ERR_TRY(find_group(svc, in, &row.group, err));
    return judge(svc, in, row.group, &seen, out, err);
}

static err_code add_practice(struct svc *svc, const struct svc_import *in, struct svc__seen *seen,
                             const struct store_practice *place, kb_err *err)
{
    char *id = arena_alloc(svc->arena, STORE_ID_BYTES), *number = arena_alloc(svc->arena, PRACTICE_NUMBER_BYTES);
    if (!id || !number) return svc__no_memory(err);
    store_new_id(id);
    seen->row = *place;
    seen->row.id = id;
    seen->row.created = in->at ? in->at : svc->now;
    seen->row.created_by = "system";
    seen->row.source_path = in->source.len ? svc__str(svc, in->source) : NULL;
    seen->row.source_hash = in->source.len ? in->hash : NULL;
    ERR_TRY(store_practice_add(svc->store, &seen->row, err));
    if (!in->adopted) return OK;
    ERR_TRY(store_practice_number_give(svc->store, id, calendar_date(svc->now).year, number, err));
    seen->row.number = number;
    return OK;
}

/* The line as the ladder says: an import of an adopted text, or the beginning of a draft. */
static err_code put_line(struct svc *svc, const struct svc_import *in, struct svc__seen *seen, kb_err *err)
{
    struct practice_facts facts = {
        .now = svc->now,
        .kind = in->kind,
        .line = in->adopted ? LINE_ADOPTED : LINE_CANDIDATE,
        .by_itself = true,
        .written = 1u << WORDS_DECISION,
    };
    struct stage_step step;
    enum stage_move move = in->adopted ? MOVE_IMPORT : MOVE_START;
    unsigned who = in->adopted ? STAGE_BY_ITSELF : STAGE_BY_MEMBER;
    ERR_TRY(stage_after(&facts, move, who, &stage_small, &step, err));
    struct store_line *line = &seen->row.lines[line_of(in)];
    *line = (struct store_line){
        .present = true,
        .stage = stage_slug(step.to),
        .since = in->at ? in->at : svc->now,
        .reason = "",
        .origin = in->adopted ? "outside" : "",
        .decision = in->adopted ? svc__str(svc, text_trim(in->decision)) : "",
        .adopted = !in->adopted ? 0
                   : in->at     ? in->at
                                : svc->now,
    };
    if (in->adopted) ERR_TRY(svc__review_at(svc, seen->row.legal_fields, &line->review_at, err));
    return store_line_put(svc->store, seen->row.id, line_of(in), line, svc->now, err);
}

/* What the file says of the line; one that gives no date leaves the line's own. */
static err_code put_line_again(struct svc *svc, const struct svc_import *in, struct svc__seen *seen, kb_err *err)
{
    struct store_line *line = &seen->row.lines[line_of(in)];
    if (in->adopted) line->decision = svc__str(svc, text_trim(in->decision));
    if (!line->decision) return svc__no_memory(err);
    if (in->at) line->since = in->at;
    if (in->at && in->adopted) line->adopted = in->at;
    return store_line_put(svc->store, seen->row.id, line_of(in), line, svc->now, err);
}

static err_code take_again(struct svc *svc, const struct svc_import *in, struct svc__seen *seen,
                           struct store_practice *place, kb_err *err)
{
    place->id = seen->row.id;
    ERR_TRY(put_line_again(svc, in, seen, err));
    ERR_TRY(store_practice_place(svc->store, place, svc->now, err));
    return store_practice_source(svc->store, seen->row.id, seen->row.source_path, in->hash, err);
}

err_code svc_import(struct svc *svc, const struct svc_import *in, enum svc_import_result *out, kb_err *err)
{
    struct svc__seen seen;
    struct store_practice place = {0};
    ERR_TRY(may_import(svc, err));
    ERR_TRY(check(svc, in, &place, err));
    ERR_TRY(find_group(svc, in, &place.group, err));
    ERR_TRY(judge(svc, in, place.group, &seen, out, err));
    if (*out == SVC_IMPORT_UNCHANGED) return OK;
    if (*out == SVC_IMPORT_CHANGED) {
        ERR_TRY(take_again(svc, in, &seen, &place, err));
    } else {
        ERR_TRY(add_practice(svc, in, &seen, &place, err));
        ERR_TRY(put_line(svc, in, &seen, err));
    }
    ERR_TRY(svc__text_put(svc, &seen, line_of(in), &in->draft, TEXT(""), in->rendered, err));
    return svc__log(svc, "practice.import", seen.row.id, NULL, in->adopted ? "to=best-practice" : "to=draft", err);
}
