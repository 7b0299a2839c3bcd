/* The editors' desk: one list, the latest first. */
#include "kb/base/cleanup.h"
#include "kb/http/page_parts.h"
#include "kb/http/pages.h"

static const char *const verbs[] = {"take", "note", NULL};

const struct form_field page_desk_form[] = {
    {"do", FIELD_CHOICE, .required = true, .choices = verbs},
    {"desk-note", FIELD_MULTILINE, .max = SVC_NOTE_MAX},
    FORM_END,
};

/* Editors are told more than the sentence that all read. */
static enum msg stage_word(enum stage stage)
{
    if (stage == STAGE_TALKS) return MSG_STAGE_TALKS_DESK;
    return stage == STAGE_DEFERRED ? MSG_STAGE_DEFERRED_DESK : page_stage_name(stage);
}

static enum msg waits_word(enum svc_waits waits)
{
    static const enum msg words[SVC_WAITS__COUNT] = {[SVC_WAITS_EDITOR] = MSG_DESK_WAITS_EDITOR,
                                                     [SVC_WAITS_GROUP] = MSG_DESK_WAITS_GROUP,
                                                     [SVC_WAITS_BOARDS] = MSG_DESK_WAITS_BOARDS,
                                                     [SVC_WAITS_CLOCK] = MSG_DESK_WAITS_CLOCK};
    return words[waits];
}

static void take_rows(const struct page *page, const struct svc_desk *desk, struct view_desk *v)
{
    struct view_desk_row *rows = ARENA_ARRAY(page->svc.arena, struct view_desk_row, desk->n);
    for (size_t i = 0; rows && i < desk->n; i++) {
        const struct svc_desk_item *item = &desk->at[i];
        bool mine = item->editor && !strcmp(item->editor, page->svc.actor->person);
        rows[i] = (struct view_desk_row){.href = text_str(item->card.href),
                                         .title = page_title(page, &item->card),
                                         .number = text_str(item->card.number),
                                         .stage = stage_word(item->card.stage),
                                         .waits = waits_word(item->waits),
                                         .due = item->due ? page_date(page, item->due - 1) : text_str(""),
                                         .late = item->late,
                                         .editor = text_str(item->editor_name)};
        if (!mine) rows[i].take = page_join(page, "/redactie/", item->card.id);
    }
    v->rows = rows;
    v->rows_count = rows ? desk->n : 0;
}

static void take_filters(const struct page *page, const struct svc_desk_ask *ask, struct view_desk *v)
{
    static const enum stage stages[] = {STAGE_SUBMITTED, STAGE_PROPOSAL, STAGE_RECOMMENDATION,
                                        STAGE_IN_ROUND,  STAGE_TALKS,    STAGE_DEFERRED,
                                        STAGE_DUE,       STAGE_EXPIRED};
    struct view_desk_stage *s = ARENA_ARRAY(page->svc.arena, struct view_desk_stage, COUNT_OF(stages));
    struct view_desk_field *f = ARENA_ARRAY(page->svc.arena, struct view_desk_field, page->fields.n);
    if (!s || !f) return;
    for (size_t i = 0; i < COUNT_OF(stages); i++) {
        text slug = text_str(stage_slug_nl(stages[i]));
        s[i] = (struct view_desk_stage){slug, stage_word(stages[i]), text_eq(slug, ask->stage)};
    }
    for (size_t i = 0; i < page->fields.n; i++) {
        text slug = text_str(page->fields.at[i].slug);
        f[i] = (struct view_desk_field){slug, text_str(page->fields.at[i].name), text_eq(slug, ask->legal_field)};
    }
    v->stages = s;
    v->stages_count = COUNT_OF(stages);
    v->fields = f;
    v->fields_count = page->fields.n;
    v->mine = ask->mine;
}

err_code page_desk(kb_req *req, kb_res *res, kb_err *err)
{
    struct page page;
    struct svc_desk desk;
    struct svc_desk_ask ask = {.stage = req_query(req, "fase"),
                               .legal_field = req_query(req, "rechtsgebied"),
                               .mine = req_query(req, "van-mij").len != 0};
    ERR_TRY(page_open(&page, req, res, "redactie", err));
    ERR_TRY(page_labels(&page, err));
    ERR_TRY(svc_desk(&page.svc, &ask, &desk, err));
    struct view_desk v = {.unconfirmed = (int64_t)desk.unconfirmed};
    take_rows(&page, &desk, &v);
    take_filters(&page, &ask, &v);
    view_desk(&res->body, &page.env, &v);
    return page_close(&page, 200, err);
}

err_code page_desk_write(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    if (text_is(req_field(req, "do"), "take")) return svc_desk_take(&svc, req_param(req, "id"), err);
    return svc_desk_note_add(&svc, req_param(req, "id"), req_field(req, "desk-note"), err);
}

err_code page_desk_done(kb_req *req, kb_res *res, kb_err *err)
{
    (void)err;
    res_flash(res, "flash.desk");
    res_redirect(res, "/stukken/%.*s#redactie", TEXT_FMT(req_param(req, "id")));
    return OK;
}
