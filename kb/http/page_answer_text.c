/* Answer texts: the list and the form of the editors, and how one gets into the box of a step. With the script a link
 * of the list puts its text into the box; without it the same link asks the page again with the text in the box. In a
 * form with more than that box it is a button, so that nothing is lost. */
#include "kb/http/page_answer_text.h"

#include "kb/base/cleanup.h"
#include "kb/http/page_form.h"
#include "kb/http/pages.h"

#define LIST "/redactie/antwoordteksten"

/* The boxes, in the order in which a text meets them; the slugs are those of stage_words_slug. */
static const char *const purpose_slugs[] = {"what-to-change", "reason",       "question", "summary",
                                            "outcome",        "what-checked", NULL};

static const struct {
    enum practice_words words;
    enum msg name, help;
} purposes[] = {
    {WORDS_WHAT_TO_CHANGE, MSG_ANSWER_TEXT_FOR_WHAT_TO_CHANGE, MSG_NONE},
    {WORDS_REASON, MSG_ANSWER_TEXT_FOR_REASON, MSG_ANSWER_TEXT_FOR_REASON_HELP},
    {WORDS_QUESTION, MSG_ANSWER_TEXT_FOR_QUESTION, MSG_NONE},
    {WORDS_SUMMARY, MSG_ANSWER_TEXT_FOR_SUMMARY, MSG_NONE},
    {WORDS_OUTCOME, MSG_ANSWER_TEXT_FOR_OUTCOME, MSG_NONE},
    {WORDS_WHAT_CHECKED, MSG_ANSWER_TEXT_FOR_WHAT_CHECKED, MSG_NONE},
};

/* clang-format off */
/* Of both buttons: taking one away sends what stands in the boxes along, so that nothing typed is lost when it is refused. */
const struct form_field page_answer_text_form[] = {
    { "answer_for",   FIELD_CHOICE,    .choices = purpose_slugs },
    { "answer_title", FIELD_TEXT,      .max = SVC_ANSWER_TITLE_MAX },
    { "answer_body",  FIELD_MULTILINE, .max = SVC_WORDS_MAX },
    { "version",      FIELD_INT,       .required = false },
    FORM_END,
};
/* clang-format on */

/* ---- In the box of a step ---- */

static text address_of_new(const struct page *page, uint32_t words)
{
    for (size_t i = 0; i < COUNT_OF(purposes); i++)
        if (words & UINT32_C(1) << purposes[i].words) return page_join(page, LIST "/nieuw?voor=", purpose_slugs[i]);
    return text_str(LIST "/nieuw");
}

static text asked_text(const struct page *page)
{
    text sent = req_sent(page->req, "tekst");
    return sent.len ? sent : req_query(page->req, "tekst");
}

/* A chosen text goes behind what stands in the box. */
static const char *behind_typed(const struct page *page, const char *box, const char *chosen)
{
    text typed = text_trim(req_sent(page->req, box));
    return typed.len ? arena_printf(page->svc.arena, "%.*s\n\n%s", TEXT_FMT(typed), chosen) : chosen;
}

err_code page_answers(struct page *page, uint32_t words, const char *box, text here, text keep,
                      struct page_answers *out, kb_err *err)
{
    struct svc_answer_texts found;
    struct policy_object object = {.kind = OBJECT_ANSWER_TEXT};
    arena *a = page->svc.arena;
    *out = (struct page_answers){.chosen = ""};
    if (!policy_may_read(page->svc.actor, &object)) return OK;
    ERR_TRY(svc_answer_texts_for(&page->svc, words, &found, err));
    struct view_answer_pick *v = ARENA_NEW(a, struct view_answer_pick);
    struct view_answer_pick_entry *entries = ARENA_ARRAY(a, struct view_answer_pick_entry, found.n);
    if (!v || !entries) return err_set(err, ERR_NOMEM, "answer texts");
    char joint = text_find_byte(here, '?', 0) == SIZE_MAX ? '?' : '&';
    for (size_t i = 0; i < found.n; i++) {
        const struct svc_answer_text *t = &found.at[i];
        entries[i] = (struct view_answer_pick_entry){
            .id = text_str(t->id),
            .href = text_str(arena_printf(a, "%.*s%ctekst=%s#field-%s", TEXT_FMT(here), joint, t->id, box)),
            .title = text_str(t->title),
            .body = text_str(t->body)};
        if (text_is(asked_text(page), t->id)) out->chosen = behind_typed(page, box, t->body);
    }
    *v = (struct view_answer_pick){.box = text_str(box),
                                   .texts = entries,
                                   .texts_count = found.n,
                                   .keep = keep,
                                   .add = address_of_new(page, words)};
    out->pick = v;
    return OK;
}

/* ---- The list ---- */

static text note(const struct page *page, const struct svc_answer_text *t)
{
    text day = page_date(page, t->changed), name = text_str(t->by);
    enum msg msg = name.len ? MSG_ANSWER_TEXT_SINCE : MSG_ANSWER_TEXT_SINCE_NOBODY;
    return page_words(page, msg, MSG_ARGS({TEXT("date"), day}, {TEXT("name"), name}));
}

static err_code take_group(const struct page *page, const struct svc_answer_texts *all, size_t purpose,
                           struct view_answer_texts *v, struct view_answer_texts_group *groups, kb_err *err)
{
    struct view_answer_texts_group *group = &groups[v->groups_count];
    struct view_answer_texts_group_text *texts =
        ARENA_ARRAY(page->svc.arena, struct view_answer_texts_group_text, all->n);
    if (!texts) return err_set(err, ERR_NOMEM, "answer texts");
    *group = (struct view_answer_texts_group){.name = purposes[purpose].name, .texts = texts};
    for (size_t i = 0; i < all->n; i++) {
        const struct svc_answer_text *t = &all->at[i];
        if (t->purpose != purposes[purpose].words) continue;
        texts[group->texts_count++] = (struct view_answer_texts_group_text){.href = page_join(page, LIST "/", t->id),
                                                                            .title = text_str(t->title),
                                                                            .body = text_str(t->body),
                                                                            .note = note(page, t)};
    }
    v->groups_count += group->texts_count > 0;
    return OK;
}

