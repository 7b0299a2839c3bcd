/* What was asked, read from an address and written as one (page_search.h). */
#include "kb/http/page_search.h"

#include "kb/base/cleanup.h"
#include "search/query_scan.h"

enum { ADDRESS_MAX = 8 * 1024, PAGES_MAX = 1000 };

/* ---- Reading the address ---- */

bool page_same_filter(const struct chosen *a, enum query_field field, text value)
{
    return a->field == field && text_eq(a->value, value);
}

bool page_is_chosen(const struct asked *asked, enum query_field field, text value)
{
    for (size_t i = 0; i < asked->n_chosen; i++)
        if (page_same_filter(&asked->chosen[i], field, value)) return true;
    return false;
}

/* Addresses say "voorstel"; both languages are read. */
static text stored_value(enum query_field field, text value)
{
    enum stage stage;
    if (field != QUERY_STAGE || !stage_from_slug(value, &stage)) return value;
    return text_str(stage_slug(stage));
}

text page_shown_value(enum query_field field, text value)
{
    enum stage stage;
    if (field != QUERY_STAGE || !stage_from_slug(value, &stage)) return value;
    return text_str(stage_slug_nl(stage));
}

static void choose(struct asked *asked, enum query_field field, text value)
{
    if (!page_is_chosen(asked, field, value)) asked->chosen[asked->n_chosen++] = (struct chosen){field, value};
}

static void read_filter(const kb_req *req, enum query_field field, struct asked *asked)
{
    text value;
    for (size_t i = 0; req_query_nth(req, query_field_name_nl(field), i, &value); i++) {
        char room[QUERY_VALUE_BYTES];
        text slug = query_slug(value, room);
        if (!slug.len || asked->n_chosen == CHOSEN_MAX) continue;
        slug = stored_value(field, arena_text(req->arena, slug));
        choose(asked, field, slug);
    }
}

/* Out of the words and among the filters, where they can be seen and taken back. One that leaves out stays a word. */
static void choose_typed(arena *a, struct asked *asked)
{
    struct query *query = query_scan(a, asked->words);
    size_t n = 0, before = asked->n_chosen;
    bool room = true;
    for (size_t i = 0; query && i < query->n; i++) {
        struct query_clause c = query->clauses[i];
        bool filter = c.shape == QUERY_FILTER && c.need != QUERY_NOT;
        room = room && !(filter && asked->n_chosen == CHOSEN_MAX);
        if (filter && room)
            choose(asked, c.field, stored_value(c.field, c.words));
        else
            query->clauses[n++] = c;
    }
    if (!query || n == query->n || query->cut || !room) { /* as it was typed */
        asked->n_chosen = before;
        return;
    }
    query->n = n;
    const char *rest = query_typed(a, query);
    if (rest) asked->words = text_str(rest);
}

struct asked page_asked(const kb_req *req)
{
    struct asked asked = {
        .words = text_trim(req_query(req, "q")),
        .sort = text_is(req_query(req, "volgorde"), "datum") ? SEARCH_BY_DATE : SEARCH_BY_RELEVANCE,
        .page = req_query_int(req, "blad", 1, PAGES_MAX, 1),
        .as_typed = text_is(req_query(req, "letterlijk"), "1"),
        .like = req_query(req, "gelijk"),
    };
    for (size_t i = 0; i < page_filters_count; i++) read_filter(req, page_filters[i].field, &asked);
    choose_typed(req->arena, &asked);
    return asked;
}

struct asked page_asked_from(arena *a, text address)
{
    kb_req req = {.arena = a};
    kb_err ignored = {0};
    text path;
    text_next(&address, '?', &path);
    if (form_split_urlencoded(address, a, &req.query, &req.n_query, &ignored) != OK) req.n_query = 0;
    return page_asked(&req);
}

static struct query *query_of(arena *a, const struct asked *asked)
{
    struct query *query = query_new(a);
    for (size_t i = 0; query && i < asked->n_chosen; i++) {
        const struct chosen *c = &asked->chosen[i];
        if (c->field != QUERY_YEAR || !query_add_years(query, QUERY_ANY, c->value))
            query_add_filter(query, c->field, QUERY_ANY, c->value);
    }
    if (query) query_scan_more(query, asked->words);
    return arena_failed(a) ? NULL : query;
}

err_code page_asked_ask(arena *a, const struct asked *asked, struct svc_ask *out, kb_err *err)
{
    *out = (struct svc_ask){
        .query = query_of(a, asked), .sort = asked->sort, .page = (size_t)asked->page, .as_typed = asked->as_typed};
    return out->query ? OK : err_set(err, ERR_NOMEM, "no room for the question");
}

/* ---- Writing it ---- */

static void put_pair(struct buf *out, const char *name, text value)
{
    buf_byte(out, text_find_byte(buf_text(out), '?', 0) == SIZE_MAX ? '?' : '&');
    buf_str(out, name);
    buf_byte(out, '=');
    html_query(out, value);
}

text page_asked_address(const struct page *page, const char *path, const struct asked *asked)
{
    _cleanup_(buf_release)
    struct buf out = buf_new(ADDRESS_MAX);
    buf_str(&out, path);
    if (asked->words.len) put_pair(&out, "q", asked->words);
    for (size_t i = 0; i < asked->n_chosen; i++) {
        const struct chosen *c = &asked->chosen[i];
        put_pair(&out, query_field_name_nl(c->field), page_shown_value(c->field, c->value));
    }
    if (asked->sort == SEARCH_BY_DATE) put_pair(&out, "volgorde", TEXT("datum"));
    if (asked->as_typed) put_pair(&out, "letterlijk", TEXT("1"));
    if (asked->like.len) put_pair(&out, "gelijk", asked->like);
    if (asked->page > 1) put_pair(&out, "blad", page_number(page, asked->page));
    return out.failed ? text_str(path) : arena_text(page->svc.arena, buf_text(&out));
}
