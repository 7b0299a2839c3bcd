/* The frame of a page, and its words. */
#include "kb/http/page_parts.h"

#include "kb/base/calendar.h"
#include "kb/base/cleanup.h"

enum { NAMES_MAX = 4096 };       /* bytes of a list of names */
enum { BODY_USUAL = 24 * 1024 }; /* bytes of most pages: room for them is made once */

/* ---- The frame ---- */

err_code page_open(struct page *page, kb_req *req, kb_res *res, const char *section, kb_err *err)
{
    *page = (struct page){.req = req, .res = res, .svc = page_svc(req), .env = page_env(req)};
    page->env.section = text_str(section);
    svc_view_stands(&page->svc);
    buf_reserve(&res->body, BODY_USUAL);
    page_take_flash(req, res, &page->env);
    return arena_failed(req->arena) ? err_set(err, ERR_NOMEM, "no room for the frame of a page") : OK;
}

err_code page_close(struct page *page, int status, kb_err *err)
{
    page_html(page->res, status);
    if (arena_failed(page->svc.arena)) return err_set(err, ERR_NOMEM, "the request's arena is full");
    return page_done(page->res, err);
}

/* ---- Words ---- */

text page_words(const struct page *page, enum msg msg, const struct msg_arg *args, size_t count)
{
    return msg_make(page->svc.arena, page->env.lang, msg, args, count);
}

text page_date(const struct page *page, kb_time at)
{
    char room[DATE_BYTES];
    if (!at) return text_str("");
    return text_str(arena_str(page->svc.arena, date_format(calendar_date(at), DATE_LONG, room)));
}

text page_date_time(const struct page *page, kb_time at)
{
    if (!at) return text_str("");
    char room[DATE_BYTES];
    const char *date = date_format(calendar_date(at), DATE_LONG, room);
    int minutes = (int)((at - calendar_midnight(calendar_date(at))) / MS_MINUTE);
    /* On the two days that the clock changes, what is counted from midnight is an hour off. */
    minutes += (int)((calendar_offset(at) - calendar_offset(calendar_midnight(calendar_date(at)))) / MS_MINUTE);
    return text_str(arena_printf(page->svc.arena, "%s, %d:%02d", date, minutes / 60, minutes % 60));
}

text page_number(const struct page *page, int64_t number)
{
    return number ? text_str(arena_printf(page->svc.arena, "%lld", (long long)number)) : text_str("");
}

text page_join(const struct page *page, const char *start, const char *rest)
{
    return text_str(arena_join(page->svc.arena, start, rest));
}

err_code page_labels(struct page *page, kb_err *err)
{
    if (page->fields.at) return OK;
    ERR_TRY(svc_legal_fields(&page->svc, &page->fields, err));
    return svc_locations(&page->svc, &page->locations, err);
}

text page_field_name(const struct page *page, text slug)
{
    for (size_t i = 0; i < page->fields.n; i++)
        if (text_is(slug, page->fields.at[i].slug)) return text_str(page->fields.at[i].name);
    return slug;
}

text page_location_name(const struct page *page, text slug)
{
    for (size_t i = 0; i < page->locations.n; i++)
        if (text_is(slug, page->locations.at[i].slug)) return text_str(page->locations.at[i].name);
    return slug;
}

typedef text name_of(const struct page *page, text slug);

static text names(const struct page *page, text slugs, name_of *name)
{
    _cleanup_(buf_release)
    struct buf out = buf_new(NAMES_MAX);
    for (text slug; text_next(&slugs, ' ', &slug);) {
        if (out.len) buf_str(&out, ", ");
        buf_put(&out, name(page, slug));
    }
    return arena_text(page->svc.arena, buf_text(&out));
}

text page_field_names(const struct page *page, text slugs)
{
    return names(page, slugs, page_field_name);
}

text page_location_names(const struct page *page, text slugs)
{
    return names(page, slugs, page_location_name);
}

enum msg page_kind_name(enum practice_kind kind)
{
    return msg_find2(TEXT("kind."), text_str(practice_kind_slug(kind)));
}

text page_section_place(const struct page *page, const char *href, const struct practice_section *section)
{
    return text_str(arena_printf(page->svc.arena, "%s#%s", href, section->card ? "overdrachtskaart" : section->key));
}

text page_section_title(const struct page *page, const char *key)
{
    return msg_text(page->env.lang, msg_find2(TEXT("section."), text_str(key)));
}
