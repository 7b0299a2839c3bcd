/* What reading and writing a practice have in common: who may see which line, and how a line looks in a list. */
#include "kb/service/service__internal.h"

enum practice_line svc__line(enum store_line_name name)
{
    return name == STORE_ADOPTED ? LINE_ADOPTED : LINE_CANDIDATE;
}

enum store_line_name svc__line_name(enum practice_line line)
{
    return line == LINE_ADOPTED ? STORE_ADOPTED : STORE_CANDIDATE;
}

enum stage svc__stage(const struct store_line *line)
{
    enum stage stage = STAGE_NONE;
    if (line->present && !stage_from_slug(text_str(line->stage), &stage)) return STAGE_NONE;
    return stage;
}

enum practice_kind svc__kind(const struct store_practice *p)
{
    enum practice_kind kind = PRACTICE_WERKWIJZE;
    return practice_kind_from_slug(text_str(p->kind), &kind) ? kind : PRACTICE_WERKWIJZE;
}

err_code svc__reading_public(struct svc *svc, bool *out, kb_err *err)
{
    const char *value;
    ERR_TRY(svc_setting(svc->store, "reading", svc->arena, &value, err));
    *out = !strcmp(value, "public");
    return OK;
}

/* What both ways to an object have in common: all that its stage and line tell. */
static struct policy_object object_at(enum stage stage, enum store_line_name line, bool reading_public)
{
    return (struct policy_object){
        .kind = OBJECT_PRACTICE,
        .stage = stage,
        .line = svc__line(line),
        .was_public = line == STORE_ADOPTED,
        .round_has_outcome = stage_has_outcome(stage),
        .reading_public = reading_public,
    };
}

struct policy_object svc__object(const struct svc__seen *seen, enum store_line_name line)
{
    struct policy_object object = object_at(svc__stage(&seen->row.lines[line]), line, seen->reading_public);
    object.numbered = seen->row.number != NULL;
    object.by_actor = seen->author;
    object.id = seen->row.id;
    object.revision = seen->row.lines[line].revision;
    object.group = seen->row.group;
    return object;
}

struct policy_object svc__object_of_facts(const struct store_facts *facts, enum store_line_name line,
                                          bool reading_public)
{
    struct policy_object object = object_at(facts->lines[line].stage, line, reading_public);
    object.numbered = facts->numbered;
    object.id = facts->id;
    object.revision = facts->lines[line].revision;
    object.group = facts->group;
    return object;
}

enum policy_answer svc__may(struct svc *svc, const struct svc__seen *seen, enum store_line_name line,
                            enum policy_action action)
{
    if (!seen->row.lines[line].present) return POLICY_HIDE;
    struct policy_object object = svc__object(seen, line);
    return policy_may(svc->actor, action, &object);
}

err_code svc__allow_on(struct svc *svc, const struct svc__seen *seen, enum store_line_name line,
                       enum policy_action action, kb_err *err)
{
    if (!seen->row.lines[line].present) return err_set(err, ERR_CONFLICT, "there is no such text to work on");
    struct policy_object object = svc__object(seen, line);
    return policy_check(svc->actor, action, &object, err);
}

bool svc__judge(struct svc *svc, struct svc__seen *seen)
{
    for (int l = 0; l < STORE_LINE__COUNT; l++)
        seen->visible[l] = svc__may(svc, seen, (enum store_line_name)l, ACT_READ) == POLICY_ALLOW;
    seen->first = seen->visible[STORE_ADOPTED] ? STORE_ADOPTED : STORE_CANDIDATE;
    return seen->visible[STORE_ADOPTED] || seen->visible[STORE_CANDIDATE];
}

static err_code find_practice(struct svc *svc, text key, struct store_practice *out, kb_err *err)
{
    const char *k = svc__str(svc, key);
    if (!k) return svc__no_memory(err);
    if (store_id_valid(key)) return store_practice_get(svc->store, k, svc->arena, out, err);
    return store_practice_by_number(svc->store, k, svc->arena, out, err);
}

void svc_view_stands(struct svc *svc)
{
    svc->seen = ARENA_NEW(svc->arena, struct svc__seen);
}

void svc__act_as(struct svc *svc, const struct actor *actor)
{
    svc->actor = actor;
    svc->seen = NULL;
}

static bool seen_last(const struct svc *svc, text key)
{
    const struct store_practice *row = svc->seen ? &svc->seen->row : NULL;
    return row && row->id && (text_is(key, row->id) || (row->number && text_is(key, row->number)));
}

