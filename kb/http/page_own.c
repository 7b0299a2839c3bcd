/* What somebody may ask about themselves: another name, everything that is held about them as a file, to be erased; and
 * the register of what is held about people, for everybody of the network. */
#include "kb/base/cleanup.h"
#include "kb/http/app.h"
#include "kb/http/json_out.h"
#include "kb/http/page_admin.h"
#include "kb/http/page_form.h"
#include "kb/http/pages.h"

/* clang-format off */
const struct form_field page_erase_form[] = {
    { "sure", FIELD_BOOL, .required = true },
    FORM_END
};
/* clang-format on */

/* ---- The words of the register: register.<part>.<slug> in the catalogue ---- */

static enum msg word_of(const char *part, const char *slug)
{
    return msg_find2(text_str(part), text_str(slug));
}

static enum msg row_word(const struct page *page, const struct store_register_row *row)
{
    return word_of("register.row.", arena_printf(page->svc.arena, "%s.%s", row->table, row->holder));
}

static err_code kept_words(struct page *page, const struct store_register_row *row, text *out, kb_err *err)
{
    int64_t days;
    ERR_TRY(svc_register_days(&page->svc, row, &days, err));
    *out = days ? page_words(page, MSG_REGISTER_DAYS, MSG_ARGS({TEXT("n"), page_number(page, days)}))
                : msg_text(page->env.lang, word_of("register.kept.", row->kept));
    return OK;
}

/* ---- The register ---- */

static const char *const purposes[] = {"account", "security", "ladder", "telling", "finding", "log"};

static bool is_of_row(const struct store_register_column *column, const struct store_register_row *row)
{
    return !strcmp(column->table, row->table) && !strcmp(column->holder, row->holder);
}

/* "naam, wat je schreef, tijdstip": each kind once, in the order of the columns. */
static text kinds_of(const struct page *page, const struct store_register_row *row)
{
    _cleanup_(buf_release)
    struct buf out = buf_new(4096);
    for (size_t i = 0; i < store_register_columns_count; i++) {
        const struct store_register_column *c = &store_register_columns[i];
        bool fresh = is_of_row(c, row);
        for (size_t k = 0; k < i && fresh; k++)
            fresh = !is_of_row(&store_register_columns[k], row) || strcmp(store_register_columns[k].kind, c->kind) != 0;
        if (!fresh) continue;
        if (out.len) buf_str(&out, ", ");
        buf_put(&out, msg_text(page->env.lang, word_of("register.kind.", c->kind)));
    }
    return arena_text(page->svc.arena, buf_text(&out));
}

static err_code take_row(struct page *page, const struct store_register_row *row, struct view_register_purpose_row *v,
                         kb_err *err)
{
    *v = (struct view_register_purpose_row){.name = row_word(page, row),
                                            .kinds = kinds_of(page, row),
                                            .ground = word_of("register.ground.", row->ground),
                                            .erased = word_of("register.erased.", row->erased)};
    return kept_words(page, row, &v->kept, err);
}

static err_code take_purpose(struct page *page, const char *why, struct view_register_purpose *v, kb_err *err)
{
    struct view_register_purpose_row *rows =
        ARENA_ARRAY(page->svc.arena, struct view_register_purpose_row, store_register_rows_count);
    if (!rows) return err_set(err, ERR_NOMEM, "no room for the register");
    *v = (struct view_register_purpose){.title = word_of("register.why.", why), .rows = rows};
    for (size_t i = 0; i < store_register_rows_count; i++)
        if (!strcmp(store_register_rows[i].why, why))
            ERR_TRY(take_row(page, &store_register_rows[i], &rows[v->rows_count++], err));
    return OK;
}

err_code page_register(kb_req *req, kb_res *res, kb_err *err)
{
    struct page page;
    struct view_register_purpose *all = ARENA_ARRAY(req->arena, struct view_register_purpose, COUNT_OF(purposes));
    if (!all) return err_set(err, ERR_NOMEM, "no room for the register");
    ERR_TRY(page_open(&page, req, res, "account", err));
    for (size_t i = 0; i < COUNT_OF(purposes); i++) ERR_TRY(take_purpose(&page, purposes[i], &all[i], err));
    struct view_register v = {.purposes = all,
                              .purposes_count = COUNT_OF(purposes),
                              .crumbs = page_crumbs(&page, msg_text(page.env.lang, MSG_ACCOUNT_TITLE), TEXT("/account"),
                                                    msg_text(page.env.lang, MSG_REGISTER_TITLE))};
    v.crumbs_count = v.crumbs ? PAGE_CRUMBS : 0;
    view_register(&res->body, &page.env, &v);
    return page_close(&page, 200, err);
}

/* ---- Own data ---- */

static const char *value_of(const struct page *page, const struct store_own *own)
{
    char time[UTC_BYTES];
    uint64_t at;
    bool is_moment = !strcmp(store_register_columns[own->column].kind, "moment");
    if (!is_moment || !text_to_u64(text_str(own->value), INT64_MAX, &at)) return own->value;
    return arena_str(page->svc.arena, utc_format((kb_time)at, time));
}

/* The values of one row, from *i on, as an object. */
static json_t *own_row(const struct page *page, const struct store_owns *all, const struct store_register_row *row,
                       size_t *i)
{
    json_t *object = json_object();
    for (const char *key = all->at[*i].key; *i < all->n; ++*i) {
        const struct store_own *own = &all->at[*i];
        const struct store_register_column *c = &store_register_columns[own->column];
        if (!is_of_row(c, row) || strcmp(own->key, key) != 0) break;
        const char *value = value_of(page, own);
        if (value && value[0]) json_object_set_new(object, c->column, json_string(value));
    }
    return object;
}

