/* Organisations, locations and legal fields: a list and a form for each. */
#include "kb/base/cleanup.h"
#include "kb/http/page_admin.h"
#include "kb/http/pages.h"

enum { PLACE_MAX = 9999, PLACE_DIGITS = 4 };

/* clang-format off */
const struct form_field page_organisation_form[] = {
    { "name",     FIELD_TEXT, .required = true, .max = ADMIN_NAME_MAX },
    { "slug",     FIELD_TEXT, .max = ADMIN_SLUG_MAX },
    { "parent",   FIELD_TEXT, .max = ADMIN_SLUG_MAX },
    { "inactive", FIELD_BOOL, .required = false },
    FORM_END
};
const struct form_field page_location_form[] = {
    { "name",     FIELD_TEXT, .required = true, .max = ADMIN_NAME_MAX },
    { "slug",     FIELD_TEXT, .max = ADMIN_SLUG_MAX },
    { "place",    FIELD_INT,  .most = PLACE_MAX },
    { "inactive", FIELD_BOOL, .required = false },
    FORM_END
};
const struct form_field page_legal_field_form[] = {
    { "name",      FIELD_TEXT, .required = true, .max = ADMIN_NAME_MAX },
    { "lay_label", FIELD_TEXT, .max = ADMIN_LABEL_MAX },
    { "slug",      FIELD_TEXT, .max = ADMIN_SLUG_MAX },
    { "place",     FIELD_INT,  .most = PLACE_MAX },
    { "moving",    FIELD_BOOL, .required = false },
    { "inactive",  FIELD_BOOL, .required = false },
    FORM_END
};

/* What the three have in common on the screen. */
enum list { LIST_ORGANISATIONS, LIST_LOCATIONS, LIST_FIELDS, LIST__COUNT };
static const struct {
    const char *path;
    enum msg title, lead, add, off, off_help;
    enum policy_kind kind;
} lists[LIST__COUNT] = {
    [LIST_ORGANISATIONS] = { "/beheer/organisaties", MSG_ADMIN_ORGANISATIONS, MSG_ADMIN_ORGANISATIONS_LEAD,
        MSG_ADMIN_ORGANISATION_NEW, MSG_ADMIN_ORGANISATION_INACTIVE, MSG_ADMIN_ORGANISATION_INACTIVE_HELP, OBJECT_ORGANISATION },
    [LIST_LOCATIONS] = { "/beheer/locaties", MSG_ADMIN_LOCATIONS, MSG_ADMIN_LOCATIONS_LEAD,
        MSG_ADMIN_LOCATION_NEW, MSG_ADMIN_LOCATION_INACTIVE, MSG_ADMIN_LOCATION_INACTIVE_HELP, OBJECT_LOCATION },
    [LIST_FIELDS] = { "/beheer/rechtsgebieden", MSG_ADMIN_FIELDS, MSG_ADMIN_FIELDS_LEAD,
        MSG_ADMIN_FIELD_NEW, MSG_ADMIN_FIELD_INACTIVE, MSG_ADMIN_FIELD_INACTIVE_HELP, OBJECT_VOCABULARY },
};
/* clang-format on */

/* ---- Lists ---- */

static err_code show_list(struct page *page, enum list which, struct view_admin_list *v, kb_err *err)
{
    size_t crumbs;
    bool may = admin_may_write(page, lists[which].kind);
    v->title = lists[which].title;
    v->lead = lists[which].lead;
    v->crumbs = admin_crumbs(page, NULL, MSG_NONE, msg_text(page->env.lang, v->title), &crumbs);
    v->crumbs_count = crumbs;
    if (may) v->add = page_join(page, lists[which].path, "/nieuw");
    v->add_label = lists[which].add;
    view_admin_list(&page->res->body, &page->env, v);
    return page_close(page, 200, err);
}

static struct view_admin_list_row row_of(const struct page *page, enum list which, const char *slug, const char *name,
                                         text note, bool active)
{
    bool may = admin_may_write(page, lists[which].kind);
    const char *href = may ? arena_printf(page->svc.arena, "%s/%s", lists[which].path, slug) : NULL;
    return (struct view_admin_list_row){
        .href = text_str(href),
        .name = text_str(name),
        .note = note,
        .off = active ? text_str("") : msg_text(page->env.lang, MSG_ADMIN_INACTIVE),
    };
}

static err_code no_room(kb_err *err)
{
    return err_set(err, ERR_NOMEM, "no room for a list");
}

