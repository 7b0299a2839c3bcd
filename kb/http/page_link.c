/* Links that let somebody do one thing without an account: making them, and using them. */
#include "kb/base/cleanup.h"
#include "kb/http/page_form.h"
#include "kb/http/page_round.h"
#include "kb/http/page_sections.h"
#include "kb/http/pages.h"

enum { NAME_MAX_BYTES = 200 };

const struct form_field page_link_form[] = {
    {"name", FIELD_TEXT, .required = true, .max = NAME_MAX_BYTES},
    {"words", FIELD_MULTILINE, .max = SVC_NOTE_MAX},
    PAGE_POSITION_FIELDS,
    FORM_END,
};

const struct form_field page_position_link_form[] = {
    {"organisation", FIELD_ID, .required = true},
    FORM_END,
};

/* ---- Using one ---- */

/* Who reads along has no box to answer in: they hear whom to tell. */
static text read_lead(const struct page *page, const struct svc_link_page *found)
{
    bool told = found->asked_by && *found->asked_by;
    return page_words(page, told ? MSG_LINK_READ_LEAD_BY : MSG_LINK_READ_LEAD,
                      MSG_ARGS({TEXT("name"), text_str(told ? found->asked_by : "")},
                               {TEXT("group"), text_str(found->card.group_name)}));
}

static err_code show(kb_req *req, kb_res *res, const kb_err *why, kb_err *err)
{
    struct page page;
    struct svc_link_page found;
    struct page_form form = {&page, why};
    ERR_TRY(page_open(&page, req, res, "", err));
    ERR_TRY(svc_link_read(&page.svc, req_param(req, "token"), &found, err));
    ERR_TRY(page_labels(&page, err));
    page.by_link = true;
    const struct svc_round *r = &found.round;
    struct view_link v = {
        .title = found.position
                     ? page_words(&page, MSG_LINK_POSITION_TITLE, MSG_ARGS({TEXT("name"), text_str(found.voice->name)}))
                     : msg_text(page.env.lang, found.reading ? MSG_LINK_READ_TITLE : MSG_LINK_CHECK_TITLE),
        .lead = found.reading ? read_lead(&page, &found)
                              : msg_text(page.env.lang, found.position ? MSG_LINK_POSITION_LEAD : MSG_LINK_CHECK_LEAD),
        .action = req->path,
        .practice = page_title(&page, &found.card),
        .brief = text_str(found.text.brief),
        .position = found.position,
        .reading = found.reading,
        .name = page_form_value(&form, "name", text_str("")),
        .name_error = page_form_error(&form, "name"),
        .words = page_form_value(&form, "words", text_str(""))};
    if (found.position) {
        v.question = *r->row.question ? text_str(r->row.question) : msg_text(page.env.lang, MSG_ROUND_QUESTION_NONE);
        v.summary = text_str(r->row.summary);
        v.advice = text_str(r->row.advice);
        const struct store_position *said = &found.voice->said;
        v.stands = page_position_word(found.voice->position);
        v.choice = page_position_choice(&form, found.voice, text_str(""));
        v.said = page_position_words(&form, said, text_str(""));
        v.day = page_form_value(&form, "board_day", text_str(said->board_day));
        v.minute = page_form_value(&form, "minute", text_str(said->minute));
    }
    v.errors = page_form_errors(&form, &v.errors_count);
    ERR_TRY(page_sections(&page, found.text.sections, found.text.n_sections, &v.sections, &v.sections_count, err));
    view_link(&res->body, &page.env, &v);
    return page_close(&page, 200, err);
}

err_code page_link(kb_req *req, kb_res *res, kb_err *err)
{
    return show(req, res, NULL, err);
}

err_code page_link_refused(kb_req *req, kb_res *res, const kb_err *why, kb_err *err)
{
    return show(req, res, why, err);
}

err_code page_link_write(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    struct svc_link_said in = {.token = req_param(req, "token"),
                               .name = req_field(req, "name"),
                               .words = req_field(req, "words"),
                               .position = page_position_sent(req)}; /* none: refused by the rules */
    return svc_link_say(&svc, &in, err);
}

err_code page_link_done(kb_req *req, kb_res *res, kb_err *err)
{
    struct page page;
    ERR_TRY(page_open(&page, req, res, "", err));
    struct view_link v = {.title = msg_text(page.env.lang, MSG_LINK_THANKS_TITLE),
                          .lead = msg_text(page.env.lang, MSG_LINK_THANKS),
                          .action = req->path,
                          .done = true};
    view_link(&res->body, &page.env, &v);
    return page_close(&page, 200, err);
}

/* ---- Making one ---- */

static char *new_token(kb_req *req)
{
    char *token = arena_alloc(req->arena, SVC_LINK_TOKEN_BYTES);
    req->result = token;
    return token;
}

/* The page on which it is shown, once, to be copied. */
static err_code show_made(struct page *page, text title, enum msg lead, const struct msg_arg *args, size_t n,
                          const char *path, enum msg valid, int days, text back, kb_err *err)
{
    const kb_req *req = page->req;
    text until = page_date_time(page, req->now + (kb_time)days * MS_DAY);
    struct view_link_made v = {
        .title = title,
        .crumbs = page_crumbs(page, msg_text(page->env.lang, MSG_PAGE_HOME), TEXT("/"), title),
        .lead = page_words(page, lead, args, n),
        .valid = page_words(page, valid, MSG_ARGS({TEXT("when"), until})),
        .link = text_str(page_whole_address(page->req, arena_join(req->arena, path, (const char *)req->result))),
        .back = back};
    v.crumbs_count = v.crumbs ? PAGE_CRUMBS : 0;
    view_link_made(&page->res->body, &page->env, &v);
    return page_close(page, 200, err);
}

