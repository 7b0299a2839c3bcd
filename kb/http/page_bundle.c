/* A bundle: an editor chooses recommendations, writes for each what changes, and opens their rounds together. */
#include "kb/base/cleanup.h"
#include "kb/http/page_move.h"
#include "kb/http/pages.h"

enum { ORGANISATIONS_MAX = 64 };

static const char *const presets[] = {"light", "consent", "unanimous", "single", NULL};

const struct form_field page_bundle_form[] = {
    {"practice", FIELD_ID, .required = true, .many = SVC_BUNDLE_MAX},
    {"revision", FIELD_ID, .required = true, .many = SVC_BUNDLE_MAX},
    {"summary-*", FIELD_MULTILINE, .max = SVC_WORDS_MAX},
    {"question", FIELD_MULTILINE, .max = SVC_WORDS_MAX},
    {"advice", FIELD_MULTILINE, .max = SVC_WORDS_MAX},
    {"advised", FIELD_BOOL, .required = false},
    {"preset", FIELD_CHOICE, .required = true, .choices = presets},
    {"organisations", FIELD_ID, .many = ORGANISATIONS_MAX},
    FORM_END,
};

/* A field of its own for each text, named after it: of a field with many answers an empty one is not there, and those
 * after it would be taken for another text's. */
static text summary_of(const kb_req *req, bool again, const char *id)
{
    const char *name = arena_printf(req->arena, "summary-%s", id);
    if (!name) return text_str("");
    return again ? req_sent(req, name) : req_field(req, name);
}

/* Was this text chosen: in the address, or in the form that was refused? `at` is its place there. */
static bool is_chosen(const kb_req *req, bool again, const char *id, size_t *at)
{
    text value;
    for (size_t i = 0; i < SVC_BUNDLE_MAX; i++) {
        bool there = again ? req_sent_nth(req, "practice", i, &value) : req_query_nth(req, "stuk", i, &value);
        if (!there) return false;
        if (!text_is(value, id)) continue;
        *at = i;
        return true;
    }
    return false;
}

/* What was read of a text is what the form goes by; of the one that was refused because somebody was first, what is
 * there now. */
static text revision_of(const struct page_form *form, const struct svc_bundle_choice *c, size_t place, bool failed)
{
    text sent, now = text_str(c->revision);
    if (!form->why || (failed && err_http_status(form->why->code) == 409)) return now;
    return req_sent_nth(form->page->req, "revision", place, &sent) ? sent : now;
}

static void take_item(const struct page_form *form, const struct svc_bundle_choice *c, size_t place,
                      struct view_bundle *v, struct view_bundle_item *items)
{
    const struct page *page = form->page;
    const size_t *which = page->req->result;
    bool failed = form->why && which && *which == place;
    items[v->items_count] = (struct view_bundle_item){.id = text_str(c->card.id),
                                                      .revision = revision_of(form, c, place, failed),
                                                      .title = page_title(page, &c->card),
                                                      .href = text_str(c->card.href),
                                                      .summary = summary_of(page->req, form->why != NULL, c->card.id),
                                                      .n = (int64_t)v->items_count,
                                                      .failed = failed};
    v->items_count++;
}

static err_code take_choices(const struct page_form *form, const struct svc_bundle_choices *found,
                             struct view_bundle *v, const char **question, kb_err *err)
{
    const struct page *page = form->page;
    struct view_bundle_choice *choices = ARENA_ARRAY(page->svc.arena, struct view_bundle_choice, found->n);
    struct view_bundle_item *items = ARENA_ARRAY(page->svc.arena, struct view_bundle_item, SVC_BUNDLE_MAX);
    if (!choices || !items) return err_set(err, ERR_NOMEM, "no room for a bundle");
    for (size_t i = 0; i < found->n; i++) {
        const struct svc_bundle_choice *c = &found->at[i];
        size_t place = 0;
        if (!c->ready) continue;
        bool on = is_chosen(page->req, form->why != NULL, c->card.id, &place);
        choices[v->choices_count++] = (struct view_bundle_choice){.id = text_str(c->card.id),
                                                                  .title = page_title(page, &c->card),
                                                                  .brief = text_str(c->card.brief),
                                                                  .on = on};
        if (!on || v->items_count == SVC_BUNDLE_MAX) continue;
        *question = v->items_count ? "" : c->question; /* of many there is none */
        take_item(form, c, place, v, items);
    }
    v->choices = choices;
    v->items = items;
    return OK;
}

