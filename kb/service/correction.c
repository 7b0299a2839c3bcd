/* Corrections: an editor mends spelling and links; who must agree sees the difference and agrees in one click. The two
 * moves of the table (MOVE_FIX_LANGUAGE, MOVE_CORRECT) carry them out. */
#include "kb/service/service__internal.h"

#include "content/wording.h"

err_code svc__correction(struct svc *svc, const struct svc__seen *seen, enum store_line_name name,
                         struct store_correction *out, bool *there, kb_err *err)
{
    kb_err said = {0};
    const char *text_now = seen->row.lines[name].revision;
    ERR_TRY(err_optional(store_correction_get(svc->store, seen->row.id, svc->arena, out, &said), &said, there, err));
    *there = *there && text_now && !strcmp(text_now, out->base);
    return OK;
}

/* ---- Which line, and who ---- */

struct mending {
    struct svc__seen seen;
    enum store_line_name line;
    bool fix, editor, lead;
    struct store_correction waits;
    bool there;
};

/* A submitted text is fixed, an adopted one corrected; ERR_CONFLICT for any other. */
static err_code look(struct svc *svc, text practice, struct mending *m, kb_err *err)
{
    *m = (struct mending){0};
    ERR_TRY(svc__see(svc, practice, &m->seen, err));
    enum stage candidate = svc__stage(&m->seen.row.lines[STORE_CANDIDATE]),
               adopted = svc__stage(&m->seen.row.lines[STORE_ADOPTED]);
    m->fix = m->seen.visible[STORE_CANDIDATE] && candidate == STAGE_SUBMITTED;
    m->line = m->fix ? STORE_CANDIDATE : STORE_ADOPTED;
    m->editor = svc__may(svc, &m->seen, m->line, ACT_EDIT) == POLICY_ALLOW;
    struct policy_object object = svc__object(&m->seen, m->line);
    m->lead = policy_who(svc->actor, &object) & STAGE_BY_LEAD;
    ERR_TRY(svc__correction(svc, &m->seen, m->line, &m->waits, &m->there, err));
    if (!m->editor && !(m->fix && m->lead && m->there))
        return err_set(err, ERR_FORBIDDEN, "corrections are of editors");
    bool mended = m->fix || adopted == STAGE_BEST_PRACTICE || adopted == STAGE_DUE;
    return mended ? OK : err_field(err, ERR_CONFLICT, "correction", "no-such-move");
}

/* What it waits for: the lead's word, or a second editor's. */
static const char *assent_kind(const struct mending *m)
{
    return svc_assent_slug(m->fix ? SVC_ASSENT_LEAD : SVC_ASSENT_SECOND);
}

static bool is_mine(struct svc *svc, const struct mending *m)
{
    return svc->actor->person && !strcmp(svc->actor->person, m->waits.editor);
}

/* May the actor say the word that it waits for? */
static bool may_agree(struct svc *svc, const struct mending *m)
{
    if (!m->there) return false; /* nobody agrees with themselves */
    return (m->fix ? m->lead : m->editor) && !is_mine(svc, m);
}

static err_code needs_nobody(struct svc *svc, const struct mending *m, bool *out, kb_err *err)
{
    const struct stage_terms *terms;
    ERR_TRY(svc__terms(svc, &terms, err));
    *out = !m->fix && !terms->second_editor;
    return OK;
}

/* ---- Reading ---- */

static struct store_revision as_revision(const struct store_correction *c)
{
    return (struct store_revision){
        .title = c->title, .brief = c->brief, .sections = c->sections, .n_sections = c->n_sections};
}

static err_code take_waiting(struct svc *svc, const struct mending *m, const struct store_revision *now,
                             struct svc_correction *out, kb_err *err)
{
    struct svc_comparison compared = {0};
    struct store_revision then = as_revision(&m->waits);
    ERR_TRY(svc__compare(svc, svc__kind(&m->seen.row), now, &then, &compared, err));
    out->waits = true;
    out->note = m->waits.note;
    out->at = m->waits.at;
    out->parts = compared.parts;
    out->n_parts = compared.n_parts;
    return svc__person_name(svc, m->waits.editor, &out->by, err);
}