err_code page_invite_write(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    struct svc_invite in = {TEXT("group"), req_param(req, "slug")};
    char *token = new_token(req);
    return token ? svc_invite_make(&svc, &in, token, err) : err_set(err, ERR_NOMEM, "a link");
}

err_code page_invited(kb_req *req, kb_res *res, kb_err *err)
{
    struct page page;
    struct svc_group_page found;
    ERR_TRY(page_open(&page, req, res, "werkgroepen", err));
    ERR_TRY(svc_group(&page.svc, req_param(req, "slug"), &found, err));
    text name = text_str(found.group.row.name);
    return show_made(&page, page_words(&page, MSG_INVITE_TITLE, MSG_ARGS({TEXT("name"), name})), MSG_INVITE_LEAD, NULL,
                     0, "/welkom/", MSG_INVITE_VALID, SVC_INVITE_DAYS,
                     page_join(&page, "/werkgroepen/", found.group.row.slug), err);
}

/* ---- The same into a location or an organisation: its coordinator's or its secretary's ---- */

static const char *const place_kinds[] = {"location", "organisation", NULL};

const struct form_field page_place_invite_form[] = {
    {"scope_kind", FIELD_CHOICE, .required = true, .choices = place_kinds},
    {"scope", FIELD_ID, .required = true},
    FORM_END,
};

err_code page_place_invite_write(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    struct svc_invite in = {req_field(req, "scope_kind"), req_field(req, "scope")};
    char *token = new_token(req);
    return token ? svc_invite_make(&svc, &in, token, err) : err_set(err, ERR_NOMEM, "a link");
}

err_code page_place_invited(kb_req *req, kb_res *res, kb_err *err)
{
    struct page page;
    struct svc_invite_places places;
    text name = text_str("");
    ERR_TRY(page_open(&page, req, res, "home", err));
    ERR_TRY(svc_invites_into(&page.svc, &places, err));
    for (size_t i = 0; i < places.n; i++)
        if (text_is(req_field(req, "scope"), places.at[i].scope)) name = text_str(places.at[i].name);
    return show_made(&page, page_words(&page, MSG_INVITE_TITLE, MSG_ARGS({TEXT("name"), name})), MSG_INVITE_LEAD, NULL,
                     0, "/welkom/", MSG_INVITE_VALID, SVC_INVITE_DAYS, TEXT("/"), err);
}

err_code page_reader_write(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    char *token = new_token(req);
    if (!token) return err_set(err, ERR_NOMEM, "a link");
    return svc_reader_link(&svc, req_param(req, "id"), req_field(req, "name"), token, err);
}

err_code page_reader_linked(kb_req *req, kb_res *res, kb_err *err)
{
    struct page page;
    struct svc_readers found;
    ERR_TRY(page_open(&page, req, res, "werkgroepen", err));
    ERR_TRY(svc_readers(&page.svc, req_param(req, "id"), &found, err));
    text title = page_words(&page, MSG_READERS_MADE, MSG_ARGS({TEXT("name"), req_field(req, "name")}));
    text back = text_str(arena_printf(req->arena, "/stukken/%s/meelezers", found.card.id));
    return show_made(&page, title, MSG_READERS_MADE_LEAD, NULL, 0, "/link/", MSG_READERS_VALID, SVC_READER_DAYS, back,
                     err);
}

err_code page_check_link_write(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    char *token = new_token(req);
    return token ? svc_check_link(&svc, req_param(req, "id"), token, err) : err_set(err, ERR_NOMEM, "a link");
}

err_code page_check_linked(kb_req *req, kb_res *res, kb_err *err)
{
    struct page page;
    struct svc_card card;
    ERR_TRY(page_open(&page, req, res, "redactie", err));
    ERR_TRY(svc_practice_card(&page.svc, req_param(req, "id"), &card, err));
    text title = page_words(&page, MSG_CHECK_LINK_TITLE, MSG_ARGS({TEXT("title"), page_title(&page, &card)}));
    return show_made(&page, title, MSG_CHECK_LINK_LEAD, NULL, 0, "/link/", MSG_INVITE_VALID, SVC_CHECK_DAYS,
                     text_str(card.href), err);
}

err_code page_position_link_write(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    char *token = new_token(req);
    if (!token) return err_set(err, ERR_NOMEM, "a link");
    return svc_position_link(&svc, req_param(req, "id"), req_field(req, "organisation"), token, err);
}

err_code page_position_link_revoke_write(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    return svc_position_link_revoke(&svc, req_param(req, "id"), req_field(req, "organisation"), err);
}

err_code page_position_link_revoked(kb_req *req, kb_res *res, kb_err *err)
{
    (void)err;
    res_flash(res, "flash.reader_revoked");
    res_redirect(res, "/besluiten/%.*s", TEXT_FMT(req_param(req, "id")));
    return OK;
}

err_code page_position_linked(kb_req *req, kb_res *res, kb_err *err)
{
    struct page page;
    struct svc_round r;
    text name = text_str("");
    ERR_TRY(page_open(&page, req, res, "besluiten", err));
    ERR_TRY(svc_round(&page.svc, req_param(req, "id"), &r, err));
    for (size_t i = 0; i < r.n_voices; i++)
        if (text_is(req_field(req, "organisation"), r.voices[i].organisation)) name = text_str(r.voices[i].name);
    text title = page_words(&page, MSG_POSITION_LINK_TITLE, MSG_ARGS({TEXT("name"), name}));
    int days = (int)((r.row.ends - req->now) / MS_DAY) + 1;
    return show_made(&page, title, MSG_POSITION_LINK_LEAD, MSG_ARGS({TEXT("name"), name}), "/link/", MSG_INVITE_VALID,
                     days > 1 ? days : 1, page_join(&page, "/besluiten/", r.row.id), err);
}
