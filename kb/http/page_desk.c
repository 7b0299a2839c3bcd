/* The editors' desk: one list, the latest first. */
#include "kb/base/cleanup.h"
#include "kb/http/page_answer_text.h"
#include "kb/http/page_form.h"
#include "kb/http/pages.h"

static const char *const verbs[] = {"take", "note", NULL};

static const char *const many_verbs[] = {"take", "nudge", "accept", "return", "confirm", NULL};

const struct form_field page_desk_many_form[] = {
    {"do", FIELD_CHOICE, .required = true, .choices = many_verbs},
    {"practice", FIELD_ID, .required = true, .many = SVC_DESK_MANY_MAX},
    {"words", FIELD_MULTILINE, .max = SVC_WORDS_MAX},
    {"review", FIELD_DATE, .required = false},
    FORM_END,
};

/* All that stands in the form of many, with the answer text that must go into its box. */
const struct form_field page_desk_pick_form[] = {
    {"tekst", FIELD_ID, .required = true},
    {"practice", FIELD_ID, .many = SVC_DESK_MANY_MAX},
    {"words", FIELD_MULTILINE, .max = SVC_WORDS_MAX},
    {"review", FIELD_DATE, .required = false},
    FORM_END,
};

const struct form_field page_desk_form[] = {
    {"do", FIELD_CHOICE, .required = true, .choices = verbs},
    {"desk-note", FIELD_MULTILINE, .max = SVC_NOTE_MAX},
    FORM_END,
};

static enum msg waits_word(enum svc_waits waits)
{
    static const enum msg words[SVC_WAITS__COUNT] = {[SVC_WAITS_EDITOR] = MSG_DESK_WAITS_EDITOR,
                                                     [SVC_WAITS_GROUP] = MSG_DESK_WAITS_GROUP,
                                                     [SVC_WAITS_BOARDS] = MSG_DESK_WAITS_BOARDS,
                                                     [SVC_WAITS_CLOCK] = MSG_DESK_WAITS_CLOCK};
    return words[waits];
}

/* A box is ticked for a text as it was shown: "<id>-<revision>". An id alone means it whatever it says by now. */
static const char *box_of(const struct page *page, const struct svc_desk_item *item)
{
    if (!item->revision) return item->card.id;
    return arena_printf(page->svc.arena, "%s-%s", item->card.id, item->revision);
}

static void split_box(text box, text *practice, text *revision)
{
    enum { ID = STORE_ID_BYTES - 1 };
    bool two = box.len > ID && box.ptr[ID] == '-';
    *practice = two ? text_slice(box, 0, ID) : box;
    *revision = two ? text_slice(box, ID + 1, SIZE_MAX) : TEXT("");
}

static bool is_box_of(text box, const char *id)
{
    text practice, revision;
    split_box(box, &practice, &revision);
    return text_is(practice, id);
}

/* Boxes stay ticked when the form was refused, and the text that could not is named. */
static bool was_chosen(const struct page *page, const char *id)
{
    text value;
    for (size_t i = 0; req_sent_nth(page->req, "practice", i, &value); i++)
        if (is_box_of(value, id)) return true;
    return false;
}

static bool has_failed(const struct page *page, const char *id)
{
    const size_t *failed = page->req->result;
    text value;
    return failed && *failed != SIZE_MAX && req_sent_nth(page->req, "practice", *failed, &value) &&
           is_box_of(value, id);
}

/* Is there somebody to remind of what is late? Who has it in hand needs no letter to themselves. */
static bool can_nudge(const struct svc_desk_item *item, bool mine)
{
    return item->late && item->waits != SVC_WAITS_CLOCK && !(mine && item->waits == SVC_WAITS_EDITOR);
}

static void take_rows(const struct page *page, const struct svc_desk *desk, struct view_desk *v)
{
    struct view_desk_row *rows = ARENA_ARRAY(page->svc.arena, struct view_desk_row, desk->n);
    for (size_t i = 0; rows && i < desk->n; i++) {
        const struct svc_desk_item *item = &desk->at[i];
        bool mine = item->editor && !strcmp(item->editor, page->svc.actor->person);
        rows[i] = (struct view_desk_row){.id = text_str(item->card.id),
                                         .box = text_str(box_of(page, item)),
                                         .on = was_chosen(page, item->card.id),
                                         .failed = has_failed(page, item->card.id),
                                         .href = text_str(item->card.href),
                                         .title = page_title(page, &item->card),
                                         .number = text_str(item->card.number),
                                         .stage = page_stage_name(item->card.stage),
                                         .waits = waits_word(item->waits),
                                         .due = item->due ? page_date(page, item->due - 1) : text_str(""),
                                         .late = item->late,
                                         .editor = text_str(item->editor_name)};
        rows[i].nudge = v->stuck && can_nudge(item, mine);
        if (!mine) rows[i].take = page_join(page, "/redactie/", item->card.id);
    }
    v->rows = rows;
    v->rows_count = rows ? desk->n : 0;
}