err_code svc__see(struct svc *svc, text key, struct svc__seen *out, kb_err *err)
{
    *out = seen_last(svc, key) ? *svc->seen : (struct svc__seen){0};
    if (out->row.id) return OK;
    ERR_TRY(find_practice(svc, key, &out->row, err));
    ERR_TRY(svc__reading_public(svc, &out->reading_public, err));
    if (svc->actor->person) ERR_TRY(store_is_author(svc->store, out->row.id, svc->actor->person, &out->author, err));
    bool visible = svc__judge(svc, out);
    if (visible && svc->seen) *svc->seen = *out;
    if (visible) return OK;
    bool gone = svc__may(svc, out, STORE_ADOPTED, ACT_READ) == POLICY_GONE;
    return err_set(err, gone ? ERR_GONE : ERR_NOT_FOUND, "not for this actor");
}

const char *svc__href(arena *a, const struct store_practice *p)
{
    return p->number ? arena_join(a, "/s/", p->number) : arena_join(a, "/stukken/", p->id);
}

const char *svc_changes_href(arena *a, const char *href, int from, int to)
{
    return arena_printf(a, "%s/verschil?van=%d&tot=%d", href, from, to);
}

/* The number alone is the adopted text. */
void svc__href_to_line(struct svc *svc, const struct store_practice *p, enum store_line_name line,
                       struct svc_card *card)
{
    if (line == STORE_CANDIDATE && p->number && p->lines[STORE_ADOPTED].present)
        card->href = arena_printf(svc->arena, "/s/%s/op-weg", p->number);
}

enum stage svc__stage_told(struct svc *svc, const struct store_practice *p, enum store_line_name name)
{
    struct svc__seen seen = {.row = *p};
    struct policy_object object = svc__object(&seen, name);
    return policy_stage_told(svc->actor, &object);
}

/* A draft of which nothing is published has its title in the working copy. */
static err_code take_title(struct svc *svc, const struct store_practice *p, const struct store_line *line,
                           struct svc_card *card, kb_err *err)
{
    card->title = line->title ? line->title : "";
    card->brief = line->brief ? line->brief : "";
    if (line->revision) return OK;
    struct store_working copy;
    err_code code = store_working_get(svc->store, p->id, svc->arena, &copy, err);
    if (code == ERR_NOT_FOUND) return OK;
    if (code != OK) return code;
    card->title = copy.title;
    card->brief = copy.brief;
    return OK;
}

err_code svc__card(struct svc *svc, const struct store_practice *p, enum store_line_name name, struct svc_card *out,
                   kb_err *err)
{
    const struct store_line *line = &p->lines[name];
    bool outside = line->present && line->origin && !strcmp(line->origin, "outside");
    struct store_group group;
    ERR_TRY(store_group_get(svc->store, p->group, svc->arena, &group, err));
    *out = (struct svc_card){
        .id = p->id,
        .number = p->number,
        .href = svc__href(svc->arena, p),
        .kind = svc__kind(p),
        .line = svc__line(name),
        .stage = svc__stage_told(svc, p, name),
        .outside = outside,
        .unconfirmed = outside && !line->confirmed,
        .group = p->group,
        .group_slug = group.slug,
        .group_name = group.name,
        .legal_fields = p->legal_fields,
        .comes_from = p->comes_from,
        .applies_in = p->applies_in,
        .since = line->since,
        .adopted = name == STORE_CANDIDATE ? 0
                   : line->adopted         ? line->adopted
                                           : line->since,
        .source_path = p->source_path,
    };
    return take_title(svc, p, line, out, err);
}

void svc__rights(struct svc *svc, const struct svc__seen *seen, struct svc_may *out)
{
    enum stage stage = svc__stage(&seen->row.lines[STORE_CANDIDATE]);
    bool candidate = stage != STAGE_NONE && !stage_is_ended(stage);
    out->write = svc__may(svc, seen, STORE_CANDIDATE, ACT_WRITE) == POLICY_ALLOW;
    out->publish = svc__may(svc, seen, STORE_CANDIDATE, ACT_PUBLISH) == POLICY_ALLOW;
    out->revise = !candidate && svc__may(svc, seen, STORE_ADOPTED, ACT_REVISE) == POLICY_ALLOW;
    out->withdraw = svc__may(svc, seen, STORE_CANDIDATE, ACT_WITHDRAW) == POLICY_ALLOW && !stage_is_ended(stage);
    out->invite = svc__may(svc, seen, STORE_CANDIDATE, ACT_INVITE) == POLICY_ALLOW;
    enum store_line_name placed = seen->row.lines[STORE_ADOPTED].present ? STORE_ADOPTED : STORE_CANDIDATE;
    out->place = svc__may(svc, seen, placed, ACT_PLACE) == POLICY_ALLOW;
    out->redact = svc__is_editor(svc);
}
