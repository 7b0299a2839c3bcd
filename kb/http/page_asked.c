/* What is searched for: counted while people search, reported with one tap, shown to editors by the week. */
#include "kb/http/app.h"
#include "kb/http/asked.h"
#include "kb/http/page_search.h"
#include "kb/http/pages.h"
#include "search/query_scan.h"

#include "kb/base/cleanup.h"

/* ---- Counting ---- */

static struct asked_by who(const kb_req *req)
{
    return (struct asked_by){text_str(req->session ? req->session->person : req->client), req->session != NULL};
}

/* Where texts are near the question, only the words that none has are missed. */
static void mark_held(const struct page *page, const struct svc_found *found, struct svc_asked *what)
{
    struct svc svc = page->svc;
    kb_err ignored = {0};
    if (!found->total && svc_asked_hold(&svc, what, &ignored) != OK) return;
    for (size_t i = 0; found->total && found->n_unheld && i < what->n; i++) {
        what->words[i].held = true;
        for (size_t k = 0; k < found->n_unheld; k++)
            if (text_eq(search_folded(page->svc.arena, found->unheld[k]), what->words[i].folded))
                what->words[i].held = false;
    }
}

text page_count_search(const struct page *page, const struct asked *asked, const struct query *query,
                       const struct svc_found *found, bool missing)
{
    struct app *app = app_of(page->req);
    struct svc svc = page->svc;
    struct svc_asked what;
    kb_err ignored = {0};
    bool first_look = asked->page == 1 && !asked->as_typed && !asked->n_chosen && !asked->like.len &&
                      asked->sort == SEARCH_BY_RELEVANCE;
    if (!app || !app->asked || page->req->head) return text_str("");
    if (svc_asked(&svc, query, &what, &ignored) != OK) return text_str("");
    mark_held(page, found, &what);
    if (first_look && what.n) asked_searched(app->asked, &what, who(page->req), missing, page->req->now);
    return what.known;
}

/* The question in the address of the results that the reader came from; NULL when they came from elsewhere. */
static struct query *came_from(const struct page *page)
{
    static const text results = TEXT("/zoeken?");
    const kb_req *req = page->req;
    struct form_pair *pairs;
    size_t n;
    kb_err ignored = {0};
    text from = req->referer, site = text_str(page_whole_address(page->req, ""));
    if (!text_starts(from, site)) return NULL;
    from = text_slice(from, site.len, SIZE_MAX);
    if (!text_starts(from, results)) return NULL;
    from = text_slice(from, results.len, SIZE_MAX);
    if (form_split_urlencoded(from, req->arena, &pairs, &n, &ignored) != OK) return NULL;
    for (size_t i = 0; i < n; i++)
        if (text_is(pairs[i].name, "q")) return query_scan(req->arena, text_trim(pairs[i].value));
    return NULL;
}

void page_count_opened(const struct page *page, const struct svc_card *card)
{
    struct app *app = app_of(page->req);
    struct svc svc = page->svc;
    struct svc_asked what;
    kb_err ignored = {0};
    if (!app || !app->asked || page->req->head || !page->req->referer.len) return;
    struct query *query = came_from(page);
    if (!query || svc_asked(&svc, query, &what, &ignored) != OK) return;
    asked_opened(app->asked, &what, card->id, who(page->req), page->req->now);
}

/* ---- Reporting ---- */

const struct form_field page_report_form[] = {
    {"q", FIELD_TEXT, .required = true, .max = 300},
    FORM_END,
};

/* On the HTTP thread, where the index is: which words may be kept. */
err_code page_report_check(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    struct svc_asked *what = ARENA_NEW(req->arena, struct svc_asked);
    struct query *query = query_scan(req->arena, req_field(req, "q"));
    if (!what || !query) return err_set(err, ERR_NOMEM, "a report");
    req->result = what;
    return svc_asked(&svc, query, what, err);
}

err_code page_report_write(kb_req *req, kb_err *err)
{
    struct svc svc = page_svc(req);
    const struct svc_asked *what = req->result;
    return svc_asked_report(&svc, what->known, err);
}

err_code page_reported(kb_req *req, kb_res *res, kb_err *err)
{
    (void)err;
    _cleanup_(buf_release)
    struct buf query = buf_new(1024);
    html_query(&query, req_field(req, "q"));
    res_flash(res, "flash.reported");
    res_redirect(res, "/zoeken?q=%.*s", TEXT_FMT(buf_text(&query)));
    return OK;
}

