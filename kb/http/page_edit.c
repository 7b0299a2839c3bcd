/* The editor: one box for each part of a text, with its question and an example; saved, and saved by itself. */
#include "kb/http/page_edit.h"
#include "kb/base/cleanup.h"
#include "kb/http/page_sections.h"
#include "kb/http/pages.h"

#include <jansson.h>

enum { ROWS_SHORT = 3, ROWS_LONG = 6 };

/* ---- Boxes ---- */

/* What the boxes are filled with: what is stored, or what was typed. */
struct boxes {
    struct page *page;
    const struct page_form *form;
    const struct svc_working *working;
    struct view_edit_group *groups;
    struct view_edit_box *all;
    size_t n_groups, n_boxes;
};

static text stored_part(const struct svc_draft *draft, const char *key)
{
    if (!strcmp(key, "title")) return draft->title;
    if (!strcmp(key, "brief")) return draft->brief;
    for (size_t i = 0; i < draft->n_sections; i++)
        if (!strcmp(draft->sections[i].key, key)) return draft->sections[i].body;
    return text_str("");
}

static const char *field_name(const struct page *page, const char *key)
{
    bool section = strcmp(key, "title") != 0 && strcmp(key, "brief") != 0;
    return section ? arena_printf(page->svc.arena, "section-%s", key) : key;
}

/* An example is shown as a reader would see it. */
static err_code take_example(struct page *page, const char *key, struct view_edit_box *box, kb_err *err)
{
    enum msg example = msg_find2(TEXT("example."), text_str(key));
    const struct md_document *doc;
    struct view_body *body = ARENA_NEW(page->svc.arena, struct view_body);
    if (example == MSG_NONE || !body) return OK;
    ERR_TRY(svc_preview(page->svc.arena, text_str(key), msg_text(page->env.lang, example), &doc, err));
    ERR_TRY(page_body(page, doc, body, err));
    box->example = body;
    return OK;
}

/* info NULL: title, brief, or a section that this kind does not have. */
static err_code add_box(struct boxes *b, const char *key, const struct practice_section *info, enum msg question,
                        kb_err *err)
{
    struct page *page = b->page;
    text stored = stored_part(&b->working->draft, key);
    const char *name = field_name(page, key), *base = arena_printf(page->svc.arena, "base-%s", key);
    if (!name || !base) return err_set(err, ERR_NOMEM, "no room for the editor");
    struct view_edit_box *box = &b->all[b->n_boxes++];
    *box = (struct view_edit_box){
        .name = text_str(name),
        .label = page_section_title(page, key),
        .question = msg_text(page->env.lang, question),
        .base = text_str(base),
        .began = page_form_value(b->form, base, stored),
        .value = page_form_value(b->form, name, stored),
        .error = page_form_error(b->form, name),
        .required = info ? info->required : true,
    };
    box->rows = edit_rows(box->value, info && info->card ? ROWS_SHORT : ROWS_LONG);
    b->groups[b->n_groups - 1].boxes_count++;
    return take_example(page, key, box, err);
}

static void next_group(struct boxes *b, text legend)
{
    b->groups[b->n_groups++] = (struct view_edit_group){.legend = legend, .boxes = &b->all[b->n_boxes]};
}

static enum msg question_of(const char *key)
{
    return msg_find2(TEXT("question."), text_str(key));
}

static err_code add_head(struct boxes *b, kb_err *err)
{
    next_group(b, text_str(""));
    ERR_TRY(add_box(b, "title", NULL, MSG_QUESTION_TITLE, err));
    b->all[0].line = true;
    ERR_TRY(add_box(b, "brief", NULL, MSG_QUESTION_BRIEF, err));
    b->all[1].plain = true;
    b->all[1].rows = ROWS_SHORT;
    b->all[1].words = PRACTICE_BRIEF_WORDS;
    return OK;
}

/* Imported text without sections is shown where there is some; nobody begins such a part. */
static bool wanted(const struct boxes *b, const char *key)
{
    if (strcmp(key, "tekst") != 0) return true;
    const char *name = field_name(b->page, key);
    return name && page_form_value(b->form, name, stored_part(&b->working->draft, key)).len;
}

static err_code add_kind(struct boxes *b, kb_err *err)
{
    const struct practice_section *infos;
    size_t n = practice_sections(b->working->card.kind, &infos);
    bool card = false;
    for (size_t i = 0; i < n; i++) {
        if (!wanted(b, infos[i].key)) continue;
        text legend = infos[i].card ? msg_text(b->page->env.lang, MSG_SECTION_KAART) : text_str("");
        if (infos[i].card != card || (i == 0 && !card)) next_group(b, legend);
        card = infos[i].card;
        ERR_TRY(add_box(b, infos[i].key, &infos[i], question_of(infos[i].key), err));
    }
    return OK;
}

