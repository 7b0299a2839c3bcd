/* Reading one practice: which text this actor gets, its versions, and what changed between two of them. */
#include "kb/service/service__internal.h"

static err_code take_sections(struct svc *svc, enum practice_kind kind, const struct store_revision *r,
                              struct svc_text *out, kb_err *err)
{
    struct svc_section *sections = ARENA_ARRAY(svc->arena, struct svc_section, r->n_sections);
    const struct md_document **docs;
    if (!sections) return svc__no_memory(err);
    ERR_TRY(svc__rendered(svc, r, &docs, err));
    size_t n = 0;
    for (size_t i = 0; i < r->n_sections; i++) {
        const struct practice_section *info = practice_section_find(kind, text_str(r->sections[i].key));
        if (!text_trim(r->sections[i].body).len) continue;
        if (info) sections[n++] = (struct svc_section){info, r->sections[i].body, docs[i]};
    }
    out->sections = sections;
    out->n_sections = n;
    return OK;
}

static err_code take_text(struct svc *svc, enum practice_kind kind, const struct store_revision *r,
                          struct svc_text *out, kb_err *err)
{
    *out = (struct svc_text){
        .revision = r->id, .version = r->version, .title = r->title, .brief = r->brief, .at = r->at, .note = r->note};
    memcpy(out->hash, r->text_hash, sizeof out->hash);
    ERR_TRY(svc__person_name(svc, r->author, &out->author_name, err));
    return take_sections(svc, kind, r, out, err);
}

bool svc__sees_version(struct svc *svc, const struct svc__seen *seen, const char *revision, int version)
{
    const char *adopted = seen->row.lines[STORE_ADOPTED].revision,
               *candidate = seen->row.lines[STORE_CANDIDATE].revision;
    if (svc__in_group(svc->actor, seen->row.group)) return true;
    if (adopted && !strcmp(adopted, revision)) return seen->visible[STORE_ADOPTED];
    if (candidate && !strcmp(candidate, revision)) return seen->visible[STORE_CANDIDATE];
    return version > 0 && svc__insider(svc->actor) && (seen->visible[STORE_ADOPTED] || seen->visible[STORE_CANDIDATE]);
}

/* Did a minor correction make this revision, and of which one? The text that stood before it is that of the adopting or
 * correcting move before. Moves come newest first. */
static bool is_correction(const struct store_moves *moves, const char *revision, const char **mended)
{
    size_t i = 0;
    *mended = NULL;
    while (i < moves->n && (strcmp(moves->at[i].what, stage_move_slug(MOVE_CORRECT)) != 0 ||
                            strcmp(moves->at[i].revision, revision) != 0))
        i++;
    for (size_t j = i + 1; j < moves->n && !*mended; j++) {
        enum stage to;
        const struct store_move *m = &moves->at[j];
        bool stood = m->revision && stage_from_slug(text_str(m->went_to), &to) && stage_is_adopted(to);
        if (stood && strcmp(m->revision, revision) != 0) *mended = m->revision;
    }
    return i < moves->n;
}

static int version_of(const struct store_revisions *rows, const char *revision)
{
    for (size_t i = 0; revision && i < rows->n; i++)
        if (!strcmp(rows->at[i].id, revision)) return rows->at[i].version;
    return 0;
}

static err_code take_versions(struct svc *svc, const struct svc__seen *seen, struct svc_practice *out, kb_err *err)
{
    struct store_revisions rows;
    struct store_moves moves;
    ERR_TRY(store_revision_list(svc->store, seen->row.id, svc->arena, &rows, err));
    ERR_TRY(store_move_list(svc->store, seen->row.id, svc->arena, &moves, err));
    struct svc_version *versions = ARENA_ARRAY(svc->arena, struct svc_version, rows.n);
    if (!versions) return svc__no_memory(err);
    const char *adopted = seen->row.lines[STORE_ADOPTED].revision,
               *candidate = seen->row.lines[STORE_CANDIDATE].revision;
    size_t n = 0;
    for (size_t i = 0; i < rows.n; i++) {
        const struct store_revision *r = &rows.at[i];
        if (!svc__sees_version(svc, seen, r->id, r->version)) continue;
        versions[n] = (struct svc_version){.revision = r->id, .version = r->version, .at = r->at, .note = r->note};
        const char *mended;
        versions[n].correction = is_correction(&moves, r->id, &mended);
        versions[n].mends = version_of(&rows, mended);
        versions[n].adopted = adopted && !strcmp(adopted, r->id);
        versions[n].candidate = candidate && !strcmp(candidate, r->id);
        ERR_TRY(svc__person_name(svc, r->author, &versions[n].author_name, err));
        n++;
    }
    out->versions = versions;
    out->n_versions = n;
    return OK;
}