static const char *organisation_name(const struct store_organisations *all, const char *id)
{
    for (size_t i = 0; i < all->n; i++)
        if (!strcmp(all->at[i].id, id)) return all->at[i].name;
    return "";
}

static text organisation_note(const struct page *page, const struct store_organisations *all, size_t i)
{
    if (all->at[i].partner) return msg_text(page->env.lang, MSG_ADMIN_ORGANISATION_IS_PARTNER);
    text parent = text_str(all->at[i].parent ? organisation_name(all, all->at[i].parent) : "");
    return page_words(page, MSG_ADMIN_ORGANISATION_IS_MEMBER, MSG_ARGS({TEXT("name"), parent}));
}

err_code page_admin_organisations(kb_req *req, kb_res *res, kb_err *err)
{
    struct page page;
    struct store_organisations all;
    ERR_TRY(page_open(&page, req, res, "beheer", err));
    ERR_TRY(svc_organisations(&page.svc, &all, err));
    struct view_admin_list_row *rows = ARENA_ARRAY(req->arena, struct view_admin_list_row, all.n);
    if (!rows) return no_room(err);
    for (size_t i = 0; i < all.n; i++)
        rows[i] = row_of(&page, LIST_ORGANISATIONS, all.at[i].slug, all.at[i].name, organisation_note(&page, &all, i),
                         all.at[i].active);
    struct view_admin_list v = {.rows = rows, .rows_count = all.n};
    return show_list(&page, LIST_ORGANISATIONS, &v, err);
}

err_code page_admin_locations(kb_req *req, kb_res *res, kb_err *err)
{
    struct page page;
    struct store_locations all;
    ERR_TRY(page_open(&page, req, res, "beheer", err));
    ERR_TRY(svc_locations(&page.svc, &all, err));
    struct view_admin_list_row *rows = ARENA_ARRAY(req->arena, struct view_admin_list_row, all.n);
    if (!rows) return no_room(err);
    for (size_t i = 0; i < all.n; i++)
        rows[i] = row_of(&page, LIST_LOCATIONS, all.at[i].slug, all.at[i].name, text_str(""), all.at[i].active);
    struct view_admin_list v = {.rows = rows, .rows_count = all.n};
    return show_list(&page, LIST_LOCATIONS, &v, err);
}

err_code page_admin_fields(kb_req *req, kb_res *res, kb_err *err)
{
    struct page page;
    struct store_legal_fields all;
    ERR_TRY(page_open(&page, req, res, "beheer", err));
    ERR_TRY(svc_legal_fields(&page.svc, &all, err));
    struct view_admin_list_row *rows = ARENA_ARRAY(req->arena, struct view_admin_list_row, all.n);
    if (!rows) return no_room(err);
    for (size_t i = 0; i < all.n; i++)
        rows[i] =
            row_of(&page, LIST_FIELDS, all.at[i].slug, all.at[i].name, text_str(all.at[i].lay_label), all.at[i].active);
    struct view_admin_list v = {.rows = rows, .rows_count = all.n};
    return show_list(&page, LIST_FIELDS, &v, err);
}

/* ---- Forms ---- */

/* A form under construction: the fields before, the slug and the place that each has, and what closes it. */
struct making {
    struct page page;
    struct page_form form;
    struct view_field fields[ADMIN_FIELDS_MAX];
    struct view_off moving, off;
    struct view_select parent;
    struct view_admin_form v;
};

static err_code begin(struct making *m, kb_req *req, kb_res *res, enum list which, const kb_err *why, kb_err *err)
{
    ERR_TRY(page_open(&m->page, req, res, "beheer", err));
    if (!admin_may_write(&m->page, lists[which].kind)) return err_set(err, ERR_FORBIDDEN, "not this actor's list");
    m->form = (struct page_form){&m->page, why};
    m->v.fields = m->fields;
    return OK;
}

static void add(struct making *m, const char *name, text stored, enum msg hint, size_t max, bool required)
{
    m->fields[m->v.fields_count++] = admin_field(&m->form, name, stored, hint, max, required);
}

/* The slug of a new thing can be chosen; that of an old one stands in addresses. */
static void add_slug(struct making *m, const char *slug)
{
    if (slug)
        m->v.fixed = text_str(slug);
    else
        add(m, "slug", text_str(""), MSG_ADMIN_SLUG_HINT, ADMIN_SLUG_MAX, false);
}

static void add_place(struct making *m, int place)
{
    add(m, "place", text_str(arena_printf(m->page.svc.arena, "%d", place)), MSG_ADMIN_PLACE_HINT, PLACE_DIGITS, true);
}