/* Text in sections of another kind: a practice that became one of this kind keeps every word. */
static err_code add_leftovers(struct boxes *b, kb_err *err)
{
    static const struct practice_section leftover = {.required = false};
    const struct svc_draft *draft = &b->working->draft;
    next_group(b, text_str(""));
    for (size_t i = 0; i < draft->n_sections; i++) {
        const struct store_section *s = &draft->sections[i];
        if (!s->body.len || practice_section_find(b->working->card.kind, text_str(s->key))) continue;
        ERR_TRY(add_box(b, s->key, &leftover, MSG_EDIT_LEFTOVER, err));
    }
    return OK;
}

static err_code take_boxes(struct page *page, const struct page_form *form, const struct svc_working *working,
                           struct view_edit *v, kb_err *err)
{
    const struct practice_section *infos;
    size_t most = 2 + practice_sections(working->card.kind, &infos) + working->draft.n_sections;
    struct boxes b = {.page = page,
                      .form = form,
                      .working = working,
                      .groups = ARENA_ARRAY(page->svc.arena, struct view_edit_group, most + 2),
                      .all = ARENA_ARRAY(page->svc.arena, struct view_edit_box, most)};
    if (!b.groups || !b.all) return err_set(err, ERR_NOMEM, "no room for the editor");
    ERR_TRY(add_head(&b, err));
    ERR_TRY(add_kind(&b, err));
    ERR_TRY(add_leftovers(&b, err));
    v->groups = b.groups;
    v->groups_count = b.n_groups;
    return OK;
}

/* ---- The page ---- */

static text saved_line(const struct page *page, const struct svc_working *working)
{
    return page_words(page, MSG_EDIT_SAVED_LAST,
                      MSG_ARGS({TEXT("when"), page_date_time(page, working->updated)},
                               {TEXT("name"), text_str(working->updated_by_name)}));
}

static err_code take_shown(struct page *page, const struct svc_working *working, struct view_edit *v, kb_err *err)
{
    if (!req_query(page->req, "voorbeeld").len) return OK;
    struct view_preview *shown = ARENA_NEW(page->svc.arena, struct view_preview);
    if (!shown) return err_set(err, ERR_NOMEM, "no room for a preview");
    v->shown = shown;
    return page_preview(page, &working->card, &working->draft, shown, err);
}

static err_code show(kb_req *req, kb_res *res, const kb_err *why, kb_err *err)
{
    struct page page;
    struct svc_working working;
    struct page_form form = {&page, why};
    ERR_TRY(page_open(&page, req, res, "werkgroepen", err));
    ERR_TRY(svc_working(&page.svc, req_param(req, "id"), &working, err));
    struct view_edit v = {
        .title = page_words(&page, MSG_EDIT_TITLE, MSG_ARGS({TEXT("title"), page_title(&page, &working.card)})),
        .stage = page_stage(&page, &working.card, 0),
        .action = edit_address(&page, &working.card, "/bewerken"),
        .autosave = edit_address(&page, &working.card, "/bewaren"),
        .preview = edit_address(&page, &working.card, "/voorbeeld"),
        .similar = text_str(arena_printf(page.svc.arena, "/stukken/lijkt-op?naast=%s", working.card.id)),
        .presence = edit_address(&page, &working.card, "/schrijvers"),
        .version = page_form_seen(&form, "version", page_number(&page, working.version)),
        .from = page_form_value(&form, "from", edit_from(&page)),
        .saved = saved_line(&page, &working),
        .writing = edit_who_writes(&page, &working),
    };
    v.crumbs = edit_crumbs(&page, &working.card, MSG_EDIT_HERE, &v.crumbs_count);
    v.errors = page_form_errors(&form, &v.errors_count);
    v.waits = !working.may.publish;
    if (working.may.publish) v.publish = edit_is_open(&working.card) ? MSG_EDIT_PUBLISH : MSG_EDIT_SHARE;
    if (working.may.place) v.place = edit_address(&page, &working.card, "/kenmerken");
    ERR_TRY(take_boxes(&page, &form, &working, &v, err));
    ERR_TRY(take_shown(&page, &working, &v, err));
    edit_note_writing(req, &working.card);
    view_edit(&res->body, &page.env, &v);
    return page_close(&page, 200, err);
}

err_code page_edit(kb_req *req, kb_res *res, kb_err *err)
{
    return show(req, res, NULL, err);
}

/* ---- Saving ---- */

err_code page_edit_write(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    struct svc_save in = {
        .practice = req_param(req, "id"), .seen = req_field_int(req, "version"), .from = req_field(req, "from")};
    int64_t *version = ARENA_NEW(req->arena, int64_t);
    if (!version) return err_set(err, ERR_NOMEM, "saving");
    ERR_TRY(edit_draft(req, &in.draft, err));
    req->result = version;
    return svc_save(&svc, &in, version, err);
}