err_code page_answer_texts(kb_req *req, kb_res *res, kb_err *err)
{
    struct page page;
    struct svc_answer_texts all;
    struct view_answer_texts v = {0};
    struct view_answer_texts_group groups[COUNT_OF(purposes)];
    ERR_TRY(page_open(&page, req, res, "redactie", err));
    ERR_TRY(svc_answer_texts(&page.svc, &all, err));
    v.groups = groups;
    for (size_t i = 0; i < COUNT_OF(purposes); i++) ERR_TRY(take_group(&page, &all, i, &v, groups, err));
    v.crumbs = page_crumbs(&page, msg_text(page.env.lang, MSG_DESK_TITLE), TEXT("/redactie"),
                           msg_text(page.env.lang, MSG_ANSWER_TEXT_TITLE));
    v.crumbs_count = v.crumbs ? PAGE_CRUMBS : 0;
    view_answer_texts(&res->body, &page.env, &v);
    return page_close(&page, 200, err);
}

/* ---- One ---- */

static struct view_choices purpose_choices(const struct page_form *form, enum practice_words stored)
{
    struct view_choices v = page_form_one_of(form, "answer_for", COUNT_OF(purposes));
    for (size_t i = 0; i < COUNT_OF(purposes); i++)
        page_form_offer(form, &v, purpose_slugs[i], purposes[i].name, purposes[i].help, purposes[i].words == stored);
    return v;
}

/* Where a colleague was first, what stands there now is shown beside what was typed: saving again is a choice then. */
static void take_stale(const struct page_form *form, const struct svc_answer_text *stored, struct view_answer_text *v)
{
    if (!form->why || form->why->code != ERR_STALE_EDIT) {
        v->errors = page_form_errors(form, &v->errors_count);
        return;
    }
    v->stale = note(form->page, stored);
    v->now_title = text_str(stored->title);
    v->now_body = text_str(stored->body);
}

static err_code show(kb_req *req, kb_res *res, const kb_err *why, kb_err *err)
{
    struct page page;
    struct page_form form = {&page, why};
    struct svc_answer_text stored = {.purpose = WORDS_WHAT_TO_CHANGE, .title = "", .body = "", .by = ""};
    struct policy_object object = {.kind = OBJECT_ANSWER_TEXT};
    text id = req_param(req, "id");
    ERR_TRY(page_open(&page, req, res, "redactie", err));
    ERR_TRY(policy_check(page.svc.actor, ACT_WRITE, &object, err));
    if (id.len) ERR_TRY(svc_answer_text(&page.svc, id, &stored, err));
    (void)svc_answer_purpose_from_slug(req_query(req, "voor"), &stored.purpose); /* the box one comes from */
    struct view_answer_text v = {
        .title = msg_text(page.env.lang, id.len ? MSG_ANSWER_TEXT_CHANGE : MSG_ANSWER_TEXT_NEW),
        .action = page_join(&page, LIST "/", id.len ? stored.id : "nieuw"),
        .purposes = purpose_choices(&form, stored.purpose),
        .name = page_form_value(&form, "answer_title", text_str(stored.title)),
        .name_error = page_form_error(&form, "answer_title"),
        .body = page_form_value(&form, "answer_body", text_str(stored.body)),
        .body_error = page_form_error(&form, "answer_body"),
        .version = page_form_seen(&form, "version", page_number(&page, stored.version)),
    };
    if (id.len) v.remove = text_str(arena_printf(req->arena, LIST "/%s/weg", stored.id));
    v.crumbs = page_crumbs(&page, msg_text(page.env.lang, MSG_ANSWER_TEXT_TITLE), text_str(LIST), v.title);
    v.crumbs_count = v.crumbs ? PAGE_CRUMBS : 0;
    take_stale(&form, &stored, &v);
    view_answer_text(&res->body, &page.env, &v);
    return page_close(&page, 200, err);
}

err_code page_answer_text(kb_req *req, kb_res *res, kb_err *err)
{
    return show(req, res, NULL, err);
}

err_code page_answer_text_refused(kb_req *req, kb_res *res, const kb_err *why, kb_err *err)
{
    return show(req, res, why, err);
}

err_code page_answer_text_write(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    struct svc_answer_text_put in = {.id = req_param(req, "id"),
                                     .title = req_field(req, "answer_title"),
                                     .body = req_field(req, "answer_body"),
                                     .seen = req_field_int(req, "version")};
    if (!svc_answer_purpose_from_slug(req_field(req, "answer_for"), &in.purpose))
        return err_field(err, ERR_INVALID, "answer_for", "required");
    return svc_answer_text_put(&svc, &in, err);
}

static err_code back(kb_res *res, const char *flash)
{
    res_flash(res, flash);
    res_redirect(res, LIST);
    return OK;
}

err_code page_answer_text_written(kb_req *req, kb_res *res, kb_err *err)
{
    (void)req, (void)err;
    return back(res, "flash.answer_text");
}

err_code page_answer_text_remove_write(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    return svc_answer_text_remove(&svc, req_param(req, "id"), req_field_int(req, "version"), err);
}

err_code page_answer_text_removed(kb_req *req, kb_res *res, kb_err *err)
{
    (void)req, (void)err;
    return back(res, "flash.answer_text_gone");
}