static err_code finish(struct making *m, enum list which, const char *name, bool active, kb_err *err)
{
    struct page *page = &m->page;
    text title = name ? text_str(name) : msg_text(page->env.lang, lists[which].add);
    text one = TEXT("1");
    m->v.title = title;
    m->v.crumbs = admin_crumbs(page, lists[which].path, lists[which].title, title, &m->v.crumbs_count);
    m->v.errors = page_form_errors(&m->form, &m->v.errors_count);
    m->v.action = page->req->path;
    m->v.back = text_str(lists[which].path);
    m->off = (struct view_off){.name = TEXT("inactive"),
                               .label = lists[which].off,
                               .help = lists[which].off_help,
                               .on = page_form_chosen(&m->form, "inactive", one, !active)};
    if (name) m->v.off = &m->off;
    view_admin_form(&page->res->body, &page->env, &m->v);
    return page_close(page, 200, err);
}

static err_code missing(kb_err *err)
{
    return err_set(err, ERR_NOT_FOUND, "no such slug");
}

/* ---- An organisation ---- */

/* The partners it can belong to, besides itself. */
static err_code add_parent(struct making *m, const struct store_organisations *all,
                           const struct store_organisation *self, kb_err *err)
{
    struct view_select_option *options = ARENA_ARRAY(m->page.svc.arena, struct view_select_option, all->n + 1);
    if (!options) return no_room(err);
    size_t n = 0;
    options[n++].label = msg_text(m->page.env.lang, MSG_ADMIN_ORGANISATION_PARTNER);
    for (size_t i = 0; i < all->n; i++) {
        const struct store_organisation *o = &all->at[i];
        bool is_parent = self && self->parent && !strcmp(self->parent, o->id);
        if (!o->partner || o == self || (!o->active && !is_parent)) continue;
        text slug = text_str(o->slug);
        options[n++] = (struct view_select_option){
            .value = slug, .label = text_str(o->name), .on = page_form_chosen(&m->form, "parent", slug, is_parent)};
    }
    m->parent = (struct view_select){.name = TEXT("parent"),
                                     .label = page_form_label(&m->page, "parent"),
                                     .hint = msg_text(m->page.env.lang, MSG_ADMIN_ORGANISATION_PARENT_HINT),
                                     .error = page_form_error(&m->form, "parent"),
                                     .options = options,
                                     .options_count = n};
    m->v.parent = &m->parent;
    return OK;
}

static err_code show_organisation(kb_req *req, kb_res *res, const kb_err *why, kb_err *err)
{
    struct making m = {0};
    struct store_organisations all;
    const struct store_organisation *row = NULL;
    text slug = req_param(req, "id");
    ERR_TRY(begin(&m, req, res, LIST_ORGANISATIONS, why, err));
    ERR_TRY(svc_organisations(&m.page.svc, &all, err));
    for (size_t i = 0; i < all.n; i++)
        if (text_is(slug, all.at[i].slug)) row = &all.at[i];
    if (slug.len && !row) return missing(err);
    add(&m, "name", text_str(row ? row->name : ""), MSG_NONE, ADMIN_NAME_MAX, true);
    add_slug(&m, row ? row->slug : NULL);
    ERR_TRY(add_parent(&m, &all, row, err));
    return finish(&m, LIST_ORGANISATIONS, row ? row->name : NULL, !row || row->active, err);
}

err_code page_admin_organisation(kb_req *req, kb_res *res, kb_err *err)
{
    return show_organisation(req, res, NULL, err);
}

err_code page_admin_organisation_refused(kb_req *req, kb_res *res, const kb_err *why, kb_err *err)
{
    return show_organisation(req, res, why, err);
}

err_code page_admin_organisation_write(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    const char *slug;
    struct svc_organisation_put in = {
        .id = req_param(req, "id"),
        .name = req_field(req, "name"),
        .slug = req_field(req, "slug"),
        .parent = req_field(req, "parent"),
        .inactive = req_field_bool(req, "inactive"),
    };
    return svc_organisation_put(&svc, &in, &slug, err);
}

/* ---- A location ---- */

