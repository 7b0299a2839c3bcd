/* What may follow in the search box, as JSON for the script: words, and {title, href} of a text. Without the script the
 * box works as it is. */
#include "kb/base/cleanup.h"
#include "kb/http/page.h"
#include "kb/http/pages.h"
#include "kb/service/service.h"

#include <jansson.h>

static json_t *suggested(text item, const char *href)
{
    json_t *words = json_stringn(item.ptr, item.len);
    return href ? json_pack("{s:o, s:s}", "title", words, "href", href) : words;
}

err_code page_suggest(kb_req *req, kb_res *res, kb_err *err)
{
    struct svc svc = page_svc(req);
    struct svc_suggested found;
    ERR_TRY(svc_suggest(&svc, req_query(req, "q"), &found, err));
    json_t *list = json_array();
    for (size_t i = 0; list && i < found.n; i++) json_array_append_new(list, suggested(found.items[i], found.hrefs[i]));
    char *bytes = list ? json_dumps(list, JSON_COMPACT) : NULL;
    json_decref(list);
    if (!bytes) return err_set(err, ERR_NOMEM, "suggestions");
    buf_str(&res->body, bytes);
    free(bytes);
    res_type(res, 200, "application/json");
    return OK;
}
