/* People: who can sign in, which roles they hold, a link for a password, and who left. */
#include "kb/base/cleanup.h"
#include "kb/http/app.h"
#include "kb/http/page_admin.h"
#include "kb/http/page_sso.h"
#include "kb/http/page_token.h"
#include "kb/http/pages.h"

#define PATH "/beheer/mensen"

enum { SCOPE_TEXT_MAX = 160 };

/* clang-format off */
const struct form_field page_person_form[] = {
    { "name",    FIELD_TEXT, .required = true, .max = ADMIN_NAME_MAX },
    { "sign_in", FIELD_TEXT, .required = true, .max = ADMIN_NAME_MAX },
    FORM_END
};
/* scope: "group:huur-en-wonen", "network:" */
const struct form_field page_person_role_form[] = {
    { "role",  FIELD_TEXT, .required = true, .max = ADMIN_SLUG_MAX },
    { "scope", FIELD_TEXT, .required = true, .max = SCOPE_TEXT_MAX },
    { "take",  FIELD_BOOL, .required = false },
    FORM_END
};
/* clang-format on */

/* ---- Words ---- */

static text role_words(const struct page *page, const struct svc_role *role)
{
    if (!*role->scope_name) return admin_role_name(page, role->role);
    return page_words(
        page, MSG_ADMIN_PERSON_ROLE_IN,
        MSG_ARGS({TEXT("role"), admin_role_name(page, role->role)}, {TEXT("scope"), text_str(role->scope_name)}));
}

static text all_roles(const struct page *page, const struct svc_person *person)
{
    _cleanup_(buf_release)
    struct buf out = buf_new(16 * 1024);
    for (size_t i = 0; i < person->n_roles; i++) {
        if (i) buf_str(&out, "; ");
        buf_put(&out, role_words(page, &person->roles[i]));
    }
    return arena_text(page->svc.arena, buf_text(&out));
}

/* ---- The list ---- */

err_code page_admin_people(kb_req *req, kb_res *res, kb_err *err)
{
    struct page page;
    struct svc_persons all;
    ERR_TRY(page_open(&page, req, res, "beheer", err));
    ERR_TRY(svc_people(&page.svc, &all, err));
    struct view_admin_people_row *rows = ARENA_ARRAY(req->arena, struct view_admin_people_row, all.n);
    if (!rows) return err_set(err, ERR_NOMEM, "no room for the people");
    for (size_t i = 0; i < all.n; i++)
        rows[i] = (struct view_admin_people_row){
            .href = page_join(&page, PATH "/", all.at[i].row.id),
            .name = text_str(all.at[i].row.name),
            .sign_in = text_str(all.at[i].row.sign_in),
            .roles = all_roles(&page, &all.at[i]),
            .closed = all.at[i].row.disabled != 0,
        };
    struct view_admin_people v = {.rows = rows, .rows_count = all.n};
    v.crumbs = admin_crumbs(&page, NULL, MSG_NONE, msg_text(page.env.lang, MSG_ADMIN_PEOPLE), &v.crumbs_count);
    view_admin_people(&res->body, &page.env, &v);
    return page_close(&page, 200, err);
}

/* ---- One person ---- */

static err_code no_room(kb_err *err)
{
    return err_set(err, ERR_NOMEM, "no room for the roles");
}

static err_code take_roles(const struct page *page, const struct svc_person *person, struct view_admin_person *v,
                           kb_err *err)
{
    struct view_admin_person_role *roles = ARENA_ARRAY(page->svc.arena, struct view_admin_person_role, person->n_roles);
    if (!roles) return no_room(err);
    for (size_t i = 0; i < person->n_roles; i++)
        roles[i] = (struct view_admin_person_role){
            .words = role_words(page, &person->roles[i]),
            .role = text_str(policy_role_slug(person->roles[i].role)),
            .scope = admin_scope_value(page, person->roles[i].kind, person->roles[i].scope),
        };
    v->roles = roles;
    v->roles_count = person->n_roles;
    return OK;
}

static err_code take_tokens(struct page *page, const struct svc_person *person, struct view_admin_person *v,
                            kb_err *err)
{
    struct token_rows rows;
    ERR_TRY(token_rows(page, text_str(person->row.id), &rows, err));
    v->tokens = rows.at;
    v->tokens_count = rows.n;
    v->tokens_action = page_join(page, v->action.ptr, "/sleutels");
    return OK;
}

