/* Who reads a draft along, by a link that the lead makes and can take back. */
#include "kb/base/cleanup.h"
#include "kb/http/page_edit.h"
#include "kb/http/pages.h"

enum { NAME_MAX_BYTES = 200 };

const struct form_field page_reader_form[] = {
    {"name", FIELD_TEXT, .required = true, .max = NAME_MAX_BYTES},
    FORM_END,
};

const struct form_field page_reader_revoke_form[] = {
    {"key", FIELD_TEXT, .required = true, .max = SVC_READER_KEY_BYTES},
    FORM_END,
};

static err_code show(kb_req *req, kb_res *res, const kb_err *why, kb_err *err)
{
    struct page page;
    struct svc_readers found;
    struct page_form form = {&page, why};
    ERR_TRY(page_open(&page, req, res, "werkgroepen", err));
    ERR_TRY(svc_readers(&page.svc, req_param(req, "id"), &found, err));
    struct view_readers_reader *rows = ARENA_ARRAY(req->arena, struct view_readers_reader, found.n);
    struct view_readers v = {
        .title = page_words(&page, MSG_READERS_TITLE, MSG_ARGS({TEXT("title"), page_title(&page, &found.card)})),
        .action = edit_address(&page, &found.card, "/meelezers"),
        .revoke = edit_address(&page, &found.card, "/meelezers/intrekken"),
        .published = found.published,
        .name = page_form_value(&form, "name", text_str("")),
        .name_error = page_form_error(&form, "name"),
    };
    for (size_t i = 0; rows && i < found.n; i++)
        rows[i] = (struct view_readers_reader){
            text_str(found.at[i].key), text_str(found.at[i].name),
            page_words(&page, MSG_READERS_UNTIL, MSG_ARGS({TEXT("date"), page_date(&page, found.at[i].until)}))};
    v.crumbs = edit_crumbs(&page, &found.card, MSG_READERS_HERE, &v.crumbs_count);
    v.errors = page_form_errors(&form, &v.errors_count);
    v.readers = rows;
    v.readers_count = rows ? found.n : 0;
    view_readers(&res->body, &page.env, &v);
    return page_close(&page, 200, err);
}

err_code page_readers(kb_req *req, kb_res *res, kb_err *err)
{
    return show(req, res, NULL, err);
}

err_code page_readers_refused(kb_req *req, kb_res *res, const kb_err *why, kb_err *err)
{
    return show(req, res, why, err);
}

err_code page_reader_revoke_write(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    return svc_reader_revoke(&svc, req_param(req, "id"), req_field(req, "key"), err);
}

err_code page_reader_revoked(kb_req *req, kb_res *res, kb_err *err)
{
    (void)err;
    res_flash(res, "flash.reader_revoked");
    res_redirect(res, "/stukken/%.*s/meelezers", TEXT_FMT(req_param(req, "id")));
    return OK;
}