static const struct view_desk_option *options_of(const struct page *page, const struct svc_named *at, size_t n,
                                                 text asked, size_t *count)
{
    struct view_desk_option *rows = ARENA_ARRAY(page->svc.arena, struct view_desk_option, n);
    for (size_t i = 0; rows && i < n; i++)
        rows[i] = (struct view_desk_option){text_str(at[i].key), text_str(at[i].name), text_is(asked, at[i].key)};
    *count = rows ? n : 0;
    return rows;
}

static void take_filters(const struct page *page, const struct svc_desk_ask *ask, const struct svc_desk *desk,
                         struct view_desk *v)
{
    static const enum stage stages[] = {STAGE_SUBMITTED, STAGE_PROPOSAL, STAGE_RECOMMENDATION,
                                        STAGE_IN_ROUND,  STAGE_TALKS,    STAGE_DEFERRED,
                                        STAGE_DUE,       STAGE_EXPIRED};
    struct view_desk_stage *s = ARENA_ARRAY(page->svc.arena, struct view_desk_stage, COUNT_OF(stages));
    struct view_desk_option *f = ARENA_ARRAY(page->svc.arena, struct view_desk_option, page->fields.n);
    if (!s || !f) return;
    for (size_t i = 0; i < COUNT_OF(stages); i++) {
        text slug = text_str(stage_slug_nl(stages[i]));
        s[i] = (struct view_desk_stage){slug, page_stage_name(stages[i]), text_eq(slug, ask->stage)};
    }
    for (size_t i = 0; i < page->fields.n; i++) {
        text slug = text_str(page->fields.at[i].slug);
        f[i] = (struct view_desk_option){slug, text_str(page->fields.at[i].name), text_eq(slug, ask->legal_field)};
    }
    v->stages = s;
    v->stages_count = COUNT_OF(stages);
    v->fields = f;
    v->fields_count = page->fields.n;
    v->nobody = text_is(ask->editor, SVC_DESK_NOBODY);
    v->editors = options_of(page, desk->editors, desk->n_editors, ask->editor, &v->editors_count);
    v->boards = options_of(page, desk->organisations, desk->n_organisations, ask->organisation, &v->boards_count);
    v->stuck = ask->stuck;
    v->only_unconfirmed = ask->unconfirmed;
}

static struct svc_desk_ask asked(const kb_req *req)
{
    return (struct svc_desk_ask){.stage = req_query(req, "fase"),
                                 .legal_field = req_query(req, "rechtsgebied"),
                                 .editor = req_query(req, "redacteur"),
                                 .organisation = req_query(req, "organisatie"),
                                 .stuck = req_query(req, "loopt-vast").len != 0,
                                 .unconfirmed = req_query(req, "niet-bevestigd").len != 0};
}

/* The list as it is filtered, at an address of the desk. */
static text filtered(arena *a, const char *address, const struct svc_desk_ask *ask)
{
    _cleanup_(buf_release)
    struct buf out = buf_new(4096);
    char joint = '?';
    const struct {
        const char *name;
        text value;
    } filters[] = {{"fase", ask->stage},
                   {"rechtsgebied", ask->legal_field},
                   {"redacteur", ask->editor},
                   {"organisatie", ask->organisation},
                   {"loopt-vast", ask->stuck ? TEXT("1") : TEXT("")},
                   {"niet-bevestigd", ask->unconfirmed ? TEXT("1") : TEXT("")}};
    buf_str(&out, address);
    for (size_t i = 0; i < COUNT_OF(filters); i++) {
        if (!filters[i].value.len) continue;
        buf_printf(&out, "%c%s=", joint, filters[i].name);
        html_query(&out, filters[i].value);
        joint = '&';
    }
    return arena_text(a, buf_text(&out));
}

