#include "kb/http/request.h"

#include "kb/http/routes.h"
#include "kb/http/session.h"

text req_param(const kb_req *req, const char *name)
{
    for (size_t i = 0; i < req->n_params; i++)
        if (strcmp(req->params[i].name, name) == 0) return req->params[i].value;
    return TEXT("");
}

static bool nth_pair(const struct form_pair *pairs, size_t n, const char *name, size_t nth, text *value)
{
    for (size_t i = 0; i < n; i++) {
        if (!text_is(pairs[i].name, name) || nth-- > 0) continue;
        *value = pairs[i].value;
        return true;
    }
    return false;
}

bool req_query_nth(const kb_req *req, const char *name, size_t nth, text *value)
{
    return nth_pair(req->query, req->n_query, name, nth, value);
}

text req_query(const kb_req *req, const char *name)
{
    text value = TEXT("");
    (void)req_query_nth(req, name, 0, &value);
    return value;
}

int64_t req_query_int(const kb_req *req, const char *name, int64_t least, int64_t most, int64_t otherwise)
{
    uint64_t n = 0;
    if (!text_to_u64(req_query(req, name), (uint64_t)most, &n)) return otherwise;
    return (int64_t)n < least ? otherwise : (int64_t)n;
}

text req_field(const kb_req *req, const char *name)
{
    const struct form_value *v = form_get(&req->form, name);
    return v ? v->value : TEXT("");
}

int64_t req_field_int(const kb_req *req, const char *name)
{
    const struct form_value *v = form_get(&req->form, name);
    return v ? v->number : 0;
}

bool req_field_bool(const kb_req *req, const char *name)
{
    return req_field_int(req, name) != 0;
}

bool req_field_nth(const kb_req *req, const char *name, size_t nth, text *value)
{
    for (size_t i = 0; i < req->form.n; i++) {
        if (!text_is(req->form.values[i].name, name) || nth-- > 0) continue;
        *value = req->form.values[i].value;
        return true;
    }
    return false;
}

static bool is_secret(const kb_req *req, const char *name)
{
    const struct form_field *f = req->route ? req->route->form : NULL;
    for (; f && f->name; f++)
        if (strcmp(f->name, name) == 0) return f->kind == FIELD_SECRET || f->kind == FIELD_FILE;
    return false;
}

bool req_sent_nth(const kb_req *req, const char *name, size_t nth, text *value)
{
    return !is_secret(req, name) && nth_pair(req->pairs, req->n_pairs, name, nth, value);
}

text req_sent(const kb_req *req, const char *name)
{
    text value = TEXT("");
    (void)req_sent_nth(req, name, 0, &value);
    return value;
}

text req_cookie(const kb_req *req, const char *name)
{
    text rest = req->cookie, part;
    while (text_next(&rest, ';', &part)) {
        part = text_trim(part);
        size_t eq = text_find_byte(part, '=', 0);
        if (eq != SIZE_MAX && text_is(text_slice(part, 0, eq), name)) return text_slice(part, eq + 1, SIZE_MAX);
    }
    return TEXT("");
}

bool req_is_fresh(const kb_req *req)
{
    return req->session && req->now - req->session->signed_in_at <= SESSION_FRESH_MS;
}