/* Recommendations that still need something: what, stands on their own pages. */
static void take_waiting(const struct page *page, const struct svc_bundle_choices *found, struct view_bundle *v)
{
    struct view_bundle_wait *waiting = ARENA_ARRAY(page->svc.arena, struct view_bundle_wait, found->n);
    for (size_t i = 0; waiting && i < found->n; i++) {
        const struct svc_card *card = &found->at[i].card;
        if (found->at[i].ready) continue;
        waiting[v->waiting_count++] =
            (struct view_bundle_wait){.title = page_title(page, card), .href = text_str(card->href)};
    }
    v->waiting = waiting;
}

/* Who went on with none, or with more than go in one bundle, chooses again. */
static void ask_again(const kb_req *req, struct view_bundle *v, kb_err *said)
{
    text one;
    bool many = req_query_nth(req, "stuk", SVC_BUNDLE_MAX, &one);
    if (v->items_count && !many) return;
    v->items_count = 0;
    if (v->choices_count && req_query(req, "verder").len)
        err_add(said, ERR_INVALID, "stuk", many ? "at-most-25" : "choose-one");
}

static err_code show(kb_req *req, kb_res *res, const kb_err *why, kb_err *err)
{
    struct page page;
    struct svc_bundle_choices found;
    struct view_bundle v = {0};
    struct page_form form = {&page, why};
    kb_err said = {0};
    const char *question = "";
    ERR_TRY(page_open(&page, req, res, "redactie", err));
    ERR_TRY(svc_bundle_choices(&page.svc, &found, err));
    ERR_TRY(take_choices(&form, &found, &v, &question, err));
    take_waiting(&page, &found, &v);
    if (!why) ask_again(req, &v, &said);
    v.crumbs = page_crumbs(&page, msg_text(page.env.lang, MSG_DESK_TITLE), TEXT("/redactie"),
                           msg_text(page.env.lang, MSG_BUNDLE_TITLE));
    v.crumbs_count = v.crumbs ? PAGE_CRUMBS : 0;
    struct page_form wrong = {&page, said.code ? &said : why};
    v.errors = page_form_errors(&wrong, &v.errors_count);
    if (v.items_count) {
        v.preset = page_preset_choices(&form, ROUND_CONSENT);
        v.question = page_box(&form, "question", "question", question, MSG_NONE, false);
        v.advice = page_box(&form, "advice", "advice", "", MSG_MOVE_ADVICE_HINT, false);
        ERR_TRY(page_partner_choices(&form, &page.svc, true, &v.organisations, err));
    }
    view_bundle(&res->body, &page.env, &v);
    return page_close(&page, 200, err);
}

err_code page_bundle(kb_req *req, kb_res *res, kb_err *err)
{
    return show(req, res, NULL, err);
}

err_code page_bundle_refused(kb_req *req, kb_res *res, const kb_err *why, kb_err *err)
{
    return show(req, res, why, err);
}

err_code page_bundle_write(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    struct svc_round_open round = {.question = req_field(req, "question"), .advice = req_field(req, "advice")};
    struct svc_bundle_item items[SVC_BUNDLE_MAX];
    struct svc_bundle in = {.items = items, .round = &round};
    size_t *failed = ARENA_NEW(req->arena, size_t);
    if (!failed) return err_set(err, ERR_NOMEM, "a bundle");
    req->result = failed;
    for (text id; in.n < SVC_BUNDLE_MAX && req_field_nth(req, "practice", in.n, &id); in.n++) {
        items[in.n] = (struct svc_bundle_item){.practice = id};
        (void)req_field_nth(req, "revision", in.n, &items[in.n].revision);
        items[in.n].summary = summary_of(req, false, arena_text_str(req->arena, id));
    }
    if (req_field_bool(req, "advised")) round.advised = POSITION_AGREE;
    (void)round_preset_from_slug(req_field(req, "preset"), &round.preset); /* the form's table allows no other */
    round.organisations = page_form_all(req, "organisations", ORGANISATIONS_MAX, &round.n_organisations);
    return svc_bundle_open(&svc, &in, failed, err);
}

err_code page_bundle_opened(kb_req *req, kb_res *res, kb_err *err)
{
    (void)req, (void)err;
    res_flash(res, "flash.bundle");
    res_redirect(res, "/besluiten");
    return OK;
}
