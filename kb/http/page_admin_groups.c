/* Working groups, as the administrator keeps them; who is in them stands with each person. */
#include "kb/http/page_admin.h"
#include "kb/http/pages.h"

#define PATH "/beheer/werkgroepen"

enum { PURPOSE_MAX = 2000, PURPOSE_ROWS = 3 };

/* clang-format off */
const struct form_field page_group_form[] = {
    { "name",     FIELD_TEXT,      .required = true, .max = ADMIN_NAME_MAX },
    { "slug",     FIELD_TEXT,      .max = ADMIN_SLUG_MAX },
    { "purpose",  FIELD_MULTILINE, .max = PURPOSE_MAX },
    { "location", FIELD_TEXT,      .max = ADMIN_SLUG_MAX },
    { "closed",   FIELD_BOOL,      .required = false },
    FORM_END
};
/* clang-format on */

err_code page_admin_groups(kb_req *req, kb_res *res, kb_err *err)
{
    struct page page;
    struct svc_groups all;
    ERR_TRY(page_open(&page, req, res, "beheer", err));
    ERR_TRY(svc_groups(&page.svc, &all, err));
    struct view_admin_list_row *rows = ARENA_ARRAY(req->arena, struct view_admin_list_row, all.n);
    if (!rows) return err_set(err, ERR_NOMEM, "no room for the working groups");
    for (size_t i = 0; i < all.n; i++) {
        const struct store_group *row = &all.at[i].row;
        rows[i].href = page_join(&page, PATH "/", row->slug);
        rows[i].name = text_str(row->name);
        rows[i].note = text_str(all.at[i].location_name);
        rows[i].off = row->closed ? msg_text(page.env.lang, MSG_ADMIN_STOPPED) : text_str("");
    }
    struct view_admin_list v = {.title = MSG_ADMIN_GROUPS,
                                .lead = MSG_ADMIN_GROUPS_LEAD,
                                .add = TEXT(PATH "/nieuw"),
                                .add_label = MSG_ADMIN_GROUP_NEW,
                                .rows = rows,
                                .rows_count = all.n};
    v.crumbs = admin_crumbs(&page, NULL, MSG_NONE, msg_text(page.env.lang, MSG_ADMIN_GROUPS), &v.crumbs_count);
    view_admin_list(&res->body, &page.env, &v);
    return page_close(&page, 200, err);
}

static err_code find_group(struct page *page, text slug, const struct store_group **out, kb_err *err)
{
    struct svc_groups all;
    *out = NULL;
    if (!slug.len) return OK;
    ERR_TRY(svc_groups(&page->svc, &all, err));
    for (size_t i = 0; i < all.n; i++)
        if (text_is(slug, all.at[i].row.slug)) *out = &all.at[i].row;
    return *out ? OK : err_set(err, ERR_NOT_FOUND, "no such working group");
}

static err_code take_locations(const struct page_form *form, const struct store_group *row, struct view_select *v,
                               kb_err *err)
{
    const struct page *page = form->page;
    struct view_select_option *options = ARENA_ARRAY(page->svc.arena, struct view_select_option, page->locations.n + 1);
    if (!options) return err_set(err, ERR_NOMEM, "no room for the locations");
    size_t n = 0;
    options[n++].label = msg_text(page->env.lang, MSG_ADMIN_GROUP_NO_LOCATION);
    for (size_t i = 0; i < page->locations.n; i++) {
        const struct store_location *l = &page->locations.at[i];
        bool here = row && row->location && !strcmp(row->location, l->slug);
        if (!l->active && !here) continue;
        options[n++] = (struct view_select_option){.value = text_str(l->slug),
                                                   .label = text_str(l->name),
                                                   .on = page_form_chosen(form, "location", text_str(l->slug), here)};
    }
    *v = (struct view_select){.name = TEXT("location"),
                              .label = msg_text(page->env.lang, MSG_GROUP_LOCATION),
                              .error = page_form_error(form, "location"),
                              .options = options,
                              .options_count = n};
    return OK;
}

static struct view_area purpose_of(const struct page_form *form, const struct store_group *row)
{
    return (struct view_area){
        .name = TEXT("purpose"),
        .label = page_form_label(form->page, "purpose"),
        .value = page_form_value(form, "purpose", text_str(row ? row->purpose : "")),
        .hint = msg_text(form->page->env.lang, MSG_ADMIN_GROUP_PURPOSE_HINT),
        .error = page_form_error(form, "purpose"),
        .rows = PURPOSE_ROWS,
        .max = PURPOSE_MAX,
    };
}

static err_code show(kb_req *req, kb_res *res, const kb_err *why, kb_err *err)
{
    struct page page;
    struct page_form form = {&page, why};
    const struct store_group *row;
    struct view_select locations;
    ERR_TRY(page_open(&page, req, res, "beheer", err));
    ERR_TRY(page_labels(&page, err));
    ERR_TRY(find_group(&page, req_param(req, "id"), &row, err));
    ERR_TRY(take_locations(&form, row, &locations, err));
    struct view_area purpose = purpose_of(&form, row);
    struct view_field fields[2] = {
        admin_field(&form, "name", text_str(row ? row->name : ""), MSG_NONE, ADMIN_NAME_MAX, true),
        admin_field(&form, "slug", text_str(""), MSG_ADMIN_SLUG_HINT, ADMIN_SLUG_MAX, false)};
    struct view_off off = {.name = TEXT("closed"),
                           .label = MSG_ADMIN_GROUP_CLOSED,
                           .help = MSG_ADMIN_GROUP_CLOSED_HELP,
                           .on = page_form_chosen(&form, "closed", TEXT("1"), row && row->closed)};
    struct view_admin_form v = {
        .title = row ? text_str(row->name) : msg_text(page.env.lang, MSG_ADMIN_GROUP_NEW),
        .action = req->path,
        .back = TEXT(PATH),
        .fields = fields,
        .fields_count = row ? 1 : 2,
        .parent = &locations,
        .area = &purpose,
        .off = row ? &off : NULL,
        .fixed = text_str(row ? row->slug : ""),
        .more_label = MSG_ADMIN_GROUP_SHOW,
    };
    if (row) v.more = page_join(&page, "/werkgroepen/", row->slug);
    v.crumbs = admin_crumbs(&page, PATH, MSG_ADMIN_GROUPS, v.title, &v.crumbs_count);
    v.errors = page_form_errors(&form, &v.errors_count);
    view_admin_form(&res->body, &page.env, &v);
    return page_close(&page, 200, err);
}

err_code page_admin_group(kb_req *req, kb_res *res, kb_err *err)
{
    return show(req, res, NULL, err);
}

err_code page_admin_group_refused(kb_req *req, kb_res *res, const kb_err *why, kb_err *err)
{
    return show(req, res, why, err);
}

err_code page_admin_group_write(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    const char *slug;
    struct svc_group_put in = {
        .id = req_param(req, "id"),
        .name = req_field(req, "name"),
        .slug = req_field(req, "slug"),
        .purpose = req_field(req, "purpose"),
        .location = req_field(req, "location"),
        .closed = req_field_bool(req, "closed"),
    };
    return svc_group_put(&svc, &in, &slug, err);
}

err_code page_admin_group_written(kb_req *req, kb_res *res, kb_err *err)
{
    (void)err;
    res_flash(res, req_param(req, "id").len ? "flash.changed" : "flash.added");
    res_redirect(res, PATH);
    return OK;
}