static void set_word(const struct page *page, json_t *object, const char *name, enum msg word)
{
    json_put(object, name, msg_text(page->env.lang, word));
}

/* All rows of one kind, behind what they are. */
static err_code own_rows(struct page *page, const struct store_owns *all, const struct store_register_row *row,
                         size_t *i, json_t *list, kb_err *err)
{
    text kept;
    ERR_TRY(kept_words(page, row, &kept, err));
    json_t *part = json_object(), *rows = json_array();
    set_word(page, part, "wat", row_word(page, row));
    set_word(page, part, "waarvoor", word_of("register.why.", row->why));
    json_put(part, "hoe_lang", kept);
    while (*i < all->n && is_of_row(&store_register_columns[all->at[*i].column], row))
        json_array_append_new(rows, own_row(page, all, row, i));
    json_object_set_new(part, "gegevens", rows);
    json_array_append_new(list, part);
    return OK;
}

static err_code write_own(struct page *page, const struct store_owns *all, struct buf *out, kb_err *err)
{
    _cleanup_(json_free_p)
    json_t *root = json_object();
    json_t *list = json_array();
    char time[UTC_BYTES];
    json_put(root, "praktijkbank", page->env.site);
    json_object_set_new(root, "gemaakt", json_string(utc_format(page->svc.now, time)));
    set_word(page, root, "uitleg", MSG_OWN_FILE);
    json_object_set_new(root, "over_jou", list);
    for (size_t i = 0, r = 0; i < all->n && r < store_register_rows_count; r++)
        if (is_of_row(&store_register_columns[all->at[i].column], &store_register_rows[r]))
            ERR_TRY(own_rows(page, all, &store_register_rows[r], &i, list, err));
    return json_write(root, JSON_INDENT(2), out, err);
}

err_code page_own_data(kb_req *req, kb_res *res, kb_err *err)
{
    struct page page;
    struct store_owns all;
    ERR_TRY(page_open(&page, req, res, "account", err));
    ERR_TRY(svc_own_data(&page.svc, &all, err));
    ERR_TRY(write_own(&page, &all, &res->body, err));
    res_type(res, 200, "application/json");
    res_header(res, "Content-Disposition", "attachment; filename=\"mijn-gegevens.json\"");
    return OK;
}

/* ---- Erasing: oneself, or somebody by an administrator ---- */

static text erased_id(const kb_req *req)
{
    return req_param(req, "id").len ? req_param(req, "id") : text_str(req->session->person);
}

static err_code take_blocked(struct page *page, struct view_erase *v, kb_err *err)
{
    struct svc_blockings left;
    ERR_TRY(svc_leaving(&page->svc, erased_id(page->req), &left, err));
    struct view_erase_block *rows = ARENA_ARRAY(page->svc.arena, struct view_erase_block, left.n);
    for (size_t i = 0; rows && i < left.n; i++)
        rows[i] =
            (struct view_erase_block){.what = page_blocked_word(left.at[i].what), .scope = text_str(left.at[i].scope)};
    v->blocked = rows;
    v->blocked_count = rows ? left.n : 0;
    return OK;
}

static err_code show_erase(kb_req *req, kb_res *res, const kb_err *why, kb_err *err)
{
    struct page page;
    struct svc_person person;
    struct page_form form = {&page, why};
    bool other = req_param(req, "id").len > 0;
    ERR_TRY(page_open(&page, req, res, other ? "beheer" : "account", err));
    ERR_TRY(svc_person(&page.svc, erased_id(req), &person, err));
    text name = text_str(person.row.name);
    struct view_erase v = {.own = !other,
                           .name = name,
                           .action = req->path,
                           .back = other ? page_join(&page, "/beheer/mensen/", person.row.id) : TEXT("/account"),
                           .sure_error = page_form_error(&form, "sure")};
    v.title = other ? page_words(&page, MSG_ERASE_TITLE_OTHER, MSG_ARGS({TEXT("name"), name}))
                    : msg_text(page.env.lang, MSG_ERASE_TITLE);
    ERR_TRY(take_blocked(&page, &v, err));
    v.crumbs = page_crumbs(&page, other ? name : msg_text(page.env.lang, MSG_ACCOUNT_TITLE), v.back, v.title);
    v.crumbs_count = v.crumbs ? PAGE_CRUMBS : 0;
    v.errors = page_form_errors(&form, &v.errors_count);
    view_erase(&res->body, &page.env, &v);
    return page_close(&page, 200, err);
}

err_code page_erase(kb_req *req, kb_res *res, kb_err *err)
{
    return show_erase(req, res, NULL, err);
}

err_code page_erase_refused(kb_req *req, kb_res *res, const kb_err *why, kb_err *err)
{
    return show_erase(req, res, why, err);
}

err_code page_erase_write(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    struct svc_person_erase in = {.person = erased_id(req), .file = app_of(req)->redactions};
    if (!req_field_bool(req, "sure")) return err_field(err, ERR_INVALID, "sure", "required");
    return svc_person_erase(&svc, &in, err);
}

err_code page_erased_self(kb_req *req, kb_res *res, kb_err *err)
{
    (void)err;
    session_cookie_clear(req, res);
    res_flash(res, "flash.erased_self");
    res_redirect(res, "/");
    return OK;
}

err_code page_erased(kb_req *req, kb_res *res, kb_err *err)
{
    (void)req, (void)err;
    res_flash(res, "flash.erased");
    res_redirect(res, "/beheer/mensen");
    return OK;
}