err_code svc_correction(struct svc *svc, text practice, struct svc_correction *out, kb_err *err)
{
    struct mending m;
    struct store_revision now;
    *out = (struct svc_correction){0};
    ERR_TRY(look(svc, practice, &m, err));
    ERR_TRY(store_revision_get(svc->store, m.seen.row.lines[m.line].revision, svc->arena, &now, err));
    ERR_TRY(svc__card(svc, &m.seen.row, m.line, &out->card, err));
    ERR_TRY(needs_nobody(svc, &m, &out->done_at_once, err));
    out->fix = m.fix;
    out->revision = now.id;
    out->draft = (struct svc_draft){text_str(now.title), text_str(now.brief), now.sections, now.n_sections};
    out->may_propose = m.editor && !m.there;
    out->may_agree = may_agree(svc, &m) || (m.there && m.editor && out->done_at_once);
    out->may_drop = m.there;
    svc__note_text(svc, &m.seen, m.line);
    if (m.there) svc__note(svc, "correction", m.seen.row.id);
    return m.there ? take_waiting(svc, &m, &now, out, err) : OK;
}

err_code svc_correction_waits(struct svc *svc, text practice, bool *waits, kb_err *err)
{
    struct mending m;
    err_code code = look(svc, practice, &m, err);
    *waits = code == OK && m.there;
    return code == ERR_FORBIDDEN || code == ERR_CONFLICT ? OK : code;
}

/* ---- Proposing ---- */

static text sent_part(const struct svc_draft *draft, const struct store_section *now)
{
    for (size_t i = 0; i < draft->n_sections; i++)
        if (!strcmp(draft->sections[i].key, now->key)) return draft->sections[i].body;
    return now->body;
}

struct checking {
    struct svc *svc;
    bool headings, changed;
    err_code code;
};

static err_code check_part(struct checking *c, const char *field, text before, text after, kb_err *err)
{
    bool same;
    if (text_eq(before, after)) return OK;
    c->changed = true;
    ERR_TRY(wording_same(before, after, c->headings, c->svc->arena, &same, err));
    if (!same) c->code = err_field(err, ERR_RULE, field, "more-than-spelling");
    return OK;
}

/* The whole text as it would be; ERR_RULE names what is more than spelling. */
static err_code take_text(struct svc *svc, const struct mending *m, const struct svc_correct *in,
                          const struct store_revision *now, struct store_correction *out, kb_err *err)
{
    struct checking c = {.svc = svc, .headings = m->fix};
    struct store_section *sections = ARENA_ARRAY(svc->arena, struct store_section, now->n_sections);
    if (!sections) return svc__no_memory(err);
    for (size_t i = 0; i < now->n_sections; i++) {
        const char *field = arena_printf(svc->arena, "section-%s", now->sections[i].key);
        if (!field) return svc__no_memory(err);
        sections[i] = (struct store_section){now->sections[i].key, sent_part(&in->draft, &now->sections[i])};
        ERR_TRY(check_part(&c, field, now->sections[i].body, sections[i].body, err));
    }
    ERR_TRY(check_part(&c, "title", text_str(now->title), text_trim(in->draft.title), err));
    ERR_TRY(check_part(&c, "brief", text_str(now->brief), text_trim(in->draft.brief), err));
    if (!c.changed) return err_field(err, ERR_RULE, "text", "unchanged");
    out->title = svc__str(svc, text_trim(in->draft.title));
    out->brief = svc__str(svc, text_trim(in->draft.brief));
    out->sections = sections;
    out->n_sections = now->n_sections;
    return c.code;
}

static err_code ask(struct svc *svc, const struct mending *m, kb_err *err)
{
    struct store_assent row = {.practice = m->seen.row.id,
                               .kind = assent_kind(m),
                               .revision = m->seen.row.lines[m->line].revision,
                               .asked = svc->now,
                               .words = ""};
    ERR_TRY(store_assent_put(svc->store, &row, err));
    return svc__log(svc, "assent.ask", row.practice, row.revision, arena_printf(svc->arena, "kind=%s", row.kind), err);
}