static err_code take_sso(struct page *page, const struct svc_person *person, struct view_admin_person *v, kb_err *err)
{
    kb_time since = 0;
    const struct oidc *oidc = app_of(page->req)->oidc;
    if (oidc) ERR_TRY(svc_sso_of(&page->svc, text_str(person->row.id), oidc_issuer(oidc), &since, err));
    v->sso_since = page_date(page, since);
    return OK;
}

/* One form of this page was refused; the other is shown as it is stored. */
struct forms {
    const kb_err *about, *role;
};

static err_code take_person(struct page *page, const struct svc_person *person, const struct forms *why,
                            struct view_admin_person *v, kb_err *err)
{
    struct page_form role = {page, why->role};
    v->title = text_str(person->row.name);
    v->action = page_join(page, PATH "/", person->row.id);
    v->closed = page_date(page, person->row.disabled);
    ERR_TRY(take_tokens(page, person, v, err));
    ERR_TRY(take_sso(page, person, v, err));
    ERR_TRY(take_roles(page, person, v, err));
    return admin_role_lists(page, &role, &v->role, &v->scope, err);
}

static err_code show(kb_req *req, kb_res *res, const struct forms *why, kb_err *err)
{
    struct page page;
    struct svc_person person = {.row = {.name = "", .sign_in = ""}};
    struct view_admin_person v = {.adding = !req_param(req, "id").len, .action = TEXT(PATH "/nieuw")};
    struct page_form about = {&page, why->about}, refused = {&page, why->about ? why->about : why->role};
    ERR_TRY(page_open(&page, req, res, "beheer", err));
    v.title = msg_text(page.env.lang, MSG_ADMIN_PERSON_NEW);
    if (!v.adding) ERR_TRY(svc_person(&page.svc, req_param(req, "id"), &person, err));
    if (!v.adding) ERR_TRY(take_person(&page, &person, why, &v, err));
    v.name = admin_field(&about, "name", text_str(person.row.name), MSG_WELCOME_NAME_HINT, ADMIN_NAME_MAX, true);
    v.sign_in = admin_field(&about, "sign_in", text_str(person.row.sign_in), MSG_ADMIN_PERSON_SIGN_IN_HINT,
                            ADMIN_NAME_MAX, true);
    v.crumbs = admin_crumbs(&page, PATH, MSG_ADMIN_PEOPLE, v.title, &v.crumbs_count);
    v.errors = admin_role_errors(&refused, &v.errors_count);
    view_admin_person(&res->body, &page.env, &v);
    return page_close(&page, 200, err);
}

err_code page_admin_person(kb_req *req, kb_res *res, kb_err *err)
{
    return show(req, res, &(struct forms){0}, err);
}

err_code page_admin_person_refused(kb_req *req, kb_res *res, const kb_err *why, kb_err *err)
{
    return show(req, res, &(struct forms){.about = why}, err);
}

err_code page_admin_role_refused(kb_req *req, kb_res *res, const kb_err *why, kb_err *err)
{
    return show(req, res, &(struct forms){.role = why}, err);
}

err_code page_admin_person_write(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    const char **id = ARENA_NEW(req->arena, const char *);
    if (!id) return no_room(err);
    req->result = id;
    struct svc_person_put in = {
        .id = req_param(req, "id"), .sign_in = req_field(req, "sign_in"), .name = req_field(req, "name")};
    return svc_person_put(&svc, &in, id, err);
}

err_code page_admin_person_written(kb_req *req, kb_res *res, kb_err *err)
{
    (void)err;
    res_flash(res, req_param(req, "id").len ? "flash.changed" : "flash.added");
    res_redirect(res, PATH "/%s", *(const char *const *)req->result);
    return OK;
}

/* ---- Roles ---- */

err_code page_admin_role_write(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    text slug = req_field(req, "scope"), kind;
    if (!text_next(&slug, ':', &kind)) return err_field(err, ERR_INVALID, "scope", "not-a-choice");
    struct svc_role_put in = {
        .person = req_param(req, "id"),
        .role = req_field(req, "role"),
        .scope_kind = kind,
        .scope = slug,
        .take = req_field_bool(req, "take"),
    };
    return svc_role_put(&svc, &in, err);
}

err_code page_admin_role_written(kb_req *req, kb_res *res, kb_err *err)
{
    (void)err;
    res_flash(res, req_field_bool(req, "take") ? "flash.role_taken" : "flash.role_given");
    res_redirect(res, PATH "/%.*s", TEXT_FMT(req_param(req, "id")));
    return OK;
}

