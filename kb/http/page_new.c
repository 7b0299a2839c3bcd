/* A new text: in which working group, of which kind, about what, and whether it exists already. */
#include "kb/http/page_form.h"
#include "kb/http/pages.h"

enum { CHOSEN_MAX = 64 };
static const char *const kind_choices[] = {"werkwijze", "taakverdeling", "plan", NULL};

const struct form_field page_new_form[] = {
    {"group", FIELD_TEXT, .required = true, .max = 64},
    {"kind", FIELD_CHOICE, .required = true, .choices = kind_choices},
    {"title", FIELD_TEXT, .required = true, .max = 4 * PRACTICE_TITLE_MAX},
    {"fields", FIELD_TEXT, .max = 64, .many = CHOSEN_MAX},
    FORM_END,
};

/* The groups in which this reader may begin something; the one of the address, or the only one, is chosen. */
static err_code take_groups(struct page *page, const struct page_form *form, struct view_new *v, kb_err *err)
{
    struct svc_groups groups;
    ERR_TRY(svc_groups(&page->svc, &groups, err));
    struct view_select_option *options = ARENA_ARRAY(page->svc.arena, struct view_select_option, groups.n + 1);
    if (!options) return err_set(err, ERR_NOMEM, "no room for the working groups");
    text wish = page_form_value(form, "group", req_query(page->req, "groep"));
    size_t n = 1;
    for (size_t i = 0; i < groups.n; i++) {
        const struct store_group *row = &groups.at[i].row;
        if (!groups.at[i].member || row->closed) continue;
        options[n++] = (struct view_select_option){
            .value = text_str(row->slug), .label = text_str(row->name), .on = text_is(wish, row->slug)};
    }
    options[0].label = msg_text(page->env.lang, MSG_NEW_CHOOSE_GROUP);
    bool only = n == 2;
    v->possible = n > 1;
    v->group = (struct view_select){.name = TEXT("group"),
                                    .label = msg_text(page->env.lang, MSG_FIELD_GROUP),
                                    .error = page_form_error(form, "group"),
                                    .required = true,
                                    .options = only ? options + 1 : options,
                                    .options_count = only ? 1 : n};
    return OK;
}

static err_code show(kb_req *req, kb_res *res, const kb_err *why, kb_err *err)
{
    struct page page;
    struct page_form form = {&page, why};
    ERR_TRY(page_open(&page, req, res, "werkgroepen", err));
    ERR_TRY(page_labels(&page, err));
    struct view_new v = {
        .kind = page_form_kinds(&form, "kind", TEXT("werkwijze")),
        .title = page_form_value(&form, "title", text_str("")),
        .title_error = page_form_error(&form, "title"),
        .fields = page_form_legal_fields(&form, "fields", text_str("")),
    };
    v.errors = page_form_errors(&form, &v.errors_count);
    ERR_TRY(take_groups(&page, &form, &v, err));
    view_new(&res->body, &page.env, &v);
    return page_close(&page, 200, err);
}

err_code page_new(kb_req *req, kb_res *res, kb_err *err)
{
    return show(req, res, NULL, err);
}

err_code page_new_refused(kb_req *req, kb_res *res, const kb_err *why, kb_err *err)
{
    return show(req, res, why, err);
}

err_code page_new_write(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    const char **practice = ARENA_NEW(req->arena, const char *);
    if (!practice) return err_set(err, ERR_NOMEM, "a new practice");
    struct svc_start in = {.group = req_field(req, "group"), .title = req_field(req, "title")};
    (void)practice_kind_from_slug(req_field(req, "kind"), &in.kind); /* the form's table allows no other */
    in.legal_fields = page_form_all(req, "fields", CHOSEN_MAX, &in.n_legal_fields);
    req->result = practice;
    return svc_start(&svc, &in, practice, err);
}

err_code page_new_started(kb_req *req, kb_res *res, kb_err *err)
{
    (void)err;
    res_flash(res, "flash.started");
    res_redirect(res, "/stukken/%s/bewerken", *(const char *const *)req->result);
    return OK;
}

err_code page_similar(kb_req *req, kb_res *res, kb_err *err)
{
    struct page page;
    struct svc_similar found;
    ERR_TRY(page_open(&page, req, res, "", err));
    ERR_TRY(page_labels(&page, err));
    ERR_TRY(svc_similar(&page.svc, req_query(req, "titel"), req_query(req, "naast"), &found, err));
    const struct view_similar *v = page_similar_cards(&page, &found);
    view_similar(&res->body, &page.env, v ? v : &(struct view_similar){0});
    return page_close(&page, 200, err);
}