static err_code show_location(kb_req *req, kb_res *res, const kb_err *why, kb_err *err)
{
    struct making m = {0};
    struct store_locations all;
    const struct store_location *row = NULL;
    text slug = req_param(req, "id");
    ERR_TRY(begin(&m, req, res, LIST_LOCATIONS, why, err));
    ERR_TRY(svc_locations(&m.page.svc, &all, err));
    for (size_t i = 0; i < all.n; i++)
        if (text_is(slug, all.at[i].slug)) row = &all.at[i];
    if (slug.len && !row) return missing(err);
    add(&m, "name", text_str(row ? row->name : ""), MSG_NONE, ADMIN_NAME_MAX, true);
    add_slug(&m, row ? row->slug : NULL);
    add_place(&m, row ? row->place : (int)all.n + 1);
    return finish(&m, LIST_LOCATIONS, row ? row->name : NULL, !row || row->active, err);
}

err_code page_admin_location(kb_req *req, kb_res *res, kb_err *err)
{
    return show_location(req, res, NULL, err);
}

err_code page_admin_location_refused(kb_req *req, kb_res *res, const kb_err *why, kb_err *err)
{
    return show_location(req, res, why, err);
}

err_code page_admin_location_write(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    text slug = req_param(req, "id");
    struct svc_location_put in = {
        .slug = slug.len ? slug : req_field(req, "slug"),
        .name = req_field(req, "name"),
        .change = slug.len > 0,
        .place = (int)req_field_int(req, "place"),
        .inactive = req_field_bool(req, "inactive"),
    };
    return svc_location_put(&svc, &in, err);
}

/* ---- A legal field ---- */

/* Texts about law that changes often are looked at sooner. */
static void add_moving(struct making *m, bool stored)
{
    m->moving = (struct view_off){.name = TEXT("moving"),
                                  .label = MSG_ADMIN_FIELD_MOVING,
                                  .help = MSG_ADMIN_FIELD_MOVING_HELP,
                                  .on = page_form_chosen(&m->form, "moving", TEXT("1"), stored)};
    m->v.moving = &m->moving;
}

static err_code show_field(kb_req *req, kb_res *res, const kb_err *why, kb_err *err)
{
    struct making m = {0};
    struct store_legal_fields all;
    const struct store_legal_field *row = NULL;
    text slug = req_param(req, "id");
    ERR_TRY(begin(&m, req, res, LIST_FIELDS, why, err));
    ERR_TRY(svc_legal_fields(&m.page.svc, &all, err));
    for (size_t i = 0; i < all.n; i++)
        if (text_is(slug, all.at[i].slug)) row = &all.at[i];
    if (slug.len && !row) return missing(err);
    add(&m, "name", text_str(row ? row->name : ""), MSG_NONE, ADMIN_NAME_MAX, true);
    add(&m, "lay_label", text_str(row ? row->lay_label : ""), MSG_ADMIN_FIELD_LABEL_HINT, ADMIN_LABEL_MAX, false);
    add_slug(&m, row ? row->slug : NULL);
    add_place(&m, row ? row->place : (int)all.n + 1);
    add_moving(&m, row && row->moving);
    return finish(&m, LIST_FIELDS, row ? row->name : NULL, !row || row->active, err);
}

err_code page_admin_field(kb_req *req, kb_res *res, kb_err *err)
{
    return show_field(req, res, NULL, err);
}

err_code page_admin_field_refused(kb_req *req, kb_res *res, const kb_err *why, kb_err *err)
{
    return show_field(req, res, why, err);
}

err_code page_admin_field_write(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    text slug = req_param(req, "id");
    struct svc_legal_field_put in = {
        .slug = slug.len ? slug : req_field(req, "slug"),
        .name = req_field(req, "name"),
        .lay_label = req_field(req, "lay_label"),
        .change = slug.len > 0,
        .place = (int)req_field_int(req, "place"),
        .inactive = req_field_bool(req, "inactive"),
        .moving = req_field_bool(req, "moving"),
    };
    return svc_legal_field_put(&svc, &in, err);
}

/* ---- Written: back to the list ---- */

static err_code written(kb_req *req, kb_res *res, enum list which)
{
    res_flash(res, req_param(req, "id").len ? "flash.changed" : "flash.added");
    res_redirect(res, "%s", lists[which].path);
    return OK;
}

err_code page_admin_organisation_written(kb_req *req, kb_res *res, kb_err *err)
{
    (void)err;
    return written(req, res, LIST_ORGANISATIONS);
}

err_code page_admin_location_written(kb_req *req, kb_res *res, kb_err *err)
{
    (void)err;
    return written(req, res, LIST_LOCATIONS);
}

err_code page_admin_field_written(kb_req *req, kb_res *res, kb_err *err)
{
    (void)err;
    return written(req, res, LIST_FIELDS);
}