/* The words of many at once say what must change, or what was checked. */
static err_code take_words(const struct page_form *form, struct page *page, const struct svc_desk_ask *ask,
                           struct view_desk *v, kb_err *err)
{
    enum { BOTH = 1 << WORDS_WHAT_TO_CHANGE | 1 << WORDS_WHAT_CHECKED };
    struct page_answers answers;
    text keep = filtered(page->svc.arena, "/redactie/antwoordtekst", ask);
    ERR_TRY(page_answers(page, BOTH, "words", v->here, keep, &answers, err));
    v->picked = *answers.chosen != '\0';
    v->words = v->picked ? text_str(answers.chosen) : page_form_value(form, "words", text_str(""));
    v->answers = answers.pick;
    return OK;
}

static err_code show_desk(kb_req *req, kb_res *res, const kb_err *why, kb_err *err)
{
    struct page page;
    struct svc_desk desk;
    struct page_form form = {&page, why};
    struct svc_desk_ask ask = asked(req);
    ERR_TRY(page_open(&page, req, res, "redactie", err));
    ERR_TRY(page_labels(&page, err));
    ERR_TRY(svc_desk(&page.svc, &ask, &desk, err));
    struct view_desk v = {.unconfirmed = (int64_t)desk.unconfirmed,
                          .all = desk.all > desk.n ? (int64_t)desk.all : 0,
                          .shown = (int64_t)desk.n,
                          .here = filtered(page.svc.arena, "/redactie", &ask),
                          .review = page_form_value(&form, "review", text_str(""))};
    v.errors = page_form_errors(&form, &v.errors_count);
    ERR_TRY(take_words(&form, &page, &ask, &v, err));
    take_filters(&page, &ask, &desk, &v);
    take_rows(&page, &desk, &v);
    view_desk(&res->body, &page.env, &v);
    return page_close(&page, 200, err);
}

err_code page_desk(kb_req *req, kb_res *res, kb_err *err)
{
    return show_desk(req, res, NULL, err);
}

err_code page_desk_many_refused(kb_req *req, kb_res *res, const kb_err *why, kb_err *err)
{
    return show_desk(req, res, why, err);
}

/* Without the script: the page again with the chosen text in the box, and all that was ticked and typed. */
err_code page_desk_pick(kb_req *req, kb_res *res, kb_err *err)
{
    return show_desk(req, res, &page_form_kept, err);
}

err_code page_desk_many_write(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    struct svc_desk_many in = {.words = req_field(req, "words")};
    size_t *failed = ARENA_NEW(req->arena, size_t);
    if (!failed) return err_set(err, ERR_NOMEM, "many at once");
    req->result = failed;
    for (size_t i = 0; many_verbs[i]; i++)
        if (text_is(req_field(req, "do"), many_verbs[i])) in.verb = (enum svc_desk_verb)i; /* in the same order */
    if (req_field(req, "review").len) in.review = date_from_days(req_field_int(req, "review"));
    const text *boxes = page_form_all(req, "practice", SVC_DESK_MANY_MAX, &in.n);
    text practices[SVC_DESK_MANY_MAX], revisions[SVC_DESK_MANY_MAX];
    for (size_t i = 0; i < in.n; i++) split_box(boxes[i], &practices[i], &revisions[i]);
    in.practices = practices;
    in.revisions = revisions;
    return svc_desk_many(&svc, &in, failed, err);
}

/* What was done, in words. */
static const char *flash_of(const kb_req *req)
{
    static const struct {
        const char *verb, *flash;
    } done[] = {{"take", "flash.desk_take"},
                {"nudge", "flash.desk_nudge"},
                {"accept", "flash.desk_accept"},
                {"return", "flash.desk_return"},
                {"confirm", "flash.desk_confirm"}};
    for (size_t i = 0; i < COUNT_OF(done); i++)
        if (text_is(req_field(req, "do"), done[i].verb)) return done[i].flash;
    return "flash.desk";
}

/* Back to the same list: who works through a part of the desk goes on there. */
err_code page_desk_many_done(kb_req *req, kb_res *res, kb_err *err)
{
    struct svc_desk_ask ask = asked(req);
    (void)err;
    res_flash(res, flash_of(req));
    res_redirect(res, "%.*s", TEXT_FMT(filtered(req->arena, "/redactie", &ask)));
    return OK;
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
    res_flash(res, flash_of(req));
    res_redirect(res, "/stukken/%.*s#redactie", TEXT_FMT(req_param(req, "id")));
    return OK;
}
