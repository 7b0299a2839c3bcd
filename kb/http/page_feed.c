/* What is found, newest first, as a feed (Atom, RFC 4287): of a stage, a working group or a question, since all of them
 * are questions in an address. A reader of feeds is signed out, and gets what the public may read; or it has a token,
 * and gets what its person may. */
#include "kb/http/page_search.h"

#include "kb/base/calendar.h"
#include "kb/base/cleanup.h"
#include "kb/http/pages.h"

enum { ENTRIES_MAX = 50 };

/* XML has no control characters, U+FFFE and U+FFFF, not even escaped. */
static bool is_of_xml(uint32_t c)
{
    return (c >= ' ' || c == '\n') && c != 0xFFFE && c != 0xFFFF;
}

static void put_words(struct buf *out, text value)
{
    size_t from = 0, at = 0, before = 0;
    uint32_t c;
    for (; utf8_next(value, &at, &c); before = at) {
        if (is_of_xml(c)) continue;
        html_text(out, text_slice(value, from, before - from));
        from = at;
    }
    html_text(out, text_slice(value, from, SIZE_MAX));
}

static void put_element(struct buf *out, const char *name, text value)
{
    buf_printf(out, "<%s>", name);
    put_words(out, value);
    buf_printf(out, "</%s>", name);
}

static void put_time(struct buf *out, kb_time at)
{
    char time[UTC_BYTES];
    buf_printf(out, "<updated>%s</updated>", utc_format(at, time));
}

static void put_link(struct buf *out, const char *rel, text base, text address)
{
    buf_printf(out, "<link rel=\"%s\" href=\"", rel);
    html_attr(out, base);
    html_attr(out, address);
    buf_str(out, "\"/>");
}

static void put_entry(struct buf *out, const struct page *page, text base, const struct svc_card *card)
{
    buf_str(out, "<entry>");
    put_element(
        out, "id",
        text_str(arena_printf(page->svc.arena, "urn:praktijkbank:%s:%s", card->id, practice_line_slug(card->line))));
    put_element(out, "title", page_title(page, card));
    put_time(out, card->since);
    put_link(out, "alternate", base, text_str(card->href));
    put_element(out, "summary", text_str(card->brief));
    buf_str(out, "<category term=\"");
    html_attr(out, text_str(stage_slug_nl(card->stage)));
    buf_str(out, "\"/></entry>\n");
}

/* Who follows several feeds tells them apart by what was asked: "Praktijkbank: huurverhoging, best practice". */
static text title_of(const struct page *page, const struct asked *asked)
{
    _cleanup_(buf_release)
    struct buf out = buf_new(4096);
    const char *joint = ": ";
    buf_put(&out, page->env.site);
    if (asked->words.len) {
        buf_printf(&out, "%s%.*s", joint, TEXT_FMT(asked->words));
        joint = ", ";
    }
    for (size_t i = 0; i < asked->n_chosen; i++, joint = ", ") {
        buf_str(&out, joint);
        text value = page_shown_value(asked->chosen[i].field, asked->chosen[i].value);
        for (size_t k = 0; k < value.len; k++) buf_byte(&out, value.ptr[k] == '-' ? ' ' : value.ptr[k]);
    }
    return out.failed ? page->env.site : arena_text(page->svc.arena, buf_text(&out));
}

err_code page_feed(kb_req *req, kb_res *res, kb_err *err)
{
    struct page page;
    ERR_TRY(page_open(&page, req, res, "", err));
    struct asked asked = page_asked(req);
    struct svc_ask ask;
    struct svc_found found;
    asked.page = 1;
    ERR_TRY(page_asked_ask(req->arena, &asked, &ask, err));
    ask.sort = SEARCH_BY_DATE;
    ask.per_page = ENTRIES_MAX;
    ask.bare = true;
    ERR_TRY(svc_find(&page.svc, &ask, &found, err));
    text base = text_str(page_whole_address(page.req, ""));
    struct buf *out = &res->body;
    buf_str(out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">");
    put_element(out, "title", title_of(&page, &asked));
    buf_str(out, "<id>");
    html_text(out, base);
    html_text(out, page_asked_address(&page, "/zoeken/feed", &asked));
    buf_str(out, "</id>");
    put_link(out, "self", base, page_asked_address(&page, "/zoeken/feed", &asked));
    put_link(out, "alternate", base, page_asked_address(&page, "/zoeken", &asked));
    buf_str(out, "<author>");
    put_element(out, "name", page.env.site);
    buf_str(out, "</author>");
    put_time(out, found.n_hits ? found.hits[0].card.since : 0);
    buf_byte(out, '\n');
    for (size_t i = 0; i < found.n_hits; i++) put_entry(out, &page, base, &found.hits[i].card);
    buf_str(out, "</feed>\n");
    res_type(res, 200, "application/atom+xml; charset=utf-8");
    if (arena_failed(req->arena) || out->failed) return err_set(err, ERR_NOMEM, "a feed over its ceiling");
    return OK;
}
