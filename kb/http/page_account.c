/* One's own account: how one signs in, and where one is signed in. */
#include "kb/http/page_form.h"
#include "kb/http/pages.h"

err_code page_account(kb_req *req, kb_res *res, kb_err *err)
{
    struct page page;
    struct svc_second second;
    ERR_TRY(page_open(&page, req, res, "account", err));
    ERR_TRY(svc_second(&page.svc, &second, err));
    struct view_account v = {.second_on = page_date(&page, second.since), .second_left = second.left};
    view_account(&res->body, &page.env, &v);
    return page_close(&page, 200, err);
}