/* ---- For editors ---- */

static text count(const struct page *page, enum msg msg, int64_t n)
{
    return n ? page_words(page, msg, MSG_ARGS({TEXT("n"), page_number(page, n)})) : text_str("");
}

static text agreement_link(const struct page *page, const char *words, text near)
{
    _cleanup_(buf_release)
    struct buf out = buf_new(2048);
    buf_str(&out, "/redactie/woordenlijst/nieuw?woord=");
    html_query(&out, text_str(words));
    if (near.len) {
        buf_str(&out, "&betekent=");
        html_query(&out, near);
    }
    return arena_text(page->svc.arena, buf_text(&out));
}

static text results_link(const struct page *page, const char *words)
{
    return page_asked_address(page, "/zoeken", &(struct asked){.words = text_str(words)});
}

static const struct view_asked_row *rows_of(const struct page *page, const struct svc_asked_row *rows, size_t n)
{
    struct view_asked_row *out = ARENA_ARRAY(page->svc.arena, struct view_asked_row, n);
    for (size_t i = 0; out && i < n; i++) {
        const struct svc_asked_row *row = &rows[i];
        struct view_asked_row_near *near = ARENA_ARRAY(page->svc.arena, struct view_asked_row_near, row->near.n);
        for (size_t k = 0; near && k < row->near.n; k++)
            near[k] =
                (struct view_asked_row_near){row->near.words[k], agreement_link(page, row->words, row->near.words[k])};
        out[i] = (struct view_asked_row){.words = text_str(row->words),
                                         .asked = count(page, MSG_ASKED_TIMES, row->asked),
                                         .reported = count(page, MSG_ASKED_REPORTED, row->reported),
                                         .results = row->found ? results_link(page, row->words) : text_str(""),
                                         .agree = agreement_link(page, row->words, text_str("")),
                                         .near = near,
                                         .near_count = near ? row->near.n : 0};
    }
    return out;
}

static text week_name(const struct page *page, const char *week)
{
    struct date day;
    char long_day[DATE_BYTES];
    if (!date_parse(text_str(week), &day)) return text_str(week);
    return arena_text(page->svc.arena, text_str(date_format(day, DATE_LONG, long_day)));
}

static void take_weeks(const struct page *page, const struct svc_asked_week *week, struct view_asked *v)
{
    struct view_asked_week *out = ARENA_ARRAY(page->svc.arena, struct view_asked_week, week->weeks.n);
    for (size_t i = 0; out && i < week->weeks.n; i++)
        out[i] = (struct view_asked_week){.day = text_str(week->weeks.at[i]),
                                          .name = week_name(page, week->weeks.at[i]),
                                          .on = !strcmp(week->weeks.at[i], week->week)};
    v->weeks = out;
    v->weeks_count = out ? week->weeks.n : 0;
}

err_code page_asked_week(kb_req *req, kb_res *res, kb_err *err)
{
    struct page page;
    struct svc_asked_week week;
    ERR_TRY(page_open(&page, req, res, "redactie", err));
    ERR_TRY(svc_asked_week(&page.svc, req_query(req, "week"), &week, err));
    struct view_asked v = {.since = week_name(&page, week.week),
                           .missed = rows_of(&page, week.missed, week.n_missed),
                           .left = rows_of(&page, week.left, week.n_left)};
    struct view_asked_opened *opened = ARENA_ARRAY(req->arena, struct view_asked_opened, week.n_opened);
    for (size_t i = 0; opened && i < week.n_opened; i++)
        opened[i] =
            (struct view_asked_opened){text_str(week.opened[i].card.href), page_title(&page, &week.opened[i].card),
                                       count(&page, MSG_ASKED_OPENED, week.opened[i].n)};
    v.missed_count = v.missed ? week.n_missed : 0;
    v.left_count = v.left ? week.n_left : 0;
    v.opened = opened;
    v.opened_count = opened ? week.n_opened : 0;
    take_weeks(&page, &week, &v);
    v.crumbs = page_crumbs(&page, msg_text(page.env.lang, MSG_DESK_TITLE), TEXT("/redactie"),
                           msg_text(page.env.lang, MSG_ASKED_TITLE));
    v.crumbs_count = v.crumbs ? PAGE_CRUMBS : 0;
    view_asked(&res->body, &page.env, &v);
    return page_close(&page, 200, err);
}