static err_code take_link(struct svc *svc, const char *practice, struct svc_link *link, kb_err *err)
{
    if (!practice) return OK;
    struct svc__seen seen;
    err_code code = svc__see(svc, text_str(practice), &seen, err);
    if (code == ERR_NOT_FOUND || code == ERR_GONE) return OK;
    if (code != OK) return code;
    const char *title = seen.row.lines[seen.first].title;
    *link = (struct svc_link){svc__href(svc->arena, &seen.row), title ? title : ""};
    return OK;
}

static err_code take_line(struct svc *svc, const struct store_practice *row, enum store_line_name name,
                          struct svc_practice *out, kb_err *err)
{
    const struct store_line *line = &row->lines[name];
    out->decision = line->decision ? line->decision : "";
    out->reason = line->reason ? line->reason : "";
    out->until = line->until;
    out->review_at = line->review_at;
    if (out->card.stage == STAGE_DEFERRED) /* as this actor is told it; the line keeps the round's last day */
        ERR_TRY(svc__due(svc, row, name, &out->until, err));
    ERR_TRY(take_link(svc, line->superseded_by, &out->superseded_by, err));
    return take_link(svc, line->merged_into, &out->merged_into, err);
}

static err_code take_other(struct svc *svc, const struct svc__seen *seen, enum store_line_name shown,
                           struct svc_practice *out, kb_err *err)
{
    enum store_line_name other = shown == STORE_ADOPTED ? STORE_CANDIDATE : STORE_ADOPTED;
    if (!seen->visible[other]) return OK;
    struct svc_card *card = ARENA_NEW(svc->arena, struct svc_card);
    if (!card) return svc__no_memory(err);
    ERR_TRY(svc__card(svc, &seen->row, other, card, err));
    out->other = card;
    return OK;
}

/* The revision that was asked for: an earlier version by its number, else what the shown line points to. */
static err_code find_revision(struct svc *svc, const struct svc_which *which, const struct svc__seen *seen,
                              enum store_line_name shown, struct store_revision *r, struct svc_practice *out,
                              kb_err *err)
{
    const char *current = seen->row.lines[shown].revision;
    if (which->version > 0) {
        ERR_TRY(store_revision_by_version(svc->store, seen->row.id, which->version, svc->arena, r, err));
        if (!svc__sees_version(svc, seen, r->id, r->version))
            return err_set(err, ERR_NOT_FOUND, "version not for this actor");
        out->old_version = !current || strcmp(current, r->id) != 0;
        return OK;
    }
    *r = (struct store_revision){0};
    return current ? store_revision_get(svc->store, current, svc->arena, r, err) : OK;
}

err_code svc_practice(struct svc *svc, const struct svc_which *which, struct svc_practice *out, kb_err *err)
{
    *out = (struct svc_practice){0};
    struct svc__seen seen;
    ERR_TRY(svc__see(svc, which->key, &seen, err));
    if (which->candidate && !seen.visible[STORE_CANDIDATE])
        return err_set(err, ERR_NOT_FOUND, "no candidate for this actor");
    enum store_line_name shown = which->candidate ? STORE_CANDIDATE : seen.first;
    ERR_TRY(svc__card(svc, &seen.row, shown, &out->card, err));
    ERR_TRY(take_line(svc, &seen.row, shown, out, err));
    ERR_TRY(take_other(svc, &seen, shown, out, err));
    ERR_TRY(take_versions(svc, &seen, out, err));
    svc__rights(svc, &seen, &out->may);
    struct store_revision r;
    ERR_TRY(find_revision(svc, which, &seen, shown, &r, out, err));
    svc__note_text(svc, &seen, shown);
    return r.id ? take_text(svc, out->card.kind, &r, &out->text, err) : OK;
}

err_code svc_practice_card(struct svc *svc, text key, struct svc_card *out, kb_err *err)
{
    struct svc__seen seen;
    ERR_TRY(svc__see(svc, key, &seen, err));
    return svc__card(svc, &seen.row, seen.first, out, err);
}

/* ---- What changed ---- */

