/* Terms of rounds and meetings of one's own boards, as a file for a calendar (RFC 5545). */
#include "kb/base/calendar.h"
#include "kb/base/cleanup.h"
#include "kb/http/page_parts.h"
#include "kb/http/pages.h"

enum { FOLD_BYTES = 70 };

/* Text of a property: its own marks escaped, folded before 75 bytes, cut between characters. */
static void put_text(struct buf *out, const char *name, text value)
{
    _cleanup_(buf_release)
    struct buf line = buf_new(16 * 1024);
    buf_printf(&line, "%s:", name);
    for (size_t i = 0; i < value.len; i++) {
        char c = value.ptr[i];
        if (c == '\\' || c == ';' || c == ',') buf_byte(&line, '\\');
        if ((unsigned char)c >= ' ') buf_byte(&line, c);
    }
    text rest = buf_text(&line);
    while (rest.len) {
        text piece = utf8_clip(rest, FOLD_BYTES);
        buf_put(out, piece);
        rest = text_slice(rest, piece.len, SIZE_MAX);
        buf_str(out, rest.len ? "\r\n " : "\r\n");
    }
}

/* A whole day. */
static void put_event(struct buf *out, const struct page *page, const char *id, struct date day, text summary,
                      text address)
{
    struct date next = date_add_days(day, 1), today = calendar_date(page->svc.now);
    buf_printf(out, "BEGIN:VEVENT\r\nUID:%s@praktijkbank\r\nDTSTAMP:%04d%02d%02dT000000Z\r\n", id, today.year,
               today.month, today.day);
    buf_printf(out, "DTSTART;VALUE=DATE:%04d%02d%02d\r\nDTEND;VALUE=DATE:%04d%02d%02d\r\n", day.year, day.month,
               day.day, next.year, next.month, next.day);
    put_text(out, "SUMMARY", summary);
    if (address.len) {
        put_text(out, "DESCRIPTION", address);
        buf_printf(out, "URL:%.*s\r\n", TEXT_FMT(address));
    }
    buf_str(out, "END:VEVENT\r\n");
}

static void put_rounds(struct buf *out, const struct page *page, const struct svc_rounds *rounds)
{
    for (size_t i = 0; i < rounds->n; i++) {
        const struct svc_round *r = &rounds->at[i];
        text words = page_words(page, MSG_CALENDAR_ROUND, MSG_ARGS({TEXT("title"), page_title(page, &r->card)}));
        put_event(out, page, r->row.id, calendar_date(r->row.ends - 1), words,
                  text_str(page_whole_address(page->req, arena_join(page->svc.arena, "/besluiten/", r->row.id))));
    }
}

static void put_meeting(struct buf *out, const struct page *page, const struct svc_board *b, const char *day,
                        enum msg msg, const char *what)
{
    struct date date;
    if (!day || !date_parse(text_str(day), &date)) return;
    put_event(out, page, arena_printf(page->svc.arena, "%s-%s-%s", b->organisation, day, what), date,
              page_words(page, msg, MSG_ARGS({TEXT("name"), text_str(b->name)})), text_str(""));
}

err_code page_calendar(kb_req *req, kb_res *res, kb_err *err)
{
    struct page page;
    struct svc_rounds rounds;
    struct svc_boards boards;
    ERR_TRY(page_open(&page, req, res, "", err));
    ERR_TRY(svc_rounds(&page.svc, &rounds, err));
    ERR_TRY(svc_boards(&page.svc, &boards, err));
    res_type(res, 200, "text/calendar; charset=utf-8");
    res_header(res, "Content-Disposition", "attachment; filename=\"termijnen.ics\"");
    buf_str(&res->body, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Praktijkbank//NL\r\n");
    put_rounds(&res->body, &page, &rounds);
    for (size_t i = 0; i < boards.n; i++)
        for (size_t k = 0; boards.at[i].seat && k < boards.at[i].n_meetings; k++) {
            const struct store_meeting *m = &boards.at[i].meetings[k];
            put_meeting(&res->body, &page, &boards.at[i], m->day, MSG_CALENDAR_MEETING, "meeting");
            put_meeting(&res->body, &page, &boards.at[i], m->papers, MSG_CALENDAR_PAPERS, "papers");
        }
    buf_str(&res->body, "END:VCALENDAR\r\n");
    return res->body.failed ? err_set(err, ERR_NOMEM, "a calendar over its ceiling") : OK;
}