err_code svc_correct(struct svc *svc, const struct svc_correct *in, kb_err *err)
{
    struct mending m;
    struct store_revision now;
    bool nobody;
    text rendered;                 /* when it is carried out; but it must be possible */
    struct svc__client_data found; /* passed with the note, which is required */
    ERR_TRY(look(svc, in->practice, &m, err));
    if (!m.editor) return err_set(err, ERR_FORBIDDEN, "only editors propose a correction");
    if (m.there && !is_mine(svc, &m)) return err_field(err, ERR_CONFLICT, "correction", "exists");
    ERR_TRY(store_revision_get(svc->store, m.seen.row.lines[m.line].revision, svc->arena, &now, err));
    if (!text_is(in->revision, now.id)) return err_field(err, ERR_CONFLICT, "revision", "changed-since");
    if (in->note.len > SVC_NOTE_MAX) return err_field(err, ERR_INVALID, "note", "too-long");
    if (!text_trim(in->note).len) return err_field(err, ERR_INVALID, "note", "required");
    ERR_TRY(svc__no_client_data(svc, "note", in->note, err));
    ERR_TRY(svc__draft_no_client_data(svc, m.seen.row.id, &in->draft, &found, err));
    struct store_correction row = {.practice = m.seen.row.id,
                                   .base = now.id,
                                   .note = svc__str(svc, text_trim(in->note)),
                                   .editor = svc->actor->person,
                                   .at = svc->now};
    ERR_TRY(svc__draft_check(svc__kind(&m.seen.row), &in->draft, err));
    ERR_TRY(take_text(svc, &m, in, &now, &row, err));
    ERR_TRY(svc_render(svc->arena, row.sections, row.n_sections, &rendered, err));
    ERR_TRY(store_correction_put(svc->store, &row, err));
    ERR_TRY(svc__log(svc, "correction.propose", row.practice, now.id, "", err));
    if (found.let_stand) ERR_TRY(svc__log(svc, "practice.let-stand", row.practice, now.id, "", err));
    ERR_TRY(needs_nobody(svc, &m, &nobody, err));
    return nobody ? OK : ask(svc, &m, err);
}

/* ---- Answering ---- */

/* The word is given by whoever was asked; an editor who proposed it where nobody is asked says nothing. */
static err_code say_yes(struct svc *svc, const struct mending *m, kb_err *err)
{
    struct store_assent row = {.practice = m->seen.row.id,
                               .kind = assent_kind(m),
                               .revision = m->waits.base,
                               .asked = m->waits.at,
                               .given = svc->now,
                               .given_by = svc->actor->person,
                               .words = ""};
    ERR_TRY(store_assent_put(svc->store, &row, err));
    return svc__log(svc, "assent.give", row.practice, row.revision, arena_printf(svc->arena, "kind=%s", row.kind), err);
}

err_code svc_correction_agree(struct svc *svc, text practice, kb_time at, kb_err *err)
{
    struct mending m;
    struct svc as = *svc;
    ERR_TRY(look(svc, practice, &m, err));
    if (!m.there || m.waits.at != at) return err_field(err, ERR_CONFLICT, "correction", "changed-since");
    if (!m.fix && !m.editor) return err_set(err, ERR_FORBIDDEN, "a correction is carried out by editors");
    if (may_agree(svc, &m)) ERR_TRY(say_yes(svc, &m, err));
    if (!m.editor) svc__act_as(&as, svc_system_actor()); /* the lead agrees; that the text is mended follows */
    struct svc_move move = {.practice = text_str(m.seen.row.id),
                            .move = m.fix ? MOVE_FIX_LANGUAGE : MOVE_CORRECT,
                            .words = text_str(m.waits.note)};
    return svc_move(&as, &move, err);
}

err_code svc_correction_drop(struct svc *svc, text practice, kb_err *err)
{
    struct mending m;
    ERR_TRY(look(svc, practice, &m, err));
    if (!m.there) return err_field(err, ERR_CONFLICT, "correction", "changed-since");
    ERR_TRY(store_correction_remove(svc->store, m.seen.row.id, err));
    ERR_TRY(store_assent_clear(svc->store, m.seen.row.id, assent_kind(&m), err));
    return svc__log(svc, "correction.drop", m.seen.row.id, m.waits.base, "", err);
}