static const struct svc_version *find_version(const struct svc_practice *p, int version)
{
    for (size_t i = 0; i < p->n_versions; i++)
        if (p->versions[i].version == version) return &p->versions[i];
    return NULL;
}

/* The newest version before the other one. */
static const struct svc_version *version_before(const struct svc_practice *p, const struct svc_version *other)
{
    for (const struct svc_version *v = other + 1; v < p->versions + p->n_versions; v++)
        if (v->version > 0) return v;
    return NULL;
}

static const struct svc_version *newest_version(const struct svc_practice *p)
{
    for (size_t i = 0; i < p->n_versions; i++)
        if (p->versions[i].version > 0) return &p->versions[i];
    return NULL;
}

static text section_body(const struct store_revision *r, const char *key)
{
    for (size_t i = 0; i < r->n_sections; i++)
        if (!strcmp(r->sections[i].key, key)) return r->sections[i].body;
    return text_of("", 0);
}

struct comparing {
    struct svc_comparison *out;
    struct svc_compared *parts;
    size_t tokens_left;
};

static err_code compare_part(struct svc *svc, const char *key, const char *title, text from, text to,
                             struct comparing *c, kb_err *err)
{
    if (!from.len && !to.len) return OK;
    struct svc_compared *part = &c->parts[c->out->n_parts++];
    *part = (struct svc_compared){.key = key, .title = title, .changed = !text_eq(from, to)};
    return diff_texts(from, to, &c->tokens_left, svc->arena, &part->diff, err);
}

/* Both as their reader sees them. The source where only that differs (bold, the level of a heading), and where today's
 * renderer refuses one of the two. */
static err_code make_readable(struct svc *svc, const char *key, text *from, text *to, kb_err *err)
{
    text old, new;
    kb_err refused = {0};
    if (text_eq(*from, *to)) return OK;
    if (md_readable(*from, key, svc->arena, &old, &refused) || md_readable(*to, key, svc->arena, &new, &refused))
        return refused.code == ERR_INVALID ? OK : err_set(err, refused.code, "a readable text");
    if (text_eq(old, new)) return OK;
    *from = old;
    *to = new;
    return OK;
}

static err_code compare_section(struct svc *svc, const struct practice_section *section, text from, text to,
                                struct comparing *c, kb_err *err)
{
    ERR_TRY(make_readable(svc, section->key, &from, &to, err));
    return compare_part(svc, section->key, section->title, from, to, c, err);
}

err_code svc__compare(struct svc *svc, enum practice_kind kind, const struct store_revision *from,
                      const struct store_revision *to, struct svc_comparison *out, kb_err *err)
{
    struct svc_compared *parts = ARENA_ARRAY(svc->arena, struct svc_compared, PRACTICE_SECTIONS_MAX + 3);
    struct comparing c = {out, parts, DIFF_TOKENS_MAX};
    if (!parts) return svc__no_memory(err);
    out->parts = parts;
    ERR_TRY(compare_part(svc, "title", NULL, text_str(from->title), text_str(to->title), &c, err));
    ERR_TRY(compare_part(svc, "brief", NULL, text_str(from->brief), text_str(to->brief), &c, err));
    const struct practice_section *sections;
    size_t n = practice_sections(kind, &sections);
    for (size_t i = 0; i < n; i++) {
        const char *key = sections[i].key;
        ERR_TRY(compare_section(svc, &sections[i], section_body(from, key), section_body(to, key), &c, err));
    }
    return OK;
}

err_code svc_compare(struct svc *svc, text key, int from, int to, struct svc_comparison *out, kb_err *err)
{
    *out = (struct svc_comparison){0};
    struct svc_practice p;
    struct svc_which which = {.key = key};
    ERR_TRY(svc_practice(svc, &which, &p, err));
    const struct svc_version *newer = to ? find_version(&p, to) : newest_version(&p);
    const struct svc_version *older = !newer ? NULL : from ? find_version(&p, from) : version_before(&p, newer);
    if (!newer || !older) return err_set(err, ERR_NOT_FOUND, "no two such versions");
    struct store_revision a, b;
    ERR_TRY(store_revision_get(svc->store, older->revision, svc->arena, &a, err));
    ERR_TRY(store_revision_get(svc->store, newer->revision, svc->arena, &b, err));
    out->card = p.card;
    out->from = *older;
    out->to = *newer;
    return svc__compare(svc, p.card.kind, &a, &b, out, err);
}