/* ---- Closing an account, and opening it again ---- */

static err_code show_disable(kb_req *req, kb_res *res, const kb_err *why, kb_err *err)
{
    struct page page;
    struct svc_person person;
    struct page_form form = {&page, why};
    ERR_TRY(page_open(&page, req, res, "beheer", err));
    ERR_TRY(svc_person(&page.svc, req_param(req, "id"), &person, err));
    text name = text_str(person.row.name);
    struct view_admin_disable v = {
        .name = name,
        .title = page_words(&page, MSG_ADMIN_DISABLE_TITLE, MSG_ARGS({TEXT("name"), name})),
        .action = req->path,
        .back = page_join(&page, PATH "/", person.row.id),
    };
    v.crumbs = admin_crumbs(&page, PATH, MSG_ADMIN_PEOPLE, v.title, &v.crumbs_count);
    v.errors = page_form_errors(&form, &v.errors_count);
    view_admin_disable(&res->body, &page.env, &v);
    return page_close(&page, 200, err);
}

err_code page_admin_disable(kb_req *req, kb_res *res, kb_err *err)
{
    return show_disable(req, res, NULL, err);
}

err_code page_admin_disable_refused(kb_req *req, kb_res *res, const kb_err *why, kb_err *err)
{
    return show_disable(req, res, why, err);
}

err_code page_admin_disable_write(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    return svc_person_disable(&svc, req_param(req, "id"), true, err);
}

err_code page_admin_enable_write(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    return svc_person_disable(&svc, req_param(req, "id"), false, err);
}

static err_code back_to_person(kb_req *req, kb_res *res, const char *flash)
{
    res_flash(res, flash);
    res_redirect(res, PATH "/%.*s", TEXT_FMT(req_param(req, "id")));
    return OK;
}

/* ---- The account at the identity provider ---- */

err_code page_admin_unlink_write(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    ERR_TRY(sso_need(req, err));
    return svc_sso_unlink_of(&svc, req_param(req, "id"), oidc_issuer(app_of(req)->oidc), err);
}

err_code page_admin_unlinked(kb_req *req, kb_res *res, kb_err *err)
{
    (void)err;
    return back_to_person(req, res, "flash.changed");
}

err_code page_admin_disabled(kb_req *req, kb_res *res, kb_err *err)
{
    (void)err;
    return back_to_person(req, res, "flash.disabled");
}

err_code page_admin_enabled(kb_req *req, kb_res *res, kb_err *err)
{
    (void)err;
    return back_to_person(req, res, "flash.enabled");
}

/* ---- A link for a password, shown once ---- */

err_code page_admin_link_write(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    struct svc_person person;
    char *token = arena_alloc(req->arena, SVC_LINK_TOKEN_BYTES);
    if (!token) return no_room(err);
    req->result = token;
    ERR_TRY(svc_person(&svc, req_param(req, "id"), &person, err));
    return svc_link_make(&svc, "password", person.row.id, token, err);
}

err_code page_admin_link(kb_req *req, kb_res *res, kb_err *err)
{
    struct page page;
    struct svc_person person;
    ERR_TRY(page_open(&page, req, res, "beheer", err));
    ERR_TRY(svc_person(&page.svc, req_param(req, "id"), &person, err));
    text name = text_str(person.row.name);
    struct view_link_made v = {
        .title = page_words(&page, MSG_ADMIN_LINK_TITLE, MSG_ARGS({TEXT("name"), name})),
        .lead = page_words(&page, MSG_ADMIN_LINK_LEAD, MSG_ARGS({TEXT("name"), name})),
        .valid =
            page_words(&page, MSG_ADMIN_LINK_VALID,
                       MSG_ARGS({TEXT("name"), name},
                                {TEXT("when"), page_date_time(&page, req->now + (kb_time)SVC_LINK_DAYS * MS_DAY)})),
        .link =
            text_str(page_whole_address(page.req, arena_printf(req->arena, "/welkom/%s", (const char *)req->result))),
        .back = page_join(&page, PATH "/", person.row.id),
    };
    v.crumbs = admin_crumbs(&page, PATH, MSG_ADMIN_PEOPLE, name, &v.crumbs_count);
    view_link_made(&res->body, &page.env, &v);
    return page_close(&page, 200, err);
}