/* Where the button that was pressed leads. */
err_code page_edit_saved(kb_req *req, kb_res *res, kb_err *err)
{
    (void)err;
    text id = req_param(req, "id"), next = req_field(req, "next");
    if (text_is(next, "publish")) {
        res_redirect(res, "/stukken/%.*s/publiceren", TEXT_FMT(id));
        return OK;
    }
    bool preview = text_is(next, "preview");
    res_redirect(res, "/stukken/%.*s/bewerken%s", TEXT_FMT(id), preview ? "?voorbeeld=ja#voorbeeld" : "");
    if (!preview) res_flash(res, text_is(next, "merged") ? "flash.merged" : "flash.saved");
    return OK;
}

err_code page_edit_refused(kb_req *req, kb_res *res, const kb_err *why, kb_err *err)
{
    return why->code == ERR_STALE_EDIT ? edit_show_merge(req, res, err) : show(req, res, why, err);
}

/* ---- Saving by itself ---- */

static err_code put_json(kb_res *res, int status, const char *type, json_t *doc, kb_err *err)
{
    _cleanup_(free_p)
    char *bytes = doc ? json_dumps(doc, JSON_COMPACT) : NULL;
    json_decref(doc);
    if (!bytes) return err_set(err, ERR_NOMEM, "no room for JSON");
    res_type(res, status, type);
    buf_str(&res->body, bytes);
    return OK;
}

/* The hidden fields that the next save builds on: the version, and what each box began from. */
static json_t *next_fields(const kb_req *req, int64_t version)
{
    char number[24];
    snprintf(number, sizeof number, "%lld", (long long)version);
    json_t *fields = json_pack("{s:s}", "version", number);
    for (size_t i = 0; fields && i < req->n_pairs; i++) {
        const char *name = arena_text_str(req->arena, req->pairs[i].name);
        if (!name || strncmp(name, "base-", 5) != 0) continue;
        const char *key = name + 5;
        bool section = strcmp(key, "title") != 0 && strcmp(key, "brief") != 0;
        text now = req_field(req, section ? arena_printf(req->arena, "section-%s", key) : key);
        json_object_set_new(fields, name, json_stringn(now.ptr, now.len));
    }
    return fields;
}

err_code page_edit_autosaved(kb_req *req, kb_res *res, kb_err *err)
{
    int64_t version = *(const int64_t *)req->result;
    json_t *fields = next_fields(req, version);
    json_t *doc = json_pack("{s:I, s:I, s:o}", "version", (json_int_t)version, "saved_at", (json_int_t)req->now,
                            "fields", fields);
    return put_json(res, 200, "application/json", doc, err);
}

static text why_not_saved(const struct page *page, const kb_err *why, const struct svc_working *working)
{
    if (why->code == ERR_STALE_EDIT && working->updated_by_me) return msg_text(page->env.lang, MSG_EDIT_STALE_ME);
    if (why->code == ERR_STALE_EDIT)
        return page_words(page, MSG_EDIT_STALE, MSG_ARGS({TEXT("name"), text_str(working->updated_by_name)}));
    if (!why->n_items) return text_str(err_title(why->code));
    return page_words(page, MSG_EDIT_REFUSED,
                      MSG_ARGS({TEXT("part"), page_form_label(page, why->items[0].field)},
                               {TEXT("why"), view_reason(page->env.lang, why->items[0].reason)}));
}

/* problem+json (RFC 9457) with a sentence for who is writing. */
err_code page_edit_autosave_refused(kb_req *req, kb_res *res, const kb_err *why, kb_err *err)
{
    struct page page;
    struct svc_working working;
    ERR_TRY(page_open(&page, req, res, "", err));
    ERR_TRY(svc_working(&page.svc, req_param(req, "id"), &working, err));
    const char *detail = arena_text_str(req->arena, why_not_saved(&page, why, &working));
    const char *type = arena_printf(req->arena, "/problemen/%s", err_slug(why->code));
    int status = err_http_status(why->code);
    json_t *doc = json_pack("{s:s, s:s, s:i, s:s}", "type", type ? type : "", "title", err_title(why->code), "status",
                            status, "detail", detail ? detail : "");
    return put_json(res, status, "application/problem+json", doc, err);
}

/* ---- Preview, and who is writing ---- */

err_code page_edit_preview(kb_req *req, kb_res *res, kb_err *err)
{
    struct page page;
    struct svc_working working;
    struct svc_draft draft;
    struct view_preview v;
    ERR_TRY(page_open(&page, req, res, "", err));
    ERR_TRY(svc_working(&page.svc, req_param(req, "id"), &working, err));
    ERR_TRY(edit_draft(req, &draft, err));
    ERR_TRY(svc_draft_fits(&draft, err));
    ERR_TRY(page_preview(&page, &working.card, &draft, &v, err));
    view_preview(&res->body, &page.env, &v);
    return page_close(&page, 200, err);
}

err_code page_edit_writers(kb_req *req, kb_res *res, kb_err *err)
{
    struct page page;
    struct svc_working working;
    ERR_TRY(page_open(&page, req, res, "", err));
    ERR_TRY(svc_working(&page.svc, req_param(req, "id"), &working, err));
    edit_note_writing(req, &working.card);
    res_text(res, 200, "%.*s\n", TEXT_FMT(edit_who_writes(&page, &working)));
    return OK;
}
